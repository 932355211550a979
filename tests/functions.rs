//! The registry as a whole: its reference page, and the built-in procedures on a small graph.

use casegraph::function::{CallContext, Clock, ProcedureRegistry, reference};
use casegraph::graph::Store;
use casegraph::value::Value;
use casegraph::{Error, Result};

/// Set `UPDATE_EXPECT=1` to write the page anew.
#[test]
fn the_reference_page_is_up_to_date() -> std::io::Result<()> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/functions.md");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        return std::fs::write(path, reference());
    }
    let written = std::fs::read_to_string(path)?;
    assert_eq!(written, reference(), "run the tests with UPDATE_EXPECT=1 to write docs/functions.md anew");
    Ok(())
}

fn first_column(registry: &ProcedureRegistry, name: &str, store: &Store) -> Result<Vec<String>> {
    let procedure = registry.find(name).ok_or_else(|| Error::internal(format!("no procedure `{name}`")))?;
    let snapshot = store.snapshot();
    let clock = Clock::now();
    let context = CallContext {
        graph: &snapshot,
        clock: &clock,
        work: &casegraph::algorithm::Unlimited,
        pool: &casegraph::path::Pool::default(),
    };
    let rows = (procedure.body)(&context, &[])?;
    rows.map(|row| {
        let row = row?;
        assert_eq!(row.len(), procedure.yields.len(), "{name}");
        match row.into_iter().next() {
            Some(Value::String(text)) => Ok(text.to_string()),
            other => Err(Error::internal(format!("{name} yields {other:?}"))),
        }
    })
    .collect()
}

#[test]
fn procedures_tell_the_names_in_use() -> Result<()> {
    let store = Store::default();
    let mut change = store.begin();
    let labels = [change.intern_label("Person")?, change.intern_label("Actor")?];
    let rel_type = change.intern_type("KNOWS")?;
    change.intern_type("UNUSED")?;
    let key = change.intern_key("name")?;
    let (a, b) = (change.create_node(&labels)?, change.create_node(&labels[..1])?);
    change.create_relationship(a, rel_type, b)?;
    change.set_node_property(a, key, Value::from("Kim"))?;
    change.commit()?;
    let registry = ProcedureRegistry::with_builtins();
    assert_eq!(first_column(&registry, "db.labels", &store)?, ["Actor", "Person"]);
    assert_eq!(first_column(&registry, "db.relationshipTypes", &store)?, ["KNOWS"]);
    assert_eq!(first_column(&registry, "db.propertyKeys", &store)?, ["name"]);
    assert_eq!(first_column(&registry, "dbms.components", &store)?, ["casegraph"]);
    assert!(first_column(&registry, "dbms.functions", &store)?.contains(&"toUpper".to_owned()));
    Ok(())
}

#[test]
fn procedures_of_the_embedding_program_are_listed() -> Result<()> {
    let mut registry = ProcedureRegistry::with_builtins();
    let labels = registry.find("db.labels").ok_or_else(|| Error::internal("no db.labels"))?;
    let mut own = casegraph::function::Procedure::clone(labels);
    own.name = "my.labels".to_owned();
    registry.register(own);
    let listed = first_column(&registry, "dbms.procedures", &Store::default())?;
    assert!(listed.contains(&"my.labels".to_owned()) && listed.contains(&"dbms.procedures".to_owned()));
    Ok(())
}
