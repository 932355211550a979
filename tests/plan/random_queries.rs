//! Random queries, optimised and naive, on a small random graph: equal rows. `CASEGRAPH_RANDOM_QUERIES` sets how many.

use casegraph::optimize::OptimizerOptions;
use casegraph::{Database, Result};

use super::oracle::{Random, rows};

const VARIABLES: [&str; 5] = ["a", "b", "c", "d", "e"];

impl Random {
    pub fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len() as u64) as usize]
    }

    pub fn chance(&mut self, one_in: u64) -> bool {
        self.below(one_in) == 0
    }
}

fn node(random: &mut Random, variables: &[&str]) -> String {
    let variable = if random.chance(5) { "" } else { random.pick(variables) };
    let label = random.pick(&["", "", ":A", ":B", ":A&D", ":A|B"]);
    let property = match random.below(6) {
        0 => format!(" {{x: {}}}", random.below(4)),
        _ => String::new(),
    };
    format!("({variable}{label}{property})")
}

fn relationship(random: &mut Random, number: &mut u32) -> String {
    let types = random.pick(&["", ":R", ":S", ":R|S"]);
    let length = random.pick(&["", "", "", "", "*1..2", "*0..1", "*2"]);
    let name = if length.is_empty() && random.chance(2) {
        *number += 1;
        format!("r{number}")
    } else {
        String::new()
    };
    let (tail, head) = [("-", "->"), ("<-", "-"), ("-", "-")][random.below(3) as usize];
    format!("{tail}[{name}{types}{length}]{head}")
}

fn path(random: &mut Random, variables: &[&str], number: &mut u32) -> String {
    let mut text = node(random, variables);
    for _ in 0..random.below(3) {
        text += &relationship(random, number);
        text += &node(random, variables);
    }
    text
}

fn predicate(random: &mut Random, bound: &[&str]) -> String {
    let (v, w) = (random.pick(bound), random.pick(bound));
    match random.below(11) {
        0 => format!("{v}.x = {w}.x"),
        1 => format!("{v}.x < {w}.y"),
        2 => format!("{v}:A"),
        3 => format!("{v}.x IN [1, 2]"),
        4 => format!("{v}.x > 1"),
        5 => format!("({v}.x = 1 OR {w}:B)"),
        6 => format!("({v})-->({w})"),
        7 => format!("NOT ({v})-[:R]-(:B)"),
        8 => format!("id({v}) <> id({w})"),
        9 => format!("EXISTS {{ ({v})--(z) WHERE z.x = {w}.x }}"),
        _ => format!("{v}.y IS NOT NULL"),
    }
}

/// The variables that a text mentions as pattern nodes.
fn bound_in(text: &str) -> Vec<&'static str> {
    let names = |name: &&&str| {
        text.contains(&format!("({name}:"))
            || text.contains(&format!("({name} "))
            || text.contains(&format!("({name})"))
    };
    VARIABLES.iter().filter(names).copied().collect()
}

fn matching(random: &mut Random, variables: &[&str], number: &mut u32) -> String {
    let count = 1 + random.below(2);
    let paths: Vec<String> = (0..count).map(|_| path(random, variables, number)).collect();
    paths.join(", ")
}

fn wheres(random: &mut Random, bound: &[&str]) -> String {
    let count = if bound.is_empty() { 0 } else { random.below(4) };
    let all: Vec<String> = (0..count).map(|_| predicate(random, bound)).collect();
    if all.is_empty() { String::new() } else { format!(" WHERE {}", all.join(" AND ")) }
}

fn query(random: &mut Random) -> String {
    let mut number = 0;
    let mut text = String::new();
    let mut bound: Vec<&str> = Vec::new();
    for clause in 0..1 + random.below(3) {
        let variables = &VARIABLES[..3 + random.below(3) as usize];
        let pattern = matching(random, variables, &mut number);
        let optional = if clause > 0 && random.chance(3) { "OPTIONAL " } else { "" };
        let found: Vec<&str> = bound_in(&pattern).into_iter().filter(|name| !bound.contains(name)).collect();
        bound.extend(found);
        text += &format!("{optional}MATCH {pattern}{} ", wheres(random, &bound));
        if random.chance(4) && !bound.is_empty() {
            let kept = bound.join(", ");
            text += &format!("WITH DISTINCT {kept}{} ", wheres(random, &bound));
        }
    }
    let items: Vec<String> = bound.iter().map(|name| format!("id({name})")).collect();
    if items.is_empty() {
        text + "RETURN count(*)"
    } else {
        format!("{text}RETURN {}, count(*)", items.join(", "))
    }
}

/// Nine nodes and fourteen relationships: naive plans stay small, every pattern has matches.
fn graph(random: &mut Random) -> Result<Database> {
    let database = Database::in_memory();
    let mut script = String::new();
    for node in 0..9 {
        let label = random.pick(&["A", "B", "A:D", "C"]);
        let y = if random.chance(3) { String::new() } else { format!(", y: {}", random.below(4)) };
        script += &format!("CREATE (n{node}:{label} {{x: {}{y}}}) ", random.below(4));
    }
    for _ in 0..14 {
        let (from, to) = (random.below(9), random.below(9));
        script += &format!("CREATE (n{from})-[:{}]->(n{to}) ", random.pick(&["R", "S", "T"]));
    }
    database.query(&script).run()?;
    database.query("CREATE INDEX FOR (n:A) ON (n.x)").run()?;
    Ok(database)
}

#[test]
fn random_queries_have_equal_rows() -> Result<()> {
    let count: u64 =
        std::env::var("CASEGRAPH_RANDOM_QUERIES").ok().and_then(|n| n.parse().ok()).unwrap_or(150);
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut database = graph(&mut random)?;
    let mut answered = 0;
    for round in 0..count {
        if round % 50 == 49 {
            database = graph(&mut random)?;
        }
        let text = query(&mut random);
        let naive = rows(&database, &text, OptimizerOptions::none());
        let optimized = rows(&database, &text, OptimizerOptions::default());
        assert_eq!(naive, optimized, "{text}");
        answered += u64::from(naive.is_ok());
    }
    assert!(answered > count / 2, "only {answered} of {count} random queries run");
    Ok(())
}
