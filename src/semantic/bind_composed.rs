//! Queries made of queries: `{ .. }`, `WHEN .. THEN .. ELSE ..`, the union behind `NEXT`; and `ORDER BY .. SKIP .. LIMIT`
//! as a clause of its own. All become subqueries and projections.

use super::bind_projection::{Projecting, plain_projection};
use super::bind_statement::{QueryPlace, aligned};
use super::binder::{Aggregating, Binder, slot_expr};
use super::bound::{
    Aggregate, Aggregation, Clause, Column, ComparisonOp, Expr, ExprKind, Literal, Name, Query, SingleQuery,
    Slot,
};
use crate::error::{Error, Result, Span};
use crate::function::{self, Type};
use crate::syntax::ast;

/// A subquery that sees everything around it.
const INSIDE: QueryPlace<'static> = QueryPlace::Call { importable: None };

impl Binder<'_> {
    /// Hints change nothing, but speak of what the pattern has.
    pub(super) fn check_hints(&mut self, hints: &[ast::Hint]) -> Result<()> {
        for hint in hints {
            let variables = match hint {
                ast::Hint::Index { variable, .. } | ast::Hint::Scan { variable, .. } => {
                    std::slice::from_ref(variable)
                }
                ast::Hint::Join(variables) => variables,
            };
            for variable in variables {
                self.resolve(&variable.name, variable.span)?;
            }
        }
        Ok(())
    }

    /// `ORDER BY .. SKIP .. LIMIT` by itself: a projection of everything.
    pub(super) fn bind_page(
        &mut self,
        order_by: &[ast::SortItem],
        skip: Option<&ast::Expr>,
        limit: Option<&ast::Expr>,
        span: Span,
    ) -> Result<Clause> {
        let body = ast::Projection {
            distinct: false,
            star: true,
            items: Vec::new(),
            group_by: None,
            order_by: order_by.to_vec(),
            skip: skip.cloned(),
            limit: limit.cloned(),
            span,
        };
        let (projection, _) = self.bind_projection(&body, None, Projecting::With)?;
        Ok(Clause::Project(projection))
    }

    /// `{ query }`, with its columns; `first` are the clauses that each of its branches begins with.
    pub(super) fn bind_block(
        &mut self,
        query: &ast::Query,
        first: &mut dyn FnMut(&mut Self) -> Vec<Clause>,
    ) -> Result<(Clause, Vec<Column>)> {
        let scope = self.scope.nested();
        let (query, imports) =
            self.in_subquery(scope, |binder| binder.bind_branches(query, INSIDE, first))?;
        let columns = query.columns.clone();
        Ok((Clause::CallSubquery { optional: false, query, imports, transactions: None }, columns))
    }

    /// A conditional query: the number of the branch is computed once for a row, and each branch of a union takes the
    /// rows of its number.
    pub(super) fn bind_when(
        &mut self,
        branches: &[(ast::Expr, ast::Query)],
        otherwise: Option<&ast::Query>,
        span: Span,
        into: &mut Vec<Clause>,
    ) -> Result<Vec<Column>> {
        let choice = self.bind_branch_number(branches, span, into)?;
        let queries: Vec<&ast::Query> = branches.iter().map(|(_, query)| query).chain(otherwise).collect();
        let (query, imports) = self.in_subquery(self.scope.nested(), |binder| {
            let base = binder.scope.clone();
            let mut bound: Vec<SingleQuery> = Vec::with_capacity(queries.len());
            let mut columns: Vec<Column> = Vec::new();
            for (number, query) in queries.into_iter().enumerate() {
                binder.scope = base.clone();
                binder.note_use(choice);
                let (call, returned) = binder.bind_block(query, &mut |_| Vec::new())?;
                let outputs = match number {
                    0 => returned.iter().map(|column| column.slot).collect(),
                    _ => aligned(&columns, &returned, query.span)?,
                };
                if number == 0 {
                    columns = returned;
                }
                bound.push(SingleQuery { clauses: vec![taken(choice, number, span), call], outputs });
            }
            if bound.len() > 1 {
                binder.union_columns(&bound, &mut columns);
            }
            Ok(Query { branches: bound, all: true, columns })
        })?;
        let columns = query.columns.clone();
        into.push(Clause::CallSubquery { optional: false, query, imports, transactions: None });
        Ok(columns)
    }

    /// Adds a column with the number of the first branch whose condition is true, or of the one behind the last.
    fn bind_branch_number(
        &mut self,
        branches: &[(ast::Expr, ast::Query)],
        span: Span,
        into: &mut Vec<Clause>,
    ) -> Result<Slot> {
        let mut numbered = Vec::with_capacity(branches.len());
        for (number, (condition, _)) in branches.iter().enumerate() {
            let mode = Aggregating::Forbidden("WHEN");
            let condition = self.with_aggregates(mode, |binder| binder.bind_condition(condition, "WHEN"))?;
            numbered.push((vec![condition], integer(number, span)));
        }
        let otherwise = Some(Box::new(integer(branches.len(), span)));
        let kind = ExprKind::Case { subject: None, branches: numbered, otherwise };
        let mut items = self.kept_items(span);
        let slot = self.anonymous(Type::Integer);
        items.push((slot, Expr { kind, span }));
        into.push(Clause::Project(plain_projection(items)));
        Ok(slot)
    }

    /// Everything in scope, passed on.
    fn kept_items(&mut self, span: Span) -> Vec<(Slot, Expr)> {
        let mut slots: Vec<Slot> = self.scope.locals().map(|(_, slot)| slot).collect();
        slots.sort_unstable();
        slots.dedup();
        slots.iter().for_each(|slot| self.note_use(*slot));
        let mut items = slots.into_iter().map(|slot| (slot, slot_expr(slot, span))).collect();
        self.keep_origin(&mut items);
        items
    }

    /// `RETURN .. NEXT a UNION b`: the rows are gathered into one list of lists, which each branch unwinds.
    pub(super) fn bind_next(
        &mut self,
        returned: &ast::Projection,
        query: &ast::Query,
        into: &mut Vec<Clause>,
    ) -> Result<Vec<Column>> {
        let span = returned.span;
        let (projection, _) = self.bind_projection(returned, None, Projecting::With)?;
        into.push(Clause::Project(projection));
        if let [part] = query.parts.as_slice() {
            // A conditional query goes row by row anyway.
            let (clauses, columns) = self.bind_single(part, INSIDE, false)?;
            into.extend(clauses);
            return Ok(columns);
        }
        let passed: Vec<(Name, Slot)> =
            self.scope.locals().map(|(name, slot)| (name.clone(), slot)).collect();
        let table = self.gather_table(&passed, span, into)?;
        let (query, imports) = self.in_subquery(self.scope.nested(), |binder| {
            binder.bind_branches(query, INSIDE, &mut |binder| binder.scatter_table(table, &passed, span))
        })?;
        let columns = query.columns.clone();
        into.push(Clause::CallSubquery { optional: false, query, imports, transactions: None });
        Ok(columns)
    }

    /// All rows as one value; nothing else stays in scope.
    fn gather_table(&mut self, passed: &[(Name, Slot)], span: Span, into: &mut Vec<Clause>) -> Result<Slot> {
        let Some(function) = function::find("collect") else {
            return Err(Error::internal("the registry has no row for `collect`").at(span));
        };
        let table = self.anonymous(Type::List);
        passed.iter().for_each(|(_, slot)| self.note_use(*slot));
        let row = ExprKind::List(passed.iter().map(|(_, slot)| slot_expr(*slot, span)).collect());
        let arguments = vec![Expr { kind: row, span }];
        let aggregates = vec![Aggregate { slot: table, function, distinct: false, arguments }];
        let mut gathering = plain_projection(vec![(table, slot_expr(table, span))]);
        gathering.aggregation = Some(Aggregation { keys: Vec::new(), aggregates });
        into.push(Clause::Project(gathering));
        self.scope = self.scope.projected(Default::default());
        self.origin = None;
        Ok(table)
    }

    /// The clauses that make rows of the gathered value, under the names that were passed on.
    fn scatter_table(&mut self, table: Slot, passed: &[(Name, Slot)], span: Span) -> Vec<Clause> {
        self.note_use(table);
        let row = self.anonymous(Type::List);
        let mut items = Vec::with_capacity(passed.len());
        for (position, (name, slot)) in passed.iter().enumerate() {
            let field = ExprKind::Index(Box::new(slot_expr(row, span)), Box::new(integer(position, span)));
            let slot = self.declare(name, self.slot_type(*slot));
            items.push((slot, Expr { kind: field, span }));
        }
        let rows = Clause::Unwind { list: slot_expr(table, span), slot: row };
        vec![rows, Clause::Project(plain_projection(items))]
    }
}

/// Keeps the rows for which the branch of this number was chosen.
fn taken(choice: Slot, number: usize, span: Span) -> Clause {
    let number = integer(number, span);
    let choice = Box::new(slot_expr(choice, span));
    Clause::Filter(Expr { kind: ExprKind::Comparison(choice, vec![(ComparisonOp::Equal, number)]), span })
}

/// A small number; a text has far fewer branches and columns than an integer can count.
fn integer(number: usize, span: Span) -> Expr {
    Expr { kind: ExprKind::Literal(Literal::Integer(number as i64)), span }
}
