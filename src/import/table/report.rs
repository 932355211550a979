//! What an import did, and the rows it could not load.

use std::fmt;
use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::error::{Error, ErrorClass, Result};

/// Bad rows that are listed; the others are counted.
pub const LISTED: usize = 20;

/// What was loaded.
#[derive(Clone, Debug, Default)]
pub struct ImportReport {
    /// Rows read, bad ones included.
    pub rows: u64,
    /// Nodes made.
    pub nodes: u64,
    /// Relationships made.
    pub relationships: u64,
    /// Properties set.
    pub properties: u64,
    /// Bytes read.
    pub bytes: u64,
    /// Rows left out.
    pub bad: u64,
    /// The first of them, in the order of the files.
    pub bad_rows: Vec<BadRow>,
    /// How long it took, without the commit.
    pub elapsed: Duration,
}

/// Where in a file something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// At a line, from 1.
    Line(u64),
    /// In a row of a file without lines, from 1.
    Row(u64),
    /// In the file's description of its columns.
    Schema,
}

impl Position {
    /// So many lines or rows further on.
    #[must_use]
    pub fn plus(self, count: u64) -> Position {
        match self {
            Position::Line(line) => Position::Line(line + count),
            Position::Row(row) => Position::Row(row + count),
            Position::Schema => Position::Schema,
        }
    }

    /// The place with its file, as messages name it.
    pub fn of(self, file: &Path) -> String {
        let file = file.display();
        match self {
            Position::Line(line) => format!("{file}:{line}"),
            Position::Row(row) => format!("{file}, row {row}"),
            Position::Schema => file.to_string(),
        }
    }
}

/// A row that could not be loaded.
#[derive(Clone, Debug)]
pub struct BadRow {
    /// The file.
    pub file: Arc<Path>,
    /// Where the row begins.
    pub place: Position,
    /// The column's heading, if it is about one.
    pub column: Option<Arc<str>>,
    /// The kind of problem, for example `UnknownId`.
    pub detail: &'static str,
    /// What is wrong, in words.
    pub message: String,
}

impl fmt::Display for BadRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.place.of(&self.file))?;
        if let Some(column) = &self.column {
            write!(f, "column `{column}`: ")?;
        }
        f.write_str(&self.message)
    }
}

/// What is wrong with a row.
#[derive(Clone, Debug)]
pub enum Problem {
    RaggedRow { found: usize, expected: usize },
    InvalidUtf8,
    BadValue { text: String, expected: String },
    MissingId,
    MissingType,
    DuplicateId { id: String, group: Arc<str>, first: String },
    UnknownId { id: String, group: Arc<str> },
    MalformedQuote,
    UnclosedQuote,
}

impl Problem {
    pub fn bad_value(text: &[u8], expected: impl Into<String>) -> Problem {
        Problem::BadValue { text: excerpt(text), expected: expected.into() }
    }

    fn detail(&self) -> &'static str {
        match self {
            Problem::RaggedRow { .. } => "RaggedRow",
            Problem::InvalidUtf8 => "InvalidUtf8",
            Problem::BadValue { .. } => "BadValue",
            Problem::MissingId => "MissingId",
            Problem::MissingType => "MissingType",
            Problem::DuplicateId { .. } => "DuplicateId",
            Problem::UnknownId { .. } => "UnknownId",
            Problem::MalformedQuote => "MalformedQuote",
            Problem::UnclosedQuote => "UnclosedQuote",
        }
    }

    /// Whether the rows that follow cannot be trusted either.
    fn is_fatal(&self) -> bool {
        matches!(self, Problem::UnclosedQuote)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::RaggedRow { found: 1, expected } => write!(f, "1 cell where the header has {expected}"),
            Problem::RaggedRow { found, expected } => {
                write!(f, "{found} cells where the header has {expected}")
            }
            Problem::InvalidUtf8 => f.write_str("the cell is not UTF-8"),
            Problem::BadValue { text, expected } => write!(f, "`{text}` is not {expected}"),
            Problem::MissingId => f.write_str("the id is missing"),
            Problem::MissingType => f.write_str("the relationship's type is missing"),
            Problem::DuplicateId { id, group, first } => {
                write!(f, "the id `{id}`{} is already in {first}", In(group))
            }
            Problem::UnknownId { id, group } => write!(f, "no node has the id `{id}`{}", In(group)),
            Problem::MalformedQuote => f.write_str("text follows the closing quote of a cell"),
            Problem::UnclosedQuote => f.write_str("a quote is not closed before the file ends"),
        }
    }
}

struct In<'a>(&'a str);

impl fmt::Display for In<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() { Ok(()) } else { write!(f, " of group `{}`", self.0) }
    }
}

/// A cell as a message shows it: the beginning, with what is not text replaced.
pub fn excerpt(text: &[u8]) -> String {
    const SHOWN: usize = 40;
    let lossy = String::from_utf8_lossy(&text[..text.len().min(4 * SHOWN)]);
    let mut shown: String = lossy.chars().take(SHOWN).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.len() > shown.len() && lossy.chars().count() > SHOWN {
        shown.push('…');
    }
    shown
}

/// The bad rows of an import.
#[derive(Debug)]
pub struct BadRows {
    skip: bool,
    count: u64,
    listed: Vec<BadRow>,
    fatal: bool,
}

impl BadRows {
    pub fn new(skip: bool) -> BadRows {
        BadRows { skip, count: 0, listed: Vec::new(), fatal: false }
    }

    pub fn push(&mut self, file: &Arc<Path>, place: Position, column: Option<&Arc<str>>, problem: &Problem) {
        self.count += 1;
        self.fatal |= problem.is_fatal();
        if self.listed.len() < LISTED || problem.is_fatal() {
            self.listed.push(BadRow {
                file: file.clone(),
                place,
                column: column.cloned(),
                detail: problem.detail(),
                message: problem.to_string(),
            });
        }
    }

    /// Counts bad rows that are not listed.
    pub fn add(&mut self, unlisted: u64) {
        self.count += unlisted;
    }

    /// An error if there are bad rows and they are not to be skipped.
    pub fn check(&self) -> Result<()> {
        let Some(first) = self.listed.first() else { return Ok(()) };
        if self.skip && !self.fatal {
            return Ok(());
        }
        let decisive = if self.skip { self.listed.last().unwrap_or(first) } else { first };
        let mut message = decisive.to_string();
        if !self.skip && self.count > 1 {
            message.push_str(&format!("\n{} rows are bad; the next are", self.count));
            for row in self.listed.iter().skip(1) {
                message.push_str(&format!("\n{row}"));
            }
        }
        let error = Error::new(ErrorClass::DataError, decisive.detail, message);
        Err(if self.fatal { error } else { error.hint("bad rows can be skipped: --skip-bad") })
    }

    /// How many there are, and the first of them.
    pub fn into_parts(mut self) -> (u64, Vec<BadRow>) {
        self.listed.truncate(LISTED);
        (self.count, self.listed)
    }
}

/// An error about a file as a whole, or about its headings.
pub fn file_error(file: &Path, place: Position, detail: &'static str, message: impl fmt::Display) -> Error {
    Error::new(ErrorClass::DataError, detail, format!("{}: {message}", place.of(file)))
}

/// The error of a file that cannot be read.
pub fn unreadable(path: &Path, error: io::Error) -> Error {
    let (detail, hint) = match error.kind() {
        io::ErrorKind::NotFound => ("FileNotFound", Some("check the path")),
        io::ErrorKind::PermissionDenied => ("PermissionDenied", None),
        io::ErrorKind::IsADirectory => ("NotAFile", None),
        _ => ("ReadFailed", None),
    };
    let message = format!("cannot read {}: {error}", path.display());
    let error = Error::new(ErrorClass::IoError, detail, message).caused_by(error);
    match hint {
        Some(hint) => error.hint(hint),
        None => error,
    }
}

/// Opens a file for reading; its size in bytes.
pub fn open_file(path: &Path) -> Result<(File, u64)> {
    let file = File::open(path).map_err(|error| unreadable(path, error))?;
    let metadata = file.metadata().map_err(|error| unreadable(path, error))?;
    if metadata.is_dir() {
        return Err(unreadable(path, io::ErrorKind::IsADirectory.into()));
    }
    Ok((file, metadata.len()))
}
