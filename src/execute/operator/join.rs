//! Joins of two inputs: every pair, or the pairs whose keys are equal. The right side is kept in memory.

use std::sync::Arc;

use crate::error::Result;
use crate::execute::batch::{BATCH_ROWS, Batch};
use crate::execute::column::Column;
use crate::execute::context::Context;
use crate::execute::expression::Expression;
use crate::execute::keys::KeyTable;
use crate::semantic::bound::Slot;
use crate::value::equals;

use super::{Held, Input, Operator};

const NONE: u32 = u32::MAX;

/// The slots of both sides that are needed above.
pub struct Sides {
    /// Of the left one.
    pub left: Vec<Slot>,
    /// Of the right one.
    pub right: Vec<Slot>,
    /// The right side depends on nothing that is passed down, so that it is read once.
    pub reusable: bool,
}

impl Sides {
    fn pair(&self, left: &Batch, left_rows: &[u32], right: &Batch, right_rows: &[u32]) -> Batch {
        let mut batch = left.gather_slots(left_rows, &self.left);
        batch.merge(&right.gather_slots(right_rows, &self.right));
        batch
    }
}

/// Every pair of rows.
pub struct CartesianProduct {
    left: Input,
    right: Input,
    sides: Sides,
    held: Held,
    rows: Option<Batch>,
    current: Option<Batch>,
    /// The pair that comes next.
    at: (usize, usize),
}

impl CartesianProduct {
    /// Over two inputs.
    pub fn new(left: Input, right: Input, sides: Sides) -> CartesianProduct {
        CartesianProduct { left, right, sides, held: Held::default(), rows: None, current: None, at: (0, 0) }
    }
}

impl Operator for CartesianProduct {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.current = None;
        self.left.open(ctx)?;
        if self.rows.is_none() || !self.sides.reusable {
            self.held.clear(ctx);
            self.rows = None;
            self.right.open(ctx)?;
        }
        Ok(())
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        loop {
            let Some(left) = &self.current else {
                let Some(batch) = self.left.next(ctx)? else { return Ok(None) };
                self.current = Some(batch);
                self.at = (0, 0);
                continue;
            };
            let Some(right) = &self.rows else {
                self.held.drain(ctx, &mut self.right)?;
                self.rows = Some(self.held.take_all(ctx.width()));
                continue;
            };
            if right.is_empty() {
                return Ok(None);
            }
            let (mut left_rows, mut right_rows) = (Vec::new(), Vec::new());
            while self.at.0 < left.len() && left_rows.len() < BATCH_ROWS {
                let to = right.len().min(self.at.1 + BATCH_ROWS - left_rows.len());
                right_rows.extend(self.at.1 as u32..to as u32);
                left_rows.resize(right_rows.len(), self.at.0 as u32);
                self.at = if to == right.len() { (self.at.0 + 1, 0) } else { (self.at.0, to) };
            }
            ctx.meter().step(left_rows.len() as u64)?;
            let batch = self.sides.pair(left, &left_rows, right, &right_rows);
            if self.at.0 >= left.len() {
                self.current = None;
            }
            return Ok(Some(batch));
        }
    }
}

/// The right side of a hash join.
struct Table {
    rows: Batch,
    keys: KeyTable,
    /// By key number, its first row.
    heads: Vec<u32>,
    /// By row, the next row of the same key.
    chain: Vec<u32>,
}

/// Pairs whose keys are equal; the left side is probed, and its order kept.
pub struct HashJoin {
    left: Input,
    right: Input,
    left_keys: Vec<Expression>,
    right_keys: Vec<Expression>,
    sides: Sides,
    held: Held,
    table: Option<Table>,
    /// A left batch, and per row the first matching right row.
    current: Option<(Batch, Vec<u32>)>,
    /// The left row, and the right row it is paired with next.
    at: (usize, u32),
}

impl HashJoin {
    /// Over two inputs.
    pub fn new(
        (left, left_keys): (Input, Vec<Expression>),
        (right, right_keys): (Input, Vec<Expression>),
        sides: Sides,
    ) -> HashJoin {
        let held = Held::default();
        HashJoin {
            left,
            right,
            left_keys,
            right_keys,
            sides,
            held,
            table: None,
            current: None,
            at: (0, NONE),
        }
    }

    fn build(&mut self, ctx: &mut Context<'_>) -> Result<Table> {
        self.held.drain(ctx, &mut self.right)?;
        let rows = self.held.take_all(ctx.width());
        let mut keys = KeyTable::new(self.right_keys.len());
        let mut table =
            Table { chain: vec![NONE; rows.len()], heads: Vec::new(), keys: KeyTable::new(0), rows };
        if !table.rows.is_empty() {
            let columns = evaluate(ctx, &self.right_keys, &table.rows)?;
            let numbers = keys.intern(&columns, table.rows.len());
            table.heads = vec![NONE; keys.len()];
            // From the end, so that chains are in the order of the rows.
            for (row, number) in numbers.iter().enumerate().rev() {
                if is_joinable(&columns, row) {
                    table.chain[row] = std::mem::replace(&mut table.heads[*number as usize], row as u32);
                }
            }
        }
        self.held.hold(ctx, keys.memory())?;
        table.keys = keys;
        Ok(table)
    }
}

fn evaluate(ctx: &mut Context<'_>, keys: &[Expression], rows: &Batch) -> Result<Vec<Arc<Column>>> {
    keys.iter().map(|key| key.evaluate_batch(ctx, rows)).collect()
}

/// Whether a key equals itself: null, NaN and what contains null do not, and so equal nothing.
fn is_joinable(columns: &[Arc<Column>], row: usize) -> bool {
    columns.iter().all(|column| match &**column {
        Column::Nodes(_) | Column::Relationships(_) | Column::Integers(..) => !column.is_null(row),
        other => {
            let value = other.value(row);
            equals(&value, &value) == Some(true)
        }
    })
}

impl Operator for HashJoin {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.current = None;
        self.left.open(ctx)?;
        if self.table.is_none() || !self.sides.reusable {
            self.held.clear(ctx);
            self.table = None;
            self.right.open(ctx)?;
        }
        Ok(())
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        loop {
            if self.table.is_none() {
                self.table = Some(self.build(ctx)?);
            }
            let Some(table) = &self.table else { continue };
            let Some((left, firsts)) = &self.current else {
                let Some(batch) = self.left.next(ctx)? else { return Ok(None) };
                let columns = evaluate(ctx, &self.left_keys, &batch)?;
                let numbers = table.keys.find(&columns, batch.len());
                let firsts: Vec<u32> =
                    numbers.iter().map(|it| it.map_or(NONE, |it| table.heads[it as usize])).collect();
                self.at = (0, firsts.first().copied().unwrap_or(NONE));
                self.current = Some((batch, firsts));
                continue;
            };
            let (mut left_rows, mut right_rows) = (Vec::new(), Vec::new());
            while self.at.0 < left.len() && left_rows.len() < BATCH_ROWS {
                if self.at.1 == NONE {
                    let next = self.at.0 + 1;
                    self.at = (next, firsts.get(next).copied().unwrap_or(NONE));
                    continue;
                }
                left_rows.push(self.at.0 as u32);
                right_rows.push(self.at.1);
                self.at.1 = table.chain[self.at.1 as usize];
            }
            ctx.meter().step((left.len() + left_rows.len()) as u64)?;
            let batch = self.sides.pair(left, &left_rows, &table.rows, &right_rows);
            if self.at.0 >= left.len() {
                self.current = None;
            }
            if !batch.is_empty() {
                return Ok(Some(batch));
            }
        }
    }
}
