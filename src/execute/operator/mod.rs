//! Physical operators: each pulls batches of rows from its inputs and yields batches.
//!
//! An operator is opened before each run (an `Apply` runs its right side many times) and then asked for
//! batches until it yields none. Operators keep ids and places, never borrows of the graph, so that they can
//! be stopped between batches and sent to another thread.

mod aggregate;
mod apply;
mod argument;
mod branch;
mod call;
mod count_branches;
mod delete;
mod distinct;
mod elements;
mod endpoints;
mod expand;
mod foreach;
mod groups;
mod hop_reader;
mod id_seek;
mod index_seek;
mod join;
mod joined;
mod known;
mod limit;
mod load_csv;
mod lookup;
mod merge;
mod nearness;
mod node_marks;
mod node_scan;
mod path_state;
mod project;
mod reachable;
mod relationship_scan;
mod row_hops;
mod search;
mod shortest;
mod sort;
mod transactional;
mod union;
mod update;
mod variable_expand;

use std::sync::Arc;

use crate::error::{Error, Result};
use crate::graph::{Direction, GraphState, TypeId};
use crate::semantic::bound::{Name, Slot};
use crate::value::Value;

use super::batch::{BATCH_ROWS, Batch};
use super::column::Column;
use super::context::Context;

pub use aggregate::{Aggregate, Feed, Shortcuts};
pub use apply::{Apply, ApplyMode, ApplySlots};
pub use argument::{Argument, EmptyResult, Unit};
pub use branch::{Branch, Predicates};
pub use call::CallProcedure;
pub use count_branches::{CountBranches, add_weight, weights};
pub use delete::Delete;
pub use distinct::Distinct;
pub use elements::{Create, CreatePlan, LabelPlan, NewNode, NewRelationship, Properties};
pub use endpoints::Endpoints;
pub use expand::{Expand, ExpandInto};
pub use foreach::Foreach;
pub use groups::AggregateSpec;
pub use hop_reader::HopReader;
pub use id_seek::IdSeek;
pub use index_seek::{Found, IndexSeek};
pub use join::{CartesianProduct, HashJoin, Sides};
pub use joined::Joined;
pub use known::Known;
pub use limit::{Limit, Skip};
pub use load_csv::LoadCsv;
pub use lookup::{LookupPlan, OrderPlan, SeekPlan};
pub use merge::Merge;
pub use node_scan::NodeScan;
pub use project::{Filter, Project, Unwind};
pub use reachable::ReachableNodes;
pub use relationship_scan::RelationshipScan;
pub use search::{Automaton, Count, Edge, ForwardPlan, Layout, PathSearch, SelectorPlan, Step, StepCost};
pub use shortest::ShortestPath;
pub use sort::{Eager, Sort, SortKeys, TopK};
pub use transactional::{TransactionPlan, TransactionalApply};
pub use union::Union;
pub use update::{KeyPlan, Update, UpdatePlan};
pub use variable_expand::{Bounds, Hop, VariableExpand};

/// A physical operator.
pub trait Operator: Send {
    /// Begins a run, forgetting the one before.
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()>;

    /// The next rows (never an empty batch), or `None` at the end.
    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>>;
}

/// An operator as another's input.
pub type Input = Box<dyn Operator>;

/// The row numbers `0..len` for a hidden slot.
pub fn row_numbers(len: usize) -> Column {
    Column::Integers((0..len as i64).collect(), None)
}

/// The row numbers in a hidden slot.
pub fn ordinals(batch: &Batch, slot: Slot) -> Result<Vec<u32>> {
    match &**batch.column(slot)? {
        Column::Integers(numbers, _) => Ok(numbers.iter().map(|number| *number as u32).collect()),
        other => (0..other.len())
            .map(|row| match other.value(row) {
                Value::Integer(number) => Ok(number as u32),
                _ => Err(Error::internal("a row number is no integer")),
            })
            .collect(),
    }
}

/// The ids of relationship types: `None` for all, empty when none of the names is known.
pub fn type_ids(graph: &GraphState, names: &[Name]) -> Option<Vec<TypeId>> {
    if names.is_empty() {
        return None;
    }
    let mut ids: Vec<TypeId> = names.iter().filter_map(|name| graph.catalog().rel_type(name)).collect();
    ids.sort_unstable();
    ids.dedup();
    Some(ids)
}

/// Whether a relationship of this type is among the wanted.
pub fn is_wanted(types: &Option<Vec<TypeId>>, rel_type: TypeId) -> bool {
    types.as_ref().is_none_or(|types| types.contains(&rel_type))
}

/// Both ways a relationship can be followed, as flags for outgoing and incoming.
pub fn ways(direction: Direction) -> (bool, bool) {
    match direction {
        Direction::Outgoing => (true, false),
        Direction::Incoming => (false, true),
        Direction::Both => (true, true),
    }
}

/// Rows that an operator keeps, counted against the memory budget.
#[derive(Default)]
pub struct Held {
    /// The rows.
    pub batches: Vec<Batch>,
    bytes: usize,
}

impl Held {
    /// Keeps a batch.
    pub fn push(&mut self, ctx: &mut Context<'_>, batch: Batch) -> Result<()> {
        let bytes = batch.memory();
        ctx.meter().hold(bytes)?;
        self.bytes += bytes;
        self.batches.push(batch);
        Ok(())
    }

    /// Counts bytes kept beside the batches.
    pub fn hold(&mut self, ctx: &mut Context<'_>, bytes: usize) -> Result<()> {
        self.bytes += bytes;
        ctx.meter().hold(bytes)
    }

    /// Takes all rows of an input.
    pub fn drain(&mut self, ctx: &mut Context<'_>, input: &mut Input) -> Result<()> {
        while let Some(batch) = input.next(ctx)? {
            ctx.meter().step(batch.len() as u64)?;
            self.push(ctx, batch)?;
        }
        Ok(())
    }

    /// The rows as one batch; they are no longer kept here but stay counted.
    pub fn take_all(&mut self, width: usize) -> Batch {
        Batch::concat(&std::mem::take(&mut self.batches), width)
    }

    /// Forgets the rows and gives their bytes back.
    pub fn clear(&mut self, ctx: &mut Context<'_>) {
        self.batches.clear();
        ctx.meter().release(std::mem::take(&mut self.bytes));
    }
}

/// One batch handed out in pieces of the usual size.
#[derive(Default)]
pub struct Pieces {
    rows: Option<Batch>,
    from: usize,
}

impl Pieces {
    /// Begins to hand out these rows.
    pub fn new(rows: Batch) -> Pieces {
        Pieces { rows: Some(rows), from: 0 }
    }

    /// The next piece.
    pub fn next(&mut self) -> Option<Batch> {
        let rows = self.rows.as_ref()?;
        if self.from >= rows.len() {
            self.rows = None;
            return None;
        }
        let piece = rows.slice(self.from, BATCH_ROWS);
        self.from += piece.len();
        Some(piece)
    }
}

/// A batch of the input's rows with new columns: the shape of what scans and expansions yield.
pub fn extended(
    input: &Batch,
    rows: &[u32],
    carry: &[Slot],
    columns: impl IntoIterator<Item = (Slot, Column)>,
) -> Batch {
    let mut batch = input.gather_slots(rows, carry);
    for (slot, column) in columns {
        batch.set(slot, Arc::new(column));
    }
    batch
}
