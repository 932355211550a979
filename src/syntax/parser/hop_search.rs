//! What other systems write behind the star of a relationship: `*BFS ..5 (r, n | e)`,
//! `*WSHORTEST 4 (r, n | r.w) total`, `*KSHORTEST | 3`, `* ALL SHORTEST 1..4`, `* WSHORTEST(key)`.

use super::cursor::Parser;
use crate::error::{Error, Result};
use crate::syntax::ast::{Expr, HopBody, HopForm, HopLambda, HopSearch, Ident, PathMode, VariableLength};
use crate::syntax::keywords::Keyword;
use crate::syntax::token::TokenKind;

const DETAIL: &str = "InvalidRelationshipPattern";

impl Parser<'_> {
    /// `*`, `*2`, `*1..`, `*..3`, `*1..3`, each with the search of another system or without.
    pub(super) fn variable_length(&mut self) -> Result<VariableLength> {
        let start = self.advance().start;
        let form = self.hop_form()?;
        let min = self.length_bound()?;
        let max = if self.eat(TokenKind::DotDot) { self.length_bound()? } else { min };
        if matches!(self.kind(), TokenKind::Minus | TokenKind::Float) {
            return Err(self.bad_bound());
        }
        let search = self.hop_search(form)?;
        Ok(VariableLength { min, max, search, span: self.since(start) })
    }

    fn length_bound(&mut self) -> Result<Option<u64>> {
        match self.kind() {
            TokenKind::Integer => self.take_bound().map(Some),
            TokenKind::Minus | TokenKind::Float => Err(self.bad_bound()),
            _ => Ok(None),
        }
    }

    fn bad_bound(&self) -> Error {
        let message =
            format!("found {}, the bounds of a variable length are whole numbers from 0", self.found());
        Error::syntax(DETAIL, message, self.span()).hint("write `*1..3`, `*..3` or `*`")
    }

    /// The words between the star and the bounds.
    fn hop_form(&mut self) -> Result<HopForm> {
        let TokenKind::Keyword(word) = self.kind() else { return Ok(HopForm::Every) };
        let form = match word {
            Keyword::Bfs => HopForm::Bfs,
            Keyword::AllShortest => HopForm::AllShortest,
            Keyword::KShortest => HopForm::KShortest,
            Keyword::Shortest => HopForm::Shortest,
            Keyword::Walk => HopForm::Mode(PathMode::Walk),
            Keyword::Trail => HopForm::Mode(PathMode::Trail),
            Keyword::Simple => HopForm::Mode(PathMode::Simple),
            Keyword::Acyclic => HopForm::Mode(PathMode::Acyclic),
            Keyword::WShortest => {
                self.advance();
                return Ok(self.weight_key()?.map_or(HopForm::WShortest, HopForm::WShortestBy));
            }
            Keyword::All => {
                self.advance();
                if self.eat_word(Keyword::Shortest) {
                    return Ok(HopForm::EveryShortest);
                }
                self.expect_word(Keyword::WShortest)?;
                return match self.weight_key()? {
                    Some(key) => Ok(HopForm::EveryWShortestBy(key)),
                    None => Err(self.unexpected("the property that weighs a hop, as in `WSHORTEST(cost)`")),
                };
            }
            _ => return Ok(HopForm::Every),
        };
        self.advance();
        Ok(form)
    }

    /// `(key)`, which a lambda is not.
    fn weight_key(&mut self) -> Result<Option<Ident>> {
        if self.kind() != TokenKind::OpenParen || self.ahead(2) != TokenKind::CloseParen {
            return Ok(None);
        }
        self.advance();
        let key = self.name("the property that weighs a hop")?;
        self.expect(TokenKind::CloseParen)?;
        Ok(Some(key))
    }

    /// What stands behind the bounds.
    fn hop_search(&mut self, form: HopForm) -> Result<Option<Box<HopSearch>>> {
        let mut search = HopSearch { form, count: None, weight: None, total: None, filter: None };
        match search.form {
            HopForm::KShortest => {
                if !self.eat(TokenKind::Bar) {
                    return Err(self.unexpected("`|` and the number of paths, as in `*KSHORTEST | 3`"));
                }
                search.count = self.path_count()?;
                if search.count.is_none() {
                    return Err(self.unexpected("the number of paths"));
                }
            }
            HopForm::WShortest | HopForm::AllShortest => {
                if self.kind() != TokenKind::OpenParen {
                    return Err(self.unexpected("the weight of a hop, as in `(r, n | r.cost)`"));
                }
                search.weight = Some(self.hop_lambda()?);
                if self.kind().is_name() && !self.at_word(Keyword::Where) && !self.at_word(Keyword::Cost) {
                    search.total = Some(self.variable()?);
                }
            }
            _ => {}
        }
        if self.kind() == TokenKind::OpenParen {
            search.filter = Some(self.hop_lambda()?);
        }
        let plain = search.form == HopForm::Every && search.filter.is_none();
        Ok((!plain).then(|| Box::new(search)))
    }

    /// `(r, n | e)`
    fn hop_lambda(&mut self) -> Result<HopLambda> {
        let start = self.advance().start;
        let mut variables = vec![self.variable()?];
        while self.eat(TokenKind::Comma) {
            variables.push(self.variable()?);
        }
        if !(2..=4).contains(&variables.len()) {
            let message = format!("found {} variables of a hop", variables.len());
            return Err(Error::syntax(DETAIL, message, self.since(start))
                .hint("write `(r, n | e)`: the relationship and the node it leads to"));
        }
        self.expect(TokenKind::Bar)?;
        let body = self.deeper(Parser::hop_body)?;
        self.expect(TokenKind::CloseParen)?;
        Ok(HopLambda { variables, body, span: self.since(start) })
    }

    fn hop_body(&mut self) -> Result<HopBody> {
        if self.kind() == TokenKind::OpenBrace {
            return Ok(HopBody::Filtered { filter: None, shown: Some(self.shown_properties()?) });
        }
        if !self.eat_word(Keyword::Where) {
            return Ok(HopBody::Value(self.predicate()?));
        }
        let filter = Some(self.predicate_before_bar()?);
        let shown = if self.eat(TokenKind::Bar) { Some(self.shown_properties()?) } else { None };
        Ok(HopBody::Filtered { filter, shown })
    }

    /// `{r.since}, {n.name}`
    fn shown_properties(&mut self) -> Result<(Vec<Expr>, Vec<Expr>)> {
        let of_hop = self.braced_values()?;
        self.expect(TokenKind::Comma)?;
        Ok((of_hop, self.braced_values()?))
    }

    fn braced_values(&mut self) -> Result<Vec<Expr>> {
        self.expect(TokenKind::OpenBrace)?;
        let mut values = Vec::new();
        if self.eat(TokenKind::CloseBrace) {
            return Ok(values);
        }
        loop {
            values.push(*self.value()?);
            if !self.more(TokenKind::CloseBrace)? {
                return Ok(values);
            }
        }
    }
}
