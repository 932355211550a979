//! The registry: one row per function. The binder finds functions here, the executor calls them,
//! and completion, help and the reference page are derived from the rows.
//!
//! To add a scalar function: write it in the file of its category and add its row to that file's `ROWS`.

mod registry;
mod spatial;
mod temporal;
mod types;

pub use registry::{FunctionRef, find, functions, nearest};
pub use types::{
    Accumulator, CallContext, Category, Clock, Function, Implementation, Parameter, Procedure,
    ProcedureColumn, ProcedureMode, ProcedureRegistry, ProcedureRows, Purity, Type,
};
