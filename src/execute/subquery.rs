//! Subqueries in expressions: `EXISTS { }`, `COUNT { }`, `COLLECT { }`, pattern comprehensions.
//!
//! A subquery whose operators all work row by row is run once for all rows of a batch: a hidden slot numbers
//! the rows, and each row of the result says by it which row it belongs to. Others are run per row.

use std::sync::Arc;

use crate::error::Result;
use crate::semantic::bound::{Slot, SubqueryId, SubqueryKind};
use crate::value::Value;

use super::batch::Batch;
use super::builder::ColumnBuilder;
use super::column::Column;
use super::context::Context;
use super::expression::{Rows, list_value};
use super::operator::{Operator, add_weight, ordinals, row_numbers, weights};

/// A compiled subquery.
pub struct SubqueryProgram {
    /// What its value is.
    pub kind: SubqueryKind,
    /// Its plan.
    pub root: Box<dyn Operator>,
    /// The outer slots its plan reads.
    pub imports: Vec<Slot>,
    /// The column of `Collect` and `First`.
    pub output: Option<Slot>,
    /// The hidden slot of the row number, when it can be run for many rows at once.
    pub ordinal: Option<Slot>,
    /// The hidden slot of how many rows a row stands for.
    pub weight: Option<Slot>,
}

/// A statement's subqueries by id; one is taken out while it runs.
pub type Subqueries = Vec<Option<Box<SubqueryProgram>>>;

/// The subquery's value for each of the rows.
pub(super) fn evaluate(ctx: &mut Context<'_>, rows: Rows<'_>, id: SubqueryId) -> Result<Arc<Column>> {
    let mut program = ctx.take_subquery(id)?;
    let result = program.run(ctx, rows);
    ctx.put_subquery(id, program);
    result
}

/// The results as far as they are known.
enum Found {
    Exists(Vec<bool>, usize),
    Count(Vec<i64>),
    Collect(Vec<Vec<Value>>),
    First(Vec<Option<Value>>, usize),
}

impl SubqueryProgram {
    fn run(&mut self, ctx: &mut Context<'_>, rows: Rows<'_>) -> Result<Arc<Column>> {
        let len = rows.len();
        let mut found = match self.kind {
            SubqueryKind::Exists => Found::Exists(vec![false; len], len),
            SubqueryKind::Count => Found::Count(vec![0; len]),
            SubqueryKind::Collect => Found::Collect(vec![Vec::new(); len]),
            SubqueryKind::First => Found::First(vec![None; len], len),
        };
        let all: Vec<u32> = (0..len as u32).collect();
        let places = rows.places(&all);
        match self.ordinal {
            Some(ordinal) => {
                let mut argument = rows.batch.gather_slots(&places, &self.imports);
                argument.set(ordinal, Arc::new(row_numbers(len)));
                self.run_for(ctx, argument, &mut found, None)?;
            }
            None => {
                for (row, place) in places.iter().enumerate() {
                    let argument = rows.batch.row(*place as usize, &self.imports);
                    self.run_for(ctx, argument, &mut found, Some(row))?;
                }
            }
        }
        found.finish()
    }

    /// Runs the plan for the rows of `argument`: for one row of the caller, or for all of them.
    fn run_for(
        &mut self,
        ctx: &mut Context<'_>,
        argument: Batch,
        found: &mut Found,
        row: Option<usize>,
    ) -> Result<()> {
        ctx.push_argument(argument);
        let result = self.drain(ctx, found, row);
        ctx.pop_argument();
        result
    }

    fn drain(&mut self, ctx: &mut Context<'_>, found: &mut Found, row: Option<usize>) -> Result<()> {
        self.root.open(ctx)?;
        while let Some(batch) = self.root.next(ctx)? {
            ctx.meter().step(batch.len() as u64)?;
            let read = Read {
                output: self.output.and_then(|slot| batch.get(slot)),
                weights: self.weight.map(|slot| weights(&batch, slot)).transpose()?,
            };
            match (row, self.ordinal) {
                (Some(row), _) => (0..batch.len()).try_for_each(|at| found.add(row, &read, at))?,
                (None, Some(ordinal)) => {
                    for (at, row) in ordinals(&batch, ordinal)?.iter().enumerate() {
                        found.add(*row as usize, &read, at)?;
                    }
                }
                (None, None) => {}
            }
            if found.is_decided(row) {
                break;
            }
        }
        Ok(())
    }
}

/// What is read of a batch of the subquery's rows.
struct Read<'b> {
    output: Option<&'b Arc<Column>>,
    weights: Option<&'b [i64]>,
}

impl Read<'_> {
    fn value(&self, at: usize) -> Value {
        self.output.map_or(Value::Null, |column| column.value(at))
    }
}

impl Found {
    fn add(&mut self, row: usize, read: &Read<'_>, at: usize) -> Result<()> {
        match self {
            Found::Exists(exists, missing) => {
                *missing -= usize::from(!exists[row]);
                exists[row] = true;
            }
            Found::Count(counts) => {
                counts[row] = add_weight(counts[row], read.weights.map_or(1, |weights| weights[at]))?;
            }
            Found::Collect(lists) => lists[row].push(read.value(at)),
            Found::First(firsts, missing) => {
                if firsts[row].is_none() {
                    firsts[row] = Some(read.value(at));
                    *missing -= 1;
                }
            }
        }
        Ok(())
    }

    /// Whether more rows (for one row, or for all) can change nothing.
    fn is_decided(&self, row: Option<usize>) -> bool {
        match (self, row) {
            (Found::Exists(exists, _), Some(row)) => exists[row],
            (Found::First(firsts, _), Some(row)) => firsts[row].is_some(),
            (Found::Exists(_, missing) | Found::First(_, missing), None) => *missing == 0,
            (Found::Count(_) | Found::Collect(_), _) => false,
        }
    }

    fn finish(self) -> Result<Arc<Column>> {
        Ok(Arc::new(match self {
            Found::Exists(exists, _) => Column::Booleans(exists.into_iter().map(Some).collect()),
            Found::Count(counts) => Column::Integers(counts, None),
            Found::Collect(lists) => {
                Column::Values(lists.into_iter().map(list_value).collect::<Result<_>>()?)
            }
            Found::First(firsts, _) => {
                let mut column = ColumnBuilder::with_capacity(firsts.len());
                firsts.into_iter().for_each(|first| column.push(first.unwrap_or_default()));
                column.finish()
            }
        }))
    }
}
