//! What a search may cost: cliques, cycles and hubs, by counted work and within budgets.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use casegraph::{Budgets, Database, ErrorClass};

/// Everybody knows everybody.
fn clique(count: usize) -> Database {
    let database = Database::in_memory();
    let make = format!(
        "UNWIND range(0, {last}) AS i CREATE (:N {{id: i}}) WITH count(*) AS c \
         MATCH (a:N), (b:N) WHERE a.id <> b.id CREATE (a)-[:R {{w: (a.id * 7 + b.id * 3) % 5 + 1}}]->(b)",
        last = count - 1
    );
    database.query(&make).run().expect("the clique is made");
    database
}

fn cycle(count: usize) -> Database {
    let database = Database::in_memory();
    let last = count - 1;
    for step in [
        format!("UNWIND range(0, {last}) AS i CREATE (:N {{id: i}})"),
        "CREATE INDEX FOR (n:N) ON (n.id)".to_owned(),
        format!(
            "UNWIND range(0, {last}) AS i MATCH (a:N {{id: i}}) MATCH (b:N {{id: (i + 1) % {count}}}) \
             CREATE (a)-[:R]->(b)"
        ),
    ] {
        database.query(&step).run().expect("the cycle is made");
    }
    database
}

/// Rows of one integer, and the work.
fn numbers(database: &Database, query: &str) -> (Vec<i64>, u64) {
    let budgets = Budgets { time: Duration::from_secs(20), ..Budgets::default() };
    let mut result =
        database.query(query).budgets(budgets).run().unwrap_or_else(|error| panic!("{query}\n{error}"));
    let rows = result.rows_as().unwrap_or_else(|error| panic!("{query}\n{error}"));
    (rows, result.summary().work)
}

#[test]
fn a_clique_ends_with_a_budget_or_streams() {
    let database = clique(40);
    for pattern in [
        "(a:N {id: 0})-[*]->(b)",
        "(a:N {id: 0})((x)-->(y))+(b)",
        "ACYCLIC (a:N {id: 0})-->{2}(m)-->*(b:N {id: 1})",
        "SHORTEST 1000000 ACYCLIC (a:N {id: 0})-->+(b:N {id: 1})",
        "CHEAPEST 1000000 (a:N {id: 0})-[r COST r.w]->+(b:N {id: 1})",
        "SHORTEST 7 WALK GROUPS (a:N {id: 0})-->+(b:N {id: 1})",
    ] {
        let query = format!("MATCH p = {pattern} RETURN count(length(p))");
        let budgets = Budgets {
            time: Duration::from_secs(2),
            memory: 64 << 20,
            expansions: 3_000_000,
            ..Budgets::default()
        };
        let started = Instant::now();
        let error = database
            .query(&query)
            .budgets(budgets)
            .run()
            .and_then(|mut result| result.rows())
            .expect_err("there are too many paths");
        assert_eq!(error.class(), ErrorClass::BudgetExceeded, "{query}\n{error}");
        // The time budget and what it takes to notice, with room for a loaded machine.
        assert!(started.elapsed() < Duration::from_secs(20), "{query} took {:?}", started.elapsed());
        let first = format!("MATCH p = {pattern} RETURN length(p) LIMIT 500");
        let (rows, work) = numbers(&database, &first);
        assert_eq!(rows.len(), 500, "{first}");
        assert!(work < 3_000_000, "{first}: {work} steps");
    }
}

#[test]
fn selected_paths_of_a_clique_are_searched_not_enumerated() {
    let database = clique(40);
    // (selector, paths, and the most steps)
    for (selector, paths, most) in [
        ("SHORTEST 5", 5, 20_000),
        ("SHORTEST 2 GROUPS", 39, 20_000),
        ("SHORTEST 3 GROUPS ACYCLIC", 1 + 38 + 38 * 37, 500_000),
        ("SHORTEST 3 GROUPS WALK", 1 + 38 + (39 * 39 * 39 + 1) / 40, 100_000),
        ("SHORTEST 40 WALK", 40, 200_000),
        ("CHEAPEST 5 WALK", 5, 200_000),
        ("ANY CHEAPEST", 1, 20_000),
    ] {
        let cost = if selector.contains("CHEAPEST") { " COST r.w" } else { "" };
        let query =
            format!("MATCH p = {selector} (:N {{id: 0}})-[r{cost}]->+(:N {{id: 1}}) RETURN length(p)");
        let (lengths, work) = numbers(&database, &query);
        assert_eq!(lengths.len(), paths, "{query}");
        assert!(work < most, "{query}: {work} steps");
    }
    // One search to all ends: each relationship is looked at about once.
    let query = "MATCH ANY SHORTEST (:N {id: 0})((x)-->(y))+(b) RETURN b.id";
    let (ends, work) = numbers(&database, query);
    assert_eq!(ends.len(), 40);
    assert!(work < 10_000, "{work} steps");
}

#[test]
fn the_second_path_of_a_large_cycle_takes_the_other_way_round() {
    const COUNT: u64 = 20_000;
    let database = cycle(COUNT as usize);
    for mode in ["TRAIL", "ACYCLIC"] {
        let query = format!("MATCH p = SHORTEST 2 {mode} (:N {{id: 0}})-[]-+(:N {{id: 1}}) RETURN length(p)");
        let (lengths, work) = numbers(&database, &query);
        assert_eq!(lengths, [1, COUNT as i64 - 1], "{query}");
        assert!(work < 60 * COUNT, "{query}: {work} steps");
    }
}

#[test]
fn a_filter_of_an_end_is_not_asked_of_every_path() {
    // A hub with many leaves, each with a tail.
    let database = Database::in_memory();
    let mut script = "CREATE (h:Hub)".to_owned();
    for leaf in 0..300 {
        let _ = write!(script, ", (h)-[:R]->(l{leaf}:Leaf {{id: {leaf}}})-[:R]->(:Tail {{id: {leaf}}})");
    }
    database.query(&script).run().expect("the hub is made");
    let query = "MATCH p = SHORTEST 2 (h:Hub)((x)-[:R]->(y))+(t:Tail {id: 7}) RETURN length(p)";
    let (lengths, work) = numbers(&database, query);
    assert_eq!(lengths, [2]);
    assert!(work < 3_000, "{work} steps");
}
