//! Correlated subqueries: random queries that nest `EXISTS`, `COUNT`, `COLLECT`, `CALL`, comprehensions and
//! `OPTIONAL MATCH` with projections, aggregation, `UNION`, order and limits in them, run with and without the
//! optimizer and compared with an evaluation that knows neither plans nor slots.
//!
//! `CASEGRAPH_CORRELATED_QUERIES` sets how many, `CASEGRAPH_CORRELATED_SEED` where they begin.

mod evaluate;
mod generate;
mod query;

use std::collections::BTreeMap;

use casegraph::optimize::{OptimizerOptions, RULES};
use casegraph::value::Value;
use casegraph::{Database, Result};

use super::random::{Random, rows};
use evaluate::{Evaluator, Graph, Row, TooLong};
use generate::Generator;
use query::Query;

/// Queries on one graph.
const PER_GRAPH: u64 = 25;
/// Longer evaluations are given up; few queries need them.
const STEPS: u64 = 60_000;

fn random_graph(random: &mut Random) -> Graph {
    let mut graph = Graph::default();
    for _ in 0..4 + random.below(2) {
        let labels = [vec!["A"], vec!["B"], vec!["A", "B"], vec![]];
        let labels = labels[random.below(4) as usize].clone();
        let mut properties = BTreeMap::from([("x", random.below(4) as i64)]);
        if random.chance(2) {
            properties.insert("y", random.below(3) as i64);
        }
        graph.nodes.push((labels, properties));
    }
    let nodes = graph.nodes.len() as u64;
    for _ in 0..5 + random.below(3) {
        let ends = (random.below(nodes) as usize, random.below(nodes) as usize);
        let rel_type = if random.chance(2) { "R" } else { "S" };
        let properties = BTreeMap::from([("w", random.below(3) as i64)]);
        graph.relationships.push((ends.0, ends.1, rel_type, properties));
    }
    graph
}

fn database(graph: &Graph) -> Result<Database> {
    let map = |id: usize, properties: &BTreeMap<&str, i64>| {
        let others: String = properties.iter().map(|(key, value)| format!(", {key}: {value}")).collect();
        format!("{{id: {id}{others}}}")
    };
    let mut script = String::new();
    for (id, (labels, properties)) in graph.nodes.iter().enumerate() {
        let labels: String = labels.iter().map(|label| format!(":{label}")).collect();
        script += &format!("CREATE (n{id}{labels} {}) ", map(id, properties));
    }
    for (id, (from, to, rel_type, properties)) in graph.relationships.iter().enumerate() {
        script += &format!("CREATE (n{from})-[:{rel_type} {}]->(n{to}) ", map(id, properties));
    }
    let database = Database::in_memory();
    database.query(&script).run()?;
    Ok(database)
}

/// The rows as text, as `rows` gives them.
fn expected(query: &Query, graph: &Graph, outer: &Row) -> std::result::Result<Vec<String>, TooLong> {
    let columns = evaluate::columns(query);
    let found = Evaluator { graph, steps: STEPS }.query(query, outer)?;
    let value = |row: &Row, column: &String| match row.get(column) {
        Some(evaluate::Value::Integer(value)) => Value::Integer(*value),
        _ => Value::Null,
    };
    let line = |row: &Row| {
        let values: Vec<Value> = columns.iter().map(|column| value(row, column)).collect();
        format!("{values:?}")
    };
    Ok(found.iter().map(line).collect())
}

/// How a query is run: as it is, with all rules, and with one rule left out or alone, another one each time.
fn variants(at: u64) -> Vec<(String, OptimizerOptions)> {
    let name = RULES[(at / 2) as usize % RULES.len()].name;
    let all = OptimizerOptions::default();
    let other = match at % 2 {
        0 => (format!("without {name}"), all.clone().without(name)),
        _ => (format!("only {name}"), OptimizerOptions::only(&[name])),
    };
    vec![("naive".to_owned(), OptimizerOptions::none()), ("optimised".to_owned(), all), other]
}

/// The query and how its answers differ from the rows it means.
fn difference(text: &str, mut expected: Vec<String>, database: &Database, at: u64) -> Option<String> {
    expected.sort();
    for (name, options) in variants(at) {
        let found = rows(database, text, options);
        if found.as_ref() != Ok(&expected) {
            let error = database.query(text).run().err();
            return Some(format!("{name}: {text}\nexpected {expected:?}\nfound {found:?} {error:?}"));
        }
    }
    None
}

fn number(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// Asserts that there are no failures, and shows the shortest.
fn none(mut failures: Vec<String>) {
    failures.sort_by_key(String::len);
    let shown = failures.iter().take(5).map(String::as_str).collect::<Vec<_>>().join("\n\n");
    assert!(failures.is_empty(), "{} failures, the shortest:\n{shown}", failures.len());
}

#[test]
fn correlated_subqueries_have_the_rows_they_mean() -> Result<()> {
    let count = number("CASEGRAPH_CORRELATED_QUERIES", 250);
    let mut random = Random(number("CASEGRAPH_CORRELATED_SEED", 0xC0DE_CAFE));
    let (mut evaluated, mut failures) = (0, Vec::new());
    for _ in 0..count.div_ceil(PER_GRAPH) {
        let graph = random_graph(&mut random);
        let database = database(&graph)?;
        for _ in 0..PER_GRAPH {
            let depth = 1 + random.below(3) as u32;
            let query = Generator::new(&mut random).statement(depth, &[]);
            let Ok(expected) = expected(&query, &graph, &Row::new()) else { continue };
            evaluated += 1;
            let difference = difference(&query.to_string(), expected, &database, evaluated);
            failures.extend(difference.map(|difference| format!("{difference}\n{graph:?}")));
        }
    }
    none(failures);
    assert!(evaluated > count / 2, "only {evaluated} of {count} random queries could be evaluated");
    Ok(())
}

/// As above, for more outer rows than a batch holds.
#[test]
fn correlated_subqueries_have_them_for_many_rows() -> Result<()> {
    const TIMES: usize = 400;
    const VALUES: usize = 3;
    let count = number("CASEGRAPH_CORRELATED_QUERIES", 250) / 25;
    let mut random = Random(number("CASEGRAPH_CORRELATED_SEED", 0x00DD_BA11));
    let (mut evaluated, mut failures) = (0, Vec::new());
    for at in 0..count {
        let graph = random_graph(&mut random);
        let database = database(&graph)?;
        let query = Generator::new(&mut random).statement(1, &["big"]);
        let row = |value| Row::from([("big".to_owned(), evaluate::Value::Integer(value))]);
        let each = (0..VALUES as i64).map(|value| expected(&query, &graph, &row(value)));
        let Ok(each) = each.collect::<std::result::Result<Vec<_>, TooLong>>() else { continue };
        let all: Vec<String> = each.concat();
        if all.len() > 30 {
            continue;
        }
        evaluated += 1;
        let columns = evaluate::columns(&query).join(", ");
        let last = TIMES * VALUES - 1;
        let outer = format!("UNWIND range(0, {last}) AS i WITH i % {VALUES} AS big");
        let text = format!("{outer} CALL (big) {{ {query} }} RETURN {columns}");
        let mut expected = Vec::new();
        (0..TIMES).for_each(|_| expected.extend(all.iter().cloned()));
        let difference = difference(&text, expected, &database, at);
        failures.extend(difference.map(|difference| format!("{difference}\n{graph:?}")));
    }
    none(failures);
    assert!(evaluated > count / 3, "only {evaluated} of {count} random queries could be evaluated");
    Ok(())
}
