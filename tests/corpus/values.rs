//! Running queries, showing their rows, and comparing rows with literals.

use std::sync::Arc;
use std::time::Duration;

use casegraph::value::text::literal;
use casegraph::value::{List, Value, equivalent};
use casegraph::{Budgets, Database, Error, Query};

use super::file::Order;

/// Far more than any query of the corpora takes, so that one that does not end is a failure.
const TIME: Duration = Duration::from_secs(20);

/// A query's rows, and how they are written.
#[derive(Clone)]
pub struct Shown {
    columns: Vec<String>,
    rows: Vec<Vec<Value>>,
    texts: Vec<Vec<String>>,
}

/// The values of a test's parameters, from a map literal.
pub fn parameters(text: &str) -> Result<Vec<(String, Value)>, String> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let database = Database::in_memory();
    let rows =
        database.query(&format!("RETURN {text} AS parameters")).run().and_then(|mut result| result.rows());
    match rows.map_err(|error| format!("parameters: {}", error.message()))?.first().map(|row| row.values()) {
        Some([Value::Map(map)]) => {
            Ok(map.iter().map(|(name, value)| (name.to_string(), value.clone())).collect())
        }
        _ => Err("parameters: they are a map".to_owned()),
    }
}

/// Runs a query to its end.
pub fn run(query: Query<'_>, parameters: &[(String, Value)]) -> Result<Shown, Error> {
    let budgets = Budgets { time: TIME, ..Budgets::default() };
    let mut result = query.params(parameters.iter().cloned()).budgets(budgets).run()?;
    let columns = result.columns().iter().map(|name| name.to_string()).collect();
    let rows: Vec<Vec<Value>> = result.rows()?.into_iter().map(|row| row.into_values()).collect();
    let graph = result.graph();
    let show = |row: &Vec<Value>| row.iter().map(|value| literal(value, Some(graph))).collect();
    let texts = rows.iter().map(show).collect();
    Ok(Shown { columns, rows, texts })
}

impl Shown {
    /// As a corpus file holds it.
    pub fn text(&self) -> String {
        let mut text = String::new();
        if !self.columns.is_empty() {
            text += &format!("{}\n", self.columns.join(" | "));
        }
        for row in &self.texts {
            text += &format!("{}\n", row.join(" | "));
        }
        text
    }

    /// The rows, each as a line.
    pub fn rows(&self) -> impl Iterator<Item = String> {
        self.texts.iter().map(|row| row.join(" | "))
    }

    /// As a line of a table holds it.
    pub fn line(&self) -> String {
        self.rows().collect::<Vec<_>>().join(" ; ")
    }

    /// Whether a corpus file's rows are these: as they are written or, where they are literals, by equivalence.
    pub fn matches(&self, expected: &str, order: Order) -> bool {
        let mut lines = expected.lines();
        let header = lines.next().unwrap_or_default();
        if header != self.columns.join(" | ") {
            return false;
        }
        let lines: Vec<&str> = lines.collect();
        if lines.len() != self.rows.len() {
            return false;
        }
        let mut left: Vec<usize> = (0..self.rows.len()).collect();
        lines.iter().all(|line| {
            let found = left.iter().position(|row| self.is_row(*row, line, order.lists));
            match found {
                Some(0) => drop(left.remove(0)),
                Some(at) if !order.rows => drop(left.remove(at)),
                _ => return false,
            }
            true
        })
    }

    fn is_row(&self, row: usize, line: &str, list_order: bool) -> bool {
        if self.texts[row].join(" | ") == line.trim() {
            return true;
        }
        let list = format!("RETURN [{}] AS row", line.replace(" | ", ", "));
        let Ok(mut result) = Database::in_memory().query(&list).run() else { return false };
        match result.next_row() {
            Ok(Some(literals)) => match &literals.values()[0] {
                Value::List(list) => {
                    let row = &self.rows[row];
                    let same = |a: &Value, b: &Value| match list_order {
                        true => equivalent(a, b),
                        false => equivalent(&in_order(a), &in_order(b)),
                    };
                    list.len() == row.len() && list.iter().zip(row).all(|(a, b)| same(a, b))
                }
                _ => false,
            },
            _ => false,
        }
    }
}

/// The value, its lists in an order that does not depend on where they are from.
fn in_order(value: &Value) -> Value {
    match value {
        Value::List(list) => {
            let mut list: Vec<Value> = list.iter().map(in_order).collect();
            list.sort_by_cached_key(|element| literal(element, None));
            Value::List(List::new(list))
        }
        Value::Map(map) => {
            let entries = map.iter().map(|(key, value)| (key.clone(), in_order(value)));
            Value::Map(Arc::new(entries.collect()))
        }
        other => other.clone(),
    }
}
