//! Long and wide statements: chains, lists and patterns of tens of thousands of parts.

use super::{Outcome, integer, outcomes, refused, yes};

/// `count` parts, made by `part` and joined.
fn joined(count: usize, separator: &str, part: impl Fn(usize) -> String) -> String {
    (0..count).map(part).collect::<Vec<_>>().join(separator)
}

fn same(count: usize, separator: &str, part: &str) -> String {
    vec![part; count].join(separator)
}

#[test]
fn thirty_thousand_operands_are_answered() {
    const N: usize = 30_000;
    let all = |parts: String| format!("RETURN {parts} AS x");
    let found = outcomes(vec![
        all(same(N, " OR ", "false") + " OR true"),
        all(same(N, " AND ", "true")),
        all(same(N, " XOR ", "true") + " XOR true"),
        all(same(N, " + ", "1")),
        all(same(N, " * ", "1")),
        all("size(".to_owned() + &same(N, " + ", "'a'") + ")"),
        all("size(".to_owned() + &same(N, " || ", "'a'") + ")"),
        all("size(".to_owned() + &same(N, " + ", "[1]") + ")"),
        all(joined(N, " < ", |i| i.to_string())),
        all(joined(N, " ", |i| format!("true {}", ["AND", "OR"][i % 2])) + " true"),
        format!("MATCH (a) WHERE {} RETURN count(a) AS x", joined(N, " OR ", |i| format!("a.x = {i}"))),
        format!(
            "MATCH (a) WHERE {} RETURN count(a) AS x",
            joined(N, " AND ", |i| format!("a.x <> {}", i + 2))
        ),
    ]);
    let (n, one) = (N as i64, || integer(1));
    let sums = [integer(n), one(), integer(n), integer(n), integer(n), yes(), yes(), integer(2), one()];
    assert_eq!(found, [yes(), yes(), yes()].into_iter().chain(sums).collect::<Vec<_>>());
}

#[test]
fn large_literals_are_answered() {
    const MEGABYTE: usize = 1 << 20;
    let found = outcomes(vec![
        format!("UNWIND [{}] AS r RETURN sum(r) AS x", joined(100_000, ", ", |i| i.to_string())),
        format!("UNWIND [{}] AS r RETURN sum(r.a) AS x", joined(20_000, ", ", |i| format!("{{a: {i}}}"))),
        format!("RETURN size(keys({{{}}})) AS x", joined(100_000, ", ", |i| format!("k{i}: {i}"))),
        format!("RETURN size('{}') AS x", "x".repeat(MEGABYTE)),
        format!("WITH 1 AS `{0}` RETURN `{0}` AS x", "x".repeat(MEGABYTE)),
        format!("RETURN {} AS x", "9".repeat(MEGABYTE)),
        format!("RETURN 0.{}1 < 1 AS x", "0".repeat(MEGABYTE)),
        format!("RETURN size('{}') AS x", "\\u0041".repeat(MEGABYTE / 4)),
    ]);
    let megabyte = || integer(MEGABYTE as i64);
    let expected = [
        integer(4_999_950_000),
        integer(199_990_000),
        integer(100_000),
        megabyte(),
        integer(1),
        refused("SyntaxError IntegerOverflow"),
        yes(),
        integer(MEGABYTE as i64 / 4),
    ];
    assert_eq!(found, expected);
}

#[test]
fn thousands_of_clauses_and_branches() {
    let branches = |subject: &str, when: &str| {
        let branches = joined(1_000, " ", |i| format!("WHEN {when}{i} THEN {i}"));
        format!("WITH 999 AS y RETURN CASE {subject} {branches} END AS x")
    };
    let found = outcomes(vec![
        same(1_000, " UNION ", "RETURN 1 AS x"),
        same(1_000, " UNION ALL ", "RETURN 1 AS x"),
        branches("y", ""),
        branches("", "y = "),
        "CREATE (:X) ".repeat(10_000),
        format!("MATCH (a:A) SET {}", same(10_000, ", ", "a.x = 1")),
        format!("RETURN {}", joined(5_000, ", ", |i| format!("{i} AS c{i}"))),
        format!("RETURN coalesce({}1) AS x", "null, ".repeat(10_000)),
        format!("RETURN 1 AS x ORDER BY {}", same(10_000, ", ", "x")),
        "WITH 1 AS x ".repeat(10_000) + "RETURN x",
        "MATCH (a) ".repeat(10_000) + "RETURN a",
    ]);
    let complex = || refused("BudgetExceeded StatementTooComplex");
    let expected = [
        integer(1),
        Outcome::Rows(1_000),
        integer(999),
        integer(999),
        Outcome::Rows(0),
        Outcome::Rows(0),
        Outcome::Rows(1),
        integer(1),
        integer(1),
        complex(),
        complex(),
    ];
    assert_eq!(found, expected);
}

#[test]
fn long_patterns_and_label_expressions() {
    let hops = |count: usize| "-->()".repeat(count);
    let labels = |separator: &str| joined(10_000, separator, |i| format!("L{i}"));
    let found = outcomes(vec![
        format!("MATCH (a){} RETURN a", hops(100)),
        format!("MATCH (a){} RETURN a", hops(10_000)),
        format!("CREATE (a){}", "-[:R]->()".repeat(10_000)),
        format!("MERGE (a){}", "-[:R]->()".repeat(10_000)),
        format!("MATCH (a) RETURN exists((a){}) AS x", hops(10_000)),
        format!("MATCH {} RETURN 1 AS x", joined(10_000, ", ", |i| format!("(a{i})"))),
        format!("MATCH (a:A|{}) RETURN count(a) AS x", labels("|")),
        format!("MATCH (a:{}) RETURN count(a) AS x", labels("&")),
        format!("MATCH (a:{}) RETURN count(a) AS x", labels(":")),
        format!("MATCH (a:{}!Z) RETURN count(a) AS x", "!A|".repeat(10_000)),
        format!("MATCH ()-[r:R|{}]->() RETURN count(r) AS x", labels("|")),
    ]);
    let complex = || refused("BudgetExceeded StatementTooComplex");
    let expected = [
        Outcome::Rows(0),
        complex(),
        Outcome::Rows(0),
        complex(),
        complex(),
        complex(),
        integer(1),
        integer(0),
        integer(0),
        integer(2),
        integer(1),
    ];
    assert_eq!(found, expected);
}

#[test]
fn steps_that_pass_everything_on_are_counted_before_they_are_bound() {
    let steps: [fn(usize) -> String; 3] = [
        |i| format!("WITH *, {i} AS x{i}"),
        |i| format!("LET x{i} = {i}"),
        |i| format!("CALL () {{ RETURN {i} AS x{i} }}"),
    ];
    for step in steps {
        let found = outcomes([200, 10_000].map(|count| joined(count, " ", step) + " RETURN 1 AS x").into());
        assert_eq!(found, [integer(1), refused("BudgetExceeded StatementTooComplex")]);
    }
}

#[test]
fn thousands_of_aggregates_and_keys() {
    let each = |text: fn(usize) -> String| joined(5_000, ", ", text);
    let found = outcomes(vec![
        format!("MATCH (n) RETURN {}", each(|i| format!("count(n.x{i}) AS c{i}"))),
        format!("MATCH (n) RETURN count(*) AS c, {}", each(|i| format!("n.x + {i} AS c{i}"))),
        format!("MATCH (n) RETURN count(*) AS x ORDER BY {}", each(|i| format!("count(n.x{i})"))),
        format!("MATCH (n) RETURN size([{}]) AS x", each(|_| "count(n.x)".to_owned())),
    ]);
    assert_eq!(found, [Outcome::Rows(1), Outcome::Rows(2), integer(2), integer(5_000)]);
}

#[test]
fn names_of_any_length_make_messages_that_can_be_read() {
    let long = |piece: &str| piece.repeat(300_000);
    let found = outcomes(vec![
        format!("WITH 1 AS `{}` RETURN `{}` AS x", long("ab"), long("ba")),
        format!("RETURN `{}`() AS x", long("ab")),
        format!("CALL `{}`()", long("ab")),
        format!("RETURN date({{`{}`: 1}}) AS x", long("day")),
        format!("RETURN 1 AS `{0}`, 2 AS `{0}`", long("ab")),
        format!("{} 1", long("RETRUN")),
    ]);
    assert!(found.iter().all(|outcome| matches!(outcome, Outcome::Error(_))), "{found:?}");
}

#[test]
fn subqueries_by_the_hundred() {
    let existing = |count: usize| same(count, " AND ", "EXISTS { (a)-->() }");
    let found = outcomes(vec![
        format!("MATCH (a) WHERE {} RETURN count(a) AS x", existing(300)),
        format!("MATCH (a) WHERE {} RETURN count(a) AS x", same(300, " AND ", "NOT (a)-->(:Z)")),
        format!("MATCH (a) WHERE {} RETURN count(a) AS x", same(300, " OR ", "(a)-->(:Z)")),
        format!("MATCH (a:A) RETURN {} AS x", same(300, " + ", "COUNT { (a)-->() }")),
        format!("MATCH (a:A) RETURN size([{}]) AS x", same(300, ", ", "[(a)-->(b) | b]")),
        format!("MATCH (a) WHERE {} RETURN count(a) AS x", existing(10_000)),
    ]);
    let complex = refused("BudgetExceeded StatementTooComplex");
    assert_eq!(found, [integer(1), integer(2), integer(0), integer(300), integer(300), complex]);
}

#[test]
fn comments_of_any_number_and_depth() {
    let found = outcomes(vec![
        format!("RETURN {}1 AS x", "/* x */".repeat(50_000)),
        format!("RETURN 1 AS x {}", "// x\n".repeat(50_000)),
        format!("RETURN 1 AS x /*{}*/", "/* ".repeat(100_000)),
        format!("RETURN 1 AS x {}", "/*".repeat(100_000)),
        format!("RETURN 1 AS x //{}", "/*".repeat(100_000)),
        format!("RETURN{}1 AS x", " \t\r\n".repeat(200_000)),
        "/**/".repeat(100_000),
        ";".repeat(100_000),
    ]);
    let one = || integer(1);
    let wrong = || refused("SyntaxError UnexpectedSyntax");
    assert_eq!(found, [one(), one(), one(), wrong(), one(), one(), wrong(), wrong()]);
}
