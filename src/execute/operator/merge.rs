//! `MERGE`: finds the pattern for a row, or creates it; a row sees what the rows before it created.

use crate::error::Result;
use crate::execute::batch::{BATCH_ROWS, Batch};
use crate::execute::context::Context;
use crate::semantic::bound::Slot;

use super::elements::{CreatePlan, Nulls};
use super::update::{UpdatePlan, run_all};
use super::{Held, Input, Operator};

/// `MERGE`
pub struct Merge {
    /// The rows.
    pub input: Input,
    /// Finds the pattern for one row.
    pub find: Input,
    /// What is created when nothing is found.
    pub create: CreatePlan,
    /// After creating.
    pub on_create: Vec<UpdatePlan>,
    /// After finding, for each match.
    pub on_match: Vec<UpdatePlan>,
    /// Slots of the input that finding reads.
    pub imports: Vec<Slot>,
    /// Slots of the input needed above or by the updates.
    pub carry: Vec<Slot>,
    /// Slots of the pattern needed above or by the updates.
    pub found: Vec<Slot>,
    /// The state of a run.
    pub run: MergeRun,
}

/// The rows made so far.
#[derive(Default)]
pub struct MergeRun {
    held: Held,
    ready: Option<std::vec::IntoIter<Batch>>,
}

impl Merge {
    fn matches(&mut self, ctx: &mut Context<'_>, batch: &Batch, row: usize) -> Result<Vec<Batch>> {
        ctx.push_argument(batch.row(row, &self.imports));
        let result = drain(ctx, &mut self.find);
        ctx.pop_argument();
        result
    }

    fn merge_row(&mut self, ctx: &mut Context<'_>, batch: &Batch, row: usize) -> Result<Vec<Batch>> {
        ctx.meter().step(1)?;
        let found = self.matches(ctx, batch, row)?;
        if found.is_empty() {
            let mut created = batch.row(row, &self.carry);
            self.create.run(ctx, &mut created, Nulls::Refuse)?;
            run_all(ctx, &self.on_create, &created)?;
            return Ok(vec![created]);
        }
        let mut rows = Vec::with_capacity(found.len());
        for matches in found {
            let mut joined = batch.gather_slots(&vec![row as u32; matches.len()], &self.carry);
            for slot in &self.found {
                joined.set(*slot, matches.column(*slot)?.clone());
            }
            run_all(ctx, &self.on_match, &joined)?;
            rows.push(joined);
        }
        Ok(rows)
    }

    fn merge(&mut self, ctx: &mut Context<'_>) -> Result<Vec<Batch>> {
        let mut held = std::mem::take(&mut self.run.held);
        held.drain(ctx, &mut self.input)?;
        let mut results = Vec::new();
        let mut rows: Vec<Batch> = Vec::new();
        let mut pending = 0;
        for batch in std::mem::take(&mut held.batches) {
            for row in 0..batch.len() {
                for merged in self.merge_row(ctx, &batch, row)? {
                    pending += merged.len();
                    held.hold(ctx, merged.memory())?;
                    rows.push(merged);
                }
                if pending >= BATCH_ROWS {
                    results.push(Batch::concat(&std::mem::take(&mut rows), ctx.width()));
                    pending = 0;
                }
            }
        }
        if pending > 0 {
            results.push(Batch::concat(&rows, ctx.width()));
        }
        self.run.held = held;
        Ok(results)
    }
}

fn drain(ctx: &mut Context<'_>, input: &mut Input) -> Result<Vec<Batch>> {
    input.open(ctx)?;
    let mut batches = Vec::new();
    while let Some(batch) = input.next(ctx)? {
        batches.push(batch);
    }
    Ok(batches)
}

impl Operator for Merge {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.run.held.clear(ctx);
        self.run.ready = None;
        self.input.open(ctx)
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        if self.run.ready.is_none() {
            let results = self.merge(ctx)?;
            self.run.ready = Some(results.into_iter());
        }
        Ok(self.run.ready.as_mut().and_then(Iterator::next))
    }
}
