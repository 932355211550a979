//! Graphs, or the graph part of an answer, in other forms.
//!
//! In: a state and a [`Selection`] of it. Out: text, written to any writer.

mod cypher;
mod dot;
mod json;
mod selection;

pub use cypher::write_cypher;
pub use dot::{DotOptions, RankDir, write_dot};
pub use json::write_json;
pub use selection::Selection;

use std::io;

use crate::error::{Error, ErrorClass};

/// A failed write; a closed pipe keeps its kind in the cause.
pub(crate) fn write_failed(error: io::Error) -> Error {
    Error::new(ErrorClass::IoError, "WriteFailed", format!("cannot write the export: {error}"))
        .caused_by(error)
}
