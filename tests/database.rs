//! The library's facade: transactions, streaming, limits, cancellation, profiles, prepared statements.

use std::time::Duration;

use casegraph::database::{Budgets, CancellationToken};
use casegraph::{Database, Error, ErrorClass, Result};

fn numbers(database: &Database, query: &str) -> Result<Vec<i64>> {
    database.query(query).run()?.rows()?.iter().map(|row| row.get(0)).collect()
}

fn failure(database: &Database, query: &str, budgets: Budgets) -> Error {
    let run = || database.query(query).budgets(budgets).run()?.rows();
    run().expect_err("the statement breaks its budget")
}

#[test]
fn a_failing_statement_leaves_its_transaction_as_it_was() -> Result<()> {
    let database = Database::in_memory();
    let mut transaction = database.write()?;
    transaction.query("CREATE (:A {n: 1})").run()?;
    let error = transaction.query("UNWIND [1, 0] AS x CREATE (:A {n: 1 / x})").run().map(|_| ());
    assert_eq!(error.expect_err("it divides by zero").class(), ErrorClass::ArithmeticError);
    let mut counted = transaction.query("MATCH (a:A) RETURN count(a)").run()?;
    assert_eq!(counted.rows()?[0].get::<i64>(0)?, 1);
    drop(counted);
    transaction.commit()?;
    assert_eq!(numbers(&database, "MATCH (a:A) RETURN a.n")?, [1]);
    Ok(())
}

#[test]
fn readers_keep_their_version() -> Result<()> {
    let database = Database::in_memory();
    database.query("CREATE (:A)").run()?;
    let reader = database.read();
    let mut streaming = database.query("MATCH (a:A) RETURN id(a)").run()?;
    database.query("CREATE (:A)").run()?;
    let mut counted = reader.query("MATCH (a:A) RETURN count(a)").run()?;
    assert_eq!(counted.rows()?[0].get::<i64>(0)?, 1);
    assert_eq!(streaming.rows()?.len(), 1);
    assert_eq!(numbers(&database, "MATCH (a:A) RETURN count(a)")?, [2]);
    let refused = reader.query("CREATE (:A)").run().map(|_| ());
    assert_eq!(refused.expect_err("it only reads").detail(), "WriteInReadTransaction");
    Ok(())
}

#[test]
fn rows_are_computed_as_they_are_asked_for() -> Result<()> {
    let database = Database::in_memory();
    let budgets = Budgets { rows: 5000, ..Budgets::default() };
    let mut result = database.query("UNWIND range(1, 1000000) AS x RETURN x").budgets(budgets).run()?;
    assert_eq!(result.next_row()?.map(|row| row.get::<i64>("x")).transpose()?, Some(1));
    let error = result.rows().expect_err("more rows than allowed");
    assert_eq!(error.detail(), "RowBudgetExceeded");
    assert!(result.next_row()?.is_none(), "nothing comes after an error");
    Ok(())
}

#[test]
fn budgets_name_what_was_exceeded() -> Result<()> {
    let database = Database::in_memory();
    database.query("UNWIND range(1, 40) AS i CREATE (:N {i: i})").run()?;
    database.query("MATCH (a:N), (b:N) CREATE (a)-[:R]->(b)").run()?;
    let time = Budgets { time: Duration::from_millis(50), ..Budgets::default() };
    let endless = "MATCH (a:N {i: 1})-[:R*]->(b) RETURN count(b)";
    assert_eq!(failure(&database, endless, time).detail(), "TimeBudgetExceeded");
    let expansions = Budgets { expansions: 10_000, ..Budgets::default() };
    assert_eq!(failure(&database, endless, expansions).detail(), "ExpansionBudgetExceeded");
    let memory = Budgets { memory: 100_000, ..Budgets::default() };
    let sorting = "UNWIND range(1, 100000) AS x WITH x ORDER BY -x RETURN x LIMIT 100000";
    assert_eq!(failure(&database, sorting, memory).detail(), "MemoryBudgetExceeded");
    let grouping = "UNWIND range(1, 100000) AS x RETURN x, count(*)";
    assert_eq!(failure(&database, grouping, memory).detail(), "MemoryBudgetExceeded");
    let collecting = "UNWIND range(1, 100000) AS x RETURN size(collect(toString(x)))";
    assert_eq!(failure(&database, collecting, memory).detail(), "MemoryBudgetExceeded");
    let joining = "UNWIND range(1, 1000) AS x UNWIND range(1, 1000) AS y WITH DISTINCT x, y RETURN count(*)";
    assert_eq!(failure(&database, joining, memory).detail(), "MemoryBudgetExceeded");
    Ok(())
}

#[test]
fn a_token_stops_a_running_statement() -> Result<()> {
    let database = Database::in_memory();
    database.query("UNWIND range(1, 40) AS i CREATE (:N {i: i})").run()?;
    database.query("MATCH (a:N), (b:N) CREATE (a)-[:R]->(b)").run()?;
    let token = CancellationToken::new();
    let other = token.clone();
    let stopper = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(50));
        other.cancel();
    });
    let query = "MATCH (a:N {i: 1})-[:R*]->(b) RETURN count(b)";
    let run = || database.query(query).cancellation(token.clone()).run()?.rows();
    assert_eq!(run().expect_err("it was cancelled").class(), ErrorClass::Cancelled);
    stopper.join().expect("the thread only sleeps");
    Ok(())
}

#[test]
fn nesting_is_bounded() {
    let database = Database::in_memory();
    let run = || database.query("RETURN reduce(l = [], x IN range(1, 1000) | [l]) AS l").run()?.rows();
    assert_eq!(run().expect_err("too deep").detail(), "NestingTooDeep");
}

#[test]
fn parameters_are_values() -> Result<()> {
    let database = Database::in_memory();
    let mut result = database
        .query("UNWIND $list AS x RETURN x + $more AS y ORDER BY y")
        .param("list", vec![3, 1, 2])
        .param("more", 10)
        .run()?;
    assert_eq!(result.rows_as::<i64>()?, [11, 12, 13]);
    let missing = database.query("RETURN $nope").run().map(|_| ()).expect_err("it was not given");
    assert_eq!(missing.class(), ErrorClass::ParameterMissing);
    Ok(())
}

#[test]
fn a_prepared_statement_sees_new_indexes_and_data() -> Result<()> {
    let database = Database::in_memory();
    let prepared = database.prepare("MATCH (a:A {n: $n}) RETURN count(a)")?;
    let count = |n: i64| -> Result<i64> { prepared.query().param("n", n).run()?.rows()?[0].get(0) };
    assert_eq!(count(1)?, 0);
    database.query("UNWIND range(1, 2000) AS n CREATE (:A {n: n % 10})").run()?;
    assert_eq!(count(1)?, 200);
    database.query("CREATE INDEX by_n FOR (a:A) ON (a.n)").run()?;
    assert_eq!(count(1)?, 200);
    database.query("DROP INDEX by_n").run()?;
    assert_eq!(count(1)?, 200);
    Ok(())
}

#[test]
fn counters_say_what_changed() -> Result<()> {
    let database = Database::in_memory();
    let mut result =
        database.query("CREATE (a:A:B {x: 1, y: null})-[:R {w: 2}]->(:C) SET a.z = 3 REMOVE a:B").run()?;
    let counters = result.summary().counters;
    assert_eq!((counters.nodes_created, counters.relationships_created), (2, 1));
    assert_eq!((counters.properties_set, counters.labels_added, counters.labels_removed), (3, 3, 1));
    let mut result = database.query("MATCH (a:A) DETACH DELETE a").run()?;
    let counters = result.summary().counters;
    assert_eq!((counters.nodes_deleted, counters.relationships_deleted), (1, 1));
    Ok(())
}

#[test]
fn explain_shows_and_profile_measures() -> Result<()> {
    let database = Database::in_memory();
    database.query("UNWIND range(1, 10) AS i CREATE (:A {i: i})-[:R]->(:B)").run()?;
    let plan = |text: &str| -> Result<String> {
        let lines: Result<Vec<String>> =
            database.query(text).run()?.rows()?.iter().map(|row| row.get(0)).collect();
        Ok(lines?.join("\n"))
    };
    let query = "MATCH (a:A) WHERE EXISTS { (a)-[:R]->(b:B) } RETURN a.i AS i ORDER BY i LIMIT 3";
    assert!(plan(&format!("EXPLAIN {query}"))?.contains("TopK"));
    let profile = plan(&format!("PROFILE {query}"))?;
    assert!(profile.lines().any(|line| line.starts_with("TopK") && line.contains(" 3 ")), "{profile}");
    plan("EXPLAIN CREATE (:New)")?;
    assert_eq!(numbers(&database, "MATCH (n:New) RETURN count(n)")?, [0]);
    Ok(())
}

#[test]
fn results_move_between_threads() -> Result<()> {
    let database = Database::in_memory();
    let mut result = database.query("UNWIND range(1, 3000) AS x RETURN x").run()?;
    result.next_row()?;
    let rest = std::thread::spawn(move || result.rows().map(|rows| rows.len()));
    assert_eq!(rest.join().expect("the thread only reads")?, 2999);
    Ok(())
}

#[test]
fn a_plan_of_many_clauses_runs_in_a_small_stack() -> Result<()> {
    let database = Database::in_memory();
    let mut query = String::from("WITH 0 AS x ");
    (0..200).for_each(|_| query.push_str("WITH x + 1 AS x "));
    query.push_str("RETURN x");
    let run = move || numbers(&database, &query);
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(run).expect("threads can be made");
    assert_eq!(thread.join().expect("it ends")?, [200]);
    Ok(())
}
