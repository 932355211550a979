//! Arithmetic and concatenation, the operators `+ - * / % ^ ||`.
//!
//! Null with anything is null. Integers are 64 bits and never wrap: what does not fit is an error, and
//! so is an integer divided by zero. Floats follow IEEE 754. An integer with a float is a float.

use std::sync::Arc;

use super::temporal::{self, Duration};
use super::text::{check_length, scalar_text};
use super::{List, MAX_LENGTH, Value};
use crate::error::{Error, ErrorClass, Result};

/// `a + b`: sums of numbers, durations, and instants with durations; concatenation of strings (also with
/// numbers and booleans) and lists; a list with an element before or after.
pub fn add(a: &Value, b: &Value) -> Result<Value> {
    match (a, b) {
        (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
        (Value::Integer(x), Value::Integer(y)) => integer(x.checked_add(*y), a, "+", b),
        (Value::List(a), Value::List(b)) => concatenated(a, b),
        (Value::List(list), element) => concatenated(list, std::slice::from_ref(element)),
        (element, Value::List(list)) => concatenated(std::slice::from_ref(element), list),
        (Value::String(x), Value::String(y)) => joined(x, y),
        (Value::String(x), Value::Integer(_) | Value::Float(_) | Value::Boolean(_)) => {
            joined(x, &scalar_text(b).unwrap_or_default())
        }
        (Value::Integer(_) | Value::Float(_) | Value::Boolean(_), Value::String(y)) => {
            joined(&scalar_text(a).unwrap_or_default(), y)
        }
        (value, Value::Duration(duration)) => or_mismatch(temporal::plus(value, duration)?, "add", a, b),
        (Value::Duration(duration), value) => or_mismatch(temporal::plus(value, duration)?, "add", a, b),
        _ => floats(a, b, "add", |x, y| x + y),
    }
}

/// `a - b` of numbers, durations, and instants with durations.
pub fn subtract(a: &Value, b: &Value) -> Result<Value> {
    match (a, b) {
        (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
        (Value::Integer(x), Value::Integer(y)) => integer(x.checked_sub(*y), a, "-", b),
        (value, Value::Duration(duration)) => {
            or_mismatch(temporal::minus(value, duration)?, "subtract", a, b)
        }
        _ => floats(a, b, "subtract", |x, y| x - y),
    }
}

/// `a * b` of numbers, and of a duration with a number.
pub fn multiply(a: &Value, b: &Value) -> Result<Value> {
    match (a, b) {
        (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
        (Value::Integer(x), Value::Integer(y)) => integer(x.checked_mul(*y), a, "*", b),
        (Value::Duration(duration), factor @ (Value::Integer(_) | Value::Float(_)))
        | (factor @ (Value::Integer(_) | Value::Float(_)), Value::Duration(duration)) => {
            Ok(Value::Duration(Arc::new(duration.times(factor)?)))
        }
        _ => floats(a, b, "multiply", |x, y| x * y),
    }
}

/// `a / b` of numbers (of integers: towards zero), and of a duration by a number.
pub fn divide(a: &Value, b: &Value) -> Result<Value> {
    match (a, b) {
        (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
        (Value::Integer(_), Value::Integer(0)) => Err(by_zero()),
        (Value::Integer(x), Value::Integer(y)) => integer(x.checked_div(*y), a, "/", b),
        (Value::Duration(duration), divisor @ (Value::Integer(_) | Value::Float(_))) => {
            Ok(Value::Duration(Arc::new(duration.divided_by(divisor)?)))
        }
        _ => floats(a, b, "divide", |x, y| x / y),
    }
}

/// `a % b`, with the sign of `a`.
pub fn modulo(a: &Value, b: &Value) -> Result<Value> {
    match (a, b) {
        (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
        (Value::Integer(_), Value::Integer(0)) => Err(by_zero()),
        // The one overflow, the least integer by -1, has the remainder zero.
        (Value::Integer(x), Value::Integer(y)) => Ok(Value::Integer(x.wrapping_rem(*y))),
        _ => floats(a, b, "take the remainder of", |x, y| x % y),
    }
}

/// `a ^ b`, always a float.
pub fn power(a: &Value, b: &Value) -> Result<Value> {
    match (a, b) {
        (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
        _ => floats(a, b, "raise to a power", f64::powf),
    }
}

/// `-a` of a number or duration.
pub fn negate(a: &Value) -> Result<Value> {
    match a {
        Value::Null => Ok(Value::Null),
        Value::Integer(x) => x.checked_neg().map(Value::Integer).ok_or_else(|| overflow(format!("-({x})"))),
        Value::Float(x) => Ok(Value::Float(-x)),
        Value::Duration(duration) => Ok(Value::Duration(Arc::new(Duration::ZERO.minus(duration)?))),
        other => {
            Err(Error::type_error("InvalidArgumentType", format!("cannot negate {}", other.described()))
                .hint("`-` takes a number or a duration"))
        }
    }
}

/// `+a` of a number or duration: the same value.
pub fn plus(a: &Value) -> Result<Value> {
    match a {
        Value::Null | Value::Integer(_) | Value::Float(_) | Value::Duration(_) => Ok(a.clone()),
        other => Err(Error::type_error(
            "InvalidArgumentType",
            format!("cannot apply `+` to {}", other.described()),
        )
        .hint("`+` takes a number or a duration")),
    }
}

/// `a || b` of two strings or two lists.
pub fn concat(a: &Value, b: &Value) -> Result<Value> {
    match (a, b) {
        (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
        (Value::String(a), Value::String(b)) => joined(a, b),
        (Value::List(a), Value::List(b)) => concatenated(a, b),
        _ => Err(mismatch("concatenate", a, b)
            .hint("`||` joins two strings or two lists; convert with toString()")),
    }
}

fn integer(result: Option<i64>, a: &Value, operator: &str, b: &Value) -> Result<Value> {
    result.map(Value::Integer).ok_or_else(|| {
        let text = |value| scalar_text(value).unwrap_or_default();
        overflow(format!("{} {operator} {}", text(a), text(b)))
    })
}

fn floats(a: &Value, b: &Value, verb: &str, operation: fn(f64, f64) -> f64) -> Result<Value> {
    match (as_float(a), as_float(b)) {
        (Some(x), Some(y)) => Ok(Value::Float(operation(x, y))),
        _ => Err(mismatch(verb, a, b)),
    }
}

/// A number as the nearest float; nothing else is converted.
pub fn as_float(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(value) => Some(*value as f64),
        Value::Float(value) => Some(*value),
        _ => None,
    }
}

fn joined(a: &str, b: &str) -> Result<Value> {
    check_length(a.len() + b.len())?;
    Ok(Value::String([a, b].concat().into()))
}

/// Two lists as one; the first one grows in place when nobody else holds it, so that chains take no square of time.
pub fn append(list: List, more: &[Value]) -> Result<Value> {
    check_list_length(list.len() + more.len())?;
    list.extended(more).map(Value::List)
}

fn concatenated(a: &[Value], b: &[Value]) -> Result<Value> {
    check_list_length(a.len() + b.len())?;
    Ok(Value::List(List::checked([a, b].concat())?))
}

fn check_list_length(length: usize) -> Result<()> {
    if length <= MAX_LENGTH {
        return Ok(());
    }
    let message = format!("a list would have {length} elements; the limit is {MAX_LENGTH}");
    Err(Error::new(ErrorClass::BudgetExceeded, "ListTooLong", message))
}

fn or_mismatch(result: Option<Value>, verb: &str, a: &Value, b: &Value) -> Result<Value> {
    result.ok_or_else(|| mismatch(verb, a, b))
}

fn mismatch(verb: &str, a: &Value, b: &Value) -> Error {
    let message = format!("cannot {verb} {} and {}", a.described(), b.described());
    let error = Error::type_error("InvalidArgumentType", message);
    match (a, b) {
        (Value::String(_), _) | (_, Value::String(_)) => {
            error.hint("convert the string with toInteger() or toFloat(), or the other side with toString()")
        }
        _ => error.hint("arithmetic takes numbers, and durations with instants or numbers"),
    }
}

/// An integer that does not fit.
pub fn overflow(expression: String) -> Error {
    let message = format!("`{expression}` does not fit a 64-bit integer");
    Error::new(ErrorClass::ArithmeticError, "IntegerOverflow", message)
        .hint("calculate with floats, for example 1.0 * n")
}

fn by_zero() -> Error {
    Error::new(ErrorClass::ArithmeticError, "DivisionByZero", "an integer was divided by zero")
        .hint("a float divided by 0.0 is Infinity or NaN instead")
}
