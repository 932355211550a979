//! Counts that need no rows because the graph keeps them: of nodes, of those with a label, of relationships of some types,
//! and of these by the label of one of their nodes. Only for statements that do not change the graph they read.

use crate::graph::{Direction, GraphState, LabelId, TypeId};
use crate::plan::logical::{Expand, Measure, Operator, Plan};
use crate::semantic::bound::{Aggregation, ExprKind, Name, Slot};

use super::implied::{is_implied, is_implied_behind};

/// The one row of an aggregation without keys that only counts rows, if the graph knows how many rows there are.
pub fn known_counts(graph: &GraphState, aggregation: &Aggregation, below: &Plan) -> Option<Vec<(Slot, i64)>> {
    let counts_rows = aggregation.aggregates.iter().all(|aggregate| {
        // What a pattern binds is never null.
        let of_rows = match aggregate.arguments.as_slice() {
            [] => true,
            [argument] => matches!(argument.kind, ExprKind::Slot(_)),
            _ => false,
        };
        aggregate.function.name == "count" && !aggregate.distinct && of_rows
    });
    if !aggregation.keys.is_empty() || !counts_rows {
        return None;
    }
    let count = i64::try_from(rows(graph, below)?).ok()?;
    Some(aggregation.aggregates.iter().map(|aggregate| (aggregate.slot, count)).collect())
}

/// How many rows a plan yields.
fn rows(graph: &GraphState, plan: &Plan) -> Option<u64> {
    let below = plan.inputs.first()?;
    match &plan.operator {
        Operator::AllNodesScan { .. } | Operator::LabelScan { .. } => {
            let (_, label) = scanned(graph, plan)?;
            Some(match label {
                None => graph.statistics().nodes(),
                Some(label) => label.map_or(0, |label| graph.statistics().with_label(label)),
            })
        }
        Operator::RelationshipScan { direction, types, .. } if is_one_row(below) => {
            relationships(graph, *direction, types, None)
        }
        Operator::Filter(predicates) => predicates
            .iter()
            .all(|predicate| is_implied(graph, predicate, below))
            .then(|| rows(graph, below))?,
        Operator::Expand(hop) => hops(graph, hop, below),
        Operator::CountBranches(branches) => {
            let [branch] = branches.as_slice() else { return None };
            let is_implied = |predicate| {
                is_implied_behind(graph, predicate, branch.hop.to, branch.hop.direction, &branch.hop.types)
            };
            let is_plain = branch.branches.is_empty()
                && branch.rival.is_none()
                && branch.different.is_empty()
                && branch.measure == Measure::Matches
                && branch.predicates.iter().all(is_implied);
            if is_plain { hops(graph, &branch.hop, below) } else { None }
        }
        _ => None,
    }
}

/// How many relationships are followed from what a scan finds.
fn hops(graph: &GraphState, hop: &Expand, scan: &Plan) -> Option<u64> {
    let (slot, label) = scanned(graph, scan)?;
    if hop.from != slot || hop.into || hop.to == hop.from || !hop.unique.is_empty() {
        return None;
    }
    match label {
        None => relationships(graph, hop.direction, &hop.types, None),
        Some(None) => Some(0),
        Some(Some(label)) => relationships(graph, hop.direction, &hop.types, Some(label)),
    }
}

/// The slot of a scan for one row, and the label it looks for, which may be on no node.
fn scanned(graph: &GraphState, plan: &Plan) -> Option<(Slot, Option<Option<LabelId>>)> {
    if !is_one_row(plan.inputs.first()?) {
        return None;
    }
    match &plan.operator {
        Operator::AllNodesScan { slot } => Some((*slot, None)),
        Operator::LabelScan { slot, labels } => match labels.as_slice() {
            [label] => Some((*slot, Some(graph.catalog().label(label)))),
            _ => None,
        },
        _ => None,
    }
}

/// Whether this is what a statement begins with.
fn is_one_row(plan: &Plan) -> bool {
    matches!(&plan.operator, Operator::Argument(slots) if slots.is_empty())
}

/// How many relationships of some types, or of all, leave nodes with a label, or all nodes.
fn relationships(
    graph: &GraphState,
    direction: Direction,
    types: &[Name],
    label: Option<LabelId>,
) -> Option<u64> {
    let statistics = graph.statistics();
    // Followed in both directions, loops count once, and how many there are is not kept.
    let of_type = |rel_type: TypeId| match (direction, label) {
        (Direction::Both, _) => None,
        (_, None) => Some(statistics.of_type(rel_type)),
        (Direction::Outgoing, Some(label)) => Some(statistics.from_label(label, rel_type)),
        (Direction::Incoming, Some(label)) => Some(statistics.to_label(rel_type, label)),
    };
    if types.is_empty() {
        return match (direction, label) {
            (Direction::Outgoing | Direction::Incoming, None) => Some(statistics.relationships()),
            _ => None,
        };
    }
    let mut known: Vec<TypeId> = types.iter().filter_map(|name| graph.catalog().rel_type(name)).collect();
    known.sort_unstable();
    known.dedup();
    known.into_iter().map(of_type).sum()
}
