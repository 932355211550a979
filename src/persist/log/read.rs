//! Reading the log: recovery by the writer, and following it by readers.

use std::path::Path;

use serde::de::DeserializeOwned;

use super::super::codec;
use super::super::format::{
    FRAME_HEADER_LEN, FRAME_TRAILER_LEN, FrameHeader, HEADER_LEN, Header, LOG_MAGIC, damaged, foreign,
    io_error, payload_sum, u32_at,
};
use super::super::vfs::VfsFile;
use super::flip::is_flipped;
use super::{COMMIT, PART, Position, UNSYNCED};
use crate::error::Result;

/// Reads the header of a log; `None` when the file ends before one could have been acknowledged.
pub(in crate::persist) fn read_header(file: &dyn VfsFile, path: &Path) -> Result<Option<Header>> {
    let len = file.len().map_err(|error| io_error("read", path, error))?;
    if len < HEADER_LEN as u64 {
        return Ok(None);
    }
    let mut bytes = [0; HEADER_LEN];
    file.read_exact_at(&mut bytes, 0).map_err(|error| io_error("read", path, error))?;
    Header::decode(&bytes, LOG_MAGIC, path).map(Some)
}

/// A log that is shorter than its header is one whose creation was interrupted; anything else with other first
/// bytes is foreign.
pub(in crate::persist) fn is_unborn(file: &dyn VfsFile, path: &Path) -> Result<bool> {
    let len = file.len().map_err(|error| io_error("read", path, error))?;
    if len >= HEADER_LEN as u64 {
        return Ok(false);
    }
    let mut bytes = vec![0; (len as usize).min(LOG_MAGIC.len())];
    file.read_exact_at(&mut bytes, 0).map_err(|error| io_error("read", path, error))?;
    if LOG_MAGIC.starts_with(&bytes) { Ok(true) } else { Err(foreign(path)) }
}

/// What was read of a log.
#[derive(Clone, Copy, Debug)]
pub(in crate::persist) struct Replay {
    /// Behind the last commit.
    pub end: Position,
    /// The length of the file.
    pub len: u64,
    /// Whether only zeros follow.
    pub clean: bool,
}

/// Passes each commit from `from` on to `commit`, in order, as its number, the checksum that the next one is chained to,
/// and its frames. It ends at a torn tail; damage is an error.
pub(in crate::persist) fn replay(
    file: &dyn VfsFile,
    path: &Path,
    header: &Header,
    from: Position,
    mut commit: impl FnMut(Position, &[Frame]) -> Result<()>,
) -> Result<Replay> {
    let len = file.len().map_err(|error| io_error("read", path, error))?;
    let reader = Reader { file, path, salt: header.salt, len };
    let mut next = from;
    let mut committed = from;
    let mut frames = Vec::new();
    while next.at < len {
        let Some(frame) = reader.frame_or_damage(next)? else { break };
        if frame.header.sequence != next.sequence + 1 || !matches!(frame.header.kind, COMMIT | PART) {
            return Err(damaged(path, next.at, "a frame is out of order or of an unknown kind"));
        }
        next.at += frame.len();
        next.chain = frame.sum;
        let commits = frame.header.kind == COMMIT;
        frames.push(frame);
        if commits {
            next.sequence += 1;
            commit(next, &frames)?;
            frames.clear();
            committed = next;
        }
    }
    let clean = committed == next && reader.is_zero_from(committed.at)?;
    Ok(Replay { end: committed, len, clean })
}

/// A frame as it lies in the file.
pub(in crate::persist) struct Frame {
    pub header: FrameHeader,
    pub payload: Vec<u8>,
    at: u64,
    sum: u32,
}

impl Frame {
    fn len(&self) -> u64 {
        (FRAME_HEADER_LEN + FRAME_TRAILER_LEN + self.payload.len()) as u64
    }

    /// Appends its operations.
    pub fn decode<Op: DeserializeOwned>(&self, path: &Path, ops: &mut Vec<Op>) -> Result<()> {
        let mut payload = &*self.payload;
        while !payload.is_empty() {
            let (op, read) = codec::decode_prefix(payload).map_err(|error| damaged(path, self.at, &error))?;
            ops.push(op);
            payload = &payload[read..];
        }
        Ok(())
    }
}

struct Reader<'a> {
    file: &'a dyn VfsFile,
    path: &'a Path,
    salt: u64,
    len: u64,
}

impl Reader<'_> {
    /// The frame; nothing where a torn tail begins. What looks torn is read a second time, so that a wrong
    /// read does not cut off what was acknowledged.
    fn frame_or_damage(&self, next: Position) -> Result<Option<Frame>> {
        for _ in 0..2 {
            if let Some(frame) = self.frame(next)? {
                return Ok(Some(frame));
            }
        }
        self.refuse_if_synced(next)?;
        Ok(None)
    }

    /// The header at `at`, when there is one whose frame fits into the file.
    fn header(&self, at: u64) -> Result<Option<(FrameHeader, [u8; FRAME_HEADER_LEN])>> {
        let mut bytes = [0; FRAME_HEADER_LEN];
        if self.len.saturating_sub(at) < bytes.len() as u64 {
            return Ok(None);
        }
        self.read(&mut bytes, at)?;
        let fits = |header: &FrameHeader| header.frame_len().is_some_and(|frame| frame <= self.len - at);
        Ok(FrameHeader::decode(&bytes, self.salt).filter(fits).map(|header| (header, bytes)))
    }

    /// The whole, verified frame at a place.
    fn frame(&self, Position { at, chain, .. }: Position) -> Result<Option<Frame>> {
        let Some((header, header_bytes)) = self.header(at)? else {
            return Ok(None);
        };
        let mut payload = vec![0; header.length as usize + FRAME_TRAILER_LEN];
        self.read(&mut payload, at + FRAME_HEADER_LEN as u64)?;
        let sum = u32_at(&payload, header.length as usize);
        payload.truncate(header.length as usize);
        if payload_sum(chain, &header_bytes, &payload) != sum {
            return Ok(None);
        }
        Ok(Some(Frame { header, payload, at, sum }))
    }

    /// A broken frame is a torn tail only if it was not synced: then no commit after it was written when all before
    /// that were durable, and it is not whole but for one bit.
    fn refuse_if_synced(&self, next: Position) -> Result<()> {
        const WINDOW: usize = 1 << 16;
        const KIND: usize = 8;
        let mut from = next.at + 1;
        while from + FRAME_HEADER_LEN as u64 <= self.len {
            let mut window = vec![0; (self.len - from).min((WINDOW + FRAME_HEADER_LEN) as u64) as usize];
            self.read(&mut window, from)?;
            let last = window.len() - FRAME_HEADER_LEN;
            // The kind's lowest byte is found first; most of what is here is zeros.
            for kind in memchr::memchr_iter(COMMIT as u8, &window[KIND..=last + KIND]) {
                let Some(bytes) = window[kind..].first_chunk() else { continue };
                let Some(header) = FrameHeader::decode(bytes, self.salt) else { continue };
                let synced = header.kind == COMMIT && header.flags & UNSYNCED == 0;
                if synced && header.sequence > next.sequence {
                    let after =
                        format!("a frame is broken, and commit {} after it is whole", header.sequence);
                    return Err(damaged(self.path, next.at, &after));
                }
            }
            from += WINDOW as u64 + 1;
        }
        if is_flipped(&self.from(next.at)?, next.at, self.salt, next.chain) {
            return Err(damaged(self.path, next.at, "a frame is whole but for one bit"));
        }
        Ok(())
    }

    /// The bytes from `at` on that the frame there claims to have: one wrong bit may be in its length, so all of them
    /// where there are few.
    fn from(&self, at: u64) -> Result<Vec<u8>> {
        const FEW: u64 = 64 << 20;
        let mut bytes = vec![0; (self.len - at).min(FEW) as usize];
        self.read(&mut bytes, at)?;
        Ok(bytes)
    }

    fn is_zero_from(&self, mut at: u64) -> Result<bool> {
        let mut window = [0; 1 << 12];
        while at < self.len {
            let some = &mut window[..(self.len - at).min(1 << 12) as usize];
            self.read(some, at)?;
            if some.iter().any(|byte| *byte != 0) {
                return Ok(false);
            }
            at += some.len() as u64;
        }
        Ok(true)
    }

    fn read(&self, buffer: &mut [u8], at: u64) -> Result<()> {
        self.file.read_exact_at(buffer, at).map_err(|error| io_error("read", self.path, error))
    }
}
