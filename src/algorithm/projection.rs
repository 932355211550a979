//! A part of the graph as plain arrays: for each node position the positions it leads to (compressed sparse rows).

use rayon::prelude::*;

use crate::error::Result;
use crate::graph::{Direction, GraphState, NodeId, RelId};

use super::selection::{Chosen, Reader};
use super::{Held, Selection, Work};

/// Nodes of one task.
const BLOCK: usize = 4096;

/// What is kept beside the neighbours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extras {
    /// Which relationship leads there.
    pub relationships: bool,
}

/// Nodes by position and where their relationships lead.
pub struct Projection<'w> {
    pub(super) chosen: Chosen,
    /// Where the arcs of each node begin; one more than there are nodes.
    offsets: Vec<usize>,
    targets: Vec<u32>,
    /// Empty if all weigh one.
    weights: Vec<f64>,
    relationships: Vec<RelId>,
    _held: Held<'w>,
}

impl<'w> Projection<'w> {
    /// Copies what was selected; within a node, arcs come in the order of the graph's slices.
    pub fn new(
        graph: &GraphState,
        selection: &Selection,
        extras: Extras,
        work: &'w dyn Work,
    ) -> Result<Projection<'w>> {
        let nodes = graph.node_table().bound() as usize;
        work.step(nodes as u64)?;
        let around = Held::bytes(work, nodes.saturating_mul(16))?;
        let chosen = Chosen::new(graph, selection.labels.as_deref());
        let reader = Reader { graph, chosen: &chosen, types: selection.types.as_deref() };
        let offsets = offsets(&reader, selection.direction, work)?;
        let arcs = offsets.last().copied().unwrap_or(0);
        let each =
            4 + if selection.weight.is_some() { 8 } else { 0 } + if extras.relationships { 4 } else { 0 };
        let held = Held::bytes(work, arcs.saturating_mul(each).saturating_add(nodes.saturating_mul(16)))?;
        drop(around);
        let with_rels = extras.relationships || selection.weight.is_some();
        let mut targets = vec![0; arcs];
        let mut relationships = vec![RelId(0); if with_rels { arcs } else { 0 }];
        fill(&reader, selection.direction, &offsets, (&mut targets, &mut relationships), work)?;
        let weights = match &selection.weight {
            None => Vec::new(),
            Some(weight) => relationships
                .par_chunks(BLOCK)
                .map(|chunk| {
                    work.step(chunk.len() as u64)?;
                    chunk.iter().map(|rel| weight.of(graph, *rel)).collect::<Result<Vec<f64>>>()
                })
                .collect::<Result<Vec<_>>>()?
                .concat(),
        };
        if !extras.relationships {
            relationships = Vec::new();
        }
        Ok(Projection { chosen, offsets, targets, weights, relationships, _held: held })
    }

    /// The number of arcs that each node would have in another direction, counted on the graph's slices.
    pub fn degrees(&self, graph: &GraphState, selection: &Selection, work: &dyn Work) -> Result<Vec<f64>> {
        let reader = Reader { graph, chosen: &self.chosen, types: selection.types.as_deref() };
        let ends = offsets(&reader, selection.direction, work)?;
        Ok(ends.windows(2).map(|pair| (pair[1] - pair[0]) as f64).collect())
    }

    /// The number of nodes.
    pub fn len(&self) -> usize {
        self.chosen.ids.len()
    }

    /// Whether there is no node.
    pub fn is_empty(&self) -> bool {
        self.chosen.ids.is_empty()
    }

    /// The number of arcs: relationships followed one way, or both.
    pub fn arcs(&self) -> usize {
        self.targets.len()
    }

    /// The nodes by position, ascending.
    pub fn nodes(&self) -> &[NodeId] {
        &self.chosen.ids
    }

    /// Where a node is.
    pub fn position(&self, node: NodeId) -> Option<usize> {
        let at = self.chosen.position(node);
        (at != super::NOBODY).then_some(at as usize)
    }

    /// Where the relationships of a node lead.
    #[inline]
    pub fn neighbours(&self, at: usize) -> &[u32] {
        &self.targets[self.offsets[at]..self.offsets[at + 1]]
    }

    /// What they weigh; empty if all weigh one.
    #[inline]
    pub fn weights(&self, at: usize) -> &[f64] {
        if self.weights.is_empty() { &[] } else { &self.weights[self.offsets[at]..self.offsets[at + 1]] }
    }

    /// Which they are; empty unless asked for.
    #[inline]
    pub fn relationships(&self, at: usize) -> &[RelId] {
        if self.relationships.is_empty() {
            &[]
        } else {
            &self.relationships[self.offsets[at]..self.offsets[at + 1]]
        }
    }

    /// Where they lead and what they weigh.
    #[inline]
    pub fn arcs_of(&self, at: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let weights = self.weights(at);
        self.neighbours(at)
            .iter()
            .enumerate()
            .map(move |(nth, to)| (*to as usize, weights.get(nth).copied().unwrap_or(1.0)))
    }

    /// The same as a simple graph: sorted neighbours, each once, without loops and weights.
    #[must_use]
    pub fn simple(mut self) -> Projection<'w> {
        let (mut from, mut end) = (0, 0);
        for at in 0..self.len() {
            let to = self.offsets[at + 1];
            self.targets[from..to].sort_unstable();
            let begin = end;
            for nth in from..to {
                let target = self.targets[nth];
                let again = end > begin && self.targets[end - 1] == target;
                if target as usize != at && !again {
                    self.targets[end] = target;
                    end += 1;
                }
            }
            from = to;
            self.offsets[at + 1] = end;
        }
        self.targets.truncate(end);
        (self.weights, self.relationships) = (Vec::new(), Vec::new());
        self
    }
}

fn offsets(reader: &Reader<'_>, direction: Direction, work: &dyn Work) -> Result<Vec<usize>> {
    let nodes = reader.chosen.ids.len();
    let blocks: Vec<Vec<usize>> = (0..nodes.div_ceil(BLOCK))
        .into_par_iter()
        .map(|block| {
            let mut arcs = 0;
            let count = |at| {
                let mut count = 0;
                reader.each(at, direction, |_, _| count += 1);
                arcs += count;
                count
            };
            let counts = (block * BLOCK..((block + 1) * BLOCK).min(nodes)).map(count).collect();
            work.step((arcs + BLOCK) as u64)?;
            Ok(counts)
        })
        .collect::<Result<_>>()?;
    let mut offsets = Vec::with_capacity(nodes + 1);
    let mut end = 0;
    offsets.push(end);
    for count in blocks.into_iter().flatten() {
        end += count;
        offsets.push(end);
    }
    Ok(offsets)
}

fn fill(
    reader: &Reader<'_>,
    direction: Direction,
    offsets: &[usize],
    (mut targets, mut relationships): (&mut [u32], &mut [RelId]),
    work: &dyn Work,
) -> Result<()> {
    let nodes = reader.chosen.ids.len();
    let mut blocks = Vec::new();
    for first in (0..nodes).step_by(BLOCK) {
        let last = (first + BLOCK).min(nodes);
        let arcs = offsets[last] - offsets[first];
        let (own, rest) = std::mem::take(&mut targets).split_at_mut(arcs);
        targets = rest;
        let kept = arcs.min(relationships.len());
        let (own_rels, rest) = std::mem::take(&mut relationships).split_at_mut(kept);
        relationships = rest;
        blocks.push((first..last, own, own_rels));
    }
    blocks.into_par_iter().try_for_each(|(nodes, targets, relationships)| {
        work.step((targets.len() + BLOCK) as u64)?;
        let mut end = 0;
        for at in nodes {
            reader.each(at, direction, |to, rel| {
                targets[end] = to;
                if let Some(place) = relationships.get_mut(end) {
                    *place = rel;
                }
                end += 1;
            });
        }
        Ok(())
    })
}
