//! What each piece of a text is to the eye, for syntax highlighting. Works on any text, finished or not.

use super::keywords::Role;
use super::lexer::Lexer;
use super::token::{Token, TokenKind};
use crate::error::Span;

/// What a token is to the eye.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenClass {
    /// A word of the language used as such.
    Keyword,
    /// A variable or another plain name.
    Name,
    /// The name of a function or procedure.
    Function,
    /// A label or relationship type.
    Label,
    /// A property key.
    Property,
    /// `$name`
    Parameter,
    /// `null`, `true`, `false` and the like.
    Constant,
    /// A number.
    Number,
    /// A text in quotes.
    String,
    /// A comment.
    Comment,
    /// An operator or separator.
    Operator,
    /// A bracket.
    Bracket,
    /// Something that begins nothing, or an open quote or comment.
    Invalid,
}

/// The classes and places of a text's tokens, in order; white space is left out. Never fails.
pub fn highlight(text: &str) -> Vec<(TokenClass, Span)> {
    let tokens: Vec<Token> = Lexer::new(text).collect();
    let mut out = Vec::with_capacity(tokens.len());
    let mut before = TokenKind::End;
    for (i, token) in tokens.iter().enumerate() {
        let after = tokens.get(i + 1).map_or(TokenKind::End, |next| next.kind);
        out.push((class(before, token.kind, after), token.span));
        if token.kind != TokenKind::Comment {
            before = token.kind;
        }
    }
    out
}

fn class(before: TokenKind, kind: TokenKind, after: TokenKind) -> TokenClass {
    use TokenKind::*;
    match kind {
        Word | Keyword(_) | QuotedName => name_class(before, kind, after),
        Parameter => TokenClass::Parameter,
        Integer | Float => TokenClass::Number,
        String => TokenClass::String,
        Comment => TokenClass::Comment,
        Invalid(_) | EqualEqual | BangEqual | AmpersandAmpersand => TokenClass::Invalid,
        OpenParen | CloseParen | OpenBracket | CloseBracket | OpenBrace | CloseBrace => TokenClass::Bracket,
        _ => TokenClass::Operator,
    }
}

fn name_class(before: TokenKind, kind: TokenKind, after: TokenKind) -> TokenClass {
    use super::keywords::Keyword as K;
    use TokenKind::*;
    match (before, kind, after) {
        (Dot, _, OpenParen) => TokenClass::Function,
        (Dot, _, _) => TokenClass::Property,
        // In `{key: value}` the key stands before the colon; the value is an expression.
        (OpenBrace | Comma, Word | QuotedName, Colon) => TokenClass::Property,
        (_, Keyword(K::Null | K::True | K::False | K::Inf | K::Infinity | K::Nan), _) => TokenClass::Constant,
        (Colon | Ampersand | Bang, Word | QuotedName, _) => TokenClass::Label,
        (Colon, Keyword(keyword), _) if keyword.role() == Role::Free => TokenClass::Label,
        (_, Word, OpenParen) => TokenClass::Function,
        (_, Keyword(_), _) => TokenClass::Keyword,
        _ => TokenClass::Name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_names_behind_a_dot() {
        let text = "MATCH (n:Person) WHERE n.order = toUpper('x') RETURN n";
        let found: Vec<_> =
            highlight(text).into_iter().map(|(class, span)| (class, &text[span.range()])).collect();
        assert!(found.contains(&(TokenClass::Label, "Person")));
        assert!(found.contains(&(TokenClass::Property, "order")));
        assert!(found.contains(&(TokenClass::Function, "toUpper")));
        assert!(found.contains(&(TokenClass::Keyword, "WHERE")));
    }

    #[test]
    fn open_quotes_are_shown_not_refused() {
        assert_eq!(highlight("RETURN 'abc").last().map(|x| x.0), Some(TokenClass::Invalid));
    }
}
