//! The registry: one row per function. The binder finds functions here, the executor calls them,
//! and completion, help and the reference page are derived from the rows.
//!
//! To add a scalar function: write it in the file of its category and add its row to that file's `ROWS`.

mod aggregate;
mod algorithm;
mod collection;
mod convert;
mod gds;
mod list;
mod math;
mod path;
mod percentile;
mod pieces;
mod predicate;
mod procedure;
mod random;
mod reference;
mod registry;
mod rounding;
mod rows;
mod scalar;
mod schema_procedure;
pub mod show;
mod spatial;
mod string;
mod temporal;
mod types;
mod vector;

#[cfg(test)]
mod literal_tests;
#[cfg(test)]
mod tests;

pub use list::range_length;
pub use path::Validity;
pub use string::normal_form;

pub use reference::reference;
pub use registry::{FunctionRef, find, functions, nearest};
pub use types::{
    Accumulator, CallContext, Category, Clock, Function, Implementation, Parameter, Procedure,
    ProcedureColumn, ProcedureMode, ProcedureRegistry, ProcedureRows, Purity, Type,
};
