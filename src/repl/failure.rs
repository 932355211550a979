//! A failed statement or command with the text it is about, so that the place can be shown.

use serde_json::{Value as Json, json};

use super::render::{error_json, error_text, error_text_in};
use crate::error::Error;

/// An error, the text it is about, and the file that text is from.
#[derive(Debug)]
pub struct Failure {
    /// What went wrong.
    pub error: Error,
    /// The statement that the error's span points into; empty for commands.
    pub text: String,
    /// The file, and the line the statement begins on, from 1.
    pub origin: Option<(String, usize)>,
}

impl Failure {
    /// An error in a statement.
    pub fn new(error: Error, text: &str) -> Failure {
        Failure { error, text: text.to_owned(), origin: None }
    }

    /// The same failure, seen from the file it happened in. The innermost file stays.
    #[must_use]
    pub fn in_file(mut self, file: &str, line: usize) -> Failure {
        self.origin.get_or_insert_with(|| (file.to_owned(), line));
        self
    }

    /// For people: message, place, hint.
    pub fn text(&self, color: bool) -> String {
        match &self.origin {
            Some((file, line)) => error_text_in(&self.error, &self.text, file, *line, color),
            None => error_text(&self.error, &self.text, color),
        }
    }

    /// For programs; line and column within the file if there is one, else within the statement.
    pub fn json(&self) -> Json {
        let mut json = error_json(&self.error, &self.text);
        if let Some((file, first)) = &self.origin {
            let line = json["error"]["line"].as_u64().unwrap_or(1) + *first as u64 - 1;
            json["error"]["line"] = json!(line);
            json["error"]["file"] = json!(file);
        }
        json
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure::new(error, "")
    }
}
