//! `IS :: TYPE`: whether a value belongs to a type.

use std::sync::Arc;

use crate::error::Result;
use crate::semantic::bound::{NamedType, SimpleType, TypeName};
use crate::value::Value;

use super::{Column, Context, Expression, Rows};

/// A union of types.
#[derive(Clone, Debug)]
pub struct TypeTest(Vec<Alternative>);

#[derive(Clone, Debug)]
struct Alternative {
    kind: NamedType,
    /// Of a list's elements.
    inner: Option<TypeTest>,
    not_null: bool,
}

impl TypeTest {
    /// From its names.
    pub fn new(name: &TypeName) -> TypeTest {
        TypeTest(name.alternatives.iter().map(Alternative::new).collect())
    }

    fn holds(&self, value: &Value) -> bool {
        self.0.iter().any(|alternative| alternative.holds(value))
    }
}

impl Alternative {
    fn new(name: &SimpleType) -> Alternative {
        let inner = name.inner.as_deref().map(TypeTest::new);
        Alternative { kind: name.kind, inner, not_null: name.not_null }
    }

    /// Null belongs to every type that does not say `NOT NULL`.
    fn holds(&self, value: &Value) -> bool {
        match (self.kind, value) {
            (NamedType::Nothing, _) => false,
            (_, Value::Null) => !self.not_null,
            (NamedType::Any, _) => true,
            (NamedType::List, Value::List(list)) => {
                self.inner.as_ref().is_none_or(|inner| list.iter().all(|item| inner.holds(item)))
            }
            (NamedType::PropertyValue, value) => crate::graph::StoredValue::new(value.clone()).is_ok(),
            (kind, value) => kind_of(value) == kind,
        }
    }
}

/// The type that a value is of, without what it holds.
fn kind_of(value: &Value) -> NamedType {
    match value {
        Value::Null => NamedType::Null,
        Value::Boolean(_) => NamedType::Boolean,
        Value::Integer(_) => NamedType::Integer,
        Value::Float(_) => NamedType::Float,
        Value::String(_) => NamedType::String,
        Value::List(_) => NamedType::List,
        Value::Map(_) => NamedType::Map,
        Value::Node(_) => NamedType::Node,
        Value::Relationship(_) => NamedType::Relationship,
        Value::Path(_) => NamedType::Path,
        Value::Date(_) => NamedType::Date,
        Value::LocalTime(_) => NamedType::LocalTime,
        Value::Time(_) => NamedType::ZonedTime,
        Value::LocalDateTime(_) => NamedType::LocalDateTime,
        Value::DateTime(_) => NamedType::ZonedDateTime,
        Value::Duration(_) => NamedType::Duration,
        Value::Point(_) => NamedType::Point,
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
