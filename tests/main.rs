//! All integration tests, in one binary: through the public API and the real program.

mod cli;
mod corpus;
mod database;
mod export;
mod functions;
mod graph;
mod import;
mod language;
mod library;
mod plan;
mod repl;
mod semantic;
mod store;
mod support;
mod syntax;
mod tck;
mod temporal;
