//! Every statement of the corpora, the openCypher kit and the lists here, under other plans and on other forms of its graph.
//!
//! The statements of the lists beside this file run with no rule, each rule alone and all rules, with and without indexes, before
//! and after reopening. Those of the corpora and the kit run with none and all, and another form of the graph, a rule alone and all rules but
//! one take turns. `CASEGRAPH_ORACLE_ALL` runs everything in all ways.

use casegraph::value::Map;
use casegraph::{Database, OpenOptions, Result};

use super::situation::{Done, Extent, Situation, Step};

fn extent() -> Extent {
    if std::env::var_os("CASEGRAPH_ORACLE_ALL").is_some() { Extent::Everything } else { Extent::InTurn }
}

fn report(what: &str, done: Done) {
    let Done { statements, runs, unfinished, failures } = done;
    eprintln!("{statements} statements of {what} in {runs} runs, {unfinished} too long without rules");
    let shown = failures.iter().take(10).cloned().collect::<Vec<_>>().join("\n\n");
    assert!(failures.is_empty(), "{} statements of {what} have several answers\n\n{shown}", failures.len());
}

/// Twelve nodes of three labels and twenty relationships of three types, with loops and parallels.
fn small_graph(database: &Database) -> Result<()> {
    let mut script = String::new();
    for node in 0..12 {
        let label = ["A", "B", "C", "A:D", "B"][node * 7 % 5];
        let y = if node % 3 == 0 { String::new() } else { format!(", y: {}", node % 4) };
        script += &format!("CREATE (n{node}:{label} {{x: {}, name: 'n{}'{y}}}) ", node * 5 % 6, node % 7);
    }
    for relationship in 0..20 {
        let (from, to) = (relationship * 5 % 12, (relationship * relationship + 3) % 12);
        let rel_type = ["R", "S", "T", "R"][relationship % 4];
        script += &format!("CREATE (n{from})-[:{rel_type} {{w: {}}}]->(n{to}) ", relationship % 3);
    }
    database.query(&script).run().map(|_| ())
}

#[test]
fn statements_of_the_lists() {
    let mut done = Done::default();
    for text in [include_str!("statements.cypher"), include_str!("updates.cypher")] {
        for statement in casegraph::syntax::statements(text) {
            let ordered = statement.text.contains("ORDER BY") && !statement.text.contains("WITH");
            let situation = Situation {
                name: "lists".to_owned(),
                prepare: Box::new(|database| small_graph(database).map_err(|error| error.to_string())),
                equip: Box::new(|_| Ok(())),
                options: OpenOptions::default(),
                in_sequence: false,
                steps: vec![Step {
                    text: statement.text.to_owned(),
                    ordered,
                    ordered_lists: true,
                    parameters: Map::new(),
                }],
            };
            situation.run(Extent::Everything, &mut done);
        }
    }
    report("the lists", done);
}

#[test]
fn statements_of_the_corpora() {
    let mut done = Done::default();
    for situation in crate::corpus::situations() {
        situation.run(extent(), &mut done);
    }
    report("the corpora", done);
}

#[test]
fn statements_of_the_kit() {
    let mut done = Done::default();
    let Some(situations) = crate::tck::situations() else { return };
    for situation in situations {
        situation.run(extent(), &mut done);
    }
    report("the kit", done);
}
