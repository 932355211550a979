//! The map that a procedure takes, read and checked.

use super::{IDLE, Search};
use crate::algorithm::{Selection, Weight};
use crate::error::{Error, Result};
use crate::graph::{Direction, GraphState, KeyId, NodeId};
use crate::value::{Map, Value};

/// The configuration of one call.
pub struct Configuration<'v> {
    search: &'static Search,
    map: &'v Map,
}

impl<'v> Configuration<'v> {
    /// From the name of a graph and a map, or the map alone. Fails for a key that the procedure does not take.
    pub fn new(search: &'static Search, arguments: &'v [Value]) -> Result<Configuration<'v>> {
        let map = match arguments {
            [Value::String(_), Value::Map(map)] => map,
            [Value::Map(map), Value::Map(rest)] if rest.is_empty() => map,
            _ => {
                let message =
                    format!("`{}` takes the name of a graph and a map, or the map alone", search.name);
                return Err(Error::type_error("InvalidArgumentType", message));
            }
        };
        let known: Vec<&str> = search.keys().map(|key| key.0).collect();
        if let Some(key) = map.keys().find(|key| !known.contains(&&***key) && !IDLE.contains(&&***key)) {
            let message = format!("`{}` has no configuration key `{key}`", search.name);
            let hint = format!("its keys are {}", known.join(", "));
            return Err(Error::argument("UnknownOption", message).hint(hint));
        }
        Ok(Configuration { search, map })
    }

    fn get(&self, key: &str) -> Option<&'v Value> {
        self.map.get(key).filter(|value| !matches!(value, Value::Null))
    }

    fn wrong(&self, key: &str, wanted: &str, given: &Value) -> Error {
        let message =
            format!("`{key}` of `{}` has to be {wanted}, not {}", self.search.name, given.type_name());
        Error::type_error("InvalidArgumentType", message)
    }

    fn missing(&self, key: &str) -> Error {
        Error::argument("MissingOption", format!("`{}` needs `{key}` in its configuration", self.search.name))
    }

    fn node_of(&self, graph: &GraphState, key: &str, value: &Value) -> Result<NodeId> {
        let node = match value {
            Value::Node(node) => Some(*node),
            Value::Integer(id) => u32::try_from(*id).ok().map(NodeId),
            other => return Err(self.wrong(key, "a node or the id of one", other)),
        };
        let node = node.filter(|node| graph.node_exists(*node));
        node.ok_or_else(|| Error::argument("NodeNotFound", format!("there is no node {value} for `{key}`")))
    }

    /// A node that has to be given.
    pub fn node(&self, graph: &GraphState, key: &str) -> Result<NodeId> {
        self.node_of(graph, key, self.get(key).ok_or_else(|| self.missing(key))?)
    }

    /// Nodes, if any are given.
    pub fn nodes(&self, graph: &GraphState, key: &str) -> Result<Vec<NodeId>> {
        match self.get(key) {
            None => Ok(Vec::new()),
            Some(Value::List(values)) => values.iter().map(|value| self.node_of(graph, key, value)).collect(),
            Some(value) => Ok(vec![self.node_of(graph, key, value)?]),
        }
    }

    /// A whole number of at least `least`.
    pub fn count(&self, key: &str, least: i64) -> Result<Option<i64>> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::Integer(number)) if *number >= least => Ok(Some(*number)),
            Some(Value::Integer(_)) => {
                let message = format!("`{key}` of `{}` has to be {least} or more", self.search.name);
                Err(Error::argument("NumberOutOfRange", message))
            }
            Some(other) => Err(self.wrong(key, "a whole number", other)),
        }
    }

    /// The same, which has to be given.
    pub fn required_count(&self, key: &str, least: i64) -> Result<i64> {
        self.count(key, least)?.ok_or_else(|| self.missing(key))
    }

    /// The property of nodes that is named; none if no element has one of this name.
    pub fn property(&self, graph: &GraphState, key: &str) -> Result<(&'v str, Option<KeyId>)> {
        match self.get(key) {
            Some(Value::String(name)) => Ok((name, graph.catalog().key(name))),
            Some(other) => Err(self.wrong(key, "the name of a property", other)),
            None => Err(self.missing(key)),
        }
    }

    /// The part of the graph that is searched.
    pub fn selection(&self, graph: &GraphState) -> Result<Selection> {
        let catalog = graph.catalog();
        let labels = self.names("nodeLabels")?;
        let types = self.names("relationshipTypes")?;
        let mut types: Option<Vec<_>> =
            types.map(|names| names.iter().filter_map(|name| catalog.rel_type(name)).collect());
        types.iter_mut().for_each(|types| types.sort_unstable());
        types.iter_mut().for_each(|types| types.dedup());
        Ok(Selection {
            labels: labels.map(|names| names.iter().filter_map(|name| catalog.label(name)).collect()),
            types,
            direction: self.direction()?,
            weight: self.weight(graph)?,
        })
    }

    /// Names; none where all are meant.
    fn names(&self, key: &str) -> Result<Option<Vec<&'v str>>> {
        let one = |value: &'v Value| match value {
            Value::String(name) => Ok(&**name),
            other => Err(self.wrong(key, "a list of names", other)),
        };
        let names = match self.get(key) {
            None => return Ok(None),
            Some(Value::List(values)) => values.iter().map(one).collect::<Result<Vec<_>>>()?,
            Some(value) => vec![one(value)?],
        };
        Ok((!names.contains(&"*")).then_some(names))
    }

    fn direction(&self) -> Result<Direction> {
        const WANTED: &str = "'NATURAL', 'REVERSE' or 'UNDIRECTED'";
        let Some(value) = self.get("orientation") else { return Ok(Direction::Outgoing) };
        let Value::String(text) = value else { return Err(self.wrong("orientation", WANTED, value)) };
        match text.to_uppercase().as_str() {
            "NATURAL" => Ok(Direction::Outgoing),
            "REVERSE" => Ok(Direction::Incoming),
            "UNDIRECTED" => Ok(Direction::Both),
            _ => {
                let message = format!("`orientation` of `{}` has to be {WANTED}", self.search.name);
                Err(Error::argument("InvalidOption", message))
            }
        }
    }

    fn weight(&self, graph: &GraphState) -> Result<Option<Weight>> {
        let name = match self.get("relationshipWeightProperty") {
            None => return Ok(None),
            Some(Value::String(name)) => name,
            Some(other) => {
                return Err(self.wrong("relationshipWeightProperty", "the name of a property", other));
            }
        };
        let default = match self.get("defaultWeight") {
            None => None,
            Some(Value::Integer(number)) => Some(*number as f64),
            Some(Value::Float(number)) => Some(*number),
            Some(other) => return Err(self.wrong("defaultWeight", "a number", other)),
        };
        Ok(Some(Weight { name: name.to_string(), key: graph.catalog().key(name), default }))
    }
}
