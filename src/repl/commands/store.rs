//! The store's files: what others committed, copies, checks.

use std::path::Path;

use super::super::arguments::file as file_argument;
use super::super::command::{Chapter, Command, Completes};
use super::super::failure::Failure;
use super::super::render::{counted, grouped};
use super::super::reply::Reply;
use super::super::session::Session;
use crate::export::{Selection, write_cypher};

const REFRESH: Command = Command {
    name: "refresh",
    aliases: &[],
    arguments: "",
    completes: Completes::Nothing,
    chapter: Chapter::Work,
    summary: "see what another process has committed to a store that is read only here",
    details: "It is done before each statement too, unless a transaction is open.",
    example: ".refresh",
    handler: refresh,
};

const BACKUP: Command = Command {
    name: "backup",
    aliases: &[],
    arguments: "FILE",
    completes: Completes::File,
    chapter: Chapter::Work,
    summary: "copy the store as it was committed last into a new file, and go on with this one",
    details: "`casegraph restore FILE STORE` puts it back.",
    example: ".backup monday.casegraph",
    handler: backup,
};

const CHECK: Command = Command {
    name: "check",
    aliases: &[],
    arguments: "",
    completes: Completes::Nothing,
    chapter: Chapter::Overview,
    summary: "verify every checksum and every structural invariant",
    details: "`casegraph recover STORE NEW` saves what it can of a damaged store.",
    example: ".check",
    handler: check,
};

const COMPACT: Command = Command {
    name: "compact",
    aliases: &["checkpoint"],
    arguments: "",
    completes: Completes::Nothing,
    chapter: Chapter::Work,
    summary: "fold the log into the store's one file",
    details: "It happens by itself when the log is large, and when the store is closed.",
    example: ".compact",
    handler: compact,
};

const DUMP: Command = Command {
    name: "dump",
    aliases: &[],
    arguments: "[FILE]",
    completes: Completes::File,
    chapter: Chapter::Answers,
    summary: "everything as a script that rebuilds it",
    details: "Without FILE it is printed. The same graph gives the same text.",
    example: ".dump case.cypher",
    handler: dump,
};

/// The rows of this theme.
pub(super) const COMMANDS: &[Command] = &[REFRESH, BACKUP, CHECK, COMPACT, DUMP];

/// What is new was read before this command, as before every one.
fn refresh(session: &mut Session, _: &str) -> Result<Reply, Failure> {
    session.engine.refresh()?;
    let commits = match session.database().store_info() {
        Some(info) => format!(", {} so far", counted(info.sequence, "commit")),
        None => String::new(),
    };
    let nodes = session.graph(|graph| counted(graph.node_count(), "node"));
    Ok(Reply::Message(format!("up to date: {nodes}{commits}")))
}

fn backup(session: &mut Session, arguments: &str) -> Result<Reply, Failure> {
    let path = file_argument(arguments);
    if path.is_empty() {
        return Err(BACKUP.misused("where to?").into());
    }
    session.database().backup(Path::new(&*path))?;
    Ok(Reply::Message(format!("{path}: a copy of what was committed")))
}

fn check(session: &mut Session, _: &str) -> Result<Reply, Failure> {
    let findings = session.graph(|graph| graph.check());
    if findings.is_empty() {
        return Ok(Reply::Message("sound".to_owned()));
    }
    let json = serde_json::json!({ "findings": findings });
    Ok(Reply::Text { text: findings.join("\n") + "\n", json })
}

fn compact(session: &mut Session, _: &str) -> Result<Reply, Failure> {
    session.database().checkpoint()?;
    let message = match session.database().store_info() {
        Some(info) => format!("{} bytes, log {} bytes", grouped(info.checkpoint_len), grouped(info.log_len)),
        None => "nothing to do in memory".to_owned(),
    };
    Ok(Reply::Message(message))
}

fn dump(session: &mut Session, arguments: &str) -> Result<Reply, Failure> {
    let mut script = Vec::new();
    session.graph(|graph| write_cypher(graph, &Selection::everything(graph), &mut script))?;
    let path = file_argument(arguments);
    if path.is_empty() {
        let text = String::from_utf8_lossy(&script).into_owned();
        return Ok(Reply::Raw(text));
    }
    super::files::write_file(&path, &script)?;
    Ok(Reply::Message(format!("{path}: {}", counted(script.len() as u64, "byte"))))
}
