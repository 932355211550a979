//! casegraph: a knowledge-graph store with the openCypher language and evidence on every relation.

pub mod case;
pub mod cli;
pub mod database;
pub mod error;
pub mod evidence;
pub mod execute;
pub mod explore;
pub mod export;
pub mod function;
pub mod graph;
pub mod import;
pub mod optimize;
pub mod persist;
pub mod plan;
pub mod repl;
pub mod semantic;
pub mod syntax;
pub mod value;

pub use database::{
    Database, OpenOptions, Prepared, Query, QueryResult, ReadTransaction, Row, Summary, WriteTransaction,
};
pub use error::{Error, ErrorClass, Phase, Result, Span};
