//! The public error: what went wrong, in openCypher's terms, where, and what to do about it.
//!
//! Every layer returns this type. It is one pointer wide, so `Result` stays small on hot paths.

mod similar;
mod status;

pub use similar::similarity;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

/// A byte range in the query text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from byte `start` up to byte `end`.
    pub fn new(start: usize, end: usize) -> Span {
        // Query text is limited to far less than 4 GiB before it is lexed.
        Span { start: start as u32, end: end as u32 }
    }

    /// The smallest span that covers both.
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// As a range for slicing the query text.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// The error's class, named as openCypher's conformance kit names it; the second group is ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorClass {
    /// The text is no statement, or breaks a compile-time rule.
    SyntaxError,
    /// The statement contradicts the meaning of its parts.
    SemanticError,
    /// A value has a type the operation does not take.
    TypeError,
    /// A value has the right type and a wrong content.
    ArgumentError,
    /// Overflow or division by zero.
    ArithmeticError,
    /// The node or relationship is not there (any more).
    EntityNotFound,
    /// A property of a deleted or foreign entity was asked for.
    PropertyNotFound,
    /// A parameter was not given.
    ParameterMissing,
    /// A procedure is unknown, or was called wrongly.
    ProcedureError,
    /// A constraint would be broken by a change.
    ConstraintValidationFailed,
    /// A delete would leave a relationship dangling.
    ConstraintVerificationFailed,
    /// The operating system refused a file operation.
    IoError,
    /// The store file is foreign, damaged or of an unknown version.
    StorageError,
    /// Another process or handle holds the store.
    LockError,
    /// Input data (CSV, a case file) is wrong.
    DataError,
    /// A limit of time, memory, rows, bytes or nesting was reached.
    BudgetExceeded,
    /// The caller cancelled the statement.
    Cancelled,
    /// The statement needs a capability that is named in the message and not there.
    Unsupported,
    /// An invariant of ours was broken: a bug worth reporting.
    InternalError,
}

impl ErrorClass {
    /// The class as text, for example `SyntaxError`.
    pub fn name(self) -> &'static str {
        match self {
            ErrorClass::SyntaxError => "SyntaxError",
            ErrorClass::SemanticError => "SemanticError",
            ErrorClass::TypeError => "TypeError",
            ErrorClass::ArgumentError => "ArgumentError",
            ErrorClass::ArithmeticError => "ArithmeticError",
            ErrorClass::EntityNotFound => "EntityNotFound",
            ErrorClass::PropertyNotFound => "PropertyNotFound",
            ErrorClass::ParameterMissing => "ParameterMissing",
            ErrorClass::ProcedureError => "ProcedureError",
            ErrorClass::ConstraintValidationFailed => "ConstraintValidationFailed",
            ErrorClass::ConstraintVerificationFailed => "ConstraintVerificationFailed",
            ErrorClass::IoError => "IoError",
            ErrorClass::StorageError => "StorageError",
            ErrorClass::LockError => "LockError",
            ErrorClass::DataError => "DataError",
            ErrorClass::BudgetExceeded => "BudgetExceeded",
            ErrorClass::Cancelled => "Cancelled",
            ErrorClass::Unsupported => "Unsupported",
            ErrorClass::InternalError => "InternalError",
        }
    }
}

/// When the error was raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Before anything executed.
    CompileTime,
    /// While executing; the statement's changes were rolled back.
    Runtime,
}

/// The longest line of a message or hint, in bytes. Names and values in them may be of any length.
const LONGEST_LINE: usize = 800;

/// The text; of very long lines only their beginning and their end.
fn shortened(text: String) -> String {
    if text.len() <= LONGEST_LINE || text.lines().all(|line| line.len() <= LONGEST_LINE) {
        return text;
    }
    text.lines().map(shortened_line).collect::<Vec<_>>().join("\n")
}

fn shortened_line(line: &str) -> Cow<'_, str> {
    if line.len() <= LONGEST_LINE {
        return line.into();
    }
    let front = line.floor_char_boundary(LONGEST_LINE / 2);
    let back = line.ceil_char_boundary(line.len() - LONGEST_LINE / 2);
    format!("{} ... {}", &line[..front], &line[back..]).into()
}

/// The result of everything that can fail here.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error with its openCypher class and detail, a message, and where known a place, a hint and a cause.
pub struct Error(Box<Inner>);

struct Inner {
    class: ErrorClass,
    detail: &'static str,
    phase: Phase,
    message: String,
    span: Option<Span>,
    hint: Option<String>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// An error of the runtime phase; `detail` is openCypher's (`"UndefinedVariable"`) or our own in the same style.
    pub fn new(class: ErrorClass, detail: &'static str, message: impl Into<String>) -> Error {
        Error(Box::new(Inner {
            class,
            detail,
            phase: Phase::Runtime,
            message: shortened(message.into()),
            span: None,
            hint: None,
            source: None,
        }))
    }

    /// A compile-time `SyntaxError` at `span`.
    pub fn syntax(detail: &'static str, message: impl Into<String>, span: Span) -> Error {
        Error::new(ErrorClass::SyntaxError, detail, message).compile_time().at(span)
    }

    /// A runtime `TypeError`.
    pub fn type_error(detail: &'static str, message: impl Into<String>) -> Error {
        Error::new(ErrorClass::TypeError, detail, message)
    }

    /// A runtime `ArgumentError`.
    pub fn argument(detail: &'static str, message: impl Into<String>) -> Error {
        Error::new(ErrorClass::ArgumentError, detail, message)
    }

    /// A broken invariant of ours; says so instead of panicking.
    pub fn internal(message: impl Into<String>) -> Error {
        Error::new(ErrorClass::InternalError, "BrokenInvariant", message)
    }

    /// The same error, raised before execution.
    #[must_use]
    pub fn compile_time(mut self) -> Error {
        self.0.phase = Phase::CompileTime;
        self
    }

    /// The same error with a place, unless it already has one.
    #[must_use]
    pub fn at(mut self, span: Span) -> Error {
        self.0.span.get_or_insert(span);
        self
    }

    /// The same error with its place, if it has one, replaced.
    #[must_use]
    pub(crate) fn moved(mut self, to: impl FnOnce(Span) -> Span) -> Error {
        self.0.span = self.0.span.map(to);
        self
    }

    /// The same error with a hint for the person who reads it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Error {
        self.0.hint = Some(shortened(hint.into()));
        self
    }

    /// The same error with its cause.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
        self.0.source = Some(source.into());
        self
    }

    /// The openCypher class.
    pub fn class(&self) -> ErrorClass {
        self.0.class
    }

    /// The openCypher detail, for example `UndefinedVariable`.
    pub fn detail(&self) -> &'static str {
        self.0.detail
    }

    /// Whether it was raised before or while executing.
    pub fn phase(&self) -> Phase {
        self.0.phase
    }

    /// One sentence, without class, place or hint.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The place in the query text.
    pub fn span(&self) -> Option<Span> {
        self.0.span
    }

    /// What to do about it.
    pub fn hint_text(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.0.class.name(), self.0.detail, self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)?;
        if let Some(span) = self.0.span {
            write!(f, " at {}..{}", span.start, span.end)?;
        }
        if let Some(hint) = &self.0.hint {
            write!(f, " ({hint})")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|e| e as _)
    }
}
