//! The first paths to every end that obey no more than the automaton: breadth first, or by cost as Dijkstra's algorithm does.
//! Each node in a state is left as often as there are paths wanted, because more of its paths are part of none of the first.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use rustc_hash::FxHashMap;

use crate::error::Result;
use crate::execute::context::Context;
use crate::graph::NodeId;

use super::arena::{Arena, FoundPath, LabelId, obeys};
use super::backward::Cost;
use super::product::{Move, Product, StateId};

/// See the module.
pub struct Best {
    arena: Arena,
    queue: Queue,
    /// How many paths are wanted to each end.
    count: u64,
    /// By state and node: how many labels were queued (by hops) or left (by cost).
    seen: FxHashMap<(StateId, NodeId), u64>,
    /// Labels that were left, by state and node, where one path may have several.
    left: FxHashMap<(StateId, NodeId), Vec<LabelId>>,
    ends: FxHashMap<NodeId, Vec<LabelId>>,
    /// Ends whose first path does not obey the path mode: another one may.
    refused: Vec<NodeId>,
    moves: Vec<Move>,
    done: bool,
}

/// What is to be looked at next.
enum Queue {
    ByHops(VecDeque<LabelId>),
    ByCost(BinaryHeap<Reverse<(Cost, u32, LabelId)>>),
}

impl Best {
    /// The first `count` paths to each end.
    pub fn new(product: &Product, count: u64, by_cost: bool) -> Best {
        let queue = match by_cost {
            false => Queue::ByHops(VecDeque::from([0])),
            true => Queue::ByCost(BinaryHeap::from([Reverse((Cost(0.0), 0, 0))])),
        };
        let start = FxHashMap::from_iter([((0, product.start), u64::from(!by_cost))]);
        Best {
            arena: Arena::new(product.start),
            queue,
            count,
            seen: start,
            left: FxHashMap::default(),
            ends: FxHashMap::default(),
            refused: Vec::new(),
            moves: Vec::new(),
            done: false,
        }
    }

    /// The next path. Of ends whose first path is refused nothing comes; see [`Best::refused`].
    pub fn next(&mut self, ctx: &mut Context<'_>, product: &mut Product) -> Result<Option<FoundPath>> {
        while !self.done {
            let Some(label) = self.pop() else {
                self.done = true;
                break;
            };
            if let Some(path) = self.leave(ctx, product, label)? {
                return Ok(Some(path));
            }
        }
        Ok(None)
    }

    /// Ends to which there are paths, none of which was given out.
    pub fn refused(&mut self) -> Vec<NodeId> {
        std::mem::take(&mut self.refused)
    }

    fn pop(&mut self) -> Option<LabelId> {
        match &mut self.queue {
            Queue::ByHops(labels) => labels.pop_front(),
            Queue::ByCost(labels) => labels.pop().map(|Reverse((_, _, label))| label),
        }
    }

    /// Goes on from a label, unless that is in vain; the path that ends there.
    fn leave(
        &mut self,
        ctx: &mut Context<'_>,
        product: &mut Product,
        label: LabelId,
    ) -> Result<Option<FoundPath>> {
        let (state, node) = (self.arena.get(label).state, self.arena.get(label).taken.to);
        ctx.meter().step(1)?;
        if !self.is_wanted(product, (state, node), label) {
            return Ok(None);
        }
        let so_far = product.automaton.so_far;
        let so_far = (so_far.path.is_some() || so_far.cost.is_some()).then(|| self.arena.so_far(label));
        let mut moves = std::mem::take(&mut self.moves);
        let ends = product.visit(ctx, (state, node), so_far.as_ref(), &mut moves)?;
        for step in moves.drain(..) {
            if self.may_queue(product, &step) {
                self.push(ctx, product, label, &step)?;
            }
        }
        self.moves = moves;
        Ok(if ends { self.arrive(product, node, label) } else { None })
    }

    /// Whether several labels of a node in a state may have the same path.
    fn has_doubles(&self, product: &Product) -> bool {
        product.automaton.ambiguous && self.count > 1
    }

    /// Whether a label is queued: by hops the first ones are the best.
    fn may_queue(&mut self, product: &Product, step: &Move) -> bool {
        let key = (step.state, step.to);
        if self.has_doubles(product) {
            return (self.left.get(&key).map_or(0, Vec::len) as u64) < self.count;
        }
        match self.queue {
            Queue::ByCost(_) => self.seen.get(&key).is_none_or(|left| *left < self.count),
            Queue::ByHops(_) => {
                let queued = self.seen.entry(key).or_insert(0);
                *queued += 1;
                *queued <= self.count
            }
        }
    }

    /// Whether it is worth going on from a label that leaves the queue.
    fn is_wanted(&mut self, product: &Product, key: (StateId, NodeId), label: LabelId) -> bool {
        if self.has_doubles(product) {
            let left = self.left.get(&key).map_or(&[][..], Vec::as_slice);
            let wanted = (left.len() as u64) < self.count && !self.is_among(left, label);
            if wanted {
                self.left.entry(key).or_default().push(label);
            }
            return wanted;
        }
        match self.queue {
            Queue::ByHops(_) => true,
            Queue::ByCost(_) => {
                let left = self.seen.entry(key).or_insert(0);
                *left += 1;
                *left <= self.count
            }
        }
    }

    fn push(&mut self, ctx: &mut Context<'_>, product: &Product, from: LabelId, step: &Move) -> Result<()> {
        let more = self.seen.len() * 24 + self.left.len() * 64 + product.size();
        let label = self.arena.push(ctx, from, step, more)?;
        match &mut self.queue {
            Queue::ByHops(labels) => labels.push_back(label),
            Queue::ByCost(labels) => {
                let it = self.arena.get(label);
                labels.push(Reverse((Cost(it.cost), it.length, label)));
            }
        }
        Ok(())
    }

    /// Whether the path of a label is that of one of the others.
    fn is_among(&self, others: &[LabelId], label: LabelId) -> bool {
        let same = |other: &LabelId| {
            let (one, other) = (self.arena.path(label), self.arena.path(*other));
            let relationships =
                |path: &FoundPath| path.hops.iter().map(|hop| hop.relationship).collect::<Vec<_>>();
            relationships(&one) == relationships(&other)
        };
        others.iter().any(same)
    }

    /// The path, if it is one of those that are wanted.
    fn arrive(&mut self, product: &Product, end: NodeId, label: LabelId) -> Option<FoundPath> {
        let known = self.ends.get(&end).map_or(&[][..], Vec::as_slice);
        if known.len() as u64 >= self.count || (product.automaton.ambiguous && self.is_among(known, label)) {
            return None;
        }
        let known = self.ends.entry(end).or_default();
        known.push(label);
        self.done = product.target.is_some() && known.len() as u64 >= self.count;
        let path = self.arena.path(label);
        if obeys(product.automaton.mode, product.start, &path.hops) {
            return Some(path);
        }
        self.refused.push(end);
        None
    }

    /// Gives the memory back.
    pub fn release(&mut self, ctx: &mut Context<'_>) {
        self.arena.release(ctx);
    }
}
