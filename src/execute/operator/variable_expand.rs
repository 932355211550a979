//! Variable-length expansion: depth first, one path at a time, without recursion.

use std::sync::Arc;

use crate::error::Result;
use crate::execute::batch::{BATCH_ROWS, Batch};
use crate::execute::column::Column;
use crate::execute::context::Context;
use crate::execute::expression::list_value;
use crate::graph::NodeId;
use crate::plan::logical;
use crate::semantic::bound::{PathMode, Slot};
use crate::value::Value;

pub use super::path_state::Hop;
use super::path_state::{Hops, Step, Trace};
use super::{Input, Operator, extended};

/// How often a relationship is followed.
#[derive(Clone, Copy)]
pub struct Bounds {
    /// At least.
    pub min: u64,
    /// At most.
    pub max: Option<u64>,
    /// Which repetitions are allowed.
    pub mode: PathMode,
}

/// Follows relationships repeatedly.
pub struct VariableExpand {
    input: Input,
    plan: logical::Expand,
    bounds: Bounds,
    hop: Option<Hop>,
    reversed: bool,
    carry: Vec<Slot>,
    /// Somebody above reads the list of relationships.
    wants_list: bool,
    current: Option<(Batch, usize)>,
    search: Option<Search>,
}

/// The search for one row: the path at hand and, for each of its nodes, the steps still to be tried.
struct Search {
    trace: Trace,
    steps: Vec<Step>,
    /// Per node of the path, where its steps begin and which comes next.
    frames: Vec<(usize, usize)>,
    /// The node that paths must lead to.
    target: Option<NodeId>,
    /// The path of the first node alone was looked at.
    started: bool,
}

impl VariableExpand {
    /// Over an input; `carry` are the slots of the input needed above.
    pub fn new(
        input: Input,
        plan: logical::Expand,
        bounds: Bounds,
        hop: Option<Hop>,
        reversed: bool,
        carry: Vec<Slot>,
        wants_list: bool,
    ) -> VariableExpand {
        VariableExpand { input, plan, bounds, hop, reversed, carry, wants_list, current: None, search: None }
    }

    fn begin(&self, ctx: &Context<'_>, batch: &Batch, row: usize) -> Result<Option<Search>> {
        let Some(start) = batch.column(self.plan.from)?.node(row)? else { return Ok(None) };
        ctx.check_nodes(&[start])?;
        let target = match self.plan.into {
            false => None,
            true => match batch.column(self.plan.to)?.node(row)? {
                None => return Ok(None),
                target => target,
            },
        };
        let trace = Trace::new(self.bounds.mode, start);
        Ok(Some(Search { trace, steps: Vec::new(), frames: Vec::new(), target, started: false }))
    }

    fn hops(&self, ctx: &Context<'_>, batch: &Batch, row: usize) -> Result<Hops<'_>> {
        let follow = (self.plan.direction, self.plan.types.as_slice());
        Hops::new(ctx, (batch, row), follow, self.hop.as_ref(), self.reversed, &self.plan.unique)
    }

    /// Runs a row's search until it ends or the batch is full; whether it ended.
    fn advance(
        &self,
        ctx: &mut Context<'_>,
        (batch, row): (&Batch, usize),
        search: &mut Search,
        found: &mut Found,
    ) -> Result<bool> {
        let hops = self.hops(ctx, batch, row)?;
        while found.rows.len() < BATCH_ROWS {
            if !search.next(ctx, &hops, self.bounds)? {
                return Ok(true);
            }
            let end = search.trace.end();
            let fits = search.trace.len() as u64 >= self.bounds.min;
            if fits && search.target.is_none_or(|target| target == end) {
                found.rows.push(row as u32);
                found.nodes.push(end);
                if self.wants_list {
                    let list = self.list(&search.trace)?;
                    ctx.meter().step(list.total_size() as u64 / 32)?;
                    found.lists.push(list);
                }
            }
        }
        Ok(false)
    }

    fn list(&self, trace: &Trace) -> Result<Value> {
        let relationships = trace.relationships().iter().map(|id| Value::Relationship(*id));
        list_value(if self.reversed { relationships.rev().collect() } else { relationships.collect() })
    }

    /// Fills a batch from the current input, or up to its end.
    fn fill(&mut self, ctx: &mut Context<'_>) -> Result<Found> {
        let mut found = Found::default();
        let Some((batch, mut row)) = self.current.take() else { return Ok(found) };
        while row < batch.len() && found.rows.len() < BATCH_ROWS {
            ctx.meter().step(1)?;
            let search = match self.search.take() {
                Some(search) => Some(search),
                None => self.begin(ctx, &batch, row)?,
            };
            let Some(mut search) = search else {
                row += 1;
                continue;
            };
            if self.advance(ctx, (&batch, row), &mut search, &mut found)? {
                row += 1;
            } else {
                self.search = Some(search);
            }
        }
        found.input = Some(batch.clone());
        if row < batch.len() {
            self.current = Some((batch, row));
        }
        Ok(found)
    }
}

#[derive(Default)]
struct Found {
    input: Option<Batch>,
    rows: Vec<u32>,
    nodes: Vec<NodeId>,
    lists: Vec<Value>,
}

impl Search {
    /// Goes to the next path; false when there is none.
    fn next(&mut self, ctx: &mut Context<'_>, hops: &Hops<'_>, bounds: Bounds) -> Result<bool> {
        if !std::mem::replace(&mut self.started, true) {
            return Ok(true);
        }
        if bounds.max.is_none_or(|max| (self.trace.len() as u64) < max) && self.trace.is_open() {
            let start = self.steps.len();
            hops.add(ctx, self.trace.end(), &mut self.steps)?;
            self.frames.push((start, start));
        } else {
            self.frames.push((self.steps.len(), self.steps.len()));
        }
        while let Some((start, next)) = self.frames.last_mut() {
            while let Some(step) = self.steps.get(*next).copied() {
                *next += 1;
                if self.trace.allows(step) {
                    self.trace.push(step);
                    return Ok(true);
                }
            }
            self.steps.truncate(*start);
            self.frames.pop();
            self.trace.pop();
        }
        Ok(false)
    }
}

impl Operator for VariableExpand {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.current = None;
        self.search = None;
        self.input.open(ctx)
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        loop {
            if self.current.is_none() {
                let Some(batch) = self.input.next(ctx)? else { return Ok(None) };
                self.current = Some((batch, 0));
            }
            let found = self.fill(ctx)?;
            let Some(input) = found.input else { continue };
            if found.rows.is_empty() {
                continue;
            }
            let mut batch = extended(&input, &found.rows, &self.carry, []);
            batch.set(self.plan.to, Arc::new(Column::Nodes(found.nodes)));
            if self.wants_list {
                batch.set(self.plan.relationship, Arc::new(Column::Values(found.lists)));
            }
            return Ok(Some(batch));
        }
    }
}
