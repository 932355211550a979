//! Graph algorithms over a version of the graph: what `CALL algo.*` runs, and what programs can call.
//!
//! In goes a [`Projection`] (the nodes of some labels and the relationships of some types, as plain arrays) and a
//! [`Work`] that may stop the algorithm; out comes a figure for each node position, or a list of places.
//! Every sum is taken in a fixed order, so that answers are the same on any number of threads.

pub mod centrality;
pub mod community;
pub mod components;
pub mod cut;
pub mod distance;
pub mod neighbourhood;
pub mod steiner;
pub mod structure;

mod projection;
mod selection;
mod work;

pub use projection::{Extras, Projection};
pub use selection::{Selection, Weight};
pub use work::{Held, Unlimited, Work};

/// A position that no node has.
pub const NOBODY: u32 = u32::MAX;
