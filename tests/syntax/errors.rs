//! The messages of wrong statements, in `tests/golden/syntax_errors.txt`. `UPDATE_EXPECT=1` writes that file anew.

use std::fmt::Write;
use std::path::Path;

use casegraph::syntax::parse;

/// Wrong statements.
const WRONG: &[&str] = &[
    "",
    ";",
    "// nothing",
    "MTACH (n) RETURN n",
    "RETRUN 1",
    "hello",
    "MATCH (n) WHER n.x = 1 RETURN n",
    "MATCH (n) RETURN n LIMT 3",
    "MATCH (n) RETURN n ODER BY n.x",
    "MATCH (n) RETURN DISTNCT n",
    "MATCH (n) RETURN n WHERE n.x = 1",
    "MATCH (n) RETURN n MATCH (m) RETURN m",
    "WHERE n.x = 1 RETURN n",
    "RETURN 1; RETURN 2",
    "RETURN",
    "RETURN 1 +",
    "RETURN 1 + * 2",
    "RETURN 1 2",
    "RETURN a b",
    "RETURN [1 2]",
    "RETURN f(a b)",
    "RETURN {a: 1 b: 2}",
    "RETURN {'a': 1}",
    "RETURN {a = 1}",
    "RETURN {1}",
    "RETURN {, }",
    "RETURN [, ]",
    "RETURN a, *",
    "RETURN (1 + 2",
    "RETURN 1 + 2)",
    "RETURN [[[]] AS x",
    "RETURN {k: {k: {}} AS x",
    "RETURN (1]",
    "MATCH (n {name: 'x') RETURN n",
    "MATCH (n RETURN n",
    "MATCH (n:) RETURN n",
    "MATCH n RETURN n",
    "MATCH (a)-(b) RETURN a",
    "MATCH (a)->(b) RETURN a",
    "MATCH (a)-[r](b) RETURN a",
    "MATCH (a)-[r]>(b) RETURN a",
    "MATCH (a)-[:R..]->(b) RETURN a",
    "MATCH (a)-[:R*-2]->(b) RETURN a",
    "MATCH (a)-[:R*1.5]->(b) RETURN a",
    "MATCH (a)(b) RETURN a",
    "MATCH (p = (a)-->(b)) RETURN p",
    "MATCH SHORTEST (a)-->(b) RETURN a",
    "MATCH (a), RETURN a",
    "MATCH (a) WHERE a.x == 1 RETURN a",
    "MATCH (a) WHERE a.x != 1 RETURN a",
    "MATCH (a) WHERE a.x = 1 && a.y = 2 RETURN a",
    "MATCH (a) WHERE a.x NOT IN [1] RETURN a",
    "MATCH (a) WHERE a.x NOT CONTAINS 'b' RETURN a",
    "RETURN a = NOT b",
    "RETURN a IS NOT 1",
    "RETURN a IS :: INTEGR",
    "RETURN a STARTS 'b'",
    "MATCH (a) RETURN (a)-->()",
    "RETURN size((a)-->())",
    "RETURN [x IN xs WHERE x > 1, 2]",
    "RETURN [(a)-->(b)]",
    "RETURN [(a)-->(b), c]",
    "RETURN [(a)-->(b) = c]",
    "RETURN [(a)-->(b) AND c | d]",
    "RETURN all(x IN xs | x)",
    "RETURN CASE WHEN a THEN b",
    "RETURN CASE a THEN b END",
    "RETURN in",
    "WITH 1 AS null RETURN 1",
    "RETURN 'abc",
    "RETURN \"it's",
    "RETURN `abc",
    "RETURN 1 /* comment",
    "RETURN 'a\\qb'",
    "RETURN '\\u12G4'",
    "RETURN 9223372036854775808",
    "RETURN -9223372036854775809",
    "RETURN 0x8000000000000000",
    "RETURN 1.34E999",
    "RETURN 9223372h54775808",
    "RETURN 0xZZ",
    "RETURN 007",
    "RETURN 1__000",
    "RETURN 42 — 41",
    "RETURN “abc”",
    "RETURN a ≠ b",
    "RETURN ?",
    "RETURN {k1#k: 1}",
    "UNWIND [1] x RETURN x",
    "UNWIND [1] AS 2 RETURN x",
    "WITH 1 RETURN 1 AS",
    "MATCH (n) SET n RETURN n",
    "MATCH (n) SET n.x += 1",
    "MATCH (n) SET n.x == 1",
    "MATCH (n) SET f(n) = 1",
    "MATCH (n) REMOVE n",
    "MATCH (n) DELETE",
    "MERGE (n) ON DELETE SET n.x = 1",
    "FOREACH (x IN [1] | MATCH (n))",
    "FOREACH (x IN [1], SET x.y = 1)",
    "CALL",
    "CALL db.labels() YIELD * RETURN label",
    "CALL { RETURN 1 AS x",
    "CALL { RETURN 1 AS x } IN TRANSACTIONS OF 5",
    "MATCH (n) WHERE EXISTS { n.x } RETURN n",
    "CREATE FULLTEXT INDEX i FOR (n:L) ON (n.a)",
    "CREATE INDEX FOR (n:L) ON (m.a)",
    "CREATE INDEX i FOR (n:L)",
    "CREATE CONSTRAINT FOR (n:L) REQUIRE n.a IS ODD",
    "DROP TABLE t",
    "SHOW TABLES",
    "LOAD CSV FROM 'x' RETURN 1",
    "MATCH (n) USING TREE n:L(x) RETURN n",
    "MATCH (n) WHEN true THEN RETURN 1 AS x",
    "RETURN n.x GROUP n",
    "RETURN n.x GROUP BY",
    "RETURN n.x GROUP BY x,",
    "START n = node(*) RETURN n",
    "CREATE UNIQUE (a)-[:X]->(b)",
    "USING PERIODIC COMMIT 500 LOAD CSV FROM 'x' AS l FINISH",
    "CYPHER 3.5 RETURN 1",
    "CYPHER speed=fast RETURN 1",
    "RETURN {name}",
    "UNWIND [1] AS x RETURN x ORDER BY x NULLS 1",
    "CALL { RETURN 1 AS x } IN TRANSACTIONS ON ERROR RETRY FOR 3 ROWS",
    "CREATE DATABASE d",
    "CREATE OR REPLACE DATABASE d",
    "DROP USER u",
    "START DATABASE d",
    "RENAME ROLE a TO b",
    "RETURN CAST('12' AS INTEGER)",
    "MATCH (n) WHERE n.name LIKE 'A%' RETURN n",
    "MATCH (n) WHERE n.k BETWEEN 1 AND 5 RETURN n",
    "MATCH (n) RETURN n.k, count(*) HAVING count(*) > 1",
    "RETURN 7 MOD 2",
    "SELECT * FROM people",
    "RETURN 1 AS x EXCEPT RETURN 2 AS x",
    "DROP INDEX ON :L(k)",
    "DROP CONSTRAINT ON (n:L) ASSERT n.k IS UNIQUE",
    "CREATE CONSTRAINT ON (n:L) ASSERT exists(m.k)",
];

fn describe(text: &str) -> String {
    let mut out = format!("== {text}\n");
    let error = match parse(text) {
        Ok(_) => return out + "parses\n",
        Err(error) => error,
    };
    let span = error.span().unwrap_or_default();
    // Writing to a String cannot fail.
    let _ = writeln!(
        out,
        "{}: {} at {}..{} `{}`",
        error.class().name(),
        error.detail(),
        span.start,
        span.end,
        &text[span.range()]
    );
    let _ = writeln!(out, "  {}", error.message());
    if let Some(hint) = error.hint_text() {
        let _ = writeln!(out, "  hint: {hint}");
    }
    out
}

#[test]
fn messages_are_as_recorded() {
    let found: Vec<String> = WRONG.iter().map(|text| describe(text)).collect();
    let found = found.join("\n");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/syntax_errors.txt");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&file, &found).expect("the golden file can be written");
    }
    let recorded = std::fs::read_to_string(&file).unwrap_or_default();
    for (found, recorded) in found.split("\n\n").zip(recorded.split("\n\n")) {
        assert_eq!(found, recorded, "run with UPDATE_EXPECT=1 to accept");
    }
    assert!(found == recorded, "run with UPDATE_EXPECT=1 to accept");
}
