//! Predicate functions. `all`, `any`, `none` and `single` bind a variable and are expressions of their own.

use super::rows::{lenient, one, required, scalar, wrong_type};
use super::types::{CallContext, Category, Function, Type};
use crate::error::Result;
use crate::value::Value;

/// The rows of this chapter.
pub(super) const ROWS: &[Function] = &[
    lenient(scalar(
        Category::Predicate,
        "exists",
        &[required("value", Type::Any)],
        Type::Boolean,
        "Whether a property is there or a pattern matches; the older form of `IS NOT NULL` and `EXISTS { }`.",
        "exists(n.name)",
        exists,
    )),
    scalar(
        Category::Predicate,
        "isEmpty",
        &[required("value", Type::Any)],
        Type::Boolean,
        "Whether a list, map or string has no elements.",
        "isEmpty([])",
        is_empty,
    ),
];

fn exists(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    Ok(Value::Boolean(!one(arguments)?.is_null()))
}

fn is_empty(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    match one(arguments)? {
        Value::List(list) => Ok(Value::Boolean(list.is_empty())),
        Value::Map(map) => Ok(Value::Boolean(map.is_empty())),
        Value::String(text) => Ok(Value::Boolean(text.is_empty())),
        other => Err(wrong_type("isEmpty", "a List, Map or String", other)),
    }
}
