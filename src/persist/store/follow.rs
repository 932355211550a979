//! Following a store that another process writes.

use std::io::ErrorKind;
use std::path::Path;

use super::super::format::io_error;
use super::super::log::{self, Position};
use super::super::vfs::{Access, VfsFile};
use super::StoreFile;
use super::open::{open_read_only, patiently, read_checkpoint_header};
use crate::error::Result;
use crate::graph::{GraphState, Op};

/// What a writer has committed since.
pub enum News {
    /// Nothing.
    Nothing,
    /// Transactions, to be applied in order to the state that was read before.
    Commits(Vec<Vec<Op>>),
    /// A new checkpoint, with what was committed since.
    State(Box<GraphState>),
}

impl StoreFile {
    /// What was committed by another process since the store was opened or refreshed. Nothing for a writer, who knows.
    pub fn refresh(&mut self) -> Result<News> {
        if !self.options.read_only {
            return Ok(News::Nothing);
        }
        patiently(|| self.look())
    }

    fn look(&mut self) -> Result<News> {
        if read_checkpoint_header(&self.files)? != self.header {
            return self.open_anew();
        }
        let path = self.files.log();
        let Some(file) = self.files.open_if_there(&path, Access::Read)? else { return Ok(News::Nothing) };
        if log::is_unborn(&*file, &path)? {
            return Ok(News::Nothing);
        }
        let Some(header) = log::read_header(&*file, &path)? else { return Ok(News::Nothing) };
        let from = match &self.read {
            Some((known, position)) if *known == header => *position,
            // The log of this checkpoint: what it shares with the one read before is left out.
            _ if header.generation == self.header.generation && header.store == self.header.store => {
                Position::start(&header)
            }
            _ => return self.open_anew(),
        };
        let mut commits = Vec::new();
        let known = self.sequence;
        let replay = log::replay(&*file, &path, &header, from, |next, frames| {
            if next.sequence > known {
                let mut ops = Vec::new();
                frames.iter().try_for_each(|frame| frame.decode(&path, &mut ops))?;
                commits.push(ops);
            }
            Ok(())
        })?;
        self.read = Some((header, replay.end));
        if commits.is_empty() {
            return Ok(News::Nothing);
        }
        make_durable(&*file, &path)?;
        self.sequence = replay.end.sequence;
        Ok(News::Commits(commits))
    }

    fn open_anew(&mut self) -> Result<News> {
        let (file, state) = open_read_only(&self.files, &self.options)?;
        *self = file;
        Ok(News::State(Box::new(state)))
    }
}

/// What a reader shows must not be taken back by a power cut: the writer may not have synced it yet. Asking for that
/// writes nothing of ours; where it cannot be asked for, nobody writes.
pub(super) fn make_durable(file: &dyn VfsFile, path: &Path) -> Result<()> {
    match file.sync_data() {
        Err(error) => match error.kind() {
            ErrorKind::PermissionDenied
            | ErrorKind::ReadOnlyFilesystem
            | ErrorKind::Unsupported
            | ErrorKind::InvalidInput => Ok(()),
            _ => Err(io_error("sync", path, error)),
        },
        Ok(()) => Ok(()),
    }
}
