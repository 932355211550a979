//! For each input row, all relationships, or those of some types, with their nodes: read from the slices of what goes
//! out, so that those that begin at a node come one after the other and other types are not looked at.

use crate::error::Result;
use crate::execute::batch::{BATCH_ROWS, Batch};
use crate::execute::column::Column;
use crate::execute::context::Context;
use crate::graph::{Direction, NodeId, RelId};
use crate::semantic::bound::{Name, Slot};

use super::{HopReader, Input, Operator, extended, type_ids, ways};

/// After so many nodes, however few relationships they have, the clock is looked at.
const NODES: usize = 16 * BATCH_ROWS;

/// All relationships of some types with their nodes.
pub struct RelationshipScan {
    input: Input,
    relationship: Slot,
    left: Slot,
    right: Slot,
    direction: Direction,
    types: Vec<Name>,
    carry: Vec<Slot>,
    current: Option<Batch>,
    at: Place,
}

/// Where a scan goes on: input row, node, and how many of the node's relationships are done.
#[derive(Clone, Copy, Default)]
struct Place {
    row: usize,
    node: NodeId,
    done: usize,
}

#[derive(Default)]
struct Found {
    rows: Vec<u32>,
    relationships: Vec<RelId>,
    left: Vec<NodeId>,
    right: Vec<NodeId>,
}

impl Found {
    fn push(&mut self, row: usize, id: RelId, left: NodeId, right: NodeId) {
        self.rows.push(row as u32);
        self.relationships.push(id);
        self.left.push(left);
        self.right.push(right);
    }
}

impl RelationshipScan {
    /// Over an input; `carry` are the slots of the input needed above.
    pub fn new(
        input: Input,
        (left, relationship, right): (Slot, Slot, Slot),
        direction: Direction,
        types: Vec<Name>,
        carry: Vec<Slot>,
    ) -> RelationshipScan {
        let at = Place::default();
        RelationshipScan { input, relationship, left, right, direction, types, carry, current: None, at }
    }

    /// The next relationships of the current row; whether there may be more.
    fn scan(&mut self, ctx: &mut Context<'_>, found: &mut Found) -> Result<bool> {
        let types = type_ids(ctx.graph(), &self.types);
        let mut reader = HopReader::new(ctx.graph(), Direction::Outgoing, &types);
        let before = found.rows.len();
        let mut looked = 0;
        let more = loop {
            let Some(node) = reader.skip_absent(self.at.node) else { break false };
            if found.rows.len() >= BATCH_ROWS || looked >= NODES {
                break true;
            }
            if node != self.at.node {
                self.at = Place { node, done: 0, ..self.at };
            }
            looked += 1;
            self.take(&mut reader, BATCH_ROWS - found.rows.len(), found);
        };
        drop(reader);
        ctx.meter().step((looked + found.rows.len() - before) as u64 + 1)?;
        Ok(more)
    }

    /// At most about `limit` more of the relationships that begin at the node.
    fn take(&mut self, reader: &mut HopReader<'_>, limit: usize, found: &mut Found) {
        let (forward, backward) = ways(self.direction);
        let Place { row, node, done } = self.at;
        let (mut skip, mut room) = (done, limit);
        reader.each_run(node, |run, _| {
            let from = skip.min(run.len());
            let to = run.len().min(from + room);
            (skip, room) = (skip - from, room - (to - from));
            for (end, id) in run.neighbours[from..to].iter().zip(&run.relationships[from..to]) {
                if forward {
                    found.push(row, *id, node, *end);
                }
                if backward && !(forward && *end == node) {
                    found.push(row, *id, *end, node);
                }
            }
        });
        self.at = match room {
            // There may be more.
            0 => Place { done: done + limit, ..self.at },
            // Ids of nodes are below the one that stands for null.
            _ => Place { row, node: NodeId(node.0 + 1), done: 0 },
        };
    }
}

impl Operator for RelationshipScan {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.current = None;
        self.input.open(ctx)
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        loop {
            let Some(len) = self.current.as_ref().map(Batch::len) else {
                self.current = self.input.next(ctx)?;
                self.at = Place::default();
                if self.current.is_none() {
                    return Ok(None);
                }
                continue;
            };
            let mut found = Found::default();
            while self.at.row < len && found.rows.len() < BATCH_ROWS {
                if !self.scan(ctx, &mut found)? {
                    self.at = Place { row: self.at.row + 1, ..Place::default() };
                }
            }
            let columns = [
                (self.relationship, Column::Relationships(found.relationships)),
                (self.left, Column::Nodes(found.left)),
                (self.right, Column::Nodes(found.right)),
            ];
            let result =
                self.current.as_ref().map(|batch| extended(batch, &found.rows, &self.carry, columns));
            if self.at.row >= len {
                self.current = None;
            }
            if result.as_ref().is_some_and(|batch| !batch.is_empty()) {
                return Ok(result);
            }
        }
    }
}
