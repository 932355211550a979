//! Answers and errors as text: tables for people, JSON, CSV and Markdown for everything else.
//!
//! In: an [`Answer`] (rows as they come) and a [`Look`] (width, colours). Out: bytes on a writer. A failure of the
//! query and a failure of the writer are kept apart, because a reader that went away is no error.

mod answer;
mod csv;
mod error;
mod json;
mod layout;
mod markdown;
mod path;
mod sanitize;
mod style;
mod table;
mod value;

pub use answer::{Answer, Rows, Summary, counted, duration_text, grouped};
pub use error::{error_json, error_text, error_text_in, line_and_column};
pub use json::{value_json, write_value as write_json};
pub use path::{decorate, pathways_json, profile_json};
pub use sanitize::{block as safe_text, line as safe_line};
pub use style::{CAUTION, FAINT, HEADING, Look, TYPED, WRONG};
pub use value::cell as cell_text;

use std::io::Write;

use crate::error::{Error, ErrorClass};

/// How answers are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// A table that fits the terminal.
    #[default]
    Table,
    /// One line of JSON for each statement.
    Json,
    /// One line of JSON for each row.
    Jsonl,
    /// Comma-separated values.
    Csv,
    /// A Markdown table.
    Markdown,
}

impl Format {
    /// All formats.
    pub const ALL: [Format; 5] = [Format::Table, Format::Json, Format::Jsonl, Format::Csv, Format::Markdown];

    /// The format's name.
    pub fn name(self) -> &'static str {
        match self {
            Format::Table => "table",
            Format::Json => "json",
            Format::Jsonl => "jsonl",
            Format::Csv => "csv",
            Format::Markdown => "markdown",
        }
    }

    /// The format of this name.
    pub fn parse(name: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.name().eq_ignore_ascii_case(name))
    }
}

/// Why an answer was not written to its end.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The statement failed on the way.
    #[error(transparent)]
    Statement(#[from] Error),
    /// The writer failed.
    #[error("cannot write the answer: {0}")]
    Writer(#[from] std::io::Error),
}

impl RenderError {
    /// Whether nobody reads any more, which ends the writing and is no error.
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, RenderError::Writer(error) if error.kind() == std::io::ErrorKind::BrokenPipe)
    }
}

impl From<::csv::Error> for RenderError {
    fn from(error: ::csv::Error) -> Self {
        match error.into_kind() {
            ::csv::ErrorKind::Io(error) => RenderError::Writer(error),
            other => RenderError::Statement(Error::internal(format!("cannot write CSV: {other:?}"))),
        }
    }
}

impl From<RenderError> for Error {
    fn from(error: RenderError) -> Error {
        match error {
            RenderError::Statement(error) => error,
            RenderError::Writer(error) => {
                Error::new(ErrorClass::IoError, "WriteFailed", format!("cannot write the answer: {error}"))
                    .caused_by(error)
            }
        }
    }
}

/// Writes an answer in a format. `timer` adds the time to a table's last line; the other formats hold data only.
pub fn write_answer(
    format: Format,
    answer: &mut dyn Answer,
    out: &mut dyn Write,
    look: &Look,
    timer: bool,
) -> Result<(), RenderError> {
    match format {
        Format::Table => table::write(answer, out, look, timer),
        Format::Json => json::write(answer, out),
        Format::Jsonl => json::write_lines(answer, out),
        Format::Csv => csv::write(answer, out, look),
        Format::Markdown => markdown::write(answer, out),
    }
}
