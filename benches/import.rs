//! How fast 100,000 persons and 2,400,000 relationships are imported from CSV, saved and opened again.

use std::path::PathBuf;
use std::sync::LazyLock;

use casegraph::Database;
use casegraph::graph::Store;
use casegraph::import::{Silent, TableSpec, csv};
use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};

#[path = "../tests/support/generate.rs"]
#[allow(dead_code, reason = "each user of the generator needs another part of it")]
mod generate;

const PERSONS: u32 = 100_000;
const FOLLOWS: usize = 2_400_000;

struct Files {
    folder: tempfile::TempDir,
    spec: TableSpec,
    bytes: u64,
}

static FILES: LazyLock<Files> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("the system has a folder for temporary files");
    Files::write(folder, PERSONS, FOLLOWS)
});

impl Files {
    fn write(folder: tempfile::TempDir, persons: u32, follows: usize) -> Files {
        let social = generate::Social::new(persons, follows);
        let (persons, follows) = social.write_csv(folder.path()).expect("there is room for the files");
        let len = |path: &PathBuf| std::fs::metadata(path).expect("it was just written").len();
        let bytes = len(&persons) + len(&follows);
        let spec = TableSpec {
            nodes: vec![(vec!["Person".into()], persons)],
            relationships: vec![(Some("FOLLOWS".into()), follows)],
            ..TableSpec::default()
        };
        Files { folder, spec, bytes }
    }

    fn import_into(&self, store: &Store) {
        let mut txn = store.begin();
        csv::import(&mut txn, &self.spec, b',', &Silent).expect("the files are good");
        txn.commit().expect("nothing forbids it");
    }
}

fn main() {
    divan::main();
}

fn store_path() -> PathBuf {
    FILES.folder.path().join("bench.casegraph")
}

fn imported() -> Database {
    let path = store_path();
    if path.exists() {
        std::fs::remove_file(&path).expect("it is ours");
    }
    let database = Database::open(&path).expect("the folder is there");
    let mut txn = database.write().expect("nobody else writes");
    csv::import(txn.graph(), &FILES.spec, b',', &Silent).expect("the files are good");
    txn.commit().expect("there is room for the store");
    database
}

/// Into memory.
#[divan::bench(sample_count = 10)]
fn csv_import(bencher: Bencher) {
    let files = &*FILES;
    bencher
        .counter(ItemsCount::new(PERSONS as usize + FOLLOWS))
        .counter(BytesCount::new(files.bytes))
        .with_inputs(Store::default)
        .bench_local_values(|store| {
            files.import_into(&store);
            store
        });
}

/// Ten times the nodes and four times the relationships; only with `--include-ignored`.
#[divan::bench(sample_count = 3, ignore)]
fn csv_import_of_a_million_nodes(bencher: Bencher) {
    let folder = tempfile::tempdir().expect("the system has a folder for temporary files");
    let files = Files::write(folder, 1_000_000, 10_000_000);
    bencher.counter(BytesCount::new(files.bytes)).bench_local(|| files.import_into(&Store::default()));
}

/// Into a new store file, durably: what `casegraph import csv` does.
#[divan::bench(sample_count = 5)]
fn csv_import_into_a_file(bencher: Bencher) {
    LazyLock::force(&FILES);
    bencher.bench_local(imported);
}

#[divan::bench(sample_count = 5)]
fn checkpoint(bencher: Bencher) {
    let database = imported();
    bencher.bench_local(|| database.checkpoint().expect("there is room for the store"));
}

#[divan::bench(sample_count = 10)]
fn reopen(bencher: Bencher) {
    imported().close().expect("nothing is pending");
    bencher.bench_local(|| Database::open(store_path()).expect("it was just closed"));
}
