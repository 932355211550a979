//! A path with what it costs up to each of its nodes.

use crate::graph::{NodeId, RelId};
use crate::value::PathValue;

/// A path and its costs.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// The nodes and relationships.
    pub path: PathValue,
    /// For each node what the hops before it cost, summed up from the source; the first is zero.
    pub costs: Vec<f64>,
}

impl Route {
    /// The path of one node.
    pub fn at(node: NodeId) -> Route {
        Route { path: PathValue { nodes: vec![node], relationships: Vec::new() }, costs: vec![0.0] }
    }

    /// What all hops cost.
    pub fn cost(&self) -> f64 {
        self.costs.last().copied().unwrap_or(0.0)
    }

    /// The number of hops.
    pub fn len(&self) -> usize {
        self.path.relationships.len()
    }

    /// Whether it has no hop.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Where it ends.
    pub fn end(&self) -> NodeId {
        // There is always the first node.
        self.path.nodes.last().copied().unwrap_or_default()
    }

    /// Takes one hop more.
    pub fn push(&mut self, by: RelId, to: NodeId, cost: f64) {
        self.costs.push(self.cost() + cost);
        self.path.relationships.push(by);
        self.path.nodes.push(to);
    }

    /// The part up to the n-th node.
    #[must_use]
    pub fn until(&self, node: usize) -> Route {
        let path = PathValue {
            nodes: self.path.nodes[..=node].to_vec(),
            relationships: self.path.relationships[..node].to_vec(),
        };
        Route { path, costs: self.costs[..=node].to_vec() }
    }
}
