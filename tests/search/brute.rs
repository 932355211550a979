//! Enumeration without any cleverness.

use casegraph::graph::{Direction, NodeId, RelId};
use casegraph::value::PathValue;

use super::{Edge, Follow};

/// What may be repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Trail,
    Acyclic,
}

/// All paths from a node with at most `max` hops, the shortest included.
pub fn paths(edges: &[Edge], follow: &Follow, mode: Mode, from: NodeId, max: usize) -> Vec<PathValue> {
    let mut all = Vec::new();
    let mut path = PathValue { nodes: vec![from], relationships: Vec::new() };
    extend(edges, follow, mode, max, &mut path, &mut all);
    all
}

fn extend(
    edges: &[Edge],
    follow: &Follow,
    mode: Mode,
    max: usize,
    path: &mut PathValue,
    all: &mut Vec<PathValue>,
) {
    all.push(path.clone());
    if path.len() == max {
        return;
    }
    let end = *path.nodes.last().expect("a path has a node");
    for (at, (from, to, rel_type, _)) in edges.iter().enumerate() {
        let by = RelId(at as u32);
        let typed = follow.types.as_ref().is_none_or(|types| types.iter().any(|it| it.0 == *rel_type));
        if !typed || follow.forbidden.contains(&by) || path.relationships.contains(&by) {
            continue;
        }
        let mut ends = Vec::new();
        if follow.direction != Direction::Incoming && end.0 == *from {
            ends.push(*to);
        }
        if follow.direction != Direction::Outgoing && end.0 == *to && (from != to || ends.is_empty()) {
            ends.push(*from);
        }
        for next in ends.into_iter().map(NodeId) {
            if mode == Mode::Acyclic && path.nodes.contains(&next) {
                continue;
            }
            path.nodes.push(next);
            path.relationships.push(by);
            extend(edges, follow, mode, max, path, all);
            path.nodes.pop();
            path.relationships.pop();
        }
    }
}

/// What the hops of a path cost together.
pub fn cost(edges: &[Edge], path: &PathValue) -> f64 {
    path.relationships.iter().map(|by| edges[by.index()].3).sum()
}
