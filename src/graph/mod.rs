//! The property graph: immutable snapshots, and write transactions that prepare the next one.
//!
//! A [`GraphState`] is one version of everything: names ([`Catalog`]), which nodes and relationships exist,
//! who is connected to whom (sorted slices per node and direction), properties (typed columns), indexes,
//! constraints and counts. All of it lies in shared pages, so a version costs little to keep. A [`Store`]
//! publishes versions: a [`Snapshot`] is one of them, a [`WriteTransaction`] makes the next, as a list of
//! [`Op`]s that a log can keep and replay; until that is done it is [`Decided`]. Nothing here knows files.

pub mod bits;
pub mod image;
pub mod visit;

mod adjacency;
mod apply;
mod bulk;
mod bulk_rows;
mod catalog;
mod check;
mod column;
mod decided;
mod element;
mod ids;
mod idset;
mod index;
mod lazy;
mod names;
mod op;
mod paged;
mod recycle;
mod schema;
mod schema_text;
mod snapshot;
mod state;
mod statistics;
mod store;
mod stored;
mod tables;
mod transaction;
mod view;
mod write;

pub use adjacency::{Cursor, Entry, Run, Runs};
pub use bulk::BulkLoad;
pub use catalog::{Catalog, LabelSetId, MAX_TYPES};
pub use column::{Column, ColumnPage, Fixed, ROWS as COLUMN_PAGE_ROWS, Reader, Text, Validity};
pub use column::{Series, Strings, Values};
pub use decided::Decided;
pub use element::{NodeRef, RelRef};
pub use ids::{Direction, KeyId, LabelId, NodeId, RelId, TypeId};
pub use idset::IdSet;
pub use index::{
    ConstraintDefinition, ConstraintKind, Index, IndexDefinition, IndexKind, PropertyTypes, Seek, Stretch,
    Target, Violation,
};
pub use op::Op;
pub use schema::Schema;
pub use snapshot::Snapshot;
pub use state::{Expand, GraphState, LabelledIds, Neighbours, NodeIds, RelIds};
pub use statistics::Statistics;
pub use store::{Changes, Store};
pub use stored::{StoredValue, ValueRef};
pub use tables::{NodeTable, RelTable, Relationship};
pub use transaction::{Savepoint, WriteTransaction};
