//! Binding: openCypher's compile-time errors, the bound form of representative queries, and the
//! conformance kit's opinion on both.

mod bound_form;
mod compile_errors;
mod kit;
mod limits;
mod procedures;

use casegraph::function::ProcedureRegistry;
use casegraph::semantic::bound::Statement;
use casegraph::{Result, semantic, syntax};

/// Parses and binds.
fn bind(text: &str, procedures: &ProcedureRegistry) -> Result<Statement> {
    let statement = syntax::parse(text)?;
    semantic::bind(&statement, text, procedures, Default::default())
}
