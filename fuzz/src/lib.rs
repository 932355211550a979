//! What the fuzz targets share: a grammar, mutations of tokens, and a small engine with tight limits.

pub mod grammar;
#[path = "../../tests/crash/disk.rs"]
pub mod disk;
#[path = "../../tests/support/mutate.rs"]
pub mod mutate;
#[path = "../../tests/support/tight.rs"]
pub mod tight;

use mutate::Random;

/// Mutates a text in place of libFuzzer's own mutation, every second time. `data` holds `size` bytes and has room for more.
pub fn mutate_text(
    data: &mut [u8],
    size: usize,
    seed: u32,
    default: impl FnOnce(&mut [u8], usize) -> usize,
    splice_from: &[&str],
) -> usize {
    let text = std::str::from_utf8(&data[..size]);
    let (Ok(text), true) = (text, seed.is_multiple_of(2)) else {
        let max = data.len();
        return default(data, max.min(size.max(1)));
    };
    let mut random = Random(u64::from(seed) << 1 | 1);
    let other = random.pick(splice_from);
    let mutated = match random.below(4) {
        0 => mutate::mutate_chars(text, &mut random),
        1 => mutate::mutate_literals(text, &mut random),
        _ => mutate::mutate_tokens(text, other, &mut random),
    };
    let mut end = mutated.len().min(data.len());
    while !mutated.is_char_boundary(end) {
        end -= 1;
    }
    data[..end].copy_from_slice(&mutated.as_bytes()[..end]);
    end
}

/// Statements to take pieces from: between them they use most of the language.
pub const SPLICES: &[&str] = &[
    "MATCH (a:A {x: 1})-[r:R|S*1..3]->(b) WHERE a.x > 1 AND NOT b:B OR (a)-->(b) RETURN a, count(*) AS n ORDER BY n DESC SKIP 1 LIMIT 2",
    "MATCH p = ANY SHORTEST (a)-[r]->+(b)((c)--(d) WHERE c.x < d.x){1,3}(e) RETURN [x IN nodes(p) WHERE x.y | x.z]",
    "UNWIND [1, -2.5e3, 0x1F, 'a\\'\\u0041', \"b\", null] AS x WITH x, x + 1 AS y WHERE y IS NOT NULL RETURN *",
    "CALL (x) { MATCH (n) RETURN n UNION ALL MATCH (n) RETURN n } IN TRANSACTIONS OF 10 ROWS ON ERROR CONTINUE RETURN 1",
    "RETURN EXISTS { (n)-->() }, COUNT { MATCH (n) RETURN n }, COLLECT { UNWIND [1] AS y RETURN y }",
    "MERGE (n:L {k: $p}) ON CREATE SET n.a = 1, n += {b: 2}, n:M ON MATCH SET n[$k] = reduce(s = 0, x IN [1] | s + x)",
    "FOREACH (x IN range(1, 3) | CREATE (:A {x: x})) // comment\n/* more */ RETURN `odd ``name`, $`p q`",
    "RETURN CASE x WHEN 1, 2 THEN 'a' ELSE b.c[1..2] END, [(a)-->(b) | b {.x, y: 1, .*}], all(x IN y WHERE x = 1)",
    "CREATE CONSTRAINT c IF NOT EXISTS FOR (n:L) REQUIRE (n.a, n.b) IS NODE KEY",
    "CREATE INDEX i FOR ()-[r:R]-() ON (r.x)",
    "RETURN 1 IS :: LIST<INTEGER NOT NULL> | STRING, 2 ^ 3 ^ 2, -9223372036854775808, a STARTS WITH b",
    "MATCH (a) DETACH DELETE a, r FINISH",
    "LET x = 1, y = x + 1 FILTER y > 1 RETURN x NEXT RETURN x + 1 AS z",
    "RETURN date('2024-02-29') + duration({months: 1}), datetime.truncate('week', datetime()), point({x: 1, y: 2})",
    "LOAD CSV WITH HEADERS FROM 'a.csv' AS row RETURN row",
    "PROFILE MATCH (n:(A|B)&!C) REMOVE n.x, n:A SET n:$('D') RETURN n ORDER BY n.x",
    "WHEN true THEN RETURN 1 AS x WHEN false THEN { RETURN 2 AS x UNION RETURN 3 AS x } ELSE RETURN 4 AS x",
    "{ RETURN 1 AS x } UNION ALL { UNWIND [2] AS x RETURN x } NEXT RETURN CASE x WHEN < 5, = 7 THEN 1 WHEN IS NULL THEN 2 END",
    "SHOW INDEXES YIELD name AS n, type WHERE n > 'a' RETURN count(*) GROUP BY ()",
    "CALL db.labels() YIELD label AS l WHERE l STARTS WITH 'A' RETURN l",
];
