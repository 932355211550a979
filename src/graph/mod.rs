//! The property graph: immutable snapshots, and write transactions that prepare the next one.

mod ids;

pub use ids::{Direction, KeyId, LabelId, NodeId, RelId, TypeId};

/// One state of a graph.
#[derive(Clone, Debug, Default)]
pub struct GraphState {}
