//! Both nodes of bound relationships.

use crate::error::Result;
use crate::execute::batch::Batch;
use crate::execute::column::Column;
use crate::execute::context::Context;
use crate::execute::expression::relationships;
use crate::graph::{Direction, NodeId, RelId, Relationship};
use crate::semantic::bound::{Name, Slot};

use super::{Input, Operator, extended, is_wanted, type_ids, ways};

/// For each row with a relationship, its nodes as a pattern sees them.
pub struct Endpoints {
    /// The rows.
    pub input: Input,
    /// The bound relationship.
    pub relationship: Slot,
    /// The pattern's left and right nodes.
    pub ends: (Slot, Slot),
    /// Whether each of them is bound already.
    pub bound: (bool, bool),
    /// Seen from the left.
    pub direction: Direction,
    /// Any of these; empty for all.
    pub types: Vec<Name>,
    /// Slots whose relationships must differ.
    pub unique: Vec<Slot>,
    /// The slots of the input needed above.
    pub carry: Vec<Slot>,
}

impl Endpoints {
    /// How the pattern can see the relationship: its left and right node, once or in both directions.
    fn views(&self, content: Relationship) -> impl Iterator<Item = (NodeId, NodeId)> {
        let (forward, backward) = ways(self.direction);
        let backward = backward && !(forward && content.start == content.end);
        let forward = forward.then_some((content.start, content.end));
        forward.into_iter().chain(backward.then_some((content.end, content.start)))
    }

    fn is_used(&self, batch: &Batch, row: usize, relationship: RelId) -> Result<bool> {
        let mut used = Vec::new();
        for slot in &self.unique {
            relationships(batch.column(*slot)?, row, &mut used);
        }
        Ok(used.contains(&relationship))
    }

    fn run(&self, ctx: &mut Context<'_>, batch: &Batch) -> Result<Batch> {
        let types = type_ids(ctx.graph(), &self.types);
        let column = batch.column(self.relationship)?;
        let bound = |is_bound: bool, slot: Slot| is_bound.then(|| batch.column(slot)).transpose();
        let (left_bound, right_bound) =
            (bound(self.bound.0, self.ends.0)?, bound(self.bound.1, self.ends.1)?);
        let (mut rows, mut left, mut right) = (Vec::new(), Vec::new(), Vec::new());
        for row in 0..batch.len() {
            let Some(id) = column.relationship(row)? else { continue };
            ctx.check_relationships(&[id])?;
            let Some(content) = ctx.graph().relationship(id) else { continue };
            if !is_wanted(&types, content.rel_type) || self.is_used(batch, row, id)? {
                continue;
            }
            let wanted_left = left_bound.map(|column| column.node(row)).transpose()?;
            let wanted_right = right_bound.map(|column| column.node(row)).transpose()?;
            for (start, end) in self.views(content) {
                let agrees = |wanted: Option<Option<NodeId>>, node| wanted.is_none_or(|it| it == Some(node));
                if agrees(wanted_left, start) && agrees(wanted_right, end) {
                    rows.push(row as u32);
                    left.push(start);
                    right.push(end);
                }
            }
        }
        let columns = [(self.ends.0, Column::Nodes(left)), (self.ends.1, Column::Nodes(right))];
        Ok(extended(batch, &rows, &self.carry, columns))
    }
}

impl Operator for Endpoints {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.input.open(ctx)
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        while let Some(batch) = self.input.next(ctx)? {
            ctx.meter().step(batch.len() as u64)?;
            let result = self.run(ctx, &batch)?;
            if !result.is_empty() {
                return Ok(Some(result));
            }
        }
        Ok(None)
    }
}
