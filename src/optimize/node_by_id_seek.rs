//! `id(n) = e`, `id(n) IN e` and the same of `elementId(n)`: the nodes of these ids instead of all.

use crate::error::Result;
use crate::plan::imports::Imports;
use crate::plan::logical::{Operator, QueryPlan};
use crate::plan::walk::{map_roots, transform_up};
use crate::semantic::bound::{ComparisonOp, Expr, ExprKind, Literal};

use super::Context;
use super::access::{Access, Wanted, replace_scan};
use super::cardinality::list_length;
use super::expr::{as_call, as_id, comparisons, is_computable};

pub(super) fn apply(query: QueryPlan, _: &Context<'_>) -> Result<QueryPlan> {
    let imports = Imports::of(&query.subqueries);
    map_roots(query, &mut |root| transform_up(root, &mut |plan| Ok(replace_scan(plan, &imports, &find))))
}

/// The ids a predicate asks for.
pub(super) fn find(wanted: &Wanted<'_>) -> Option<Access> {
    let candidates = wanted.predicates.iter().enumerate().filter_map(|(at, predicate)| {
        let ids = ids(predicate, wanted)?;
        let rows = if let ExprKind::In(_, list) = &predicate.kind { list_length(list) } else { 1.0 };
        // Ids of both functions are looked for, so that only numbers written out tell enough.
        let implied = if is_integers(ids) && asks_for_numbers(predicate) { vec![at] } else { Vec::new() };
        let operator = Operator::NodeByIdSeek { slot: wanted.slot, ids: ids.clone() };
        Some(Access { operator, rows, cost: rows, implied })
    });
    candidates.min_by(|a, b| a.rows.total_cmp(&b.rows))
}

fn ids<'a>(predicate: &'a Expr, wanted: &Wanted<'_>) -> Option<&'a Expr> {
    let usable = |id: &Expr, value: &Expr| {
        as_id(id) == Some(wanted.slot) && is_computable(value, wanted.available, wanted.imports)
    };
    if let ExprKind::In(element, list) = &predicate.kind {
        return usable(element, list).then_some(&**list);
    }
    comparisons(predicate)
        .find(|(left, op, right)| *op == ComparisonOp::Equal && usable(left, right))
        .map(|(_, _, right)| right)
}

/// Whether the predicate is about `id` and not `elementId`.
fn asks_for_numbers(predicate: &Expr) -> bool {
    let of_number = |id: &Expr| as_call(id, "id").is_some();
    match &predicate.kind {
        ExprKind::In(element, _) => of_number(element),
        _ => comparisons(predicate).any(|(left, ..)| of_number(left)),
    }
}

fn is_integers(ids: &Expr) -> bool {
    if let ExprKind::List(items) = &ids.kind {
        return items.iter().all(is_integers);
    }
    matches!(ids.kind, ExprKind::Literal(Literal::Integer(_)))
}
