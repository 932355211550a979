//! One process writes, others read; a second writer is refused.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use casegraph::{Database, ErrorClass, OpenOptions};

use super::shell::Shell;
use crate::support::program::casegraph;

fn place() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = folder.path().join("shared.casegraph");
    (folder, path)
}

#[test]
fn a_second_writer_is_refused_at_once_and_told_who_writes() {
    let (_folder, path) = place();
    let mut writer = Shell::writer(&path);
    writer.ask("CREATE (:N {n: 1});");
    let holder = format!("process {}", writer.child.id());
    for _ in 0..1000 {
        let began = Instant::now();
        let error = Database::open(&path).expect_err("another process writes it");
        assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
        assert_eq!((error.class(), error.detail()), (ErrorClass::LockError, "StoreInUse"));
        assert!(error.message().contains(&holder), "{}", error.message());
    }
    let refusal = casegraph(["query", path.to_str().expect("it is text"), "CREATE (:N)"]).refusal();
    assert!(refusal.contains(&holder) && refusal.contains("--readonly"), "{refusal}");
    // What a killed writer leaves does not block the next one.
    drop(writer);
    let database = Database::open(&path).expect("the one who held it is dead");
    assert_eq!(database.snapshot().node_count(), 1);
}

#[cfg(unix)]
#[test]
fn the_same_store_under_another_name_is_refused() {
    let (folder, path) = place();
    Database::open(&path).and_then(Database::close).expect("it is made");
    let symbolic = folder.path().join("symbolic.casegraph");
    std::os::unix::fs::symlink(&path, &symbolic).expect("it is made");
    let hard = folder.path().join("hard.casegraph");
    std::fs::hard_link(&path, &hard).expect("it is made");
    let database = Database::open(&path).expect("nobody writes it");
    for other in [&path, &symbolic, &hard] {
        let error = Database::open(other).expect_err("it is the same store");
        assert_eq!(error.class(), ErrorClass::LockError, "{other:?}: {error:?}");
        assert!(
            casegraph(["compact", other.to_str().expect("it is text")])
                .refusal()
                .contains("open for writing")
        );
    }
    drop(database);
    Database::open(&hard).expect("nobody writes it any more");
}

#[test]
fn readers_follow_the_writer_through_commits_and_checkpoints() {
    let (_folder, path) = place();
    let mut writer = Shell::writer(&path);
    writer.ask("CREATE (:N {n: 0});");
    let mut readers = [Shell::reader(&path), Shell::reader(&path)];
    let held =
        Database::open_with(&path, OpenOptions::default().read_only(true)).expect("readers may open it");
    let old = held.read();
    for n in 1..40 {
        writer.ask(&format!("CREATE (:N {{n: {n}}});"));
        if n % 13 == 0 {
            writer.ask(".compact");
        }
        for reader in &mut readers {
            assert_eq!(reader.value("MATCH (n:N) RETURN count(n)"), n + 1, "what was acknowledged is seen");
            assert_eq!(reader.value("MATCH (n:N) RETURN max(n.n)"), n);
        }
        if n == 20 {
            assert!(held.refresh().expect("it can be read"));
            assert_eq!(held.snapshot().node_count(), 21);
        }
    }
    assert!(readers[0].ask(".refresh")["message"].as_str().is_some_and(|it| it.contains("40 nodes")));
    let refused = readers[0].ask("CREATE (:N);");
    assert_eq!(refused["error"]["detail"], "ReadOnlyStore", "{refused}");
    let count = "MATCH (n:N) RETURN count(n)";
    assert_eq!(old.query(count).run().and_then(|mut it| it.rows_as::<i64>()).expect("it reads"), [1]);
    // A reader goes on when the writer is gone, and sees the next one.
    drop(writer);
    assert_eq!(readers[1].value(count), 40);
    let mut next = Shell::writer(&path);
    next.ask("MATCH (n:N) WHERE n.n < 5 DELETE n;");
    assert_eq!(readers[1].value(count), 35);
}

#[test]
fn a_store_that_is_only_read_is_not_touched() {
    let (folder, path) = place();
    let mut writer = Shell::writer(&path);
    writer.ask("CREATE (:N {n: 1});");
    // Killed: there is a log.
    drop(writer);
    let files = || {
        let mut files: Vec<_> = std::fs::read_dir(folder.path())
            .expect("it is there")
            .map(|entry| {
                let path = entry.expect("it is there").path();
                (path.clone(), std::fs::read(&path).expect("it can be read"))
            })
            .collect();
        files.sort();
        files
    };
    let before = files();
    let store = path.to_str().expect("it is text");
    casegraph(["query", store, "MATCH (n) RETURN count(n)", "--readonly"]).answer();
    casegraph(["check", store]).answer();
    casegraph(["info", store]).answer();
    casegraph(["dump", store]).answer();
    assert_eq!(files(), before);
}

#[cfg(unix)]
#[test]
fn files_of_a_store_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, path) = place();
    let database = Database::open(&path).expect("it is made");
    database.query("CREATE (:N)").run().expect("it writes");
    database.backup(folder.path().join("copy.casegraph")).expect("it writes");
    let entries: Vec<_> = std::fs::read_dir(folder.path()).expect("it is there").flatten().collect();
    assert_eq!(entries.len(), 4, "{entries:?}");
    for entry in entries {
        let mode = entry.metadata().expect("it is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{:?}", entry.path());
    }
}

#[test]
fn many_small_commits_and_checkpoints_leave_nothing_behind() {
    let (folder, path) = place();
    let database = Database::open(&path).expect("it is made");
    let descriptors = || std::fs::read_dir("/proc/self/fd").map_or(0, Iterator::count);
    let before = descriptors();
    database.query("CREATE (:N {n: 0})").run().expect("it writes");
    let set = database.prepare("MATCH (n:N) SET n.n = n.n + 1").expect("it is sound");
    for round in 0..100 {
        set.query().run().expect("it writes");
        if round % 2 == 0 {
            database.checkpoint().expect("it writes");
        }
    }
    // Other tests open files meanwhile, so this is a loose bound.
    assert!(descriptors() < before + 300);
    database.checkpoint().expect("it writes");
    let info = database.store_info().expect("it is open");
    assert!(info.checkpoint_len < 2_000, "{info:?}");
    database.close().expect("it closes");
    assert_eq!(std::fs::read_dir(folder.path()).expect("it is there").count(), 1);
}
