//! Writing clauses: `CREATE`, `MERGE`, `SET`, `REMOVE`, `DELETE`, `FOREACH`.

use super::cursor::Parser;
use crate::error::{Error, Result};
use crate::syntax::ast::{Clause, ClauseKind, Expr, ExprKind, Ident, RemoveItem, SetItem};
use crate::syntax::keywords::Keyword;
use crate::syntax::token::TokenKind;

/// A loop inside a loop counts as several levels of nesting, as a query inside a query does.
const FOREACH_LEVELS: usize = 4;

impl Parser<'_> {
    /// `CREATE pattern` or `INSERT pattern`
    pub(super) fn create_clause(&mut self) -> Result<ClauseKind> {
        self.advance();
        if self.at_word(Keyword::Unique) {
            return Err(self.create_unique());
        }
        if let Some(error) = self.administered("CREATE") {
            return Err(error);
        }
        Ok(ClauseKind::Create(self.pattern_parts()?))
    }

    /// `MERGE part [ON CREATE SET ..] [ON MATCH SET ..]`
    pub(super) fn merge_clause(&mut self) -> Result<ClauseKind> {
        self.advance();
        let pattern = self.pattern_part()?;
        let (mut on_create, mut on_match) = (Vec::new(), Vec::new());
        while self.eat_word(Keyword::On) {
            let actions = match self.kind() {
                TokenKind::Keyword(Keyword::Create) => &mut on_create,
                TokenKind::Keyword(Keyword::Match) => &mut on_match,
                _ => return Err(self.unexpected("`CREATE` or `MATCH`")),
            };
            self.advance();
            self.expect_word(Keyword::Set)?;
            actions.extend(self.set_items()?);
        }
        Ok(ClauseKind::Merge { pattern, on_create, on_match })
    }

    /// `SET items`
    pub(super) fn set_clause(&mut self) -> Result<ClauseKind> {
        self.advance();
        Ok(ClauseKind::Set(self.set_items()?))
    }

    fn set_items(&mut self) -> Result<Vec<SetItem>> {
        let mut items = vec![self.set_item()?];
        while self.eat(TokenKind::Comma) {
            items.push(self.set_item()?);
        }
        Ok(items)
    }

    fn set_item(&mut self) -> Result<SetItem> {
        let target = self.target()?;
        match (self.kind(), target.kind) {
            (TokenKind::Equal, ExprKind::Property(target, key)) => {
                self.advance();
                Ok(SetItem::Property { target: *target, key, value: *self.value()? })
            }
            (TokenKind::Equal, ExprKind::Index(target, key)) => {
                self.advance();
                Ok(SetItem::DynamicProperty { target: *target, key: *key, value: *self.value()? })
            }
            (TokenKind::Equal, ExprKind::Variable(name)) => {
                self.advance();
                Ok(SetItem::Replace { variable: Ident { name, span: target.span }, value: *self.value()? })
            }
            (TokenKind::PlusEqual, ExprKind::Variable(name)) => {
                self.advance();
                Ok(SetItem::Merge { variable: Ident { name, span: target.span }, value: *self.value()? })
            }
            (TokenKind::Colon | TokenKind::Keyword(Keyword::Is), ExprKind::Variable(name)) => {
                let variable = Ident { name, span: target.span };
                Ok(SetItem::Labels { variable, labels: self.label_names()? })
            }
            (TokenKind::PlusEqual, _) => {
                Err(self.unexpected("`=`").hint("`+=` merges a map into a whole node or relationship"))
            }
            (_, ExprKind::Variable(_)) => Err(self.unexpected("`.`, `=`, `+=` or `:`")),
            (_, ExprKind::Property(..) | ExprKind::Index(..)) => Err(self.unexpected("`=`")),
            _ => {
                let message = "only a property, a label or a whole node or relationship can be set";
                Err(Error::syntax("UnexpectedSyntax", message, target.span))
            }
        }
    }

    /// What `SET` or `REMOVE` changes: an operand with properties, without a label predicate.
    fn target(&mut self) -> Result<Box<Expr>> {
        self.deeper(|parser| parser.postfix(false))
    }

    /// `REMOVE items`
    pub(super) fn remove_clause(&mut self) -> Result<ClauseKind> {
        self.advance();
        let mut items = vec![self.remove_item()?];
        while self.eat(TokenKind::Comma) {
            items.push(self.remove_item()?);
        }
        Ok(ClauseKind::Remove(items))
    }

    fn remove_item(&mut self) -> Result<RemoveItem> {
        let target = self.target()?;
        match (self.kind(), target.kind) {
            (TokenKind::Colon | TokenKind::Keyword(Keyword::Is), ExprKind::Variable(name)) => {
                let variable = Ident { name, span: target.span };
                Ok(RemoveItem::Labels { variable, labels: self.label_names()? })
            }
            (_, ExprKind::Property(target, key)) => Ok(RemoveItem::Property { target: *target, key }),
            (_, ExprKind::Index(target, key)) => {
                Ok(RemoveItem::DynamicProperty { target: *target, key: *key })
            }
            (_, ExprKind::Variable(_)) => Err(self.unexpected("`.` or `:`")),
            _ => {
                let message = "only a property or a label can be removed";
                Err(Error::syntax("UnexpectedSyntax", message, target.span))
            }
        }
    }

    /// `[DETACH] DELETE exprs`
    pub(super) fn delete_clause(&mut self) -> Result<ClauseKind> {
        let detach = self.eat_word(Keyword::Detach);
        if !detach {
            self.eat_word(Keyword::NoDetach);
        }
        self.expect_word(Keyword::Delete)?;
        let mut targets = vec![*self.value()?];
        while self.eat(TokenKind::Comma) {
            targets.push(*self.value()?);
        }
        Ok(ClauseKind::Delete { detach, targets })
    }

    /// `FOREACH (x IN list | clauses)`
    pub(super) fn foreach_clause(&mut self) -> Result<ClauseKind> {
        self.advance();
        self.deeper_by(FOREACH_LEVELS, Parser::foreach)
    }

    fn foreach(&mut self) -> Result<ClauseKind> {
        self.expect(TokenKind::OpenParen)?;
        let variable = self.variable()?;
        self.expect_word(Keyword::In)?;
        let list = *self.value_before_bar()?;
        self.expect(TokenKind::Bar)?;
        let mut body = vec![self.updating_clause()?];
        while !self.eat(TokenKind::CloseParen) {
            body.push(self.updating_clause()?);
        }
        Ok(ClauseKind::Foreach { variable, list, body })
    }

    fn updating_clause(&mut self) -> Result<Clause> {
        match self.kind() {
            TokenKind::Keyword(
                Keyword::Create
                | Keyword::Insert
                | Keyword::Merge
                | Keyword::Set
                | Keyword::Remove
                | Keyword::Delete
                | Keyword::Detach
                | Keyword::NoDetach
                | Keyword::Foreach,
            ) => self.clause(),
            TokenKind::Keyword(keyword) if keyword.begins_clause() => Err(self
                .unexpected("`SET`, `CREATE`, `MERGE`, `DELETE`, `REMOVE` or `FOREACH`")
                .hint("only writing clauses stand in `FOREACH`; to read as well use `UNWIND`")),
            _ => Err(self.unexpected("a writing clause or `)`")),
        }
    }
}
