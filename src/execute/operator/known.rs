//! One row of numbers that are known without looking at rows.

use std::sync::Arc;

use crate::error::Result;
use crate::execute::batch::Batch;
use crate::execute::column::Column;
use crate::execute::context::Context;
use crate::semantic::bound::Slot;

use super::Operator;

/// See the module.
pub struct Known {
    numbers: Vec<(Slot, i64)>,
    done: bool,
}

impl Known {
    /// A number for each slot.
    pub fn new(numbers: Vec<(Slot, i64)>) -> Known {
        Known { numbers, done: false }
    }
}

impl Operator for Known {
    fn open(&mut self, _ctx: &mut Context<'_>) -> Result<()> {
        self.done = false;
        Ok(())
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        if std::mem::replace(&mut self.done, true) {
            return Ok(None);
        }
        ctx.meter().step(1)?;
        let mut row = Batch::new(1, ctx.width());
        for (slot, number) in &self.numbers {
            row.set(*slot, Arc::new(Column::Integers(vec![*number], None)));
        }
        Ok(Some(row))
    }
}
