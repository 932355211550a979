//! Operators that change the graph.

use crate::error::{Error, Result};
use crate::execute::liveness::SlotSet;
use crate::execute::operator::{
    Create, CreatePlan, Delete, Foreach, Input, KeyPlan, LabelPlan, Merge, NewNode, NewRelationship,
    Properties, Update, UpdatePlan,
};
use crate::plan::logical::{Operator as Logical, Plan};
use crate::plan::visit::{matched, reads};
use crate::semantic::bound::{self, CreatePattern, Expr, ExprKind, LabelName, PropertyName, Slot};

use super::{Compiler, two_inputs};

impl Compiler<'_> {
    pub(super) fn update(&mut self, plan: &Plan, live: &SlotSet) -> Result<Input> {
        Ok(match &plan.operator {
            Logical::Create(pattern) => {
                let (input, _) = self.input(plan, live)?;
                Box::new(Create::new(input, self.create(pattern)?))
            }
            Logical::Update(updates) => {
                let (input, _) = self.input(plan, live)?;
                Box::new(Update::new(input, self.updates(updates)?))
            }
            Logical::Delete { detach, targets } => {
                let (input, _) = self.input(plan, live)?;
                Box::new(Delete::new(input, *detach, self.expressions.all(targets)?))
            }
            Logical::Merge(merge) => self.merge(plan, merge, live)?,
            Logical::Foreach { list, slot } => self.foreach(plan, list, *slot, live)?,
            _ => return Err(Error::internal("this operator changes nothing")),
        })
    }

    fn merge(&mut self, plan: &Plan, merge: &bound::Merge, live: &SlotSet) -> Result<Input> {
        let (rows, find) = two_inputs(plan)?;
        // What the updates after creating or finding read, of the rows and of the pattern.
        let mut needed = live.clone();
        needed.union_with(&reads(&Logical::Update(merge.on_create.clone()), self.imports));
        needed.union_with(&reads(&Logical::Update(merge.on_match.clone()), self.imports));
        let pattern = matched(&merge.pattern);
        let found = needed.intersection(&pattern);
        let (find, imports) = self.scoped(find, &found)?;
        let mut carry = needed.difference(&pattern);
        carry.union_with(&reads(&Logical::Create(merge.create.clone()), self.imports));
        let carry = carry.difference(&pattern);
        let mut input_needed = carry.clone();
        input_needed.union_with(&imports);
        let input = self.plan(rows, &input_needed)?;
        Ok(Box::new(Merge {
            input,
            find,
            create: self.create(&merge.create)?,
            on_create: self.updates(&merge.on_create)?,
            on_match: self.updates(&merge.on_match)?,
            imports: imports.to_vec(),
            carry: carry.to_vec(),
            found: found.to_vec(),
            run: Default::default(),
        }))
    }

    fn foreach(&mut self, plan: &Plan, list: &Expr, slot: Slot, live: &SlotSet) -> Result<Input> {
        let (rows, body) = two_inputs(plan)?;
        let (body, mut imports) = self.scoped(body, &SlotSet::new())?;
        imports.remove(slot);
        let mut needed = live.clone();
        needed.union_with(&reads(&plan.operator, self.imports));
        needed.union_with(&imports);
        let input = self.plan(rows, &needed)?;
        let list = self.expressions.compile(list)?;
        Ok(Box::new(Foreach::new(input, body, list, slot, imports.to_vec())))
    }

    fn create(&self, pattern: &CreatePattern) -> Result<CreatePlan> {
        let nodes = pattern
            .nodes
            .iter()
            .map(|node| {
                Ok(NewNode {
                    slot: node.slot,
                    labels: self.labels(&node.labels)?,
                    properties: self.properties(node.properties.as_ref())?,
                })
            })
            .collect::<Result<_>>()?;
        let relationships = pattern
            .relationships
            .iter()
            .map(|relationship| {
                Ok(NewRelationship {
                    slot: relationship.slot,
                    rel_type: self.label(&relationship.rel_type)?,
                    ends: (relationship.start, relationship.end),
                    properties: self.properties(relationship.properties.as_ref())?,
                })
            })
            .collect::<Result<_>>()?;
        Ok(CreatePlan { nodes, relationships, paths: pattern.paths.clone() })
    }

    fn properties(&self, properties: Option<&Expr>) -> Result<Properties> {
        Ok(match properties.map(|expr| &expr.kind) {
            None => Properties::Entries(Vec::new()),
            Some(ExprKind::Map(entries)) => Properties::Entries(
                entries
                    .iter()
                    .map(|(name, value)| Ok((name.clone(), self.expressions.compile(value)?)))
                    .collect::<Result<_>>()?,
            ),
            Some(_) => match self.expressions.optional(properties)? {
                Some(map) => Properties::Map(map),
                None => Properties::Entries(Vec::new()),
            },
        })
    }

    fn label(&self, label: &LabelName) -> Result<LabelPlan> {
        Ok(match label {
            LabelName::Name(name) => LabelPlan::Name(name.clone()),
            LabelName::Dynamic(expr) => LabelPlan::Dynamic(self.expressions.compile(expr)?),
        })
    }

    fn labels(&self, labels: &[LabelName]) -> Result<Vec<LabelPlan>> {
        labels.iter().map(|label| self.label(label)).collect()
    }

    fn updates(&self, updates: &[bound::Update]) -> Result<Vec<UpdatePlan>> {
        updates.iter().map(|update| self.one_update(update)).collect()
    }

    fn one_update(&self, update: &bound::Update) -> Result<UpdatePlan> {
        Ok(match update {
            bound::Update::Property { target, key, value } => UpdatePlan::Property {
                target: self.expressions.compile(target)?,
                key: match key {
                    PropertyName::Name(name) => KeyPlan::Name(name.clone()),
                    PropertyName::Dynamic(expr) => KeyPlan::Dynamic(self.expressions.compile(expr)?),
                },
                value: self.expressions.compile(value)?,
            },
            bound::Update::ReplaceProperties { target, value } => {
                UpdatePlan::Replace { target: *target, value: self.expressions.compile(value)? }
            }
            bound::Update::MergeProperties { target, value } => {
                UpdatePlan::Merge { target: *target, value: self.expressions.compile(value)? }
            }
            bound::Update::AddLabels { target, labels } => {
                UpdatePlan::AddLabels { target: *target, labels: self.labels(labels)? }
            }
            bound::Update::RemoveLabels { target, labels } => {
                UpdatePlan::RemoveLabels { target: *target, labels: self.labels(labels)? }
            }
        })
    }
}
