//! The first rows by an indexed property, and its smallest or largest value: the index is read in its order, and only as
//! far as rows are wanted, instead of sorting them all.

use crate::error::Result;
use crate::plan::logical::{IndexOrder, Lookup, Operator, Plan, QueryPlan, Seek};
use crate::plan::walk::map_roots;
use crate::semantic::bound::{Aggregation, Expr, ExprKind, LabelExpr, Literal, Name, Slot, SortKey};

use super::Context;
use super::expr::{as_property, as_slot};
use super::statistics::{Indexed, Statistics};

pub(super) fn apply(query: QueryPlan, context: &Context<'_>) -> Result<QueryPlan> {
    map_roots(query, &mut |mut root| {
        visit(&mut root, context.statistics);
        Ok(root)
    })
}

/// In place, because plans are deep.
fn visit(plan: &mut Plan, statistics: &dyn Statistics) {
    if matches!(plan.operator, Operator::TopK { .. } | Operator::Skip(_) | Operator::Aggregate(_)) {
        read_in_order(plan, statistics);
    }
    for input in &mut plan.inputs {
        visit(input, statistics);
    }
}

fn read_in_order(plan: &mut Plan, statistics: &dyn Statistics) {
    match &plan.operator {
        Operator::TopK { keys, skip: None, limit } => {
            let (Some(key), limit) = (only(keys), limit.clone()) else { return };
            let key = Key { descending: key.descending, expr: key.expr.clone(), nulls: true };
            let Some(input) = plan.inputs.first_mut() else { return };
            if order(input, &key, Some(&limit), statistics) {
                plan.operator = Operator::Limit(limit);
            }
        }
        Operator::Skip(_) => skipped(plan, statistics),
        Operator::Aggregate(aggregation) => {
            let Some(key) = extreme(aggregation) else { return };
            let Some(input) = plan.inputs.first_mut() else { return };
            let one = Expr { kind: ExprKind::Literal(Literal::Integer(1)), span: key.expr.span };
            if order(input, &key, Some(&one), statistics) {
                *input = Plan::new(Operator::Limit(one), vec![std::mem::take(input)]);
            }
        }
        _ => {}
    }
}

/// `skip(top(input))` as `limit(skip(input))`.
fn skipped(plan: &mut Plan, statistics: &dyn Statistics) {
    let Operator::Skip(skip) = &plan.operator else { return };
    let Some(top) = plan.inputs.first_mut() else { return };
    let Operator::TopK { keys, skip: Some(_), limit } = &top.operator else { return };
    let (Some(key), limit) = (only(keys), limit.clone()) else { return };
    let key = Key { descending: key.descending, expr: key.expr.clone(), nulls: true };
    let enough = sum(skip, &limit);
    let Some(input) = top.inputs.first_mut() else { return };
    if order(input, &key, enough.as_ref(), statistics) {
        let skip = std::mem::replace(&mut plan.operator, Operator::Limit(limit));
        top.operator = skip;
    }
}

/// The sum of two numbers that are written out.
fn sum(a: &Expr, b: &Expr) -> Option<Expr> {
    match (&a.kind, &b.kind) {
        (ExprKind::Literal(Literal::Integer(left)), ExprKind::Literal(Literal::Integer(right))) => {
            let literal = Literal::Integer(left.saturating_add(*right));
            Some(Expr { kind: ExprKind::Literal(literal), span: b.span })
        }
        _ => None,
    }
}

/// In which order rows are wanted.
struct Key {
    expr: Expr,
    descending: bool,
    /// Rows for which it is null are wanted too.
    nulls: bool,
}

fn only(keys: &[SortKey]) -> Option<&SortKey> {
    if let [key] = keys { Some(key) } else { None }
}

/// `min(e)` or `max(e)` and nothing else: the first row that is not null tells.
fn extreme(aggregation: &Aggregation) -> Option<Key> {
    let ([], [aggregate]) = (aggregation.keys.as_slice(), aggregation.aggregates.as_slice()) else {
        return None;
    };
    let descending = match aggregate.function.name {
        "min" => false,
        "max" => true,
        _ => return None,
    };
    let [expr] = aggregate.arguments.as_slice() else { return None };
    Some(Key { expr: expr.clone(), descending, nulls: false })
}

/// Lets the plan yield its rows in the key's order, if an index can; whether it does.
///
/// What stands over the scan passes its rows on one by one, so that they stay in order.
fn order(plan: &mut Plan, key: &Key, enough: Option<&Expr>, statistics: &dyn Statistics) -> bool {
    if let Some(mut scan) = as_relationship_scan(plan, key)
        && order(&mut scan, key, enough, statistics)
    {
        *plan = scan;
        return true;
    }
    let key_below = match &plan.operator {
        Operator::Filter(_) | Operator::Keep(_) | Operator::Expand(_) | Operator::Unwind { .. } => {
            Some(key.expr.clone())
        }
        Operator::Project(items) => below(&key.expr, items),
        Operator::LabelScan { .. }
        | Operator::IndexSeek { .. }
        | Operator::RelationshipScan { .. }
        | Operator::RelationshipIndexSeek { .. } => {
            return order_scan(plan, key, enough, statistics);
        }
        _ => None,
    };
    let (Some(expr), Some(input)) = (key_below, plan.inputs.first_mut()) else { return false };
    let nulls = key.nulls && !matches!(&plan.operator, Operator::Filter(all) if reject_null(all, &expr));
    let key = Key { expr, nulls, ..*key };
    // Of a filtered row it is not known how many others it takes.
    let enough = enough.filter(|_| matches!(plan.operator, Operator::Project(_) | Operator::Keep(_)));
    order(input, &key, enough, statistics)
}

/// Whether one of the predicates is not true where the property is null.
fn reject_null(predicates: &[Expr], property: &Expr) -> bool {
    let Some(wanted) = as_property(property) else { return false };
    let is_it = |expr: &Expr| as_property(expr) == Some(wanted);
    predicates.iter().any(|predicate| match &predicate.kind {
        ExprKind::IsNull(tested, negated) => *negated && is_it(tested),
        ExprKind::In(element, _) => is_it(element),
        ExprKind::StringPredicate(_, text, _) => is_it(text),
        ExprKind::Comparison(first, rest) => is_it(first) || rest.iter().any(|(_, other)| is_it(other)),
        _ => false,
    })
}

/// The expression from before these were computed.
fn below(expr: &Expr, items: &[(Slot, Expr)]) -> Option<Expr> {
    let item = |slot: Slot| items.iter().find(|(own, _)| *own == slot).map(|(_, item)| item);
    if let Some(slot) = as_slot(expr) {
        return Some(item(slot).unwrap_or(expr).clone());
    }
    let (slot, key) = as_property(expr)?;
    let owner = match item(slot) {
        Some(owner) => Expr { kind: ExprKind::Slot(as_slot(owner)?), span: owner.span },
        None => return Some(expr.clone()),
    };
    Some(Expr { kind: ExprKind::Property(Box::new(owner), key.clone()), span: expr.span })
}

/// Hops from all nodes, or from those with a label, as a scan of the relationships with a filter; only if the key is a
/// property of these relationships.
fn as_relationship_scan(plan: &Plan, key: &Key) -> Option<Plan> {
    let (relationship, _) = as_property(&key.expr)?;
    let Operator::Expand(hop) = &plan.operator else { return None };
    let scan = plan.inputs.first()?;
    let is_first = matches!(scan.inputs.first()?.operator, Operator::Argument(_));
    if !is_first
        || hop.relationship != relationship
        || hop.into
        || hop.from == hop.to
        || !hop.unique.is_empty()
    {
        return None;
    }
    let found = Operator::RelationshipScan {
        relationship,
        left: hop.from,
        right: hop.to,
        direction: hop.direction,
        types: hop.types.clone(),
    };
    let found = Plan { operator: found, inputs: scan.inputs.clone(), estimate: plan.estimate };
    match &scan.operator {
        Operator::AllNodesScan { slot } if *slot == hop.from => Some(found),
        Operator::LabelScan { slot, labels } if *slot == hop.from => {
            let [label] = labels.as_slice() else { return None };
            let span = key.expr.span;
            let node = Box::new(Expr { kind: ExprKind::Slot(*slot), span });
            let label = ExprKind::HasLabels(node, LabelExpr::Name(label.clone()));
            Some(Plan::new(Operator::Filter(vec![Expr { kind: label, span }]), vec![found]))
        }
        _ => None,
    }
}

fn order_scan(plan: &mut Plan, key: &Key, enough: Option<&Expr>, statistics: &dyn Statistics) -> bool {
    let Some((slot, property)) = as_property(&key.expr) else { return false };
    // With several rows below there would be one order for each of them.
    if !plan.inputs.first().is_some_and(|input| matches!(input.operator, Operator::Argument(_))) {
        return false;
    }
    let order = |nulls| Some(IndexOrder { descending: key.descending, nulls, enough: enough.cloned() });
    let whole = |name: &Name| Lookup {
        names: vec![name.clone()],
        keys: vec![property.clone()],
        equal: Vec::new(),
        seek: Seek::Exists,
        order: order(key.nulls),
    };
    match &mut plan.operator {
        Operator::LabelScan { slot: own, labels } if *own == slot => {
            let [label] = labels.as_slice() else { return false };
            if !has_index(Indexed::Label(label), property, statistics) {
                return false;
            }
            let lookup = Box::new(whole(label));
            plan.operator = Operator::IndexSeek { slot, lookup };
            true
        }
        Operator::RelationshipScan { relationship, left, right, direction, types }
            if *relationship == slot =>
        {
            let [rel_type] = types.as_slice() else { return false };
            if !has_index(Indexed::Type(rel_type), property, statistics) {
                return false;
            }
            let (left, right, direction) = (*left, *right, *direction);
            let lookup = Box::new(whole(rel_type));
            plan.operator =
                Operator::RelationshipIndexSeek { relationship: slot, left, right, direction, lookup };
            true
        }
        Operator::IndexSeek { slot: own, lookup }
        | Operator::RelationshipIndexSeek { relationship: own, lookup, .. }
            if *own == slot && lookup.key() == Some(property) =>
        {
            // Others find their elements in several places of the index.
            let is_one_stretch = lookup.names.len() == 1
                && matches!(
                    lookup.seek,
                    Seek::Exists | Seek::Equal(_) | Seek::Range { .. } | Seek::Prefix(_)
                );
            if is_one_stretch {
                lookup.order = order(false);
            }
            is_one_stretch
        }
        _ => false,
    }
}

fn has_index(of: Indexed<'_>, key: &Name, statistics: &dyn Statistics) -> bool {
    let indexes = statistics.indexes(of);
    indexes.iter().any(|index| index.keys.len() == 1 && index.keys[0] == *key)
}
