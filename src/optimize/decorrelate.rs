//! `CALL { }` without per-row meaning becomes part of the main tree: a right side that only looks and
//! computes row by row continues the left side, one that reads nothing of the left is run once.

use crate::error::Result;
use crate::plan::imports::{Imports, is_volatile_plan};
use crate::plan::invariants::is_correlated;
use crate::plan::logical::{Operator, Plan, QueryPlan};
use crate::plan::walk::updates;

use super::Context;

pub(super) fn apply(mut query: QueryPlan, _: &Context<'_>) -> Result<QueryPlan> {
    let imports = Imports::of(&query.subqueries);
    decorrelate(&mut query.root, false, &imports);
    for subquery in &mut query.subqueries {
        decorrelate(&mut subquery.root, true, &imports);
    }
    Ok(query)
}

/// `inside` says that the plan is run for the rows of another. In place, because plans are deep.
fn decorrelate(plan: &mut Plan, inside: bool, imports: &Imports) {
    let per_row = is_correlated(&plan.operator);
    for (at, input) in plan.inputs.iter_mut().enumerate() {
        decorrelate(input, inside || (per_row && at == 1), imports);
    }
    if matches!(plan.operator, Operator::Apply) {
        replace_apply(plan, inside, imports);
    }
}

fn replace_apply(plan: &mut Plan, inside: bool, imports: &Imports) {
    *plan = apply_to_rows(std::mem::take(plan), inside, imports);
}

fn apply_to_rows(mut plan: Plan, inside: bool, imports: &Imports) -> Plan {
    let [left, right] = plan.inputs.as_slice() else { return plan };
    if updates(right) {
        return plan;
    }
    if is_row_wise(right) {
        let (Some(right), Some(left)) = (plan.inputs.pop(), plan.inputs.pop()) else { return plan };
        return continued(right, left);
    }
    // Beside rows that update, the other input could be read before they are done.
    if !inside && reads_nothing(right) && !is_volatile_plan(right, imports) && !updates(left) {
        plan.operator = Operator::CartesianProduct;
    }
    plan
}

/// Whether the plan is a chain, down to its argument, of operators that treat each row for itself.
fn is_row_wise(plan: &Plan) -> bool {
    use Operator::*;
    let for_itself = match &plan.operator {
        Argument(_) => return true,
        AllNodesScan { .. } | LabelScan { .. } | IndexSeek { .. } | NodeByIdSeek { .. } => true,
        RelationshipScan { .. } | RelationshipIndexSeek { .. } | RelationshipByIdSeek { .. } => true,
        Expand(_) | VariableExpand { .. } | ShortestPath(_) | PathSearch(_) => true,
        EndpointsOf { .. } | Filter(_) | Project(_) | Keep(_) | Unwind { .. } | CallProcedure(_) => true,
        LoadCsv(_) | Apply | OptionalApply(_) | SemiApply { .. } => true,
        Aggregate(_) | Distinct(_) | Sort(_) | TopK { .. } | Skip(_) | Limit(_) => false,
        CartesianProduct | HashJoin(_) | Union { .. } | Eager | EmptyResult => false,
        Create(_) | Merge(_) | Update(_) | Delete { .. } | Foreach { .. } => false,
        TransactionalApply(_) | CountBranches(_) => false,
    };
    for_itself && plan.inputs.first().is_some_and(is_row_wise)
}

/// The chain on top of `left` instead of its argument. Its `Keep`s would drop the left's slots; without them
/// more slots come through, which nothing above mentions.
fn continued(chain: Plan, left: Plan) -> Plan {
    let Plan { operator, inputs, estimate } = chain;
    let mut inputs = inputs.into_iter();
    let Some(first) = inputs.next() else { return left };
    let below = continued(first, left);
    match operator {
        Operator::Keep(_) => below,
        operator => Plan { operator, inputs: std::iter::once(below).chain(inputs).collect(), estimate },
    }
}

/// Whether no argument of the plan brings anything.
fn reads_nothing(plan: &Plan) -> bool {
    if let Operator::Argument(slots) = &plan.operator {
        return slots.is_empty();
    }
    let own = if is_correlated(&plan.operator) { 1 } else { plan.inputs.len() };
    plan.inputs.iter().take(own).all(reads_nothing)
}
