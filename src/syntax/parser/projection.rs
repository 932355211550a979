//! `WITH` and `RETURN`, what follows their items, and the same as a clause of its own.

use super::cursor::Parser;
use crate::error::Result;
use crate::syntax::ast::{ClauseKind, Expr, GroupBy, NullOrder, Projection, ProjectionItem, SortItem};
use crate::syntax::keywords::{Keyword, Role};
use crate::syntax::token::TokenKind;

impl Parser<'_> {
    /// `WITH ... [WHERE e]`
    pub(super) fn with_clause(&mut self) -> Result<ClauseKind> {
        self.advance();
        let body = self.projection()?;
        let filter = self.filter()?;
        Ok(ClauseKind::With { body, filter })
    }

    /// `RETURN ...`
    pub(super) fn return_clause(&mut self) -> Result<ClauseKind> {
        self.advance();
        let body = self.projection()?;
        if self.at_word(Keyword::Where) {
            return Err(self
                .unexpected("`,`, an operator or the end of the statement")
                .hint("`RETURN` has no `WHERE`; filter before it with `WITH .. WHERE`"));
        }
        Ok(ClauseKind::Return(body))
    }

    pub(super) fn projection(&mut self) -> Result<Projection> {
        let start = self.here();
        let distinct = self.set_quantifier();
        let star = self.eat(TokenKind::Star);
        let mut items = Vec::new();
        if !star || self.eat(TokenKind::Comma) {
            items.push(self.projection_item()?);
            while self.eat(TokenKind::Comma) {
                items.push(self.projection_item()?);
            }
        }
        let group_by = self.group_by()?;
        let (order_by, skip, limit) = self.page()?;
        Ok(Projection { distinct, star, items, group_by, order_by, skip, limit, span: self.since(start) })
    }

    /// `GROUP BY ALL`, `GROUP BY ()` or `GROUP BY a, b`
    fn group_by(&mut self) -> Result<Option<GroupBy>> {
        if !self.at_word(Keyword::Group) || self.ahead(1) != TokenKind::Keyword(Keyword::By) {
            return Ok(None);
        }
        self.advance();
        self.advance();
        if self.at_word(Keyword::All) && Parser::ends_projection(self.ahead(1)) {
            self.advance();
            return Ok(Some(GroupBy::All));
        }
        let mut keys = Vec::new();
        if self.kind() == TokenKind::OpenParen && self.ahead(1) == TokenKind::CloseParen {
            self.advance();
            self.advance();
            return Ok(Some(GroupBy::Keys(keys)));
        }
        loop {
            keys.push(*self.value()?);
            if !self.eat(TokenKind::Comma) {
                return Ok(Some(GroupBy::Keys(keys)));
            }
        }
    }

    /// Whether no expression goes on with this token, so that `all` before it is no name.
    fn ends_projection(next: TokenKind) -> bool {
        match next {
            TokenKind::Keyword(keyword) => keyword.role() != Role::Operator || keyword == Keyword::Else,
            kind => kind.is_closer() || matches!(kind, TokenKind::End | TokenKind::Semicolon),
        }
    }

    /// `ORDER BY`, `SKIP` or `LIMIT` standing alone
    pub(super) fn page_clause(&mut self) -> Result<ClauseKind> {
        let (order_by, skip, limit) = self.page()?;
        Ok(ClauseKind::Page { order_by, skip, limit })
    }

    /// `[ORDER BY ..] [SKIP n] [LIMIT m]`
    fn page(&mut self) -> Result<(Vec<SortItem>, Option<Expr>, Option<Expr>)> {
        let order_by = self.order_by()?;
        let skip = match self.eat_either(Keyword::Skip, Keyword::Offset) {
            true => Some(*self.value()?),
            false => None,
        };
        let limit = if self.eat_word(Keyword::Limit) { Some(*self.value()?) } else { None };
        Ok((order_by, skip, limit))
    }

    /// `DISTINCT`, or `ALL`, which says that nothing is left out; true for `DISTINCT`.
    pub(super) fn set_quantifier(&mut self) -> bool {
        if self.at_word(Keyword::All) && self.operand_ahead() {
            self.advance();
            return false;
        }
        self.eat_word(Keyword::Distinct)
    }

    fn projection_item(&mut self) -> Result<ProjectionItem> {
        let start = self.here();
        if self.kind() == TokenKind::Star {
            return Err(self.unexpected("an expression").hint("`*` stands first: `*, x AS y`"));
        }
        let expr = *self.value()?;
        let text = self.slice(self.since(start)).to_owned();
        let alias = if self.at_word(Keyword::As) { Some(self.alias()?) } else { None };
        Ok(ProjectionItem { expr, alias, text })
    }

    fn order_by(&mut self) -> Result<Vec<SortItem>> {
        let mut items = Vec::new();
        if !self.eat_word(Keyword::Order) {
            return Ok(items);
        }
        self.expect_word(Keyword::By)?;
        loop {
            let expr = *self.value()?;
            let descending = self.eat_either(Keyword::Desc, Keyword::Descending);
            if !descending {
                self.eat_either(Keyword::Asc, Keyword::Ascending);
            }
            let nulls = self.null_order()?;
            items.push(SortItem { expr, descending, nulls });
            if !self.eat(TokenKind::Comma) {
                return Ok(items);
            }
        }
    }

    /// `NULLS FIRST` or `NULLS LAST`
    fn null_order(&mut self) -> Result<Option<NullOrder>> {
        if !self.eat_word(Keyword::Nulls) {
            return Ok(None);
        }
        if self.eat_text("FIRST") {
            return Ok(Some(NullOrder::First));
        }
        if self.eat_text("LAST") {
            return Ok(Some(NullOrder::Last));
        }
        Err(self.unexpected("`FIRST` or `LAST`"))
    }
}
