//! One hop: for each input row, the relationships of a node and the nodes at their other ends.
//!
//! Neighbours are copied from the graph's slices; a hub is continued in the next batch where this one ended.

use std::sync::Arc;

use crate::error::Result;
use crate::execute::batch::{BATCH_ROWS, Batch};
use crate::execute::column::{Column, NULL_NODE};
use crate::execute::context::Context;
use crate::execute::expression::relationships;
use crate::graph::{NodeId, RelId, Run};
use crate::plan::logical;
use crate::semantic::bound::Slot;

use super::hop_reader::{HopReader, append};
use super::{Input, Operator, extended, type_ids};

/// What an expansion yields beside the input's slots.
#[derive(Default)]
struct Found {
    rows: Vec<u32>,
    relationships: Vec<RelId>,
    nodes: Vec<NodeId>,
}

impl Found {
    /// Adds relationships of a node; loops only if they count.
    #[inline]
    fn add(&mut self, run: Run<'_>, loops: bool, node: NodeId) {
        if loops {
            append(&mut self.relationships, run.relationships);
            append(&mut self.nodes, run.neighbours);
            return;
        }
        for (end, relationship) in run.neighbours.iter().zip(run.relationships) {
            if *end != node {
                self.relationships.push(*relationship);
                self.nodes.push(*end);
            }
        }
    }
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

    /// Fills a batch from the current input, or up to its end.
    fn fill(&mut self, ctx: &mut Context<'_>) -> Result<Found> {
        let mut found = Found::default();
        let Some((batch, column)) = &self.current else { return Ok(found) };
        let types = type_ids(ctx.graph(), &self.plan.types);
        let mut reader = HopReader::new(ctx.graph(), self.plan.direction, &types);
        let (len, first) = (batch.len(), self.place.row);
        while self.place.row < len && found.rows.len() < BATCH_ROWS {
            let node = match &**column {
                Column::Nodes(ids) => Some(ids[self.place.row]).filter(|node| *node != NULL_NODE),
                other => other.node(self.place.row)?,
            };
            let is_done = match node {
                None => true,
                Some(node) => {
                    ctx.check_nodes(&[node])?;
                    let is_begun = self.place.part > 0 || self.place.offset > 0;
                    if !is_begun && reader.degree(node) <= BATCH_ROWS - found.rows.len() {
                        expand_whole(&mut reader, node, self.place.row, &mut found);
                        true
                    } else {
                        expand_part(&mut reader, node, &mut self.place, &mut found);
                        self.place.part >= reader.parts()
                    }
                }
            };
            if is_done {
                self.place = Place { row: self.place.row + 1, part: 0, offset: 0 };
            }
        }
        drop(reader);
        let steps = found.rows.len() + self.place.row.abs_diff(first) + 1;
        ctx.meter().step(steps as u64)?;
        Ok(found)
    }
}

/// Adds all relationships of a node.
#[inline]
fn expand_whole(reader: &mut HopReader<'_>, node: NodeId, row: usize, found: &mut Found) {
    reader.each_run(node, |run, loops| found.add(run, loops, node));
    found.rows.resize(found.nodes.len(), row as u32);
}

/// Adds a node's relationships from the place on, until there are no more or the batch is full.
fn expand_part(reader: &mut HopReader<'_>, node: NodeId, place: &mut Place, found: &mut Found) {
    while place.part < reader.parts() {
        let (runs, loops) = reader.part(place.part, node);
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
            found.add(part, loops, node);
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
        let types = type_ids(ctx.graph(), &self.plan.types);
        let mut reader = HopReader::new(ctx.graph(), self.plan.direction, &types);
        let mut found = Found::default();
        for row in 0..batch.len() {
            let (Some(from), Some(to)) = (from.node(row)?, to.node(row)?) else { continue };
            ctx.check_nodes(&[from, to])?;
            reader.each_between(from, to, |run| append(&mut found.relationships, run.relationships));
            found.nodes.resize(found.relationships.len(), to);
            found.rows.resize(found.nodes.len(), row as u32);
        }
        drop(reader);
        ctx.meter().step((found.rows.len() + batch.len()) as u64)?;
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
