//! Values from Rust types ([`IntoValue`], by `From`) and back ([`FromValue`]), for parameters and results of an
//! embedding program.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;
use std::sync::Arc;

use super::number::exact_integer;
use super::temporal::{Date, DateTime, Duration, LocalDateTime, LocalTime, Time};
use super::{List, PathValue, Point, Value};
use crate::error::{Error, Result};
use crate::graph::{NodeId, RelId};

macro_rules! from {
    ($($type:ty: $value:ident => $expression:expr;)*) => {
        $(impl From<$type> for Value {
            fn from($value: $type) -> Value {
                $expression
            }
        })*
    };
}

from! {
    bool: value => Value::Boolean(value);
    i64: value => Value::Integer(value);
    i32: value => Value::Integer(value.into());
    i16: value => Value::Integer(value.into());
    i8: value => Value::Integer(value.into());
    u32: value => Value::Integer(value.into());
    u16: value => Value::Integer(value.into());
    u8: value => Value::Integer(value.into());
    f64: value => Value::Float(value);
    f32: value => Value::Float(value.into());
    &str: value => Value::String(value.into());
    String: value => Value::String(value.into());
    &String: value => Value::String(value.as_str().into());
    Cow<'_, str>: value => Value::String(value.into());
    char: value => Value::String(value.encode_utf8(&mut [0; 4]).into());
    Arc<str>: value => Value::String(value);
    List: value => Value::List(value);
    NodeId: value => Value::Node(value);
    RelId: value => Value::Relationship(value);
    PathValue: value => Value::Path(Arc::new(value));
    Date: value => Value::Date(value);
    LocalTime: value => Value::LocalTime(value);
    Time: value => Value::Time(value);
    LocalDateTime: value => Value::LocalDateTime(value);
    DateTime: value => Value::DateTime(Arc::new(value));
    Duration: value => Value::Duration(Arc::new(value));
    Point: value => Value::Point(Arc::new(value));
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, T::into)
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(values: Vec<T>) -> Value {
        Value::List(values.into_iter().map(T::into).collect())
    }
}

impl<T: Into<Value> + Clone> From<&[T]> for Value {
    fn from(values: &[T]) -> Value {
        Value::List(values.iter().cloned().map(T::into).collect())
    }
}

impl<T: Into<Value>, const N: usize> From<[T; N]> for Value {
    fn from(values: [T; N]) -> Value {
        Value::List(values.into_iter().map(T::into).collect())
    }
}

impl<K: Into<Arc<str>>, T: Into<Value>> From<BTreeMap<K, T>> for Value {
    fn from(map: BTreeMap<K, T>) -> Value {
        Value::Map(Arc::new(map.into_iter().map(|(key, value)| (key.into(), value.into())).collect()))
    }
}

impl<K: Into<Arc<str>>, T: Into<Value>> From<HashMap<K, T>> for Value {
    fn from(map: HashMap<K, T>) -> Value {
        Value::Map(Arc::new(map.into_iter().map(|(key, value)| (key.into(), value.into())).collect()))
    }
}

/// A type that parameters can be given as: whatever has a `From` into [`Value`], which is also how an embedding program
/// adds types of its own.
///
/// Integers of 64 unsigned bits have none, because not all of them are a [`Value::Integer`].
///
/// ```
/// use casegraph::Database;
/// use casegraph::value::{IntoValue, Value};
///
/// struct Year(i32);
///
/// impl From<Year> for Value {
///     fn from(year: Year) -> Value {
///         year.0.into_value()
///     }
/// }
///
/// let db = Database::in_memory();
/// let mut result = db.query("RETURN $from + 1").param("from", Year(2017)).run()?;
/// assert_eq!(result.rows_as::<i32>()?, [2018]);
/// # Ok::<(), casegraph::Error>(())
/// ```
pub trait IntoValue {
    /// The value.
    fn into_value(self) -> Value;
}

impl<T: Into<Value>> IntoValue for T {
    fn into_value(self) -> Value {
        self.into()
    }
}

/// A type that results can be read as.
///
/// ```
/// use casegraph::value::{FromValue, Value};
///
/// let years: Vec<Option<i64>> = FromValue::from_value(Value::from([Some(2011), None]))?;
/// assert_eq!(years, [Some(2011), None]);
/// # Ok::<(), casegraph::Error>(())
/// ```
pub trait FromValue: Sized {
    /// Reads the value; another type than expected is a `TypeError`, a number that does not fit an `ArgumentError`.
    fn from_value(value: Value) -> Result<Self>;
}

fn unexpected(wanted: &str, found: &Value) -> Error {
    let message = format!("expected {wanted}, found {}", found.described());
    let error = Error::type_error("InvalidArgumentType", message);
    if found.is_null() { error.hint("read it as an Option where null may occur") } else { error }
}

fn out_of_range(value: &Value, wanted: &str) -> Error {
    Error::argument("NumberOutOfRange", format!("{value} does not fit {wanted}"))
}

impl FromValue for Value {
    fn from_value(value: Value) -> Result<Value> {
        Ok(value)
    }
}

macro_rules! from_value {
    ($($type:ty, $wanted:literal: $pattern:pat => $expression:expr;)*) => {
        $(impl FromValue for $type {
            fn from_value(value: Value) -> Result<$type> {
                match value {
                    $pattern => Ok($expression),
                    other => Err(unexpected($wanted, &other)),
                }
            }
        })*
    };
}

from_value! {
    bool, "a Boolean": Value::Boolean(value) => value;
    i64, "an Integer": Value::Integer(value) => value;
    Arc<str>, "a String": Value::String(text) => text;
    String, "a String": Value::String(text) => text.as_ref().to_owned();
    List, "a List": Value::List(list) => list;
    NodeId, "a Node": Value::Node(id) => id;
    RelId, "a Relationship": Value::Relationship(id) => id;
    PathValue, "a Path": Value::Path(path) => Arc::unwrap_or_clone(path);
    Date, "a Date": Value::Date(value) => value;
    LocalTime, "a LocalTime": Value::LocalTime(value) => value;
    Time, "a Time": Value::Time(value) => value;
    LocalDateTime, "a LocalDateTime": Value::LocalDateTime(value) => value;
    DateTime, "a DateTime": Value::DateTime(value) => Arc::unwrap_or_clone(value);
    Duration, "a Duration": Value::Duration(value) => *value;
    Point, "a Point": Value::Point(value) => *value;
}

macro_rules! integer_from_value {
    ($($type:ty),*) => {
        $(impl FromValue for $type {
            fn from_value(value: Value) -> Result<$type> {
                match value {
                    Value::Integer(integer) => {
                        integer.try_into().map_err(|_| out_of_range(&value, stringify!($type)))
                    }
                    other => Err(unexpected("an Integer", &other)),
                }
            }
        })*
    };
}

integer_from_value!(i8, i16, i32, u8, u16, u32, u64, usize);

impl FromValue for f64 {
    /// Also from an integer that has a float of exactly its value.
    fn from_value(value: Value) -> Result<f64> {
        match value {
            Value::Float(float) => Ok(float),
            Value::Integer(integer) if exact_integer(integer as f64) == Some(integer) => Ok(integer as f64),
            Value::Integer(_) => Err(out_of_range(&value, "a Float exactly")),
            other => Err(unexpected("a Float", &other)),
        }
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: Value) -> Result<Option<T>> {
        if value.is_null() { Ok(None) } else { T::from_value(value).map(Some) }
    }
}

impl<T: FromValue> FromValue for Vec<T> {
    fn from_value(value: Value) -> Result<Vec<T>> {
        List::from_value(value)?.into_vec().into_iter().map(T::from_value).collect()
    }
}

impl<K: for<'a> From<&'a str> + Ord, T: FromValue> FromValue for BTreeMap<K, T> {
    fn from_value(value: Value) -> Result<BTreeMap<K, T>> {
        entries(value)?.map(|(key, value)| Ok((K::from(&key), T::from_value(value)?))).collect()
    }
}

impl<K: for<'a> From<&'a str> + Eq + Hash, T: FromValue> FromValue for HashMap<K, T> {
    fn from_value(value: Value) -> Result<HashMap<K, T>> {
        entries(value)?.map(|(key, value)| Ok((K::from(&key), T::from_value(value)?))).collect()
    }
}

fn entries(value: Value) -> Result<impl Iterator<Item = (Arc<str>, Value)>> {
    match value {
        Value::Map(map) => Ok(Arc::unwrap_or_clone(map).into_iter()),
        other => Err(unexpected("a Map", &other)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Map;
    use super::*;

    #[test]
    fn round_trips() -> Result<()> {
        assert_eq!(i64::from_value(Value::from(7_u8))?, 7);
        assert_eq!(String::from_value(Value::from("a"))?, "a");
        assert_eq!(Vec::<Option<i64>>::from_value(Value::from([Some(1_i64), None]))?, [Some(1), None]);
        let map = BTreeMap::from([("a".to_owned(), 1.5)]);
        assert_eq!(BTreeMap::<String, f64>::from_value(Value::from(map.clone()))?, map);
        assert_eq!(Map::from_value(Value::from(map))?.len(), 1);
        assert_eq!(f64::from_value(Value::from(3))?, 3.0);
        Ok(())
    }

    #[test]
    fn refusals_name_both_types() {
        let detail = |error: Option<Error>| error.map(|error| (error.detail(), error.message().to_owned()));
        let cases = [
            (
                i64::from_value(Value::from("a")).err(),
                "InvalidArgumentType",
                "expected an Integer, found a String",
            ),
            (u8::from_value(Value::from(256)).err(), "NumberOutOfRange", "256 does not fit u8"),
            (
                f64::from_value(Value::from((1_i64 << 53) + 1)).err(),
                "NumberOutOfRange",
                "9007199254740993 does not fit a Float exactly",
            ),
            (bool::from_value(Value::Null).err(), "InvalidArgumentType", "expected a Boolean, found a Null"),
        ];
        for (error, kind, message) in cases {
            assert_eq!(detail(error), Some((kind, message.to_owned())));
        }
    }
}
