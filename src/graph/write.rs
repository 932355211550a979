//! How a state changes: each change keeps adjacency, columns, label sets, indexes and statistics in step,
//! and either happens as a whole or fails and leaves the state as it was.

use std::sync::Arc;

use smallvec::SmallVec;

use super::adjacency::Entry;
use super::catalog::LabelSetId;
use super::column::Properties;
use super::index::{Index, IndexDefinition, Key, KeyPart, Subject, Target, Violation};
use super::state::GraphState;
use super::stored::StoredValue;
use super::tables::Relationship;
use super::{KeyId, LabelId, NodeId, RelId, TypeId};
use crate::error::{Error, Result};
use crate::value::Value;
use crate::value::text::literal;

/// The largest id is kept free, so that a bound one past any id is 32 bits too.
pub(super) const MAX_ID: u32 = u32::MAX - 1;

impl GraphState {
    /// Brings what was written into the form readers are fastest with; changes nothing they can see.
    pub(super) fn settle(&mut self) {
        self.outgoing.settle();
        self.incoming.settle();
    }

    pub(super) fn create_node(&mut self, id: NodeId, labels: &[LabelId]) -> Result<()> {
        if id.0 > MAX_ID || self.nodes.contains(id) {
            return Err(Error::internal(format!("node {} cannot be created", id.0)));
        }
        let set = self.intern_set(labels)?;
        self.nodes.insert(id, set);
        self.statistics.add_nodes(1);
        for label in self.catalog.label_set(set).clone().iter() {
            self.mark_label(id, *label);
        }
        Ok(())
    }

    /// The id of a label set; the catalog is copied only for a set it does not know.
    fn intern_set(&mut self, labels: &[LabelId]) -> Result<LabelSetId> {
        match self.catalog.find_set(labels) {
            Some(set) => Ok(set),
            None => Arc::make_mut(&mut self.catalog).intern_set(labels),
        }
    }

    /// The labels as a shared slice: the catalog's own if it knows the set.
    pub(super) fn shared_labels(&self, labels: &[LabelId]) -> Arc<[LabelId]> {
        let known = self.catalog.find_set(labels).map(|set| self.catalog.label_set(set).clone());
        known.unwrap_or_else(|| Arc::from(labels))
    }

    fn mark_label(&mut self, id: NodeId, label: LabelId) {
        if label.index() >= self.labels.len() {
            self.labels.resize_with(label.index() + 1, Arc::default);
        }
        Arc::make_mut(&mut self.labels[label.index()]).insert(id.0);
        self.statistics.add_label(label, 1);
    }

    fn unmark_label(&mut self, id: NodeId, label: LabelId) {
        if let Some(set) = self.labels.get_mut(label.index()) {
            Arc::make_mut(set).remove(id.0);
        }
        self.statistics.add_label(label, -1);
    }

    /// The node's relationships stay until they are deleted themselves, later in the same transaction.
    pub(super) fn delete_node(&mut self, id: NodeId) -> Result<()> {
        self.require_node(id)?;
        self.unindex_all(&self.node_subject(id), id.0);
        for label in self.labels(id).clone().iter() {
            self.unmark_label(id, *label);
            self.count_label_of_relationships(id, *label, -1);
        }
        self.node_properties.clear(id.0);
        self.nodes.remove(id);
        self.statistics.add_nodes(-1);
        Ok(())
    }

    pub(super) fn add_label(&mut self, id: NodeId, label: LabelId) -> Result<()> {
        self.require_node(id)?;
        if self.has_label(id, label) {
            return Ok(());
        }
        let mut labels: SmallVec<[LabelId; 8]> = SmallVec::from_slice(self.labels(id));
        labels.push(label);
        labels.sort_unstable();
        let set = self.intern_set(&labels)?;
        self.index_under(Target::Label(label), id.0)?;
        self.nodes.set_label_set(id, set);
        self.mark_label(id, label);
        self.count_label_of_relationships(id, label, 1);
        Ok(())
    }

    pub(super) fn remove_label(&mut self, id: NodeId, label: LabelId) -> Result<()> {
        self.require_node(id)?;
        if !self.has_label(id, label) {
            return Ok(());
        }
        let labels: SmallVec<[LabelId; 8]> =
            self.labels(id).iter().copied().filter(|other| *other != label).collect();
        let set = self.intern_set(&labels)?;
        self.unindex_all(&Subject::Node(SmallVec::from_slice(&[label])), id.0);
        self.nodes.set_label_set(id, set);
        self.unmark_label(id, label);
        self.count_label_of_relationships(id, label, -1);
        Ok(())
    }

    /// A node's label comes or goes: its relationships start or end at one more or one less such node.
    fn count_label_of_relationships(&mut self, id: NodeId, label: LabelId, sign: i64) {
        let count = |runs: super::Runs<'_>| -> SmallVec<[(TypeId, i64); 8]> {
            runs.flat_map(|run| run.by_type())
                .map(|(rel_type, run)| (rel_type, sign * run.len() as i64))
                .collect()
        };
        for (rel_type, change) in count(self.outgoing(id, None)) {
            self.statistics.add_from(label, rel_type, change);
        }
        for (rel_type, change) in count(self.incoming(id, None)) {
            self.statistics.add_to(rel_type, label, change);
        }
    }

    pub(super) fn create_relationship(&mut self, id: RelId, content: Relationship) -> Result<()> {
        if id.0 > MAX_ID || self.relationships.contains(id) {
            return Err(Error::internal(format!("relationship {} cannot be created", id.0)));
        }
        if content.rel_type.index() >= self.catalog.rel_types().len() {
            return Err(Error::internal(format!("type {} is not in the catalog", content.rel_type.0)));
        }
        self.require_node(content.start)?;
        self.require_node(content.end)?;
        let (out, back) = entries(id, content);
        if !self.outgoing.insert(content.start, out) || !self.incoming.insert(content.end, back) {
            return Err(Error::internal(format!("relationship {} is in the adjacency already", id.0)));
        }
        self.relationships.insert(id, content);
        self.count_relationship(content, 1);
        Ok(())
    }

    pub(super) fn delete_relationship(&mut self, id: RelId) -> Result<()> {
        let content = self.require_relationship(id)?;
        self.unindex_all(&Subject::Relationship(content.rel_type), id.0);
        let (out, back) = entries(id, content);
        if !self.outgoing.remove(content.start, &out) || !self.incoming.remove(content.end, &back) {
            return Err(Error::internal(format!("relationship {} is not in the adjacency", id.0)));
        }
        self.rel_properties.clear(id.0);
        self.relationships.remove(id);
        self.count_relationship(content, -1);
        Ok(())
    }

    fn count_relationship(&mut self, content: Relationship, change: i64) {
        self.statistics.add_type(content.rel_type, change);
        for label in self.labels(content.start).clone().iter() {
            self.statistics.add_from(*label, content.rel_type, change);
        }
        for label in self.labels(content.end).clone().iter() {
            self.statistics.add_to(content.rel_type, *label, change);
        }
    }

    pub(super) fn set_node_property(
        &mut self,
        id: NodeId,
        key: KeyId,
        value: Option<&StoredValue>,
    ) -> Result<()> {
        self.require_node(id)?;
        self.expect_key(key)?;
        let value = value.map(StoredValue::value);
        if self.schema.indexes().any(|index| concerns(index, key)) {
            self.reindex(&self.node_subject(id), id.0, key, value)?;
        }
        match value {
            Some(value) => self.node_properties.set(id.0, key, value),
            None => {
                self.node_properties.remove(id.0, key);
            }
        }
        Ok(())
    }

    pub(super) fn set_relationship_property(
        &mut self,
        id: RelId,
        key: KeyId,
        value: Option<&StoredValue>,
    ) -> Result<()> {
        let content = self.require_relationship(id)?;
        self.expect_key(key)?;
        let value = value.map(StoredValue::value);
        if self.schema.indexes().any(|index| concerns(index, key)) {
            self.reindex(&Subject::Relationship(content.rel_type), id.0, key, value)?;
        }
        match value {
            Some(value) => self.rel_properties.set(id.0, key, value),
            None => {
                self.rel_properties.remove(id.0, key);
            }
        }
        Ok(())
    }

    pub(super) fn node_subject(&self, id: NodeId) -> Subject {
        Subject::Node(SmallVec::from_slice(self.labels(id)))
    }

    /// The element's key in an index; nothing unless it has all the properties.
    pub(super) fn index_key(&self, index: &IndexDefinition, id: u32) -> Option<Key> {
        self.index_key_with(index, id, None)
    }

    /// The same, as if one property had another value.
    fn index_key_with(
        &self,
        index: &IndexDefinition,
        id: u32,
        change: Option<(KeyId, Option<&Value>)>,
    ) -> Option<Key> {
        let properties = self.properties_of(index.target);
        let part = |key: &KeyId| match change {
            Some((changed, value)) if changed == *key => KeyPart::new(value?),
            _ => KeyPart::new(&properties.get(id, *key)?.to_value()),
        };
        index.keys.iter().map(part).collect()
    }

    /// Brings the indexes up to date before a property changes; fails, changing nothing, if that breaks a rule.
    fn reindex(&mut self, subject: &Subject, id: u32, key: KeyId, value: Option<&Value>) -> Result<()> {
        let mut changes: SmallVec<[Move; 2]> = SmallVec::new();
        for (at, index) in self.schema.indexes().enumerate() {
            if !concerns(index, key) || !subject.is_in(index.definition().target) {
                continue;
            }
            let new = self.index_key_with(index.definition(), id, Some((key, value)));
            if let Some(new) = &new {
                self.check_unique(index, new, id)?;
            }
            let old = self.index_key(index.definition(), id);
            if old != new {
                changes.push(Move { at, old, new });
            }
        }
        let mut changes = changes.into_iter().peekable();
        for (at, index) in self.schema.indexes_mut().enumerate() {
            if let Some(Move { old, new, .. }) = changes.next_if(|change| change.at == at) {
                let index = Arc::make_mut(index);
                old.into_iter().for_each(|old| index.remove(old, id));
                new.into_iter().for_each(|new| index.insert(new, id));
            }
        }
        Ok(())
    }

    /// Enters an element that has come under a target; fails, changing nothing, if that breaks a rule.
    fn index_under(&mut self, target: Target, id: u32) -> Result<()> {
        let mut changes: SmallVec<[(usize, Key); 2]> = SmallVec::new();
        for (at, index) in self.schema.indexes().enumerate() {
            if index.definition().target == target
                && let Some(key) = self.index_key(index.definition(), id)
            {
                self.check_unique(index, &key, id)?;
                changes.push((at, key));
            }
        }
        let mut changes = changes.into_iter().peekable();
        for (at, index) in self.schema.indexes_mut().enumerate() {
            if let Some((_, key)) = changes.next_if(|change| change.0 == at) {
                Arc::make_mut(index).insert(key, id);
            }
        }
        Ok(())
    }

    fn unindex_all(&mut self, subject: &Subject, id: u32) {
        let keys: SmallVec<[Option<Key>; 4]> = self
            .schema
            .indexes()
            .map(|index| {
                subject
                    .is_in(index.definition().target)
                    .then(|| self.index_key(index.definition(), id))
                    .flatten()
            })
            .collect();
        for (index, key) in self.schema.indexes_mut().zip(keys) {
            if let Some(key) = key {
                Arc::make_mut(index).remove(key, id);
            }
        }
    }

    fn check_unique(&self, index: &Index, key: &Key, id: u32) -> Result<()> {
        match index.is_unique().then(|| index.holder(key, id)).flatten() {
            None => Ok(()),
            Some(other) => Err(self.not_unique(index, [other, id]).into()),
        }
    }

    /// Two elements with the same key, the first of which has it already.
    pub(super) fn not_unique(&self, index: &Index, elements: [u32; 2]) -> Violation {
        let definition = index.definition();
        let pair = |key: &KeyId| {
            let value = self.properties_of(definition.target).get(elements[0], *key);
            let value = value.map_or(Value::Null, |value| value.to_value());
            format!("`{}` = {}", self.catalog.key_name(*key), excerpt(&value))
        };
        let pairs: Vec<String> = definition.keys.iter().map(pair).collect();
        let problem = format!("both have {}", pairs.join(" and "));
        self.violation(&definition.name, definition.target, &elements, problem, "PropertyUniqueness")
    }

    pub(super) fn violation(
        &self,
        constraint: &Arc<str>,
        target: Target,
        elements: &[u32],
        problem: String,
        detail: &'static str,
    ) -> Violation {
        let under = Arc::from(self.target_name(target).1);
        let elements = SmallVec::from_slice(elements);
        Violation { constraint: constraint.clone(), target, under, elements, problem, detail }
    }

    /// The properties of the kind of elements a target covers.
    pub(super) fn properties_of(&self, target: Target) -> &Properties {
        match target {
            Target::Label(_) => &self.node_properties,
            Target::Type(_) => &self.rel_properties,
        }
    }

    /// What kind of element a target covers, and its label's or type's name.
    pub(super) fn target_name(&self, target: Target) -> (&'static str, &str) {
        match target {
            Target::Label(label) => ("node", self.catalog.label_name(label)),
            Target::Type(rel_type) => ("relationship", self.catalog.type_name(rel_type)),
        }
    }

    fn expect_key(&self, key: KeyId) -> Result<()> {
        if key.index() < self.catalog.keys().len() {
            return Ok(());
        }
        Err(Error::internal(format!("property key {} is not in the catalog", key.0)))
    }
}

/// A relationship as its start node and as its end node list it.
pub(super) fn entries(id: RelId, content: Relationship) -> (Entry, Entry) {
    let entry = |neighbour| Entry { rel_type: content.rel_type, neighbour, relationship: id };
    (entry(content.end), entry(content.start))
}

/// The value's literal, cut where it is long.
pub(super) fn excerpt(value: &Value) -> String {
    const CHARACTERS: usize = 80;
    let text = literal(value, None);
    match text.char_indices().nth(CHARACTERS) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

fn concerns(index: &Index, key: KeyId) -> bool {
    index.definition().keys.contains(&key)
}

/// An element moves from one key to another in the index at a place of the schema.
struct Move {
    at: usize,
    old: Option<Key>,
    new: Option<Key>,
}
