//! `casegraph export`

use std::fs::File;
use std::io::{self, BufWriter, Write};

use crate::database::Database;
use crate::error::{Error, ErrorClass};
use crate::export::{self, DotOptions, Selection};
use crate::persist;
use crate::repl::Failure;

use super::args::{ExportArgs, ExportCommand, RankDir};
use super::{Stop, open};

pub(super) fn run(command: &ExportCommand) -> Result<(), Stop> {
    match command {
        ExportCommand::Dot { common, legend, rankdir, evidence } => {
            let options =
                DotOptions { legend: *legend, rankdir: rankdir.map(direction), ..DotOptions::default() };
            let everything = if *evidence { Selection::everything } else { Selection::without_evidence };
            write(common, everything, |graph, selection, out| {
                export::write_dot(graph, selection, &options, out)
            })
        }
        ExportCommand::Json(common) => write(common, Selection::everything, export::write_json),
        ExportCommand::Cypher(common) => write(common, Selection::everything, export::write_cypher),
    }
}

fn direction(rankdir: RankDir) -> export::RankDir {
    match rankdir {
        RankDir::Lr => export::RankDir::LeftRight,
        RankDir::Tb => export::RankDir::TopBottom,
        RankDir::Rl => export::RankDir::RightLeft,
        RankDir::Bt => export::RankDir::BottomTop,
    }
}

type Graph = crate::graph::GraphState;

fn write(
    args: &ExportArgs,
    everything: impl Fn(&Graph) -> Selection,
    write: impl Fn(&Graph, &Selection, &mut dyn Write) -> crate::Result<()>,
) -> Result<(), Stop> {
    let database = open::open_path(&args.store.store, true, false)?;
    let snapshot = database.snapshot();
    let selection = match &args.query {
        None => everything(&snapshot),
        Some(query) => selected(&database, query).map_err(|error| Failure::new(error, query))?,
    };
    match &args.output {
        None => {
            let mut out = BufWriter::new(io::stdout().lock());
            write(&snapshot, &selection, &mut out)?;
            out.flush()?;
        }
        Some(path) => {
            let failed = |error: io::Error| {
                Error::new(
                    ErrorClass::IoError,
                    "WriteFailed",
                    format!("cannot write {}: {error}", path.display()),
                )
            };
            persist::refuse_overwriting(path)?;
            let mut out = BufWriter::new(File::create(path).map_err(failed)?);
            write(&snapshot, &selection, &mut out)?;
            out.flush().map_err(failed)?;
        }
    }
    Ok(snapshot.intact()?)
}

/// The graph part of a query's answer.
fn selected(database: &Database, query: &str) -> crate::Result<Selection> {
    let transaction = database.read();
    let mut result = transaction.query(query).run()?;
    let mut selection = Selection::default();
    while let Some(row) = result.next_row()? {
        row.values().iter().for_each(|value| selection.add(transaction.snapshot(), value));
    }
    if selection.is_empty() {
        return Err(Error::new(
            ErrorClass::ArgumentError,
            "NothingToExport",
            "the answer has no nodes, relationships or paths",
        )
        .hint("return the elements themselves, for example MATCH p = (a)-->(b) RETURN p"));
    }
    Ok(selection)
}
