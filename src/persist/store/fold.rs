//! Making checkpoints. The graph is written without holding up anybody: commits go on in the log, and readers in their files.
//! Only putting the new checkpoint in place is done between two commits.

use super::super::checkpoint::{self, Origin};
use super::super::files::{Files, random};
use super::super::format::{FORMAT_MINOR, Header, STORE_MAGIC, io_error};
use super::super::log::{self, Log, Position};
use super::super::vfs::VfsFile;
use super::StoreFile;
use crate::error::{Error, Result};
use crate::graph::GraphState;

/// A checkpoint that is being made: of the state after the last commit when it was begun.
pub struct Fold {
    files: Files,
    header: Header,
    origin: Origin,
    /// Where the log goes on behind the checkpoint.
    rest: Option<Position>,
    written: Option<Written>,
}

/// A checkpoint that is durable and not yet in place.
pub(in crate::persist) struct Written {
    /// Locked already, for its writer to hold.
    pub file: Box<dyn VfsFile>,
    /// Bytes of the file.
    pub len: u64,
}

impl Fold {
    /// Writes the state beside the store. Others may commit meanwhile.
    pub fn write(&mut self, state: &GraphState) -> Result<()> {
        self.written = Some(write_checkpoint(&self.files, &self.header, self.origin, state)?);
        Ok(())
    }
}

impl StoreFile {
    /// Begins a checkpoint of the state after the last commit, which the caller has to take at this moment.
    pub fn begin_checkpoint(&mut self) -> Result<Fold> {
        self.check_writable()?;
        // The checkpoint has to name the log that goes on behind it.
        let rest = self.begun_log()?.end();
        self.tried_at = rest.at + self.options.fold_len / 4;
        Ok(self.fold(self.sequence, Some(rest)))
    }

    /// Puts a written checkpoint in place, and what was committed since its beginning into a log of its own.
    pub fn finish_checkpoint(&mut self, mut fold: Fold) -> Result<()> {
        if self.is_poisoned() || fold.header.generation != self.header.generation + 1 {
            // The error at hand says more; the next opening removes the file.
            let _ = self.files.remove_if_there(&self.files.new_checkpoint());
            self.check_writable()?;
            return Err(Error::internal("another checkpoint was made meanwhile"));
        }
        if let Some(log) = &mut self.log {
            // It must reach as far as the checkpoint, which says so.
            log.sync()?;
        }
        self.put_in_place(&mut fold)?;
        match (self.log.take(), fold.rest) {
            (Some(log), Some(rest)) if log.end() != rest => self.rotate(log, rest),
            (Some(_), _) => {
                self.remove_folded_log();
                Ok(())
            }
            (None, _) => Ok(()),
        }
    }

    fn remove_folded_log(&self) {
        // One that stays is known by the checkpoint that was made from it.
        let _ = self.files.remove_if_there(&self.files.log());
    }

    /// Saves the state, which contains every commit of the log, as a new checkpoint without a log.
    pub fn checkpoint(&mut self, state: &GraphState) -> Result<()> {
        self.check_writable()?;
        let mut fold = self.fold(self.sequence, self.log.as_ref().map(Log::end));
        fold.write(state)?;
        self.finish_checkpoint(fold)
    }

    /// Commits a state of which the log does not know how it came about.
    pub(super) fn save_whole(&mut self, state: &GraphState) -> Result<()> {
        self.check_writable()?;
        let mut fold = self.fold(self.sequence + 1, None);
        fold.write(state)?;
        self.put_in_place(&mut fold)?;
        self.sequence = fold.header.base;
        self.log = None;
        self.remove_folded_log();
        Ok(())
    }

    fn fold(&self, base: u64, rest: Option<Position>) -> Fold {
        let chain = rest.map(|rest| rest.chain);
        let generation = self.header.generation + 1;
        let header = Header { minor: FORMAT_MINOR, generation, salt: random(), base, ..self.header };
        let salt = self.log.as_ref().map_or(self.retired, |log| log.header().salt);
        Fold { files: self.files.clone(), header, origin: Origin { salt, chain }, rest, written: None }
    }

    fn put_in_place(&mut self, fold: &mut Fold) -> Result<()> {
        let Some(written) = fold.written.take() else {
            return Err(Error::internal("the checkpoint was not written"));
        };
        // From here on the folder may name either file: only after its sync is it certain which.
        self.poisoned = true;
        self.files.replace(&self.files.new_checkpoint(), &self.files.path)?;
        self.poisoned = false;
        self.header = fold.header;
        self.retired = fold.origin.salt;
        self.tried_at = 0;
        self.checkpoint_len = written.len;
        if let Some(lock) = &mut self.lock {
            lock.hold(written.file);
        }
        Ok(())
    }

    /// Moves the commits behind `rest` to a new log. Until it has its name the old one serves, and goes on to when there
    /// cannot be a new one.
    fn rotate(&mut self, old: Log, rest: Position) -> Result<()> {
        match self.copy_rest(&old, rest) {
            Ok(new) => {
                self.log = Some(old);
                // From here on either may have the name, and only one of them can be written.
                self.poisoned = true;
                self.files.replace(&self.files.new_log(), &self.files.log())?;
                self.poisoned = false;
                self.log = Some(self.named(new));
            }
            Err(_) => self.log = Some(old),
        }
        Ok(())
    }

    fn copy_rest(&self, old: &Log, rest: Position) -> Result<Log> {
        let path = self.files.new_log();
        let header = Header { salt: random(), ..*old.header() };
        let header =
            Header { generation: self.header.generation, base: rest.sequence, minor: FORMAT_MINOR, ..header };
        let mut new = Log::create(self.files.create(&path)?, &path, &header)?;
        log::replay(old.file(), &self.files.log(), old.header(), rest, |_, frames| {
            frames.iter().try_for_each(|frame| new.copy_frame(&frame.header, &frame.payload))
        })?;
        new.sync()?;
        match new.end().sequence == old.end().sequence {
            true => Ok(new),
            false => Err(Error::internal("the log is shorter than it was")),
        }
    }
}

/// Writes a checkpoint beside the store; nothing is left behind on an error.
pub(in crate::persist) fn write_checkpoint(
    files: &Files,
    header: &Header,
    origin: Origin,
    state: &GraphState,
) -> Result<Written> {
    let new = files.new_checkpoint();
    let header = Header { magic: STORE_MAGIC, ..*header };
    let file = files.create(&new)?;
    let written = checkpoint::write(&*file, &new, &header, origin, state).and_then(|len| {
        // Nobody else knows the file yet.
        file.try_lock().map_err(|error| io_error("lock", &new, error))?;
        Ok(len)
    });
    match written {
        Ok(len) => Ok(Written { file, len }),
        Err(error) => {
            // The error at hand says more than a failed clean-up would; the next opening removes the file.
            let _ = files.vfs.remove(&new);
            Err(error)
        }
    }
}
