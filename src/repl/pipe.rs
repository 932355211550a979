//! The shell in a pipe: statements and commands come in, answers go out as soon as they are there, so that a program can
//! drive it.

use std::io::{BufRead, Write};

use super::Ended;
use super::failure::Failure;
use super::interrupt::WhenIdle;
use super::render::{self, Format, RenderError};
use super::script::{Item, command_line, items};
use super::session::{Flow, Session};
use crate::error::{Error, ErrorClass, Result};

/// Input without the end of a statement is refused beyond this.
const LONGEST: usize = 256 * 1024 * 1024;

/// Reads statements and commands from `input` until it ends and answers on the session's output.
///
/// With [`Format::Json`] it is a protocol: each statement and each command is answered with exactly one line, errors
/// included, and it goes on after an error. With the other formats it is a script: it stops at the first error, which
/// goes to standard error.
pub fn run_pipe(mut session: Session, mut input: impl BufRead, format: Format) -> Result<Ended> {
    session.interrupt().install(WhenIdle::Exit)?;
    session.settings.format = format;
    session.protocol = format == Format::Json;
    let mut pending = String::new();
    loop {
        let (line, ended) = read_line(&mut input)?;
        pending.push_str(&line);
        let (done, step) = run_pending(&mut session, &pending, &line, ended)?;
        match step {
            Step::Go => {}
            Step::Quit => return Ok(Ended::Well),
            Step::Failed => return Ok(Ended::WithErrors),
        }
        pending.drain(..done);
        if pending.len() > LONGEST {
            let message = format!("a statement is longer than {LONGEST} bytes");
            return Err(Error::new(ErrorClass::BudgetExceeded, "StatementTooLong", message));
        }
        if ended {
            return Ok(Ended::Well);
        }
    }
}

enum Step {
    Go,
    Quit,
    Failed,
}

/// A line with its end, and whether it was the last. Bytes that are no UTF-8 become replacement characters, which the
/// parser refuses outside of quotes.
fn read_line(input: &mut impl BufRead) -> Result<(String, bool)> {
    let mut bytes = Vec::new();
    input.read_until(b'\n', &mut bytes).map_err(|error| {
        Error::new(ErrorClass::IoError, "ReadFailed", format!("cannot read the input: {error}"))
            .caused_by(error)
    })?;
    let ended = !bytes.ends_with(b"\n");
    Ok((String::from_utf8_lossy(&bytes).into_owned(), ended))
}

/// Runs what is complete in `pending`, whose last line has just come; returns how many bytes are done with.
fn run_pending(session: &mut Session, pending: &str, line: &str, ended: bool) -> Result<(usize, Step)> {
    // Looking at the whole text for every line of a long statement would be quadratic; only `;` ends one.
    let alone =
        pending.len() == line.len() && (command_line(line.trim_start()).is_some() || line.trim().is_empty());
    if !ended && !alone && !line.contains(';') {
        return Ok((0, Step::Go));
    }
    let mut done = 0;
    for located in items(pending) {
        if !ended && matches!(located.item, Item::Statement(_, false)) {
            break;
        }
        done = located.end;
        match answer(session, located.item)? {
            Step::Go => {}
            other => return Ok((done, other)),
        }
    }
    Ok((done, Step::Go))
}

fn answer(session: &mut Session, item: Item<'_>) -> Result<Step> {
    match session.run_item(item) {
        Ok(Flow::Continue) => Ok(Step::Go),
        Ok(Flow::Quit) => {
            if session.protocol {
                acknowledge(session)?;
            }
            Ok(Step::Quit)
        }
        Err(failure) if is_broken_pipe(&failure.error) => Ok(Step::Quit),
        Err(failure) if session.protocol => answer_error(session, &failure),
        Err(failure) => {
            let text = failure.text(false);
            // There is nobody left to tell if standard error is gone.
            let _ = std::io::stderr().write_all(text.as_bytes());
            Ok(Step::Failed)
        }
    }
}

fn answer_error(session: &mut Session, failure: &Failure) -> Result<Step> {
    written(session.output().notice(|out, _| render::write_json(&failure.json(), out)))
}

fn acknowledge(session: &mut Session) -> Result<Step> {
    written(session.output().notice(|out, _| render::write_json(&serde_json::json!({}), out)))
}

/// A reader that went away ends the session quietly.
fn written(result: Result<(), RenderError>) -> Result<Step> {
    match result {
        Ok(()) => Ok(Step::Go),
        Err(error) if error.is_broken_pipe() => Ok(Step::Quit),
        Err(error) => Err(error.into()),
    }
}

/// Whether the error comes from a reader that went away.
fn is_broken_pipe(error: &Error) -> bool {
    let source = std::error::Error::source(error).and_then(|source| source.downcast_ref::<std::io::Error>());
    source.is_some_and(|source| source.kind() == std::io::ErrorKind::BrokenPipe)
}
