//! `casegraph query`

use std::io::{self, IsTerminal, Read};
use std::sync::Arc;

use crate::error::{Error, ErrorClass};
use crate::repl::{self, Output, Place, Session};
use crate::value::Value;

use super::args::{Format, QueryArgs};
use super::{Settings, Stop, open};

/// A script from standard input is refused beyond this.
const LONGEST: u64 = 256 << 20;

pub(super) fn run(args: &QueryArgs, settings: &Settings) -> Result<(), Stop> {
    let format = args.format.unwrap_or_else(|| match io::stdout().is_terminal() {
        true => Format::Table,
        false => Format::Jsonl,
    });
    execute(args, format, settings).map_err(|stop| stop.told_as(Some(format)))
}

fn execute(args: &QueryArgs, format: Format, settings: &Settings) -> Result<(), Stop> {
    let text = match args.cypher.as_str() {
        "-" => read_script()?,
        text => text.to_owned(),
    };
    let database = open::open(&args.store, &args.csv, &args.budget, false)?;
    if let Some(dialect) = args.dialect {
        database.set_dialect(dialect);
    }
    let place = match database.path() {
        None => Place::Memory(None),
        Some(path) => Place::File { path: path.to_owned(), readonly: args.store.readonly },
    };
    let mut session = Session::new(database, place, Output::stdout(settings.color));
    session.output().csv_safe = args.csv_safe;
    session.settings.format = render_format(format);
    session.settings.timer = format == Format::Table && !settings.quiet;
    session.settings.budgets = open::budgets(&args.budget);
    for param in &args.params {
        let (name, value) = parameter(param)?;
        session.parameters.insert(name, value);
    }
    if repl::is_empty_script(&text) {
        return Err(
            Error::new(ErrorClass::ArgumentError, "NoStatement", "there is no statement to run").into()
        );
    }
    session.run_text(&text)?;
    Ok(())
}

/// All of standard input, up to what is too long anyway.
fn read_script() -> Result<String, Error> {
    let mut bytes = Vec::new();
    io::stdin().lock().take(LONGEST + 1).read_to_end(&mut bytes).map_err(|error| {
        let message = format!("cannot read standard input: {error}");
        Error::new(ErrorClass::IoError, "ReadFailed", message).caused_by(error)
    })?;
    if bytes.len() as u64 > LONGEST {
        let message = format!("standard input has more than {LONGEST} bytes");
        return Err(Error::new(ErrorClass::BudgetExceeded, "ScriptTooLong", message)
            .hint("load large scripts with `casegraph import cypher`"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = 1 + good.iter().filter(|byte| **byte == b'\n').count();
        let message = format!("standard input is not UTF-8 in line {line}");
        Error::new(ErrorClass::DataError, "InvalidUtf8", message)
    })
}

/// `name=JSON`, or `name=text` when what follows is no JSON.
fn parameter(text: &str) -> Result<(Arc<str>, Value), Error> {
    let Some((name, value)) = text.split_once('=').filter(|(name, _)| !name.is_empty()) else {
        return Err(Error::new(
            ErrorClass::ArgumentError,
            "InvalidParameter",
            format!("`{text}` is no NAME=VALUE"),
        ));
    };
    Ok((Arc::from(name.trim_start_matches('$')), repl::value_or_text(value)?))
}

/// The shell's name for a format.
pub(super) fn render_format(format: Format) -> repl::Format {
    match format {
        Format::Table => repl::Format::Table,
        Format::Json => repl::Format::Json,
        Format::Jsonl => repl::Format::Jsonl,
        Format::Csv => repl::Format::Csv,
        Format::Markdown => repl::Format::Markdown,
    }
}
