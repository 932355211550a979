//! `FOREACH`: runs updates for each element of each row's list, one after the other.

use std::sync::Arc;

use crate::error::Result;
use crate::execute::batch::Batch;
use crate::execute::column::Column;
use crate::execute::context::Context;
use crate::execute::expression::Expression;
use crate::semantic::bound::Slot;
use crate::value::Value;

use super::project::elements;
use super::{Held, Input, Operator};

/// `FOREACH`
pub struct Foreach {
    input: Input,
    body: Input,
    list: Expression,
    slot: Slot,
    imports: Vec<Slot>,
    held: Held,
    ready: Option<std::vec::IntoIter<Batch>>,
}

impl Foreach {
    /// Over rows and a body; `imports` are the slots of the rows that the body reads.
    pub fn new(input: Input, body: Input, list: Expression, slot: Slot, imports: Vec<Slot>) -> Foreach {
        Foreach { input, body, list, slot, imports, held: Held::default(), ready: None }
    }

    fn run(&mut self, ctx: &mut Context<'_>, batch: &Batch) -> Result<()> {
        let lists = self.list.evaluate_batch(ctx, batch)?;
        for row in 0..batch.len() {
            let outer = batch.row(row, &self.imports);
            for element in elements(lists.value(row)).iter() {
                ctx.meter().step(1)?;
                let mut argument = outer.clone();
                argument.set(self.slot, Arc::new(one(element)));
                ctx.push_argument(argument);
                let result = self.run_body(ctx);
                ctx.pop_argument();
                result?;
            }
        }
        Ok(())
    }

    fn run_body(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.body.open(ctx)?;
        while self.body.next(ctx)?.is_some() {}
        Ok(())
    }
}

fn one(element: &Value) -> Column {
    Column::Values(vec![element.clone()])
}

impl Operator for Foreach {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.held.clear(ctx);
        self.ready = None;
        self.input.open(ctx)
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        if self.ready.is_none() {
            self.held.drain(ctx, &mut self.input)?;
            let batches = std::mem::take(&mut self.held.batches);
            for batch in &batches {
                self.run(ctx, batch)?;
            }
            self.ready = Some(batches.into_iter());
        }
        Ok(self.ready.as_mut().and_then(Iterator::next))
    }
}
