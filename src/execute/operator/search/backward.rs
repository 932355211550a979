//! How far the end of a search is at least: Dijkstra's algorithm from there, against the automaton, without its counters and
//! without the conditions that read more than a hop. It goes only as far as it is asked to.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use rustc_hash::FxHashMap;

use crate::error::Result;
use crate::execute::context::Context;
use crate::graph::NodeId;

use super::arena::Held;
use super::product::Product;

/// A cost by which heaps are ordered; never NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cost(pub f64);

impl Eq for Cost {}

impl PartialOrd for Cost {
    fn partial_cmp(&self, other: &Cost) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Cost {
    fn cmp(&self, other: &Cost) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// See the module. Distances are in hops or costs, as the product counts them.
pub struct Backward {
    settled: FxHashMap<(u32, NodeId), f64>,
    queue: BinaryHeap<Reverse<(Cost, u32, NodeId)>>,
    /// What is not settled is at least as far.
    radius: f64,
    /// By step: positions from which it can be taken.
    before: Vec<Vec<u32>>,
    held: Held,
}

impl Backward {
    /// From the node where paths must end.
    pub fn new(product: &Product, target: NodeId) -> Backward {
        let mut before: Vec<Vec<u32>> = product.automaton.steps.iter().map(|_| Vec::new()).collect();
        let mut queue = BinaryHeap::new();
        for (position, edges) in product.automaton.exits.iter().enumerate() {
            for edge in edges {
                match edge.step {
                    None => queue.push(Reverse((Cost(0.0), position as u32, target))),
                    Some(step) => before[step].push(position as u32),
                }
            }
        }
        Backward { settled: FxHashMap::default(), queue, radius: 0.0, before, held: Held::default() }
    }

    /// The distance from a node at a position, if it is known.
    pub fn settled(&self, position: usize, node: NodeId) -> Option<f64> {
        self.settled.get(&(position as u32, node)).copied()
    }

    /// At least so far; infinite where the end cannot be reached.
    pub fn bound(&self, position: usize, node: NodeId) -> f64 {
        self.settled(position, node).unwrap_or(self.radius)
    }

    /// Goes on until the distance of a node is known, or what is not known is farther than `enough`.
    pub fn settle(
        &mut self,
        ctx: &mut Context<'_>,
        product: &Product,
        (position, node): (usize, NodeId),
        enough: f64,
    ) -> Result<()> {
        while self.settled(position, node).is_none() && self.radius <= enough {
            if !self.advance(ctx, product)? {
                break;
            }
        }
        Ok(())
    }

    /// Finds everything from where the end can be reached in so many hops.
    pub fn exhaust(&mut self, ctx: &mut Context<'_>, product: &Product, most: Option<u64>) -> Result<()> {
        while most.is_none_or(|most| self.radius <= most as f64) && self.advance(ctx, product)? {}
        Ok(())
    }

    /// Settles the nearest node that is not yet; false when there is none.
    fn advance(&mut self, ctx: &mut Context<'_>, product: &Product) -> Result<bool> {
        while let Some(Reverse((cost, position, node))) = self.queue.pop() {
            self.radius = cost.0;
            if self.settled.contains_key(&(position, node)) {
                continue;
            }
            self.settled.insert((position, node), cost.0);
            self.held.raise(ctx, self.settled.len() * 40 + self.queue.len() * 16)?;
            // The step that leads to this position.
            let Some(step) = (position as usize).checked_sub(1) else { return Ok(true) };
            for (from, added) in product.arrivals(ctx, step, node)? {
                for before in &self.before[step] {
                    if !self.settled.contains_key(&(*before, from)) {
                        self.queue.push(Reverse((Cost(cost.0 + added), *before, from)));
                    }
                }
            }
            return Ok(true);
        }
        self.radius = f64::INFINITY;
        Ok(false)
    }

    /// Gives the memory back.
    pub fn release(&mut self, ctx: &mut Context<'_>) {
        self.held.release(ctx);
    }
}
