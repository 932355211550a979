//! Random trees survive printing and parsing.

use casegraph::syntax::{parse, printer};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::census;
use super::expressions::value;
use super::queries::{alone, composed, query, returned, statement};
use super::schema::schema_command;

/// Runs `check` on `cases` random values. Making and shrinking nested values takes far more stack than the code
/// under test, which has a small one of its own.
fn for_all<S: Strategy + 'static>(cases: u32, strategy: fn() -> S, check: fn(S::Value)) {
    let work = move || {
        let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
        TestRunner::new(config).run(&strategy(), |value| {
            check(value);
            Ok(())
        })
    };
    // Only the text of a failure leaves the thread: its value need not be sendable.
    let work = move || work().map_err(|error| error.to_string());
    let thread =
        std::thread::Builder::new().stack_size(64 << 20).spawn(work).expect("a thread can be started");
    if let Err(error) = thread.join().expect("proptest catches panics") {
        panic!("{error}");
    }
}

#[test]
fn expressions_survive_printing() {
    for_all(400, value, |expr| super::assert_round_trip(returned(expr), "an expression"));
}

#[test]
fn queries_survive_printing() {
    for_all(60, statement, |statement| super::assert_round_trip(statement, "a query"));
}

#[test]
fn queries_of_queries_survive_printing() {
    for_all(80, || composed(query()), |query| super::assert_round_trip(alone(query), "a query of queries"));
}

#[test]
fn generated_schema_commands_survive_printing() {
    for_all(200, schema_command, |command| super::assert_round_trip(command, "a schema command"));
}

#[test]
fn every_variant_of_the_tree_is_generated() {
    for _ in 0..20 {
        if census::missing().is_empty() {
            return;
        }
        for_all(20, value, drop);
        for_all(20, statement, drop);
        for_all(40, || composed(query()), drop);
        for_all(100, schema_command, drop);
    }
    assert_eq!(census::missing(), [""; 0], "no generator of tests/syntax makes these");
}

#[test]
fn schema_commands_survive_printing() {
    for text in [
        "CREATE INDEX `odd name` IF NOT EXISTS FOR (n:`L M`) ON (n.a, n.`b c`)",
        "CREATE TEXT INDEX FOR (n:L) ON n.a",
        "CREATE POINT INDEX FOR ()-[r:T]-() ON r.a",
        "CREATE CONSTRAINT `if` FOR (n:L) REQUIRE (n.a, n.b) IS NODE KEY",
        "CREATE CONSTRAINT c IF NOT EXISTS FOR ()-[r:T]-() REQUIRE r.a IS :: LIST<STRING NOT NULL> | INTEGER",
        "CREATE CONSTRAINT FOR (n:L) REQUIRE n.a IS UNIQUE",
        "CREATE CONSTRAINT FOR (n:L) REQUIRE n.a IS NOT NULL",
        "DROP INDEX `for` IF EXISTS",
        "DROP CONSTRAINT c",
        "CREATE INDEX $name IF NOT EXISTS FOR (n:L) ON n.a",
        "CREATE CONSTRAINT $`odd name` FOR (n:L) REQUIRE n.a IS UNIQUE",
        "CREATE BTREE INDEX b FOR (n:L) ON n.a",
        "DROP INDEX $0 IF EXISTS",
        "DROP CONSTRAINT $name",
        "SHOW INDEXES",
        "SHOW CONSTRAINTS",
        "SHOW FUNCTIONS",
        "SHOW LOOKUP INDEXES WHERE name = 'x'",
        "SHOW NODE PROPERTY TYPE CONSTRAINTS YIELD name AS n, type ORDER BY n DESC SKIP 1 LIMIT 2 WHERE n > 'a' RETURN n",
        "SHOW USER DEFINED FUNCTIONS YIELD * RETURN count(*)",
        "CREATE LOOKUP INDEX l IF NOT EXISTS FOR (x) ON EACH labels(x)",
        "CREATE LOOKUP INDEX FOR ()-[x]-() ON EACH type(x)",
        "EXPLAIN SHOW PROCEDURES",
    ] {
        let statement = parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
        super::assert_round_trip(statement, text);
    }
}

#[test]
fn what_could_be_read_otherwise_survives_printing() {
    for text in [
        "RETURN (x IS :: ANY) < y, (x IS :: LIST) < y, 1 < (x IS :: ANY) < y",
        "RETURN [(x IN y)], [((a)-->(b) AND c)], [x IN (NOT y) | z], [x IN (a AND b) | c]",
        "RETURN [(a)-->(b) AND c], [(a)-->(b) OR NOT (a)--(c), (a)-->(d) XOR x], [(a)-->(b) WHERE x OR (a)-->(c) | a]",
        "RETURN (x IS NFKC NORMALIZED) - [1] - (2), ({a: 1} = b) - [1] - (c), (n:A AND b) - -(c + d)",
        "RETURN -(5), -(-5), - -x, (-5).x, -5.x, (n:A).x, (-5)[0]",
        "MATCH (WHERE ({a: 1}.a = 1))-[WHERE ({a: 1}).a = 1]-() RETURN 1",
        "RETURN CASE x WHEN > 1, 2, = 3 THEN a WHEN IS NOT NULL THEN b WHEN IN [1] THEN c WHEN STARTS WITH 'a' THEN d END",
        "RETURN CASE x WHEN IS NOT :: INTEGER THEN 1 WHEN IS LABELED A|B THEN 2 WHEN =~ 'a' THEN 3 WHEN < 1 THEN 4 END",
        "RETURN CASE x WHEN IS NFC NORMALIZED THEN 1 WHEN CONTAINS CASE y WHEN > 1 THEN 'a' END THEN 2 ELSE 3 END",
        "RETURN ALL all, count(ALL x), x :: INTEGER, NOT x IS NOT LABELED A&B",
        "RETURN allReduce(a = 1, x IN [1] | a + x, a < 10), `allReduce`(a = 1), `reduce`(a = 1)",
        "RETURN trim(both), trim(LEADING 'x' FROM y), trim(TRAILING FROM y), trim(y FROM z), trim(y, z), trim()",
    ] {
        let statement = parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
        super::assert_round_trip(statement, text);
    }
}

#[test]
fn queries_made_of_queries_survive_printing() {
    for text in [
        "{ RETURN 1 AS x }",
        "{ RETURN 1 AS x UNION ALL RETURN 2 AS x } UNION { RETURN 3 AS x NEXT RETURN x UNION RETURN 4 AS x }",
        "WHEN a THEN RETURN 1 AS x WHEN b THEN { { RETURN 2 AS x } UNION RETURN 3 AS x } ELSE WHEN c THEN RETURN 4 AS x",
        "RETURN 1 AS x NEXT WHEN x > 1 THEN RETURN x AS y ELSE { RETURN 2 AS y NEXT RETURN y } NEXT RETURN y",
        "RETURN 1 AS x, 2 NEXT RETURN x UNION RETURN `2` AS x NEXT RETURN * NEXT RETURN x UNION ALL RETURN x",
        "RETURN 1 AS x UNION RETURN 2 AS x NEXT RETURN x UNION RETURN 3 AS x",
        "RETURN 1 AS x NEXT ORDER BY x SKIP 1 RETURN x NEXT LIMIT 2 RETURN x",
        "MATCH (n) ORDER BY n.x DESC NULLS LAST, n.y NULLS FIRST SKIP 1 LIMIT 2 SKIP 1 RETURN n",
        "WITH 1 AS x LIMIT 2 ORDER BY x OFFSET 1 FINISH",
        "MATCH (n:A) USING TEXT INDEX SEEK n:A(k, `l m`) USING SCAN n:A USING JOIN ON n, m WHERE n.k = 1 FINISH",
        "MATCH (n) CALL (*) { WHEN n.k = 1 THEN SET n.x = 1 } RETURN EXISTS { WHEN true THEN RETURN 1 AS x }",
    ] {
        let statement = parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
        super::assert_round_trip(statement, text);
    }
}

#[test]
fn printing_puts_parentheses_only_where_needed() {
    for text in [
        "RETURN (a OR b) AND NOT c = d + e * -f ^ 2",
        "RETURN (a - b) - c, a - (b - c), a - b - c",
        "MATCH (a:A&!B)-[r:R|S*1..3 {x: 1}]->+(b)((c)<--(d) WHERE c.x = 1){2,}(e)\nRETURN DISTINCT *, a.b AS `c d` ORDER BY a DESC SKIP 1 LIMIT 2",
        "RETURN n:(A|B), `all`(x), `where`.x, [x IN xs WHERE x > 1 | x {.a, .*}], x IS :: ANY<INTEGER | FLOAT>",
    ] {
        let statement = parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
        assert_eq!(printer::print_statement(&statement), text);
    }
}
