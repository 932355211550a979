//! The cheapest paths from one node to all others, the nearest first (Dijkstra 1959).

use crate::error::Result;
use crate::graph::NodeId;

use super::ball::Ball;
use super::hops::{CostedHops, Side};
use super::places::Pool;
use super::route::Route;

/// A search from one node that goes on when it is asked.
pub struct CheapestTree(Ball);

impl CheapestTree {
    /// Begins at a node.
    pub fn new(hops: &impl CostedHops, pool: &Pool, source: NodeId) -> CheapestTree {
        CheapestTree(Ball::new(hops, pool, Side::Forward, source, 0.0))
    }

    /// The number of the next node; the first is the source, the others come by cost.
    pub fn next(&mut self, hops: &mut impl CostedHops) -> Result<Option<u32>> {
        let Some(entry) = self.0.settle() else {
            self.0.release(hops);
            return Ok(None);
        };
        self.0.relax(hops, entry.at, |_, cost, _| Ok(Some(cost)))?;
        Ok(Some(entry.at))
    }

    /// The path to a node that was found.
    pub fn route(&self, number: u32) -> Route {
        self.0.head(number)
    }
}
