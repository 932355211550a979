//! The words that completion offers: names of the graph at hand, read when Tab is pressed and not before.

use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

use crate::explore::{NameBook, fold};
use crate::function::ProcedureRegistry;
use crate::graph::Snapshot;

/// Graphs with more nodes offer no names of nodes: reading them all would make Tab slow.
const MOST_NODES: u64 = 300_000;

/// The words of one version of the graph, and the session's parameters.
pub struct Vocabulary {
    snapshot: Snapshot,
    /// Which of the databases that the session opened one after the other.
    database: u64,
    parameters: Vec<String>,
    procedures: Arc<ProcedureRegistry>,
    /// Shared by the vocabularies of one version.
    names: Rc<OnceCell<Vec<Name>>>,
}

/// The names of one version, kept without keeping the version.
pub struct KeptNames {
    version: (u64, u64),
    names: Rc<OnceCell<Vec<Name>>>,
}

/// A node's name as written, and as it is compared.
pub struct Name {
    /// As written.
    pub written: String,
    folded: String,
}

impl Name {
    /// Whether the name, or a word in it, begins like this folded text.
    pub fn begins_with(&self, folded: &str) -> bool {
        self.folded.starts_with(folded)
            || self.folded.match_indices(folded).any(|(at, _)| {
                self.folded[..at].chars().next_back().is_some_and(|before| !before.is_alphanumeric())
            })
    }
}

impl Vocabulary {
    /// The words of this version; `database` tells apart the databases that a session opens one after the other.
    pub fn new(
        snapshot: Snapshot,
        database: u64,
        parameters: Vec<String>,
        procedures: Arc<ProcedureRegistry>,
    ) -> Vocabulary {
        Vocabulary { snapshot, database, parameters, procedures, names: Rc::default() }
    }

    /// The names of this version, if they were read, for the next vocabulary.
    pub fn keep_names(self) -> KeptNames {
        KeptNames { version: self.version(), names: self.names }
    }

    /// Takes over names that are of the same version.
    pub fn reuse_names(&mut self, kept: &KeptNames) {
        if kept.version == self.version() {
            self.names = kept.names.clone();
        }
    }

    /// Which database of the session, and which version of it.
    fn version(&self) -> (u64, u64) {
        (self.database, self.snapshot.epoch())
    }

    /// Names and aliases of nodes, sorted.
    pub fn names(&self) -> &[Name] {
        self.names.get_or_init(|| {
            if self.snapshot.node_count() > MOST_NODES {
                return Vec::new();
            }
            let book = NameBook::new(&self.snapshot);
            let mut names: Vec<Name> =
                book.names().map(|name| Name { folded: fold(name), written: name.to_owned() }).collect();
            names.dedup_by(|a, b| a.written == b.written);
            names
        })
    }

    /// Labels in use.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        let statistics = self.snapshot.statistics();
        self.snapshot
            .catalog()
            .labels()
            .filter(|(label, _)| statistics.with_label(*label) > 0)
            .map(|(_, name)| &**name)
    }

    /// Relationship types in use.
    pub fn types(&self) -> impl Iterator<Item = &str> {
        let statistics = self.snapshot.statistics();
        self.snapshot
            .catalog()
            .rel_types()
            .filter(|(rel_type, _)| statistics.of_type(*rel_type) > 0)
            .map(|(_, name)| &**name)
    }

    /// Property keys.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.snapshot.catalog().keys().map(|(_, name)| &**name)
    }

    /// Procedures.
    pub fn procedures(&self) -> impl Iterator<Item = &str> {
        self.procedures.iter().map(|procedure| procedure.name.as_str())
    }

    /// Parameters that are set.
    pub fn parameters(&self) -> impl Iterator<Item = &str> {
        self.parameters.iter().map(String::as_str)
    }
}
