//! Reading by name, for those who use the graph as a library: a query binds names to ids once instead.

use super::state::GraphState;
use super::{Direction, NodeId, RelId};
use crate::value::Value;

impl GraphState {
    /// The nodes with the label of this name, ascending.
    pub fn nodes_named(&self, label: &str) -> impl Iterator<Item = NodeId> {
        self.catalog.label(label).into_iter().flat_map(|label| self.nodes_with_label(label))
    }

    /// The name of the relationship's type, if the relationship exists.
    pub fn type_name(&self, rel: RelId) -> Option<&str> {
        self.relationship(rel).map(|content| &**self.catalog.type_name(content.rel_type))
    }

    /// A node's property.
    pub fn node_value(&self, node: NodeId, key: &str) -> Option<Value> {
        Some(self.node_property(node, self.catalog.key(key)?)?.to_value())
    }

    /// A relationship's property.
    pub fn relationship_value(&self, rel: RelId, key: &str) -> Option<Value> {
        Some(self.relationship_property(rel, self.catalog.key(key)?)?.to_value())
    }

    /// The node's relationships of the type of this name, and the nodes at their other ends.
    pub fn related(
        &self,
        node: NodeId,
        direction: Direction,
        rel_type: &str,
    ) -> impl Iterator<Item = (RelId, NodeId)> {
        let rel_type = self.catalog.rel_type(rel_type);
        let entries = rel_type.into_iter().flat_map(move |only| self.expand(node, direction, Some(only)));
        entries.map(|entry| (entry.relationship, entry.neighbour))
    }
}
