//! The built-in procedures: what the graph's names are, and what can be called.

use std::sync::Arc;

use super::registry::functions;
use super::rows::{names, string};
use super::schema_procedure;
use super::show;
use super::types::{
    CallContext, Implementation, Procedure, ProcedureBody, ProcedureColumn, ProcedureMode, ProcedureRegistry,
    ProcedureRows, Type,
};
use crate::error::{Error, Result};
use crate::graph::GraphState;
use crate::value::Value;

const PROCEDURES: &str = "dbms.procedures";

impl ProcedureRegistry {
    /// The built-in procedures; the embedding program may add its own.
    pub fn with_builtins() -> ProcedureRegistry {
        let mut registry = ProcedureRegistry::default();
        let all = name_procedures().into_iter().chain(schema_procedures()).chain(program_procedures());
        for procedure in all
            .chain(waiting_procedures())
            .chain(super::algorithm::procedures())
            .chain(super::gds::procedures())
        {
            registry.register(procedure);
        }
        registry
    }

    /// Lets `dbms.procedures`, where it is there, and `SHOW PROCEDURES` list the procedures of this moment.
    pub(super) fn relist(&mut self) {
        let all: Vec<Arc<Procedure>> = self.iter().cloned().collect();
        if let Some(listing) = self.find(PROCEDURES) {
            let rows: Vec<Vec<Value>> = all.iter().map(|procedure| procedure_row(procedure)).collect();
            let listing = Procedure { body: body(move |_| rows.clone()), ..Procedure::clone(listing) };
            self.insert(listing);
        }
        self.list(show::tables(&all));
    }
}

/// What the graph's names are.
fn name_procedures() -> [Procedure; 3] {
    let named = |read: fn(&GraphState) -> Vec<Arc<str>>| {
        body(move |context| read(context.graph).into_iter().map(|name| vec![Value::String(name)]).collect())
    };
    [
        builtin(
            "db.labels",
            &[("label", Type::String)],
            "The labels that nodes carry.",
            named(labels_in_use),
        ),
        builtin(
            "db.relationshipTypes",
            &[("relationshipType", Type::String)],
            "The types that relationships have.",
            named(types_in_use),
        ),
        builtin(
            "db.propertyKeys",
            &[("propertyKey", Type::String)],
            "The names of the properties that nodes and relationships have.",
            named(keys_in_use),
        ),
    ]
}

/// What has which properties, and joins what.
fn schema_procedures() -> [Procedure; 3] {
    [
        builtin(
            "db.schema.visualization",
            &[("nodes", Type::List), ("relationships", Type::List)],
            "The labels with their indexes and constraints, and which label each type joins to which, with their numbers.",
            body(|context| schema_procedure::visualization(context.graph)),
        ),
        builtin(
            "db.schema.nodeTypeProperties",
            &[
                ("nodeType", Type::String),
                ("nodeLabels", Type::List),
                ("propertyName", Type::String),
                ("propertyTypes", Type::List),
                ("mandatory", Type::Boolean),
            ],
            "The properties of the nodes with each combination of labels; mandatory: all of them have it.",
            body(|context| schema_procedure::node_type_properties(context.graph)),
        ),
        builtin(
            "db.schema.relTypeProperties",
            &[
                ("relType", Type::String),
                ("propertyName", Type::String),
                ("propertyTypes", Type::List),
                ("mandatory", Type::Boolean),
            ],
            "The properties of the relationships of each type; mandatory: all of them have it.",
            body(|context| schema_procedure::relationship_type_properties(context.graph)),
        ),
    ]
}

/// What scripts call before they go on; nothing has to be waited for here.
fn waiting_procedures() -> [Procedure; 3] {
    let seconds = ProcedureColumn {
        default: Some(Value::Integer(300)),
        ..ProcedureColumn::new("timeOutSeconds", Type::Integer)
    };
    let index = ProcedureColumn::new("indexName", Type::String);
    [
        Procedure {
            parameters: vec![seconds.clone()],
            ..builtin(
                "db.awaitIndexes",
                &[],
                "Waits for nothing: an index is complete when it is made.",
                body(|_| vec![]),
            )
        },
        Procedure {
            parameters: vec![index, seconds],
            ..builtin(
                "db.awaitIndex",
                &[],
                "Waits for nothing: an index is complete when it is made. It has to be there.",
                Arc::new(await_index),
            )
        },
        builtin(
            "db.ping",
            &[("success", Type::Boolean)],
            "Whether the store answers.",
            body(|_| vec![vec![Value::Boolean(true)]]),
        ),
    ]
}

fn await_index<'a>(context: &CallContext<'a>, arguments: &[Value]) -> Result<ProcedureRows<'a>> {
    let Some(Value::String(name)) = arguments.first() else {
        return Err(Error::type_error("InvalidArgumentType", "`db.awaitIndex` takes the name of an index"));
    };
    match context.graph.schema().index(name) {
        Some(_) => Ok(Box::new(std::iter::empty())),
        None => Err(Error::argument("IndexNotFound", format!("there is no index `{name}`"))),
    }
}

/// What the program is and can do.
fn program_procedures() -> [Procedure; 3] {
    [
        builtin(
            "dbms.components",
            &[("name", Type::String), ("versions", Type::List), ("edition", Type::String)],
            "The name and version of this program.",
            body(|_| {
                vec![vec![string("casegraph"), names([env!("CARGO_PKG_VERSION").into()]), string("embedded")]]
            }),
        ),
        builtin(
            "dbms.functions",
            &[
                ("name", Type::String),
                ("signature", Type::String),
                ("category", Type::String),
                ("description", Type::String),
                ("aggregating", Type::Boolean),
            ],
            "All functions.",
            body(|_| function_rows()),
        ),
        builtin(
            PROCEDURES,
            &[
                ("name", Type::String),
                ("signature", Type::String),
                ("mode", Type::String),
                ("description", Type::String),
            ],
            "All procedures.",
            body(|_| Vec::new()),
        ),
    ]
}

fn builtin(name: &str, columns: &[(&str, Type)], doc: &str, body: ProcedureBody) -> Procedure {
    let column = |(name, ty): &(&str, Type)| ProcedureColumn::new(*name, *ty);
    Procedure {
        name: name.to_owned(),
        parameters: Vec::new(),
        yields: columns.iter().map(column).collect(),
        mode: ProcedureMode::Read,
        doc: doc.to_owned(),
        body,
    }
}

fn body(rows: impl Fn(&CallContext<'_>) -> Vec<Vec<Value>> + Send + Sync + 'static) -> ProcedureBody {
    Arc::new(move |context, _| Ok(Box::new(rows(context).into_iter().map(Ok))))
}

fn labels_in_use(graph: &GraphState) -> Vec<Arc<str>> {
    let used = |(id, name): (_, &Arc<str>)| (graph.statistics().with_label(id) > 0).then(|| Arc::clone(name));
    sorted(graph.catalog().labels().filter_map(used).collect())
}

fn types_in_use(graph: &GraphState) -> Vec<Arc<str>> {
    let used = |(id, name): (_, &Arc<str>)| (graph.statistics().of_type(id) > 0).then(|| Arc::clone(name));
    sorted(graph.catalog().rel_types().filter_map(used).collect())
}

fn keys_in_use(graph: &GraphState) -> Vec<Arc<str>> {
    let used = |(id, name): (_, &Arc<str>)| {
        let columns = [graph.node_column(id), graph.relationship_column(id)];
        columns.into_iter().flatten().any(|column| column.count() > 0).then(|| Arc::clone(name))
    };
    sorted(graph.catalog().keys().filter_map(used).collect())
}

fn sorted(mut names: Vec<Arc<str>>) -> Vec<Arc<str>> {
    names.sort();
    names
}

fn function_rows() -> Vec<Vec<Value>> {
    let mut rows: Vec<_> = functions().collect();
    rows.sort_by_key(|function| function.name.to_lowercase());
    rows.into_iter()
        .map(|function| {
            vec![
                string(function.name),
                string(function.signature()),
                string(function.category.name()),
                string(function.doc),
                Value::Boolean(matches!(function.implementation, Implementation::Aggregate(_))),
            ]
        })
        .collect()
}

fn procedure_row(procedure: &Procedure) -> Vec<Value> {
    let mode = match procedure.mode {
        ProcedureMode::Read => "READ",
        ProcedureMode::Write => "WRITE",
    };
    vec![
        string(procedure.name.as_str()),
        string(procedure.signature()),
        string(mode),
        string(procedure.doc.as_str()),
    ]
}
