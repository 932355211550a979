//! Opening a store: by its writer, which repairs what a crash left, or by readers, which write nothing.

use std::path::Path;
use std::time::Duration;

use super::super::checkpoint::{self, Opened, Origin};
use super::super::files::{Files, random};
use super::super::format::{FORMAT_MAJOR, FORMAT_MINOR, Header, MINOR_WITH_ORIGIN, STORE_MAGIC, io_error};
use super::super::lock::WriterLock;
use super::super::log::{self, Log, Position, Replay};
use super::super::vfs::{Access, VfsFile};
use super::fold::write_checkpoint;
use super::{StoreFile, StoreOptions};
use crate::error::{Error, ErrorClass, Result};
use crate::graph::{GraphState, Op};

pub(super) fn open(path: &Path, options: &StoreOptions) -> Result<(StoreFile, GraphState)> {
    let vfs = options.vfs.clone();
    let path = vfs.resolve(path).map_err(|error| io_error("find", path, error))?;
    let files = Files { vfs, path };
    if options.read_only {
        return open_read_only(&files, options);
    }
    let exists = files.exists(&files.path)?;
    if !exists && !options.create {
        return Err(files.missing());
    }
    if exists {
        // A foreign file is refused before anything is written beside it.
        let header = read_checkpoint_header(&files)?;
        if header.minor < FORMAT_MINOR && !options.upgrade {
            return Err(needs_upgrade(&files.path, header.minor));
        }
    }
    let mut lock = WriterLock::acquire(&files)?;
    if !exists {
        create(&files)?;
    }
    lock.lock_store(files.open(&files.path, Access::Read)?, &files.path)?;
    files.remove_if_there(&files.new_checkpoint())?;
    files.remove_if_there(&files.new_log())?;
    // A process that was killed may have renamed what is read now without having synced that.
    files.sync_folder()?;
    let (mut file, state) = open_existing(&files, options)?;
    file.lock = Some(lock);
    if file.log.is_none() {
        // One that is contained in the checkpoint, or was never begun.
        files.remove_if_there(&files.log())?;
    }
    if file.header.minor < FORMAT_MINOR {
        file.checkpoint(&state)?;
    }
    Ok((file, state))
}

fn needs_upgrade(path: &Path, minor: u16) -> Error {
    let message = format!(
        "{} has format version {FORMAT_MAJOR}.{minor}; this program reads it, and writes {FORMAT_MAJOR}.{FORMAT_MINOR}",
        path.display()
    );
    Error::new(ErrorClass::StorageError, "UpgradeNeeded", message).hint(
        "`casegraph upgrade STORE` rewrites it, after which older programs refuse it; --readonly opens it as it is",
    )
}

/// Puts an empty store in place.
fn create(files: &Files) -> Result<()> {
    let log = files.log();
    if files.exists(&log)? {
        let (path, log) = (files.path.display(), log.display());
        let message = format!("{path} is missing, but its log {log} is there");
        return Err(Error::new(ErrorClass::StorageError, "MissingStore", message)
            .hint("put the store file back beside its log; a new store is not begun over it"));
    }
    let mut store = [0; 16];
    store[..8].copy_from_slice(&random().to_le_bytes());
    store[8..].copy_from_slice(&random().to_le_bytes());
    let header =
        Header { magic: STORE_MAGIC, minor: FORMAT_MINOR, store, generation: 1, salt: random(), base: 0 };
    write_checkpoint(files, &header, Origin::NONE, &GraphState::new())?;
    files.replace(&files.new_checkpoint(), &files.path)
}

fn open_existing(files: &Files, options: &StoreOptions) -> Result<(StoreFile, GraphState)> {
    let (header, Opened { mut state, origin, len }) = read_checkpoint(files)?;
    let replayed = replay_log(files, &header, origin, options.read_only, &mut state)?;
    let mut file = StoreFile {
        files: files.clone(),
        header,
        checkpoint_len: len,
        log: None,
        retired: origin.salt,
        read: None,
        sequence: replayed.as_ref().map_or(header.base, |replayed| replayed.end.end.sequence),
        options: options.clone(),
        poisoned: false,
        tried_at: 0,
        lock: None,
    };
    match replayed {
        Some(replayed) if options.read_only => {
            if replayed.end.end.at > Position::start(&replayed.header).at {
                super::follow::make_durable(&*replayed.file, &files.log())?;
            }
            file.read = Some((replayed.header, replayed.end.end));
        }
        Some(replayed) => file.log = Some(replayed.into_log(&files.log(), options.part_len)?),
        None => {}
    }
    Ok((file, state))
}

/// A writer may put a new checkpoint in place between the reading of the old one and of its log; then both are read again.
pub(super) fn open_read_only(files: &Files, options: &StoreOptions) -> Result<(StoreFile, GraphState)> {
    if !files.exists(&files.path)? {
        return Err(files.missing());
    }
    patiently(|| {
        let opened = open_existing(files, options)?;
        match read_checkpoint_header(files)? == opened.0.header {
            true => Ok(opened),
            false => Err(busy(&files.path)),
        }
    })
}

/// Tries again what a writer may have disturbed, and returns the last error when that does not help.
pub(super) fn patiently<T>(mut read: impl FnMut() -> Result<T>) -> Result<T> {
    const PAUSES: [u64; 8] = [0, 0, 1, 2, 4, 8, 16, 32];
    for pause in PAUSES {
        match read() {
            Ok(value) => return Ok(value),
            Err(error) if error.detail() == "UnknownFormatVersion" => return Err(error),
            Err(_) => std::thread::sleep(Duration::from_millis(pause)),
        }
    }
    read()
}

pub(super) fn busy(path: &Path) -> Error {
    let message = format!("{} is being replaced again and again by its writer", path.display());
    Error::new(ErrorClass::StorageError, "StoreBusy", message)
}

/// A log that was read to its end.
struct Replayed {
    file: Box<dyn VfsFile>,
    header: Header,
    end: Replay,
}

impl Replayed {
    /// The log to be written on; a torn tail is cut off.
    fn into_log(self, path: &Path, part_len: usize) -> Result<Log> {
        let Replay { end, len, clean } = self.end;
        if !clean {
            self.file.set_len(end.at).map_err(|error| io_error("cut the torn tail of", path, error))?;
        }
        // A process that was killed may have written commits that it had not synced yet.
        self.file.sync_data().map_err(|error| io_error("sync", path, error))?;
        let mut log = Log::at(self.file, path, &self.header, end, if clean { len } else { end.at });
        log.set_part_len(part_len);
        Ok(log)
    }
}

/// Applies what the log has beyond the checkpoint. Nothing when there is no log, or when the checkpoint has all of it.
fn replay_log(
    files: &Files,
    header: &Header,
    origin: Origin,
    read_only: bool,
    state: &mut GraphState,
) -> Result<Option<Replayed>> {
    let path = files.log();
    let access = if read_only { Access::Read } else { Access::ReadWrite };
    let Some(file) = files.open_if_there(&path, access)? else { return Ok(None) };
    if log::is_unborn(&*file, &path)? {
        return Ok(None);
    }
    let Some(log_header) = log::read_header(&*file, &path)? else { return Ok(None) };
    let start = Position::start(&log_header);
    if !belongs(header, origin, &log_header) {
        return Err(files.foreign_log());
    }
    let is_older = log_header.generation < header.generation;
    if is_older && origin.chain.is_none() {
        return Ok(None);
    }
    let joins = |at: Position| at.sequence != header.base || !is_older || origin.chain == Some(at.chain);
    if !joins(start) {
        return Err(files.foreign_log());
    }
    let end = log::replay(&*file, &path, &log_header, start, |next, frames| {
        if next.sequence <= header.base {
            return if joins(next) { Ok(()) } else { Err(files.foreign_log()) };
        }
        let mut ops: Vec<Op> = Vec::new();
        frames.iter().try_for_each(|frame| frame.decode(&path, &mut ops))?;
        ops.iter().try_for_each(|op| state.apply(op))
    })?;
    // A log that ends before the checkpoint has nothing that the checkpoint has not.
    let goes_on = end.end.sequence > header.base || !is_older;
    Ok(goes_on.then_some(Replayed { file, header: log_header, end }))
}

/// Whether the log can lie beside the checkpoint: it is the checkpoint's own, or the one that it was made from.
fn belongs(header: &Header, origin: Origin, log: &Header) -> bool {
    // A restored store names the log that it put an end to, which may be of another store.
    let is_ended = header.minor >= MINOR_WITH_ORIGIN && log.salt == origin.salt && origin.chain.is_none();
    (log.store == header.store || is_ended)
        && match log.generation.cmp(&header.generation) {
            std::cmp::Ordering::Greater => false,
            std::cmp::Ordering::Equal => log.base == header.base,
            // Up to version 2.1 they do not name the log, and contain all of those before.
            std::cmp::Ordering::Less => {
                header.minor < MINOR_WITH_ORIGIN
                    || is_ended
                    || (log.salt == origin.salt && log.base <= header.base)
            }
        }
}

pub(super) fn read_checkpoint_header(files: &Files) -> Result<Header> {
    checkpoint::read_header(&*files.open(&files.path, Access::Read)?, &files.path)
}

fn read_checkpoint(files: &Files) -> Result<(Header, Opened)> {
    let file = files.open(&files.path, Access::Read)?;
    let header = checkpoint::read_header(&*file, &files.path)?;
    Ok((header, checkpoint::read(file, &files.path, &header)?))
}
