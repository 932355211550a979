//! Predicates that need not be asked because the graph's exact counts answer them: if all relationships of a type lead to
//! persons, what a hop of that type reaches is one. Only for statements that do not change the graph they read.

use crate::graph::{Direction, GraphState, LabelId, TypeId};
use crate::plan::logical::{Operator, Plan};
use crate::semantic::bound::{Expr, ExprKind, LabelExpr, Name, Slot};

/// Whether a predicate is true of all rows that come out of `below`.
pub fn is_implied(graph: &GraphState, predicate: &Expr, below: &Plan) -> bool {
    let ExprKind::HasLabels(subject, _) = &predicate.kind else { return false };
    let ExprKind::Slot(slot) = subject.kind else { return false };
    arrival(below, slot)
        .is_some_and(|(direction, types)| is_implied_behind(graph, predicate, slot, direction, types))
}

/// Whether a predicate is true of the nodes in a slot that are reached by hops of these types.
pub fn is_implied_behind(
    graph: &GraphState,
    predicate: &Expr,
    slot: Slot,
    direction: Direction,
    types: &[Name],
) -> bool {
    let ExprKind::HasLabels(subject, LabelExpr::Name(label)) = &predicate.kind else { return false };
    let is_of_slot = matches!(subject.kind, ExprKind::Slot(other) if other == slot);
    let Some(label) = graph.catalog().label(label).filter(|_| is_of_slot) else { return false };
    let types: Option<Vec<TypeId>> = types.iter().map(|name| graph.catalog().rel_type(name)).collect();
    types.is_some_and(|types| !types.is_empty() && leads_to(graph, direction, &types, label))
}

/// The hop that binds a slot in every row of a plan.
fn arrival(plan: &Plan, slot: Slot) -> Option<(Direction, &[Name])> {
    match &plan.operator {
        Operator::Expand(expand) if expand.to == slot && !expand.into => {
            Some((expand.direction, &expand.types))
        }
        // Behind one hop or more the last one leads there.
        Operator::VariableExpand { expand, length, .. }
            if expand.to == slot && !expand.into && length.min > 0 =>
        {
            Some((expand.direction, &expand.types))
        }
        Operator::RelationshipScan { right, direction, types, .. } if *right == slot => {
            Some((*direction, types))
        }
        Operator::RelationshipScan { left, direction, types, .. } if *left == slot => {
            Some((direction.reverse(), types))
        }
        // These add to rows, or leave some out, and keep what was bound below.
        Operator::Expand(_)
        | Operator::Filter(_)
        | Operator::VariableExpand { .. }
        | Operator::SemiApply { .. }
        | Operator::CountBranches(_) => arrival(plan.inputs.first()?, slot),
        _ => None,
    }
}

/// Whether all relationships of these types lead to nodes with the label.
pub fn leads_to(graph: &GraphState, direction: Direction, types: &[TypeId], label: LabelId) -> bool {
    let statistics = graph.statistics();
    types.iter().all(|rel_type| {
        let all = statistics.of_type(*rel_type);
        (direction == Direction::Incoming || statistics.to_label(*rel_type, label) == all)
            && (direction == Direction::Outgoing || statistics.from_label(label, *rel_type) == all)
    })
}
