//! Evidence: the convention by which a graph says on whose word its relations stand.
//!
//! It is ordinary graph data, so it survives every import, export and protocol: `(:Source {key, title, ..})`,
//! `(:Excerpt {key, locator, summary})-[:FROM]->(:Source)`, and on any node or relationship a list `cites` of
//! excerpt keys, a `status` (fact, claim, proposal, plan, forecast), `according_to`, `valid_from`, `valid_to`. A graph that
//! follows none of it simply has no citations.

mod citation;
mod status;

pub use citation::{Citation, Evidence};
pub use status::Status;

use crate::graph::{GraphState, KeyId, ValueRef};

/// The property keys of the convention, looked up once.
#[derive(Clone, Copy, Debug, Default)]
pub struct Keys {
    /// The name people use.
    pub name: Option<KeyId>,
    /// Other names.
    pub aliases: Option<KeyId>,
    /// What it is, in a sentence.
    pub description: Option<KeyId>,
    /// A source's title.
    pub title: Option<KeyId>,
    /// An excerpt's or source's key.
    pub key: Option<KeyId>,
    /// Where in the source.
    pub locator: Option<KeyId>,
    /// What the excerpt says.
    pub summary: Option<KeyId>,
    /// Keys of excerpts.
    pub cites: Option<KeyId>,
    /// Fact or not.
    pub status: Option<KeyId>,
    /// On whose word.
    pub according_to: Option<KeyId>,
    /// Since when.
    pub valid_from: Option<KeyId>,
    /// Until when.
    pub valid_to: Option<KeyId>,
}

impl Keys {
    /// The keys of this graph.
    pub fn of(graph: &GraphState) -> Keys {
        let key = |name| graph.catalog().key(name);
        Keys {
            name: key("name"),
            aliases: key("aliases"),
            description: key("description"),
            title: key("title"),
            key: key("key"),
            locator: key("locator"),
            summary: key("summary"),
            cites: key("cites"),
            status: key("status"),
            according_to: key("according_to"),
            valid_from: key("valid_from"),
            valid_to: key("valid_to"),
        }
    }
}

/// The strings of a string or a list of strings; other values have none.
pub fn strings(value: Option<ValueRef<'_>>) -> Vec<String> {
    use crate::value::Value;
    match value {
        Some(ValueRef::String(text)) => vec![text.to_owned()],
        Some(ValueRef::Other(Value::List(items))) => items
            .iter()
            .filter_map(|item| match item {
                Value::String(text) => Some(text.to_string()),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}
