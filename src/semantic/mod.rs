//! Syntax tree to bound statement: names become slots, functions become registry rows, and
//! openCypher's compile-time errors are raised here, before anything executes.

pub mod bound;
mod visit;
