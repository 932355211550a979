//! Queries made of queries: `{ .. }`, `WHEN .. THEN .. ELSE ..` and `NEXT`.

use super::cursor::Parser;
use super::statement::QUERY_LEVELS;
use crate::error::{Error, Result, Span};
use crate::syntax::ast::{Clause, ClauseKind, ExprKind, Ident, Projection, Query, SingleQuery};
use crate::syntax::keywords::Keyword;
use crate::syntax::token::TokenKind;

impl Parser<'_> {
    /// `{ query }`. Braces around a single query say nothing, unless it ends with a union behind `NEXT`, which would
    /// go on with a `UNION` behind the brace.
    pub(super) fn block(&mut self) -> Result<SingleQuery> {
        let start = self.here();
        let mut query = self.braced_query()?;
        let ends_in_union = |part: &SingleQuery| {
            matches!(part.clauses.last(), Some(Clause { kind: ClauseKind::Next { .. }, .. }))
        };
        if query.parts.len() == 1
            && let Some(part) = query.parts.pop_if(|part| !ends_in_union(part))
        {
            return Ok(part);
        }
        let span = self.since(start);
        Ok(SingleQuery { clauses: vec![Clause { kind: ClauseKind::Block(Box::new(query)), span }], span })
    }

    fn braced_query(&mut self) -> Result<Query> {
        self.expect(TokenKind::OpenBrace)?;
        let query = self.query()?;
        self.expect(TokenKind::CloseBrace)?;
        Ok(query)
    }

    /// `WHEN e THEN query .. [ELSE query]`
    pub(super) fn conditional(&mut self) -> Result<SingleQuery> {
        let start = self.here();
        let mut branches = Vec::new();
        while self.eat_word(Keyword::When) {
            let condition = *self.predicate()?;
            self.expect_word(Keyword::Then)?;
            branches.push((condition, self.branch()?));
        }
        let otherwise = if self.eat_word(Keyword::Else) { Some(Box::new(self.branch()?)) } else { None };
        let span = self.since(start);
        let kind = ClauseKind::When { branches, otherwise };
        Ok(SingleQuery { clauses: vec![Clause { kind, span }], span })
    }

    fn branch(&mut self) -> Result<Query> {
        if self.kind() == TokenKind::OpenBrace {
            return self.braced_query();
        }
        let part = self.deeper_by(QUERY_LEVELS, Parser::single_query)?;
        let span = part.span;
        Ok(Query { parts: vec![part], unions: Vec::new(), span })
    }

    /// `first NEXT rest`: the rows of one are the other's. A `RETURN` before single clauses becomes `WITH`.
    pub(super) fn sequence(&mut self, first: Query, next: Span, rest: Query, start: u32) -> Result<Query> {
        let span = self.since(start);
        let (mut clauses, returned) = self.passed_on(first, next)?;
        let mut rest = without_braces(rest);
        // Rows that are sorted or left out behind `NEXT` are not part of the projection before it, whose scope is wider.
        let of_clauses = |part: &SingleQuery| {
            let first = part.clauses.first().map(|clause| &clause.kind);
            !matches!(first, Some(ClauseKind::When { .. } | ClauseKind::Page { .. }))
        };
        if rest.parts.len() == 1
            && let Some(part) = rest.parts.pop_if(|part| of_clauses(part))
        {
            clauses.extend(returned.map(|body| {
                let span = body.span;
                Clause { kind: ClauseKind::With { body, filter: None }, span }
            }));
            clauses.extend(part.clauses);
        } else {
            let (span, query) = (rest.span, Box::new(rest));
            let returned = returned.unwrap_or_else(|| everything(next));
            clauses.push(Clause { kind: ClauseKind::Next { returned, query }, span });
        }
        Ok(Query { parts: vec![SingleQuery { clauses, span }], unions: Vec::new(), span })
    }

    /// The clauses of a query before `NEXT`, and its `RETURN`. A query that is more than clauses becomes a
    /// subquery, whose columns are all there is behind it.
    fn passed_on(&mut self, mut query: Query, next: Span) -> Result<(Vec<Clause>, Option<Projection>)> {
        let plain = |part: &SingleQuery| match part.clauses.last() {
            Some(last) => {
                !matches!(last.kind, ClauseKind::Block(_) | ClauseKind::When { .. } | ClauseKind::Next { .. })
            }
            None => true,
        };
        if query.parts.len() > 1 || !query.parts.iter().all(plain) {
            self.grow(QUERY_LEVELS)?;
            let span = query.span;
            let kind = ClauseKind::CallSubquery {
                optional: false,
                imports: Some(vec![Ident { name: "*".to_owned(), span: next }]),
                query: Box::new(query),
                transactions: None,
            };
            return Ok((vec![Clause { kind, span }], None));
        }
        let mut clauses = query.parts.pop().map(|part| part.clauses).unwrap_or_default();
        match clauses.pop() {
            Some(Clause { kind: ClauseKind::Return(mut body), .. }) => {
                name_columns(&mut body);
                Ok((clauses, Some(body)))
            }
            _ => Err(Error::syntax("UnexpectedSyntax", "`NEXT` follows a `RETURN`", next)),
        }
    }
}

/// Braces around the whole of a query say nothing.
fn without_braces(mut query: Query) -> Query {
    loop {
        match query.parts.as_mut_slice() {
            [SingleQuery { clauses, .. }] => {
                match clauses.pop_if(|clause| matches!(clause.kind, ClauseKind::Block(_))) {
                    Some(Clause { kind: ClauseKind::Block(inner), .. }) => query = *inner,
                    Some(other) => clauses.push(other),
                    None => return query,
                }
            }
            _ => return query,
        }
    }
}

/// A column without a name is called as it is written.
fn name_columns(body: &mut Projection) {
    for item in &mut body.items {
        if item.alias.is_none() && !matches!(item.expr.kind, ExprKind::Variable(_)) {
            item.alias = Some(Ident { name: item.text.clone(), span: item.expr.span });
        }
    }
}

/// `*`
fn everything(span: Span) -> Projection {
    Projection {
        distinct: false,
        star: true,
        items: Vec::new(),
        group_by: None,
        order_by: Vec::new(),
        skip: None,
        limit: None,
        span,
    }
}
