//! The shell in a pipe: statements and commands come in, answers go out as soon as they are there, so that a program can
//! drive it.

use std::borrow::Cow;
use std::io::{BufRead, Write};

use super::Ended;
use super::failure::Failure;
use super::interrupt::WhenIdle;
use super::render::{self, Format, RenderError};
use super::script::{Item, command_line, items, skipped};
use super::session::{Flow, Session};
use crate::error::{Error, ErrorClass, Result};
use crate::syntax::Lexer;
use crate::syntax::token::TokenKind;

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
    let mut pending = Pending::default();
    loop {
        let ended = pending.read_line(&mut input)?;
        let (done, step) = run_pending(&mut session, &mut pending, ended)?;
        match step {
            Step::Go => {}
            Step::Quit => return Ok(ended_as(&session)),
            Step::Failed => return Ok(Ended::WithErrors),
        }
        pending.drop_first(done);
        if pending.text.len() > LONGEST {
            let message = format!("a statement is longer than {LONGEST} bytes");
            return Err(Error::new(ErrorClass::BudgetExceeded, "StatementTooLong", message));
        }
        if ended {
            return Ok(ended_as(&session));
        }
    }
}

/// A script that forgets to commit must not seem to have worked.
fn ended_as(session: &Session) -> Ended {
    if session.protocol || !session.engine.in_transaction() {
        return Ended::Well;
    }
    // There is nobody left to tell if standard error is gone.
    let _ = writeln!(std::io::stderr(), "the open transaction was rolled back; .commit would have kept it");
    Ended::WithErrors
}

enum Step {
    Go,
    Quit,
    Failed,
}

/// What was read and not yet run.
#[derive(Default)]
struct Pending {
    text: String,
    /// Where its last line begins.
    last_line: usize,
    /// No semicolon ends a statement before this byte; tokens do not reach across it.
    scanned: usize,
    /// Whether bytes that are no UTF-8 became replacement characters in it.
    damaged: bool,
}

impl Pending {
    /// Appends a line with its end; whether it was the last.
    fn read_line(&mut self, input: &mut impl BufRead) -> Result<bool> {
        let mut bytes = Vec::new();
        input.read_until(b'\n', &mut bytes).map_err(|error| {
            Error::new(ErrorClass::IoError, "ReadFailed", format!("cannot read the input: {error}"))
                .caused_by(error)
        })?;
        let line = String::from_utf8_lossy(&bytes);
        self.damaged |= matches!(line, Cow::Owned(_));
        self.last_line = self.text.len();
        self.text.push_str(&line);
        Ok(!bytes.ends_with(b"\n"))
    }

    /// Whether a semicolon outside quotes and comments is there. What was looked at before is not looked at again, so
    /// that a statement of many lines takes linear time.
    fn has_semicolon(&mut self) -> bool {
        let from = self.scanned;
        for token in Lexer::new(&self.text[from..]) {
            if token.kind == TokenKind::Semicolon {
                return true;
            }
            // The last token may go on in the next line.
            self.scanned = from + token.span.start as usize;
        }
        false
    }

    /// Whether the last line is a command, with nothing unfinished before it.
    fn ends_with_command(&self) -> bool {
        let (before, line) = self.text.split_at(self.last_line);
        command_line(line.trim_start()).is_some() && skipped(before) == before.len()
    }

    fn drop_first(&mut self, bytes: usize) {
        if bytes > 0 {
            self.scanned = 0;
            self.text.drain(..bytes);
            self.damaged = self.damaged && self.text.contains(char::REPLACEMENT_CHARACTER);
        }
    }

    /// Fails when what is to be run is not what was sent.
    fn check_text(&self, item: Item<'_>) -> Result<()> {
        let (Item::Command(text) | Item::Statement(text, _)) = item;
        if self.damaged && text.contains(char::REPLACEMENT_CHARACTER) {
            return Err(Error::new(ErrorClass::DataError, "InvalidUtf8", "the input is not UTF-8"));
        }
        Ok(())
    }
}

/// Runs what is complete in `pending`, whose last line has just come; returns how many bytes are done with.
fn run_pending(session: &mut Session, pending: &mut Pending, ended: bool) -> Result<(usize, Step)> {
    let line = &pending.text[pending.last_line..];
    let may_end = line.contains(';') && pending.has_semicolon();
    if !ended && !may_end && !pending.ends_with_command() {
        return Ok((0, Step::Go));
    }
    let mut done = 0;
    for located in items(&pending.text) {
        if !ended && matches!(located.item, Item::Statement(_, false)) {
            break;
        }
        done = located.end;
        match answer(session, pending, located.item)? {
            Step::Go => {}
            other => return Ok((done, other)),
        }
    }
    let rest = &pending.text[done..];
    if skipped(rest) == rest.len() {
        done = pending.text.len();
    }
    Ok((done, Step::Go))
}

fn answer(session: &mut Session, pending: &Pending, item: Item<'_>) -> Result<Step> {
    let checked = pending.check_text(item).map_err(Failure::from);
    match checked.and_then(|()| session.run_item(item)) {
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
            let text = match session.settings.format {
                Format::Json | Format::Jsonl => format!("{}\n", failure.json()),
                Format::Table | Format::Csv | Format::Markdown => failure.text(false),
            };
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
