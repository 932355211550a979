//! The optimizer against the naive plan: equal rows for the same query on the same graph, with all rules and
//! without each one.

use casegraph::optimize::{OptimizerOptions, RULES};
use casegraph::{Database, Result};

/// The rows as sorted text, or the error's class.
pub fn rows(database: &Database, query: &str, options: OptimizerOptions) -> Result<Vec<String>, String> {
    let answer = database.query(query).optimizer(options).run().and_then(|mut result| {
        let rows = result.rows()?;
        Ok(rows.into_iter().map(|row| format!("{:?}", row.into_values())).collect::<Vec<_>>())
    });
    match answer {
        Ok(mut rows) => {
            rows.sort();
            Ok(rows)
        }
        Err(error) if error.class().name() == "InternalError" => Err(error.to_string()),
        Err(error) => Err(error.class().name().to_owned()),
    }
}

/// A random number generator that gives the same graph each time (xorshift64, Marsaglia 2003).
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

/// Thirty nodes of three labels and sixty relationships of three types, with loops and parallels.
fn random_graph(seed: u64) -> Result<Database> {
    let database = Database::in_memory();
    let mut random = Random(seed);
    let (labels, types) = (["A", "B", "C"], ["R", "S", "T"]);
    let mut script = String::new();
    for node in 0..30 {
        let label = labels[random.below(3) as usize];
        let other = if random.below(4) == 0 { ":D" } else { "" };
        let x = random.below(6);
        let y = if random.below(3) == 0 { String::new() } else { format!(", y: {}", random.below(4)) };
        script += &format!("CREATE (n{node}:{label}{other} {{x: {x}, name: 'n{}'{y}}}) ", node % 13);
    }
    for _ in 0..60 {
        let (from, to) = (random.below(30), random.below(30));
        let (ty, w) = (types[random.below(3) as usize], random.below(3));
        script += &format!("CREATE (n{from})-[:{ty} {{w: {w}}}]->(n{to}) ");
    }
    database.query(&script).run()?;
    if seed.is_multiple_of(2) {
        database.query("CREATE INDEX FOR (n:A) ON (n.x)").run()?;
        database.query("CREATE INDEX FOR (n:B) ON (n.name)").run()?;
    }
    Ok(database)
}

/// All rules, and for each query another rule that is left out or applied alone.
fn variants(at: usize) -> [(String, OptimizerOptions); 3] {
    let name = RULES[at % RULES.len()].name;
    let all = OptimizerOptions::default();
    [
        ("all".to_owned(), all.clone()),
        (format!("without {name}"), all.without(name)),
        (format!("only {name}"), OptimizerOptions::only(&[name])),
    ]
}

/// All there is, as text.
fn contents(database: &Database) -> Vec<Result<Vec<String>, String>> {
    let nodes = "MATCH (n) RETURN labels(n), properties(n)";
    let relationships = "MATCH (a)-[r]->(b) RETURN properties(a), type(r), properties(r), properties(b)";
    [nodes, relationships].map(|query| rows(database, query, OptimizerOptions::none())).to_vec()
}

#[test]
fn updates_have_equal_effects() -> Result<()> {
    let queries = include_str!("oracle_updates.cypher");
    for query in queries.split(';').map(str::trim).filter(|query| !query.is_empty()) {
        let run = |options: OptimizerOptions| {
            let database = random_graph(24)?;
            let rows = rows(&database, query, options);
            Ok::<_, casegraph::Error>((rows, contents(&database)))
        };
        let naive = run(OptimizerOptions::none())?;
        assert!(naive.0.is_ok(), "{query}: {:?}", naive.0);
        assert!(naive == run(OptimizerOptions::default())?, "{query}");
    }
    Ok(())
}

#[test]
fn every_rule_keeps_the_rows() -> Result<()> {
    let queries = include_str!("oracle.cypher");
    let mut failures = Vec::new();
    for seed in [11, 24] {
        let database = random_graph(seed)?;
        let queries = queries.split(';').map(str::trim).filter(|query| !query.is_empty());
        for (at, query) in queries.enumerate() {
            let expected = rows(&database, query, OptimizerOptions::none());
            if let Err(class) = &expected {
                failures.push(format!("the naive plan fails ({class}): {query}"));
                continue;
            }
            for (name, options) in variants(at) {
                let found = rows(&database, query, options);
                if found != expected {
                    let count = |rows: &Result<Vec<String>, String>| rows.as_ref().map(Vec::len).ok();
                    let (naive, other) = (count(&expected), count(&found));
                    failures.push(format!("{name}, seed {seed}: {other:?} rows for {naive:?}: {query}"));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
    Ok(())
}
