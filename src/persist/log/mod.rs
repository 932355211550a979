//! The log: committed transactions since the checkpoint. Those that commit together share a frame; large ones are written as
//! parts, then the frame that commits.
//!
//! A frame is chained to the one before it by its checksum. At the end of the file an incomplete frame is a torn tail: it
//! was never acknowledged, and is cut off. A broken frame that was synced, as one after it or its own bits tell, is damage
//! and refused. Behind the last frame the file may have zeros, which later frames are written over: then a sync
//! has no new length to keep.

mod append;
mod flip;
mod read;
mod salvage;

use super::format::{HEADER_LEN, Header, chain_start};

pub(super) use append::{Log, PART_LEN, poisoned};
pub(super) use read::{Replay, is_unborn, read_header, replay};
pub(super) use salvage::salvage;

/// A frame that commits transactions.
const COMMIT: u32 = 1;
/// A part of a transaction that a later frame commits.
const PART: u32 = 2;
/// Flag of a frame that was written while one before it was not known to be durable.
const UNSYNCED: u32 = 1;

/// A place between two frames of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Position {
    /// Where the next frame begins.
    pub at: u64,
    /// The checksum that the next frame is chained to.
    pub chain: u32,
    /// The number of the last commit before it.
    pub sequence: u64,
}

impl Position {
    /// Before the first frame.
    pub fn start(header: &Header) -> Position {
        Position { at: HEADER_LEN as u64, chain: chain_start(header), sequence: header.base }
    }
}
