//! `casegraph shell`, and `casegraph` alone.

use std::io::{self, IsTerminal};

use crate::case;
use crate::database::{Database, OpenOptions};
use crate::repl::{self, Output, Place, Session};

use super::args::{Format, ShellArgs};
use super::{Settings, Stop, open};

/// The shell on the KORUS case, in memory.
pub(super) fn run_case(settings: &Settings) -> Result<(), Stop> {
    let place = Place::Memory(Some("KORUS case".to_owned()));
    let database = case::korus_with(OpenOptions::default().csv_root("."))?;
    let mut session = Session::new(database, place, Output::stdout(settings.color));
    session.settings.timer = !settings.quiet;
    drive(session, None, settings)
}

pub(super) fn run(args: &ShellArgs, settings: &Settings) -> Result<(), Stop> {
    open_and_drive(args, settings).map_err(|stop| stop.told_as(args.format))
}

fn open_and_drive(args: &ShellArgs, settings: &Settings) -> Result<(), Stop> {
    let database = open::open_shell(args)?;
    if let Some(dialect) = args.dialect {
        database.set_dialect(dialect);
    }
    let mut session = Session::new(database.clone(), place(args, &database), Output::stdout(settings.color));
    session.output().csv_safe = args.csv_safe;
    session.settings.budgets = open::budgets(&args.budget);
    session.settings.timer = !settings.quiet;
    if let Some(init) = &args.init {
        session.read_file(init)?;
    }
    drive(session, args.format, settings)
}

fn place(args: &ShellArgs, database: &Database) -> Place {
    match database.path() {
        None => Place::Memory(None),
        Some(path) => Place::File { path: path.to_owned(), readonly: args.store.readonly },
    }
}

/// Interactive on a terminal, otherwise a statement or command after the other from the pipe.
fn drive(mut session: Session, format: Option<Format>, settings: &Settings) -> Result<(), Stop> {
    let interactive = io::stdin().is_terminal() && io::stdout().is_terminal();
    if interactive && format != Some(Format::Json) {
        if let Some(format) = format {
            session.settings.format = super::query::render_format(format);
        }
        return match repl::run_interactive(session, settings.quiet)? {
            repl::Ended::Well => Ok(()),
            repl::Ended::WithErrors => Err(Stop::Unsuccessful),
        };
    }
    let format = format.unwrap_or(Format::Table);
    match repl::run_pipe(session, io::stdin().lock(), super::query::render_format(format))? {
        repl::Ended::Well => Ok(()),
        repl::Ended::WithErrors => Err(Stop::Unsuccessful),
    }
}
