//! `CALL`: procedures and subqueries.

use super::cursor::Parser;
use crate::error::Result;
use crate::syntax::ast::{CallProcedure, ClauseKind, Expr, Ident, InTransactions, OnError, Yield};
use crate::syntax::keywords::Keyword;
use crate::syntax::token::TokenKind;

impl Parser<'_> {
    /// `[OPTIONAL] CALL ...`; `CALL` is the current token.
    pub(super) fn call_clause(&mut self, optional: bool) -> Result<ClauseKind> {
        self.advance();
        match self.kind() {
            TokenKind::OpenParen => {
                let imports = self.imports()?;
                self.call_subquery(optional, Some(imports))
            }
            TokenKind::OpenBrace => self.call_subquery(optional, None),
            _ => self.call_procedure(optional),
        }
    }

    fn call_procedure(&mut self, optional: bool) -> Result<ClauseKind> {
        let name = self.dotted_name("a procedure, `(` or `{`")?;
        let arguments = if self.eat(TokenKind::OpenParen) { Some(self.arguments(false)?) } else { None };
        let write = if self.eat_text("WRITE") { Some(self.written_property()?) } else { None };
        let yields =
            if write.is_none() && self.eat_word(Keyword::Yield) { self.yields()? } else { Yield::None };
        let filter = match yields != Yield::None && self.eat_word(Keyword::Where) {
            true => Some(*self.predicate()?),
            false => None,
        };
        Ok(ClauseKind::CallProcedure(CallProcedure { optional, name, arguments, yields, filter, write }))
    }

    /// Behind `WRITE`: `PROPERTY name`.
    fn written_property(&mut self) -> Result<Ident> {
        match self.eat_text("PROPERTY") {
            true => self.name("the name of a property"),
            false => Err(self.unexpected("`PROPERTY`")),
        }
    }

    /// `*`, `-`, or columns with new names or without.
    fn yields(&mut self) -> Result<Yield> {
        if self.eat(TokenKind::Star) {
            return Ok(Yield::All);
        }
        let mut items = Vec::new();
        if self.eat(TokenKind::Minus) {
            return Ok(Yield::Items(items));
        }
        loop {
            let column = self.name("a column, `*` or `-`")?;
            let alias = if self.at_word(Keyword::As) { Some(self.alias()?) } else { None };
            items.push((column, alias));
            if !self.eat(TokenKind::Comma) {
                return Ok(Yield::Items(items));
            }
        }
    }

    /// `(x, y)`, `()` or `(*)`
    fn imports(&mut self) -> Result<Vec<Ident>> {
        self.advance();
        let mut names = Vec::new();
        if self.kind() == TokenKind::Star {
            names.push(Ident { name: "*".to_owned(), span: self.advance() });
            self.expect(TokenKind::CloseParen)?;
            return Ok(names);
        }
        if self.eat(TokenKind::CloseParen) {
            return Ok(names);
        }
        loop {
            names.push(self.variable()?);
            if !self.more(TokenKind::CloseParen)? {
                return Ok(names);
            }
        }
    }

    fn call_subquery(&mut self, optional: bool, imports: Option<Vec<Ident>>) -> Result<ClauseKind> {
        self.expect(TokenKind::OpenBrace)?;
        let query = Box::new(self.query()?);
        self.expect(TokenKind::CloseBrace)?;
        let transactions = if self.eat_word(Keyword::In) { Some(self.in_transactions()?) } else { None };
        Ok(ClauseKind::CallSubquery { optional, imports, query, transactions })
    }

    /// Behind `IN`: `[n] [CONCURRENT] TRANSACTIONS [OF m ROWS] [ON ERROR ..] [REPORT STATUS AS x]`.
    /// How many run at once is advice, which a single writer does not need.
    fn in_transactions(&mut self) -> Result<InTransactions> {
        if matches!(self.kind(), TokenKind::Integer | TokenKind::Parameter) {
            self.advance();
        }
        self.eat_word(Keyword::Concurrent);
        self.expect_word(Keyword::Transactions)?;
        let rows = if self.eat_word(Keyword::Of) { Some(self.batch_rows()?) } else { None };
        let mut out = InTransactions { rows, on_error: OnError::Fail, report: None };
        if self.eat_word(Keyword::On) {
            out.on_error = self.on_error()?;
        }
        if self.eat_word(Keyword::Report) {
            self.expect_word(Keyword::Status)?;
            out.report = Some(self.alias()?);
        }
        Ok(out)
    }

    fn batch_rows(&mut self) -> Result<Expr> {
        let rows = *self.value()?;
        if !self.eat_either(Keyword::Rows, Keyword::Row) {
            return Err(self.unexpected("`ROWS`"));
        }
        Ok(rows)
    }

    fn on_error(&mut self) -> Result<OnError> {
        self.expect_word(Keyword::Error)?;
        let on_error = match self.kind() {
            TokenKind::Keyword(Keyword::Continue) => OnError::Continue,
            TokenKind::Keyword(Keyword::Break) => OnError::Break,
            TokenKind::Keyword(Keyword::Fail) => OnError::Fail,
            TokenKind::Keyword(Keyword::Retry) => return self.retry(),
            _ => return Err(self.unexpected("`CONTINUE`, `BREAK`, `FAIL` or `RETRY`")),
        };
        self.advance();
        Ok(on_error)
    }

    /// `RETRY [FOR n SECONDS] [THEN CONTINUE | BREAK | FAIL]`. What is worth trying again is a conflict with another
    /// writer, and there is only one.
    fn retry(&mut self) -> Result<OnError> {
        self.advance();
        if self.eat_word(Keyword::For) || matches!(self.kind(), TokenKind::Integer | TokenKind::Float) {
            self.value()?;
            if !(self.eat_text("SECONDS") || self.eat_text("SECOND") || self.eat_text("SEC")) {
                return Err(self.unexpected("`SECONDS`"));
            }
        }
        if !self.eat_word(Keyword::Then) {
            return Ok(OnError::Fail);
        }
        let on_error = match self.kind() {
            TokenKind::Keyword(Keyword::Continue) => OnError::Continue,
            TokenKind::Keyword(Keyword::Break) => OnError::Break,
            TokenKind::Keyword(Keyword::Fail) => OnError::Fail,
            _ => return Err(self.unexpected("`CONTINUE`, `BREAK` or `FAIL`")),
        };
        self.advance();
        Ok(on_error)
    }
}
