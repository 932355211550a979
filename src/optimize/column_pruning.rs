//! Drops slots that nothing above reads: computed ones are not computed, and in front of what multiplies or
//! stores rows a `Keep` takes the others out.

use crate::error::Result;
use crate::plan::SlotSet;
use crate::plan::invariants::{imports_of, is_correlated};
use crate::plan::logical::{Operator, Plan, QueryPlan};
use crate::plan::schema::output_slots;
use crate::plan::visit::{free_of_plan, merged, reads};
use crate::plan::walk_expr::{Imports, free_slots};

use super::Context;

pub(super) fn apply(mut query: QueryPlan, _: &Context<'_>) -> Result<QueryPlan> {
    let pruner = Pruner { imports: imports_of(&query) };
    let columns: SlotSet = query.columns.iter().map(|column| column.slot).collect();
    query.root = pruner.prune(query.root, &columns);
    for subquery in &mut query.subqueries {
        let root = std::mem::replace(&mut subquery.root, Plan::new(Operator::Eager, Vec::new()));
        subquery.root = pruner.prune(root, &subquery.output.into_iter().collect());
    }
    Ok(query)
}

struct Pruner {
    imports: Imports,
}

impl Pruner {
    /// The plan, of whose slots only those in `wanted` are read above.
    fn prune(&self, plan: Plan, wanted: &SlotSet) -> Plan {
        let Plan { operator, inputs, estimate } = plan;
        let operator = narrowed(operator, wanted);
        if is_empty_projection(&operator) {
            return match inputs.into_iter().next() {
                Some(input) => self.prune(input, wanted),
                None => Plan { operator, inputs: Vec::new(), estimate },
            };
        }
        let inputs = self.inputs(&operator, inputs, wanted);
        if is_idle_keep(&operator, &inputs) {
            return match inputs.into_iter().next() {
                Some(input) => input,
                None => Plan { operator, inputs: Vec::new(), estimate },
            };
        }
        Plan { operator, inputs, estimate }
    }

    fn inputs(&self, operator: &Operator, inputs: Vec<Plan>, wanted: &SlotSet) -> Vec<Plan> {
        let mut pruned = Vec::with_capacity(inputs.len());
        let rights: SlotSet = if is_correlated(operator) {
            inputs.get(1).map(|right| self.needs(right)).unwrap_or_default()
        } else {
            SlotSet::new()
        };
        for (at, input) in inputs.into_iter().enumerate() {
            let mut needed = self.needed(operator, at, wanted);
            if at == 0 {
                needed.union_with(&rights);
            }
            let schema = output_slots(&input);
            let needed = needed.intersection(&schema);
            let input = self.prune(input, &needed);
            let dead = output_slots(&input).difference(&needed);
            pruned.push(match !dead.is_empty() && stores_or_multiplies(operator) {
                true => Plan::new(Operator::Keep(needed.to_vec()), vec![input]),
                false => input,
            });
        }
        pruned
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
            NodeByIdSeek { .. } | RelationshipScan { .. } | Expand(_) | VariableExpand { .. } => {
                wanted.clone()
            }
            ShortestPath(_) | EndpointsOf { .. } | Filter(_) | Project(_) | Unwind { .. } => wanted.clone(),
            Sort(_) | TopK { .. } | Skip(_) | Limit(_) | CartesianProduct | Apply => wanted.clone(),
            OptionalApply(_) | SemiApply { .. } | Eager | Create(_) | Merge(_) | Update(_) => wanted.clone(),
            Delete { .. } | Foreach { .. } | CallProcedure(_) => wanted.clone(),
        };
        if at == 0 {
            needed.union_with(&reads(operator, &self.imports));
        }
        needed
    }
}

/// The operator without what it makes in vain.
fn narrowed(operator: Operator, wanted: &SlotSet) -> Operator {
    match operator {
        Operator::Project(mut items) => {
            items.retain(|(slot, _)| wanted.contains(*slot));
            Operator::Project(items)
        }
        Operator::Keep(mut slots) => {
            slots.retain(|slot| wanted.contains(*slot));
            Operator::Keep(slots)
        }
        Operator::OptionalApply(mut nulls) => {
            nulls.retain(|slot| wanted.contains(*slot));
            Operator::OptionalApply(nulls)
        }
        Operator::Aggregate(mut aggregation) => {
            // One group of all rows is there also for nothing to aggregate; then one aggregate stays.
            let some_wanted = aggregation.aggregates.iter().any(|aggregate| wanted.contains(aggregate.slot));
            if some_wanted || !aggregation.keys.is_empty() {
                aggregation.aggregates.retain(|aggregate| wanted.contains(aggregate.slot));
            }
            Operator::Aggregate(aggregation)
        }
        other => other,
    }
}

fn is_empty_projection(operator: &Operator) -> bool {
    matches!(operator, Operator::Project(items) if items.is_empty())
}

/// Whether a `Keep` keeps all there is.
fn is_idle_keep(operator: &Operator, inputs: &[Plan]) -> bool {
    let (Operator::Keep(slots), Some(input)) = (operator, inputs.first()) else { return false };
    output_slots(input).is_subset(&slots.iter().copied().collect())
}

/// Operators for which a slot more costs time or memory for each row.
fn stores_or_multiplies(operator: &Operator) -> bool {
    use Operator::*;
    match operator {
        AllNodesScan { .. } | LabelScan { .. } | IndexSeek { .. } | NodeByIdSeek { .. } => true,
        RelationshipScan { .. } | Expand(_) | VariableExpand { .. } | Unwind { .. } | CallProcedure(_) => {
            true
        }
        Sort(_) | TopK { .. } | CartesianProduct | HashJoin(_) | Eager | Create(_) | Merge(_) => true,
        Update(_) | Delete { .. } | Foreach { .. } | Apply | OptionalApply(_) => true,
        Argument(_) | ShortestPath(_) | EndpointsOf { .. } | Filter(_) | Project(_) | Keep(_) => false,
        Aggregate(_) | Distinct(_) | Skip(_) | Limit(_) | SemiApply { .. } | Union { .. } | EmptyResult => {
            false
        }
    }
}
