//! What follows an operand: `.key`, `[index]`, `[from..to]`, and last `:Label`.

use super::cursor::Parser;
use crate::error::Result;
use crate::syntax::ast::{Expr, ExprKind};
use crate::syntax::token::TokenKind;

impl Parser<'_> {
    /// An atom with what follows it. `labels`: a label predicate may end it.
    pub(super) fn postfix(&mut self, labels: bool) -> Result<Expr> {
        let start = self.here();
        let outer = self.open_tree();
        let mut expr = self.atom()?;
        loop {
            let kind = match self.kind() {
                TokenKind::Dot => self.property(expr)?,
                TokenKind::OpenBracket => self.subscript(expr)?,
                TokenKind::Colon if labels => {
                    self.check_value(&expr)?;
                    self.advance();
                    let kind = ExprKind::HasLabels(Box::new(expr), self.label_predicate()?);
                    expr = Expr { kind, span: self.since(start) };
                    self.grow(1)?;
                    break;
                }
                _ => break,
            };
            expr = Expr { kind, span: self.since(start) };
            self.grow(1)?;
        }
        self.close_tree(outer);
        Ok(expr)
    }

    fn property(&mut self, owner: Expr) -> Result<ExprKind> {
        self.check_value(&owner)?;
        self.advance();
        Ok(ExprKind::Property(Box::new(owner), self.name("a property key")?))
    }

    fn subscript(&mut self, list: Expr) -> Result<ExprKind> {
        self.check_value(&list)?;
        self.advance();
        let from = match self.kind() {
            TokenKind::DotDot => None,
            _ => Some(Box::new(self.value()?)),
        };
        let list = Box::new(list);
        if self.eat(TokenKind::DotDot) {
            let to = match self.kind() {
                TokenKind::CloseBracket => None,
                _ => Some(Box::new(self.value()?)),
            };
            self.expect(TokenKind::CloseBracket)?;
            return Ok(ExprKind::Slice(list, from, to));
        }
        match from {
            Some(index) if self.eat(TokenKind::CloseBracket) => Ok(ExprKind::Index(list, index)),
            _ => Err(self.unexpected("`]` or `..`")),
        }
    }
}
