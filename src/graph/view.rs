//! Nodes and relationships as wholes: for functions such as `properties()`, and for text and JSON.
//!
//! Asking an element that was deleted in the same statement is an error of its own, not an absence.

use std::sync::Arc;

use super::tables::Relationship;
use super::{GraphState, KeyId, NodeId, RelId, ValueRef};
use crate::error::{Error, ErrorClass, Result};
use crate::value::{Entities, Map, NodeView, RelView};

impl GraphState {
    /// Fails with `DeletedEntityAccess` unless the node exists.
    pub fn require_node(&self, node: NodeId) -> Result<()> {
        if self.node_exists(node) { Ok(()) } else { Err(deleted("node", node.0)) }
    }

    /// The relationship's type and ends; fails with `DeletedEntityAccess` unless it exists.
    pub fn require_relationship(&self, rel: RelId) -> Result<Relationship> {
        self.relationship(rel).ok_or_else(|| deleted("relationship", rel.0))
    }

    /// The relationship's type and ends, which never change and so are known even when the open
    /// transaction has deleted it.
    pub fn relationship_or_deleted(&self, rel: RelId) -> Result<Relationship> {
        self.relationship_table().get_or_deleted(rel).ok_or_else(|| deleted("relationship", rel.0))
    }

    /// The names of a node's labels.
    pub fn label_names(&self, node: NodeId) -> Result<Vec<Arc<str>>> {
        self.require_node(node)?;
        Ok(self.labels(node).iter().map(|label| Arc::clone(self.catalog().label_name(*label))).collect())
    }

    /// All properties of a node by name.
    pub fn node_map(&self, node: NodeId) -> Result<Map> {
        self.require_node(node)?;
        Ok(self.named(self.node_properties(node)))
    }

    /// All properties of a relationship by name.
    pub fn relationship_map(&self, rel: RelId) -> Result<Map> {
        self.require_relationship(rel)?;
        Ok(self.named(self.relationship_properties(rel)))
    }

    fn named<'a>(&self, properties: impl Iterator<Item = (KeyId, ValueRef<'a>)>) -> Map {
        properties.map(|(key, value)| (Arc::clone(self.catalog().key_name(key)), value.to_value())).collect()
    }
}

fn deleted(kind: &str, id: u32) -> Error {
    let message = format!("{kind} {id} has been deleted");
    Error::new(ErrorClass::EntityNotFound, "DeletedEntityAccess", message)
        .hint("read what you need of it before the DELETE, for example with a WITH")
}

impl Entities for GraphState {
    fn node_view(&self, id: NodeId) -> Option<NodeView> {
        let labels = self.label_names(id).ok()?;
        Some(NodeView { labels, properties: self.named(self.node_properties(id)) })
    }

    fn rel_view(&self, id: RelId) -> Option<RelView> {
        let Relationship { rel_type, start, end } = self.relationship(id)?;
        let rel_type = Arc::clone(self.catalog().type_name(rel_type));
        Some(RelView { rel_type, start, end, properties: self.named(self.relationship_properties(id)) })
    }
}
