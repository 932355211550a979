//! Opening, committing to, and closing a store on disk.

use std::ffi::OsString;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::checkpoint;
use super::format::{Header, LOG_MAGIC, STORE_MAGIC, io_error};
use super::lock::WriterLock;
use super::log::{self, Log};
use super::os::OsVfs;
use super::vfs::{Access, Vfs, VfsFile};
use crate::error::{Error, ErrorClass, Result};
use crate::graph::{Changes, GraphState, Op};

/// How a store is opened.
#[derive(Clone)]
pub struct StoreOptions {
    /// Write nothing, take no lock; the store has to exist.
    pub read_only: bool,
    /// Make the store when it is missing.
    pub create: bool,
    /// The files.
    pub vfs: Arc<dyn Vfs>,
}

impl Default for StoreOptions {
    fn default() -> StoreOptions {
        StoreOptions { read_only: false, create: true, vfs: Arc::new(OsVfs) }
    }
}

/// What a store's files look like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreInfo {
    /// Where the checkpoint lies.
    pub path: PathBuf,
    /// The store's identity, as 32 hexadecimal digits.
    pub id: String,
    /// How many checkpoints were made.
    pub generation: u64,
    /// The number of the last transaction.
    pub sequence: u64,
    /// Bytes of the checkpoint.
    pub checkpoint_len: u64,
    /// Bytes of the log; zero when there is none.
    pub log_len: u64,
}

/// A store's files while it is open.
pub struct StoreFile {
    vfs: Arc<dyn Vfs>,
    path: PathBuf,
    header: Header,
    checkpoint_len: u64,
    /// Begun with the first commit after a checkpoint.
    log: Option<Log>,
    /// The number of the last transaction.
    sequence: u64,
    read_only: bool,
    /// Nobody knows which checkpoint the folder durably names.
    poisoned: bool,
    _lock: Option<WriterLock>,
}

/// A log of more than this, and more than the checkpoint, is folded into a new checkpoint.
const FOLD_LEN: u64 = 64 << 20;

impl StoreFile {
    /// Opens or makes the store at `path` and returns it with its committed state.
    pub fn open(path: &Path, options: &StoreOptions) -> Result<(StoreFile, GraphState)> {
        let vfs = options.vfs.clone();
        let path = vfs.resolve(path).map_err(|error| io_error("find", path, error))?;
        if options.read_only {
            return open_read_only(vfs, path);
        }
        let exists = vfs.exists(&path).map_err(|error| io_error("find", &path, error))?;
        if !exists && !options.create {
            return Err(missing(&path));
        }
        if exists {
            // A foreign file is refused before anything is written beside it.
            read_checkpoint_header(vfs.as_ref(), &path)?;
        }
        let lock = WriterLock::acquire(&vfs, beside(&path, "-lock"), &path)?;
        remove_if_there(vfs.as_ref(), &beside(&path, "-new"))?;
        if exists { open_existing(vfs, path, Some(lock)) } else { create(vfs, path, lock) }
    }

    /// Makes a transaction durable: appends it to the log or, when its operations do not tell all, saves the state whole.
    /// On an error the transaction did not happen.
    pub fn append(&mut self, changes: &Changes<'_>) -> Result<()> {
        self.check_writable()?;
        if changes.whole {
            return self.checkpoint_at(changes.state, self.sequence + 1);
        }
        if self.log.is_none() {
            self.log = Some(self.begin_log()?);
        }
        let Some(log) = &mut self.log else {
            return Err(Error::internal("the log was just made"));
        };
        log.append(changes.ops)?;
        self.sequence = log.sequence();
        Ok(())
    }

    /// Whether the log has grown so large that a checkpoint is due.
    pub fn wants_checkpoint(&self) -> bool {
        let len = self.log.as_ref().map_or(0, Log::len);
        len > FOLD_LEN.max(self.checkpoint_len) && !self.is_poisoned()
    }

    /// Saves the state, which contains every transaction of the log, as a new checkpoint without a log.
    pub fn checkpoint(&mut self, state: &GraphState) -> Result<()> {
        self.check_writable()?;
        self.checkpoint_at(state, self.sequence)
    }

    /// Folds the log, if there is one, so that the store is one file.
    pub fn close(mut self, state: &GraphState) -> Result<()> {
        match &self.log {
            Some(log) if !log.is_empty() && !self.is_poisoned() => self.checkpoint(state),
            _ => self.remove_empty_log(),
        }
    }

    /// Whether only reading is allowed, by wish or after a failure.
    pub fn is_read_only(&self) -> bool {
        self.read_only || self.is_poisoned()
    }

    /// What the files look like.
    pub fn info(&self) -> StoreInfo {
        StoreInfo {
            path: self.path.clone(),
            id: self.header.store.iter().map(|byte| format!("{byte:02x}")).collect(),
            generation: self.header.generation,
            sequence: self.sequence,
            checkpoint_len: self.checkpoint_len,
            log_len: self.log.as_ref().map_or(0, Log::len),
        }
    }

    fn is_poisoned(&self) -> bool {
        self.poisoned || self.log.as_ref().is_some_and(Log::is_poisoned)
    }

    fn check_writable(&self) -> Result<()> {
        if self.read_only {
            return Err(Error::new(
                ErrorClass::StorageError,
                "ReadOnlyStore",
                format!("{} was opened read-only", self.path.display()),
            ));
        }
        if self.is_poisoned() {
            return Err(Error::new(
                ErrorClass::IoError,
                "StorePoisoned",
                format!("an earlier write to {} failed; this handle only reads", self.path.display()),
            )
            .hint("close and reopen the store; everything acknowledged is in it"));
        }
        Ok(())
    }

    fn begin_log(&self) -> Result<Log> {
        let path = beside(&self.path, "-log");
        // What may lie there is a log that was never begun, or of a generation before.
        remove_if_there(self.vfs.as_ref(), &path)?;
        let file =
            self.vfs.open(&path, Access::CreateNew).map_err(|error| io_error("create", &path, error))?;
        let header = Header { magic: LOG_MAGIC, salt: random(), base: self.sequence, ..self.header };
        let log = Log::create(file, &path, &header)?;
        self.vfs.sync_folder_of(&path).map_err(|error| io_error("sync the folder of", &path, error))?;
        Ok(log)
    }

    fn checkpoint_at(&mut self, state: &GraphState, sequence: u64) -> Result<()> {
        let header =
            Header { generation: self.header.generation + 1, salt: random(), base: sequence, ..self.header };
        let new = write_checkpoint(self.vfs.as_ref(), &self.path, &header, state)?;
        // From here on the folder may name either file: only after its sync is it certain which.
        self.poisoned = true;
        self.vfs
            .rename(&new, &self.path)
            .and_then(|()| self.vfs.sync_folder_of(&self.path))
            .map_err(|error| io_error("replace", &self.path, error))?;
        self.poisoned = false;
        self.header = header;
        self.sequence = sequence;
        self.checkpoint_len = file_len(self.vfs.as_ref(), &self.path)?;
        self.log = None;
        remove_if_there(self.vfs.as_ref(), &beside(&self.path, "-log"))
    }

    fn remove_empty_log(&mut self) -> Result<()> {
        match self.log.take() {
            Some(log) if log.is_empty() && !self.read_only => {
                remove_if_there(self.vfs.as_ref(), &beside(&self.path, "-log"))
            }
            _ => Ok(()),
        }
    }
}

fn create(vfs: Arc<dyn Vfs>, path: PathBuf, lock: WriterLock) -> Result<(StoreFile, GraphState)> {
    let log = beside(&path, "-log");
    if vfs.exists(&log).map_err(|error| io_error("find", &log, error))? {
        return Err(Error::new(
            ErrorClass::StorageError,
            "MissingStore",
            format!("{} is missing, but its log {} is there", path.display(), log.display()),
        )
        .hint("put the store file back beside its log; a new store is not begun over it"));
    }
    let mut store = [0; 16];
    store[..8].copy_from_slice(&random().to_le_bytes());
    store[8..].copy_from_slice(&random().to_le_bytes());
    let header = Header { magic: STORE_MAGIC, store, generation: 1, salt: random(), base: 0 };
    let state = GraphState::new();
    let new = write_checkpoint(vfs.as_ref(), &path, &header, &state)?;
    vfs.rename(&new, &path)
        .and_then(|()| vfs.sync_folder_of(&path))
        .map_err(|error| io_error("create", &path, error))?;
    let checkpoint_len = file_len(vfs.as_ref(), &path)?;
    let file = StoreFile {
        vfs,
        path,
        header,
        checkpoint_len,
        log: None,
        sequence: 0,
        read_only: false,
        poisoned: false,
        _lock: Some(lock),
    };
    Ok((file, state))
}

fn open_existing(
    vfs: Arc<dyn Vfs>,
    path: PathBuf,
    lock: Option<WriterLock>,
) -> Result<(StoreFile, GraphState)> {
    let (header, checkpoint_len, mut state) = read_checkpoint(vfs.as_ref(), &path)?;
    let read_only = lock.is_none();
    let log = replay_log(vfs.as_ref(), &path, &header, read_only, &mut state)?;
    let sequence = log.as_ref().map_or(header.base, Log::sequence);
    let file = StoreFile {
        vfs,
        path,
        header,
        checkpoint_len,
        log,
        sequence,
        read_only,
        poisoned: false,
        _lock: lock,
    };
    Ok((file, state))
}

/// A writer may put a new checkpoint in place between the reading of the old one and of its log; then both are read again.
fn open_read_only(vfs: Arc<dyn Vfs>, path: PathBuf) -> Result<(StoreFile, GraphState)> {
    const TRIES: usize = 5;
    if !vfs.exists(&path).map_err(|error| io_error("find", &path, error))? {
        return Err(missing(&path));
    }
    let mut last = None;
    for _ in 0..TRIES {
        let opened = open_existing(vfs.clone(), path.clone(), None);
        let generation = read_checkpoint_header(vfs.as_ref(), &path)?.generation;
        match opened {
            Ok((file, state)) if file.header.generation == generation => return Ok((file, state)),
            Ok(_) => {}
            Err(error) => last = Some(error),
        }
    }
    Err(last.unwrap_or_else(|| {
        Error::new(
            ErrorClass::StorageError,
            "StoreBusy",
            format!("{} is being replaced again and again by its writer", path.display()),
        )
    }))
}

fn replay_log(
    vfs: &dyn Vfs,
    path: &Path,
    header: &Header,
    read_only: bool,
    state: &mut GraphState,
) -> Result<Option<Log>> {
    let path = beside(path, "-log");
    if !vfs.exists(&path).map_err(|error| io_error("find", &path, error))? {
        return Ok(None);
    }
    let access = if read_only { Access::Read } else { Access::ReadWrite };
    let file = vfs.open(&path, access).map_err(|error| io_error("open", &path, error))?;
    if log::is_unborn(&*file, &path)? {
        return Ok(None);
    }
    let Some(log_header) = log::read_header(&*file, &path)? else { return Ok(None) };
    if log_header.store != header.store || log_header.generation > header.generation {
        return Err(Error::new(
            ErrorClass::StorageError,
            "ForeignLog",
            format!("{} does not belong to the store file beside it", path.display()),
        )
        .hint("the store file was replaced by another or older one; put back the one the log belongs to"));
    }
    if log_header.generation < header.generation {
        // The checkpoint was made from this log; the crash came before the log was removed.
        return Ok(None);
    }
    let apply = |ops: Vec<Op>| ops.iter().try_for_each(|op| state.apply(op));
    log::replay(file, &path, &log_header, !read_only, apply).map(Some)
}

fn read_checkpoint_header(vfs: &dyn Vfs, path: &Path) -> Result<Header> {
    let file = vfs.open(path, Access::Read).map_err(|error| io_error("open", path, error))?;
    checkpoint::read_header(&*file, path)
}

fn read_checkpoint(vfs: &dyn Vfs, path: &Path) -> Result<(Header, u64, GraphState)> {
    let file = vfs.open(path, Access::Read).map_err(|error| io_error("open", path, error))?;
    let header = checkpoint::read_header(&*file, path)?;
    let len = file.len().map_err(|error| io_error("read", path, error))?;
    let state = checkpoint::read(file, path, &header)?;
    Ok((header, len, state))
}

/// Writes a checkpoint beside the store and returns its path; nothing is left behind on an error.
fn write_checkpoint(vfs: &dyn Vfs, path: &Path, header: &Header, state: &GraphState) -> Result<PathBuf> {
    let new = beside(path, "-new");
    remove_if_there(vfs, &new)?;
    let file = vfs.open(&new, Access::CreateNew).map_err(|error| io_error("create", &new, error))?;
    if let Err(error) = checkpoint::write(&*file, &new, header, state) {
        // The error at hand says more than a failed clean-up would; the next opening removes the file.
        let _ = vfs.remove(&new);
        return Err(error);
    }
    Ok(new)
}

fn remove_if_there(vfs: &dyn Vfs, path: &Path) -> Result<()> {
    match vfs.remove(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(io_error("remove", path, error)),
        _ => Ok(()),
    }
}

fn file_len(vfs: &dyn Vfs, path: &Path) -> Result<u64> {
    let file: Box<dyn VfsFile> =
        vfs.open(path, Access::Read).map_err(|error| io_error("open", path, error))?;
    file.len().map_err(|error| io_error("read", path, error))
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path.as_os_str());
    name.push(suffix);
    PathBuf::from(name)
}

fn missing(path: &Path) -> Error {
    Error::new(ErrorClass::StorageError, "StoreNotFound", format!("there is no store {}", path.display()))
        .hint("check the path; a new store is made by opening it for writing")
}

/// 64 bits that no other call returns: the standard library seeds every `RandomState` from the operating system.
fn random() -> u64 {
    let mut hasher = RandomState::new().build_hasher();
    hasher.write_u32(std::process::id());
    hasher.write_u128(std::time::SystemTime::UNIX_EPOCH.elapsed().map_or(0, |elapsed| elapsed.as_nanos()));
    hasher.finish()
}
