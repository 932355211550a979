//! A statement about to run: its text, parameters and limits.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::error::{Error, ErrorClass, Result};
use crate::execute::{Budgets, CancellationToken, Parallelism};
use crate::graph::{self, Snapshot};
use crate::optimize::OptimizerOptions;
use crate::semantic::bound::Dialect;
use crate::value::{IntoValue, Map};

use super::checked::Checked;
use super::pipeline::{self, Run};
use super::template::Template;
use super::{Database, Prepared, QueryResult, read_only};

/// A statement with its parameters and limits; [`Query::run`] runs it.
///
/// ```
/// use std::time::Duration;
///
/// use casegraph::{Budgets, CancellationToken, Database, ErrorClass};
///
/// # fn main() -> casegraph::Result<()> {
/// let db = Database::in_memory();
/// let token = CancellationToken::new(); // a clone of it can stop the statement from another thread
/// let count: Vec<i64> = db
///     .query("UNWIND range(1, $most) AS n WITH n WHERE n % $by = 0 RETURN count(n)")
///     .param("most", 100)
///     .param("by", 7)
///     .budgets(Budgets { time: Duration::from_secs(2), ..Budgets::default() })
///     .cancellation(token)
///     .run()?
///     .rows_as()?;
/// assert_eq!(count, [14]);
///
/// let few = Budgets { rows: 10, ..Budgets::default() };
/// let error = db.query("UNWIND range(1, 100) AS n RETURN n").budgets(few).run()?.rows().unwrap_err();
/// assert_eq!(error.class(), ErrorClass::BudgetExceeded);
/// # Ok(())
/// # }
/// ```
#[must_use = "a query does nothing until it is run"]
pub struct Query<'a> {
    database: &'a Database,
    target: Target<'a>,
    text: &'a str,
    prepared: Option<&'a Arc<Checked>>,
    parameters: Map,
    budgets: Budgets,
    token: CancellationToken,
    optimizer: OptimizerOptions,
    parallelism: Parallelism,
    dialect: Option<Dialect>,
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
            prepared: None,
            parameters: Map::new(),
            budgets: Budgets::default(),
            token: CancellationToken::new(),
            optimizer: OptimizerOptions::default(),
            parallelism: database.inner.parallelism,
            dialect: None,
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

    pub(super) fn checked(mut self, prepared: &'a Prepared) -> Query<'a> {
        self.prepared = Some(prepared.statement());
        self
    }

    /// Sets a parameter, `$name` in the text.
    pub fn param(mut self, name: &str, value: impl IntoValue) -> Query<'a> {
        self.parameters.insert(Arc::from(name), value.into_value());
        self
    }

    /// Sets many parameters: pairs of name and value, such as those of a map.
    pub fn params<K, V>(mut self, parameters: impl IntoIterator<Item = (K, V)>) -> Query<'a>
    where
        K: Into<Arc<str>>,
        V: IntoValue,
    {
        let parameters = parameters.into_iter().map(|(name, value)| (name.into(), value.into_value()));
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

    /// On how many threads it may run, if it only reads; otherwise what the database was opened with.
    pub fn parallelism(mut self, parallelism: Parallelism) -> Query<'a> {
        self.parallelism = parallelism;
        self
    }

    /// Reads it in a dialect, whatever that of the session is.
    pub fn dialect(mut self, dialect: Dialect) -> Query<'a> {
        self.dialect = Some(dialect);
        self
    }

    /// Parses and binds it without running it.
    pub fn check(self) -> Result<()> {
        self.bind().map(|_| ())
    }

    fn bind(&self) -> Result<(Arc<Checked>, Option<Template>)> {
        let dialect = self.dialect.unwrap_or_else(|| self.database.dialect());
        match self.prepared {
            Some(checked) if self.fits(checked) => Ok((checked.clone(), None)),
            Some(_) => Ok((self.database.bind(self.text, dialect)?, None)),
            None => self.database.bind_template(self.text, dialect),
        }
    }

    /// Whether a prepared statement can be run as it is.
    fn fits(&self, checked: &Checked) -> bool {
        let dialect = self.dialect.is_none_or(|dialect| dialect == checked.dialect);
        dialect && checked.is_current(&self.database.procedures())
    }

    /// Runs it. A statement that only reads streams its rows from an immutable version; one that updates is run to its end and
    /// committed (or, in a transaction, leaves its changes there) before this returns.
    ///
    /// An update in a transaction of its own waits for the transaction that writes now; the wait ends with the time
    /// budget or with the token.
    pub fn run(self) -> Result<QueryResult> {
        let started = Instant::now();
        self.run_stages().map(|result| result.began(started))
    }

    fn run_stages(mut self) -> Result<QueryResult> {
        let (checked, template) = self.bind()?;
        let Some(template) = template else { return self.run_checked(&checked) };
        template.add_to(&mut self.parameters);
        let relocation = checked.relocation(&template);
        let result = self.run_checked(&checked);
        match relocation {
            None => result,
            Some(relocation) => match result {
                Ok(result) => Ok(result.relocated(relocation)),
                Err(error) => Err(relocation.of(error)),
            },
        }
    }

    fn run_checked(self, checked: &Arc<Checked>) -> Result<QueryResult> {
        let Query { database, target, parameters, budgets, token, optimizer, parallelism, .. } = self;
        let run = Run { database, parameters, budgets, token, optimizer, parallelism };
        let writes = pipeline::writes(&checked.statement);
        match target {
            Target::Auto if !writes => run.read(checked, database.snapshot()),
            Target::Auto => {
                let mut transaction = begin(&run)?;
                let result = match checked.statement.commits {
                    true => run.write_in_batches(checked, &mut transaction)?,
                    false => run.write(checked, &mut transaction)?,
                };
                database.inner.durable.commit(transaction)?;
                Ok(result)
            }
            Target::Read(_) if writes => Err(Error::new(
                ErrorClass::ArgumentError,
                "WriteInReadTransaction",
                "the statement updates the graph, and the transaction only reads",
            )
            .hint("begin it with Database::write")),
            Target::Read(snapshot) => run.read(checked, snapshot.clone()),
            Target::Write(_) if writes && checked.statement.commits => Err(Error::new(
                ErrorClass::SemanticError,
                "CallInTransactionsInTransaction",
                "CALL { } IN TRANSACTIONS commits on its own and cannot run in a transaction that is open",
            )
            .hint("commit or roll back first")),
            Target::Write(transaction) => run.write(checked, transaction),
        }
    }
}

/// A write transaction, once nobody else writes.
fn begin(run: &Run<'_>) -> Result<graph::WriteTransaction> {
    /// Between two looks at the token.
    const LOOK_EVERY: Duration = Duration::from_millis(20);
    if run.database.is_read_only() {
        return Err(read_only());
    }
    let started = Instant::now();
    loop {
        if let Some(transaction) = run.database.inner.durable.store.begin_within(LOOK_EVERY) {
            return Ok(transaction);
        }
        if run.token.is_cancelled() {
            let message = "the statement was cancelled while another transaction was writing";
            return Err(Error::new(ErrorClass::Cancelled, "StatementCancelled", message));
        }
        if started.elapsed() > run.budgets.time {
            let message =
                format!("another transaction has been writing for more than {:?}", run.budgets.time);
            return Err(Error::new(ErrorClass::BudgetExceeded, "TimeBudgetExceeded", message).hint(
                "commit or drop the other transaction; inside of it, run the statement with its `query`",
            ));
        }
    }
}
