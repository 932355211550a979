//! Whole statements: branches of `UNION`, sequences of clauses, and where each may stand.

use super::bind_projection::Projecting;
use super::binder::Binder;
use super::bound::{
    BoundQuery, Clause, Column, Dialect, MAX_STEPS, Query, SingleQuery, Slot, Statement, StatementBody,
};
use super::composition;
use super::errors;
use super::scope::Scope;
use super::show;
use crate::error::{Error, Result, Span};
use crate::function::ProcedureRegistry;
use crate::stack;
use crate::syntax::ast::{self, ClauseKind};

/// Where a query stands.
#[derive(Clone, Copy, Debug)]
pub(super) enum QueryPlace<'s> {
    /// It is the statement.
    Statement,
    /// In `CALL { }`; with the names that a leading `WITH` may import.
    Call {
        /// The names around it.
        importable: Option<&'s Scope>,
    },
    /// In an expression; it must not change the graph.
    Expression {
        /// It has to end with `RETURN`.
        needs_return: bool,
    },
}

/// Binds a statement: resolves its names and raises openCypher's compile-time errors.
///
/// `text` is what the statement was parsed from. Knows no graph: labels, types and keys stay names.
pub fn bind(
    statement: &ast::Statement,
    text: &str,
    procedures: &ProcedureRegistry,
    dialect: Dialect,
) -> Result<Statement> {
    stack::with_room(statement.nesting, || bind_here(statement, text, procedures, dialect))
}

fn bind_here(
    statement: &ast::Statement,
    text: &str,
    procedures: &ProcedureRegistry,
    dialect: Dialect,
) -> Result<Statement> {
    let mut binder = Binder::new(text, procedures, dialect);
    let hops_limit = statement.hops_limit.as_ref().map(|limit| binder.bind_expr(limit)).transpose()?;
    let body = match &statement.body {
        ast::StatementBody::Schema(ast::SchemaCommand::Show(show)) => {
            binder.bind_whole(&show::query(show))?
        }
        ast::StatementBody::Schema(command) => {
            binder.updates = true;
            if let Some(ast::SchemaName::Parameter(name)) = command.name() {
                binder.parameter(&name.name);
            }
            StatementBody::Schema(command.clone())
        }
        ast::StatementBody::Query(query) => binder.bind_whole(query)?,
        ast::StatementBody::Dialect(dialect) => StatementBody::Dialect(*dialect),
    };
    let parameters = binder.parameters.into_iter().collect();
    let (updates, commits) = (binder.updates, binder.commits);
    let (mode, nesting) = (statement.mode, statement.nesting);
    Ok(Statement { mode, hops_limit, body, updates, commits, parameters, nesting })
}

impl Binder<'_> {
    fn bind_whole(&mut self, query: &ast::Query) -> Result<StatementBody> {
        let query = self.bind_query(query, QueryPlace::Statement)?;
        let slots = std::mem::take(&mut self.slots);
        let subqueries = std::mem::take(&mut self.subqueries);
        Ok(StatementBody::Query(BoundQuery { query, slots, subqueries }))
    }

    /// Binds the branches of a query, each in the scope at hand.
    pub(super) fn bind_query(&mut self, query: &ast::Query, place: QueryPlace<'_>) -> Result<Query> {
        self.bind_branches(query, place, &mut |_| Vec::new())
    }

    /// As [`Binder::bind_query`], with clauses that each branch begins with, those of branches in braces too.
    pub(super) fn bind_branches(
        &mut self,
        query: &ast::Query,
        place: QueryPlace<'_>,
        first: &mut dyn FnMut(&mut Self) -> Vec<Clause>,
    ) -> Result<Query> {
        let all = composition::union_kind(query)?;
        composition::check_transactions(query, place)?;
        let updated_before = std::mem::take(&mut self.updates);
        let (base, origin) = (self.scope.clone(), self.origin);
        let mut branches = Vec::with_capacity(query.parts.len());
        let mut columns: Vec<Column> = Vec::new();
        for (index, part) in query.parts.iter().enumerate() {
            self.scope = base.clone();
            self.origin = origin;
            let standalone = query.parts.len() == 1 && part.clauses.len() == 1;
            let (clauses, returned) = match part.clauses.as_slice() {
                [ast::Clause { kind: ClauseKind::Block(query), .. }] => {
                    let (call, returned) = self.bind_block(query, first)?;
                    (vec![call], returned)
                }
                _ => {
                    let mut clauses = first(self);
                    let (bound, returned) = self.bind_single(part, place, standalone)?;
                    clauses.extend(bound);
                    (clauses, returned)
                }
            };
            let outputs = match index {
                0 => returned.iter().map(|column| column.slot).collect(),
                _ => aligned(&columns, &returned, part.span)?,
            };
            if index == 0 {
                columns = returned;
            }
            branches.push(SingleQuery { clauses, outputs });
        }
        if self.updates && matches!(place, QueryPlace::Expression { .. }) {
            return Err(errors::composition(
                "a subquery in an expression cannot change the graph",
                query.span,
            ));
        }
        self.updates |= updated_before;
        if branches.len() > 1 {
            self.union_columns(&branches, &mut columns);
        }
        Ok(Query { branches, all, columns })
    }

    /// The columns of a union get slots of their own.
    pub(super) fn union_columns(&mut self, branches: &[SingleQuery], columns: &mut [Column]) {
        for (index, column) in columns.iter_mut().enumerate() {
            let of =
                self.column_type(branches.iter().filter_map(|branch| branch.outputs.get(index)).copied());
            column.slot = self.new_slot(column.name.clone(), of);
        }
    }

    pub(super) fn bind_single(
        &mut self,
        query: &ast::SingleQuery,
        place: QueryPlace<'_>,
        standalone: bool,
    ) -> Result<(Vec<Clause>, Vec<Column>)> {
        let alone = standalone && matches!(place, QueryPlace::Statement);
        composition::check(query, place, alone, self.procedures)?;
        check_steps(query)?;
        let mut bound = Vec::with_capacity(query.clauses.len());
        let mut columns = Vec::new();
        for (index, clause) in query.clauses.iter().enumerate() {
            if let (0, QueryPlace::Call { importable: Some(visible) }) = (index, place)
                && self.bind_importing_with(clause, visible)?
            {
                continue;
            }
            match &clause.kind {
                ClauseKind::Return(body) => {
                    let (projection, returned) = self.bind_projection(body, None, Projecting::Return)?;
                    bound.push(Clause::Project(projection));
                    columns = returned;
                }
                ClauseKind::CallProcedure(call) if call.write.is_some() => {
                    self.bind_written(call, &mut bound)?
                }
                ClauseKind::CallProcedure(call) => {
                    let (call, yielded) = self.bind_procedure(call, alone)?;
                    bound.push(Clause::CallProcedure(call));
                    if alone {
                        columns = yielded;
                    }
                }
                ClauseKind::When { branches, otherwise } => {
                    columns = self.bind_when(branches, otherwise.as_deref(), clause.span, &mut bound)?;
                }
                ClauseKind::Next { returned, query } => {
                    columns = self.bind_next(returned, query, &mut bound)?;
                }
                _ => self.bind_clause(clause, &mut bound)?,
            }
        }
        Ok((bound, columns))
    }

    /// Binds a clause that has no columns.
    fn bind_clause(&mut self, clause: &ast::Clause, into: &mut Vec<Clause>) -> Result<()> {
        self.bind_clause_kind(clause, into)?;
        if matches!(into.last(), Some(Clause::Project(_))) {
            // What a path cost has no name that the projection could keep.
            self.path_costs.clear();
        }
        Ok(())
    }

    fn bind_clause_kind(&mut self, clause: &ast::Clause, into: &mut Vec<Clause>) -> Result<()> {
        match &clause.kind {
            ClauseKind::Match { optional, repeatable, pattern, hints, filter } => {
                into.push(self.bind_match(*optional, *repeatable, pattern, filter.as_ref())?);
                return self.check_hints(hints);
            }
            ClauseKind::Page { order_by, skip, limit } => {
                into.push(self.bind_page(order_by, skip.as_ref(), limit.as_ref(), clause.span)?);
            }
            ClauseKind::Unwind { list, variable } => into.push(self.bind_unwind(list, variable)?),
            ClauseKind::With { body, filter } => {
                let (projection, _) = self.bind_projection(body, filter.as_ref(), Projecting::With)?;
                into.push(Clause::Project(projection));
            }
            ClauseKind::Let(definitions) => into.push(self.bind_let_clause(definitions)?),
            ClauseKind::Filter(filter) => into.push(Clause::Filter(self.bind_filter(filter)?)),
            ClauseKind::CallSubquery { optional, imports, query, transactions } => {
                let imports = imports.as_deref();
                into.push(self.bind_call_subquery(*optional, imports, query, transactions.as_ref())?);
            }
            ClauseKind::LoadCsv { with_headers, from, variable, field_terminator } => {
                let separator = field_terminator.as_deref().unwrap_or(",");
                let separator = composition::separator(separator, clause.span)?;
                into.push(self.bind_load_csv(from, variable, *with_headers, separator)?);
            }
            ClauseKind::Use(graph) => {
                let what = format!("USE {}, which chooses one graph of several,", graph.name);
                let error = errors::unsupported(&what, clause.span);
                return Err(error.hint("a store holds one graph: leave USE out, or open the other store"));
            }
            ClauseKind::Finish => {}
            ClauseKind::Block(_) => {
                return Err(Error::internal("a query in braces is not alone").at(clause.span));
            }
            // What has columns is bound by the caller; the rest updates.
            ClauseKind::Return(_)
            | ClauseKind::When { .. }
            | ClauseKind::Next { .. }
            | ClauseKind::CallProcedure(_)
            | ClauseKind::Create(_)
            | ClauseKind::Merge { .. }
            | ClauseKind::Set(_)
            | ClauseKind::Remove(_)
            | ClauseKind::Delete { .. }
            | ClauseKind::Foreach { .. } => into.extend(self.bind_update(clause)?),
        }
        Ok(())
    }
}

/// The slots of a later branch in the order of the first one's columns.
pub(super) fn aligned(first: &[Column], branch: &[Column], place: Span) -> Result<Vec<Slot>> {
    let find = |wanted: &Column| branch.iter().find(|column| column.name == wanted.name);
    let slots: Option<Vec<Slot>> = first.iter().map(|wanted| Some(find(wanted)?.slot)).collect();
    match slots {
        Some(slots) if first.len() == branch.len() => Ok(slots),
        _ => Err(errors::different_columns(place, &names(first), &names(branch))),
    }
}

fn names(columns: &[Column]) -> String {
    match columns {
        [] => "none".to_owned(),
        _ => columns.iter().map(|column| format!("`{}`", column.name)).collect::<Vec<_>>().join(", "),
    }
}

/// Refuses what its plan would be refused for, before every one of its clauses is bound with all the names above it.
fn check_steps(query: &ast::SingleQuery) -> Result<()> {
    let is_step = |clause: &&ast::Clause| {
        matches!(clause.kind, ClauseKind::With { .. } | ClauseKind::Let(_) | ClauseKind::CallSubquery { .. })
    };
    match query.clauses.iter().filter(is_step).nth(MAX_STEPS) {
        Some(step) => Err(errors::too_many_steps(MAX_STEPS, step.span)),
        None => Ok(()),
    }
}
