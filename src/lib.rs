//! casegraph: a knowledge-graph store with the openCypher language and evidence on every relation.
//!
//! A [`Database`] is a property graph in memory or in one file. Statements in openCypher read and change it, in
//! transactions: a reader sees one immutable version and blocks nobody, one writer at a time makes the next.
//!
//! ```
//! use casegraph::{Database, Direction};
//!
//! # fn main() -> casegraph::Result<()> {
//! let db = Database::in_memory(); // or Database::open("korea.casegraph")?
//!
//! // Write: all of it or nothing.
//! let mut transaction = db.write()?;
//! transaction
//!     .query("CREATE (:Country {name: $a})-[:PARTY_TO {since: 2012}]->(:Agreement {name: 'KORUS'})")
//!     .param("a", "South Korea")
//!     .run()?;
//! transaction.commit()?;
//!
//! // Ask, and read the rows one by one ...
//! let mut result = db.query("MATCH (c:Country)-[p:PARTY_TO]->(a) RETURN c.name AS who, p.since AS since").run()?;
//! while let Some(row) = result.next_row()? {
//!     assert_eq!(row.get::<String>("who")?, "South Korea");
//!     assert_eq!(row.get::<i64>("since")?, 2012);
//! }
//!
//! // ... or as structs.
//! #[derive(serde::Deserialize)]
//! struct Party {
//!     who: String,
//! }
//! let parties: Vec<Party> = db.query("MATCH (c:Country) RETURN c.name AS who").run()?.rows_as()?;
//! assert_eq!(parties[0].who, "South Korea");
//!
//! // Walk a version of the graph, or hand it to one of petgraph's algorithms.
//! let snapshot = db.snapshot();
//! let korus = snapshot.find_nodes("Agreement", "name", "KORUS").next().expect("it was created");
//! assert_eq!(korus.neighbors(Direction::Incoming, Some("PARTY_TO")).count(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! # What to use for what
//!
//! | to | use |
//! |---|---|
//! | open a store, in memory or in a file | [`Database`], [`OpenOptions`] |
//! | run a statement | [`Database::query`], [`Query`], [`QueryResult`], [`Row`] |
//! | run statements together | [`Database::read`], [`Database::write`] |
//! | run a statement often | [`Database::prepare`], [`Prepared`] |
//! | limit, stop or speed one up | [`Budgets`], [`CancellationToken`], [`Parallelism`] |
//! | hold values, convert them | [`value`], [`Value`], [`FromValue`], [`IntoValue`] |
//! | walk the graph, run a graph algorithm | [`Snapshot`], [`NodeRef`], [`graph::visit`] |
//! | find actors, paths between them, and the evidence | [`explore`], [`evidence`] |
//! | load and save | [`import`], [`export`] |
//! | add a procedure for `CALL` | [`function`] |
//! | have an example to try things on | [`case::korus`] |
//! | tell what went wrong | [`Error`] |
//!
//! `examples/` in the repository has three small programs: `embed`, `algorithms` and `build_case`.
//!
//! # How a statement runs
//!
//! Each stage is a module that knows only the ones above it.
//!
//! | stage | takes | gives |
//! |---|---|---|
//! | `syntax` | text | a tree with the place of everything in it |
//! | `semantic` | the tree, the [`function`]s | a bound statement: names, types and functions resolved |
//! | `plan` | the bound statement | logical operators, as data |
//! | `optimize` | the plan, the graph's statistics | a cheaper plan with the same rows |
//! | `execute` | the plan, a [`Snapshot`] or a write transaction | batches of columns |
//! | `persist` | a transaction's changes | a synced log record; now and then a new store file |
//! | [`database`] | all of these | [`QueryResult`] |

pub mod algorithm;
pub mod case;
pub mod database;
pub mod error;
pub mod evidence;
pub mod explore;
pub mod export;
pub mod function;
pub mod graph;
pub mod import;
pub mod path;
pub mod value;

mod stack;

// The stages and the program: public for its own binary and tests, without promises to anybody else.
#[doc(hidden)]
pub mod cli;
#[doc(hidden)]
pub mod execute;
#[doc(hidden)]
pub mod optimize;
#[doc(hidden)]
pub mod persist;
#[doc(hidden)]
pub mod plan;
#[doc(hidden)]
pub mod repl;
#[doc(hidden)]
pub mod semantic;
#[doc(hidden)]
pub mod syntax;

pub use database::{
    Budgets, CancellationToken, Counters, Database, Dialect, OpenOptions, Parallelism, Prepared, Query,
    QueryResult, ReadTransaction, Row, Summary, WriteTransaction,
};
pub use error::{Error, ErrorClass, Phase, Result, Span};
pub use graph::{Direction, NodeId, NodeRef, RelId, RelRef, Snapshot};
pub use optimize::OptimizerOptions;
pub use persist::{StoreInfo, StoreOptions};
/// The version of petgraph whose traits [`Snapshot`] and [`graph::visit::GraphView`] implement.
pub use petgraph;
pub use value::{FromValue, IntoValue, Value};
