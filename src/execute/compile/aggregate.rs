//! Grouping, and what makes it cheaper: a hop that is only counted, and keys that one node determines.

use crate::error::Result;
use crate::execute::liveness::{SlotSet, expression_slots};
use crate::execute::memo::Memo;
use crate::execute::operator::{Aggregate, AggregateSpec, CountExpand, Filter, Input, Shortcuts};
use crate::plan::logical::{Expand, Operator as Logical, Plan};
use crate::plan::visit::reads;
use crate::plan::walk_expr::{has_subquery, is_volatile};
use crate::semantic::bound::{Aggregation, Expr, ExprKind, LabelExpr, Name, Slot};

use super::{Compiler, only_input};

/// A hop of which an aggregation wants only the count.
struct Counted<'p> {
    expand: &'p Expand,
    /// What the hop's rows come from.
    input: &'p Plan,
    /// Labels that the node at the other end must have.
    labels: Vec<Name>,
    /// Predicates on the rows the hop comes from.
    before: Vec<&'p Expr>,
}

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
        if let Some(counted) = self.counted(aggregation, below) {
            let (input, weight) = self.count_expand(aggregation, &counted)?;
            let shortcuts = Shortcuts { entity, weight: Some(weight) };
            return Ok(Box::new(Aggregate::new(input, keys, specs, shortcuts)));
        }
        let input = self.plan(below, &reads(&plan.operator, self.imports))?;
        Ok(Box::new(Aggregate::new(input, keys, specs, Shortcuts { entity, weight: None })))
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

    /// Whether the rows below come from a hop of which nothing but the count is wanted. A profiled statement
    /// runs each operator as it is printed.
    fn counted<'p>(&self, aggregation: &Aggregation, below: &'p Plan) -> Option<Counted<'p>> {
        let (predicates, below): (&[Expr], &Plan) = match &below.operator {
            Logical::Filter(predicates) => (predicates, below.inputs.first()?),
            _ => (&[], below),
        };
        let (Logical::Expand(expand), [input]) = (&below.operator, below.inputs.as_slice()) else {
            return None;
        };
        if expand.into || !self.numbers.is_empty() {
            return None;
        }
        let new: SlotSet = [expand.relationship, expand.to].into_iter().collect();
        let avoids = |expr: &Expr| {
            let mut slots = SlotSet::new();
            expression_slots(expr, self.imports, &mut slots);
            slots.is_disjoint(&new)
        };
        // What a hop binds is never null, so that to count it is to count rows.
        let counts = |aggregate: &crate::semantic::bound::Aggregate| {
            let counts_rows = match aggregate.arguments.as_slice() {
                [] => true,
                [argument] => matches!(argument.kind, ExprKind::Slot(slot) if new.contains(slot)),
                _ => false,
            };
            aggregate.function.name == "count" && !aggregate.distinct && counts_rows
        };
        if !aggregation.keys.iter().all(|(_, key)| avoids(key)) || !aggregation.aggregates.iter().all(counts)
        {
            return None;
        }
        let mut counted = Counted { expand, input, labels: Vec::new(), before: Vec::new() };
        for predicate in predicates {
            match label_test(predicate, expand.to) {
                Some(labels) => counted.labels.extend(labels),
                None if avoids(predicate) => counted.before.push(predicate),
                None => return None,
            }
        }
        Some(counted)
    }

    fn count_expand(&mut self, aggregation: &Aggregation, counted: &Counted<'_>) -> Result<(Input, Slot)> {
        let weight = self.hidden_slot();
        let mut carry = SlotSet::new();
        aggregation.keys.iter().for_each(|(_, key)| expression_slots(key, self.imports, &mut carry));
        let mut needed = carry.clone();
        needed.insert(counted.expand.from);
        needed.extend(counted.expand.unique.iter().copied());
        let kept = needed.to_vec();
        for predicate in &counted.before {
            expression_slots(predicate, self.imports, &mut needed);
        }
        let mut input = self.plan(counted.input, &needed)?;
        if !counted.before.is_empty() {
            let predicates = counted
                .before
                .iter()
                .map(|predicate| self.expressions.compile(predicate))
                .collect::<Result<_>>()?;
            input = Box::new(Filter::new(input, predicates, kept));
        }
        let operator = CountExpand {
            input,
            plan: counted.expand.clone(),
            labels: counted.labels.clone(),
            carry: carry.to_vec(),
            weight,
            memo: (!self.updates).then(Memo::default),
        };
        Ok((Box::new(operator), weight))
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
