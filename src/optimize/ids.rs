//! Which ids the predicates on a node or relationship ask for: `id(x) = e`, `id(x) IN e`, and the same of `elementId(x)`.

use crate::semantic::bound::{ComparisonOp, Expr, ExprKind, Literal};

use super::access::Wanted;
use super::cardinality::list_length;
use super::expr::{as_call, as_id, comparisons, is_computable};

/// Ids that are asked for.
pub(super) struct Ids<'a> {
    /// An id or a list of them.
    pub(super) ids: &'a Expr,
    /// How many they may be.
    pub(super) rows: f64,
    /// Which predicates finding them makes true, by their place in the list.
    pub(super) implied: Vec<usize>,
}

/// The fewest ids.
pub(super) fn find<'a>(wanted: &Wanted<'a>) -> Option<Ids<'a>> {
    let candidates = wanted.predicates.iter().enumerate().filter_map(|(at, predicate)| {
        let ids = ids(predicate, wanted)?;
        let rows = if let ExprKind::In(_, list) = &predicate.kind { list_length(list) } else { 1.0 };
        // Ids of both functions are looked for, so that only numbers written out tell enough.
        let implied = if is_integers(ids) && asks_for_numbers(predicate) { vec![at] } else { Vec::new() };
        Some(Ids { ids, rows, implied })
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
