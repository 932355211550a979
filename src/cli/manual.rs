//! `casegraph completions` and `casegraph man`, derived from the arguments' definition.

use std::io;

use clap::CommandFactory;
use clap::error::ErrorKind;

use super::Stop;
use super::args::Cli;

pub(super) fn completions(shell: clap_complete::Shell) -> Result<(), Stop> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "casegraph", &mut script);
    io::Write::write_all(&mut io::stdout(), &script)?;
    Ok(())
}

pub(super) fn man(names: &[String]) -> Result<(), Stop> {
    let mut command = Cli::command();
    command.build();
    for name in names {
        command = match command.find_subcommand(name).cloned() {
            Some(found) => found,
            None => {
                command.error(ErrorKind::InvalidSubcommand, format!("there is no command `{name}`")).exit()
            }
        };
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    io::Write::write_all(&mut io::stdout(), &page)?;
    Ok(())
}
