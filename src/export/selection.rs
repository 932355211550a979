//! Which nodes and relationships are exported.

use std::collections::BTreeSet;

use crate::evidence::Evidence;
use crate::graph::{GraphState, NodeId, RelId};
use crate::value::Value;

/// Nodes and relationships of one state; both ends of every relationship are among the nodes.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// The nodes.
    pub nodes: BTreeSet<NodeId>,
    /// The relationships.
    pub relationships: BTreeSet<RelId>,
}

impl Selection {
    /// The whole graph.
    pub fn everything(graph: &GraphState) -> Selection {
        Selection { nodes: graph.nodes().collect(), relationships: graph.relationships().collect() }
    }

    /// The whole graph but for excerpts and sources, which a picture shows as tooltips.
    pub fn without_evidence(graph: &GraphState) -> Selection {
        let evidence = Evidence::new(graph);
        let mut selection = Selection {
            nodes: graph.nodes().filter(|node| !evidence.is_evidence(*node)).collect(),
            relationships: BTreeSet::new(),
        };
        selection.relationships = graph
            .relationships()
            .filter(|rel| {
                graph.relationship(*rel).is_some_and(|rel| {
                    selection.nodes.contains(&rel.start) && selection.nodes.contains(&rel.end)
                })
            })
            .collect();
        selection
    }

    /// Adds the nodes, relationships and paths in a value, also inside lists and maps.
    pub fn add(&mut self, graph: &GraphState, value: &Value) {
        match value {
            Value::Node(node) if graph.node_exists(*node) => {
                self.nodes.insert(*node);
            }
            Value::Relationship(rel) => self.add_relationship(graph, *rel),
            Value::Path(path) => {
                path.nodes.iter().for_each(|node| self.add(graph, &Value::Node(*node)));
                path.relationships.iter().for_each(|rel| self.add_relationship(graph, *rel));
            }
            Value::List(items) => items.iter().for_each(|item| self.add(graph, item)),
            Value::Map(map) => map.values().for_each(|item| self.add(graph, item)),
            _ => {}
        }
    }

    /// Adds a relationship with both its nodes.
    pub fn add_relationship(&mut self, graph: &GraphState, rel: RelId) {
        if let Some(relationship) = graph.relationship(rel) {
            self.relationships.insert(rel);
            self.nodes.extend([relationship.start, relationship.end]);
        }
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }
}
