//! Subqueries in expressions: patterns as conditions, pattern comprehensions, `EXISTS { }`, `COUNT { }`,
//! `COLLECT { }`, and `shortestPath(...)` as a value. All become a [`Subquery`] beside the statement.

use super::bind_pattern::PatternUse;
use super::bind_projection::plain_projection;
use super::bind_statement::QueryPlace;
use super::binder::{Binder, slot_expr};
use super::bound::{
    Clause, Column, Expr, ExprKind, GraphPattern, Query, SingleQuery, Slot, Subquery, SubqueryKind,
};
use super::errors;
use crate::error::{Error, Result, Span};
use crate::syntax::ast::{self, Ident, PathPattern, PathSelector, PatternPart};

impl Binder<'_> {
    /// A pattern where a condition is wanted: true when it is found. It brings no variables of its own.
    pub(super) fn bind_pattern_predicate(&mut self, part: &PatternPart) -> Result<ExprKind> {
        let (query, imports) = self.in_subquery(self.scope.nested(), |binder| {
            let pattern =
                binder.bind_match_pattern(std::slice::from_ref(part), None, PatternUse::PREDICATE)?;
            Ok(match_query(pattern))
        })?;
        Ok(self.add_subquery(SubqueryKind::Exists, query, imports))
    }

    /// A pattern where a value is wanted, which only the shortest-path functions are.
    pub(super) fn bind_pattern_value(&mut self, part: &PatternPart, span: Span) -> Result<ExprKind> {
        let kind = match part.selector {
            PathSelector::ShortestPath => SubqueryKind::First,
            PathSelector::AllShortestPaths => SubqueryKind::Collect,
            _ => return Err(errors::pattern_as_value(span)),
        };
        let (query, imports) = self.in_subquery(self.scope.nested(), |binder| {
            let pattern =
                binder.bind_match_pattern(std::slice::from_ref(part), None, PatternUse::PREDICATE)?;
            let Some(path) = pattern.shortest.first().map(|shortest| shortest.path) else {
                return Err(Error::internal("a shortest-path pattern bound no path").at(span));
            };
            Ok(column_query(pattern, path, slot_expr(path, span)))
        })?;
        Ok(self.add_subquery(kind, query, imports))
    }

    pub(super) fn bind_pattern_comprehension(
        &mut self,
        variable: Option<&Ident>,
        pattern: &PathPattern,
        filter: Option<&ast::Expr>,
        map: &ast::Expr,
    ) -> Result<ExprKind> {
        let part = PatternPart {
            variable: variable.cloned(),
            selector: PathSelector::All,
            mode: None,
            pattern: pattern.clone(),
            during: None,
            forward: false,
            span: pattern.span,
        };
        let (query, imports) = self.in_subquery(self.scope.nested(), |binder| {
            let usage = PatternUse::of(binder.dialect);
            let pattern = binder.bind_match_pattern(std::slice::from_ref(&part), filter, usage)?;
            let mode = super::binder::Aggregating::Forbidden("a pattern comprehension");
            let value = binder.with_aggregates(mode, |binder| binder.bind_expr(map))?;
            let of = binder.infer(&value);
            let name = binder.text_of(map.span).into();
            let slot = binder.new_slot(name, of);
            Ok(column_query(pattern, slot, value))
        })?;
        Ok(self.add_subquery(SubqueryKind::Collect, query, imports))
    }

    pub(super) fn bind_exists(&mut self, subquery: &ast::Subquery) -> Result<ExprKind> {
        let (query, imports) = self.bind_braces(subquery)?;
        Ok(self.add_subquery(SubqueryKind::Exists, query, imports))
    }

    pub(super) fn bind_count(&mut self, subquery: &ast::Subquery) -> Result<ExprKind> {
        let (query, imports) = self.bind_braces(subquery)?;
        Ok(self.add_subquery(SubqueryKind::Count, query, imports))
    }

    pub(super) fn bind_collect(&mut self, query: &ast::Query) -> Result<ExprKind> {
        let (bound, imports) = self.in_subquery(self.scope.nested(), |binder| {
            binder.bind_query(query, QueryPlace::Expression { needs_return: true })
        })?;
        if bound.columns.len() != 1 {
            let message = format!("COLLECT needs one column, it has {}", bound.columns.len());
            return Err(errors::composition(message, query.span));
        }
        Ok(self.add_subquery(SubqueryKind::Collect, bound, imports))
    }

    fn bind_braces(&mut self, subquery: &ast::Subquery) -> Result<(Query, Vec<Slot>)> {
        self.in_subquery(self.scope.nested(), |binder| match subquery {
            ast::Subquery::Pattern(parts, filter) => {
                let usage = PatternUse::of(binder.dialect);
                let pattern = binder.bind_match_pattern(parts, filter.as_ref(), usage)?;
                Ok(match_query(pattern))
            }
            ast::Subquery::Query(query) => {
                binder.bind_query(query, QueryPlace::Expression { needs_return: false })
            }
        })
    }

    fn add_subquery(&mut self, kind: SubqueryKind, query: Query, imports: Vec<Slot>) -> ExprKind {
        self.subqueries.push(Subquery { kind, query, imports });
        ExprKind::Subquery(self.subqueries.len() - 1)
    }
}

/// `MATCH pattern`, without columns.
fn match_query(pattern: GraphPattern) -> Query {
    let clauses = vec![Clause::Match { optional: false, pattern }];
    Query { branches: vec![SingleQuery { clauses, outputs: Vec::new() }], all: false, columns: Vec::new() }
}

/// `MATCH pattern RETURN value`.
fn column_query(pattern: GraphPattern, slot: Slot, value: Expr) -> Query {
    let projection = plain_projection(vec![(slot, value)]);
    let clauses = vec![Clause::Match { optional: false, pattern }, Clause::Project(projection)];
    Query {
        branches: vec![SingleQuery { clauses, outputs: vec![slot] }],
        all: false,
        columns: vec![Column { name: "value".into(), slot }],
    }
}
