//! The kit's test procedures: a table that is looked up by the arguments.

use std::sync::Arc;

use casegraph::function::{Procedure, ProcedureColumn, ProcedureMode, Type};
use casegraph::value::{Value, equivalent};

/// From a signature such as `test.my.proc(in :: INTEGER?) :: (out :: STRING?)` and rows of inputs, then outputs.
pub fn procedure(signature: &str, rows: Vec<Vec<Value>>) -> Option<Procedure> {
    let (name, rest) = signature.split_once('(')?;
    let (inputs, rest) = rest.split_once(')')?;
    let outputs = rest.split_once('(')?.1.split_once(')')?.0;
    let parameters = columns(inputs)?;
    let count = parameters.len();
    let rows = Arc::new(rows);
    Some(Procedure {
        name: name.trim().to_owned(),
        parameters,
        yields: columns(outputs)?,
        mode: ProcedureMode::Read,
        doc: "A procedure of the conformance kit.".to_owned(),
        body: Arc::new(move |_, arguments| {
            let rows = rows.clone();
            let arguments = arguments.to_vec();
            let found = (0..rows.len()).filter_map(move |at| {
                let (inputs, outputs) = rows[at].split_at(count);
                let same = inputs.iter().zip(&arguments).all(|(a, b)| equivalent(a, b));
                same.then(|| Ok(outputs.to_vec()))
            });
            Ok(Box::new(found))
        }),
    })
}

fn columns(list: &str) -> Option<Vec<ProcedureColumn>> {
    let column = |text: &str| {
        let (name, ty) = text.split_once("::")?;
        let ty = match ty.trim().trim_end_matches('?') {
            "INTEGER" => Type::Integer,
            "FLOAT" => Type::Float,
            "NUMBER" => Type::Number,
            "STRING" => Type::String,
            "BOOLEAN" => Type::Boolean,
            _ => Type::Any,
        };
        Some(ProcedureColumn::new(name.trim(), ty))
    };
    list.split(',').filter(|text| !text.trim().is_empty()).map(column).collect()
}
