//! `casegraph query`

use std::io::{self, IsTerminal, Read};
use std::sync::Arc;

use crate::error::{Error, ErrorClass};
use crate::repl::{self, Output, Place, Session};
use crate::value::{Value, json};

use super::args::{Format, QueryArgs};
use super::{Settings, Stop, open};

pub(super) fn run(args: &QueryArgs, settings: &Settings) -> Result<(), Stop> {
    let format = args.format.unwrap_or_else(|| match io::stdout().is_terminal() {
        true => Format::Table,
        false => Format::Jsonl,
    });
    let told = |stop: Stop| match stop {
        Stop::Failed(failure, None) => Stop::Failed(failure, Some(format)),
        other => other,
    };
    execute(args, format, settings).map_err(told)
}

fn execute(args: &QueryArgs, format: Format, settings: &Settings) -> Result<(), Stop> {
    let text = match args.cypher.as_str() {
        "-" => io::read_to_string(io::stdin().lock().take(crate::syntax::MAX_STATEMENT_BYTES as u64 + 1))
            .map_err(not_text)?,
        text => text.to_owned(),
    };
    let database = open::open(&args.store, false)?;
    let place = match database.path() {
        None => Place::Memory(None),
        Some(path) => Place::File { path: path.to_owned(), readonly: args.store.readonly },
    };
    let mut session = Session::new(database, place, Output::stdout(settings.color));
    session.settings.format = render_format(format);
    session.settings.timer = format == Format::Table && !settings.quiet;
    session.settings.budgets = open::budgets(&args.budget);
    for param in &args.params {
        let (name, value) = parameter(param)?;
        session.parameters.insert(name, value);
    }
    session.run_text(&text)?;
    Ok(())
}

fn not_text(error: io::Error) -> Error {
    Error::new(ErrorClass::DataError, "InvalidUtf8", format!("standard input is no text: {error}"))
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
    let value = json::from_json(value).unwrap_or_else(|_| Value::String(value.into()));
    Ok((Arc::from(name.trim_start_matches('$')), value))
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
