//! Runs its right side for the rows of its left side, which the right one reads through `Argument`.
//!
//! When the right side works row by row, it is run once for a whole batch: a hidden slot numbers the left
//! rows, and each right row says by it which left row it belongs to. Otherwise it is run for each row.

use std::sync::Arc;

use crate::error::Result;
use crate::execute::batch::Batch;
use crate::execute::column::Column;
use crate::execute::context::Context;
use crate::semantic::bound::Slot;

use super::{Input, Operator, ordinals, row_numbers};

/// What becomes of the left rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApplyMode {
    /// Each is paired with its right rows.
    Inner,
    /// As inner; one without right rows is kept with nulls.
    Optional,
    /// Kept if it has a right row.
    Semi,
    /// Kept if it has none.
    Anti,
}

/// The slots that an apply moves.
pub struct ApplySlots {
    /// Slots of the left side that the right one reads.
    pub imports: Vec<Slot>,
    /// Slots of the left side needed above.
    pub left: Vec<Slot>,
    /// Slots of the right side needed above.
    pub right: Vec<Slot>,
    /// The hidden slot of the row number, when the right side is run for whole batches.
    pub ordinal: Option<Slot>,
}

/// See the module.
pub struct Apply {
    left: Input,
    right: Input,
    mode: ApplyMode,
    slots: ApplySlots,
    current: Option<Current>,
}

/// A left batch at work.
struct Current {
    left: Batch,
    /// What is passed down; one row when the right side is run for each.
    argument: Batch,
    /// The first left row of this run.
    row: usize,
    /// One past the last left row of this run.
    end: usize,
    /// Left rows of this run before it are done with (`Optional`).
    settled: usize,
    /// Per left row, whether it has a right row (`Semi`, `Anti`).
    matched: Vec<bool>,
}

impl Apply {
    /// Over two inputs.
    pub fn new(left: Input, right: Input, mode: ApplyMode, slots: ApplySlots) -> Apply {
        Apply { left, right, mode, slots, current: None }
    }

    /// Begins the right side's run for the rows from `row` on.
    fn begin(&mut self, ctx: &mut Context<'_>, left: Batch, row: usize, matched: Vec<bool>) -> Result<()> {
        ctx.meter().step(1)?;
        let (argument, end) = match self.slots.ordinal {
            None => (left.row(row, &self.slots.imports), row + 1),
            Some(ordinal) => {
                let mut argument = Batch::new(left.len(), ctx.width());
                for slot in &self.slots.imports {
                    if let Some(column) = left.get(*slot) {
                        argument.set(*slot, column.clone());
                    }
                }
                argument.set(ordinal, Arc::new(row_numbers(left.len())));
                (argument, left.len())
            }
        };
        ctx.push_argument(argument.clone());
        let opened = self.right.open(ctx);
        ctx.pop_argument();
        self.current = Some(Current { left, argument, row, end, settled: row, matched });
        opened
    }

    fn next_right(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        let Some(current) = &self.current else { return Ok(None) };
        ctx.push_argument(current.argument.clone());
        let result = self.right.next(ctx);
        ctx.pop_argument();
        result
    }

    /// The left row of each right row.
    fn owners(&self, right: &Batch, row: usize) -> Result<Vec<u32>> {
        match self.slots.ordinal {
            Some(ordinal) => ordinals(right, ordinal),
            None => Ok(vec![row as u32; right.len()]),
        }
    }

    /// Left rows paired with right rows; `u32::MAX` for none.
    fn paired(&self, left: &Batch, left_rows: &[u32], right: Option<&Batch>, right_rows: &[u32]) -> Batch {
        let mut batch = left.gather_slots(left_rows, &self.slots.left);
        for slot in &self.slots.right {
            let column = match right.and_then(|right| right.get(*slot)) {
                Some(column) => column.gather_nullable(right_rows),
                None => Column::nulls(right_rows.len()),
            };
            batch.set(*slot, Arc::new(column));
        }
        batch
    }

    /// What some right rows make of the left rows, for `Inner` and `Optional`.
    fn join(&mut self, right: &Batch) -> Result<Option<Batch>> {
        let Some(current) = &self.current else { return Ok(None) };
        let owners = self.owners(right, current.row)?;
        if self.mode == ApplyMode::Inner {
            let right_rows: Vec<u32> = (0..right.len() as u32).collect();
            return Ok(Some(self.paired(&current.left, &owners, Some(right), &right_rows)));
        }
        let mut settled = current.settled as u32;
        let (mut left_rows, mut right_rows) = (Vec::new(), Vec::new());
        for (at, owner) in owners.iter().enumerate() {
            // Right rows come in the order of their left rows: those passed over have none.
            while settled < *owner {
                left_rows.push(settled);
                right_rows.push(u32::MAX);
                settled += 1;
            }
            left_rows.push(*owner);
            right_rows.push(at as u32);
            settled = settled.max(owner + 1);
        }
        let batch = self.paired(&current.left, &left_rows, Some(right), &right_rows);
        if let Some(current) = &mut self.current {
            current.settled = settled as usize;
        }
        Ok(Some(batch))
    }

    /// Notes which left rows have right rows; whether more can change nothing.
    fn note(&mut self, right: &Batch) -> Result<bool> {
        let Some(row) = self.current.as_ref().map(|current| current.row) else { return Ok(true) };
        let owners = self.owners(right, row)?;
        let Some(current) = &mut self.current else { return Ok(true) };
        owners.iter().for_each(|owner| current.matched[*owner as usize] = true);
        Ok(current.matched[current.row..current.end].iter().all(|matched| *matched))
    }

    /// Ends the run at hand and begins the next of the same batch; what is left to be yielded.
    fn finish(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        let Some(current) = self.current.take() else { return Ok(None) };
        let unmatched: Vec<u32> = match self.mode {
            ApplyMode::Inner => Vec::new(),
            ApplyMode::Optional => (current.settled as u32..current.end as u32).collect(),
            ApplyMode::Semi | ApplyMode::Anti => {
                let wanted = self.mode == ApplyMode::Semi;
                let rows = current.row..current.end;
                rows.filter(|row| current.matched[*row] == wanted).map(|row| row as u32).collect()
            }
        };
        let result = match self.mode {
            _ if unmatched.is_empty() => None,
            ApplyMode::Inner | ApplyMode::Optional => {
                let nulls = vec![u32::MAX; unmatched.len()];
                Some(self.paired(&current.left, &unmatched, None, &nulls))
            }
            ApplyMode::Semi | ApplyMode::Anti => {
                Some(current.left.gather_slots(&unmatched, &self.slots.left))
            }
        };
        if current.end < current.left.len() {
            self.begin(ctx, current.left, current.end, current.matched)?;
        }
        Ok(result)
    }
}

impl Operator for Apply {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.current = None;
        self.left.open(ctx)
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        loop {
            if self.current.is_none() {
                let Some(batch) = self.left.next(ctx)? else { return Ok(None) };
                let matched = vec![false; batch.len()];
                self.begin(ctx, batch, 0, matched)?;
            }
            let result = match self.next_right(ctx)? {
                None => self.finish(ctx)?,
                Some(right) if matches!(self.mode, ApplyMode::Semi | ApplyMode::Anti) => {
                    if self.note(&right)? { self.finish(ctx)? } else { None }
                }
                Some(right) => self.join(&right)?,
            };
            if let Some(batch) = result.filter(|batch| !batch.is_empty()) {
                return Ok(Some(batch));
            }
        }
    }
}
