//! Relationships in a pattern: `-[r:T*1..3 {..} WHERE e]->`, `<--`, `-->{1,3}`.

use super::cursor::Parser;
use crate::error::{Error, Result};
use crate::graph::Direction;
use crate::syntax::ast::RelationshipPattern;
use crate::syntax::keywords::Keyword;
use crate::syntax::token::TokenKind;

const DETAIL: &str = "InvalidRelationshipPattern";

impl Parser<'_> {
    /// A relationship; a dash or an arrow head is the current token.
    pub(super) fn relationship(&mut self) -> Result<RelationshipPattern> {
        let start = self.here();
        let left = self.kind().is_left_head();
        if left {
            self.advance();
        }
        self.dash()?;
        let mut relationship =
            if self.kind() == TokenKind::OpenBracket { self.relationship_detail()? } else { bare() };
        self.dash()?;
        let right = self.kind().is_right_head();
        if right {
            self.advance();
        }
        relationship.direction = match (left, right) {
            (false, true) => Direction::Outgoing,
            (true, false) => Direction::Incoming,
            (true, true) | (false, false) => Direction::Both,
        };
        relationship.quantifier = self.quantifier()?;
        relationship.span = self.since(start);
        Ok(relationship)
    }

    fn dash(&mut self) -> Result<()> {
        if self.kind().is_dash() {
            self.advance();
            return Ok(());
        }
        let error = self.unexpected_as(DETAIL, "`-` of a relationship");
        Err(if error.hint_text().is_some() {
            error
        } else {
            error.hint("relationships are written `--`, `-->`, `<--` or `-[r:TYPE]->`")
        })
    }

    /// `[r:T*1..3 {..} WHERE e]`
    fn relationship_detail(&mut self) -> Result<RelationshipPattern> {
        self.advance();
        let variable = self.element_variable()?;
        let types = if self.eat(TokenKind::Colon) || self.eat_word(Keyword::Is) {
            Some(self.label_expression()?)
        } else {
            None
        };
        let length = if self.kind() == TokenKind::Star { Some(self.variable_length()?) } else { None };
        if self.kind() == TokenKind::DotDot {
            return Err(Error::syntax(DETAIL, "found `..`, a variable length begins with `*`", self.span())
                .hint("write `*1..3`, `*..3` or `*`"));
        }
        let properties = self.element_properties()?;
        let filter = self.element_filter()?;
        let cost = self.cost()?;
        if !self.eat(TokenKind::CloseBracket) {
            let expected = match (&filter, &properties, &types) {
                (Some(_), _, _) => "`]`",
                (None, Some(_), _) => "`WHERE` or `]`",
                (None, None, Some(_)) => "`|`, `*`, `{`, `WHERE` or `]`",
                (None, None, None) => "`:`, `*`, `{`, `WHERE` or `]`",
            };
            return Err(self.unexpected(expected));
        }
        Ok(RelationshipPattern { variable, types, length, properties, filter, cost, ..bare() })
    }
}

/// A relationship of which nothing is said.
fn bare() -> RelationshipPattern {
    RelationshipPattern {
        variable: None,
        types: None,
        direction: Direction::Both,
        length: None,
        quantifier: None,
        properties: None,
        filter: None,
        cost: None,
        span: crate::error::Span::default(),
    }
}
