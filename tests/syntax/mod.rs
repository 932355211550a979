//! The parser and printer: on the conformance kit's queries, on generated trees, on damaged queries, and on
//! wrong ones, whose messages are kept in a golden file.

mod census;
mod errors;
mod expressions;
mod generated;
mod kit;
pub mod mutated;
mod queries;
mod schema;
mod speed;

use casegraph::syntax::ast::Statement;
use casegraph::syntax::{parse, printer};

/// What the parser and the printer get: half of what Rust gives a thread, so that deep trees show here first.
const SMALL_STACK: usize = 1 << 20;

/// Prints the statement, parses that, and fails unless the same tree comes back.
fn assert_round_trip(statement: Statement, origin: &str) {
    let work = move || {
        let printed = printer::print_statement(&statement);
        let again = parse(&printed).map(Statement::without_spans);
        (printed, again, statement.without_spans())
    };
    let thread =
        std::thread::Builder::new().stack_size(SMALL_STACK).spawn(work).expect("a thread can be started");
    let (printed, again, statement) =
        thread.join().unwrap_or_else(|_| panic!("printing or parsing panicked: {origin}"));
    let again = match again {
        Ok(again) => again,
        Err(error) => panic!("{origin}\nwas printed as\n{printed}\nwhich does not parse: {error:?}"),
    };
    // Debug texts are compared because NaN differs from itself.
    let (left, right) = (format!("{statement:?}"), format!("{again:?}"));
    assert_eq!(left, right, "{origin}\nwas printed as\n{printed}");
}
