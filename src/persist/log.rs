//! The log: committed transactions since the checkpoint, one frame each (large ones: parts, then the frame that commits).
//!
//! A frame is chained to the one before it by its checksum. At the end of the file an incomplete frame is a torn tail: it
//! was never acknowledged, and is cut off. A broken frame with a committing frame after it is damage, and refused.

use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::codec;
use super::format::{
    FRAME_HEADER_LEN, FRAME_TRAILER_LEN, FrameHeader, HEADER_LEN, Header, LOG_MAGIC, chain_start, damaged,
    foreign, io_error, payload_sum, u32_at,
};
use super::vfs::VfsFile;
use crate::error::{Error, ErrorClass, Result};

/// A frame that commits a transaction.
const COMMIT: u32 = 1;
/// A part of a transaction that a later frame commits.
const PART: u32 = 2;
/// Operations are split into frames of about this many bytes.
const PART_LEN: usize = 32 << 20;

/// The open log, positioned at its end.
pub(super) struct Log {
    file: Box<dyn VfsFile>,
    path: PathBuf,
    salt: u64,
    /// Where the next frame goes.
    end: u64,
    /// The checksum the next frame is chained to.
    chain: u32,
    /// The last transaction's number.
    sequence: u64,
    /// After a failed sync nobody knows what the disk holds, so nothing more is written.
    poisoned: bool,
}

impl Log {
    /// Writes the header of an empty log.
    pub fn create(file: Box<dyn VfsFile>, path: &Path, header: &Header) -> Result<Log> {
        let at_end = |error| io_error("write", path, error);
        file.write_all_at(&header.encode(), 0).map_err(at_end)?;
        file.sync_data().map_err(|error| io_error("sync", path, error))?;
        Ok(Log::at(file, path, header, HEADER_LEN as u64, chain_start(header), header.base))
    }

    fn at(file: Box<dyn VfsFile>, path: &Path, header: &Header, end: u64, chain: u32, sequence: u64) -> Log {
        Log { file, path: path.to_owned(), salt: header.salt, end, chain, sequence, poisoned: false }
    }

    /// Whether a transaction was logged.
    pub fn is_empty(&self) -> bool {
        self.end == HEADER_LEN as u64
    }

    /// Bytes in use.
    pub fn len(&self) -> u64 {
        self.end
    }

    /// The number of the last transaction.
    pub fn sequence(&self) -> u64 {
        self.sequence
    }

    /// Whether a write or sync failed in a way that leaves the file's content unknown.
    pub fn is_poisoned(&self) -> bool {
        self.poisoned
    }

    /// Appends one transaction and returns after it is durable. On an error the transaction did not happen: the
    /// log is cut back to where it was or, when that is not certain, poisoned.
    pub fn append<Op: Serialize>(&mut self, ops: &[Op]) -> Result<()> {
        if self.poisoned {
            return Err(Error::new(
                ErrorClass::IoError,
                "StorePoisoned",
                format!("an earlier write to {} failed; this handle only reads", self.path.display()),
            )
            .hint("close and reopen the store; everything acknowledged is in it"));
        }
        let start = (self.end, self.chain, self.sequence);
        let appended = self.append_frames(ops);
        if appended.is_err() {
            (self.end, self.chain, self.sequence) = start;
            // Bytes of the failed transaction must not be taken for a commit later.
            let cut = self.file.set_len(self.end).and_then(|()| self.file.sync_data());
            self.poisoned |= cut.is_err();
        }
        appended
    }

    fn append_frames<Op: Serialize>(&mut self, ops: &[Op]) -> Result<()> {
        self.sequence += 1;
        let mut payload = Vec::new();
        let mut parts = false;
        for (index, op) in ops.iter().enumerate() {
            codec::encode(op, &mut payload)
                .map_err(|error| Error::internal(format!("cannot encode an operation: {error}")))?;
            if payload.len() >= PART_LEN && index + 1 < ops.len() {
                self.write_frame(PART, &payload)?;
                payload.clear();
                parts = true;
            }
        }
        if parts {
            // The committing frame must not reach the disk before what it commits.
            self.sync()?;
        }
        self.write_frame(COMMIT, &payload)?;
        self.sync()
    }

    fn sync(&mut self) -> Result<()> {
        self.file.sync_data().map_err(|error| {
            self.poisoned = true;
            io_error("sync", &self.path, error)
        })
    }

    fn write_frame(&mut self, kind: u32, payload: &[u8]) -> Result<()> {
        let header = FrameHeader { length: payload.len() as u64, kind, sequence: self.sequence };
        let header = header.encode(self.salt);
        let sum = payload_sum(self.chain, &header, payload);
        let mut frame = Vec::with_capacity(FRAME_HEADER_LEN + payload.len() + FRAME_TRAILER_LEN);
        frame.extend_from_slice(&header);
        frame.extend_from_slice(payload);
        frame.extend_from_slice(&sum.to_le_bytes());
        self.file.write_all_at(&frame, self.end).map_err(|error| io_error("write", &self.path, error))?;
        self.end += frame.len() as u64;
        self.chain = sum;
        Ok(())
    }
}

/// Reads the header of a log; `None` when the file ends before one could have been acknowledged.
pub(super) fn read_header(file: &dyn VfsFile, path: &Path) -> Result<Option<Header>> {
    let len = file.len().map_err(|error| io_error("read", path, error))?;
    if len < HEADER_LEN as u64 {
        return Ok(None);
    }
    let mut bytes = [0; HEADER_LEN];
    file.read_exact_at(&mut bytes, 0).map_err(|error| io_error("read", path, error))?;
    Header::decode(&bytes, LOG_MAGIC, path).map(Some)
}

/// Passes every committed transaction to `apply`, in order, and returns the log positioned after the last. The torn tail is
/// cut off when `writable`, and left alone otherwise.
pub(super) fn replay<Op: DeserializeOwned>(
    file: Box<dyn VfsFile>,
    path: &Path,
    header: &Header,
    writable: bool,
    mut apply: impl FnMut(Vec<Op>) -> Result<()>,
) -> Result<Log> {
    let len = file.len().map_err(|error| io_error("read", path, error))?;
    let mut reader = Reader { file: &*file, path, salt: header.salt, len };
    let (mut at, mut chain, mut sequence) = (HEADER_LEN as u64, chain_start(header), header.base);
    // Where the last committed transaction ends, which is where the file is cut.
    let (mut committed, mut committed_chain) = (at, chain);
    let mut ops = Vec::new();
    while at < len {
        let Some(frame) = reader.frame(at, chain)? else {
            reader.refuse_if_followed(at, sequence)?;
            break;
        };
        if frame.header.sequence != sequence + 1 || !matches!(frame.header.kind, COMMIT | PART) {
            return Err(damaged(path, at, "a frame is out of order or of an unknown kind"));
        }
        decode_ops(&frame.payload, &mut ops).map_err(|error| damaged(path, at, &error))?;
        at += frame.payload.len() as u64 + (FRAME_HEADER_LEN + FRAME_TRAILER_LEN) as u64;
        chain = frame.sum;
        if frame.header.kind == COMMIT {
            apply(std::mem::take(&mut ops))?;
            sequence += 1;
            (committed, committed_chain) = (at, chain);
        }
    }
    if writable && committed < len {
        file.set_len(committed)
            .and_then(|()| file.sync_data())
            .map_err(|error| io_error("cut the torn tail of", path, error))?;
    }
    Ok(Log::at(file, path, header, committed, committed_chain, sequence))
}

fn decode_ops<Op: DeserializeOwned>(mut payload: &[u8], ops: &mut Vec<Op>) -> Result<(), String> {
    while !payload.is_empty() {
        let (op, read) = codec::decode_prefix(payload)?;
        ops.push(op);
        payload = &payload[read..];
    }
    Ok(())
}

struct Frame {
    header: FrameHeader,
    payload: Vec<u8>,
    sum: u32,
}

struct Reader<'a> {
    file: &'a dyn VfsFile,
    path: &'a Path,
    salt: u64,
    len: u64,
}

impl Reader<'_> {
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

    /// The whole, verified frame at `at`.
    fn frame(&mut self, at: u64, chain: u32) -> Result<Option<Frame>> {
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
        Ok(Some(Frame { header, payload, sum }))
    }

    /// An incomplete frame is a torn tail only if nothing was committed after it.
    fn refuse_if_followed(&self, at: u64, sequence: u64) -> Result<()> {
        const WINDOW: usize = 1 << 16;
        let mut from = at + 1;
        while from + FRAME_HEADER_LEN as u64 <= self.len {
            let mut window = vec![0; (self.len - from).min((WINDOW + FRAME_HEADER_LEN) as u64) as usize];
            self.read(&mut window, from)?;
            for bytes in window.windows(FRAME_HEADER_LEN) {
                let Ok(bytes) = bytes.try_into() else { continue };
                let Some(header) = FrameHeader::decode(bytes, self.salt) else { continue };
                if header.kind == COMMIT && header.sequence > sequence + 1 {
                    return Err(damaged(
                        self.path,
                        at,
                        &format!("a frame is broken, and transaction {} after it is whole", header.sequence),
                    ));
                }
            }
            from += WINDOW as u64 + 1;
        }
        Ok(())
    }

    fn read(&self, buffer: &mut [u8], at: u64) -> Result<()> {
        self.file.read_exact_at(buffer, at).map_err(|error| io_error("read", self.path, error))
    }
}

/// A log that is shorter than its header is one whose creation was interrupted; anything else with other first
/// bytes is foreign.
pub(super) fn is_unborn(file: &dyn VfsFile, path: &Path) -> Result<bool> {
    let len = file.len().map_err(|error| io_error("read", path, error))?;
    if len >= HEADER_LEN as u64 {
        return Ok(false);
    }
    let mut bytes = vec![0; (len as usize).min(LOG_MAGIC.len())];
    file.read_exact_at(&mut bytes, 0).map_err(|error| io_error("read", path, error))?;
    if LOG_MAGIC.starts_with(&bytes) { Ok(true) } else { Err(foreign(path)) }
}
