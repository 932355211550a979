//! The steps by which a fragment grows, and what each would cost and yield.

use crate::plan::SlotSet;
use crate::plan::logical::Operator;
use crate::semantic::bound::{Expr, Slot};

use super::super::access::{self, Wanted};
use super::super::cardinality::{Cardinality, Hop};
use super::Orderer;
use super::fragment::Fragment;
use super::region::{Edge, EdgeKind, Predicate, Region};

/// A step.
#[derive(Clone, Copy)]
pub(super) enum Move {
    /// Follows an edge.
    Expand { edge: usize, from_left: bool },
    /// Finds a node that nothing leads to yet.
    Scan(Slot),
    /// Finds a relationship with both its nodes.
    ScanRelationship(usize),
}

/// A step and what it would do.
#[derive(Clone, Copy)]
pub(super) struct Step {
    pub(super) step: Move,
    /// Rows after it.
    pub(super) rows: f64,
    /// Rows it looks at.
    pub(super) cost: f64,
}

/// The hop of an edge from one of its ends.
fn hop(edge: &Edge, from_left: bool) -> Hop<'_> {
    match from_left {
        true => Hop { from: edge.left, to: edge.right, direction: edge.direction, types: &edge.types },
        false => {
            Hop { from: edge.right, to: edge.left, direction: edge.direction.reverse(), types: &edge.types }
        }
    }
}

/// How many relationships (or walks) of an edge a node has.
pub(super) fn fanout(edge: &Edge, from_left: bool, cardinality: &Cardinality<'_>) -> f64 {
    let hop = hop(edge, from_left);
    match &edge.kind {
        EdgeKind::Variable { length, .. } => cardinality.walks(&hop, length),
        EdgeKind::Single | EdgeKind::Bound => cardinality.degree(&hop),
    }
}

/// Following an edge, if that is possible from this end.
pub(super) fn expand(
    fragment: &Fragment,
    region: &Region,
    at: usize,
    from_left: bool,
    orderer: &Orderer<'_>,
) -> Option<Step> {
    let edge = &region.edges[at];
    let hop = hop(edge, from_left);
    let possible = !matches!(edge.kind, EdgeKind::Bound)
        && !fragment.has_edge(at)
        && fragment.available.contains(hop.from)
        && edge.requires.is_subset(&fragment.available);
    if !possible {
        return None;
    }
    let cardinality = orderer.cardinality();
    let reached = fragment.rows * fanout(edge, from_left, &cardinality);
    let step = Move::Expand { edge: at, from_left };
    let mut added: SlotSet = std::iter::once(edge.relationship).collect();
    if fragment.available.contains(hop.to) {
        let rows = reached / cardinality.candidates(hop.to);
        let rows = rows * fragment.gain(region, &added, &[], &cardinality);
        // Looking whether two nodes are joined is one search in the shorter of two sorted lists.
        let walked = if matches!(edge.kind, EdgeKind::Single) { fragment.rows * 2.0 } else { reached };
        return Some(Step { step, rows, cost: walked });
    }
    added.insert(hop.to);
    let cost = fragment.rows + reached;
    let arrival = matches!(edge.kind, EdgeKind::Single).then_some(hop);
    let rows = reached * fragment.gain(region, &added, arrival.as_slice(), &cardinality);
    Some(Step { step, rows, cost })
}

/// Finding a node.
pub(super) fn scan(fragment: &Fragment, region: &Region, node: Slot, orderer: &Orderer<'_>) -> Step {
    let cardinality = orderer.cardinality();
    let mut with_node = fragment.available.clone();
    with_node.insert(node);
    let predicates = predicates_of(region, node, &with_node);
    let wanted = Wanted {
        slot: node,
        predicates: &predicates,
        available: &fragment.available,
        imports: orderer.imports,
    };
    let looked_at = fragment.rows * access::cost(&wanted, &cardinality, orderer.context);
    let added = std::iter::once(node).collect();
    let kept = fragment.gain(region, &added, &[], &cardinality);
    let rows = fragment.rows * cardinality.nodes() * kept;
    Step { step: Move::Scan(node), rows: rows.min(looked_at), cost: looked_at }
}

/// The predicates on a slot that can be asked with these slots.
fn predicates_of(region: &Region, slot: Slot, available: &SlotSet) -> Vec<Expr> {
    let fits = |p: &&Predicate| p.free.contains(slot) && p.free.is_subset(available);
    region.predicates.iter().filter(fits).map(|p| p.expr.clone()).collect()
}

/// Finding a relationship with both its nodes, if neither is there.
pub(super) fn scan_relationship(
    fragment: &Fragment,
    region: &Region,
    at: usize,
    orderer: &Orderer<'_>,
) -> Option<Step> {
    let edge = &region.edges[at];
    let fits = matches!(edge.kind, EdgeKind::Single)
        && edge.left != edge.right
        && !fragment.has_edge(at)
        && !fragment.available.contains(edge.left)
        && !fragment.available.contains(edge.right)
        && region.unique(edge.relationship, &fragment.available).is_empty();
    if !fits {
        return None;
    }
    let cardinality = orderer.cardinality();
    let all = fragment.rows * cardinality.all_relationships(edge.direction, &edge.types);
    let mut with_edge = fragment.available.clone();
    with_edge.insert(edge.relationship);
    let predicates = predicates_of(region, edge.relationship, &with_edge);
    let wanted = Wanted {
        slot: edge.relationship,
        predicates: &predicates,
        available: &fragment.available,
        imports: orderer.imports,
    };
    let ways = (edge.direction, edge.types.as_slice());
    let cost = fragment.rows * access::relationship_cost(&wanted, ways, &cardinality, orderer.context);
    let added = [edge.relationship, edge.left, edge.right].into_iter().collect();
    let arrivals = [hop(edge, true), hop(edge, false)];
    let rows = (all * fragment.gain(region, &added, &arrivals, &cardinality)).min(cost);
    Some(Step { step: Move::ScanRelationship(at), rows, cost })
}

/// Takes the step.
pub(super) fn take(fragment: &mut Fragment, region: &Region, step: &Step, orderer: &Orderer<'_>) {
    let operator = match step.step {
        Move::Expand { edge, from_left } => {
            let to = hop(&region.edges[edge], from_left).to;
            let operator = fragment.expansion(region, edge, from_left, to);
            fragment.edges.insert(edge as u32);
            operator
        }
        Move::Scan(slot) => Operator::AllNodesScan { slot },
        Move::ScanRelationship(at) => {
            let edge = &region.edges[at];
            fragment.edges.insert(at as u32);
            Operator::RelationshipScan {
                relationship: edge.relationship,
                left: edge.left,
                right: edge.right,
                direction: edge.direction,
                types: edge.types.clone(),
            }
        }
    };
    fragment.push(operator);
    fragment.settle(region, &orderer.cardinality());
    fragment.rows = step.rows;
    fragment.cost += step.cost;
}
