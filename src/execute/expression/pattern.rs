//! Values that patterns make: paths, and whether their relationships differ.

use std::sync::Arc;

use crate::error::{Error, Result};
use crate::graph::RelId;
use crate::semantic::bound::Slot;
use crate::value::{PathValue, Value};

use super::{Column, Context, Rows};
use crate::execute::builder::ColumnBuilder;

/// A path from the slots of its nodes and relationships, for each row; null when a part is null.
pub fn make_path(ctx: &mut Context<'_>, rows: Rows<'_>, slots: &[Slot]) -> Result<Arc<Column>> {
    let columns = slots.iter().map(|slot| rows.column(*slot)).collect::<Result<Vec<_>>>()?;
    ctx.meter().step(rows.len() as u64 * slots.len() as u64)?;
    let mut result = ColumnBuilder::with_capacity(rows.len());
    for row in 0..rows.len() {
        result.push(path(ctx, &columns, row)?);
    }
    Ok(Arc::new(result.finish()))
}

fn path(ctx: &Context<'_>, columns: &[Arc<Column>], row: usize) -> Result<Value> {
    let mut path = PathValue { nodes: Vec::new(), relationships: Vec::new() };
    for (at, column) in columns.iter().enumerate() {
        match column.value(row) {
            Value::Null => return Ok(Value::Null),
            Value::Node(node) if at == 0 => path.nodes.push(node),
            // The step before has already led here.
            Value::Node(_) => {}
            Value::Relationship(relationship) => step(ctx, &mut path, relationship)?,
            Value::List(list) => {
                for item in list.iter() {
                    match item {
                        Value::Relationship(relationship) => step(ctx, &mut path, *relationship)?,
                        other => return Err(no_part(other)),
                    }
                }
            }
            other => return Err(no_part(&other)),
        }
    }
    Ok(Value::Path(Arc::new(path)))
}

fn step(ctx: &Context<'_>, path: &mut PathValue, relationship: RelId) -> Result<()> {
    let Some(from) = path.nodes.last() else { return Err(Error::internal("a path begins with no node")) };
    let Some(ends) = ctx.graph().relationship(relationship) else {
        return Err(super::property::deleted("relationship"));
    };
    path.nodes.push(ends.other(*from));
    path.relationships.push(relationship);
    Ok(())
}

fn no_part(value: &Value) -> Error {
    Error::internal(format!("{} as part of a path", value.type_name()))
}

/// Whether no relationship occurs twice in these slots, for each row.
pub fn distinct_relationships(rows: Rows<'_>, slots: &[Slot]) -> Result<Arc<Column>> {
    let columns = slots.iter().map(|slot| rows.column(*slot)).collect::<Result<Vec<_>>>()?;
    let mut seen: Vec<RelId> = Vec::new();
    let values = (0..rows.len()).map(|row| {
        seen.clear();
        columns.iter().for_each(|column| relationships(column, row, &mut seen));
        let count = seen.len();
        seen.sort_unstable();
        seen.dedup();
        Some(seen.len() == count)
    });
    Ok(Arc::new(Column::Booleans(values.collect())))
}

/// Adds the relationship, or those of the list, in a row of a column; other values have none.
pub fn relationships(column: &Column, row: usize, into: &mut Vec<RelId>) {
    match column.value(row) {
        Value::Relationship(relationship) => into.push(relationship),
        Value::List(list) => into.extend(list.iter().filter_map(|item| match item {
            Value::Relationship(relationship) => Some(*relationship),
            _ => None,
        })),
        _ => {}
    }
}
