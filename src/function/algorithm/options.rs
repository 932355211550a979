//! The map of options that an algorithm takes, read and checked.

use std::sync::Arc;

use super::Algorithm;
use crate::algorithm::{Selection, Weight};
use crate::error::{Error, Result};
use crate::graph::{Direction, GraphState, NodeId};
use crate::value::{Map, Value};

/// What every algorithm takes, and what for.
pub const COMMON: &[(&str, &str)] = &[
    ("labels", "only nodes with this label, or any of a list"),
    ("types", "only relationships of this type, or any of a list"),
];

/// The options of one call.
pub struct Options<'v> {
    algorithm: &'static Algorithm,
    map: Option<&'v Map>,
}

impl<'v> Options<'v> {
    /// Fails for an option that the algorithm does not take.
    pub fn new(algorithm: &'static Algorithm, argument: Option<&'v Value>) -> Result<Options<'v>> {
        let map = match argument {
            None | Some(Value::Null) => None,
            Some(Value::Map(map)) => Some(&**map),
            Some(other) => return Err(type_error(algorithm, "options", "a map", other)),
        };
        let known: Vec<&str> = COMMON.iter().chain(algorithm.options).map(|option| option.0).collect();
        for key in map.into_iter().flat_map(Map::keys) {
            if !known.contains(&&**key) {
                let message = format!("`{}` has no option `{key}`", algorithm.name);
                let hint = format!("its options are {}", known.join(", "));
                return Err(Error::argument("UnknownOption", message).hint(hint));
            }
        }
        Ok(Options { algorithm, map })
    }

    fn get(&self, name: &str) -> Option<&'v Value> {
        self.map.and_then(|map| map.get(name)).filter(|value| !matches!(value, Value::Null))
    }

    /// The part of the graph, with relationships followed as asked, or as is usual for the algorithm.
    pub fn selection(&self, graph: &GraphState, usual: Direction) -> Result<Selection> {
        let catalog = graph.catalog();
        let labels = self.names("labels")?;
        let types = self.names("types")?;
        let weight = match self.get("weight") {
            None => None,
            Some(Value::String(name)) => Some(Weight {
                name: name.to_string(),
                key: catalog.key(name),
                default: self
                    .get("defaultWeight")
                    .map(|_| self.number("defaultWeight", 0.0, 0.0..=f64::MAX))
                    .transpose()?,
            }),
            Some(other) => return Err(type_error(self.algorithm, "weight", "the name of a property", other)),
        };
        Ok(Selection {
            labels: labels.map(|names| names.iter().filter_map(|name| catalog.label(name)).collect()),
            types: types.map(|names| names.iter().filter_map(|name| catalog.rel_type(name)).collect()),
            direction: self.direction(usual)?,
            weight,
        })
    }

    fn direction(&self, usual: Direction) -> Result<Direction> {
        let Some(value) = self.get("direction") else { return Ok(usual) };
        match value {
            Value::String(text) if text.eq_ignore_ascii_case("out") => Ok(Direction::Outgoing),
            Value::String(text) if text.eq_ignore_ascii_case("in") => Ok(Direction::Incoming),
            Value::String(text) if text.eq_ignore_ascii_case("both") => Ok(Direction::Both),
            other => Err(type_error(self.algorithm, "direction", "'out', 'in' or 'both'", other)),
        }
    }

    fn names(&self, option: &str) -> Result<Option<Vec<Arc<str>>>> {
        let Some(value) = self.get(option) else { return Ok(None) };
        let one = |value: &Value| match value {
            Value::String(name) => Ok(name.clone()),
            other => Err(type_error(self.algorithm, option, "a name or a list of names", other)),
        };
        let mut names: Vec<Arc<str>> = match value {
            Value::List(values) => values.iter().map(one).collect::<Result<_>>()?,
            value => vec![one(value)?],
        };
        names.sort();
        names.dedup();
        Ok(Some(names))
    }

    /// A number in a range.
    pub fn number(&self, option: &str, usual: f64, range: std::ops::RangeInclusive<f64>) -> Result<f64> {
        let number = match self.get(option) {
            None => return Ok(usual),
            Some(Value::Integer(number)) => *number as f64,
            Some(Value::Float(number)) => *number,
            Some(other) => return Err(type_error(self.algorithm, option, "a number", other)),
        };
        match range.contains(&number) {
            true => Ok(number),
            false => Err(self.out_of_range(option, &format!("{} to {}", range.start(), range.end()))),
        }
    }

    /// A whole number that is not negative.
    pub fn count(&self, option: &str) -> Result<Option<usize>> {
        match self.get(option) {
            None => Ok(None),
            Some(Value::Integer(number)) => match usize::try_from(*number) {
                Ok(number) => Ok(Some(number)),
                Err(_) => Err(self.out_of_range(option, "0 or more")),
            },
            Some(other) => Err(type_error(self.algorithm, option, "a whole number", other)),
        }
    }

    /// A node that has to be given.
    pub fn node(&self, option: &str) -> Result<NodeId> {
        match self.get(option) {
            Some(Value::Node(node)) => Ok(*node),
            Some(other) => Err(type_error(self.algorithm, option, "a node", other)),
            None => {
                let message = format!("`{}` needs its option `{option}`", self.algorithm.name);
                Err(Error::argument("MissingOption", message).hint("MATCH the node before the call"))
            }
        }
    }

    /// A list of nodes that has to be given.
    pub fn nodes(&self, option: &str) -> Result<Vec<NodeId>> {
        let one = |value: &Value| match value {
            Value::Node(node) => Ok(*node),
            other => Err(type_error(self.algorithm, option, "a list of nodes", other)),
        };
        match self.get(option) {
            Some(Value::List(values)) => values.iter().map(one).collect(),
            Some(other) => Err(type_error(self.algorithm, option, "a list of nodes", other)),
            None => {
                let message = format!("`{}` needs its option `{option}`", self.algorithm.name);
                Err(Error::argument("MissingOption", message)
                    .hint("MATCH and collect the nodes before the call"))
            }
        }
    }

    /// An error about a node that is not in the part of the graph.
    pub fn not_selected(&self, option: &str) -> Error {
        let message = format!("the node `{option}` of `{}` has none of its labels", self.algorithm.name);
        Error::argument("NodeNotSelected", message)
    }

    fn out_of_range(&self, option: &str, range: &str) -> Error {
        let message = format!("the option `{option}` of `{}` has to be {range}", self.algorithm.name);
        Error::argument("NumberOutOfRange", message)
    }
}

fn type_error(algorithm: &Algorithm, option: &str, wanted: &str, given: &Value) -> Error {
    let given = given.type_name();
    let message = format!("the option `{option}` of `{}` has to be {wanted}, not {given}", algorithm.name);
    Error::type_error("InvalidArgumentType", message)
}
