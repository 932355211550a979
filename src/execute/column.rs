//! One slot's values over the rows of a batch, as a typed vector wherever the type is known.

use std::sync::Arc;

use crate::error::{Error, Result};
use crate::graph::{NodeId, RelId};
use crate::value::Value;

use super::texts::Texts;

/// Stands for null among nodes; no graph has that many.
pub const NULL_NODE: NodeId = NodeId(u32::MAX);

/// Stands for null among relationships; no graph has that many.
pub const NULL_RELATIONSHIP: RelId = RelId(u32::MAX);

/// Which rows are null; `None` when none is.
pub type Nulls = Option<Vec<bool>>;

/// A vector of values. Never changed once it is part of a batch, so that batches can share it.
#[derive(Clone, Debug)]
pub enum Column {
    /// Nodes; [`NULL_NODE`] is null.
    Nodes(Vec<NodeId>),
    /// Relationships; [`NULL_RELATIONSHIP`] is null.
    Relationships(Vec<RelId>),
    /// Integers; what stands at a null's place has no meaning.
    Integers(Vec<i64>, Nulls),
    /// Floats; what stands at a null's place has no meaning.
    Floats(Vec<f64>, Nulls),
    /// Truth values.
    Booleans(Vec<Option<bool>>),
    /// Short texts.
    Texts(Texts),
    /// Anything.
    Values(Vec<Value>),
    /// The same value in every one of so many rows.
    Constant(Value, usize),
}

impl Column {
    /// The number of rows.
    pub fn len(&self) -> usize {
        match self {
            Column::Nodes(ids) => ids.len(),
            Column::Relationships(ids) => ids.len(),
            Column::Integers(values, _) => values.len(),
            Column::Floats(values, _) => values.len(),
            Column::Booleans(values) => values.len(),
            Column::Texts(texts) => texts.len(),
            Column::Values(values) => values.len(),
            Column::Constant(_, len) => *len,
        }
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A column of nulls.
    pub fn nulls(len: usize) -> Column {
        Column::Constant(Value::Null, len)
    }

    /// The value of a row.
    #[inline]
    pub fn value(&self, row: usize) -> Value {
        match self {
            Column::Nodes(ids) => node_value(ids[row]),
            Column::Relationships(ids) => relationship_value(ids[row]),
            Column::Integers(values, nulls) if !is_null(nulls, row) => Value::Integer(values[row]),
            Column::Floats(values, nulls) if !is_null(nulls, row) => Value::Float(values[row]),
            Column::Integers(..) | Column::Floats(..) => Value::Null,
            Column::Booleans(values) => values[row].map_or(Value::Null, Value::Boolean),
            Column::Texts(texts) => texts.get(row).map_or(Value::Null, |text| Value::String(text.into())),
            Column::Values(values) => values[row].clone(),
            Column::Constant(value, _) => value.clone(),
        }
    }

    /// The text of a row, without a copy; none for null and for what is no text.
    #[inline]
    pub fn text(&self, row: usize) -> Option<&str> {
        match self {
            Column::Texts(texts) => texts.get(row),
            Column::Values(values) => match &values[row] {
                Value::String(text) => Some(text),
                _ => None,
            },
            Column::Constant(Value::String(text), _) => Some(text),
            Column::Nodes(_)
            | Column::Relationships(_)
            | Column::Integers(..)
            | Column::Floats(..)
            | Column::Booleans(_)
            | Column::Constant(..) => None,
        }
    }

    /// Whether a row is null.
    #[inline]
    pub fn is_null(&self, row: usize) -> bool {
        match self {
            Column::Nodes(ids) => ids[row] == NULL_NODE,
            Column::Relationships(ids) => ids[row] == NULL_RELATIONSHIP,
            Column::Integers(_, nulls) | Column::Floats(_, nulls) => is_null(nulls, row),
            Column::Booleans(values) => values[row].is_none(),
            Column::Texts(texts) => texts.is_null(row),
            Column::Values(values) => matches!(values[row], Value::Null),
            Column::Constant(value, _) => matches!(value, Value::Null),
        }
    }

    /// The node of a row; `None` for null.
    #[inline]
    pub fn node(&self, row: usize) -> Result<Option<NodeId>> {
        match self {
            Column::Nodes(ids) => Ok((ids[row] != NULL_NODE).then_some(ids[row])),
            other => match other.value(row) {
                Value::Node(node) => Ok(Some(node)),
                Value::Null => Ok(None),
                other => Err(Error::type_error(
                    "InvalidArgumentType",
                    format!("expected a node, found {}", other.type_name()),
                )),
            },
        }
    }

    /// The relationship of a row; `None` for null.
    #[inline]
    pub fn relationship(&self, row: usize) -> Result<Option<RelId>> {
        match self {
            Column::Relationships(ids) => Ok((ids[row] != NULL_RELATIONSHIP).then_some(ids[row])),
            other => match other.value(row) {
                Value::Relationship(relationship) => Ok(Some(relationship)),
                Value::Null => Ok(None),
                other => Err(Error::type_error(
                    "InvalidArgumentType",
                    format!("expected a relationship, found {}", other.type_name()),
                )),
            },
        }
    }

    /// The rows of this column at these places, in this order.
    pub fn gather(&self, rows: &[u32]) -> Column {
        fn pick<T: Clone>(values: &[T], rows: &[u32]) -> Vec<T> {
            rows.iter().map(|row| values[*row as usize].clone()).collect()
        }
        let nulls = |nulls: &Nulls| nulls.as_ref().map(|nulls| pick(nulls, rows));
        match self {
            Column::Nodes(ids) => Column::Nodes(pick(ids, rows)),
            Column::Relationships(ids) => Column::Relationships(pick(ids, rows)),
            Column::Integers(values, null) => Column::Integers(pick(values, rows), nulls(null)),
            Column::Floats(values, null) => Column::Floats(pick(values, rows), nulls(null)),
            Column::Booleans(values) => Column::Booleans(pick(values, rows)),
            Column::Texts(texts) => Column::Texts(texts.gather(rows)),
            Column::Values(values) => Column::Values(pick(values, rows)),
            Column::Constant(value, _) => Column::Constant(value.clone(), rows.len()),
        }
    }

    /// As [`Column::gather`], where `u32::MAX` stands for a null.
    pub fn gather_nullable(&self, rows: &[u32]) -> Column {
        if !rows.contains(&u32::MAX) {
            return self.gather(rows);
        }
        let mut builder = super::builder::ColumnBuilder::with_capacity(rows.len());
        for row in rows {
            match *row {
                u32::MAX => builder.push_null(),
                row => builder.push(self.value(row as usize)),
            }
        }
        builder.finish()
    }

    /// One column after the other. They keep their type when all have the same.
    pub fn concat(parts: &[Arc<Column>]) -> Arc<Column> {
        if let [only] = parts {
            return only.clone();
        }
        let len = parts.iter().map(|part| part.len()).sum();
        let mut builder = super::builder::ColumnBuilder::with_capacity(len);
        for part in parts {
            builder.append(part);
        }
        Arc::new(builder.finish())
    }

    /// The bytes that the value of a row has beside its place in a vector.
    #[inline]
    pub fn heap_size(&self, row: usize) -> usize {
        match self {
            Column::Texts(texts) => texts.get(row).map_or(0, str::len),
            Column::Values(values) => values[row].heap_size(),
            Column::Constant(value, _) => value.heap_size(),
            Column::Nodes(_)
            | Column::Relationships(_)
            | Column::Integers(..)
            | Column::Floats(..)
            | Column::Booleans(_) => 0,
        }
    }

    /// About how many bytes it holds, for the memory budget.
    pub fn memory(&self) -> usize {
        match self {
            Column::Nodes(ids) => ids.len() * 4,
            Column::Relationships(ids) => ids.len() * 4,
            Column::Integers(values, _) => values.len() * 8,
            Column::Floats(values, _) => values.len() * 8,
            Column::Booleans(values) => values.len(),
            Column::Texts(texts) => texts.memory(),
            Column::Values(values) => values.iter().map(Value::total_size).sum(),
            Column::Constant(value, _) => value.total_size(),
        }
    }
}

#[inline]
fn is_null(nulls: &Nulls, row: usize) -> bool {
    nulls.as_ref().is_some_and(|nulls| nulls[row])
}

#[inline]
fn node_value(id: NodeId) -> Value {
    if id == NULL_NODE { Value::Null } else { Value::Node(id) }
}

#[inline]
fn relationship_value(id: RelId) -> Value {
    if id == NULL_RELATIONSHIP { Value::Null } else { Value::Relationship(id) }
}
