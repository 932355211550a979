//! What follows an operand: `.key`, `[index]`, `[from..to]`, and last `:Label`.

use super::cursor::Parser;
use crate::error::Result;
use crate::syntax::ast::{Expr, ExprKind};
use crate::syntax::token::TokenKind;

impl Parser<'_> {
    /// An atom with what follows it. `labels`: a label predicate may end it.
    pub(super) fn postfix(&mut self, labels: bool) -> Result<Box<Expr>> {
        let start = self.here();
        let outer = self.open_tree();
        let mut expr = self.atom()?;
        while matches!(self.kind(), TokenKind::Dot | TokenKind::OpenBracket) {
            self.grow(1)?;
            expr = match self.kind() {
                TokenKind::Dot => self.property(start, expr)?,
                _ => self.subscript(start, expr)?,
            };
        }
        if labels && self.kind() == TokenKind::Colon {
            self.grow(1)?;
            expr = self.labelled(start, expr)?;
        }
        self.close_tree(outer);
        Ok(expr)
    }

    fn labelled(&mut self, start: u32, owner: Box<Expr>) -> Result<Box<Expr>> {
        self.check_value(&owner)?;
        self.advance();
        let labels = self.label_predicate()?;
        Ok(self.finish(start, ExprKind::HasLabels(owner, labels)))
    }

    fn property(&mut self, start: u32, owner: Box<Expr>) -> Result<Box<Expr>> {
        self.check_value(&owner)?;
        self.advance();
        let key = self.name("a property key")?;
        Ok(self.finish(start, ExprKind::Property(owner, key)))
    }

    fn subscript(&mut self, start: u32, list: Box<Expr>) -> Result<Box<Expr>> {
        self.check_value(&list)?;
        self.advance();
        let from = match self.kind() {
            TokenKind::DotDot => None,
            _ => Some(self.value()?),
        };
        if self.eat(TokenKind::DotDot) {
            let to = match self.kind() {
                TokenKind::CloseBracket => None,
                _ => Some(self.value()?),
            };
            self.expect(TokenKind::CloseBracket)?;
            return Ok(self.finish(start, ExprKind::Slice(list, from, to)));
        }
        match from {
            Some(index) if self.eat(TokenKind::CloseBracket) => {
                Ok(self.finish(start, ExprKind::Index(list, index)))
            }
            _ => Err(self.unexpected("`]` or `..`")),
        }
    }
}
