//! Transactions: all or nothing, and what a failure leaves.

use casegraph::{Database, Result};

use super::{failure, number};

const COUNT: &str = "MATCH (n) RETURN count(n)";

#[test]
fn nothing_is_seen_before_the_commit() -> Result<()> {
    let db = Database::in_memory();
    let mut transaction = db.write()?;
    transaction.query("CREATE (:A), (:A)").run()?;
    assert_eq!(transaction.query(COUNT).run()?.rows_as::<i64>()?, [2]);
    assert_eq!(transaction.state().node_count(), 2);
    assert_eq!(number(&db, COUNT)?, 0);
    let before = db.read();
    transaction.commit()?;
    assert_eq!(before.query(COUNT).run()?.rows_as::<i64>()?, [0]);
    assert_eq!(number(&db, COUNT)?, 2);
    Ok(())
}

#[test]
fn dropping_rolls_back_and_lets_the_next_one_write() -> Result<()> {
    let db = Database::in_memory();
    for leave in [drop, casegraph::WriteTransaction::rollback] {
        let mut transaction = db.write()?;
        transaction.query("CREATE (:A)").run()?;
        assert!(db.try_write()?.is_none(), "there is one writer");
        leave(transaction);
        assert_eq!(number(&db, COUNT)?, 0);
        assert!(db.try_write()?.is_some());
    }
    // A panic drops it as well.
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let mut transaction = db.write().expect("nobody writes");
        transaction.query("CREATE (:A)").run().expect("nothing forbids it");
        std::panic::resume_unwind(Box::new("the embedding program fails"));
    }));
    assert!(outcome.is_err());
    db.query("CREATE (:B)").run()?;
    assert_eq!(number(&db, COUNT)?, 1);
    Ok(())
}

#[test]
fn a_statement_that_fails_changes_nothing_and_the_transaction_goes_on() -> Result<()> {
    let db = Database::in_memory();
    db.query("CREATE CONSTRAINT FOR (a:A) REQUIRE a.n IS UNIQUE").run()?;
    let mut transaction = db.write()?;
    transaction.query("CREATE (:A {n: 1})-[:T]->(:B)").run()?;
    for (statement, why) in [
        ("UNWIND [3, 2, 1, 0] AS n CREATE (:A {n: 6 / n})", "ArithmeticError DivisionByZero"),
        ("UNWIND [5, 1] AS n CREATE (:A {n: n})", "ConstraintValidationFailed"),
        ("MATCH (b:B) SET b.seen = true DELETE b", "ConstraintVerificationFailed DeleteConnectedNode"),
        ("MATCH (a:A) SET a.n = 2 CREATE (:C {map: {x: 1}})", "TypeError InvalidPropertyType"),
        ("CREATE INDEX FOR (a:A) ON", "SyntaxError"),
        ("CREATE (:A {n: $missing})", "ParameterMissing"),
    ] {
        let found = failure(transaction.query(statement).run());
        assert!(found.starts_with(why), "{statement}: {found}");
        let mut state = transaction.query("MATCH (n) RETURN count(n), max(n.n), count(n.seen)").run()?;
        assert_eq!(state.rows_as::<(i64, i64, i64)>()?, [(2, 1, 0)], "after {statement}");
    }
    transaction.query("CREATE (:A {n: 2})").run()?;
    transaction.commit()?;
    assert_eq!(number(&db, COUNT)?, 3);
    Ok(())
}

#[test]
fn a_commit_that_breaks_a_rule_fails_as_a_whole() -> Result<()> {
    let db = Database::in_memory();
    db.query("CREATE CONSTRAINT FOR (a:A) REQUIRE a.n IS NOT NULL").run()?;
    let mut transaction = db.write()?;
    transaction.query("CREATE (:B)").run()?;
    transaction.query("CREATE (:A)").run()?; // it could still get its property
    assert!(failure(transaction.commit()).starts_with("ConstraintValidationFailed"));
    assert!(failure(db.query("CREATE (:A)").run()).starts_with("ConstraintValidationFailed"));
    assert_eq!(number(&db, COUNT)?, 0);

    let mut transaction = db.write()?;
    transaction.query("CREATE (:A)").run()?;
    transaction.query("MATCH (a:A) SET a.n = 1").run()?;
    transaction.commit()?;
    assert_eq!(number(&db, COUNT)?, 1);
    Ok(())
}

#[test]
fn a_commit_that_cannot_be_logged_changes_nothing() -> Result<()> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let db = Database::open(folder.path().join("case.casegraph"))?;
    let mut transaction = db.write()?;
    transaction.query("CREATE (:A)").run()?;
    db.clone().close()?;
    assert_eq!(failure(transaction.commit()), "StorageError StoreClosed");
    assert_eq!(number(&db, COUNT)?, 0);
    assert!(db.try_write()?.is_some(), "the writer's place is free again");
    Ok(())
}

#[test]
fn a_read_transaction_reads_only() -> Result<()> {
    let db = Database::in_memory();
    let reading = db.read();
    for statement in ["CREATE (:A)", "MATCH (n) SET n.x = 1", "CREATE INDEX FOR (a:A) ON (a.n)"] {
        assert_eq!(failure(reading.query(statement).run()), "ArgumentError WriteInReadTransaction");
    }
    assert_eq!(reading.query("EXPLAIN CREATE (:A)").run()?.columns().len(), 1);
    assert_eq!(reading.query("SHOW INDEXES").run()?.rows()?.len(), 0);
    assert_eq!(number(&db, COUNT)?, 0);
    Ok(())
}

#[test]
fn results_keep_the_version_they_were_computed_on() -> Result<()> {
    let db = super::numbered("A", 3000)?;
    let mut streaming = db.query("MATCH (a:A) RETURN a, a.n AS n").run()?;
    let mut transaction = db.write()?;
    let mut collected = transaction.query("MATCH (a:A) WITH a LIMIT 1 SET a.n = -1 RETURN a").run()?;
    transaction.query("MATCH (a) DELETE a").run()?;
    transaction.commit()?;
    assert_eq!(number(&db, COUNT)?, 0);

    let written = collected.next_row()?.expect("a row").get("a")?;
    assert_eq!(collected.graph().node(written).expect("that version has it").get::<i64>("n")?, -1);
    let mut sum = 0;
    while let Some(row) = streaming.next_row()? {
        let node = streaming.graph().node(row.get("a")?).expect("that version has it");
        assert_eq!(node.get::<i64>("n")?, row.get::<i64>("n")?);
        sum += row.get::<i64>("n")?;
    }
    assert_eq!(sum, (0..3000).sum::<i64>());
    Ok(())
}

#[test]
fn a_statement_without_rows_is_run_without_being_read() -> Result<()> {
    use casegraph::function::{Procedure, ProcedureMode};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    let db = Database::in_memory();
    let calls = Arc::new(AtomicU32::new(0));
    let counted = calls.clone();
    db.register_procedure(Procedure {
        name: "test.ring".to_owned(),
        parameters: Vec::new(),
        yields: Vec::new(),
        mode: ProcedureMode::Read,
        doc: "Rings.".to_owned(),
        body: Arc::new(move |_, _| {
            counted.fetch_add(1, Ordering::Relaxed);
            Ok(Box::new(std::iter::empty()))
        }),
    });
    let result = db.query("CALL test.ring()").run()?;
    assert!(result.columns().is_empty());
    assert_eq!(calls.load(Ordering::Relaxed), 1);
    Ok(())
}
