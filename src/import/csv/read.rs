//! Reading a file in blocks of whole records. A pipe will do as well as a file.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::record::{Records, pieces};
use super::report::file_error;
use crate::error::{Error, ErrorClass, Result};

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
    at_end: bool,
    /// Its size in bytes, zero if nobody knows.
    pub size: u64,
}

impl Source {
    pub fn open(path: &Path) -> Result<Source> {
        let file = File::open(path).map_err(|error| unreadable(path, error))?;
        let metadata = file.metadata().map_err(|error| unreadable(path, error))?;
        if metadata.is_dir() {
            return Err(unreadable(path, io::ErrorKind::IsADirectory.into()));
        }
        Ok(Source { file, pending: Vec::new(), at_end: false, size: metadata.len() })
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
            let error = file_error(path, 1, "InvalidUtf8", "the file is UTF-16");
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

    /// Gives the rest of the file to `work`, block by block, each cut into pieces of whole records. `line` is
    /// where the rest begins; `work` returns how many lines it saw.
    pub fn blocks(
        mut self,
        path: &Path,
        delimiter: u8,
        mut line: u64,
        mut work: impl FnMut(&[&[u8]], u64) -> Result<u64>,
    ) -> Result<()> {
        let mut wanted = BLOCK;
        loop {
            self.fill(path, wanted)?;
            let cut = pieces(&self.pending, delimiter, PIECE, self.at_end);
            let used: usize = cut.iter().map(|piece| piece.len()).sum();
            if used > 0 {
                line += work(&cut, line)?;
            }
            if self.at_end {
                return Ok(());
            }
            self.pending.drain(..used);
            wanted = BLOCK;
            if used == 0 {
                if self.pending.len() >= MAX_RECORD {
                    return Err(too_long(path, line));
                }
                wanted = self.pending.len() * 2;
            }
        }
    }
}

fn too_long(path: &Path, line: u64) -> Error {
    let message = format!("a row is longer than {} MiB", MAX_RECORD >> 20);
    file_error(path, line, "RowTooLong", message)
        .hint("a quote that is not closed makes one row of all that follow")
}

fn unreadable(path: &Path, error: io::Error) -> Error {
    let (detail, hint) = match error.kind() {
        io::ErrorKind::NotFound => ("FileNotFound", Some("check the path")),
        io::ErrorKind::PermissionDenied => ("PermissionDenied", None),
        io::ErrorKind::IsADirectory => ("NotAFile", None),
        _ => ("ReadFailed", None),
    };
    let message = format!("cannot read {}: {error}", path.display());
    let error = Error::new(ErrorClass::IoError, detail, message).caused_by(error);
    match hint {
        Some(hint) => error.hint(hint),
        None => error,
    }
}
