//! `casegraph import`

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::database::Database;
use crate::error::{Error, ErrorClass};
use crate::graph::WriteTransaction;
use crate::import::{self, ImportReport, Progress, TableSpec, split_argument};
use crate::repl::render::counted;

use super::args::{ImportCommand, TableArgs};
use super::progress::Bar;
use super::{Settings, Stop, open};

pub(super) fn run(command: &ImportCommand, settings: &Settings) -> Result<(), Stop> {
    match command {
        ImportCommand::Cypher { store, files } => run_cypher(store, files, settings),
        ImportCommand::Csv { tables, delimiter } => run_tables(tables, settings, |txn, spec, progress| {
            import::csv::import(txn, spec, *delimiter, progress)
        }),
        #[cfg(feature = "parquet")]
        ImportCommand::Parquet(tables) => {
            import::parquet::keep_decoders_quiet();
            run_tables(tables, settings, import::parquet::import)
        }
        #[cfg(not(feature = "parquet"))]
        ImportCommand::Parquet(_) => without_parquet(),
    }
}

/// All scripts in one transaction.
fn run_cypher(store: &Path, files: &[PathBuf], settings: &Settings) -> Result<(), Stop> {
    let started = Instant::now();
    files.iter().try_for_each(|file| check_is_there(file))?;
    let database = open::open_path(store, false, true)?;
    let mut transaction = database.write()?;
    let progress = Bar::new(settings.quiet);
    let report =
        import::cypher::import(files, &progress, |statement| transaction.query(statement).run().map(|_| ()))?;
    transaction.commit()?;
    drop(progress);
    finish(database, settings, &counted(report.statements, "statement"), started)
}

/// Usage that this program was not built for, which ends like any wrong usage.
#[cfg(not(feature = "parquet"))]
fn without_parquet() -> ! {
    use clap::CommandFactory;

    let message =
        "this program was built without Parquet; build it with it: cargo build --release --features parquet";
    super::args::Cli::command().error(clap::error::ErrorKind::InvalidSubcommand, message).exit()
}

fn run_tables(
    args: &TableArgs,
    settings: &Settings,
    import: impl FnOnce(&mut WriteTransaction, &TableSpec, &dyn Progress) -> crate::Result<ImportReport>,
) -> Result<(), Stop> {
    let started = Instant::now();
    let spec = TableSpec {
        nodes: args.nodes.iter().map(|text| node_file(text)).collect(),
        relationships: args.relationships.iter().map(|text| relationship_file(text)).collect(),
        skip_bad: args.skip_bad,
    };
    if spec.nodes.is_empty() && spec.relationships.is_empty() {
        return Err(Error::new(ErrorClass::ArgumentError, "NothingToImport", "no file was given")
            .hint("name files with --nodes Label=FILE and --relationships TYPE=FILE")
            .into());
    }
    spec.nodes.iter().try_for_each(|(_, file)| check_is_there(file))?;
    spec.relationships.iter().try_for_each(|(_, file)| check_is_there(file))?;
    let database = open::open_path(&args.store, false, true)?;
    let mut transaction = database.write()?;
    let progress = Bar::new(settings.quiet);
    let report = import(transaction.graph(), &spec, &progress)?;
    transaction.commit()?;
    drop(progress);
    tell_bad_rows(&report)?;
    let what = [
        (report.nodes, "node"),
        (report.relationships, "relationship"),
        (report.properties, "property value"),
    ]
    .map(|(count, what)| counted(count, what));
    let what = format!("{} from {}", what.join(", "), counted(report.rows, "row"));
    finish(database, settings, &what, started)
}

/// A store is not made for a file that is not there.
fn check_is_there(file: &Path) -> Result<(), Error> {
    std::fs::metadata(file).map(|_| ()).map_err(|error| {
        let message = format!("cannot read {}: {error}", file.display());
        Error::new(ErrorClass::IoError, "ReadFailed", message).hint("check the path").caused_by(error)
    })
}

/// The rows that `--skip-bad` left out.
fn tell_bad_rows(report: &ImportReport) -> io::Result<()> {
    let mut err = io::stderr().lock();
    for row in &report.bad_rows {
        writeln!(err, "{row}")?;
    }
    let listed = report.bad_rows.len() as u64;
    match report.bad {
        0 => Ok(()),
        bad if bad > listed => {
            writeln!(err, "... and {} more; left out: {}", bad - listed, counted(bad, "row"))
        }
        bad => writeln!(err, "left out: {}", counted(bad, "row")),
    }
}

/// `Label:Label=FILE`, or a file with a `:LABEL` column.
fn node_file(text: &str) -> (Vec<String>, PathBuf) {
    let (labels, file) = split_argument(text);
    let labels = labels.unwrap_or_default();
    (labels.split(':').filter(|label| !label.is_empty()).map(str::to_owned).collect(), file)
}

/// `TYPE=FILE`, or a file with a `:TYPE` column.
fn relationship_file(text: &str) -> (Option<String>, PathBuf) {
    let (rel_type, file) = split_argument(text);
    (rel_type.map(|rel_type| rel_type.trim_start_matches(':').to_owned()), file)
}

fn finish(database: Database, settings: &Settings, what: &str, started: Instant) -> Result<(), Stop> {
    let snapshot = database.snapshot();
    let (nodes, relationships) = (snapshot.node_count(), snapshot.relationship_count());
    drop(snapshot);
    database.close()?;
    if !settings.quiet {
        writeln!(
            io::stdout(),
            "imported {what} in {:.2} s; the store holds {} and {}",
            started.elapsed().as_secs_f64(),
            counted(nodes, "node"),
            counted(relationships, "relationship")
        )?;
    }
    Ok(())
}
