//! Transactions: a view of one version, or the making of the next one.

use std::sync::MutexGuard;

use crate::error::Result;
use crate::graph::{self, GraphState, Snapshot};
use crate::persist::StoreFile;

use super::query::Query;
use super::{Database, Prepared, closed};

/// Reads one immutable version of the graph, whatever is written meanwhile. It can be sent to another thread, and the
/// results of its statements outlive it.
///
/// ```
/// use casegraph::Database;
///
/// # fn main() -> casegraph::Result<()> {
/// let db = Database::in_memory();
/// let before = db.read();
/// db.query("CREATE (:Person {name: 'Ada'})").run()?;
/// let count = "MATCH (p:Person) RETURN count(p)";
/// assert_eq!(before.query(count).run()?.rows_as::<i64>()?, [0]);
/// assert_eq!(db.read().query(count).run()?.rows_as::<i64>()?, [1]);
/// # Ok(())
/// # }
/// ```
pub struct ReadTransaction {
    database: Database,
    snapshot: Snapshot,
}

impl ReadTransaction {
    pub(super) fn new(database: Database, snapshot: Snapshot) -> ReadTransaction {
        ReadTransaction { database, snapshot }
    }

    /// A statement on this version; one that updates is an error.
    pub fn query<'a>(&'a self, text: &'a str) -> Query<'a> {
        Query::reading(&self.database, &self.snapshot, text)
    }

    /// A prepared statement on this version.
    pub fn prepared<'a>(&'a self, statement: &'a Prepared) -> Query<'a> {
        self.query(statement.text()).checked(statement)
    }

    /// The version.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }
}

/// Reads and writes; nobody else sees anything of it before [`WriteTransaction::commit`]. A statement that fails
/// changes nothing and leaves the transaction usable. Dropping it rolls back.
///
/// ```
/// use casegraph::Database;
///
/// # fn main() -> casegraph::Result<()> {
/// let db = Database::in_memory();
/// let mut transaction = db.write()?;
/// transaction.query("CREATE (:Person {name: 'Ada'})").run()?;
/// assert!(transaction.query("CREATE (:Person {name: 1 / 0})").run().is_err());
/// let count = "MATCH (p:Person) RETURN count(p)";
/// assert_eq!(transaction.query(count).run()?.rows_as::<i64>()?, [1]);
/// assert_eq!(db.query(count).run()?.rows_as::<i64>()?, [0]);
/// transaction.commit()?;
/// assert_eq!(db.query(count).run()?.rows_as::<i64>()?, [1]);
/// # Ok(())
/// # }
/// ```
#[must_use = "a transaction that is dropped rolls back"]
pub struct WriteTransaction {
    database: Database,
    inner: graph::WriteTransaction,
}

impl WriteTransaction {
    pub(super) fn new(database: Database, inner: graph::WriteTransaction) -> WriteTransaction {
        WriteTransaction { database, inner }
    }

    /// A statement that sees what this transaction did so far.
    pub fn query<'a>(&'a mut self, text: &'a str) -> Query<'a> {
        Query::writing(&self.database, &mut self.inner, text)
    }

    /// A prepared statement that sees what this transaction did so far.
    pub fn prepared<'a>(&'a mut self, statement: &'a Prepared) -> Query<'a> {
        self.query(statement.text()).checked(statement)
    }

    /// The graph as this transaction sees it.
    pub fn state(&self) -> &GraphState {
        self.inner.state()
    }

    /// The graph's own transaction, to change elements without the language.
    pub fn graph(&mut self) -> &mut graph::WriteTransaction {
        &mut self.inner
    }

    /// Makes everything durable and visible, or fails and changes nothing.
    pub fn commit(self) -> Result<()> {
        commit(&self.database, self.inner)
    }

    /// Undoes everything.
    pub fn rollback(self) {
        self.inner.rollback();
    }
}

/// Commits what a transaction did so far; it goes on.
pub(super) fn commit_so_far(database: &Database, transaction: &mut graph::WriteTransaction) -> Result<()> {
    let mut file = open_file(database)?;
    transaction.commit_so_far(|changes| match file.as_mut() {
        Some(file) => file.append(changes),
        None => Ok(()),
    })?;
    checkpoint_if_due(database, file.as_mut());
    Ok(())
}

/// Logs, syncs, publishes. A checkpoint that is due is made afterwards; that it fails does not undo the commit, and is
/// tried again with the next one.
pub(super) fn commit(database: &Database, transaction: graph::WriteTransaction) -> Result<()> {
    let mut file = open_file(database)?;
    transaction.commit_with(|changes| match file.as_mut() {
        Some(file) => file.append(changes),
        None => Ok(()),
    })?;
    checkpoint_if_due(database, file.as_mut());
    Ok(())
}

/// The store's file, if it has one, which must not have been closed.
fn open_file(database: &Database) -> Result<MutexGuard<'_, Option<StoreFile>>> {
    let file = database.file();
    if file.is_none() && database.path().is_some() {
        return Err(closed());
    }
    Ok(file)
}

fn checkpoint_if_due(database: &Database, file: Option<&mut StoreFile>) {
    if let Some(file) = file.filter(|file| file.wants_checkpoint()) {
        // No later commit can have been published: committing takes this lock.
        let _ = file.checkpoint(database.snapshot().state());
    }
}
