//! How fast statements run on 100,000 persons and 2,400,000 relationships: one hop, counts, shortest paths.

use std::sync::LazyLock;

use casegraph::Database;
use casegraph::value::Value;
use divan::Bencher;

#[path = "../tests/support/generate.rs"]
#[allow(dead_code, reason = "each user of the generator needs another part of it")]
mod generate;

const PERSONS: u32 = 100_000;
const FOLLOWS: usize = 2_400_000;

static DATABASE: LazyLock<Database> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("the system has a folder for temporary files");
    let (persons, follows) = generate::Social::new(PERSONS, FOLLOWS)
        .write_csv(folder.path())
        .expect("there is room for the files");
    let database = Database::in_memory();
    let spec = casegraph::import::TableSpec {
        nodes: vec![(vec!["Person".into()], persons)],
        relationships: vec![(Some("FOLLOWS".into()), follows)],
        ..Default::default()
    };
    let mut txn = database.write().expect("nobody else writes");
    casegraph::import::csv::import(txn.graph(), &spec, b',', &casegraph::import::Silent)
        .expect("the files are good");
    txn.commit().expect("nothing forbids it");
    let statement = "CREATE CONSTRAINT person_id FOR (p:Person) REQUIRE p.id IS UNIQUE";
    database.query(statement).run().expect("ids are unique");
    database
});

fn main() {
    divan::main();
}

/// Runs a statement for persons chosen at random, the same ones each time.
fn run(bencher: Bencher, text: &str) {
    let prepared = DATABASE.prepare(text).expect("the statement is good");
    let mut random = generate::Random(11);
    bencher
        .with_inputs(|| [random.below(PERSONS) + 1, random.below(PERSONS) + 1].map(i64::from))
        .bench_local_values(|[a, b]| {
            let query = prepared.query().param("a", Value::Integer(a)).param("b", Value::Integer(b));
            query.run().and_then(|mut result| result.rows()).expect("the statement is good")
        });
}

#[divan::bench]
fn node_by_id(bencher: Bencher) {
    run(bencher, "MATCH (p:Person {id: $a}) WHERE p.id <> $b RETURN p.name");
}

#[divan::bench]
fn one_hop(bencher: Bencher) {
    run(bencher, "MATCH (p:Person {id: $a})-[:FOLLOWS]->(q) WHERE q.id <> $b RETURN q.name");
}

#[divan::bench]
fn one_hop_count(bencher: Bencher) {
    run(bencher, "MATCH (p:Person {id: $a})-[:FOLLOWS]->(q) WHERE $b > 0 RETURN count(*)");
}

#[divan::bench(sample_count = 20)]
fn two_hops_distinct(bencher: Bencher) {
    run(bencher, "MATCH (p:Person {id: $a})-[:FOLLOWS*2]->(q) WHERE $b > 0 RETURN count(DISTINCT q)");
}

#[divan::bench(sample_count = 50)]
fn shortest_path(bencher: Bencher) {
    let text = "MATCH (a:Person {id: $a}), (b:Person {id: $b}) \
                MATCH p = shortestPath((a)-[:FOLLOWS*]->(b)) RETURN length(p)";
    run(bencher, text);
}

#[divan::bench(sample_count = 10)]
fn count_all_relationships(bencher: Bencher) {
    run(bencher, "MATCH (:Person)-[f:FOLLOWS]->(:Person) WHERE $a > 0 AND $b > 0 RETURN count(f)");
}

#[divan::bench(sample_count = 5)]
fn most_followed(bencher: Bencher) {
    let text = "MATCH (:Person)-[:FOLLOWS]->(p:Person) WHERE $a > 0 AND $b > 0 \
                RETURN p.id, count(*) AS followers ORDER BY followers DESC LIMIT 3";
    run(bencher, text);
}
