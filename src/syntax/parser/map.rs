//! What begins with `{` in an expression: maps and map projections.

use super::cursor::Parser;
use crate::error::Result;
use crate::syntax::ast::{Expr, ExprKind, Ident, MapProjectionItem};
use crate::syntax::token::TokenKind;

impl Parser<'_> {
    /// `{key: value, ...}`
    pub(super) fn map(&mut self) -> Result<Box<Expr>> {
        let start = self.here();
        self.expect(TokenKind::OpenBrace)?;
        let mut entries = Vec::new();
        if !self.eat(TokenKind::CloseBrace) {
            loop {
                entries.push(self.map_entry()?);
                if !self.more(TokenKind::CloseBrace)? {
                    break;
                }
            }
        }
        Ok(self.finish(start, ExprKind::Map(entries)))
    }

    fn map_entry(&mut self) -> Result<(Ident, Expr)> {
        let key = self.name("a property key")?;
        if matches!(self.kind(), TokenKind::CloseBrace | TokenKind::Comma) {
            return Err(self
                .unexpected("`:`")
                .hint(format!("a map is written `{{{0}: value}}`, a parameter `${0}`", key.name)));
        }
        self.expect(TokenKind::Colon)?;
        Ok((key, *self.value()?))
    }

    /// `x {.key, key: e, .*, y}`
    pub(super) fn map_projection(&mut self) -> Result<Box<Expr>> {
        let start = self.here();
        let variable = self.take_name();
        self.expect(TokenKind::OpenBrace)?;
        let mut items = Vec::new();
        if !self.eat(TokenKind::CloseBrace) {
            loop {
                items.push(self.projection_entry()?);
                if !self.more(TokenKind::CloseBrace)? {
                    break;
                }
            }
        }
        Ok(self.finish(start, ExprKind::MapProjection(variable, items)))
    }

    fn projection_entry(&mut self) -> Result<MapProjectionItem> {
        if self.eat(TokenKind::Dot) {
            if self.eat(TokenKind::Star) {
                return Ok(MapProjectionItem::All);
            }
            return Ok(MapProjectionItem::Property(self.name("a property key or `*`")?));
        }
        let name = self.name("`.key`, `.*`, `key: value` or a variable")?;
        if self.eat(TokenKind::Colon) {
            return Ok(MapProjectionItem::Entry(name, *self.value()?));
        }
        Ok(MapProjectionItem::Variable(name))
    }
}
