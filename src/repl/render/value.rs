//! Values as people read them in a table: nodes and relationships as short patterns, paths by the names of their nodes.

use unicode_width::UnicodeWidthStr;

use super::sanitize;
use crate::evidence::Evidence;
use crate::graph::{GraphState, KeyId, NodeId, RelId, ValueRef};
use crate::value::text::{literal, write_name};
use crate::value::{PathValue, Value};

/// Columns that one node or relationship takes at most.
const ENTITY_WIDTH: usize = 72;
/// Columns that a text inside a node, relationship, list or map takes at most.
const INNER_TEXT: usize = 48;
/// Columns that a whole list or map takes at most.
const COLLECTION_WIDTH: usize = 600;
/// Properties that tell best which node or how sure a relationship is, shown first.
const TELLING: [&str; 6] = ["name", "title", "key", "id", "status", "according_to"];
/// Properties that tell least at a glance, shown last.
const LENGTHY: [&str; 4] = ["aliases", "cites", "description", "summary"];

/// The text of a table's cell; a string stands without quotes.
pub fn cell(value: &Value, graph: &GraphState) -> String {
    match value {
        Value::String(text) => sanitize::line(text).into_owned(),
        other => inner(other, graph),
    }
}

/// The text of a value inside another one, on one line.
pub fn inner(value: &Value, graph: &GraphState) -> String {
    let mut text = Text::new(graph, COLLECTION_WIDTH);
    text.value(value);
    text.out
}

/// Writes values until the width is used up.
struct Text<'a> {
    graph: &'a GraphState,
    out: String,
    left: usize,
}

impl<'a> Text<'a> {
    fn new(graph: &'a GraphState, width: usize) -> Text<'a> {
        Text { graph, out: String::new(), left: width }
    }

    fn push(&mut self, text: &str) {
        self.left = self.left.saturating_sub(text.width());
        self.out.push_str(text);
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::String(text) => self.string(text),
            Value::List(items) => self.items("[", "]", items.iter(), |text, item| text.value(item)),
            Value::Map(map) => self.items("{", "}", map.iter(), |text, (key, value)| {
                text.name(key);
                text.push(": ");
                text.value(value);
            }),
            Value::Node(node) => self.node(*node),
            Value::Relationship(rel) => self.relationship(*rel),
            Value::Path(path) => self.path(path),
            // Inside a table a temporal value is clearer without the call that would construct it.
            Value::Date(value) => self.push(&value.to_string()),
            Value::LocalTime(value) => self.push(&value.to_string()),
            Value::Time(value) => self.push(&value.to_string()),
            Value::LocalDateTime(value) => self.push(&value.to_string()),
            Value::DateTime(value) => self.push(&value.to_string()),
            Value::Duration(value) => self.push(&value.to_string()),
            Value::Float(value) => self.push(&crate::value::text::float_text(*value)),
            Value::Null | Value::Boolean(_) | Value::Integer(_) | Value::Point(_) => {
                self.push(&literal(value, None));
            }
        }
    }

    fn string(&mut self, text: &str) {
        let quoted = literal(&Value::String(shorten(text, INNER_TEXT).into()), None);
        self.push(&sanitize::line(&quoted));
    }

    fn name(&mut self, name: &str) {
        let mut quoted = String::new();
        // Writing to a string cannot fail.
        let _ = write_name(&mut quoted, name);
        self.push(&sanitize::line(&quoted));
    }

    fn items<T>(
        &mut self,
        open: &str,
        close: &str,
        items: impl Iterator<Item = T>,
        write: impl Fn(&mut Self, T),
    ) {
        self.push(open);
        for (index, item) in items.enumerate() {
            if index > 0 {
                self.push(", ");
            }
            if self.left == 0 {
                self.out.push_str("...");
                break;
            }
            write(self, item);
        }
        self.push(close);
    }

    fn node(&mut self, node: NodeId) {
        if !self.graph.node_exists(node) {
            self.push("(deleted node)");
            return;
        }
        self.push("(");
        for label in self.graph.labels(node).iter() {
            self.push(":");
            self.name(self.graph.catalog().label_name(*label));
        }
        let spaced = !self.graph.labels(node).is_empty();
        self.properties(spaced, self.graph.node_properties(node).collect());
        self.push(")");
    }

    fn relationship(&mut self, rel: RelId) {
        let Some(ends) = self.graph.relationship(rel) else {
            self.push("[deleted relationship]");
            return;
        };
        self.push("[:");
        self.name(self.graph.catalog().type_name(ends.rel_type));
        self.properties(true, self.graph.relationship_properties(rel).collect());
        self.push("]");
    }

    /// The properties as far as there is room, the telling ones first.
    fn properties(&mut self, spaced: bool, mut properties: Vec<(KeyId, ValueRef<'_>)>) {
        if properties.is_empty() {
            return;
        }
        let catalog = self.graph.catalog();
        properties.sort_by_key(|(key, _)| rank(catalog.key_name(*key)));
        self.push(if spaced { " {" } else { "{" });
        let room = self.left;
        self.left = room.min(ENTITY_WIDTH);
        let given = self.left;
        for (index, (key, value)) in properties.iter().enumerate() {
            if index > 0 {
                self.push(", ");
            }
            let mut one = Text::new(self.graph, self.left);
            one.name(catalog.key_name(*key));
            one.push(": ");
            one.value(&value.to_value());
            if index > 0 && one.out.width() > self.left {
                self.out.push_str("...");
                break;
            }
            self.push(&one.out);
        }
        self.left = room.saturating_sub(given - self.left);
        self.push("}");
    }

    /// `(Donald Trump)-[:LEADS]->(United States)`
    fn path(&mut self, path: &PathValue) {
        let evidence = Evidence::new(self.graph);
        for (index, node) in path.nodes.iter().enumerate() {
            self.push(&format!("({})", sanitize::line(&evidence.name(*node))));
            let Some(rel) = path.relationships.get(index) else { continue };
            if self.left == 0 {
                self.out.push_str("...");
                return;
            }
            let ends = self.graph.relationship(*rel);
            let backward = ends.is_some_and(|ends| ends.start != *node);
            self.push(if backward { "<-[:" } else { "-[:" });
            match ends {
                Some(ends) => self.name(self.graph.catalog().type_name(ends.rel_type)),
                None => self.push("deleted"),
            }
            self.push(if backward { "]-" } else { "]->" });
        }
    }
}

/// The place of a property: telling ones first, lengthy ones last, all others between them in the order of their keys.
fn rank(key: &str) -> usize {
    let place = |names: &[&str]| names.iter().position(|name| *name == key);
    match (place(&TELLING), place(&LENGTHY)) {
        (Some(early), _) => early,
        (None, Some(late)) => TELLING.len() + 1 + late,
        (None, None) => TELLING.len(),
    }
}

/// The text, cut with an ellipsis where it is wider than so many columns.
pub fn shorten(text: &str, columns: usize) -> String {
    if text.len() <= columns || text.width() <= columns {
        return text.to_owned();
    }
    let mut used = 0;
    let mut out = String::new();
    for c in text.chars() {
        used += unicode_width::UnicodeWidthChar::width(c).unwrap_or(0);
        if used >= columns {
            break;
        }
        out.push(c);
    }
    out.push('…');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_bare_alone_and_quoted_inside() {
        let graph = GraphState::new();
        let text = Value::String("it's".into());
        assert_eq!(cell(&text, &graph), "it's");
        assert_eq!(cell(&Value::List([text].into_iter().collect()), &graph), "['it\\'s']");
        assert_eq!(cell(&Value::Null, &graph), "null");
        assert_eq!(cell(&Value::Node(NodeId(7)), &graph), "(deleted node)");
        assert_eq!(shorten("abcdef", 4), "abc…");
    }
}
