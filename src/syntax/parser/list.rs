//! What begins with `[`, and the special forms with a loop variable: comprehensions, `all(x IN ..)`, `reduce`.

use super::cursor::Parser;
use crate::error::{Error, Result};
use crate::syntax::ast::{Expr, ExprKind, Ident, ListPredicateKind, PathPattern};
use crate::syntax::keywords::Keyword;
use crate::syntax::token::TokenKind;

impl Parser<'_> {
    /// A list, a list comprehension or a pattern comprehension.
    pub(super) fn bracketed(&mut self) -> Result<Box<Expr>> {
        let start = self.here();
        let kind = if self.at_pattern_comprehension() {
            self.advance();
            if self.kind() == TokenKind::OpenParen {
                self.comprehension_or_predicates()?
            } else {
                self.named_comprehension()?
            }
        } else if self.loop_ahead(1) {
            self.advance();
            self.comprehension_or_list()?
        } else {
            self.advance();
            ExprKind::List(self.list_elements(Vec::new())?)
        };
        Ok(self.finish(start, kind))
    }

    /// Behind `[` or a comma: the elements up to and with the `]`.
    fn list_elements(&mut self, mut elements: Vec<Expr>) -> Result<Vec<Expr>> {
        if elements.is_empty() && self.eat(TokenKind::CloseBracket) {
            return Ok(elements);
        }
        loop {
            elements.push(*self.value()?);
            if !self.more(TokenKind::CloseBracket)? {
                return Ok(elements);
            }
        }
    }

    /// `[x IN ...`: a comprehension, unless a comma shows that `x IN ...` is a list's first element.
    /// Either way it is read as one expression; a comprehension then takes it apart at its leftmost `IN`.
    fn comprehension_or_list(&mut self) -> Result<ExprKind> {
        let variable_at = self.here();
        let list_at = self.tokens.get(self.at + 2).map_or(variable_at, |token| token.span.start);
        let first = self.value_before_bar()?;
        if self.eat(TokenKind::Comma) {
            return Ok(ExprKind::List(self.list_elements(vec![*first])?));
        }
        let (variable, list) = split_at_in(first, variable_at, list_at)
            .ok_or_else(|| Error::internal("a list comprehension does not begin with its variable"))?;
        self.comprehension(variable, list)
    }

    fn filter_before_bar(&mut self) -> Result<Option<Box<Expr>>> {
        if self.eat_word(Keyword::Where) { self.predicate_before_bar().map(Some) } else { Ok(None) }
    }

    /// Behind `[x IN list`: `WHERE p | e]`
    fn comprehension(&mut self, variable: Ident, list: Box<Expr>) -> Result<ExprKind> {
        let filter = self.filter_before_bar()?;
        let map = if self.eat(TokenKind::Bar) { Some(self.value()?) } else { None };
        if !self.eat(TokenKind::CloseBracket) {
            let expected = match (&filter, &map) {
                (_, Some(_)) => "`]`",
                (Some(_), None) => "`|` or `]`",
                (None, None) => "`,`, `WHERE`, `|` or `]`",
            };
            return Err(self.unexpected(expected));
        }
        Ok(ExprKind::ListComprehension { variable, list, filter, map })
    }

    /// Behind the `[`: `p = (a)-->(b) WHERE e | f]`
    fn named_comprehension(&mut self) -> Result<ExprKind> {
        let variable = self.variable()?;
        self.expect(TokenKind::Equal)?;
        let pattern = self.path_pattern()?;
        self.pattern_comprehension(Some(variable), pattern)
    }

    /// Behind the `[`: `(a)-->(b) WHERE e | f]`, unless an operator shows that the pattern is part of a list's first
    /// element, as in `[(a)-->(b) AND c]`. Either way it is read as one expression.
    fn comprehension_or_predicates(&mut self) -> Result<ExprKind> {
        let first = self.predicate_before_bar()?;
        let pattern_ends = matches!(self.kind(), TokenKind::Keyword(Keyword::Where) | TokenKind::Bar);
        match first.kind {
            ExprKind::Pattern(part) if pattern_ends || self.kind() == TokenKind::CloseBracket => {
                self.pattern_comprehension(None, part.pattern)
            }
            _ => {
                self.check_value(&first)?;
                let more = self.more(TokenKind::CloseBracket)?;
                Ok(ExprKind::List(if more { self.list_elements(vec![*first])? } else { vec![*first] }))
            }
        }
    }

    /// Behind the pattern: `WHERE e | f]`
    fn pattern_comprehension(&mut self, variable: Option<Ident>, pattern: PathPattern) -> Result<ExprKind> {
        let filter = self.filter_before_bar()?;
        if !self.eat(TokenKind::Bar) {
            return Err(self.unexpected(if filter.is_none() { "`WHERE` or `|`" } else { "`|`" }));
        }
        let map = self.value()?;
        self.expect(TokenKind::CloseBracket)?;
        Ok(ExprKind::PatternComprehension { variable, pattern: Box::new(pattern), filter, map })
    }

    /// `all(x IN list WHERE p)`
    pub(super) fn list_predicate(&mut self, keyword: Keyword) -> Result<Box<Expr>> {
        let kind = match keyword {
            Keyword::All => ListPredicateKind::All,
            Keyword::Any => ListPredicateKind::Any,
            Keyword::None => ListPredicateKind::None,
            _ => ListPredicateKind::Single,
        };
        let start = self.here();
        let (variable, list, filter) = self.loop_head()?;
        if !self.eat(TokenKind::CloseParen) {
            return Err(self.unexpected(if filter.is_none() { "`WHERE` or `)`" } else { "`)`" }));
        }
        let kind = ExprKind::ListPredicate { kind, variable, list, filter };
        Ok(self.finish(start, kind))
    }

    /// `filter(x IN list WHERE p)` and `extract(x IN list | e)`, older forms of a list comprehension.
    pub(super) fn legacy_comprehension(&mut self) -> Result<Box<Expr>> {
        let start = self.here();
        let (variable, list, filter) = self.loop_head()?;
        let map = if self.eat(TokenKind::Bar) { Some(self.value()?) } else { None };
        self.expect(TokenKind::CloseParen)?;
        let kind = ExprKind::ListComprehension { variable, list, filter, map };
        Ok(self.finish(start, kind))
    }

    /// `name(x IN list WHERE p` without the end.
    fn loop_head(&mut self) -> Result<(Ident, Box<Expr>, Option<Box<Expr>>)> {
        self.advance();
        self.expect(TokenKind::OpenParen)?;
        let variable = self.variable()?;
        self.expect_word(Keyword::In)?;
        let list = self.value_before_bar()?;
        let filter = self.filter_before_bar()?;
        Ok((variable, list, filter))
    }

    /// `reduce(acc = init, x IN list | e)`, or `allReduce(acc = init, x IN list | e, p)`
    pub(super) fn reduce(&mut self, all: bool) -> Result<Box<Expr>> {
        let start = self.here();
        self.advance();
        self.expect(TokenKind::OpenParen)?;
        let accumulator = self.variable()?;
        self.expect(TokenKind::Equal)?;
        let init = self.value()?;
        self.expect(TokenKind::Comma)?;
        let variable = self.variable()?;
        self.expect_word(Keyword::In)?;
        let list = self.value_before_bar()?;
        self.expect(TokenKind::Bar)?;
        let body = self.value()?;
        if all {
            self.expect(TokenKind::Comma)?;
            let predicate = self.predicate()?;
            self.expect(TokenKind::CloseParen)?;
            let kind = ExprKind::AllReduce { accumulator, init, variable, list, body, predicate };
            return Ok(self.finish(start, kind));
        }
        self.expect(TokenKind::CloseParen)?;
        let kind = ExprKind::Reduce { accumulator, init, variable, list, body };
        Ok(self.finish(start, kind))
    }
}

/// Takes `x IN a` out of the left edge of an expression: gives `x`, and the expression with `a` in its place.
/// `variable_at` and `list_at` are the first bytes of `x` and of what follows `IN`.
fn split_at_in(mut expr: Box<Expr>, variable_at: u32, list_at: u32) -> Option<(Ident, Box<Expr>)> {
    let mut edge = expr.as_mut();
    loop {
        edge.span.start = list_at;
        if let ExprKind::In(left, right) = &mut edge.kind
            && let ExprKind::Variable(name) = &mut left.kind
            && left.span.start == variable_at
        {
            let variable = Ident { name: std::mem::take(name), span: left.span };
            let nothing = Expr { kind: ExprKind::CountStar, span: right.span };
            let list = std::mem::replace(right.as_mut(), nothing);
            *edge = list;
            return Some((variable, expr));
        }
        edge = match &mut edge.kind {
            ExprKind::Logical(_, operands) => operands.first_mut()?,
            ExprKind::Comparison(left, _)
            | ExprKind::In(left, _)
            | ExprKind::StringPredicate(_, left, _)
            | ExprKind::IsNull(left, _)
            | ExprKind::IsTyped(left, _, _)
            | ExprKind::IsNormalized(left, _, _)
            | ExprKind::HasLabels(left, _) => left,
            _ => return None,
        };
    }
}
