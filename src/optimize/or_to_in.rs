//! `x.key = 1 OR x.key = 2` is `x.key IN [1, 2]`, which an index answers. Also of three and more, and of `IN` lists.

use crate::error::Result;
use crate::plan::logical::QueryPlan;
use crate::plan::logical::{Operator, Plan};
use crate::plan::walk::{map_roots, transform_up};
use crate::semantic::bound::{ComparisonOp, Expr, ExprKind, LogicalOp, Name, Slot};

use super::Context;
use super::expr::{as_property, comparisons, is_plain_literal};

pub(super) fn apply(query: QueryPlan, _: &Context<'_>) -> Result<QueryPlan> {
    map_roots(query, &mut |root| transform_up(root, &mut |plan| Ok(rewrite(plan))))
}

fn rewrite(mut plan: Plan) -> Plan {
    if let Operator::Filter(predicates) = &mut plan.operator {
        for predicate in predicates {
            if let Some(list) = alternatives(predicate) {
                *predicate = list;
            }
        }
    }
    plan
}

/// The `IN` that says the same.
fn alternatives(predicate: &Expr) -> Option<Expr> {
    let ExprKind::Logical(LogicalOp::Or, operands) = &predicate.kind else { return None };
    let (first, _) = values(operands.first()?)?;
    let same =
        |operand: &Expr| values(operand).filter(|(property, _)| *property == first).map(|(_, list)| list);
    let lists: Vec<Vec<Expr>> = operands.iter().map(same).collect::<Option<_>>()?;
    let span = predicate.span;
    let list = Expr { kind: ExprKind::List(lists.concat()), span };
    let element = operands.first().and_then(property)?.clone();
    Some(Expr { kind: ExprKind::In(Box::new(element), Box::new(list)), span })
}

/// The property and the values that it equals one of.
fn values(operand: &Expr) -> Option<((Slot, &Name), Vec<Expr>)> {
    let property = as_property(property(operand)?)?;
    if let ExprKind::In(_, list) = &operand.kind {
        let ExprKind::List(items) = &list.kind else { return None };
        return items.iter().all(is_plain).then(|| (property, items.clone()));
    }
    let (_, _, value) = comparisons(operand).find(|(left, ..)| as_property(left) == Some(property))?;
    is_plain(value).then(|| (property, vec![value.clone()]))
}

/// The property that an equality or `IN` is about.
fn property(operand: &Expr) -> Option<&Expr> {
    if let ExprKind::In(element, _) = &operand.kind {
        return as_property(element).map(|_| &**element);
    }
    let mut sides = comparisons(operand).filter(|(_, op, _)| *op == ComparisonOp::Equal);
    sides.find(|(left, ..)| as_property(left).is_some()).map(|(left, ..)| left)
}

/// Computing it costs nothing and cannot fail.
fn is_plain(value: &Expr) -> bool {
    is_plain_literal(value) || matches!(value.kind, ExprKind::Parameter(_) | ExprKind::Slot(_))
}
