//! `EXISTS { .. }`, `COUNT { .. }` and `COLLECT { .. }`.

use super::cursor::Parser;
use super::statement::QUERY_LEVELS;
use crate::error::Result;
use crate::syntax::ast::{ClauseKind, Expr, ExprKind, Query, Subquery};
use crate::syntax::keywords::Keyword;
use crate::syntax::token::TokenKind;

impl Parser<'_> {
    /// One of the three; `keyword` is the current token and a brace follows.
    pub(super) fn subquery_expression(&mut self, keyword: Keyword) -> Result<Box<Expr>> {
        let start = self.here();
        self.advance();
        self.expect(TokenKind::OpenBrace)?;
        let kind = match keyword {
            Keyword::Exists => ExprKind::Exists(Box::new(self.subquery()?)),
            Keyword::Count => ExprKind::Count(Box::new(self.subquery()?)),
            _ => ExprKind::Collect(Box::new(self.query()?)),
        };
        self.expect(TokenKind::CloseBrace)?;
        Ok(self.finish(start, kind))
    }

    fn subquery(&mut self) -> Result<Subquery> {
        let composed = matches!(self.kind(), TokenKind::OpenBrace | TokenKind::Keyword(Keyword::When));
        if composed || self.at_clause() {
            return Ok(simplified(self.query()?));
        }
        if !self.at_pattern_part() {
            return Err(self.unexpected("a pattern or a query"));
        }
        self.deeper_by(QUERY_LEVELS, |parser| {
            Ok(Subquery::Pattern(parser.pattern_parts()?, parser.filter()?))
        })
    }
}

/// A query of one plain `MATCH` is a pattern.
fn simplified(mut query: Query) -> Subquery {
    if let [single] = query.parts.as_mut_slice()
        && let [clause] = single.clauses.as_mut_slice()
        && let ClauseKind::Match { optional: false, repeatable: None, pattern, hints, filter } =
            &mut clause.kind
        && hints.is_empty()
    {
        return Subquery::Pattern(std::mem::take(pattern), filter.take());
    }
    Subquery::Query(query)
}
