//! The same graph kept in several ways: in memory, with indexes on everything, and read back from the disk.

use casegraph::graph::GraphState;
use casegraph::persist::StoreFile;
use casegraph::{Database, OpenOptions, Result};

/// Indexes on every label and key, and every type and key, that come together in the graph, and on pairs of such keys.
pub fn index_everything(database: &Database) -> Result<()> {
    let mut before: Option<(String, String)> = None;
    for (label, key, is_node) in indexable(database.snapshot().state()) {
        let pattern = if is_node { format!("(e:{label})") } else { format!("()-[e:{label}]-()") };
        database.query(&format!("CREATE INDEX IF NOT EXISTS FOR {pattern} ON (e.{key})")).run()?;
        if let Some((_, first)) = before.filter(|(same, _)| *same == pattern) {
            let both = format!("CREATE INDEX IF NOT EXISTS FOR {pattern} ON (e.{first}, e.{key})");
            database.query(&both).run()?;
        }
        before = Some((pattern, key));
    }
    Ok(())
}

/// Labels and types with their keys, quoted; true for labels.
fn indexable(graph: &GraphState) -> std::collections::BTreeSet<(String, String, bool)> {
    let quoted = |name: &str| format!("`{}`", name.replace('`', "``"));
    let mut found = std::collections::BTreeSet::new();
    for node in graph.nodes() {
        let (Ok(labels), Ok(map)) = (graph.label_names(node), graph.node_map(node)) else { continue };
        for label in &labels {
            found.extend(map.keys().map(|key| (quoted(label), quoted(key), true)));
        }
    }
    for relationship in graph.relationships() {
        let (Some(name), Ok(map)) = (graph.type_name(relationship), graph.relationship_map(relationship))
        else {
            continue;
        };
        found.extend(map.keys().map(|key| (quoted(name), quoted(key), false)));
    }
    found
}

/// A store in a folder that goes with it.
pub struct OnDisk {
    pub database: Database,
    _folder: tempfile::TempDir,
}

impl OnDisk {
    /// Writes the graph into a store, and opens it.
    pub fn holding(options: OpenOptions, state: &GraphState) -> Result<OnDisk> {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let path = folder.path().join("graph.casegraph");
        let (mut file, _) = StoreFile::open(&path, &options.store)?;
        file.checkpoint(state)?;
        file.close(state)?;
        Ok(OnDisk { database: Database::open_with(&path, options)?, _folder: folder })
    }
}
