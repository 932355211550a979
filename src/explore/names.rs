//! Names as people type them: case- and accent-insensitively, by alias, then nearly.

use std::collections::{BTreeSet, HashMap};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::error::{Error, ErrorClass, Result};
use crate::evidence::{Evidence, strings};
use crate::graph::{GraphState, NodeId};

/// All names and aliases of a graph's nodes.
#[derive(Debug, Default)]
pub struct NameBook {
    /// Folded name to the nodes it may mean.
    by_name: HashMap<String, BTreeSet<NodeId>>,
    /// Names as written, sorted, for completion; aliases included.
    written: Vec<(String, NodeId)>,
}

/// What a name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Match {
    /// One node.
    One(NodeId),
    /// Several that share the name.
    Several(Vec<NodeId>),
    /// None; the names most like it, best first.
    None(Vec<String>),
}

impl NameBook {
    /// Reads `name`, `title` and `aliases` of every node; excerpts have none.
    pub fn new(graph: &GraphState) -> NameBook {
        let evidence = Evidence::new(graph);
        let keys = evidence.keys();
        let mut book = NameBook::default();
        for key in [keys.name, keys.title, keys.aliases].into_iter().flatten() {
            let Some(column) = graph.node_column(key) else { continue };
            for (row, value) in column.iter() {
                for name in strings(Some(value)) {
                    book.add(name, NodeId(row));
                }
            }
        }
        book.written.sort();
        book.written.dedup();
        book
    }

    fn add(&mut self, name: String, node: NodeId) {
        self.by_name.entry(fold(&name)).or_default().insert(node);
        self.written.push((name, node));
    }

    /// All names as written, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.written.iter().map(|(name, _)| name.as_str())
    }

    /// What a name stands for: exactly, else by the only name that has it as whole words, else nothing but suggestions.
    pub fn find(&self, name: &str) -> Match {
        let wanted = fold(name);
        if let Some(nodes) = self.by_name.get(&wanted) {
            return several(nodes.clone());
        }
        let by_words = self.containing_words(&wanted);
        if !by_words.is_empty() {
            return several(by_words);
        }
        Match::None(self.similar(&wanted))
    }

    /// The one node of this name, or an error that lists the candidates or suggests names.
    pub fn resolve(&self, graph: &GraphState, name: &str) -> Result<NodeId> {
        if name.trim().is_empty() {
            return Err(Error::new(ErrorClass::EntityNotFound, "EmptyName", "a name is missing"));
        }
        match self.find(name) {
            Match::One(node) => Ok(node),
            Match::Several(nodes) => {
                let evidence = Evidence::new(graph);
                let shown: Vec<String> =
                    nodes.iter().take(10).map(|node| label_name(&evidence, *node)).collect();
                let more = if nodes.len() > shown.len() { ", ..." } else { "" };
                Err(Error::new(
                    ErrorClass::EntityNotFound,
                    "AmbiguousName",
                    format!("`{name}` may mean {} nodes", nodes.len()),
                )
                .hint(format!("say one of these in full: {}{more}", shown.join(", "))))
            }
            Match::None(similar) => {
                let error = Error::new(
                    ErrorClass::EntityNotFound,
                    "UnknownName",
                    format!("nothing is called `{name}`"),
                );
                Err(match similar.as_slice() {
                    [] => error.hint("look for it in the shell with .find TEXT"),
                    names => error.hint(format!("did you mean {}?", quoted_list(names))),
                })
            }
        }
    }

    /// Nodes with a name that has all words of `wanted` as whole words.
    fn containing_words(&self, wanted: &str) -> BTreeSet<NodeId> {
        let words: Vec<&str> = wanted.split_whitespace().collect();
        let mut found = BTreeSet::new();
        if words.is_empty() {
            return found;
        }
        for (name, nodes) in &self.by_name {
            let has = |word: &&str| name.split(|c: char| !c.is_alphanumeric()).any(|part| part == *word);
            if words.iter().all(has) {
                found.extend(nodes);
            }
        }
        found
    }

    fn similar(&self, wanted: &str) -> Vec<String> {
        let mut scored: Vec<(f64, &str)> = self
            .written
            .iter()
            .map(|(name, _)| (strsim::jaro_winkler(wanted, &fold(name)), name.as_str()))
            .filter(|(score, _)| *score > 0.8)
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        scored.into_iter().take(3).map(|(_, name)| name.to_owned()).collect()
    }
}

fn several(nodes: BTreeSet<NodeId>) -> Match {
    let mut nodes = nodes.into_iter();
    match (nodes.next(), nodes.next()) {
        (Some(one), None) => Match::One(one),
        (Some(first), Some(second)) => Match::Several([first, second].into_iter().chain(nodes).collect()),
        (None, _) => Match::None(Vec::new()),
    }
}

fn label_name(evidence: &Evidence<'_>, node: NodeId) -> String {
    let graph = evidence.graph();
    let labels = graph.labels(node).iter().map(|label| format!(":{}", graph.catalog().label_name(*label)));
    format!("`{}` ({})", evidence.name(node), labels.collect::<String>())
}

fn quoted_list(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [rest @ .., last] if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        all => all.concat(),
    }
}

/// The form in which names are compared: lower case, without accents, single spaces, typographic quotes made plain.
pub fn fold(name: &str) -> String {
    let plain =
        name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).map(|c| match c {
            '\u{2018}' | '\u{2019}' => '\'',
            '\u{201c}' | '\u{201d}' => '"',
            '\u{2010}'..='\u{2015}' => '-',
            other => other,
        });
    let mut folded = String::with_capacity(name.len());
    for c in plain {
        match c.is_whitespace() {
            true if folded.is_empty() || folded.ends_with(' ') => {}
            true => folded.push(' '),
            false => folded.push(c),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}
