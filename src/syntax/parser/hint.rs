//! `USING INDEX`, `USING SCAN` and `USING JOIN` behind the pattern of `MATCH`.

use super::cursor::Parser;
use crate::error::Result;
use crate::syntax::ast::{Hint, Ident};
use crate::syntax::keywords::Keyword;
use crate::syntax::token::TokenKind;

impl Parser<'_> {
    /// Any number of hints.
    pub(super) fn hints(&mut self) -> Result<Vec<Hint>> {
        let mut hints = Vec::new();
        while self.eat_word(Keyword::Using) {
            hints.push(self.hint()?);
        }
        Ok(hints)
    }

    fn hint(&mut self) -> Result<Hint> {
        if self.eat_word(Keyword::Scan) {
            let (variable, label) = self.hinted()?;
            return Ok(Hint::Scan { variable, label });
        }
        if self.eat_word(Keyword::Join) {
            self.expect_word(Keyword::On)?;
            let mut variables = vec![self.variable()?];
            while self.eat(TokenKind::Comma) {
                variables.push(self.variable()?);
            }
            return Ok(Hint::Join(variables));
        }
        if !self.eat_either(Keyword::Range, Keyword::Text) && !self.eat_word(Keyword::Point) {
            self.eat_text("BTREE");
        }
        if !self.eat_word(Keyword::Index) {
            return Err(self.unexpected("`INDEX`, `SCAN` or `JOIN`"));
        }
        if self.ahead(1) != TokenKind::Colon {
            self.eat_word(Keyword::Seek);
        }
        let (variable, label) = self.hinted()?;
        self.expect(TokenKind::OpenParen)?;
        let mut properties = Vec::new();
        loop {
            properties.push(self.name("a property key")?);
            if !self.more(TokenKind::CloseParen)? {
                return Ok(Hint::Index { variable, label, properties });
            }
        }
    }

    /// `n:Label`
    fn hinted(&mut self) -> Result<(Ident, Ident)> {
        let variable = self.variable()?;
        self.expect(TokenKind::Colon)?;
        Ok((variable, self.name("a label or type")?))
    }
}
