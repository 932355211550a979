//! `casegraph check`

use std::io::{self, Write};

use crate::repl::render::counted;

use super::args::StoreArgs;
use super::{Settings, Stop, open};

/// Reads everything, which verifies every checksum, and checks the invariants between the parts.
pub(super) fn run(args: &StoreArgs, settings: &Settings) -> Result<(), Stop> {
    let database = open::open_path(&args.store, true, false)?;
    let snapshot = database.snapshot();
    let findings = snapshot.check();
    let mut out = io::stdout().lock();
    for finding in &findings {
        writeln!(out, "{finding}")?;
    }
    if !findings.is_empty() {
        return Err(Stop::Unsuccessful);
    }
    if !settings.quiet {
        writeln!(
            out,
            "{}: sound, {} and {}",
            args.store.display(),
            counted(snapshot.node_count(), "node"),
            counted(snapshot.relationship_count(), "relationship")
        )?;
    }
    Ok(())
}
