//! Inputs that bring programs down: deep, long, wide and odd statements. Each is answered or refused with an error that
//! says why, on the stack that Rust gives a thread, in time that grows with its length.

mod damaged;
mod nested;
mod odd;
mod wide;

use std::time::{Duration, Instant};

use casegraph::{Budgets, Database, ErrorClass};

/// What Rust gives a thread.
const STACK: usize = 2 << 20;

/// Far more than any of these needs, even in a debug build on a busy machine: it catches squares and powers.
const LIMIT: Duration = Duration::from_secs(20);

/// What became of a statement: the text of the only value of its only row, other rows, or the error's class and detail.
#[derive(Clone, Debug, PartialEq)]
enum Outcome {
    Value(String),
    Rows(usize),
    Error(String),
}

/// Runs statements on a graph of two nodes in a thread with a small stack.
fn outcomes(texts: Vec<String>) -> Vec<Outcome> {
    let work = move || texts.iter().map(|text| outcome(text)).collect();
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(work).expect("a thread can be started");
    thread.join().expect("nothing panics")
}

fn outcome(text: &str) -> Outcome {
    let shown = || text.chars().take(80).collect::<String>();
    let db = Database::in_memory();
    db.query("CREATE (:A {x: 1})-[:R]->(:B {x: 2})").run().expect("the graph can be made");
    let budgets = Budgets { time: LIMIT, memory: 1 << 30, ..Budgets::default() };
    let started = Instant::now();
    let result = db.query(text).budgets(budgets).run().and_then(|mut result| result.rows());
    assert!(started.elapsed() < LIMIT, "{} bytes took {:?}: {}", text.len(), started.elapsed(), shown());
    match result {
        Ok(rows) => match rows.as_slice() {
            [row] if row.values().len() == 1 => Outcome::Value(row.values()[0].to_string()),
            rows => Outcome::Rows(rows.len()),
        },
        Err(error) => {
            assert!(error.class() != ErrorClass::InternalError, "{error:?}: {}", shown());
            assert!(error.message().len() < 1000, "nobody reads {} bytes", error.message().len());
            Outcome::Error(format!("{} {}", error.class().name(), error.detail()))
        }
    }
}

fn integer(value: i64) -> Outcome {
    Outcome::Value(value.to_string())
}

fn yes() -> Outcome {
    Outcome::Value("true".to_owned())
}

fn refused(error: &str) -> Outcome {
    Outcome::Error(error.to_owned())
}
