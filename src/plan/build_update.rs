//! `CREATE`, `MERGE` and `FOREACH`.

use crate::error::Result;
use crate::semantic::bound::{Clause, CreatePattern, Expr, Merge, Slot};

use super::builder::Builder;
use super::logical::{Operator, Plan};
use super::slot_set::SlotSet;
use super::visit::{created, visit_operator_exprs};
use super::walk_expr::{collect_free_slots, has_subquery};

impl Builder {
    /// `CREATE`. Neighbouring clauses become one operator when the later one computes nothing from what the
    /// earlier one made, so that a script of many of them is neither deep nor slow.
    pub(super) fn create(&mut self, mut input: Plan, pattern: &CreatePattern) -> Result<Plan> {
        if let Operator::Create(earlier) = &mut input.operator
            && self.is_independent(earlier, pattern)
        {
            earlier.nodes.extend(pattern.nodes.iter().cloned());
            earlier.relationships.extend(pattern.relationships.iter().cloned());
            earlier.paths.extend(pattern.paths.iter().cloned());
            return Ok(input);
        }
        self.over(Operator::Create(pattern.clone()), input)
    }

    fn is_independent(&self, earlier: &CreatePattern, later: &CreatePattern) -> bool {
        let mut read = SlotSet::new();
        let mut reads_graph = false;
        visit_operator_exprs(&Operator::Create(later.clone()), &mut |e| {
            collect_free_slots(e, &self.imports, &mut read);
            reads_graph = reads_graph || has_subquery(e);
        });
        !reads_graph && (read.is_empty() || read.is_disjoint(&created(earlier)))
    }

    /// `MERGE`: the second input finds the pattern for one row.
    pub(super) fn merge(&mut self, input: Plan, merge: &Merge) -> Result<Plan> {
        let find = self.correlated(|builder, leaf| builder.pattern(leaf, &merge.pattern))?;
        self.join(Operator::Merge(Box::new(merge.clone())), input, find)
    }

    /// `FOREACH`: the second input updates for one element.
    pub(super) fn foreach(&mut self, input: Plan, list: &Expr, slot: Slot, body: &[Clause]) -> Result<Plan> {
        let body = self.correlated(|builder, leaf| {
            let plan = body.iter().try_fold(leaf, |plan, clause| builder.clause(plan, clause))?;
            builder.over(Operator::EmptyResult, plan)
        })?;
        self.join(Operator::Foreach { list: list.clone(), slot }, input, body)
    }
}
