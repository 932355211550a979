//! What `SHOW` lists: its tables as procedures whose names no program can take. The binder makes a query of `SHOW`, which
//! calls them; the first columns are what is shown when no `YIELD` says otherwise.

use std::sync::Arc;

use super::registry::functions;
use super::rows::{names, string};
use super::types::{
    CallContext, Function, Implementation, Procedure, ProcedureBody, ProcedureColumn, ProcedureMode, Type,
};
use crate::graph::{ConstraintDefinition, ConstraintKind, GraphState, Index, Target};
use crate::value::{Map, Value};

/// A table that `SHOW` lists.
pub struct ShowTable {
    /// Its name, the procedure's too.
    pub name: &'static str,
    /// How many of the columns are shown without `YIELD`.
    pub brief: usize,
    columns: &'static [(&'static str, Type)],
}

impl ShowTable {
    /// The names of the columns.
    pub fn columns(&self) -> impl ExactSizeIterator<Item = &'static str> {
        self.columns.iter().map(|(name, _)| *name)
    }
}

use Type::{Any, Boolean, Float, Integer, List, String as Text};

/// `SHOW INDEXES`
pub static INDEXES: ShowTable = ShowTable {
    name: "SHOW INDEXES",
    brief: 12,
    columns: &[
        ("id", Integer),
        ("name", Text),
        ("state", Text),
        ("populationPercent", Float),
        ("type", Text),
        ("entityType", Text),
        ("labelsOrTypes", List),
        ("properties", List),
        ("indexProvider", Text),
        ("owningConstraint", Text),
        ("lastRead", Any),
        ("readCount", Integer),
        ("trackedSince", Any),
        ("options", Any),
        ("failureMessage", Text),
        ("createStatement", Text),
        ("entries", Integer),
        ("distinctKeys", Integer),
    ],
};

/// `SHOW CONSTRAINTS`
pub static CONSTRAINTS: ShowTable = ShowTable {
    name: "SHOW CONSTRAINTS",
    brief: 8,
    columns: &[
        ("id", Integer),
        ("name", Text),
        ("type", Text),
        ("entityType", Text),
        ("labelsOrTypes", List),
        ("properties", List),
        ("ownedIndex", Text),
        ("propertyType", Text),
        ("options", Any),
        ("createStatement", Text),
    ],
};

/// `SHOW FUNCTIONS`
pub static FUNCTIONS: ShowTable = ShowTable {
    name: "SHOW FUNCTIONS",
    brief: 3,
    columns: &[
        ("name", Text),
        ("category", Text),
        ("description", Text),
        ("signature", Text),
        ("isBuiltIn", Boolean),
        ("argumentDescription", List),
        ("returnDescription", Text),
        ("aggregating", Boolean),
        ("rolesExecution", Any),
        ("rolesBoostedExecution", Any),
        ("isDeprecated", Boolean),
        ("deprecatedBy", Text),
        ("example", Text),
    ],
};

/// `SHOW PROCEDURES`
pub static PROCEDURES: ShowTable = ShowTable {
    name: "SHOW PROCEDURES",
    brief: 4,
    columns: &[
        ("name", Text),
        ("description", Text),
        ("mode", Text),
        ("worksOnSystem", Boolean),
        ("signature", Text),
        ("argumentDescription", List),
        ("returnDescription", List),
        ("admin", Boolean),
        ("rolesExecution", Any),
        ("rolesBoostedExecution", Any),
        ("isDeprecated", Boolean),
        ("deprecatedBy", Text),
        ("option", Any),
    ],
};

/// The procedures of all tables; the last lists these.
pub(super) fn tables(procedures: &[Arc<Procedure>]) -> [Procedure; 4] {
    let listing: Vec<Vec<Value>> = procedures.iter().map(|procedure| procedure_row(procedure)).collect();
    [
        table(&INDEXES, |context| index_rows(context.graph)),
        table(&CONSTRAINTS, |context| constraint_rows(context.graph)),
        table(&FUNCTIONS, |_| {
            let mut rows: Vec<_> = functions().collect();
            rows.sort_by_key(|function| function.name.to_lowercase());
            rows.into_iter().map(function_row).collect()
        }),
        table(&PROCEDURES, move |_| listing.clone()),
    ]
}

fn table(
    table: &ShowTable,
    rows: impl Fn(&CallContext<'_>) -> Vec<Vec<Value>> + Send + Sync + 'static,
) -> Procedure {
    let column = |(name, ty): &(&str, Type)| ProcedureColumn::new(*name, *ty);
    let body: ProcedureBody = Arc::new(move |context, _| Ok(Box::new(rows(context).into_iter().map(Ok))));
    Procedure {
        name: table.name.to_owned(),
        parameters: Vec::new(),
        yields: table.columns.iter().map(column).collect(),
        mode: ProcedureMode::Read,
        doc: String::new(),
        body,
    }
}

fn index_rows(graph: &GraphState) -> Vec<Vec<Value>> {
    graph.schema().indexes().zip(1..).map(|(index, id)| index_row(graph, index, id)).collect()
}

fn index_row(graph: &GraphState, index: &Index, id: i64) -> Vec<Value> {
    let definition = index.definition();
    let owner = graph.schema().constraint(&definition.name);
    let (entity, under) = target(graph, definition.target);
    let statement = match owner {
        Some(constraint) => graph.constraint_statement(constraint),
        None => graph.index_statement(definition),
    };
    vec![
        Value::Integer(id),
        string(&*definition.name),
        string("ONLINE"),
        Value::Float(100.0),
        string(definition.kind.name()),
        string(entity),
        names([under]),
        names(definition.keys.iter().map(|key| graph.catalog().key_name(*key).clone())),
        string("casegraph-1"),
        owner.map_or(Value::Null, |constraint| string(&*constraint.name)),
        Value::Null,
        Value::Null,
        Value::Null,
        Value::from(Map::new()),
        string(""),
        string(statement),
        Value::Integer(index.len() as i64),
        Value::Integer(index.distinct() as i64),
    ]
}

fn constraint_rows(graph: &GraphState) -> Vec<Vec<Value>> {
    graph
        .schema()
        .constraints()
        .zip(1..)
        .map(|(constraint, id)| constraint_row(graph, constraint, id))
        .collect()
}

fn constraint_row(graph: &GraphState, constraint: &ConstraintDefinition, id: i64) -> Vec<Value> {
    let (entity, under) = target(graph, constraint.target);
    let (rule, types) = match constraint.kind {
        ConstraintKind::Unique => ("PROPERTY_UNIQUENESS", None),
        ConstraintKind::NotNull => ("PROPERTY_EXISTENCE", None),
        ConstraintKind::Key => ("KEY", None),
        ConstraintKind::Typed(types) => ("PROPERTY_TYPE", Some(types)),
    };
    vec![
        Value::Integer(id),
        string(&*constraint.name),
        string(format!("{entity}_{rule}")),
        string(entity),
        names([under]),
        names(constraint.keys.iter().map(|key| graph.catalog().key_name(*key).clone())),
        constraint.index().map_or(Value::Null, |index| string(&*index.name)),
        types.map_or(Value::Null, |types| string(types.text())),
        Value::from(Map::new()),
        string(graph.constraint_statement(constraint)),
    ]
}

fn target(graph: &GraphState, target: Target) -> (&'static str, Arc<str>) {
    match target {
        Target::Label(label) => ("NODE", graph.catalog().label_name(label).clone()),
        Target::Type(rel_type) => ("RELATIONSHIP", graph.catalog().type_name(rel_type).clone()),
    }
}

fn function_row(function: &'static Function) -> Vec<Value> {
    let arguments = function.parameters.iter();
    let arguments = arguments.map(|parameter| described(parameter.name, &parameter.ty.to_string()));
    vec![
        string(function.name),
        string(function.category.name()),
        string(function.doc),
        string(function.signature()),
        Value::Boolean(true),
        Value::List(arguments.collect()),
        string(function.returns.to_string()),
        Value::Boolean(matches!(function.implementation, Implementation::Aggregate(_))),
        Value::Null,
        Value::Null,
        Value::Boolean(false),
        Value::Null,
        string(function.example),
    ]
}

fn procedure_row(procedure: &Procedure) -> Vec<Value> {
    let described = |columns: &[ProcedureColumn]| -> Value {
        Value::List(columns.iter().map(|column| described(&column.name, &column.ty.to_string())).collect())
    };
    let mode = match procedure.mode {
        ProcedureMode::Read => "READ",
        ProcedureMode::Write => "WRITE",
    };
    vec![
        string(procedure.name.as_str()),
        string(procedure.doc.as_str()),
        string(mode),
        Value::Boolean(false),
        string(procedure.signature()),
        described(&procedure.parameters),
        described(&procedure.yields),
        Value::Boolean(false),
        Value::Null,
        Value::Null,
        Value::Boolean(false),
        Value::Null,
        Value::from(Map::new()),
    ]
}

/// An argument or column as a map.
fn described(name: &str, ty: &str) -> Value {
    let map: Map = [("name", name), ("type", ty)]
        .into_iter()
        .map(|(key, text)| (Arc::from(key), string(text)))
        .collect();
    Value::from(map)
}
