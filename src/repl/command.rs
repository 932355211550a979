//! What a command is, and finding one. Dispatch, `.help`, completion and hints read the same rows, which stand beside
//! their handlers in [`super::commands`].

use super::commands;
use super::failure::Failure;
use super::reply::Reply;
use super::session::Session;
use crate::error::{Error, ErrorClass, Result, similarity};

/// A row of the command table.
pub struct Command {
    /// Its name, without the dot.
    pub name: &'static str,
    /// Other names.
    pub aliases: &'static [&'static str],
    /// Its arguments as `.help` shows them: `NAME [DEPTH]`.
    pub arguments: &'static str,
    /// What Tab offers for the arguments.
    pub completes: Completes,
    /// Its chapter in `.help`.
    pub chapter: Chapter,
    /// One line, no full stop.
    pub summary: &'static str,
    /// More for `.help NAME`; may be empty.
    pub details: &'static str,
    /// A line to try.
    pub example: &'static str,
    /// The code; gets the arguments as typed.
    pub handler: fn(&mut Session, &str) -> Result<Reply, Failure>,
}

/// What Tab offers for a command's arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completes {
    /// Nothing.
    Nothing,
    /// The name of one node.
    Name,
    /// Names separated by commas.
    Names,
    /// A file.
    File,
    /// One of these words.
    Words(&'static [&'static str]),
    /// A command or function.
    Topic,
    /// A statement.
    Query,
    /// A parameter's name.
    Parameter,
}

/// The chapters of `.help`, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chapter {
    /// Asking without Cypher.
    Explore,
    /// What there is.
    Overview,
    /// Statements, parameters, transactions.
    Work,
    /// How answers look and where they go.
    Answers,
    /// Help and leaving.
    Shell,
}

impl Chapter {
    /// All chapters.
    pub const ALL: [Chapter; 5] =
        [Chapter::Explore, Chapter::Overview, Chapter::Work, Chapter::Answers, Chapter::Shell];

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Chapter::Explore => "Explore without Cypher",
            Chapter::Overview => "See what there is",
            Chapter::Work => "Statements, files and transactions",
            Chapter::Answers => "How answers look and where they go",
            Chapter::Shell => "The shell",
        }
    }
}

impl Command {
    /// `.show NAME`
    pub fn usage(&self) -> String {
        format!(".{} {}", self.name, self.arguments).trim_end().to_owned()
    }

    /// All its names.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.name).chain(self.aliases.iter().copied())
    }

    /// The error for arguments that do not fit.
    pub fn misused(&self, problem: &str) -> Error {
        Error::argument("WrongArguments", format!(".{}: {problem}", self.name)).hint(format!(
            "{}, for example {}",
            self.usage(),
            self.example
        ))
    }
}

/// All commands, chapter by chapter of the tables.
pub fn commands() -> impl Iterator<Item = &'static Command> {
    commands::TABLES.iter().flat_map(|rows| rows.iter())
}

/// The command of exactly this name or alias, in any case.
pub fn find(name: &str) -> Option<&'static Command> {
    commands().find(|command| command.names().any(|known| known.eq_ignore_ascii_case(name)))
}

/// The command that a typed name means: its name, an alias, or the beginning of one name only.
pub fn resolve(name: &str) -> Result<&'static Command> {
    if let Some(command) = find(name) {
        return Ok(command);
    }
    let lower = name.to_ascii_lowercase();
    let begun: Vec<&Command> = commands().filter(|command| command.name.starts_with(&lower)).collect();
    match begun.as_slice() {
        [only] if !lower.is_empty() => Ok(only),
        [] | [_] => Err(unknown(name)),
        several => {
            let names: Vec<String> = several.iter().map(|command| format!(".{}", command.name)).collect();
            let message = format!("`.{name}` is short for several commands");
            Err(Error::new(ErrorClass::ArgumentError, "AmbiguousCommand", message)
                .hint(format!("say one of {}", names.join(", "))))
        }
    }
}

fn unknown(name: &str) -> Error {
    let error =
        Error::new(ErrorClass::ArgumentError, "UnknownCommand", format!("there is no command `.{name}`"));
    match nearest(name) {
        Some(command) => error.hint(format!("did you mean .{}?  .help lists all commands", command.name)),
        None => error.hint(".help lists all commands"),
    }
}

/// The command most like a misspelt name.
pub fn nearest(name: &str) -> Option<&'static Command> {
    let lower = name.to_lowercase();
    let likeness =
        |command: &Command| command.names().map(|known| similarity(&lower, known)).fold(0.0, f64::max);
    commands()
        .map(|command| (likeness(command), command))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, command)| command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_unique_and_explained() {
        let mut names: Vec<&str> = commands().flat_map(Command::names).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count, "two commands share a name");
        for command in commands() {
            assert!(!command.summary.is_empty() && !command.summary.ends_with('.'), "{}", command.name);
            assert!(command.example.starts_with('.'), "{}", command.name);
            assert!(Chapter::ALL.contains(&command.chapter));
        }
    }

    #[test]
    fn commands_are_found_by_alias_and_beginning() {
        assert_eq!(resolve("QUIT").map(|command| command.name).ok(), Some("quit"));
        assert_eq!(resolve("exit").map(|command| command.name).ok(), Some("quit"));
        assert_eq!(resolve("neigh").map(|command| command.name).ok(), Some("neighbors"));
        let error = resolve("shwo").err();
        assert!(
            error.and_then(|error| error.hint_text().map(|hint| hint.contains(".show"))).unwrap_or(false)
        );
        assert!(resolve("s").is_err());
        assert!(resolve("").is_err());
    }
}
