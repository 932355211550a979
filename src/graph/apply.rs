//! Applying one change to a state: the only way a state changes, for transactions and for replayed logs alike.

use std::sync::Arc;

use super::index::{
    ConstraintDefinition, ConstraintKind, Index, IndexDefinition, PropertyTypes, Target, Violation,
};
use super::op::Op;
use super::state::GraphState;
use super::tables::Relationship;
use super::write::excerpt;
use super::{KeyId, LabelId};
use crate::error::{Error, Result};

impl GraphState {
    /// Applies a change. A change that does not fit the state, or breaks a uniqueness rule, is an error and
    /// leaves the state as it was.
    pub fn apply(&mut self, op: &Op) -> Result<()> {
        match op {
            Op::DefineLabel { id, name } => Arc::make_mut(&mut self.catalog).define_label(*id, name),
            Op::DefineType { id, name } => Arc::make_mut(&mut self.catalog).define_type(*id, name),
            Op::DefineKey { id, name } => Arc::make_mut(&mut self.catalog).define_key(*id, name),
            Op::CreateNode { id, labels } => self.create_node(*id, labels),
            Op::DeleteNode { id } => self.delete_node(*id),
            Op::CreateRelationship { id, rel_type, start, end } => {
                self.create_relationship(*id, Relationship { rel_type: *rel_type, start: *start, end: *end })
            }
            Op::DeleteRelationship { id } => self.delete_relationship(*id),
            Op::SetNodeProperty { id, key, value } => self.set_node_property(*id, *key, Some(value)),
            Op::RemoveNodeProperty { id, key } => self.set_node_property(*id, *key, None),
            Op::SetRelationshipProperty { id, key, value } => {
                self.set_relationship_property(*id, *key, Some(value))
            }
            Op::RemoveRelationshipProperty { id, key } => self.set_relationship_property(*id, *key, None),
            Op::AddLabel { id, label } => self.add_label(*id, *label),
            Op::RemoveLabel { id, label } => self.remove_label(*id, *label),
            Op::CreateIndex { definition } => self.create_index(definition),
            Op::DropIndex { name } => self.schema.drop_index(name),
            Op::CreateConstraint { definition } => self.create_constraint(definition),
            Op::DropConstraint { name } => self.schema.drop_constraint(name),
        }
    }

    /// Fails if there cannot be such an index.
    pub(super) fn check_new_index(&self, definition: &IndexDefinition) -> Result<()> {
        self.check_target(definition.target, &definition.keys)?;
        self.schema.check_new_index(definition)
    }

    /// Fails if there cannot be such a constraint, whatever the elements are.
    pub(super) fn check_new_constraint(&self, definition: &ConstraintDefinition) -> Result<()> {
        self.check_target(definition.target, &definition.keys)?;
        self.schema.check_new_constraint(definition)
    }

    fn create_index(&mut self, definition: &IndexDefinition) -> Result<()> {
        self.check_new_index(definition)?;
        let index = self.filled_index(definition.clone(), false)?;
        self.schema.add_index(index);
        Ok(())
    }

    fn create_constraint(&mut self, definition: &ConstraintDefinition) -> Result<()> {
        self.check_new_constraint(definition)?;
        if definition.judges_elements() {
            self.elements(definition.target).try_for_each(|id| self.check_demands(definition, id))?;
        }
        if let Some(index) = definition.index() {
            let index = self.filled_index(index, true)?;
            self.schema.add_index(index);
        }
        self.schema.add_constraint(definition.clone());
        Ok(())
    }

    /// A new index with all elements that belong in it.
    pub(super) fn filled_index(&self, definition: IndexDefinition, unique: bool) -> Result<Index, Violation> {
        let elements = self.elements(definition.target);
        let keyed = elements.filter_map(|id| Some((self.index_key(&definition, id)?, id)));
        match Index::new(definition.clone(), unique, keyed) {
            (index, None) => Ok(index),
            (index, Some(equal)) => Err(self.not_unique(&index, equal)),
        }
    }

    /// The ids of the elements a target covers.
    pub(super) fn elements(&self, target: Target) -> Box<dyn Iterator<Item = u32> + '_> {
        match target {
            Target::Label(label) => Box::new(self.nodes_with_label(label).map(|node| node.0)),
            Target::Type(rel_type) => Box::new(
                self.relationships()
                    .filter(move |rel| self.relationship(*rel).is_some_and(|it| it.rel_type == rel_type))
                    .map(|rel| rel.0),
            ),
        }
    }

    /// Fails if the element lacks a property the constraint demands, or has one of another type.
    pub(super) fn check_demands(&self, constraint: &ConstraintDefinition, id: u32) -> Result<(), Violation> {
        if let ConstraintKind::Typed(types) = constraint.kind {
            return self.check_types(constraint, types, id);
        }
        let properties = self.properties_of(constraint.target);
        let Some(missing) = constraint.keys.iter().find(|key| properties.get(id, **key).is_none()) else {
            return Ok(());
        };
        let problem = format!("has no `{}`", self.catalog.key_name(*missing));
        Err(self.violation(&constraint.name, constraint.target, &[id], problem, "PropertyPresence"))
    }

    fn check_types(
        &self,
        constraint: &ConstraintDefinition,
        types: PropertyTypes,
        id: u32,
    ) -> Result<(), Violation> {
        let properties = self.properties_of(constraint.target);
        for key in &constraint.keys {
            let Some(value) = properties.get(id, *key).map(|value| value.to_value()) else { continue };
            if types.hold(&value) {
                continue;
            }
            let (key, value, types) = (self.catalog.key_name(*key), excerpt(&value), types.text());
            let problem = format!("has `{key}` = {value}, which is not of type {types}");
            return Err(self.violation(&constraint.name, constraint.target, &[id], problem, "PropertyType"));
        }
        Ok(())
    }

    pub(super) fn check_target(&self, target: Target, keys: &[KeyId]) -> Result<()> {
        let known = match target {
            Target::Label(LabelId(label)) => (label as usize) < self.catalog.labels().len(),
            Target::Type(rel_type) => rel_type.index() < self.catalog.rel_types().len(),
        };
        if known && keys.iter().all(|key| key.index() < self.catalog.keys().len()) {
            return Ok(());
        }
        Err(Error::internal("an index names a label, type or property key that is not in the catalog"))
    }
}
