//! The leaves: the rows that the enclosing operator passes down; and the end of statements without result.

use crate::error::Result;
use crate::execute::batch::Batch;
use crate::execute::context::Context;

use super::{Input, Operator};

/// The rows passed down.
#[derive(Default)]
pub struct Argument {
    done: bool,
}

impl Operator for Argument {
    fn open(&mut self, _ctx: &mut Context<'_>) -> Result<()> {
        self.done = false;
        Ok(())
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        if std::mem::replace(&mut self.done, true) {
            return Ok(None);
        }
        let batch = ctx.argument()?;
        Ok((!batch.is_empty()).then_some(batch))
    }
}

/// One row without slots, whatever is passed down.
#[derive(Default)]
pub struct Unit {
    done: bool,
}

impl Operator for Unit {
    fn open(&mut self, _ctx: &mut Context<'_>) -> Result<()> {
        self.done = false;
        Ok(())
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        let done = std::mem::replace(&mut self.done, true);
        Ok((!done).then(|| Batch::new(1, ctx.width())))
    }
}

/// Runs its input to the end and yields nothing.
pub struct EmptyResult {
    input: Input,
}

impl EmptyResult {
    /// Over an input.
    pub fn new(input: Input) -> EmptyResult {
        EmptyResult { input }
    }
}

impl Operator for EmptyResult {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.input.open(ctx)
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        while let Some(batch) = self.input.next(ctx)? {
            ctx.meter().step(batch.len() as u64)?;
        }
        Ok(None)
    }
}
