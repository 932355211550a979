//! The generated social graph: saved, exported and imported; with times and sizes at full size.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use casegraph::Database;
use casegraph::export::{Selection, write_cypher, write_json};
use casegraph::graph::GraphState;

use super::{Canonical, import, save};
use crate::support::generate::Social;

#[test]
fn a_generated_graph_survives() {
    round_trip(1_000, 24_000);
}

#[test]
fn a_large_generated_graph_survives() {
    if std::env::var_os("CASEGRAPH_LARGE").is_none() {
        println!("not run: 100,000 nodes and 2,400,000 relationships take minutes; set CASEGRAPH_LARGE=1");
        return;
    }
    round_trip(100_000, 2_400_000);
}

fn round_trip(persons: u32, follows: usize) {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let at = |name: &str| folder.path().join(name);
    let made = timed("make", || Social::new(persons, follows).state()).expect("it fits");
    assert_eq!((made.node_count(), made.relationship_count()), (u64::from(persons), follows as u64));

    timed("save", || save(&made, &at("saved.casegraph"))).expect("it is saved");
    let saved = timed("open", || Database::open(at("saved.casegraph"))).expect("it opens");
    timed("export json", || export(&saved.snapshot(), &at("saved.json"), write_json));
    export(&made, &at("made.json"), write_json);
    assert_same(&at("made.json"), &at("saved.json"));
    timed("export cypher", || export(&saved.snapshot(), &at("saved.cypher"), write_cypher));
    drop((saved, made));

    let imported = Database::open(at("imported.casegraph")).expect("it opens");
    timed("import cypher", || import(&at("saved.cypher"), &imported)).expect("it is imported");
    timed("close", || imported.close()).expect("it is closed");
    let imported = Database::open(at("imported.casegraph")).expect("it opens");
    let snapshot = imported.snapshot();
    assert_eq!(timed("check", || snapshot.check()), Vec::<String>::new());
    export(&snapshot, &at("imported.cypher"), write_cypher);
    assert_same(&at("saved.cypher"), &at("imported.cypher"));
    export(&snapshot, &at("imported.json"), write_json);
    let read = |name: &str| Canonical::read(BufReader::new(File::open(at(name)).expect("it is there")));
    assert_eq!(read("imported.json"), read("saved.json"));
    for name in ["saved.casegraph", "imported.casegraph", "saved.json", "saved.cypher"] {
        let bytes = std::fs::metadata(at(name)).expect("it is there").len();
        println!("{name:20} {bytes:>12} bytes");
    }
}

fn timed<T>(what: &str, run: impl FnOnce() -> T) -> T {
    let started = Instant::now();
    let done = run();
    println!("{what:20} {:>12.2} s", started.elapsed().as_secs_f64());
    done
}

type WriteGraph = fn(&GraphState, &Selection, &mut dyn Write) -> casegraph::Result<()>;

fn export(graph: &GraphState, path: &Path, write: WriteGraph) {
    let mut out = BufWriter::new(File::create(path).expect("it can be made"));
    write(graph, &Selection::everything(graph), &mut out).expect("there is space");
    out.flush().expect("there is space");
}

/// Compares files without showing them.
#[track_caller]
fn assert_same(a: &Path, b: &Path) {
    let read = |path: &Path| std::fs::read(path).expect("it is there");
    let (left, right) = (read(a), read(b));
    if left != right {
        let differ = left.iter().zip(&right).position(|(a, b)| a != b).unwrap_or(left.len().min(right.len()));
        panic!("{} and {} differ at byte {differ}", a.display(), b.display());
    }
}
