//! Answers: rows over columnar batches, computed as they are asked for.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;

use crate::error::{Error, ErrorClass, Result};
use crate::execute::{Batch, Context, Counters, Program};
use crate::graph::{GraphState, Snapshot};
use crate::semantic::bound::{Column, Slot};
use crate::stack;
use crate::value::{FromValue, Value};

use super::deserialize;
use super::template::Relocation;

/// What a statement did, so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Summary {
    /// What it changed.
    pub counters: Counters,
    /// How long it took, from its text to the last row read so far; with the commit of a statement of its own.
    pub elapsed: Duration,
    /// Nodes, relationships and rows it touched: what it cost, independent of the machine.
    pub work: u64,
    /// The rows read so far.
    pub rows: u64,
}

/// What a statement used and changed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Used {
    pub counters: Counters,
    pub work: u64,
}

impl Used {
    pub fn of(context: &mut Context<'_>) -> Used {
        Used { counters: *context.counters(), work: context.meter().work() }
    }
}

/// The rows of a statement. Reading statements compute them as they are asked for, so that an error may come with any row.
/// It is an iterator of rows, can be sent to another thread, and keeps the version of the graph that it reads.
///
/// ```
/// use casegraph::{Database, NodeId};
///
/// # fn main() -> casegraph::Result<()> {
/// let db = Database::in_memory();
/// db.query("CREATE (:Person {name: 'Ada', born: 1815}), (:Person {name: 'Mary'})").run()?;
/// let mut people = db.query("MATCH (p:Person) RETURN p, p.name AS name, p.born ORDER BY name").run()?;
/// assert_eq!(people.columns().iter().map(|name| &**name).collect::<Vec<_>>(), ["p", "name", "p.born"]);
/// while let Some(row) = people.next_row()? {
///     let name: String = row.get("name")?;
///     let born: Option<i64> = row.get(2)?;
///     assert_eq!(born.is_some(), name == "Ada");
///     let person = people.graph().node(row.get::<NodeId>("p")?).expect("the version has it");
///     assert_eq!(person.get::<String>("name")?, name);
/// }
///
/// #[derive(serde::Deserialize)]
/// struct Person {
///     name: String,
///     born: Option<i64>,
/// }
/// let people: Vec<Person> = db.query("MATCH (p:Person) RETURN p ORDER BY p.name").run()?.rows_as()?;
/// assert_eq!((people[0].name.as_str(), people[0].born), ("Ada", Some(1815)));
/// # Ok(())
/// # }
/// ```
pub struct QueryResult {
    columns: Arc<[Arc<str>]>,
    slots: Vec<Slot>,
    source: Source,
    view: View,
    current: Option<(Batch, usize)>,
    rows: u64,
    started: Instant,
    /// From the start to the last row, once it was read.
    took: Option<Duration>,
    /// Where errors belong in the text it was asked with.
    relocation: Option<Relocation>,
}

/// The state that a result's nodes and relationships are read from.
pub(super) enum View {
    Snapshot(Snapshot),
    State(Box<GraphState>),
}

impl From<Snapshot> for View {
    fn from(snapshot: Snapshot) -> View {
        View::Snapshot(snapshot)
    }
}

impl From<GraphState> for View {
    fn from(state: GraphState) -> View {
        View::State(Box::new(state))
    }
}

impl Deref for View {
    type Target = GraphState;

    fn deref(&self) -> &GraphState {
        match self {
            View::Snapshot(snapshot) => snapshot.state(),
            View::State(state) => state,
        }
    }
}

/// Where batches come from.
pub(super) enum Source {
    /// With the levels of recursion that the program needs room for.
    Streaming(Box<(Program, Context<'static>)>, usize),
    Collected(std::vec::IntoIter<Batch>, Used),
    /// It failed or ended; nothing more comes.
    Ended(Used),
}

impl Source {
    pub fn streaming(program: Program, context: Context<'static>, levels: usize) -> Source {
        Source::Streaming(Box::new((program, context)), levels)
    }

    pub fn collected(batches: Vec<Batch>, used: Used) -> Source {
        Source::Collected(batches.into_iter(), used)
    }

    fn next(&mut self) -> Result<Option<Batch>> {
        match self {
            Source::Streaming(running, levels) => {
                let (program, context) = &mut **running;
                let batch = stack::with_room(*levels, || program.next(context));
                if !matches!(batch, Ok(Some(_))) {
                    *self = Source::Ended(Used::of(context));
                }
                batch
            }
            Source::Collected(batches, _) => Ok(batches.next()),
            Source::Ended(_) => Ok(None),
        }
    }

    fn used(&mut self) -> Used {
        match self {
            Source::Streaming(running, _) => Used::of(&mut running.1),
            Source::Collected(_, used) | Source::Ended(used) => *used,
        }
    }

    fn is_running(&self) -> bool {
        matches!(self, Source::Streaming(..))
    }
}

impl QueryResult {
    pub(super) fn new(columns: &[Column], source: Source, view: impl Into<View>) -> QueryResult {
        QueryResult {
            columns: columns.iter().map(|column| column.name.clone()).collect(),
            slots: columns.iter().map(|column| column.slot).collect(),
            source,
            view: view.into(),
            current: None,
            rows: 0,
            started: Instant::now(),
            took: None,
            relocation: None,
        }
    }

    /// A result of given rows.
    pub(super) fn of_values(
        columns: &[&str],
        rows: Vec<Vec<Value>>,
        counters: Counters,
        view: impl Into<View>,
    ) -> QueryResult {
        let batch = Batch::of_rows(rows, columns.len());
        let source = Source::collected(vec![batch], Used { counters, ..Used::default() });
        let columns: Vec<Column> = columns
            .iter()
            .enumerate()
            .map(|(slot, name)| Column { name: Arc::from(*name), slot: slot as Slot })
            .collect();
        QueryResult::new(&columns, source, view)
    }

    /// The statement began then; if nothing is left to compute it ends now.
    pub(super) fn began(mut self, started: Instant) -> QueryResult {
        self.started = started;
        self.took = None;
        self.stop_clock();
        self
    }

    /// Errors of rows to come move to their places in the text it was asked with.
    pub(super) fn relocated(self, relocation: Relocation) -> QueryResult {
        QueryResult { relocation: Some(relocation), ..self }
    }

    fn stop_clock(&mut self) {
        if !self.source.is_running() {
            self.took.get_or_insert_with(|| self.started.elapsed());
        }
    }

    pub(super) fn set_used(&mut self, now: Used) {
        if let Source::Collected(_, used) = &mut self.source {
            *used = now;
        }
    }

    /// The names of the columns, in order; empty when the statement returns nothing.
    pub fn columns(&self) -> &[Arc<str>] {
        &self.columns
    }

    /// The next row, computed now; `None` after the last.
    pub fn next_row(&mut self) -> Result<Option<Row>> {
        if self.columns.is_empty() {
            // Without columns there are no rows; a unit statement still has to be run to its end.
            while self.pull()?.is_some() {}
            return Ok(None);
        }
        loop {
            if let Some((batch, at)) = &mut self.current {
                if *at < batch.len() {
                    *at += 1;
                    self.rows += 1;
                    let row = *at - 1;
                    let values = self.slots.iter().map(|slot| batch.value(*slot, row)).collect();
                    return Ok(Some(Row { columns: self.columns.clone(), values }));
                }
                self.current = None;
            }
            match self.pull()? {
                Some(batch) => self.current = Some((batch, 0)),
                None => return Ok(None),
            }
        }
    }

    fn pull(&mut self) -> Result<Option<Batch>> {
        let batch = self.source.next().map_err(|error| match &self.relocation {
            Some(relocation) => relocation.of(error),
            None => error,
        });
        self.stop_clock();
        // Also for what was read from the graph since the last rows were handed out.
        self.view.intact()?;
        batch
    }

    /// All rows that are left.
    pub fn rows(&mut self) -> Result<Vec<Row>> {
        let mut rows = Vec::new();
        while let Some(row) = self.next_row()? {
            rows.push(row);
        }
        Ok(rows)
    }

    /// The next row as any type that serde can fill:
    ///
    /// | type | filled from |
    /// |---|---|
    /// | a struct or map | the columns by name; a struct also from the only column, a node say, when no field is named like it |
    /// | a tuple or `Vec` | the columns in order |
    /// | anything, when there is one column | that column's value |
    ///
    /// Within a row a node or relationship is the map of its properties (or its [`NodeId`](crate::NodeId) or
    /// [`RelId`](crate::RelId)), a path the sequence of its elements, temporal and spatial values are their text, a
    /// string names an enum's variant, and null is `None`.
    pub fn next_as<T: DeserializeOwned>(&mut self) -> Result<Option<T>> {
        self.next_row()?.map(|row| deserialize::row(&row, &self.view)).transpose()
    }

    /// All rows that are left, each as with [`QueryResult::next_as`].
    pub fn rows_as<T: DeserializeOwned>(&mut self) -> Result<Vec<T>> {
        std::iter::from_fn(|| self.next_as().transpose()).collect()
    }

    /// The state in which nodes and relationships of the rows are found.
    pub fn graph(&self) -> &GraphState {
        &self.view
    }

    /// What the statement did so far.
    pub fn summary(&mut self) -> Summary {
        let elapsed = self.took.unwrap_or_else(|| self.started.elapsed());
        let Used { counters, work } = self.source.used();
        Summary { counters, elapsed, work, rows: self.rows }
    }
}

impl Iterator for QueryResult {
    type Item = Result<Row>;

    fn next(&mut self) -> Option<Result<Row>> {
        self.next_row().transpose()
    }
}

impl fmt::Debug for QueryResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("QueryResult").field("columns", &self.columns).finish_non_exhaustive()
    }
}

/// A row's values, by position or by column.
#[derive(Clone, Debug)]
pub struct Row {
    columns: Arc<[Arc<str>]>,
    values: Vec<Value>,
}

impl Row {
    /// The value of a column, converted; an error when there is no such column or the value is of another type.
    pub fn get<T: FromValue>(&self, column: impl ColumnIndex) -> Result<T> {
        let at = column.find(&self.columns).filter(|at| *at < self.values.len()).ok_or_else(|| {
            Error::new(
                ErrorClass::ArgumentError,
                "UnknownColumn",
                format!("there is no column {}", column.shown()),
            )
            .hint(format!("the columns are {}", self.columns.join(", ")))
        })?;
        T::from_value(self.values[at].clone())
    }

    /// All values, in the order of the columns.
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// All values, in the order of the columns.
    pub fn into_values(self) -> Vec<Value> {
        self.values
    }

    /// The names of the columns.
    pub fn columns(&self) -> &[Arc<str>] {
        &self.columns
    }
}

/// A column's position or name.
pub trait ColumnIndex {
    /// Its position among the columns.
    fn find(&self, columns: &[Arc<str>]) -> Option<usize>;
    /// As an error shows it.
    fn shown(&self) -> String;
}

impl ColumnIndex for usize {
    fn find(&self, columns: &[Arc<str>]) -> Option<usize> {
        (*self < columns.len()).then_some(*self)
    }

    fn shown(&self) -> String {
        self.to_string()
    }
}

impl ColumnIndex for &str {
    fn find(&self, columns: &[Arc<str>]) -> Option<usize> {
        columns.iter().position(|name| **name == **self)
    }

    fn shown(&self) -> String {
        format!("`{self}`")
    }
}
