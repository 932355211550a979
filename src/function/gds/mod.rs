//! The path procedures of Neo4j's Graph Data Science library, under their names, with their configuration and
//! columns. There is no projected graph: they run on the live one, of which the configuration chooses a part.

mod configuration;
mod rows;

use std::sync::Arc;

use super::types::{CallContext, Procedure, ProcedureColumn, ProcedureMode, ProcedureRows, Type};
use crate::error::Result;
use crate::value::{Map, Value};
use configuration::Configuration;

/// What every procedure takes, and what for.
const COMMON: &[(&str, &str)] = &[
    ("sourceNode", "where paths begin: a node or its id"),
    ("nodeLabels", "only nodes with one of these labels"),
    ("relationshipTypes", "only relationships of one of these types"),
    ("orientation", "'NATURAL', 'REVERSE' or 'UNDIRECTED'"),
];

/// Taken by those whose relationships have a cost.
const WEIGHED: &[(&str, &str)] = &[
    ("relationshipWeightProperty", "what a relationship costs; one each without it"),
    ("defaultWeight", "the cost where the property is missing, which is an error otherwise"),
];

/// Taken and without effect here.
const IDLE: &[&str] = &["concurrency", "jobId", "logProgress", "sudo", "username"];

/// A procedure.
struct Search {
    name: &'static str,
    yields: &'static [(&'static str, Type)],
    /// Keys beside [`COMMON`].
    keys: &'static [&'static [(&'static str, &'static str)]],
    doc: &'static str,
    run: for<'a> fn(&CallContext<'a>, &Configuration<'_>) -> Result<ProcedureRows<'a>>,
}

impl Search {
    fn keys(&self) -> impl Iterator<Item = &'static (&'static str, &'static str)> {
        COMMON.iter().chain(self.keys.iter().copied().flatten())
    }
}

/// The procedures.
pub(super) fn procedures() -> impl Iterator<Item = Procedure> {
    rows::ROWS.iter().map(procedure)
}

fn procedure(search: &'static Search) -> Procedure {
    let configuration = ProcedureColumn {
        default: Some(Value::from(Map::default())),
        ..ProcedureColumn::new("configuration", Type::Map)
    };
    let keys: Vec<String> = search.keys().map(|(name, doc)| format!("`{name}` ({doc})")).collect();
    let doc = format!(
        "{} The graph's name may be left out: whatever it is, the live graph is searched. Configuration: {}.",
        search.doc,
        keys.join(", ")
    );
    Procedure {
        name: search.name.to_owned(),
        parameters: vec![ProcedureColumn::new("graphName", Type::Any), configuration],
        yields: search.yields.iter().map(|(name, ty)| ProcedureColumn::new(*name, *ty)).collect(),
        mode: ProcedureMode::Read,
        doc,
        body: Arc::new(move |context, arguments| {
            (search.run)(context, &Configuration::new(search, arguments)?)
        }),
    }
}
