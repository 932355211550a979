//! Indexes, constraints and `SHOW`.

use std::sync::Arc;

use crate::error::{Error, Result};
use crate::execute::Counters;
use crate::function;
use crate::graph::{self, ConstraintKind, GraphState, KeyId, PropertyTypes, Snapshot, Target};
use crate::semantic;
use crate::semantic::bound::TypeName;
use crate::syntax::ast::{self, EntityKind, Ident, IndexKind, SchemaCommand, ShowKind};
use crate::value::Value;

use super::{Database, QueryResult};

/// Whether the command changes the schema.
pub(super) fn writes(command: &SchemaCommand) -> bool {
    !matches!(command, SchemaCommand::Show(_))
}

/// Runs a command that only shows.
pub(super) fn show(command: &SchemaCommand, database: &Database, snapshot: Snapshot) -> Result<QueryResult> {
    match command {
        SchemaCommand::Show(kind) => Ok(shown(*kind, database, &snapshot, snapshot.state().clone())),
        _ => Err(Error::internal("a schema change in a reading statement")),
    }
}

/// Runs a command in a write transaction.
pub(super) fn run(
    command: &SchemaCommand,
    database: &Database,
    transaction: &mut graph::WriteTransaction,
) -> Result<QueryResult> {
    let mut counters = Counters::default();
    match command {
        SchemaCommand::Show(kind) => {
            let state = transaction.state().clone();
            return Ok(shown(*kind, database, transaction.state(), state));
        }
        SchemaCommand::CreateIndex { name, if_not_exists, kind, entity, label, properties } => {
            // One kind of index finds them all: equal values, ranges of ordered ones, prefixes of strings.
            let (IndexKind::Range | IndexKind::Text | IndexKind::Point) = kind;
            let (target, keys) = covered(transaction, *entity, label, properties)?;
            if !(*if_not_exists && index_exists(transaction, name.as_ref(), target, &keys)) {
                transaction.create_index(name.as_ref().map(|name| &*name.name), target, &keys)?;
                counters.indexes_added += 1;
            }
        }
        SchemaCommand::DropIndex { name, if_exists } => {
            if transaction.schema().index(&name.name).is_some() || !if_exists {
                transaction.drop_index(&name.name).map_err(|error| error.at(name.span))?;
                counters.indexes_removed += 1;
            }
        }
        SchemaCommand::CreateConstraint { name, if_not_exists, entity, label, properties, kind } => {
            let kind = match kind {
                ast::ConstraintKind::Unique => ConstraintKind::Unique,
                ast::ConstraintKind::NotNull => ConstraintKind::NotNull,
                ast::ConstraintKind::Key => ConstraintKind::Key,
                ast::ConstraintKind::Typed(name) => ConstraintKind::Typed(property_types(name)?),
            };
            let (target, keys) = covered(transaction, *entity, label, properties)?;
            if !(*if_not_exists && constraint_exists(transaction, name.as_ref(), target, &keys, kind)) {
                transaction.create_constraint(name.as_ref().map(|name| &*name.name), kind, target, &keys)?;
                counters.constraints_added += 1;
            }
        }
        SchemaCommand::DropConstraint { name, if_exists } => {
            if transaction.schema().constraint(&name.name).is_some() || !if_exists {
                transaction.drop_constraint(&name.name).map_err(|error| error.at(name.span))?;
                counters.constraints_removed += 1;
            }
        }
    }
    Ok(QueryResult::of_values(&[], Vec::new(), counters, transaction.state().clone()))
}

/// The types of a type constraint, which must be those of properties.
fn property_types(name: &ast::TypeName) -> Result<PropertyTypes> {
    let wrong = || {
        let message = "a property type constraint takes types of properties, and lists of them";
        Error::syntax("InvalidPropertyType", message, name.span)
            .hint("for example INTEGER | FLOAT, or LIST<STRING NOT NULL>")
    };
    let mut types = PropertyTypes::default();
    for alternative in semantic::bind_type_name(name)?.alternatives {
        let known = match (&*alternative.name, alternative.inner) {
            ("LIST", Some(inner)) => types.add_list(single_types(&inner).ok_or_else(wrong)?),
            (single, None) => types.add(single),
            (_, Some(_)) => false,
        };
        if !known || alternative.not_null {
            return Err(wrong());
        }
    }
    Ok(types)
}

/// The types of a list's elements, which are not null.
fn single_types(name: &TypeName) -> Option<PropertyTypes> {
    let mut types = PropertyTypes::default();
    let fits = name.alternatives.iter().all(|it| it.not_null && it.inner.is_none() && types.add(&it.name));
    fits.then_some(types)
}

fn covered(
    transaction: &mut graph::WriteTransaction,
    entity: EntityKind,
    label: &Ident,
    properties: &[Ident],
) -> Result<(Target, Vec<KeyId>)> {
    let target = match entity {
        EntityKind::Node => Target::Label(transaction.intern_label(&label.name)?),
        EntityKind::Relationship => Target::Type(transaction.intern_type(&label.name)?),
    };
    let keys = properties.iter().map(|key| transaction.intern_key(&key.name)).collect::<Result<_>>()?;
    Ok((target, keys))
}

fn index_exists(graph: &GraphState, name: Option<&Ident>, target: Target, keys: &[KeyId]) -> bool {
    let named = name.is_some_and(|name| graph.schema().is_taken(&name.name));
    named || graph.schema().index_on(target, keys).is_some()
}

fn constraint_exists(
    graph: &GraphState,
    name: Option<&Ident>,
    target: Target,
    keys: &[KeyId],
    kind: ConstraintKind,
) -> bool {
    let named = name.is_some_and(|name| graph.schema().is_taken(&name.name));
    let same = |constraint: &graph::ConstraintDefinition| {
        constraint.target == target && constraint.keys == keys && constraint.kind == kind
    };
    named || graph.schema().constraints().any(same)
}

fn shown(kind: ShowKind, database: &Database, graph: &GraphState, view: GraphState) -> QueryResult {
    let (columns, rows): (&[&str], Vec<Vec<Value>>) = match kind {
        ShowKind::Indexes => (
            &["name", "entityType", "labelsOrTypes", "properties", "entries", "distinct", "owningConstraint"],
            graph.schema().indexes().map(|index| index_row(graph, index)).collect(),
        ),
        ShowKind::Constraints => (
            &["name", "type", "entityType", "labelsOrTypes", "properties", "propertyType"],
            graph.schema().constraints().map(|constraint| constraint_row(graph, constraint)).collect(),
        ),
        ShowKind::Functions => (
            &["name", "category", "description", "example"],
            function::functions()
                .map(|function| {
                    let category = format!("{:?}", function.category);
                    [function.name, &category, function.doc, function.example].map(string).to_vec()
                })
                .collect(),
        ),
        ShowKind::Procedures => (
            &["name", "description", "mode"],
            database
                .procedures()
                .iter()
                .map(|procedure| {
                    vec![
                        string(&procedure.name),
                        string(&procedure.doc),
                        string(&format!("{:?}", procedure.mode)),
                    ]
                })
                .collect(),
        ),
    };
    QueryResult::of_values(columns, rows, Counters::default(), view)
}

fn index_row(graph: &GraphState, index: &graph::Index) -> Vec<Value> {
    let definition = index.definition();
    let (entity, name) = target_text(graph, definition.target);
    let constraint = graph.schema().constraint(&definition.name).map(|constraint| constraint.name.clone());
    vec![
        string(&definition.name),
        string(entity),
        list([name]),
        list(definition.keys.iter().map(|key| graph.catalog().key_name(*key).clone())),
        Value::Integer(index.len() as i64),
        Value::Integer(index.distinct() as i64),
        constraint.map_or(Value::Null, Value::String),
    ]
}

fn constraint_row(graph: &GraphState, constraint: &graph::ConstraintDefinition) -> Vec<Value> {
    let (entity, name) = target_text(graph, constraint.target);
    let kind = match constraint.kind {
        ConstraintKind::Unique => "UNIQUENESS",
        ConstraintKind::NotNull => "PROPERTY_EXISTENCE",
        ConstraintKind::Key => "KEY",
        ConstraintKind::Typed(_) => "PROPERTY_TYPE",
    };
    let types = match constraint.kind {
        ConstraintKind::Typed(types) => string(&types.text()),
        ConstraintKind::Unique | ConstraintKind::NotNull | ConstraintKind::Key => Value::Null,
    };
    vec![
        string(&constraint.name),
        string(kind),
        string(entity),
        list([name]),
        list(constraint.keys.iter().map(|key| graph.catalog().key_name(*key).clone())),
        types,
    ]
}

fn target_text(graph: &GraphState, target: Target) -> (&'static str, Arc<str>) {
    match target {
        Target::Label(label) => ("NODE", graph.catalog().label_name(label).clone()),
        Target::Type(rel_type) => ("RELATIONSHIP", graph.catalog().type_name(rel_type).clone()),
    }
}

fn string(text: &str) -> Value {
    Value::String(text.into())
}

fn list(names: impl IntoIterator<Item = Arc<str>>) -> Value {
    Value::List(names.into_iter().map(Value::String).collect())
}
