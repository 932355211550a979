//! Cutting input into statements and commands. A command begins a line with `.` or `:` and ends with it; a statement
//! ends with `;` outside quotes and comments.

use crate::syntax::Lexer;
use crate::syntax::statements::{Completeness, completeness, statements};
use crate::syntax::token::TokenKind;

/// One thing to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item<'a> {
    /// A command without its dot: name and arguments.
    Command(&'a str),
    /// A statement without its semicolon, and whether it had one.
    Statement(&'a str, bool),
}

/// An item and its place in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Located<'a> {
    /// What to do.
    pub item: Item<'a>,
    /// The line it begins on, from 1.
    pub line: usize,
    /// One past its last byte, its semicolon or line feed included.
    pub end: usize,
}

/// The items of a text, lazily and in linear time.
pub fn items(text: &str) -> Items<'_> {
    Items { text, at: 0, line: 1, counted: 0 }
}

/// The iterator of [`items`].
#[derive(Clone, Debug)]
pub struct Items<'a> {
    text: &'a str,
    at: usize,
    /// The line of byte `counted`.
    line: usize,
    counted: usize,
}

impl<'a> Items<'a> {
    fn line_of(&mut self, at: usize) -> usize {
        let passed = self.text.get(self.counted..at).unwrap_or_default();
        self.line += passed.bytes().filter(|byte| *byte == b'\n').count();
        self.counted = at;
        self.line
    }
}

impl<'a> Iterator for Items<'a> {
    type Item = Located<'a>;

    fn next(&mut self) -> Option<Located<'a>> {
        let start = self.at + skipped(self.text.get(self.at..)?);
        let rest = self.text.get(start..)?;
        if let Some(command) = command_line(rest) {
            let length = rest.find('\n').map_or(rest.len(), |feed| feed + 1);
            self.at = start + length;
            return Some(Located { item: Item::Command(command), line: self.line_of(start), end: self.at });
        }
        let statement = statements(rest).next()?;
        let body = statement.offset + statement.text.len();
        self.at = start
            + body
            + if statement.terminated { through_semicolon(rest.get(body..)?) } else { rest.len() - body };
        let line = self.line_of(start + statement.offset);
        Some(Located { item: Item::Statement(statement.text, statement.terminated), line, end: self.at })
    }
}

/// The command that a text begins with, without its dot; up to the end of the line.
pub fn command_line(text: &str) -> Option<&str> {
    if behind_auto(text).is_some() {
        return None;
    }
    let body = text.strip_prefix(['.', ':'])?;
    let starts = body.chars().next().is_some_and(|c| c.is_alphabetic() || c == '?');
    starts.then(|| body.lines().next().unwrap_or_default().trim_end())
}

/// Bytes up to the semicolon that ends a statement; only white space and comments are before it.
fn through_semicolon(text: &str) -> usize {
    let mut tokens = Lexer::new(text);
    let semicolon = tokens.find(|token| token.kind == TokenKind::Semicolon);
    semicolon.map_or(text.len(), |token| token.span.end as usize)
}

/// Bytes of white space, comments and empty statements at the beginning, and of `:auto`, which people write before a
/// statement that makes its own transactions; here all do.
pub(super) fn skipped(text: &str) -> usize {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ';');
        rest = if rest.starts_with("//") {
            rest.find('\n').map_or("", |feed| &rest[feed..])
        } else if let Some(body) = rest.strip_prefix("/*")
            && let Some(end) = body.find("*/")
        {
            &body[end + 2..]
        } else if let Some(statement) = behind_auto(rest) {
            statement
        } else {
            return text.len() - rest.len();
        };
    }
}

/// What follows `:auto` and white space.
fn behind_auto(text: &str) -> Option<&str> {
    const AUTO: &str = ":auto";
    let (word, behind) = text.split_at_checked(AUTO.len())?;
    let is_auto = word.eq_ignore_ascii_case(AUTO) && behind.starts_with(char::is_whitespace);
    is_auto.then_some(behind)
}

/// Whether the text has neither statement nor command.
pub fn is_empty(text: &str) -> bool {
    items(text).next().is_none()
}

/// Words that stand for a command when they are all there is, because people type them.
const BARE: [&str; 5] = ["help", "quit", "exit", "?", "\\q"];

/// The command a lone familiar word stands for.
pub fn bare_command(text: &str) -> Option<&'static str> {
    let word = text.trim().trim_end_matches(';').trim_end();
    let known = BARE.iter().find(|known| known.eq_ignore_ascii_case(word))?;
    Some(match *known {
        "help" | "?" => "help",
        _ => "quit",
    })
}

/// Whether the text can be acted on as it is, or waits for more.
pub fn is_complete(text: &str) -> bool {
    if text.trim().is_empty() || bare_command(text).is_some() {
        return true;
    }
    // What follows the last command or statement decides.
    let mut last = None;
    for located in items(text) {
        last = Some(located.item);
    }
    match last {
        None => matches!(completeness(text), Completeness::Empty | Completeness::Complete),
        Some(Item::Command(_)) => true,
        Some(Item::Statement(_, terminated)) => terminated,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<(Item<'_>, usize)> {
        items(text).map(|located| (located.item, located.line)).collect()
    }

    #[test]
    fn commands_end_with_the_line_and_statements_with_a_semicolon() {
        let text = "// first\n.mode csv\nRETURN\n n.name; .x ; RETURN ';' AS a;;\n:help\nRETURN 1";
        let found = cut(text);
        assert_eq!(found[0], (Item::Command("mode csv"), 2));
        assert_eq!(found[1], (Item::Statement("RETURN\n n.name", true), 3));
        assert_eq!(found[2], (Item::Command("x ; RETURN ';' AS a;;"), 4));
        assert_eq!(found[3], (Item::Command("help"), 5));
        assert_eq!(found[4], (Item::Statement("RETURN 1", false), 6));
    }

    #[test]
    fn auto_before_a_statement_is_no_command() {
        let found = cut(":auto RETURN 1; :AUTO\nRETURN 2;\n:autos");
        assert_eq!(found[0], (Item::Statement("RETURN 1", true), 1));
        assert_eq!(found[1], (Item::Statement("RETURN 2", true), 2));
        assert_eq!(found[2], (Item::Command("autos"), 3));
        assert!(command_line(":auto RETURN 1").is_none() && command_line(":autos").is_some());
    }

    #[test]
    fn a_text_is_complete_when_its_last_item_is() {
        assert!(is_complete("  "));
        assert!(is_complete("help"));
        assert!(is_complete(".show kia"));
        assert!(is_complete("RETURN 1; // done"));
        assert!(!is_complete("RETURN 1"));
        assert!(!is_complete("RETURN 1; RETURN 2"));
        assert!(!is_complete("RETURN 'a;"));
        assert!(!is_complete("/* open"));
    }
}
