//! What the optimizer wants to know about a graph. All numbers are estimates and none may be negative.

use crate::semantic::bound::Name;

/// Numbers about a graph.
pub trait Statistics {
    /// How many nodes there are.
    fn node_count(&self) -> f64;
    /// How many nodes have the label.
    fn label_count(&self, label: &str) -> f64;
    /// How many relationships of any of these types (of all types when there are none) lead from a node with
    /// the first label to a node with the second; `None` stands for any node.
    fn relationship_count(&self, types: &[Name], from: Option<&str>, to: Option<&str>) -> f64;
    /// The indexes on the label's nodes or the type's relationships; of several on the same keys only one.
    fn indexes(&self, of: Indexed<'_>) -> Vec<IndexStatistics>;

    /// The index on one key of the label's nodes, if there is one.
    fn index(&self, label: &str, key: &str) -> Option<IndexStatistics> {
        let is_on_key = |index: &IndexStatistics| index.keys.len() == 1 && &*index.keys[0] == key;
        self.indexes(Indexed::Label(label)).into_iter().find(is_on_key)
    }
}

/// What indexes that all of some labels or types have on the same keys are together.
pub(super) fn together(
    names: &[Name],
    of: fn(&str) -> Indexed<'_>,
    statistics: &dyn Statistics,
) -> Vec<IndexStatistics> {
    let Some((first, others)) = names.split_first() else { return Vec::new() };
    let mut found = statistics.indexes(of(first));
    for name in others {
        let more = statistics.indexes(of(name));
        found.retain_mut(|index| match more.iter().find(|other| other.keys == index.keys) {
            Some(other) => {
                index.add(other);
                true
            }
            None => false,
        });
    }
    found
}

impl IndexStatistics {
    /// An index of other elements is used too, for the same values.
    fn add(&mut self, other: &IndexStatistics) {
        let each = self.entries / self.distinct.max(1.0) + other.entries / other.distinct.max(1.0);
        self.entries += other.entries;
        self.distinct = if each > 0.0 { self.entries / each } else { 0.0 };
        self.unique = false;
    }
}

/// What an index covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Indexed<'a> {
    /// The nodes with a label.
    Label(&'a str),
    /// The relationships of a type.
    Type(&'a str),
}

/// Numbers about an index.
#[derive(Clone, Debug, PartialEq)]
pub struct IndexStatistics {
    /// Its keys, in its order.
    pub keys: Vec<Name>,
    /// How many elements it holds: those that have all the keys.
    pub entries: f64,
    /// How many different keys these have.
    pub distinct: f64,
    /// No two elements have the same key.
    pub unique: bool,
}

/// Nothing is known: a graph of a thousand nodes and five thousand relationships, without indexes.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoStatistics;

impl Statistics for NoStatistics {
    fn node_count(&self) -> f64 {
        1000.0
    }

    fn label_count(&self, _: &str) -> f64 {
        100.0
    }

    fn relationship_count(&self, types: &[Name], from: Option<&str>, to: Option<&str>) -> f64 {
        let of_types = if types.is_empty() { 5000.0 } else { 500.0 * types.len() as f64 };
        let part = |label: Option<&str>| if label.is_some() { 0.1 } else { 1.0 };
        of_types * part(from) * part(to)
    }

    fn indexes(&self, _: Indexed<'_>) -> Vec<IndexStatistics> {
        Vec::new()
    }
}
