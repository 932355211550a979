//! The first paths between two nodes that obey a path mode, which an automaton alone cannot tell: best first over paths, led
//! by how far the end is at least (A* over paths; the bound is exact where nothing is repeated).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rustc_hash::FxHashSet;

use crate::error::Result;
use crate::execute::context::Context;
use crate::graph::{NodeId, RelId};
use crate::semantic::bound::PathMode;

use super::arena::{Arena, FoundPath, LabelId, is_final};
use super::backward::{Backward, Cost};
use super::product::{Move, Product};

/// How many are wanted.
#[derive(Clone, Copy, Debug)]
pub enum Wanted {
    /// So many paths.
    Paths(u64),
    /// All of so many different costs.
    Groups(u64),
}

/// See the module.
pub struct Exact {
    arena: Arena,
    queue: BinaryHeap<Reverse<(Cost, Cost, u32, LabelId)>>,
    to_go: Backward,
    wanted: Wanted,
    end: NodeId,
    found: u64,
    last_cost: Option<f64>,
    /// Paths that were given out, where one may match in several ways.
    given: FxHashSet<Vec<RelId>>,
    /// Relationships and nodes that some path has: others need not be looked for in a whole path.
    used: FxHashSet<RelId>,
    touched: FxHashSet<NodeId>,
    moves: Vec<Move>,
}

impl Exact {
    /// Paths from the product's start to `end`.
    pub fn new(product: &Product, end: NodeId, wanted: Wanted) -> Exact {
        Exact {
            arena: Arena::new(product.start),
            queue: BinaryHeap::from([Reverse((Cost(0.0), Cost(0.0), 0, 0))]),
            to_go: Backward::new(product, end),
            wanted,
            end,
            found: 0,
            last_cost: None,
            given: FxHashSet::default(),
            used: FxHashSet::default(),
            touched: FxHashSet::from_iter([product.start]),
            moves: Vec::new(),
        }
    }

    /// The next path, in the order of costs.
    pub fn next(&mut self, ctx: &mut Context<'_>, product: &mut Product) -> Result<Option<FoundPath>> {
        while let Some(Reverse((least, cost, length, label))) = self.queue.pop() {
            if self.is_enough(cost.0, least.0) {
                break;
            }
            ctx.meter().step(1)?;
            let it = *self.arena.get(label);
            let place = (product.position(it.state), it.taken.to);
            self.to_go.settle(ctx, product, place, least.0 - cost.0)?;
            let now = cost.0 + self.to_go.bound(place.0, place.1);
            if now.is_infinite() {
                continue;
            }
            if now > least.0 {
                self.queue.push(Reverse((Cost(now), cost, length, label)));
                continue;
            }
            if let Some(path) = self.leave(ctx, product, label)? {
                return Ok(Some(path));
            }
        }
        self.queue.clear();
        Ok(None)
    }

    /// Whether what is still to come is not wanted.
    fn is_enough(&self, cost: f64, least: f64) -> bool {
        match self.wanted {
            Wanted::Paths(count) => self.found >= count,
            Wanted::Groups(count) => {
                self.found >= count && self.last_cost.is_some_and(|last| last < cost.max(least))
            }
        }
    }

    fn leave(
        &mut self,
        ctx: &mut Context<'_>,
        product: &mut Product,
        label: LabelId,
    ) -> Result<Option<FoundPath>> {
        let it = *self.arena.get(label);
        let mut moves = std::mem::take(&mut self.moves);
        let ends = product.visit(ctx, (it.state, it.taken.to), None, &mut moves)? && it.taken.to == self.end;
        if it.taken.to == self.end && is_final(product.automaton.mode, product.start, self.end) {
            moves.clear();
        }
        for step in moves.drain(..) {
            if self.is_allowed(product, label, &step) {
                self.push(ctx, product, label, &step)?;
            }
        }
        self.moves = moves;
        Ok(if ends { self.arrive(product, label) } else { None })
    }

    fn is_allowed(&mut self, product: &Product, label: LabelId, step: &Move) -> bool {
        let mode = product.automaton.mode;
        let new = match mode {
            PathMode::Walk => true,
            // What no path has, this one has not.
            PathMode::Trail => self.used.insert(step.relationship),
            PathMode::Acyclic => self.touched.insert(step.to),
            PathMode::Simple => false,
        };
        new || self.arena.allows(mode, label, step.relationship, step.to)
    }

    fn push(&mut self, ctx: &mut Context<'_>, product: &Product, from: LabelId, step: &Move) -> Result<()> {
        let to_go = self.to_go.bound(product.position(step.state), step.to);
        if to_go.is_infinite() {
            return Ok(());
        }
        let more = self.queue.len() * 32 + (self.used.len() + self.touched.len()) * 8 + product.size();
        let label = self.arena.push(ctx, from, step, more)?;
        let it = self.arena.get(label);
        self.queue.push(Reverse((Cost(it.cost + to_go), Cost(it.cost), it.length, label)));
        Ok(())
    }

    fn arrive(&mut self, product: &Product, label: LabelId) -> Option<FoundPath> {
        let path = self.arena.path(label);
        if product.automaton.ambiguous
            && !self.given.insert(path.hops.iter().map(|hop| hop.relationship).collect())
        {
            return None;
        }
        match self.wanted {
            Wanted::Paths(_) => self.found += 1,
            Wanted::Groups(count) => {
                if self.last_cost != Some(path.cost) {
                    if self.found >= count {
                        return None;
                    }
                    self.found += 1;
                }
            }
        }
        self.last_cost = Some(path.cost);
        Some(path)
    }

    /// Gives the memory back.
    pub fn release(&mut self, ctx: &mut Context<'_>) {
        self.arena.release(ctx);
        self.to_go.release(ctx);
    }
}
