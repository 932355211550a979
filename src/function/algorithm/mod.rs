//! `CALL algo.*`: a row for each graph algorithm. The procedures, their help and their reference are made of the rows.

mod options;
mod rows;
mod structure_rows;

use std::sync::Arc;

use super::types::{CallContext, Procedure, ProcedureColumn, ProcedureMode, ProcedureRows, Type};
use crate::error::Result;
use crate::value::{Map, Value};
use options::{COMMON, Options};

/// An algorithm as a procedure.
pub struct Algorithm {
    /// Its full name.
    name: &'static str,
    /// What it yields; the second column is what `WRITE PROPERTY` writes to the first.
    yields: &'static [(&'static str, Type)],
    /// Options beside [`COMMON`], and what they are for.
    options: &'static [(&'static str, &'static str)],
    /// Its definition and where it is from.
    doc: &'static str,
    run: for<'a> fn(&CallContext<'a>, &Options<'_>) -> Result<ProcedureRows<'a>>,
}

/// The procedures.
pub(super) fn procedures() -> impl Iterator<Item = Procedure> {
    rows::ROWS.iter().chain(structure_rows::ROWS).map(procedure)
}

fn procedure(algorithm: &'static Algorithm) -> Procedure {
    let options = ProcedureColumn {
        default: Some(Value::from(Map::default())),
        ..ProcedureColumn::new("options", Type::Map)
    };
    let all: Vec<String> =
        COMMON.iter().chain(algorithm.options).map(|(name, doc)| format!("`{name}` ({doc})")).collect();
    Procedure {
        name: algorithm.name.to_owned(),
        parameters: vec![options],
        yields: algorithm.yields.iter().map(|(name, ty)| ProcedureColumn::new(*name, *ty)).collect(),
        mode: ProcedureMode::Read,
        doc: format!("{} Options: {}.", algorithm.doc, all.join(", ")),
        body: Arc::new(move |context, arguments| {
            (algorithm.run)(context, &Options::new(algorithm, arguments.first())?)
        }),
    }
}
