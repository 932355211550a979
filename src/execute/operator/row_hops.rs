//! The hops of a row's search as [`crate::path`] follows them: right from the graph's slices where there is no predicate.

use std::ops::ControlFlow;

use crate::error::Result;
use crate::execute::context::Context;
use crate::graph::NodeId;
use crate::path::{self, Ground, Hop, Pool, Side, Slices};

use super::path_state::{Hops, Step};

/// The hops from a row's one node and those from the other.
pub struct RowHops<'c, 'g, 'h> {
    ctx: &'c mut Context<'g>,
    forward: &'h Hops<'h>,
    /// Not asked by a search that goes on from one node only.
    backward: &'h Hops<'h>,
    steps: Vec<Step>,
}

impl<'c, 'g, 'h> RowHops<'c, 'g, 'h> {
    /// What may be followed from both ends.
    pub fn new(ctx: &'c mut Context<'g>, forward: &'h Hops<'h>, backward: &'h Hops<'h>) -> Self {
        RowHops { ctx, forward, backward, steps: Vec::new() }
    }

    /// What searches use again and again.
    pub fn pool(&self) -> Pool {
        self.ctx.pool().clone()
    }

    /// Not part of the loop over plain slices, which is to stay small.
    #[inline(never)]
    fn filtered(
        &mut self,
        side: Side,
        node: NodeId,
        visit: &mut dyn FnMut(Hop) -> ControlFlow<()>,
    ) -> Result<()> {
        self.steps.clear();
        self.side(side).add(self.ctx, node, &mut self.steps)?;
        for step in &self.steps {
            if visit(Hop { by: step.relationship, to: step.to }).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn side(&self, side: Side) -> &'h Hops<'h> {
        match side {
            Side::Forward => self.forward,
            Side::Backward => self.backward,
        }
    }
}

impl Ground for RowHops<'_, '_, '_> {
    fn bound(&self) -> usize {
        self.ctx.graph().node_table().bound() as usize
    }

    fn hold(&mut self, bytes: usize) -> Result<()> {
        self.ctx.meter().hold(bytes)
    }

    fn release(&mut self, bytes: usize) {
        self.ctx.meter().release(bytes);
    }
}

impl path::Hops for RowHops<'_, '_, '_> {
    #[inline]
    fn degree(&self, side: Side, node: NodeId) -> usize {
        // What the target sees has its direction turned already.
        slices(self.side(side), self.ctx.graph(), ()).looked_at(Side::Forward, node)
    }

    fn all(&self) -> Option<u64> {
        let is_plain = self.forward.filter.is_none();
        is_plain.then(|| self.ctx.graph().relationship_count())
    }

    #[inline]
    fn each<F: FnMut(Hop) -> ControlFlow<()>>(
        &mut self,
        side: Side,
        node: NodeId,
        visit: &mut F,
    ) -> Result<()> {
        let hops = self.side(side);
        if hops.filter.is_none() {
            let (graph, meter) = self.ctx.graph_and_meter();
            return path::Hops::each(&mut slices(hops, graph, meter), Side::Forward, node, visit);
        }
        self.filtered(side, node, visit)
    }
}

fn slices<'a, M>(hops: &'a Hops<'_>, graph: &'a crate::graph::GraphState, meter: M) -> Slices<'a, M> {
    let Hops { direction, types, forbidden, .. } = hops;
    Slices { graph, direction: *direction, types: types.as_deref(), labels: None, forbidden, meter }
}
