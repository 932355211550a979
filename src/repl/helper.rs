//! What the line editor asks of us, all in one object: completion, hints, colours, and whether Enter runs the input.

use std::borrow::Cow;

use rustyline::completion::{Completer, FilenameCompleter, Pair};
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Context, Helper};

use super::complete::complete;
use super::highlight::paint;
use super::hint::{ShellHint, hint};
use super::render::{FAINT, HEADING};
use super::validate::{Verdict, verdict};
use super::vocabulary::{KeptNames, Vocabulary};

/// The line editor's helper.
pub struct ShellHelper {
    words: Option<Vocabulary>,
    kept: Option<KeptNames>,
    files: FilenameCompleter,
    color: bool,
}

impl ShellHelper {
    /// Without words until they are given.
    pub fn new(color: bool) -> ShellHelper {
        ShellHelper { words: None, kept: None, files: FilenameCompleter::new(), color }
    }

    /// Gives the words of the graph at hand.
    pub fn set_words(&mut self, mut words: Vocabulary) {
        if let Some(kept) = &self.kept {
            words.reuse_names(kept);
        }
        self.words = Some(words);
    }

    /// Lets go of the graph while a statement runs, so that its pages can be used again.
    pub fn release_words(&mut self) {
        if let Some(words) = self.words.take() {
            self.kept = Some(words.keep_names());
        }
    }
}

impl Helper for ShellHelper {}

impl Completer for ShellHelper {
    type Candidate = Pair;

    fn complete(
        &self,
        line: &str,
        cursor: usize,
        context: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<Pair>)> {
        let Some(words) = &self.words else { return Ok((cursor, Vec::new())) };
        let before = line.get(..cursor).unwrap_or(line);
        match complete(before, words) {
            Some((start, found)) => {
                // The closing quote or space is for the line, not for the list.
                let shown = |text: &str| text.trim_end().trim_end_matches(['\'', '"']).to_owned();
                let pairs = found.into_iter().map(|text| Pair { display: shown(&text), replacement: text });
                Ok((start, pairs.collect()))
            }
            None => self.files.complete(line, cursor, context),
        }
    }
}

impl Hinter for ShellHelper {
    type Hint = ShellHint;

    fn hint(&self, line: &str, cursor: usize, context: &Context<'_>) -> Option<ShellHint> {
        // Without colours nothing would tell a hint from what was typed.
        if self.color { hint(line, cursor, context) } else { None }
    }
}

impl Highlighter for ShellHelper {
    fn highlight<'l>(&self, line: &'l str, cursor: usize) -> Cow<'l, str> {
        if self.color { paint(line, cursor) } else { Cow::Borrowed(line) }
    }

    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(&'s self, prompt: &'p str, _: bool) -> Cow<'b, str> {
        if self.color { Cow::Owned(format!("{HEADING}{prompt}{HEADING:#}")) } else { Cow::Borrowed(prompt) }
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        if self.color { Cow::Owned(format!("{FAINT}{hint}{FAINT:#}")) } else { Cow::Borrowed(hint) }
    }

    fn highlight_char(&self, _: &str, _: usize, kind: CmdKind) -> bool {
        self.color && kind != CmdKind::ForcedRefresh
    }
}

impl Validator for ShellHelper {
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        Ok(match verdict(context.input()) {
            Verdict::Run => ValidationResult::Valid(None),
            Verdict::More => ValidationResult::Incomplete,
            Verdict::Wrong(message) => ValidationResult::Invalid(Some(message)),
        })
    }
}
