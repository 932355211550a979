//! Shapes of expressions that rules look for.

use crate::function::Type;
use crate::plan::imports::Imports;
use crate::plan::walk_expr::{free_slots, is_volatile};
use crate::plan::{SlotSet, walk_expr};
use crate::semantic::bound::{
    ComparisonOp, Expr, ExprKind, LabelExpr, Literal, LogicalOp, Name, Slot, SlotInfo,
};

/// The slot, when the expression is one.
pub(super) fn as_slot(expr: &Expr) -> Option<Slot> {
    if let ExprKind::Slot(slot) = expr.kind { Some(slot) } else { None }
}

/// The subject and key of `slot.key`.
pub(super) fn as_property(expr: &Expr) -> Option<(Slot, &Name)> {
    let ExprKind::Property(subject, key) = &expr.kind else { return None };
    Some((as_slot(subject)?, key))
}

/// The arguments, when the expression calls the function of that name.
pub(super) fn as_call<'a>(expr: &'a Expr, name: &str) -> Option<&'a [Expr]> {
    let ExprKind::Function(function, arguments) = &expr.kind else { return None };
    function.name.eq_ignore_ascii_case(name).then_some(arguments.as_slice())
}

/// The slot in `id(slot)` or `elementId(slot)`.
pub(super) fn as_id(expr: &Expr) -> Option<Slot> {
    match as_call(expr, "id").or_else(|| as_call(expr, "elementId"))? {
        [argument] => as_slot(argument),
        _ => None,
    }
}

/// The node and label of `slot:Label`.
pub(super) fn as_label_test(expr: &Expr) -> Option<(Slot, &Name)> {
    let ExprKind::HasLabels(subject, LabelExpr::Name(label)) = &expr.kind else { return None };
    Some((as_slot(subject)?, label))
}

/// The parts of a comparison of two operands.
pub(super) fn as_comparison(expr: &Expr) -> Option<(&Expr, ComparisonOp, &Expr)> {
    let ExprKind::Comparison(left, rest) = &expr.kind else { return None };
    match rest.as_slice() {
        [(op, right)] => Some((left, *op, right)),
        _ => None,
    }
}

/// The comparison with its operands exchanged.
pub(super) fn mirrored(op: ComparisonOp) -> ComparisonOp {
    match op {
        ComparisonOp::Equal => ComparisonOp::Equal,
        ComparisonOp::NotEqual => ComparisonOp::NotEqual,
        ComparisonOp::Less => ComparisonOp::Greater,
        ComparisonOp::LessEqual => ComparisonOp::GreaterEqual,
        ComparisonOp::Greater => ComparisonOp::Less,
        ComparisonOp::GreaterEqual => ComparisonOp::LessEqual,
    }
}

/// Both readings of a comparison of two operands: as written and mirrored.
pub(super) fn comparisons(expr: &Expr) -> impl Iterator<Item = (&Expr, ComparisonOp, &Expr)> {
    let written = as_comparison(expr);
    written.into_iter().chain(written.map(|(left, op, right)| (right, mirrored(op), left)))
}

/// Whether the value is a literal that an index holds exactly as `=` sees it.
pub(super) fn is_plain_literal(expr: &Expr) -> bool {
    if let ExprKind::List(items) = &expr.kind {
        return items.iter().all(is_plain_literal);
    }
    matches!(
        expr.kind,
        ExprKind::Literal(Literal::Boolean(_) | Literal::Integer(_) | Literal::Float(_) | Literal::String(_))
    )
}

/// Whether a value can be computed from these slots, once, before a node is looked for.
pub(super) fn is_computable(expr: &Expr, available: &SlotSet, imports: &Imports) -> bool {
    !is_volatile(expr, imports) && free_slots(expr, imports).is_subset(available)
}

/// How dear a predicate is, for the order within one filter: labels, then what cannot fail, then the rest,
/// subqueries last.
pub(super) fn expense(expr: &Expr) -> u8 {
    if walk_expr::has_subquery(expr) {
        return 3;
    }
    if as_label_test(expr).is_some() {
        return 0;
    }
    let simple = |e: &Expr| {
        use ExprKind::*;
        match &e.kind {
            Literal(_) | Parameter(_) | Slot(_) | Property(_, _) | List(_) | Comparison(_, _) => true,
            In(_, _) | IsNull(_, _) | HasLabels(_, _) | StringPredicate(_, _, _) => true,
            Not(_) | Logical(_, _) => true,
            Index(_, _) | Slice(_, _, _) | Map(_) | MapProjection(_, _) | Negate(_) | Plus(_) => false,
            Arithmetic(_, _) | IsTyped(_, _, _) | IsNormalized(_, _, _) | Function(_, _) => false,
            Case { .. } | ListComprehension { .. } | ListPredicate { .. } | Reduce { .. } => false,
            MakePath(_) | DistinctRelationships(_) | Subquery(_) => false,
        }
    };
    if walk_expr::any_expr(expr, &|e| !simple(e)) { 2 } else { 1 }
}

/// Takes conjunctions apart, also chained comparisons and conjunctions of labels.
pub(super) fn split_conjunction(expr: Expr, into: &mut Vec<Expr>) {
    let span = expr.span;
    match expr.kind {
        ExprKind::Logical(LogicalOp::And, operands) => {
            operands.into_iter().for_each(|operand| split_conjunction(operand, into));
        }
        ExprKind::HasLabels(subject, LabelExpr::And(all)) => {
            for one in all {
                let test = Expr { kind: ExprKind::HasLabels(subject.clone(), one), span };
                split_conjunction(test, into);
            }
        }
        ExprKind::Comparison(first, rest)
            if rest.len() > 1 && rest.iter().rev().skip(1).all(|(_, e)| is_cheap(e)) =>
        {
            let mut left = *first;
            for (op, right) in rest {
                let kind = ExprKind::Comparison(Box::new(left), vec![(op, right.clone())]);
                into.push(Expr { kind, span });
                left = right;
            }
        }
        kind => into.push(Expr { kind, span }),
    }
}

/// Whether evaluating it twice costs next to nothing.
fn is_cheap(expr: &Expr) -> bool {
    let leaf = matches!(expr.kind, ExprKind::Slot(_) | ExprKind::Literal(_) | ExprKind::Parameter(_));
    leaf || as_property(expr).is_some() || as_id(expr).is_some()
}

/// A slot that no variable of the statement has.
pub(super) fn fresh(slots: &mut Vec<SlotInfo>, name: &str, ty: Type) -> Slot {
    // The statement's length is limited to far less than 2^32 variables.
    let slot = slots.len() as Slot;
    slots.push(SlotInfo { name: format!(" {name}{slot}").into(), ty });
    slot
}
