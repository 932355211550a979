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
use crate::value::{FromValue, Value};

use super::deserialize;

/// What a statement did, once its rows are read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Summary {
    /// What it changed.
    pub counters: Counters,
    /// How long it took, from its text to the last row read so far; with the commit of a statement of its own.
    pub elapsed: Duration,
    /// The rows read so far.
    pub rows: u64,
}

/// The rows of a statement. Reading statements compute them as they are asked for, so that an error may come with any row.
pub struct QueryResult {
    columns: Arc<[Arc<str>]>,
    slots: Vec<Slot>,
    source: Source,
    view: View,
    current: Option<(Arc<Batch>, usize)>,
    rows: u64,
    started: Instant,
    /// From the start to the last row, once it was read.
    took: Option<Duration>,
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
    Streaming(Box<(Program, Context<'static>)>),
    Collected {
        batches: std::vec::IntoIter<Batch>,
        counters: Counters,
    },
    /// It failed or ended; nothing more comes.
    Ended {
        counters: Counters,
    },
}

impl Source {
    pub fn streaming(program: Program, context: Context<'static>) -> Source {
        Source::Streaming(Box::new((program, context)))
    }

    pub fn collected(batches: Vec<Batch>, counters: Counters) -> Source {
        Source::Collected { batches: batches.into_iter(), counters }
    }

    fn next(&mut self) -> Result<Option<Batch>> {
        match self {
            Source::Streaming(running) => {
                let (program, context) = &mut **running;
                let batch = program.next(context);
                if !matches!(batch, Ok(Some(_))) {
                    let counters = *context.counters();
                    *self = Source::Ended { counters };
                }
                batch
            }
            Source::Collected { batches, .. } => Ok(batches.next()),
            Source::Ended { .. } => Ok(None),
        }
    }

    fn counters(&mut self) -> Counters {
        match self {
            Source::Streaming(running) => *running.1.counters(),
            Source::Collected { counters, .. } | Source::Ended { counters } => *counters,
        }
    }

    fn is_running(&self) -> bool {
        matches!(self, Source::Streaming(_))
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
        let source = Source::collected(vec![batch], counters);
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
        self.stop_clock();
        self
    }

    fn stop_clock(&mut self) {
        if !self.source.is_running() {
            self.took.get_or_insert_with(|| self.started.elapsed());
        }
    }

    pub(super) fn set_counters(&mut self, changed: Counters) {
        if let Source::Collected { counters, .. } = &mut self.source {
            *counters = changed;
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
                Some(batch) => self.current = Some((Arc::new(batch), 0)),
                None => return Ok(None),
            }
        }
    }

    fn pull(&mut self) -> Result<Option<Batch>> {
        let batch = self.source.next();
        self.stop_clock();
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

    /// All rows that are left, each as a struct whose fields are named like the columns (or a tuple of them). A node or
    /// relationship becomes the map of its properties.
    pub fn rows_as<T: DeserializeOwned>(&mut self) -> Result<Vec<T>> {
        let mut rows = Vec::new();
        while let Some(row) = self.next_row()? {
            rows.push(deserialize::row(&row, &self.view)?);
        }
        Ok(rows)
    }

    /// The state in which nodes and relationships of the rows are found.
    pub fn graph(&self) -> &GraphState {
        &self.view
    }

    /// What the statement did so far.
    pub fn summary(&mut self) -> Summary {
        let elapsed = self.took.unwrap_or_else(|| self.started.elapsed());
        Summary { counters: self.source.counters(), elapsed, rows: self.rows }
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
