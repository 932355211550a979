//! The store's one file: a header, the sections of a graph, a directory of them, and a footer that says where the directory is.
//!
//! Every frame is checked by itself, so that a section can be read without those before it. The frames lie one after the other
//! without gaps, so a file of the right length whose frames all verify has no byte that nobody looked at.

mod read;
mod scan;
mod write;

use serde::{Deserialize, Serialize};

use super::format::{Header, MINOR_WITH_ORIGIN};
use crate::graph::image::SectionName;

pub(super) use read::{Opened, read, read_header};
pub(super) use scan::scan;
pub(super) use write::write;

/// The last frame: where the directory's frame begins, how long it is, how many sections there are, and the origin.
const FOOTER: u32 = 0;
/// A frame that holds a section.
const SECTION: u32 = 1;
/// The frame that holds the directory.
const DIRECTORY: u32 = 2;

/// Length of the footer's payload up to version 2.1, without an [`Origin`].
const SHORT_FOOTER_LEN: usize = 24;
/// Length of the footer's payload.
const FOOTER_LEN: usize = 40;

/// The payload's length in a file of this minor version.
fn footer_len(header: &Header) -> usize {
    if header.minor < MINOR_WITH_ORIGIN { SHORT_FOOTER_LEN } else { FOOTER_LEN }
}

/// The log that was being written when a checkpoint was made, which may still lie beside it and go on after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    /// The salt of the log; zero where there was none.
    pub salt: u64,
    /// The checksum that the log's frame after the checkpoint is chained to. Nothing where no frame of the log counts any more.
    pub chain: Option<u32>,
}

impl Origin {
    /// There is no log that could go on.
    pub const NONE: Origin = Origin { salt: 0, chain: None };
}

/// What is where: the sections in the order of the file, which is that of their numbers.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Directory {
    sections: Vec<Place>,
}

/// A section and the length of its frame in bytes.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Place {
    name: SectionName,
    length: u64,
}
