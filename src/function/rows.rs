//! Short forms for writing rows of the registry, and for reading a function's arguments.

use std::sync::Arc;

use super::types::{Accumulator, CallContext, Category, Function, Implementation, Parameter, Purity, Type};
use crate::error::{Error, Result};
use crate::value::arithmetic::as_float;
use crate::value::{List, Value};

pub(super) type Body = fn(&CallContext<'_>, &[Value]) -> Result<Value>;

pub(super) const fn required(name: &'static str, ty: Type) -> Parameter {
    Parameter { name, ty, optional: false }
}

pub(super) const fn optional(name: &'static str, ty: Type) -> Parameter {
    Parameter { name, ty, optional: true }
}

/// A pure, strict scalar function; other kinds override fields.
pub(super) const fn scalar(
    category: Category,
    name: &'static str,
    parameters: &'static [Parameter],
    returns: Type,
    doc: &'static str,
    example: &'static str,
    body: Body,
) -> Function {
    Function {
        name,
        aliases: &[],
        parameters,
        variadic: false,
        returns,
        purity: Purity::Pure,
        strict: true,
        category,
        doc,
        example,
        implementation: Implementation::Scalar(body),
    }
}

/// An aggregating function.
pub(super) const fn aggregate(
    name: &'static str,
    parameters: &'static [Parameter],
    returns: Type,
    doc: &'static str,
    example: &'static str,
    start: fn() -> Box<dyn Accumulator>,
) -> Function {
    Function {
        name,
        aliases: &[],
        parameters,
        variadic: false,
        returns,
        purity: Purity::Pure,
        strict: false,
        category: Category::Aggregating,
        doc,
        example,
        implementation: Implementation::Aggregate(start),
    }
}

/// A row with `aliases`.
pub(super) const fn also(aliases: &'static [&'static str], row: Function) -> Function {
    Function { aliases, ..row }
}

/// A row of another purity.
pub(super) const fn pure(purity: Purity, row: Function) -> Function {
    Function { purity, ..row }
}

/// A row that is called with null arguments too.
pub(super) const fn lenient(row: Function) -> Function {
    Function { strict: false, ..row }
}

/// The error of an argument that a function does not take.
pub(super) fn wrong_type(function: &str, wanted: &str, found: &Value) -> Error {
    let message = format!("`{function}` takes {wanted}, not {}", found.described());
    Error::type_error("InvalidArgumentType", message)
}

/// The same with the detail that openCypher gives to graph functions and conversions.
pub(super) fn wrong_value(function: &str, wanted: &str, found: &Value) -> Error {
    let message = format!("`{function}` takes {wanted}, not {}", found.described());
    Error::type_error("InvalidArgumentValue", message)
}

/// The binder checks the number of arguments against the row, so this is never the user's fault.
pub(super) fn wrong_arity() -> Error {
    Error::internal("a function was called with another number of arguments than its row allows")
}

pub(super) fn one(arguments: &[Value]) -> Result<&Value> {
    arguments.first().ok_or_else(wrong_arity)
}

pub(super) fn two(arguments: &[Value]) -> Result<(&Value, &Value)> {
    match arguments {
        [first, second, ..] => Ok((first, second)),
        _ => Err(wrong_arity()),
    }
}

pub(super) fn text<'a>(function: &str, value: &'a Value) -> Result<&'a str> {
    match value {
        Value::String(text) => Ok(text),
        other => Err(wrong_type(function, "a String", other).hint("convert it with toString()")),
    }
}

pub(super) fn integer(function: &str, value: &Value) -> Result<i64> {
    match value {
        Value::Integer(value) => Ok(*value),
        other => Err(wrong_type(function, "an Integer", other).hint("convert it with toInteger()")),
    }
}

pub(super) fn number(function: &str, value: &Value) -> Result<f64> {
    as_float(value).ok_or_else(|| wrong_type(function, "a number", value).hint("convert it with toFloat()"))
}

pub(super) fn list<'a>(function: &str, value: &'a Value) -> Result<&'a List> {
    match value {
        Value::List(list) => Ok(list),
        other => Err(wrong_type(function, "a List", other)),
    }
}

/// A count of characters or digits, which cannot be negative.
pub(super) fn length(function: &str, value: &Value) -> Result<usize> {
    let given = integer(function, value)?;
    // More than the address space is more than any text.
    match given {
        0.. => Ok(usize::try_from(given).unwrap_or(usize::MAX)),
        _ => {
            let message = format!("`{function}` takes a number that is not negative, not {given}");
            Err(Error::argument("NumberOutOfRange", message))
        }
    }
}

pub(super) fn string(text: impl Into<Arc<str>>) -> Value {
    Value::String(text.into())
}

pub(super) fn names(names: impl IntoIterator<Item = Arc<str>>) -> Value {
    Value::List(names.into_iter().map(Value::String).collect())
}
