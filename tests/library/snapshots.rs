//! Walking a version of the graph without the language.

use casegraph::petgraph::algo::{dijkstra, is_cyclic_directed};
use casegraph::petgraph::visit::{Bfs, IntoNeighbors};
use casegraph::{Database, Direction, NodeRef, Result, Snapshot, Value};

fn family() -> Result<Snapshot> {
    let db = Database::in_memory();
    db.query(
        "CREATE (ada:Person:Author {name: 'Ada', born: 1815}), (byron:Person {name: 'Byron'}), (mary:Person {name: 'Mary'}),
                (ada)-[:KNOWS {since: 1833}]->(mary), (mary)-[:KNOWS]->(ada), (byron)-[:PARENT_OF]->(ada),
                (ada)-[:KNOWS]->(ada)",
    )
    .run()?;
    Ok(db.snapshot())
}

fn names<'g>(nodes: impl Iterator<Item = NodeRef<'g>>) -> Result<Vec<String>> {
    let mut names: Vec<String> = nodes.map(|node| node.get("name")).collect::<Result<_>>()?;
    names.sort();
    Ok(names)
}

#[test]
fn nodes_are_found_and_followed_by_name() -> Result<()> {
    let graph = family()?;
    assert_eq!(names(graph.nodes_labelled("Person"))?, ["Ada", "Byron", "Mary"]);
    assert_eq!(names(graph.nodes_labelled("Nobody"))?, [""; 0]);
    let ada = graph.find_nodes("Author", "born", 1815).next().expect("she was created");
    assert_eq!(graph.find_nodes("Person", "born", 1815.0).count(), 0, "values are found by their type too");
    assert_eq!(graph.find_nodes("Person", "died", 1852).count(), 0);

    let mut labels: Vec<&str> = ada.labels().collect();
    labels.sort_unstable();
    assert_eq!(labels, ["Author", "Person"]);
    assert!(ada.has_label("Author") && !ada.has_label("Poet"));
    assert_eq!(ada.get::<i64>("born")?, 1815);
    assert!(matches!(ada.property("died"), Value::Null));
    assert_eq!(ada.get::<Option<i64>>("died")?, None);
    assert!(ada.get::<i64>("name").is_err());
    assert_eq!(ada.properties().count(), 2);

    assert_eq!(names(ada.neighbors(Direction::Outgoing, Some("KNOWS")))?, ["Ada", "Mary"]);
    assert_eq!(names(ada.neighbors(Direction::Incoming, None))?, ["Ada", "Byron", "Mary"]);
    assert_eq!(names(ada.neighbors(Direction::Both, None))?, ["Ada", "Byron", "Mary", "Mary"]);
    assert_eq!(ada.neighbors(Direction::Both, Some("MARRIED_TO")).count(), 0);
    assert_eq!(ada.degree(Direction::Both, None), 4);
    assert_eq!(ada.degree(Direction::Both, Some("MARRIED_TO")), 0);
    Ok(())
}

#[test]
fn relationships_know_their_ends_and_properties() -> Result<()> {
    let graph = family()?;
    let byron = graph.find_nodes("Person", "name", "Byron").next().expect("he was created");
    let parent = byron.relationships(Direction::Both, None).next().expect("he has a daughter");
    assert_eq!((parent.type_name(), parent.properties().count()), ("PARENT_OF", 0));
    assert_eq!((parent.start().id(), parent.end().get::<i64>("born")?), (byron.id(), 1815));
    let ada = parent.end();
    let since: Vec<i64> = ada
        .relationships(Direction::Outgoing, Some("KNOWS"))
        .filter_map(|knows| knows.get::<Option<i64>>("since").transpose())
        .collect::<Result<_>>()?;
    assert_eq!(since, [1833]);
    assert_eq!(ada.relationships(Direction::Both, None).count(), 4, "a self-loop comes once");
    assert_eq!(graph.rel(parent.id()).map(|found| found.start().id()), Some(byron.id()));
    assert!(graph.node(casegraph::NodeId(99)).is_none() && graph.rel(casegraph::RelId(99)).is_none());
    Ok(())
}

#[test]
fn petgraph_walks_the_snapshot_itself() -> Result<()> {
    let graph = family()?;
    let byron = graph.find_nodes("Person", "name", "Byron").next().expect("he was created").id();
    let mut walk = Bfs::new(&graph, byron);
    let mut met = 0;
    while walk.next(&graph).is_some() {
        met += 1;
    }
    assert_eq!(met, 3);
    assert!(is_cyclic_directed(&graph));
    assert_eq!((&graph).neighbors(byron).count(), 1);
    let far = dijkstra(graph.view(), byron, None, |_| 1);
    assert_eq!(far.values().max(), Some(&2));
    Ok(())
}

#[test]
fn a_snapshot_outlives_its_database() -> Result<()> {
    let graph = family()?; // the database was dropped
    let there = std::thread::spawn(move || graph.node_count()).join().expect("it only counts");
    assert_eq!(there, 3);
    Ok(())
}
