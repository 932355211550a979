//! `CASE` in its forms: with conditions, with values to compare, with tests of a subject.

use super::cursor::Parser;
use crate::error::Result;
use crate::syntax::ast::{Expr, ExprKind};
use crate::syntax::keywords::Keyword;
use crate::syntax::token::TokenKind;

impl Parser<'_> {
    /// `CASE [e] WHEN a, b THEN x ... [ELSE y] END`; with `e` an alternative may be a test such as `< 5` or `IS NULL`.
    pub(super) fn case(&mut self) -> Result<Box<Expr>> {
        let start = self.here();
        self.expect_word(Keyword::Case)?;
        let subject = if self.at_word(Keyword::When) { None } else { Some(self.value()?) };
        let mut branches = Vec::new();
        while branches.is_empty() || self.at_word(Keyword::When) {
            branches.push(self.case_branch(subject.is_some())?);
        }
        let otherwise = if self.eat_word(Keyword::Else) { Some(self.value()?) } else { None };
        if !self.eat_word(Keyword::End) {
            let expected = if otherwise.is_some() { "`END`" } else { "`WHEN`, `ELSE` or `END`" };
            return Err(self.unexpected(expected));
        }
        Ok(self.finish(start, ExprKind::Case { subject, branches, otherwise }))
    }

    fn case_branch(&mut self, compares: bool) -> Result<(Vec<Expr>, Expr)> {
        self.expect_word(Keyword::When)?;
        let mut conditions = Vec::new();
        loop {
            conditions.push(*match compares {
                true if self.at_case_test() => self.case_test()?,
                true => self.value()?,
                false => self.predicate()?,
            });
            if !self.eat(TokenKind::Comma) {
                break;
            }
        }
        self.expect_word(Keyword::Then)?;
        Ok((conditions, *self.value()?))
    }
}
