//! Statements, queries, and the dispatch to clauses.

use super::cursor::Parser;
use crate::error::{Error, Result};
use crate::syntax::ast::{Clause, ClauseKind, Query, SingleQuery, Statement, StatementBody, Yield};
use crate::syntax::keywords::Keyword;
use crate::syntax::token::TokenKind;

/// A query inside a query counts as several levels: it nests more of the tree than a bracket does.
pub(super) const QUERY_LEVELS: usize = 4;

impl Parser<'_> {
    /// The whole text as one statement.
    pub(super) fn whole(mut self) -> Result<Statement> {
        let statement = self.statement()?;
        let terminated = self.eat(TokenKind::Semicolon);
        while self.eat(TokenKind::Semicolon) {}
        match self.kind() {
            TokenKind::End => Ok(statement),
            _ if terminated => Err(Error::syntax(
                "UnexpectedSyntax",
                format!("found {} behind the end of the statement", self.found()),
                self.span(),
            )
            .hint("give the statements one by one, or run them as a script")),
            _ => Err(self.unexpected("the end of the statement")),
        }
    }

    fn statement(&mut self) -> Result<Statement> {
        if matches!(self.kind(), TokenKind::End | TokenKind::Semicolon) {
            return Err(Error::syntax("UnexpectedSyntax", "the statement is empty", self.span()));
        }
        let start = self.here();
        let mode = self.prefix()?;
        let hops_limit = self.hops_limit()?;
        let body = if self.at_session() {
            self.session()?
        } else if self.at_schema_command() {
            StatementBody::Schema(self.schema_command()?)
        } else {
            StatementBody::Query(self.query()?)
        };
        Ok(Statement { mode, hops_limit, body, nesting: self.nesting(), span: self.since(start) })
    }

    /// Queries one after the other, joined by `NEXT`: the rows of one are the next one's.
    pub(super) fn query(&mut self) -> Result<Query> {
        self.deeper_by(QUERY_LEVELS, Parser::unions)
    }

    fn unions(&mut self) -> Result<Query> {
        let start = self.here();
        let mut query = self.union()?;
        while self.at_word(Keyword::Next) {
            let next = self.advance();
            let rest = self.union()?;
            query = self.sequence(query, next, rest, start)?;
        }
        Ok(query)
    }

    /// Single queries joined by `UNION`.
    fn union(&mut self) -> Result<Query> {
        let start = self.here();
        let mut parts = vec![self.single_query()?];
        let mut unions = Vec::new();
        while self.at_word(Keyword::Union) {
            let union = self.advance();
            let all = self.eat_word(Keyword::All);
            if !all {
                self.eat_word(Keyword::Distinct);
            }
            unions.push((all, union));
            parts.push(self.single_query()?);
        }
        Ok(Query { parts, unions, span: self.since(start) })
    }

    /// Clauses, or what stands in their place: a query in braces or a conditional one.
    pub(super) fn single_query(&mut self) -> Result<SingleQuery> {
        match self.kind() {
            TokenKind::OpenBrace => self.block(),
            TokenKind::Keyword(Keyword::When) => self.conditional(),
            _ => self.clauses(),
        }
    }

    fn clauses(&mut self) -> Result<SingleQuery> {
        let start = self.here();
        let mut clauses = Vec::new();
        loop {
            let clause = self.clause()?;
            let last = matches!(clause.kind, ClauseKind::Return(_) | ClauseKind::Finish);
            clauses.push(clause);
            if self.at_query_end() {
                break;
            }
            if last {
                return Err(self.behind_return());
            }
            if !self.at_clause() && !self.at_word(Keyword::Where) {
                return Err(self.unexpected("an operator, the next clause or the end"));
            }
        }
        check_yield_all(&clauses)?;
        Ok(SingleQuery { clauses, span: self.since(start) })
    }

    fn at_query_end(&self) -> bool {
        matches!(
            self.kind(),
            TokenKind::End
                | TokenKind::Semicolon
                | TokenKind::CloseBrace
                | TokenKind::Keyword(Keyword::Union | Keyword::Next | Keyword::When | Keyword::Else)
        )
    }

    fn behind_return(&self) -> Error {
        if self.at_clause() {
            let message = format!("found {} behind the last clause", self.found());
            return Error::syntax("UnexpectedSyntax", message, self.span())
                .hint("`RETURN` and `FINISH` end a query; to go on with its rows use `WITH`");
        }
        self.unexpected("`,`, an operator or the end of the statement")
    }

    /// Whether a clause begins here.
    pub(super) fn at_clause(&self) -> bool {
        match self.kind() {
            // A path may be called `filter` or `use`.
            TokenKind::Keyword(keyword) => keyword.begins_clause() && self.ahead(1) != TokenKind::Equal,
            _ => false,
        }
    }

    /// One clause.
    pub(super) fn clause(&mut self) -> Result<Clause> {
        let start = self.here();
        let TokenKind::Keyword(keyword) = self.kind() else {
            return Err(self.no_clause());
        };
        let kind = self.clause_kind(keyword)?;
        Ok(Clause { kind, span: self.since(start) })
    }

    /// Each arm returns the result as it is: unpacked results would make this frame, which nests, large.
    fn clause_kind(&mut self, keyword: Keyword) -> Result<ClauseKind> {
        match keyword {
            Keyword::Match | Keyword::Optional => self.match_or_optional_call(),
            Keyword::Unwind => self.unwind_clause(),
            Keyword::With => self.with_clause(),
            Keyword::Return => self.return_clause(),
            Keyword::Finish => {
                self.advance();
                Ok(ClauseKind::Finish)
            }
            Keyword::Create | Keyword::Insert => self.create_clause(),
            Keyword::Merge => self.merge_clause(),
            Keyword::Set => self.set_clause(),
            Keyword::Remove => self.remove_clause(),
            Keyword::Delete | Keyword::Detach | Keyword::NoDetach => self.delete_clause(),
            Keyword::Foreach => self.foreach_clause(),
            Keyword::Call => self.call_clause(false),
            Keyword::Load => self.load_csv_clause(),
            Keyword::Let => self.let_clause(),
            Keyword::Filter => self.filter_clause(),
            Keyword::Use => self.use_clause(),
            Keyword::For => self.for_clause(),
            Keyword::Order | Keyword::Skip | Keyword::Offset | Keyword::Limit => self.page_clause(),
            Keyword::Where => Err(self.misplaced_where()),
            _ => Err(self.no_clause()),
        }
    }

    fn misplaced_where(&self) -> Error {
        Error::syntax("UnexpectedSyntax", "found `WHERE`, expected a clause", self.span())
            .hint("`WHERE` follows `MATCH`, `WITH` or `YIELD`; elsewhere use `FILTER`")
    }
}

/// `YIELD *` is for calls that stand alone: in a longer query a reader could not see which variables there are.
fn check_yield_all(clauses: &[Clause]) -> Result<()> {
    if clauses.len() < 2 {
        return Ok(());
    }
    for clause in clauses {
        if let ClauseKind::CallProcedure(call) = &clause.kind
            && call.yields == Yield::All
        {
            let message = "`YIELD *` is only for a call that stands alone";
            return Err(Error::syntax("UnexpectedSyntax", message, clause.span)
                .hint("name the columns: `YIELD a, b`"));
        }
    }
    Ok(())
}
