//! Building lists and maps, and taking them apart: `[..]`, `{..}`, `e[i]`, `e[a..b]`, `x {.*}`.

use std::sync::Arc;

use crate::error::{Error, Result};
use crate::graph::ValueRef;
use crate::semantic::bound::Name;
use crate::value::{Map, Value};

use super::property::value_property;
use super::{Column, Context, Expression, ProjectionItem, Rows, bounded, list_value};
use crate::execute::builder::ColumnBuilder;

fn collect(len: usize, mut value: impl FnMut(usize) -> Result<Value>) -> Result<Arc<Column>> {
    let mut result = ColumnBuilder::with_capacity(len);
    for row in 0..len {
        result.push(value(row)?);
    }
    Ok(Arc::new(result.finish()))
}

/// `[items]`
pub fn list(ctx: &mut Context<'_>, rows: Rows<'_>, items: &[Expression]) -> Result<Arc<Column>> {
    let columns = items.iter().map(|item| item.evaluate(ctx, rows)).collect::<Result<Vec<_>>>()?;
    ctx.meter().step(rows.len() as u64)?;
    collect(rows.len(), |row| list_value(columns.iter().map(|column| column.value(row)).collect()))
}

/// `{entries}`
pub fn map(ctx: &mut Context<'_>, rows: Rows<'_>, entries: &[(Name, Expression)]) -> Result<Arc<Column>> {
    let columns = entries
        .iter()
        .map(|(name, value)| Ok((name, value.evaluate(ctx, rows)?)))
        .collect::<Result<Vec<_>>>()?;
    ctx.meter().step(rows.len() as u64)?;
    collect(rows.len(), |row| {
        let map: Map = columns.iter().map(|(name, column)| ((*name).clone(), column.value(row))).collect();
        bounded(Value::Map(Arc::new(map)))
    })
}

/// `subject {items}`
pub fn map_projection(
    ctx: &mut Context<'_>,
    rows: Rows<'_>,
    subject: &Expression,
    items: &[ProjectionItem],
) -> Result<Arc<Column>> {
    let subjects = subject.evaluate(ctx, rows)?;
    let mut columns = Vec::with_capacity(items.len());
    for item in items {
        columns.push(match item {
            ProjectionItem::All => None,
            ProjectionItem::Entry(name, value) => Some((name, value.evaluate(ctx, rows)?)),
        });
    }
    ctx.meter().step(rows.len() as u64)?;
    collect(rows.len(), |row| {
        let subject = subjects.value(row);
        if matches!(subject, Value::Null) {
            return Ok(Value::Null);
        }
        let mut map = Map::new();
        for item in &columns {
            match item {
                None => map.extend(properties(ctx, &subject)?),
                Some((name, column)) => {
                    map.insert((*name).clone(), column.value(row));
                }
            }
        }
        bounded(Value::Map(Arc::new(map)))
    })
}

/// All properties of an entity, or the entries of a map.
pub fn properties(ctx: &Context<'_>, value: &Value) -> Result<Map> {
    let graph = ctx.graph();
    let named = |(key, value): (_, ValueRef<'_>)| (graph.catalog().key_name(key).clone(), value.to_value());
    match value {
        Value::Map(map) => Ok((**map).clone()),
        Value::Node(node) => {
            ctx.check_nodes(&[*node])?;
            Ok(graph.node_properties(*node).map(named).collect())
        }
        Value::Relationship(relationship) => {
            ctx.check_relationships(&[*relationship])?;
            Ok(graph.relationship_properties(*relationship).map(named).collect())
        }
        other => Err(Error::type_error(
            "InvalidArgumentType",
            format!("expected a map, node or relationship, found {}", other.type_name()),
        )),
    }
}

/// `subject[at]`
pub fn index(
    ctx: &mut Context<'_>,
    rows: Rows<'_>,
    subject: &Expression,
    at: &Expression,
) -> Result<Arc<Column>> {
    let subjects = subject.evaluate(ctx, rows)?;
    let places = at.evaluate(ctx, rows)?;
    collect(rows.len(), |row| element(ctx, &subjects.value(row), &places.value(row)))
}

fn element(ctx: &Context<'_>, subject: &Value, at: &Value) -> Result<Value> {
    match (subject, at) {
        (Value::Null, _) => Ok(Value::Null),
        (Value::List(_) | Value::Map(_) | Value::Node(_) | Value::Relationship(_), Value::Null) => {
            Ok(Value::Null)
        }
        (Value::List(list), Value::Integer(at)) => {
            let at = if *at < 0 { at.checked_add(list.len() as i64) } else { Some(*at) };
            let at = at.and_then(|at| usize::try_from(at).ok());
            Ok(at.and_then(|at| list.get(at)).cloned().unwrap_or_default())
        }
        (Value::List(_), other) => Err(Error::type_error(
            "ListElementAccessByNonInteger",
            format!("a list is indexed by an integer, not by {}", other.type_name()),
        )),
        (Value::Map(_) | Value::Node(_) | Value::Relationship(_), Value::String(key)) => {
            value_property(ctx, subject, key)
        }
        (Value::Map(_) | Value::Node(_) | Value::Relationship(_), other) => Err(Error::type_error(
            "MapElementAccessByNonString",
            format!("a property is named by a string, not by {}", other.type_name()),
        )),
        (other, _) => Err(Error::type_error(
            "InvalidArgumentType",
            format!("{} has no elements to take by index", other.type_name()),
        )),
    }
}

/// `subject[from..to]`
pub fn slice(
    ctx: &mut Context<'_>,
    rows: Rows<'_>,
    subject: &Expression,
    from: Option<&Expression>,
    to: Option<&Expression>,
) -> Result<Arc<Column>> {
    let subjects = subject.evaluate(ctx, rows)?;
    let from = from.map(|from| from.evaluate(ctx, rows)).transpose()?;
    let to = to.map(|to| to.evaluate(ctx, rows)).transpose()?;
    collect(rows.len(), |row| {
        let from = from.as_ref().map_or(Value::Integer(0), |from| from.value(row));
        let to = to.as_ref().map_or(Value::Integer(i64::MAX), |to| to.value(row));
        sublist(&subjects.value(row), &from, &to)
    })
}

fn sublist(subject: &Value, from: &Value, to: &Value) -> Result<Value> {
    match (subject, from, to) {
        (Value::Null, _, _) | (Value::List(_), Value::Null, _) | (Value::List(_), _, Value::Null) => {
            Ok(Value::Null)
        }
        (Value::List(list), Value::Integer(from), Value::Integer(to)) => {
            let place = |at: i64| {
                let len = list.len() as i64;
                (if at < 0 { at.saturating_add(len) } else { at }).clamp(0, len) as usize
            };
            let (from, to) = (place(*from), place(*to));
            list_value(if from < to { list[from..to].to_vec() } else { Vec::new() })
        }
        (Value::List(_), Value::Integer(_), other) | (Value::List(_), other, _) => Err(Error::type_error(
            "InvalidArgumentType",
            format!("the bounds of a slice are integers, not {}", other.type_name()),
        )),
        (other, _, _) => Err(Error::type_error(
            "InvalidArgumentType",
            format!("{} cannot be sliced; only lists can", other.type_name()),
        )),
    }
}
