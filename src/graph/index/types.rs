//! The types that a constraint lets a property have: a set, small enough to be copied.

use serde::{Deserialize, Serialize};

use crate::value::Value;

/// Property types, by bit: those of single values, and those of the elements of lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PropertyTypes {
    single: u16,
    elements: u16,
    /// Lists without elements are of any list type, so that a list type may have no bit of its own.
    lists: bool,
}

/// The names of the types, each at the place of its bit.
const NAMES: [&str; 11] = [
    "BOOLEAN",
    "INTEGER",
    "FLOAT",
    "STRING",
    "DATE",
    "LOCAL TIME",
    "ZONED TIME",
    "LOCAL DATETIME",
    "ZONED DATETIME",
    "DURATION",
    "POINT",
];

impl PropertyTypes {
    /// Adds a type of single values by its name; false if properties have no such type.
    pub fn add(&mut self, name: &str) -> bool {
        let bit = NAMES.iter().position(|known| *known == name);
        bit.inspect(|bit| self.single |= 1 << bit).is_some()
    }

    /// Adds lists whose elements are of these types; false if these are lists themselves.
    pub fn add_list(&mut self, elements: PropertyTypes) -> bool {
        self.elements |= elements.single;
        self.lists = true;
        !elements.lists
    }

    /// Whether the value is of one of the types.
    pub fn hold(&self, value: &Value) -> bool {
        match value {
            Value::List(list) => {
                self.lists
                    && list.iter().all(|element| bit(element).is_some_and(|bit| self.elements & bit != 0))
            }
            single => bit(single).is_some_and(|bit| self.single & bit != 0),
        }
    }

    /// As a statement says it: `INTEGER | LIST<STRING NOT NULL>`.
    pub fn text(&self) -> String {
        let names = |set: u16, suffix: &'static str| {
            let chosen = NAMES.iter().enumerate().filter(move |(bit, _)| set & (1 << bit) != 0);
            chosen.map(move |(_, name)| format!("{name}{suffix}"))
        };
        let mut texts: Vec<String> = names(self.single, "").collect();
        if self.lists {
            let elements: Vec<String> = names(self.elements, " NOT NULL").collect();
            texts.push(format!("LIST<{}>", elements.join(" | ")));
        }
        texts.join(" | ")
    }
}

fn bit(value: &Value) -> Option<u16> {
    let at = match value {
        Value::Boolean(_) => 0,
        Value::Integer(_) => 1,
        Value::Float(_) => 2,
        Value::String(_) => 3,
        Value::Date(_) => 4,
        Value::LocalTime(_) => 5,
        Value::Time(_) => 6,
        Value::LocalDateTime(_) => 7,
        Value::DateTime(_) => 8,
        Value::Duration(_) => 9,
        Value::Point(_) => 10,
        Value::Null
        | Value::List(_)
        | Value::Map(_)
        | Value::Node(_)
        | Value::Relationship(_)
        | Value::Path(_) => return None,
    };
    Some(1 << at)
}
