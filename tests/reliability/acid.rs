//! The anomalies of the LDBC ACID test suite (Waudby et al., Towards testing ACID compliance in the LDBC social network benchmark,
//! 2020), over threads of one process, and over processes for what readers can meet.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{scope, yield_now};

use casegraph::{Database, ReadTransaction, Result, WriteTransaction};

use super::shell::Shell;

const ROUNDS: i64 = 40;
const THREADS: i64 = 3;

fn database(script: &str) -> Database {
    let database = Database::in_memory();
    database.query(script).run().expect("the graph is made");
    database
}

fn integers(read: &ReadTransaction, query: &str) -> Vec<i64> {
    read.query(query).run().and_then(|mut result| result.rows_as()).expect("it reads")
}

fn now(database: &Database, query: &str) -> Vec<i64> {
    integers(&database.read(), query)
}

/// Runs statements with `$id` in one transaction and commits.
fn write(database: &Database, id: i64, statements: &[&str]) -> Result<()> {
    let mut transaction = database.write()?;
    for statement in statements {
        transaction.query(statement).param("id", id).run()?;
        yield_now();
    }
    transaction.commit()
}

/// Threads write while this thread reads again and again.
fn beside(writer: impl Fn(i64) + Sync, mut reader: impl FnMut()) {
    let done = AtomicBool::new(false);
    scope(|threads| {
        let writers = threads.spawn(|| {
            scope(|writers| {
                for thread in 0..THREADS {
                    let writer = &writer;
                    writers.spawn(move || (0..ROUNDS).for_each(|round| writer(thread * ROUNDS + round)));
                }
            });
            done.store(true, Ordering::SeqCst);
        });
        while !done.load(Ordering::SeqCst) {
            reader();
        }
        writers.join().expect("the writers do not panic");
    });
}

#[test]
fn g0_no_dirty_write() {
    let database = database("CREATE (:P {id: 1, by: []})-[:KNOWS {by: []}]->(:P {id: 2, by: []})");
    let statements = [
        "MATCH (p:P {id: 1}) SET p.by = p.by + $id",
        "MATCH (:P {id: 1})-[k:KNOWS]->() SET k.by = k.by + $id",
        "MATCH (p:P {id: 2}) SET p.by = p.by + $id",
    ];
    beside(|id| write(&database, id, &statements).expect("it commits"), || {});
    let equal = "MATCH (a:P {id: 1})-[k]->(b) WHERE a.by = k.by AND k.by = b.by RETURN size(a.by)";
    assert_eq!(now(&database, equal), [THREADS * ROUNDS]);
}

#[test]
fn g1a_no_aborted_read() {
    let database = database("CREATE (:P {version: 1})");
    let abort = |id| {
        let mut transaction = database.write().expect("it writes");
        let statement = "MATCH (p:P) SET p.version = 2 + $id";
        transaction.query(statement).param("id", id).run().expect("in the transaction");
        yield_now();
        transaction.rollback();
    };
    beside(abort, || assert_eq!(now(&database, "MATCH (p:P) RETURN p.version"), [1]));
}

#[test]
fn g1b_no_intermediate_read() {
    let database = database("CREATE (:P {version: 99})");
    let statements = ["MATCH (p:P) SET p.version = 2 * $id", "MATCH (p:P) SET p.version = 2 * $id + 1"];
    beside(
        |id| write(&database, id, &statements).expect("it commits"),
        || assert_eq!(now(&database, "MATCH (p:P) RETURN p.version % 2"), [1]),
    );
}

#[test]
fn g1c_no_circular_flow_of_information() {
    let database = database("UNWIND range(0, 1) AS id CREATE (:P {id: id, version: -1})");
    // Each writes its id to one and reads the other: of two, not both see each other's.
    let seen = std::sync::Mutex::new(std::collections::BTreeMap::new());
    beside(
        |id| {
            let mut transaction: WriteTransaction = database.write().expect("it writes");
            let set = "MATCH (p:P {id: $id % 2}) SET p.version = $id";
            transaction.query(set).param("id", id).run().expect("it writes");
            let read = "MATCH (p:P {id: ($id + 1) % 2}) RETURN p.version";
            let other = transaction.query(read).param("id", id).run().and_then(|mut it| it.rows_as::<i64>());
            transaction.commit().expect("it commits");
            seen.lock().expect("no panic").insert(id, other.expect("it reads")[0]);
        },
        || {},
    );
    let seen = seen.into_inner().expect("no panic");
    assert!(seen.iter().all(|(id, other)| seen.get(other) != Some(id)), "{seen:?}");
}

#[test]
fn imp_pmp_no_other_version_within_a_transaction() {
    let database = database("CREATE (:P {version: 0})-[:LIKES]->(:Post)");
    let statements =
        ["MATCH (p:P) SET p.version = p.version + 1", "MATCH (p:P), (q:Post) CREATE (p)-[:LIKES]->(q)"];
    beside(
        |id| write(&database, id, &statements).expect("it commits"),
        || {
            let read = database.read();
            // By the item (IMP) and by a predicate (PMP).
            for query in ["MATCH (p:P) RETURN p.version", "MATCH (:P)-[l:LIKES]->(:Post) RETURN count(l)"] {
                let first = integers(&read, query);
                yield_now();
                assert_eq!(integers(&read, query), first, "{query}");
            }
        },
    );
    assert_eq!(now(&database, "MATCH (p:P) RETURN p.version"), [THREADS * ROUNDS]);
}

#[test]
fn otv_fr_no_transaction_vanishes_or_is_seen_in_part() {
    let database = database("UNWIND range(0, 3) AS id CREATE (:P {id: id, version: 0})");
    let statements: Vec<String> =
        (0..4).map(|id| format!("MATCH (p:P {{id: {id}}}) SET p.version = p.version + 1")).collect();
    let statements: Vec<&str> = statements.iter().map(String::as_str).collect();
    let mut last = 0;
    beside(
        |id| write(&database, id, &statements).expect("it commits"),
        || {
            let read = database.read();
            let versions = integers(&read, "MATCH (p:P) RETURN p.version");
            let again = integers(&read, "MATCH (p:P) RETURN p.version ORDER BY p.id DESC");
            assert!(
                versions.iter().chain(&again).all(|version| *version == versions[0]),
                "{versions:?} {again:?}"
            );
            assert!(versions[0] >= last, "{} after {last}", versions[0]);
            last = versions[0];
        },
    );
}

#[test]
fn lu_no_update_is_lost() {
    let database = database("CREATE (:P {friends: 0})");
    let statement = "MATCH (p:P) CREATE (p)-[:KNOWS]->(:F) SET p.friends = p.friends + 1";
    beside(|_| drop(database.query(statement).run().expect("it commits")), || {});
    let count = "MATCH (p:P)-[k:KNOWS]->() WITH p, count(k) AS many WHERE many = p.friends RETURN many";
    assert_eq!(now(&database, count), [THREADS * ROUNDS]);
}

#[test]
fn ws_no_write_skew() {
    let database = database("CREATE (:P {id: 0, value: 70})-[:TWIN]->(:P {id: 1, value: 80})");
    let take = |id: i64| {
        let mut transaction = database.write().expect("it writes");
        let sum = "MATCH (p:P) RETURN sum(p.value)";
        let sum = transaction.query(sum).run().and_then(|mut it| it.rows_as::<i64>()).expect("it reads")[0];
        if sum >= 100 {
            let take = "MATCH (p:P {id: $id % 2}) SET p.value = p.value - 100";
            transaction.query(take).param("id", id).run().expect("it writes");
        }
        transaction.commit().expect("it commits");
    };
    beside(take, || assert!(now(&database, "MATCH (p:P) RETURN sum(p.value)")[0] > 0));
}

#[test]
fn a_unique_node_is_merged_once_by_many() {
    let database = database("CREATE CONSTRAINT FOR (p:P) REQUIRE p.id IS UNIQUE");
    beside(
        |id| drop(database.query("MERGE (:P {id: $id})").param("id", id % 5).run().expect("it commits")),
        || {},
    );
    assert_eq!(now(&database, "MATCH (p:P) RETURN count(p)"), [5]);
}

#[test]
fn readers_in_other_processes_meet_no_anomaly() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = folder.path().join("acid.casegraph");
    let mut writer = Shell::writer(&path);
    writer.ask("UNWIND range(0, 3) AS id CREATE (:P {id: id, version: 1});");
    let stop = AtomicBool::new(false);
    scope(|threads| {
        let readers: Vec<_> = (0..2)
            .map(|_| {
                threads.spawn(|| {
                    let mut reader = Shell::reader(&path);
                    let (mut last, mut looks) = (0, 0);
                    while !stop.load(Ordering::SeqCst) || looks == 0 {
                        let all = reader.ask("MATCH (p:P) RETURN min(p.version), max(p.version);");
                        let (least, most) = (all["rows"][0][0].as_i64(), all["rows"][0][1].as_i64());
                        // All of a transaction or nothing (FR, OTV), none that was aborted or in its middle (G1a, G1b).
                        assert_eq!(least, most, "{all}");
                        assert_eq!(least.map(|version| version % 2), Some(1), "{all}");
                        assert!(least >= Some(last), "{all} after {last}");
                        last = least.unwrap_or(last);
                        looks += 1;
                    }
                    looks
                })
            })
            .collect();
        for version in 1..=30 {
            writer.ask(".begin");
            for id in 0..4 {
                writer.ask(&format!("MATCH (p:P {{id: {id}}}) SET p.version = {};", 2 * version));
            }
            if version % 3 == 0 {
                writer.ask(".rollback");
                continue;
            }
            writer.ask(&format!("MATCH (p:P) SET p.version = {};", 2 * version + 1));
            writer.ask(".commit");
            if version % 10 == 0 {
                writer.ask(".compact");
            }
        }
        stop.store(true, Ordering::SeqCst);
        let looks: i64 = readers.into_iter().map(|reader| reader.join().expect("no anomaly")).sum();
        assert!(looks > 0);
    });
}
