//! Properties of entities, maps, temporal values and points, and comparisons of properties with constants.

use std::sync::Arc;

use crate::error::{Error, ErrorClass, Result};
use crate::graph::{NodeId, RelId, ValueRef};
use crate::semantic::bound::{ComparisonOp, Name, Slot, StringOp};
use crate::value::Value;

use super::comparison;
use super::string::Matcher;
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
            for node in nodes {
                push(
                    &mut result,
                    column.filter(|_| *node != NULL_NODE).and_then(|column| column.get(node.0)),
                );
            }
        }
        Column::Relationships(relationships) => {
            ctx.check_relationships(relationships)?;
            let graph = ctx.graph();
            let column = graph.catalog().key(key).and_then(|key| graph.relationship_column(key));
            for relationship in relationships {
                let column = column.filter(|_| *relationship != NULL_RELATIONSHIP);
                push(&mut result, column.and_then(|column| column.get(relationship.0)));
            }
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

/// `slot.key op constant` of a node or relationship, without making a value of the property.
#[derive(Clone, Debug)]
pub struct PropertyTest {
    pub slot: Slot,
    pub key: Name,
    pub test: Test,
    /// The same as an ordinary expression, for columns that hold no entities.
    pub fallback: Expression,
}

/// What a property is compared with.
#[derive(Clone, Debug)]
pub enum Test {
    /// A comparison.
    Compare(ComparisonOp, Value),
    /// A text predicate.
    Text(StringOp, Arc<str>),
}

impl PropertyTest {
    pub fn evaluate(&self, ctx: &mut Context<'_>, rows: Rows<'_>) -> Result<Arc<Column>> {
        ctx.meter().step(rows.len() as u64)?;
        match &**rows.batch.column(self.slot)? {
            Column::Nodes(nodes) => {
                ctx.check_nodes(nodes)?;
                let graph = ctx.graph();
                let key = graph.catalog().key(&self.key);
                let column = key.and_then(|key| graph.node_column(key));
                self.run(rows, nodes, |node| column.filter(|_| *node != NULL_NODE)?.get(node.0))
            }
            Column::Relationships(relationships) => {
                ctx.check_relationships(relationships)?;
                let graph = ctx.graph();
                let key = graph.catalog().key(&self.key);
                let column = key.and_then(|key| graph.relationship_column(key));
                self.run(rows, relationships, |relationship| {
                    column.filter(|_| *relationship != NULL_RELATIONSHIP)?.get(relationship.0)
                })
            }
            _ => self.fallback.evaluate(ctx, rows),
        }
    }

    fn run<'v, T>(
        &self,
        rows: Rows<'_>,
        entities: &[T],
        get: impl Fn(&T) -> Option<ValueRef<'v>>,
    ) -> Result<Arc<Column>> {
        let mut matcher = Matcher::default();
        let mut values = Vec::with_capacity(rows.len());
        let mut test = |entity: &T| {
            values.push(match get(entity) {
                None => None,
                Some(value) => self.test.holds(&mut matcher, value)?,
            });
            Ok::<_, Error>(())
        };
        match rows.selection {
            None => entities.iter().try_for_each(&mut test)?,
            Some(selection) => selection.iter().try_for_each(|row| test(&entities[*row as usize]))?,
        }
        Ok(Arc::new(Column::Booleans(values)))
    }
}

impl Test {
    #[inline]
    fn holds(&self, matcher: &mut Matcher, value: ValueRef<'_>) -> Result<Option<bool>> {
        Ok(match (self, value) {
            (Test::Compare(op, Value::Integer(b)), ValueRef::Integer(a)) => {
                Some(comparison::holds(*op, a.cmp(b)))
            }
            (Test::Compare(op, Value::Float(b)), ValueRef::Float(a)) => Some(comparison::float(*op, a, *b)),
            (Test::Compare(op, Value::String(b)), ValueRef::String(a)) => {
                Some(comparison::holds(*op, a.cmp(b)))
            }
            (Test::Compare(op, constant), value) => comparison::test(*op, &value.to_value(), constant),
            (Test::Text(op, pattern), ValueRef::String(text)) => Some(matcher.test(*op, text, pattern)?),
            (Test::Text(..), _) => None,
        })
    }
}
