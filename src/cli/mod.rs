//! The command line: a thin door to the same database that programs embed. One file for each subcommand.

pub mod args;
mod check;
mod export;
mod import;
mod info;
mod manual;
mod open;
mod path;
mod progress;
mod query;
mod shell;
mod store;

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use clap::Parser;

use crate::error::Error;
use crate::repl::{Failure, no_color};

use self::args::{Cli, Command, ExportCommand, Format};

/// What a command needs beside its arguments.
struct Settings {
    /// Colour was not refused.
    color: bool,
    /// Nothing but the answer is wanted.
    quiet: bool,
}

/// How a command ended, when it did not succeed.
enum Stop {
    /// With an error, to be told on standard error. Under a JSON format it is told as JSON.
    Failed(Box<Failure>, Option<Format>),
    /// Nobody reads the output any more, which is no error.
    BrokenPipe,
    /// After everything was said: findings of `check`, failed statements of a session.
    Unsuccessful,
}

impl Stop {
    /// The same end, its error told in this format.
    fn told_as(self, format: Option<Format>) -> Stop {
        match self {
            Stop::Failed(failure, None) => Stop::Failed(failure, format),
            other => other,
        }
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Stop {
        Failure::from(error).into()
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Stop {
        if is_broken_pipe(&failure.error) {
            return Stop::BrokenPipe;
        }
        Stop::Failed(Box::new(failure), None)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Stop {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Stop::BrokenPipe;
        }
        Error::new(crate::ErrorClass::IoError, "WriteFailed", format!("cannot write: {error}"))
            .caused_by(error)
            .into()
    }
}

fn is_broken_pipe(error: &Error) -> bool {
    let source = std::error::Error::source(error).and_then(|source| source.downcast_ref::<io::Error>());
    source.is_some_and(|source| source.kind() == io::ErrorKind::BrokenPipe)
}

/// Runs the command line: 0 on success, 1 when a query or data is wrong, 2 for wrong usage.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let color = !cli.no_color && !no_color();
    let settings = Settings { color, quiet: cli.quiet };
    let ended = match cli.command {
        None => shell::run_case(&settings),
        Some(Command::Shell(args)) => shell::run(&args, &settings),
        Some(Command::Query(args)) => query::run(&args, &settings),
        Some(Command::Path(args)) => path::run(&args),
        Some(Command::Import(command)) => import::run(&command, &settings),
        Some(Command::Export(command)) => export::run(&command),
        Some(Command::Info(args)) => info::run(&args),
        Some(Command::Check(args)) => check::run(&args, &settings),
        Some(Command::Backup { store, file }) => store::backup(&store, &file, &settings),
        Some(Command::Restore { file, store }) => store::restore(&file, &store, &settings),
        Some(Command::Recover { store, new }) => store::recover(&store, &new, &settings),
        Some(Command::Compact { store }) => store::compact(&store, &settings),
        Some(Command::Upgrade { store }) => store::upgrade(&store, &settings),
        Some(Command::Dump(args)) => export::run(&ExportCommand::Cypher(args)),
        Some(Command::Completions { shell }) => manual::completions(shell),
        Some(Command::Man { command }) => manual::man(&command),
    };
    match ended {
        Ok(()) | Err(Stop::BrokenPipe) => ExitCode::SUCCESS,
        Err(Stop::Unsuccessful) => ExitCode::from(1),
        Err(Stop::Failed(failure, format)) => {
            report(&failure, format, color && io::stderr().is_terminal());
            ExitCode::from(1)
        }
    }
}

fn report(failure: &Failure, format: Option<Format>, color: bool) {
    let text = match format {
        Some(Format::Json | Format::Jsonl) => failure.json().to_string(),
        _ => failure.text(color).trim_end().to_owned(),
    };
    // There is nobody left to tell when standard error is gone.
    let _ = writeln!(io::stderr(), "{text}");
}
