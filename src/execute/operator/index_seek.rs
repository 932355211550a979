//! For each input row, the nodes or relationships an index finds. They are looked up as they are asked for.

use std::collections::VecDeque;

use crate::error::Result;
use crate::execute::batch::{BATCH_ROWS, Batch};
use crate::execute::column::Column;
use crate::execute::context::Context;
use crate::graph::{Direction, NodeId, RelId};
use crate::semantic::bound::Slot;

use super::limit::row_count;
use super::lookup::{LookupPlan, OrderPlan, Resolved, Source, Wanted};
use super::{Input, Operator, extended, ways};

/// How many are found at once at first, when they are found in order.
const FEW: usize = 16;

/// What is bound to what is found.
pub enum Found {
    /// Nodes.
    Node(Slot),
    /// Relationships with their nodes: left, relationship, right, and the direction seen from the left.
    Relationship(Slot, Slot, Slot, Direction),
}

impl Found {
    /// The most ids for which there is room in a batch.
    pub(super) fn room(&self) -> usize {
        match self {
            Found::Relationship(.., Direction::Both) => BATCH_ROWS / 2,
            Found::Node(_) | Found::Relationship(..) => BATCH_ROWS,
        }
    }
}

/// See the module.
pub struct IndexSeek {
    input: Input,
    found: Found,
    plan: LookupPlan,
    carry: Vec<Slot>,
    current: Option<Current>,
    /// How many ids are found at once.
    at_once: usize,
}

/// The rows at hand.
struct Current {
    batch: Batch,
    at: Vec<Resolved>,
    wanted: Vec<Wanted>,
    row: usize,
    /// Of the row, each with the place of what it looks up; none before it is begun.
    sources: Option<VecDeque<(usize, Source)>>,
}

impl IndexSeek {
    /// Over an input; `carry` are the slots of the input needed above.
    pub fn new(input: Input, found: Found, plan: LookupPlan, carry: Vec<Slot>) -> IndexSeek {
        IndexSeek { input, found, plan, carry, current: None, at_once: BATCH_ROWS }
    }

    fn begin(&self, ctx: &mut Context<'_>, batch: Batch) -> Result<Current> {
        let wanted = self.plan.wanted(ctx, &batch)?;
        let at = self.plan.resolve(ctx.graph());
        Ok(Current { batch, at, wanted, row: 0, sources: None })
    }
}

impl Current {
    /// The next ids and their rows; none at the end.
    fn find(
        &mut self,
        ctx: &mut Context<'_>,
        plan: &LookupPlan,
        limit: usize,
    ) -> Result<(Vec<u32>, Vec<u32>)> {
        let (mut rows, mut ids) = (Vec::new(), Vec::new());
        while ids.len() < limit
            && let Some(wanted) = self.wanted.get(self.row)
        {
            let graph = ctx.graph();
            if self.sources.is_none()
                && let Some(looked) = plan.find_few(graph, &self.at, wanted, limit - ids.len(), &mut ids)
            {
                rows.resize(ids.len(), self.row as u32);
                self.row += 1;
                // A row costs something also when nothing is found for it.
                ctx.meter().step(looked.max(1))?;
                continue;
            }
            let mut work = 0;
            let sources = match &mut self.sources {
                Some(sources) => sources,
                none => {
                    let mut all = VecDeque::new();
                    for (place, at) in self.at.iter().enumerate() {
                        let (sources, looked) = plan.sources(graph, at, wanted);
                        work += looked;
                        all.extend(sources.into_iter().map(|source| (place, source)));
                    }
                    none.insert(all)
                }
            };
            match sources.front_mut() {
                Some((place, source)) => {
                    let at = &self.at[*place];
                    let (more, looked) = source.take(graph, at, plan, limit - ids.len(), &mut ids);
                    work += looked;
                    rows.resize(ids.len(), self.row as u32);
                    if !more {
                        sources.pop_front();
                    }
                }
                None => {
                    work += u64::from(rows.last() != Some(&(self.row as u32)));
                    self.row += 1;
                    self.sources = None;
                }
            }
            ctx.meter().step(work)?;
        }
        Ok((rows, ids))
    }
}

impl Operator for IndexSeek {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.current = None;
        self.at_once = self.found.room();
        match &self.plan.order {
            Some(OrderPlan { enough: Some(enough), .. }) => {
                let enough = row_count(ctx, enough, "LIMIT")?;
                self.at_once = usize::try_from(enough).unwrap_or(usize::MAX).clamp(1, self.at_once);
            }
            // Probably not all are wanted.
            Some(OrderPlan { enough: None, .. }) => self.at_once = FEW,
            None => {}
        }
        self.input.open(ctx)
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        loop {
            let Some(current) = &mut self.current else {
                let Some(batch) = self.input.next(ctx)? else { return Ok(None) };
                self.current = Some(self.begin(ctx, batch)?);
                continue;
            };
            let (rows, ids) = current.find(ctx, &self.plan, self.at_once)?;
            if ids.is_empty() {
                self.current = None;
                continue;
            }
            let batch = output(ctx, &current.batch, &self.carry, &self.found, (rows, ids));
            // More are wanted than were thought enough: the rest comes in larger pieces.
            self.at_once = (self.at_once * 2).min(self.found.room());
            if !batch.is_empty() {
                return Ok(Some(batch));
            }
        }
    }
}

/// The rows of these ids.
pub(super) fn output(
    ctx: &Context<'_>,
    input: &Batch,
    carry: &[Slot],
    found: &Found,
    (rows, ids): (Vec<u32>, Vec<u32>),
) -> Batch {
    let (left, relationship, right, direction) = match *found {
        Found::Node(slot) => {
            let nodes = Column::Nodes(ids.into_iter().map(NodeId).collect());
            return extended(input, &rows, carry, [(slot, nodes)]);
        }
        Found::Relationship(left, relationship, right, direction) => (left, relationship, right, direction),
    };
    let (forward, backward) = ways(direction);
    let (mut of, mut relationships, mut lefts, mut rights) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (row, id) in rows.into_iter().zip(ids.into_iter().map(RelId)) {
        let Some(content) = ctx.graph().relationship(id) else { continue };
        let (start, end) = (content.start, content.end);
        let ends = [(forward, start, end), (backward && !(forward && start == end), end, start)];
        for (_, from, to) in ends.into_iter().filter(|(wanted, ..)| *wanted) {
            of.push(row);
            relationships.push(id);
            lefts.push(from);
            rights.push(to);
        }
    }
    let columns = [
        (relationship, Column::Relationships(relationships)),
        (left, Column::Nodes(lefts)),
        (right, Column::Nodes(rights)),
    ];
    extended(input, &of, carry, columns)
}
