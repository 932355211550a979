//! `CALL { } IN TRANSACTIONS`: runs its right side for one left row after the other, and commits after every few of them.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::error::{Error, ErrorClass, Result};
use crate::execute::batch::{BATCH_ROWS, Batch};
use crate::execute::column::Column;
use crate::execute::context::Context;
use crate::execute::expression::Expression;
use crate::semantic::bound::{OnError, Slot};
use crate::value::{Map, Value};

use super::limit::row_count;
use super::{Held, Input, Operator};

/// Rows of a transaction when the statement does not say.
const DEFAULT_ROWS: u64 = 1000;

/// How the rows are cut and joined.
pub struct TransactionPlan {
    /// Slots of the left side that the right one reads.
    pub imports: Vec<Slot>,
    /// Slots of the left side needed above.
    pub left: Vec<Slot>,
    /// Slots of the right side needed above.
    pub right: Vec<Slot>,
    /// A left row without right rows is kept.
    pub optional: bool,
    /// Rows of a transaction.
    pub rows: Option<Expression>,
    /// What a failing one does to the rest.
    pub on_error: OnError,
    /// Where a transaction's status goes.
    pub report: Option<Slot>,
}

/// See the module.
pub struct TransactionalApply {
    left: Input,
    right: Input,
    plan: TransactionPlan,
    /// What the left side yielded beyond the transaction at hand.
    rest: Option<Batch>,
    ready: VecDeque<Batch>,
    /// Transactions begun so far.
    begun: u64,
    /// One failed, and no more are to be begun.
    broken: bool,
}

impl TransactionalApply {
    /// Over two inputs.
    pub fn new(left: Input, right: Input, plan: TransactionPlan) -> TransactionalApply {
        TransactionalApply { left, right, plan, rest: None, ready: VecDeque::new(), begun: 0, broken: false }
    }

    fn size(&self, ctx: &mut Context<'_>) -> Result<usize> {
        let Some(rows) = &self.plan.rows else { return Ok(DEFAULT_ROWS as usize) };
        match row_count(ctx, rows, "OF ROWS")? {
            0 => Err(Error::new(
                ErrorClass::ArgumentError,
                "NumberOutOfRange",
                "a transaction needs at least one row",
            )
            .at(rows.span())),
            count => Ok(usize::try_from(count).unwrap_or(usize::MAX)),
        }
    }

    /// The rows of the next transaction; none at the end.
    fn pull(&mut self, ctx: &mut Context<'_>, size: usize) -> Result<Held> {
        let (mut held, mut count) = (Held::default(), 0);
        while count < size {
            let next = match self.rest.take() {
                Some(rest) => Some(rest),
                None => self.left.next(ctx)?,
            };
            let Some(batch) = next else { break };
            let wanted = size - count;
            if batch.len() > wanted {
                self.rest = Some(batch.slice(wanted, batch.len() - wanted));
                held.push(ctx, batch.slice(0, wanted))?;
            } else {
                held.push(ctx, batch.clone())?;
            }
            count += batch.len().min(wanted);
        }
        Ok(held)
    }

    /// Runs one transaction.
    fn run(&mut self, ctx: &mut Context<'_>, rows: &[Batch]) -> Result<()> {
        if self.broken {
            return self.fail(rows, status(false, false, None, None));
        }
        self.begun += 1;
        let id = format!("transaction-{}", self.begun);
        let savepoint = ctx.savepoint()?;
        match self.run_rows(ctx, rows).and_then(|joined| ctx.commit_so_far().map(|()| joined)) {
            Ok(joined) => {
                let status = status(true, true, Some(&id), None);
                joined.into_iter().for_each(|batch| self.report(batch, &status));
                Ok(())
            }
            Err(error) => {
                ctx.rollback_to(savepoint)?;
                if self.plan.on_error == OnError::Fail || is_fatal(&error) {
                    return Err(error);
                }
                self.broken = self.plan.on_error == OnError::Break;
                self.fail(rows, status(true, false, Some(&id), Some(error.message())))
            }
        }
    }

    fn run_rows(&mut self, ctx: &mut Context<'_>, rows: &[Batch]) -> Result<Vec<Batch>> {
        let mut joined = Vec::new();
        for batch in rows {
            let mut pieces = Vec::new();
            for row in 0..batch.len() {
                ctx.meter().step(1)?;
                ctx.push_argument(batch.row(row, &self.plan.imports));
                let result = self.run_row(ctx, batch, row as u32, &mut pieces);
                ctx.pop_argument();
                result?;
            }
            joined.push(Batch::concat(&pieces, ctx.width()));
        }
        Ok(joined)
    }

    fn run_row(
        &mut self,
        ctx: &mut Context<'_>,
        left: &Batch,
        row: u32,
        into: &mut Vec<Batch>,
    ) -> Result<()> {
        self.right.open(ctx)?;
        let mut found = false;
        while let Some(right) = self.right.next(ctx)? {
            found = true;
            let mut joined = left.gather_slots(&vec![row; right.len()], &self.plan.left);
            for slot in &self.plan.right {
                if let Some(column) = right.get(*slot) {
                    joined.set(*slot, column.clone());
                }
            }
            into.push(joined);
        }
        if !found && self.plan.optional {
            into.push(self.without_right(left.gather_slots(&[row], &self.plan.left)));
        }
        Ok(())
    }

    fn without_right(&self, mut batch: Batch) -> Batch {
        for slot in &self.plan.right {
            batch.set(*slot, Arc::new(Column::nulls(batch.len())));
        }
        batch
    }

    /// Passes on the rows of a transaction that failed or was not begun.
    fn fail(&mut self, rows: &[Batch], status: Value) -> Result<()> {
        for batch in rows {
            let all: Vec<u32> = (0..batch.len() as u32).collect();
            let batch = self.without_right(batch.gather_slots(&all, &self.plan.left));
            self.report(batch, &status);
        }
        Ok(())
    }

    fn report(&mut self, mut batch: Batch, status: &Value) {
        if let Some(slot) = self.plan.report {
            batch.set(slot, Arc::new(Column::Values(vec![status.clone(); batch.len()])));
        }
        let mut from = 0;
        while from < batch.len() {
            let piece = batch.slice(from, BATCH_ROWS);
            from += piece.len();
            self.ready.push_back(piece);
        }
    }
}

/// What `REPORT STATUS` tells of a row's transaction.
fn status(started: bool, committed: bool, id: Option<&str>, error: Option<&str>) -> Value {
    let text = |text: Option<&str>| text.map_or(Value::Null, |text| Value::String(text.into()));
    let entries = [
        ("started", Value::Boolean(started)),
        ("committed", Value::Boolean(committed)),
        ("transactionId", text(id)),
        ("errorMessage", text(error)),
    ];
    let map: Map = entries.into_iter().map(|(key, value)| (Arc::from(key), value)).collect();
    Value::from(map)
}

/// Errors that are not the data's: to go on would only repeat them, or overrun a limit.
fn is_fatal(error: &Error) -> bool {
    match error.class() {
        ErrorClass::IoError
        | ErrorClass::StorageError
        | ErrorClass::LockError
        | ErrorClass::BudgetExceeded
        | ErrorClass::Cancelled
        | ErrorClass::InternalError => true,
        ErrorClass::SyntaxError
        | ErrorClass::SemanticError
        | ErrorClass::TypeError
        | ErrorClass::ArgumentError
        | ErrorClass::ArithmeticError
        | ErrorClass::EntityNotFound
        | ErrorClass::PropertyNotFound
        | ErrorClass::ParameterMissing
        | ErrorClass::ProcedureError
        | ErrorClass::ConstraintValidationFailed
        | ErrorClass::ConstraintVerificationFailed
        | ErrorClass::DataError
        | ErrorClass::Unsupported => false,
    }
}

impl Operator for TransactionalApply {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.rest = None;
        self.ready.clear();
        (self.begun, self.broken) = (0, false);
        self.left.open(ctx)
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        loop {
            if let Some(batch) = self.ready.pop_front() {
                return Ok(Some(batch));
            }
            let size = self.size(ctx)?;
            let mut rows = self.pull(ctx, size)?;
            if rows.batches.is_empty() {
                return Ok(None);
            }
            self.run(ctx, &rows.batches)?;
            rows.clear(ctx);
        }
    }
}
