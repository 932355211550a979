//! What the clauses leave behind, where a corpus's single query cannot tell.

use casegraph::{Database, OpenOptions};

fn numbers(database: &Database, query: &str) -> Vec<i64> {
    let rows = database.query(query).run().and_then(|mut result| result.rows());
    let rows = rows.unwrap_or_else(|error| panic!("{query}: {error}"));
    rows.iter().map(|row| row.get(0).expect("integers")).collect()
}

fn detail(result: casegraph::Result<casegraph::QueryResult>) -> String {
    result.and_then(|mut result| result.rows()).expect_err("it fails").detail().to_owned()
}

fn with_constraint() -> Database {
    let database = Database::in_memory();
    database.query("CREATE CONSTRAINT FOR (t:T) REQUIRE t.i IS UNIQUE").run().expect("it is new");
    database
}

const ALL: &str = "MATCH (t:T) RETURN t.i ORDER BY t.i";

#[test]
fn what_was_committed_before_an_error_stays() {
    let database = with_constraint();
    let load = "UNWIND [1, 2, 3, 4, 1, 6] AS i CALL (i) { CREATE (:T {i: i}) } IN TRANSACTIONS OF 2 ROWS";
    assert_eq!(detail(database.query(load).run()), "PropertyUniqueness");
    assert_eq!(numbers(&database, ALL), [1, 2, 3, 4]);
    database.query(&load.replace("CREATE", "MERGE")).run().expect("merging fits");
    assert_eq!(numbers(&database, ALL), [1, 2, 3, 4, 6]);
    assert_eq!(database.snapshot().check(), [""; 0]);
}

#[test]
fn updates_behind_the_transactions_are_undone_alone() {
    let database = with_constraint();
    let load =
        "UNWIND [1, 2] AS i CALL (i) { CREATE (:T {i: i}) } IN TRANSACTIONS OF 1 ROW CREATE (:T {i: 9})";
    assert_eq!(detail(database.query(load).run()), "PropertyUniqueness");
    assert_eq!(numbers(&database, ALL), [1, 2]);
}

#[test]
fn ids_freed_on_the_way_are_not_given_out_to_rows_that_still_know_them() {
    let database = Database::in_memory();
    database.query("UNWIND range(1, 50) AS i CREATE (:T {i: i})").run().expect("it creates");
    let swap = "MATCH (t:T) CALL (t) { CREATE (:U {i: t.i}) DETACH DELETE t } IN TRANSACTIONS OF 7 ROWS";
    database.query(swap).run().expect("it swaps");
    assert_eq!(numbers(&database, "MATCH (u:U) RETURN count(DISTINCT u.i)"), [50]);
    assert_eq!(numbers(&database, "MATCH (t:T) RETURN count(t)"), [0]);
    assert_eq!(database.snapshot().check(), [""; 0]);
}

#[test]
fn an_open_transaction_takes_no_transactions_in_it() {
    let database = Database::in_memory();
    let mut transaction = database.write().expect("it begins");
    let query = "UNWIND [1] AS i CALL (i) { CREATE (:T) } IN TRANSACTIONS";
    assert_eq!(detail(transaction.query(query).run()), "CallInTransactionsInTransaction");
    transaction.query(&format!("EXPLAIN {query}")).run().expect("to explain is to read");
}

#[test]
fn transactions_reach_the_file_one_by_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("store");
    let database = Database::open(&path).expect("it is made");
    let load = "UNWIND [1, 2, 0, 4] AS i CALL (i) { CREATE (:T {i: 10 / i}) } IN TRANSACTIONS OF 1 ROW ON ERROR BREAK";
    database.query(load).run().expect("it breaks without an error");
    database.close().expect("it closes");
    let database = Database::open(&path).expect("it opens");
    assert_eq!(numbers(&database, ALL), [5, 10]);
}

#[test]
fn files_outside_the_folder_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let inside = folder.path().join("inside");
    std::fs::create_dir(&inside).expect("a folder");
    std::fs::write(folder.path().join("secret.csv"), "secret\n").expect("a file");
    std::fs::write(inside.join("open file.csv"), "open\n").expect("a file");
    #[cfg(unix)]
    std::os::unix::fs::symlink("../secret.csv", inside.join("link.csv")).expect("a link");
    let database = Database::in_memory_with(OpenOptions::default().csv_root(&inside));
    let read =
        |name: &str| database.query("LOAD CSV FROM $name AS row RETURN size(row)").param("name", name).run();
    let absolute = |path: std::path::PathBuf| path.to_string_lossy().into_owned();
    for name in ["open file.csv", "file:///open%20file.csv", "./open file.csv"] {
        assert_eq!(read(name).and_then(|mut rows| rows.rows()).expect(name).len(), 1);
    }
    let root = inside.canonicalize().expect("it is there");
    assert_eq!(
        read(&absolute(root.join("open file.csv"))).and_then(|mut it| it.rows()).expect("inside").len(),
        1
    );
    let mut outside = vec!["../secret.csv".to_owned(), "a/../../secret.csv".to_owned()];
    outside.push(absolute(folder.path().join("secret.csv")));
    outside.push(absolute(root.join("../secret.csv")));
    outside.push("file:///%2e%2e/secret.csv".to_owned());
    if cfg!(unix) {
        outside.push("link.csv".to_owned());
    }
    for name in outside {
        assert_eq!(detail(read(&name)), "FileNotAllowed", "{name}");
    }
    let closed = Database::in_memory();
    assert_eq!(detail(closed.query("LOAD CSV FROM 'a.csv' AS row RETURN row").run()), "FileNotAllowed");
}

#[test]
fn a_type_constraint_outlives_the_handle() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("store");
    let create = "CREATE CONSTRAINT t FOR (t:T) REQUIRE t.i IS :: INTEGER | LIST<STRING NOT NULL>";
    for folded in [false, true] {
        let database = Database::open(&path).expect("it opens");
        database.query(if folded { "RETURN 1" } else { create }).run().expect("it runs");
        database.query("CREATE (:T {i: 1}), (:T {i: ['a']})").run().expect("they fit");
        assert_eq!(detail(database.query("CREATE (:T {i: 1.5})").run()), "PropertyType");
        assert_eq!(detail(database.query("CREATE (:T {i: [1]})").run()), "PropertyType");
        assert_eq!(database.snapshot().check(), [""; 0]);
        database.close().expect("it closes");
    }
}
