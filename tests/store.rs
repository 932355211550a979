//! The files of a store: what was committed comes back, what is damaged is refused.

use std::path::{Path, PathBuf};

use casegraph::graph::{GraphState, Store};
use casegraph::persist::{StoreFile, StoreOptions};
use casegraph::value::Value;
use casegraph::{Database, ErrorClass};

struct Opened {
    file: StoreFile,
    store: Store,
}

fn open(path: &Path) -> casegraph::Result<Opened> {
    let (file, state) = StoreFile::open(path, &StoreOptions::default())?;
    Ok(Opened { file, store: Store::new(state) })
}

fn open_read_only(path: &Path) -> casegraph::Result<GraphState> {
    let options = StoreOptions { read_only: true, ..StoreOptions::default() };
    StoreFile::open(path, &options).map(|(_, state)| state)
}

impl Opened {
    /// Commits a node with a name, joined to the node before it.
    fn commit(&mut self, name: &str) -> casegraph::Result<()> {
        let mut txn = self.store.begin();
        let label = txn.intern_label("Person")?;
        let key = txn.intern_key("name")?;
        let rel_type = txn.intern_type("KNOWS")?;
        let before = txn.state().nodes().last();
        let node = txn.create_node(&[label])?;
        txn.set_node_property(node, key, Value::String(name.into()))?;
        if let Some(before) = before {
            txn.create_relationship(before, rel_type, node)?;
        }
        txn.commit_with(|changes| self.file.append(changes))
    }

    fn close(self) {
        let snapshot = self.store.snapshot();
        self.file.close(snapshot.state()).unwrap();
    }
}

fn names(state: &GraphState) -> Vec<String> {
    let Some(key) = state.catalog().key("name") else {
        return Vec::new();
    };
    let Some(column) = state.node_column(key) else {
        return Vec::new();
    };
    column.iter().map(|(_, value)| format!("{:?}", value.to_value())).collect()
}

fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.casegraph");
    (folder, path)
}

fn log_of(path: &Path) -> PathBuf {
    path.with_extension("casegraph-log")
}

/// A store with three commits in its log, as a crash would leave it.
fn crashed(path: &Path) -> (Vec<u8>, Vec<u8>, Vec<String>) {
    let mut opened = open(path).unwrap();
    for name in ["Ada", "Bea", "Cy"] {
        opened.commit(name).unwrap();
    }
    let expected = names(opened.store.snapshot().state());
    let bytes = (std::fs::read(path).unwrap(), std::fs::read(log_of(path)).unwrap());
    drop(opened);
    (bytes.0, bytes.1, expected)
}

#[test]
fn a_closed_store_is_one_file_and_comes_back() {
    let (folder, path) = folder();
    let mut opened = open(&path).unwrap();
    opened.commit("Ada").unwrap();
    opened.commit("Bea").unwrap();
    let before = names(opened.store.snapshot().state());
    opened.close();
    let files: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(files, ["case.casegraph"]);
    let opened = open(&path).unwrap();
    let snapshot = opened.store.snapshot();
    assert_eq!(names(snapshot.state()), before);
    assert_eq!(snapshot.state().relationship_count(), 1);
    assert!(snapshot.state().check().is_empty());
}

#[test]
fn after_a_crash_the_log_is_replayed_and_goes_on() {
    let (_folder, path) = folder();
    let (_, _, expected) = crashed(&path);
    let mut opened = open(&path).unwrap();
    assert_eq!(names(opened.store.snapshot().state()), expected);
    opened.commit("Dan").unwrap();
    drop(opened);
    let opened = open(&path).unwrap();
    assert_eq!(names(opened.store.snapshot().state()).len(), 4);
    opened.close();
    assert_eq!(names(&open_read_only(&path).unwrap()).len(), 4);
}

#[test]
fn foreign_empty_and_truncated_files_are_errors_and_stay_as_they_are() {
    let (_folder, path) = folder();
    let mut opened = open(&path).unwrap();
    opened.commit("Ada").unwrap();
    opened.close();
    let good = std::fs::read(&path).unwrap();
    let cases: [(&[u8], &str); 5] = [
        (b"", "ForeignFile"),
        (b"SQLite format 3\0and so on, long enough to hold a whole header of ours", "ForeignFile"),
        (&good[..20], "DamagedStore"),
        (&good[..good.len() / 2], "DamagedStore"),
        (&good[..good.len() - 1], "DamagedStore"),
    ];
    for (bytes, detail) in cases {
        std::fs::write(&path, bytes).unwrap();
        let error = open(&path).err().unwrap();
        assert_eq!((error.class(), error.detail()), (ErrorClass::StorageError, detail), "{error:?}");
        assert_eq!(std::fs::read(&path).unwrap(), bytes);
    }
}

#[test]
fn a_second_writer_is_refused_with_the_holders_process_id() {
    let (_folder, path) = folder();
    let first = open(&path).unwrap();
    let error = open(&path).err().unwrap();
    assert_eq!(error.class(), ErrorClass::LockError);
    assert!(error.message().contains(&std::process::id().to_string()), "{error}");
    assert!(open_read_only(&path).is_ok());
    first.close();
    assert!(open(&path).is_ok());
}

#[cfg(unix)]
#[test]
fn the_same_store_through_a_symbolic_link_is_the_same_store() {
    let (folder, path) = folder();
    let _first = open(&path).unwrap();
    let link = folder.path().join("link.casegraph");
    std::os::unix::fs::symlink(&path, &link).unwrap();
    assert_eq!(open(&link).err().unwrap().class(), ErrorClass::LockError);
}

#[test]
fn a_log_of_another_store_or_generation_is_not_mixed_in() {
    let (_folder, path) = folder();
    let (checkpoint, log, expected) = crashed(&path);
    // Of another store.
    let (_other_folder, other) = self::folder();
    open(&other).unwrap().close();
    std::fs::write(log_of(&other), &log).unwrap();
    assert_eq!(open(&other).err().unwrap().detail(), "ForeignLog");
    // Of the generation before: what a crash between the new checkpoint and the removal of the log leaves.
    open(&path).unwrap().close();
    std::fs::write(log_of(&path), &log).unwrap();
    assert_eq!(names(open(&path).unwrap().store.snapshot().state()), expected);
    // Of a newer generation than an old copy of the store.
    let mut opened = open(&path).unwrap();
    opened.commit("Dan").unwrap();
    drop(opened);
    std::fs::write(&path, &checkpoint).unwrap();
    assert_eq!(open(&path).err().unwrap().detail(), "ForeignLog");
}

#[test]
fn a_log_without_its_store_is_not_begun_over() {
    let (_folder, path) = folder();
    crashed(&path);
    std::fs::remove_file(&path).unwrap();
    assert_eq!(open(&path).err().unwrap().detail(), "MissingStore");
}

#[test]
fn a_missing_store_is_not_made_by_reading() {
    let (folder, path) = folder();
    assert_eq!(open_read_only(&path).err().unwrap().detail(), "StoreNotFound");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

/// A closed store whose pages are verified when they are read, with an index, and the place of a text in its file.
fn large(path: &Path) -> (Vec<u8>, usize) {
    let database = Database::open(path).unwrap();
    database.query("CREATE CONSTRAINT FOR (p:Page) REQUIRE p.number IS UNIQUE").run().unwrap();
    for number in 0..40i64 {
        let letter = char::from(b'A' + number as u8);
        let text: String = std::iter::repeat_n(letter, 512 * 1024).collect();
        let create = "CREATE (:Page {number: $number, text: $text})";
        database.query(create).param("number", number).param("text", text).run().unwrap();
    }
    database
        .query("MATCH (a:Page), (b:Page) WHERE a.number + 1 = b.number CREATE (a)-[:NEXT]->(b)")
        .run()
        .unwrap();
    database.close().unwrap();
    let bytes = std::fs::read(path).unwrap();
    assert!(bytes.len() > 16 << 20);
    let at = bytes.windows(100).position(|window| window.iter().all(|byte| *byte == b'K')).unwrap();
    (bytes, at)
}

fn number(database: &Database, query: &str) -> casegraph::Result<i64> {
    let mut result = database.query(query).run()?;
    let number = result.next_row()?.expect("there is a row").get(0)?;
    while result.next_row()?.is_some() {}
    Ok(number)
}

#[test]
fn damage_in_a_page_of_a_large_store_is_told_when_the_page_is_read_and_never_saved() {
    let (_folder, path) = folder();
    let (mut bytes, at) = large(&path);
    let whole = Database::open(&path).unwrap();
    assert_eq!(number(&whole, "MATCH (p:Page) RETURN sum(size(p.text))").unwrap(), 40 * 512 * 1024);
    assert!(whole.snapshot().check().is_empty());
    drop(whole);

    bytes[at] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    let database = Database::open(&path).unwrap();
    // What lies on other pages is told as it is, and can be changed.
    assert_eq!(number(&database, "MATCH (p:Page {number: 7})-[:NEXT]->(q) RETURN q.number").unwrap(), 8);
    assert_eq!(number(&database, "MATCH (:Page)-[n:NEXT]->() RETURN count(n)").unwrap(), 39);
    database.query("CREATE (:Page {number: 1000})").run().unwrap();
    for query in ["MATCH (p:Page) RETURN sum(size(p.text))", "RETURN 1"] {
        let error = number(&database, query).unwrap_err();
        assert_eq!((error.class(), error.detail()), (ErrorClass::StorageError, "DamagedStore"), "{query}");
        assert!(error.message().contains("damaged at byte"), "{}", error.message());
    }
    let refused =
        database.query("CREATE (:Page {number: 1001})").run().expect_err("the graph is not what it was");
    assert_eq!(refused.class(), ErrorClass::StorageError);
    assert!(database.close().is_err());
    assert_eq!(std::fs::read(&path).unwrap(), bytes, "the file was written");

    // A checkpoint that touches nothing of it copies the page only if it verifies.
    let database = Database::open(&path).unwrap();
    assert_eq!(number(&database, "MATCH (p:Page) RETURN count(p)").unwrap(), 41);
    assert_eq!(database.checkpoint().unwrap_err().class(), ErrorClass::StorageError);
    assert!(database.snapshot().check().iter().any(|finding| finding.contains("damaged at byte")));
    drop(database);
    assert_eq!(std::fs::read(&path).unwrap(), bytes, "the file was written");
}

#[test]
fn a_page_that_was_not_written_is_copied_into_the_next_checkpoint_as_it_is() {
    let (_folder, path) = folder();
    large(&path);
    let database = Database::open(&path).unwrap();
    database.query("MATCH (p:Page {number: 3}) SET p.number = 333").run().unwrap();
    database.close().unwrap();
    let database = Database::open(&path).unwrap();
    assert!(database.snapshot().check().is_empty());
    assert_eq!(number(&database, "MATCH (p:Page {number: 333}) RETURN size(p.text)").unwrap(), 512 * 1024);
    assert_eq!(number(&database, "MATCH (p:Page {number: 3}) RETURN count(p)").unwrap(), 0);
    assert_eq!(number(&database, "MATCH (p:Page) RETURN sum(size(p.text))").unwrap(), 40 * 512 * 1024);
}
