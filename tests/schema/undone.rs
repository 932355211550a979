//! What a transaction did to the schema is undone with it, and nobody else sees it before it is committed.

use casegraph::{Database, Result};

use super::{CONSTRAINTS, DATA, INDEXES, assert_answering, assert_enforcing, content, fill, rows, told};

#[test]
fn making_is_undone() -> Result<()> {
    let database = Database::in_memory();
    database.query(DATA).run()?;
    let before = (content(&database), told(&database)?);
    for explicitly in [true, false] {
        let mut transaction = database.write()?;
        for statement in INDEXES.iter().chain(&CONSTRAINTS) {
            transaction.query(statement).run()?;
        }
        transaction.query("CREATE (:N {k: 70, l: 1, e: 1})").run()?;
        assert!(transaction.query("CREATE (:N {k: 70, l: 1, e: 1})").run().is_err());
        assert_eq!(transaction.query("SHOW INDEXES").run()?.rows()?.len(), 14);
        assert_eq!(rows(&database, "SHOW INDEXES")?.len(), 0);
        if explicitly {
            transaction.rollback();
        }
    }
    assert_eq!((content(&database), told(&database)?), before);
    database.query("CREATE (:N {k: 1, l: 1})").run()?;
    Ok(())
}

#[test]
fn dropping_is_undone() -> Result<()> {
    let database = Database::in_memory();
    fill(&database)?;
    let before = told(&database)?;
    let mut transaction = database.write()?;
    for (what, column) in [("INDEX", "INDEXES"), ("CONSTRAINT", "CONSTRAINTS")] {
        let query = format!(
            "SHOW {column} YIELD name, createStatement AS it WHERE it CONTAINS ' {what} ' RETURN name"
        );
        for name in transaction.query(&query).run()?.rows_as::<String>()? {
            transaction.query(&format!("DROP {what} {name}")).run()?;
        }
    }
    transaction.query("MATCH (n:N) SET n.a = 'other', n.u = 1").run()?;
    assert_eq!(transaction.query("SHOW INDEXES").run()?.rows()?.len(), 0);
    assert_eq!(told(&database)?, before);
    transaction.rollback();
    assert_eq!(told(&database)?, before);
    assert_answering(&database, "rolled back")?;
    assert_enforcing(&database, "rolled back");
    Ok(())
}

#[test]
fn a_refused_statement_undoes_itself_alone() -> Result<()> {
    let database = Database::in_memory();
    database.query(DATA).run()?;
    let mut transaction = database.write()?;
    transaction.query("CREATE INDEX first FOR (n:N) ON (n.a)").run()?;
    let error =
        transaction.query("CREATE CONSTRAINT FOR (o:O) REQUIRE o.u IS UNIQUE").run().expect_err("all are 1");
    assert_eq!(error.detail(), "PropertyUniqueness");
    transaction.query("CREATE CONSTRAINT second FOR (n:N) REQUIRE n.u IS UNIQUE").run()?;
    let broken = "MATCH (n:N {u: 5}) SET n.a = 77 WITH n MATCH (m:N {u: 6}) SET m.a = 77, m.u = 5";
    assert_eq!(transaction.query(broken).run().expect_err("5 is taken").detail(), "PropertyUniqueness");
    assert_eq!(transaction.query("MATCH (n:N {a: 77}) RETURN n").run()?.rows()?.len(), 0);
    transaction.commit()?;
    assert_eq!(rows(&database, "SHOW INDEXES YIELD name")?.len(), 2);
    assert_eq!(rows(&database, "MATCH (n:N) WHERE n.a = 1 RETURN n")?.len(), 5);
    assert_eq!(database.snapshot().check(), [""; 0]);
    Ok(())
}

#[test]
fn a_transaction_that_breaks_a_demand_is_not_committed() -> Result<()> {
    let database = Database::in_memory();
    fill(&database)?;
    let before = content(&database);
    let mut transaction = database.write()?;
    // What is missing may come before the end.
    transaction.query("CREATE (:N {k: 70, l: 1})").run()?;
    transaction.query("MATCH (n:N {k: 70}) SET n.e = 1").run()?;
    transaction.query("CREATE INDEX more FOR (n:N) ON (n.e)").run()?;
    transaction.query("MATCH (n:N {k: 0, l: 1}) REMOVE n.e").run()?;
    let error = transaction.commit().expect_err("one has none");
    assert_eq!(error.message(), "node 1 under `N` has no `e`, against constraint `node_present`");
    assert_eq!(content(&database), before);
    let mut transaction = database.write()?;
    transaction.query("CREATE (:N {k: 70, l: 1})").run()?;
    transaction.query("MATCH (n:N {k: 70}) SET n.e = 1").run()?;
    transaction.commit()
}

#[test]
fn what_is_made_anew_in_one_transaction_holds_for_what_is_there_then() -> Result<()> {
    let database = Database::in_memory();
    fill(&database)?;
    let mut transaction = database.write()?;
    transaction.query("DROP CONSTRAINT node_unique").run()?;
    transaction.query("MATCH (n:N {u: 5}) SET n.v = 2, n.u = 6").run()?;
    let again = "CREATE CONSTRAINT node_unique FOR (n:N) REQUIRE n.u IS UNIQUE";
    assert_eq!(transaction.query(again).run().expect_err("two are 6").detail(), "PropertyUniqueness");
    transaction.query("MATCH (n:N {u: 6, v: 2}) SET n.u = 5, n.v = 1").run()?;
    transaction.query(again).run()?;
    transaction.commit()?;
    assert_answering(&database, "made anew")?;
    assert_enforcing(&database, "made anew");
    Ok(())
}
