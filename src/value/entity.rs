//! What a value's text or JSON form needs to know of nodes and relationships.
//!
//! Values hold ids only. The graph implements this trait, so that this folder, which the graph is built
//! on, need not know the graph.

use std::sync::Arc;

use super::Map;
use crate::graph::{NodeId, RelId};

/// A node in full.
#[derive(Clone, Debug, Default)]
pub struct NodeView {
    /// Its labels.
    pub labels: Vec<Arc<str>>,
    /// Its properties.
    pub properties: Map,
}

/// A relationship in full.
#[derive(Clone, Debug)]
pub struct RelView {
    /// Its type.
    pub rel_type: Arc<str>,
    /// Where it starts.
    pub start: NodeId,
    /// Where it ends.
    pub end: NodeId,
    /// Its properties.
    pub properties: Map,
}

/// Reads nodes and relationships by id.
pub trait Entities {
    /// The node, unless it is not there.
    fn node_view(&self, id: NodeId) -> Option<NodeView>;
    /// The relationship, unless it is not there.
    fn rel_view(&self, id: RelId) -> Option<RelView>;
}
