//! The facade: open a store, read, write, run statements. Shell, command line and embedding programs use this and nothing
//! below it.

mod checked;
mod deserialize;
mod durable;
mod pipeline;
mod plan_cache;
mod prepared;
mod query;
mod result;
mod schema;
mod template;
mod transaction;

pub use crate::execute::{Budgets, CancellationToken, Counters, Parallelism};
pub use prepared::Prepared;
pub use query::Query;
pub use result::{QueryResult, Row, Summary};
pub use transaction::{ReadTransaction, WriteTransaction};

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use crate::error::{Error, ErrorClass, Result};
use crate::function::{Procedure, ProcedureRegistry};
use crate::graph::{Snapshot, Store};
use crate::path::Pool;
use crate::persist::{StoreFile, StoreInfo, StoreOptions, SyncPolicy, Vfs};
pub use crate::semantic::bound::Dialect;

use self::durable::Durable;
use self::plan_cache::PlanCache;

/// How a database is opened.
#[derive(Clone, Default)]
pub struct OpenOptions {
    /// The store's files.
    pub store: StoreOptions,
    /// The folder whose files `LOAD CSV` may read; none forbids it.
    pub csv_root: Option<PathBuf>,
    /// On how many threads a statement may run.
    pub parallelism: Parallelism,
}

impl OpenOptions {
    /// On how many threads a statement may run that only reads, instead of as many as the machine runs at once.
    #[must_use]
    pub fn parallelism(mut self, parallelism: Parallelism) -> OpenOptions {
        self.parallelism = parallelism;
        self
    }

    /// Write nothing, take no lock; the store has to exist.
    #[must_use]
    pub fn read_only(mut self, read_only: bool) -> OpenOptions {
        self.store.read_only = read_only;
        self
    }

    /// What a commit waits for.
    #[must_use]
    pub fn sync(mut self, sync: SyncPolicy) -> OpenOptions {
        self.store.sync = sync;
        self
    }

    /// Let `LOAD CSV` read the files of this folder and those below it, and no others.
    #[must_use]
    pub fn csv_root(mut self, root: impl Into<PathBuf>) -> OpenOptions {
        self.csv_root = Some(root.into());
        self
    }

    /// Make the store when it is missing (the default).
    #[must_use]
    pub fn create(mut self, create: bool) -> OpenOptions {
        self.store.create = create;
        self
    }
}

/// A graph in memory, or in a store file. Clones are handles of the same database; the store is closed with the last one.
///
/// ```
/// use casegraph::Database;
///
/// # fn main() -> casegraph::Result<()> {
/// let db = Database::in_memory();
/// db.query("CREATE (:Person {name: 'Ada'})-[:KNOWS {since: 1833}]->(:Person {name: 'Mary'})").run()?;
/// let mut result = db.query("MATCH (a)-[k:KNOWS]->(b) WHERE k.since < $year RETURN a.name AS a, b.name AS b")
///     .param("year", 1900)
///     .run()?;
/// let row = result.next_row()?.expect("one row");
/// assert_eq!(row.get::<String>("a")?, "Ada");
/// assert_eq!(row.get::<String>(1)?, "Mary");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Database {
    inner: Arc<Inner>,
}

struct Inner {
    durable: Arc<Durable>,
    path: Option<PathBuf>,
    read_only: bool,
    vfs: Arc<dyn Vfs>,
    /// Where `LOAD CSV` may read.
    csv_root: Option<Arc<Path>>,
    parallelism: Parallelism,
    procedures: RwLock<Arc<ProcedureRegistry>>,
    /// Of statements that do not bring their own.
    dialect: Mutex<Dialect>,
    plans: PlanCache,
    /// What path searches use again and again.
    pool: Pool,
}

impl Database {
    /// An empty graph that is gone with the last handle.
    pub fn in_memory() -> Database {
        Database::in_memory_with(OpenOptions::default())
    }

    /// As [`Database::in_memory`], with options; those of a file mean nothing here.
    pub fn in_memory_with(options: OpenOptions) -> Database {
        let options = OpenOptions { store: StoreOptions::default(), ..options };
        Database::new(Store::default(), None, options)
    }

    /// Opens the store at `path`, or makes it. Fails when the file is foreign or damaged, and when another process or handle
    /// has it open for writing.
    pub fn open(path: impl AsRef<Path>) -> Result<Database> {
        Database::open_with(path, OpenOptions::default())
    }

    /// As [`Database::open`], with options.
    pub fn open_with(path: impl AsRef<Path>, options: OpenOptions) -> Result<Database> {
        let (file, state) = StoreFile::open(path.as_ref(), &options.store)?;
        Ok(Database::new(Store::new(state), Some(file), options))
    }

    fn new(store: Store, file: Option<StoreFile>, options: OpenOptions) -> Database {
        let path = file.as_ref().map(|file| file.info().path);
        Database {
            inner: Arc::new(Inner {
                durable: Durable::new(store, file),
                path,
                read_only: options.store.read_only,
                vfs: options.store.vfs,
                csv_root: options.csv_root.map(Arc::from),
                parallelism: options.parallelism,
                procedures: RwLock::new(Arc::new(ProcedureRegistry::with_builtins())),
                dialect: Mutex::default(),
                plans: PlanCache::default(),
                pool: Pool::default(),
            }),
        }
    }

    /// A transaction that reads one immutable version of the graph; it never blocks and is never blocked.
    pub fn read(&self) -> ReadTransaction {
        ReadTransaction::new(self.clone(), self.inner.durable.store.snapshot())
    }

    /// A transaction that reads and writes. It waits for the one that writes now, so a thread that holds one must not ask for
    /// another. Fails on a read-only store.
    pub fn write(&self) -> Result<WriteTransaction> {
        if self.inner.read_only {
            return Err(read_only());
        }
        Ok(WriteTransaction::new(self.clone(), self.inner.durable.store.begin()))
    }

    /// As [`Database::write`], but `None` instead of waiting while another transaction writes.
    pub fn try_write(&self) -> Result<Option<WriteTransaction>> {
        if self.inner.read_only {
            return Err(read_only());
        }
        let begun = self.inner.durable.store.try_begin();
        Ok(begun.map(|transaction| WriteTransaction::new(self.clone(), transaction)))
    }

    /// A statement in a transaction of its own, which is committed when it succeeds.
    pub fn query<'a>(&'a self, text: &'a str) -> Query<'a> {
        Query::auto(self, text)
    }

    /// Parses, binds and plans a statement once, to be run often.
    pub fn prepare(&self, text: &str) -> Result<Prepared> {
        Prepared::new(self.clone(), text)
    }

    /// The current version of the graph, for typed traversal and petgraph's algorithms.
    pub fn snapshot(&self) -> Snapshot {
        self.inner.durable.store.snapshot()
    }

    /// Makes a procedure callable by `CALL`; one of the same name is replaced.
    pub fn register_procedure(&self, procedure: Procedure) {
        let mut procedures = self.inner.procedures.write().unwrap_or_else(PoisonError::into_inner);
        Arc::make_mut(&mut procedures).register(procedure);
        self.inner.plans.clear();
    }

    /// The procedures that can be called.
    pub fn procedures(&self) -> Arc<ProcedureRegistry> {
        self.inner.procedures.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// In which dialect patterns are read that do not say what they mean: `SET SESSION DIALECT` changes it for all handles.
    pub fn dialect(&self) -> Dialect {
        *self.inner.dialect.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Chooses the dialect for all handles.
    pub fn set_dialect(&self, dialect: Dialect) {
        *self.inner.dialect.lock().unwrap_or_else(PoisonError::into_inner) = dialect;
    }

    /// Where the store lies; `None` in memory.
    pub fn path(&self) -> Option<&Path> {
        self.inner.path.as_deref()
    }

    /// The folder whose files `LOAD CSV` may read.
    pub fn csv_root(&self) -> Option<&Path> {
        self.inner.csv_root.as_deref()
    }

    /// On how many threads a statement may run, unless it says otherwise.
    pub fn parallelism(&self) -> Parallelism {
        self.inner.parallelism
    }

    /// Whether nothing can be written.
    pub fn is_read_only(&self) -> bool {
        self.inner.read_only
    }

    /// What the store's files look like; `None` in memory or after closing.
    pub fn store_info(&self) -> Option<StoreInfo> {
        self.inner.durable.file().as_ref().map(StoreFile::info)
    }

    /// Saves everything committed into the store's one file and begins a new log. Others read and commit meanwhile. Nothing to
    /// do in memory.
    pub fn checkpoint(&self) -> Result<()> {
        if self.inner.read_only {
            return Err(read_only());
        }
        self.inner.durable.checkpoint()
    }

    /// Copies the version committed last into a new store file, which must not exist. Others read and commit meanwhile;
    /// after a crash the file is there whole or not at all.
    pub fn backup(&self, path: impl AsRef<Path>) -> Result<()> {
        self.inner.durable.backup(path.as_ref(), &self.inner.vfs)
    }

    /// Takes over what another process has committed to a store that is read only here. Whether there was anything;
    /// transactions that were begun before do not see it.
    pub fn refresh(&self) -> Result<bool> {
        if !self.inner.read_only {
            return Ok(false);
        }
        self.inner.durable.refresh()
    }

    /// Folds the log into the store's one file and releases it. Other handles can still read what is in memory; a
    /// transaction that is still open cannot be committed any more. Dropping the last handle does the same, but cannot
    /// tell of a failure.
    pub fn close(self) -> Result<()> {
        self.inner.durable.close()
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // Whatever fails here is found and repaired from the log at the next opening.
        let _ = self.durable.close();
    }
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Database").field("path", &self.inner.path).finish_non_exhaustive()
    }
}

fn read_only() -> Error {
    Error::new(ErrorClass::StorageError, "ReadOnlyStore", "the store was opened read-only")
        .hint("open it without --readonly to change it")
}

fn closed() -> Error {
    Error::new(ErrorClass::StorageError, "StoreClosed", "the store was closed")
}
