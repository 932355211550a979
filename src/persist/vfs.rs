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
    /// Fills `buffer` from `offset`, or fails with `UnexpectedEof`.
    fn read_exact_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<()>;
    /// Writes all of `bytes` at `offset`.
    fn write_all_at(&self, bytes: &[u8], offset: u64) -> io::Result<()>;
    /// The file's length in bytes.
    fn len(&self) -> io::Result<u64>;
    /// Whether it has no bytes.
    fn is_empty(&self) -> io::Result<bool> {
        Ok(self.len()? == 0)
    }
    /// Cuts or extends it.
    fn set_len(&self, len: u64) -> io::Result<()>;
    /// Returns after the contents are durable.
    fn sync_data(&self) -> io::Result<()>;
}
