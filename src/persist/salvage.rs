//! Saving what can be saved of a damaged store, and telling what cannot.

use std::path::Path;
use std::sync::Arc;

use super::checkpoint;
use super::files::Files;
use super::format::io_error;
use super::log::{self, salvage as salvage_log};
use super::vfs::{Access, Vfs};
use crate::error::Result;
use crate::graph::GraphState;
use crate::graph::image::Salvage;

/// What could be saved of a store.
pub struct Salvaged {
    /// All that verifies.
    pub state: GraphState,
    /// What is lost or may be, one line for each element or part.
    pub lost: Vec<String>,
}

/// Reads the store at `path` without changing anything. Fails only when nothing of it can be read: its header
/// holds what all checksums are made with.
pub fn salvage(path: &Path, vfs: &Arc<dyn Vfs>) -> Result<Salvaged> {
    let path = vfs.resolve(path).map_err(|error| io_error("find", path, error))?;
    let files = Files { vfs: vfs.clone(), path };
    let file = files.open(&files.path, Access::Read)?;
    let header = checkpoint::read_header(&*file, &files.path)?;
    let scan = checkpoint::scan(&*file, &files.path, &header)?;
    let mut lost = Vec::new();
    for (at, len) in &scan.broken {
        lost.push(format!("{len} bytes from byte {at} of {} on are damaged", files.path.display()));
    }
    let mut salvage = Salvage::new(scan.sections, scan.names);
    let mut state = salvage.build()?;
    lost.append(&mut salvage.lost);
    apply_log(&files, &header, &mut state, &mut lost)?;
    Ok(Salvaged { state, lost })
}

fn apply_log(
    files: &Files,
    header: &super::format::Header,
    state: &mut GraphState,
    lost: &mut Vec<String>,
) -> Result<()> {
    let path = files.log();
    let Some(file) = files.open_if_there(&path, Access::Read)? else { return Ok(()) };
    let log_header = match log::read_header(&*file, &path) {
        Ok(Some(log_header)) if log_header.store == header.store => log_header,
        Ok(None) => return Ok(()),
        Ok(Some(_)) => {
            lost.push(format!("{} is of another store", path.display()));
            return Ok(());
        }
        Err(error) => {
            lost.push(format!("{}; what was committed since the checkpoint is lost", error.message()));
            return Ok(());
        }
    };
    salvage_log(&*file, &path, &log_header, |sequence, ops| {
        if sequence <= header.base {
            return;
        }
        for op in ops {
            if let Err(error) = state.apply(&op) {
                lost.push(format!(
                    "commit {sequence}: {op:?} does not fit what is left: {}",
                    error.message()
                ));
            }
        }
    })
    .map(|problems| lost.extend(problems))
}
