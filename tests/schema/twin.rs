//! Random changes of a store with constraints and of one without: what the first refuses breaks a rule in the second, and
//! what it takes breaks none and leaves the same graph.

use casegraph::{Database, Result};

use super::{content, run_all};
use crate::support::generate::Random;

const RULES: [&str; 6] = [
    "CREATE CONSTRAINT FOR (n:N) REQUIRE (n.k, n.l) IS UNIQUE",
    "CREATE CONSTRAINT FOR (n:N) REQUIRE n.u IS KEY",
    "CREATE CONSTRAINT FOR (m:M) REQUIRE m.e IS NOT NULL",
    "CREATE CONSTRAINT FOR (m:M) REQUIRE m.u IS :: INTEGER | LIST<INTEGER NOT NULL>",
    "CREATE CONSTRAINT FOR ()-[r:R]-() REQUIRE (r.u, r.k) IS UNIQUE",
    "CREATE CONSTRAINT FOR ()-[r:R]-() REQUIRE r.e IS NOT NULL",
];

/// Queries with a row where a rule is broken.
const BROKEN: [&str; 7] = [
    "MATCH (n:N), (m:N) WHERE n <> m AND n.k = m.k AND n.l = m.l RETURN 1 LIMIT 1",
    "MATCH (n:N), (m:N) WHERE n <> m AND n.u = m.u RETURN 1 LIMIT 1",
    "MATCH (n:N) WHERE n.u IS NULL RETURN 1 LIMIT 1",
    "MATCH (m:M) WHERE m.e IS NULL RETURN 1 LIMIT 1",
    "MATCH (m:M) WHERE NOT m.u IS :: INTEGER | LIST<INTEGER NOT NULL> RETURN 1 LIMIT 1",
    "MATCH ()-[r:R]->(), ()-[s:R]->() WHERE r <> s AND r.u = s.u AND r.k = s.k RETURN 1 LIMIT 1",
    "MATCH ()-[r:R]->() WHERE r.e IS NULL RETURN 1 LIMIT 1",
];

/// Statements in a run.
const STEPS: usize = 300;

fn value(random: &mut Random) -> &'static str {
    const VALUES: [&str; 14] =
        ["null", "0", "-0.0", "1", "1.0", "2", "3", "4", "'1'", "true", "[1]", "[1.0]", "[]", "0.0 / 0.0"];
    VALUES[random.below(VALUES.len() as u32) as usize]
}

/// A statement that changes one element, or makes one.
fn statement(random: &mut Random, step: usize) -> String {
    let (a, b, c, d) = (value(random), value(random), value(random), value(random));
    let node = format!("MATCH (n {{i: {}}})", random.below(step as u32 + 1));
    let relationship = format!("MATCH ()-[r:R {{i: {}}}]->()", random.below(step as u32 + 1));
    let key = ["k", "l", "u", "e"][random.below(4) as usize];
    match random.below(16) {
        0..=3 => format!("CREATE (:N {{i: {step}, k: {a}, l: {b}, u: {step} % 9, e: {d}}})"),
        4 => format!("CREATE (:M {{i: {step}, k: {a}, l: {b}, u: {c}, e: {d}}})"),
        5 => format!("CREATE (:N:M {{i: {step}, k: {a}, l: {b}, u: {step} % 9, e: 1}})"),
        6 => format!("{node} SET n.{key} = {a}"),
        7 => format!("{node} REMOVE n.{key}"),
        8 => format!("{node} SET n:M"),
        9 => format!("{node} SET n:N REMOVE n:M"),
        10 => format!("{node} SET n += {{k: {a}, l: {b}, u: {c}}}"),
        11 => format!("{node} SET n = {{i: n.i, k: {a}, l: {b}, u: {c}, e: {d}}}"),
        12 => format!("{node} DETACH DELETE n"),
        13 => format!(
            "{node} MATCH (m {{i: {step} / 2}}) CREATE (n)-[:R {{i: {step}, u: {a}, k: {b}, e: {c}}}]->(m)"
        ),
        14 => format!("{relationship} SET r.{key} = {a}"),
        _ => format!("{relationship} SET r += {{u: {a}, k: {b}}}"),
    }
}

/// Whether the statement breaks a rule; if not, it is kept.
fn breaks_a_rule(plain: &Database, statement: &str) -> Result<bool> {
    let mut transaction = plain.write()?;
    transaction.query(statement).run()?;
    for query in BROKEN {
        if !transaction.query(query).run()?.rows()?.is_empty() {
            return Ok(true);
        }
    }
    transaction.commit()?;
    Ok(false)
}

#[test]
fn what_is_refused_breaks_a_rule() -> Result<()> {
    (1..=3).try_for_each(|seed| compare(Random(seed)))
}

fn compare(mut random: Random) -> Result<()> {
    let (ruled, plain) = (Database::in_memory(), Database::in_memory());
    run_all(&ruled, &RULES)?;
    let mut refused = 0;
    for step in 0..STEPS {
        let statement = statement(&mut random, step);
        let answer = ruled.query(&statement).run().map(drop);
        assert_eq!(answer.is_err(), breaks_a_rule(&plain, &statement)?, "{statement}: {answer:?}");
        if let Err(error) = answer {
            assert_eq!(format!("{:?}", error.class()), "ConstraintValidationFailed", "{statement}: {error}");
            refused += 1;
        }
        assert_eq!(ruled.snapshot().check(), [""; 0], "{statement}");
    }
    let nodes = |text: &str| {
        text.lines().filter(|line| line.starts_with("  [")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(nodes(&content(&ruled)), nodes(&content(&plain)));
    assert!((STEPS / 6..STEPS * 5 / 6).contains(&refused), "{refused} were refused");
    Ok(())
}
