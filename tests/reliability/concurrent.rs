//! Many threads commit to one store, on a simulated disk whose syncs take time, fail or panic.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use casegraph::persist::{StoreOptions, SyncPolicy, Vfs};
use casegraph::{Database, ErrorClass, OpenOptions};

use crate::crash::disk::{Disk, Event, Fault};

const STORE: &str = "/disk/many.casegraph";

fn options(disk: &Disk) -> StoreOptions {
    let vfs: Arc<dyn Vfs> = Arc::new(disk.clone());
    StoreOptions { vfs, ..StoreOptions::default() }
}

fn open_with(store: StoreOptions) -> Database {
    Database::open_with(Path::new(STORE), OpenOptions { store, ..OpenOptions::default() }).expect("it opens")
}

fn open(disk: &Disk) -> Database {
    open_with(options(disk))
}

fn create(database: &Database, name: &str) -> casegraph::Result<()> {
    database.query("CREATE (:N {name: $name})").param("name", name).run().map(drop)
}

fn names(database: &Database) -> Vec<String> {
    assert_eq!(database.snapshot().check(), Vec::<String>::new());
    let result = database.query("MATCH (n:N) RETURN n.name AS name ORDER BY name").run();
    result.and_then(|mut result| result.rows_as()).expect("it reads")
}

/// The names that each of the threads was told to have committed, and the errors.
fn commit_in_threads(
    database: &Database,
    threads: usize,
    each: usize,
) -> (Vec<String>, Vec<casegraph::Error>) {
    let results: Vec<_> = std::thread::scope(|scope| {
        let thread = |thread| {
            scope.spawn(move || {
                let name = |number| format!("{thread:02} {number:03}");
                (0..each)
                    .map(|number| create(database, &name(number)).map(|()| name(number)))
                    .collect::<Vec<_>>()
            })
        };
        let threads: Vec<_> = (0..threads).map(thread).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("it does not panic")).collect()
    });
    let (mut done, mut failed) = (Vec::new(), Vec::new());
    for result in results {
        match result {
            Ok(name) => done.push(name),
            Err(error) => failed.push(error),
        }
    }
    done.sort();
    (done, failed)
}

fn syncs(disk: &Disk) -> usize {
    disk.events().iter().filter(|event| matches!(event, Event::Sync(_))).count()
}

#[test]
fn those_who_commit_at_the_same_time_share_a_sync_and_nothing_is_lost() {
    let disk = Disk::default();
    let database = open(&disk);
    create(&database, "first").expect("nothing fails");
    let before = syncs(&disk);
    disk.slow_down(Duration::from_millis(3));
    let (mut done, failed) = commit_in_threads(&database, 8, 25);
    assert!(failed.is_empty(), "{failed:?}");
    let syncs = syncs(&disk) - before;
    assert!(syncs <= 100, "200 commits took {syncs} syncs");
    // Killed: what was acknowledged is there.
    let again = open(&Disk::of(&disk.image()));
    done.push("first".to_owned());
    done.sort();
    assert_eq!(names(&again), done);
    assert_eq!(names(&database), done);
}

#[test]
fn who_shares_a_write_that_fails_is_told_and_the_store_goes_on() {
    for fault in [Fault::Io, Fault::Full] {
        for call in 0..12 {
            let disk = Disk::default();
            let database = open(&disk);
            create(&database, "first").expect("nothing fails");
            disk.slow_down(Duration::from_millis(1));
            disk.fail_at(call, fault);
            let (mut done, failed) = commit_in_threads(&database, 6, 4);
            for error in &failed {
                let told = ["FileOperationFailed", "EarlierCommitFailed", "StorePoisoned"];
                assert!(told.contains(&error.detail()), "{error:?}");
            }
            done.push("first".to_owned());
            done.sort();
            assert_eq!(names(&database), done, "{fault:?} at call {call}: in memory");
            let poisoned = create(&database, "later").is_err();
            if !poisoned {
                done.push("later".to_owned());
                done.sort();
            }
            let again = open(&Disk::of(&disk.image()));
            assert_eq!(names(&again), done, "{fault:?} at call {call}: after a kill");
        }
    }
}

#[test]
fn a_panic_in_mid_commit_poisons_the_handle_and_not_the_file() {
    for call in 0..2 {
        let disk = Disk::default();
        let database = open(&disk);
        create(&database, "first").expect("nothing fails");
        disk.fail_at(call, Fault::Panic);
        let other = database.clone();
        let panicked = std::thread::spawn(move || create(&other, "during")).join();
        panicked.expect_err("the disk panics");
        assert_eq!(names(&database), ["first"], "it still reads");
        for _ in 0..2 {
            let error = create(&database, "late").expect_err("nobody knows what the file holds");
            assert_eq!((error.class(), error.detail()), (ErrorClass::IoError, "StorePoisoned"));
        }
        drop(database);
        let again = open(&disk);
        let found = names(&again);
        assert!(found == ["first"] || found == ["during", "first"], "{found:?}");
        create(&again, "works").expect("it works again");
    }
}

#[test]
fn checkpoints_in_the_background_hold_up_nobody_and_bound_the_log() {
    const FOLD: u64 = 2_000;
    let disk = Disk::default();
    let database = open_with(StoreOptions { fold_len: FOLD, ..options(&disk) });
    let (done, failed) = std::thread::scope(|scope| {
        let writers = scope.spawn(|| commit_in_threads(&database, 3, 120));
        while !writers.is_finished() {
            let reader = database.read();
            let count = "MATCH (n:N) RETURN count(n)";
            let counts: Vec<i64> = (0..2)
                .map(|_| {
                    reader.query(count).run().and_then(|mut rows| rows.rows_as::<i64>()).expect("it reads")[0]
                })
                .collect();
            assert_eq!(counts[0], counts[1], "a version does not change");
        }
        writers.join().expect("it does not panic")
    });
    assert!(failed.is_empty(), "{failed:?}");
    let generation = database.store_info().expect("it is open").generation;
    assert!(generation > 1, "{generation} checkpoints");
    let again = open(&Disk::of(&disk.image()));
    assert_eq!(names(&again), done);
    database.close().expect("nothing fails");
    assert_eq!(disk.image().len(), 1, "a closed store is one file");
    assert_eq!(names(&open(&disk)), done);
}

#[test]
fn under_the_policies_without_a_sync_the_end_of_a_process_loses_nothing() {
    for sync in [SyncPolicy::Group(Duration::from_millis(2)), SyncPolicy::Off] {
        let disk = Disk::default();
        let database = open_with(StoreOptions { sync, ..options(&disk) });
        create(&database, "first").expect("nothing fails");
        let before = syncs(&disk);
        let (mut done, _) = commit_in_threads(&database, 2, 30);
        done.push("first".to_owned());
        assert_eq!(names(&open(&Disk::of(&disk.image()))), done, "{sync:?}");
        if sync == SyncPolicy::Off {
            assert_eq!(syncs(&disk), before);
        } else {
            // The thread that syncs comes after its time.
            for _ in 0..500 {
                std::thread::sleep(Duration::from_millis(2));
                if syncs(&disk) > before {
                    break;
                }
            }
            assert!(syncs(&disk) > before);
        }
    }
}
