//! Hops as they lie in the graph: sub-slices of the sorted adjacency, by type.

use std::ops::ControlFlow;

use crate::algorithm::Work;
use crate::error::Result;
use crate::graph::{Direction, GraphState, NodeId, RelId, Run, TypeId};

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

impl Meter for Worked<'_> {
    fn expand(&mut self, relationships: u64) -> Result<()> {
        const BLOCK: u64 = 1024;
        self.steps += relationships + 1;
        if self.steps < BLOCK {
            return Ok(());
        }
        self.work.step(std::mem::take(&mut self.steps))
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
    /// Relationships that may not be followed.
    pub forbidden: &'a [RelId],
    /// Where relationships are counted.
    pub meter: M,
}

impl<'a, M> Slices<'a, M> {
    /// Calls with each slice of a node's relationships. In the second direction of `Both`, which is told,
    /// self-loops come again.
    pub(super) fn each_run(
        &self,
        side: Side,
        node: NodeId,
        mut call: impl FnMut(Run<'a>, bool) -> ControlFlow<()>,
    ) {
        let direction = match side {
            Side::Forward => self.direction,
            Side::Backward => self.direction.reverse(),
        };
        let graph = self.graph;
        let mut of_type = |only: Option<TypeId>| {
            if direction != Direction::Incoming {
                graph.outgoing(node, only).try_for_each(|run| call(run, false))?;
            }
            if direction != Direction::Outgoing {
                let again = direction == Direction::Both;
                graph.incoming(node, only).try_for_each(|run| call(run, again))?;
            }
            ControlFlow::Continue(())
        };
        // Whether it was stopped is known to the caller.
        let _ = match self.types {
            None => of_type(None),
            Some(types) => types.iter().try_for_each(|only| of_type(Some(*only))),
        };
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
        let mut degree = 0;
        self.each_run(side, node, |run, _| {
            degree += run.len();
            ControlFlow::Continue(())
        });
        degree
    }

    #[inline]
    fn each<F: FnMut(Hop) -> ControlFlow<()>>(
        &mut self,
        side: Side,
        node: NodeId,
        visit: &mut F,
    ) -> Result<()> {
        let mut looked = 0;
        self.each_run(side, node, |run, again| {
            looked += run.len();
            if !again && self.forbidden.is_empty() {
                let mut pairs = run.neighbours.iter().zip(run.relationships);
                return pairs.try_for_each(|(to, by)| visit(Hop { by: *by, to: *to }));
            }
            run.neighbours.iter().zip(run.relationships).try_for_each(|(to, by)| {
                match (again && *to == node) || self.forbidden.contains(by) {
                    true => ControlFlow::Continue(()),
                    false => visit(Hop { by: *by, to: *to }),
                }
            })
        });
        self.meter.expand(looked as u64)
    }
}
