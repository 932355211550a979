//! `SHOW`: what is listed, and what is taken of it.

use super::cursor::Parser;
use crate::error::{Error, Result};
use crate::syntax::ast::{
    EntityKind, Expr, ExprKind, Projection, SchemaCommand, Show, ShowKind, ShownConstraint, ShownIndex,
};
use crate::syntax::keywords::Keyword;
use crate::syntax::token::TokenKind;

/// What other stores list and one store in a file has not got.
const FOREIGN: [&str; 14] = [
    "ALIAS",
    "ALIASES",
    "CURRENT",
    "DATABASE",
    "DATABASES",
    "DEFAULT",
    "HOME",
    "PRIVILEGES",
    "ROLES",
    "SERVERS",
    "SETTINGS",
    "TRANSACTIONS",
    "USER",
    "USERS",
];

impl Parser<'_> {
    /// `SHOW ...`; `SHOW` is the current token.
    pub(super) fn show(&mut self) -> Result<SchemaCommand> {
        let start = self.here();
        self.advance();
        let what = self.shown()?;
        let span = self.since(start);
        let yields = if self.eat_word(Keyword::Yield) { Some(self.columns()?) } else { None };
        let filter = if self.eat_word(Keyword::Where) { Some(*self.predicate()?) } else { None };
        let returns = if self.at_word(Keyword::Return) {
            if yields.is_none() {
                return Err(self
                    .unexpected("the end of the statement")
                    .hint("RETURN needs a YIELD before it"));
            }
            self.advance();
            Some(self.projection()?)
        } else {
            None
        };
        Ok(SchemaCommand::Show(Box::new(Show { what, yields, filter, returns, span })))
    }

    fn shown(&mut self) -> Result<ShowKind> {
        if self.eat_word(Keyword::All) {
            return self.shown_of_all();
        }
        let index = match self.kind() {
            TokenKind::Keyword(Keyword::Range) => ShownIndex::Range,
            TokenKind::Keyword(Keyword::Text) => ShownIndex::Text,
            TokenKind::Keyword(Keyword::Point) => ShownIndex::Point,
            TokenKind::Keyword(Keyword::Lookup) => ShownIndex::Lookup,
            TokenKind::Keyword(Keyword::FullText) => ShownIndex::FullText,
            TokenKind::Keyword(Keyword::Vector) => ShownIndex::Vector,
            TokenKind::Keyword(Keyword::Built) => {
                self.advance();
                self.expect_word(Keyword::In)?;
                return self.functions(Some(true));
            }
            TokenKind::Keyword(Keyword::User) if self.ahead(1) == TokenKind::Keyword(Keyword::Defined) => {
                self.advance();
                self.advance();
                return self.functions(Some(false));
            }
            _ => return self.shown_of_all(),
        };
        self.advance();
        match self.eat_either(Keyword::Indexes, Keyword::Index) {
            true => Ok(ShowKind::Indexes(Some(index))),
            false => Err(self.unexpected("`INDEXES`")),
        }
    }

    /// What has no word of its own before it, and constraints.
    fn shown_of_all(&mut self) -> Result<ShowKind> {
        if self.eat_either(Keyword::Indexes, Keyword::Index) {
            return Ok(ShowKind::Indexes(None));
        }
        if matches!(self.kind(), TokenKind::Keyword(Keyword::Functions | Keyword::Function)) {
            return self.functions(None);
        }
        if self.eat_either(Keyword::Procedures, Keyword::Procedure) {
            self.executable()?;
            return Ok(ShowKind::Procedures);
        }
        let text = self.slice(self.span()).to_ascii_uppercase();
        if FOREIGN.contains(&text.as_str()) {
            return Err(self
                .unsupported(&format!("SHOW {text}: a store is one graph in a file; its kind of listings")));
        }
        self.constraints()
    }

    fn functions(&mut self, built_in: Option<bool>) -> Result<ShowKind> {
        if !self.eat_either(Keyword::Functions, Keyword::Function) {
            return Err(self.unexpected("`FUNCTIONS`"));
        }
        self.executable()?;
        Ok(ShowKind::Functions(built_in))
    }

    /// `EXECUTABLE [BY CURRENT USER]`, which is all of them.
    fn executable(&mut self) -> Result<()> {
        if self.eat_text("EXECUTABLE") && self.eat_word(Keyword::By) {
            if !self.eat_text("CURRENT") {
                return Err(self.unsupported("EXECUTABLE BY a user, of whom there are none,"));
            }
            if !self.eat_text("USER") {
                return Err(self.unexpected("`USER`"));
            }
        }
        Ok(())
    }

    /// `[NODE|RELATIONSHIP] [rule] CONSTRAINTS`
    fn constraints(&mut self) -> Result<ShowKind> {
        let entity = if self.eat_word(Keyword::Node) {
            Some(EntityKind::Node)
        } else {
            self.eat_either(Keyword::Relationship, Keyword::Rel).then_some(EntityKind::Relationship)
        };
        let property = self.eat_text("PROPERTY");
        let rule = if self.eat_text("UNIQUE") || self.eat_text("UNIQUENESS") {
            Some(ShownConstraint::Unique)
        } else if ["EXIST", "EXISTS", "EXISTENCE"].iter().any(|word| self.eat_text(word)) {
            Some(ShownConstraint::Existence)
        } else if property {
            if !self.eat_text("TYPE") {
                return Err(self.unexpected("`TYPE`, `EXISTENCE` or `UNIQUENESS`"));
            }
            Some(ShownConstraint::PropertyType)
        } else {
            self.eat_word(Keyword::Key).then_some(ShownConstraint::Key)
        };
        if self.eat_either(Keyword::Constraints, Keyword::Constraint) {
            return Ok(ShowKind::Constraints(entity, rule));
        }
        Err(self.unexpected(match entity.is_some() || rule.is_some() {
            true => "`CONSTRAINTS`",
            false => "`INDEXES`, `CONSTRAINTS`, `FUNCTIONS` or `PROCEDURES`",
        }))
    }

    /// Behind `YIELD`: columns, with other names or without.
    fn columns(&mut self) -> Result<Projection> {
        let columns = self.projection()?;
        let is_column = |expr: &Expr| matches!(expr.kind, ExprKind::Variable(_));
        match columns.items.iter().find(|item| !is_column(&item.expr)) {
            None if !columns.distinct => Ok(columns),
            None => Err(Error::syntax("UnexpectedSyntax", "YIELD takes no DISTINCT", columns.span)
                .hint("write YIELD .. RETURN DISTINCT ..")),
            Some(item) => Err(Error::syntax("UnexpectedSyntax", "YIELD takes columns", item.expr.span)
                .hint("expressions stand behind it: YIELD .. RETURN ..")),
        }
    }
}
