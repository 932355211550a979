//! Transactions: a view of one version, or the making of the next one.

use crate::error::Result;
use crate::graph::{self, GraphState, Snapshot};

use super::query::Query;
use super::{Database, closed};

/// Reads one immutable version of the graph, whatever is written meanwhile.
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

    /// The version.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }
}

/// Reads and writes; nobody else sees anything of it before [`WriteTransaction::commit`]. A statement that fails changes nothing and
/// leaves the transaction usable. Dropping it rolls back.
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

    /// The graph as this transaction sees it.
    pub fn state(&self) -> &GraphState {
        self.inner.state()
    }

    /// The graph's own transaction, to change elements without the language.
    pub fn graph(&mut self) -> &mut graph::WriteTransaction {
        &mut self.inner
    }

    pub(super) fn into_graph(self) -> graph::WriteTransaction {
        self.inner
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

/// Logs, syncs, publishes. A checkpoint that is due is made afterwards; that it fails does not undo the commit, and is
/// tried again with the next one.
pub(super) fn commit(database: &Database, transaction: graph::WriteTransaction) -> Result<()> {
    let mut file = database.file();
    if file.is_none() && database.path().is_some() {
        return Err(closed());
    }
    transaction.commit_with(|changes| match file.as_mut() {
        Some(file) => file.append(changes),
        None => Ok(()),
    })?;
    if let Some(file) = file.as_mut().filter(|file| file.wants_checkpoint()) {
        // No later commit can have been published: committing takes this lock.
        let _ = file.checkpoint(database.snapshot().state());
    }
    Ok(())
}
