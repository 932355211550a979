//! Procedures that are only there to be called by name.

use std::sync::Arc;

use casegraph::function::{Procedure, ProcedureColumn, ProcedureMode, ProcedureRegistry, Type};

/// Reads the kit's notation, `test.my.proc(name :: STRING?, id :: INTEGER?) :: (city :: STRING?)`.
pub fn register(registry: &mut ProcedureRegistry, signature: &str) {
    let (name, rest) = signature.split_once('(').expect("a signature has parameters");
    let (parameters, rest) = rest.split_once(')').expect("parameters end");
    let yields =
        rest.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map_or("", |(inner, _)| inner);
    registry.register(Procedure {
        name: name.trim().to_owned(),
        parameters: columns(parameters),
        yields: columns(yields),
        mode: ProcedureMode::Read,
        doc: String::new(),
        body: Arc::new(|_, _| Ok(Box::new(std::iter::empty()))),
    });
}

fn columns(text: &str) -> Vec<ProcedureColumn> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let (name, ty) = part.split_once("::").expect("a column has a type");
            ProcedureColumn::new(name.trim(), column_type(ty.trim().trim_end_matches('?')))
        })
        .collect()
}

fn column_type(name: &str) -> Type {
    match name {
        "INTEGER" => Type::Integer,
        "FLOAT" => Type::Float,
        "NUMBER" => Type::Number,
        "STRING" => Type::String,
        "BOOLEAN" => Type::Boolean,
        _ => Type::Any,
    }
}
