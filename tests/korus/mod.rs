//! The KORUS case: that its data keeps the rules of its vocabulary and of its README, and answers what it was made for.

mod copyright;
mod evidence;
mod names;
mod paths;
mod questions;
mod vocabulary;

use std::sync::LazyLock;

use casegraph::evidence::{Evidence, Keys, strings};
use casegraph::{Database, Direction, NodeRef, RelRef, Snapshot, Value};

/// The `according_to` of statements that no entity makes; `graph-data/korus/README.md` says what they mean.
const NOBODYS_WORD: [&str; 2] = ["the article", "unnamed reports"];

/// A file of the repository.
fn text(path: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn korus() -> Snapshot {
    static LOADED: LazyLock<Snapshot> =
        LazyLock::new(|| casegraph::case::korus().unwrap_or_else(|error| panic!("{error:?}")).snapshot());
    LOADED.clone()
}

/// The invented case of five relations that is there to copy from.
fn minimal() -> Snapshot {
    let db = Database::in_memory();
    let script = text("graph-data/minimal/ferry.cypher");
    for statement in casegraph::syntax::statements(&script) {
        db.query(statement.text).run().unwrap_or_else(|error| panic!("{}: {error:?}", statement.text));
    }
    db.snapshot()
}

/// Fails with all complaints at once.
#[track_caller]
fn none(complaints: Vec<String>) {
    assert!(complaints.is_empty(), "{} complaints\n{}", complaints.len(), complaints.join("\n"));
}

/// A node or a relationship.
#[derive(Clone, Copy)]
enum Element<'g> {
    Node(NodeRef<'g>),
    Relation(RelRef<'g>),
}

impl Element<'_> {
    fn property(&self, name: &str) -> Value {
        match self {
            Element::Node(node) => node.property(name),
            Element::Relation(relation) => relation.property(name),
        }
    }

    fn properties(&self) -> Vec<(&str, Value)> {
        match self {
            Element::Node(node) => node.properties().collect(),
            Element::Relation(relation) => relation.properties().collect(),
        }
    }

    fn string(&self, name: &str) -> Option<String> {
        match self.property(name) {
            Value::String(text) => Some(text.to_string()),
            _ => None,
        }
    }

    /// The labels of a node, the type of a relationship.
    fn kinds(&self) -> Vec<&str> {
        match self {
            Element::Node(node) => node.labels().collect(),
            Element::Relation(relation) => vec![relation.type_name()],
        }
    }

    fn cites(&self, graph: &Snapshot) -> Vec<String> {
        let Some(key) = Keys::of(graph).cites else { return Vec::new() };
        strings(match self {
            Element::Node(node) => graph.node_property(node.id(), key),
            Element::Relation(relation) => graph.relationship_property(relation.id(), key),
        })
    }

    /// As a complaint names it.
    fn shown(&self, graph: &Snapshot) -> String {
        match self {
            Element::Node(node) => format!("`{}`", Evidence::new(graph).name(node.id())),
            Element::Relation(relation) => sentence(graph, *relation),
        }
    }
}

/// `Donald Trump LEADS United States`, as the examples of the vocabulary are written.
fn sentence(graph: &Snapshot, relation: RelRef<'_>) -> String {
    let name = |node: NodeRef<'_>| match node.property("name") {
        Value::String(name) => name.to_string(),
        _ => node.get("key").unwrap_or_else(|_| Evidence::new(graph).name(node.id())),
    };
    format!("{} {} {}", name(relation.start()), relation.type_name(), name(relation.end()))
}

fn nodes(graph: &Snapshot) -> impl Iterator<Item = NodeRef<'_>> {
    graph.nodes().filter_map(|id| graph.node(id))
}

fn relations(graph: &Snapshot) -> impl Iterator<Item = RelRef<'_>> {
    graph.relationships().filter_map(|id| graph.rel(id))
}

/// All nodes, then all relationships.
fn elements(graph: &Snapshot) -> impl Iterator<Item = Element<'_>> {
    nodes(graph).map(Element::Node).chain(relations(graph).map(Element::Relation))
}

#[test]
fn no_entity_stands_alone() {
    for graph in [korus(), minimal()] {
        let alone = graph.nodes_labelled("Entity").filter(|node| node.degree(Direction::Both, None) == 0);
        none(alone.map(|node| Element::Node(node).shown(&graph)).collect());
    }
}

#[test]
fn the_folder_is_what_the_program_carries() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("graph-data/korus");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .expect("the folder is readable")
        .map(|entry| entry.expect("the folder is readable").file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".cypher"))
        .collect();
    files.sort();
    let carried: Vec<&str> = casegraph::case::KORUS.iter().map(|(name, _)| *name).collect();
    assert_eq!(carried, files);
}

#[test]
fn the_minimal_case_loads() {
    let graph = minimal();
    assert_eq!(graph.nodes_labelled("Entity").count(), 6);
    assert_eq!(relations(&graph).filter(|relation| relation.type_name() != "FROM").count(), 5);
}
