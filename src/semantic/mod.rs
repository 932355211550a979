//! Syntax tree to bound statement: names become slots, functions become registry rows, and
//! openCypher's compile-time errors are raised here, before anything executes.
//!
//! In goes [`ast::Statement`](crate::syntax::ast::Statement), out comes [`bound::Statement`]. Nothing here
//! knows a graph: whether a label exists is not asked.

pub mod bound;

mod bind_call;
mod bind_case;
mod bind_clause;
mod bind_composed;
mod bind_create;
mod bind_expression;
mod bind_function;
mod bind_inside;
mod bind_lambda;
mod bind_pattern;
mod bind_projection;
mod bind_search;
mod bind_searched;
mod bind_statement;
mod bind_subquery;
mod bind_update;
mod binder;
mod chain;
mod composition;
mod equality;
mod errors;
mod gathered;
mod grouping;
mod scope;
mod show;
mod type_name;
mod types;
mod visit;

pub use bind_statement::bind;
pub use type_name::bind_type_name;
