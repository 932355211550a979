//! Which literals of a statement may become parameters without a change of what it means: the values of properties
//! in patterns, and those that a property is compared with or set to. In other places a literal is more than its value: it
//! names a column, bounds a path, or decides whether two expressions are the same.

use super::ast::{
    Clause, ClauseKind, ComparisonOp, Expr, ExprKind, LogicalOp, PatternElement, PatternPart, SetItem,
    Statement, StatementBody,
};

/// Shows every such value to `visit`, literal or not, in the order of the text.
pub fn property_values(statement: &mut Statement, visit: &mut dyn FnMut(&mut Expr)) {
    if let StatementBody::Query(query) = &mut statement.body {
        for part in &mut query.parts {
            part.clauses.iter_mut().for_each(|clause| clause_values(clause, visit));
        }
    }
}

fn clause_values(clause: &mut Clause, visit: &mut dyn FnMut(&mut Expr)) {
    match &mut clause.kind {
        ClauseKind::Match { pattern, filter, .. } => {
            pattern.iter_mut().for_each(|part| part_values(part, visit));
            if let Some(filter) = filter {
                compared_values(filter, visit);
            }
        }
        ClauseKind::Create(pattern) => pattern.iter_mut().for_each(|part| part_values(part, visit)),
        ClauseKind::Merge { pattern, on_create, on_match } => {
            part_values(pattern, visit);
            on_create.iter_mut().chain(on_match).for_each(|item| set_value(item, visit));
        }
        ClauseKind::Set(items) => items.iter_mut().for_each(|item| set_value(item, visit)),
        ClauseKind::Unwind { .. }
        | ClauseKind::With { .. }
        | ClauseKind::Return(_)
        | ClauseKind::Finish
        | ClauseKind::Remove(_)
        | ClauseKind::Delete { .. }
        | ClauseKind::Foreach { .. }
        | ClauseKind::CallProcedure(_)
        | ClauseKind::CallSubquery { .. }
        | ClauseKind::LoadCsv { .. }
        | ClauseKind::Page { .. }
        | ClauseKind::Block(_)
        | ClauseKind::When { .. }
        | ClauseKind::Next { .. }
        | ClauseKind::Let(_)
        | ClauseKind::Filter(_)
        | ClauseKind::Use(_) => {}
    }
}

/// The values in the maps of a chain's nodes and relationships; those inside groups are left alone.
fn part_values(part: &mut PatternPart, visit: &mut dyn FnMut(&mut Expr)) {
    for element in &mut part.pattern.elements {
        let properties = match element {
            PatternElement::Node(node) => node.properties.as_deref_mut(),
            PatternElement::Relationship(relationship) => relationship.properties.as_deref_mut(),
            PatternElement::Group { .. } => None,
        };
        if let Some(Expr { kind: ExprKind::Map(entries), .. }) = properties {
            entries.iter_mut().for_each(|(_, value)| visit(value));
        }
    }
}

/// `x.key = value`, alone or joined by `AND`.
fn compared_values(filter: &mut Expr, visit: &mut dyn FnMut(&mut Expr)) {
    match &mut filter.kind {
        ExprKind::Logical(LogicalOp::And, operands) => {
            operands.iter_mut().for_each(|operand| compared_values(operand, visit));
        }
        ExprKind::Comparison(subject, tests) if matches!(subject.kind, ExprKind::Property(..)) => {
            if let [(ComparisonOp::Equal, value)] = tests.as_mut_slice() {
                visit(value);
            }
        }
        _ => {}
    }
}

fn set_value(item: &mut SetItem, visit: &mut dyn FnMut(&mut Expr)) {
    if let SetItem::Property { value, .. } = item {
        visit(value);
    }
}
