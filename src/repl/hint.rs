//! What could follow, shown faintly behind the cursor: the rest of an earlier entry, or a command's arguments.

use rustyline::Context;
use rustyline::history::SearchDirection;

use super::command;
use super::script::command_line;
use super::session::split_command;
use crate::syntax::statements::{Completeness, Opened, completeness};

/// A hint; the shown part is one line even when it stands for several.
pub struct ShellHint {
    shown: String,
    rest: Option<String>,
}

impl rustyline::hint::Hint for ShellHint {
    fn display(&self) -> &str {
        &self.shown
    }

    fn completion(&self) -> Option<&str> {
        self.rest.as_deref()
    }
}

/// The hint for a line with the cursor at its end.
pub fn hint(line: &str, cursor: usize, context: &Context<'_>) -> Option<ShellHint> {
    if line.trim().is_empty() || cursor < line.len() {
        return None;
    }
    if line.ends_with("\n\n") && completeness(line) == Completeness::Unterminated {
        return Some(ShellHint { shown: "; runs the statement, Ctrl-C drops it".to_owned(), rest: None });
    }
    open_text(line).or_else(|| from_history(line, context)).or_else(|| arguments(line))
}

/// Says on later lines that a text or comment is still open, because then no `;` ends the statement.
fn open_text(line: &str) -> Option<ShellHint> {
    let what = match completeness(line) {
        Completeness::Open(Opened::String, _) => "text in quotes",
        Completeness::Open(Opened::Name, _) => "name in backticks",
        Completeness::Open(Opened::Comment, _) => "comment",
        _ => return None,
    };
    let shown = format!("   … the {what} above is not closed");
    line.contains('\n').then_some(ShellHint { shown, rest: None })
}

fn from_history(line: &str, context: &Context<'_>) -> Option<ShellHint> {
    let history = context.history();
    let start = match context.history_index() {
        index if index == history.len() => index.checked_sub(1)?,
        index => index,
    };
    let found = history.starts_with(line, start, SearchDirection::Reverse).ok()??;
    let rest = found.entry.get(line.len()..).filter(|rest| !rest.is_empty())?;
    let shown = match rest.split_once('\n') {
        Some((first, _)) => format!("{first} …"),
        None => rest.to_owned(),
    };
    Some(ShellHint { shown, rest: Some(rest.to_owned()) })
}

fn arguments(line: &str) -> Option<ShellHint> {
    let (name, given) = split_command(command_line(line)?);
    let command = command::find(name)?;
    if !given.is_empty() || command.arguments.is_empty() {
        return None;
    }
    let space = if line.ends_with(' ') { "" } else { " " };
    Some(ShellHint { shown: format!("{space}{}", command.arguments), rest: None })
}
