//! What a reading query means, evaluated over its syntax tree clause by clause, by trying everything: no slots, no plan, no index, and
//! none of the engine's operators or comparisons. It knows a part of the language; on anything else it gives up.

mod aggregate;
mod clause;
mod expression;
mod function;
mod list;
mod pattern;
mod shortest;
mod value;

use std::collections::BTreeMap;

use casegraph::graph::GraphState;
use casegraph::syntax::ast::StatementBody;
use casegraph::value::Map;

use super::answer::line;
use value::V;

/// Why a query is not evaluated.
#[derive(Debug)]
pub enum Stop {
    /// It says something that is not known here, or that is an error.
    #[allow(dead_code, reason = "shown with the statement")]
    Unknown(String),
    /// It takes too many steps.
    TooLong,
}

pub type Outcome<T> = Result<T, Stop>;

pub fn unknown<T>(what: impl Into<String>) -> Outcome<T> {
    Err(Stop::Unknown(what.into()))
}

/// Variables and their values.
pub type Row = BTreeMap<String, V>;

struct Node {
    id: u32,
    labels: Vec<String>,
    properties: BTreeMap<String, V>,
}

struct Relationship {
    id: u32,
    start: u32,
    end: u32,
    rel_type: String,
    properties: BTreeMap<String, V>,
}

/// A graph as plain lists, and the steps that may still be taken on it.
pub struct Reference<'a> {
    state: &'a GraphState,
    nodes: Vec<Node>,
    relationships: Vec<Relationship>,
    parameters: BTreeMap<String, V>,
    steps: u64,
}

/// Longer evaluations are given up.
const STEPS: u64 = 40_000;

impl<'a> Reference<'a> {
    pub fn new(state: &'a GraphState, parameters: &Map) -> Reference<'a> {
        let plain = |map: &Map| map.iter().map(|(key, value)| (key.to_string(), V::of(value))).collect();
        let node = |id: casegraph::graph::NodeId| {
            let labels = state.label_names(id).expect("it was just listed");
            Node {
                id: id.0,
                labels: labels.iter().map(|label| label.to_string()).collect(),
                properties: plain(&state.node_map(id).expect("it was just listed")),
            }
        };
        let relationship = |id: casegraph::graph::RelId| {
            let content = state.relationship(id).expect("it was just listed");
            Relationship {
                id: id.0,
                start: content.start.0,
                end: content.end.0,
                rel_type: state.type_name(id).expect("it was just listed").to_owned(),
                properties: plain(&state.relationship_map(id).expect("it was just listed")),
            }
        };
        Reference {
            state,
            nodes: state.nodes().map(node).collect(),
            relationships: state.relationships().map(relationship).collect(),
            parameters: plain(parameters),
            steps: 0,
        }
    }

    /// The rows of a query as text, in an order that is right where the query asks for one.
    pub fn rows(&mut self, text: &str) -> Outcome<Vec<String>> {
        let statement = casegraph::syntax::parse(text).map_err(|error| Stop::Unknown(error.to_string()))?;
        let StatementBody::Query(query) = &statement.body else { return unknown("a command") };
        self.steps = STEPS;
        let (columns, rows) = self.query(query, &Row::new())?;
        let shown = |row: &Row| {
            let values: Vec<_> = columns.iter().map(|name| row[name].to_value()).collect();
            line(&values, self.state)
        };
        Ok(rows.iter().map(shown).collect())
    }

    fn step(&mut self) -> Outcome<()> {
        self.steps = self.steps.checked_sub(1).ok_or(Stop::TooLong)?;
        Ok(())
    }

    fn node(&self, id: u32) -> &Node {
        self.nodes.iter().find(|node| node.id == id).expect("ids are of nodes")
    }

    fn relationship(&self, id: u32) -> &Relationship {
        self.relationships.iter().find(|one| one.id == id).expect("ids are of relationships")
    }
}
