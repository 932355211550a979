//! Budgets and cancellation.

use std::thread;
use std::time::{Duration, Instant};

use casegraph::{Budgets, CancellationToken, Database, Result};

use super::{failure, number, numbered};

/// Runs a statement to its end within the budgets.
fn within(db: &Database, budgets: Budgets, statement: &str) -> Result<usize> {
    db.query(statement).budgets(budgets).run()?.rows().map(|rows| rows.len())
}

#[test]
fn every_budget_ends_the_statement_that_exceeds_it() -> Result<()> {
    let db = numbered("A", 300)?;
    db.query("MATCH (a:A), (b:A {n: a.n + 1}) CREATE (a)-[:NEXT]->(b)").run()?;
    let ample = Budgets::default();
    let product = "MATCH (a:A), (b:A), (c:A), (d:A) RETURN count(*)";
    for (budgets, statement, detail) in [
        (Budgets { rows: 299, ..ample }, "MATCH (a:A) RETURN a", "RowBudgetExceeded"),
        (
            Budgets { memory: 10_000, ..ample },
            "MATCH (a:A), (b:A) RETURN collect(a.n + b.n)",
            "MemoryBudgetExceeded",
        ),
        (
            Budgets { memory: 10_000, ..ample },
            "MATCH (a:A), (b:A) RETURN a.n ORDER BY b.n",
            "MemoryBudgetExceeded",
        ),
        (
            Budgets { expansions: 500, ..ample },
            "MATCH (a:A)-[:NEXT*]->(b) RETURN count(b)",
            "ExpansionBudgetExceeded",
        ),
        (Budgets { time: Duration::from_millis(50), ..ample }, product, "TimeBudgetExceeded"),
    ] {
        assert_eq!(
            failure(within(&db, budgets, statement)),
            format!("BudgetExceeded {detail}"),
            "{statement}"
        );
    }
    assert_eq!(within(&db, Budgets { rows: 300, ..ample }, "MATCH (a:A) RETURN a")?, 300);
    let updates = "MATCH (a:A), (b:A) CREATE (x:X) RETURN x";
    assert!(failure(within(&db, Budgets { rows: 10, ..ample }, updates)).starts_with("BudgetExceeded"));
    assert_eq!(number(&db, "MATCH (x:X) RETURN count(x)")?, 0, "what was over the budget is undone");
    Ok(())
}

#[test]
fn a_token_stops_a_statement_from_another_thread() -> Result<()> {
    let db = numbered("A", 300)?;
    for statement in [
        "MATCH (a:A), (b:A), (c:A), (d:A) WHERE a.n + b.n + c.n + d.n < 0 RETURN count(*)",
        "MATCH (a:A), (b:A), (c:A), (d:A) CREATE (:X)",
    ] {
        let token = CancellationToken::new();
        let stop = token.clone();
        let stopping = thread::spawn(move || {
            thread::sleep(Duration::from_millis(50));
            stop.cancel();
        });
        let started = Instant::now();
        let outcome = db.query(statement).cancellation(token.clone()).run().and_then(|mut rows| rows.rows());
        assert_eq!(failure(outcome), "Cancelled StatementCancelled", "{statement}");
        assert!(started.elapsed() < Duration::from_secs(30), "{statement} took {:?}", started.elapsed());
        stopping.join().expect("it only cancels");

        assert!(token.is_cancelled());
        assert_eq!(
            failure(db.query("RETURN 1").cancellation(token.clone()).run()?.rows()),
            "Cancelled StatementCancelled"
        );
        token.reset();
        assert_eq!(db.query("RETURN 1").cancellation(token).run()?.rows()?.len(), 1);
    }
    assert_eq!(number(&db, "MATCH (x:X) RETURN count(x)")?, 0);
    Ok(())
}

#[test]
fn a_result_can_be_stopped_between_its_rows() -> Result<()> {
    let db = numbered("A", 300)?;
    let token = CancellationToken::new();
    let mut result = db.query("MATCH (a:A), (b:A), (c:A) RETURN a.n").cancellation(token.clone()).run()?;
    assert!(result.next_row()?.is_some());
    token.cancel();
    let mut read = 0;
    let outcome = loop {
        match result.next_row() {
            Ok(Some(_)) => read += 1,
            other => break other,
        }
    };
    assert_eq!(failure(outcome), "Cancelled StatementCancelled");
    assert!(read < 10_000, "{read} more rows came");
    Ok(())
}

#[test]
fn waiting_for_another_writer_is_limited_too() -> Result<()> {
    let db = Database::in_memory();
    let writing = db.write()?;
    let short = Budgets { time: Duration::from_millis(60), ..Budgets::default() };
    assert_eq!(failure(db.query("CREATE (:A)").budgets(short).run()), "BudgetExceeded TimeBudgetExceeded");
    let token = CancellationToken::new();
    token.cancel();
    assert_eq!(failure(db.query("CREATE (:A)").cancellation(token).run()), "Cancelled StatementCancelled");
    assert_eq!(number(&db, "MATCH (n) RETURN count(n)")?, 0, "reading does not wait");

    let waiting = db.clone();
    let waiting = thread::spawn(move || waiting.query("CREATE (:A)").run().map(|_| ()));
    thread::sleep(Duration::from_millis(30));
    writing.rollback();
    waiting.join().expect("it only waits")?;
    assert_eq!(number(&db, "MATCH (n) RETURN count(n)")?, 1);
    Ok(())
}
