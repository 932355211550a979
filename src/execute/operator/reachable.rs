//! Variable-length expansion where only the nodes matter that are reached: a breadth-first search that finds each once.

use std::sync::Arc;

use crate::error::Result;
use crate::execute::batch::{BATCH_ROWS, Batch};
use crate::execute::column::Column;
use crate::execute::context::Context;
use crate::graph::{Direction, NodeId};
use crate::path::{Links, Reach, Reached, Side, meet};
use crate::plan::logical;
use crate::semantic::bound::{PathMode, Slot};

use super::path_state::{Hop, Hops};
use super::row_hops::RowHops;
use super::variable_expand::Bounds;
use super::{Input, Operator, extended};

/// Finds the nodes that relationships lead to.
pub struct ReachableNodes {
    input: Input,
    plan: logical::Expand,
    bounds: Bounds,
    hop: Option<Hop>,
    reversed: bool,
    carry: Vec<Slot>,
    current: Option<(Batch, usize)>,
    search: Option<Reach>,
}

impl ReachableNodes {
    /// Over an input; `carry` are the slots of the input needed above. Paths of one hop must be allowed if any are.
    pub fn new(
        input: Input,
        plan: logical::Expand,
        bounds: Bounds,
        hop: Option<Hop>,
        reversed: bool,
        carry: Vec<Slot>,
    ) -> ReachableNodes {
        ReachableNodes { input, plan, bounds, hop, reversed, carry, current: None, search: None }
    }

    /// What is to be found.
    fn wanted(&self) -> Reached {
        Reached {
            side: Side::Forward,
            zero: self.bounds.min == 0,
            max: self.bounds.max,
            both: self.plan.direction == Direction::Both && self.bounds.mode == PathMode::Trail,
            open: self.bounds.mode == PathMode::Acyclic,
        }
    }

    /// The hops seen from where the search begins, and those seen from a node that it leads to.
    fn hops(&self, ctx: &Context<'_>, batch: &Batch, row: usize) -> Result<(Hops<'_>, Hops<'_>)> {
        let hops = |direction, reversed| {
            let follow = (direction, self.plan.types.as_slice());
            Hops::new(ctx, (batch, row), follow, self.hop.as_ref(), reversed, &self.plan.unique)
        };
        Ok((hops(self.plan.direction, self.reversed)?, hops(self.plan.direction.reverse(), !self.reversed)?))
    }

    /// Adds nodes of a row until it has no more or the batch is full; whether it has no more.
    fn advance(
        &mut self,
        ctx: &mut Context<'_>,
        (batch, row): (&Batch, usize),
        nodes: &mut Vec<NodeId>,
    ) -> Result<bool> {
        let Some(start) = batch.column(self.plan.from)?.node(row)? else { return Ok(true) };
        let mut search = self.search.take();
        let hops = self.hops(ctx, batch, row)?;
        if self.plan.into {
            let Some(target) = batch.column(self.plan.to)?.node(row)? else { return Ok(true) };
            ctx.check_nodes(&[start, target])?;
            if self.leads_to(&mut RowHops::new(ctx, &hops.0, &hops.1), start, target)? {
                nodes.push(target);
            }
            return Ok(true);
        }
        let pool = ctx.pool().clone();
        if search.is_none() {
            ctx.check_nodes(&[start])?;
        }
        let mut hops = RowHops::new(ctx, &hops.0, &hops.1);
        let mut reach = search.take().unwrap_or_else(|| Reach::new(&hops, &pool, start, self.wanted()));
        let enough = BATCH_ROWS - nodes.len();
        let before = nodes.len();
        reach.next(&mut hops, enough, nodes)?;
        let is_done = nodes.len() - before < enough;
        if is_done {
            reach.release(&mut hops);
        } else {
            search = Some(reach);
        }
        self.search = search;
        Ok(is_done)
    }

    /// Whether a path leads from one node to another.
    fn leads_to(&self, hops: &mut RowHops<'_, '_, '_>, start: NodeId, target: NodeId) -> Result<bool> {
        let pool = hops.pool();
        if start != target || self.bounds.min == 0 {
            let met = meet::<_, Links>(hops, &pool, (start, target), self.bounds.max)?;
            crate::path::Ground::release(hops, met.as_ref().map_or(0, |met| met.held()));
            return Ok(met.is_some());
        }
        let mut search = Reach::new(hops, &pool, start, self.wanted());
        let mut found = Vec::new();
        loop {
            let before = found.len();
            search.next(hops, BATCH_ROWS, &mut found)?;
            let is_found = found[before..].contains(&target);
            if is_found || found.len() == before {
                search.release(hops);
                return Ok(is_found);
            }
        }
    }

    /// Fills a batch from the current input, or up to its end.
    fn fill(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        let Some((batch, mut row)) = self.current.take() else { return Ok(None) };
        let (mut rows, mut nodes) = (Vec::new(), Vec::new());
        while row < batch.len() && nodes.len() < BATCH_ROWS {
            ctx.meter().step(1)?;
            let is_done = self.advance(ctx, (&batch, row), &mut nodes)?;
            rows.resize(nodes.len(), row as u32);
            row += usize::from(is_done);
        }
        let mut result = extended(&batch, &rows, &self.carry, []);
        result.set(self.plan.to, Arc::new(Column::Nodes(nodes)));
        if row < batch.len() {
            self.current = Some((batch, row));
        }
        Ok((!rows.is_empty()).then_some(result))
    }
}

impl Operator for ReachableNodes {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        ctx.graph().read_relationships_ahead();
        self.current = None;
        if let Some(search) = self.search.take() {
            ctx.meter().release(search.held());
        }
        self.input.open(ctx)
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        loop {
            if self.current.is_none() {
                let Some(batch) = self.input.next(ctx)? else { return Ok(None) };
                self.current = Some((batch, 0));
            }
            if let Some(batch) = self.fill(ctx)? {
                return Ok(Some(batch));
            }
        }
    }
}
