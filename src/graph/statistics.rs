//! Counts kept as writes happen, for the optimizer and for `count(*)` without a scan.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{LabelId, TypeId};

/// How many of what there is. Every count is exact.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statistics {
    nodes: u64,
    relationships: u64,
    labels: Vec<u64>,
    /// By type; shared, so that a statement copies only the counts of the types it writes.
    types: Vec<Arc<TypeCounts>>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct TypeCounts {
    total: u64,
    /// By label of the start node.
    from: Vec<u64>,
    /// By label of the end node.
    to: Vec<u64>,
}

impl PartialEq for TypeCounts {
    fn eq(&self, other: &Self) -> bool {
        // Trailing zeros say nothing.
        let same = |a: &[u64], b: &[u64]| {
            (0..a.len().max(b.len())).all(|i| a.get(i).unwrap_or(&0) == b.get(i).unwrap_or(&0))
        };
        self.total == other.total && same(&self.from, &other.from) && same(&self.to, &other.to)
    }
}

impl Eq for TypeCounts {}

impl Statistics {
    /// The number of nodes.
    pub fn nodes(&self) -> u64 {
        self.nodes
    }

    /// The number of relationships.
    pub fn relationships(&self) -> u64 {
        self.relationships
    }

    /// The number of nodes with a label.
    pub fn with_label(&self, label: LabelId) -> u64 {
        self.labels.get(label.index()).copied().unwrap_or(0)
    }

    /// The number of relationships of a type.
    pub fn of_type(&self, rel_type: TypeId) -> u64 {
        self.types.get(rel_type.index()).map_or(0, |counts| counts.total)
    }

    /// The number of relationships of a type that start at a node with a label.
    pub fn from_label(&self, label: LabelId, rel_type: TypeId) -> u64 {
        self.types
            .get(rel_type.index())
            .and_then(|counts| counts.from.get(label.index()))
            .copied()
            .unwrap_or(0)
    }

    /// The number of relationships of a type that end at a node with a label.
    pub fn to_label(&self, rel_type: TypeId, label: LabelId) -> u64 {
        self.types.get(rel_type.index()).and_then(|counts| counts.to.get(label.index())).copied().unwrap_or(0)
    }

    pub(super) fn add_nodes(&mut self, change: i64) {
        add(&mut self.nodes, change);
    }

    pub(super) fn add_label(&mut self, label: LabelId, change: i64) {
        add(slot(&mut self.labels, label.index()), change);
    }

    pub(super) fn add_type(&mut self, rel_type: TypeId, change: i64) {
        add(&mut self.relationships, change);
        add(&mut self.counts(rel_type).total, change);
    }

    pub(super) fn add_from(&mut self, label: LabelId, rel_type: TypeId, change: i64) {
        add(slot(&mut self.counts(rel_type).from, label.index()), change);
    }

    pub(super) fn add_to(&mut self, rel_type: TypeId, label: LabelId, change: i64) {
        add(slot(&mut self.counts(rel_type).to, label.index()), change);
    }

    fn counts(&mut self, rel_type: TypeId) -> &mut TypeCounts {
        if rel_type.index() >= self.types.len() {
            self.types.resize_with(rel_type.index() + 1, Arc::default);
        }
        Arc::make_mut(&mut self.types[rel_type.index()])
    }

    /// Whether all counts are the same.
    pub(super) fn agrees_with(&self, other: &Statistics) -> bool {
        let labels = self.labels.len().max(other.labels.len()) as u32;
        let types = self.types.len().max(other.types.len());
        let none = TypeCounts::default();
        self.nodes == other.nodes
            && self.relationships == other.relationships
            && (0..labels).all(|label| self.with_label(LabelId(label)) == other.with_label(LabelId(label)))
            && (0..types).all(|at| {
                let counts =
                    |of: &Statistics| of.types.get(at).map_or(none.clone(), |counts| (**counts).clone());
                counts(self) == counts(other)
            })
    }
}

fn slot(counts: &mut Vec<u64>, at: usize) -> &mut u64 {
    if at >= counts.len() {
        counts.resize(at + 1, 0);
    }
    &mut counts[at]
}

fn add(count: &mut u64, change: i64) {
    *count = count.saturating_add_signed(change);
}
