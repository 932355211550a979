//! `LOAD CSV`.

use serde::{Deserialize, Serialize};

use super::{Expr, Slot};

/// `LOAD CSV`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LoadCsv {
    /// The file.
    pub from: Expr,
    /// A record: a list of strings or, with headers, a map of them.
    pub slot: Slot,
    /// What `linenumber()` and `file()` say of the record.
    pub origin: RecordOrigin,
    /// The first record names the others' fields.
    pub with_headers: bool,
    /// An ASCII character.
    pub separator: u8,
}

/// Where a record comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordOrigin {
    /// The number of its first line, from one.
    pub line: Slot,
    /// The path of its file.
    pub file: Slot,
}
