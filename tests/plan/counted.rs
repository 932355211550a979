//! What is only counted against what is made row by row: random trees of hops, with loops, parallel
//! relationships and all that stops or limits counting, aggregated in different ways.

use casegraph::optimize::OptimizerOptions;
use casegraph::{Database, Result};

use super::random::{Random, rows};

const NODES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

/// Eight nodes and eighteen relationships of two types, so that loops and parallels are common.
fn graph(random: &mut Random) -> Result<Database> {
    let database = Database::in_memory();
    let mut script = String::new();
    for node in 0..8 {
        let (label, x) = (random.pick(&["A", "B", "A:B", "C"]), random.below(4));
        script += &format!("CREATE (n{node}:{label} {{x: {x}}}) ");
    }
    for _ in 0..18 {
        let (from, to, w) = (random.below(8), random.below(8), random.below(3));
        script += &format!("CREATE (n{from})-[:{} {{w: {w}}}]->(n{to}) ", random.pick(&["R", "R", "S"]));
    }
    database.query(&script).run()?;
    Ok(database)
}

fn hop(random: &mut Random, number: usize) -> String {
    let types = random.pick(&["", ":R", ":R", ":S", ":R|S"]);
    let (tail, head) = [("-", "->"), ("<-", "-"), ("-", "-")][random.below(3) as usize];
    format!("{tail}[r{number}{types}]{head}")
}

fn node(random: &mut Random, name: &str) -> String {
    format!("({name}{})", random.pick(&["", "", "", ":A", ":B", ":A|C"]))
}

/// A tree over the first nodes, sometimes with one hop more, as paths of one hop.
fn tree(random: &mut Random, size: usize) -> String {
    let mut paths = Vec::new();
    for at in 1..size {
        let parent = NODES[random.below(at as u64) as usize];
        paths.push(format!("({parent}){}{}", hop(random, at), node(random, NODES[at])));
    }
    if random.chance(5) {
        let (from, to) = (random.pick(&NODES[..size]), random.pick(&NODES[..size]));
        paths.push(format!("({from}){}({to})", hop(random, size)));
    }
    paths.join(", ")
}

fn predicate(random: &mut Random, size: usize) -> String {
    let (v, w) = (random.pick(&NODES[..size]), random.pick(&NODES[..size]));
    let r = 1 + random.below(size as u64 - 1);
    match random.below(13) {
        10 => format!("COUNT {{ ({v})--()-[:R]->(:A) }} > 1"),
        11 => format!("NOT EXISTS {{ ({v})-[:R]->()-[s:S]-(z) WHERE s.w < z.x }}"),
        12 => format!("COUNT {{ ({v})-[:R]-({w}) }} = COUNT {{ ({w})-->() }}"),
        0 | 1 => format!("{v} <> {w}"),
        2 => format!("NOT {v} = {w}"),
        3 => format!("{v}.x > 0"),
        4 => format!("{v}.x <= {w}.x"),
        5 => format!("r{r}.w > 0"),
        6 => format!("r{r}.w = {v}.x"),
        7 => format!("NOT ({v})-[:S]-({w})"),
        8 => format!("{v}:A"),
        _ => format!("EXISTS {{ ({v})-->({w}) }}"),
    }
}

fn result(random: &mut Random, size: usize) -> String {
    let (v, w) = (random.pick(&NODES[..size]), random.pick(&NODES[..size]));
    let aggregate = match random.below(8) {
        0..3 => "count(*)".to_owned(),
        3 => format!("count({v})"),
        4 => format!("sum({v}.x), count(*)"),
        5 => format!("avg({v}.x), min({v}.x), max({w}.x)"),
        6 => format!("count(DISTINCT {v}), count({w}.x)"),
        _ => format!("sum({v}.x + {w}.x), count(DISTINCT {v}.x)"),
    };
    match random.below(3) {
        0 => format!("id({w}), {aggregate}"),
        1 => format!("{w}.x, {aggregate}"),
        _ => aggregate,
    }
}

fn query(random: &mut Random) -> String {
    let size = 2 + random.below(4) as usize;
    let mut text = format!("MATCH {}", tree(random, size));
    let predicates: Vec<String> = (0..random.below(3)).map(|_| predicate(random, size)).collect();
    if !predicates.is_empty() {
        text += &format!(" WHERE {}", predicates.join(" AND "));
    }
    for _ in 0..random.below(3) {
        let from = random.pick(&NODES[..size]);
        let (one, two) = (hop(random, 7).replace("r7", ""), hop(random, 8).replace("r8", ""));
        text += &match random.below(4) {
            0 => format!(" OPTIONAL MATCH ({from}){one}(o:A)"),
            1 => format!(" OPTIONAL MATCH ({from}){one}(o){two}(q) WHERE o.x > 0"),
            2 => format!(" MATCH ({from}){one}(){two}(:B)"),
            _ => format!(" OPTIONAL MATCH ({from}){one}(o) WHERE o <> {from}"),
        }
        .replace("(o", &format!("(o{}", text.len()))
        .replace("(q", &format!("(q{}", text.len()))
        .replace(" o", &format!(" o{}", text.len()));
    }
    format!("{text} RETURN {}", result(random, size))
}

#[test]
fn what_is_counted_equals_what_is_made() -> Result<()> {
    let count: u64 =
        std::env::var("CASEGRAPH_RANDOM_QUERIES").ok().and_then(|n| n.parse().ok()).unwrap_or(400);
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    let mut database = graph(&mut random)?;
    let (mut answered, mut counted) = (0, 0);
    for round in 0..count {
        if round % 20 == 19 {
            database = graph(&mut random)?;
        }
        let text = query(&mut random);
        let naive = rows(&database, &text, OptimizerOptions::none());
        let alone = OptimizerOptions::only(&["predicate_split", "exists_to_semi_apply", "count_branches"]);
        assert_eq!(naive, rows(&database, &text, alone), "counting alone: {text}");
        assert_eq!(naive, rows(&database, &text, OptimizerOptions::default()), "all rules: {text}");
        let plan = rows(&database, &format!("EXPLAIN {text}"), OptimizerOptions::default());
        answered += u64::from(naive.is_ok());
        counted += u64::from(plan.is_ok_and(|lines| lines.concat().contains("CountBranches")));
    }
    assert!(answered > count * 3 / 4, "only {answered} of {count} random queries run");
    assert!(counted > count / 3, "only {counted} of {count} random queries count");
    Ok(())
}
