//! Which slots an operator yields.

use super::logical::{Operator, Plan};
use super::slot_set::SlotSet;
use super::visit::binds;

/// The slots of the plan's rows.
pub fn output_slots(plan: &Plan) -> SlotSet {
    let inputs: Vec<SlotSet> = match schema_inputs(&plan.operator) {
        0 => Vec::new(),
        n => plan.inputs.iter().take(n).map(output_slots).collect(),
    };
    combine(&plan.operator, &inputs)
}

/// The slots an operator yields, from those of its inputs.
pub fn combine(operator: &Operator, inputs: &[SlotSet]) -> SlotSet {
    use Operator::*;
    match operator {
        Keep(slots) | Distinct(slots) => slots.iter().copied().collect(),
        Argument(_) | Aggregate(_) | Union { .. } => binds(operator),
        EmptyResult => SlotSet::new(),
        OptionalApply(nulls) => {
            let mut slots = inputs.first().cloned().unwrap_or_default();
            slots.extend(nulls.iter().copied());
            slots
        }
        TransactionalApply(apply) => {
            let mut slots = inputs.first().cloned().unwrap_or_default();
            slots.extend(apply.columns.iter().copied());
            slots.union_with(&binds(operator));
            slots
        }
        SemiApply { .. } | Foreach { .. } => inputs.first().cloned().unwrap_or_default(),
        CartesianProduct | HashJoin(_) | Apply => {
            let mut slots = SlotSet::new();
            inputs.iter().for_each(|input| slots.union_with(input));
            slots
        }
        AllNodesScan { .. } | LabelScan { .. } | IndexSeek { .. } | NodeByIdSeek { .. } => {
            extend(operator, inputs)
        }
        RelationshipScan { .. } | RelationshipIndexSeek { .. } | RelationshipByIdSeek { .. } => {
            extend(operator, inputs)
        }
        Expand(_) | VariableExpand { .. } | ShortestPath(_) | PathSearch(_) => extend(operator, inputs),
        EndpointsOf { .. } | Filter(_) | Project(_) | Unwind { .. } | Sort(_) | TopK { .. } => {
            extend(operator, inputs)
        }
        LoadCsv(_) | CountBranches(_) => extend(operator, inputs),
        Skip(_) | Limit(_) | Eager | Create(_) | Merge(_) | Update(_) | Delete { .. } | CallProcedure(_) => {
            extend(operator, inputs)
        }
    }
}

fn extend(operator: &Operator, inputs: &[SlotSet]) -> SlotSet {
    let mut slots = inputs.first().cloned().unwrap_or_default();
    slots.union_with(&binds(operator));
    slots
}

/// How many of the inputs the schema depends on.
fn schema_inputs(operator: &Operator) -> usize {
    use Operator::*;
    match operator {
        Argument(_) | Keep(_) | Distinct(_) | Aggregate(_) | Union { .. } | EmptyResult => 0,
        CartesianProduct | HashJoin(_) | Apply => 2,
        AllNodesScan { .. } | LabelScan { .. } | IndexSeek { .. } | NodeByIdSeek { .. } => 1,
        RelationshipScan { .. } | RelationshipIndexSeek { .. } | RelationshipByIdSeek { .. } => 1,
        Expand(_) | VariableExpand { .. } | ShortestPath(_) | PathSearch(_) => 1,
        EndpointsOf { .. } | Filter(_) | Project(_) | Unwind { .. } | Sort(_) | TopK { .. } => 1,
        Skip(_) | Limit(_) | Eager | Create(_) | Merge(_) | Update(_) | Delete { .. } => 1,
        CallProcedure(_) | OptionalApply(_) | SemiApply { .. } | Foreach { .. } => 1,
        LoadCsv(_) | TransactionalApply(_) | CountBranches(_) => 1,
    }
}
