//! From citation keys to excerpts and their sources.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::{Keys, Status, strings};
use crate::graph::{Direction, GraphState, KeyId, LabelId, NodeId, RelId, Target, ValueRef};
use crate::value::Value;

/// The excerpt behind a citation key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Citation {
    /// The excerpt's key, as cited.
    pub key: String,
    /// The source's title, or its key when it has none; empty when the key leads nowhere.
    pub source: String,
    /// Where in the source.
    pub locator: String,
    /// What it says there.
    pub summary: String,
}

/// Reads the evidence of a graph.
pub struct Evidence<'a> {
    graph: &'a GraphState,
    keys: Keys,
    excerpt: Option<LabelId>,
    /// Excerpts by key, filled on first use where no index has them.
    by_key: OnceCell<HashMap<String, NodeId>>,
}

impl<'a> Evidence<'a> {
    /// The evidence of this state.
    pub fn new(graph: &'a GraphState) -> Evidence<'a> {
        Evidence {
            graph,
            keys: Keys::of(graph),
            excerpt: graph.catalog().label("Excerpt"),
            by_key: OnceCell::new(),
        }
    }

    /// The state it reads.
    pub fn graph(&self) -> &'a GraphState {
        self.graph
    }

    /// The convention's keys in this graph.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// What a node is called: its name, title or key, otherwise its first label and id.
    pub fn name(&self, node: NodeId) -> String {
        let text = |key: Option<KeyId>| self.node_text(node, key);
        if let Some(name) =
            text(self.keys.name).or_else(|| text(self.keys.title)).or_else(|| text(self.keys.key))
        {
            return name.to_owned();
        }
        match self.graph.labels(node).first() {
            Some(label) => format!("{} #{}", self.graph.catalog().label_name(*label), node.0),
            None => format!("#{}", node.0),
        }
    }

    /// A node's property, when it is a string.
    pub fn node_text(&self, node: NodeId, key: Option<KeyId>) -> Option<&'a str> {
        text(self.graph.node_property(node, key?))
    }

    /// A relationship's property, when it is a string.
    pub fn relationship_text(&self, rel: RelId, key: Option<KeyId>) -> Option<&'a str> {
        text(self.graph.relationship_property(rel, key?))
    }

    /// Whether a node is an excerpt or a source, evidence rather than a thing in the story.
    pub fn is_evidence(&self, node: NodeId) -> bool {
        let source = self.graph.catalog().label("Source");
        let has = |label: Option<LabelId>| label.is_some_and(|label| self.graph.has_label(node, label));
        has(self.excerpt) || (has(source) && self.excerpt.is_some())
    }

    /// How sure a relationship is.
    pub fn status(&self, rel: RelId) -> Status {
        Status::parse(self.relationship_text(rel, self.keys.status))
    }

    /// The citation keys of a relationship, as they stand.
    pub fn relationship_cites(&self, rel: RelId) -> Vec<String> {
        strings(self.keys.cites.and_then(|key| self.graph.relationship_property(rel, key)))
    }

    /// The citation keys of a node, as they stand.
    pub fn node_cites(&self, node: NodeId) -> Vec<String> {
        strings(self.keys.cites.and_then(|key| self.graph.node_property(node, key)))
    }

    /// What a citation key leads to; a key that leads nowhere keeps its name and has no source.
    pub fn resolve(&self, key: &str) -> Citation {
        let Some(excerpt) = self.excerpt_by_key(key) else {
            return Citation {
                key: key.to_owned(),
                source: String::new(),
                locator: String::new(),
                summary: String::new(),
            };
        };
        let owned = |text: Option<&str>| text.unwrap_or_default().to_owned();
        Citation {
            key: key.to_owned(),
            source: self.source_of(excerpt).map(|source| self.source_name(source)).unwrap_or_default(),
            locator: owned(self.node_text(excerpt, self.keys.locator)),
            summary: owned(self.node_text(excerpt, self.keys.summary)),
        }
    }

    /// The source an excerpt is from.
    pub fn source_of(&self, excerpt: NodeId) -> Option<NodeId> {
        let from = self.graph.catalog().rel_type("FROM")?;
        self.graph.expand(excerpt, Direction::Outgoing, Some(from)).next().map(|entry| entry.neighbour)
    }

    fn source_name(&self, source: NodeId) -> String {
        self.node_text(source, self.keys.title).map_or_else(|| self.name(source), str::to_owned)
    }

    /// The excerpt with this key.
    pub fn excerpt_by_key(&self, wanted: &str) -> Option<NodeId> {
        let (label, key) = (self.excerpt?, self.keys.key?);
        if let Some(index) = self.graph.schema().index_on(Target::Label(label), &[key]) {
            let wanted = Value::String(wanted.into());
            return index.seek_equal(std::slice::from_ref(&wanted)).next().map(NodeId);
        }
        let by_key = self.by_key.get_or_init(|| {
            let excerpts = self.graph.nodes_with_label(label);
            excerpts.filter_map(|node| Some((self.node_text(node, Some(key))?.to_owned(), node))).collect()
        });
        by_key.get(wanted).copied()
    }
}

fn text(value: Option<ValueRef<'_>>) -> Option<&str> {
    match value {
        Some(ValueRef::String(text)) => Some(text),
        _ => None,
    }
}
