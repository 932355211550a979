//! Predicate functions. `all`, `any`, `none` and `single` bind a variable and are expressions of their own.

use super::rows::{lenient, one, pure, required, scalar, text, two, wrong_type};
use super::types::{CallContext, Category, Function, Purity, Type};
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
    pure(
        Purity::ReadsGraph,
        scalar(
            Category::Predicate,
            "property_exists",
            &[required("element", Type::Any), required("key", Type::String)],
            Type::Boolean,
            "Whether a node, relationship or map has a property; GQL's form of `IS NOT NULL`, which takes the bare name too.",
            "property_exists(n, 'name')",
            property_exists,
        ),
    ),
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

fn property_exists(context: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    let (element, key) = two(arguments)?;
    let key = text("property_exists", key)?;
    let graph = context.graph;
    Ok(Value::Boolean(match element {
        Value::Node(node) => {
            graph.require_node(*node)?;
            graph.catalog().key(key).is_some_and(|key| graph.node_property(*node, key).is_some())
        }
        Value::Relationship(rel) => {
            graph.require_relationship(*rel)?;
            graph.catalog().key(key).is_some_and(|key| graph.relationship_property(*rel, key).is_some())
        }
        Value::Map(map) => map.get(key).is_some_and(|value| !value.is_null()),
        other => return Err(wrong_type("property_exists", "a Node, Relationship or Map", other)),
    }))
}

fn is_empty(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    match one(arguments)? {
        Value::List(list) => Ok(Value::Boolean(list.is_empty())),
        Value::Map(map) => Ok(Value::Boolean(map.is_empty())),
        Value::String(text) => Ok(Value::Boolean(text.is_empty())),
        other => Err(wrong_type("isEmpty", "a List, Map or String", other)),
    }
}
