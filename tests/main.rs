//! All integration tests, in one binary: through the public API and the real program.

mod functions;
mod graph;
mod store;
mod temporal;
