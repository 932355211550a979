//! Connected components: weak ones by Afforest, strong ones by Kosaraju's algorithm (petgraph's).

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;
use rayon::prelude::*;

use crate::error::Result;
use crate::graph::{Direction, GraphState, NodeId};

use super::selection::{Chosen, Reader};
use super::{Held, Projection, Selection, Work};

const BLOCK: usize = 4096;

/// The nodes, and for each the position of the first node of its weakly connected component.
///
/// Union-find right on the graph's slices, without a copy: after a few relationships of each node most nodes are in one
/// component, whose other relationships need no look (Sutton, Ben-Nun, Barak: Optimizing Parallel Graph Connectivity
/// Computation via Subgraph Sampling, 2018).
pub fn weak(graph: &GraphState, selection: &Selection, work: &dyn Work) -> Result<(Vec<NodeId>, Vec<u32>)> {
    let bound = graph.node_table().bound() as usize;
    let _held = Held::of::<[u32; 3]>(work, bound)?;
    let chosen = Chosen::new(graph, selection.labels.as_deref());
    let forest: Vec<AtomicU32> = (0..chosen.ids.len() as u32).map(AtomicU32::new).collect();
    let reader = Reader { graph, chosen: &chosen, types: selection.types.as_deref() };
    sample(&reader, &forest, work)?;
    flatten(&forest);
    let most = most_frequent(&forest);
    blocks(forest.len()).try_for_each(|nodes| {
        let mut looked = nodes.len();
        for at in nodes {
            if forest[at].load(Relaxed) != most {
                reader.each(at, Direction::Both, |other, _| {
                    link(&forest, at as u32, other);
                    looked += 1;
                });
            }
        }
        work.step(looked as u64)
    })?;
    flatten(&forest);
    Ok((chosen.ids, forest.into_iter().map(AtomicU32::into_inner).collect()))
}

fn blocks(nodes: usize) -> impl ParallelIterator<Item = std::ops::Range<usize>> {
    (0..nodes.div_ceil(BLOCK)).into_par_iter().map(move |at| at * BLOCK..((at + 1) * BLOCK).min(nodes))
}

/// Links each node by its first relationships.
fn sample(reader: &Reader<'_>, forest: &[AtomicU32], work: &dyn Work) -> Result<()> {
    const FIRST: usize = 2;
    blocks(forest.len()).try_for_each(|nodes| {
        work.step((FIRST * nodes.len()) as u64)?;
        for at in nodes {
            let node = reader.chosen.ids[at];
            let only = reader.types.and_then(|types| types.first().copied());
            let runs = reader.graph.outgoing(node, only).take(if reader.types.is_some_and(<[_]>::is_empty) {
                0
            } else {
                1
            });
            for other in runs.flat_map(|run| run.neighbours.iter().take(FIRST)) {
                let other = reader.chosen.position(*other);
                if other != super::NOBODY {
                    link(forest, at as u32, other);
                }
            }
        }
        Ok(())
    })
}

/// Joins two trees: the root with the larger position goes below the other, so that the first node stays the root.
fn link(forest: &[AtomicU32], a: u32, b: u32) {
    let (mut a, mut b) = (forest[a as usize].load(Relaxed), forest[b as usize].load(Relaxed));
    while a != b {
        let (high, low) = (a.max(b), a.min(b));
        let above = forest[high as usize].load(Relaxed);
        let joined =
            above == high && forest[high as usize].compare_exchange(high, low, Relaxed, Relaxed).is_ok();
        if joined || above == low {
            return;
        }
        a = forest[forest[high as usize].load(Relaxed) as usize].load(Relaxed);
        b = forest[low as usize].load(Relaxed);
    }
}

/// Lets each node point at its root.
fn flatten(forest: &[AtomicU32]) {
    blocks(forest.len()).for_each(|nodes| {
        for at in nodes {
            let mut root = forest[at].load(Relaxed);
            loop {
                let above = forest[root as usize].load(Relaxed);
                if above == root {
                    break;
                }
                root = above;
            }
            forest[at].store(root, Relaxed);
        }
    });
}

/// The root most nodes of an evenly spread sample have.
fn most_frequent(forest: &[AtomicU32]) -> u32 {
    let mut seen: Vec<u32> =
        forest.iter().step_by(forest.len().div_ceil(1024).max(1)).map(|root| root.load(Relaxed)).collect();
    seen.sort_unstable();
    let longest = seen.chunk_by(|a, b| a == b).max_by_key(|same| same.len());
    longest.and_then(|same| same.first().copied()).unwrap_or(super::NOBODY)
}

/// For each node the position of the first node of its strongly connected component. The projection follows
/// relationships in their direction.
pub fn strong(projection: &Projection<'_>, work: &dyn Work) -> Result<Vec<u32>> {
    let nodes = projection.len();
    work.step((nodes + projection.arcs()) as u64)?;
    let _held = Held::bytes(work, nodes.saturating_mul(48) + projection.arcs().saturating_mul(20))?;
    let mut graph: DiGraph<(), ()> = DiGraph::with_capacity(nodes, projection.arcs());
    (0..nodes).for_each(|_| {
        graph.add_node(());
    });
    for at in 0..nodes {
        for to in projection.neighbours(at) {
            graph.add_edge((at as u32).into(), (*to).into(), ());
        }
    }
    let mut first = vec![0; nodes];
    for component in kosaraju_scc(&graph) {
        work.step(component.len() as u64)?;
        let least = component.iter().map(|node| node.index() as u32).min().unwrap_or(0);
        component.iter().for_each(|node| first[node.index()] = least);
    }
    Ok(first)
}
