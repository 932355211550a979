//! Opening and closing stores.

use casegraph::{Database, OpenOptions, Result};

use super::{failure, number};

#[test]
fn a_store_keeps_what_was_committed() -> Result<()> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("case.casegraph");
    let db = Database::open(&path)?;
    assert_eq!(db.path(), Some(path.as_path()));
    db.query("CREATE (:City {name: 'Seoul'})").run()?;
    let handle = db.clone();
    db.close()?;
    assert_eq!(number(&handle, "MATCH (c:City) RETURN count(c)")?, 1, "what is in memory can be read");
    assert_eq!(failure(handle.query("CREATE (:City)").run()), "StorageError StoreClosed");
    assert_eq!(number(&handle, "MATCH (c:City) RETURN count(c)")?, 1, "what failed left nothing");

    // Dropping the last handle closes too.
    let db = Database::open(&path)?;
    db.query("CREATE (:City {name: 'Busan'})").run()?;
    drop(db);
    let db = Database::open(&path)?;
    assert_eq!(number(&db, "MATCH (c:City) RETURN count(c)")?, 2);
    db.checkpoint()?;
    assert!(db.store_info().is_some());
    Ok(())
}

#[test]
fn options_forbid_writing_and_making() -> Result<()> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("case.casegraph");
    assert!(Database::open_with(&path, OpenOptions::default().create(false)).is_err());
    assert!(Database::open_with(&path, OpenOptions::default().read_only(true)).is_err());
    assert!(!path.exists());

    Database::open(&path)?.query("CREATE (:City)").run()?;
    let reader = Database::open_with(&path, OpenOptions::default().read_only(true))?;
    assert!(reader.is_read_only());
    assert_eq!(number(&reader, "MATCH (c:City) RETURN count(c)")?, 1);
    assert_eq!(failure(reader.query("CREATE (:City)").run()), "StorageError ReadOnlyStore");
    assert_eq!(failure(reader.write()), "StorageError ReadOnlyStore");
    assert_eq!(failure(reader.try_write()), "StorageError ReadOnlyStore");
    Ok(())
}

#[test]
fn a_second_writer_of_the_same_file_is_refused() -> Result<()> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("case.casegraph");
    let db = Database::open(&path)?;
    assert!(failure(Database::open(&path)).starts_with("LockError"));
    drop(db);
    Database::open(&path).map(|_| ())
}

#[test]
fn a_database_in_memory_has_no_file() -> Result<()> {
    let db = Database::in_memory();
    assert!(db.path().is_none() && db.store_info().is_none() && !db.is_read_only());
    db.checkpoint()?;
    db.close()
}

#[test]
fn a_store_whose_nodes_were_all_deleted_is_read_to_its_end() -> Result<()> {
    let folder = tempfile::tempdir().expect("there is room");
    let path = folder.path().join("deleted.casegraph");
    let database = Database::open(&path)?;
    database.query("UNWIND range(0, 199) AS i CREATE (:N)-[:R]->(:N)").run()?;
    database.query("MATCH (n) DETACH DELETE n").run()?;
    database.close()?;
    let database = Database::open(&path)?;
    // Ids go on behind the last page of nodes, and of relationships.
    for query in
        ["MATCH (n) RETURN count(n.x)", "MATCH ()-[r]->() RETURN count(r.x)", "MATCH (n:N) RETURN count(n.x)"]
    {
        assert_eq!(database.query(query).run()?.rows_as::<i64>()?, [0], "{query}");
    }
    assert!(database.snapshot().check().is_empty());
    Ok(())
}
