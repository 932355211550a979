//! Error messages: what was found, what was expected, and what was probably meant.

use super::cursor::Parser;
use super::refused::instead;
use crate::error::{Error, Span};
use crate::syntax::keywords::{self, Keyword, Role};
use crate::syntax::token::{Problem, TokenKind};

/// How much of the text a message quotes, in characters.
const QUOTED: usize = 40;

const NAMES_BEGIN: &str = "a name cannot begin with a digit, unless in backticks";

impl Parser<'_> {
    /// The current token is not what it should be.
    pub(super) fn unexpected(&self, expected: &str) -> Error {
        self.unexpected_as("UnexpectedSyntax", expected)
    }

    /// The same with another detail than `UnexpectedSyntax`.
    pub(super) fn unexpected_as(&self, detail: &'static str, expected: &str) -> Error {
        if let Some(error) = self.unclosed() {
            return error;
        }
        let kind = self.kind();
        let foreign =
            matches!(kind, TokenKind::UnicodeDash | TokenKind::UnicodeLess | TokenKind::UnicodeGreater);
        let detail = if foreign { "InvalidUnicodeCharacter" } else { detail };
        let message = match kind {
            TokenKind::End => format!("the statement ends here, expected {expected}"),
            _ => format!("found {}, expected {expected}", self.found()),
        };
        let error = Error::syntax(detail, message, self.span());
        match self.hint_for(kind, expected) {
            Some(hint) => error.hint(hint),
            None => error,
        }
    }

    /// A word of the language stands where a name is needed.
    pub(super) fn reserved(&self, expected: &str) -> Error {
        let word = self.slice(self.span());
        let message = format!("found the reserved word `{word}`, expected {expected}");
        Error::syntax("UnexpectedSyntax", message, self.span())
            .hint(format!("in backticks it is a name: `` `{word}` ``"))
    }

    /// The current token as a message quotes it.
    pub(super) fn found(&self) -> String {
        quote(self.slice(self.span()))
    }

    /// The innermost open bracket, if it is never closed and the text here cannot go on inside it.
    fn unclosed(&self) -> Option<Error> {
        let kind = self.kind();
        let ends = match kind {
            TokenKind::End | TokenKind::Semicolon => true,
            TokenKind::Keyword(keyword) => keyword.role() == Role::Structure,
            kind => kind.is_closer(),
        };
        if !ends {
            return None;
        }
        let opener = *self.tokens.get(self.brackets.unclosed_before(&self.tokens, self.at)?)?;
        let closer = opener.kind.closer().and_then(TokenKind::symbol).unwrap_or_default();
        let message = format!("this `{}` is never closed", self.slice(opener.span));
        let hint = match kind {
            TokenKind::End => format!("a `{closer}` is missing at the end"),
            _ => format!("a `{closer}` is missing before {}", self.found()),
        };
        Some(Error::syntax("UnexpectedSyntax", message, opener.span).hint(hint))
    }

    fn hint_for(&self, kind: TokenKind, expected: &str) -> Option<String> {
        let text = self.slice(self.span());
        match kind {
            TokenKind::EqualEqual => Some("equality is written `=`".to_owned()),
            TokenKind::BangEqual => Some("inequality is written `<>`".to_owned()),
            TokenKind::AmpersandAmpersand => Some("conjunction is written `AND`".to_owned()),
            TokenKind::UnicodeDash => Some("minus is written `-`".to_owned()),
            TokenKind::UnicodeLess => Some("less than is written `<`".to_owned()),
            TokenKind::UnicodeGreater => Some("greater than is written `>`".to_owned()),
            TokenKind::String if expected.contains("key") => {
                Some("keys are written without quotes".to_owned())
            }
            TokenKind::Equal if expected == "`:`" => Some("maps are written `{key: value}`".to_owned()),
            TokenKind::Keyword(Keyword::Not) => Some(self.hint_for_not()),
            TokenKind::Keyword(Keyword::Using) => {
                Some("hints stand behind the pattern of `MATCH`".to_owned())
            }
            TokenKind::Keyword(Keyword::When) => {
                Some("`WHEN` begins a query: put it first, behind `NEXT`, or in `CALL (*) { .. }`".to_owned())
            }
            TokenKind::Semicolon if self.ahead(1) != TokenKind::End => {
                Some("this ends the statement; more statements make a script".to_owned())
            }
            _ if kind.is_closer() && self.nothing_open() => Some(format!("`{text}` closes nothing")),
            TokenKind::Word if instead(text).is_some() => instead(text),
            _ => self.misspelt(kind).or_else(|| missing_comma(kind, text, expected)),
        }
    }

    fn hint_for_not(&self) -> String {
        match self.ahead(1) {
            TokenKind::Keyword(Keyword::In) => "write `NOT x IN list`".to_owned(),
            TokenKind::Keyword(Keyword::Starts | Keyword::Ends | Keyword::Contains) => {
                "write `NOT` before the whole comparison".to_owned()
            }
            _ => "put the `NOT` and its operand in parentheses".to_owned(),
        }
    }

    fn nothing_open(&self) -> bool {
        let is_open = |i: &usize| self.brackets.closing(*i).is_some_and(|closer| closer >= self.at);
        !(0..self.at).any(|i| is_open(&i))
    }

    /// A keyword with a slip, here or just before.
    fn misspelt(&self, kind: TokenKind) -> Option<String> {
        let before = self.at.checked_sub(1).and_then(|i| self.tokens.get(i));
        let here = (kind == TokenKind::Word).then(|| self.slice(self.span()));
        let before = before.filter(|token| token.kind == TokenKind::Word).map(|token| self.slice(token.span));
        let meant = here.and_then(keywords::nearest).or_else(|| before.and_then(keywords::nearest))?;
        Some(format!("did you mean `{}`?", meant.text()))
    }
}

fn missing_comma(kind: TokenKind, text: &str, expected: &str) -> Option<String> {
    let begins_value = match kind {
        TokenKind::Keyword(keyword) => keyword.role() == Role::Free,
        TokenKind::Word
        | TokenKind::QuotedName
        | TokenKind::Parameter
        | TokenKind::Integer
        | TokenKind::Float
        | TokenKind::String
        | TokenKind::OpenBracket
        | TokenKind::OpenBrace => true,
        _ => false,
    };
    (begins_value && expected.contains("`,`")).then(|| format!("is a comma missing before {}?", quote(text)))
}

/// A piece of the text for a message: one line, not too long.
fn quote(text: &str) -> String {
    let line: String = text.chars().take(QUOTED).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let more = if text.chars().nth(QUOTED).is_some() { "..." } else { "" };
    if line.contains('`') { format!("`` {line}{more} ``") } else { format!("`{line}{more}`") }
}

/// The lexer made nothing of the text at `span`; a key of a map would be expected there.
pub(super) fn not_a_token(text: &str, problem: Problem, key_expected: bool, span: Span) -> Error {
    let found = text.get(span.range()).unwrap_or_default();
    let opening = Span { start: span.start, end: (span.start + 1).min(span.end) };
    match problem {
        Problem::UnclosedString => {
            let quote = found.chars().next().unwrap_or('\'');
            Error::syntax("UnexpectedSyntax", "this text in quotes is never closed", opening)
                .hint(format!("a `{quote}` is missing; inside a text it is written `\\{quote}`"))
        }
        Problem::UnclosedName => {
            let opening =
                Span { end: (span.start + found.find('`').unwrap_or(0) as u32 + 1).min(span.end), ..opening };
            Error::syntax("UnexpectedSyntax", "this name in backticks is never closed", opening)
                .hint("a backtick is missing; inside a name it is written twice")
        }
        Problem::UnclosedComment => {
            let opening = Span { end: (span.start + 2).min(span.end), ..opening };
            Error::syntax("UnexpectedSyntax", "this comment is never closed", opening).hint("`*/` is missing")
        }
        Problem::Number if key_expected => {
            let message = format!("found {}, expected a property key", quote(found));
            Error::syntax("UnexpectedSyntax", message, span).hint(NAMES_BEGIN)
        }
        Problem::Number => bad_number(found, span),
        Problem::Character => bad_character(found, span),
    }
}

fn bad_number(found: &str, span: Span) -> Error {
    let error = Error::syntax("InvalidNumberLiteral", format!("{} is not a number", quote(found)), span);
    let is_decimal = found.len() > 1 && found.starts_with('0') && found.bytes().all(|b| b.is_ascii_digit());
    let digits = found.trim_start_matches('0');
    match found.find(|c: char| !c.is_ascii_digit()) {
        None if is_decimal && digits.bytes().all(|b| b < b'8') => {
            error.hint(format!("octal is written `0o{digits}`, decimal without the leading zero"))
        }
        None if is_decimal => error.hint("decimal numbers have no leading zero"),
        Some(i) if found.get(i..).is_some_and(|rest| rest.starts_with('_')) => {
            error.hint("an underscore stands between two digits")
        }
        Some(_) if !found.starts_with('0') => error.hint(NAMES_BEGIN),
        _ => error,
    }
}

fn bad_character(found: &str, span: Span) -> Error {
    let c = found.chars().next().unwrap_or(' ');
    let detail = if c.is_ascii() { "UnexpectedSyntax" } else { "InvalidUnicodeCharacter" };
    let message = match c.is_control() {
        true => format!("the character U+{:04X} has no meaning here", c as u32),
        false => format!("the character {} (U+{:04X}) has no meaning here", quote(found), c as u32),
    };
    let error = Error::syntax(detail, message, span);
    match c {
        '\u{2018}'..='\u{201F}' | '«' | '»' => error.hint("texts are written in straight quotes, ' or \""),
        '#' => error.hint("comments begin with `//`"),
        '≠' => error.hint("inequality is written `<>`"),
        '≤' => error.hint("less or equal is written `<=`"),
        '≥' => error.hint("greater or equal is written `>=`"),
        '→' | '←' => error.hint("arrows are written `-->` and `<--`"),
        '×' | '·' => error.hint("multiplication is written `*`"),
        '?' => error.hint("parameters are written `$name`"),
        _ => error,
    }
}
