//! Making and dropping indexes and constraints.

use crate::error::{Error, Result};
use crate::execute::Counters;
use crate::graph::{self, ConstraintKind, GraphState, IndexKind, KeyId, PropertyTypes, Target};
use crate::semantic;
use crate::semantic::bound::TypeName;
use crate::syntax::ast::{self, EntityKind, Ident, SchemaCommand, SchemaName};
use crate::value::{Map, Value};

use super::QueryResult;

/// Runs a command in a write transaction.
pub(super) fn run(
    command: &SchemaCommand,
    parameters: &Map,
    transaction: &mut graph::WriteTransaction,
) -> Result<QueryResult> {
    let mut counters = Counters::default();
    let name = command.name().map(|name| named(name, parameters)).transpose()?;
    match command {
        SchemaCommand::Show(_) => return Err(Error::internal("SHOW is bound as a query")),
        SchemaCommand::CreateIndex { name: _, if_not_exists, kind, entity, label, properties } => {
            let kind = match kind {
                ast::IndexKind::Range => IndexKind::Range,
                ast::IndexKind::Text => IndexKind::Text,
                ast::IndexKind::Point => IndexKind::Point,
            };
            let (target, keys) = covered(transaction, *entity, label, properties)?;
            if !(*if_not_exists && index_exists(transaction, name.as_ref(), kind, target, &keys)) {
                let made =
                    transaction.create_index(name.as_ref().map(|name| &*name.name), kind, target, &keys);
                made.map_err(|error| placed(error, name.as_ref(), label))?;
                counters.indexes_added += 1;
            }
        }
        // What it would find is always found without it.
        SchemaCommand::CreateLookup { if_not_exists: true, .. } => {}
        SchemaCommand::CreateLookup { entity, span, .. } => {
            let what = if *entity == EntityKind::Node { "labels" } else { "types" };
            let message = format!("{what} are always indexed");
            return Err(Error::argument("IndexAlreadyExists", message).at(*span));
        }
        SchemaCommand::CreateConstraint { name: _, if_not_exists, entity, label, properties, kind } => {
            let kind = match kind {
                ast::ConstraintKind::Unique => ConstraintKind::Unique,
                ast::ConstraintKind::NotNull => ConstraintKind::NotNull,
                ast::ConstraintKind::Key => ConstraintKind::Key,
                ast::ConstraintKind::Typed(name) => ConstraintKind::Typed(property_types(name)?),
            };
            let (target, keys) = covered(transaction, *entity, label, properties)?;
            if !(*if_not_exists && constraint_exists(transaction, name.as_ref(), target, &keys, kind)) {
                let made =
                    transaction.create_constraint(name.as_ref().map(|name| &*name.name), kind, target, &keys);
                made.map_err(|error| placed(error, name.as_ref(), label))?;
                counters.constraints_added += 1;
            }
        }
        SchemaCommand::DropIndex { name, if_exists } => {
            let name = named(name, parameters)?;
            if transaction.schema().index(&name.name).is_some() || !if_exists {
                transaction.drop_index(&name.name).map_err(|error| error.at(name.span))?;
                counters.indexes_removed += 1;
            }
        }
        SchemaCommand::DropConstraint { name, if_exists } => {
            let name = named(name, parameters)?;
            if transaction.schema().constraint(&name.name).is_some() || !if_exists {
                transaction.drop_constraint(&name.name).map_err(|error| error.at(name.span))?;
                counters.constraints_removed += 1;
            }
        }
    }
    Ok(QueryResult::of_values(&[], Vec::new(), counters, transaction.state().clone()))
}

/// The name, which may be that of a parameter with the name as its value.
fn named(name: &SchemaName, parameters: &Map) -> Result<Ident> {
    match name {
        SchemaName::Written(name) => Ok(name.clone()),
        SchemaName::Parameter(parameter) => match parameters.get(&*parameter.name) {
            Some(Value::String(text)) if !text.is_empty() => {
                Ok(Ident { name: text.to_string(), span: parameter.span })
            }
            other => {
                let found = match other {
                    Some(Value::String(_)) => "an empty one",
                    other => other.map_or("nothing", Value::type_name),
                };
                let message = format!("the name `${}` has to be a text, not {found}", parameter.name);
                Err(Error::type_error("InvalidArgumentType", message).at(parameter.span))
            }
        },
    }
}

/// The types of a type constraint, which must be those of properties.
fn property_types(name: &ast::TypeName) -> Result<PropertyTypes> {
    let wrong = || {
        let message = "a property type constraint takes types of properties, and lists of them";
        Error::syntax("InvalidPropertyType", message, name.span)
            .hint("for example INTEGER | FLOAT, or LIST<STRING NOT NULL>")
    };
    let mut types = PropertyTypes::default();
    for alternative in semantic::bind_type_name(name).alternatives {
        let known = match alternative.inner {
            Some(inner) => types.add_list(single_types(&inner).ok_or_else(wrong)?),
            None => types.add(alternative.kind.name()),
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
    let fits =
        name.alternatives.iter().all(|it| it.not_null && it.inner.is_none() && types.add(it.kind.name()));
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

fn index_exists(
    graph: &GraphState,
    name: Option<&Ident>,
    kind: IndexKind,
    target: Target,
    keys: &[KeyId],
) -> bool {
    let named = name.is_some_and(|name| graph.schema().is_taken(&name.name));
    named || graph.schema().index_of(kind, target, keys).is_some()
}

/// The error at the name, or at what is covered.
fn placed(error: Error, name: Option<&Ident>, label: &Ident) -> Error {
    error.at(name.unwrap_or(label).span)
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
