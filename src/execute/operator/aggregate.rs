//! Grouping: keys are numbered as they come, and each aggregate gathers by group number.

use std::sync::Arc;

use crate::error::{Error, Result};
use crate::execute::batch::{BATCH_ROWS, Batch};
use crate::execute::column::Column;
use crate::execute::context::Context;
use crate::execute::expression::{Expression, Rows};
use crate::execute::memo::Memo;
use crate::execute::morsel::{Morsels, Sink};
use crate::semantic::bound::Slot;

use super::count_branches::weights;
use super::groups::{AggregateSpec, Groups, Weighted};
use super::{Input, Operator};

/// What makes grouping cheaper when it is so.
#[derive(Clone, Copy, Default)]
pub struct Shortcuts {
    /// The one entity that determines all keys: they are evaluated once for each.
    pub entity: Option<Slot>,
    /// A hidden slot says how many rows a row stands for.
    pub weight: Option<Slot>,
}

/// Where the rows come from.
pub enum Feed {
    /// One operator.
    Rows(Input),
    /// Copies of operators for workers.
    Morsels(Morsels),
}

/// Groups rows.
pub struct Aggregate {
    feed: Feed,
    grouping: Grouping,
    result: Option<Groups>,
    /// From which group on they were not yielded yet.
    yielded: usize,
    held: usize,
}

/// How rows are grouped.
struct Grouping {
    keys: Vec<(Slot, Expression)>,
    specs: Vec<AggregateSpec>,
    shortcuts: Shortcuts,
}

/// The groups of a morsel, and the bytes counted for them.
struct Part {
    groups: Groups,
    held: usize,
}

impl Grouping {
    /// Adds rows; `memo` has the groups by node, when a node determines the keys.
    fn add(&self, ctx: &mut Context<'_>, memo: &mut Memo, groups: &mut Groups, batch: &Batch) -> Result<()> {
        let numbers = match self.keys.is_empty() {
            true => None,
            false => Some(self.numbers(ctx, memo, groups, batch)?),
        };
        let weights = self.shortcuts.weight.map(|slot| weights(batch, slot)).transpose()?;
        let mut arguments = Vec::with_capacity(self.specs.len());
        for spec in &self.specs {
            let columns = spec.arguments.iter().map(|argument| argument.evaluate_batch(ctx, batch));
            arguments.push(columns.collect::<Result<Vec<_>>>()?);
        }
        let rows = Weighted { len: batch.len(), weights };
        groups.add(&self.specs, numbers.as_deref(), &arguments, rows)
    }

    /// The group of each row.
    fn numbers(
        &self,
        ctx: &mut Context<'_>,
        memo: &mut Memo,
        groups: &mut Groups,
        batch: &Batch,
    ) -> Result<Vec<u32>> {
        let entity = self.shortcuts.entity.map(|slot| batch.column(slot)).transpose()?;
        match entity.map(|column| &**column) {
            Some(Column::Nodes(ids)) => {
                let ids: Vec<u32> = ids.iter().map(|id| id.0).collect();
                self.numbers_by_entity(ctx, memo, groups, batch, &ids)
            }
            _ => self.numbers_of(ctx, groups, Rows::all(batch)),
        }
    }

    fn numbers_of(&self, ctx: &mut Context<'_>, groups: &mut Groups, rows: Rows<'_>) -> Result<Vec<u32>> {
        let keys = self.keys.iter().map(|(_, key)| key.evaluate(ctx, rows)).collect::<Result<Vec<_>>>()?;
        Ok(groups.table.intern(&keys, rows.len()))
    }

    /// Evaluates the keys only for the nodes that were not met before.
    fn numbers_by_entity(
        &self,
        ctx: &mut Context<'_>,
        memo: &mut Memo,
        groups: &mut Groups,
        batch: &Batch,
        ids: &[u32],
    ) -> Result<Vec<u32>> {
        let missing: Vec<u32> =
            (0..ids.len() as u32).filter(|row| memo.get(ids[*row as usize]).is_none()).collect();
        if !missing.is_empty() {
            let numbers = self.numbers_of(ctx, groups, Rows { batch, selection: Some(&missing) })?;
            for (row, number) in missing.iter().zip(numbers) {
                memo.set(ids[*row as usize], number);
            }
        }
        let number = |id: &u32| memo.get(*id).ok_or_else(|| Error::internal("a node's group was not kept"));
        ids.iter().map(number).collect()
    }

    fn groups(&self, part: bool) -> Groups {
        Groups::new(self.keys.len(), &self.specs, part)
    }
}

impl Sink for Grouping {
    type Local = Memo;
    type Partial = Part;

    fn begin(&self, memo: &mut Memo) -> Part {
        memo.clear();
        Part { groups: self.groups(true), held: 0 }
    }

    fn add(&self, ctx: &mut Context<'_>, memo: &mut Memo, part: &mut Part, batch: Batch) -> Result<()> {
        Grouping::add(self, ctx, memo, &mut part.groups, &batch)?;
        hold(ctx, &mut part.held, part.groups.memory() + memo.memory())
    }
}

/// Counts so many bytes instead of those counted before, if they are more.
fn hold(ctx: &mut Context<'_>, held: &mut usize, bytes: usize) -> Result<()> {
    let more = bytes.saturating_sub(*held);
    *held += more;
    ctx.meter().hold(more)
}

impl Aggregate {
    /// Over an input.
    pub fn new(
        feed: Feed,
        keys: Vec<(Slot, Expression)>,
        specs: Vec<AggregateSpec>,
        shortcuts: Shortcuts,
    ) -> Aggregate {
        Aggregate { feed, grouping: Grouping { keys, specs, shortcuts }, result: None, yielded: 0, held: 0 }
    }

    fn gather(&mut self, ctx: &mut Context<'_>) -> Result<Groups> {
        let (grouping, held) = (&self.grouping, &mut self.held);
        let mut groups = grouping.groups(false);
        match &mut self.feed {
            Feed::Rows(input) => {
                let mut memo = Memo::default();
                while let Some(batch) = input.next(ctx)? {
                    ctx.meter().step(batch.len() as u64)?;
                    grouping.add(ctx, &mut memo, &mut groups, &batch)?;
                    hold(ctx, held, groups.memory() + memo.memory())?;
                }
            }
            Feed::Morsels(morsels) => morsels.run(ctx, grouping, |ctx, part| {
                groups.merge(&grouping.specs, part.groups)?;
                ctx.meter().release(part.held);
                hold(ctx, held, groups.memory())
            })?,
        }
        Ok(groups)
    }

    fn emit(&mut self, ctx: &Context<'_>) -> Result<Option<Batch>> {
        let Some(groups) = &mut self.result else { return Ok(None) };
        let from = self.yielded;
        let to = groups.len().min(from + BATCH_ROWS);
        if from == to {
            return Ok(None);
        }
        self.yielded = to;
        let mut batch = Batch::new(to - from, ctx.width());
        for (part, (slot, _)) in self.grouping.keys.iter().enumerate() {
            batch.set(*slot, Arc::new(groups.table.part(part, from..to)));
        }
        for (number, spec) in self.grouping.specs.iter().enumerate() {
            batch.set(spec.slot, Arc::new(groups.results(number, from, to)?));
        }
        Ok(Some(batch))
    }
}

impl Operator for Aggregate {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.result = None;
        self.yielded = 0;
        ctx.meter().release(std::mem::take(&mut self.held));
        match &mut self.feed {
            Feed::Rows(input) => input.open(ctx),
            Feed::Morsels(morsels) => morsels.open(ctx),
        }
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        if self.result.is_none() {
            self.result = Some(self.gather(ctx)?);
        }
        self.emit(ctx)
    }
}
