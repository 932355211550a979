//! Generated graphs: a few nodes and relationships with values of many types, as the script that makes them.

use casegraph::{Database, Result};

use super::choices::Choices;

pub const LABELS: [&str; 3] = ["A", "B", "C"];
pub const TYPES: [&str; 3] = ["R", "S", "T"];

/// Values of the key `x`: of all types, among them some that are equal though not the same, and some that are equal to nothing.
const MIXED: [&str; 26] = [
    "1",
    "null",
    "0",
    "2",
    "1.0",
    "0.5",
    "-1",
    "'a'",
    "'b'",
    "''",
    "'ab'",
    "true",
    "false",
    "0.0/0.0",
    "1.0/0.0",
    "9007199254740993",
    "9007199254740992.0",
    "[1, 2]",
    "['a']",
    "[]",
    "date('2020-02-29')",
    "duration('P1M')",
    "time('12:00+01:00')",
    "datetime('2020-02-29T12:00Z')",
    "localdatetime('2020-02-29T12:00')",
    "point({x: 1, y: 2})",
];

/// A graph as statements: one for each node, one for each relationship. Every node and relationship has its number as `id`,
/// and maybe `x` of any type, an integer `i`, a string `s`, a float `f` and a point `p`.
#[derive(Clone, Debug)]
pub struct Graph {
    pub statements: Vec<String>,
}

impl Graph {
    /// At least one node.
    pub fn generate(choices: &mut Choices<'_>) -> Graph {
        let nodes = 1 + choices.below(6);
        let relationships = choices.below(8);
        let mut statements = Vec::new();
        for id in 0..nodes {
            let labels: String =
                LABELS.iter().filter(|_| choices.chance(2)).map(|label| format!(":{label}")).collect();
            statements.push(format!("CREATE ({labels} {{{}}})", properties(choices, id)));
        }
        for id in 0..relationships {
            let (from, to) = (choices.below(nodes), choices.below(nodes));
            let rel_type = choices.pick(&TYPES);
            let properties = properties(choices, id);
            statements.push(format!(
                "MATCH (a {{id: {from}}}), (b {{id: {to}}}) CREATE (a)-[:{rel_type} {{{properties}}}]->(b)"
            ));
        }
        Graph { statements }
    }

    pub fn database(&self) -> Result<Database> {
        let database = Database::in_memory();
        self.fill(&database)?;
        Ok(database)
    }

    /// Makes the graph in one transaction.
    pub fn fill(&self, database: &Database) -> Result<()> {
        let mut transaction = database.write()?;
        for statement in &self.statements {
            transaction.query(statement).run()?;
        }
        transaction.commit()
    }

    /// As it is typed.
    pub fn script(&self) -> String {
        self.statements.iter().map(|statement| format!("{statement};\n")).collect()
    }
}

fn properties(choices: &mut Choices<'_>, id: usize) -> String {
    let mut text = format!("id: {id}");
    if !choices.chance(5) {
        // Numbers half of the time, so that there is something to compare.
        let few = if choices.chance(2) { MIXED.len() } else { 6 };
        text += &format!(", x: {}", MIXED[choices.below(few)]);
    }
    if !choices.chance(3) {
        text += &format!(", i: {}", choices.pick(&["1", "0", "2", "-1"]));
    }
    if choices.chance(3) {
        text += &format!(", s: {}", choices.pick(&["'a'", "'b'", "'ab'", "''", "'A'"]));
    }
    if choices.chance(3) {
        text += &format!(", f: {}", choices.pick(&["0.5", "1.0", "-2.25", "1.5"]));
    }
    if choices.chance(4) {
        let points = ["{x: 1, y: 2}", "{x: 0, y: 0}", "{x: 1, y: 1, z: 1}", "{latitude: 1, longitude: 2}"];
        text += &format!(", p: point({})", choices.pick(&points));
    }
    text
}
