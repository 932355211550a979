//! One run of a program: batches of rows, pulled one at a time.

use std::sync::Arc;
use std::time::Duration;

use crate::error::Result;
use crate::function::{Clock, ProcedureRegistry};
use crate::plan::explain::OperatorProfile;

use super::batch::Batch;
use super::budget::{Budgets, CancellationToken, Meter};
use super::compile::Program;
use super::context::{Access, Context};
use super::counters::Counters;
use super::operator::Operator;
use super::profile::Profile;

/// What a run is given beside the program and the graph.
#[derive(Clone)]
pub struct Settings {
    /// Limits.
    pub budgets: Budgets,
    /// Stops the run from outside.
    pub cancellation: CancellationToken,
    /// The statement's clock.
    pub clock: Clock,
    /// The procedures that can be called.
    pub procedures: Arc<ProcedureRegistry>,
}

/// A running program.
pub struct Execution<'g> {
    context: Context<'g>,
    root: Box<dyn Operator>,
    opened: bool,
    done: bool,
}

impl<'g> Execution<'g> {
    /// Begins to run a program on a graph.
    pub fn new(program: Program, access: Access<'g>, settings: Settings) -> Execution<'g> {
        let meter = Meter::new(settings.budgets, settings.cancellation);
        let mut context = Context::new(access, settings.clock, settings.procedures, meter);
        let profile = program.profiled.map(Profile::new);
        context.prepare(program.width, program.subqueries, profile);
        Execution { context, root: program.root, opened: false, done: false }
    }

    /// The next rows; `None` at the end. After an error nothing more is yielded.
    pub fn next_batch(&mut self) -> Result<Option<Batch>> {
        if self.done {
            return Ok(None);
        }
        let result = self.pull();
        if !matches!(result, Ok(Some(_))) {
            self.done = true;
        }
        result
    }

    fn pull(&mut self) -> Result<Option<Batch>> {
        if !std::mem::replace(&mut self.opened, true) {
            self.context.meter().check()?;
            self.root.open(&mut self.context)?;
        }
        let batch = self.root.next(&mut self.context)?;
        if let Some(batch) = &batch {
            self.context.meter().rows(batch.len())?;
        }
        Ok(batch)
    }

    /// What was changed so far.
    pub fn counters(&mut self) -> Counters {
        *self.context.counters()
    }

    /// Time since the run began.
    pub fn elapsed(&mut self) -> Duration {
        self.context.meter().elapsed()
    }

    /// What each operator did so far, in pre-order; nothing unless the program is profiled.
    pub fn profile(&mut self) -> Option<Vec<OperatorProfile>> {
        self.context.profile().map(|profile| profile.operators().to_vec())
    }
}
