//! Text to tokens. Never fails: what makes no sense becomes a [`TokenKind::Invalid`] and the stream goes on behind it.
//!
//! White space is skipped, comments are tokens (highlighting and statement splitting want them).

use super::keywords::Keyword;
use super::token::{Problem, Token, TokenKind};
use crate::error::Span;

/// An iterator over the tokens of a text of at most 4 GiB.
#[derive(Clone, Debug)]
pub struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    /// Begins at the first byte.
    pub fn new(text: &'a str) -> Lexer<'a> {
        Lexer { text, at: 0 }
    }

    fn byte(&self, ahead: usize) -> u8 {
        // NUL stands for the end; a NUL in the text begins no token either, so the two need no telling apart.
        self.text.as_bytes().get(self.at + ahead).copied().unwrap_or(0)
    }

    fn char(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    fn skip_whitespace(&mut self) {
        while let Some(c) = self.char() {
            if !is_whitespace(c) {
                break;
            }
            self.at += c.len_utf8();
        }
    }

    fn skip_word(&mut self) {
        while let Some(c) = self.char() {
            if !is_name_part(c) {
                break;
            }
            self.at += c.len_utf8();
        }
    }

    /// Digits, with underscores between them.
    fn skip_digits(&mut self) {
        while self.byte(0).is_ascii_digit() {
            self.at += if self.byte(1) == b'_' && self.byte(2).is_ascii_digit() { 2 } else { 1 };
        }
    }

    fn word(&mut self) -> TokenKind {
        let start = self.at;
        self.skip_word();
        let word = self.text.get(start..self.at).unwrap_or_default();
        Keyword::parse(word).map_or(TokenKind::Word, TokenKind::Keyword)
    }

    fn number(&mut self) -> TokenKind {
        let start = self.at;
        if self.byte(0) == b'0' && self.byte(1).is_ascii_alphabetic() && !matches!(self.byte(1), b'e' | b'E')
        {
            return self.radix_number();
        }
        self.skip_digits();
        let mut kind = TokenKind::Integer;
        let leading_zero = self.at > start + 1 && self.text.as_bytes().get(start) == Some(&b'0');
        if self.byte(0) == b'.' && self.byte(1).is_ascii_digit() {
            self.at += 1;
            self.skip_digits();
            kind = TokenKind::Float;
        }
        if matches!(self.byte(0), b'e' | b'E') {
            let sign = usize::from(matches!(self.byte(1), b'+' | b'-'));
            if self.byte(1 + sign).is_ascii_digit() {
                self.at += 1 + sign;
                self.skip_digits();
                kind = TokenKind::Float;
            }
        }
        let end = self.at;
        self.skip_word();
        if self.at > end || (kind == TokenKind::Integer && leading_zero) {
            return TokenKind::Invalid(Problem::Number);
        }
        kind
    }

    /// `0x1f` and `0o17`; anything else with a letter after the zero is no number.
    fn radix_number(&mut self) -> TokenKind {
        let radix = self.byte(1).to_ascii_lowercase();
        self.at += 2;
        let digits = self.at;
        self.skip_word();
        let digits = self.text.as_bytes().get(digits..self.at).unwrap_or_default();
        let spaced = digits.last() != Some(&b'_') && !digits.windows(2).any(|pair| pair == b"__");
        let mut digits = digits.iter().filter(|&&b| b != b'_').peekable();
        let some = digits.peek().is_some();
        let valid = match radix {
            b'x' => digits.all(u8::is_ascii_hexdigit),
            b'o' => digits.all(|b| (b'0'..=b'7').contains(b)),
            _ => false,
        };
        if valid && some && spaced { TokenKind::Integer } else { TokenKind::Invalid(Problem::Number) }
    }

    /// A text in quotes: a backslash hides the next character.
    fn string(&mut self, quote: u8) -> TokenKind {
        self.at += 1;
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let mut i = 0;
        while let Some(&byte) = rest.get(i) {
            i += match byte {
                b'\\' => 2,
                byte if byte == quote => {
                    self.at += i + 1;
                    return TokenKind::String;
                }
                _ => 1,
            };
        }
        self.at = self.text.len();
        TokenKind::Invalid(Problem::UnclosedString)
    }

    /// A name in backticks: a doubled backtick stands for one.
    fn quoted_name(&mut self) -> bool {
        self.at += 1;
        loop {
            let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
            let Some(tick) = rest.iter().position(|&byte| byte == b'`') else {
                self.at = self.text.len();
                return false;
            };
            self.at += tick + 1;
            if self.byte(0) != b'`' {
                return true;
            }
            self.at += 1;
        }
    }

    fn block_comment(&mut self) -> TokenKind {
        match self.text.get(self.at + 2..).and_then(|rest| rest.find("*/")) {
            Some(end) => {
                self.at += end + 4;
                TokenKind::Comment
            }
            None => {
                self.at = self.text.len();
                TokenKind::Invalid(Problem::UnclosedComment)
            }
        }
    }

    fn line_comment(&mut self) -> TokenKind {
        let rest = self.text.get(self.at..).unwrap_or_default();
        self.at += rest.find(['\n', '\r']).unwrap_or(rest.len());
        TokenKind::Comment
    }

    fn parameter(&mut self) -> TokenKind {
        self.at += 1;
        match self.char() {
            Some('`') if self.quoted_name() => TokenKind::Parameter,
            Some('`') => TokenKind::Invalid(Problem::UnclosedName),
            Some(c) if is_name_start(c) || c.is_ascii_digit() => {
                self.skip_word();
                TokenKind::Parameter
            }
            _ => TokenKind::Dollar,
        }
    }

    fn symbol(&mut self) -> TokenKind {
        use TokenKind::*;
        let (kind, length) = match (self.byte(0), self.byte(1)) {
            (b'.', b'.') => (DotDot, 2),
            (b':', b':') => (ColonColon, 2),
            (b'|', b'|') => (BarBar, 2),
            (b'+', b'=') => (PlusEqual, 2),
            (b'=', b'~') => (EqualTilde, 2),
            (b'=', b'=') => (EqualEqual, 2),
            (b'!', b'=') => (BangEqual, 2),
            (b'&', b'&') => (AmpersandAmpersand, 2),
            (b'<', b'>') => (NotEqual, 2),
            (b'<', b'=') => (LessEqual, 2),
            (b'>', b'=') => (GreaterEqual, 2),
            (b'(', _) => (OpenParen, 1),
            (b')', _) => (CloseParen, 1),
            (b'[', _) => (OpenBracket, 1),
            (b']', _) => (CloseBracket, 1),
            (b'{', _) => (OpenBrace, 1),
            (b'}', _) => (CloseBrace, 1),
            (b',', _) => (Comma, 1),
            (b'.', _) => (Dot, 1),
            (b':', _) => (Colon, 1),
            (b';', _) => (Semicolon, 1),
            (b'|', _) => (Bar, 1),
            (b'&', _) => (Ampersand, 1),
            (b'!', _) => (Bang, 1),
            (b'+', _) => (Plus, 1),
            (b'-', _) => (Minus, 1),
            (b'*', _) => (Star, 1),
            (b'/', _) => (Slash, 1),
            (b'%', _) => (Percent, 1),
            (b'^', _) => (Caret, 1),
            (b'=', _) => (Equal, 1),
            (b'<', _) => (Less, 1),
            (b'>', _) => (Greater, 1),
            _ => (Invalid(Problem::Character), 1),
        };
        self.at += length;
        kind
    }

    fn non_ascii(&mut self, c: char) -> TokenKind {
        if is_name_start(c) {
            self.skip_word();
            return TokenKind::Word;
        }
        self.at += c.len_utf8();
        match c {
            '\u{AD}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' => {
                TokenKind::UnicodeDash
            }
            '\u{27E8}' | '\u{3008}' | '\u{FE64}' | '\u{FF1C}' => TokenKind::UnicodeLess,
            '\u{27E9}' | '\u{3009}' | '\u{FE65}' | '\u{FF1E}' => TokenKind::UnicodeGreater,
            _ => TokenKind::Invalid(Problem::Character),
        }
    }

    fn scan(&mut self, first: char) -> TokenKind {
        match first {
            'a'..='z' | 'A'..='Z' | '_' => self.word(),
            '0'..='9' => self.number(),
            '.' if self.byte(1).is_ascii_digit() => self.number(),
            '\'' => self.string(b'\''),
            '"' => self.string(b'"'),
            '`' if self.quoted_name() => TokenKind::QuotedName,
            '`' => TokenKind::Invalid(Problem::UnclosedName),
            '$' => self.parameter(),
            '/' if self.byte(1) == b'/' => self.line_comment(),
            '/' if self.byte(1) == b'*' => self.block_comment(),
            first if first.is_ascii() => self.symbol(),
            first => self.non_ascii(first),
        }
    }
}

impl Iterator for Lexer<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        self.skip_whitespace();
        let first = self.char()?;
        let start = self.at;
        let kind = self.scan(first);
        // An unclosed string may end in a backslash that hides nothing.
        self.at = self.at.min(self.text.len());
        Some(Token { kind, span: Span::new(start, self.at) })
    }
}

/// White space as openCypher lists it: Unicode's, the four ASCII separators and two invisible characters.
fn is_whitespace(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1C}'..='\u{1F}' | '\u{180E}' | '\u{FEFF}')
}

/// Whether a name without backticks may begin with it.
pub fn is_name_start(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_' || (!c.is_ascii() && (c.is_alphabetic() || is_connector(c)))
}

/// Whether a name without backticks may go on with it.
pub fn is_name_part(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_' || c == '$';
    }
    c.is_alphanumeric()
        || is_connector(c)
        || is_currency(c)
        || unicode_normalization::char::is_combining_mark(c)
}

/// Unicode's connector punctuation outside ASCII.
fn is_connector(c: char) -> bool {
    matches!(
        c,
        '\u{203F}' | '\u{2040}' | '\u{2054}' | '\u{FE33}' | '\u{FE34}' | '\u{FE4D}'..='\u{FE4F}' | '\u{FF3F}'
    )
}

/// Unicode's currency symbols outside ASCII.
fn is_currency(c: char) -> bool {
    matches!(
        c,
        '\u{A2}'..='\u{A5}' | '\u{58F}' | '\u{60B}' | '\u{7FE}' | '\u{7FF}' | '\u{9F2}' | '\u{9F3}' | '\u{9FB}'
            | '\u{AF1}' | '\u{BF9}' | '\u{E3F}' | '\u{17DB}' | '\u{20A0}'..='\u{20C0}' | '\u{A838}' | '\u{FDFC}'
            | '\u{FE69}' | '\u{FF04}' | '\u{FFE0}' | '\u{FFE1}' | '\u{FFE5}' | '\u{FFE6}'
    )
}

/// Whether a name can be written without backticks, its being a keyword aside.
pub fn is_plain_name(name: &str) -> bool {
    name.chars().next().is_some_and(is_name_start) && name.chars().all(is_name_part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use TokenKind::*;

    fn kinds(text: &str) -> Vec<TokenKind> {
        Lexer::new(text).map(|token| token.kind).collect()
    }

    #[test]
    fn ranges_are_not_floats() {
        assert_eq!(kinds("*1..3"), [Star, Integer, DotDot, Integer]);
        assert_eq!(kinds("..5"), [DotDot, Integer]);
        assert_eq!(kinds("1.5..2.5"), [Float, DotDot, Float]);
        assert_eq!(kinds("1.a"), [Integer, Dot, Word]);
        assert_eq!(kinds("1_000 0x_FF_ff 1_0.2_5"), [Integer, Integer, Float]);
        assert_eq!(kinds(".5 1e9 1.5E-3 0x1F 0o17"), [Float, Float, Float, Integer, Integer]);
    }

    #[test]
    fn broken_numbers_are_one_token() {
        let broken =
            ["9223372h54775808", "0x", "0xZ", "0o8", "1e", "1.5e+", "007", "0b1", "1_", "1__0", "0x1_"];
        for text in broken {
            let first = Lexer::new(text).next();
            assert_eq!(first.map(|t| t.kind), Some(Invalid(Problem::Number)), "{text}");
        }
    }

    #[test]
    fn quotes_and_comments_may_stay_open() {
        assert_eq!(kinds("'a\\'b' \"c\""), [String, String]);
        assert_eq!(kinds("'abc"), [Invalid(Problem::UnclosedString)]);
        assert_eq!(kinds("'abc\\"), [Invalid(Problem::UnclosedString)]);
        assert_eq!(kinds("`a``b`"), [QuotedName]);
        assert_eq!(kinds("``"), [QuotedName]);
        assert_eq!(kinds("`a``"), [Invalid(Problem::UnclosedName)]);
        assert_eq!(kinds("/* x */ 1 // y"), [Comment, Integer, Comment]);
        assert_eq!(kinds("/* x *"), [Invalid(Problem::UnclosedComment)]);
        assert_eq!(kinds("/*/"), [Invalid(Problem::UnclosedComment)]);
    }

    #[test]
    fn parameters_and_names() {
        assert_eq!(
            kinds("$a $0 $`b c` $(x)"),
            [Parameter, Parameter, Parameter, Dollar, OpenParen, Word, CloseParen]
        );
        assert_eq!(kinds("naïve Ünïcode"), [Word, Word]);
        assert_eq!(kinds("— ⟨ “"), [UnicodeDash, UnicodeLess, Invalid(Problem::Character)]);
    }
}
