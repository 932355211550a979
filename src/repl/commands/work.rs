//! Statements, files, parameters and transactions.

use std::path::Path;

use super::super::arguments::{file, first_word, value_or_text};
use super::super::command::{Chapter, Command, Completes};
use super::super::failure::Failure;
use super::super::render::{self, counted};
use super::super::reply::{Reply, text};
use super::super::session::{Flow, Session};
use crate::value::Value;

const READ: Command = Command {
    name: "read",
    aliases: &["source", "run"],
    arguments: "FILE",
    completes: Completes::File,
    chapter: Chapter::Work,
    summary: "run the statements and commands of FILE",
    details: "It stops at the first error. .begin before it makes it all or nothing.",
    example: ".read case.cypher",
    handler: read,
};

const PARAM: Command = Command {
    name: "param",
    aliases: &["params", "parameter", "set"],
    arguments: "[NAME VALUE | clear [NAME]]",
    completes: Completes::Parameter,
    chapter: Chapter::Work,
    summary: "set $NAME for the statements that follow, list all, or clear",
    details: "VALUE is JSON, or text when it is no JSON. .param NAME => EXPRESSION takes a Cypher expression.",
    example: ".param limit 10",
    handler: param,
};

const EXPLAIN: Command = Command {
    name: "explain",
    aliases: &["plan"],
    arguments: "STATEMENT",
    completes: Completes::Query,
    chapter: Chapter::Work,
    summary: "how a statement would be run, without running it",
    details: "",
    example: ".explain MATCH (n:Person) RETURN n.name",
    handler: explain,
};

const BEGIN: Command = Command {
    name: "begin",
    aliases: &[],
    arguments: "",
    completes: Completes::Nothing,
    chapter: Chapter::Work,
    summary: "open a transaction: nothing is kept until .commit",
    details: "",
    example: ".begin",
    handler: begin,
};

const COMMIT: Command = Command {
    name: "commit",
    aliases: &[],
    arguments: "",
    completes: Completes::Nothing,
    chapter: Chapter::Work,
    summary: "keep what was changed since .begin",
    details: "",
    example: ".commit",
    handler: commit,
};

const ROLLBACK: Command = Command {
    name: "rollback",
    aliases: &["abort"],
    arguments: "",
    completes: Completes::Nothing,
    chapter: Chapter::Work,
    summary: "take back what was changed since .begin",
    details: "",
    example: ".rollback",
    handler: rollback,
};

/// The rows of this theme.
pub(super) const COMMANDS: &[Command] = &[READ, PARAM, EXPLAIN, BEGIN, COMMIT, ROLLBACK];

fn read(session: &mut Session, arguments: &str) -> Result<Reply, Failure> {
    let file = file(arguments);
    if file.is_empty() {
        return Err(READ.misused("which file?").into());
    }
    match session.read_counting(Path::new(&file))? {
        (_, Flow::Quit) => Ok(Reply::Quit),
        (statements, Flow::Continue) => {
            Ok(Reply::Message(format!("{file}: {}", counted(statements, "statement"))))
        }
    }
}

fn param(session: &mut Session, arguments: &str) -> Result<Reply, Failure> {
    let (name, value) = first_word(arguments);
    let name = name.trim_start_matches('$').trim_end_matches(':');
    match (name, value) {
        ("" | "list", "") => Ok(list_parameters(session)),
        ("clear", "") => {
            session.parameters.clear();
            Ok(Reply::Message("no parameters are set".to_owned()))
        }
        ("clear", name) => {
            let name = name.trim_start_matches('$');
            let message = match session.parameters.remove(name) {
                Some(_) => format!("${name} is not set any more"),
                None => format!("${name} was not set"),
            };
            Ok(Reply::Message(message))
        }
        (name, "") => match session.parameters.get(name).cloned() {
            Some(value) => Ok(Reply::Message(shown(session, name, &value))),
            None => Err(PARAM.misused(&format!("${name} is not set")).into()),
        },
        (name, value) => {
            let value = match value.strip_prefix("=>") {
                Some(expression) => evaluate(session, expression)?,
                None => value_or_text(value)?,
            };
            let message = shown(session, name, &value);
            session.parameters.insert(name.into(), value);
            Ok(Reply::Message(message))
        }
    }
}

fn evaluate(session: &mut Session, expression: &str) -> Result<Value, Failure> {
    let statement = format!("RETURN {} AS value", expression.trim());
    session.value_of(&statement)
}

fn shown(session: &Session, name: &str, value: &Value) -> String {
    format!("${name} = {}", session.graph(|graph| render::value_json(value, graph)))
}

fn list_parameters(session: &Session) -> Reply {
    let rows = session
        .parameters
        .iter()
        .map(|(name, value)| {
            let shown = session.graph(|graph| render::value_json(value, graph));
            vec![text(&format!("${name}")), text(&shown)]
        })
        .collect();
    Reply::table(&["parameter", "value"], rows)
}

fn explain(session: &mut Session, arguments: &str) -> Result<Reply, Failure> {
    if arguments.is_empty() {
        return Err(EXPLAIN.misused("which statement?").into());
    }
    let meant = super::network::statement(session, arguments)?;
    let statement = format!("EXPLAIN {}", meant.as_deref().unwrap_or(arguments));
    let mut lines: Vec<String> = session.with_rows(&statement, |graph, rows| {
        rows.iter().flatten().map(|value| render::cell_text(value, graph)).collect()
    })?;
    if let Some(meant) = meant {
        lines.insert(0, meant + "\n");
    }
    Ok(Reply::Text { text: lines.join("\n") + "\n", json: serde_json::json!({ "plan": lines }) })
}

fn begin(session: &mut Session, _: &str) -> Result<Reply, Failure> {
    session.engine.begin()?;
    Ok(Reply::Message("transaction open; .commit keeps its changes, .rollback takes them back".to_owned()))
}

fn commit(session: &mut Session, _: &str) -> Result<Reply, Failure> {
    session.engine.commit()?;
    Ok(Reply::Message("committed".to_owned()))
}

fn rollback(session: &mut Session, _: &str) -> Result<Reply, Failure> {
    session.engine.rollback()?;
    Ok(Reply::Message("rolled back".to_owned()))
}
