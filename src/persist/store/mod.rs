//! A store's files while it is open: committing to them and closing them.

mod fold;
mod follow;
mod open;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::backup::Backup;
use super::files::{Files, random};
use super::format::{Header, LOG_MAGIC};
use super::lock::WriterLock;
use super::log::{self, Log, Position};
use super::os::OsVfs;
use super::vfs::Vfs;
use crate::error::{Error, ErrorClass, Result};
use crate::graph::{Changes, GraphState, Op};

pub use fold::Fold;
pub(super) use fold::write_checkpoint;
pub use follow::News;

/// What a commit waits for. Whatever it is, a store holds the commits up to some moment, in their order, and nothing else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SyncPolicy {
    /// A commit returns after it is durable; those that come at the same time share a sync. Nothing acknowledged is lost.
    #[default]
    Full,
    /// A commit returns after it was handed to the operating system, and is durable within this time: a power cut may lose the
    /// commits of so long, the end of a process loses none.
    Group(Duration),
    /// A commit returns after it was handed to the operating system, which makes it durable when it likes: a power cut may lose
    /// everything since the last checkpoint, the end of a process loses nothing. For bulk work that can be done again.
    Off,
}

/// How a store is opened.
#[derive(Clone)]
pub struct StoreOptions {
    /// Write nothing, take no lock; the store has to exist.
    pub read_only: bool,
    /// Make the store when it is missing.
    pub create: bool,
    /// Rewrite a store of an older format; otherwise it can only be read.
    pub upgrade: bool,
    /// What a commit waits for.
    pub sync: SyncPolicy,
    /// A transaction of more bytes is written to the log in parts of about so many.
    pub part_len: usize,
    /// A log of more bytes than this, and more than the checkpoint has, is folded into a new checkpoint.
    pub fold_len: u64,
    /// The files.
    pub vfs: Arc<dyn Vfs>,
}

impl Default for StoreOptions {
    fn default() -> StoreOptions {
        StoreOptions {
            read_only: false,
            create: true,
            upgrade: false,
            sync: SyncPolicy::Full,
            part_len: log::PART_LEN,
            fold_len: FOLD_LEN,
            vfs: Arc::new(OsVfs),
        }
    }
}

/// What a store's files look like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreInfo {
    /// Where the checkpoint lies.
    pub path: PathBuf,
    /// The store's identity, as 32 hexadecimal digits.
    pub id: String,
    /// Major and minor version of the format.
    pub format: (u16, u16),
    /// How many checkpoints were made.
    pub generation: u64,
    /// The number of the last commit; transactions that commit together have one number.
    pub sequence: u64,
    /// Bytes of the checkpoint.
    pub checkpoint_len: u64,
    /// Bytes of the log; zero when there is none.
    pub log_len: u64,
}

/// A store's files while it is open.
pub struct StoreFile {
    files: Files,
    header: Header,
    checkpoint_len: u64,
    /// Of a writer: begun with the first commit after a checkpoint.
    log: Option<Log>,
    /// The salt of the last log, which may come back after a crash: that it was removed is not synced.
    retired: u64,
    /// Of a reader: the log, and how far it was read.
    read: Option<(Header, Position)>,
    /// The number of the last commit.
    sequence: u64,
    options: StoreOptions,
    /// Nobody knows which files the folder durably names.
    poisoned: bool,
    /// The log has to be longer than this for a checkpoint after one that failed.
    tried_at: u64,
    lock: Option<WriterLock>,
}

/// A log is folded from this length on, unless a store is opened with another number.
const FOLD_LEN: u64 = 64 << 20;

impl StoreFile {
    /// Opens or makes the store at `path` and returns it with its committed state.
    pub fn open(path: &Path, options: &StoreOptions) -> Result<(StoreFile, GraphState)> {
        open::open(path, options)
    }

    /// Makes a transaction durable: appends it to the log or, when its operations do not tell all, saves the state whole.
    /// On an error the transaction did not happen.
    pub fn append(&mut self, changes: &Changes<'_>) -> Result<()> {
        match changes.whole {
            true => self.save_whole(changes.state),
            false => self.append_together(&[changes.ops]),
        }
    }

    /// Makes transactions durable with one write and one sync. On an error none of them happened.
    pub fn append_together(&mut self, transactions: &[&[Op]]) -> Result<()> {
        self.check_writable()?;
        let durable = self.options.sync == SyncPolicy::Full;
        let log = self.begun_log()?;
        log.append(transactions, durable)?;
        self.sequence = log.end().sequence;
        Ok(())
    }

    /// Returns after every commit is durable.
    pub fn sync(&mut self) -> Result<()> {
        self.check_writable()?;
        self.log.as_mut().map_or(Ok(()), Log::sync)
    }

    /// What a commit waits for.
    pub fn sync_policy(&self) -> SyncPolicy {
        self.options.sync
    }

    /// Whether the log has grown so large that a checkpoint is due.
    pub fn wants_checkpoint(&self) -> bool {
        let len = self.log.as_ref().map_or(0, Log::len);
        len > self.options.fold_len.max(self.checkpoint_len).max(self.tried_at) && !self.is_poisoned()
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
        self.options.read_only || self.is_poisoned()
    }

    /// What the files look like.
    pub fn info(&self) -> StoreInfo {
        let read_len = self.read.as_ref().map_or(0, |(_, position)| position.at);
        StoreInfo {
            path: self.files.path.clone(),
            id: self.header.store.iter().map(|byte| format!("{byte:02x}")).collect(),
            format: (super::FORMAT_MAJOR, self.header.minor),
            generation: self.header.generation,
            sequence: self.sequence,
            checkpoint_len: self.checkpoint_len,
            log_len: self.log.as_ref().map_or(read_len, Log::len),
        }
    }

    /// Begins a copy of the state after the last commit, which the caller has to take at this moment.
    pub fn begin_backup(&self) -> Backup {
        Backup::of(&self.header, self.sequence)
    }

    /// The header that a checkpoint of this moment would be a successor of.
    pub(super) fn header(&self) -> Header {
        Header { base: self.sequence, ..self.header }
    }

    fn is_poisoned(&self) -> bool {
        self.poisoned || self.log.as_ref().is_some_and(Log::is_poisoned)
    }

    fn check_writable(&self) -> Result<()> {
        if self.options.read_only {
            return Err(Error::new(
                ErrorClass::StorageError,
                "ReadOnlyStore",
                format!("{} was opened read-only", self.files.path.display()),
            ));
        }
        if self.is_poisoned() {
            return Err(log::poisoned(&self.files.path));
        }
        Ok(())
    }

    fn begun_log(&mut self) -> Result<&mut Log> {
        if self.log.is_none() {
            self.log = Some(self.begin_log()?);
        }
        self.log.as_mut().ok_or_else(|| Error::internal("the log was just made"))
    }

    /// A log that is whole before it has its name. What may lie under the name is contained in the checkpoint.
    fn begin_log(&mut self) -> Result<Log> {
        let (new, path) = (self.files.new_log(), self.files.log());
        let header = Header { magic: LOG_MAGIC, salt: random(), base: self.sequence, ..self.header };
        let log = Log::create(self.files.create(&new)?, &new, &header)?;
        self.files.rename(&new, &path)?;
        self.poisoned = true;
        self.files.sync_folder()?;
        self.poisoned = false;
        Ok(self.named(log))
    }

    fn named(&self, mut log: Log) -> Log {
        log.renamed(&self.files.log());
        log.set_part_len(self.options.part_len);
        log
    }

    fn remove_empty_log(&mut self) -> Result<()> {
        match self.log.take() {
            Some(log) if log.is_empty() && !self.poisoned => {
                self.retired = log.header().salt;
                self.files.remove_if_there(&self.files.log())
            }
            _ => Ok(()),
        }
    }
}
