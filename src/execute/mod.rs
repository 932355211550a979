//! Logical plan to rows: physical operators over batches of typed columns, within budgets.
//!
//! In: a [`QueryPlan`](crate::plan::logical::QueryPlan), parameters, and a graph to read or change. Out: batches
//! of rows by slot ([`Program`]), and what was changed and used.
//!
//! | file | holds |
//! |---|---|
//! | `compile` | plan to operators; which slots each operator has to carry |
//! | `operator/` | the operators, one file per kind |
//! | `expression/` | expressions, evaluated a column at a time |
//! | `batch`, `column`, `builder`, `texts` | rows |
//! | `parallel`, `morsel` | rows divided among workers |
//! | `keys` | the hash table of grouping, `DISTINCT` and joins |
//! | `context` | what operators share while a statement runs |
//! | `budget` | limits and cancellation |
//! | `profile` | what each operator did |
//!
//! Nothing here knows the text of a statement, files, or how results are shown.

pub mod batch;
pub mod budget;
pub mod builder;
pub mod column;
pub mod counters;

mod compile;
mod context;
mod csv_file;
mod expression;
mod keys;
mod liveness;
mod memo;
mod morsel;
mod operator;
mod parallel;
mod profile;
mod subquery;
mod texts;

pub use batch::{BATCH_ROWS, Batch};
pub use budget::{Budgets, CancellationToken, Meter};
pub use column::Column;
pub use compile::{Program, compile};
pub use context::{Access, CommitSoFar, Context};
pub use counters::Counters;
pub use parallel::Parallelism;
