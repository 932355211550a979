//! Computes nothing that nothing above reads, and takes out `Keep`s that keep all. Slots that are merely passed
//! on cost nothing: execution carries only those that are read above.

use crate::error::Result;
use crate::plan::SlotSet;
use crate::plan::imports::Imports;
use crate::plan::invariants::is_correlated;
use crate::plan::logical::{Operator, Plan, QueryPlan};
use crate::plan::schema::output_slots;
use crate::plan::visit::{free_of_plan, merged, reads};
use crate::plan::walk_expr::free_slots;

use super::Context;

pub(super) fn apply(mut query: QueryPlan, _: &Context<'_>) -> Result<QueryPlan> {
    let pruner = Pruner { imports: Imports::of(&query.subqueries) };
    let columns: SlotSet = query.columns.iter().map(|column| column.slot).collect();
    query.root = pruner.prune(query.root, &columns);
    for subquery in &mut query.subqueries {
        let root = std::mem::take(&mut subquery.root);
        subquery.root = pruner.prune(root, &subquery.output.into_iter().collect());
    }
    Ok(query)
}

struct Pruner {
    imports: Imports,
}

impl Pruner {
    /// The plan, of whose slots only those in `wanted` are read above.
    fn prune(&self, mut plan: Plan, wanted: &SlotSet) -> Plan {
        narrow(&mut plan.operator, wanted);
        if is_empty_projection(&plan.operator) {
            return self.prune(plan.inputs.pop().unwrap_or_default(), wanted);
        }
        self.prune_inputs(&mut plan, wanted);
        if is_idle_keep(&plan) {
            return plan.inputs.pop().unwrap_or_default();
        }
        plan
    }

    fn prune_inputs(&self, plan: &mut Plan, wanted: &SlotSet) {
        let mut of_row = SlotSet::new();
        if is_correlated(&plan.operator) {
            of_row = plan.inputs.get(1).map(|right| self.needs(right)).unwrap_or_default();
        }
        for (at, input) in plan.inputs.iter_mut().enumerate() {
            let mut needed = self.needed(&plan.operator, at, wanted);
            if at == 0 {
                needed.union_with(&of_row);
            }
            let needed = needed.intersection(&output_slots(input));
            *input = self.prune(std::mem::take(input), &needed);
        }
    }

    /// What a correlated side reads of its row.
    fn needs(&self, right: &Plan) -> SlotSet {
        free_of_plan(right, &self.imports)
    }

    /// What an operator needs of its n-th input for these of its own slots.
    fn needed(&self, operator: &Operator, at: usize, wanted: &SlotSet) -> SlotSet {
        use Operator::*;
        let mut needed = match operator {
            // All that comes out is computed or listed.
            Keep(_) | Distinct(_) | Aggregate(_) | EmptyResult => SlotSet::new(),
            Union { inputs, outputs: _ } => {
                return inputs.get(at).into_iter().flatten().copied().collect();
            }
            Merge(merge) if at == 1 => return merged(merge),
            SemiApply { .. } | Foreach { .. } if at == 1 => return SlotSet::new(),
            HashJoin(keys) => {
                let mut needed = wanted.clone();
                for (left, right) in keys {
                    let key = if at == 0 { left } else { right };
                    needed.union_with(&free_slots(key, &self.imports));
                }
                return needed;
            }
            Argument(_) | AllNodesScan { .. } | LabelScan { .. } | IndexSeek { .. } => wanted.clone(),
            RelationshipIndexSeek { .. } | RelationshipByIdSeek { .. } => wanted.clone(),
            NodeByIdSeek { .. } | RelationshipScan { .. } | Expand(_) | VariableExpand { .. } => {
                wanted.clone()
            }
            ShortestPath(_) | PathSearch(_) | EndpointsOf { .. } | Filter(_) | Project(_) => wanted.clone(),
            Unwind { .. } => wanted.clone(),
            Sort(_) | TopK { .. } | Skip(_) | Limit(_) | CartesianProduct | Apply => wanted.clone(),
            OptionalApply(_) | SemiApply { .. } | Eager | Create(_) | Merge(_) | Update(_) => wanted.clone(),
            Delete { .. } | Foreach { .. } | CallProcedure(_) | LoadCsv(_) => wanted.clone(),
            TransactionalApply(_) | CountBranches(_) => wanted.clone(),
        };
        if at == 0 {
            needed.union_with(&reads(operator, &self.imports));
        }
        needed
    }
}

/// Takes out of an operator what it makes in vain.
fn narrow(operator: &mut Operator, wanted: &SlotSet) {
    if let Operator::Project(items) = operator {
        items.retain(|(slot, _)| wanted.contains(*slot));
    } else if let Operator::Keep(slots) | Operator::OptionalApply(slots) = operator {
        slots.retain(|slot| wanted.contains(*slot));
    } else if let Operator::TransactionalApply(apply) = operator {
        apply.columns.retain(|slot| wanted.contains(*slot));
    } else if let Operator::Aggregate(aggregation) = operator {
        // One group of all rows is there also for nothing to aggregate; then one aggregate stays.
        let some_wanted = aggregation.aggregates.iter().any(|aggregate| wanted.contains(aggregate.slot));
        if some_wanted || !aggregation.keys.is_empty() {
            aggregation.aggregates.retain(|aggregate| wanted.contains(aggregate.slot));
        }
    }
}

fn is_empty_projection(operator: &Operator) -> bool {
    matches!(operator, Operator::Project(items) if items.is_empty())
}

/// Whether a `Keep` keeps all there is.
fn is_idle_keep(plan: &Plan) -> bool {
    let (Operator::Keep(slots), Some(input)) = (&plan.operator, plan.inputs.first()) else { return false };
    output_slots(input).is_subset(&slots.iter().copied().collect())
}
