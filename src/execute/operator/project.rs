//! Row by row: filter, project, unwind.

use std::sync::Arc;

use crate::error::Result;
use crate::execute::batch::{BATCH_ROWS, Batch};
use crate::execute::builder::ColumnBuilder;
use crate::execute::context::Context;
use crate::execute::expression::{Expression, Rows};
use crate::semantic::bound::Slot;
use crate::value::{List, Value};

use super::{Input, Operator, extended};

/// Rows for which all predicates are true.
pub struct Filter {
    input: Input,
    predicates: Vec<Expression>,
    carry: Vec<Slot>,
}

impl Filter {
    /// Over an input; `carry` are the slots needed above.
    pub fn new(input: Input, predicates: Vec<Expression>, carry: Vec<Slot>) -> Filter {
        Filter { input, predicates, carry }
    }
}

impl Operator for Filter {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.input.open(ctx)
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        while let Some(batch) = self.input.next(ctx)? {
            ctx.meter().step(batch.len() as u64)?;
            if let Some(kept) = select(ctx, &self.predicates, batch, &self.carry)? {
                return Ok(Some(kept));
            }
        }
        Ok(None)
    }
}

/// The rows for which all predicates are true, unless there are none.
pub fn select(
    ctx: &mut Context<'_>,
    predicates: &[Expression],
    batch: Batch,
    carry: &[Slot],
) -> Result<Option<Batch>> {
    let mut kept: Option<Vec<u32>> = None;
    for predicate in predicates {
        let rows = predicate.select(ctx, Rows { batch: &batch, selection: kept.as_deref() })?;
        if rows.is_empty() {
            return Ok(None);
        }
        kept = Some(rows);
    }
    Ok(Some(match kept {
        Some(rows) if rows.len() < batch.len() => batch.gather_slots(&rows, carry),
        _ => batch,
    }))
}

/// Adds computed slots.
pub struct Project {
    input: Input,
    items: Vec<(Slot, Expression)>,
}

impl Project {
    /// Over an input.
    pub fn new(input: Input, items: Vec<(Slot, Expression)>) -> Project {
        Project { input, items }
    }
}

impl Operator for Project {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.input.open(ctx)
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        let Some(mut batch) = self.input.next(ctx)? else { return Ok(None) };
        ctx.meter().step(batch.len() as u64)?;
        let mut columns = Vec::with_capacity(self.items.len());
        for (slot, expression) in &self.items {
            if expression.as_slot() != Some(*slot) {
                columns.push((*slot, expression.evaluate_batch(ctx, &batch)?));
            }
        }
        columns.into_iter().for_each(|(slot, column)| batch.set(slot, column));
        Ok(Some(batch))
    }
}

/// A row per element of a list.
pub struct Unwind {
    input: Input,
    list: Expression,
    slot: Slot,
    carry: Vec<Slot>,
    current: Option<(Batch, Vec<List>)>,
    /// The row, and the element of its list, that come next.
    at: (usize, usize),
}

impl Unwind {
    /// Over an input; `carry` are the slots of the input needed above.
    pub fn new(input: Input, list: Expression, slot: Slot, carry: Vec<Slot>) -> Unwind {
        Unwind { input, list, slot, carry, current: None, at: (0, 0) }
    }
}

/// Null has no elements; what is no list counts as a list of itself.
pub fn elements(value: Value) -> List {
    match value {
        Value::List(list) => list,
        Value::Null => List::new(Vec::new()),
        other => List::new(vec![other]),
    }
}

impl Operator for Unwind {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.current = None;
        self.input.open(ctx)
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        loop {
            let Some((batch, lists)) = &self.current else {
                let Some(batch) = self.input.next(ctx)? else { return Ok(None) };
                let column = self.list.evaluate_batch(ctx, &batch)?;
                let lists = (0..batch.len()).map(|row| elements(column.value(row))).collect();
                self.current = Some((batch, lists));
                self.at = (0, 0);
                continue;
            };
            let mut rows = Vec::new();
            let mut values = ColumnBuilder::with_capacity(BATCH_ROWS);
            let (row, from) = &mut self.at;
            while *row < lists.len() && rows.len() < BATCH_ROWS {
                let list = &lists[*row];
                let to = list.len().min(*from + BATCH_ROWS - rows.len());
                for element in &list[*from..to] {
                    rows.push(*row as u32);
                    values.push(element.clone());
                }
                (*row, *from) = if to == list.len() { (*row + 1, 0) } else { (*row, to) };
            }
            ctx.meter().step(rows.len() as u64)?;
            let result = extended(batch, &rows, &self.carry, [(self.slot, values.finish())]);
            if self.at.0 >= lists.len() {
                self.current = None;
            }
            if !result.is_empty() {
                return Ok(Some(result));
            }
        }
    }
}

/// The same columns under other slots, as a union does with its inputs.
pub fn renamed(batch: &Batch, from: &[Slot], to: &[Slot], width: usize) -> Batch {
    let mut result = Batch::new(batch.len(), width);
    for (from, to) in from.iter().zip(to) {
        if let Some(column) = batch.get(*from) {
            result.set(*to, Arc::clone(column));
        }
    }
    result
}
