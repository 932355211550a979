//! `IS :: TYPE`: whether a value belongs to a type.

use std::sync::Arc;

use crate::error::{ErrorClass, Result};
use crate::semantic::bound::{SimpleType, TypeName};
use crate::value::Value;

use super::{Column, Context, Expression, Rows};
use crate::error::Error;

/// A union of types.
#[derive(Clone, Debug)]
pub struct TypeTest(Vec<Alternative>);

#[derive(Clone, Debug)]
struct Alternative {
    base: Base,
    not_null: bool,
}

#[derive(Clone, Debug)]
enum Base {
    Any,
    Nothing,
    Null,
    PropertyValue,
    Boolean,
    Integer,
    Float,
    Number,
    String,
    List(Option<TypeTest>),
    Map,
    Node,
    Relationship,
    Path,
    Date,
    LocalTime,
    Time,
    LocalDateTime,
    DateTime,
    Duration,
    Point,
}

impl TypeTest {
    /// From its names; an unknown name is an error that says so.
    pub fn new(name: &TypeName) -> Result<TypeTest> {
        name.alternatives.iter().map(Alternative::new).collect::<Result<_>>().map(TypeTest)
    }

    fn holds(&self, value: &Value) -> bool {
        self.0.iter().any(|alternative| alternative.holds(value))
    }
}

impl Alternative {
    fn new(name: &SimpleType) -> Result<Alternative> {
        let inner = || name.inner.as_deref().map(TypeTest::new).transpose();
        let base = match &*name.name {
            "ANY" | "ANY VALUE" => Base::Any,
            "NOTHING" => Base::Nothing,
            "NULL" => Base::Null,
            "PROPERTY VALUE" | "ANY PROPERTY VALUE" => Base::PropertyValue,
            "BOOLEAN" | "BOOL" => Base::Boolean,
            "INTEGER" | "INT" | "SIGNED INTEGER" => Base::Integer,
            "FLOAT" => Base::Float,
            "NUMBER" => Base::Number,
            "STRING" | "VARCHAR" => Base::String,
            "LIST" | "ARRAY" => Base::List(inner()?),
            "MAP" => Base::Map,
            "NODE" | "VERTEX" => Base::Node,
            "RELATIONSHIP" | "EDGE" => Base::Relationship,
            "PATH" => Base::Path,
            "DATE" => Base::Date,
            "LOCAL TIME" => Base::LocalTime,
            "ZONED TIME" | "TIME" => Base::Time,
            "LOCAL DATETIME" => Base::LocalDateTime,
            "ZONED DATETIME" | "DATETIME" => Base::DateTime,
            "DURATION" => Base::Duration,
            "POINT" => Base::Point,
            other => {
                return Err(Error::new(
                    ErrorClass::Unsupported,
                    "UnknownType",
                    format!("there is no type `{other}`"),
                ));
            }
        };
        Ok(Alternative { base, not_null: name.not_null })
    }

    /// Null belongs to every type that does not say `NOT NULL`.
    fn holds(&self, value: &Value) -> bool {
        if matches!(value, Value::Null) {
            return !self.not_null && !matches!(self.base, Base::Nothing);
        }
        match (&self.base, value) {
            (Base::Any, _)
            | (Base::Boolean, Value::Boolean(_))
            | (Base::Integer | Base::Number, Value::Integer(_))
            | (Base::Float | Base::Number, Value::Float(_))
            | (Base::String, Value::String(_))
            | (Base::List(None), Value::List(_))
            | (Base::Map, Value::Map(_))
            | (Base::Node, Value::Node(_))
            | (Base::Relationship, Value::Relationship(_))
            | (Base::Path, Value::Path(_))
            | (Base::Date, Value::Date(_))
            | (Base::LocalTime, Value::LocalTime(_))
            | (Base::Time, Value::Time(_))
            | (Base::LocalDateTime, Value::LocalDateTime(_))
            | (Base::DateTime, Value::DateTime(_))
            | (Base::Duration, Value::Duration(_))
            | (Base::Point, Value::Point(_)) => true,
            (Base::List(Some(inner)), Value::List(list)) => list.iter().all(|item| inner.holds(item)),
            (Base::PropertyValue, value) => crate::graph::StoredValue::new(value.clone()).is_ok(),
            _ => false,
        }
    }
}

pub fn is_typed(
    ctx: &mut Context<'_>,
    rows: Rows<'_>,
    operand: &Expression,
    test: &TypeTest,
    negated: bool,
) -> Result<Arc<Column>> {
    let column = operand.evaluate(ctx, rows)?;
    let values = (0..rows.len()).map(|row| Some(test.holds(&column.value(row)) != negated));
    Ok(Arc::new(Column::Booleans(values.collect())))
}
