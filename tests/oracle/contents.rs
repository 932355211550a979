//! Everything in a graph as text that is equal for equal graphs, whatever ids their elements have.

use std::hash::{DefaultHasher, Hash, Hasher};

use casegraph::graph::{GraphState, NodeId, RelId};

use super::answer::{write_node, write_relationship};

/// How far around a node it is looked to tell it from others.
const ROUNDS: usize = 4;

/// A line for each node and each relationship, sorted. Nodes that look alike are told apart by what is around them (colour refinement).
pub fn contents(graph: &GraphState) -> Vec<String> {
    let nodes: Vec<NodeId> = graph.nodes().collect();
    let place =
        |node: NodeId| nodes.binary_search(&node).expect("ids are listed in order, and both ends are nodes");
    let relationships: Vec<(usize, usize, String)> = graph
        .relationships()
        .filter_map(|id| Some((id, graph.relationship(id)?)))
        .map(|(id, content)| (place(content.start), place(content.end), shown_relationship(id, graph)))
        .collect();
    let mut texts: Vec<String> = nodes.iter().map(|node| shown_node(*node, graph)).collect();
    let mut colours: Vec<u64> = texts.iter().map(hash).collect();
    for _ in 0..ROUNDS {
        let mut around: Vec<Vec<(u8, &str, u64)>> = vec![Vec::new(); nodes.len()];
        for (start, end, text) in &relationships {
            around[*start].push((0, text, colours[*end]));
            around[*end].push((1, text, colours[*start]));
        }
        let refined = around.iter_mut().zip(&colours).map(|(around, own)| {
            around.sort_unstable();
            hash(&(own, around))
        });
        colours = refined.collect();
    }
    for (text, colour) in texts.iter_mut().zip(&colours) {
        *text += &format!(" {colour:x}");
    }
    let mut lines: Vec<String> = relationships
        .iter()
        .map(|(start, end, text)| format!("{:x} {text} {:x}", colours[*start], colours[*end]))
        .collect();
    lines.append(&mut texts);
    lines.sort();
    lines
}

fn shown_node(node: NodeId, graph: &GraphState) -> String {
    let mut text = String::new();
    write_node(&mut text, node, graph);
    text
}

fn shown_relationship(relationship: RelId, graph: &GraphState) -> String {
    let mut text = String::new();
    write_relationship(&mut text, relationship, graph);
    text
}

fn hash(value: &impl Hash) -> u64 {
    // With fixed keys, so that two graphs are hashed alike.
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
