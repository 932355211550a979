//! What `db.schema.*` tell: which properties the nodes and relationships have, of which types, and what joins what. All is
//! read from the elements that are there, in one pass.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::rows::string;
use crate::graph::{GraphState, KeyId, Target};
use crate::value::{Map, Value};

/// What was seen of the elements of one kind.
#[derive(Default)]
struct Kind {
    elements: u64,
    properties: BTreeMap<Arc<str>, Property>,
}

#[derive(Default)]
struct Property {
    elements: u64,
    types: BTreeSet<&'static str>,
}

impl Kind {
    fn note<'g>(
        &mut self,
        graph: &GraphState,
        properties: impl Iterator<Item = (KeyId, crate::graph::ValueRef<'g>)>,
    ) {
        self.elements += 1;
        for (key, value) in properties {
            let name = graph.catalog().key_name(key);
            let property = match self.properties.get_mut(name) {
                Some(property) => property,
                None => self.properties.entry(name.clone()).or_default(),
            };
            property.elements += 1;
            property.types.insert(value.to_value().type_name());
        }
    }

    /// A row for each property, or one without a property where there is none.
    fn rows(&self, first: &[Value]) -> Vec<Vec<Value>> {
        if self.properties.is_empty() {
            return vec![[first, &[Value::Null, Value::Null, Value::Boolean(false)]].concat()];
        }
        let row = |(name, property): (&Arc<str>, &Property)| {
            let types = property.types.iter().map(|ty| string(*ty)).collect();
            let mandatory = Value::Boolean(property.elements == self.elements);
            [first, &[Value::String(name.clone()), Value::List(types), mandatory]].concat()
        };
        self.properties.iter().map(row).collect()
    }
}

/// Rows for each combination of labels and each property.
pub(super) fn node_type_properties(graph: &GraphState) -> Vec<Vec<Value>> {
    let mut kinds: BTreeMap<Vec<Arc<str>>, Kind> = BTreeMap::new();
    for node in graph.nodes() {
        kinds.entry(label_names(graph, node)).or_default().note(graph, graph.node_properties(node));
    }
    let rows = |(labels, kind): (&Vec<Arc<str>>, &Kind)| {
        let name: String = labels.iter().map(|label| format!(":`{label}`")).collect();
        kind.rows(&[string(name), Value::List(labels.iter().cloned().map(Value::String).collect())])
    };
    kinds.iter().flat_map(rows).collect()
}

/// Rows for each type and each property.
pub(super) fn relationship_type_properties(graph: &GraphState) -> Vec<Vec<Value>> {
    let mut kinds: BTreeMap<Arc<str>, Kind> = BTreeMap::new();
    for id in graph.relationships() {
        let Some(relationship) = graph.relationship(id) else { continue };
        let name = graph.catalog().type_name(relationship.rel_type).clone();
        kinds.entry(name).or_default().note(graph, graph.relationship_properties(id));
    }
    kinds.iter().flat_map(|(name, kind)| kind.rows(&[string(format!(":`{name}`"))])).collect()
}

/// One row: the labels as maps with their numbers of nodes, the properties of their indexes and the names of their constraints;
/// and which label each type joins to which, as maps with their numbers of relationships.
pub(super) fn visualization(graph: &GraphState) -> Vec<Vec<Value>> {
    let mut labels: BTreeMap<Arc<str>, i64> = BTreeMap::new();
    for node in graph.nodes() {
        label_names(graph, node).into_iter().for_each(|label| *labels.entry(label).or_default() += 1);
    }
    let mut joins: BTreeMap<[Arc<str>; 3], i64> = BTreeMap::new();
    for relationship in graph.relationships().filter_map(|id| graph.relationship(id)) {
        let rel_type = graph.catalog().type_name(relationship.rel_type);
        for start in label_names(graph, relationship.start) {
            for end in label_names(graph, relationship.end) {
                *joins.entry([start.clone(), rel_type.clone(), end]).or_default() += 1;
            }
        }
    }
    let label = |(name, count): (Arc<str>, i64)| {
        let target = graph.catalog().label(&name).map(Target::Label);
        map(&[
            ("indexes", indexed_properties(graph, target)),
            ("constraints", constraint_names(graph, target)),
            ("name", Value::String(name)),
            ("count", count.into()),
        ])
    };
    let join = |([start, rel_type, end], count): ([Arc<str>; 3], i64)| {
        map(&[
            ("start", Value::String(start)),
            ("type", Value::String(rel_type)),
            ("end", Value::String(end)),
            ("count", count.into()),
        ])
    };
    let nodes = labels.into_iter().map(label).collect();
    let relationships = joins.into_iter().map(join).collect();
    vec![vec![Value::List(nodes), Value::List(relationships)]]
}

/// The properties of each index of a label: `['name', 'city,born']`.
fn indexed_properties(graph: &GraphState, target: Option<Target>) -> Value {
    let indexes = graph.schema().indexes().map(|index| index.definition());
    let own = indexes.filter(|index| Some(index.target) == target);
    let texts: BTreeSet<String> = own
        .map(|index| {
            index.keys.iter().map(|key| &**graph.catalog().key_name(*key)).collect::<Vec<_>>().join(",")
        })
        .collect();
    Value::List(texts.into_iter().map(string).collect())
}

fn constraint_names(graph: &GraphState, target: Option<Target>) -> Value {
    let own = graph.schema().constraints().filter(|constraint| Some(constraint.target) == target);
    Value::List(own.map(|constraint| Value::String(constraint.name.clone())).collect())
}

fn map(entries: &[(&str, Value)]) -> Value {
    let map: Map = entries.iter().map(|(key, value)| (Arc::from(*key), value.clone())).collect();
    Value::from(map)
}

fn label_names(graph: &GraphState, node: crate::graph::NodeId) -> Vec<Arc<str>> {
    let mut names: Vec<Arc<str>> =
        graph.labels(node).iter().map(|label| graph.catalog().label_name(*label).clone()).collect();
    names.sort();
    names
}
