//! Copies of stores: made while they are written, put back, and what a crash leaves in the middle of that.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use casegraph::persist::{OsVfs, Vfs, restore};
use casegraph::{Database, OpenOptions};

use crate::crash::crashes::Crashes;
use crate::crash::disk::{Disk, Image};
use crate::crash::workload::{Program, STORE, Step, digest};
use crate::support::generate::Random;
use crate::support::program::casegraph;

const COPY: &str = "/disk/copy.casegraph";

fn vfs(disk: &Disk) -> Arc<dyn Vfs> {
    Arc::new(disk.clone())
}

/// A store that was killed, with its digest.
fn killed(steps: &[Step]) -> (Image, u64) {
    let disk = Disk::default();
    let mut program = Program::open(&disk).expect("nothing fails");
    for step in steps {
        match step {
            Step::Checkpoint => program.checkpoint(),
            step => program.commit(*step, |_| {}),
        }
        .expect("nothing fails");
    }
    let digest = program.digest();
    (disk.image(), digest)
}

#[test]
fn a_copy_is_one_moment_of_a_store_that_is_being_written() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = folder.path().join("live.casegraph");
    let database = Database::open(&path).expect("it is made");
    database.query("CREATE (:A {n: 0}), (:B {n: 0})").run().expect("it writes");
    let copies: Vec<PathBuf> =
        (0..6).map(|copy| folder.path().join(format!("copy{copy}.casegraph"))).collect();
    std::thread::scope(|threads| {
        let writer = threads.spawn(|| {
            for n in 1..=120 {
                let set = "MATCH (a:A), (b:B) SET a.n = $n, b.n = $n";
                database.query(set).param("n", n).run().expect("it writes");
                if n % 50 == 0 {
                    database.checkpoint().expect("it writes");
                }
            }
        });
        for copy in &copies {
            database.backup(copy).expect("it is made");
            // From another process it is the same.
            let other = copy.with_extension("other.casegraph");
            let [from, to] = [&path, &other].map(|path| path.to_str().expect("it is text"));
            casegraph(["backup", from, to, "-q"]).answer();
        }
        writer.join().expect("it does not panic");
    });
    let mut last = 0;
    for copy in copies {
        for path in [copy.clone(), copy.with_extension("other.casegraph")] {
            let copy = Database::open(&path).expect("it is a store");
            assert_eq!(copy.snapshot().check(), Vec::<String>::new());
            let query = "MATCH (a:A), (b:B) RETURN a.n, b.n";
            let rows: Vec<(i64, i64)> =
                copy.query(query).run().and_then(|mut it| it.rows_as()).expect("it reads");
            assert_eq!(rows[0].0, rows[0].1, "half a transaction");
            assert!(rows[0].0 >= last, "a later copy is of an earlier moment");
            last = rows[0].0;
        }
    }
    let refused = database.backup(&path).expect_err("it is there");
    assert_eq!(refused.detail(), "FileExists");
}

#[test]
fn a_crash_while_a_copy_is_put_back_leaves_the_old_store_or_the_new_one() {
    let (old, old_digest) =
        killed(&[Step::Create(2, 30), Step::Checkpoint, Step::Create(1, 700), Step::Connect(0, 1)]);
    let (other, new_digest) = killed(&[Step::Create(3, 5), Step::Connect(0, 2), Step::Checkpoint]);
    let mut image = old.clone();
    image.insert(PathBuf::from(COPY), other[Path::new(STORE)].clone());
    let disk = Disk::of(&image);
    restore(Path::new(COPY), Path::new(STORE), &vfs(&disk)).expect("nothing fails");
    assert_eq!(Program::open(&disk).expect("it is restored").digest(), new_digest);

    let mut crashes = Crashes::from(&image);
    let mut random = Random(3);
    let (mut olds, mut news) = (0, 0);
    for event in Disk::events(&{
        let disk = Disk::of(&image);
        restore(Path::new(COPY), Path::new(STORE), &vfs(&disk)).expect("nothing fails");
        disk
    }) {
        crashes.follow(&event);
        for state in crashes.states(&mut random) {
            let program =
                Program::open(&Disk::of(&state)).unwrap_or_else(|error| panic!("{event:?}: {error:?}"));
            match program.digest() {
                found if found == old_digest => olds += 1,
                found if found == new_digest => news += 1,
                _ => panic!("after {event:?} neither the old store nor the new one is there"),
            }
        }
    }
    assert!(olds > 0 && news > 0, "{olds} {news}");
}

#[test]
fn a_damaged_copy_is_not_put_back() {
    let (old, _) = killed(&[Step::Create(2, 30)]);
    let (other, _) = killed(&[Step::Create(3, 5), Step::Checkpoint]);
    let mut image = old.clone();
    let mut copy = other[Path::new(STORE)].clone();
    let middle = copy.len() / 2;
    copy[middle] ^= 8;
    image.insert(PathBuf::from(COPY), copy);
    let disk = Disk::of(&image);
    let error = restore(Path::new(COPY), Path::new(STORE), &vfs(&disk)).expect_err("it is damaged");
    assert_eq!(error.detail(), "DamagedStore");
    assert_eq!(disk.image(), image);
}

#[test]
fn a_copy_of_one_moment_is_not_mixed_with_the_log_of_another() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = folder.path().join("store.casegraph");
    let copy = folder.path().join("copy.casegraph");
    let database = Database::open(&path).expect("it is made");
    database.query("CREATE (:N {n: 1})").run().expect("it writes");
    database.backup(&copy).expect("it writes");
    database.query("CREATE (:N {n: 2})").run().expect("it writes");
    // As after a kill: the log stays, and somebody copies the file over by hand.
    let log = std::fs::read(path.with_extension("casegraph-log")).expect("it is there");
    database.close().expect("it closes");
    std::fs::copy(&copy, &path).expect("it is copied");
    std::fs::write(path.with_extension("casegraph-log"), log).expect("it is written");
    let error = Database::open(&path).expect_err("they are of different moments");
    assert_eq!(error.detail(), "ForeignLog");
    let error =
        Database::open_with(&path, OpenOptions::default().read_only(true)).expect_err("so for readers");
    assert_eq!(error.detail(), "ForeignLog");
    // Restoring says that the log counts no more.
    let os: Arc<dyn Vfs> = Arc::new(OsVfs);
    restore(&copy, &path, &os).expect("it is put back");
    let restored = Database::open(&path).expect("it is a store");
    assert_eq!(restored.snapshot().node_count(), 1);
    assert_eq!(
        digest(restored.snapshot().state()),
        digest(Database::open(&copy).expect("it is one").snapshot().state())
    );
}
