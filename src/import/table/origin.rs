//! Which place of which file an element of the load comes from.

use std::path::Path;
use std::sync::Arc;

use super::column::Lines;
use super::report::Position;
use crate::error::Error;
use crate::graph::Violation;

/// Where the elements of a chunk come from.
pub struct Origin {
    /// The id of the chunk's first element.
    pub first: u32,
    pub file: Arc<Path>,
    /// Where the chunk begins; `lines` count from there.
    pub begin: Position,
    pub lines: Lines,
}

/// All chunks, ascending by id.
#[derive(Default)]
pub struct Origins(Vec<Origin>);

impl Origins {
    pub fn push(&mut self, origin: Origin) {
        self.0.push(origin);
    }

    /// The file and place of an element; nothing if it was in the store before.
    pub fn of(&self, id: u32) -> Option<String> {
        let at = self.0.partition_point(|origin| origin.first <= id);
        let origin = &self.0[at.checked_sub(1)?];
        Some(origin.begin.plus(origin.lines.get((id - origin.first) as usize)).of(&origin.file))
    }
}

/// The error of a constraint that the load breaks: the ids it would have given say nothing, so elements go by the rows they
/// come from.
pub fn broken(violation: &Violation, origins: &Origins) -> Error {
    let what = if violation.is_of_nodes() { "node" } else { "relationship" };
    violation.error(|id| match origins.of(id) {
        Some(place) => format!("the {what} of {place}"),
        None => format!("{what} {id} of the store"),
    })
}
