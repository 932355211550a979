//! Functions that take or yield lists.

use super::rows::{
    list, names, one, optional, pure, required, scalar, string, wrong_arity, wrong_type, wrong_value,
};
use super::types::{CallContext, Category, Function, Parameter, Purity, Type};
use crate::error::{Error, ErrorClass, Result};
use crate::value::{List, MAX_LENGTH, Value};

const LIST: Category = Category::List;
const PATH: &[Parameter] = &[required("path", Type::Path)];
/// Of any type, because openCypher wants their types checked while executing.
const RANGE: &[Parameter] =
    &[required("start", Type::Any), required("end", Type::Any), optional("step", Type::Any)];

/// The rows of this chapter.
pub(super) const ROWS: &[Function] = &[
    pure(
        Purity::ReadsGraph,
        scalar(
            LIST,
            "keys",
            &[required("element", Type::Any)],
            Type::List,
            "The names of the properties of a node or relationship, or the keys of a map.",
            "keys({name: 'KORUS', since: 2012})",
            keys,
        ),
    ),
    pure(
        Purity::ReadsGraph,
        scalar(
            LIST,
            "labels",
            &[required("node", Type::Node)],
            Type::List,
            "The labels of a node.",
            "labels(n)",
            labels,
        ),
    ),
    scalar(LIST, "nodes", PATH, Type::List, "The nodes of a path, in its order.", "nodes(p)", nodes),
    scalar(
        LIST,
        "relationships",
        PATH,
        Type::RelationshipList,
        "The relationships of a path, in its order.",
        "relationships(p)",
        relationships,
    ),
    scalar(
        LIST,
        "range",
        RANGE,
        Type::List,
        "The integers from `start` to `end`, both included, `step` apart (1 if not given; it may be negative).",
        "range(0, 10, 5)",
        range,
    ),
    scalar(
        LIST,
        "reverse",
        &[required("listOrText", Type::Any)],
        Type::Any,
        "The elements of a list, or the characters of a string, in reverse order.",
        "reverse([1, 2, 3])",
        reverse,
    ),
    scalar(
        LIST,
        "tail",
        &[required("list", Type::List)],
        Type::List,
        "All elements but the first.",
        "tail([1, 2, 3])",
        tail,
    ),
];

fn keys(context: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    Ok(match one(arguments)? {
        Value::Node(node) => names(context.graph.node_map(*node)?.into_keys()),
        Value::Relationship(rel) => names(context.graph.relationship_map(*rel)?.into_keys()),
        Value::Map(map) => names(map.keys().cloned()),
        other => return Err(wrong_type("keys", "a Node, Relationship or Map", other)),
    })
}

fn labels(context: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    match one(arguments)? {
        Value::Node(node) => Ok(names(context.graph.label_names(*node)?)),
        other => Err(wrong_value("labels", "a Node", other)),
    }
}

fn nodes(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    match one(arguments)? {
        Value::Path(path) => Ok(Value::List(path.nodes.iter().copied().map(Value::Node).collect())),
        other => Err(wrong_type("nodes", "a Path", other)),
    }
}

fn relationships(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    match one(arguments)? {
        Value::Path(path) => {
            Ok(Value::List(path.relationships.iter().copied().map(Value::Relationship).collect()))
        }
        other => Err(wrong_type("relationships", "a Path", other)),
    }
}

/// How many integers `range(start, end, step)` has.
pub fn range_length(start: i64, end: i64, step: i64) -> Result<u64> {
    if step == 0 {
        return Err(Error::argument("NumberOutOfRange", "the step of `range` cannot be zero"));
    }
    let distance =
        if step > 0 { i128::from(end) - i128::from(start) } else { i128::from(start) - i128::from(end) };
    if distance < 0 {
        return Ok(0);
    }
    // At most 2^64 - 1 apart, so the count only exceeds 64 bits for the whole range of integers.
    Ok(u64::try_from(distance / i128::from(step.unsigned_abs()) + 1).unwrap_or(u64::MAX))
}

fn range(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    let bound = |value: &Value| match value {
        Value::Integer(value) => Ok(*value),
        other => {
            let message = format!("`range` takes Integers, not {}", other.described());
            Err(Error::argument("InvalidArgumentType", message))
        }
    };
    let (start, end, step) = match arguments {
        [start, end] => (bound(start)?, bound(end)?, 1),
        [start, end, step] => (bound(start)?, bound(end)?, bound(step)?),
        _ => return Err(wrong_arity()),
    };
    let length = range_length(start, end, step)?;
    if length > MAX_LENGTH as u64 {
        let message = format!(
            "`range({start}, {end}, {step})` would have {length} elements; the limit is {MAX_LENGTH}"
        );
        return Err(Error::new(ErrorClass::BudgetExceeded, "ListTooLong", message));
    }
    // Every element lies between start and end, so what wraps in the product comes back in the sum.
    let element = |index: i64| Value::Integer(start.wrapping_add(index.wrapping_mul(step)));
    Ok(Value::List((0..length as i64).map(element).collect()))
}

fn reverse(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    match one(arguments)? {
        Value::List(list) => Ok(Value::List(list.iter().rev().cloned().collect())),
        Value::String(text) => Ok(string(text.chars().rev().collect::<String>())),
        other => Err(wrong_type("reverse", "a List or String", other)),
    }
}

fn tail(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    let list = list("tail", one(arguments)?)?;
    Ok(Value::List(List::new(list.get(1..).unwrap_or_default().to_vec())))
}
