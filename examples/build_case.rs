//! Build a case in code: actors, a plan, what they have to do with it, and the evidence for each relation; then ask how two
//! of them are connected, with the citations.
//!
//! Run it with `cargo run --example build_case`. `graph-data/minimal/ferry.cypher` is the same case as a script.

use casegraph::evidence::Evidence;
use casegraph::explore::{NameBook, PathQuery, SearchLimit, narrate_pathways, pathways};
use casegraph::{Database, Result, Value, WriteTransaction};

/// From, type, to, status, on whose word, the excerpt it rests on.
type Stated = (&'static str, &'static str, &'static str, &'static str, Option<&'static str>, &'static str);

const RELATIONS: &[Stated] = &[
    ("mara-lind", "LEADS", "lindhaven-council", "fact", None, "ferry:p1"),
    ("tom-arne", "EMPLOYED_BY", "blue-ferry", "fact", None, "ferry:p2"),
    ("blue-ferry", "PURSUES", "night-ferry", "fact", None, "ferry:p1"),
    ("lindhaven-council", "OPPOSES", "night-ferry", "fact", None, "ferry:p1"),
    ("night-ferry", "HELPS", "tourism", "claim", Some("Tom Arne"), "ferry:p2"),
];

fn main() -> Result<()> {
    let db = Database::in_memory();
    db.query("CREATE CONSTRAINT FOR (e:Entity) REQUIRE e.key IS UNIQUE").run()?;
    db.query("CREATE CONSTRAINT FOR (e:Excerpt) REQUIRE e.key IS UNIQUE").run()?;

    let mut case = db.write()?;
    add_source(&mut case)?;
    add_entities(&mut case)?;
    for (from, rel_type, to, status, according_to, cites) in RELATIONS {
        // A type is no parameter: it is part of the statement.
        let statement = format!(
            "MATCH (a:Entity {{key: $from}}), (b:Entity {{key: $to}})
             CREATE (a)-[:{rel_type} {{status: $status, according_to: $who, cites: $cites}}]->(b)"
        );
        let query = case.query(&statement).param("from", *from).param("to", *to).param("status", *status);
        let added = query.param("who", *according_to).param("cites", [*cites]).run()?.summary();
        assert_eq!(added.counters.relationships_created, 1, "{from} or {to} is missing");
    }
    case.commit()?;

    // How is Mara Lind connected to tourism, and who says so?
    let snapshot = db.snapshot();
    let book = NameBook::new(&snapshot);
    let query = PathQuery {
        from: book.resolve(&snapshot, "Lind")?,
        to: book.resolve(&snapshot, "tourism")?,
        k: 1,
        max_hops: 6,
        types: Vec::new(),
        directed: false,
    };
    let found = pathways(&snapshot, &query, SearchLimit { expansions: 10_000, interrupt: &|| Ok(()) })?;
    let told = narrate_pathways(&Evidence::new(&snapshot), &found);
    println!("{told}");
    assert_eq!(found[0].hops.len(), 3);
    assert!(told.contains("CLAIM, according to Tom Arne"));
    assert!(told.contains("Night ferry divides Lindhaven, paragraph 2"));
    Ok(())
}

/// The evidence first: the source, and each passage to lean on, in words of our own.
fn add_source(case: &mut WriteTransaction) -> Result<()> {
    case.query("CREATE (:Source {key: 'herald', title: 'Night ferry divides Lindhaven'})").run()?;
    let excerpts = [
        ("ferry:p1", "paragraph 1", "The company wants to sail at night; the council says no."),
        ("ferry:p2", "paragraph 2", "Tom Arne of the company promises more visitors."),
    ];
    for (key, locator, summary) in excerpts {
        case.query(
            "MATCH (s:Source {key: 'herald'})
             CREATE (:Excerpt {key: $key, locator: $locator, summary: $summary})-[:FROM]->(s)",
        )
        .params([("key", key), ("locator", locator), ("summary", summary)])
        .run()?;
    }
    Ok(())
}

/// The label, the key, the name and the other names of each.
fn add_entities(case: &mut WriteTransaction) -> Result<()> {
    let entities = [
        ("Person", "mara-lind", "Mara Lind", vec!["Lind"]),
        ("Person", "tom-arne", "Tom Arne", vec!["Arne"]),
        ("Institution", "lindhaven-council", "Lindhaven Town Council", vec!["Lindhaven"]),
        ("Company", "blue-ferry", "Blue Ferry", vec![]),
        ("Strategy", "night-ferry", "Night ferry", vec!["Night sailing"]),
        ("Interest", "tourism", "Tourism in Lindhaven", vec![]),
    ];
    for (label, key, name, aliases) in entities {
        let statement = format!("CREATE (:Entity:{label} {{key: $key, name: $name, aliases: $aliases}})");
        let parameters = [("key", key.into()), ("name", name.into()), ("aliases", Value::from(aliases))];
        case.query(&statement).params(parameters).run()?;
    }
    Ok(())
}
