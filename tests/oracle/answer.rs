//! What a statement answers, in a form that is equal for equal answers: values as text without ids, which may differ where elements were
//! created in another order, and errors by their class.

use std::fmt::Write;
use std::num::NonZero;
use std::sync::Arc;

use casegraph::database::{Budgets, Query};
use casegraph::graph::{GraphState, NodeId, RelId};
use casegraph::optimize::OptimizerOptions;
use casegraph::value::{List, Map, PathValue, Value};
use casegraph::{Database, Error, Parallelism, Phase};

/// Rows in the order they came, or an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Rows { columns: Vec<String>, rows: Vec<String> },
    Error { class: String, detail: String, message: String, at_runtime: bool },
}

/// What one generated statement may use: some would run for hours.
const BUDGETS: Budgets =
    Budgets { time: std::time::Duration::from_secs(20), memory: 1 << 28, rows: 50_000, expansions: 50_000 };

/// Parameters that all statements are given, as the literals of a map.
pub const PARAMETERS: &str =
    "{one: 1, half: 0.5, text: 'a', none: null, list: [1, null, 'a'], map: {i: 1, x: 'a'}}";

/// The values of [`PARAMETERS`].
pub fn parameters() -> Map {
    let text = format!("RETURN {PARAMETERS} AS map");
    let row = Database::in_memory().query(&text).run().and_then(|mut result| result.next_row());
    match row.expect("the literal is well-formed").as_ref().map(|row| &row.values()[0]) {
        Some(Value::Map(map)) => (**map).clone(),
        other => panic!("a map and not {other:?}"),
    }
}

/// Runs a statement to its end.
pub fn ask(database: &Database, text: &str, parameters: &Map, options: &OptimizerOptions) -> Answer {
    Answer::of(database.query(text), parameters, options)
}

/// The plan that others are compared with runs on one thread; others on several, which take two rows at a time.
fn parallelism(options: &OptimizerOptions) -> Parallelism {
    match *options == OptimizerOptions::none() {
        true => Parallelism::threads(1),
        false => Parallelism::threads(3).with_morsels_of(NonZero::<usize>::MIN.saturating_add(1)),
    }
}

/// Values of a row.
pub fn line(values: &[Value], graph: &GraphState) -> String {
    let mut text = String::new();
    for value in values {
        write_value(&mut text, value, graph);
        text.push_str(" | ");
    }
    text
}

impl Answer {
    /// Runs a statement to its end.
    pub fn of(query: Query<'_>, parameters: &Map, options: &OptimizerOptions) -> Answer {
        Answer::with_lines(query, parameters, options, line)
    }

    /// Runs a statement to its end whose lists may come in any order, and takes them in one.
    pub fn of_lists_in_any_order(query: Query<'_>, parameters: &Map, options: &OptimizerOptions) -> Answer {
        Answer::with_lines(query, parameters, options, |values, graph| {
            let values: Vec<Value> = values.iter().map(|value| in_one_order(value, graph)).collect();
            line(&values, graph)
        })
    }

    fn with_lines(
        query: Query<'_>,
        parameters: &Map,
        options: &OptimizerOptions,
        line: impl Fn(&[Value], &GraphState) -> String,
    ) -> Answer {
        let parameters = parameters.iter().map(|(name, value)| (name.clone(), value.clone()));
        let query = query
            .params(parameters)
            .budgets(BUDGETS)
            .optimizer(options.clone())
            .parallelism(parallelism(options));
        let answer = query.run().and_then(|mut result| {
            let columns = result.columns().iter().map(|name| name.to_string()).collect();
            let rows = result.rows()?;
            let graph = result.graph();
            let rows = rows.iter().map(|row| line(row.values(), graph)).collect();
            Ok(Answer::Rows { columns, rows })
        });
        answer.unwrap_or_else(|error| Answer::of_error(&error))
    }

    pub fn of_error(error: &Error) -> Answer {
        let (class, detail) = (error.class().name().to_owned(), error.detail().to_owned());
        Answer::Error {
            class,
            detail,
            message: error.to_string(),
            at_runtime: error.phase() == Phase::Runtime,
        }
    }

    /// Whether it is an error of this class.
    pub fn is_error(&self, wanted: &str) -> bool {
        matches!(self, Answer::Error { class, .. } if class == wanted)
    }

    /// Whether it is an error that was found while running. Of several such errors any may be found first.
    pub fn fails_at_runtime(&self) -> bool {
        matches!(self, Answer::Error { class, at_runtime: true, .. } if class != "InternalError")
    }

    /// Whether it is an error of this detail.
    pub fn says(&self, wanted: &str) -> bool {
        matches!(self, Answer::Error { detail, .. } if detail == wanted)
    }

    pub fn is_rows(&self) -> bool {
        matches!(self, Answer::Rows { .. })
    }

    /// Whether the other answer is as good: the same rows, in the same order where that is asked for, or an error of the same class.
    pub fn agrees(&self, other: &Answer, ordered: bool) -> bool {
        match (self, other) {
            (Answer::Rows { columns: a, rows: left }, Answer::Rows { columns: b, rows: right }) => {
                a == b && if ordered { left == right } else { sorted(left) == sorted(right) }
            }
            (Answer::Error { class: a, .. }, Answer::Error { class: b, .. }) => {
                a == b && a != "InternalError"
            }
            (Answer::Rows { .. }, Answer::Error { .. }) | (Answer::Error { .. }, Answer::Rows { .. }) => {
                false
            }
        }
    }
}

impl std::fmt::Display for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Answer::Error { message, .. } => write!(f, "    {message}"),
            Answer::Rows { columns, rows } => {
                write!(f, "    {} rows of {}", rows.len(), columns.join(", "))?;
                rows.iter().take(12).try_for_each(|row| write!(f, "\n    {row}"))
            }
        }
    }
}

fn sorted(rows: &[String]) -> Vec<&String> {
    let mut rows: Vec<&String> = rows.iter().collect();
    rows.sort();
    rows
}

/// The value, the elements of its lists ordered by their text.
fn in_one_order(value: &Value, graph: &GraphState) -> Value {
    match value {
        Value::List(list) => {
            let mut elements: Vec<Value> = list.iter().map(|value| in_one_order(value, graph)).collect();
            elements.sort_by_cached_key(|value| {
                let mut text = String::new();
                write_value(&mut text, value, graph);
                text
            });
            Value::List(List::new(elements))
        }
        Value::Map(map) => {
            let entries = map.iter().map(|(key, value)| (key.clone(), in_one_order(value, graph)));
            Value::Map(Arc::new(entries.collect()))
        }
        other => other.clone(),
    }
}

/// Numbers that are one value for `DISTINCT` are one text: any of them may stand for a group.
fn write_value(text: &mut String, value: &Value, graph: &GraphState) {
    let _ = match value {
        Value::Float(value) if value.is_nan() => write!(text, "NaN"),
        Value::Float(value) if value.fract() == 0.0 && value.abs() < 9e18 => {
            write!(text, "{}", *value as i64)
        }
        Value::Float(value) => write!(text, "{value:?}"),
        Value::Integer(value) => write!(text, "{value}"),
        Value::List(list) => {
            text.push('[');
            list.iter().for_each(|value| {
                write_value(text, value, graph);
                text.push_str(", ");
            });
            write!(text, "]")
        }
        Value::Map(map) => {
            write_map(text, map, graph);
            Ok(())
        }
        Value::Node(node) => {
            write_node(text, *node, graph);
            Ok(())
        }
        Value::Relationship(relationship) => {
            write_relationship(text, *relationship, graph);
            Ok(())
        }
        Value::Path(path) => {
            write_path(text, path, graph);
            Ok(())
        }
        Value::DateTime(value) => write!(text, "{value:?}"),
        other => write!(text, "{other:?}"),
    };
}

fn write_map(text: &mut String, map: &Map, graph: &GraphState) {
    text.push('{');
    for (key, value) in map {
        let _ = write!(text, "{key}: ");
        write_value(text, value, graph);
        text.push_str(", ");
    }
    text.push('}');
}

/// A node by its labels and properties.
pub fn write_node(text: &mut String, node: NodeId, graph: &GraphState) {
    let (Ok(mut labels), Ok(map)) = (graph.label_names(node), graph.node_map(node)) else {
        text.push_str("(deleted)");
        return;
    };
    labels.sort();
    text.push('(');
    labels.iter().for_each(|label| text.extend([":", &**label]));
    write_map(text, &map, graph);
    text.push(')');
}

/// A relationship by its type and properties.
pub fn write_relationship(text: &mut String, relationship: RelId, graph: &GraphState) {
    let (Some(content), Ok(map)) = (graph.relationship(relationship), graph.relationship_map(relationship))
    else {
        text.push_str("[deleted]");
        return;
    };
    let _ = write!(text, "[:{}", graph.catalog().type_name(content.rel_type));
    write_map(text, &map, graph);
    text.push(']');
}

fn write_path(text: &mut String, path: &PathValue, graph: &GraphState) {
    for (at, node) in path.nodes.iter().enumerate() {
        if let Some(relationship) = at.checked_sub(1).map(|before| path.relationships[before]) {
            let start = graph.relationship(relationship).map(|content| content.start);
            text.push_str(if start == Some(path.nodes[at - 1]) { ">" } else { "<" });
            write_relationship(text, relationship, graph);
        }
        write_node(text, *node, graph);
    }
}
