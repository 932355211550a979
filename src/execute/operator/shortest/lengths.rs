//! Paths between two nodes by increasing length: depth-first search to a length that grows by one each round,
//! cut off where the other end is too far away (iterative deepening with an exact lower bound).

use crate::error::Result;
use crate::execute::context::Context;
use crate::graph::NodeId;
use crate::path::{Depths, Side};
use crate::semantic::bound::PathMode;
use crate::value::PathValue;

use super::super::path_state::{Hops, Step, Trace};
use super::super::row_hops::RowHops;

/// The paths between two nodes, shortest first.
pub struct ByLength {
    start: NodeId,
    target: NodeId,
    mode: PathMode,
    max: Option<u64>,
    /// Hops from each node to the target, ignoring what the mode forbids.
    distances: Depths,
    /// The length of this round.
    length: u64,
    trace: Trace,
    steps: Vec<Step>,
    frames: Vec<(usize, usize)>,
    /// A path of this round could have gone on.
    cut: bool,
    /// The round has to begin.
    fresh: bool,
    done: bool,
}

impl ByLength {
    /// Paths of the lengths `from..=max`.
    pub fn new(
        ctx: &mut Context<'_>,
        (forward, backward): (&Hops<'_>, &Hops<'_>),
        (start, target): (NodeId, NodeId),
        (from, max): (u64, Option<u64>),
        mode: PathMode,
    ) -> Result<ByLength> {
        let pool = ctx.pool().clone();
        let mut hops = RowHops::new(ctx, forward, backward);
        let distances = Depths::new(&mut hops, &pool, Side::Backward, target, max)?;
        let nearest = distances.get(start);
        Ok(ByLength {
            start,
            target,
            mode,
            max,
            length: from.max(nearest.unwrap_or(0)),
            done: nearest.is_none(),
            distances,
            trace: Trace::new(mode, start),
            steps: Vec::new(),
            frames: Vec::new(),
            cut: false,
            fresh: true,
        })
    }

    /// The next path.
    pub fn next(&mut self, ctx: &mut Context<'_>, forward: &Hops<'_>) -> Result<Option<PathValue>> {
        while !self.done && self.max.is_none_or(|max| self.length <= max) {
            if self.step(ctx, forward)? {
                return Ok(Some(PathValue {
                    nodes: self.trace.nodes().to_vec(),
                    relationships: self.trace.relationships().to_vec(),
                }));
            }
            // The round is over. If no path was cut off, there are no longer ones.
            self.done = !self.cut;
            self.length += 1;
            self.fresh = true;
        }
        Ok(None)
    }

    /// Goes to the next path of this round; false at its end.
    fn step(&mut self, ctx: &mut Context<'_>, forward: &Hops<'_>) -> Result<bool> {
        if std::mem::replace(&mut self.fresh, false) {
            self.cut = false;
            self.trace = Trace::new(self.mode, self.start);
            self.steps.clear();
            self.frames.clear();
            if self.length == 0 && self.start == self.target {
                self.cut = true;
                self.frames.push((0, 0));
                return Ok(true);
            }
            self.descend(ctx, forward)?;
        }
        while let Some((first, next)) = self.frames.last_mut() {
            let Some(step) = self.steps.get(*next).copied() else {
                let first = *first;
                self.steps.truncate(first);
                self.frames.pop();
                self.trace.pop();
                continue;
            };
            *next += 1;
            if !self.trace.allows(step) {
                continue;
            }
            let Some(distance) = self.distances.get(step.to) else { continue };
            let length = self.trace.len() as u64 + 1;
            if length + distance > self.length {
                self.cut = true;
                continue;
            }
            self.trace.push(step);
            if length == self.length {
                // The distance is zero: this is the target.
                self.cut = true;
                self.frames.push((self.steps.len(), self.steps.len()));
                return Ok(true);
            }
            self.descend(ctx, forward)?;
        }
        Ok(false)
    }

    fn descend(&mut self, ctx: &mut Context<'_>, forward: &Hops<'_>) -> Result<()> {
        let start = self.steps.len();
        if self.trace.is_open() && (self.trace.len() as u64) < self.length {
            forward.add(ctx, self.trace.end(), &mut self.steps)?;
        }
        self.frames.push((start, start));
        Ok(())
    }
}
