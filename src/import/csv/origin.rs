//! Which line of which file an element of the load comes from.

use std::path::Path;
use std::sync::Arc;

use super::column::Lines;
use crate::error::Error;
use crate::graph::Violation;

/// Where the elements of a piece come from.
pub(super) struct Origin {
    /// The id of the piece's first element.
    pub first: u32,
    pub file: Arc<Path>,
    /// The line the piece begins at; `lines` count from there.
    pub line: u64,
    pub lines: Lines,
}

/// All pieces, ascending by id.
#[derive(Default)]
pub(super) struct Origins(Vec<Origin>);

impl Origins {
    pub fn push(&mut self, origin: Origin) {
        self.0.push(origin);
    }

    /// The file and line of an element; nothing if it was in the store before.
    pub fn of(&self, id: u32) -> Option<String> {
        let at = self.0.partition_point(|origin| origin.first <= id);
        let origin = &self.0[at.checked_sub(1)?];
        Some(place(&origin.file, origin.line + origin.lines.get((id - origin.first) as usize)))
    }
}

pub(super) fn place(file: &Path, line: u64) -> String {
    format!("{}:{line}", file.display())
}

/// The error of a constraint that the load breaks: the ids it would have given say nothing, so elements go by the lines they
/// come from.
pub(super) fn broken(violation: &Violation, origins: &Origins) -> Error {
    let what = if violation.is_of_nodes() { "node" } else { "relationship" };
    violation.error(|id| match origins.of(id) {
        Some(place) => format!("the {what} of {place}"),
        None => format!("{what} {id} of the store"),
    })
}
