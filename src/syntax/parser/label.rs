//! Label and type expressions: `:A&B|!C`, `:A:B`, `:%`, `:$(e)`.

use super::cursor::Parser;
use crate::error::Result;
use crate::syntax::ast::{Expr, LabelExpr, LabelName};
use crate::syntax::keywords::Role;
use crate::syntax::token::TokenKind;

impl Parser<'_> {
    /// Whether a label expression can begin here.
    pub(super) fn at_label(&self) -> bool {
        let kind = self.kind();
        kind.is_name()
            || matches!(kind, TokenKind::Bang | TokenKind::Percent | TokenKind::OpenParen | TokenKind::Dollar)
            || self.at_dynamic_label()
    }

    /// Whether a label expression can begin behind the current word, which is then no label itself.
    pub(super) fn label_ahead(&self) -> bool {
        match self.ahead(1) {
            TokenKind::Keyword(keyword) => keyword.role() == Role::Free && !self.operand_ends_ahead(),
            kind => {
                kind.is_name()
                    || matches!(
                        kind,
                        TokenKind::Bang | TokenKind::Percent | TokenKind::OpenParen | TokenKind::Dollar
                    )
            }
        }
    }

    /// Behind the colon of a node or relationship pattern.
    pub(super) fn label_expression(&mut self) -> Result<LabelExpr> {
        self.label_alternatives(true)
    }

    /// Behind the colon of a label predicate, which a `|` may end.
    pub(super) fn label_predicate(&mut self) -> Result<LabelExpr> {
        self.label_alternatives(!self.bar_ends)
    }

    fn label_alternatives(&mut self, bars: bool) -> Result<LabelExpr> {
        self.deeper(|parser| {
            let mut alternatives = vec![parser.label_conjunction()?];
            while bars && parser.eat(TokenKind::Bar) {
                // `[:A|:B]` is an older way to write `[:A|B]`.
                parser.eat(TokenKind::Colon);
                alternatives.push(parser.label_conjunction()?);
            }
            Ok(one_or(alternatives, LabelExpr::Or))
        })
    }

    fn label_conjunction(&mut self) -> Result<LabelExpr> {
        let mut parts = vec![self.label_factor()?];
        while self.eat(TokenKind::Ampersand) || self.eat(TokenKind::Colon) {
            parts.push(self.label_factor()?);
        }
        Ok(one_or(parts, LabelExpr::And))
    }

    fn label_factor(&mut self) -> Result<LabelExpr> {
        match self.kind() {
            TokenKind::Bang => {
                self.advance();
                let operand = self.deeper(Parser::label_factor)?;
                Ok(LabelExpr::Not(Box::new(operand)))
            }
            TokenKind::OpenParen => {
                self.advance();
                let inner = self.label_alternatives(true)?;
                self.expect(TokenKind::CloseParen)?;
                Ok(inner)
            }
            TokenKind::Percent => Ok(LabelExpr::Any(self.advance())),
            TokenKind::Parameter if self.at_dynamic_label() && self.at_any() => {
                Ok(LabelExpr::AnyOf(self.dynamic_label()?))
            }
            _ => Ok(LabelExpr::Name(self.label_name()?)),
        }
    }

    /// A name, or `$(e)`.
    pub(super) fn label_name(&mut self) -> Result<LabelName> {
        if !self.at_dynamic_label() {
            return Ok(LabelName::Name(self.name("a label or type")?));
        }
        if self.at_any() {
            return Err(self
                .unexpected("a label or type")
                .hint("`$any(..)` looks for one of several; give a label or type with `$(..)`"));
        }
        Ok(LabelName::Dynamic(self.dynamic_label()?))
    }

    /// `$(e)` and its sisters.
    fn dynamic_label(&mut self) -> Result<Box<Expr>> {
        self.advance();
        self.expect(TokenKind::OpenParen)?;
        let name = self.value()?;
        self.expect(TokenKind::CloseParen)?;
        Ok(name)
    }

    /// Whether the current token is `$any`.
    fn at_any(&self) -> bool {
        self.slice(self.span()).eq_ignore_ascii_case("$any")
    }

    /// `$(`, `$any(` or `$all(`
    fn at_dynamic_label(&self) -> bool {
        let text = self.slice(self.span());
        let opens = match self.kind() {
            TokenKind::Dollar => true,
            TokenKind::Parameter => text.eq_ignore_ascii_case("$any") || text.eq_ignore_ascii_case("$all"),
            _ => false,
        };
        opens && self.ahead(1) == TokenKind::OpenParen
    }

    /// `:A:B`, `:A&B` or `IS A`: the labels of `SET` and `REMOVE`; the colon or `IS` is the current token.
    pub(super) fn label_names(&mut self) -> Result<Vec<LabelName>> {
        self.advance();
        let mut names = vec![self.label_name()?];
        while self.eat(TokenKind::Colon) || self.eat(TokenKind::Ampersand) {
            names.push(self.label_name()?);
        }
        Ok(names)
    }
}

fn one_or(mut parts: Vec<LabelExpr>, join: fn(Vec<LabelExpr>) -> LabelExpr) -> LabelExpr {
    match parts.len() {
        1 => parts.swap_remove(0),
        _ => join(parts),
    }
}
