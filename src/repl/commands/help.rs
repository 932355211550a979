//! `.help`, from the command table and the function registry, and `.quit`.

use std::fmt::Write;

use super::super::arguments::unquote;
use super::super::command::{self, Chapter, Command, Completes};
use super::super::failure::Failure;
use super::super::reply::Reply;
use super::super::session::Session;
use crate::error::{Error, ErrorClass};
use crate::function::{self, Function};

const HELP: Command = Command {
    name: "help",
    aliases: &["?", "h"],
    arguments: "[COMMAND|FUNCTION]",
    completes: Completes::Topic,
    chapter: Chapter::Shell,
    summary: "all commands, or one command or function in full",
    details: "",
    example: ".help substring",
    handler: help,
};

const FUNCTIONS: Command = Command {
    name: "functions",
    aliases: &[],
    arguments: "[TEXT]",
    completes: Completes::Nothing,
    chapter: Chapter::Overview,
    summary: "the functions of the language, all or those that mention TEXT",
    details: ".help NAME tells more of one.",
    example: ".functions string",
    handler: functions,
};

const QUIT: Command = Command {
    name: "quit",
    aliases: &["exit", "q"],
    arguments: "",
    completes: Completes::Nothing,
    chapter: Chapter::Shell,
    summary: "leave; Ctrl-D does the same",
    details: "",
    example: ".quit",
    handler: quit,
};

/// The rows of this theme.
pub(super) const COMMANDS: &[Command] = &[HELP, FUNCTIONS, QUIT];

fn quit(_: &mut Session, _: &str) -> Result<Reply, Failure> {
    Ok(Reply::Quit)
}

fn help(session: &mut Session, arguments: &str) -> Result<Reply, Failure> {
    let topic = unquote(arguments).trim_start_matches(['.', ':']).trim_end_matches("()");
    if topic.is_empty() {
        return Ok(Reply::text(overview()));
    }
    let mut parts = Vec::new();
    if let Some(command) = command::find(topic) {
        parts.push(command_help(command));
    }
    if let Some(function) = function::find(topic) {
        parts.push(function_help(&function));
    }
    if let Some(procedure) = session.database().procedures().find(topic) {
        parts.push(format!("{}\n  {}\n", procedure.signature(), procedure.doc));
    }
    if parts.is_empty() {
        return Err(no_help(topic).into());
    }
    Ok(Reply::text(parts.join("\n")))
}

fn no_help(topic: &str) -> Error {
    let error = Error::new(
        ErrorClass::ArgumentError,
        "UnknownTopic",
        format!("there is no command or function `{topic}`"),
    );
    let command = command::nearest(topic).map(|command| format!(".help {}", command.name));
    let function = function::nearest(topic).map(|name| format!(".help {name}"));
    match (command, function) {
        (Some(a), Some(b)) => error.hint(format!("did you mean {a} or {b}?")),
        (Some(one), None) | (None, Some(one)) => error.hint(format!("did you mean {one}?")),
        (None, None) => error.hint(".help lists the commands, .functions the functions"),
    }
}

fn overview() -> String {
    let width = command::commands().map(|command| command.usage().len()).max().unwrap_or(0).min(40);
    let mut text = String::new();
    for chapter in Chapter::ALL {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}", chapter.title());
        for command in command::commands().filter(|command| command.chapter == chapter) {
            let _ = writeln!(text, "  {:width$}  {}", command.usage(), command.summary);
        }
        text.push('\n');
    }
    text.push_str(
        "Everything else is Cypher and ends with ;  for example MATCH (n) RETURN n LIMIT 5;\n\
         Tab completes, Ctrl-C cancels, .help NAME tells more, also of functions: .help substring\n",
    );
    text
}

fn command_help(command: &Command) -> String {
    let mut text = format!("{}\n  {}\n", command.usage(), command.summary);
    if !command.details.is_empty() {
        let _ = writeln!(text, "  {}", command.details);
    }
    if !command.aliases.is_empty() {
        let aliases: Vec<String> = command.aliases.iter().map(|alias| format!(".{alias}")).collect();
        let _ = writeln!(text, "  also: {}", aliases.join(" "));
    }
    let _ = writeln!(text, "  example: {}", command.example);
    text
}

fn function_help(function: &Function) -> String {
    let mut text = format!("{}\n  {}\n", function.signature(), function.doc);
    if !function.aliases.is_empty() {
        let _ = writeln!(text, "  also: {}", function.aliases.join(", "));
    }
    let _ = writeln!(text, "  example: RETURN {};", function.example);
    text
}

fn functions(_: &mut Session, arguments: &str) -> Result<Reply, Failure> {
    let wanted = unquote(arguments).to_lowercase();
    let mentions = |function: &&Function| {
        let chapter = format!("{:?}", function.category);
        [function.name, function.doc, &chapter].iter().any(|text| text.to_lowercase().contains(&wanted))
    };
    let rows: Vec<_> = function::functions()
        .filter(mentions)
        .map(|function| {
            vec![super::super::reply::text(&function.signature()), super::super::reply::text(function.doc)]
        })
        .collect();
    Ok(Reply::table(&["function", "what it does"], rows))
}
