//! What each operator of a profiled statement did. Operators are numbered in pre-order of the plan.

use std::time::Instant;

use crate::error::Result;
use crate::plan::explain::OperatorProfile;

use super::batch::Batch;
use super::context::Context;
use super::operator::Operator;

/// The numbers of all operators, in pre-order.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    operators: Vec<OperatorProfile>,
    /// What the running operators' inputs have used, innermost last.
    inputs: Vec<OperatorProfile>,
}

impl Profile {
    /// A profile of so many operators.
    pub fn new(operators: usize) -> Profile {
        Profile { operators: vec![OperatorProfile::default(); operators], inputs: Vec::new() }
    }

    /// An empty profile of the same operators, for a worker.
    pub fn fork(&self) -> Profile {
        Profile::new(self.operators.len())
    }

    /// Adds what a worker's operators did, which are inputs of the running operator.
    pub fn join(&mut self, worker: &Profile) {
        for (own, more) in self.operators.iter_mut().zip(&worker.operators) {
            own.rows += more.rows;
            own.time += more.time;
            own.hits += more.hits;
        }
        if let Some(running) = self.inputs.last_mut() {
            running.hits += worker.operators.iter().map(|operator| operator.hits).sum::<u64>();
        }
    }

    /// The operators in pre-order.
    pub fn operators(&self) -> &[OperatorProfile] {
        &self.operators
    }
}

/// Measures an operator.
pub struct Profiled {
    inner: Box<dyn Operator>,
    id: usize,
}

impl Profiled {
    /// Measures `inner` as operator number `id`.
    pub fn new(inner: Box<dyn Operator>, id: usize) -> Profiled {
        Profiled { inner, id }
    }

    fn measure<T>(
        &mut self,
        ctx: &mut Context<'_>,
        run: impl FnOnce(&mut dyn Operator, &mut Context<'_>) -> Result<T>,
    ) -> Result<T> {
        if let Some(profile) = ctx.profile() {
            profile.inputs.push(OperatorProfile::default());
        }
        let (started, work) = (Instant::now(), ctx.meter().work());
        let result = run(&mut *self.inner, ctx);
        let (time, work) = (started.elapsed(), ctx.meter().work() - work);
        if let Some(profile) = ctx.profile() {
            let inputs = profile.inputs.pop().unwrap_or_default();
            if let Some(outer) = profile.inputs.last_mut() {
                outer.time += time;
                outer.hits += work;
            }
            if let Some(own) = profile.operators.get_mut(self.id) {
                own.time += time.saturating_sub(inputs.time);
                own.hits += work.saturating_sub(inputs.hits);
            }
        }
        result
    }
}

impl Operator for Profiled {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.measure(ctx, |inner, ctx| inner.open(ctx))
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        let batch = self.measure(ctx, |inner, ctx| inner.next(ctx))?;
        let rows = batch.as_ref().map_or(0, Batch::len) as u64;
        if let Some(own) = ctx.profile().and_then(|profile| profile.operators.get_mut(self.id)) {
            own.rows += rows;
        }
        Ok(batch)
    }
}
