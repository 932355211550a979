//! Run petgraph's algorithms on a version of the graph, without copying it.
//!
//! Run it with `cargo run --example algorithms`.

use casegraph::{Database, Direction, NodeId, Result, Snapshot};
use petgraph::algo::{astar, connected_components, page_rank};

fn main() -> Result<()> {
    let db = Database::in_memory();
    db.query(
        "CREATE (busan:Port {name: 'Busan'}), (tokyo:Port {name: 'Tokyo'}), (oakland:Port {name: 'Oakland'}),
                (seattle:Port {name: 'Seattle'}), (riga:Port {name: 'Riga'}),
                (busan)-[:SHIPS_TO {days: 2}]->(tokyo), (tokyo)-[:SHIPS_TO {days: 9}]->(seattle),
                (busan)-[:SHIPS_TO {days: 14}]->(seattle), (seattle)-[:SHIPS_TO {days: 2}]->(oakland)",
    )
    .run()?;

    // A snapshot is a graph to petgraph: directed, with every relationship an edge.
    let snapshot = db.snapshot();
    assert_eq!(connected_components(&snapshot), 2, "nobody ships to Riga");

    // A view weighs the edges by a property; where it is not a number, the given weight counts.
    let port = |name: &str| snapshot.find_nodes("Port", "name", name).next().expect("it was created").id();
    let days = snapshot.catalog().key("days").expect("relationships have it");
    let view = snapshot.view().weighted(days, 1.0);
    let goal = port("Oakland");
    let route = astar(view, port("Busan"), |at| at == goal, |edge| edge.weight, |_| 0.0);
    let (time, route) = route.expect("there is a way");
    println!("{} in {time} days", names(&snapshot, &route)?.join(" - "));
    assert_eq!(time, 13.0);
    assert_eq!(names(&snapshot, &route)?, ["Busan", "Tokyo", "Seattle", "Oakland"]);

    // Algorithms that keep arrays work too: indices have no gaps.
    let ranks = page_rank(snapshot.view(), 0.85_f64, 20);
    let total: f64 = ranks.iter().sum();
    assert!((total - 1.0).abs() < 1e-9 && ranks.len() == 5);

    // What is written meanwhile does not disturb the snapshot.
    db.query("MATCH (n) DETACH DELETE n").run()?;
    let busan = snapshot.node(port("Busan")).expect("this version has it");
    assert_eq!(busan.neighbors(Direction::Outgoing, Some("SHIPS_TO")).count(), 2);
    assert_eq!(db.snapshot().node_count(), 0);
    Ok(())
}

fn names(snapshot: &Snapshot, route: &[NodeId]) -> Result<Vec<String>> {
    route.iter().filter_map(|id| snapshot.node(*id)).map(|port| port.get("name")).collect()
}
