//! Transactions: a view of one version, or the making of the next one.

use crate::error::Result;
use crate::graph::{self, GraphState, Snapshot};

use super::query::Query;
use super::{Database, Prepared};

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
        self.database.inner.durable.commit(self.inner)
    }

    /// Undoes everything.
    pub fn rollback(self) {
        self.inner.rollback();
    }
}
