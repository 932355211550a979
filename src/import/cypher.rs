//! Scripts of statements, run one after the other on one transaction by whoever owns it.
//!
//! In: files, and what runs a statement. Out: how many ran, or an error that names the file, line and column
//! and shows the line. Nothing is committed here, so that a script is all or nothing.

use std::path::{Path, PathBuf};

use unicode_width::UnicodeWidthChar;

use super::Progress;
use crate::error::{Error, ErrorClass, Phase, Result};
use crate::syntax::statements;

/// What was run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScriptReport {
    /// Files read.
    pub files: u64,
    /// Statements run.
    pub statements: u64,
}

/// Runs the statements of all files, in order, with `run`; stops at the first error.
pub fn import(
    files: &[PathBuf],
    progress: &dyn Progress,
    mut run: impl FnMut(&str) -> Result<()>,
) -> Result<ScriptReport> {
    let scripts = files.iter().map(|path| read(path)).collect::<Result<Vec<String>>>()?;
    progress.begin("statements", scripts.iter().map(|script| script.len() as u64).sum());
    let mut report = ScriptReport::default();
    for (path, script) in files.iter().zip(&scripts) {
        report.statements += run_script(path, script, progress, &mut run)?;
        report.files += 1;
    }
    Ok(report)
}

/// Runs the statements of one script, whose errors are told as of the file `path`. How many there were.
pub fn run_script(
    path: &Path,
    script: &str,
    progress: &dyn Progress,
    mut run: impl FnMut(&str) -> Result<()>,
) -> Result<u64> {
    let (mut done, mut count) = (0, 0);
    for statement in statements(script) {
        if progress.is_cancelled() {
            let message = "the import was cancelled; nothing was changed";
            return Err(Error::new(ErrorClass::Cancelled, "ImportCancelled", message));
        }
        run(statement.text).map_err(|error| located(error, path, script, statement.offset))?;
        count += 1;
        let end = statement.offset + statement.text.len();
        progress.advance((end - done) as u64);
        done = end;
    }
    Ok(count)
}

fn read(path: &Path) -> Result<String> {
    let bytes = std::fs::read(path).map_err(|error| {
        let message = format!("cannot read {}: {error}", path.display());
        Error::new(ErrorClass::IoError, "ReadFailed", message).caused_by(error)
    })?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = 1 + memchr::memchr_iter(b'\n', good).count();
        let message = format!("{}:{line}: the file is not UTF-8", path.display());
        Error::new(ErrorClass::DataError, "InvalidUtf8", message)
    })?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

/// The error of a statement that begins at a byte of a script: with file, line and column, and the line with
/// a mark under the place.
fn located(error: Error, path: &Path, script: &str, offset: usize) -> Error {
    let span = error.span();
    let from = offset + span.map_or(0, |span| span.start as usize);
    let until = offset + span.map_or(0, |span| span.end as usize);
    let place = Place::of(script, from);
    let mut message = format!("{}:{}:{}: {}", path.display(), place.line, place.column, error.message());
    if span.is_some() {
        let marked = script.get(from..until).and_then(|text| text.lines().next());
        message.push_str(&place.excerpt(marked.map_or(1, |text| text.chars().count())));
    }
    let mut located = Error::new(error.class(), error.detail(), message);
    if error.phase() == Phase::CompileTime {
        located = located.compile_time();
    }
    if let Some(hint) = error.hint_text() {
        located = located.hint(hint);
    }
    located.caused_by(error)
}

/// A place in a script, for people.
struct Place<'s> {
    /// From 1.
    line: usize,
    /// In characters, from 1.
    column: usize,
    text: &'s str,
}

impl<'s> Place<'s> {
    fn of(script: &'s str, at: usize) -> Place<'s> {
        let mut at = at.min(script.len());
        while !script.is_char_boundary(at) {
            at -= 1;
        }
        let (before, after) = script.split_at(at);
        let begin = before.rfind('\n').map_or(0, |newline| newline + 1);
        let end = at + after.find('\n').unwrap_or(after.len());
        Place {
            line: 1 + before.matches('\n').count(),
            column: 1 + before[begin..].chars().count(),
            text: script[begin..end].trim_end_matches('\r'),
        }
    }

    /// The line, with carets under so many characters from the place; only the surroundings in a long line.
    fn excerpt(&self, marked: usize) -> String {
        const BEFORE: usize = 60;
        const SHOWN: usize = 100;
        let skipped = (self.column - 1).saturating_sub(BEFORE);
        let text: String = self.text.chars().skip(skipped).take(SHOWN).collect();
        let indent: String = text
            .chars()
            .take(self.column - 1 - skipped)
            .map(|c| if c == '\t' { "\t".to_owned() } else { " ".repeat(c.width().unwrap_or(0)) })
            .collect();
        let rest = text.chars().count().saturating_sub(self.column - 1 - skipped);
        let carets = marked.clamp(1, rest.max(1));
        format!("\n{:>4} | {text}\n     | {indent}{}", self.line, "^".repeat(carets))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Span;

    #[test]
    fn errors_name_the_place_in_the_file() {
        let script = "CREATE (a);\nRETURN\n\té, wrong;\n";
        let offset = script.find("RETURN").expect("the script has it");
        let at = script.find("wrong").expect("the script has it") - offset;
        let error = Error::syntax("UndefinedVariable", "`wrong` is not defined", Span::new(at, at + 5));
        let error = located(error.hint("name it"), Path::new("a.cypher"), script, offset);
        assert_eq!(
            error.message(),
            "a.cypher:3:5: `wrong` is not defined\n   3 | \té, wrong;\n     | \t   ^^^^^"
        );
        assert_eq!((error.detail(), error.hint_text()), ("UndefinedVariable", Some("name it")));
        let error = located(Error::internal("x"), Path::new("a.cypher"), script, offset);
        assert_eq!(error.message(), "a.cypher:2:1: x");
    }
}
