//! Operands: literals, names, calls, brackets, and the special forms that look like calls.

use super::cursor::Parser;
use crate::error::Result;
use crate::syntax::ast::{Expr, ExprKind, FunctionCall, Ident, Literal};
use crate::syntax::keywords::{Keyword, Role};
use crate::syntax::token::TokenKind;

impl Parser<'_> {
    /// An operand without what may follow it.
    pub(super) fn atom(&mut self) -> Result<Box<Expr>> {
        match self.kind() {
            TokenKind::Integer | TokenKind::Float | TokenKind::String => self.literal(),
            TokenKind::Parameter => Ok(self.parameter()),
            TokenKind::OpenParen if self.pattern_at(self.at) => self.pattern_expression(),
            TokenKind::OpenParen => self.parenthesised(),
            TokenKind::OpenBracket => self.bracketed(),
            TokenKind::OpenBrace => self.map(),
            TokenKind::Word | TokenKind::QuotedName => self.named(),
            TokenKind::Keyword(keyword) => self.keyword_atom(keyword),
            _ => Err(self.unexpected("an expression")),
        }
    }

    /// `$name`
    pub(super) fn parameter(&mut self) -> Box<Expr> {
        let span = self.span();
        Box::new(Expr { kind: ExprKind::Parameter(self.take_parameter()), span })
    }

    fn parenthesised(&mut self) -> Result<Box<Expr>> {
        self.advance();
        let expr = self.predicate()?;
        self.expect(TokenKind::CloseParen)?;
        Ok(expr)
    }

    fn keyword_atom(&mut self, keyword: Keyword) -> Result<Box<Expr>> {
        use TokenKind::{OpenBrace, OpenParen};
        match (keyword, self.ahead(1)) {
            (Keyword::Null, _) => Ok(self.constant(Literal::Null)),
            (Keyword::True, _) => Ok(self.constant(Literal::Boolean(true))),
            (Keyword::False, _) => Ok(self.constant(Literal::Boolean(false))),
            (Keyword::Inf | Keyword::Infinity, _) => Ok(self.constant(Literal::Float(f64::INFINITY))),
            (Keyword::Nan, _) => Ok(self.constant(Literal::Float(f64::NAN))),
            (Keyword::Case, next) if !self.operand_ends_ahead() && next != TokenKind::End => self.case(),
            (Keyword::Exists | Keyword::Count | Keyword::Collect, OpenBrace)
                if self.ahead(2) != TokenKind::Dot =>
            {
                self.subquery_expression(keyword)
            }
            (Keyword::Count, OpenParen) if self.ahead(2) == TokenKind::Star => self.count_star(),
            (Keyword::All | Keyword::Any | Keyword::None | Keyword::Single, OpenParen)
                if self.loop_ahead(2) =>
            {
                self.list_predicate(keyword)
            }
            (Keyword::Filter | Keyword::Extract, OpenParen) if self.loop_ahead(2) => {
                self.legacy_comprehension()
            }
            (Keyword::Reduce | Keyword::AllReduce, OpenParen) if self.ahead(3) == TokenKind::Equal => {
                self.reduce(keyword == Keyword::AllReduce)
            }
            (Keyword::ShortestPath | Keyword::AllShortestPaths, OpenParen) => self.pattern_expression(),
            (keyword, _) => match keyword.role() {
                Role::Free => self.named(),
                Role::Structure if self.operand_ends_ahead() || self.operand_is_over_ahead() => self.named(),
                Role::Structure | Role::Operator => Err(self.unexpected("an expression")),
            },
        }
    }

    fn constant(&mut self, literal: Literal) -> Box<Expr> {
        Box::new(Expr { kind: ExprKind::Literal(literal), span: self.advance() })
    }

    fn count_star(&mut self) -> Result<Box<Expr>> {
        let start = self.here();
        self.advance();
        self.advance();
        self.advance();
        self.expect(TokenKind::CloseParen)?;
        Ok(self.finish(start, ExprKind::CountStar))
    }

    /// A call, a map projection or a variable.
    fn named(&mut self) -> Result<Box<Expr>> {
        if self.at_call() {
            return self.call();
        }
        if self.ahead(1) == TokenKind::OpenBrace {
            return self.map_projection();
        }
        Ok(self.variable_expression())
    }

    fn variable_expression(&mut self) -> Box<Expr> {
        let Ident { name, span } = self.take_name();
        Box::new(Expr { kind: ExprKind::Variable(name), span })
    }

    fn call(&mut self) -> Result<Box<Expr>> {
        let start = self.here();
        let name = self.dotted_name("a function")?;
        self.expect(TokenKind::OpenParen)?;
        if name.name.eq_ignore_ascii_case("trim") {
            return self.trim(start, name);
        }
        let distinct = self.set_quantifier();
        // `exists(pattern)` is the one function that takes a bare pattern.
        let takes_pattern = name.name.eq_ignore_ascii_case("exists");
        let is_cast = name.name.eq_ignore_ascii_case("cast");
        let arguments = self.arguments(takes_pattern);
        let arguments = arguments.map_err(|error| match is_cast && self.at_word(Keyword::As) {
            true => self.cast(),
            false => error,
        })?;
        let kind = ExprKind::Call(FunctionCall { name, distinct, arguments });
        Ok(self.finish(start, kind))
    }

    /// Values up to and with the `)`.
    pub(super) fn arguments(&mut self, take_patterns: bool) -> Result<Vec<Expr>> {
        let mut arguments = Vec::new();
        if self.eat(TokenKind::CloseParen) {
            return Ok(arguments);
        }
        loop {
            arguments.push(*if take_patterns { self.predicate()? } else { self.value()? });
            if !self.more(TokenKind::CloseParen)? {
                return Ok(arguments);
            }
        }
    }

    /// Names joined by dots, as one name.
    pub(super) fn dotted_name(&mut self, what: &str) -> Result<Ident> {
        let start = self.here();
        let mut name = self.name(what)?.name;
        while self.eat(TokenKind::Dot) {
            name.push('.');
            name.push_str(&self.name(what)?.name);
        }
        Ok(Ident { name, span: self.since(start) })
    }
}
