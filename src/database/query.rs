//! A statement about to run: its text, parameters and limits.

use std::sync::Arc;
use std::time::Instant;

use crate::error::{Error, ErrorClass, Result};
use crate::execute::{Budgets, CancellationToken};
use crate::graph::{self, Snapshot};
use crate::optimize::OptimizerOptions;
use crate::value::{Map, Value};

use super::pipeline::{self, Run};
use super::transaction::commit;
use super::{Database, QueryResult, read_only};

/// A statement with its parameters and limits; [`Query::run`] runs it.
#[must_use = "a query does nothing until it is run"]
pub struct Query<'a> {
    database: &'a Database,
    target: Target<'a>,
    text: &'a str,
    parameters: Map,
    budgets: Budgets,
    token: CancellationToken,
    optimizer: OptimizerOptions,
}

enum Target<'a> {
    /// A transaction of its own.
    Auto,
    Read(&'a Snapshot),
    Write(&'a mut graph::WriteTransaction),
}

impl<'a> Query<'a> {
    fn new(database: &'a Database, target: Target<'a>, text: &'a str) -> Query<'a> {
        Query {
            database,
            target,
            text,
            parameters: Map::new(),
            budgets: Budgets::default(),
            token: CancellationToken::new(),
            optimizer: OptimizerOptions::default(),
        }
    }

    pub(super) fn auto(database: &'a Database, text: &'a str) -> Query<'a> {
        Query::new(database, Target::Auto, text)
    }

    pub(super) fn reading(database: &'a Database, snapshot: &'a Snapshot, text: &'a str) -> Query<'a> {
        Query::new(database, Target::Read(snapshot), text)
    }

    pub(super) fn writing(
        database: &'a Database,
        transaction: &'a mut graph::WriteTransaction,
        text: &'a str,
    ) -> Query<'a> {
        Query::new(database, Target::Write(transaction), text)
    }

    /// Sets a parameter, `$name` in the text.
    pub fn param(mut self, name: &str, value: impl Into<Value>) -> Query<'a> {
        self.parameters.insert(Arc::from(name), value.into());
        self
    }

    /// Sets many parameters.
    pub fn params(mut self, parameters: impl IntoIterator<Item = (Arc<str>, Value)>) -> Query<'a> {
        self.parameters.extend(parameters);
        self
    }

    /// Limits what it may use.
    pub fn budgets(mut self, budgets: Budgets) -> Query<'a> {
        self.budgets = budgets;
        self
    }

    /// Lets the token stop it.
    pub fn cancellation(mut self, token: CancellationToken) -> Query<'a> {
        self.token = token;
        self
    }

    /// Chooses the optimiser's rules; answers are the same with any.
    pub fn optimizer(mut self, options: OptimizerOptions) -> Query<'a> {
        self.optimizer = options;
        self
    }

    /// Parses and binds it without running it.
    pub fn check(self) -> Result<()> {
        self.stages().0.bind().map(|_| ())
    }

    fn stages(self) -> (Run<'a>, Target<'a>) {
        let run = Run {
            database: self.database,
            text: self.text,
            parameters: self.parameters,
            budgets: self.budgets,
            token: self.token,
            optimizer: self.optimizer,
        };
        (run, self.target)
    }

    /// Runs it. A statement that only reads streams its rows from an immutable version; one that updates is run to its end and
    /// committed (or, in a transaction, leaves its changes there) before this returns.
    pub fn run(self) -> Result<QueryResult> {
        let started = Instant::now();
        self.run_stages().map(|result| result.began(started))
    }

    fn run_stages(self) -> Result<QueryResult> {
        let database = self.database;
        let (run, target) = self.stages();
        let statement = run.bind()?;
        match target {
            Target::Auto if !pipeline::writes(&statement) => run.read(&statement, database.snapshot()),
            Target::Auto => {
                let mut transaction = database.write()?.into_graph();
                let result = run.write(&statement, &mut transaction)?;
                commit(database, transaction)?;
                Ok(result)
            }
            Target::Read(_) if pipeline::writes(&statement) => Err(Error::new(
                ErrorClass::ArgumentError,
                "WriteInReadTransaction",
                "the statement updates the graph, and the transaction only reads",
            )
            .hint("begin it with Database::write")),
            Target::Read(snapshot) => run.read(&statement, snapshot.clone()),
            Target::Write(_) if database.is_read_only() => Err(read_only()),
            Target::Write(transaction) => run.write(&statement, transaction),
        }
    }
}
