//! Values that properties can hold, owned ([`StoredValue`]) and borrowed from a column ([`ValueRef`]).

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::value::temporal::{Date, DateTime, Duration, LocalDateTime, LocalTime, Time};
use crate::value::{List, Point, Value};

/// A value that may be a property: a boolean, number, string, temporal or spatial value, or a list of those.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(into = "Form", from = "Form")]
pub struct StoredValue(Value);

impl StoredValue {
    /// Checks that the value can be stored; null cannot, it stands for the property's absence.
    pub fn new(value: Value) -> Result<StoredValue> {
        check(&value)?;
        Ok(StoredValue(value))
    }

    /// The value.
    pub fn value(&self) -> &Value {
        &self.0
    }

    /// The value, owned.
    pub fn into_value(self) -> Value {
        self.0
    }
}

impl PartialEq for StoredValue {
    /// The same type and content; floats by their bits, so that NaN is the same as itself.
    fn eq(&self, other: &StoredValue) -> bool {
        identical(&self.0, &other.0)
    }
}

fn check(value: &Value) -> Result<()> {
    match value {
        Value::List(list) => match list.iter().find(|item| !is_scalar(item)) {
            None => Ok(()),
            Some(item) => Err(unstorable(&format!("a list that holds {}", describe(item)))),
        },
        scalar if is_scalar(scalar) => Ok(()),
        other => Err(unstorable(describe(other))),
    }
}

fn unstorable(what: &str) -> Error {
    Error::type_error("InvalidPropertyType", format!("a property cannot hold {what}"))
        .hint("properties hold booleans, numbers, strings, temporal and spatial values, and lists of those")
}

fn is_scalar(value: &Value) -> bool {
    match value {
        Value::Boolean(_)
        | Value::Integer(_)
        | Value::Float(_)
        | Value::String(_)
        | Value::Date(_)
        | Value::LocalTime(_)
        | Value::Time(_)
        | Value::LocalDateTime(_)
        | Value::DateTime(_)
        | Value::Duration(_)
        | Value::Point(_) => true,
        Value::Null
        | Value::List(_)
        | Value::Map(_)
        | Value::Node(_)
        | Value::Relationship(_)
        | Value::Path(_) => false,
    }
}

fn describe(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::List(_) => "a list",
        Value::Map(_) => "a map",
        Value::Node(_) => "a node",
        Value::Relationship(_) => "a relationship",
        Value::Path(_) => "a path",
        _ => "a scalar",
    }
}

/// Whether two storable values have the same type and content; floats are compared by their bits.
pub(super) fn identical(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Boolean(a), Value::Boolean(b)) => a == b,
        (Value::Integer(a), Value::Integer(b)) => a == b,
        (Value::Float(a), Value::Float(b)) => a.to_bits() == b.to_bits(),
        (Value::String(a), Value::String(b)) => a == b,
        (Value::Date(a), Value::Date(b)) => a == b,
        (Value::LocalTime(a), Value::LocalTime(b)) => a == b,
        (Value::Time(a), Value::Time(b)) => a == b,
        (Value::LocalDateTime(a), Value::LocalDateTime(b)) => a == b,
        (Value::DateTime(a), Value::DateTime(b)) => a == b,
        (Value::Duration(a), Value::Duration(b)) => a == b,
        (Value::Point(a), Value::Point(b)) => {
            a.crs == b.crs && [a.x, a.y, a.z].map(f64::to_bits) == [b.x, b.y, b.z].map(f64::to_bits)
        }
        (Value::List(a), Value::List(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| identical(a, b))
        }
        _ => false,
    }
}

/// A property as it lies in its column.
#[derive(Clone, Copy, Debug)]
pub enum ValueRef<'a> {
    /// `true` or `false`.
    Boolean(bool),
    /// A 64-bit integer.
    Integer(i64),
    /// A double.
    Float(f64),
    /// Text.
    String(&'a str),
    /// A calendar date.
    Date(Date),
    /// Any other storable value.
    Other(&'a Value),
}

impl<'a> ValueRef<'a> {
    /// Borrows a storable value.
    pub fn new(value: &'a Value) -> ValueRef<'a> {
        match value {
            Value::Boolean(value) => ValueRef::Boolean(*value),
            Value::Integer(value) => ValueRef::Integer(*value),
            Value::Float(value) => ValueRef::Float(*value),
            Value::String(text) => ValueRef::String(text),
            Value::Date(date) => ValueRef::Date(*date),
            other => ValueRef::Other(other),
        }
    }

    /// The value, owned.
    pub fn to_value(self) -> Value {
        match self {
            ValueRef::Boolean(value) => Value::Boolean(value),
            ValueRef::Integer(value) => Value::Integer(value),
            ValueRef::Float(value) => Value::Float(value),
            ValueRef::String(text) => Value::String(Arc::from(text)),
            ValueRef::Date(date) => Value::Date(date),
            ValueRef::Other(value) => value.clone(),
        }
    }

    /// Whether it has the type and content of `value`.
    pub fn is_identical(self, value: &Value) -> bool {
        match (self, value) {
            (ValueRef::Boolean(a), Value::Boolean(b)) => a == *b,
            (ValueRef::Integer(a), Value::Integer(b)) => a == *b,
            (ValueRef::Float(a), Value::Float(b)) => a.to_bits() == b.to_bits(),
            (ValueRef::String(a), Value::String(b)) => *a == **b,
            (ValueRef::Date(a), Value::Date(b)) => a == *b,
            (ValueRef::Other(a), b) => identical(a, b),
            _ => false,
        }
    }
}

/// What is written for a stored value; its nesting is bounded by its type.
#[derive(Clone, Serialize, Deserialize)]
enum Form {
    Scalar(Scalar),
    List(Vec<Scalar>),
}

#[derive(Clone, Serialize, Deserialize)]
enum Scalar {
    Boolean(bool),
    Integer(i64),
    Float(f64),
    String(Arc<str>),
    Date(Date),
    LocalTime(LocalTime),
    Time(Time),
    LocalDateTime(LocalDateTime),
    DateTime(Arc<DateTime>),
    Duration(Arc<Duration>),
    Point(Arc<Point>),
}

impl From<StoredValue> for Form {
    fn from(stored: StoredValue) -> Form {
        match stored.0 {
            Value::List(list) => Form::List(list.iter().filter_map(|item| scalar(item.clone())).collect()),
            // Only storable values are ever wrapped, and all but lists are scalars.
            other => scalar(other).map_or(Form::List(Vec::new()), Form::Scalar),
        }
    }
}

impl From<Form> for StoredValue {
    fn from(form: Form) -> StoredValue {
        StoredValue(match form {
            Form::Scalar(scalar) => value(scalar),
            Form::List(items) => Value::List(List::new(items.into_iter().map(value).collect())),
        })
    }
}

fn scalar(value: Value) -> Option<Scalar> {
    Some(match value {
        Value::Boolean(value) => Scalar::Boolean(value),
        Value::Integer(value) => Scalar::Integer(value),
        Value::Float(value) => Scalar::Float(value),
        Value::String(value) => Scalar::String(value),
        Value::Date(value) => Scalar::Date(value),
        Value::LocalTime(value) => Scalar::LocalTime(value),
        Value::Time(value) => Scalar::Time(value),
        Value::LocalDateTime(value) => Scalar::LocalDateTime(value),
        Value::DateTime(value) => Scalar::DateTime(value),
        Value::Duration(value) => Scalar::Duration(value),
        Value::Point(value) => Scalar::Point(value),
        Value::Null
        | Value::List(_)
        | Value::Map(_)
        | Value::Node(_)
        | Value::Relationship(_)
        | Value::Path(_) => return None,
    })
}

fn value(scalar: Scalar) -> Value {
    match scalar {
        Scalar::Boolean(value) => Value::Boolean(value),
        Scalar::Integer(value) => Value::Integer(value),
        Scalar::Float(value) => Value::Float(value),
        Scalar::String(value) => Value::String(value),
        Scalar::Date(value) => Value::Date(value),
        Scalar::LocalTime(value) => Value::LocalTime(value),
        Scalar::Time(value) => Value::Time(value),
        Scalar::LocalDateTime(value) => Value::LocalDateTime(value),
        Scalar::DateTime(value) => Value::DateTime(value),
        Scalar::Duration(value) => Value::Duration(value),
        Scalar::Point(value) => Value::Point(value),
    }
}
