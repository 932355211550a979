//! Data from elsewhere into a graph, all or nothing. In: files. Out: one prepared transaction and a report.
//!
//! [`csv`] and `parquet` load tables of nodes and relationships in bulk, [`cypher`] runs scripts of statements. None of
//! them commits: the caller does, when nothing went wrong. Nothing here prints; [`Progress`] tells how far it is.

pub mod csv;
pub mod cypher;
#[cfg(feature = "parquet")]
pub mod parquet;

mod progress;
mod table;

pub use progress::{Progress, Silent};
pub use table::report::{BadRow, ImportReport, Position};
pub use table::{TableSpec, split_argument};
