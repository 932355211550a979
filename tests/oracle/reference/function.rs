//! Functions.

use casegraph::value::Value;
use casegraph::value::temporal::Date;

use super::value::V;
use super::{Outcome, Reference, unknown};

impl Reference<'_> {
    pub fn function(&self, name: &str, arguments: Vec<V>) -> Outcome<V> {
        let name = name.to_lowercase();
        if name == "coalesce" {
            return Ok(arguments.into_iter().find(|value| !value.is_null()).unwrap_or(V::Null));
        }
        if arguments.iter().any(V::is_null) {
            return Ok(V::Null);
        }
        match (name.as_str(), arguments.as_slice()) {
            ("size", [V::List(list)]) => Ok(V::Integer(list.len() as i64)),
            ("head", [V::List(list)]) => Ok(list.first().cloned().unwrap_or(V::Null)),
            ("last", [V::List(list)]) => Ok(list.last().cloned().unwrap_or(V::Null)),
            ("tail", [V::List(list)]) => Ok(V::List(list.iter().skip(1).cloned().collect())),
            ("reverse", [V::List(list)]) => Ok(V::List(list.iter().rev().cloned().collect())),
            ("reverse", [V::String(text)]) => Ok(V::String(text.chars().rev().collect())),
            ("range", [V::Integer(from), V::Integer(to)]) => {
                Ok(V::List((*from..=*to).map(V::Integer).collect()))
            }
            ("length", [V::Path(_, relationships)]) => Ok(V::Integer(relationships.len() as i64)),
            ("nodes", [V::Path(nodes, _)]) => Ok(V::List(nodes.iter().map(|id| V::Node(*id)).collect())),
            ("relationships", [V::Path(_, ids)]) => {
                Ok(V::List(ids.iter().map(|id| V::Relationship(*id)).collect()))
            }
            ("type", [V::Relationship(id)]) => Ok(V::String(self.relationship(*id).rel_type.clone())),
            ("labels", [V::Node(id)]) => {
                Ok(V::List(self.node(*id).labels.iter().cloned().map(V::String).collect()))
            }
            ("id", [V::Node(id) | V::Relationship(id)]) => Ok(V::Integer(i64::from(*id))),
            ("abs", [V::Integer(value)]) => Ok(V::Integer(value.abs())),
            ("toupper", [V::String(text)]) => Ok(V::String(text.to_uppercase())),
            ("tostring", [V::Integer(value)]) => Ok(V::String(value.to_string())),
            ("substring", [V::String(text), V::Integer(from), V::Integer(length)]) => {
                let part = text.chars().skip(*from as usize).take(*length as usize);
                Ok(V::String(part.collect()))
            }
            ("replace", [V::String(text), V::String(part), V::String(by)]) => {
                Ok(V::String(text.replace(part, by)))
            }
            ("split", [V::String(text), V::String(by)]) => {
                Ok(V::List(text.split(by.as_str()).map(|part| V::String(part.to_owned())).collect()))
            }
            // Nothing but a constant, which is none of what is tested here.
            ("date", [V::String(text)]) => {
                Date::parse(text).map_or_else(|_| unknown("a date"), |date| Ok(V::Other(Value::Date(date))))
            }
            _ => unknown(format!("the function {name}")),
        }
    }
}
