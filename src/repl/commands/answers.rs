//! How answers look and where they go.

use std::path::Path;

use super::super::arguments::{file, unquote};
use super::super::command::{Chapter, Command, Completes};
use super::super::failure::Failure;
use super::super::render::Format;
use super::super::reply::Reply;
use super::super::session::Session;
use crate::error::{Error, ErrorClass};

const ON_OFF: &[&str] = &["on", "off"];

const MODE: Command = Command {
    name: "mode",
    aliases: &["format"],
    arguments: "[table|json|jsonl|csv|markdown]",
    completes: Completes::Words(&["table", "json", "jsonl", "csv", "markdown"]),
    chapter: Chapter::Answers,
    summary: "how answers are printed",
    details: "json prints one object for each statement, jsonl one for each row.",
    example: ".mode csv",
    handler: mode,
};

const TIMER: Command = Command {
    name: "timer",
    aliases: &[],
    arguments: "[on|off]",
    completes: Completes::Words(ON_OFF),
    chapter: Chapter::Answers,
    summary: "whether tables end with the time the statement took",
    details: "",
    example: ".timer off",
    handler: timer,
};

const PAGER: Command = Command {
    name: "pager",
    aliases: &[],
    arguments: "[on|off]",
    completes: Completes::Words(ON_OFF),
    chapter: Chapter::Answers,
    summary: "whether output longer than the screen goes through a pager",
    details: "The pager is $PAGER, or less.",
    example: ".pager off",
    handler: pager,
};

const OUTPUT: Command = Command {
    name: "output",
    aliases: &[],
    arguments: "[FILE]",
    completes: Completes::File,
    chapter: Chapter::Answers,
    summary: "send answers to FILE; without FILE back to the screen",
    details: "An existing file is replaced.",
    example: ".output answers.csv",
    handler: output,
};

const ONCE: Command = Command {
    name: "once",
    aliases: &[],
    arguments: "FILE",
    completes: Completes::File,
    chapter: Chapter::Answers,
    summary: "send the next answer to FILE",
    details: "An existing file is replaced.",
    example: ".once actors.csv",
    handler: once,
};

/// The rows of this theme.
pub(super) const COMMANDS: &[Command] = &[MODE, TIMER, PAGER, OUTPUT, ONCE];

fn mode(session: &mut Session, arguments: &str) -> Result<Reply, Failure> {
    if !arguments.is_empty() {
        refuse_in_protocol(session, &MODE)?;
        let format = Format::parse(unquote(arguments));
        session.settings.format = format.ok_or_else(|| MODE.misused(&format!("`{arguments}` is no mode")))?;
    }
    Ok(Reply::Message(format!("mode: {}", session.settings.format.name())))
}

fn timer(session: &mut Session, arguments: &str) -> Result<Reply, Failure> {
    session.settings.timer = switch(&TIMER, arguments, session.settings.timer)?;
    Ok(Reply::Message(format!("timer: {}", on_off(session.settings.timer))))
}

fn pager(session: &mut Session, arguments: &str) -> Result<Reply, Failure> {
    session.output.paging = switch(&PAGER, arguments, session.output.paging)?;
    Ok(Reply::Message(format!("pager: {}", on_off(session.output.paging))))
}

/// The switch's new position: what is said, or the other one when nothing is.
fn switch(command: &Command, arguments: &str, now: bool) -> Result<bool, Failure> {
    match arguments {
        "" => Ok(!now),
        "on" | "true" | "1" => Ok(true),
        "off" | "false" | "0" => Ok(false),
        other => Err(command.misused(&format!("`{other}` is neither on nor off")).into()),
    }
}

fn on_off(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}

/// A program that drives the session counts on one line of JSON for each input.
fn refuse_in_protocol(session: &Session, command: &Command) -> Result<(), Failure> {
    if session.protocol {
        let message = format!(".{} would break the one line of JSON for each input", command.name);
        return Err(Error::new(ErrorClass::Unsupported, "NotInProtocol", message).into());
    }
    Ok(())
}

fn output(session: &mut Session, arguments: &str) -> Result<Reply, Failure> {
    refuse_in_protocol(session, &OUTPUT)?;
    let file = file(arguments);
    if file.is_empty() || file == "stdout" {
        session.output.redirect(None)?;
        return Ok(Reply::Message("answers go to the screen".to_owned()));
    }
    session.output.redirect(Some(Path::new(&file)))?;
    Ok(Reply::Nothing)
}

fn once(session: &mut Session, arguments: &str) -> Result<Reply, Failure> {
    refuse_in_protocol(session, &ONCE)?;
    let file = file(arguments);
    if file.is_empty() {
        return Err(ONCE.misused("where to?").into());
    }
    session.output.redirect_once(Path::new(&file))?;
    Ok(Reply::Nothing)
}
