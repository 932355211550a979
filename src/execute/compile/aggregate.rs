//! Grouping, and what makes it cheaper: hops that are only counted, and keys that one node determines.

use crate::error::{Error, Result};
use crate::execute::liveness::{SlotSet, expression_slots};
use crate::execute::operator::{
    Aggregate, AggregateSpec, Branch, CountBranches, Input, Known, Predicates, Shortcuts,
};
use crate::plan::logical::{self, Plan};
use crate::plan::visit::reads;
use crate::plan::walk_expr::{free_slots, has_subquery, is_volatile};
use crate::semantic::bound::{Aggregation, Expr, ExprKind, LabelExpr, Name, Slot};

use super::known_count::known_counts;
use super::{Compiler, only_input};

impl Compiler<'_> {
    pub(super) fn aggregate(&mut self, plan: &Plan, aggregation: &Aggregation) -> Result<Input> {
        let below = only_input(plan)?;
        if self.arguments.len() == 1
            && self.unit_arguments == 0
            && let Some(counts) = self.graph.and_then(|graph| known_counts(graph, aggregation, below))
        {
            return Ok(Box::new(Known::new(counts)));
        }
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
        let mut predicates = Predicates::default();
        for predicate in &branch.predicates {
            if let Some(names) = label_test(predicate, hop.to) {
                predicates.labels.extend(names);
                continue;
            }
            let compiled = self.expressions.compile(predicate)?;
            let reads = free_slots(predicate, self.imports);
            let only_end = !reads.contains(hop.from) && !reads.contains(hop.relationship);
            if only_end { &mut predicates.of_end } else { &mut predicates.of_hop }.push(compiled);
        }
        // Where relationships are followed for what is above, nothing asks them.
        if !predicates.of_hop.is_empty() && !branch.is_plain() {
            return Err(Error::internal("a predicate on a hop that is followed for each row"));
        }
        let followed = branch.branches.iter().filter(|child| !child.hop.into);
        let branches =
            followed.map(|child| self.branch(child, Some(hop.relationship))).collect::<Result<Vec<_>>>()?;
        let whole = Branch::new(branch, predicates, branches, parent);
        match &branch.rival {
            None => Ok(whole),
            Some(rival) => Ok(whole.beside(self.branch(&rival.branch, None)?, rival.apart)),
        }
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
