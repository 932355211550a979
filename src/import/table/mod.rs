//! Tables of nodes and relationships, whatever kind of file they are in. The kind opens files ([`Format`]) and gives their
//! rows as typed columns ([`Table`]); what headings mean, which node has which id, and the bulk load are here.

pub mod cell;
pub mod chunk;
pub mod column;
pub mod header;
pub mod ids;
pub mod report;

mod load;
mod options;
mod origin;
mod plan;
mod point;

use std::fmt::Debug;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use self::chunk::Chunk;
use self::header::{Refusal, Role};
use self::ids::IdSpace;
use self::report::{ImportReport, Position};
use super::Progress;
use crate::error::{Error, ErrorClass, Result};
use crate::graph::WriteTransaction;

pub use plan::{Action, FilePlan, split_argument};

/// Which tables to load, of any kind of file.
///
/// The headings of a table say what its columns are:
///
/// | column | in | meaning |
/// |---|---|---|
/// | `:ID`, `id:ID`, `id:ID(Group)` | nodes | the row's id within its group; with a name it is a property too |
/// | `:LABEL` | nodes | more labels, separated by `;` |
/// | `:START_ID(Group)`, `:END_ID(Group)` | relationships | ids of the two nodes |
/// | `:TYPE` | relationships | the type, where the file was not given one |
/// | `name`, `name:string`, `age:int`, `tags:string[]` | both | a property; the lists' separator is `;` |
/// | `:IGNORE`, `name:IGNORE` | both | nothing |
///
/// Property types are `int`, `long`, `short`, `byte` (all 64-bit integers), `float`, `double`, `boolean`,
/// `string`, `char`, `date`, `time`, `localtime`, `datetime`, `localdatetime`, `duration` and `point`.
///
/// - A group is a space of ids. An id is its text: `5` and `05` are two.
/// - A group that a relationship file names is also looked up in the store, so that relationships can be
///   added to nodes that are there: nodes with the group's name as label, by the property that the files'
///   id column has, or else `id`. An id that the store has is a duplicate in a file.
#[derive(Clone, Debug, Default)]
pub struct TableSpec {
    /// Files of nodes, each with the labels all its nodes get.
    pub nodes: Vec<(Vec<String>, PathBuf)>,
    /// Files of relationships, each with their type unless it has a `:TYPE` column.
    pub relationships: Vec<(Option<String>, PathBuf)>,
    /// Leave bad rows out instead of refusing the import.
    pub skip_bad: bool,
}

/// A kind of file.
pub trait Format {
    /// Opens a file and reads its headings.
    fn open(&self, path: &Path) -> Result<Opened>;
}

/// A file whose headings are read.
#[derive(Debug)]
pub struct Opened {
    pub table: Box<dyn Table>,
    pub headings: Vec<Arc<str>>,
    /// Where the headings are.
    pub place: Position,
}

/// The rows of an open file.
pub trait Table: Debug {
    /// The file's size in bytes, zero if nobody knows.
    fn size(&self) -> u64;

    /// Brings what a heading says and what the column holds together: a role whose types are decided.
    fn settle(&mut self, column: usize, role: Role) -> std::result::Result<Role, Refusal>;

    /// The next rows, nothing at the end. The ids of ends are looked up in `spaces`, by the plan's groups.
    fn next(&mut self, file: &FilePlan, spaces: &[IdSpace], progress: &dyn Progress)
    -> Result<Option<Batch>>;
}

/// Rows that were read at the same time on several cores, in the order of the file.
#[derive(Debug)]
pub struct Batch {
    pub chunks: Vec<Chunk>,
    /// Bytes read for them.
    pub bytes: u64,
}

/// Loads the files into the transaction, which is left as it was on an error. A bad row is an error of class
/// `DataError` that names its file and place, unless bad rows are to be skipped.
pub fn import(
    txn: &mut WriteTransaction,
    spec: &TableSpec,
    format: &dyn Format,
    progress: &dyn Progress,
) -> Result<ImportReport> {
    let started = std::time::Instant::now();
    let plan = plan::plan(spec, format)?;
    let mut report = load::load(txn, plan, progress)?;
    report.elapsed = started.elapsed();
    Ok(report)
}

/// An error if the import should stop.
pub fn check_cancelled(progress: &dyn Progress) -> Result<()> {
    if progress.is_cancelled() {
        let message = "the import was cancelled; nothing was changed";
        return Err(Error::new(ErrorClass::Cancelled, "ImportCancelled", message));
    }
    Ok(())
}
