//! `SKIP` and `LIMIT`.

use crate::error::{Error, ErrorClass, Result};
use crate::execute::batch::Batch;
use crate::execute::context::Context;
use crate::execute::expression::Expression;
use crate::value::Value;

use super::{Input, Operator};

/// A number of rows: a non-negative integer.
pub fn row_count(ctx: &mut Context<'_>, expression: &Expression, clause: &str) -> Result<u64> {
    let value = expression.evaluate_alone(ctx)?;
    let error = |detail, found: String| {
        let message = format!("{clause} needs a non-negative integer, found {found}");
        Err(Error::new(ErrorClass::SyntaxError, detail, message).at(expression.span()))
    };
    match value {
        Value::Integer(count) => match u64::try_from(count) {
            Ok(count) => Ok(count),
            Err(_) => error("NegativeIntegerArgument", count.to_string()),
        },
        other => error("InvalidArgumentType", other.type_name().to_owned()),
    }
}

/// Drops the first rows.
pub struct Skip {
    input: Input,
    count: Expression,
    left: u64,
}

impl Skip {
    /// Over an input.
    pub fn new(input: Input, count: Expression) -> Skip {
        Skip { input, count, left: 0 }
    }
}

impl Operator for Skip {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.left = row_count(ctx, &self.count, "SKIP")?;
        self.input.open(ctx)
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        while let Some(batch) = self.input.next(ctx)? {
            ctx.meter().step(1)?;
            let len = batch.len() as u64;
            if self.left >= len {
                self.left -= len;
                continue;
            }
            let from = std::mem::take(&mut self.left) as usize;
            return Ok(Some(if from == 0 { batch } else { batch.slice(from, batch.len() - from) }));
        }
        Ok(None)
    }
}

/// Keeps the first rows.
pub struct Limit {
    input: Input,
    count: Expression,
    /// What lies below changes the graph, so that it has to run to its end.
    updates: bool,
    left: u64,
}

impl Limit {
    /// Over an input.
    pub fn new(input: Input, count: Expression, updates: bool) -> Limit {
        Limit { input, count, updates, left: 0 }
    }
}

impl Operator for Limit {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.left = row_count(ctx, &self.count, "LIMIT")?;
        self.input.open(ctx)
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        if self.left > 0
            && let Some(batch) = self.input.next(ctx)?
        {
            let kept = self.left.min(batch.len() as u64) as usize;
            self.left -= kept as u64;
            return Ok(Some(batch.slice(0, kept)));
        }
        while self.updates && self.input.next(ctx)?.is_some() {
            ctx.meter().step(1)?;
        }
        Ok(None)
    }
}
