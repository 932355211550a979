//! Tokens: what the lexer cuts the text into. Every token has a kind and a place; the text itself stays where it is.

use super::keywords::Keyword;
use crate::error::Span;

/// A piece of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it stands.
    pub span: Span,
}

/// What the lexer could not make sense of. The stream goes on behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// A quoted text without its closing quote.
    UnclosedString,
    /// A name in backticks without the closing one.
    UnclosedName,
    /// `/*` without `*/`.
    UnclosedComment,
    /// Digits that are no number, such as `12h3`, `0x` or `007`.
    Number,
    /// A character that begins nothing.
    Character,
}

/// The kinds of token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A name that is no keyword.
    Word,
    /// A word of the language; most may also be names.
    Keyword(Keyword),
    /// A name in backticks.
    QuotedName,
    /// `$name`, `$0` or a `$` with a name in backticks.
    Parameter,
    /// Decimal, hexadecimal or octal.
    Integer,
    /// With a point or an exponent.
    Float,
    /// A text in single or double quotes.
    String,
    /// `// ...` or `/* ... */`
    Comment,
    /// `(`
    OpenParen,
    /// `)`
    CloseParen,
    /// `[`
    OpenBracket,
    /// `]`
    CloseBracket,
    /// `{`
    OpenBrace,
    /// `}`
    CloseBrace,
    /// `,`
    Comma,
    /// `.`
    Dot,
    /// `..`
    DotDot,
    /// `:`
    Colon,
    /// `::`
    ColonColon,
    /// `;`
    Semicolon,
    /// `|`
    Bar,
    /// `||`
    BarBar,
    /// `&`
    Ampersand,
    /// `!`
    Bang,
    /// `$` that begins no parameter, as in `$(e)`.
    Dollar,
    /// `+`
    Plus,
    /// `+=`
    PlusEqual,
    /// `-`
    Minus,
    /// `*`
    Star,
    /// `/`
    Slash,
    /// `%`
    Percent,
    /// `^`
    Caret,
    /// `=`
    Equal,
    /// `=~`
    EqualTilde,
    /// `<>`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterEqual,
    /// A dash of Unicode other than `-`; openCypher takes it in relationship patterns only.
    UnicodeDash,
    /// A left arrow head of Unicode other than `<`; relationship patterns only.
    UnicodeLess,
    /// A right arrow head of Unicode other than `>`; relationship patterns only.
    UnicodeGreater,
    /// `==`, known only to say that `=` is meant.
    EqualEqual,
    /// `!=`, known only to say that `<>` is meant.
    BangEqual,
    /// `&&`, known only to say that `AND` is meant.
    AmpersandAmpersand,
    /// Something else.
    Invalid(Problem),
    /// The end of the text.
    End,
}

impl TokenKind {
    /// Whether it can be a name: a word, a keyword or a name in backticks.
    pub fn is_name(self) -> bool {
        matches!(self, TokenKind::Word | TokenKind::Keyword(_) | TokenKind::QuotedName)
    }

    /// The closing bracket that belongs to this opening one.
    pub fn closer(self) -> Option<TokenKind> {
        match self {
            TokenKind::OpenParen => Some(TokenKind::CloseParen),
            TokenKind::OpenBracket => Some(TokenKind::CloseBracket),
            TokenKind::OpenBrace => Some(TokenKind::CloseBrace),
            _ => None,
        }
    }

    /// Whether it is a closing bracket.
    pub fn is_closer(self) -> bool {
        matches!(self, TokenKind::CloseParen | TokenKind::CloseBracket | TokenKind::CloseBrace)
    }

    /// A dash of a relationship pattern.
    pub fn is_dash(self) -> bool {
        matches!(self, TokenKind::Minus | TokenKind::UnicodeDash)
    }

    /// A left arrow head of a relationship pattern.
    pub fn is_left_head(self) -> bool {
        matches!(self, TokenKind::Less | TokenKind::UnicodeLess)
    }

    /// A right arrow head of a relationship pattern.
    pub fn is_right_head(self) -> bool {
        matches!(self, TokenKind::Greater | TokenKind::UnicodeGreater)
    }

    /// The text of a kind that is always written the same way.
    pub fn symbol(self) -> Option<&'static str> {
        use TokenKind::*;
        Some(match self {
            Keyword(keyword) => keyword.text(),
            OpenParen => "(",
            CloseParen => ")",
            OpenBracket => "[",
            CloseBracket => "]",
            OpenBrace => "{",
            CloseBrace => "}",
            Comma => ",",
            Dot => ".",
            DotDot => "..",
            Colon => ":",
            ColonColon => "::",
            Semicolon => ";",
            Bar => "|",
            BarBar => "||",
            Ampersand => "&",
            Bang => "!",
            Dollar => "$",
            Plus => "+",
            PlusEqual => "+=",
            Minus => "-",
            Star => "*",
            Slash => "/",
            Percent => "%",
            Caret => "^",
            Equal => "=",
            EqualTilde => "=~",
            NotEqual => "<>",
            Less => "<",
            LessEqual => "<=",
            Greater => ">",
            GreaterEqual => ">=",
            EqualEqual => "==",
            BangEqual => "!=",
            AmpersandAmpersand => "&&",
            Word | QuotedName | Parameter | Integer | Float | String | Comment | UnicodeDash
            | UnicodeLess | UnicodeGreater | Invalid(_) | End => return None,
        })
    }
}
