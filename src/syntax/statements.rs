//! Scripts: where one statement ends and the next begins, and whether a text waits for more.

use super::lexer::Lexer;
use super::token::{Problem, TokenKind};

/// One statement of a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScriptStatement<'a> {
    /// Its text without the semicolon and without surrounding white space.
    pub text: &'a str,
    /// Where the text begins in the script, in bytes.
    pub offset: usize,
    /// Whether a semicolon follows.
    pub terminated: bool,
}

/// Splits a script at the semicolons outside quotes, backticks and comments. Statements of nothing
/// but white space and comments are left out. Works through the script lazily and in linear time.
pub fn statements(script: &str) -> Statements<'_> {
    Statements { script, at: 0 }
}

/// The iterator of [`statements`].
#[derive(Clone, Debug)]
pub struct Statements<'a> {
    script: &'a str,
    at: usize,
}

impl<'a> Iterator for Statements<'a> {
    type Item = ScriptStatement<'a>;

    fn next(&mut self) -> Option<ScriptStatement<'a>> {
        loop {
            let rest = self.script.get(self.at..)?;
            let extent = extent(rest);
            let offset = self.at + extent.first;
            let text = rest.get(extent.first..extent.end).unwrap_or_default();
            self.at += extent.after;
            if !text.is_empty() {
                return Some(ScriptStatement { text, offset, terminated: extent.terminated });
            }
            if !extent.terminated {
                return None;
            }
        }
    }
}

/// Where the first statement of a text lies.
struct Extent {
    /// Its first byte; equal to `end` if there are only comments.
    first: usize,
    /// One past its last byte.
    end: usize,
    /// Where the next statement begins.
    after: usize,
    /// Whether a semicolon follows.
    terminated: bool,
}

fn extent(rest: &str) -> Extent {
    // Tokens carry 32-bit places; a statement beyond that is refused for its length anyway.
    let mut window = rest.len().min(u32::MAX as usize);
    while !rest.is_char_boundary(window) {
        window -= 1;
    }
    let (mut first, mut end) = (None, 0);
    for token in Lexer::new(rest.get(..window).unwrap_or_default()) {
        let span = token.span.range();
        match token.kind {
            TokenKind::Semicolon => {
                return Extent { first: first.unwrap_or(end), end, after: span.end, terminated: true };
            }
            TokenKind::Comment => {}
            _ => {
                first.get_or_insert(span.start);
                end = span.end;
            }
        }
    }
    if window < rest.len() {
        end = rest.len();
    }
    Extent { first: first.unwrap_or(end), end, after: rest.len(), terminated: false }
}

/// Whether a text waits for more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completeness {
    /// Only white space and comments.
    Empty,
    /// It ends with a semicolon.
    Complete,
    /// It does not end with a semicolon, and nothing is open.
    Unterminated,
    /// It ends inside something that began at this byte.
    Open(Opened, usize),
}

/// What a text can end inside of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opened {
    /// A text in quotes.
    String,
    /// A name in backticks.
    Name,
    /// A `/*` comment.
    Comment,
    /// A bracket of any kind.
    Bracket,
}

/// Tells whether a text is one or more finished statements or waits for more.
pub fn completeness(text: &str) -> Completeness {
    let mut brackets = Vec::new();
    let mut state = Completeness::Empty;
    for token in Lexer::new(text) {
        let start = token.span.start as usize;
        state = match token.kind {
            TokenKind::Comment => continue,
            TokenKind::Semicolon => {
                brackets.clear();
                Completeness::Complete
            }
            TokenKind::Invalid(Problem::UnclosedString) => Completeness::Open(Opened::String, start),
            TokenKind::Invalid(Problem::UnclosedName) => Completeness::Open(Opened::Name, start),
            TokenKind::Invalid(Problem::UnclosedComment) => Completeness::Open(Opened::Comment, start),
            kind => {
                if let Some(closer) = kind.closer() {
                    brackets.push((closer, start));
                } else if brackets.last().is_some_and(|&(closer, _)| closer == kind) {
                    brackets.pop();
                }
                Completeness::Unterminated
            }
        };
    }
    match (state, brackets.last()) {
        (Completeness::Unterminated, Some(&(_, start))) => Completeness::Open(Opened::Bracket, start),
        (state, _) => state,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_split_outside_quotes_and_comments() {
        let script = " RETURN ';' ; // one; two\n/* ; */ MATCH (`;`) ;; \n RETURN 1 -- x \n";
        let found: Vec<_> = statements(script).map(|s| (s.text, s.offset, s.terminated)).collect();
        assert_eq!(found, [("RETURN ';'", 1, true), ("MATCH (`;`)", 34, true), ("RETURN 1 -- x", 51, false)]);
        assert_eq!(statements(" ; // nothing\n;").count(), 0);
        assert_eq!(statements("").count(), 0);
    }

    #[test]
    fn an_open_quote_swallows_the_rest() {
        let found: Vec<_> = statements("RETURN 'a; RETURN 2;").map(|s| (s.text, s.terminated)).collect();
        assert_eq!(found, [("RETURN 'a; RETURN 2;", false)]);
    }

    #[test]
    fn completeness_names_what_is_open() {
        assert_eq!(completeness("  // x"), Completeness::Empty);
        assert_eq!(completeness("RETURN 1; // x"), Completeness::Complete);
        assert_eq!(completeness("RETURN (1;"), Completeness::Complete);
        assert_eq!(completeness("RETURN 1"), Completeness::Unterminated);
        assert_eq!(completeness("RETURN 'a;"), Completeness::Open(Opened::String, 7));
        assert_eq!(completeness("RETURN `a;"), Completeness::Open(Opened::Name, 7));
        assert_eq!(completeness("RETURN 1 /* ;"), Completeness::Open(Opened::Comment, 9));
        assert_eq!(completeness("RETURN [1, (2)"), Completeness::Open(Opened::Bracket, 7));
    }
}
