//! Hops as they lie in the graph: sub-slices of the sorted adjacency, by type.

use std::ops::ControlFlow;

use crate::algorithm::{Selection, Work};
use crate::error::Result;
use crate::graph::{Direction, GraphState, LabelId, NodeId, RelId, Runs, TypeId};

use super::hops::{Ground, Hop, Hops, Side};

/// Counts what a search looks at and holds.
pub trait Meter {
    /// Counts relationships looked at; fails when they are too many, time is over or the search was cancelled.
    fn expand(&mut self, relationships: u64) -> Result<()>;
    /// Counts bytes about to be taken.
    fn hold(&mut self, bytes: usize) -> Result<()>;
    /// Gives bytes back.
    fn release(&mut self, bytes: usize);
}

/// The meter of a graph algorithm, on which a search counts blocks of steps.
pub struct Worked<'w> {
    work: &'w dyn Work,
    steps: u64,
}

impl<'w> Worked<'w> {
    /// Counts on `work`.
    pub fn new(work: &'w dyn Work) -> Worked<'w> {
        Worked { work, steps: 0 }
    }
}

/// What is left to be counted is; should it be too much, the next search is told.
impl Drop for Worked<'_> {
    fn drop(&mut self) {
        let _ = self.work.expand(self.steps);
    }
}

impl Meter for Worked<'_> {
    fn expand(&mut self, relationships: u64) -> Result<()> {
        const BLOCK: u64 = 1024;
        self.steps += relationships + 1;
        if self.steps < BLOCK {
            return Ok(());
        }
        self.work.expand(std::mem::take(&mut self.steps))
    }

    fn hold(&mut self, bytes: usize) -> Result<()> {
        self.work.hold(bytes)
    }

    fn release(&mut self, bytes: usize) {
        self.work.release(bytes);
    }
}

/// The relationships of some types in a direction, but for a few.
pub struct Slices<'a, M> {
    /// The graph.
    pub graph: &'a GraphState,
    /// Seen from the source.
    pub direction: Direction,
    /// Any of these, ascending; none means all.
    pub types: Option<&'a [TypeId]>,
    /// Only to nodes with any of these labels; none means all.
    pub labels: Option<&'a [LabelId]>,
    /// Relationships that may not be followed.
    pub forbidden: &'a [RelId],
    /// Where relationships are counted.
    pub meter: M,
}

impl<'a, M> Slices<'a, M> {
    /// The relationships that were selected.
    pub fn of(graph: &'a GraphState, selection: &'a Selection, meter: M) -> Slices<'a, M> {
        Slices {
            graph,
            direction: selection.direction,
            types: selection.types.as_deref(),
            labels: selection.labels.as_deref(),
            forbidden: &[],
            meter,
        }
    }

    /// Whether a node has a label that is wanted.
    pub fn is_selected(&self, node: NodeId) -> bool {
        self.labels.is_none_or(|labels| labels.iter().any(|label| self.graph.has_label(node, *label)))
    }

    /// The slices of a node's relationships. In the second direction of `Both`, which is told, self-loops come again.
    #[inline]
    fn runs(&self, side: Side, node: NodeId) -> impl Iterator<Item = (Runs<'a>, bool)> + use<'a, M> {
        let direction = match side {
            Side::Forward => self.direction,
            Side::Backward => self.direction.reverse(),
        };
        let (graph, types) = (self.graph, self.types);
        let ways = if direction == Direction::Both { 2 } else { 1 };
        (0..types.map_or(1, <[TypeId]>::len) * ways).map(move |at| {
            let only = types.map(|types| types[at / ways]);
            let again = at % ways == 1;
            match again || direction == Direction::Incoming {
                true => (graph.incoming(node, only), again),
                false => (graph.outgoing(node, only), again),
            }
        })
    }

    /// How many relationships are looked at to follow a node's hops.
    #[inline]
    pub fn looked_at(&self, side: Side, node: NodeId) -> usize {
        self.runs(side, node).flat_map(|(runs, _)| runs).map(|run| run.len()).sum()
    }

    /// Calls with each hop until it is told to stop; how many relationships were looked at. The call stands in one
    /// place, so that it becomes part of the loop.
    #[inline]
    fn visit(&self, side: Side, node: NodeId, visit: &mut impl FnMut(Hop) -> ControlFlow<()>) -> usize {
        let mut looked = 0;
        let is_plain = self.forbidden.is_empty() && self.labels.is_none();
        for (runs, again) in self.runs(side, node) {
            for run in runs {
                for (at, (to, by)) in run.neighbours.iter().zip(run.relationships).enumerate() {
                    let is_out = (again && *to == node) || (!is_plain && self.is_out(*to, *by));
                    if !is_out && visit(Hop { by: *by, to: *to }).is_break() {
                        return looked + at + 1;
                    }
                }
                looked += run.len();
            }
        }
        looked
    }

    fn is_out(&self, to: NodeId, by: RelId) -> bool {
        self.forbidden.contains(&by) || !self.is_selected(to)
    }
}

impl<M: Meter> Ground for Slices<'_, M> {
    fn bound(&self) -> usize {
        self.graph.node_table().bound() as usize
    }

    fn hold(&mut self, bytes: usize) -> Result<()> {
        self.meter.hold(bytes)
    }

    fn release(&mut self, bytes: usize) {
        self.meter.release(bytes);
    }
}

impl<M: Meter> Hops for Slices<'_, M> {
    #[inline]
    fn degree(&self, side: Side, node: NodeId) -> usize {
        self.looked_at(side, node)
    }

    fn all(&self) -> Option<u64> {
        Some(self.graph.relationship_count())
    }

    #[inline]
    fn each<F: FnMut(Hop) -> ControlFlow<()>>(
        &mut self,
        side: Side,
        node: NodeId,
        visit: &mut F,
    ) -> Result<()> {
        let looked = self.visit(side, node, visit);
        self.meter.expand(looked as u64)
    }
}
