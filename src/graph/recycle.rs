//! Giving out ids, and using those of deleted elements again.
//!
//! An id is used again only when the commit that freed it is behind every live snapshot, so nobody who
//! got the id from a snapshot can meet another element under it; and never in the transaction that freed it nor in
//! the one right behind it, so that two statements compared with one another never show two elements under one id.

use std::collections::VecDeque;

use super::bits::{WordBits, Words};
use super::state::GraphState;
use super::tables::{NodeTable, RelTable};
use super::write::MAX_ID;
use super::{NodeId, Op, RelId};
use crate::error::{Error, ErrorClass, Result};

/// The free ids of nodes and relationships; belongs to the transaction that writes.
#[derive(Debug)]
pub(super) struct Recycler {
    pub nodes: Pool,
    pub relationships: Pool,
    /// The lineage whose commits freed what waits.
    lineage: u64,
}

/// Free ids of one kind.
#[derive(Debug, Default)]
pub(super) struct Pool {
    /// The elements when the store was opened, until the ids that were free then are looked for.
    opened: Option<Opened>,
    ready: Vec<u32>,
    /// With the epoch whose commit freed them, ascending.
    waiting: VecDeque<(u64, u32)>,
    /// Taken by the open transaction.
    taken: Vec<u32>,
}

/// The most free ids looked for when a store is opened; the others are found at a later opening.
const MAX_FOUND: usize = 1 << 20;

/// A table of elements as it was when the store was opened.
#[derive(Debug)]
enum Opened {
    Nodes(NodeTable),
    Relationships(RelTable),
}

impl Opened {
    /// The ids below the bound that were not used, largest first; there was no reader yet who could know them.
    fn free(&self) -> Vec<u32> {
        let (set, bound): (&dyn Words, u32) = match self {
            Opened::Nodes(table) => (table, table.bound()),
            Opened::Relationships(table) => (table, table.bound()),
        };
        let holes = (0..set.word_bound())
            .flat_map(|index| WordBits(!set.word(index)).map(move |bit| (index * 64 + bit) as u32));
        let mut free: Vec<u32> = holes.take_while(|id| *id < bound).take(MAX_FOUND).collect();
        // Taken from the end: small ids first.
        free.reverse();
        free
    }
}

impl Recycler {
    /// The ids that the state does not use; looked for when the first is needed.
    pub fn new(state: &GraphState) -> Recycler {
        let pool = |count: u64, bound: u32, opened: Opened| Pool {
            opened: (count < u64::from(bound)).then_some(opened),
            ..Pool::default()
        };
        let nodes = Opened::Nodes(state.nodes.clone());
        let relationships = Opened::Relationships(state.relationships.clone());
        Recycler {
            nodes: pool(state.node_count(), state.nodes.bound(), nodes),
            relationships: pool(state.relationship_count(), state.relationships.bound(), relationships),
            lineage: 0,
        }
    }

    /// Goes on from the commit of this number: when those after it were taken back, what they freed is in use. What
    /// they took is found at the next opening.
    pub fn follow(&mut self, lineage: u64, epoch: u64) {
        if self.lineage != lineage {
            self.lineage = lineage;
            self.nodes.forget_after(epoch);
            self.relationships.forget_after(epoch);
        }
    }

    /// Lets go of the ids freed before the epoch of the oldest snapshot alive.
    pub fn release(&mut self, oldest: u64) {
        self.nodes.release(oldest);
        self.relationships.release(oldest);
    }

    /// The transaction was undone: it took nothing.
    pub fn rolled_back(&mut self) {
        self.nodes.rolled_back();
        self.relationships.rolled_back();
    }

    /// The transaction was committed: its deleted ids wait from now on.
    pub fn committed(&mut self, epoch: u64, ops: &[Op], state: &GraphState) {
        let nodes =
            ops.iter().filter_map(|op| if let Op::DeleteNode { id } = op { Some(id.0) } else { None });
        self.nodes.committed(epoch, nodes, |id| state.node_exists(NodeId(id)));
        let rels = ops
            .iter()
            .filter_map(|op| if let Op::DeleteRelationship { id } = op { Some(id.0) } else { None });
        self.relationships.committed(epoch, rels, |id| state.relationship_exists(RelId(id)));
    }
}

impl Pool {
    /// A free id: a recycled one, or the next above `bound`.
    pub fn take(&mut self, bound: u32, what: &str) -> Result<u32> {
        if let Some(opened) = self.opened.take() {
            // Before those that were freed since.
            self.ready.splice(0..0, opened.free());
        }
        if let Some(id) = self.ready.pop() {
            self.taken.push(id);
            return Ok(id);
        }
        if bound > MAX_ID {
            let message = format!("a graph can have {MAX_ID} {what}");
            return Err(Error::new(ErrorClass::BudgetExceeded, "TooManyElements", message));
        }
        Ok(bound)
    }

    fn release(&mut self, oldest: u64) {
        while let Some((_, id)) = self.waiting.pop_front_if(|(epoch, _)| *epoch < oldest) {
            self.ready.push(id);
        }
    }

    fn forget_after(&mut self, epoch: u64) {
        self.waiting.retain(|(freed, _)| *freed <= epoch);
    }

    fn rolled_back(&mut self) {
        let taken = std::mem::take(&mut self.taken);
        self.ready.extend(taken.into_iter().rev());
    }

    fn committed(&mut self, epoch: u64, deleted: impl Iterator<Item = u32>, alive: impl Fn(u32) -> bool) {
        // An id taken for a statement that was undone is free as well.
        let mut freed: Vec<u32> = self.taken.drain(..).chain(deleted).filter(|id| !alive(*id)).collect();
        freed.sort_unstable();
        freed.dedup();
        self.waiting.extend(freed.into_iter().map(|id| (epoch, id)));
    }
}
