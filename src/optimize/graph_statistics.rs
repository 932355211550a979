//! The optimizer's numbers from a state of the graph, which counts exactly as it is written.

use crate::graph::{GraphState, LabelId, Target, TypeId};
use crate::semantic::bound::Name;

use super::statistics::{IndexStatistics, Indexed, Statistics};

impl Statistics for GraphState {
    fn node_count(&self) -> f64 {
        self.statistics().nodes() as f64
    }

    fn label_count(&self, label: &str) -> f64 {
        self.catalog().label(label).map_or(0.0, |label| self.statistics().with_label(label) as f64)
    }

    fn relationship_count(&self, types: &[Name], from: Option<&str>, to: Option<&str>) -> f64 {
        let Some(from) = known(self, from) else { return 0.0 };
        let Some(to) = known(self, to) else { return 0.0 };
        if types.is_empty() {
            return self.catalog().rel_types().map(|(ty, _)| of_type(self, ty, from, to)).sum();
        }
        let types = types.iter().filter_map(|name| self.catalog().rel_type(name));
        types.map(|ty| of_type(self, ty, from, to)).sum()
    }

    fn indexes(&self, of: Indexed<'_>) -> Vec<IndexStatistics> {
        let target = match of {
            Indexed::Label(label) => self.catalog().label(label).map(Target::Label),
            Indexed::Type(rel_type) => self.catalog().rel_type(rel_type).map(Target::Type),
        };
        let mut found: Vec<IndexStatistics> = Vec::new();
        let covering = self.schema().indexes().filter(|index| Some(index.definition().target) == target);
        for index in covering {
            let keys: Vec<Name> =
                index.definition().keys.iter().map(|key| self.catalog().key_name(*key).clone()).collect();
            if found.iter().all(|other| other.keys != keys) {
                let (entries, distinct) = (index.len() as f64, index.distinct() as f64);
                found.push(IndexStatistics { keys, entries, distinct, unique: index.is_unique() });
            }
        }
        found
    }
}

/// The label asked for, if any; `None` when no node ever had it.
fn known(state: &GraphState, label: Option<&str>) -> Option<Option<LabelId>> {
    match label {
        None => Some(None),
        Some(name) => state.catalog().label(name).map(Some),
    }
}

/// With both labels given, start and end are taken to be independent.
fn of_type(state: &GraphState, ty: TypeId, from: Option<LabelId>, to: Option<LabelId>) -> f64 {
    let statistics = state.statistics();
    let total = statistics.of_type(ty) as f64;
    let starting = from.map(|label| statistics.from_label(label, ty) as f64);
    let ending = to.map(|label| statistics.to_label(ty, label) as f64);
    match (starting, ending) {
        (None, None) => total,
        (Some(count), None) | (None, Some(count)) => count,
        (Some(_), Some(_)) if total == 0.0 => 0.0,
        (Some(starting), Some(ending)) => starting * ending / total,
    }
}
