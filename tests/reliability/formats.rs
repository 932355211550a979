//! Stores of every format that there was (`graph-data/compat`): those of this major version open and are rewritten only when that
//! is asked for, others are refused by their version's name.

use std::path::{Path, PathBuf};

use casegraph::persist::{FORMAT_MAJOR, FORMAT_MINOR};
use casegraph::{Database, OpenOptions};

use crate::support::program::casegraph;

/// Copies of the files of a store.
fn copy(name: &str) -> (tempfile::TempDir, PathBuf) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("graph-data/compat");
    let folder = tempfile::tempdir().expect("a folder for the test");
    for file in [name.to_owned(), format!("{name}-log")] {
        if from.join(&file).exists() {
            std::fs::copy(from.join(&file), folder.path().join(&file)).expect("it is copied");
        }
    }
    let path = folder.path().join(name);
    (folder, path)
}

fn numbers(database: &Database) -> (i64, i64, i64) {
    assert_eq!(database.snapshot().check(), Vec::<String>::new());
    let query = "MATCH (p:Person) OPTIONAL MATCH (p)-[r]->() RETURN count(DISTINCT p), count(r), sum(p.id)";
    let rows: Vec<(i64, i64, i64)> =
        database.query(query).run().and_then(|mut rows| rows.rows_as()).expect("it reads");
    rows[0]
}

/// The version a store is of, by its name.
fn version(name: &str) -> (u16, u16) {
    let digits: Vec<u16> =
        name.split(|c: char| !c.is_ascii_digit()).filter_map(|it| it.parse().ok()).collect();
    (digits[0], digits[1])
}

fn stores() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("graph-data/compat");
    let names =
        std::fs::read_dir(folder).expect("it is there").map(|entry| entry.expect("it is there").file_name());
    let mut names: Vec<String> = names.filter_map(|name| name.into_string().ok()).collect();
    names.retain(|name| name.ends_with(".casegraph"));
    names.sort();
    names
}

#[test]
fn stores_of_all_versions_of_this_format_open() {
    let mut seen = Vec::new();
    let reading = || OpenOptions::default().read_only(true);
    for name in stores() {
        let (_folder, path) = copy(&name);
        let (major, minor) = version(&name);
        if major != FORMAT_MAJOR {
            let error = Database::open_with(&path, reading()).expect_err("it is of another format");
            assert_eq!(error.detail(), "UnknownFormatVersion");
            assert!(error.message().contains(&format!("{major}.{minor}")), "{error:?}");
            continue;
        }
        let expected = match name.starts_with("killed") {
            true => (295, 289, 45_102),
            false => (294, 289, 44_101),
        };
        let before = std::fs::read(&path).expect("it is there");
        assert_eq!(
            numbers(&Database::open_with(&path, reading()).expect("it can be read")),
            expected,
            "{name}"
        );
        if minor < FORMAT_MINOR {
            let error = Database::open(&path).expect_err("it is not rewritten unasked");
            assert_eq!(error.detail(), "UpgradeNeeded");
            assert!(error.hint_text().is_some_and(|hint| hint.contains("upgrade")));
            assert_eq!(std::fs::read(&path).expect("it is there"), before, "{name} was written");
            casegraph(["upgrade", path.to_str().expect("it is text")]).answer();
        }
        let database = Database::open(&path).expect("it is of this version now");
        assert_eq!(numbers(&database), expected, "{name}");
        let format = database.store_info().expect("it is open").format;
        assert_eq!(format, (FORMAT_MAJOR, FORMAT_MINOR));
        database.query("CREATE (:Person {id: 5000})").run().expect("it can be written");
        seen.push((major, minor));
    }
    seen.dedup();
    let all: Vec<(u16, u16)> = (0..=FORMAT_MINOR).map(|minor| (FORMAT_MAJOR, minor)).collect();
    assert!(
        all.iter().all(|version| seen.contains(version)),
        "graph-data/compat lacks one of {all:?}: {seen:?}"
    );
}

#[test]
fn a_newer_store_is_refused_by_its_version() {
    let (_folder, path) = copy(&format!("v{FORMAT_MAJOR}.{FORMAT_MINOR}.casegraph"));
    let bytes = std::fs::read(&path).expect("it is there");
    for (major, minor) in [(FORMAT_MAJOR, FORMAT_MINOR + 1), (FORMAT_MAJOR + 1, 0), (77, 5)] {
        let mut newer = bytes.clone();
        newer[8..10].copy_from_slice(&major.to_le_bytes());
        newer[10..12].copy_from_slice(&minor.to_le_bytes());
        let sum = crc32fast::hash(&newer[..52]);
        newer[52..56].copy_from_slice(&sum.to_le_bytes());
        std::fs::write(&path, &newer).expect("it is written");
        for read_only in [true, false] {
            let options = OpenOptions::default().read_only(read_only);
            let error = Database::open_with(&path, options).expect_err("it is newer");
            assert_eq!(error.detail(), "UnknownFormatVersion");
            assert!(error.message().contains(&format!("{major}.{minor}")), "{error:?}");
        }
        assert_eq!(std::fs::read(&path).expect("it is there"), newer);
    }
}
