//! SQL's form of trimming: `trim(BOTH 'x' FROM text)`, which becomes `btrim(text, 'x')`.

use super::cursor::Parser;
use crate::error::Result;
use crate::syntax::ast::{Expr, ExprKind, FunctionCall, Ident};
use crate::syntax::keywords::Keyword;
use crate::syntax::token::TokenKind;

impl Parser<'_> {
    /// Behind `trim(`: either form.
    pub(super) fn trim(&mut self, start: u32, name: Ident) -> Result<Box<Expr>> {
        let side = self.side();
        if side.is_none() && self.kind() == TokenKind::CloseParen {
            self.advance();
            return Ok(self.finish(start, call(name, Vec::new())));
        }
        let first = if self.at_word(Keyword::From) { None } else { Some(*self.value()?) };
        if side.is_none() && !self.at_word(Keyword::From) {
            let mut arguments = Vec::from_iter(first);
            if self.more(TokenKind::CloseParen)? {
                arguments.extend(self.arguments(false)?);
            }
            return Ok(self.finish(start, call(name, arguments)));
        }
        self.expect_word(Keyword::From)?;
        let text = *self.value()?;
        self.expect(TokenKind::CloseParen)?;
        let name = Ident { name: side.unwrap_or("btrim").to_owned(), span: name.span };
        let arguments = std::iter::once(text).chain(first).collect();
        Ok(self.finish(start, call(name, arguments)))
    }

    /// The function of `LEADING`, `TRAILING` or `BOTH`.
    fn side(&mut self) -> Option<&'static str> {
        let from_ahead = self.ahead(1) == TokenKind::Keyword(Keyword::From);
        if !from_ahead && !self.operand_ahead() {
            return None;
        }
        let side = match self.slice(self.span()).to_ascii_uppercase().as_str() {
            "LEADING" => "ltrim",
            "TRAILING" => "rtrim",
            "BOTH" => "btrim",
            _ => return None,
        };
        self.advance();
        Some(side)
    }
}

fn call(name: Ident, arguments: Vec<Expr>) -> ExprKind {
    ExprKind::Call(FunctionCall { name, distinct: false, arguments })
}
