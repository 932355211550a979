//! Reading a file in blocks of whole records. A pipe will do as well as a file.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::record::{Records, pieces};
use crate::error::{Error, Result};
use crate::import::table::report::{Position, file_error, open_file, unreadable};

/// Bytes read at once.
const BLOCK: usize = 8 << 20;
/// Bytes parsed at once by one thread.
const PIECE: usize = 256 << 10;
/// The longest record; beyond it a quote is probably not closed.
const MAX_RECORD: usize = 64 << 20;
const HEADER_BLOCK: usize = 16 << 10;

/// An open file and what was read of it but not used.
#[derive(Debug)]
pub(super) struct Source {
    file: File,
    pending: Vec<u8>,
    /// How much of `pending` the last block took.
    used: usize,
    at_end: bool,
    /// Its size in bytes, zero if nobody knows.
    pub size: u64,
}

impl Source {
    pub fn open(path: &Path) -> Result<Source> {
        let (file, size) = open_file(path)?;
        Ok(Source { file, pending: Vec::new(), used: 0, at_end: false, size })
    }

    /// The first record with its line end and what stands before it, and the number of its lines.
    pub fn header(&mut self, path: &Path, delimiter: u8) -> Result<(Vec<u8>, u64)> {
        loop {
            self.fill(path, self.pending.len() + HEADER_BLOCK)?;
            self.remove_mark(path)?;
            let mut records = Records::new(&self.pending, delimiter);
            let found = records.next(&mut Vec::new()).is_some();
            // Before the end of the file, the record is whole if something follows it.
            if self.at_end || (found && records.consumed() < self.pending.len()) {
                let (len, lines) = (records.consumed(), records.lines());
                return Ok((self.pending.drain(..len).collect(), lines));
            }
            if self.pending.len() > MAX_RECORD {
                return Err(too_long(path, 1));
            }
        }
    }

    /// Takes the byte order mark away; other encodings begin with another one.
    fn remove_mark(&mut self, path: &Path) -> Result<()> {
        if self.pending.starts_with(b"\xef\xbb\xbf") {
            self.pending.drain(..3);
        }
        if self.pending.starts_with(b"\xff\xfe") || self.pending.starts_with(b"\xfe\xff") {
            let error = file_error(path, Position::Line(1), "InvalidUtf8", "the file is UTF-16");
            return Err(error.hint("save it as UTF-8"));
        }
        Ok(())
    }

    /// Reads until `wanted` bytes are pending or the file ends.
    fn fill(&mut self, path: &Path, wanted: usize) -> Result<()> {
        if self.at_end || self.pending.len() >= wanted {
            return Ok(());
        }
        let missing = (wanted - self.pending.len()) as u64;
        let mut limited = (&mut self.file).take(missing);
        let read = limited.read_to_end(&mut self.pending).map_err(|error| unreadable(path, error))?;
        self.at_end = (read as u64) < missing;
        Ok(())
    }

    /// The next block, which begins at `line`, cut into pieces of whole records; nothing at the end of the file.
    pub fn block(&mut self, path: &Path, delimiter: u8, line: u64) -> Result<Option<Vec<&[u8]>>> {
        self.pending.drain(..self.used);
        self.used = 0;
        let mut wanted = BLOCK;
        let lengths: Vec<usize> = loop {
            self.fill(path, wanted)?;
            let cut = pieces(&self.pending, delimiter, PIECE, self.at_end);
            if !cut.is_empty() {
                break cut.iter().map(|piece| piece.len()).collect();
            }
            if self.at_end {
                return Ok(None);
            }
            if self.pending.len() >= MAX_RECORD {
                return Err(too_long(path, line));
            }
            wanted = self.pending.len() * 2;
        };
        self.used = lengths.iter().sum();
        let mut from = 0;
        let piece = |len: usize| {
            from += len;
            &self.pending[from - len..from]
        };
        Ok(Some(lengths.into_iter().map(piece).collect()))
    }
}

fn too_long(path: &Path, line: u64) -> Error {
    let message = format!("a row is longer than {} MiB", MAX_RECORD >> 20);
    file_error(path, Position::Line(line), "RowTooLong", message)
        .hint("a quote that is not closed makes one row of all that follow")
}
