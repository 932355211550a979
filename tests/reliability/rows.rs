//! What happened to others, row by row of `docs/reliability.md`, where no other test shows it.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use casegraph::persist::{StoreOptions, Vfs};
use casegraph::{Budgets, Database, ErrorClass, OpenOptions};

use crate::crash::disk::{Disk, Fault};
use crate::crash::workload::digest;

const STORE: &str = "/disk/rows.casegraph";

fn open_with(disk: &Disk, fold_len: u64) -> casegraph::Result<Database> {
    let vfs: Arc<dyn Vfs> = Arc::new(disk.clone());
    let store = StoreOptions { vfs, fold_len, ..StoreOptions::default() };
    Database::open_with(Path::new(STORE), OpenOptions { store, ..OpenOptions::default() })
}

fn open(disk: &Disk) -> Database {
    open_with(disk, 64 << 20).expect("it opens")
}

fn count(database: &Database, query: &str) -> i64 {
    let rows: Vec<i64> = database.query(query).run().and_then(|mut it| it.rows_as()).expect("it reads");
    rows[0]
}

#[test]
fn records_of_any_size_are_replayed() {
    // CASEGRAPH_LARGE_RECORD adds one of so many bytes.
    let large = std::env::var("CASEGRAPH_LARGE_RECORD").ok().and_then(|it| it.parse().ok());
    for len in [0, 1 << 11, 1 << 12, 1 << 20].into_iter().chain(large) {
        let disk = Disk::default();
        let database = open(&disk);
        database.query("CREATE (:Before)").run().expect("it writes");
        let create = "CREATE (:Large {text: $text})";
        database.query(create).param("text", "x".repeat(len)).run().expect("it writes");
        database.query("CREATE (:After)").run().expect("it writes");
        // Killed.
        let again = open(&Disk::of(&disk.image()));
        assert_eq!(count(&again, "MATCH (n:Large) RETURN size(n.text)"), len as i64);
        assert_eq!(count(&again, "MATCH (n) RETURN count(n)"), 3);
    }
}

#[test]
fn every_kind_of_change_is_replayed() {
    let disk = Disk::default();
    let database = open(&disk);
    let statements = [
        "CREATE (:A {n: 1})-[:T {n: 2}]->(:B {n: [1.5, 2.5]}), (:A)",
        "CREATE INDEX i FOR (a:A) ON (a.n)",
        "CREATE CONSTRAINT c FOR (b:B) REQUIRE b.n IS NOT NULL",
        "CREATE CONSTRAINT u FOR ()-[t:T]-() REQUIRE t.n IS UNIQUE",
        "MATCH (a:A {n: 1}) SET a.n = 'text', a.d = date('2024-02-29'), a:C",
        "MATCH (a:C) REMOVE a:C",
        "MATCH ()-[t:T]->() SET t.m = point({x: 1, y: 2})",
        "MATCH ()-[t:T]->() REMOVE t.n",
        "MATCH (a:A) WHERE a.d IS NOT NULL REMOVE a.d",
        "MATCH ()-[t:T]->() DELETE t",
        "MATCH (a:A) WHERE a.n IS NULL DELETE a",
        "DROP INDEX i",
        "DROP CONSTRAINT c",
    ];
    for statement in statements {
        database.query(statement).run().unwrap_or_else(|error| panic!("{statement}: {error:?}"));
        let again = open(&Disk::of(&disk.image()));
        assert_eq!(digest(again.snapshot().state()), digest(database.snapshot().state()), "{statement}");
        assert_eq!(again.snapshot().check(), Vec::<String>::new(), "{statement}");
    }
}

#[test]
fn a_checkpoint_that_fails_after_a_commit_does_not_undo_it() {
    for call in 0..14 {
        let disk = Disk::default();
        let database = open_with(&disk, 100).expect("it opens");
        database.query("CREATE (:N {n: 0})").run().expect("it writes");
        // The commit has two calls; those after it are the checkpoint's.
        disk.fail_at(2 + call, Fault::Full);
        let commit = database.query("CREATE (:N {n: 1})").run().map(drop);
        let committed = 1 + i64::from(commit.is_ok());
        assert_eq!(count(&database, "MATCH (n:N) RETURN count(n)"), committed);
        drop(database);
        let again = open(&Disk::of(&disk.image()));
        assert_eq!(count(&again, "MATCH (n:N) RETURN count(n)"), committed, "call {call}");
    }
}

/// The error, after which the graph has nothing.
#[track_caller]
fn exceeds(statement: &str) {
    let database = Database::in_memory();
    let budgets = Budgets { memory: 16 << 20, time: Duration::from_secs(60), ..Budgets::default() };
    let result = database.query(statement).budgets(budgets).run().and_then(|mut result| {
        while result.next_row()?.is_some() {}
        Ok(())
    });
    let error = result.expect_err(statement);
    assert_eq!(error.class(), ErrorClass::BudgetExceeded, "{statement}: {error:?}");
    assert!(["MemoryBudgetExceeded", "ListTooLong"].contains(&error.detail()), "{statement}: {error:?}");
    assert_eq!(database.snapshot().node_count(), 0, "{statement}: it was rolled back");
}

#[test]
fn lists_that_are_too_long_are_a_memory_error() {
    exceeds("RETURN size(range(1, 9223372036854775807))");
    exceeds("UNWIND range(1, 1000000000) AS x RETURN collect(x)");
    exceeds("RETURN [x IN range(1, 100000) | [y IN range(1, 100000) | x * y]]");
}

#[test]
fn updates_without_end_are_a_memory_error_and_rolled_back() {
    exceeds(
        "UNWIND range(1, 2000) AS a UNWIND range(1, 2000) AS b UNWIND range(1, 2000) AS c \
         CREATE (:X {text: 'some text that takes room ' + toString(c)})",
    );
}
