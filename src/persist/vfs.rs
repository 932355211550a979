//! All that a store asks of the operating system, small enough to be simulated.

use std::io;
use std::path::{Path, PathBuf};

/// How a file is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// It must exist; nothing will be written.
    Read,
    /// It must exist.
    ReadWrite,
    /// It must not exist; created readable and writable for its owner alone.
    CreateNew,
}

/// Files by path.
pub trait Vfs: Send + Sync {
    /// The path with symbolic links followed, as far as it exists, so that every name of a store leads to the
    /// same lock.
    fn resolve(&self, path: &Path) -> io::Result<PathBuf>;
    /// Opens a file.
    fn open(&self, path: &Path, access: Access) -> io::Result<Box<dyn VfsFile>>;
    /// Puts `from` in the place of `to`, atomically.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Whether there is such a file.
    fn exists(&self, path: &Path) -> io::Result<bool>;
    /// Makes the entries of the folder that holds `path` durable.
    fn sync_folder_of(&self, path: &Path) -> io::Result<()>;
    /// Takes the exclusive lock of a file, which is created when missing. `Ok(None)` when another holds it. The lock
    /// lasts as long as the returned file.
    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn VfsFile>>>;
}

/// An open file. Reads and writes name their offset; there is no cursor.
pub trait VfsFile: Send + Sync {
    /// Reads some bytes from `offset` into `buffer`: none only at the end of the file.
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize>;
    /// Writes some of `bytes` at `offset`.
    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<usize>;
    /// The file's length in bytes.
    fn len(&self) -> io::Result<u64>;
    /// Cuts or extends it.
    fn set_len(&self, len: u64) -> io::Result<()>;
    /// Returns after the contents and the length are durable.
    fn sync_data(&self) -> io::Result<()>;

    /// Takes the advisory lock of the file under all its names, for as long as this handle lives. False when another handle
    /// has it. Where a system has only locks that keep others from reading, none is taken.
    fn try_lock(&self) -> io::Result<bool> {
        Ok(true)
    }

    /// Gives back the lock of this handle. Dropping it does the same, but a process that was just forked may have the handle
    /// too, until it runs another program.
    fn unlock(&self) -> io::Result<()> {
        Ok(())
    }

    /// Whether it has no bytes.
    fn is_empty(&self) -> io::Result<bool> {
        Ok(self.len()? == 0)
    }

    /// Fills `buffer` from `offset`, or fails with `UnexpectedEof`.
    fn read_exact_at(&self, mut buffer: &mut [u8], mut offset: u64) -> io::Result<()> {
        while !buffer.is_empty() {
            match self.read_at(buffer, offset) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(read) => {
                    buffer = &mut buffer[read..];
                    offset += read as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Writes all of `bytes` at `offset`.
    fn write_all_at(&self, mut bytes: &[u8], mut offset: u64) -> io::Result<()> {
        while !bytes.is_empty() {
            match self.write_at(bytes, offset) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(written) => {
                    bytes = &bytes[written..];
                    offset += written as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}
