//! `casegraph backup`, `restore`, `recover`, `compact` and `upgrade`: what is done to a store's files.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use crate::database::{Database, OpenOptions};
use crate::graph::GraphState;
use crate::persist::{self, Backup, OsVfs, StoreOptions, Vfs};
use crate::repl::render::{counted, safe_text};

use super::{Settings, Stop, open};

fn disk() -> Arc<dyn Vfs> {
    Arc::new(OsVfs)
}

pub(super) fn backup(store: &Path, file: &Path, settings: &Settings) -> Result<(), Stop> {
    let database = open::open_path(store, true, false)?;
    let snapshot = database.snapshot();
    database.backup(file)?;
    tell(file, "a copy", &snapshot, settings)
}

pub(super) fn restore(file: &Path, store: &Path, settings: &Settings) -> Result<(), Stop> {
    persist::restore(file, store, &disk())?;
    let database = open::open_path(store, true, false)?;
    tell(store, "restored", &database.snapshot(), settings)
}

/// What is lost goes to standard output, a line for each; the command succeeds only when nothing is.
pub(super) fn recover(store: &Path, new: &Path, settings: &Settings) -> Result<(), Stop> {
    let salvaged = persist::salvage(store, &disk())?;
    Backup::of_nothing().write(&salvaged.state, new, &disk())?;
    let mut out = io::stdout().lock();
    for lost in &salvaged.lost {
        writeln!(out, "{}", safe_text(lost))?;
    }
    drop(out);
    tell(new, "saved", &salvaged.state, settings)?;
    if salvaged.lost.is_empty() { Ok(()) } else { Err(Stop::Unsuccessful) }
}

pub(super) fn compact(store: &Path, settings: &Settings) -> Result<(), Stop> {
    let database = open::open_path(store, false, false)?;
    let size =
        |database: &Database| database.store_info().map_or(0, |info| info.checkpoint_len + info.log_len);
    let before = size(&database);
    database.checkpoint()?;
    let after = size(&database);
    database.close()?;
    if !settings.quiet {
        writeln!(io::stdout(), "{}: {before} bytes before, {after} now", store.display())?;
    }
    Ok(())
}

pub(super) fn upgrade(store: &Path, settings: &Settings) -> Result<(), Stop> {
    let before = open::open_path(store, true, false)?.store_info().map(|info| info.format);
    let options = StoreOptions { upgrade: true, create: false, ..StoreOptions::default() };
    let database = Database::open_with(store, OpenOptions { store: options, ..OpenOptions::default() })?;
    let after = database.store_info().map(|info| info.format);
    database.close()?;
    if let (Some((major, minor)), Some((new_major, new_minor)), false) = (before, after, settings.quiet) {
        let what = format!("format {new_major}.{new_minor}, was {major}.{minor}");
        writeln!(io::stdout(), "{}: {what}", store.display())?;
    }
    Ok(())
}

fn tell(path: &Path, what: &str, graph: &GraphState, settings: &Settings) -> Result<(), Stop> {
    if settings.quiet {
        return Ok(());
    }
    let nodes = counted(graph.node_count(), "node");
    let relationships = counted(graph.relationship_count(), "relationship");
    Ok(writeln!(io::stdout(), "{}: {what}, {nodes} and {relationships}", path.display())?)
}
