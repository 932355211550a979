//! `CALL { }` without per-row meaning becomes part of the main tree: a right side that only looks and
//! computes row by row continues the left side, one that reads nothing of the left is run once.

use crate::error::Result;
use crate::plan::invariants::is_correlated;
use crate::plan::logical::{Operator, Plan, QueryPlan};
use crate::plan::visit::visit_operator_exprs;
use crate::plan::walk::{map_inputs, updates, visit_plan};
use crate::plan::walk_expr::is_volatile;

use super::Context;

pub(super) fn apply(mut query: QueryPlan, _: &Context<'_>) -> Result<QueryPlan> {
    query.root = decorrelate(query.root, false)?;
    for subquery in &mut query.subqueries {
        let root = std::mem::take(&mut subquery.root);
        subquery.root = decorrelate(root, true)?;
    }
    Ok(query)
}

/// `inside` says that the plan is run for the rows of another.
fn decorrelate(plan: Plan, inside: bool) -> Result<Plan> {
    let per_row = is_correlated(&plan.operator);
    let plan = map_inputs(plan, &mut |at, input| decorrelate(input, inside || (per_row && at == 1)))?;
    let is_apply = matches!(plan.operator, Operator::Apply);
    Ok(if is_apply { apply_to_rows(plan, inside) } else { plan })
}

fn apply_to_rows(mut plan: Plan, inside: bool) -> Plan {
    let [left, right] = plan.inputs.as_slice() else { return plan };
    if updates(right) {
        return plan;
    }
    if is_row_wise(right) {
        let (Some(right), Some(left)) = (plan.inputs.pop(), plan.inputs.pop()) else { return plan };
        return continued(right, left);
    }
    // Beside rows that update, the other input could be read before they are done.
    if !inside && reads_nothing(right) && !has_volatile(right) && !updates(left) {
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
        RelationshipScan { .. } | Expand(_) | VariableExpand { .. } | ShortestPath(_) => true,
        EndpointsOf { .. } | Filter(_) | Project(_) | Keep(_) | Unwind { .. } | CallProcedure(_) => true,
        LoadCsv(_) | Apply | OptionalApply(_) | SemiApply { .. } => true,
        Aggregate(_) | Distinct(_) | Sort(_) | TopK { .. } | Skip(_) | Limit(_) => false,
        CartesianProduct | HashJoin(_) | Union { .. } | Eager | EmptyResult => false,
        Create(_) | Merge(_) | Update(_) | Delete { .. } | Foreach { .. } => false,
        TransactionalApply(_) => false,
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

fn has_volatile(plan: &Plan) -> bool {
    let mut found = false;
    visit_plan(plan, &mut |plan| {
        visit_operator_exprs(&plan.operator, &mut |e| found = found || is_volatile(e));
    });
    found
}

/// Whether no argument of the plan brings anything.
fn reads_nothing(plan: &Plan) -> bool {
    if let Operator::Argument(slots) = &plan.operator {
        return slots.is_empty();
    }
    let own = if is_correlated(&plan.operator) { 1 } else { plan.inputs.len() };
    plan.inputs.iter().take(own).all(reads_nothing)
}
