//! The store's one file: a header, the sections of a graph, a directory of them, and a footer that says where the directory is.
//!
//! Every frame is checked by itself, so that a section can be read without those before it. The frames lie one after the other
//! without gaps, so a file of the right length whose frames all verify has no byte that nobody looked at.

mod read;
mod write;

use serde::{Deserialize, Serialize};

use super::format::{FRAME_HEADER_LEN, FRAME_TRAILER_LEN};
use crate::graph::image::SectionName;

pub(super) use read::{read, read_header};
pub(super) use write::write;

/// The last frame: where the directory's frame begins, how long it is, and how many sections there are.
const FOOTER: u32 = 0;
/// A frame that holds a section.
const SECTION: u32 = 1;
/// The frame that holds the directory.
const DIRECTORY: u32 = 2;

const FOOTER_PAYLOAD_LEN: usize = 24;
const FOOTER_LEN: usize = FRAME_HEADER_LEN + FOOTER_PAYLOAD_LEN + FRAME_TRAILER_LEN;

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
