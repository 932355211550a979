//! Conversions between booleans, numbers and strings.
//!
//! Text that does not read as the wanted type gives null; a value of a type that is never converted is an
//! error, or null in the `OrNull` form. The `List` form converts each element as the `OrNull` form does.

use super::rows::{list, one, required, scalar, string, wrong_value};
use super::types::{CallContext, Category, Function, Parameter, Type};
use crate::error::{Error, Result};
use crate::value::Value;
use crate::value::arithmetic::overflow;
use crate::value::number::truncated;
use crate::value::text::{float_text, scalar_text};

const ANY: &[Parameter] = &[required("value", Type::Any)];
const LIST: &[Parameter] = &[required("list", Type::List)];

macro_rules! family {
    ($convert:ident, $name:literal, $ty:ident, $takes:literal, $example:literal) => {
        [
            scalar(
                Category::Scalar,
                $name,
                ANY,
                Type::$ty,
                $takes,
                concat!($name, "(", $example, ")"),
                |_: &CallContext<'_>, arguments: &[Value]| $convert(one(arguments)?),
            ),
            scalar(
                Category::Scalar,
                concat!($name, "OrNull"),
                ANY,
                Type::$ty,
                concat!("Like `", $name, "`, but null for a value that cannot be converted."),
                concat!($name, "OrNull([])"),
                |_: &CallContext<'_>, arguments: &[Value]| Ok(or_null($convert, one(arguments)?)),
            ),
            scalar(
                Category::List,
                concat!($name, "List"),
                LIST,
                Type::List,
                concat!("Each element converted by `", $name, "`, null where that is not possible."),
                concat!($name, "List([", $example, ", null])"),
                |_: &CallContext<'_>, arguments: &[Value]| {
                    each(concat!($name, "List"), $convert, one(arguments)?)
                },
            ),
        ]
    };
}

const BOOLEAN: [Function; 3] = family!(
    boolean,
    "toBoolean",
    Boolean,
    "Converts `'true'` and `'false'` in any case, and integers (zero is false), to a boolean.",
    "'true'"
);
const INTEGER: [Function; 3] = family!(
    integer,
    "toInteger",
    Integer,
    "Converts text, floats (cutting off the fraction) and booleans (true is 1) to an integer.",
    "'82.9'"
);
const FLOAT: [Function; 3] =
    family!(float, "toFloat", Float, "Converts text and integers to a float.", "'5'");
const STRING: [Function; 3] = family!(
    text,
    "toString",
    String,
    "The text of a boolean, number, temporal value or point; a string itself.",
    "date('2015-07-21')"
);

/// The rows of this chapter.
pub(super) const TABLES: [&[Function]; 4] = [&BOOLEAN, &INTEGER, &FLOAT, &STRING];

type Convert = fn(&Value) -> Result<Value>;

fn or_null(convert: Convert, value: &Value) -> Value {
    convert(value).unwrap_or_default()
}

fn each(name: &str, convert: Convert, value: &Value) -> Result<Value> {
    Ok(Value::List(list(name, value)?.iter().map(|value| or_null(convert, value)).collect()))
}

fn boolean(value: &Value) -> Result<Value> {
    match value {
        Value::Null | Value::Boolean(_) => Ok(value.clone()),
        Value::Integer(value) => Ok(Value::Boolean(*value != 0)),
        Value::String(text) => Ok(match text.trim() {
            word if word.eq_ignore_ascii_case("true") => Value::Boolean(true),
            word if word.eq_ignore_ascii_case("false") => Value::Boolean(false),
            _ => Value::Null,
        }),
        other => Err(wrong_value("toBoolean", "a Boolean, Integer or String", other)),
    }
}

fn integer(value: &Value) -> Result<Value> {
    match value {
        Value::Null | Value::Integer(_) => Ok(value.clone()),
        Value::Boolean(value) => Ok(Value::Integer(i64::from(*value))),
        Value::Float(value) => float_to_integer(*value),
        Value::String(text) => match (text.trim().parse(), decimal(text)) {
            (Ok(integer), _) => Ok(Value::Integer(integer)),
            (Err(_), Some(float)) => float_to_integer(float),
            (Err(_), None) => Ok(Value::Null),
        },
        other => Err(wrong_value("toInteger", "a number, Boolean or String", other)),
    }
}

fn float_to_integer(value: f64) -> Result<Value> {
    if value.is_nan() {
        return Err(Error::argument("NumberOutOfRange", "NaN has no integer"));
    }
    truncated(value).map(Value::Integer).ok_or_else(|| overflow(float_text(value)))
}

fn float(value: &Value) -> Result<Value> {
    match value {
        Value::Null | Value::Float(_) => Ok(value.clone()),
        Value::Integer(value) => Ok(Value::Float(*value as f64)),
        Value::String(text) => Ok(match text.trim() {
            "NaN" => Value::Float(f64::NAN),
            "Infinity" => Value::Float(f64::INFINITY),
            "-Infinity" => Value::Float(f64::NEG_INFINITY),
            other => decimal(other).map_or(Value::Null, Value::Float),
        }),
        other => Err(wrong_value("toFloat", "a number or String", other)),
    }
}

/// Reads a decimal number; the standard parser alone would also take words such as `inf`.
fn decimal(text: &str) -> Option<f64> {
    let text = text.trim();
    let plain =
        text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E'));
    if plain { text.parse().ok() } else { None }
}

fn text(value: &Value) -> Result<Value> {
    match value {
        Value::Null | Value::String(_) => Ok(value.clone()),
        other => scalar_text(other).map(string).ok_or_else(|| {
            wrong_value("toString", "a boolean, number, temporal value, point or String", other)
        }),
    }
}
