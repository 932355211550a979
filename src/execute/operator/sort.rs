//! `ORDER BY`, the first rows of an order, and reading everything before passing anything on.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::error::Result;
use crate::execute::batch::{BATCH_ROWS, Batch};
use crate::execute::column::Column;
use crate::execute::context::Context;
use crate::execute::expression::Expression;
use crate::value::order;

use super::limit::row_count;
use super::{Held, Input, Operator, Pieces};

/// Keys and whether the greatest comes first.
pub type SortKeys = Vec<(Expression, bool)>;

/// The places of the rows in order; equal rows keep theirs.
fn sorted(ctx: &mut Context<'_>, keys: &SortKeys, rows: &Batch) -> Result<Vec<u32>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut columns = Vec::with_capacity(keys.len());
    for (key, descending) in keys {
        columns.push((key.evaluate_batch(ctx, rows)?, *descending));
    }
    let mut places: Vec<u32> = (0..rows.len() as u32).collect();
    match columns.as_slice() {
        [(column, descending)] => match &**column {
            Column::Integers(values, None) => {
                let by_value = |a: &u32, b: &u32| values[*a as usize].cmp(&values[*b as usize]);
                places.sort_by(|a, b| directed(by_value(a, b), *descending));
            }
            _ => places.sort_by(|a, b| compare(&columns, *a, *b)),
        },
        _ => places.sort_by(|a, b| compare(&columns, *a, *b)),
    }
    ctx.meter().check()?;
    Ok(places)
}

fn directed(ordering: Ordering, descending: bool) -> Ordering {
    if descending { ordering.reverse() } else { ordering }
}

fn compare(columns: &[(Arc<Column>, bool)], a: u32, b: u32) -> Ordering {
    let (a, b) = (a as usize, b as usize);
    for (column, descending) in columns {
        let ordering = match &**column {
            Column::Integers(values, None) => values[a].cmp(&values[b]),
            Column::Texts(texts) => text_order(texts.get(a), texts.get(b)),
            Column::Values(values) => order(&values[a], &values[b]),
            other => order(&other.value(a), &other.value(b)),
        };
        if ordering.is_ne() {
            return directed(ordering, *descending);
        }
    }
    Ordering::Equal
}

/// Nulls come last, as in [`order`].
fn text_order(a: Option<&str>, b: Option<&str>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => a.cmp(b),
        (a, b) => a.is_none().cmp(&b.is_none()),
    }
}

/// All rows in order.
pub struct Sort {
    input: Input,
    keys: SortKeys,
    held: Held,
    pieces: Option<Pieces>,
}

impl Sort {
    /// Over an input.
    pub fn new(input: Input, keys: SortKeys) -> Sort {
        Sort { input, keys, held: Held::default(), pieces: None }
    }
}

impl Operator for Sort {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.held.clear(ctx);
        self.pieces = None;
        self.input.open(ctx)
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        if self.pieces.is_none() {
            self.held.drain(ctx, &mut self.input)?;
            let rows = self.held.take_all(ctx.width());
            let places = sorted(ctx, &self.keys, &rows)?;
            self.pieces = Some(Pieces::new(rows.gather(&places)));
        }
        Ok(self.pieces.as_mut().and_then(Pieces::next))
    }
}

/// The first rows of an order: all but so many rows are dropped whenever twice as many have come.
pub struct TopK {
    input: Input,
    keys: SortKeys,
    skip: Option<Expression>,
    limit: Expression,
    /// What lies below changes the graph, so that it has to run to its end.
    updates: bool,
    held: Held,
    pieces: Option<Pieces>,
    wanted: usize,
}

impl TopK {
    /// Over an input.
    pub fn new(
        input: Input,
        keys: SortKeys,
        skip: Option<Expression>,
        limit: Expression,
        updates: bool,
    ) -> TopK {
        TopK { input, keys, skip, limit, updates, held: Held::default(), pieces: None, wanted: 0 }
    }

    fn fill(&mut self, ctx: &mut Context<'_>) -> Result<Batch> {
        let mut rows = 0;
        while (self.wanted > 0 || self.updates)
            && let Some(batch) = self.input.next(ctx)?
        {
            ctx.meter().step(batch.len() as u64)?;
            rows += batch.len();
            self.held.push(ctx, batch)?;
            if rows >= self.wanted.saturating_mul(2).max(4 * BATCH_ROWS) {
                let best = self.best(ctx)?;
                rows = best.len();
                self.held.clear(ctx);
                self.held.push(ctx, best)?;
            }
        }
        self.best(ctx)
    }

    fn best(&mut self, ctx: &mut Context<'_>) -> Result<Batch> {
        let rows = self.held.take_all(ctx.width());
        let mut places = sorted(ctx, &self.keys, &rows)?;
        places.truncate(self.wanted);
        Ok(rows.gather(&places))
    }
}

impl Operator for TopK {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.held.clear(ctx);
        self.pieces = None;
        let skip = self.skip.as_ref().map_or(Ok(0), |skip| row_count(ctx, skip, "SKIP"))?;
        let limit = row_count(ctx, &self.limit, "LIMIT")?;
        self.wanted = usize::try_from(skip.saturating_add(limit)).unwrap_or(usize::MAX);
        self.input.open(ctx)
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        if self.pieces.is_none() {
            self.pieces = Some(Pieces::new(self.fill(ctx)?));
        }
        Ok(self.pieces.as_mut().and_then(Pieces::next))
    }
}

/// Reads its whole input before it passes anything on.
pub struct Eager {
    input: Input,
    held: Held,
    ready: Option<std::vec::IntoIter<Batch>>,
}

impl Eager {
    /// Over an input.
    pub fn new(input: Input) -> Eager {
        Eager { input, held: Held::default(), ready: None }
    }
}

impl Operator for Eager {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.held.clear(ctx);
        self.ready = None;
        self.input.open(ctx)
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        if self.ready.is_none() {
            self.held.drain(ctx, &mut self.input)?;
            self.ready = Some(std::mem::take(&mut self.held.batches).into_iter());
        }
        Ok(self.ready.as_mut().and_then(Iterator::next))
    }
}
