//! Groups that no relationship joins: joined by hash where an equality links them, nested where a later group
//! can be found from an earlier one, multiplied otherwise.

use std::collections::VecDeque;

use crate::error::Span;
use crate::plan::SlotSet;
use crate::plan::logical::{Operator, Plan};
use crate::plan::walk_expr::{free_slots, has_subquery};
use crate::semantic::bound::{ComparisonOp, Expr, ExprKind, LogicalOp, Slot};

use super::super::expr::comparisons;
use super::Orderer;
use super::fragment::Fragment;
use super::region::{Predicate, Region, pair};
use super::search::{Group, alone, best};

/// One fragment of the first and all groups.
pub(super) fn combine(
    first: Option<Fragment>,
    groups: Vec<Group>,
    region: &Region,
    orderer: &mut Orderer<'_>,
) -> Fragment {
    let mut open: Vec<(Group, Fragment)> = Vec::with_capacity(groups.len());
    for group in groups {
        let fragment = alone(region, &group, orderer);
        open.push((group, fragment));
    }
    open.sort_by(|a, b| a.1.rows.total_cmp(&b.1.rows));
    let mut open = VecDeque::from(open);
    let first = first.or_else(|| open.pop_front().map(|(_, fragment)| fragment));
    let leaf = || Fragment::new(Plan::default(), SlotSet::new(), 1.0);
    let mut whole = first.unwrap_or_else(leaf);
    while !open.is_empty() {
        // A group that an equality links comes before one that multiplies the rows.
        let linked = open.iter().position(|(_, group)| !links(&whole, group, region, orderer).is_empty());
        let Some((group, fragment)) = open.remove(linked.unwrap_or(0)) else { break };
        let nested = best(&whole, region, &group, orderer);
        let joined = joined(whole, fragment, region, orderer);
        whole = if orderer.total(&nested) < orderer.total(&joined) { nested } else { joined };
    }
    whole
}

/// An equality between two fragments: the key of the one, that of the other, and the predicate's place.
struct Link {
    left: Expr,
    right: Expr,
    at: usize,
}

fn links(left: &Fragment, right: &Fragment, region: &Region, orderer: &Orderer<'_>) -> Vec<Link> {
    let belongs = |e: &Expr, to: &Fragment| {
        let free = free_slots(e, orderer.imports);
        !free.is_empty() && free.is_subset(&to.available) && !has_subquery(e)
    };
    let link = |(at, predicate): (usize, &Predicate)| {
        let (a, _, b) = comparisons(&predicate.expr)
            .find(|(a, op, b)| *op == ComparisonOp::Equal && belongs(a, left) && belongs(b, right))?;
        Some(Link { left: a.clone(), right: b.clone(), at })
    };
    region.predicates.iter().enumerate().filter_map(link).collect()
}

/// Two fragments by hash join or product.
fn joined(left: Fragment, right: Fragment, region: &Region, orderer: &Orderer<'_>) -> Fragment {
    // The right side is kept in memory: the smaller one.
    let (left, right) = if left.rows < right.rows { (right, left) } else { (left, right) };
    let links = links(&left, &right, region, orderer);
    let cardinality = orderer.cardinality();
    let kept: f64 = links.iter().map(|link| cardinality.equality_of(&link.left, &link.right)).product();
    let rows = left.rows * right.rows * kept;
    let asked: Vec<u32> = links.iter().map(|link| link.at as u32).collect();
    let different = uniqueness(region, &left, &right);
    let keys = links.into_iter().map(|link| (link.left, link.right)).collect();
    let mut whole = join(left, right, keys, rows);
    whole.predicates.extend(asked);
    if let Some(predicate) = different {
        whole.push(Operator::Filter(vec![predicate]));
    }
    whole.settle(region, &cardinality);
    whole
}

/// Both fragments, joined on the keys, or multiplied without any.
pub(super) fn join(left: Fragment, right: Fragment, keys: Vec<(Expr, Expr)>, rows: f64) -> Fragment {
    let cost = left.cost + right.cost + left.rows + 2.0 * right.rows + rows;
    let operator = if keys.is_empty() { Operator::CartesianProduct } else { Operator::HashJoin(keys) };
    let mut available = left.available;
    available.union_with(&right.available);
    let mut edges = left.edges;
    edges.union_with(&right.edges);
    let mut predicates = left.predicates;
    predicates.union_with(&right.predicates);
    let plan = Plan::new(operator, vec![left.plan, right.plan]);
    Fragment { plan, available, edges, predicates, rows, cost, is_sketch: false }
}

/// That relationships of the one differ from those of the other where the pattern says so.
pub(super) fn uniqueness(region: &Region, left: &Fragment, right: &Fragment) -> Option<Expr> {
    let relationships = |of: &Fragment| -> Vec<Slot> {
        of.edges.iter().map(|at| region.edges[at as usize].relationship).collect()
    };
    let (lefts, rights) = (relationships(left), relationships(right));
    let pairs = lefts.iter().flat_map(|a| rights.iter().map(|b| (*a, *b)));
    let span = Span::default();
    let mut different: Vec<Expr> = pairs
        .filter(|(a, b)| region.unique.contains(&pair(*a, *b)))
        .map(|(a, b)| Expr { kind: ExprKind::DistinctRelationships(vec![a, b]), span })
        .collect();
    match different.len() {
        0 => None,
        1 => different.pop(),
        _ => Some(Expr { kind: ExprKind::Logical(LogicalOp::And, different), span }),
    }
}
