//! For each input row, all nodes, or all nodes with one of some labels.

use crate::error::Result;
use crate::execute::batch::{BATCH_ROWS, Batch};
use crate::execute::column::Column;
use crate::execute::context::Context;
use crate::graph::NodeId;
use crate::semantic::bound::{Name, Slot};

use super::{Input, Operator, extended};

/// All nodes, or those with one of some labels.
pub struct NodeScan {
    input: Input,
    slot: Slot,
    labels: Vec<Name>,
    carry: Vec<Slot>,
    current: Option<Batch>,
    /// The input row, and the node from which its scan goes on.
    at: (usize, NodeId),
}

impl NodeScan {
    /// Over an input, of all nodes without labels; `carry` are the slots of the input needed above.
    pub fn new(input: Input, slot: Slot, labels: Vec<Name>, carry: Vec<Slot>) -> NodeScan {
        NodeScan { input, slot, labels, carry, current: None, at: (0, NodeId(0)) }
    }

    /// The next nodes for the current row, at most `limit`.
    fn scan(&self, ctx: &Context<'_>, limit: usize) -> Vec<NodeId> {
        let graph = ctx.graph();
        if self.labels.is_empty() {
            return graph.nodes_from(self.at.1).take(limit).collect();
        }
        let known = self.labels.iter().filter_map(|name| graph.catalog().label(name));
        let mut lists: Vec<_> = known.map(|label| graph.nodes_with_label_from(label, self.at.1)).collect();
        match lists.as_mut_slice() {
            [] => Vec::new(),
            [list] => list.take(limit).collect(),
            _ => merged(lists, limit),
        }
    }
}

/// The first of several ascending lists together, each once.
fn merged(lists: Vec<impl Iterator<Item = NodeId>>, limit: usize) -> Vec<NodeId> {
    let mut lists: Vec<_> = lists.into_iter().map(Iterator::peekable).collect();
    let mut found = Vec::new();
    while found.len() < limit
        && let Some(least) = lists.iter_mut().filter_map(|list| list.peek().copied()).min()
    {
        found.push(least);
        for list in &mut lists {
            list.next_if_eq(&least);
        }
    }
    found
}

impl Operator for NodeScan {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.current = None;
        self.input.open(ctx)
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        loop {
            let Some(batch) = &self.current else {
                self.current = self.input.next(ctx)?;
                self.at = (0, NodeId(0));
                if self.current.is_none() {
                    return Ok(None);
                }
                continue;
            };
            let (mut rows, mut nodes) = (Vec::with_capacity(BATCH_ROWS), Vec::with_capacity(BATCH_ROWS));
            let len = batch.len();
            while self.at.0 < len && nodes.len() < BATCH_ROWS {
                let limit = BATCH_ROWS - nodes.len();
                let found = self.scan(ctx, limit);
                rows.resize(rows.len() + found.len(), self.at.0 as u32);
                self.at = match found.last() {
                    Some(last) if found.len() == limit && last.0 < u32::MAX => {
                        (self.at.0, NodeId(last.0 + 1))
                    }
                    _ => (self.at.0 + 1, NodeId(0)),
                };
                nodes.extend(found);
                ctx.meter().step(1)?;
            }
            ctx.meter().step(nodes.len() as u64)?;
            let result = match &self.current {
                Some(batch) if !nodes.is_empty() => {
                    Some(extended(batch, &rows, &self.carry, [(self.slot, Column::Nodes(nodes))]))
                }
                _ => None,
            };
            if self.at.0 >= len {
                self.current = None;
            }
            if result.is_some() {
                return Ok(result);
            }
        }
    }
}
