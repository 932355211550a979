//! Tables of nodes and relationships as CSV, with headers in the style of `neo4j-admin import`.
//!
//! The first line of a file says what its columns are:
//!
//! | column | in | meaning |
//! |---|---|---|
//! | `:ID`, `id:ID`, `id:ID(Group)` | nodes | the row's id within its group; with a name it is a property too |
//! | `:LABEL` | nodes | more labels, separated by `;` |
//! | `:START_ID(Group)`, `:END_ID(Group)` | relationships | ids of the two nodes |
//! | `:TYPE` | relationships | the type, where the file was not given one |
//! | `name`, `name:string`, `age:int`, `tags:string[]` | both | a property; the lists' separator is `;` |
//! | `:IGNORE`, `name:IGNORE` | both | nothing |
//!
//! Property types are `int`, `long`, `short`, `byte` (all 64-bit integers), `float`, `double`, `boolean`,
//! `string`, `char`, `date`, `time`, `localtime`, `datetime`, `localdatetime`, `duration` and `point`.
//!
//! - An empty cell is no property; the quoted empty cell `""` is the empty string in a `string` column.
//! - A group is a space of ids. An id is its text: `5` and `05` are two. When every id of a file is an integer
//!   in its shortest form, the property holds integers, otherwise strings; `id:ID(Group){id-type:string}` or
//!   `{id-type:int}` decides it.
//! - A group that a relationship file names is also looked up in the store, so that relationships can be
//!   added to nodes that are there: nodes with the group's name as label, by the property that the files'
//!   id column has, or else `id`. An id that the store has is a duplicate in a file.
//!
//! Files are read in blocks, cut where records end and parsed on all cores into typed columns, which go to
//! the graph's pages in bulk. A row that cannot be loaded is reported with file and line.

mod cell;
mod column;
mod header;
mod ids;
mod load;
mod options;
mod origin;
mod parse;
mod plan;
mod point;
mod read;
mod record;
mod report;

use std::path::PathBuf;

use super::Progress;
use crate::error::Result;
use crate::graph::WriteTransaction;

pub use plan::split_argument;
pub use report::{BadRow, ImportReport};

/// What to load.
#[derive(Clone, Debug)]
pub struct CsvSpec {
    /// Files of nodes, each with the labels all its nodes get.
    pub nodes: Vec<(Vec<String>, PathBuf)>,
    /// Files of relationships, each with their type unless it has a `:TYPE` column.
    pub relationships: Vec<(Option<String>, PathBuf)>,
    /// What separates cells.
    pub delimiter: u8,
    /// Leave bad rows out instead of refusing the import.
    pub skip_bad: bool,
}

impl Default for CsvSpec {
    fn default() -> CsvSpec {
        CsvSpec { nodes: Vec::new(), relationships: Vec::new(), delimiter: b',', skip_bad: false }
    }
}

/// Loads the files into the transaction, which is left as it was on an error. A bad row is an error of class
/// `DataError` that names file and line, unless bad rows are to be skipped.
pub fn import(txn: &mut WriteTransaction, spec: &CsvSpec, progress: &dyn Progress) -> Result<ImportReport> {
    let started = std::time::Instant::now();
    let plan = plan::plan(spec)?;
    let mut report = load::load(txn, plan, progress)?;
    report.elapsed = started.elapsed();
    Ok(report)
}
