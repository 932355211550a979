//! All integration tests, in one binary: through the public API and the real program.

mod bad_input;
mod cli;
mod corpus;
mod database;
mod export;
mod function_arguments;
mod functions;
mod graph;
mod hard;
mod import;
mod inventory;
mod korus;
mod language;
mod library;
mod oracle;
mod plan;
mod repl;
mod round_trip;
mod schema;
mod semantic;
mod store;
mod support;
mod syntax;
mod tck;
mod temporal;
mod tidy;
