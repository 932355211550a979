//! Labels of nodes and types of relationships as predicates.

use std::sync::Arc;

use crate::error::{Error, Result};
use crate::graph::{GraphState, LabelId, NodeId, RelId, TypeId};
use crate::semantic::bound::Name;
use crate::value::Value;

use super::{Column, Context, Expression, Rows};
use crate::execute::column::{NULL_NODE, NULL_RELATIONSHIP};

/// A compiled label expression.
#[derive(Clone, Debug)]
pub enum LabelTest {
    Name(Name),
    Dynamic(Box<Expression>),
    AnyOf(Box<Expression>),
    Any,
    Not(Box<LabelTest>),
    And(Vec<LabelTest>),
    Or(Vec<LabelTest>),
}

/// Names resolved against the graph at hand, for a whole batch.
enum Resolved {
    Label(Option<LabelId>),
    Type(Option<TypeId>),
    /// Per row, the names of which all must be there.
    PerRow(Vec<Vec<Arc<str>>>),
    /// Per row, the names of which one must be there.
    AnyPerRow(Vec<Vec<Arc<str>>>),
    Any,
    Not(Box<Resolved>),
    And(Vec<Resolved>),
    Or(Vec<Resolved>),
}

#[derive(Clone, Copy)]
enum Entity {
    Node(NodeId),
    Relationship(RelId),
}

pub fn has_labels(
    ctx: &mut Context<'_>,
    rows: Rows<'_>,
    operand: &Expression,
    test: &LabelTest,
) -> Result<Arc<Column>> {
    let column = operand.evaluate(ctx, rows)?;
    ctx.meter().step(rows.len() as u64)?;
    let values = match &*column {
        Column::Nodes(nodes) => {
            ctx.check_nodes(nodes)?;
            let test = test.resolve(ctx, rows, false)?;
            let graph = ctx.graph();
            let holds = |(row, node): (usize, &NodeId)| {
                (*node != NULL_NODE).then(|| test.holds(graph, Entity::Node(*node), row))
            };
            nodes.iter().enumerate().map(holds).collect()
        }
        Column::Relationships(relationships) => {
            let test = test.resolve(ctx, rows, true)?;
            let graph = ctx.graph();
            let holds = |(row, rel): (usize, &RelId)| {
                (*rel != NULL_RELATIONSHIP).then(|| test.holds(graph, Entity::Relationship(*rel), row))
            };
            relationships.iter().enumerate().map(holds).collect()
        }
        other => mixed(ctx, rows, other, test)?,
    };
    Ok(Arc::new(Column::Booleans(values)))
}

fn mixed(
    ctx: &mut Context<'_>,
    rows: Rows<'_>,
    column: &Column,
    test: &LabelTest,
) -> Result<Vec<Option<bool>>> {
    let of_nodes = test.resolve(ctx, rows, false)?;
    let of_relationships = test.resolve(ctx, rows, true)?;
    let graph = ctx.graph();
    let one = |row: usize| match column.value(row) {
        Value::Null => Ok(None),
        Value::Node(node) => {
            ctx.check_nodes(&[node])?;
            Ok(Some(of_nodes.holds(graph, Entity::Node(node), row)))
        }
        Value::Relationship(relationship) => {
            Ok(Some(of_relationships.holds(graph, Entity::Relationship(relationship), row)))
        }
        other => {
            Err(Error::type_error("InvalidArgumentType", format!("{} has no labels", other.type_name())))
        }
    };
    (0..column.len()).map(one).collect()
}

impl LabelTest {
    fn resolve(&self, ctx: &mut Context<'_>, rows: Rows<'_>, types: bool) -> Result<Resolved> {
        let all = |tests: &[LabelTest], ctx: &mut Context<'_>| {
            tests.iter().map(|test| test.resolve(ctx, rows, types)).collect::<Result<Vec<_>>>()
        };
        Ok(match self {
            LabelTest::Name(name) if types => Resolved::Type(ctx.graph().catalog().rel_type(name)),
            LabelTest::Name(name) => Resolved::Label(ctx.graph().catalog().label(name)),
            LabelTest::Dynamic(expression) => Resolved::PerRow(names_per_row(ctx, rows, expression)?),
            LabelTest::AnyOf(expression) => Resolved::AnyPerRow(names_per_row(ctx, rows, expression)?),
            LabelTest::Any => Resolved::Any,
            LabelTest::Not(test) => Resolved::Not(Box::new(test.resolve(ctx, rows, types)?)),
            LabelTest::And(tests) => Resolved::And(all(tests, ctx)?),
            LabelTest::Or(tests) => Resolved::Or(all(tests, ctx)?),
        })
    }
}

fn names_per_row(
    ctx: &mut Context<'_>,
    rows: Rows<'_>,
    expression: &Expression,
) -> Result<Vec<Vec<Arc<str>>>> {
    let column = expression.evaluate(ctx, rows)?;
    let names = (0..rows.len()).map(|row| names(&column.value(row))).collect::<Result<_>>();
    names.map_err(|error| error.at(expression.span))
}

/// A dynamic label: a string, or a list of strings.
pub fn names(value: &Value) -> Result<Vec<Arc<str>>> {
    let one = |value: &Value| match value {
        Value::String(name) if !name.is_empty() => Ok(name.clone()),
        Value::String(_) => Err(Error::argument("InvalidArgumentValue", "a label or type cannot be empty")),
        other => Err(Error::type_error(
            "InvalidArgumentType",
            format!("a label or type must be a string, found {}", other.type_name()),
        )),
    };
    match value {
        Value::List(list) => list.iter().map(one).collect(),
        other => Ok(vec![one(other)?]),
    }
}

impl Resolved {
    fn holds(&self, graph: &GraphState, entity: Entity, row: usize) -> bool {
        match (self, entity) {
            (Resolved::Label(label), Entity::Node(node)) => {
                label.is_some_and(|label| graph.has_label(node, label))
            }
            (Resolved::Type(wanted), Entity::Relationship(relationship)) => {
                wanted.is_some() && graph.relationship(relationship).map(|rel| rel.rel_type) == *wanted
            }
            (Resolved::Label(_), Entity::Relationship(_)) | (Resolved::Type(_), Entity::Node(_)) => false,
            (Resolved::PerRow(names), entity) => names[row].iter().all(|name| has_name(graph, entity, name)),
            (Resolved::AnyPerRow(names), entity) => {
                names[row].iter().any(|name| has_name(graph, entity, name))
            }
            (Resolved::Any, Entity::Node(node)) => !graph.labels(node).is_empty(),
            (Resolved::Any, Entity::Relationship(_)) => true,
            (Resolved::Not(test), entity) => !test.holds(graph, entity, row),
            (Resolved::And(tests), entity) => tests.iter().all(|test| test.holds(graph, entity, row)),
            (Resolved::Or(tests), entity) => tests.iter().any(|test| test.holds(graph, entity, row)),
        }
    }
}

fn has_name(graph: &GraphState, entity: Entity, name: &str) -> bool {
    match entity {
        Entity::Node(node) => graph.catalog().label(name).is_some_and(|label| graph.has_label(node, label)),
        Entity::Relationship(relationship) => {
            let wanted = graph.catalog().rel_type(name);
            wanted.is_some() && graph.relationship(relationship).map(|rel| rel.rel_type) == wanted
        }
    }
}
