//! Scalar functions: of graph elements, of lists and strings as wholes, and of any value.

use super::random;
use super::rows::{
    also, lenient, list, one, pure, required, scalar, string, text, two, wrong_type, wrong_value,
};
use super::types::{CallContext, Category, Function, Parameter, Purity, Type};
use crate::error::Result;
use crate::value::{Value, equivalent};

const SCALAR: Category = Category::Scalar;
const ANY: &[Parameter] = &[required("value", Type::Any)];
const ELEMENT: &[Parameter] = &[required("element", Type::Any)];
const RELATIONSHIP: &[Parameter] = &[required("relationship", Type::Relationship)];
const LIST: &[Parameter] = &[required("list", Type::List)];

/// The rows of this chapter.
pub(super) const ROWS: &[Function] = &[
    scalar(
        SCALAR,
        "id",
        ELEMENT,
        Type::Integer,
        "The number of a node or relationship; it stays the same until the element is deleted.",
        "id(n)",
        id,
    ),
    also(
        &["element_id"],
        scalar(
            SCALAR,
            "elementId",
            ELEMENT,
            Type::String,
            "The id of a node or relationship as text, `n` or `r` before its number.",
            "elementId(n)",
            element_id,
        ),
    ),
    pure(
        Purity::Statement,
        scalar(
            SCALAR,
            "linenumber",
            &[],
            Type::Integer,
            "The line of the record that `LOAD CSV` has read for this row; null without one, and behind `DISTINCT` and \
             aggregation.",
            "linenumber()",
            without_record,
        ),
    ),
    pure(
        Purity::Statement,
        scalar(
            SCALAR,
            "file",
            &[],
            Type::String,
            "The path of the file that `LOAD CSV` has read for this row; null without one, and behind `DISTINCT` and \
             aggregation.",
            "file()",
            without_record,
        ),
    ),
    lenient(Function {
        variadic: true,
        ..scalar(
            SCALAR,
            "coalesce",
            ANY,
            Type::Any,
            "The first argument that is not null; null if all are.",
            "coalesce(n.nickname, n.name, 'unknown')",
            coalesce,
        )
    }),
    scalar(
        SCALAR,
        "head",
        LIST,
        Type::Any,
        "The first element; null of an empty list.",
        "head([1, 2, 3])",
        head,
    ),
    scalar(
        SCALAR,
        "last",
        LIST,
        Type::Any,
        "The last element; null of an empty list.",
        "last([1, 2, 3])",
        last,
    ),
    scalar(
        SCALAR,
        "size",
        ANY,
        Type::Integer,
        "The number of elements of a list, or of characters of a string.",
        "size(['a', 'b'])",
        size,
    ),
    also(
        &["character_length"],
        scalar(
            SCALAR,
            "char_length",
            &[required("text", Type::String)],
            Type::Integer,
            "The number of characters (Unicode code points) of a string.",
            "char_length('København')",
            char_length,
        ),
    ),
    also(
        &["path_length"],
        scalar(
            SCALAR,
            "length",
            &[required("path", Type::Path)],
            Type::Integer,
            "The number of relationships of a path.",
            "length(p)",
            length,
        ),
    ),
    pure(
        Purity::ReadsGraph,
        scalar(
            SCALAR,
            "type",
            RELATIONSHIP,
            Type::String,
            "The type of a relationship.",
            "type(r)",
            rel_type,
        ),
    ),
    pure(
        Purity::ReadsGraph,
        scalar(
            SCALAR,
            "startNode",
            RELATIONSHIP,
            Type::Node,
            "The node that a relationship goes out from.",
            "startNode(r)",
            start_node,
        ),
    ),
    pure(
        Purity::ReadsGraph,
        scalar(
            SCALAR,
            "endNode",
            RELATIONSHIP,
            Type::Node,
            "The node that a relationship comes in to.",
            "endNode(r)",
            end_node,
        ),
    ),
    pure(
        Purity::ReadsGraph,
        scalar(
            SCALAR,
            "properties",
            ELEMENT,
            Type::Map,
            "All properties of a node or relationship as a map; a map itself.",
            "properties(n)",
            properties,
        ),
    ),
    pure(
        Purity::Statement,
        scalar(
            SCALAR,
            "timestamp",
            &[],
            Type::Integer,
            "The milliseconds from 1970-01-01T00:00Z to the moment the statement began.",
            "timestamp()",
            timestamp,
        ),
    ),
    lenient(scalar(
        SCALAR,
        "nullIf",
        &[required("value", Type::Any), required("unwanted", Type::Any)],
        Type::Any,
        "Null if the two values are equal, else the first.",
        "nullIf(n.country, 'unknown')",
        null_if,
    )),
    lenient(scalar(
        SCALAR,
        "valueType",
        ANY,
        Type::String,
        "The name of the value's type, for example `LIST<INTEGER NOT NULL> NOT NULL`.",
        "valueType([1, 2])",
        value_type,
    )),
    pure(
        Purity::Volatile,
        scalar(
            SCALAR,
            "randomUUID",
            &[],
            Type::String,
            "A random UUID (version 4); not made for secrets.",
            "randomUUID()",
            |_, _| Ok(string(random::uuid())),
        ),
    ),
];

fn id(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    match one(arguments)? {
        Value::Node(node) => Ok(Value::Integer(i64::from(node.0))),
        Value::Relationship(rel) => Ok(Value::Integer(i64::from(rel.0))),
        other => Err(wrong_value("id", "a Node or Relationship", other)),
    }
}

fn element_id(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    match one(arguments)? {
        Value::Node(node) => Ok(string(format!("n{}", node.0))),
        Value::Relationship(rel) => Ok(string(format!("r{}", rel.0))),
        other => Err(wrong_value("elementId", "a Node or Relationship", other)),
    }
}

/// The binder puts the record's line or path in place of the call where there is a record.
fn without_record(_: &CallContext<'_>, _: &[Value]) -> Result<Value> {
    Ok(Value::Null)
}

fn coalesce(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    Ok(arguments.iter().find(|value| !value.is_null()).cloned().unwrap_or_default())
}

fn head(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    Ok(list("head", one(arguments)?)?.first().cloned().unwrap_or_default())
}

fn last(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    Ok(list("last", one(arguments)?)?.last().cloned().unwrap_or_default())
}

fn size(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    match one(arguments)? {
        Value::List(list) => Ok(count(list.len())),
        Value::String(text) => Ok(count(text.chars().count())),
        other => {
            let error = wrong_type("size", "a List or String", other);
            Err(if matches!(other, Value::Path(_)) { error.hint("a path has a length()") } else { error })
        }
    }
}

/// A length in memory always fits 63 bits.
fn count(length: usize) -> Value {
    Value::Integer(length as i64)
}

fn char_length(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    Ok(count(text("char_length", one(arguments)?)?.chars().count()))
}

fn length(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    match one(arguments)? {
        Value::Path(path) => Ok(count(path.len())),
        other => Err(wrong_type("length", "a Path", other).hint("lists and strings have a size()")),
    }
}

fn rel_type(context: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    match one(arguments)? {
        Value::Relationship(rel) => {
            let rel_type = context.graph.relationship_or_deleted(*rel)?.rel_type;
            Ok(Value::String(context.graph.catalog().type_name(rel_type).clone()))
        }
        other => Err(wrong_value("type", "a Relationship", other)),
    }
}

fn start_node(context: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    match one(arguments)? {
        Value::Relationship(rel) => Ok(Value::Node(context.graph.relationship_or_deleted(*rel)?.start)),
        other => Err(wrong_value("startNode", "a Relationship", other)),
    }
}

fn end_node(context: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    match one(arguments)? {
        Value::Relationship(rel) => Ok(Value::Node(context.graph.relationship_or_deleted(*rel)?.end)),
        other => Err(wrong_value("endNode", "a Relationship", other)),
    }
}

fn properties(context: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    match one(arguments)? {
        Value::Node(node) => Ok(Value::Map(context.graph.node_map(*node)?.into())),
        Value::Relationship(rel) => Ok(Value::Map(context.graph.relationship_map(*rel)?.into())),
        map @ Value::Map(_) => Ok(map.clone()),
        other => Err(wrong_type("properties", "a Node, Relationship or Map", other)),
    }
}

fn timestamp(context: &CallContext<'_>, _: &[Value]) -> Result<Value> {
    // Milliseconds since 1970 fit 63 bits for 292 million years.
    Ok(Value::Integer(context.clock.statement.div_euclid(1_000_000) as i64))
}

fn null_if(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    let (value, unwanted) = two(arguments)?;
    Ok(if equivalent(value, unwanted) { Value::Null } else { value.clone() })
}

fn value_type(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    Ok(string(one(arguments)?.value_type()))
}
