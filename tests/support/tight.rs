//! A small graph and tight limits, so that any statement ends soon or is stopped. The fuzz targets run theirs here too.

use std::time::Duration;

use casegraph::{Budgets, Database, Error, ErrorClass};

/// What is there before the first statement.
const GRAPH: &str = "CREATE (a:A {x: 1, y: 'one', name: 'Ada'})-[:R {x: 1}]->(b:B {x: 2, y: [1, 2], name: 'Bob'}),
    (b)-[:S {x: 2.5, y: date('2024-02-29')}]->(c:A:C {x: null, name: 'Cyd'}), (c)-[:R]->(a), (a)-[:R {x: 3}]->(a),
    (:B {x: 9223372036854775807, y: true}), (a)-[:S]->(c)";

/// A database with a handful of nodes and relationships and an index.
pub fn small_database() -> Database {
    let database = Database::in_memory();
    for statement in ["CREATE INDEX ax FOR (n:A) ON (n.x)", GRAPH] {
        database.query(statement).run().expect("the small graph can be made");
    }
    database
}

/// The limits of each statement.
pub fn limits() -> Budgets {
    Budgets { time: Duration::from_millis(300), memory: 8 << 20, rows: 2_000, expansions: 20_000 }
}

/// Runs a statement to its end, and says whether it came to one. What is not allowed to happen panics: an internal error, a broken graph, an error without words.
pub fn run(database: &Database, text: &str) -> bool {
    let query =
        database.query(text).budgets(limits()).param("p", 1).param("s", "text").param("l", vec![1, 2, 3]);
    match query.run().and_then(|mut result| result.rows()) {
        Ok(rows) => {
            for row in rows {
                for value in row.values() {
                    let _ = value.to_string();
                }
            }
            true
        }
        Err(error) => {
            check(&error, text);
            false
        }
    }
}

fn check(error: &Error, text: &str) {
    assert!(error.class() != ErrorClass::InternalError, "{error:?} in {text}");
    assert!(!error.message().is_empty(), "{error:?} says nothing in {text}");
    if let Some(span) = error.span() {
        assert!(text.get(span.range()).is_some(), "{error:?} is out of bounds in {text}");
    }
}

/// Fails when the graph's parts tell different stories.
pub fn check_graph(database: &Database, text: &str) {
    let complaints = database.snapshot().state().check();
    assert!(complaints.is_empty(), "{complaints:?} after {text}");
}
