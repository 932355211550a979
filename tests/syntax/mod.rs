//! The parser and printer: on the conformance kit's queries, on generated trees, on damaged queries, and on
//! wrong ones, whose messages are kept in a golden file.

mod errors;
mod expressions;
mod generated;
mod kit;
mod mutated;
mod speed;

use casegraph::syntax::ast::Statement;
use casegraph::syntax::{parse, printer};

/// Prints the statement, parses that, and fails unless the same tree comes back.
fn assert_round_trip(statement: Statement, origin: &str) {
    let printed = printer::print_statement(&statement);
    let again = match parse(&printed) {
        Ok(again) => again.without_spans(),
        Err(error) => panic!("{origin}\nwas printed as\n{printed}\nwhich does not parse: {error:?}"),
    };
    let statement = statement.without_spans();
    // Debug texts are compared because NaN differs from itself.
    let (left, right) = (format!("{statement:?}"), format!("{again:?}"));
    assert_eq!(left, right, "{origin}\nwas printed as\n{printed}");
}
