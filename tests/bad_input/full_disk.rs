//! A disk that is full, or fails to sync, at every step of every way to write: nothing acknowledged is lost, nothing
//! refused appears, and when there is space again the store works.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use casegraph::persist::{Access, OsVfs, StoreOptions, Vfs, VfsFile};
use casegraph::{Database, Error, OpenOptions};

/// The operating system's files on a disk that fails when told to.
#[derive(Default)]
struct Disk {
    /// Steps that write and were asked for since the last [`Disk::fail_at`].
    steps: AtomicUsize,
    /// The step that fails.
    at: AtomicUsize,
    /// Whether the steps after it fail too.
    stays_full: AtomicBool,
    /// Whether the step was reached.
    failed: AtomicBool,
}

impl Disk {
    fn new() -> Arc<Disk> {
        let disk = Disk::default();
        disk.free();
        Arc::new(disk)
    }

    /// From now on the step of this number fails, and those after it when it stays full.
    fn fail_at(&self, step: usize, stays_full: bool) {
        self.steps.store(0, Ordering::SeqCst);
        self.at.store(step, Ordering::SeqCst);
        self.stays_full.store(stays_full, Ordering::SeqCst);
        self.failed.store(false, Ordering::SeqCst);
    }

    /// There is space again.
    fn free(&self) {
        self.at.store(usize::MAX, Ordering::SeqCst);
    }

    fn failed(&self) -> bool {
        self.failed.load(Ordering::SeqCst)
    }

    fn step(&self) -> io::Result<()> {
        let (step, at) = (self.steps.fetch_add(1, Ordering::SeqCst), self.at.load(Ordering::SeqCst));
        if step == at || (step > at && self.stays_full.load(Ordering::SeqCst)) {
            self.failed.store(true, Ordering::SeqCst);
            return Err(io::ErrorKind::StorageFull.into());
        }
        Ok(())
    }
}

struct DiskVfs(Arc<Disk>);

struct DiskFile {
    file: Box<dyn VfsFile>,
    disk: Arc<Disk>,
}

impl DiskVfs {
    fn wrap(&self, file: Box<dyn VfsFile>) -> Box<dyn VfsFile> {
        Box::new(DiskFile { file, disk: self.0.clone() })
    }
}

impl Vfs for DiskVfs {
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        OsVfs.resolve(path)
    }

    fn open(&self, path: &Path, access: Access) -> io::Result<Box<dyn VfsFile>> {
        if access == Access::CreateNew {
            self.0.step()?;
        }
        OsVfs.open(path, access).map(|file| self.wrap(file))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.0.step()?;
        OsVfs.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        OsVfs.remove(path)
    }

    fn exists(&self, path: &Path) -> io::Result<bool> {
        OsVfs.exists(path)
    }

    fn sync_folder_of(&self, path: &Path) -> io::Result<()> {
        self.0.step()?;
        OsVfs.sync_folder_of(path)
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn VfsFile>>> {
        Ok(OsVfs.lock(path)?.map(|file| self.wrap(file)))
    }
}

impl VfsFile for DiskFile {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        self.file.read_at(buffer, offset)
    }

    /// A full disk takes the first part of what is written.
    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<usize> {
        match self.disk.step() {
            Ok(()) => self.file.write_at(bytes, offset),
            Err(error) => {
                self.file.write_all_at(&bytes[..bytes.len() / 2], offset)?;
                Err(error)
            }
        }
    }

    fn len(&self) -> io::Result<u64> {
        self.file.len()
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        // Cutting a file off needs no space.
        self.file.set_len(len)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.disk.step()?;
        self.file.sync_data()
    }
}

fn options(disk: &Arc<Disk>) -> OpenOptions {
    let vfs: Arc<dyn Vfs> = Arc::new(DiskVfs(disk.clone()));
    OpenOptions { store: StoreOptions { vfs, ..StoreOptions::default() }, ..OpenOptions::default() }
}

/// A folder, and the path of a store in it.
fn place() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = folder.path().join("full.casegraph");
    (folder, path)
}

/// The names of the nodes, sorted and joined.
fn names(db: &Database) -> String {
    let mut rows = db.query("MATCH (n:N) RETURN n.name AS name ORDER BY name").run().expect("it reads");
    let names: Vec<String> = rows
        .rows()
        .expect("it reads")
        .iter()
        .map(|row| row.get::<String>(0).expect("names are text"))
        .collect();
    assert_eq!(db.snapshot().check(), Vec::<String>::new());
    names.join(" ")
}

fn create(db: &Database, name: &str) -> Result<(), Error> {
    db.query("CREATE (:N {name: $name})").param("name", name).run().map(|_| ())
}

/// Commits more than a frame's worth, so that it is written in parts.
fn create_large(db: &Database) -> Result<(), Error> {
    let statement = "UNWIND range(1, 5) AS i CREATE (:Large {text: $text + toString(i)}) WITH count(*) AS c CREATE (:N {name: 'during'})";
    db.query(statement).param("text", "x".repeat(9 << 20)).run().map(|_| ())
}

#[track_caller]
fn told(error: &Error) {
    let text = format!("{error:?}");
    assert!(text.contains("full.casegraph") || text.contains("StorePoisoned"), "{text}");
    assert!(matches!(error.class(), casegraph::ErrorClass::IoError), "{text}");
}

/// Lets `write` fail at each of its steps in turn, in a store that has one node `before`. `after` tells whether the
/// same handle could write again.
fn at_every_step(stays_full: bool, write: impl Fn(&Database) -> Result<(), Error>) -> usize {
    for step in 0.. {
        let (_folder, path) = place();
        let disk = Disk::new();
        let db = Database::open_with(&path, options(&disk)).expect("there is space");
        create(&db, "before").expect("there is space");
        disk.fail_at(step, stays_full);
        let written = write(&db);
        let reached = disk.failed();
        disk.free();
        let mut expected = match &written {
            Ok(()) => "before during",
            Err(error) => {
                told(error);
                "before"
            }
        }
        .to_owned();
        assert!(written.is_ok() || reached, "step {step}: it failed on its own: {written:?}");
        assert_eq!(names(&db), expected, "step {step}, in memory");
        // A handle that does not know what the disk holds only reads; any other goes on.
        match create(&db, "late") {
            Ok(()) => expected.push_str(" late"),
            Err(error) => {
                assert_eq!(error.detail(), "StorePoisoned", "step {step}: {error:?}");
                assert!(error.hint_text().is_some_and(|hint| hint.contains("reopen")));
                assert!(reached);
            }
        }
        assert_eq!(names(&db), expected, "step {step}, in memory");
        let _ = db.close();
        let db = Database::open_with(&path, options(&disk))
            .unwrap_or_else(|error| panic!("step {step}: {error:?}"));
        assert_eq!(names(&db), expected, "step {step}, reopened");
        create(&db, "works").expect("it works again");
        db.close().expect("it works again");
        let db = Database::open(&path).expect("it works again");
        assert_eq!(names(&db), format!("{expected} works"), "step {step}, at last");
        if !reached {
            return step;
        }
    }
    unreachable!("it ends when a step is not reached")
}

#[test]
fn a_commit() {
    for stays_full in [true, false] {
        let steps = at_every_step(stays_full, |db| create(db, "during"));
        assert!(steps >= 2, "it writes and syncs: {steps}");
    }
}

#[test]
fn the_first_commit_after_a_checkpoint() {
    for stays_full in [true, false] {
        let write = |db: &Database| {
            db.checkpoint()?;
            create(db, "during")
        };
        let steps = at_every_step(stays_full, write);
        assert!(steps > 6, "{steps}");
    }
}

#[test]
fn a_commit_in_parts() {
    let steps = at_every_step(true, create_large);
    assert!(steps >= 4, "parts, a sync, a commit, a sync: {steps}");
}

#[test]
fn a_failed_sync_poisons_the_handle_until_the_store_is_opened_anew() {
    let (_folder, path) = place();
    let disk = Disk::new();
    let db = Database::open_with(&path, options(&disk)).expect("there is space");
    create(&db, "before").expect("there is space");
    // The write succeeds, its sync does not.
    disk.fail_at(1, false);
    told(&create(&db, "during").expect_err("the sync fails"));
    disk.free();
    for _ in 0..2 {
        assert_eq!(create(&db, "late").expect_err("it is poisoned").detail(), "StorePoisoned");
    }
    assert_eq!(db.checkpoint().expect_err("it is poisoned").detail(), "StorePoisoned");
    assert_eq!(names(&db), "before", "it still reads");
    drop(db);
    let db = Database::open_with(&path, options(&disk)).expect("it opens");
    assert_eq!(names(&db), "before");
    create(&db, "works").expect("it works again");
}

#[test]
fn making_a_store() {
    for step in 0.. {
        let (folder, path) = place();
        let disk = Disk::new();
        disk.fail_at(step, true);
        let opened = Database::open_with(&path, options(&disk)).and_then(|db| create(&db, "first"));
        let reached = disk.failed();
        disk.free();
        if let Err(error) = &opened {
            told(error);
        }
        let db = Database::open_with(&path, options(&disk))
            .unwrap_or_else(|error| panic!("step {step}: {error:?}"));
        assert_eq!(names(&db), if opened.is_ok() { "first" } else { "" }, "step {step}");
        create(&db, "second").expect("it works again");
        db.close().expect("it works again");
        assert_eq!(std::fs::read_dir(folder.path()).expect("it is there").count(), 1, "step {step}");
        if !reached {
            assert!(step > 4);
            return;
        }
    }
}

#[test]
fn closing() {
    for step in 0.. {
        let (_folder, path) = place();
        let disk = Disk::new();
        let db = Database::open_with(&path, options(&disk)).expect("there is space");
        create(&db, "before").expect("there is space");
        disk.fail_at(step, true);
        let closed = db.close();
        let reached = disk.failed();
        disk.free();
        if let Err(error) = &closed {
            told(error);
        }
        assert_eq!(closed.is_err(), reached);
        let db = Database::open_with(&path, options(&disk))
            .unwrap_or_else(|error| panic!("step {step}: {error:?}"));
        assert_eq!(names(&db), "before", "step {step}: what was acknowledged is in the log");
        if !reached {
            assert!(step > 3);
            return;
        }
    }
}

#[test]
fn a_transaction_whose_commit_fails_can_be_tried_again() {
    let (_folder, path) = place();
    let disk = Disk::new();
    let db = Database::open_with(&path, options(&disk)).expect("there is space");
    create(&db, "before").expect("there is space");
    // Only the write fails: cutting it off again is synced.
    disk.fail_at(0, false);
    let mut txn = db.write().expect("it writes");
    txn.query("CREATE (:N {name: 'during'})").run().expect("in memory");
    told(&txn.commit().expect_err("the disk is full"));
    disk.free();
    let mut txn = db.write().expect("it writes");
    txn.query("CREATE (:N {name: 'during'})").run().expect("in memory");
    txn.commit().expect("there is space");
    assert_eq!(names(&db), "before during");
}
