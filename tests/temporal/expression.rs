//! Just enough of an expression language to call functions of the registry from tables:
//! calls, maps, lists of arguments, strings, numbers, property access, and one operator at a time.

use casegraph::function::{CallContext, Clock, Implementation, find};
use casegraph::graph::GraphState;
use casegraph::value::temporal::{minus, plus};
use casegraph::value::{Map, Value, component, order};
use casegraph::{Error, Result};

/// The value of `operand`, or of `operand + operand` and the like.
pub fn evaluate(text: &str) -> Result<Value> {
    let mut rest = text.trim();
    let left = operand(&mut rest)?;
    let Some(operator) = rest.trim_start().chars().next() else { return Ok(left) };
    rest = &rest.trim_start()[1..];
    let right = operand(&mut rest)?;
    match (operator, &left, &right) {
        ('+', value, Value::Duration(duration)) => plus(value, duration),
        ('-', value, Value::Duration(duration)) => minus(value, duration),
        ('*', Value::Duration(duration), number) => {
            duration.times(number).map(|product| Some(Value::Duration(product.into())))
        }
        ('/', Value::Duration(duration), number) => {
            duration.divided_by(number).map(|quotient| Some(Value::Duration(quotient.into())))
        }
        ('<', a, b) => Ok(Some(Value::Boolean(order(a, b).is_lt()))),
        _ => Ok(None),
    }?
    .ok_or_else(|| Error::internal(format!("`{operator}` does not apply")))
}

fn operand(rest: &mut &str) -> Result<Value> {
    let mut value = primary(rest)?;
    while let Some(after) = rest.strip_prefix('.') {
        *rest = after;
        let key = word(rest);
        value = component(&value, key)?.unwrap_or(Value::Null);
    }
    Ok(value)
}

fn primary(rest: &mut &str) -> Result<Value> {
    *rest = rest.trim_start();
    match rest.chars().next() {
        Some('\'') => {
            let (text, after) = rest[1..].split_once('\'').ok_or_else(|| broken(rest))?;
            *rest = after;
            Ok(Value::String(text.into()))
        }
        Some('{') => map(rest),
        Some(first) if first == '-' || first.is_ascii_digit() => number(rest),
        Some(first) if first.is_ascii_alphabetic() => call(rest),
        _ => Err(broken(rest)),
    }
}

fn number(rest: &mut &str) -> Result<Value> {
    let end = rest.find(|c: char| !"-.0123456789e".contains(c)).unwrap_or(rest.len());
    let (digits, after) = rest.split_at(end);
    *rest = after;
    match digits.parse() {
        Ok(value) => Ok(Value::Integer(value)),
        Err(_) => digits.parse().map(Value::Float).map_err(|_| broken(digits)),
    }
}

fn map(rest: &mut &str) -> Result<Value> {
    let mut entries = Map::new();
    *rest = rest[1..].trim_start();
    while !rest.starts_with('}') {
        let key = word(rest);
        *rest = rest.trim_start().strip_prefix(':').ok_or_else(|| broken(rest))?;
        entries.insert(key.into(), operand(rest)?);
        skip_comma(rest);
    }
    *rest = &rest[1..];
    Ok(Value::Map(entries.into()))
}

fn call(rest: &mut &str) -> Result<Value> {
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '.').unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    if name == "null" {
        *rest = after;
        return Ok(Value::Null);
    }
    *rest = after.strip_prefix('(').ok_or_else(|| broken(rest))?.trim_start();
    let mut arguments = Vec::new();
    while !rest.starts_with(')') {
        arguments.push(operand(rest)?);
        skip_comma(rest);
    }
    *rest = &rest[1..];
    let function = find(name).ok_or_else(|| Error::internal(format!("no function `{name}`")))?;
    if function.strict && arguments.iter().any(|value| matches!(value, Value::Null)) {
        return Ok(Value::Null);
    }
    let Implementation::Scalar(body) = function.implementation else { return Err(broken(name)) };
    let clock = Clock { transaction: 1_500_000_000_123_456_789, statement: 1_500_000_060_000_000_000 };
    body(
        &CallContext {
            graph: &GraphState::default(),
            clock: &clock,
            work: &casegraph::algorithm::Unlimited,
            pool: &casegraph::path::Pool::default(),
        },
        &arguments,
    )
}

fn word<'a>(rest: &mut &'a str) -> &'a str {
    *rest = rest.trim_start();
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let (word, after) = rest.split_at(end);
    *rest = after;
    word
}

fn skip_comma(rest: &mut &str) {
    *rest = rest.trim_start();
    *rest = rest.strip_prefix(',').unwrap_or(rest).trim_start();
}

fn broken(text: &str) -> Error {
    Error::internal(format!("cannot read `{text}` in a table"))
}
