//! Rows on their way from operator to operator: at most [`BATCH_ROWS`] of them, as columns by slot.

use std::sync::Arc;

use crate::error::{Error, Result};
use crate::semantic::bound::Slot;
use crate::value::Value;

use super::builder::ColumnBuilder;
use super::column::Column;

/// The most rows operators put into one batch.
pub const BATCH_ROWS: usize = 1024;

/// Some rows. Slots without a column are not set (or nobody reads them any more).
#[derive(Clone, Debug)]
pub struct Batch {
    len: usize,
    columns: Vec<Option<Arc<Column>>>,
}

impl Batch {
    /// Rows without any column, for a statement of so many slots.
    pub fn new(len: usize, width: usize) -> Batch {
        Batch { len, columns: vec![None; width] }
    }

    /// Given rows, whose n-th value goes to slot n.
    pub fn of_rows(rows: Vec<Vec<Value>>, width: usize) -> Batch {
        let mut builders: Vec<ColumnBuilder> =
            (0..width).map(|_| ColumnBuilder::with_capacity(rows.len())).collect();
        let len = rows.len();
        for row in rows {
            let values = row.into_iter().chain(std::iter::repeat(Value::Null));
            builders.iter_mut().zip(values).for_each(|(builder, value)| builder.push(value));
        }
        let columns = builders.into_iter().map(|builder| Some(Arc::new(builder.finish()))).collect();
        Batch { len, columns }
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The number of slots.
    pub fn width(&self) -> usize {
        self.columns.len()
    }

    /// A slot's column.
    pub fn get(&self, slot: Slot) -> Option<&Arc<Column>> {
        self.columns.get(slot as usize)?.as_ref()
    }

    /// A slot's column, which the plan promises to be there.
    pub fn column(&self, slot: Slot) -> Result<&Arc<Column>> {
        self.get(slot).ok_or_else(|| Error::internal(format!("slot {slot} has no column")))
    }

    /// Puts a column of as many rows as the batch has into a slot.
    pub fn set(&mut self, slot: Slot, column: Arc<Column>) {
        debug_assert_eq!(column.len(), self.len);
        let at = slot as usize;
        if at >= self.columns.len() {
            self.columns.resize(at + 1, None);
        }
        self.columns[at] = Some(column);
    }

    /// The slots that have a column.
    pub fn slots(&self) -> impl Iterator<Item = (Slot, &Arc<Column>)> {
        self.columns.iter().enumerate().filter_map(|(slot, column)| Some((slot as Slot, column.as_ref()?)))
    }

    /// The rows at these places, in this order, of all columns.
    pub fn gather(&self, rows: &[u32]) -> Batch {
        let columns = self
            .columns
            .iter()
            .map(|column| column.as_ref().map(|column| Arc::new(column.gather(rows))))
            .collect();
        Batch { len: rows.len(), columns }
    }

    /// The rows at these places, in this order, of these columns.
    pub fn gather_slots(&self, rows: &[u32], slots: &[Slot]) -> Batch {
        let mut batch = Batch::new(rows.len(), self.columns.len());
        for slot in slots {
            if let Some(column) = self.get(*slot) {
                batch.columns[*slot as usize] = Some(Arc::new(column.gather(rows)));
            }
        }
        batch
    }

    /// One row with these columns, each as a constant.
    pub fn row(&self, row: usize, slots: &[Slot]) -> Batch {
        self.gather_slots(&[row as u32], slots)
    }

    /// The rows from `from` on, at most `len`.
    pub fn slice(&self, from: usize, len: usize) -> Batch {
        if from == 0 && len >= self.len {
            return self.clone();
        }
        let end = (from + len).min(self.len);
        let rows: Vec<u32> = (from as u32..end as u32).collect();
        self.gather(&rows)
    }

    /// The same rows with the columns of another batch of the same length added.
    pub fn merge(&mut self, other: &Batch) {
        debug_assert_eq!(self.len, other.len);
        for (slot, column) in other.slots() {
            self.set(slot, column.clone());
        }
    }

    /// A slot's value in a row; null when the slot has no column.
    pub fn value(&self, slot: Slot, row: usize) -> Value {
        self.get(slot).map_or(Value::Null, |column| column.value(row))
    }

    /// About how many bytes it holds, for the memory budget.
    pub fn memory(&self) -> usize {
        self.columns.iter().flatten().map(|column| column.memory()).sum::<usize>() + self.columns.len() * 8
    }

    /// All rows of these batches as one batch; they have the same slots.
    pub fn concat(batches: &[Batch], width: usize) -> Batch {
        if let [only] = batches {
            return only.clone();
        }
        let len = batches.iter().map(Batch::len).sum();
        let mut all = Batch::new(len, width);
        let Some(first) = batches.first() else { return all };
        for (slot, _) in first.slots() {
            let parts: Vec<Arc<Column>> = batches
                .iter()
                .map(|batch| batch.get(slot).cloned().unwrap_or_else(|| Arc::new(Column::nulls(batch.len))))
                .collect();
            all.set(slot, Column::concat(&parts));
        }
        all
    }
}
