//! A graph as plain maps, and the comparison of a real one with it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use casegraph::graph::{Direction, Entry, GraphState, KeyId, LabelId, NodeId, RelId, Target, TypeId};
use casegraph::value::Value;

#[derive(Clone, Debug, Default)]
pub struct Model {
    pub nodes: BTreeMap<NodeId, Node>,
    pub rels: BTreeMap<RelId, Rel>,
    /// By label and key, whether it is unique.
    pub indexes: BTreeMap<(LabelId, KeyId), bool>,
}

#[derive(Clone, Debug, Default)]
pub struct Node {
    pub labels: BTreeSet<LabelId>,
    pub properties: BTreeMap<KeyId, Value>,
}

#[derive(Clone, Debug)]
pub struct Rel {
    pub rel_type: TypeId,
    pub start: NodeId,
    pub end: NodeId,
    pub properties: BTreeMap<KeyId, Value>,
}

/// Equal texts stand for equal values; nothing for NaN, which equals nothing.
pub fn equality(value: &Value) -> Option<String> {
    match value {
        Value::Float(number) if number.is_nan() => None,
        Value::Float(number) if number.fract() == 0.0 => Some(format!("number {}", *number as i64)),
        Value::Float(number) => Some(format!("number {number}")),
        Value::Integer(number) => Some(format!("number {number}")),
        other => Some(format!("{other:?}")),
    }
}

impl Model {
    /// Whether a unique index would hold two nodes with this value.
    pub fn collides(&self, node: NodeId, label: LabelId, key: KeyId, value: &Value) -> bool {
        self.indexes.get(&(label, key)) == Some(&true)
            && self.nodes.iter().any(|(other, content)| {
                *other != node
                    && content.labels.contains(&label)
                    && content
                        .properties
                        .get(&key)
                        .is_some_and(|other| equality(other).is_some() && equality(other) == equality(value))
            })
    }

    fn entries(&self, node: NodeId, direction: Direction, only: Option<TypeId>) -> Vec<Entry> {
        let mut entries = Vec::new();
        for (id, rel) in &self.rels {
            if only.is_some_and(|only| only != rel.rel_type) {
                continue;
            }
            let entry = |neighbour| Entry { rel_type: rel.rel_type, neighbour, relationship: *id };
            let out = rel.start == node && direction != Direction::Incoming;
            let back = rel.end == node && direction != Direction::Outgoing;
            if out {
                entries.push(entry(rel.end));
            }
            if back && !(out && rel.start == rel.end) {
                entries.push(entry(rel.start));
            }
        }
        entries.sort();
        entries
    }

    /// Panics where the state differs.
    pub fn compare(&self, state: &GraphState) {
        assert_eq!(state.check(), Vec::<String>::new());
        assert_eq!(state.nodes().collect::<Vec<_>>(), self.nodes.keys().copied().collect::<Vec<_>>());
        assert_eq!(state.relationships().collect::<Vec<_>>(), self.rels.keys().copied().collect::<Vec<_>>());
        assert_eq!(state.node_count(), self.nodes.len() as u64);
        assert_eq!(state.relationship_count(), self.rels.len() as u64);
        for (id, node) in &self.nodes {
            assert_eq!(state.labels(*id).to_vec(), node.labels.iter().copied().collect::<Vec<_>>());
            same_properties(state.node_properties(*id), &node.properties);
            for direction in [Direction::Outgoing, Direction::Incoming, Direction::Both] {
                for only in [None, Some(TypeId(0)), Some(TypeId(1))] {
                    self.compare_expansion(state, *id, direction, only);
                }
            }
        }
        for (id, rel) in &self.rels {
            let real = state.relationship(*id).expect("compared above");
            assert_eq!((real.rel_type, real.start, real.end), (rel.rel_type, rel.start, rel.end));
            same_properties(state.relationship_properties(*id), &rel.properties);
        }
        self.compare_indexes(state);
    }

    fn compare_expansion(&self, state: &GraphState, id: NodeId, direction: Direction, only: Option<TypeId>) {
        let expected = self.entries(id, direction, only);
        let mut real: Vec<Entry> = state.expand(id, direction, only).collect();
        if direction != Direction::Both {
            assert!(real.is_sorted());
        }
        real.sort();
        assert_eq!(real, expected);
        assert_eq!(state.degree(id, direction, only), expected.len());
        for other in self.nodes.keys().take(3) {
            let mut between: Vec<Entry> = state.between(id, *other, direction, only).collect();
            between.sort();
            let expected: Vec<Entry> = expected.iter().copied().filter(|it| it.neighbour == *other).collect();
            assert_eq!(between, expected);
        }
    }

    fn compare_indexes(&self, state: &GraphState) {
        assert_eq!(state.schema().indexes().len(), self.indexes.len());
        for (label, key) in self.indexes.keys() {
            let index = state.schema().index_on(Target::Label(*label), &[*key]).expect("the index is there");
            let members: Vec<(NodeId, &Value)> = self
                .nodes
                .iter()
                .filter(|(_, node)| node.labels.contains(label))
                .filter_map(|(id, node)| Some((*id, node.properties.get(key)?)))
                .collect();
            assert_eq!(index.len(), members.len() as u64);
            for (_, value) in &members {
                let mut found: Vec<u32> = index.seek_equal(std::slice::from_ref(*value)).collect();
                found.sort();
                let equal = |other: &Value| equality(other).is_some() && equality(other) == equality(value);
                let expected: Vec<u32> =
                    members.iter().filter(|(_, other)| equal(other)).map(|(id, _)| id.0).collect();
                assert_eq!(found, expected, "for {value:?} among {members:?}");
            }
            let low = Value::Integer(2);
            let found =
                index.seek_range(Bound::Included(&low), Bound::Unbounded).expect("numbers have ranges");
            let mut found: Vec<u32> = found.collect();
            found.sort();
            let is_high = |value: &Value| match value {
                Value::Integer(number) => *number >= 2,
                Value::Float(number) => *number >= 2.0,
                _ => false,
            };
            let expected: Vec<u32> =
                members.iter().filter(|(_, value)| is_high(value)).map(|(id, _)| id.0).collect();
            assert_eq!(found, expected);
        }
    }
}

fn same_properties<'a>(
    real: impl Iterator<Item = (KeyId, casegraph::graph::ValueRef<'a>)>,
    expected: &BTreeMap<KeyId, Value>,
) {
    let real: Vec<_> = real.collect();
    assert_eq!(real.len(), expected.len());
    for ((key, value), (expected_key, expected)) in real.iter().zip(expected) {
        assert_eq!(key, expected_key);
        assert!(value.is_identical(expected), "{value:?} is not {expected:?}");
    }
}
