//! A path: nodes and the relationships between them.

use crate::graph::{NodeId, RelId};

/// An alternating sequence of nodes and relationships that begins and ends with a node.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PathValue {
    /// One more than there are relationships.
    pub nodes: Vec<NodeId>,
    /// `relationships[i]` joins `nodes[i]` and `nodes[i + 1]`, in either direction.
    pub relationships: Vec<RelId>,
}

impl PathValue {
    /// The number of relationships.
    pub fn len(&self) -> usize {
        self.relationships.len()
    }

    /// Whether it is a single node.
    pub fn is_empty(&self) -> bool {
        self.relationships.is_empty()
    }
}
