//! Grouping, and what makes it cheaper: hops that are only counted, and keys that one node determines.

use crate::error::{Error, Result};
use crate::execute::liveness::{SlotSet, expression_slots};
use crate::execute::operator::{Aggregate, AggregateSpec, Branch, CountBranches, Input, Shortcuts};
use crate::plan::logical::{self, Plan};
use crate::plan::visit::reads;
use crate::plan::walk_expr::{free_slots, has_subquery, is_volatile};
use crate::semantic::bound::{Aggregation, Expr, ExprKind, LabelExpr, Name, Slot};

use super::{Compiler, only_input};

impl Compiler<'_> {
    pub(super) fn aggregate(&mut self, plan: &Plan, aggregation: &Aggregation) -> Result<Input> {
        let below = only_input(plan)?;
        let keys = self.items(&aggregation.keys)?;
        let specs = aggregation
            .aggregates
            .iter()
            .map(|one| AggregateSpec::new(one, self.expressions.all(&one.arguments)?))
            .collect::<Result<_>>()?;
        let entity = self.determining_slot(aggregation);
        let (feed, weight) = self.feed(below, &reads(&plan.operator, self.imports))?;
        Ok(Box::new(Aggregate::new(feed, keys, specs, Shortcuts { entity, weight })))
    }

    /// The only slot that the keys read, when equal values of it give equal keys.
    fn determining_slot(&self, aggregation: &Aggregation) -> Option<Slot> {
        let mut slots = SlotSet::new();
        for (_, key) in &aggregation.keys {
            if self.updates || is_volatile(key, self.imports) || has_subquery(key) {
                return None;
            }
            expression_slots(key, self.imports, &mut slots);
        }
        match slots.to_vec().as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    pub(super) fn count_branches(
        &mut self,
        plan: &Plan,
        branches: &[logical::Branch],
        live: &SlotSet,
    ) -> Result<Input> {
        let weight =
            self.weight.take().ok_or_else(|| Error::internal("nobody reads how often a row counts"))?;
        let (input, carry) = self.input(plan, live)?;
        let branches = branches.iter().map(|branch| self.branch(branch, None)).collect::<Result<_>>()?;
        Ok(Box::new(CountBranches::new(input, branches, carry, weight, self.updates)))
    }

    /// A branch that hangs on one whose relationship has the slot `parent`.
    fn branch(&self, branch: &logical::Branch, parent: Option<Slot>) -> Result<Branch> {
        let hop = &branch.hop;
        let mut labels = Vec::new();
        let (mut of_end, mut of_hop) = (Vec::new(), Vec::new());
        for predicate in &branch.predicates {
            if let Some(names) = label_test(predicate, hop.to) {
                labels.extend(names);
                continue;
            }
            let compiled = self.expressions.compile(predicate)?;
            let reads = free_slots(predicate, self.imports);
            let only_end = !reads.contains(hop.from) && !reads.contains(hop.relationship);
            if only_end { &mut of_end } else { &mut of_hop }.push(compiled);
        }
        let children = branch
            .branches
            .iter()
            .map(|child| self.branch(child, Some(hop.relationship)))
            .collect::<Result<Vec<_>>>()?;
        let unlike_parent = parent.is_some_and(|parent| hop.unique.contains(&parent));
        Ok(Branch::new(branch, labels, (of_end, of_hop), children, unlike_parent))
    }
}

/// The labels that a predicate demands of a slot, if it does nothing else.
fn label_test(predicate: &Expr, slot: Slot) -> Option<Vec<Name>> {
    match &predicate.kind {
        ExprKind::HasLabels(subject, labels) if matches!(subject.kind, ExprKind::Slot(it) if it == slot) => {
            names(labels)
        }
        _ => None,
    }
}

fn names(labels: &LabelExpr) -> Option<Vec<Name>> {
    match labels {
        LabelExpr::Name(name) => Some(vec![name.clone()]),
        LabelExpr::And(parts) => {
            let parts = parts.iter().map(names).collect::<Option<Vec<_>>>()?;
            Some(parts.into_iter().flatten().collect())
        }
        LabelExpr::Dynamic(_)
        | LabelExpr::AnyOf(_)
        | LabelExpr::Any
        | LabelExpr::Not(_)
        | LabelExpr::Or(_) => None,
    }
}
