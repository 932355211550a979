//! Keeping other output from being written over a store.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::format::{LOG_MAGIC, STORE_MAGIC};
use crate::error::{Error, ErrorClass, Result};

/// Fails when a store's file or log lies at `path`, which an export is about to replace.
pub fn refuse_overwriting(path: &Path) -> Result<()> {
    let mut magic = [0; STORE_MAGIC.len()];
    // What cannot be opened or is shorter is no store; opening it for writing tells what is wrong with it. Only
    // regular files are read: a pipe would be emptied or waited for.
    let is_file = std::fs::metadata(path).is_ok_and(|metadata| metadata.is_file());
    let read = is_file && File::open(path).and_then(|mut file| file.read_exact(&mut magic)).is_ok();
    if read && (magic == STORE_MAGIC || magic == LOG_MAGIC) {
        return Err(Error::new(
            ErrorClass::IoError,
            "WouldOverwriteStore",
            format!("{} is a casegraph store; it is not overwritten", path.display()),
        )
        .hint("name another file, or remove this one first"));
    }
    Ok(())
}
