//! Damaged queries: whatever happens to a text, parsing it ends with a tree or an error. They are made of the corpora's
//! queries and the conformance kit's; where the kit is not there, of the corpora's alone. `tests/hard` runs them, too.

use casegraph::syntax::{completeness, highlight, parse, statements};

use crate::support::mutate::{Random, mutate_chars, mutate_literals, mutate_tokens};

/// Queries that between them use most of the language.
const SEEDS: &[&str] = &[
    "MATCH (a:A {x: 1})-[r:R|S*1..3]->(b) WHERE a.x > 1 AND NOT b:B OR (a)-->(b) RETURN a, count(*) AS n ORDER BY n DESC SKIP 1 LIMIT 2",
    "MATCH p = SHORTEST 2 PATHS ((a)-[r]->(b) WHERE a.x < b.x){1,3}(c) RETURN [x IN nodes(p) WHERE x.y | x.z]",
    "UNWIND [1, -2.5e3, 0x1F, 'a\\'\\u0041', \"b\", null] AS x WITH x, x + 1 AS y WHERE y IS NOT NULL RETURN *",
    "CALL (x) { MATCH (n) RETURN n } IN TRANSACTIONS OF 10 ROWS ON ERROR CONTINUE RETURN EXISTS { (n)-->() }",
    "MERGE (n:L {k: $p}) ON CREATE SET n.a = 1, n += {b: 2}, n:M ON MATCH SET n[$k] = reduce(s = 0, x IN [1] | s + x)",
    "FOREACH (x IN range(1, 3) | CREATE (:A {x: x})) // comment\n/* more */ RETURN `odd ``name`, $`p q`",
    "RETURN CASE x WHEN 1 THEN 'a' ELSE b.c[1..2] END, [(a)-->(b) | b {.x, y: 1, .*}], all(x IN y WHERE x = 1)",
    "CREATE CONSTRAINT c IF NOT EXISTS FOR (n:L) REQUIRE (n.a, n.b) IS NODE KEY",
    "RETURN 1 IS :: LIST<INTEGER NOT NULL> | STRING, 2 ^ 3 ^ 2, -9223372036854775808, a STARTS WITH b",
    "MATCH (a)–[r]—〉(b) DETACH DELETE a, r FINISH; RETURN 1;",
];

/// So many damaged queries; the same ones for the same `seed`, as long as the corpora stay as they are.
pub fn damaged(count: usize, seed: u64) -> impl Iterator<Item = String> {
    let kit = super::kit::queries().into_iter().map(|query| query.text);
    let sound: Vec<String> =
        SEEDS.iter().map(|&text| text.to_owned()).chain(crate::corpus::texts()).chain(kit).collect();
    let mut random = Random(seed);
    (0..count).map(move |i| {
        let text = &sound[random.below(sound.len())];
        let other = &sound[random.below(sound.len())];
        match i % 4 {
            0 => mutate_tokens(text, other, &mut random),
            1 | 2 => mutate_literals(text, &mut random),
            _ => mutate_chars(text, &mut random),
        }
    })
}

fn check(text: &str) {
    for (_, span) in highlight(text) {
        assert!(text.get(span.range()).is_some(), "{text:?} is cut inside a character");
    }
    completeness(text);
    for statement in statements(text) {
        assert!(text[statement.offset..].starts_with(statement.text));
    }
    match parse(text) {
        Ok(statement) => super::assert_round_trip(statement, text),
        Err(error) => {
            let span = error.span().unwrap_or_else(|| panic!("{text:?}: {error:?} has no place"));
            assert!(text.get(span.range()).is_some(), "{text:?}: {error:?} is out of bounds");
        }
    }
}

#[test]
fn damaged_queries_give_a_tree_or_an_error() {
    for text in damaged(10_000, 0x9E37_79B9_7F4A_7C15) {
        check(&text);
    }
}

#[test]
fn every_prefix_gives_a_tree_or_an_error() {
    for seed in SEEDS {
        for (i, _) in seed.char_indices() {
            check(&seed[..i]);
        }
    }
}
