//! The names of types: short ones for messages, openCypher's full ones for `valueType()`.

use super::{List, Value};

impl Value {
    /// The type's name in messages, for example `Integer`.
    pub fn type_name(&self) -> &'static str {
        match self {
            Value::Null => "Null",
            Value::Boolean(_) => "Boolean",
            Value::Integer(_) => "Integer",
            Value::Float(_) => "Float",
            Value::String(_) => "String",
            Value::List(_) => "List",
            Value::Map(_) => "Map",
            Value::Node(_) => "Node",
            Value::Relationship(_) => "Relationship",
            Value::Path(_) => "Path",
            Value::Date(_) => "Date",
            Value::LocalTime(_) => "LocalTime",
            Value::Time(_) => "Time",
            Value::LocalDateTime(_) => "LocalDateTime",
            Value::DateTime(_) => "DateTime",
            Value::Duration(_) => "Duration",
            Value::Point(_) => "Point",
        }
    }

    /// The type's name with its article, for example `an Integer`.
    pub(crate) fn described(&self) -> String {
        let name = self.type_name();
        let article = if name.starts_with(['A', 'E', 'I', 'O', 'U']) { "an" } else { "a" };
        format!("{article} {name}")
    }

    /// Whether it is null.
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// The type as `valueType()` prints it, for example `LIST<INTEGER NOT NULL> NOT NULL`.
    pub fn value_type(&self) -> String {
        match self {
            Value::Null => "NULL".to_owned(),
            other => format!("{} NOT NULL", other.bare_type()),
        }
    }

    fn bare_type(&self) -> String {
        match self {
            Value::List(list) => format!("LIST<{}>", element_type(list)),
            other => PREDEFINED[other.type_rank()].to_owned(),
        }
    }

    /// Index into [`PREDEFINED`].
    fn type_rank(&self) -> usize {
        match self {
            Value::Null => 0,
            Value::Boolean(_) => 1,
            Value::String(_) => 2,
            Value::Integer(_) => 3,
            Value::Float(_) => 4,
            Value::Date(_) => 5,
            Value::LocalTime(_) => 6,
            Value::Time(_) => 7,
            Value::LocalDateTime(_) => 8,
            Value::DateTime(_) => 9,
            Value::Duration(_) => 10,
            Value::Point(_) => 11,
            Value::Node(_) => 12,
            Value::Relationship(_) => 13,
            Value::Map(_) => 14,
            Value::List(_) => 15,
            Value::Path(_) => 16,
        }
    }
}

/// Names of types in the order in which a union lists them.
const PREDEFINED: [&str; 17] = [
    "NULL",
    "BOOLEAN",
    "STRING",
    "INTEGER",
    "FLOAT",
    "DATE",
    "LOCAL TIME",
    "ZONED TIME",
    "LOCAL DATETIME",
    "ZONED DATETIME",
    "DURATION",
    "POINT",
    "NODE",
    "RELATIONSHIP",
    "MAP",
    "LIST",
    "PATH",
];

/// The union of the elements' types; a null element makes every member nullable.
fn element_type(list: &List) -> String {
    if list.is_empty() {
        return "NOTHING".to_owned();
    }
    let nullable = list.iter().any(Value::is_null);
    let mut members: Vec<(usize, String)> = Vec::new();
    for value in list.iter().filter(|value| !value.is_null()) {
        let rank = value.type_rank();
        // Only lists have types that differ within a rank.
        if !matches!(value, Value::List(_)) && members.iter().any(|(known, _)| *known == rank) {
            continue;
        }
        let member = (rank, value.bare_type());
        if let Err(at) = members.binary_search(&member) {
            members.insert(at, member);
        }
    }
    if members.is_empty() {
        return "NULL".to_owned();
    }
    let suffix = if nullable { "" } else { " NOT NULL" };
    let names: Vec<String> = members.into_iter().map(|(_, name)| format!("{name}{suffix}")).collect();
    names.join(" | ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn value_types() {
        let list = |values: Vec<Value>| Value::List(List::new(values));
        let text = || Value::String("a".into());
        let cases = [
            (Value::Null, "NULL"),
            (Value::Integer(1), "INTEGER NOT NULL"),
            (list(vec![]), "LIST<NOTHING> NOT NULL"),
            (list(vec![Value::Null]), "LIST<NULL> NOT NULL"),
            (list(vec![Value::Integer(1), Value::Integer(2)]), "LIST<INTEGER NOT NULL> NOT NULL"),
            (list(vec![Value::Integer(1), text(), Value::Null]), "LIST<STRING | INTEGER> NOT NULL"),
            (
                list(vec![list(vec![Value::Integer(1)]), list(vec![text()])]),
                "LIST<LIST<INTEGER NOT NULL> NOT NULL | LIST<STRING NOT NULL> NOT NULL> NOT NULL",
            ),
        ];
        for (value, expected) in cases {
            assert_eq!(value.value_type(), expected);
        }
    }
}
