//! Clauses that read: `MATCH`, `UNWIND`, `FILTER` and subqueries in `CALL { }`.

use std::collections::BTreeMap;

use super::bind_pattern::PatternUse;
use super::bind_statement::QueryPlace;
use super::binder::{Aggregating, Binder};
use super::bound::{Clause, LoadCsv, Name, Query, RecordOrigin, Slot, Transactions};
use super::errors;
use super::scope::Scope;
use super::types::Inferred;
use crate::error::{Result, Span};
use crate::function::Type;
use crate::syntax::ast::{self, Ident, PatternPart};

impl Binder<'_> {
    /// `MATCH`
    pub(super) fn bind_match(
        &mut self,
        optional: bool,
        repeatable: Option<bool>,
        parts: &[PatternPart],
        filter: Option<&ast::Expr>,
    ) -> Result<Clause> {
        let usage = PatternUse::of(self.dialect);
        let usage = PatternUse { repeatable: repeatable.unwrap_or(usage.repeatable), ..usage };
        let pattern = self.bind_match_pattern(parts, filter, usage)?;
        Ok(Clause::Match { optional, pattern })
    }

    pub(super) fn bind_unwind(&mut self, list: &ast::Expr, variable: &Ident) -> Result<Clause> {
        let list = self.with_aggregates(Aggregating::Forbidden("UNWIND"), |binder| binder.bind_expr(list))?;
        let of = Inferred::of(self.infer(&list).element);
        let slot = self.declare_new(variable, of)?;
        Ok(Clause::Unwind { list, slot })
    }

    pub(super) fn bind_let_clause(&mut self, definitions: &[(Ident, ast::Expr)]) -> Result<Clause> {
        Ok(Clause::Project(self.bind_let(definitions)?))
    }

    /// `CALL { }`, whose columns join the row.
    pub(super) fn bind_call_subquery(
        &mut self,
        optional: bool,
        imports: Option<&[Ident]>,
        query: &ast::Query,
        transactions: Option<&ast::InTransactions>,
    ) -> Result<Clause> {
        let visible = self.scope.nested();
        let (scope, importable) = match imports {
            None => (Scope::default(), Some(&visible)),
            Some([all]) if all.name == "*" => (visible.clone(), None),
            Some(names) => (Scope::seeing(self.imported(names)?), None),
        };
        let place = QueryPlace::Call { importable };
        let span = query.span;
        let (query, imports) = self.in_subquery(scope, |binder| binder.bind_query(query, place))?;
        for column in &query.columns {
            if self.scope.get(&column.name).is_some() {
                let place = returned_at(&query, column.slot).unwrap_or(span);
                return Err(errors::variable_already_bound(&column.name, place));
            }
            self.scope.declare(column.name.clone(), column.slot);
        }
        let transactions = transactions.map(|it| self.bind_transactions(it)).transpose()?;
        Ok(Clause::CallSubquery { optional, query, imports, transactions })
    }

    fn bind_transactions(&mut self, transactions: &ast::InTransactions) -> Result<Transactions> {
        self.updates = true;
        self.commits = true;
        let rows = transactions.rows.as_ref().map(|rows| self.bind_row_count(rows, "OF ROWS")).transpose()?;
        let report = transactions.report.as_ref();
        let report = report.map(|name| self.declare_new(name, Inferred::of(Type::Map))).transpose()?;
        Ok(Transactions { rows, on_error: transactions.on_error, report })
    }

    /// `LOAD CSV`, whose records are lists or, with headers, maps of strings.
    pub(super) fn bind_load_csv(
        &mut self,
        from: &ast::Expr,
        variable: &Ident,
        with_headers: bool,
        separator: u8,
    ) -> Result<Clause> {
        let from =
            self.with_aggregates(Aggregating::Forbidden("LOAD CSV"), |binder| binder.bind_expr(from))?;
        let of = if with_headers { Type::Map } else { Type::List };
        let slot = self.declare_new(variable, Inferred::of(of))?;
        let origin = RecordOrigin { line: self.anonymous(Type::Integer), file: self.anonymous(Type::String) };
        self.origin = Some(origin);
        Ok(Clause::LoadCsv(LoadCsv { from, slot, origin, with_headers, separator }))
    }

    fn imported(&mut self, names: &[Ident]) -> Result<BTreeMap<Name, Slot>> {
        names
            .iter()
            .map(|name| Ok((name.name.as_str().into(), self.resolve(&name.name, name.span)?)))
            .collect()
    }

    /// A leading `WITH x, y` in a `CALL { }` without parentheses imports these variables, and does nothing
    /// else. Returns whether the clause was one.
    pub(super) fn bind_importing_with(&mut self, clause: &ast::Clause, visible: &Scope) -> Result<bool> {
        let ast::ClauseKind::With { body, filter } = &clause.kind else { return Ok(false) };
        let plain = |item: &ast::ProjectionItem| {
            item.alias.is_none() && matches!(item.expr.kind, ast::ExprKind::Variable(_))
        };
        if !body.items.iter().all(plain) {
            return Ok(false);
        }
        let sliced = !body.order_by.is_empty() || body.skip.is_some() || body.limit.is_some();
        if body.distinct || sliced || filter.is_some() {
            return Err(errors::composition(
                "a WITH that imports variables into a subquery cannot do anything else",
                clause.span,
            )
            .hint("add a second WITH behind it"));
        }
        let mut names: BTreeMap<Name, Slot> = BTreeMap::new();
        if body.star {
            names.extend(visible.names().filter_map(|name| Some((name.into(), visible.get(name)?))));
        }
        for item in &body.items {
            if let ast::ExprKind::Variable(name) = &item.expr.kind {
                let Some(slot) = visible.get(name) else {
                    return Err(errors::undefined_variable(name, item.expr.span, visible.names()));
                };
                names.insert(name.as_str().into(), slot);
            }
        }
        self.scope = Scope::default().projected(names);
        Ok(true)
    }
}

/// Where a subquery without `UNION` returns a column, for messages.
fn returned_at(query: &Query, slot: Slot) -> Option<Span> {
    let clause = query.branches.first()?.clauses.last()?;
    let Clause::Project(projection) = clause else { return None };
    projection.items.iter().find(|(item, _)| *item == slot).map(|(_, expr)| expr.span)
}
