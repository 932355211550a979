//! Repeated relationships and shortest paths over them.

use serde::{Deserialize, Serialize};

use super::{Expr, PathMode, PatternRelationship, Slot};

/// How often a relationship is repeated and what each hop must satisfy.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct VariableLength {
    /// At least.
    pub min: u64,
    /// At most.
    pub max: Option<u64>,
    /// Which repetitions are allowed.
    pub mode: PathMode,
    /// A predicate on every hop.
    pub hop: Option<HopFilter>,
}

/// A predicate on one hop; its slots are bound while expanding and belong to it alone.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct HopFilter {
    /// The hop's relationship.
    pub relationship: Slot,
    /// Where the hop comes from, seen from the left.
    pub from: Slot,
    /// Where it leads.
    pub to: Slot,
    /// Must be true.
    pub predicate: Expr,
}

/// `shortestPath(...)`, `allShortestPaths(...)`, `ANY SHORTEST`, `ALL SHORTEST`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ShortestPath {
    /// The path; generated when not named.
    pub path: Slot,
    /// The single relationship of the pattern. Without a `length` it is one hop.
    pub relationship: PatternRelationship,
    /// All of the shortest rather than one.
    pub all: bool,
}
