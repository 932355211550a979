//! `DELETE`: first all targets are found, then relationships are deleted, then nodes. That no relationship is
//! left without its nodes is checked when the statement ends.

use std::collections::BTreeSet;

use crate::error::{Error, Result};
use crate::execute::batch::Batch;
use crate::execute::context::Context;
use crate::execute::expression::Expression;
use crate::graph::{Direction, NodeId, RelId};
use crate::value::Value;

use super::{Held, Input, Operator};

/// `[DETACH] DELETE`
pub struct Delete {
    input: Input,
    detach: bool,
    targets: Vec<Expression>,
    held: Held,
    ready: Option<std::vec::IntoIter<Batch>>,
}

/// What is to be deleted.
#[derive(Default)]
struct Doomed {
    nodes: BTreeSet<NodeId>,
    relationships: BTreeSet<RelId>,
}

impl Doomed {
    fn add(&mut self, value: &Value) -> Result<()> {
        match value {
            Value::Null => {}
            Value::Node(node) => {
                self.nodes.insert(*node);
            }
            Value::Relationship(relationship) => {
                self.relationships.insert(*relationship);
            }
            Value::Path(path) => {
                self.nodes.extend(&path.nodes);
                self.relationships.extend(&path.relationships);
            }
            other => {
                return Err(Error::type_error(
                    "InvalidArgumentType",
                    format!("only nodes, relationships and paths can be deleted, not {}", other.type_name()),
                ));
            }
        }
        Ok(())
    }
}

impl Delete {
    /// Over an input.
    pub fn new(input: Input, detach: bool, targets: Vec<Expression>) -> Delete {
        Delete { input, detach, targets, held: Held::default(), ready: None }
    }

    fn run(&self, ctx: &mut Context<'_>, batches: &[Batch]) -> Result<()> {
        let mut doomed = Doomed::default();
        for batch in batches {
            for target in &self.targets {
                let column = target.evaluate_batch(ctx, batch)?;
                for row in 0..column.len() {
                    doomed.add(&column.value(row)).map_err(|error| error.at(target.span()))?;
                }
            }
        }
        if self.detach {
            for node in &doomed.nodes {
                let entries = ctx.graph().expand(*node, Direction::Both, None);
                doomed.relationships.extend(entries.map(|entry| entry.relationship));
            }
        }
        for relationship in doomed.relationships {
            ctx.meter().step(1)?;
            // Deleting what an earlier clause deleted changes nothing.
            if ctx.graph().relationship_exists(relationship) {
                ctx.write()?.delete_relationship(relationship)?;
                ctx.counters().relationships_deleted += 1;
            }
        }
        for node in doomed.nodes {
            ctx.meter().step(1)?;
            if ctx.graph().node_exists(node) {
                ctx.write()?.delete_node(node)?;
                ctx.counters().nodes_deleted += 1;
            }
        }
        Ok(())
    }
}

impl Operator for Delete {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.held.clear(ctx);
        self.ready = None;
        self.input.open(ctx)
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        if self.ready.is_none() {
            self.held.drain(ctx, &mut self.input)?;
            let batches = std::mem::take(&mut self.held.batches);
            self.run(ctx, &batches)?;
            self.ready = Some(batches.into_iter());
        }
        Ok(self.ready.as_mut().and_then(Iterator::next))
    }
}
