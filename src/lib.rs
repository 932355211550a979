//! casegraph: a knowledge-graph store with the openCypher language and evidence on every relation.

pub mod error;
pub mod graph;
pub mod syntax;
pub mod value;

pub use error::{Error, ErrorClass, Phase, Result, Span};
