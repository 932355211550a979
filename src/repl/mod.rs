//! The shell: an interactive one on a terminal, and a protocol in a pipe; the same session behind both.
//!
//! In: lines of text, each a statement or a command. Out: answers in a [`Format`]. A [`Session`] holds the database, the open
//! transaction, parameters and settings. Commands are rows of a table, from which dispatch, help, completion and hints
//! derive. Nothing here computes an answer of its own: statements go to the database, exploration to `explore`.

mod arguments;
mod banner;
mod command;
mod commands;
mod complete;
mod engine;
mod failure;
mod helper;
mod highlight;
mod hint;
mod history;
mod interactive;
mod interrupt;
mod names;
mod output;
mod pager;
mod pipe;
pub mod render;
mod reply;
mod script;
mod session;
mod validate;
mod vocabulary;

pub use arguments::value_or_text;
pub use failure::Failure;
pub use interactive::run_interactive;
pub use interrupt::{Interrupt, WhenIdle};
pub use output::{Output, no_color};
pub use pipe::run_pipe;
pub use render::{Answer, Format, Look};
pub use script::is_empty as is_empty_script;
pub use session::{Flow, Place, Session, Settings};

/// How a shell ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// As it should.
    Well,
    /// A statement of a script failed; the error was printed.
    WithErrors,
}
