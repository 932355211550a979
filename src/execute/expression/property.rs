//! Properties of entities, maps, temporal values and points.

use std::sync::Arc;

use crate::error::{Error, ErrorClass, Result};
use crate::graph::{Column as GraphColumn, NodeId, RelId, ValueRef};
use crate::semantic::bound::Name;
use crate::value::Value;

use super::{Column, Context, Expression, Rows};
use crate::execute::builder::ColumnBuilder;
use crate::execute::column::{NULL_NODE, NULL_RELATIONSHIP};

/// `subject.key` for each row.
pub fn property(
    ctx: &mut Context<'_>,
    rows: Rows<'_>,
    subject: &Expression,
    key: &Name,
) -> Result<Arc<Column>> {
    let subjects = subject.evaluate(ctx, rows)?;
    let mut result = ColumnBuilder::with_capacity(rows.len());
    match &*subjects {
        Column::Nodes(nodes) => {
            ctx.check_nodes(nodes)?;
            let graph = ctx.graph();
            let column = graph.catalog().key(key).and_then(|key| graph.node_column(key));
            gather(column, nodes.iter().map(|node| (*node != NULL_NODE).then_some(node.0)), &mut result);
        }
        Column::Relationships(relationships) => {
            ctx.check_relationships(relationships)?;
            let graph = ctx.graph();
            let column = graph.catalog().key(key).and_then(|key| graph.relationship_column(key));
            let rows = relationships.iter().map(|it| (*it != NULL_RELATIONSHIP).then_some(it.0));
            gather(column, rows, &mut result);
        }
        other => {
            for row in 0..other.len() {
                result.push(value_property(ctx, &other.value(row), key)?);
            }
        }
    }
    ctx.meter().step(rows.len() as u64)?;
    Ok(Arc::new(result.finish()))
}

/// Adds the values of rows; a row that is none is a null.
fn gather(column: Option<&GraphColumn>, rows: impl Iterator<Item = Option<u32>>, result: &mut ColumnBuilder) {
    let Some(column) = column else { return rows.for_each(|_| result.push_null()) };
    let mut reader = column.reader();
    rows.for_each(|row| push(result, row.and_then(|row| reader.get(row))));
}

#[inline]
fn push(result: &mut ColumnBuilder, value: Option<ValueRef<'_>>) {
    match value {
        Some(ValueRef::Integer(value)) => result.push_integer(value),
        Some(ValueRef::Float(value)) => result.push_float(value),
        Some(ValueRef::String(text)) => result.push_text(text),
        Some(other) => result.push(other.to_value()),
        None => result.push_null(),
    }
}

/// `value.key` of one value.
pub fn value_property(ctx: &Context<'_>, value: &Value, key: &str) -> Result<Value> {
    match value {
        Value::Null => Ok(Value::Null),
        Value::Node(node) => node_property(ctx, *node, key),
        Value::Relationship(relationship) => relationship_property(ctx, *relationship, key),
        Value::Map(map) => Ok(map.get(key).cloned().unwrap_or_default()),
        Value::Point(_)
        | Value::Date(_)
        | Value::LocalTime(_)
        | Value::Time(_)
        | Value::LocalDateTime(_)
        | Value::DateTime(_)
        | Value::Duration(_) => Ok(crate::value::component(value, key)?.unwrap_or_default()),
        Value::Boolean(_)
        | Value::Integer(_)
        | Value::Float(_)
        | Value::String(_)
        | Value::List(_)
        | Value::Path(_) => Err(Error::type_error(
            "PropertyAccessByNonMap",
            format!("{} has no properties, so no `{key}`", value.type_name()),
        )),
    }
}

fn node_property(ctx: &Context<'_>, node: NodeId, key: &str) -> Result<Value> {
    ctx.check_nodes(&[node])?;
    let graph = ctx.graph();
    let value = graph.catalog().key(key).and_then(|key| graph.node_property(node, key));
    Ok(value.map_or(Value::Null, ValueRef::to_value))
}

fn relationship_property(ctx: &Context<'_>, relationship: RelId, key: &str) -> Result<Value> {
    ctx.check_relationships(&[relationship])?;
    let graph = ctx.graph();
    let value = graph.catalog().key(key).and_then(|key| graph.relationship_property(relationship, key));
    Ok(value.map_or(Value::Null, ValueRef::to_value))
}

/// The error for using what was deleted.
pub fn deleted(what: &str) -> Error {
    Error::new(
        ErrorClass::EntityNotFound,
        "DeletedEntityAccess",
        format!("the {what} was deleted by this statement or transaction"),
    )
}
