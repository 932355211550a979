//! Rows with the number of matches that the rest of the pattern has for them, see [`Branch`].

use std::sync::Arc;

use crate::error::{Error, ErrorClass, Result};
use crate::execute::batch::Batch;
use crate::execute::column::Column;
use crate::execute::context::Context;
use crate::semantic::bound::Slot;

use super::branch::Environment;
use super::{Branch, Input, Operator};

/// Counts branches.
pub struct CountBranches {
    input: Input,
    branches: Vec<Branch>,
    /// The slots of the input needed above.
    carry: Vec<Slot>,
    /// The hidden slot of the count; `i64::MAX` stands for that and more.
    weight: Slot,
    /// The statement changes the graph, so that no count outlives a batch.
    updates: bool,
    /// The names were looked up in the graph.
    prepared: bool,
    held: usize,
}

impl CountBranches {
    /// Over an input.
    pub fn new(
        input: Input,
        branches: Vec<Branch>,
        carry: Vec<Slot>,
        weight: Slot,
        updates: bool,
    ) -> CountBranches {
        CountBranches { input, branches, carry, weight, updates, prepared: false, held: 0 }
    }

    /// Looks names up, and forgets what was counted in another state of the graph.
    fn prepare(&mut self, ctx: &mut Context<'_>) {
        if self.prepared && !self.updates {
            return;
        }
        self.prepared = true;
        self.branches.iter_mut().for_each(|branch| branch.prepare(ctx.graph()));
        ctx.meter().release(std::mem::take(&mut self.held));
    }

    /// How often each row counts.
    fn weights(&mut self, ctx: &mut Context<'_>, batch: &Batch) -> Result<Vec<u64>> {
        let mut weights = vec![1; batch.len()];
        let mut environment = Environment::new(ctx.width());
        for branch in &mut self.branches {
            branch.multiply(ctx, &mut environment, batch, &mut weights)?;
        }
        let memory = self.branches.iter().map(Branch::memory).sum::<usize>();
        if memory > self.held {
            ctx.meter().hold(memory - self.held)?;
            self.held = memory;
        }
        Ok(weights)
    }
}

impl Operator for CountBranches {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.input.open(ctx)
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        while let Some(batch) = self.input.next(ctx)? {
            self.prepare(ctx);
            let weights = self.weights(ctx, &batch)?;
            let rows: Vec<u32> = (0..batch.len() as u32).filter(|row| weights[*row as usize] > 0).collect();
            if rows.is_empty() {
                continue;
            }
            let weights =
                rows.iter().map(|row| i64::try_from(weights[*row as usize]).map_err(|_| too_many()));
            let weights = weights.collect::<Result<_>>()?;
            let mut result = batch.gather_slots(&rows, &self.carry);
            result.set(self.weight, Arc::new(Column::Integers(weights, None)));
            return Ok(Some(result));
        }
        Ok(None)
    }
}

/// A count and how often another row counts.
pub fn add_weight(count: i64, weight: i64) -> Result<i64> {
    count.checked_add(exactly(weight)?).ok_or_else(too_many)
}

/// How often each row counts.
pub fn weights(batch: &Batch, slot: Slot) -> Result<&[i64]> {
    match &**batch.column(slot)? {
        Column::Integers(weights, None) => Ok(weights),
        _ => Err(Error::internal("how often a row counts is no integer")),
    }
}

/// How often a row counts, unless that is more than an integer can say.
pub(super) fn exactly(weight: i64) -> Result<i64> {
    if weight == i64::MAX { Err(too_many()) } else { Ok(weight) }
}

/// The error of a count that has no integer.
pub(super) fn too_many() -> Error {
    Error::new(
        ErrorClass::ArithmeticError,
        "IntegerOverflow",
        "there are more matches than an integer can count",
    )
}
