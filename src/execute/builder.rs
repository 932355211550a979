//! Builds a column value by value: typed from the first value on, widened to plain values when another
//! type comes along.

use std::ops::Range;

use crate::graph::{NodeId, RelId};
use crate::value::{Value, equivalent};

use super::column::{Column, NULL_NODE, NULL_RELATIONSHIP, Nulls};
use super::texts::Texts;

/// A column under construction.
#[derive(Debug, Default)]
pub struct ColumnBuilder {
    state: State,
    capacity: usize,
}

#[derive(Debug)]
enum State {
    /// Only nulls so far.
    Nulls(usize),
    Nodes(Vec<NodeId>),
    Relationships(Vec<RelId>),
    Integers(Vec<i64>, Nulls),
    Floats(Vec<f64>, Nulls),
    Booleans(Vec<Option<bool>>),
    Texts(Texts),
    Values(Vec<Value>),
}

impl Default for State {
    fn default() -> State {
        State::Nulls(0)
    }
}

impl ColumnBuilder {
    /// An empty column with room for so many rows.
    pub fn with_capacity(capacity: usize) -> ColumnBuilder {
        ColumnBuilder { state: State::Nulls(0), capacity }
    }

    /// The number of rows so far.
    pub fn len(&self) -> usize {
        match &self.state {
            State::Nulls(len) => *len,
            State::Nodes(ids) => ids.len(),
            State::Relationships(ids) => ids.len(),
            State::Integers(values, _) => values.len(),
            State::Floats(values, _) => values.len(),
            State::Booleans(values) => values.len(),
            State::Texts(texts) => texts.len(),
            State::Values(values) => values.len(),
        }
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a row.
    #[inline]
    pub fn push(&mut self, value: Value) {
        match (&mut self.state, value) {
            (State::Values(values), value) => values.push(value),
            (_, Value::Null) => self.push_null(),
            (State::Nodes(ids), Value::Node(id)) => ids.push(id),
            (State::Relationships(ids), Value::Relationship(id)) => ids.push(id),
            (State::Integers(..), Value::Integer(value)) => self.push_integer(value),
            (State::Floats(..), Value::Float(value)) => self.push_float(value),
            (State::Booleans(values), Value::Boolean(value)) => values.push(Some(value)),
            (State::Texts(texts), Value::String(text)) if text.len() <= Texts::LONGEST => {
                texts.push(Some(&text));
            }
            (State::Nulls(_), value) => self.start(value),
            (_, value) => self.widen_with(value),
        }
    }

    /// Adds a null.
    #[inline]
    pub fn push_null(&mut self) {
        match &mut self.state {
            State::Nulls(len) => *len += 1,
            State::Nodes(ids) => ids.push(NULL_NODE),
            State::Relationships(ids) => ids.push(NULL_RELATIONSHIP),
            State::Integers(values, nulls) => {
                mark(nulls, values.len(), true);
                values.push(0);
            }
            State::Floats(values, nulls) => {
                mark(nulls, values.len(), true);
                values.push(0.0);
            }
            State::Booleans(values) => values.push(None),
            State::Texts(texts) => texts.push(None),
            State::Values(values) => values.push(Value::Null),
        }
    }

    /// Adds an integer.
    #[inline]
    pub fn push_integer(&mut self, value: i64) {
        match &mut self.state {
            State::Integers(values, nulls) => {
                mark(nulls, values.len(), false);
                values.push(value);
            }
            _ => self.push(Value::Integer(value)),
        }
    }

    /// Adds a float.
    #[inline]
    pub fn push_float(&mut self, value: f64) {
        match &mut self.state {
            State::Floats(values, nulls) => {
                mark(nulls, values.len(), false);
                values.push(value);
            }
            _ => self.push(Value::Float(value)),
        }
    }

    /// Adds a text.
    #[inline]
    pub fn push_text(&mut self, text: &str) {
        match &mut self.state {
            State::Texts(texts) if text.len() <= Texts::LONGEST => texts.push(Some(text)),
            _ => self.push(Value::String(text.into())),
        }
    }

    /// Adds a row of a column.
    #[inline]
    pub fn push_row(&mut self, column: &Column, row: usize) {
        match (&mut self.state, column) {
            (State::Nodes(ids), Column::Nodes(more)) => ids.push(more[row]),
            (State::Integers(values, None), Column::Integers(more, None)) => values.push(more[row]),
            (State::Texts(texts), Column::Texts(more)) => texts.push(more.get(row)),
            _ => self.push(column.value(row)),
        }
    }

    /// Whether a row is equivalent to that of a column.
    #[inline]
    pub fn is_same(&self, at: usize, column: &Column, row: usize) -> bool {
        match (&self.state, column) {
            (State::Nodes(ids), Column::Nodes(others)) => ids[at] == others[row],
            (State::Integers(values, None), Column::Integers(others, None)) => values[at] == others[row],
            (State::Texts(texts), Column::Texts(others)) => texts.get(at) == others.get(row),
            (State::Values(values), Column::Values(others)) => equivalent(&values[at], &others[row]),
            _ => equivalent(&self.value(at), &column.value(row)),
        }
    }

    /// The value of a row.
    pub fn value(&self, row: usize) -> Value {
        match &self.state {
            State::Nulls(_) => Value::Null,
            State::Nodes(ids) if ids[row] != NULL_NODE => Value::Node(ids[row]),
            State::Relationships(ids) if ids[row] != NULL_RELATIONSHIP => Value::Relationship(ids[row]),
            State::Nodes(_) | State::Relationships(_) => Value::Null,
            State::Integers(values, nulls) if !is_null(nulls, row) => Value::Integer(values[row]),
            State::Floats(values, nulls) if !is_null(nulls, row) => Value::Float(values[row]),
            State::Integers(..) | State::Floats(..) => Value::Null,
            State::Booleans(values) => values[row].map_or(Value::Null, Value::Boolean),
            State::Texts(texts) => texts.get(row).map_or(Value::Null, |text| Value::String(text.into())),
            State::Values(values) => values[row].clone(),
        }
    }

    /// Some rows of what was built, as a column of their own.
    pub fn range(&self, rows: Range<usize>) -> Column {
        let part = |nulls: &Nulls| nulls.as_ref().map(|nulls| nulls[rows.clone()].to_vec());
        match &self.state {
            State::Nulls(_) => Column::nulls(rows.len()),
            State::Nodes(ids) => Column::Nodes(ids[rows].to_vec()),
            State::Relationships(ids) => Column::Relationships(ids[rows].to_vec()),
            State::Integers(values, nulls) => Column::Integers(values[rows.clone()].to_vec(), part(nulls)),
            State::Floats(values, nulls) => Column::Floats(values[rows.clone()].to_vec(), part(nulls)),
            State::Booleans(values) => Column::Booleans(values[rows].to_vec()),
            State::Texts(texts) => {
                let mut picked = Texts::with_capacity(rows.len());
                rows.for_each(|row| picked.push(texts.get(row)));
                Column::Texts(picked)
            }
            State::Values(values) => Column::Values(values[rows].to_vec()),
        }
    }

    /// About how many bytes a row takes beside those that [`Value::heap_size`] counts.
    pub fn row_size(&self) -> usize {
        match &self.state {
            State::Nulls(_) => 0,
            State::Nodes(_) | State::Relationships(_) => size_of::<u32>(),
            State::Integers(..) | State::Floats(..) | State::Texts(_) => size_of::<u64>(),
            State::Booleans(_) => 1,
            State::Values(_) => size_of::<Value>(),
        }
    }

    /// Adds all rows of a column.
    pub fn append(&mut self, column: &Column) {
        match (&mut self.state, column) {
            (State::Nodes(ids), Column::Nodes(more)) => ids.extend_from_slice(more),
            (State::Relationships(ids), Column::Relationships(more)) => ids.extend_from_slice(more),
            (State::Booleans(values), Column::Booleans(more)) => values.extend_from_slice(more),
            (State::Texts(texts), Column::Texts(more)) => texts.append(more),
            (State::Values(values), Column::Values(more)) => values.extend_from_slice(more),
            (State::Nulls(0), _) if !matches!(column, Column::Constant(..)) => {
                let mut rows: Vec<u32> = Vec::new();
                rows.extend(0..column.len() as u32);
                self.state = State::from(column.gather(&rows));
                self.reserve();
            }
            _ => (0..column.len()).for_each(|row| self.push(column.value(row))),
        }
    }

    /// The finished column.
    pub fn finish(self) -> Column {
        match self.state {
            State::Nulls(len) => Column::nulls(len),
            State::Nodes(ids) => Column::Nodes(ids),
            State::Relationships(ids) => Column::Relationships(ids),
            State::Integers(values, nulls) => Column::Integers(values, nulls),
            State::Floats(values, nulls) => Column::Floats(values, nulls),
            State::Booleans(values) => Column::Booleans(values),
            State::Texts(texts) => Column::Texts(texts),
            State::Values(values) => Column::Values(values),
        }
    }

    fn reserve(&mut self) {
        let more = self.capacity.saturating_sub(self.len());
        match &mut self.state {
            State::Nulls(_) => {}
            State::Nodes(ids) => ids.reserve(more),
            State::Relationships(ids) => ids.reserve(more),
            State::Integers(values, _) => values.reserve(more),
            State::Floats(values, _) => values.reserve(more),
            State::Booleans(values) => values.reserve(more),
            State::Texts(texts) => texts.reserve(more),
            State::Values(values) => values.reserve(more),
        }
    }

    /// The first value that is no null decides the type.
    fn start(&mut self, value: Value) {
        let before = self.len();
        let nulls = (before > 0).then(|| vec![true; before]);
        self.state = match &value {
            Value::Node(_) => State::Nodes(vec![NULL_NODE; before]),
            Value::Relationship(_) => State::Relationships(vec![NULL_RELATIONSHIP; before]),
            Value::Integer(_) => State::Integers(vec![0; before], nulls),
            Value::Float(_) => State::Floats(vec![0.0; before], nulls),
            Value::Boolean(_) => State::Booleans(vec![None; before]),
            Value::String(text) if text.len() <= Texts::LONGEST => State::Texts(match before {
                0 => Texts::default(),
                before => Texts::of_nulls(before),
            }),
            _ => State::Values(vec![Value::Null; before]),
        };
        self.reserve();
        self.push(value);
    }

    /// Another type has come: plain values from here on.
    fn widen_with(&mut self, value: Value) {
        let column = ColumnBuilder { state: std::mem::take(&mut self.state), capacity: 0 }.finish();
        let mut values = Vec::with_capacity(self.capacity.max(column.len() + 1));
        values.extend((0..column.len()).map(|row| column.value(row)));
        values.push(value);
        self.state = State::Values(values);
    }
}

impl From<Column> for State {
    fn from(column: Column) -> State {
        match column {
            Column::Nodes(ids) => State::Nodes(ids),
            Column::Relationships(ids) => State::Relationships(ids),
            Column::Integers(values, nulls) => State::Integers(values, nulls),
            Column::Floats(values, nulls) => State::Floats(values, nulls),
            Column::Booleans(values) => State::Booleans(values),
            Column::Texts(texts) => State::Texts(texts),
            Column::Values(values) => State::Values(values),
            Column::Constant(value, len) => State::Values(vec![value; len]),
        }
    }
}

#[inline]
fn is_null(nulls: &Nulls, row: usize) -> bool {
    nulls.as_ref().is_some_and(|nulls| nulls[row])
}

/// Notes whether the row about to be pushed at `len` is null.
#[inline]
fn mark(nulls: &mut Nulls, len: usize, null: bool) {
    match nulls {
        Some(nulls) => nulls.push(null),
        None if null => {
            let mut marks = vec![false; len];
            marks.push(true);
            *nulls = Some(marks);
        }
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stays_typed_with_nulls_and_widens_for_another_type() {
        let mut builder = ColumnBuilder::with_capacity(4);
        builder.push_null();
        builder.push(Value::Integer(1));
        builder.push_null();
        let column = builder.finish();
        assert!(matches!(&column, Column::Integers(values, Some(_)) if values.len() == 3));
        assert!(column.is_null(0) && !column.is_null(1) && column.is_null(2));

        let mut builder = ColumnBuilder::default();
        builder.append(&column);
        builder.push(Value::Boolean(true));
        let column = builder.finish();
        assert!(matches!(column.value(1), Value::Integer(1)));
        assert!(matches!(column.value(3), Value::Boolean(true)));
        assert!(column.is_null(2));
    }
}
