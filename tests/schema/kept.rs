//! The schema stays what it is in every form that a store takes: reopened from its log or its checkpoint, read only, loaded
//! from its own export, and grown by imports.

use std::path::Path;

use casegraph::import::{Silent, TableSpec, csv, cypher};
use casegraph::{Database, OpenOptions, Result};

use super::{
    CONSTRAINTS, DATA, INDEXES, assert_answering, assert_enforcing, content, fill, refusal, rows, run_all,
    told,
};

fn copy(from: &Path, to: &Path) {
    for extension in ["casegraph", "casegraph-log"] {
        std::fs::copy(from.with_extension(extension), to.with_extension(extension)).expect("it is there");
    }
}

#[test]
fn a_reopened_store_has_the_same_schema() -> Result<()> {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, crashed) = (folder.path().join("a.casegraph"), folder.path().join("b.casegraph"));
    let database = Database::open(&path)?;
    fill(&database)?;
    let wanted = told(&database)?;
    // What the log alone has, as a crash would leave it.
    copy(&path, &crashed);
    database.close()?;
    for (form, path) in [("of the log", &crashed), ("of the checkpoint", &path), ("again", &path)] {
        let database = Database::open(path)?;
        assert_eq!(told(&database)?, wanted, "{form}");
        assert_answering(&database, form)?;
        assert_enforcing(&database, form);
        database.close()?;
    }
    let database = Database::open_with(&path, OpenOptions::default().read_only(true))?;
    assert_eq!(told(&database)?, wanted);
    assert_answering(&database, "read only")
}

#[test]
fn what_was_dropped_stays_dropped() -> Result<()> {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, crashed) = (folder.path().join("a.casegraph"), folder.path().join("b.casegraph"));
    let database = Database::open(&path)?;
    fill(&database)?;
    run_all(&database, &["DROP INDEX node_range", "DROP CONSTRAINT rel_key", "DROP CONSTRAINT node_typed"])?;
    let wanted = told(&database)?;
    copy(&path, &crashed);
    database.close()?;
    for path in [&crashed, &path] {
        let database = Database::open(path)?;
        assert_eq!(told(&database)?, wanted);
        run_all(
            &database,
            &["MATCH ()-[r:R {u: 5}]->() SET r.l = 1", "MATCH (n:N {u: 1}) SET n.t = 'text'"],
        )?;
        database.close()?;
    }
    Ok(())
}

/// Runs a script as an import does: all or nothing.
fn import(database: &Database, folder: &Path, script: &str) -> Result<()> {
    let file = folder.join("script.cypher");
    std::fs::write(&file, script).expect("the folder takes it");
    let mut transaction = database.write()?;
    cypher::import(&[file], &Silent, |statement| transaction.query(statement).run().map(drop))?;
    transaction.commit()
}

#[test]
fn an_export_makes_the_same_schema() -> Result<()> {
    let folder = tempfile::tempdir().expect("a folder");
    let database = Database::in_memory();
    fill(&database)?;
    let script = content(&database);
    for statement in INDEXES.iter().chain(&CONSTRAINTS) {
        assert!(script.contains(&format!("{statement};\n")), "{statement}: {script}");
    }
    let copied = Database::in_memory();
    import(&copied, folder.path(), &script)?;
    assert_eq!(told(&copied)?, told(&database)?);
    assert_eq!(content(&copied), script);
    assert_answering(&copied, "exported")?;
    assert_enforcing(&copied, "exported");
    Ok(())
}

#[test]
fn scripts_and_tables_come_under_the_schema_that_is_there() -> Result<()> {
    let folder = tempfile::tempdir().expect("a folder");
    let database = Database::in_memory();
    run_all(&database, &INDEXES)?;
    run_all(&database, &CONSTRAINTS)?;
    import(&database, folder.path(), DATA)?;
    load(&database, folder.path(), ":ID,k:int,l:int,e,a:int,b,u:int\n1,7,1,e,1,b3,100\n2,7,2,e,0,b3,101\n")?;
    assert_eq!(rows(&database, "MATCH (n:N) WHERE n.a = 1 AND n.b = 'b3' RETURN n")?.len(), 2);
    assert_eq!(rows(&database, "MATCH (n:N {u: 101}) RETURN n")?.len(), 1);
    assert_enforcing(&database, "imported into");
    let before = content(&database);
    for broken in ["1,1,e,1,b3,102", "8,1,,1,b3,102", "8,1,e,1,b3,101", "8,,e,1,b3,102"] {
        let table = format!(":ID,k:int,l:int,e,a:int,b,u:int\n1,9,9,e,1,b,109\n2,{broken}\n");
        let error = load(&database, folder.path(), &table).expect_err(broken);
        assert!(error.message().contains("N.csv:3"), "{}", error.message());
    }
    let error =
        load(&database, folder.path(), ":ID,k:int,l:int,e,t:float\n1,9,9,e,1.5\n").expect_err("no integer");
    assert_eq!(error.detail(), "PropertyType");
    let script = "CREATE (:N {k: 9, l: 9, e: 1});\nCREATE INDEX new FOR (n:New) ON (n.x);\nCREATE (:N {k: 1, l: 1, e: 1});";
    let error = import(&database, folder.path(), script).expect_err("the key is taken");
    assert!(error.message().contains("`k` = 1 and `l` = 1"), "{}", error.message());
    assert_eq!(content(&database), before);
    assert_eq!(database.snapshot().check(), [""; 0]);
    Ok(())
}

/// Loads a table of nodes with the label `N`.
fn load(database: &Database, folder: &Path, table: &str) -> Result<()> {
    let file = folder.join("N.csv");
    std::fs::write(&file, table).expect("the folder takes it");
    let spec = TableSpec { nodes: vec![(vec!["N".into()], file)], ..TableSpec::default() };
    let mut transaction = database.write()?;
    csv::import(transaction.graph(), &spec, b',', &Silent)?;
    transaction.commit()
}

#[test]
fn the_script_of_a_schema_is_refused_where_it_is_there() -> Result<()> {
    let database = Database::in_memory();
    fill(&database)?;
    for statement in INDEXES.iter().chain(&CONSTRAINTS) {
        assert!(refusal(&database, statement).contains("NameAlreadyExists"), "{statement}");
        let unless = statement.replace(" FOR (", " IF NOT EXISTS FOR (");
        let stats = database.query(&unless).run()?.summary().counters;
        assert_eq!(stats.indexes_added + stats.constraints_added, 0, "{unless}");
    }
    Ok(())
}

#[test]
fn names_of_any_characters_are_kept() -> Result<()> {
    let folder = tempfile::tempdir().expect("a folder");
    let database = Database::in_memory();
    let names = ["back`tick", "two words", "naïve – 한국", "IF", "new\nline", "'quote\""];
    for name in names {
        let quoted = format!("`{}`", name.replace('`', "``"));
        let index = format!("CREATE INDEX $name FOR (n:{quoted}) ON (n.{quoted})");
        database.query(&index).param("name", name).run()?;
        let rule = format!("CREATE CONSTRAINT FOR ()-[r:{quoted}]-() REQUIRE r.{quoted} IS NOT NULL");
        database.query(&rule).run()?;
        database.query(&format!("CREATE (:{quoted} {{{quoted}: 1}})")).run()?;
    }
    let copied = Database::in_memory();
    import(&copied, folder.path(), &content(&database))?;
    assert_eq!(told(&copied)?, told(&database)?);
    let again = Database::in_memory();
    for listing in ["SHOW INDEXES", "SHOW CONSTRAINTS"] {
        let query = format!("{listing} YIELD createStatement");
        for statement in database.query(&query).run()?.rows_as::<String>()? {
            again.query(&statement).run()?;
        }
        let names = format!("{listing} YIELD name, labelsOrTypes, properties");
        assert_eq!(rows(&again, &names)?, rows(&database, &names)?);
    }
    Ok(())
}

#[test]
fn a_store_that_is_only_read_has_no_new_schema() -> Result<()> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.casegraph");
    let database = Database::open(&path)?;
    fill(&database)?;
    database.close()?;
    let database = Database::open_with(&path, OpenOptions::default().read_only(true))?;
    for statement in
        ["CREATE INDEX FOR (n:N) ON (n.new)", "DROP INDEX node_range", "DROP CONSTRAINT node_key"]
    {
        assert!(refusal(&database, statement).contains("ReadOnly"), "{statement}");
    }
    assert_eq!(database.query("EXPLAIN DROP INDEX node_range").run()?.rows()?.len(), 1);
    Ok(())
}
