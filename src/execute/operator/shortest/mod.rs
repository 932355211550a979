//! Shortest paths between two bound nodes.
//!
//! A breadth-first search from both ends finds the shortest length and all paths of it. Where paths are only counted, none is
//! made. When predicates on the whole path reject them all, or when the path must be longer than one hop or lead back to
//! its start, paths are enumerated by increasing length instead.

mod lengths;

use std::collections::VecDeque;
use std::sync::Arc;

use crate::error::Result;
use crate::execute::batch::{BATCH_ROWS, Batch};
use crate::execute::column::Column;
use crate::execute::context::Context;
use crate::execute::expression::{Expression, Rows, list_value};
use crate::graph::NodeId;
use crate::path::{Chains, Counts, Links, Paths, meet};
use crate::plan::logical::ShortestPathPlan;
use crate::semantic::bound::Slot;
use crate::value::{PathValue, Value};

use super::path_state::{Hop, Hops};
use super::row_hops::RowHops;
use super::{Input, Operator};
use lengths::ByLength;

/// Finds shortest paths.
pub struct ShortestPath {
    input: Input,
    plan: ShortestPathPlan,
    hop: Option<Hop>,
    predicates: Vec<Expression>,
    /// The outer slots that the predicates read.
    captured: Vec<Slot>,
    carry: Vec<Slot>,
    /// Where the number of paths goes, if they are only counted.
    weight: Option<Slot>,
    current: Option<(Batch, usize)>,
    search: Option<Search>,
}

/// The search for one row.
struct Search {
    source: Source,
    /// A path of another length than those before it.
    next: Option<PathValue>,
    /// The length of the paths found; longer ones are not wanted.
    accepted: Option<usize>,
    ready: VecDeque<PathValue>,
    done: bool,
    /// Bytes counted for the source.
    held: usize,
}

enum Source {
    /// The only path that is wanted, if there is any.
    One(Option<PathValue>),
    All(Paths),
    ByLength(ByLength),
}

impl ShortestPath {
    /// Over an input; `carry` are the slots of the input needed above.
    pub fn new(
        input: Input,
        plan: ShortestPathPlan,
        hop: Option<Hop>,
        predicates: Vec<Expression>,
        captured: Vec<Slot>,
        carry: Vec<Slot>,
        weight: Option<Slot>,
    ) -> ShortestPath {
        ShortestPath { input, plan, hop, predicates, captured, carry, weight, current: None, search: None }
    }

    fn ends(&self, ctx: &Context<'_>, batch: &Batch, row: usize) -> Result<Option<(NodeId, NodeId)>> {
        let left = batch.column(self.plan.left)?.node(row)?;
        let right = batch.column(self.plan.right)?.node(row)?;
        let ends = left.zip(right);
        if let Some((left, right)) = ends {
            ctx.check_nodes(&[left, right])?;
        }
        Ok(ends)
    }

    /// The hops seen from the left, and those seen from the right.
    fn hops(&self, ctx: &Context<'_>, batch: &Batch, row: usize) -> Result<(Hops<'_>, Hops<'_>)> {
        let hops = |direction, reversed| {
            let follow = (direction, self.plan.types.as_slice());
            Hops::new(ctx, (batch, row), follow, self.hop.as_ref(), reversed, &self.plan.unique)
        };
        Ok((hops(self.plan.direction, false)?, hops(self.plan.direction.reverse(), true)?))
    }

    /// Whether a search from both ends finds what is wanted: a path that repeats nothing, of whatever length.
    fn is_direct(&self, (left, right): (NodeId, NodeId)) -> bool {
        self.plan.min <= 1 && (left != right || self.plan.min == 0)
    }

    fn begin(&self, ctx: &mut Context<'_>, batch: &Batch, row: usize) -> Result<Option<Search>> {
        let Some(ends) = self.ends(ctx, batch, row)? else { return Ok(None) };
        let hops = self.hops(ctx, batch, row)?;
        let (pool, max) = (ctx.pool().clone(), self.plan.max);
        let mut held = 0;
        let source = if !self.is_direct(ends) {
            Source::ByLength(self.by_length(ctx, (&hops.0, &hops.1), ends, self.plan.min)?)
        } else if self.plan.all || !self.predicates.is_empty() {
            let mut hops = RowHops::new(ctx, &hops.0, &hops.1);
            match meet::<_, Chains>(&mut hops, &pool, ends, max)?.map(Paths::new) {
                None => Source::One(None),
                Some(paths) => {
                    held = paths.held();
                    Source::All(paths)
                }
            }
        } else {
            let met = meet::<_, Links>(&mut RowHops::new(ctx, &hops.0, &hops.1), &pool, ends, max)?;
            ctx.meter().release(met.as_ref().map_or(0, |met| met.held()));
            Source::One(met.map(|met| met.path()))
        };
        Ok(Some(Search { source, next: None, accepted: None, ready: VecDeque::new(), done: false, held }))
    }

    /// How many paths a row has.
    fn count(&self, ctx: &mut Context<'_>, batch: &Batch, row: usize) -> Result<u64> {
        let Some(ends) = self.ends(ctx, batch, row)? else { return Ok(0) };
        if self.is_direct(ends) && self.plan.all {
            let (pool, hops) = (ctx.pool().clone(), self.hops(ctx, batch, row)?);
            let mut hops = RowHops::new(ctx, &hops.0, &hops.1);
            let met = meet::<_, Counts>(&mut hops, &pool, ends, self.plan.max)?;
            ctx.meter().release(met.as_ref().map_or(0, |met| met.held()));
            return Ok(met.map_or(0, |met| met.count()));
        }
        let Some(mut search) = self.begin(ctx, batch, row)? else { return Ok(0) };
        let mut count = 0;
        while !search.done {
            self.refill(ctx, (batch, row), &mut search)?;
            count += search.ready.len() as u64;
            search.ready.clear();
        }
        ctx.meter().release(search.held);
        Ok(count)
    }

    fn by_length(
        &self,
        ctx: &mut Context<'_>,
        hops: (&Hops<'_>, &Hops<'_>),
        (left, right): (NodeId, NodeId),
        from: u64,
    ) -> Result<ByLength> {
        ByLength::new(ctx, hops, (left, right), (from, self.plan.max), self.plan.mode)
    }

    /// Puts the next wanted paths of a row into `ready`, or notes that there are none.
    fn refill(
        &self,
        ctx: &mut Context<'_>,
        (batch, row): (&Batch, usize),
        search: &mut Search,
    ) -> Result<()> {
        while search.ready.is_empty() && !search.done {
            let candidates = self.candidates(ctx, (batch, row), search)?;
            let Some(length) = candidates.first().map(PathValue::len) else {
                search.done = true;
                break;
            };
            if search.accepted.is_some_and(|accepted| length > accepted) {
                search.done = true;
                break;
            }
            let mut wanted = self.satisfying(ctx, batch, row, candidates)?;
            if !wanted.is_empty() {
                search.accepted = Some(length);
            }
            if !self.plan.all && !wanted.is_empty() {
                wanted.truncate(1);
                search.done = true;
            }
            search.ready.extend(wanted);
        }
        Ok(())
    }

    /// Some paths of one length, no shorter than those before; none at the end.
    fn candidates(
        &self,
        ctx: &mut Context<'_>,
        (batch, row): (&Batch, usize),
        search: &mut Search,
    ) -> Result<Vec<PathValue>> {
        let limit = if self.predicates.is_empty() && !self.plan.all { 1 } else { BATCH_ROWS };
        let (forward, backward) = self.hops(ctx, batch, row)?;
        let mut paths: Vec<PathValue> = search.next.take().into_iter().collect();
        while paths.len() < limit {
            let path = match &mut search.source {
                Source::One(path) => path.take(),
                Source::All(paths) => {
                    ctx.meter().step(1)?;
                    paths.next()
                }
                Source::ByLength(by_length) => by_length.next(ctx, &forward)?,
            };
            match (path, &search.source) {
                (Some(path), _) if paths.first().is_none_or(|first| first.len() == path.len()) => {
                    paths.push(path);
                }
                (Some(path), _) => {
                    search.next = Some(path);
                    break;
                }
                // All shortest paths were rejected: longer ones may satisfy the predicates.
                (None, Source::All(found))
                    if paths.is_empty() && search.accepted.is_none() && !self.predicates.is_empty() =>
                {
                    let from = u64::from(found.length()) + 1;
                    let Some(ends) = self.ends(ctx, batch, row)? else { break };
                    let longer = self.by_length(ctx, (&forward, &backward), ends, from)?;
                    search.source = Source::ByLength(longer);
                    ctx.meter().release(std::mem::take(&mut search.held));
                }
                (None, _) => break,
            }
        }
        Ok(paths)
    }

    fn satisfying(
        &self,
        ctx: &mut Context<'_>,
        batch: &Batch,
        row: usize,
        paths: Vec<PathValue>,
    ) -> Result<Vec<PathValue>> {
        if self.predicates.is_empty() {
            return Ok(paths);
        }
        let rows = vec![row as u32; paths.len()];
        let mut candidates = batch.gather_slots(&rows, &self.captured);
        self.set_paths(&mut candidates, &paths)?;
        let mut kept: Vec<u32> = (0..paths.len() as u32).collect();
        for predicate in &self.predicates {
            kept = predicate.select(ctx, Rows { batch: &candidates, selection: Some(&kept) })?;
        }
        Ok(kept.into_iter().map(|at| paths[at as usize].clone()).collect())
    }

    /// Puts paths and the lists of their relationships into their slots.
    fn set_paths(&self, batch: &mut Batch, paths: &[PathValue]) -> Result<()> {
        let lists = paths
            .iter()
            .map(|path| list_value(path.relationships.iter().map(|id| Value::Relationship(*id)).collect()))
            .collect::<Result<_>>()?;
        batch.set(self.plan.relationship, Arc::new(Column::Values(lists)));
        let paths = paths.iter().map(|path| Value::Path(Arc::new(path.clone()))).collect();
        batch.set(self.plan.path, Arc::new(Column::Values(paths)));
        Ok(())
    }

    /// Fills a batch from the current input, or up to its end.
    fn fill(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        let Some((batch, mut row)) = self.current.take() else { return Ok(None) };
        if let Some(weight) = self.weight {
            return self.counted(ctx, &batch, weight);
        }
        let (mut rows, mut paths) = (Vec::new(), Vec::new());
        while row < batch.len() && rows.len() < BATCH_ROWS {
            ctx.meter().step(1)?;
            let search = match self.search.take() {
                Some(search) => Some(search),
                None => self.begin(ctx, &batch, row)?,
            };
            let Some(mut search) = search else {
                row += 1;
                continue;
            };
            self.refill(ctx, (&batch, row), &mut search)?;
            let taken = search.ready.len().min(BATCH_ROWS - rows.len());
            paths.extend(search.ready.drain(..taken));
            rows.resize(paths.len(), row as u32);
            if search.done && search.ready.is_empty() {
                ctx.meter().release(search.held);
                row += 1;
            } else {
                self.search = Some(search);
            }
        }
        let mut result = batch.gather_slots(&rows, &self.carry);
        self.set_paths(&mut result, &paths)?;
        if row < batch.len() {
            self.current = Some((batch, row));
        }
        Ok((!rows.is_empty()).then_some(result))
    }
}

impl ShortestPath {
    /// The rows that have paths, each with their number.
    fn counted(&self, ctx: &mut Context<'_>, batch: &Batch, weight: Slot) -> Result<Option<Batch>> {
        let (mut rows, mut counts) = (Vec::new(), Vec::new());
        for row in 0..batch.len() {
            ctx.meter().step(1)?;
            let count = self.count(ctx, batch, row)?;
            if count > 0 {
                rows.push(row as u32);
                // The largest number stands for that and more, there and here.
                counts.push(i64::try_from(count).unwrap_or(i64::MAX));
            }
        }
        let mut result = batch.gather_slots(&rows, &self.carry);
        result.set(weight, Arc::new(Column::Integers(counts, None)));
        Ok((!rows.is_empty()).then_some(result))
    }
}

impl Operator for ShortestPath {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        ctx.graph().read_relationships_ahead();
        self.current = None;
        if let Some(search) = self.search.take() {
            ctx.meter().release(search.held);
        }
        self.input.open(ctx)
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        loop {
            if self.current.is_none() {
                let Some(batch) = self.input.next(ctx)? else { return Ok(None) };
                self.current = Some((batch, 0));
            }
            if let Some(batch) = self.fill(ctx)? {
                return Ok(Some(batch));
            }
        }
    }
}
