//! Estimated rows of every operator of a finished plan. Inside what is run per row, an operator's estimate
//! counts the rows of all runs together, as a profile does.

use crate::graph::Direction;
use crate::plan::invariants::is_correlated;
use crate::plan::logical::{Expand, Lookup, Operator, Plan, QueryPlan};
use crate::plan::visit::binds;
use crate::plan::walk::visit_plan;
use crate::semantic::bound::{Expr, ExprKind, Literal, PathSearch, Selector, Slot};

use super::branch_cost::branch_cost;
use super::cardinality::{Cardinality, Hop, KnownLabels, list_length};
use super::expr::as_label_test;
use super::index_match;
use super::label_scan;
use super::statistics::{Indexed, Statistics, together};

/// Part of the groups' product that is thought to occur.
const GROUPS: f64 = 0.3;
/// Part of rows that are distinct.
const DISTINCT: f64 = 0.9;
/// Records of a file that is not looked at.
const RECORDS: f64 = 1000.0;
/// Rows of a procedure.
const PROCEDURE_ROWS: f64 = 10.0;
/// Part of rows for which a subquery has a row.
const EXISTS: f64 = 0.5;

/// What passing a node over costs, in rows.
const PASSED_OVER: f64 = 0.05;
/// What finding a relationship with both its nodes costs, in rows. Hops from nodes that are found by themselves are
/// followed by many workers, a scan of relationships is read by one.
const FOUND_WHOLE: f64 = 2.5;

/// The same plan with its estimates.
pub(super) fn estimate(mut query: QueryPlan, statistics: &dyn Statistics) -> QueryPlan {
    let labels = KnownLabels::of_plan(&query.root);
    fill(&mut query.root, 1.0, &Cardinality { statistics, labels: &labels });
    for subquery in &mut query.subqueries {
        let labels = KnownLabels::of_plan(&subquery.root);
        fill(&mut subquery.root, 1.0, &Cardinality { statistics, labels: &labels });
    }
    query
}

/// Estimated rows of a plan that is run for `argument` rows.
pub(super) fn rows_of(plan: &Plan, argument: f64, cardinality: &Cardinality<'_>) -> f64 {
    let mut inputs = Vec::with_capacity(plan.inputs.len());
    for input in &plan.inputs {
        let argument = argument_of(&plan.operator, &inputs, argument);
        inputs.push(rows_of(input, argument, cardinality));
    }
    rows(plan, &inputs, argument, cardinality)
}

/// Rows that all operators of a plan look at together, and those it yields.
pub(super) fn work(mut plan: Plan, cardinality: &Cardinality<'_>) -> f64 {
    fill(&mut plan, 1.0, cardinality);
    let mut work = plan.estimate;
    visit_plan(&plan, &mut |plan| {
        work += plan.estimate;
        if let (Operator::RelationshipScan { .. }, Some(input)) = (&plan.operator, plan.inputs.first()) {
            work += scanned(input.estimate, plan.estimate, cardinality) - plan.estimate;
        }
        if let (Operator::CountBranches(branches), Some(input)) = (&plan.operator, plan.inputs.first()) {
            work += branches
                .iter()
                .map(|branch| branch_cost(branch, input.estimate, cardinality).work)
                .sum::<f64>();
        }
    });
    work
}

/// What scanning for relationships once for so many rows costs if that finds so many.
pub(super) fn scanned(rows: f64, found: f64, cardinality: &Cardinality<'_>) -> f64 {
    rows * cardinality.nodes() * PASSED_OVER + found * FOUND_WHOLE
}

fn fill(plan: &mut Plan, argument: f64, cardinality: &Cardinality<'_>) {
    let mut inputs = Vec::with_capacity(plan.inputs.len());
    for input in &mut plan.inputs {
        let argument = argument_of(&plan.operator, &inputs, argument);
        fill(input, argument, cardinality);
        inputs.push(input.estimate);
    }
    plan.estimate = rows(plan, &inputs, argument, cardinality);
}

/// For how many rows the next input is run, given the rows of those before it.
fn argument_of(operator: &Operator, inputs: &[f64], argument: f64) -> f64 {
    match (inputs, operator) {
        ([left], Operator::Foreach { list, .. }) => left * list_length(list),
        ([left], operator) if is_correlated(operator) => *left,
        _ => argument,
    }
}

/// The rows of an operator from those of its inputs.
fn rows(plan: &Plan, inputs: &[f64], argument: f64, cardinality: &Cardinality<'_>) -> f64 {
    use Operator::*;
    let operator = &plan.operator;
    let input = inputs.first().copied().unwrap_or(argument);
    let second = inputs.get(1).copied().unwrap_or(0.0);
    match operator {
        Argument(_) => argument,
        AllNodesScan { .. } => input * cardinality.statistics.node_count(),
        LabelScan { slot: _, labels } => input * label_scan::rows(labels.iter(), cardinality),
        IndexSeek { slot: _, lookup } => input * found(lookup, |name| Indexed::Label(name), cardinality),
        RelationshipIndexSeek { direction, lookup, .. } => {
            let twice = if *direction == Direction::Both { 2.0 } else { 1.0 };
            input * twice * found(lookup, |name| Indexed::Type(name), cardinality)
        }
        NodeByIdSeek { slot: _, ids } => input * ids_found(ids),
        RelationshipByIdSeek { direction, ids, .. } => {
            let twice = if *direction == Direction::Both { 2.0 } else { 1.0 };
            input * twice * ids_found(ids)
        }
        RelationshipScan { direction, types, .. } => input * cardinality.all_relationships(*direction, types),
        Expand(expand) => input * expanded(expand, cardinality.degree(&hop(expand)), cardinality),
        VariableExpand { expand, length, .. } => {
            input * expanded(expand, cardinality.walks(&hop(expand), length), cardinality)
        }
        EndpointsOf { .. } | Project(_) | Keep(_) | Sort(_) | Eager | Create(_) => input,
        Update(_) | Delete { .. } | Foreach { .. } => input,
        SemiApply { .. } => input * EXISTS,
        ShortestPath(shortest) => {
            let kept: f64 = shortest.predicates.iter().map(|e| cardinality.selectivity(e)).product();
            input * kept * if shortest.all { 2.0 } else { 1.0 }
        }
        PathSearch(plan) => input * searched(&plan.search, plan.into, cardinality),
        Filter(predicates) => input * predicates.iter().map(|e| kept(e, plan, cardinality)).product::<f64>(),
        Unwind { list, slot: _ } => input * list_length(list),
        Aggregate(aggregation) if aggregation.keys.is_empty() => argument,
        Aggregate(_) => input.min((input * GROUPS).max(1.0)),
        Distinct(_) => input * DISTINCT,
        TopK { keys: _, skip, limit } => {
            input.min(argument * (count(limit, 10.0) + skip.as_ref().map_or(0.0, |skip| count(skip, 0.0))))
        }
        Skip(skip) => (input - argument * count(skip, 0.0)).max(0.0),
        Limit(limit) => input.min(argument * count(limit, 10.0)),
        CartesianProduct => input * second / argument.max(1.0),
        HashJoin(keys) => {
            let kept = keys.iter().map(|(left, right)| cardinality.equality_of(left, right)).product::<f64>();
            input * second * kept / argument.max(1.0)
        }
        Apply => second,
        OptionalApply(_) | TransactionalApply(_) => input.max(second),
        LoadCsv(_) => input * RECORDS,
        Union { .. } => inputs.iter().sum(),
        Merge(_) => input.max(second),
        // Some are dropped; how many is not worth a guess.
        CountBranches(_) => input,
        CallProcedure(call) => input * if call.is_void { 1.0 } else { PROCEDURE_ROWS },
        EmptyResult => 0.0,
    }
}

/// How many paths a search finds from one node.
fn searched(search: &PathSearch, into: bool, cardinality: &Cardinality<'_>) -> f64 {
    let nodes = cardinality.statistics.node_count().max(1.0);
    let walks: f64 =
        search.hops().map(|hop| cardinality.all_relationships(hop.direction, &hop.types) / nodes).product();
    match (&search.selector, into) {
        (Selector::All, true) => walks / nodes,
        (Selector::All, false) => walks,
        (Selector::Paths(..) | Selector::Groups(..), true) => 1.0,
        (Selector::Paths(..) | Selector::Groups(..), false) => nodes,
    }
}

/// The part of rows for which a filter's predicate is true.
fn kept(predicate: &Expr, filter: &Plan, cardinality: &Cardinality<'_>) -> f64 {
    let arrival = as_label_test(predicate).and_then(|(slot, _)| arrival(filter, slot));
    cardinality.selectivity_after(predicate, arrival.as_slice())
}

/// The hop by which a plan reaches a node.
fn arrival(plan: &Plan, slot: Slot) -> Option<Hop<'_>> {
    let mut next = plan.inputs.first();
    while let Some(plan) = next {
        match &plan.operator {
            Operator::Expand(expand) if expand.to == slot && !expand.into => return Some(hop(expand)),
            Operator::RelationshipScan { left, right, direction, types, .. } if *right == slot => {
                return Some(Hop { from: *left, to: *right, direction: *direction, types });
            }
            Operator::RelationshipScan { left, right, direction, types, .. } if *left == slot => {
                return Some(Hop { from: *right, to: *left, direction: direction.reverse(), types });
            }
            operator if binds(operator).contains(slot) => return None,
            _ => next = plan.inputs.first(),
        }
    }
    None
}

fn hop(expand: &Expand) -> Hop<'_> {
    Hop { from: expand.from, to: expand.to, direction: expand.direction, types: &expand.types }
}

/// How many of the relationships of a node lead to the other node.
fn expanded(expand: &Expand, relationships: f64, cardinality: &Cardinality<'_>) -> f64 {
    if expand.into { relationships / cardinality.candidates(expand.to) } else { relationships }
}

/// How many elements are found in an index.
fn found(lookup: &Lookup, of: fn(&str) -> Indexed<'_>, cardinality: &Cardinality<'_>) -> f64 {
    let indexes = together(&lookup.names, of, cardinality.statistics);
    let index = indexes.iter().find(|index| index.keys == lookup.keys);
    index.map_or(1.0, |index| index_match::rows(lookup, index))
}

fn ids_found(ids: &Expr) -> f64 {
    if matches!(ids.kind, ExprKind::List(_)) { list_length(ids) } else { 1.0 }
}

/// The value of a count that is written out.
fn count(expr: &Expr, otherwise: f64) -> f64 {
    if let ExprKind::Literal(Literal::Integer(count)) = expr.kind { count.max(0) as f64 } else { otherwise }
}
