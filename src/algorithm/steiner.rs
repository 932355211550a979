//! The smallest part of a graph that connects several nodes: Mehlhorn's approximation of a Steiner tree.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use petgraph::unionfind::UnionFind;

use crate::error::{Error, Result};
use crate::graph::RelId;

use super::{Held, NOBODY, Projection, Work};

/// A non-negative length, ordered.
#[derive(Clone, Copy, PartialEq)]
struct Length(f64);

impl Eq for Length {}

impl PartialOrd for Length {
    fn partial_cmp(&self, other: &Length) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Length {
    fn cmp(&self, other: &Length) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// The nearest terminal of each node.
struct Regions {
    length: Vec<f64>,
    terminal: Vec<u32>,
    /// The node and relationship toward the terminal.
    before: Vec<(u32, RelId)>,
}

/// The relationships of a tree that connects the nodes at the positions; it weighs at most twice what the smallest one does.
/// Each node belongs to its nearest terminal; a minimum spanning tree of the crossings between them is kept (Mehlhorn 1988;
/// petgraph's `steiner_tree` panics where nodes are not connected). The projection follows relationships both ways and has them.
pub fn steiner_tree(both: &Projection<'_>, terminals: &[usize], work: &dyn Work) -> Result<Vec<RelId>> {
    let _held =
        Held::bytes(work, both.len().saturating_mul(40).saturating_add(both.arcs().saturating_mul(40)))?;
    let regions = regions(both, terminals, work)?;
    let mut crossings = Vec::new();
    for at in 0..both.len() {
        for ((to, weight), rel) in both.arcs_of(at).zip(both.relationships(at)) {
            let (here, there) = (regions.terminal[at], regions.terminal[to]);
            if at < to && here != NOBODY && here != there {
                crossings.push((Length(regions.length[at] + weight + regions.length[to]), *rel, at, to));
            }
        }
    }
    work.step(both.arcs() as u64)?;
    crossings.sort_unstable_by_key(|crossing| (crossing.0, crossing.1));
    let mut joined = UnionFind::new(both.len());
    let mut tree = Vec::new();
    let mut is_kept = vec![false; both.len()];
    for (_, rel, a, b) in crossings {
        if joined.union(regions.terminal[a] as usize, regions.terminal[b] as usize) {
            tree.push(rel);
            for mut at in [a, b] {
                while !is_kept[at] && regions.before[at].0 != NOBODY {
                    is_kept[at] = true;
                    tree.push(regions.before[at].1);
                    at = regions.before[at].0 as usize;
                }
            }
        }
    }
    if terminals.windows(2).any(|pair| !joined.equiv(pair[0], pair[1])) {
        return Err(Error::argument("NotConnected", "no relationships connect all of the nodes")
            .hint("algo.wcc tells which nodes are connected"));
    }
    tree.sort_unstable();
    Ok(tree)
}

fn regions(both: &Projection<'_>, terminals: &[usize], work: &dyn Work) -> Result<Regions> {
    let mut regions = Regions {
        length: vec![f64::INFINITY; both.len()],
        terminal: vec![NOBODY; both.len()],
        before: vec![(NOBODY, RelId(0)); both.len()],
    };
    let mut open = BinaryHeap::new();
    for at in terminals {
        (regions.length[*at], regions.terminal[*at]) = (0.0, *at as u32);
        open.push(Reverse((Length(0.0), *at)));
    }
    while let Some(Reverse((Length(length), at))) = open.pop() {
        work.step(1 + both.neighbours(at).len() as u64)?;
        if length > regions.length[at] {
            continue;
        }
        for ((to, weight), rel) in both.arcs_of(at).zip(both.relationships(at)) {
            if length + weight < regions.length[to] {
                regions.length[to] = length + weight;
                regions.terminal[to] = regions.terminal[at];
                regions.before[to] = (at as u32, *rel);
                open.push(Reverse((Length(length + weight), to)));
            }
        }
    }
    Ok(regions)
}
