//! What a bracket begins, told from the tokens behind it without parsing. No answer backtracks.

use super::cursor::Parser;
use crate::syntax::keywords::{Keyword, Role};
use crate::syntax::token::TokenKind;

impl Parser<'_> {
    /// Whether the `(` at token `open` begins a pattern such as `(a)-->(b)` rather than an expression in
    /// parentheses. Asks for a node's shape inside and a relationship's, or a group's, behind.
    pub(super) fn pattern_at(&self, open: usize) -> bool {
        if self.kind_at(open) != TokenKind::OpenParen || !self.node_at(open + 1) {
            return false;
        }
        let closing = self.brackets.closing(open);
        closing.is_some_and(|close| self.relationship_at(close + 1) || self.group_at(close + 1))
    }

    /// Whether the tokens from `first`, behind a `(`, are a node's up to its `)` or `WHERE`. Brackets inside are
    /// stepped over, so that no token is looked at for more than the one bracket it stands in.
    fn node_at(&self, first: usize) -> bool {
        let mut at = first;
        match self.kind_at(at) {
            TokenKind::Keyword(Keyword::Is | Keyword::Where) => {}
            TokenKind::Keyword(keyword) if keyword.role() == Role::Operator => return false,
            kind => at += usize::from(kind.is_name()),
        }
        match self.kind_at(at) {
            TokenKind::Keyword(Keyword::Is) if self.predicate_behind_is(at + 1) => return false,
            TokenKind::Colon | TokenKind::Keyword(Keyword::Is) => match self.behind_labels(at + 1) {
                Some(behind) => at = behind,
                None => return false,
            },
            _ => {}
        }
        match self.kind_at(at) {
            TokenKind::OpenBrace => match self.brackets.closing(at) {
                Some(close) => at = close + 1,
                None => return false,
            },
            // A parameter alone in parentheses is a value.
            TokenKind::Parameter if at > first => at += 1,
            _ => {}
        }
        matches!(self.kind_at(at), TokenKind::CloseParen | TokenKind::Keyword(Keyword::Where))
    }

    /// Whether `IS` is followed by what is not a label: `NULL` or `NORMALIZED`.
    fn predicate_behind_is(&self, at: usize) -> bool {
        matches!(self.kind_at(at), TokenKind::Keyword(Keyword::Null | Keyword::Normalized))
    }

    /// The token behind the label expression at `at`, if there is one.
    fn behind_labels(&self, mut at: usize) -> Option<usize> {
        loop {
            while self.kind_at(at) == TokenKind::Bang {
                at += 1;
            }
            let opener = match self.kind_at(at) {
                TokenKind::OpenParen => Some(at),
                TokenKind::Dollar | TokenKind::Parameter => Some(at + 1),
                kind if kind.is_name() || kind == TokenKind::Percent => None,
                _ => return None,
            };
            at = match opener {
                Some(opener) => self.brackets.closing(opener)? + 1,
                None => at + 1,
            };
            match self.kind_at(at) {
                TokenKind::Bar => at += 1 + usize::from(self.kind_at(at + 1) == TokenKind::Colon),
                TokenKind::Ampersand | TokenKind::Colon => at += 1,
                _ => return Some(at),
            }
        }
    }

    /// Whether a relationship and then a node begin at a token: `-[`, `--(`, `-->(`, `<-[`, `<--(`.
    fn relationship_at(&self, first: usize) -> bool {
        let dash = first + usize::from(self.kind_at(first).is_left_head());
        if !self.kind_at(dash).is_dash() {
            return false;
        }
        match self.kind_at(dash + 1) {
            TokenKind::OpenBracket => {
                self.brackets.closing(dash + 1).is_some_and(|close| self.kind_at(close + 1).is_dash())
            }
            kind if kind.is_dash() => self.node_behind_arrow(dash + 2),
            _ => false,
        }
    }

    /// Whether what follows two dashes is `(` or `>(`, with a quantifier or not.
    fn node_behind_arrow(&self, at: usize) -> bool {
        let at = at + usize::from(self.kind_at(at).is_right_head());
        let node = match self.kind_at(at) {
            TokenKind::Plus | TokenKind::Star => at + 1,
            TokenKind::OpenBrace => self.brackets.closing(at).map_or(at, |close| close + 1),
            _ => at,
        };
        self.kind_at(node) == TokenKind::OpenParen
    }

    /// Whether the `(` at token `open` begins a parenthesised path pattern: another `(` follows.
    pub(super) fn group_at(&self, open: usize) -> bool {
        self.kind_at(open) == TokenKind::OpenParen && self.kind_at(open + 1) == TokenKind::OpenParen
    }

    /// Whether the current `[` begins a pattern comprehension: `[(a)-->`, `[p = (a)-->`.
    pub(super) fn at_pattern_comprehension(&self) -> bool {
        let named = self.ahead(1).is_name() && self.ahead(2) == TokenKind::Equal;
        self.pattern_at(self.at + if named { 3 } else { 1 })
    }

    /// Whether the token `n` ahead is a name and `IN` follows.
    pub(super) fn loop_ahead(&self, n: usize) -> bool {
        let is_variable = match self.ahead(n) {
            TokenKind::Keyword(keyword) => keyword.role() != Role::Operator,
            kind => kind.is_name(),
        };
        is_variable && self.ahead(n + 1) == TokenKind::Keyword(Keyword::In)
    }

    /// Whether names joined by dots and then a `(` begin here: a function call.
    pub(super) fn at_call(&self) -> bool {
        let mut n = 1;
        while self.ahead(n) == TokenKind::Dot && self.ahead(n + 1).is_name() {
            n += 2;
        }
        self.ahead(n) == TokenKind::OpenParen
    }

    /// Whether an operand begins behind the current word, which is then no operand itself. A bracket could belong to it.
    pub(super) fn operand_ahead(&self) -> bool {
        match self.ahead(1) {
            TokenKind::Keyword(Keyword::Next | Keyword::Nulls | Keyword::Using | Keyword::Group) => false,
            TokenKind::Keyword(Keyword::Null | Keyword::True | Keyword::False | Keyword::Not) => true,
            TokenKind::Keyword(keyword) => {
                keyword.role() == Role::Free && !keyword.begins_clause() && !self.operand_ends_ahead()
            }
            kind => matches!(
                kind,
                TokenKind::Word
                    | TokenKind::QuotedName
                    | TokenKind::Parameter
                    | TokenKind::Integer
                    | TokenKind::Float
                    | TokenKind::String
            ),
        }
    }

    /// Whether the next token can only stand behind an operand, so that the word before it is a variable.
    pub(super) fn operand_ends_ahead(&self) -> bool {
        use TokenKind::*;
        match self.ahead(1) {
            Keyword(keyword) => matches!(
                keyword,
                self::Keyword::As
                    | self::Keyword::And
                    | self::Keyword::Or
                    | self::Keyword::Xor
                    | self::Keyword::In
                    | self::Keyword::Is
                    | self::Keyword::Starts
                    | self::Keyword::Ends
                    | self::Keyword::Contains
                    | self::Keyword::Order
                    | self::Keyword::Skip
                    | self::Keyword::Offset
                    | self::Keyword::Limit
                    | self::Keyword::Asc
                    | self::Keyword::Ascending
                    | self::Keyword::Desc
                    | self::Keyword::Descending
            ),
            kind => matches!(
                kind,
                Dot | Comma
                    | CloseParen
                    | CloseBracket
                    | CloseBrace
                    | Bar
                    | DotDot
                    | Colon
                    | Equal
                    | EqualTilde
                    | NotEqual
                    | Less
                    | LessEqual
                    | Greater
                    | GreaterEqual
            ),
        }
    }

    /// Whether an arithmetic operator, a bracket, a clause or the end is next. Where an operand must begin, the word before it
    /// is a variable.
    pub(super) fn operand_is_over_ahead(&self) -> bool {
        use TokenKind::*;
        match self.ahead(1) {
            Keyword(keyword) => keyword.begins_clause() || keyword == self::Keyword::Where,
            Plus | Minus | Star | Slash | Percent | Caret | OpenBracket | OpenBrace | Semicolon | End => true,
            _ => false,
        }
    }
}
