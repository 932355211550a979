//! The types of `IS :: TYPE` and of constraints, with their synonyms folded to one name.

use super::cursor::Parser;
use crate::error::{Error, Result};
use crate::syntax::ast::{NamedType, SimpleType, TypeName};
use crate::syntax::keywords::Keyword;
use crate::syntax::token::TokenKind;

impl Parser<'_> {
    /// `INTEGER | LIST<STRING NOT NULL> NOT NULL`
    pub(super) fn type_name(&mut self) -> Result<TypeName> {
        let bars = !self.bar_ends;
        self.type_alternatives(bars)
    }

    fn type_alternatives(&mut self, bars: bool) -> Result<TypeName> {
        let start = self.here();
        let alternatives = self.deeper(|parser| {
            let mut alternatives = parser.type_alternative()?;
            while bars && parser.eat(TokenKind::Bar) {
                alternatives.extend(parser.type_alternative()?);
            }
            Ok(alternatives)
        })?;
        Ok(TypeName { alternatives, span: self.since(start) })
    }

    /// One type, or the several of `ANY<A | B>`.
    fn type_alternative(&mut self) -> Result<Vec<SimpleType>> {
        let start = self.here();
        let mut alternatives = self.plain_type()?;
        let mut levels = 0;
        while let TokenKind::Keyword(Keyword::Not) | TokenKind::Bang | TokenKind::Word = self.kind() {
            if self.word_is("LIST") || self.word_is("ARRAY") {
                self.advance();
                levels += 1;
                self.check_levels(levels)?;
                let inner = TypeName { alternatives, span: self.since(start) };
                alternatives = vec![simple(NamedType::List, Some(inner))];
            } else if self.eat(TokenKind::Bang) || self.eat_not_null() {
                alternatives.iter_mut().for_each(|alternative| alternative.not_null = true);
            } else {
                break;
            }
        }
        Ok(alternatives)
    }

    fn eat_not_null(&mut self) -> bool {
        let found = self.at_word(Keyword::Not) && self.ahead(1) == TokenKind::Keyword(Keyword::Null);
        if found {
            self.advance();
            self.advance();
        }
        found
    }

    /// Whether the current token is this word.
    pub(super) fn word_is(&self, word: &str) -> bool {
        self.slice(self.span()).eq_ignore_ascii_case(word)
    }

    /// Takes a word that has a meaning only here.
    pub(super) fn eat_text(&mut self, word: &str) -> bool {
        let found = self.kind().is_name() && self.word_is(word);
        if found {
            self.advance();
        }
        found
    }

    fn plain_type(&mut self) -> Result<Vec<SimpleType>> {
        if !self.kind().is_name() {
            return Err(self.unexpected("a type such as `INTEGER`"));
        }
        let span = self.advance();
        let word = self.slice(span).to_ascii_uppercase();
        let kind = match word.as_str() {
            "BOOL" | "BOOLEAN" => NamedType::Boolean,
            "STRING" | "VARCHAR" => NamedType::String,
            "INT" | "INTEGER" | "INT8" | "INT16" | "INT32" | "INT64" | "INTEGER8" | "INTEGER16"
            | "INTEGER32" | "INTEGER64" => NamedType::Integer,
            "SIGNED" if self.eat_text("INTEGER") || self.eat_text("INT") => NamedType::Integer,
            "FLOAT" | "FLOAT32" | "FLOAT64" => NamedType::Float,
            "DATE" => NamedType::Date,
            "DURATION" => NamedType::Duration,
            "POINT" => NamedType::Point,
            "MAP" => NamedType::Map,
            "PATH" => NamedType::Path,
            "NOTHING" => NamedType::Nothing,
            "NULL" => NamedType::Null,
            "NODE" | "VERTEX" => NamedType::Node,
            "RELATIONSHIP" | "EDGE" => NamedType::Relationship,
            "PROPERTY" if self.eat_text("VALUE") => NamedType::PropertyValue,
            "LOCAL" if self.eat_text("TIME") => NamedType::LocalTime,
            "LOCAL" if self.eat_text("DATETIME") => NamedType::LocalDateTime,
            "ZONED" if self.eat_text("TIME") => NamedType::ZonedTime,
            "ZONED" if self.eat_text("DATETIME") => NamedType::ZonedDateTime,
            "TIME" => self.time_zone(NamedType::ZonedTime, NamedType::LocalTime)?,
            "TIMESTAMP" => self.time_zone(NamedType::ZonedDateTime, NamedType::LocalDateTime)?,
            "LIST" | "ARRAY" => return self.list_type(),
            "ANY" => return self.any_type(),
            _ => {
                let message = format!("`{}` is not a type", self.slice(span));
                return Err(Error::syntax("UnexpectedSyntax", message, span).hint(
                    "types are BOOLEAN, STRING, INTEGER, FLOAT, DATE, LOCAL TIME, ZONED TIME, LOCAL DATETIME, \
                     ZONED DATETIME, DURATION, POINT, NODE, RELATIONSHIP, PATH, MAP, LIST<..>, PROPERTY VALUE, ANY",
                ));
            }
        };
        Ok(vec![simple(kind, None)])
    }

    /// Behind `TIME` or `TIMESTAMP`: `WITH` or `WITHOUT TIME ZONE` or `TIMEZONE`.
    fn time_zone(&mut self, zoned: NamedType, local: NamedType) -> Result<NamedType> {
        let kind = if self.eat_text("WITHOUT") {
            local
        } else {
            self.expect_word(Keyword::With)?;
            zoned
        };
        if self.eat_text("TIMEZONE") || (self.eat_text("TIME") && self.eat_text("ZONE")) {
            return Ok(kind);
        }
        Err(self.unexpected("`TIME ZONE`"))
    }

    /// Behind `LIST`: `<T>`
    fn list_type(&mut self) -> Result<Vec<SimpleType>> {
        if !self.eat(TokenKind::Less) {
            return Ok(vec![simple(NamedType::List, None)]);
        }
        let inner = self.type_alternatives(true)?;
        self.expect(TokenKind::Greater)?;
        Ok(vec![simple(NamedType::List, Some(inner))])
    }

    /// Behind `ANY`: nothing, `VALUE`, `NODE`, .. or `<A | B>`
    fn any_type(&mut self) -> Result<Vec<SimpleType>> {
        if self.eat_text("NODE") || self.eat_text("VERTEX") {
            return Ok(vec![simple(NamedType::Node, None)]);
        }
        if self.eat_text("RELATIONSHIP") || self.eat_text("EDGE") {
            return Ok(vec![simple(NamedType::Relationship, None)]);
        }
        if self.eat_text("MAP") {
            return Ok(vec![simple(NamedType::Map, None)]);
        }
        if self.eat_text("PROPERTY") {
            self.eat_text("VALUE");
            return Ok(vec![simple(NamedType::PropertyValue, None)]);
        }
        self.eat_text("VALUE");
        if !self.eat(TokenKind::Less) {
            return Ok(vec![simple(NamedType::Any, None)]);
        }
        let inner = self.type_alternatives(true)?;
        self.expect(TokenKind::Greater)?;
        Ok(inner.alternatives)
    }
}

fn simple(kind: NamedType, inner: Option<TypeName>) -> SimpleType {
    SimpleType { kind, inner: inner.map(Box::new), not_null: false }
}
