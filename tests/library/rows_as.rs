//! Rows as types of the embedding program.

use std::collections::{BTreeMap, HashMap};

use casegraph::{Database, NodeId, RelId, Result};
use serde::Deserialize;

use super::failure;

fn ports() -> Result<Database> {
    let db = Database::in_memory();
    db.query(
        "CREATE (b:Port {name: 'Busan', kind: 'Sea', berths: 83, codes: ['KRPUS', 'KRBNP']}),
                (r:Port {name: 'Duisburg', kind: 'River', opened: date('1716-09-20')}),
                (b)-[:SHIPS_TO {days: 28}]->(r)",
    )
    .run()?;
    Ok(db)
}

#[derive(Debug, Deserialize, PartialEq)]
enum Kind {
    Sea,
    River,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Port {
    name: String,
    kind: Kind,
    berths: Option<u32>,
    opened: Option<String>,
    #[serde(default)]
    codes: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Route {
    from: Port,
    to: Port,
    ids: (NodeId, RelId),
    route: HashMap<String, u8>,
    days: Days,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Days(i64);

#[test]
fn structs_nest() -> Result<()> {
    let mut routes: Vec<Route> = ports()?
        .query("MATCH (a)-[s]->(b) RETURN a AS from, b AS to, [a, s] AS ids, s AS route, s.days AS days, 1 AS more")
        .run()?
        .rows_as()?;
    let route = routes.pop().expect("a row");
    assert_eq!((route.from.berths, route.from.codes.len(), route.from.kind), (Some(83), 2, Kind::Sea));
    assert_eq!((route.to.berths, route.to.opened.as_deref()), (None, Some("1716-09-20")));
    assert_eq!((route.to.kind, route.to.name.as_str()), (Kind::River, "Duisburg"));
    assert_eq!((route.ids, route.route["days"], route.days), ((NodeId(0), RelId(0)), 28, Days(28)));
    Ok(())
}

#[test]
fn one_column_can_be_the_row() -> Result<()> {
    let db = ports()?;
    let named = |statement| db.query(statement).run();
    let names: Vec<String> = named("MATCH (p:Port) RETURN p.name ORDER BY p.name")?.rows_as()?;
    assert_eq!(names, ["Busan", "Duisburg"]);
    let ports: Vec<Port> = named("MATCH (p:Port) RETURN p ORDER BY p.name")?.rows_as()?;
    assert_eq!(ports[0].name, "Busan");
    let ids: Vec<NodeId> = named("MATCH (p:Port) RETURN p ORDER BY p.name")?.rows_as()?;
    assert_eq!(ids.len(), 2);
    let berths: Vec<Option<u64>> = named("MATCH (p:Port) RETURN p.berths ORDER BY p.name")?.rows_as()?;
    assert_eq!(berths, [Some(83), None]);
    let days: Vec<Days> = named("MATCH ()-[s:SHIPS_TO]->() RETURN s.days")?.rows_as()?;
    assert_eq!(days, [Days(28)]);
    // A column of the field's name is the field, not the row.
    #[derive(Deserialize)]
    struct Wrapped {
        p: Port,
    }
    let wrapped: Vec<Wrapped> = named("MATCH (p:Port) RETURN p ORDER BY p.name")?.rows_as()?;
    assert_eq!(wrapped[1].p.kind, Kind::River);
    Ok(())
}

#[test]
fn tuples_maps_and_sequences_are_rows_too() -> Result<()> {
    let db = ports()?;
    let statement = "MATCH (p:Port) RETURN p.name AS name, p.berths AS berths ORDER BY name";
    let tuples: Vec<(String, Option<i32>)> = db.query(statement).run()?.rows_as()?;
    assert_eq!(tuples, [("Busan".to_owned(), Some(83)), ("Duisburg".to_owned(), None)]);
    let maps: Vec<BTreeMap<String, Option<serde_json::Value>>> = db.query(statement).run()?.rows_as()?;
    assert_eq!(maps[0]["berths"], Some(serde_json::json!(83)));
    let path = db.query("MATCH p = (:Port)-->() RETURN nodes(p) AS nodes, p").run()?;
    type Named = HashMap<String, serde_json::Value>;
    let paths: Vec<(Vec<Port>, Vec<Named>)> = { path }.rows_as()?;
    assert_eq!((paths[0].0.len(), paths[0].1.len()), (2, 3));
    Ok(())
}

#[test]
fn enums_come_from_strings_and_from_maps() -> Result<()> {
    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(rename_all = "snake_case")]
    enum Event {
        Closed,
        Moved { to: String },
        Grown(i64),
        Counted(i64, i64),
    }
    let db = Database::in_memory();
    let statement =
        "UNWIND ['closed', {moved: {to: 'Busan'}}, {grown: 3}, {counted: [1, 2]}] AS event RETURN event";
    let events: Vec<Event> = db.query(statement).run()?.rows_as()?;
    let moved = Event::Moved { to: "Busan".to_owned() };
    assert_eq!(events, [Event::Closed, moved, Event::Grown(3), Event::Counted(1, 2)]);
    Ok(())
}

#[test]
fn what_does_not_fit_is_an_error_that_says_why() -> Result<()> {
    let db = ports()?;
    let read = |statement: &str| db.query(statement).run()?.rows_as::<Port>();
    for (statement, why) in [
        ("RETURN 'Riga' AS name", "missing field `kind`"),
        ("RETURN 'Riga' AS name, 'Air' AS kind", "unknown variant `Air`"),
        ("RETURN 1 AS name, 'Sea' AS kind", "invalid type: integer `1`, expected a string"),
        ("RETURN 'Riga' AS name, 'Sea' AS kind, -1 AS berths", "invalid value: integer `-1`, expected u32"),
        ("RETURN 'Riga' AS name, 7 AS kind", "expected a String or a Map"),
    ] {
        let error = read(statement).expect_err(statement);
        assert!(error.message().contains(why), "{statement}: {error}");
        assert_eq!(error.detail(), "InvalidRowType");
    }
    let number = db.query("RETURN 1").run()?.rows_as::<NodeId>();
    assert_eq!(failure(number), "TypeError InvalidRowType");
    Ok(())
}
