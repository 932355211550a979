//! The graph store against a naive model, its isolation, and petgraph's algorithms running on it.

mod algorithms;
mod bulk;
mod isolation;
mod model;
mod random;
