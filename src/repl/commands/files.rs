//! Files: pictures, other stores, saving what is in memory; and the limits of statements.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::super::arguments::{file as file_argument, first_word};
use super::super::command::{Chapter, Command, Completes};
use super::super::failure::Failure;
use super::super::render::{counted, grouped};
use super::super::reply::Reply;
use super::super::session::{Place, Session};
use crate::database::{Database, OpenOptions};
use crate::error::{Error, ErrorClass, Result};
use crate::execute::Budgets;
use crate::export::{DotOptions, Selection, write_dot};
use crate::graph::GraphState;
use crate::persist::{Backup, StoreOptions, refuse_overwriting};
use crate::syntax::keywords::Keyword;
use crate::syntax::{MAX_NESTING, MAX_STATEMENT_BYTES};

const DOT: Command = Command {
    name: "dot",
    aliases: &["draw"],
    arguments: "[FILE] [STATEMENT]",
    completes: Completes::File,
    chapter: Chapter::Answers,
    summary: "a picture for Graphviz of a statement's nodes and relations, or of all",
    details: "Without FILE it is printed. `dot -Tsvg FILE -o FILE.svg` makes a picture of it.",
    example: ".dot trump.dot MATCH p = (:Person {name: 'Donald Trump'})--() RETURN p",
    handler: dot,
};

const OPEN: Command = Command {
    name: "open",
    aliases: &[],
    arguments: "[STORE]",
    completes: Completes::File,
    chapter: Chapter::Work,
    summary: "work on another store, made when it is missing; without STORE on an empty graph in memory",
    details: "An open transaction is rolled back.",
    example: ".open case.casegraph",
    handler: open,
};

const SAVE: Command = Command {
    name: "save",
    aliases: &["saveas"],
    arguments: "STORE",
    completes: Completes::File,
    chapter: Chapter::Work,
    summary: "keep everything in a new store, and go on there",
    details: "",
    example: ".save case.casegraph",
    handler: save,
};

const LIMITS: Command = Command {
    name: "limits",
    aliases: &["limit", "budget"],
    arguments: "[KIND NUMBER | reset]",
    completes: Completes::Words(&["time", "memory", "rows", "expansions", "reset"]),
    chapter: Chapter::Work,
    summary: "what a statement may use before it is stopped",
    details: "KIND is time (in seconds), memory (in megabytes), rows or expansions (relationships that searches look at). \
              How long a statement is and how deep it nests is limited too, and cannot be changed.",
    example: ".limits time 30",
    handler: limits,
};

/// The rows of this theme.
pub(super) const COMMANDS: &[Command] = &[OPEN, SAVE, DOT, LIMITS];

fn dot(session: &mut Session, arguments: &str) -> Result<Reply, Failure> {
    let (file, statement) = match first_word(arguments) {
        (word, _) if arguments.starts_with(word) && begins_statement(word) => ("", arguments),
        (file, statement) => (file, statement),
    };
    let (picture, what) = if statement.is_empty() {
        session.graph(|graph| draw(graph, &Selection::without_evidence(graph)))?
    } else {
        let drawn = session.with_rows(statement, |graph, rows| {
            let mut selection = Selection::default();
            rows.iter().flatten().for_each(|value| selection.add(graph, value));
            draw(graph, &selection)
        })?;
        drawn.map_err(|error| Failure::new(error, statement))?
    };
    if file.is_empty() {
        return Ok(Reply::Raw(picture));
    }
    let file = file_argument(file);
    write_file(&file, picture.as_bytes())?;
    Ok(Reply::Message(format!("{file}: {what}")))
}

/// Writes a file, but not over a store.
pub(super) fn write_file(file: &str, bytes: &[u8]) -> Result<()> {
    refuse_overwriting(Path::new(file))?;
    std::fs::write(Path::new(file), bytes).map_err(|error| cannot_write(file, error))
}

/// The picture's source, and what is in it.
fn draw(graph: &GraphState, selection: &Selection) -> Result<(String, String)> {
    if selection.is_empty() {
        let message = "there is nothing to draw";
        return Err(Error::new(ErrorClass::ArgumentError, "EmptyPicture", message)
            .hint("the statement has to return nodes, relationships or paths"));
    }
    let mut bytes = Vec::new();
    write_dot(graph, selection, &DotOptions::default(), &mut bytes)?;
    let picture = String::from_utf8(bytes).map_err(|_| Error::internal("a picture is no UTF-8"))?;
    let nodes = counted(selection.nodes.len() as u64, "node");
    let relationships = counted(selection.relationships.len() as u64, "relationship");
    Ok((picture, format!("{nodes}, {relationships}")))
}

/// Whether the word begins a statement, so that it is no file.
fn begins_statement(word: &str) -> bool {
    Keyword::parse(word).is_some_and(Keyword::begins_clause)
}

fn cannot_write(file: &str, error: std::io::Error) -> Error {
    let message = format!("cannot write `{file}`: {error}");
    Error::new(ErrorClass::IoError, "CannotCreateFile", message).caused_by(error)
}

/// A mistyped statement must not become a file.
fn refuse_statement(command: &Command, path: &str) -> Result<()> {
    let (word, rest) = first_word(path);
    if begins_statement(word) && (!rest.is_empty() || path.contains('(')) || path.contains('\n') {
        return Err(command.misused(&format!("`{path}` looks like a statement, not like a file")));
    }
    Ok(())
}

fn open(session: &mut Session, arguments: &str) -> Result<Reply, Failure> {
    let path = &*file_argument(arguments);
    if path.is_empty() || path == ":memory:" {
        session.reopen(Database::in_memory_with(options(session)), Place::Memory(None));
        return Ok(Reply::Message("an empty graph in memory".to_owned()));
    }
    refuse_statement(&OPEN, path)?;
    let existed = Path::new(path).exists();
    let database = Database::open_with(path, options(session))?;
    let snapshot = database.snapshot();
    let counts = format!(
        "{}, {}",
        counted(snapshot.node_count(), "node"),
        counted(snapshot.relationship_count(), "relationship")
    );
    drop(snapshot);
    session.reopen(database, Place::File { path: PathBuf::from(path), readonly: false });
    let what = if existed { counts } else { "a new store".to_owned() };
    Ok(Reply::Message(format!("{path}: {what}")))
}

fn save(session: &mut Session, arguments: &str) -> Result<Reply, Failure> {
    let path = &*file_argument(arguments);
    if path.is_empty() {
        return Err(SAVE.misused("where to?").into());
    }
    refuse_statement(&SAVE, path)?;
    if session.engine.in_transaction() {
        return Err(SAVE.misused("a transaction is open; .commit or .rollback it first").into());
    }
    if Path::new(path).exists() {
        return Err(SAVE.misused(&format!("`{path}` is there already")).into());
    }
    let snapshot = session.engine.snapshot();
    Backup::of_nothing().write(&snapshot, Path::new(path), &StoreOptions::default().vfs)?;
    let nodes = counted(snapshot.node_count(), "node");
    drop(snapshot);
    let database = Database::open_with(path, options(session))?;
    session.reopen(database, Place::File { path: PathBuf::from(path), readonly: false });
    Ok(Reply::Message(format!("{path}: saved {nodes}; from now on every statement is kept there")))
}

fn limits(session: &mut Session, arguments: &str) -> Result<Reply, Failure> {
    let (what, value) = first_word(arguments);
    let budgets = &mut session.settings.budgets;
    let number = || -> Result<u64, Error> {
        value
            .replace([',', '_'], "")
            .parse()
            .ok()
            .filter(|number| *number > 0)
            .ok_or_else(|| LIMITS.misused(&format!("`{value}` is no positive whole number")))
    };
    match what {
        "" => {}
        "time" => budgets.time = Duration::from_secs(number()?),
        "memory" => budgets.memory = number()?.saturating_mul(1_000_000),
        "rows" => budgets.rows = number()?,
        "expansions" => budgets.expansions = number()?,
        "reset" => *budgets = Budgets::default(),
        other => return Err(LIMITS.misused(&format!("there is no limit `{other}`")).into()),
    }
    let Budgets { time, memory, rows, expansions } = session.settings.budgets;
    Ok(Reply::Message(format!(
        "time {} s, memory {} MB, {}, {} looked at by searches; a statement of {} MB, nested {} deep",
        grouped(time.as_secs()),
        grouped(memory / 1_000_000),
        counted(rows, "row"),
        counted(expansions, "relationship"),
        MAX_STATEMENT_BYTES >> 20,
        grouped(MAX_NESTING as u64)
    )))
}

/// How another store is opened: its statements may read the same files and use as many threads.
fn options(session: &Session) -> OpenOptions {
    let database = session.engine.database();
    OpenOptions { csv_root: database.csv_root().map(Into::into), ..OpenOptions::default() }
        .parallelism(database.parallelism())
}
