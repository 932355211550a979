//! One hop: for each input row, the relationships of a node and the nodes at their other ends.
//!
//! Neighbours are copied from the graph's slices; a hub is continued in the next batch where this one ended.

use std::sync::Arc;

use crate::error::Result;
use crate::execute::batch::{BATCH_ROWS, Batch};
use crate::execute::column::Column;
use crate::execute::context::Context;
use crate::execute::expression::relationships;
use crate::graph::{Direction, NodeId, RelId, TypeId};
use crate::plan::logical;
use crate::semantic::bound::Slot;

use super::{Input, Operator, extended, type_ids, ways};

/// What an expansion yields beside the input's slots.
#[derive(Default)]
struct Found {
    rows: Vec<u32>,
    relationships: Vec<RelId>,
    nodes: Vec<NodeId>,
}

/// Where an expansion goes on: input row, part of the node's adjacency, relationship of that part.
#[derive(Clone, Copy, Default)]
struct Place {
    row: usize,
    part: usize,
    offset: usize,
}

/// Follows the relationships of bound nodes to nodes not bound yet.
pub struct Expand {
    input: Input,
    plan: logical::Expand,
    carry: Vec<Slot>,
    current: Option<(Batch, Arc<Column>)>,
    place: Place,
}

impl Expand {
    /// Over an input; `carry` are the slots of the input needed above.
    pub fn new(input: Input, plan: logical::Expand, carry: Vec<Slot>) -> Expand {
        Expand { input, plan, carry, current: None, place: Place::default() }
    }

    /// The parts of a node's adjacency that are followed: outgoing or incoming, of one type or of all.
    fn parts(&self, ctx: &Context<'_>) -> Vec<(bool, Option<TypeId>)> {
        let (out, back) = ways(self.plan.direction);
        let types: Vec<Option<TypeId>> = match type_ids(ctx.graph(), &self.plan.types) {
            None => vec![None],
            Some(types) => types.into_iter().map(Some).collect(),
        };
        let way = |wanted: bool, outgoing: bool| {
            types.iter().filter(move |_| wanted).map(move |rel_type| (outgoing, *rel_type))
        };
        way(out, true).chain(way(back, false)).collect()
    }

    /// Fills a batch from the current input, or up to its end.
    fn fill(&mut self, ctx: &mut Context<'_>) -> Result<Found> {
        let parts = self.parts(ctx);
        let mut found = Found::default();
        let Some((batch, column)) = &self.current else { return Ok(found) };
        let len = batch.len();
        while self.place.row < len && found.rows.len() < BATCH_ROWS {
            let before = found.rows.len();
            if let Some(node) = column.node(self.place.row)? {
                ctx.check_nodes(&[node])?;
                expand_node(ctx, node, &parts, &mut self.place, &mut found, self.plan.direction);
            } else {
                self.place.part = parts.len();
            }
            ctx.meter().step((found.rows.len() - before) as u64 + 1)?;
            if self.place.part >= parts.len() {
                self.place = Place { row: self.place.row + 1, part: 0, offset: 0 };
            }
        }
        Ok(found)
    }
}

/// Adds a node's relationships from the place on, until there are no more or the batch is full.
fn expand_node(
    ctx: &Context<'_>,
    node: NodeId,
    parts: &[(bool, Option<TypeId>)],
    place: &mut Place,
    found: &mut Found,
    direction: Direction,
) {
    let graph = ctx.graph();
    while let Some((outgoing, rel_type)) = parts.get(place.part) {
        let runs = if *outgoing { graph.outgoing(node, *rel_type) } else { graph.incoming(node, *rel_type) };
        // Followed in both directions, a loop is met twice: it counts where it goes out.
        let skip_loops = direction == Direction::Both && !outgoing;
        let mut skip = place.offset;
        for run in runs {
            if skip >= run.len() {
                skip -= run.len();
                continue;
            }
            let room = BATCH_ROWS.saturating_sub(found.rows.len());
            let part = run.slice(skip, run.len().min(skip + room));
            let is_whole = skip + part.len() == run.len();
            skip = 0;
            place.offset += part.len();
            if skip_loops {
                for entry in part.iter().filter(|entry| entry.neighbour != node) {
                    found.relationships.push(entry.relationship);
                    found.nodes.push(entry.neighbour);
                }
            } else {
                found.relationships.extend_from_slice(part.relationships);
                found.nodes.extend_from_slice(part.neighbours);
            }
            found.rows.resize(found.nodes.len(), place.row as u32);
            if !is_whole {
                return;
            }
        }
        place.part += 1;
        place.offset = 0;
    }
}

/// Takes away the relationships that occur in the unique slots of their input row.
fn remove_used(found: &mut Found, batch: &Batch, unique: &[Slot]) -> Result<()> {
    for slot in unique {
        let used = batch.column(*slot)?;
        let mut kept: Vec<u32> = Vec::with_capacity(found.rows.len());
        match &**used {
            Column::Relationships(used) => {
                for (at, (row, relationship)) in found.rows.iter().zip(&found.relationships).enumerate() {
                    if used[*row as usize] != *relationship {
                        kept.push(at as u32);
                    }
                }
            }
            used => {
                let mut of_row = (u32::MAX, Vec::new());
                for (at, (row, relationship)) in found.rows.iter().zip(&found.relationships).enumerate() {
                    if of_row.0 != *row {
                        of_row = (*row, Vec::new());
                        relationships(used, *row as usize, &mut of_row.1);
                    }
                    if !of_row.1.contains(relationship) {
                        kept.push(at as u32);
                    }
                }
            }
        }
        if kept.len() < found.rows.len() {
            found.rows = kept.iter().map(|at| found.rows[*at as usize]).collect();
            found.relationships = kept.iter().map(|at| found.relationships[*at as usize]).collect();
            found.nodes = kept.iter().map(|at| found.nodes[*at as usize]).collect();
        }
    }
    Ok(())
}

fn columns(plan: &logical::Expand, found: &mut Found) -> [(Slot, Column); 2] {
    [
        (plan.relationship, Column::Relationships(std::mem::take(&mut found.relationships))),
        (plan.to, Column::Nodes(std::mem::take(&mut found.nodes))),
    ]
}

impl Operator for Expand {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.current = None;
        self.input.open(ctx)
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        loop {
            if self.current.is_none() {
                let Some(batch) = self.input.next(ctx)? else { return Ok(None) };
                let column = batch.column(self.plan.from)?.clone();
                self.current = Some((batch, column));
                self.place = Place::default();
            }
            let mut found = self.fill(ctx)?;
            let Some((batch, _)) = &self.current else { continue };
            remove_used(&mut found, batch, &self.plan.unique)?;
            let result = (!found.rows.is_empty()).then(|| {
                let columns = columns(&self.plan, &mut found);
                extended(batch, &found.rows, &self.carry, columns)
            });
            if self.place.row >= batch.len() {
                self.current = None;
            }
            if result.is_some() {
                return Ok(result);
            }
        }
    }
}

/// Finds the relationships between bound nodes.
pub struct ExpandInto {
    input: Input,
    plan: logical::Expand,
    carry: Vec<Slot>,
}

impl ExpandInto {
    /// Over an input; `carry` are the slots of the input needed above.
    pub fn new(input: Input, plan: logical::Expand, carry: Vec<Slot>) -> ExpandInto {
        ExpandInto { input, plan, carry }
    }

    fn find(&self, ctx: &mut Context<'_>, batch: &Batch) -> Result<Found> {
        let (from, to) = (batch.column(self.plan.from)?, batch.column(self.plan.to)?);
        let types: Vec<Option<TypeId>> = match type_ids(ctx.graph(), &self.plan.types) {
            None => vec![None],
            Some(types) => types.into_iter().map(Some).collect(),
        };
        let mut found = Found::default();
        for row in 0..batch.len() {
            let (Some(from), Some(to)) = (from.node(row)?, to.node(row)?) else { continue };
            ctx.check_nodes(&[from, to])?;
            for rel_type in &types {
                for entry in ctx.graph().between(from, to, self.plan.direction, *rel_type) {
                    found.relationships.push(entry.relationship);
                    found.nodes.push(to);
                }
            }
            ctx.meter().step((found.nodes.len() - found.rows.len()) as u64 + 1)?;
            found.rows.resize(found.nodes.len(), row as u32);
        }
        remove_used(&mut found, batch, &self.plan.unique)?;
        Ok(found)
    }
}

impl Operator for ExpandInto {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.input.open(ctx)
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        while let Some(batch) = self.input.next(ctx)? {
            let mut found = self.find(ctx, &batch)?;
            if !found.rows.is_empty() {
                let columns = columns(&self.plan, &mut found);
                return Ok(Some(extended(&batch, &found.rows, &self.carry, columns)));
            }
        }
        Ok(None)
    }
}
