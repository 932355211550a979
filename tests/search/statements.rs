//! The searches as statements ask for them: they keep budgets, end when enough is found, and make no path that nobody reads.

use std::sync::LazyLock;
use std::time::Duration;

use casegraph::value::Value;
use casegraph::{Budgets, CancellationToken, Database, Result};

/// A grid of 30 times 30 places whose relationships lead right and down, and everybody of forty joined to everybody.
static GRAPH: LazyLock<Database> = LazyLock::new(|| {
    let database = Database::in_memory();
    for text in [
        "UNWIND range(0, 899) AS n CREATE (:Place {n: n, row: n / 30})",
        "CREATE INDEX FOR (p:Place) ON (p.n)",
        "MATCH (a:Place) WHERE a.n % 30 < 29 MATCH (b:Place {n: a.n + 1}) CREATE (a)-[:TO {cost: 1 + a.n % 3}]->(b)",
        "MATCH (a:Place) WHERE a.n < 870 MATCH (b:Place {n: a.n + 30}) CREATE (a)-[:TO {cost: 1 + a.n % 5}]->(b)",
        "UNWIND range(0, 39) AS n CREATE (:Guest {n: n})",
        "MATCH (a:Guest), (b:Guest) WHERE a <> b CREATE (a)-[:KNOWS]->(b)",
    ] {
        database.query(text).run().expect("the graph can be made");
    }
    database
});

const ENDS: &str = "MATCH (a:Place {n: 0}), (b:Place {n: 899})";

fn ask(text: &str, budgets: Budgets) -> Result<Vec<Vec<Value>>> {
    let mut result = GRAPH.query(text).budgets(budgets).run()?;
    result.rows()?.into_iter().map(|row| Ok(row.values().to_vec())).collect()
}

/// The only value, found without looking at more than so many relationships.
fn found(text: &str, expansions: u64) -> Value {
    let rows = ask(text, Budgets { expansions, ..Budgets::default() });
    let mut rows = rows.unwrap_or_else(|error| panic!("{text}: {error}"));
    rows.pop().and_then(|mut row| row.pop()).unwrap_or(Value::Null)
}

#[test]
fn more_paths_than_anybody_can_make_are_counted_and_the_first_of_them_come_at_once() {
    let all = 4 * 900;
    let count = format!("{ENDS} MATCH p = allShortestPaths((a)-[:TO*]->(b)) RETURN count(p)");
    // 58 steps, of which 29 lead down.
    assert_eq!(found(&count, all).to_string(), "30067266499541040");
    let first =
        format!("{ENDS} MATCH p = allShortestPaths((a)-[:TO*]->(b)) WITH p LIMIT 3 RETURN sum(length(p))");
    assert_eq!(found(&first, all).to_string(), "174");
    let undirected = format!("{ENDS} MATCH p = allShortestPaths((a)-[:TO*..60]-(b)) RETURN count(*)");
    assert_eq!(found(&undirected, 2 * all).to_string(), "30067266499541040");
}

#[test]
fn nodes_of_a_clique_are_found_without_its_paths() {
    let guests = 40 * 39;
    for (text, value) in [
        ("MATCH (a:Guest {n: 0})-[:KNOWS*]->(b) RETURN count(DISTINCT b)", "40"),
        ("MATCH (a:Guest {n: 0})-[:KNOWS*]-(b) WHERE b.n > 30 RETURN count(DISTINCT b)", "9"),
        ("MATCH (a:Guest {n: 0})-[:KNOWS*..7]->(b) RETURN max(b.n)", "39"),
        ("MATCH (a:Guest {n: 0}) RETURN EXISTS { (a)-[:KNOWS*]->(:Guest {n: 39}) }", "true"),
        ("MATCH (a:Guest {n: 0})-[:KNOWS*]->(a) RETURN count(DISTINCT a)", "1"),
    ] {
        assert_eq!(found(text, 4 * guests).to_string(), value, "{text}");
    }
    // The first nodes are found at the first one.
    let few = "MATCH (a:Guest {n: 0})-[:KNOWS*]->(b) WITH DISTINCT b LIMIT 1 RETURN b.n >= 0";
    assert_eq!(found(few, 2 * guests).to_string(), "true");
}

#[test]
fn budgets_end_a_search_inside() {
    let ample = Budgets::default();
    let cheapest = |name: &str, rest: &str| {
        format!(
            "{ENDS} CALL gds.{name}.stream({{sourceNode: a{rest}, relationshipWeightProperty: 'cost'}}) YIELD path RETURN count(*)"
        )
    };
    for text in [
        format!("{ENDS} MATCH p = shortestPath((a)-[:TO*]->(b)) RETURN length(p)"),
        format!("{ENDS} MATCH p = allShortestPaths((a)-[:TO*]->(b)) RETURN count(p)"),
        "MATCH (a:Place {n: 0})-[:TO*]->(b) RETURN count(DISTINCT b)".to_owned(),
        format!("{ENDS} RETURN EXISTS {{ (a)-[:TO*]->(b) }}"),
        cheapest("shortestPath.dijkstra", ", targetNode: b"),
        cheapest("shortestPath.yens", ", targetNode: b, k: 3"),
        cheapest("allShortestPaths.dijkstra", ""),
        "MATCH (a:Place {n: 0}) CALL gds.dfs.stream({sourceNode: a}) YIELD nodeIds RETURN size(nodeIds)"
            .to_owned(),
    ] {
        let error = |budgets| ask(&text, budgets).map(|rows| rows.len()).map_err(|error| error.detail());
        assert_eq!(error(ample), Ok(1), "{text}");
        assert_eq!(error(Budgets { expansions: 100, ..ample }), Err("ExpansionBudgetExceeded"), "{text}");
        assert_eq!(error(Budgets { memory: 1000, ..ample }), Err("MemoryBudgetExceeded"), "{text}");
        assert_eq!(error(Budgets { time: Duration::ZERO, ..ample }), Err("TimeBudgetExceeded"), "{text}");
        let token = CancellationToken::new();
        token.cancel();
        let cancelled =
            GRAPH.query(&text).cancellation(token).run().and_then(|mut result| result.rows().map(drop));
        assert_eq!(cancelled.map_err(|error| error.detail()), Err("StatementCancelled"), "{text}");
    }
}

#[test]
fn searches_for_many_rows_hold_what_one_needs() {
    // Each row gives back what its search held, so that nine hundred fit where one does.
    let memory = Budgets { memory: 60_000, ..Budgets::default() };
    for text in [
        "MATCH (a:Place {n: 0}), (b:Place) MATCH p = shortestPath((a)-[:TO*0..]->(b)) RETURN max(length(p))",
        "MATCH (a:Place {n: 0}), (b:Place) MATCH p = allShortestPaths((a)-[:TO*0..8]->(b)) RETURN max(length(p))",
        "MATCH (a:Place) WHERE EXISTS { (a)-[:TO*1..3]->(:Place {n: 899}) } RETURN count(*)",
        "MATCH (a:Place {n: 0}), (b:Place) WHERE EXISTS { (a)-[:TO*1..]->(b) } RETURN count(*)",
    ] {
        assert!(ask(text, memory).is_ok(), "{text}: {:?}", ask(text, memory));
    }
}
