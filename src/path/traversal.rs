//! All nodes that can be reached from one, in the order of a breadth-first or a depth-first search, each with the way there.

use std::collections::VecDeque;
use std::ops::ControlFlow;

use crate::error::Result;
use crate::graph::{NodeId, RelId};
use crate::value::PathValue;

use super::hops::{Hops, Side};
use super::places::{Lease, Pool, Visit};

/// Which node comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The one that was met first.
    BreadthFirst,
    /// The first that was not visited of those that the node at hand leads to.
    DepthFirst,
}

/// A search that goes on when it is asked.
#[derive(Debug)]
pub struct Traversal {
    order: Order,
    places: Lease,
    waiting: VecDeque<Visited>,
    /// Those visited, in order.
    visited: Vec<Visited>,
    max: Option<u64>,
    held: usize,
}

/// A node and the hop that led to it.
#[derive(Clone, Copy, Debug)]
struct Visited {
    node: NodeId,
    /// The number of the node before it.
    from: u32,
    by: RelId,
    depth: u32,
}

impl Traversal {
    /// Begins at a node; none is farther away than `max` hops.
    pub fn new(hops: &impl Hops, pool: &Pool, order: Order, source: NodeId, max: Option<u64>) -> Traversal {
        let first = Visited { node: source, from: 0, by: RelId(0), depth: 0 };
        Traversal {
            order,
            places: pool.lease(hops.bound()),
            waiting: VecDeque::from([first]),
            visited: Vec::new(),
            max,
            held: 0,
        }
    }

    /// The next node; the first is the source.
    pub fn next<H: Hops>(&mut self, hops: &mut H) -> Result<Option<NodeId>> {
        loop {
            let next = match self.order {
                Order::BreadthFirst => self.waiting.pop_front(),
                Order::DepthFirst => self.waiting.pop_back(),
            };
            let Some(next) = next else { break };
            let Visit::New(number) = self.places.visit(next.node) else { continue };
            self.visited.push(next);
            if self.max.is_none_or(|max| u64::from(next.depth) < max) {
                self.enter(hops, number, next)?;
            }
            return Ok(Some(next.node));
        }
        hops.release(std::mem::take(&mut self.held));
        Ok(None)
    }

    /// Lets the nodes wait that a node leads to.
    fn enter<H: Hops>(&mut self, hops: &mut H, number: u32, visited: Visited) -> Result<()> {
        let Traversal { places, waiting, .. } = self;
        let before = waiting.len();
        hops.each(Side::Forward, visited.node, &mut |hop| {
            if places.get(hop.to).is_none() {
                let depth = visited.depth + 1;
                waiting.push_back(Visited { node: hop.to, from: number, by: hop.by, depth });
            }
            ControlFlow::Continue(())
        })?;
        if self.order == Order::DepthFirst {
            // The last is taken first.
            waiting.make_contiguous()[before..].reverse();
        }
        let bytes = (waiting.capacity() + self.visited.capacity()) * size_of::<Visited>();
        if bytes > self.held {
            hops.hold(bytes - self.held)?;
            self.held = bytes;
        }
        Ok(())
    }

    /// The way by which the node was reached that came last.
    pub fn path(&self) -> Option<PathValue> {
        let mut at = self.visited.len().checked_sub(1)?;
        let mut path = PathValue { nodes: vec![self.visited[at].node], relationships: Vec::new() };
        while at != 0 {
            let Visited { from, by, .. } = self.visited[at];
            at = from as usize;
            path.relationships.push(by);
            path.nodes.push(self.visited[at].node);
        }
        path.nodes.reverse();
        path.relationships.reverse();
        Some(path)
    }
}
