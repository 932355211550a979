//! Expressions with a variable of their own: list comprehensions, quantifiers and `reduce`.
//!
//! The lists of many rows are laid end to end and the inner expressions run over all their elements,
//! a chunk at a time; each element knows the row it belongs to.

use std::sync::Arc;

use crate::error::{Error, Result};
use crate::semantic::bound::{ListPredicateKind, Slot};
use crate::value::{List, Value};

use super::logical::booleans;
use super::{Column, Context, Expression, Rows, bounded, list_value};
use crate::execute::batch::{BATCH_ROWS, Batch};
use crate::execute::builder::ColumnBuilder;

/// `[x IN list WHERE filter | map]`
#[derive(Clone, Debug)]
pub struct Comprehension {
    pub slot: Slot,
    pub list: Expression,
    pub filter: Option<Expression>,
    pub map: Option<Expression>,
    /// The outer slots that filter and map read.
    pub captured: Vec<Slot>,
}

impl Comprehension {
    pub fn evaluate(&self, ctx: &mut Context<'_>, rows: Rows<'_>) -> Result<Arc<Column>> {
        let lists = lists(ctx, rows, &self.list)?;
        let mut results: Vec<Vec<Value>> = vec![Vec::new(); rows.len()];
        // What is gathered counts until whoever takes the lists counts them.
        let mut held = 0;
        let gathered = for_each_chunk(ctx, rows, &lists, self.slot, &self.captured, |ctx, chunk, owners| {
            let kept = self.filter.as_ref().map(|filter| filter.select(ctx, Rows::all(chunk))).transpose()?;
            let kept = Rows { batch: chunk, selection: kept.as_deref() };
            let values = match &self.map {
                Some(map) => map.evaluate(ctx, kept)?,
                None => kept.column(self.slot)?,
            };
            let mut bytes = 0;
            for at in 0..kept.len() {
                let element = kept.selection.map_or(at, |rows| rows[at] as usize);
                let value = values.value(at);
                bytes += value.total_size();
                results[owners[element] as usize].push(value);
            }
            held += bytes;
            ctx.meter().hold(bytes)
        });
        ctx.meter().release(held);
        gathered?;
        let mut column = ColumnBuilder::with_capacity(rows.len());
        for (values, list) in results.into_iter().zip(&lists) {
            match list {
                Some(_) => column.push(list_value(values)?),
                None => column.push_null(),
            }
        }
        Ok(Arc::new(column.finish()))
    }
}

/// `all(x IN list WHERE predicate)` and its sisters.
#[derive(Clone, Debug)]
pub struct Quantifier {
    pub kind: ListPredicateKind,
    pub slot: Slot,
    pub list: Expression,
    pub predicate: Expression,
    /// The outer slots that the predicate reads.
    pub captured: Vec<Slot>,
}

#[derive(Clone, Copy, Default)]
struct Tally {
    yes: u64,
    no: u64,
    unknown: u64,
}

impl Quantifier {
    pub fn evaluate(&self, ctx: &mut Context<'_>, rows: Rows<'_>) -> Result<Arc<Column>> {
        let lists = lists(ctx, rows, &self.list)?;
        let mut tallies = vec![Tally::default(); rows.len()];
        for_each_chunk(ctx, rows, &lists, self.slot, &self.captured, |ctx, chunk, owners| {
            let column = self.predicate.evaluate(ctx, Rows::all(chunk))?;
            let values = booleans(&column).map_err(|error| error.at(self.predicate.span))?;
            for (owner, value) in owners.iter().zip(values.iter()) {
                let tally = &mut tallies[*owner as usize];
                match value {
                    Some(true) => tally.yes += 1,
                    Some(false) => tally.no += 1,
                    None => tally.unknown += 1,
                }
            }
            Ok(())
        })?;
        let values = tallies.iter().zip(&lists).map(|(tally, list)| {
            list.as_ref()?;
            self.conclude(*tally)
        });
        Ok(Arc::new(Column::Booleans(values.collect())))
    }

    fn conclude(&self, Tally { yes, no, unknown }: Tally) -> Option<bool> {
        let known = |value: bool| (unknown == 0).then_some(value);
        match self.kind {
            ListPredicateKind::All if no > 0 => Some(false),
            ListPredicateKind::All => known(true),
            ListPredicateKind::Any if yes > 0 => Some(true),
            ListPredicateKind::Any => known(false),
            ListPredicateKind::None if yes > 0 => Some(false),
            ListPredicateKind::None => known(true),
            ListPredicateKind::Single if yes > 1 => Some(false),
            ListPredicateKind::Single => known(yes == 1),
        }
    }
}

/// `reduce(accumulator = init, x IN list | body)`
#[derive(Clone, Debug)]
pub struct Reduction {
    pub accumulator: Slot,
    pub init: Expression,
    pub slot: Slot,
    pub list: Expression,
    pub body: Expression,
    /// The outer slots that the body reads.
    pub captured: Vec<Slot>,
}

impl Reduction {
    /// The n-th step runs over all rows whose lists are that long.
    pub fn evaluate(&self, ctx: &mut Context<'_>, rows: Rows<'_>) -> Result<Arc<Column>> {
        let lists = lists(ctx, rows, &self.list)?;
        let init = self.init.evaluate(ctx, rows)?;
        let mut values: Vec<Value> = (0..rows.len()).map(|row| init.value(row)).collect();
        let mut alive: Vec<u32> = (0..rows.len() as u32).collect();
        let mut captured = Batch::new(0, rows.batch.width());
        for step in 0.. {
            let before = alive.len();
            alive.retain(|row| lists[*row as usize].as_ref().is_some_and(|list| step < list.len()));
            if alive.is_empty() {
                break;
            }
            if step == 0 || alive.len() < before {
                captured = rows.batch.gather_slots(&rows.places(&alive), &self.captured);
            }
            ctx.meter().step(alive.len() as u64)?;
            let mut batch = captured.clone();
            let accumulated = alive.iter().map(|row| std::mem::take(&mut values[*row as usize]));
            batch.set(self.accumulator, Arc::new(Column::Values(accumulated.collect())));
            let elements =
                alive.iter().filter_map(|row| Some(lists[*row as usize].as_ref()?[step].clone())).collect();
            batch.set(self.slot, Arc::new(Column::Values(elements)));
            let next = self.body.evaluate(ctx, Rows::all(&batch))?;
            for (at, row) in alive.iter().enumerate() {
                values[*row as usize] = bounded(next.value(at))?;
            }
        }
        let mut column = ColumnBuilder::with_capacity(rows.len());
        for (value, list) in values.into_iter().zip(&lists) {
            column.push(if list.is_some() { value } else { Value::Null });
        }
        Ok(Arc::new(column.finish()))
    }
}

/// The list of each row; `None` for null.
fn lists(ctx: &mut Context<'_>, rows: Rows<'_>, list: &Expression) -> Result<Vec<Option<List>>> {
    let column = list.evaluate(ctx, rows)?;
    (0..rows.len())
        .map(|row| match column.value(row) {
            Value::List(list) => Ok(Some(list)),
            Value::Null => Ok(None),
            other => Err(Error::type_error(
                "InvalidArgumentType",
                format!("expected a list, found {}", other.type_name()),
            )
            .at(list.span)),
        })
        .collect()
}

/// Calls `run` with batches of elements and, for each element, the row whose list it is from.
fn for_each_chunk(
    ctx: &mut Context<'_>,
    rows: Rows<'_>,
    lists: &[Option<List>],
    slot: Slot,
    captured: &[Slot],
    mut run: impl FnMut(&mut Context<'_>, &Batch, &[u32]) -> Result<()>,
) -> Result<()> {
    let mut owners: Vec<u32> = Vec::new();
    let mut elements = ColumnBuilder::with_capacity(BATCH_ROWS);
    let mut flush = |ctx: &mut Context<'_>, owners: &mut Vec<u32>, elements: &mut ColumnBuilder| {
        ctx.meter().step(owners.len() as u64)?;
        let mut batch = rows.batch.gather_slots(&rows.places(owners), captured);
        batch.set(slot, Arc::new(std::mem::take(elements).finish()));
        run(ctx, &batch, owners)?;
        owners.clear();
        Ok(())
    };
    for (row, list) in lists.iter().enumerate() {
        for element in list.iter().flat_map(|list| list.iter()) {
            owners.push(row as u32);
            elements.push(element.clone());
            if owners.len() == BATCH_ROWS {
                flush(ctx, &mut owners, &mut elements)?;
            }
        }
    }
    if owners.is_empty() { Ok(()) } else { flush(ctx, &mut owners, &mut elements) }
}
