//! Builds a column value by value: typed from the first value on, widened to plain values when another
//! type comes along.

use crate::graph::{NodeId, RelId};
use crate::value::Value;

use super::column::{Column, NULL_NODE, NULL_RELATIONSHIP, Nulls};

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

    /// Adds all rows of a column.
    pub fn append(&mut self, column: &Column) {
        match (&mut self.state, column) {
            (State::Nodes(ids), Column::Nodes(more)) => ids.extend_from_slice(more),
            (State::Relationships(ids), Column::Relationships(more)) => ids.extend_from_slice(more),
            (State::Booleans(values), Column::Booleans(more)) => values.extend_from_slice(more),
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
            Column::Values(values) => State::Values(values),
            Column::Constant(value, len) => State::Values(vec![value; len]),
        }
    }
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
