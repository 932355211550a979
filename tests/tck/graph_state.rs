//! What a statement changed, as the kit counts it: by comparing the graph before with the graph after.

use std::collections::{BTreeMap, BTreeSet};

use casegraph::graph::GraphState;
use casegraph::value::Map;

use super::canonical;

/// Everything in a graph, as sets.
pub struct Content {
    nodes: BTreeSet<u32>,
    relationships: BTreeSet<u32>,
    labels: BTreeSet<String>,
    properties: BTreeSet<(&'static str, u32, String, String)>,
}

impl Content {
    pub fn of(graph: &GraphState) -> Content {
        let mut content = Content {
            nodes: graph.nodes().map(|node| node.0).collect(),
            relationships: graph.relationships().map(|relationship| relationship.0).collect(),
            labels: BTreeSet::new(),
            properties: BTreeSet::new(),
        };
        for node in graph.nodes() {
            let labels = graph.label_names(node).expect("the node was just listed");
            content.labels.extend(labels.iter().map(|label| label.to_string()));
            content.add("node", node.0, &graph.node_map(node).expect("the node was just listed"), graph);
        }
        for relationship in graph.relationships() {
            let map = graph.relationship_map(relationship).expect("the relationship was just listed");
            content.add("relationship", relationship.0, &map, graph);
        }
        content
    }

    fn add(&mut self, kind: &'static str, id: u32, map: &Map, graph: &GraphState) {
        for (key, value) in map {
            self.properties.insert((kind, id, key.to_string(), canonical::of_value(value, graph, false)));
        }
    }

    /// The kit's counts of what changed since `before`; those of zero are left out.
    pub fn changes_since(&self, before: &Content) -> BTreeMap<String, usize> {
        let mut changes = BTreeMap::new();
        count(&mut changes, "nodes", &before.nodes, &self.nodes);
        count(&mut changes, "relationships", &before.relationships, &self.relationships);
        count(&mut changes, "labels", &before.labels, &self.labels);
        count(&mut changes, "properties", &before.properties, &self.properties);
        changes
    }
}

fn count<T: Ord>(
    changes: &mut BTreeMap<String, usize>,
    what: &str,
    before: &BTreeSet<T>,
    after: &BTreeSet<T>,
) {
    for (sign, number) in [("+", after.difference(before).count()), ("-", before.difference(after).count())] {
        if number > 0 {
            changes.insert(format!("{sign}{what}"), number);
        }
    }
}
