//! Copies of a store: made while others write it, and put in the place of another.

use std::path::Path;
use std::sync::Arc;

use super::FORMAT_MINOR;
use super::checkpoint::{self, Origin};
use super::files::{Files, random};
use super::format::{Header, STORE_MAGIC, io_error};
use super::lock::WriterLock;
use super::log;
use super::store::{StoreFile, StoreOptions, write_checkpoint};
use super::vfs::{Access, Vfs};
use crate::error::{Error, ErrorClass, Result};
use crate::graph::GraphState;

/// Whose copy a file will be, and of which moment.
pub struct Backup {
    header: Header,
}

impl Backup {
    /// A store of its own, with this state as its beginning.
    pub fn of_nothing() -> Backup {
        let mut store = [0; 16];
        store[..8].copy_from_slice(&random().to_le_bytes());
        store[8..].copy_from_slice(&random().to_le_bytes());
        let header =
            Header { magic: STORE_MAGIC, minor: FORMAT_MINOR, store, generation: 1, salt: random(), base: 0 };
        Backup { header }
    }

    pub(super) fn of(header: &Header, sequence: u64) -> Backup {
        Backup { header: Header { minor: FORMAT_MINOR, salt: random(), base: sequence, ..*header } }
    }

    /// Writes the state, which has to be that of the moment the backup was begun, into a new file. After a crash the file
    /// is there whole or not at all.
    pub fn write(&self, state: &GraphState, path: &Path, vfs: &Arc<dyn Vfs>) -> Result<()> {
        let path = vfs.resolve(path).map_err(|error| io_error("find", path, error))?;
        let files = Files { vfs: vfs.clone(), path };
        refuse_existing(&files)?;
        write_checkpoint(&files, &self.header, Origin::NONE, state)?;
        files.replace(&files.new_checkpoint(), &files.path)
    }
}

fn refuse_existing(files: &Files) -> Result<()> {
    for path in [files.path.clone(), files.log()] {
        if files.exists(&path)? {
            let message = format!("{} is there already; it is not overwritten", path.display());
            return Err(Error::new(ErrorClass::IoError, "FileExists", message)
                .hint("name another file, or remove this one first"));
        }
    }
    Ok(())
}

/// Puts the store at `from`, after all of it was verified, in the place of the one at `to`, or where nothing is. A crash
/// leaves the old store or the new one. Findings of the verification are an error.
pub fn restore(from: &Path, to: &Path, vfs: &Arc<dyn Vfs>) -> Result<()> {
    let reading = StoreOptions { read_only: true, vfs: vfs.clone(), ..StoreOptions::default() };
    let (source, state) = StoreFile::open(from, &reading)?;
    if let Some(finding) = state.check().first() {
        let message = format!("{} is not sound: {finding}", from.display());
        return Err(Error::new(ErrorClass::StorageError, "DamagedStore", message).hint(
            "nothing was changed; `casegraph check` tells all, `casegraph recover` saves what it can",
        ));
    }
    let to = vfs.resolve(to).map_err(|error| io_error("find", to, error))?;
    let files = Files { vfs: vfs.clone(), path: to };
    let mut lock = WriterLock::acquire(&files)?;
    if let Some(there) = files.open_if_there(&files.path, Access::Read)? {
        lock.lock_store(there, &files.path)?;
    }
    let old_log = log_header(&files)?;
    // Above all that may lie there, so that nobody takes an old log for one of the new store.
    let there = [checkpoint_generation(&files)?, old_log.map_or(0, |header| header.generation)];
    let source = source.header();
    let generation = there.into_iter().fold(source.generation, u64::max) + 1;
    let header = Header { generation, ..Backup::of(&source, source.base).header };
    let origin = Origin { salt: old_log.map_or(0, |header| header.salt), chain: None };
    write_checkpoint(&files, &header, origin, &state)?;
    files.replace(&files.new_checkpoint(), &files.path)?;
    files.remove_if_there(&files.log())?;
    files.sync_folder()
}

/// The header of the log at the place that is restored to, if there is a log.
fn log_header(files: &Files) -> Result<Option<Header>> {
    let path = files.log();
    let Some(file) = files.open_if_there(&path, Access::Read)? else { return Ok(None) };
    if log::is_unborn(&*file, &path)? {
        return Ok(None);
    }
    log::read_header(&*file, &path)
}

/// The generation of the store there; zero where none is or it is too damaged to tell, which may be why it is restored.
fn checkpoint_generation(files: &Files) -> Result<u64> {
    let Some(file) = files.open_if_there(&files.path, Access::Read)? else { return Ok(0) };
    Ok(checkpoint::read_header(&*file, &files.path).map_or(0, |header| header.generation))
}
