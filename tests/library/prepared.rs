//! Prepared statements.

use std::sync::Arc;

use casegraph::function::{Procedure, ProcedureColumn, ProcedureMode, Type};
use casegraph::{Database, Result, Value};

use super::{failure, number, numbered};

#[test]
fn a_prepared_statement_runs_anywhere_and_often() -> Result<()> {
    let db = Database::in_memory();
    let add = db.prepare("CREATE (:A {n: $n})")?;
    add.query().param("n", 0).run()?;
    let mut transaction = db.write()?;
    for n in 1..10 {
        transaction.prepared(&add).param("n", n).run()?;
    }
    transaction.commit()?;
    let above = db.prepare("MATCH (a:A) WHERE a.n > $n RETURN count(a)")?;
    let reading = db.read();
    db.query("MATCH (a:A) DELETE a").run()?;
    assert_eq!(reading.prepared(&above).param("n", 3).run()?.rows_as::<i64>()?, [6]);
    assert_eq!(above.query().param("n", 3).run()?.rows_as::<i64>()?, [0]);
    assert_eq!(failure(above.query().run()), "ParameterMissing MissingParameter");
    assert_eq!(failure(reading.prepared(&add).param("n", 1).run()), "ArgumentError WriteInReadTransaction");
    assert_eq!(above.text(), "MATCH (a:A) WHERE a.n > $n RETURN count(a)");
    assert_eq!(failure(db.prepare("MATCH (a) RETURN b")), "SyntaxError UndefinedVariable");

    // It is bound to names, not to a graph, so another database runs it as well.
    assert_eq!(numbered("A", 5)?.read().prepared(&above).param("n", 3).run()?.rows_as::<i64>()?, [1]);
    Ok(())
}

#[test]
fn its_plan_follows_the_schema() -> Result<()> {
    let db = numbered("A", 1000)?;
    let find = db.prepare("MATCH (a:A {n: $n}) RETURN count(a)")?;
    let cost = || -> Result<(i64, u64)> {
        let mut result = find.query().param("n", 500).run()?;
        let count = result.rows_as::<i64>()?;
        Ok((count[0], result.summary().work))
    };
    let (count, scanned) = cost()?;
    assert_eq!(count, 1);
    assert!(scanned >= 1000, "without an index all are looked at, not {scanned}");
    db.query("CREATE INDEX by_n FOR (a:A) ON (a.n)").run()?;
    let (count, sought) = cost()?;
    assert_eq!(count, 1);
    assert!(sought < 100, "with an index one is looked at, not {sought}");
    // An index of the same name over something else is not the one the plan was made with.
    db.query("DROP INDEX by_n").run()?;
    db.query("CREATE INDEX by_n FOR (b:B) ON (b.n)").run()?;
    assert_eq!(cost()?, (1, scanned));
    Ok(())
}

#[test]
fn it_follows_the_procedures() -> Result<()> {
    let db = Database::in_memory();
    register(&db, "was", 1);
    let call = db.prepare("CALL test.say() YIELD was RETURN was")?;
    assert_eq!(call.query().run()?.rows_as::<i64>()?, [1]);
    register(&db, "was", 2);
    assert_eq!(call.query().run()?.rows_as::<i64>()?, [2]);
    register(&db, "other", 3);
    assert!(call.query().run().is_err(), "the column is not there any more");
    assert_eq!(number(&db, "CALL test.say() YIELD other RETURN other")?, 3);
    Ok(())
}

fn register(db: &Database, column: &str, value: i64) {
    db.register_procedure(Procedure {
        name: "test.say".to_owned(),
        parameters: Vec::new(),
        yields: vec![ProcedureColumn::new(column, Type::Integer)],
        mode: ProcedureMode::Read,
        doc: "Says a number.".to_owned(),
        body: Arc::new(move |_, _| Ok(Box::new(std::iter::once(Ok(vec![Value::Integer(value)]))))),
    });
}
