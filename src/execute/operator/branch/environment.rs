//! What is bound above a branch: values of the row, and of the hops that led to it.

use crate::error::Result;
use crate::execute::batch::Batch;
use crate::execute::column::{Column, NULL_NODE};
use crate::execute::expression::relationships as relationships_in;
use crate::graph::{GraphState, NodeId, RelId};
use crate::semantic::bound::Slot;
use crate::value::Value;

/// A value above.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    Null,
    Node(NodeId),
    /// Equal to no node.
    Other,
}

/// A relationship that is used, and its nodes if they are known.
#[derive(Clone, Copy)]
pub struct Used {
    pub relationship: RelId,
    pub ends: Option<(NodeId, NodeId)>,
}

impl Used {
    /// Its nodes, if it exists.
    #[inline]
    pub fn ends(&self, graph: &GraphState) -> Option<(NodeId, NodeId)> {
        self.ends
            .or_else(|| graph.relationship(self.relationship).map(|content| (content.start, content.end)))
    }
}

/// Values by slot.
#[derive(Default)]
pub struct Environment {
    nodes: Vec<Bound>,
    /// Several for a list.
    relationships: Vec<Vec<Used>>,
}

impl Environment {
    /// With room for so many slots.
    pub fn new(width: usize) -> Environment {
        Environment { nodes: vec![Bound::Null; width], relationships: vec![Vec::new(); width] }
    }

    /// The node in a slot.
    #[inline]
    pub fn node(&self, slot: Slot) -> Bound {
        self.nodes[slot as usize]
    }

    #[inline]
    pub fn set_node(&mut self, slot: Slot, node: NodeId) {
        self.nodes[slot as usize] = Bound::Node(node);
    }

    /// The relationships in some slots.
    #[inline]
    pub fn used<'a>(&'a self, slots: &'a [Slot]) -> impl Iterator<Item = Used> + 'a {
        slots.iter().flat_map(|slot| self.relationships[*slot as usize].iter().copied())
    }

    #[inline]
    pub fn set_relationship(&mut self, slot: Slot, used: Used) {
        let place = &mut self.relationships[slot as usize];
        place.clear();
        place.push(used);
    }

    /// Sets slots of nodes, and of relationships or lists of them, from a row.
    pub fn read_row(
        &mut self,
        batch: &Batch,
        row: usize,
        nodes: &[Slot],
        relationships: &[Slot],
    ) -> Result<()> {
        for slot in nodes {
            self.nodes[*slot as usize] = match &**batch.column(*slot)? {
                Column::Nodes(nodes) if nodes[row] != NULL_NODE => Bound::Node(nodes[row]),
                column => match column.value(row) {
                    Value::Null => Bound::Null,
                    Value::Node(node) => Bound::Node(node),
                    _ => Bound::Other,
                },
            };
        }
        for slot in relationships {
            let mut found = Vec::new();
            relationships_in(batch.column(*slot)?, row, &mut found);
            let place = &mut self.relationships[*slot as usize];
            place.clear();
            place.extend(found.into_iter().map(|relationship| Used { relationship, ends: None }));
        }
        Ok(())
    }
}
