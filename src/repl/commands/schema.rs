//! What a graph is made of: labels with their properties, relationship types with their ends, indexes and constraints.

use std::collections::BTreeSet;

use crate::graph::{ConstraintKind, GraphState, KeyId, LabelId, NodeId, RelId, Target, TypeId};

/// Elements of a label or type that are looked at for their properties.
const SAMPLED: usize = 2_000;

/// A label in use.
pub(super) struct LabelRow {
    /// Its name.
    pub name: String,
    /// Nodes with it.
    pub count: u64,
    /// Keys of its nodes, of the first ones if there are many.
    pub keys: Vec<String>,
}

/// A relationship type in use.
pub(super) struct TypeRow {
    /// Its name.
    pub name: String,
    /// Relationships of it.
    pub count: u64,
    /// The narrowest label that all start nodes share, if any.
    pub from: Option<String>,
    /// The narrowest label that all end nodes share, if any.
    pub to: Option<String>,
    /// Keys of its relationships, of the first ones if there are many.
    pub keys: Vec<String>,
}

/// The labels in use, most frequent first.
pub(super) fn labels(graph: &GraphState) -> Vec<LabelRow> {
    let mut rows: Vec<LabelRow> = graph
        .catalog()
        .labels()
        .map(|(label, name)| LabelRow {
            name: name.to_string(),
            count: graph.statistics().with_label(label),
            keys: label_keys(graph, label),
        })
        .filter(|row| row.count > 0)
        .collect();
    rows.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    rows
}

/// The relationship types in use, most frequent first.
pub(super) fn types(graph: &GraphState) -> Vec<TypeRow> {
    let statistics = graph.statistics();
    let keys = type_keys(graph);
    let mut rows: Vec<TypeRow> = graph
        .catalog()
        .rel_types()
        .map(|(rel_type, name)| {
            let count = statistics.of_type(rel_type);
            TypeRow {
                name: name.to_string(),
                count,
                from: shared_label(graph, |label| statistics.from_label(label, rel_type) == count),
                to: shared_label(graph, |label| statistics.to_label(rel_type, label) == count),
                keys: keys.get(rel_type.index()).map(|keys| names(graph, keys)).unwrap_or_default(),
            }
        })
        .filter(|row| row.count > 0)
        .collect();
    rows.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    rows
}

fn label_keys(graph: &GraphState, label: LabelId) -> Vec<String> {
    let mut keys = BTreeSet::new();
    for node in graph.nodes_with_label(label).take(SAMPLED) {
        keys.extend(node_keys(graph, node));
    }
    names(graph, &keys)
}

fn node_keys(graph: &GraphState, node: NodeId) -> impl Iterator<Item = KeyId> {
    graph.node_properties(node).map(|(key, _)| key)
}

/// By type, the keys of its relationships; found in one pass that ends early when it has seen enough of every type.
fn type_keys(graph: &GraphState) -> Vec<BTreeSet<KeyId>> {
    let count = graph.catalog().rel_types().len();
    let mut keys = vec![BTreeSet::new(); count];
    let mut seen = vec![0; count];
    for rel in graph.relationships().take(SAMPLED.saturating_mul(count.max(1))) {
        let Some(at) = graph.relationship(rel).map(|ends| ends.rel_type.index()) else { continue };
        if seen[at] < SAMPLED {
            seen[at] += 1;
            keys[at].extend(rel_keys(graph, rel));
        }
    }
    keys
}

fn rel_keys(graph: &GraphState, rel: RelId) -> impl Iterator<Item = KeyId> {
    graph.relationship_properties(rel).map(|(key, _)| key)
}

fn names(graph: &GraphState, keys: &BTreeSet<KeyId>) -> Vec<String> {
    keys.iter().map(|key| graph.catalog().key_name(*key).to_string()).collect()
}

/// The rarest label with this property.
fn shared_label(graph: &GraphState, covers: impl Fn(LabelId) -> bool) -> Option<String> {
    graph
        .catalog()
        .labels()
        .filter(|(label, _)| graph.statistics().with_label(*label) > 0 && covers(*label))
        .min_by_key(|(label, _)| graph.statistics().with_label(*label))
        .map(|(_, name)| name.to_string())
}

/// One line for each constraint and each index that no constraint brings.
pub(super) fn rules(graph: &GraphState) -> Vec<String> {
    let schema = graph.schema();
    let mut lines: Vec<String> = schema
        .constraints()
        .map(|constraint| {
            let demand = match constraint.kind {
                ConstraintKind::Unique => "unique".to_owned(),
                ConstraintKind::NotNull => "required".to_owned(),
                ConstraintKind::Key => "unique and required".to_owned(),
                ConstraintKind::Typed(types) => format!("of type {}", types.text()),
            };
            let covered = covered(graph, constraint.target, &constraint.keys);
            format!("constraint {}: {covered} {demand}", constraint.name)
        })
        .collect();
    for index in schema.indexes() {
        let definition = index.definition();
        if schema.constraint(&definition.name).is_none() {
            let covered = covered(graph, definition.target, &definition.keys);
            lines.push(format!("index {}: {covered}", definition.name));
        }
    }
    lines
}

fn covered(graph: &GraphState, target: Target, keys: &[KeyId]) -> String {
    let keys: Vec<&str> = keys.iter().map(|key| &**graph.catalog().key_name(*key)).collect();
    match target {
        Target::Label(label) => format!("(:{} {{{}}})", graph.catalog().label_name(label), keys.join(", ")),
        Target::Type(rel_type) => format!("[:{} {{{}}}]", type_name(graph, rel_type), keys.join(", ")),
    }
}

fn type_name(graph: &GraphState, rel_type: TypeId) -> &str {
    graph.catalog().type_name(rel_type)
}
