//! Writing the log.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::super::codec;
use super::super::format::{
    FRAME_HEADER_LEN, FRAME_TRAILER_LEN, FrameHeader, HEADER_LEN, Header, io_error, payload_sum,
};
use super::super::vfs::VfsFile;
use super::{COMMIT, PART, Position, UNSYNCED};
use crate::error::{Error, ErrorClass, Result};

/// Operations are split into frames of about this many bytes, unless a store is opened with another number.
pub(in crate::persist) const PART_LEN: usize = 32 << 20;
/// The file grows by its length, between these.
const GROWTH: std::ops::RangeInclusive<u64> = 4 << 10..=1 << 20;
/// A buffer that has become larger is given back after the commit.
const BUFFER_LEN: usize = 1 << 20;

/// The open log, positioned at its end.
pub(in crate::persist) struct Log {
    file: Box<dyn VfsFile>,
    path: PathBuf,
    header: Header,
    end: Position,
    /// The length of the file: from the end on it has zeros.
    allocated: u64,
    /// Whether every frame is durable.
    synced: bool,
    part_len: usize,
    /// After a failed sync nobody knows what the disk holds, so nothing more is written.
    poisoned: bool,
    /// Of the last frame, to be used again.
    buffer: Vec<u8>,
}

impl Log {
    /// Writes the header of an empty log into an empty file.
    pub fn create(file: Box<dyn VfsFile>, path: &Path, header: &Header) -> Result<Log> {
        let mut bytes = header.encode().to_vec();
        bytes.resize(*GROWTH.start() as usize, 0);
        file.write_all_at(&bytes, 0).map_err(|error| io_error("write", path, error))?;
        file.sync_data().map_err(|error| io_error("sync", path, error))?;
        Ok(Log::at(file, path, header, Position::start(header), bytes.len() as u64))
    }

    /// A log whose frames end at `end`, followed by zeros up to its length.
    pub fn at(file: Box<dyn VfsFile>, path: &Path, header: &Header, end: Position, allocated: u64) -> Log {
        Log {
            file,
            path: path.to_owned(),
            header: *header,
            end,
            allocated,
            synced: true,
            part_len: PART_LEN,
            poisoned: false,
            buffer: Vec::new(),
        }
    }

    /// Splits transactions into frames of about so many bytes.
    pub fn set_part_len(&mut self, part_len: usize) {
        self.part_len = part_len;
    }

    /// Takes the name that the file was given.
    pub fn renamed(&mut self, path: &Path) {
        self.path = path.to_owned();
    }

    /// Whether nothing was committed.
    pub fn is_empty(&self) -> bool {
        self.end.at == HEADER_LEN as u64
    }

    /// Bytes in use.
    pub fn len(&self) -> u64 {
        self.end.at
    }

    /// Where the next frame goes.
    pub fn end(&self) -> Position {
        self.end
    }

    /// What the file begins with.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The file, for reading.
    pub fn file(&self) -> &dyn VfsFile {
        &*self.file
    }

    /// Whether a write or sync failed in a way that leaves the file's content unknown.
    pub fn is_poisoned(&self) -> bool {
        self.poisoned
    }

    /// Appends transactions as one commit; when it has to be durable, returns after it is. On an error none of them
    /// happened: the log is cut back to where it was or, when that is not certain, poisoned.
    pub fn append<Op: Serialize>(&mut self, transactions: &[&[Op]], durable: bool) -> Result<()> {
        self.check()?;
        let start = self.end;
        let appended = self.append_frames(transactions, durable);
        if appended.is_err() {
            self.end = start;
            // Bytes of the failed commit must not be taken for one later.
            let cut = self.file.set_len(start.at).and_then(|()| self.file.sync_data());
            self.allocated = start.at;
            self.synced |= cut.is_ok();
            self.poisoned |= cut.is_err();
        }
        if self.buffer.capacity() > BUFFER_LEN {
            self.buffer = Vec::new();
        }
        appended
    }

    /// Returns after all frames are durable.
    pub fn sync(&mut self) -> Result<()> {
        self.check()?;
        if self.synced { Ok(()) } else { self.sync_data() }
    }

    fn check(&self) -> Result<()> {
        if !self.poisoned {
            return Ok(());
        }
        Err(poisoned(&self.path))
    }

    fn append_frames<Op: Serialize>(&mut self, transactions: &[&[Op]], durable: bool) -> Result<()> {
        self.end.sequence += 1;
        self.begin_frame();
        let mut parts = false;
        let mut ops = transactions.iter().copied().flatten().peekable();
        while let Some(op) = ops.next() {
            codec::encode(op, &mut self.buffer)
                .map_err(|error| Error::internal(format!("cannot encode an operation: {error}")))?;
            if self.buffer.len() >= self.part_len && ops.peek().is_some() {
                self.write_frame(PART)?;
                self.begin_frame();
                parts = true;
            }
        }
        if parts && durable {
            // The committing frame must not reach the disk before what it commits.
            self.sync_data()?;
        }
        self.write_frame(COMMIT)?;
        if durable { self.sync_data() } else { Ok(()) }
    }

    /// Copies a frame that another log has, into one that has its name only after all of it was synced.
    pub fn copy_frame(&mut self, header: &FrameHeader, payload: &[u8]) -> Result<()> {
        self.begin_frame();
        self.buffer.extend_from_slice(payload);
        self.end.sequence = header.sequence;
        self.synced = true;
        self.write_frame(header.kind)
    }

    fn sync_data(&mut self) -> Result<()> {
        self.file.sync_data().map_err(|error| {
            self.poisoned = true;
            io_error("sync", &self.path, error)
        })?;
        self.synced = true;
        Ok(())
    }

    fn begin_frame(&mut self) {
        self.buffer.clear();
        self.buffer.resize(FRAME_HEADER_LEN, 0);
    }

    /// Writes the frame whose payload is in the buffer, in one call, and zeros behind it when the file has to grow.
    fn write_frame(&mut self, kind: u32) -> Result<()> {
        let payload_len = self.buffer.len() - FRAME_HEADER_LEN;
        let flags = if self.synced { 0 } else { UNSYNCED };
        let header = FrameHeader { length: payload_len as u64, kind, sequence: self.end.sequence, flags };
        let header = header.encode(self.header.salt);
        self.buffer[..FRAME_HEADER_LEN].copy_from_slice(&header);
        let sum = payload_sum(self.end.chain, &header, &self.buffer[FRAME_HEADER_LEN..]);
        self.buffer.extend_from_slice(&sum.to_le_bytes());
        let len = self.buffer.len();
        let end = self.end.at + len as u64;
        self.write_growing(end).map_err(|error| io_error("write", &self.path, error))?;
        debug_assert_eq!(len, FRAME_HEADER_LEN + payload_len + FRAME_TRAILER_LEN);
        self.synced = false;
        self.end.at = end;
        self.end.chain = sum;
        Ok(())
    }

    fn write_growing(&mut self, end: u64) -> std::io::Result<()> {
        if end > self.allocated {
            let allocated = end + self.allocated.clamp(*GROWTH.start(), *GROWTH.end());
            let len = self.buffer.len();
            self.buffer.resize(len + (allocated - end) as usize, 0);
            let grown = self.file.write_all_at(&self.buffer, self.end.at);
            self.buffer.truncate(len);
            match grown {
                // There may be space for the frame alone.
                Err(error) if error.kind() == ErrorKind::StorageFull => self.allocated = end,
                grown => {
                    self.allocated = allocated;
                    return grown;
                }
            }
        }
        self.file.write_all_at(&self.buffer, self.end.at)
    }
}

/// A handle of which nobody knows what the disk holds.
pub(in crate::persist) fn poisoned(path: &Path) -> Error {
    Error::new(
        ErrorClass::IoError,
        "StorePoisoned",
        format!("an earlier write to {} failed; this handle only reads", path.display()),
    )
    .hint("close and reopen the store; everything acknowledged is in it")
}
