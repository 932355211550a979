//! What operators and expressions share while a statement runs: the graph, the clock, what was used so far,
//! and the rows that enclosing operators pass down.

use std::path::Path;
use std::sync::Arc;

use crate::algorithm::Work;
use crate::error::{Error, Result};
use crate::function::{CallContext, Clock, ProcedureRegistry};
use crate::graph::{GraphState, NodeId, RelId, Savepoint, Snapshot, WriteTransaction};
use crate::path::Pool;
use crate::plan::explain::OperatorProfile;

use super::batch::Batch;
use super::budget::Meter;
use super::column::{NULL_NODE, NULL_RELATIONSHIP};
use super::counters::Counters;
use super::expression::deleted;
use super::parallel::Parallelism;
use super::profile::Profile;
use super::subquery::{Subqueries, SubqueryProgram};

/// The graph a statement runs on.
pub enum Access<'g> {
    /// An immutable version.
    Read(Snapshot),
    /// The next version, which the statement changes.
    Write(&'g mut WriteTransaction),
}

/// Commits what a transaction did so far and lets it go on.
pub type CommitSoFar = dyn Fn(&mut WriteTransaction) -> Result<()> + Sync;

/// The state of a running statement.
pub struct Context<'g> {
    access: Access<'g>,
    /// For `CALL { } IN TRANSACTIONS`; none where the transaction is the caller's.
    commit: Option<&'g CommitSoFar>,
    /// The folder `LOAD CSV` may read; none forbids it.
    csv_root: Option<Arc<Path>>,
    clock: Clock,
    procedures: Arc<ProcedureRegistry>,
    /// What path searches use again and again.
    pool: Pool,
    meter: Meter,
    counters: Counters,
    /// The rows that `Argument` reads; the innermost is last.
    arguments: Vec<Batch>,
    /// By id; taken out while one runs.
    subqueries: Subqueries,
    /// The same for each worker that does not run.
    of_workers: Vec<Subqueries>,
    parallelism: Parallelism,
    /// The levels of recursion that a worker needs room for.
    levels: usize,
    profile: Option<Profile>,
    width: usize,
    /// Something was deleted, so that ids have to be checked before they are used.
    deletes: bool,
}

impl<'g> Context<'g> {
    /// A context for one run of a program.
    pub fn new(access: Access<'g>, clock: Clock, procedures: Arc<ProcedureRegistry>, meter: Meter) -> Self {
        Context {
            access,
            commit: None,
            csv_root: None,
            clock,
            procedures,
            pool: Pool::default(),
            meter,
            counters: Counters::default(),
            arguments: Vec::new(),
            subqueries: Vec::new(),
            of_workers: Vec::new(),
            parallelism: Parallelism::default(),
            levels: 0,
            profile: None,
            width: 0,
            deletes: false,
        }
    }

    /// Lets the statement commit while it runs.
    #[must_use]
    pub fn with_commit(mut self, commit: Option<&'g CommitSoFar>) -> Self {
        self.commit = commit;
        self
    }

    /// Lets the statement read files of a folder.
    #[must_use]
    pub fn with_csv_root(mut self, root: Option<Arc<Path>>) -> Self {
        self.csv_root = root;
        self
    }

    /// Lets path searches use again what earlier ones used.
    #[must_use]
    pub fn with_pool(mut self, pool: Pool) -> Self {
        self.pool = pool;
        self
    }

    /// Lets the statement run on several threads, where it reads; each needs room for so many levels of recursion.
    #[must_use]
    pub fn with_parallelism(mut self, parallelism: Parallelism, levels: usize) -> Self {
        self.parallelism = parallelism;
        self.levels = levels;
        self
    }

    /// On how many threads it may run; none where it writes.
    pub(super) fn parallelism(&self) -> Option<Parallelism> {
        matches!(self.access, Access::Read(_)).then_some(self.parallelism)
    }

    /// The levels of recursion that a worker needs room for.
    pub(super) fn levels(&self) -> usize {
        self.levels
    }

    /// A context in which a worker reads what this one reads; none where the statement writes.
    pub(super) fn fork(&mut self) -> Option<Context<'static>> {
        let Access::Read(snapshot) = &self.access else { return None };
        Some(Context {
            access: Access::Read(snapshot.clone()),
            commit: None,
            csv_root: self.csv_root.clone(),
            clock: self.clock,
            procedures: self.procedures.clone(),
            pool: self.pool.clone(),
            meter: self.meter.fork(),
            counters: Counters::default(),
            arguments: Vec::new(),
            subqueries: self.of_workers.pop().unwrap_or_default(),
            of_workers: Vec::new(),
            parallelism: self.parallelism,
            levels: self.levels,
            profile: self.profile.as_ref().map(Profile::fork),
            width: self.width,
            deletes: false,
        })
    }

    /// Takes over what workers used and did. All of them have to come at once.
    pub(super) fn join(&mut self, workers: impl IntoIterator<Item = Context<'static>>) {
        for worker in workers {
            self.meter.join(&worker.meter);
            if let (Some(own), Some(of_worker)) = (&mut self.profile, &worker.profile) {
                own.join(of_worker);
            }
            self.of_workers.push(worker.subqueries);
        }
        self.meter.alone();
    }

    /// The folder whose files may be read.
    pub fn csv_root(&self) -> Option<&Arc<Path>> {
        self.csv_root.as_ref()
    }

    /// What was changed so far, to go back to.
    pub fn savepoint(&mut self) -> Result<(Savepoint, Counters)> {
        let counters = self.counters;
        Ok((self.write()?.savepoint(), counters))
    }

    /// Undoes what was changed since the savepoint.
    pub fn rollback_to(&mut self, (savepoint, counters): (Savepoint, Counters)) -> Result<()> {
        self.counters = counters;
        self.write()?.rollback_to(savepoint);
        Ok(())
    }

    /// Commits what was changed so far.
    pub fn commit_so_far(&mut self) -> Result<()> {
        let commit =
            self.commit.ok_or_else(|| Error::internal("this statement cannot commit while it runs"))?;
        commit(self.write()?)
    }

    /// Makes it ready for a program: its slots, subqueries and, when wanted, its profile.
    pub(super) fn prepare(
        &mut self,
        width: usize,
        subqueries: Subqueries,
        of_workers: Vec<Subqueries>,
        profile: Option<Profile>,
    ) {
        self.width = width;
        self.subqueries = subqueries;
        self.of_workers = of_workers;
        self.profile = profile;
        self.arguments = vec![Batch::new(1, width)];
        // A transaction may have deleted in an earlier statement what a parameter still mentions.
        self.deletes = matches!(self.access, Access::Write(_));
    }

    /// The graph as it is now.
    pub fn graph(&self) -> &GraphState {
        match &self.access {
            Access::Read(snapshot) => snapshot.state(),
            Access::Write(transaction) => transaction.state(),
        }
    }

    /// The graph for changing it; an error in a statement that only reads.
    pub fn write(&mut self) -> Result<&mut WriteTransaction> {
        match &mut self.access {
            Access::Read(_) => Err(Error::internal("an update in a statement that was bound as reading")),
            Access::Write(transaction) => Ok(transaction),
        }
    }

    /// The statement's clock.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// What procedures may look at.
    pub fn call_context<'a>(&'a self, work: &'a dyn Work) -> CallContext<'a> {
        CallContext { graph: self.graph(), clock: &self.clock, work, pool: &self.pool }
    }

    /// The procedures that can be called.
    pub fn procedures(&self) -> &Arc<ProcedureRegistry> {
        &self.procedures
    }

    /// What was used so far.
    pub fn meter(&mut self) -> &mut Meter {
        &mut self.meter
    }

    /// What path searches use again and again.
    pub fn pool(&self) -> &Pool {
        &self.pool
    }

    /// The graph as it is now, and what was used so far.
    pub fn graph_and_meter(&mut self) -> (&GraphState, &mut Meter) {
        let graph = match &self.access {
            Access::Read(snapshot) => snapshot.state(),
            Access::Write(transaction) => transaction.state(),
        };
        (graph, &mut self.meter)
    }

    /// What was changed so far.
    pub fn counters(&mut self) -> &mut Counters {
        &mut self.counters
    }

    /// The number of slots.
    pub fn width(&self) -> usize {
        self.width
    }

    /// What each operator did so far, in the order of the printed plan; nothing unless the program is profiled.
    pub fn profiles(&self) -> Vec<OperatorProfile> {
        self.profile.as_ref().map(|profile| profile.operators().to_vec()).unwrap_or_default()
    }

    /// The profile, when one is made.
    pub(super) fn profile(&mut self) -> Option<&mut Profile> {
        self.profile.as_mut()
    }

    /// Passes rows down to the `Argument`s of what runs next.
    pub fn push_argument(&mut self, rows: Batch) {
        self.arguments.push(rows);
    }

    /// Takes back the rows passed down last.
    pub fn pop_argument(&mut self) {
        self.arguments.pop();
    }

    /// The rows passed down.
    pub fn argument(&self) -> Result<Batch> {
        self.arguments.last().cloned().ok_or_else(|| Error::internal("no rows were passed down"))
    }

    /// Takes a subquery's program out, to run it.
    pub(super) fn take_subquery(&mut self, id: usize) -> Result<Box<SubqueryProgram>> {
        let program = self.subqueries.get_mut(id).and_then(Option::take);
        program.ok_or_else(|| Error::internal(format!("subquery {id} is not there or runs already")))
    }

    /// Puts a subquery's program back.
    pub(super) fn put_subquery(&mut self, id: usize, program: Box<SubqueryProgram>) {
        if let Some(place) = self.subqueries.get_mut(id) {
            *place = Some(program);
        }
    }

    /// Fails if one of the nodes was deleted.
    pub fn check_nodes(&self, nodes: &[NodeId]) -> Result<()> {
        if !self.deletes {
            return Ok(());
        }
        let graph = self.graph();
        match nodes.iter().all(|node| *node == NULL_NODE || graph.node_exists(*node)) {
            true => Ok(()),
            false => Err(deleted("node")),
        }
    }

    /// Fails if one of the relationships was deleted.
    pub fn check_relationships(&self, relationships: &[RelId]) -> Result<()> {
        if !self.deletes {
            return Ok(());
        }
        let graph = self.graph();
        let exists = |rel: &RelId| *rel == NULL_RELATIONSHIP || graph.relationship_exists(*rel);
        if relationships.iter().all(exists) { Ok(()) } else { Err(deleted("relationship")) }
    }
}
