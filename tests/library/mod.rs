//! The library as an embedding program uses it.

mod arguments;
mod limits;
mod opening;
mod prepared;
mod results;
mod rows_as;
mod snapshots;
mod threads;
mod transactions;

use casegraph::{Database, Error, Result};

/// `count` nodes with the label and a number `n` from 0 on.
fn numbered(label: &str, count: i64) -> Result<Database> {
    let db = Database::in_memory();
    let statement = format!("UNWIND range(0, $last) AS n CREATE (:{label} {{n: n}})");
    db.query(&statement).param("last", count - 1).run()?;
    Ok(db)
}

/// The one number that a statement returns.
fn number(db: &Database, statement: &str) -> Result<i64> {
    let mut rows = db.query(statement).run()?.rows_as::<i64>()?;
    rows.pop().filter(|_| rows.is_empty()).ok_or_else(|| Error::internal("not one row"))
}

/// Class and detail of what has to be an error.
#[track_caller]
fn failure<T>(outcome: Result<T>) -> String {
    match outcome {
        Ok(_) => panic!("it has to fail"),
        Err(error) => format!("{} {}", error.class().name(), error.detail()),
    }
}
