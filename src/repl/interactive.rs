//! The shell on a terminal: read, run, print, until Ctrl-D or `.quit`.

use std::io::Write;

use rustyline::config::{BellStyle, Builder, ColorMode, CompletionType};
use rustyline::error::ReadlineError;
use rustyline::history::{DefaultHistory, History};
use rustyline::{Cmd, Editor, KeyCode, KeyEvent, Modifiers};

use super::failure::Failure;
use super::helper::ShellHelper;
use super::interrupt::WhenIdle;
use super::script::bare_command;
use super::session::{Flow, Session};
use super::vocabulary::Vocabulary;
use super::{Ended, banner, history};
use crate::error::{Error, ErrorClass, Result};

type Line = Editor<ShellHelper, DefaultHistory>;

/// Runs the shell on the terminal until the person leaves, without the banner if it is to be quiet. Errors of statements
/// are printed and the shell goes on.
pub fn run_interactive(mut session: Session, quiet: bool) -> Result<Ended> {
    session.interrupt().install(WhenIdle::Ignore)?;
    let mut editor = editor(session.output().color()).map_err(no_terminal)?;
    let file = history::file();
    if let Some(file) = &file {
        // The first session has no file to load, and a damaged one is no reason not to start.
        let _ = editor.load_history(file);
    }
    if !quiet {
        let text = banner::text(&session, &session.look());
        session.say(&text)?;
    }
    loop {
        refresh_words(&mut editor, &session);
        // The work begins before the line is read: while it is read Ctrl-C is a key and no signal, and afterwards
        // it must not get lost between the line editor and the statement.
        let (_, _work) = session.interrupt().begin();
        let read = editor.readline(&prompt(&session));
        if let Some(helper) = editor.helper_mut() {
            helper.release_words();
        }
        match read {
            Ok(input) => {
                remember(&mut editor, &input, file.as_deref());
                if act(&mut session, &input)? == Flow::Quit {
                    break;
                }
            }
            Err(ReadlineError::Interrupted) => {}
            Err(ReadlineError::Eof) => break,
            Err(error) => return Err(no_terminal(error)),
        }
    }
    leave(&mut session)?;
    Ok(Ended::Well)
}

fn editor(color: bool) -> rustyline::Result<Line> {
    let config = Builder::new()
        .max_history_size(history::LENGTH)?
        .history_ignore_dups(true)?
        .completion_type(CompletionType::List)
        .completion_show_all_if_ambiguous(true)
        .bell_style(BellStyle::None)
        .auto_add_history(false)
        .color_mode(if color { ColorMode::Enabled } else { ColorMode::Disabled })
        .bracketed_paste(true)
        .build();
    let mut editor = Line::with_config(config)?;
    editor.set_helper(Some(ShellHelper::new(color)));
    // Alt-Enter begins a line wherever the cursor is.
    editor.bind_sequence(KeyEvent(KeyCode::Enter, Modifiers::ALT), Cmd::Newline);
    Ok(editor)
}

fn no_terminal(error: ReadlineError) -> Error {
    Error::new(ErrorClass::IoError, "NoTerminal", format!("cannot read from the terminal: {error}"))
        .caused_by(error)
}

/// `casegraph> `, with a star while a transaction is open.
fn prompt(session: &Session) -> String {
    let star = if session.engine.in_transaction() { "*" } else { "" };
    format!("{}{star}> ", super::render::safe_line(&session.title()))
}

fn refresh_words(editor: &mut Line, session: &Session) {
    let parameters = session.parameters.keys().map(ToString::to_string).collect();
    if let Some(helper) = editor.helper_mut() {
        let procedures = session.database().procedures();
        helper.set_words(Vocabulary::new(session.engine.snapshot(), session.opened, parameters, procedures));
    }
}

/// Each statement becomes an entry of the history; input that begins with a space is not kept.
fn remember(editor: &mut Line, input: &str, file: Option<&std::path::Path>) {
    if input.starts_with(' ') {
        return;
    }
    let mut added = false;
    for entry in history::entries(input) {
        added |= editor.history_mut().add_owned(entry).unwrap_or(false);
    }
    if let (true, Some(file)) = (added, file) {
        // A history that cannot be kept, on a full disk say, is no reason to stop working.
        let _ = editor.append_history(file);
    }
}

fn act(session: &mut Session, input: &str) -> Result<Flow> {
    let input = match bare_command(input) {
        Some(command) => format!(".{command}"),
        None => input.to_owned(),
    };
    match session.run_text(&input) {
        Ok(flow) => Ok(flow),
        Err(failure) => {
            report(session, &failure);
            Ok(Flow::Continue)
        }
    }
}

/// Errors go to standard error, which on a terminal is the same screen.
fn report(session: &mut Session, failure: &Failure) {
    let text = failure.text(session.output().color());
    // There is nobody left to tell if standard error is gone.
    let _ = std::io::stderr().write_all(text.as_bytes());
}

fn leave(session: &mut Session) -> Result<()> {
    if session.engine.in_transaction() {
        session.engine.rollback()?;
        session.say("the open transaction was rolled back\n")?;
    }
    Ok(())
}
