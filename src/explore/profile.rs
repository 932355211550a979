//! Who or what a node is, and its relations grouped by type and direction.

use std::collections::BTreeMap;

use super::pathway::Relation;
use super::shown;
use crate::evidence::{Evidence, strings};
use crate::graph::{Direction, GraphState, NodeId};

/// All that is known of a node.
#[derive(Clone, Debug)]
pub struct Profile {
    /// The node.
    pub node: NodeId,
    /// What it is called.
    pub name: String,
    /// Its labels.
    pub labels: Vec<String>,
    /// Its other names.
    pub aliases: Vec<String>,
    /// What it is, in a sentence.
    pub description: Option<String>,
    /// Keys of excerpts that the node itself cites.
    pub cites: Vec<String>,
    /// Its other properties, by key.
    pub properties: Vec<(String, String)>,
    /// Its relations; outgoing before incoming, then by type.
    pub groups: Vec<Group>,
}

/// The relations of one type in one direction.
#[derive(Clone, Debug)]
pub struct Group {
    /// The type.
    pub type_name: String,
    /// Seen from the profile's node.
    pub outgoing: bool,
    /// By the name of the other end.
    pub relations: Vec<(String, Relation)>,
}

/// The profile of a node.
pub fn profile(graph: &GraphState, node: NodeId) -> Profile {
    let evidence = Evidence::new(graph);
    let keys = evidence.keys();
    let told = [keys.name, keys.aliases, keys.description, keys.cites];
    let properties = graph
        .node_properties(node)
        .filter(|(key, _)| !told.contains(&Some(*key)))
        .map(|(key, value)| (graph.catalog().key_name(key).to_string(), shown(&value.to_value())))
        .collect();
    Profile {
        node,
        name: evidence.name(node),
        labels: graph
            .labels(node)
            .iter()
            .map(|label| graph.catalog().label_name(*label).to_string())
            .collect(),
        aliases: strings(keys.aliases.and_then(|key| graph.node_property(node, key))),
        description: evidence.node_text(node, keys.description).map(str::to_owned),
        cites: evidence.node_cites(node),
        properties,
        groups: groups(&evidence, node),
    }
}

fn groups(evidence: &Evidence<'_>, node: NodeId) -> Vec<Group> {
    let mut groups: BTreeMap<(bool, String), Vec<(String, Relation)>> = BTreeMap::new();
    for direction in [Direction::Outgoing, Direction::Incoming] {
        for entry in evidence.graph().expand(node, direction, None) {
            let Some(relation) = Relation::read(evidence, entry.relationship) else { continue };
            let group = (direction == Direction::Incoming, relation.type_name.clone());
            groups.entry(group).or_default().push((evidence.name(entry.neighbour), relation));
        }
    }
    let mut groups: Vec<Group> = groups
        .into_iter()
        .map(|((incoming, type_name), relations)| Group { type_name, outgoing: !incoming, relations })
        .collect();
    for group in &mut groups {
        group.relations.sort_by(|a, b| (&a.0, a.1.id).cmp(&(&b.0, b.1.id)));
    }
    groups
}

/// Nodes whose text properties contain `needle`, whatever the case and accents: the node and the property that matched,
/// names first, at most `limit`.
pub fn find_text(graph: &GraphState, needle: &str, limit: usize) -> Vec<(NodeId, String, String)> {
    let wanted = super::fold(needle);
    let keys = *Evidence::new(graph).keys();
    let first = [keys.name, keys.title, keys.aliases, keys.description];
    let mut order: Vec<_> = first.into_iter().flatten().collect();
    order.extend(graph.catalog().keys().map(|(key, _)| key).filter(|key| !first.contains(&Some(*key))));
    let mut found: Vec<(NodeId, String, String)> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for key in order {
        let Some(column) = graph.node_column(key) else { continue };
        for (row, value) in column.iter() {
            if found.len() >= limit {
                return found;
            }
            let hit = strings(Some(value)).into_iter().find(|text| super::fold(text).contains(&wanted));
            if let Some(text) = hit
                && seen.insert(row)
            {
                found.push((NodeId(row), graph.catalog().key_name(key).to_string(), text));
            }
        }
    }
    found
}
