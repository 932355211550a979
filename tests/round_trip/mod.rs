//! A graph that is saved, or exported and imported again, is the same graph: KORUS, random graphs with everything odd
//! in them, and a generated one that is small in the normal run and of full size with `CASEGRAPH_LARGE=1`.

mod generated;
mod korus;
mod random;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::BufRead;
use std::path::Path;

use casegraph::Database;
use casegraph::export::{Selection, write_cypher, write_json};
use casegraph::graph::GraphState;
use casegraph::import::{Silent, cypher};
use casegraph::persist::{StoreFile, StoreOptions};
use serde_json::Value as Json;

fn script(graph: &GraphState) -> String {
    let mut out = Vec::new();
    write_cypher(graph, &Selection::everything(graph), &mut out).expect("memory takes it");
    String::from_utf8(out).expect("a script is UTF-8")
}

fn json(graph: &GraphState) -> Vec<u8> {
    let mut out = Vec::new();
    write_json(graph, &Selection::everything(graph), &mut out).expect("memory takes it");
    out
}

/// Saves a state as the store at `path`.
fn save(graph: &GraphState, path: &Path) -> casegraph::Result<()> {
    let (mut file, _) = StoreFile::open(path, &StoreOptions::default())?;
    file.checkpoint(graph)?;
    file.close(graph)
}

/// Runs the script in a store, as `casegraph import cypher` does.
fn import(script: &Path, db: &Database) -> casegraph::Result<()> {
    let mut transaction = db.write()?;
    let run = |statement: &str| transaction.query(statement).run().map(|_| ());
    cypher::import(&[script.to_owned()], &Silent, run)?;
    transaction.commit()
}

fn hash(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// A graph as `export json` tells it, without ids: a number for each node and each relationship, which depends on all
/// that it holds and on what surrounds it, in ascending order.
#[derive(Debug, PartialEq, Eq)]
struct Canonical {
    nodes: Vec<u64>,
    relationships: Vec<u64>,
}

/// How far around a node its number looks.
const ROUNDS: usize = 4;

impl Canonical {
    /// Reads an export; an element is a line.
    fn read(export: impl BufRead) -> Canonical {
        let mut colours: Vec<u64> = Vec::new();
        let mut place = std::collections::HashMap::new();
        let mut relationships: Vec<(u64, usize, usize)> = Vec::new();
        for line in export.lines() {
            let line = line.expect("it is text");
            let Some(element) =
                line.strip_suffix(',').or(Some(&*line)).filter(|line| line.starts_with("{\"id\""))
            else {
                continue;
            };
            let element: Json = serde_json::from_str(element).expect("it is JSON");
            let properties = element["properties"].to_string();
            let id = element["id"].as_u64().expect("an id is a number");
            match element["type"].as_str() {
                None => {
                    assert!(place.insert(id, colours.len()).is_none(), "two nodes have the id {id}");
                    colours.push(hash((element["labels"].to_string(), properties)));
                }
                Some(rel_type) => {
                    let end = |name: &str| place[&element[name].as_u64().expect("an id is a number")];
                    relationships.push((hash((rel_type, properties)), end("start"), end("end")));
                }
            }
        }
        for _ in 0..ROUNDS {
            colours = refined(&colours, &relationships);
        }
        let mut canonical = Canonical {
            relationships: relationships
                .iter()
                .map(|(content, start, end)| hash((content, colours[*start], colours[*end])))
                .collect(),
            nodes: colours,
        };
        canonical.nodes.sort_unstable();
        canonical.relationships.sort_unstable();
        canonical
    }
}

fn refined(colours: &[u64], relationships: &[(u64, usize, usize)]) -> Vec<u64> {
    let mut next: Vec<u64> = colours.iter().map(hash).collect();
    for (content, start, end) in relationships {
        next[*start] = next[*start].wrapping_add(hash((content, "out", colours[*end])));
        next[*end] = next[*end].wrapping_add(hash((content, "in", colours[*start])));
    }
    next
}

/// Saves, reopens, exports, imports: the same each time.
fn survives(graph: &GraphState) {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let at = |name: &str| folder.path().join(name);
    let (script_before, json_before) = (script(graph), json(graph));
    save(graph, &at("saved.casegraph")).expect("it is saved");
    let reopened = Database::open(at("saved.casegraph")).expect("it opens");
    assert_eq!(reopened.snapshot().check(), Vec::<String>::new());
    assert_eq!(script(&reopened.snapshot()), script_before, "the saved store");
    assert_eq!(String::from_utf8(json(&reopened.snapshot())), String::from_utf8(json_before.clone()));
    std::fs::write(at("export.cypher"), &script_before).expect("there is space");
    let imported = Database::in_memory();
    import(&at("export.cypher"), &imported).unwrap_or_else(|error| panic!("{error:?}\n{script_before}"));
    assert_eq!(imported.snapshot().check(), Vec::<String>::new());
    assert_eq!(script(&imported.snapshot()), script_before, "the imported script");
    assert_eq!(
        Canonical::read(json(&imported.snapshot()).as_slice()),
        Canonical::read(json_before.as_slice()),
        "{script_before}"
    );
}
