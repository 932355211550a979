//! What a command answers; the session prints it in the present format.

use serde_json::Value as Json;

use crate::value::Value;

/// The answer of a command.
pub enum Reply {
    /// Done, with nothing to say.
    Nothing,
    /// A sentence on what was done.
    Message(String),
    /// A text to read, and the same for programs.
    Text {
        /// For people; made safe and fitted when printed.
        text: String,
        /// For programs: one object.
        json: Json,
    },
    /// A table.
    Table {
        /// Its columns.
        columns: Vec<String>,
        /// Its rows, as long as the columns.
        rows: Vec<Vec<Value>>,
    },
    /// Bytes for a program, such as a picture's source; printed as they are.
    Raw(String),
    /// The end of the session.
    Quit,
}

impl Reply {
    /// A table under these names.
    pub fn table(columns: &[&str], rows: Vec<Vec<Value>>) -> Reply {
        Reply::Table { columns: columns.iter().map(|name| (*name).to_owned()).collect(), rows }
    }

    /// A text for people and programs alike.
    pub fn text(text: String) -> Reply {
        let json = serde_json::json!({ "text": text });
        Reply::Text { text, json }
    }
}

/// A string value.
pub fn text(text: &str) -> Value {
    Value::String(text.into())
}

/// An integer value; counts beyond an integer's range are as good as its largest.
pub fn number(number: u64) -> Value {
    Value::Integer(i64::try_from(number).unwrap_or(i64::MAX))
}
