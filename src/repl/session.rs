//! A session: the database, the open transaction, parameters, and how answers look. The interactive shell, the pipe,
//! `.read` and the command line all act through it, so that they behave alike.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::json;

use crate::database::Database;
use crate::error::{Error, ErrorClass, Result};
use crate::execute::{Budgets, CancellationToken};
use crate::explore::NameBook;
use crate::graph::GraphState;
use crate::value::{Map, Value};

use super::command;
use super::engine::{Engine, Request};
use super::failure::Failure;
use super::interrupt::Interrupt;
use super::names::Names;
use super::output::Output;
use super::render::{self, Format, Look, RenderError, Rows};
use super::reply::Reply;
use super::script::{Item, items};

/// How deep files may read files.
const MAX_READING: usize = 16;

/// Where the data lies, for the banner, the prompt and `.open`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In memory, gone afterwards; with the name of the sample it was filled with.
    Memory(Option<String>),
    /// In a store file.
    File {
        /// The file.
        path: PathBuf,
        /// Whether nothing is written.
        readonly: bool,
    },
}

/// What `.mode`, `.timer` and the like change.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// How answers are printed.
    pub format: Format,
    /// Whether tables end with the time.
    pub timer: bool,
    /// Limits of each statement.
    pub budgets: Budgets,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { format: Format::Table, timer: true, budgets: Budgets::default() }
    }
}

/// Whether to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// There may be more.
    Continue,
    /// `.quit` was said.
    Quit,
}

/// The state between statements.
pub struct Session {
    pub(super) engine: Engine,
    pub(super) place: Place,
    /// How answers are printed, and limits.
    pub settings: Settings,
    /// Values of `$name` in statements.
    pub parameters: Map,
    pub(super) output: Output,
    pub(super) interrupt: Interrupt,
    pub(super) names: Names,
    /// How many files of `.read` lie inside one another.
    pub(super) reading: usize,
    /// Whether a program drives the session and reads exactly one line of JSON for each input.
    pub(super) protocol: bool,
    /// How many databases were opened after the first.
    pub(super) opened: u64,
}

impl Session {
    /// A session on a database.
    pub fn new(database: Database, place: Place, output: Output) -> Session {
        Session {
            engine: Engine::new(database),
            place,
            settings: Settings::default(),
            parameters: Map::new(),
            output,
            interrupt: Interrupt::default(),
            names: Names::default(),
            reading: 0,
            protocol: false,
            opened: 0,
        }
    }

    /// The database.
    pub fn database(&self) -> &Database {
        self.engine.database()
    }

    /// Where answers go.
    pub fn output(&mut self) -> &mut Output {
        &mut self.output
    }

    /// How output looks where answers go now.
    pub(super) fn look(&self) -> Look {
        self.output.look()
    }

    /// Prints a text for the person at the terminal, as it is.
    pub(super) fn say(&mut self, text: &str) -> Result<()> {
        Ok(self.output.notice(|out, _| Ok(out.write_all(text.as_bytes())?))?)
    }

    /// What Ctrl-C stops.
    pub fn interrupt(&self) -> &Interrupt {
        &self.interrupt
    }

    /// Runs all commands and statements of a text, the last statement with or without semicolon, and prints their
    /// answers. Stops at the first failure, which the caller reports.
    pub fn run_text(&mut self, text: &str) -> Result<Flow, Failure> {
        let (token, _running) = self.interrupt.begin();
        for located in items(text) {
            Interrupt::check(&token)?;
            if self.run_item(located.item)? == Flow::Quit {
                return Ok(Flow::Quit);
            }
        }
        Ok(Flow::Continue)
    }

    /// Runs all commands and statements of a file and prints their answers. Stops at the first failure.
    pub fn read_file(&mut self, path: &Path) -> Result<Flow, Failure> {
        self.read_counting(path).map(|(_, flow)| flow)
    }

    /// As [`Session::read_file`], with the number of statements that were run.
    pub(super) fn read_counting(&mut self, path: &Path) -> Result<(u64, Flow), Failure> {
        let name = path.display().to_string();
        if self.reading >= MAX_READING {
            let message = format!("files read one another more than {MAX_READING} deep");
            return Err(Error::new(ErrorClass::BudgetExceeded, "ReadTooDeep", message).into());
        }
        let script = std::fs::read_to_string(path).map_err(|error| {
            let message = format!("cannot read `{name}`: {error}");
            Error::new(ErrorClass::IoError, "CannotReadFile", message).caused_by(error)
        })?;
        self.reading += 1;
        let done = self.run_script(&script, &name);
        self.reading -= 1;
        done
    }

    fn run_script(&mut self, script: &str, name: &str) -> Result<(u64, Flow), Failure> {
        let (token, _running) = self.interrupt.begin();
        let mut statements = 0;
        for located in items(script) {
            Interrupt::check(&token).map_err(|error| Failure::from(error).in_file(name, located.line))?;
            let flow = self.run_item(located.item).map_err(|failure| failure.in_file(name, located.line))?;
            if flow == Flow::Quit {
                return Ok((statements, Flow::Quit));
            }
            statements += u64::from(matches!(located.item, Item::Statement(..)));
        }
        Ok((statements, Flow::Continue))
    }

    /// Runs one command or statement and prints its answer.
    pub fn run_item(&mut self, item: Item<'_>) -> Result<Flow, Failure> {
        // A command may be the one that leaves: it does without what is new when that cannot be read.
        let refreshed = self.engine.refresh();
        let flow = match item {
            Item::Command(line) => self.run_command(line),
            Item::Statement(text, _) => {
                refreshed?;
                self.execute_statement(text).map(|()| Flow::Continue)
            }
        }?;
        self.graph(GraphState::intact)?;
        Ok(flow)
    }

    /// Runs one statement and prints its answer.
    pub fn execute_statement(&mut self, text: &str) -> Result<(), Failure> {
        let counting = self.is_counting();
        let Session { engine, settings, parameters, output, interrupt, .. } = self;
        let (token, _running) = interrupt.begin();
        let request = Request { text, parameters, budgets: settings.budgets, token };
        let Settings { format, timer, .. } = *settings;
        if counting {
            let drained = engine.run(request, |answer| {
                while answer.next_row()?.is_some() {}
                Ok(())
            });
            return drained.map_err(|error| Failure::new(error.into(), text));
        }
        engine
            .run(request, |answer| {
                output.write(|out, look| render::write_answer(format, answer, out, look, timer))
            })
            .map_err(|error| Failure::new(error.into(), text))
    }

    /// Runs one command, without its dot, and prints its answer.
    pub fn run_command(&mut self, line: &str) -> Result<Flow, Failure> {
        let (name, arguments) = split_command(line);
        let command = command::resolve(name)?;
        let began = Instant::now();
        match (command.handler)(self, arguments)? {
            Reply::Quit => Ok(Flow::Quit),
            reply => {
                self.print(reply, began).map_err(|error| Failure::from(Error::from(error)))?;
                Ok(Flow::Continue)
            }
        }
    }

    /// Prints what a command answers. Messages on what was done go to the person or program that asked, even when
    /// answers go to a file.
    fn print(&mut self, reply: Reply, began: Instant) -> Result<(), RenderError> {
        let Settings { format, timer, .. } = self.settings;
        let as_json = self.protocol || matches!(format, Format::Json | Format::Jsonl);
        if self.is_counting() {
            return Ok(());
        }
        let Session { engine, output, .. } = self;
        match reply {
            Reply::Nothing if !self.protocol => Ok(()),
            Reply::Nothing => output.notice(|out, _| render::write_json(&json!({}), out)),
            Reply::Message(message) if as_json => {
                output.notice(|out, _| render::write_json(&json!({ "message": message }), out))
            }
            Reply::Message(message) => {
                output.notice(|out, _| Ok(writeln!(out, "{}", render::safe_text(&message))?))
            }
            Reply::Text { json, .. } if as_json => output.write(|out, _| render::write_json(&json, out)),
            Reply::Text { text, .. } => {
                output.write(|out, look| Ok(out.write_all(render::decorate(&text, look).as_bytes())?))
            }
            Reply::Raw(text) if as_json => {
                output.write(|out, _| render::write_json(&json!({ "text": text }), out))
            }
            Reply::Raw(text) => output.write(|out, look| {
                let text = if look.terminal { render::safe_text(&text) } else { Cow::Borrowed(&*text) };
                Ok(out.write_all(text.as_bytes())?)
            }),
            Reply::Table { columns, rows } => engine.with_graph(|graph| {
                let mut answer = Rows::new(columns, rows, graph, began.elapsed());
                output.write(|out, look| render::write_answer(format, &mut answer, out, look, timer))
            }),
            // The caller has acted on it.
            Reply::Quit => Ok(()),
        }
    }

    /// Whether the statements of a file are only counted, because its reader gets one line for the whole file.
    fn is_counting(&self) -> bool {
        self.protocol && self.reading > 0
    }

    /// Reads the graph as statements see it now; Ctrl-C cancels through the token.
    pub(super) fn read<T>(
        &mut self,
        read: impl FnOnce(&GraphState, &CancellationToken) -> Result<T>,
    ) -> Result<T> {
        let (token, _running) = self.interrupt.begin();
        self.engine.with_graph(|graph| read(graph, &token))
    }

    /// As [`Session::read`], with the names of the graph.
    pub(super) fn read_named<T>(
        &mut self,
        read: impl FnOnce(&GraphState, &NameBook, &CancellationToken) -> Result<T>,
    ) -> Result<T> {
        let (token, _running) = self.interrupt.begin();
        let book = self.names.book(&self.engine);
        self.engine.with_graph(|graph| read(graph, &book, &token))
    }

    /// Reads the graph as statements see it now.
    pub(super) fn graph<T>(&self, read: impl FnOnce(&GraphState) -> T) -> T {
        self.engine.with_graph(read)
    }

    /// The first value that a statement yields.
    pub(super) fn value_of(&mut self, text: &str) -> Result<Value, Failure> {
        self.with_rows(text, |_, rows| rows.first().and_then(|row| row.first()).cloned().unwrap_or_default())
    }

    /// Runs a statement and hands all its rows, and the state they are read from, to `read`.
    pub(super) fn with_rows<T>(
        &mut self,
        text: &str,
        read: impl FnOnce(&GraphState, &[Vec<Value>]) -> T,
    ) -> Result<T, Failure> {
        let Session { engine, settings, parameters, interrupt, .. } = self;
        let (token, _running) = interrupt.begin();
        let request = Request { text, parameters, budgets: settings.budgets, token };
        let done = engine.run(request, |answer| {
            let mut rows = Vec::new();
            while let Some(row) = answer.next_row()? {
                rows.push(row);
            }
            Ok(read(answer.graph(), &rows))
        });
        done.map_err(|error| Failure::new(error.into(), text))
    }

    /// Works on another database from now on. An open transaction of the one before is rolled back.
    pub(super) fn reopen(&mut self, database: Database, place: Place) {
        self.engine = Engine::new(database);
        self.place = place;
        self.names = Names::default();
        self.opened += 1;
    }

    /// The name of what is open: the file's, or `casegraph` in memory.
    pub fn title(&self) -> String {
        match &self.place {
            Place::Memory(_) => "casegraph".to_owned(),
            Place::File { path, .. } => path
                .file_stem()
                .map_or_else(|| "casegraph".to_owned(), |stem| stem.to_string_lossy().into_owned()),
        }
    }
}

/// The command's name and its arguments.
pub fn split_command(line: &str) -> (&str, &str) {
    let line = line.trim_end().trim_end_matches(';');
    match line.split_once(char::is_whitespace) {
        Some((name, arguments)) => (name, arguments.trim()),
        None => (line, ""),
    }
}
