//! What a cheapest-first search knows: the nodes around its beginning, by what it costs to get there (Dijkstra 1959).

use crate::error::Result;
use crate::graph::{NodeId, RelId};

use super::heap::{Entry, Heap};
use super::hops::{CostedHop, CostedHops, Side};
use super::places::{Lease, Pool, Visit};
use super::route::Route;

/// The best way to a node so far.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    pub cost: f64,
    /// The number of the node before it.
    pub from: u32,
    pub by: RelId,
}

/// Nodes by number, as they were met; the beginning is the first.
#[derive(Debug)]
pub(super) struct Ball {
    pub side: Side,
    pub places: Lease,
    pub nodes: Vec<NodeId>,
    pub ways: Vec<Way>,
    pub heap: Heap,
    /// How many hops were looked at.
    pub looked: usize,
    /// Hops of the node at hand.
    hops: Vec<CostedHop>,
    held: usize,
}

impl Ball {
    pub fn new(hops: &impl CostedHops, pool: &Pool, side: Side, begin: NodeId, rank: f64) -> Ball {
        let mut places = pool.lease(hops.bound());
        places.visit(begin);
        let mut heap = Heap::default();
        heap.push(rank, 0);
        let ways = vec![Way { cost: 0.0, from: 0, by: RelId(0) }];
        Ball { side, places, nodes: vec![begin], ways, heap, looked: 0, hops: Vec::new(), held: 0 }
    }

    /// The cheapest place that was not looked at, of a search that ranks by cost.
    #[inline]
    pub fn settle(&mut self) -> Option<Entry> {
        loop {
            let entry = self.heap.pop()?;
            if entry.cost <= self.ways[entry.at as usize].cost {
                return Some(entry);
            }
        }
    }

    /// Follows the hops from a place. Those to a node that was not reached as cheaply are offered to `rank` with
    /// the cost up to there and the node's number, if it has one already; it tells the place in the queue, or that
    /// the hop is not to be taken.
    pub fn relax(
        &mut self,
        hops: &mut impl CostedHops,
        at: u32,
        mut rank: impl FnMut(&CostedHop, f64, Option<u32>) -> Result<Option<f64>>,
    ) -> Result<()> {
        let mut found = std::mem::take(&mut self.hops);
        found.clear();
        hops.add(self.side, self.nodes[at as usize], &mut found)?;
        self.looked += found.len();
        let before = self.ways[at as usize].cost;
        for hop in &found {
            let cost = before + hop.cost;
            let known = self.places.get(hop.to);
            if known.is_some_and(|number| self.ways[number as usize].cost <= cost) {
                continue;
            }
            let Some(rank) = rank(hop, cost, known)? else { continue };
            let way = Way { cost, from: at, by: hop.by };
            let number = match self.places.visit(hop.to) {
                Visit::Old(number) => {
                    self.ways[number as usize] = way;
                    number
                }
                Visit::New(number) => {
                    self.nodes.push(hop.to);
                    self.ways.push(way);
                    number
                }
            };
            self.heap.push(rank, number);
        }
        self.hops = found;
        self.hold(hops)
    }

    fn hold(&mut self, hops: &mut impl CostedHops) -> Result<()> {
        let bytes = self.nodes.capacity() * size_of::<NodeId>()
            + self.ways.capacity() * size_of::<Way>()
            + self.hops.capacity() * size_of::<CostedHop>()
            + self.heap.bytes();
        if bytes > self.held {
            hops.hold(bytes - self.held)?;
            self.held = bytes;
        }
        Ok(())
    }

    /// Gives back what was counted.
    pub fn release(&mut self, hops: &mut impl CostedHops) {
        hops.release(std::mem::take(&mut self.held));
    }

    /// What it costs at least to get to the beginning from a node. Where that is less than what is to be looked at
    /// next, it is exact.
    #[inline]
    pub fn estimate(&self, node: NodeId) -> f64 {
        let radius = self.heap.least();
        self.places.get(node).map_or(radius, |number| self.ways[number as usize].cost.min(radius))
    }

    /// The way from the source to a place, of a search from there.
    pub fn head(&self, mut at: u32) -> Route {
        let mut numbers = vec![at];
        while at != 0 {
            at = self.ways[at as usize].from;
            numbers.push(at);
        }
        let mut route = Route::at(self.nodes[0]);
        route.costs[0] = self.ways[0].cost;
        for at in numbers.into_iter().rev().skip(1) {
            let way = self.ways[at as usize];
            route.path.relationships.push(way.by);
            route.path.nodes.push(self.nodes[at as usize]);
            route.costs.push(way.cost);
        }
        route
    }

    /// Adds the way from a place to the target, of a search from there. Costs are summed up from the source, so
    /// what each hop costs is asked again; its end was expanded before, so that this is no more than the search
    /// has done.
    pub fn tail(&mut self, hops: &mut impl CostedHops, mut at: u32, route: &mut Route) -> Result<()> {
        while at != 0 {
            let Way { from, by, .. } = self.ways[at as usize];
            let (node, next) = (self.nodes[at as usize], self.nodes[from as usize]);
            self.hops.clear();
            hops.add(Side::Backward, next, &mut self.hops)?;
            let hop = self.hops.iter().filter(|hop| hop.by == by && hop.to == node);
            let cost = hop.map(|hop| hop.cost).fold(f64::INFINITY, f64::min);
            route.push(by, next, cost);
            at = from;
        }
        Ok(())
    }
}
