//! Distinct rows, in the order they are seen first.

use std::sync::Arc;

use crate::error::Result;
use crate::execute::batch::Batch;
use crate::execute::column::Column;
use crate::execute::context::Context;
use crate::execute::keys::KeyTable;
use crate::semantic::bound::Slot;

use super::{Input, Operator};

/// `DISTINCT`
pub struct Distinct {
    input: Input,
    slots: Vec<Slot>,
    seen: KeyTable,
    held: usize,
}

impl Distinct {
    /// Over an input, by these slots.
    pub fn new(input: Input, slots: Vec<Slot>) -> Distinct {
        let seen = KeyTable::new(slots.len());
        Distinct { input, slots, seen, held: 0 }
    }
}

/// The columns of some slots.
pub fn columns_of(batch: &Batch, slots: &[Slot]) -> Result<Vec<Arc<Column>>> {
    slots.iter().map(|slot| batch.column(*slot).cloned()).collect()
}

impl Operator for Distinct {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        ctx.meter().release(std::mem::take(&mut self.held));
        self.seen = KeyTable::new(self.slots.len());
        self.input.open(ctx)
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        while let Some(batch) = self.input.next(ctx)? {
            ctx.meter().step(batch.len() as u64)?;
            let mut known = self.seen.len() as u32;
            let numbers = self.seen.intern(&columns_of(&batch, &self.slots)?, batch.len());
            let mut fresh = Vec::new();
            for (row, number) in numbers.iter().enumerate() {
                // New keys are numbered in the order of the rows.
                if *number == known {
                    known += 1;
                    fresh.push(row as u32);
                }
            }
            let memory = self.seen.memory();
            ctx.meter().hold(memory - self.held)?;
            self.held = memory;
            if !fresh.is_empty() {
                return Ok(Some(batch.gather_slots(&fresh, &self.slots)));
            }
        }
        Ok(None)
    }
}
