//! Inputs one after the other.

use crate::error::Result;
use crate::execute::batch::Batch;
use crate::execute::context::Context;
use crate::semantic::bound::Slot;

use super::project::renamed;
use super::{Input, Operator};

/// `UNION ALL`
pub struct Union {
    inputs: Vec<(Input, Vec<Slot>)>,
    outputs: Vec<Slot>,
    at: usize,
}

impl Union {
    /// Over inputs, each with its slots in the order of `outputs`.
    pub fn new(inputs: Vec<(Input, Vec<Slot>)>, outputs: Vec<Slot>) -> Union {
        Union { inputs, outputs, at: 0 }
    }
}

impl Operator for Union {
    /// Only the first input is opened: the second may have to see what the first changed.
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.at = 0;
        self.inputs.first_mut().map_or(Ok(()), |(input, _)| input.open(ctx))
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        while let Some((input, slots)) = self.inputs.get_mut(self.at) {
            if let Some(batch) = input.next(ctx)? {
                return Ok(Some(renamed(&batch, slots, &self.outputs, ctx.width())));
            }
            self.at += 1;
            if let Some((input, _)) = self.inputs.get_mut(self.at) {
                input.open(ctx)?;
            }
        }
        Ok(None)
    }
}
