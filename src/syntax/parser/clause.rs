//! Reading clauses: `MATCH`, `UNWIND`, `FOR`, `LOAD CSV`, `LET`, `FILTER`, `USE`.

use super::cursor::Parser;
use crate::error::Result;
use crate::syntax::ast::{ClauseKind, Expr, Ident};
use crate::syntax::keywords::Keyword;
use crate::syntax::token::TokenKind;

impl Parser<'_> {
    /// `MATCH`, `OPTIONAL MATCH` or `OPTIONAL CALL`
    pub(super) fn match_or_optional_call(&mut self) -> Result<ClauseKind> {
        let optional = self.eat_word(Keyword::Optional);
        if optional && self.at_word(Keyword::Call) {
            return self.call_clause(true);
        }
        if !self.eat_word(Keyword::Match) {
            return Err(self.unexpected("`MATCH` or `CALL`"));
        }
        let repeatable = self.match_mode()?;
        let pattern = self.pattern_parts()?;
        let hints = self.hints()?;
        let filter = self.filter()?;
        Ok(ClauseKind::Match { optional, repeatable, pattern, hints, filter })
    }

    /// `WHERE e`, if it is there.
    pub(super) fn filter(&mut self) -> Result<Option<Expr>> {
        if self.eat_word(Keyword::Where) { Ok(Some(*self.predicate()?)) } else { Ok(None) }
    }

    /// `DIFFERENT RELATIONSHIPS` or `REPEATABLE ELEMENTS`; true for the latter.
    fn match_mode(&mut self) -> Result<Option<bool>> {
        let repeatable = self.at_word(Keyword::Repeatable);
        if !(repeatable || self.at_word(Keyword::Different)) || self.ahead(1) == TokenKind::Equal {
            return Ok(None);
        }
        self.advance();
        let found = if repeatable {
            self.eat_either(Keyword::Elements, Keyword::Element)
        } else {
            self.eat_either(Keyword::Relationships, Keyword::Relationship)
        };
        if !found {
            return Err(self.unexpected(if repeatable { "`ELEMENTS`" } else { "`RELATIONSHIPS`" }));
        }
        self.eat_word(Keyword::Bindings);
        Ok(Some(repeatable))
    }

    /// `UNWIND e AS x`
    pub(super) fn unwind_clause(&mut self) -> Result<ClauseKind> {
        self.advance();
        let list = *self.value()?;
        let variable = self.alias()?;
        Ok(ClauseKind::Unwind { list, variable })
    }

    /// `FOR x IN e`
    pub(super) fn for_clause(&mut self) -> Result<ClauseKind> {
        self.advance();
        let variable = self.variable()?;
        self.expect_word(Keyword::In)?;
        let list = *self.value()?;
        Ok(ClauseKind::Unwind { list, variable })
    }

    /// `AS x`
    pub(super) fn alias(&mut self) -> Result<Ident> {
        self.expect_word(Keyword::As)?;
        self.variable()
    }

    /// `LOAD CSV [WITH HEADERS] FROM e AS x [FIELDTERMINATOR 's']`
    pub(super) fn load_csv_clause(&mut self) -> Result<ClauseKind> {
        self.advance();
        self.expect_word(Keyword::Csv)?;
        let with_headers = self.eat_word(Keyword::With);
        if with_headers {
            self.expect_word(Keyword::Headers)?;
        }
        self.expect_word(Keyword::From)?;
        let from = *self.value()?;
        let variable = self.alias()?;
        let field_terminator = if self.eat_word(Keyword::FieldTerminator) {
            if self.kind() != TokenKind::String {
                return Err(self.unexpected("a text such as ';'"));
            }
            Some(self.take_text()?)
        } else {
            None
        };
        Ok(ClauseKind::LoadCsv { with_headers, from, variable, field_terminator })
    }

    /// `LET x = e, y = f`
    pub(super) fn let_clause(&mut self) -> Result<ClauseKind> {
        self.advance();
        let mut bindings = Vec::new();
        loop {
            let variable = self.variable()?;
            self.expect(TokenKind::Equal)?;
            bindings.push((variable, *self.value()?));
            if !self.eat(TokenKind::Comma) {
                return Ok(ClauseKind::Let(bindings));
            }
        }
    }

    /// `FILTER [WHERE] e`
    pub(super) fn filter_clause(&mut self) -> Result<ClauseKind> {
        self.advance();
        self.eat_word(Keyword::Where);
        Ok(ClauseKind::Filter(*self.predicate()?))
    }

    /// `USE graph` or `USE graph.byName(e)`; the argument says nothing more, since the clause is refused.
    pub(super) fn use_clause(&mut self) -> Result<ClauseKind> {
        self.advance();
        let graph = self.dotted_name("a graph")?;
        if self.eat(TokenKind::OpenParen) {
            self.arguments(false)?;
        }
        Ok(ClauseKind::Use(graph))
    }
}
