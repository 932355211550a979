//! The commands, by theme: each file holds a table of rows and the handlers they name. To add a command, write it in
//! the file of its theme and add its row there.

mod answers;
mod explore;
mod files;
mod help;
mod network;
mod overview;
mod schema;
mod store;
mod work;

use super::command::Command;

/// The tables of all themes.
pub(super) static TABLES: &[&[Command]] = &[
    explore::COMMANDS,
    network::COMMANDS,
    overview::COMMANDS,
    work::COMMANDS,
    files::COMMANDS,
    store::COMMANDS,
    answers::COMMANDS,
    help::COMMANDS,
];
