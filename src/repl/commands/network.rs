//! Asking for the structure of the whole: who connects several, who matters, what would fall apart, who belongs together. Each
//! command is a statement, which `.explain` shows.

use super::super::arguments::{list, unquote};
use super::super::command::{Chapter, Command, Completes};
use super::super::failure::Failure;
use super::super::reply::Reply;
use super::super::session::Session;
use super::explore::resolve;
use crate::error::Result;
use crate::evidence::Evidence;
use crate::graph::GraphState;
use crate::value::Value;

const CONNECT: Command = Command {
    name: "connect",
    aliases: &[],
    arguments: "A, B, C ...",
    completes: Completes::Names,
    chapter: Chapter::Explore,
    summary: "a small set of relations that connects all of them",
    details: "A Steiner tree, at most twice as large as the smallest one. `.explain .connect A, B` \
              shows the statement it stands for.",
    example: ".connect Kia, Hyundai, Trump",
    handler: run_connect,
};

const COMMON: Command = Command {
    name: "common",
    aliases: &[],
    arguments: "A, B",
    completes: Completes::Names,
    chapter: Chapter::Explore,
    summary: "who both are directly related to",
    details: "`.explain .common A, B` shows the statement it stands for.",
    example: ".common Kia, Hyundai",
    handler: run_common,
};

const CENTRAL: Command = Command {
    name: "central",
    aliases: &[],
    arguments: "[LABEL]",
    completes: Completes::Nothing,
    chapter: Chapter::Explore,
    summary: "who matters, by PageRank, degree and betweenness",
    details: "The first twenty by PageRank. `.explain .central` shows the statement it stands for.",
    example: ".central Actor",
    handler: run_central,
};

const BRIDGES: Command = Command {
    name: "bridges",
    aliases: &[],
    arguments: "",
    completes: Completes::Nothing,
    chapter: Chapter::Explore,
    summary: "relations whose removal would disconnect their ends",
    details: "`.explain .bridges` shows the statement it stands for; `algo.articulationPoints` tells the same of nodes.",
    example: ".bridges",
    handler: run_bridges,
};

const COMMUNITIES: Command = Command {
    name: "communities",
    aliases: &[],
    arguments: "",
    completes: Completes::Nothing,
    chapter: Chapter::Explore,
    summary: "who belongs together, the largest groups first",
    details: "By the method of Louvain. `.explain .communities` shows the statement it stands for.",
    example: ".communities",
    handler: run_communities,
};

/// The rows of this theme.
pub(super) const COMMANDS: &[Command] = &[CONNECT, COMMON, CENTRAL, BRIDGES, COMMUNITIES];

/// The statement that a command of this theme stands for; none for another command.
pub(super) fn statement(session: &mut Session, line: &str) -> Result<Option<String>, Failure> {
    let (name, arguments) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let arguments = arguments.trim();
    Ok(Some(match name.trim_start_matches(['.', ':']) {
        "connect" => connect(session, arguments)?,
        "common" => common(session, arguments)?,
        "central" => central(arguments),
        "bridges" => BRIDGES_STATEMENT.to_owned(),
        "communities" => COMMUNITIES_STATEMENT.to_owned(),
        _ => return Ok(None),
    }))
}

const BRIDGES_STATEMENT: &str = "CALL algo.bridges() YIELD relationship, from, to \
                                 RETURN from, type(relationship) AS type, to ORDER BY id(relationship)";

const COMMUNITIES_STATEMENT: &str = "CALL algo.louvain() YIELD node, community \
                                     WITH community, count(*) AS size, collect(node)[..8] AS members \
                                     RETURN size, members ORDER BY size DESC, community LIMIT 20";

fn connect(session: &mut Session, arguments: &str) -> Result<String, Failure> {
    let ids = ids(session, &CONNECT, arguments, 2..=100)?;
    Ok(format!(
        "MATCH (n) WHERE id(n) IN [{}] WITH collect(n) AS nodes CALL algo.steinerTree({{nodes: nodes}}) \
         YIELD relationship, from, to RETURN from, type(relationship) AS type, to",
        ids.join(", ")
    ))
}

fn common(session: &mut Session, arguments: &str) -> Result<String, Failure> {
    let ids = ids(session, &COMMON, arguments, 2..=2)?;
    let (a, b) = (&ids[0], &ids[1]);
    Ok(format!(
        "MATCH (a), (b) WHERE id(a) = {a} AND id(b) = {b} \
         CALL algo.commonNeighbours({{from: a, to: b}}) YIELD node RETURN node, labels(node) AS labels"
    ))
}

fn central(label: &str) -> String {
    let options =
        if label.is_empty() { String::new() } else { format!("{{labels: {}}}", quoted(unquote(label))) };
    format!(
        "CALL algo.centrality({options}) YIELD node, pagerank, degree, betweenness \
         RETURN node, pagerank, degree, betweenness ORDER BY pagerank DESC LIMIT 20"
    )
}

/// A name as a string of the language.
fn quoted(name: &str) -> String {
    format!("'{}'", name.replace('\\', "\\\\").replace('\'', "\\'"))
}

/// The ids of the nodes that are named.
fn ids(
    session: &mut Session,
    command: &Command,
    arguments: &str,
    wanted: std::ops::RangeInclusive<usize>,
) -> Result<Vec<String>, Failure> {
    let names = list(arguments);
    if !wanted.contains(&names.len()) {
        let what = if wanted.end() == &2 { "it takes two names" } else { "it takes two names or more" };
        return Err(command.misused(&format!("{what} with commas between them")).into());
    }
    let ids = session.read_named(|graph, book, _| {
        names.iter().map(|name| Ok(resolve(book, graph, name)?.0.to_string())).collect::<Result<Vec<_>>>()
    })?;
    Ok(ids)
}

fn table(session: &mut Session, columns: &[&str], statement: &str) -> Result<Reply, Failure> {
    let rows = session.with_rows(statement, |graph, rows| {
        rows.iter().map(|row| row.iter().map(|value| named(graph, value)).collect()).collect()
    })?;
    Ok(Reply::table(columns, rows))
}

/// Nodes by what they are called.
fn named(graph: &GraphState, value: &Value) -> Value {
    match value {
        Value::Node(node) => Value::from(Evidence::new(graph).name(*node)),
        Value::List(values) => Value::List(values.iter().map(|value| named(graph, value)).collect()),
        Value::Float(number) => Value::Float((number * 1e4).round() / 1e4),
        other => other.clone(),
    }
}

fn run_connect(session: &mut Session, arguments: &str) -> Result<Reply, Failure> {
    let statement = connect(session, arguments)?;
    table(session, &["from", "type", "to"], &statement)
}

fn run_common(session: &mut Session, arguments: &str) -> Result<Reply, Failure> {
    let statement = common(session, arguments)?;
    table(session, &["name", "labels"], &statement)
}

fn run_central(session: &mut Session, arguments: &str) -> Result<Reply, Failure> {
    table(session, &["name", "pagerank", "degree", "betweenness"], &central(arguments))
}

fn run_bridges(session: &mut Session, _: &str) -> Result<Reply, Failure> {
    table(session, &["from", "type", "to"], BRIDGES_STATEMENT)
}

fn run_communities(session: &mut Session, _: &str) -> Result<Reply, Failure> {
    table(session, &["size", "members"], COMMUNITIES_STATEMENT)
}
