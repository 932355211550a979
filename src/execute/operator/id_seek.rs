//! For each input row, the nodes with given ids.

use std::collections::HashSet;

use crate::error::Result;
use crate::execute::batch::{BATCH_ROWS, Batch};
use crate::execute::column::Column;
use crate::execute::context::Context;
use crate::execute::expression::Expression;
use crate::graph::NodeId;
use crate::semantic::bound::Slot;
use crate::value::Value;

use super::{Input, Operator, extended};

/// Nodes found for the rows of a batch, handed out in pieces.
#[derive(Default)]
struct Matches {
    input: Option<Batch>,
    rows: Vec<u32>,
    nodes: Vec<NodeId>,
    from: usize,
}

impl Matches {
    fn next(&mut self, slot: Slot, carry: &[Slot]) -> Option<Batch> {
        let input = self.input.as_ref()?;
        let to = self.nodes.len().min(self.from + BATCH_ROWS);
        let range = self.from..to;
        if range.is_empty() {
            self.input = None;
            return None;
        }
        self.from = to;
        let nodes = Column::Nodes(self.nodes[range.clone()].to_vec());
        Some(extended(input, &self.rows[range], carry, [(slot, nodes)]))
    }
}

/// Nodes with given ids.
pub struct IdSeek {
    input: Input,
    slot: Slot,
    ids: Expression,
    carry: Vec<Slot>,
    matches: Matches,
}

impl IdSeek {
    /// Over an input; `carry` are the slots of the input needed above.
    pub fn new(input: Input, slot: Slot, ids: Expression, carry: Vec<Slot>) -> IdSeek {
        IdSeek { input, slot, ids, carry, matches: Matches::default() }
    }
}

impl Operator for IdSeek {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.matches = Matches::default();
        self.input.open(ctx)
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        loop {
            if let Some(batch) = self.matches.next(self.slot, &self.carry) {
                return Ok(Some(batch));
            }
            let Some(batch) = self.input.next(ctx)? else { return Ok(None) };
            let ids = self.ids.evaluate_batch(ctx, &batch)?;
            let (mut rows, mut nodes) = (Vec::new(), Vec::new());
            for row in 0..batch.len() {
                let wanted = super::project::elements(ids.value(row));
                ctx.meter().step(wanted.len() as u64)?;
                // What is listed twice is found once.
                let mut seen = HashSet::new();
                let of_row = wanted.iter().filter_map(node_id).filter(|node| ctx.graph().node_exists(*node));
                nodes.extend(of_row.filter(|node| wanted.len() == 1 || seen.insert(*node)));
                rows.resize(nodes.len(), row as u32);
            }
            self.matches = Matches { input: Some(batch), rows, nodes, from: 0 };
        }
    }
}

/// The node that an `id` or an `elementId` names; other values name none.
fn node_id(value: &Value) -> Option<NodeId> {
    let id = match value {
        Value::Integer(id) => *id,
        Value::Float(id) if id.fract() == 0.0 => *id as i64,
        Value::String(text) => text.strip_prefix('n')?.parse().ok()?,
        _ => return None,
    };
    u32::try_from(id).ok().map(NodeId)
}
