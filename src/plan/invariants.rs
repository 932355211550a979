//! What holds for every plan, checked when it is optimised, and in debug builds after it is built and after each
//! rule: operators have the inputs they need, mention only slots that have a value there, and bind only
//! slots that have none.

use crate::error::{Error, Result};
use crate::semantic::bound::Aggregation;

use super::expr::is_slot;
use super::imports::Imports;
use super::logical::{Operator, Plan, QueryPlan};
use super::schema::combine;
use super::slot_set::SlotSet;
use super::visit::{binds, reads};
use super::walk_expr::free_slots;

/// [`check`] in debug builds, nothing in others. `stage` is named in the error.
pub fn check_in_debug(plan: &QueryPlan, stage: &str) -> Result<()> {
    if cfg!(debug_assertions) {
        return check(plan).map_err(|error| Error::internal(format!("after {stage}: {}", error.message())));
    }
    Ok(())
}

/// Fails with an internal error when the plan breaks an invariant.
pub fn check(plan: &QueryPlan) -> Result<()> {
    let imports = Imports::of(&plan.subqueries);
    let checker = Checker { imports: &imports };
    let outputs = checker.plan(&plan.root, &SlotSet::new())?;
    let columns: SlotSet = plan.columns.iter().map(|column| column.slot).collect();
    subset(&columns, &outputs, "the result's columns")?;
    for subquery in &plan.subqueries {
        let outputs = checker.plan(&subquery.root, &subquery.imports.iter().copied().collect())?;
        let output: SlotSet = subquery.output.into_iter().collect();
        subset(&output, &outputs, "a subquery's column")?;
    }
    let highest = plan.slots.len();
    let known = outputs.iter().all(|slot| (slot as usize) < highest);
    if known { Ok(()) } else { Err(Error::internal("a slot without an entry in the slot table")) }
}

struct Checker<'a> {
    imports: &'a Imports,
}

impl Checker<'_> {
    /// The plan's slots, when it is sound. `outer` is what its `Argument` may bring.
    fn plan(&self, plan: &Plan, outer: &SlotSet) -> Result<SlotSet> {
        let name = plan.operator.name();
        arity(plan)?;
        let counts = |input: &Plan| input.operator.counts();
        let reads_counts = match &plan.operator {
            Operator::Aggregate(_) => true,
            Operator::SemiApply { .. } => !plan.inputs.first().is_some_and(counts),
            _ => false,
        };
        if plan.inputs.iter().any(counts) && !reads_counts {
            return Err(Error::internal(format!("{name} over rows that stand for several")));
        }
        let mut inputs: Vec<SlotSet> = Vec::with_capacity(plan.inputs.len());
        for (i, input) in plan.inputs.iter().enumerate() {
            let visible = match (i, inputs.first()) {
                (1, Some(left)) if is_correlated(&plan.operator) => with_element(&plan.operator, left),
                _ => outer.clone(),
            };
            inputs.push(self.plan(input, &visible)?);
        }
        self.reads(&plan.operator, &inputs, outer)?;
        if !rebinds_none(&plan.operator, outer) {
            return Err(Error::internal(format!("{name} binds a slot that comes from outside")));
        }
        if extends_its_input(&plan.operator) {
            let first = inputs.first().cloned().unwrap_or_default();
            if !binds(&plan.operator).is_disjoint(&first) {
                return Err(Error::internal(format!("{name} binds a slot that has a value")));
            }
        }
        Ok(combine(&plan.operator, &inputs))
    }

    fn reads(&self, operator: &Operator, inputs: &[SlotSet], outer: &SlotSet) -> Result<()> {
        let first = inputs.first().cloned().unwrap_or_default();
        let second = inputs.get(1).cloned().unwrap_or_default();
        if let Operator::Argument(slots) = operator {
            return subset(&slots.iter().copied().collect(), outer, "Argument");
        }
        if let Operator::Union { inputs: columns, outputs } = operator {
            for (columns, available) in columns.iter().zip(inputs) {
                if columns.len() != outputs.len() {
                    return Err(Error::internal("Union with inputs of different width"));
                }
                subset(&columns.iter().copied().collect(), available, "Union")?;
            }
            return Ok(());
        }
        if let Operator::HashJoin(keys) = operator {
            for (left, right) in keys {
                subset(&free_slots(left, self.imports), &first, "HashJoin's left key")?;
                subset(&free_slots(right, self.imports), &second, "HashJoin's right key")?;
            }
        }
        if matches!(operator, Operator::HashJoin(_) | Operator::CartesianProduct) {
            return match first.is_disjoint(&second) {
                true => Ok(()),
                false => Err(Error::internal(format!("{} of inputs with a common slot", operator.name()))),
            };
        }
        if let Operator::OptionalApply(nulls) = operator {
            subset(&nulls.iter().copied().collect(), &second, "OptionalApply")?;
        }
        if let Operator::TransactionalApply(apply) = operator {
            subset(&apply.columns.iter().copied().collect(), &second, "TransactionalApply")?;
        }
        subset(&reads(operator, self.imports), &first, operator.name())
    }
}

/// What the second input's `Argument` may bring.
fn with_element(operator: &Operator, left: &SlotSet) -> SlotSet {
    let mut visible = left.clone();
    if let Operator::Foreach { slot, .. } = operator {
        visible.insert(*slot);
    }
    visible
}

/// Whether the second input is run for the rows of the first.
pub fn is_correlated(operator: &Operator) -> bool {
    use Operator::*;
    matches!(
        operator,
        Apply | OptionalApply(_) | TransactionalApply(_) | SemiApply { .. } | Merge(_) | Foreach { .. }
    )
}

/// Operators that add slots to their input's, which must be new.
fn extends_its_input(operator: &Operator) -> bool {
    use Operator::*;
    !matches!(operator, Argument(_) | Aggregate(_) | Union { .. })
}

/// Whether no outer slot gets another value: what an outer variable stands for is the same in a whole subquery.
fn rebinds_none(operator: &Operator, outer: &SlotSet) -> bool {
    match operator {
        Operator::Argument(_) => true,
        // A key may pass an outer slot on.
        Operator::Aggregate(Aggregation { keys, aggregates }) => {
            let mut keys = keys.iter().filter(|(slot, _)| outer.contains(*slot));
            keys.all(|(slot, e)| is_slot(e, *slot)) && !aggregates.iter().any(|a| outer.contains(a.slot))
        }
        other => binds(other).is_disjoint(outer),
    }
}

fn arity(plan: &Plan) -> Result<()> {
    use Operator::*;
    let found = plan.inputs.len();
    let fits = match &plan.operator {
        Argument(_) => found == 0,
        CartesianProduct | HashJoin(_) | Apply | OptionalApply(_) | SemiApply { .. } => found == 2,
        Merge(_) | Foreach { .. } | TransactionalApply(_) => found == 2,
        LoadCsv(_) | CountBranches(_) => found == 1,
        Union { inputs, outputs: _ } => found >= 2 && inputs.len() == found,
        LabelScan { labels, .. } => found == 1 && !labels.is_empty(),
        AllNodesScan { .. } | NodeByIdSeek { .. } | RelationshipByIdSeek { .. } => found == 1,
        IndexSeek { lookup, .. } | RelationshipIndexSeek { lookup, .. } => {
            found == 1 && lookup.key().is_some() && !lookup.names.is_empty()
        }
        RelationshipScan { .. } | Expand(_) | VariableExpand { .. } => found == 1,
        ShortestPath(_) | PathSearch(_) => found == 1,
        EndpointsOf { .. } | Filter(_) | Project(_) | Keep(_) | Unwind { .. } | Aggregate(_) => found == 1,
        Distinct(_) | Sort(_) | TopK { .. } | Skip(_) | Limit(_) | Eager | Create(_) | Update(_) => {
            found == 1
        }
        Delete { .. } | CallProcedure(_) | EmptyResult => found == 1,
    };
    match fits {
        true => Ok(()),
        false => Err(Error::internal(format!("{} with {found} inputs", plan.operator.name()))),
    }
}

fn subset(needed: &SlotSet, available: &SlotSet, what: &str) -> Result<()> {
    if needed.is_subset(available) {
        return Ok(());
    }
    let missing = needed.difference(available).to_vec();
    Err(Error::internal(format!("{what} reads slots {missing:?} that have no value there")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(operator: Operator, inputs: Vec<Plan>) -> Plan {
        Plan::new(operator, inputs)
    }

    /// All nodes as slot 0, and for each of them what `right` makes of it.
    fn for_each_node(right: Plan) -> QueryPlan {
        let left = plan(Operator::AllNodesScan { slot: 0 }, vec![Plan::default()]);
        let root = plan(Operator::Apply, vec![left, right]);
        QueryPlan { root, columns: Vec::new(), slots: Vec::new(), subqueries: Vec::new(), updates: false }
    }

    #[test]
    fn an_outer_slot_is_neither_forgotten_nor_found_anew() {
        let argument = || plan(Operator::Argument(vec![0]), Vec::new());
        let forgotten = plan(Operator::Keep(Vec::new()), vec![argument()]);
        let read = plan(Operator::Keep(vec![0]), vec![forgotten.clone()]);
        let message = |right| check(&for_each_node(right)).err().map(|error| error.message().to_owned());
        assert_eq!(message(read).as_deref(), Some("Keep reads slots [0] that have no value there"));
        let anew = plan(Operator::AllNodesScan { slot: 0 }, vec![forgotten]);
        assert_eq!(message(anew).as_deref(), Some("AllNodesScan binds a slot that comes from outside"));
    }
}
