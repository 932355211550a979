//! The database as the session uses it: one statement at a time, in the open transaction if there is one.

use crate::database::{Database, QueryResult, WriteTransaction};
use crate::error::{Error, ErrorClass, Result};
use crate::execute::{Budgets, CancellationToken, Counters};
use crate::graph::{GraphState, Snapshot};
use crate::value::{Map, Value};

use super::render::{Answer, RenderError, Summary};

/// A statement and what it runs with.
pub struct Request<'a> {
    /// Its text.
    pub text: &'a str,
    /// Values of its parameters.
    pub parameters: &'a Map,
    /// Its limits.
    pub budgets: Budgets,
    /// How it is told to stop.
    pub token: CancellationToken,
}

/// A database and the transaction that `.begin` opened.
pub struct Engine {
    database: Database,
    transaction: Option<WriteTransaction>,
}

impl Engine {
    /// No transaction is open at first.
    pub fn new(database: Database) -> Engine {
        Engine { database, transaction: None }
    }

    /// The database.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Whether a transaction is open.
    pub fn in_transaction(&self) -> bool {
        self.transaction.is_some()
    }

    /// Takes over what another process has committed, unless a transaction is open. Whether there was anything.
    pub fn refresh(&self) -> Result<bool> {
        if self.in_transaction() { Ok(false) } else { self.database.refresh() }
    }

    /// Runs a statement and hands its answer to `consume`.
    pub fn run<T>(
        &mut self,
        request: Request<'_>,
        consume: impl FnOnce(&mut dyn Answer) -> Result<T, RenderError>,
    ) -> Result<T, RenderError> {
        let query = match &mut self.transaction {
            Some(transaction) => transaction.query(request.text),
            None => self.database.query(request.text),
        };
        let result = query
            .params(request.parameters.clone())
            .budgets(request.budgets)
            .cancellation(request.token)
            .run()?;
        consume(&mut QueryAnswer(result))
    }

    /// Opens a transaction.
    pub fn begin(&mut self) -> Result<()> {
        if self.transaction.is_some() {
            return Err(state_error(
                "TransactionOpen",
                "a transaction is open already",
                ".commit or .rollback it first",
            ));
        }
        self.transaction = Some(self.database.write()?);
        Ok(())
    }

    /// Makes the open transaction's changes permanent.
    pub fn commit(&mut self) -> Result<()> {
        self.take()?.commit()
    }

    /// Takes the open transaction's changes back.
    pub fn rollback(&mut self) -> Result<()> {
        self.take()?.rollback();
        Ok(())
    }

    fn take(&mut self) -> Result<WriteTransaction> {
        self.transaction
            .take()
            .ok_or_else(|| state_error("NoTransaction", "no transaction is open", ".begin opens one"))
    }

    /// The version committed last.
    pub fn snapshot(&self) -> Snapshot {
        self.database.snapshot()
    }

    /// The state that statements see now: the open transaction's, or the version committed last.
    pub fn with_graph<T>(&self, read: impl FnOnce(&GraphState) -> T) -> T {
        match &self.transaction {
            Some(transaction) => read(transaction.state()),
            None => read(&self.snapshot()),
        }
    }
}

fn state_error(detail: &'static str, message: &str, hint: &str) -> Error {
    Error::new(ErrorClass::ArgumentError, detail, message).hint(hint)
}

struct QueryAnswer(QueryResult);

impl Answer for QueryAnswer {
    fn columns(&self) -> Vec<String> {
        self.0.columns().iter().map(ToString::to_string).collect()
    }

    fn next_row(&mut self) -> Result<Option<Vec<Value>>> {
        Ok(self.0.next_row()?.map(|row| row.into_values()))
    }

    fn graph(&self) -> &GraphState {
        self.0.graph()
    }

    fn summary(&mut self) -> Summary {
        let summary = self.0.summary();
        Summary { changes: changes(&summary.counters), elapsed: summary.elapsed }
    }
}

/// The counters that are not zero, by name.
fn changes(counters: &Counters) -> Vec<(&'static str, u64)> {
    let Counters {
        nodes_created,
        nodes_deleted,
        relationships_created,
        relationships_deleted,
        properties_set,
        labels_added,
        labels_removed,
        indexes_added,
        indexes_removed,
        constraints_added,
        constraints_removed,
    } = *counters;
    let mut changes = vec![
        ("nodes_created", nodes_created),
        ("nodes_deleted", nodes_deleted),
        ("relationships_created", relationships_created),
        ("relationships_deleted", relationships_deleted),
        ("properties_set", properties_set),
        ("labels_added", labels_added),
        ("labels_removed", labels_removed),
        ("indexes_added", indexes_added),
        ("indexes_removed", indexes_removed),
        ("constraints_added", constraints_added),
        ("constraints_removed", constraints_removed),
    ];
    changes.retain(|(_, count)| *count > 0);
    changes
}
