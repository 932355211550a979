//! How actors of the case are connected: each hop with its evidence, and the text as it is shown.
//!
//! The texts are in `tests/golden/paths`; `UPDATE_EXPECT=1` writes them.

use std::path::Path;

use casegraph::Snapshot;
use casegraph::evidence::Evidence;
use casegraph::explore::{NameBook, PathQuery, Pathway, SearchLimit, narrate_pathways, pathways};

use super::korus;

/// The file, and the two ends as people type them.
const PAIRS: [(&str, &str, &str); 4] = [
    ("trump-hyundai", "Trump", "Hyundai"),
    ("lighthizer-north-korea", "Lighthizer", "North Korea"),
    ("cutler-national-assembly", "Cutler", "South Korean National Assembly"),
    ("kia-nafta", "Kia", "NAFTA"),
];

fn between(graph: &Snapshot, from: &str, to: &str) -> Vec<Pathway> {
    let names = NameBook::new(graph);
    let end = |name| names.resolve(graph, name).unwrap_or_else(|error| panic!("{error:?}"));
    let query =
        PathQuery { from: end(from), to: end(to), k: 3, max_hops: 8, types: Vec::new(), directed: false };
    let limit = SearchLimit { expansions: 1_000_000, interrupt: &|| Ok(()) };
    pathways(graph, &query, limit).unwrap_or_else(|error| panic!("{from} to {to}: {error:?}"))
}

#[test]
fn every_hop_between_two_actors_has_a_citation() {
    let graph = korus();
    let evidence = Evidence::new(&graph);
    for (_, from, to) in PAIRS {
        let found = between(&graph, from, to);
        assert_eq!(found.len(), 3, "{from} to {to}");
        for path in &found {
            assert!(path.nodes.iter().all(|node| !evidence.is_evidence(*node)), "evidence is no way to go");
            for relation in path.hops.iter().flat_map(|hop| &hop.relations) {
                assert!(!relation.cites.is_empty(), "{from} to {to}: {relation:?}");
                for key in &relation.cites {
                    let citation = evidence.resolve(key);
                    assert!(!citation.source.is_empty() && !citation.locator.is_empty(), "{key}");
                }
            }
        }
    }
}

#[test]
fn paths_are_told_with_their_evidence() {
    let graph = korus();
    let evidence = Evidence::new(&graph);
    for (file, from, to) in PAIRS {
        is_golden(file, &narrate_pathways(&evidence, &between(&graph, from, to)));
    }
}

#[track_caller]
fn is_golden(name: &str, told: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/paths/{name}.txt"));
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        let written = std::fs::create_dir_all(path.parent().expect("it is in a folder"));
        written.and_then(|()| std::fs::write(&path, told)).expect("the golden files are writable");
        return;
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert_eq!(golden.replace("\r\n", "\n"), told, "{}", path.display());
}
