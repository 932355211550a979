//! One scenario: its steps, run on a database of its own.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use casegraph::database::Budgets;
use casegraph::value::{Map, Value};
use casegraph::{Database, Error, Phase};
use gherkin::{Examples, Feature, Step};

use super::canonical;
use super::graph_state::Content;
use super::procedure::procedure;

/// A scenario with the values of its outline put in.
pub struct Scenario {
    pub name: String,
    pub(super) steps: Vec<PlainStep>,
}

#[derive(Clone)]
pub(super) struct PlainStep {
    pub(super) text: String,
    pub(super) docstring: String,
    table: Vec<Vec<String>>,
}

/// All scenarios of a feature, those of outlines once per example.
pub fn expanded(feature: &Feature) -> Vec<Scenario> {
    let background: Vec<&Step> = feature.background.iter().flat_map(|it| &it.steps).collect();
    let mut scenarios = Vec::new();
    for scenario in &feature.scenarios {
        let steps: Vec<PlainStep> = background.iter().copied().chain(&scenario.steps).map(plain).collect();
        if scenario.examples.is_empty() {
            scenarios.push(Scenario { name: scenario.name.clone(), steps });
            continue;
        }
        for (number, values) in scenario.examples.iter().flat_map(examples).enumerate() {
            let name = format!("{} #{}", scenario.name, number + 1);
            let steps = steps.iter().map(|step| step.with(&values)).collect();
            scenarios.push(Scenario { name, steps });
        }
    }
    scenarios
}

fn examples(examples: &Examples) -> Vec<Vec<(String, String)>> {
    let rows = examples.table.as_ref().map_or(&[][..], |table| &table.rows);
    let Some((names, rows)) = rows.split_first() else { return Vec::new() };
    let named = |row: &Vec<String>| {
        names.iter().zip(row).map(|(name, value)| (format!("<{name}>"), value.clone())).collect()
    };
    rows.iter().map(named).collect()
}

fn plain(step: &Step) -> PlainStep {
    PlainStep {
        text: step.value.clone(),
        docstring: step.docstring.clone().unwrap_or_default(),
        table: step.table.as_ref().map(|table| table.rows.clone()).unwrap_or_default(),
    }
}

impl PlainStep {
    pub(super) fn executes(&self) -> bool {
        self.text.starts_with("executing")
    }

    fn with(&self, values: &[(String, String)]) -> PlainStep {
        let put =
            |text: &String| values.iter().fold(text.clone(), |text, (name, value)| text.replace(name, value));
        PlainStep {
            text: put(&self.text),
            docstring: put(&self.docstring),
            table: self.table.iter().map(|row| row.iter().map(put).collect()).collect(),
        }
    }
}

/// What a query gave: columns and rows in canonical form, once as it is and once with sorted lists.
struct Answer {
    columns: Vec<String>,
    rows: [Vec<Vec<String>>; 2],
}

pub(super) struct World<'a> {
    root: &'a Path,
    database: Database,
    pub(super) parameters: Map,
    before: Option<Content>,
    outcome: Option<Result<Answer, Error>>,
}

impl Scenario {
    pub fn run(&self, root: &Path) -> Result<(), String> {
        let mut world = World::new(root, Database::in_memory());
        for step in &self.steps {
            world.step(step).map_err(|why| format!("{}: {why}", step.text))?;
        }
        match world.outcome {
            Some(Err(error)) => Err(format!("unexpected {error:?}")),
            _ => Ok(()),
        }
    }
}

impl World<'_> {
    pub(super) fn new(root: &Path, database: Database) -> World<'_> {
        World { root, database, parameters: Map::new(), before: None, outcome: None }
    }

    pub(super) fn step(&mut self, step: &PlainStep) -> Result<(), String> {
        let text = step.text.as_str();
        if text == "an empty graph" || text == "any graph" {
            Ok(())
        } else if let Some(name) = text.strip_prefix("the ").and_then(|text| text.strip_suffix(" graph")) {
            self.load(name)
        } else if text.starts_with("having executed") {
            self.execute(&step.docstring).map(|_| ()).map_err(|error| format!("{error:?}"))
        } else if text.starts_with("parameters are") {
            self.set_parameters(&step.table)
        } else if let Some(signature) = text.strip_prefix("there exists a procedure ") {
            self.register(signature, &step.table)
        } else if step.executes() {
            self.before = Some(Content::of(&self.database.snapshot()));
            self.outcome = Some(self.execute(&step.docstring));
            Ok(())
        } else if text.contains("should be raised") {
            self.expect_error(text)
        } else if text == "no side effects" {
            self.expect_changes(&[])
        } else if text.starts_with("the side effects should be") {
            self.expect_changes(&step.table)
        } else if text.starts_with("the result should be") {
            self.expect_rows(text, &step.table)
        } else {
            Err("this step is not known".to_owned())
        }
    }

    fn load(&mut self, name: &str) -> Result<(), String> {
        let path = self.root.join(format!("graphs/{name}/{name}.cypher"));
        let script =
            std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        for statement in casegraph::syntax::statements(&script) {
            self.execute(statement.text).map_err(|error| format!("{error:?}"))?;
        }
        Ok(())
    }

    fn execute(&self, text: &str) -> Result<Answer, Error> {
        let budgets = Budgets { time: Duration::from_secs(20), ..Budgets::default() };
        let parameters = self.parameters.iter().map(|(name, value)| (name.clone(), value.clone()));
        let mut result = self.database.query(text).params(parameters).budgets(budgets).run()?;
        let columns = result.columns().iter().map(|name| name.to_string()).collect();
        let rows = result.rows()?;
        let shown = |any_order: bool| {
            let graph = result.graph();
            let row = |row: &casegraph::Row| {
                row.values().iter().map(|value| canonical::of_value(value, graph, any_order)).collect()
            };
            rows.iter().map(row).collect()
        };
        Ok(Answer { columns, rows: [shown(false), shown(true)] })
    }

    /// A value as the kit writes it in tables of parameters and procedures: a literal.
    fn literal(&self, text: &str) -> Result<Value, String> {
        let query = format!("RETURN {text} AS value");
        let mut result = self.database.query(&query).run().map_err(|error| format!("{error:?}"))?;
        let row = result.next_row().map_err(|error| format!("{error:?}"))?.ok_or("no row")?;
        Ok(row.values()[0].clone())
    }

    fn set_parameters(&mut self, table: &[Vec<String>]) -> Result<(), String> {
        for row in table {
            let [name, value] = row.as_slice() else {
                return Err("a parameter is a name and a value".to_owned());
            };
            let value = self.literal(value)?;
            self.parameters.insert(Arc::from(name.as_str()), value);
        }
        Ok(())
    }

    fn register(&mut self, signature: &str, table: &[Vec<String>]) -> Result<(), String> {
        let rows = table
            .iter()
            .skip(1)
            .map(|row| row.iter().map(|text| self.literal(text)).collect())
            .collect::<Result<Vec<Vec<Value>>, String>>()?;
        let procedure = procedure(signature, rows).ok_or("cannot read the signature")?;
        self.database.register_procedure(procedure);
        Ok(())
    }

    fn expect_error(&mut self, text: &str) -> Result<(), String> {
        let (class, rest) = text
            .strip_prefix("a ")
            .or_else(|| text.strip_prefix("an "))
            .and_then(|text| text.split_once(" should be raised at "))
            .ok_or("cannot read the step")?;
        let (phase, detail) = rest.split_once(": ").ok_or("cannot read the step")?;
        let error = match self.outcome.take() {
            Some(Err(error)) => error,
            Some(Ok(answer)) => return Err(format!("no error was raised but {:?}", answer.rows[0])),
            None => return Err("nothing was executed".to_owned()),
        };
        let phase_fits = match phase {
            "compile time" => error.phase() == Phase::CompileTime,
            "runtime" => error.phase() == Phase::Runtime,
            _ => true,
        };
        let detail_fits = detail == "*" || error.detail() == detail;
        if error.class().name() == class && phase_fits && detail_fits {
            Ok(())
        } else {
            Err(format!("raised {:?} {error:?}", error.phase()))
        }
    }

    fn expect_changes(&mut self, table: &[Vec<String>]) -> Result<(), String> {
        let mut expected = BTreeMap::new();
        for row in table {
            let [what, count] = row.as_slice() else {
                return Err("a side effect is a name and a number".to_owned());
            };
            let count: usize = count.parse().map_err(|_| "a side effect is a name and a number")?;
            if count > 0 {
                expected.insert(what.clone(), count);
            }
        }
        let before = self.before.as_ref().ok_or("nothing was executed")?;
        let changes = Content::of(&self.database.snapshot()).changes_since(before);
        if changes == expected { Ok(()) } else { Err(format!("changed {changes:?}")) }
    }

    fn expect_rows(&mut self, text: &str, table: &[Vec<String>]) -> Result<(), String> {
        let answer = match self.outcome.take() {
            Some(Ok(answer)) => answer,
            Some(Err(error)) => return Err(format!("raised {:?} {error:?}", error.phase())),
            None => return Err("nothing was executed".to_owned()),
        };
        let any_order = text.contains("ignoring element order for lists");
        let in_order = text.contains("in order");
        let actual = &answer.rows[usize::from(any_order)];
        if text.contains("should be empty") {
            return if actual.is_empty() { Ok(()) } else { Err(format!("got {actual:?}")) };
        }
        let (header, rows) = table.split_first().ok_or("no table")?;
        if *header != answer.columns {
            return Err(format!("got the columns {:?}", answer.columns));
        }
        let mut expected = rows
            .iter()
            .map(|row| row.iter().map(|text| canonical::of_expected(text, any_order)).collect())
            .collect::<Result<Vec<Vec<String>>, String>>()?;
        let mut actual = actual.clone();
        if !in_order {
            expected.sort();
            actual.sort();
        }
        if expected == actual { Ok(()) } else { Err(format!("got {actual:?}, expected {expected:?}")) }
    }
}
