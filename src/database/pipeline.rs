//! The stages of a statement: parse, bind, plan, optimise, compile, run.

use std::sync::Arc;

use crate::error::{Error, ErrorClass, Result, Span};
use crate::execute::{
    self, Access, Budgets, CancellationToken, CommitSoFar, Context, Counters, Meter, Parallelism, Program,
};
use crate::function::{Clock, ProcedureRegistry};
use crate::graph::{self, GraphState, Snapshot};
use crate::optimize::{self, OptimizerOptions};
use crate::plan::{self, explain, logical::QueryPlan};
use crate::semantic::bound::{BoundQuery, Dialect, ExprKind, Literal, Mode, Statement, StatementBody};
use crate::value::{Map, Value};
use crate::{semantic, stack, syntax};

use super::checked::{Checked, SharedPlan};
use super::plan_cache::Known;
use super::result::{QueryResult, Source, Used};
use super::template::Template;
use super::{Database, schema};

/// A statement's text with all that its run needs beside the graph.
pub(super) struct Run<'a> {
    pub database: &'a Database,
    pub parameters: Map,
    pub budgets: Budgets,
    pub token: CancellationToken,
    pub optimizer: OptimizerOptions,
    pub parallelism: Parallelism,
}

/// Whether running the statement needs a write transaction. To explain an update is to read.
pub(super) fn writes(statement: &Statement) -> bool {
    statement.updates && statement.mode != Mode::Explain
}

impl Database {
    /// Text to bound statement; needs no graph.
    pub(super) fn bind(&self, text: &str, dialect: Dialect) -> Result<Arc<Checked>> {
        let procedures = self.procedures();
        if let Some(Known::Statement(checked)) = self.inner.plans.find(text, dialect, &procedures) {
            return Ok(checked);
        }
        let tree = syntax::parse(text)?;
        self.keep_bound((&tree, text, dialect), text, Vec::new(), procedures)
    }

    /// The same, for statements that are run once each: those that differ only in the values of properties are one, and the
    /// values are parameters of it.
    pub(super) fn bind_template(
        &self,
        text: &str,
        dialect: Dialect,
    ) -> Result<(Arc<Checked>, Option<Template>)> {
        let Some(template) = Template::of(text) else { return Ok((self.bind(text, dialect)?, None)) };
        let procedures = self.procedures();
        match self.inner.plans.find(&template.key, dialect, &procedures) {
            Some(Known::Statement(checked)) => return Ok((checked, Some(template))),
            Some(Known::Whole) => return Ok((self.bind(text, dialect)?, None)),
            None => {}
        }
        let mut tree = syntax::parse(text)?;
        if !template.apply(&mut tree) {
            self.inner.plans.keep(&template.key, Known::Whole);
            let checked = self.keep_bound((&tree, text, dialect), text, Vec::new(), procedures)?;
            return Ok((checked, None));
        }
        let read = (&tree, text, dialect);
        let checked = self.keep_bound(read, &template.key, template.places(), procedures)?;
        Ok((checked, Some(template)))
    }

    fn keep_bound(
        &self,
        (tree, text, dialect): (&syntax::ast::Statement, &str, Dialect),
        key: &str,
        places: Vec<Span>,
        procedures: Arc<ProcedureRegistry>,
    ) -> Result<Arc<Checked>> {
        let statement = semantic::bind(tree, text, &procedures, dialect)?;
        let checked = Arc::new(Checked::new(statement, places, procedures, dialect));
        self.inner.plans.keep(key, Known::Statement(checked.clone()));
        Ok(checked)
    }
}

impl Run<'_> {
    /// Runs a statement that only reads; its rows are computed as they are asked for.
    pub fn read(mut self, checked: &Checked, snapshot: Snapshot) -> Result<QueryResult> {
        let statement = &checked.statement;
        self.limit_hops(statement)?;
        let bound = match &statement.body {
            StatementBody::Query(bound) => bound,
            StatementBody::Schema(_) if statement.mode == Mode::Explain => return no_plan(snapshot),
            StatementBody::Schema(_) => {
                return Err(Error::internal("a schema change in a reading statement"));
            }
            StatementBody::Dialect(dialect) => return self.set_dialect(statement.mode, *dialect, snapshot),
        };
        self.check_parameters(statement)?;
        let SharedPlan { plan, levels } = self.plan(checked, bound, &snapshot)?;
        stack::with_room(levels, || self.read_planned(statement.mode, &plan, levels, snapshot))
    }

    fn read_planned(
        self,
        mode: Mode,
        plan: &QueryPlan,
        levels: usize,
        snapshot: Snapshot,
    ) -> Result<QueryResult> {
        if mode == Mode::Explain {
            return Ok(plan_rows(&explain::explain(plan), snapshot));
        }
        let mut context =
            self.context(Access::Read(snapshot.clone())).with_parallelism(self.parallelism, levels);
        let program = execute::compile(plan, &self.parameters, &mut context, mode == Mode::Profile)?;
        if mode == Mode::Profile {
            return profile(program, &mut context, plan, snapshot);
        }
        let source = Source::streaming(program, context, levels);
        let mut result = QueryResult::new(&plan.columns, source, snapshot);
        if plan.columns.is_empty() {
            // Nobody will ask for rows, and what it calls has to be called.
            result.next_row()?;
        }
        Ok(result)
    }

    /// Runs a statement to its end in a write transaction; if it fails the transaction is as it was before.
    pub fn write(self, checked: &Checked, transaction: &mut graph::WriteTransaction) -> Result<QueryResult> {
        let savepoint = transaction.savepoint();
        let result = self.write_or_fail(checked, transaction, None);
        if result.is_err() {
            transaction.rollback_to(savepoint);
        }
        result
    }

    /// Runs a statement that commits while it runs. If it fails, what it committed stays, and the transaction must be dropped.
    pub fn write_in_batches(
        self,
        checked: &Checked,
        transaction: &mut graph::WriteTransaction,
    ) -> Result<QueryResult> {
        let database = self.database.clone();
        let commit = move |transaction: &mut graph::WriteTransaction| {
            database.inner.durable.commit_so_far(transaction)
        };
        self.write_or_fail(checked, transaction, Some(&commit))
    }

    fn write_or_fail(
        mut self,
        checked: &Checked,
        transaction: &mut graph::WriteTransaction,
        commit: Option<&CommitSoFar>,
    ) -> Result<QueryResult> {
        let statement = &checked.statement;
        self.limit_hops(statement)?;
        let bound = match &statement.body {
            StatementBody::Query(bound) => bound,
            StatementBody::Dialect(dialect) => {
                return self.set_dialect(statement.mode, *dialect, transaction.state().clone());
            }
            StatementBody::Schema(_) if statement.mode == Mode::Explain => {
                return no_plan(transaction.state().clone());
            }
            StatementBody::Schema(command) => {
                self.check_parameters(statement)?;
                return schema::run(command, &self.parameters, transaction);
            }
        };
        self.check_parameters(statement)?;
        let SharedPlan { plan, levels } = self.plan(checked, bound, transaction.state())?;
        stack::with_room(levels, || self.write_planned(statement.mode, &plan, transaction, commit))
    }

    fn write_planned(
        self,
        mode: Mode,
        plan: &QueryPlan,
        transaction: &mut graph::WriteTransaction,
        commit: Option<&CommitSoFar>,
    ) -> Result<QueryResult> {
        if mode == Mode::Explain {
            return Ok(plan_rows(&explain::explain(plan), transaction.state().clone()));
        }
        let mut context = self.context(Access::Write(transaction)).with_commit(commit);
        let mut program = execute::compile(plan, &self.parameters, &mut context, mode == Mode::Profile)?;
        if mode == Mode::Profile {
            let state = context.graph().clone();
            let rows = profile(program, &mut context, plan, state)?;
            drop(context);
            transaction.check_statement()?;
            return Ok(rows);
        }
        let mut batches = Vec::new();
        while let Some(batch) = program.next(&mut context)? {
            context.meter().hold(batch.memory())?;
            batches.push(batch);
        }
        let used = Used::of(&mut context);
        drop(context);
        transaction.check_statement()?;
        let source = Source::collected(batches, used);
        Ok(QueryResult::new(&plan.columns, source, transaction.state().clone()))
    }

    /// Bound statement to optimised plan; kept for the statement's next run.
    fn plan(&self, checked: &Checked, bound: &BoundQuery, graph: &GraphState) -> Result<SharedPlan> {
        if let Some(plan) = checked.plan(&self.optimizer, graph) {
            return Ok(plan);
        }
        let nesting = checked.statement.nesting;
        let naive = stack::with_room(nesting, || plan::build(bound, checked.statement.updates))?;
        let levels = nesting + plan::levels_unnested(&naive)? + optimize::MAX_DEEPENING;
        let optimized = stack::with_room(levels, || optimize::optimize(naive, graph, &self.optimizer))?;
        let levels = plan::levels(&optimized)?;
        let plan = SharedPlan { plan: Arc::new(optimized), levels };
        checked.keep_plan(&self.optimizer, graph, &plan);
        Ok(plan)
    }

    fn context<'g>(&self, access: Access<'g>) -> Context<'g> {
        let meter = Meter::new(self.budgets, self.token.clone());
        Context::new(access, Clock::now(), self.database.procedures(), meter)
            .with_csv_root(self.database.inner.csv_root.clone())
            .with_pool(self.database.inner.pool.clone())
    }

    /// `SET SESSION DIALECT`
    fn set_dialect(
        &self,
        mode: Mode,
        dialect: Dialect,
        graph: impl Into<super::result::View>,
    ) -> Result<QueryResult> {
        if mode != Mode::Execute {
            return Ok(plan_rows("SessionCommand", graph));
        }
        self.database.set_dialect(dialect);
        Ok(QueryResult::of_values(&[], Vec::new(), Counters::default(), graph))
    }

    /// `USING HOPS LIMIT`: the least of it and of what the statement may do anyway.
    fn limit_hops(&mut self, statement: &Statement) -> Result<()> {
        let Some(limit) = &statement.hops_limit else { return Ok(()) };
        let value = match &limit.kind {
            ExprKind::Literal(Literal::Integer(limit)) => Value::Integer(*limit),
            ExprKind::Parameter(name) => self.parameters.get(name).cloned().unwrap_or_default(),
            _ => Value::Null,
        };
        match value {
            Value::Integer(most) if most >= 0 => {
                self.budgets.expansions = self.budgets.expansions.min(most.unsigned_abs());
                Ok(())
            }
            // A parameter that is not there is reported as such.
            Value::Null => Ok(()),
            other => Err(Error::type_error(
                "InvalidArgumentType",
                format!("USING HOPS LIMIT takes a whole number from 0, not {}", other.type_name()),
            )
            .at(limit.span)),
        }
    }

    fn check_parameters(&self, statement: &Statement) -> Result<()> {
        let missing = statement.parameters.iter().find(|name| !self.parameters.contains_key(&***name));
        match missing {
            None => Ok(()),
            Some(_) if statement.mode == Mode::Explain => Ok(()),
            Some(name) => Err(Error::new(
                ErrorClass::ParameterMissing,
                "MissingParameter",
                format!("the parameter `${name}` was not given"),
            )
            .compile_time()
            .hint(format!("give it with `-P {name}=VALUE`, in the shell with `.param {name} VALUE`"))),
        }
    }
}

/// Runs a profiled program to its end; the plan with its numbers is the answer.
fn profile(
    mut program: Program,
    context: &mut Context<'_>,
    plan: &QueryPlan,
    graph: impl Into<super::result::View>,
) -> Result<QueryResult> {
    while program.next(context)?.is_some() {}
    let profiles = context.profiles();
    let mut result = plan_rows(&explain::profile(plan, &profiles), graph);
    result.set_used(Used::of(context));
    Ok(result)
}

/// What `EXPLAIN` says of a schema command.
fn no_plan(graph: impl Into<super::result::View>) -> Result<QueryResult> {
    Ok(plan_rows("SchemaCommand", graph))
}

/// A table of text as the rows of one column.
fn plan_rows(text: &str, graph: impl Into<super::result::View>) -> QueryResult {
    let rows = text.lines().map(|line| vec![Value::String(line.into())]).collect();
    QueryResult::of_values(&["plan"], rows, Counters::default(), graph)
}
