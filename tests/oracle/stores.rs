//! The same graph kept in several ways: in memory, with indexes on everything, and read back from the disk.

use std::collections::BTreeMap;

use casegraph::graph::GraphState;
use casegraph::persist::StoreFile;
use casegraph::value::{Map, Value};
use casegraph::{Database, OpenOptions, Result};

/// Which indexes there are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Indexes {
    /// On each key alone: of points and texts where all values are such, else of ranges.
    Single,
    /// On two keys together, in both orders, and on all of a label or type.
    Composite,
}

/// Indexes on every label with its keys, and every type with its keys, that come together in the graph.
pub fn index_everything(database: &Database, indexes: Indexes) -> Result<()> {
    for ((name, is_node), keys) in indexable(database.snapshot().state()) {
        let pattern = if is_node { format!("(e:{name})") } else { format!("()-[e:{name}]-()") };
        let create = |kind: &str, keys: &[&String]| {
            let keys = keys.iter().map(|key| format!("e.{key}")).collect::<Vec<_>>().join(", ");
            database
                .query(&format!("CREATE {kind} INDEX IF NOT EXISTS FOR {pattern} ON ({keys})"))
                .run()
                .map(|_| ())
        };
        let names: Vec<&String> = keys.keys().collect();
        match indexes {
            Indexes::Single => keys.iter().try_for_each(|(key, kind)| create(kind, &[key]))?,
            Indexes::Composite => {
                let pairs = names.windows(2).flat_map(|pair| [[pair[0], pair[1]], [pair[1], pair[0]]]);
                pairs.collect::<Vec<_>>().iter().try_for_each(|pair| create("RANGE", pair))?;
                if names.len() > 2 {
                    create("RANGE", &names)?;
                }
            }
        }
    }
    Ok(())
}

/// Quoted labels and types, true for labels, each with its quoted keys and the kind of index that can hold their values.
type Indexable = BTreeMap<(String, bool), BTreeMap<String, &'static str>>;

fn indexable(graph: &GraphState) -> Indexable {
    let quoted = |name: &str| format!("`{}`", name.replace('`', "``"));
    let mut found = Indexable::new();
    let mut add = |name: &str, is_node: bool, map: &Map| {
        let keys = found.entry((quoted(name), is_node)).or_default();
        for (key, value) in map {
            let kind = match value {
                Value::String(_) => "TEXT",
                Value::Point(_) => "POINT",
                _ => "RANGE",
            };
            let known = keys.entry(quoted(key)).or_insert(kind);
            *known = if *known == kind { kind } else { "RANGE" };
        }
    };
    for node in graph.nodes() {
        let (Ok(labels), Ok(map)) = (graph.label_names(node), graph.node_map(node)) else { continue };
        labels.iter().for_each(|label| add(label, true, &map));
    }
    for relationship in graph.relationships() {
        let (name, map) = (graph.type_name(relationship), graph.relationship_map(relationship));
        if let (Some(name), Ok(map)) = (name, map) {
            add(name, false, &map);
        }
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
