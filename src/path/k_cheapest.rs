//! The cheapest paths without repeated nodes, one after the other (Yen 1971), each leaving the one before it no
//! earlier than that left its own (Lawler 1972).
//!
//! The search for the first path comes from both ends. What it knows of the way to the target stays true when
//! parts of the graph are forbidden: it is a lower bound, and where its path is not forbidden, the rest of the
//! path. So each search for a deviation meets the kept half, and ends as soon as it can only find paths that
//! nobody asks for.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::error::Result;
use crate::graph::{NodeId, RelId};

use super::ball::Ball;
use super::cheapest::Joined;
use super::hops::{CostedHops, Side};
use super::places::{Lease, Pool};
use super::route::Route;

/// The cheapest paths between two nodes. Two paths differ if their relationships do.
pub struct KCheapest {
    pool: Pool,
    source: NodeId,
    target: NodeId,
    /// How many will be asked for, if that is known.
    wanted: Option<usize>,
    /// The search from the target, which goes on when those for deviations look at more than it did.
    backward: Option<Ball>,
    /// Those handed out.
    accepted: Vec<Candidate>,
    candidates: BinaryHeap<Candidate>,
    begun: bool,
    held: usize,
}

/// A path, and the place of the node where it leaves the one that it was made of.
struct Candidate {
    route: Route,
    deviates: usize,
}

impl KCheapest {
    /// Searches nothing yet. `wanted` bounds how many paths will be asked for.
    pub fn new(pool: &Pool, source: NodeId, target: NodeId, wanted: Option<usize>) -> KCheapest {
        KCheapest {
            pool: pool.clone(),
            source,
            target,
            wanted,
            backward: None,
            accepted: Vec::new(),
            candidates: BinaryHeap::new(),
            begun: false,
            held: 0,
        }
    }

    /// The next path: no cheaper than those before.
    pub fn next(&mut self, hops: &mut impl CostedHops) -> Result<Option<Route>> {
        if self.wanted.is_some_and(|wanted| self.accepted.len() >= wanted) {
            return Ok(None);
        }
        match std::mem::replace(&mut self.begun, true) {
            false => self.begin(hops)?,
            true => self.deviate(hops)?,
        }
        let next = self.candidates.pop();
        let route = next.as_ref().map(|candidate| candidate.route.clone());
        match next {
            Some(candidate) => self.accepted.push(candidate),
            None => self.release(hops),
        }
        Ok(route)
    }

    /// Gives back what was counted.
    pub fn release(&mut self, hops: &mut impl CostedHops) {
        if let Some(mut ball) = self.backward.take() {
            ball.release(hops);
        }
        hops.release(std::mem::take(&mut self.held));
    }

    fn begin(&mut self, hops: &mut impl CostedHops) -> Result<()> {
        if self.source == self.target {
            return self.keep(hops, Candidate { route: Route::at(self.source), deviates: 0 });
        }
        let mut joined = Joined::search(hops, &self.pool, self.source, self.target, true)?;
        let route = joined.route(hops)?;
        joined.forward.release(hops);
        self.backward = Some(joined.backward);
        match route {
            Some(route) => self.keep(hops, Candidate { route, deviates: 0 }),
            None => Ok(()),
        }
    }

    fn keep(&mut self, hops: &mut impl CostedHops, candidate: Candidate) -> Result<()> {
        let bytes = size_of::<Candidate>() + candidate.route.len() * 16;
        hops.hold(bytes)?;
        self.held += bytes;
        self.candidates.push(candidate);
        Ok(())
    }

    /// Searches the deviations of the path handed out last.
    fn deviate(&mut self, hops: &mut impl CostedHops) -> Result<()> {
        let Some(last) = self.accepted.last() else { return Ok(()) };
        let (route, first) = (last.route.clone(), last.deviates);
        let mut prefix = self.pool.lease(hops.bound());
        for (at, node) in route.path.nodes.iter().take(route.len()).enumerate() {
            // The path up to the deviation is not crossed, and its last node is left by a new hop.
            prefix.visit(*node);
            if at < first {
                continue;
            }
            let used = self.used(&route, at);
            let limit = self.limit();
            if let Some(found) = self.spur(hops, &route.until(at), (&prefix, &used), limit)? {
                self.keep(hops, Candidate { route: found, deviates: at })?;
            }
        }
        Ok(())
    }

    /// By which relationships the accepted paths that begin alike go on from their n-th node.
    fn used(&self, route: &Route, node: usize) -> Vec<RelId> {
        let begins_alike = |other: &&Candidate| {
            let path = &other.route.path.relationships;
            path.len() > node && path[..node] == route.path.relationships[..node]
        };
        self.accepted.iter().filter(begins_alike).map(|it| it.route.path.relationships[node]).collect()
    }

    /// A path that costs no less will not be asked for.
    fn limit(&self) -> f64 {
        let Some(wanted) = self.wanted else { return f64::INFINITY };
        let missing = wanted.saturating_sub(self.accepted.len());
        if missing == 0 || self.candidates.len() < missing {
            return f64::INFINITY;
        }
        let mut costs: Vec<f64> = self.candidates.iter().map(|candidate| candidate.route.cost()).collect();
        costs.sort_by(f64::total_cmp);
        costs[missing - 1]
    }

    /// The cheapest path that begins with a prefix, goes on by none of the used relationships and is cheaper than the limit.
    fn spur(
        &mut self,
        hops: &mut impl CostedHops,
        begin: &Route,
        (prefix, used): (&Lease, &[RelId]),
        limit: f64,
    ) -> Result<Option<Route>> {
        let Some(backward) = &mut self.backward else { return Ok(None) };
        let before = begin.cost();
        let mut ball = Ball::new(hops, &self.pool, Side::Forward, begin.end(), 0.0);
        // Costs are summed up from the source.
        ball.ways[0].cost = before;
        // By place, what its way cost when its hops were followed.
        let mut followed: Vec<f64> = Vec::new();
        let mut found = None;
        while let Some(entry) = ball.heap.pop() {
            let (node, cost) = (ball.nodes[entry.at as usize], ball.ways[entry.at as usize].cost);
            followed.resize(ball.nodes.len(), f64::INFINITY);
            if followed[entry.at as usize] <= cost {
                continue;
            }
            // The estimate may have grown since, but for rounding.
            let whole = cost + backward.estimate(node);
            if entry.at != 0 && whole > entry.cost {
                if whole < limit {
                    ball.heap.push(whole, entry.at);
                }
                continue;
            }
            if entry.at != 0
                && let Some(rest) = open_rest(backward, node, prefix)
            {
                let mut route = joined(begin, &ball.head(entry.at));
                backward.tail(hops, rest, &mut route)?;
                found = Some(route);
                break;
            }
            followed[entry.at as usize] = cost;
            ball.relax(hops, entry.at, |hop, cost, _| {
                if prefix.get(hop.to).is_some() || (entry.at == 0 && used.contains(&hop.by)) {
                    return Ok(None);
                }
                let whole = cost + backward.estimate(hop.to);
                Ok((whole < limit).then_some(whole))
            })?;
            while ball.looked > backward.looked
                && let Some(entry) = backward.settle()
            {
                backward.relax(hops, entry.at, |_, cost, _| Ok(Some(cost)))?;
            }
        }
        ball.release(hops);
        Ok(found)
    }
}

/// A route with one behind it that begins at its end and cost.
fn joined(begin: &Route, spur: &Route) -> Route {
    let mut route = begin.clone();
    route.path.relationships.extend_from_slice(&spur.path.relationships);
    route.path.nodes.extend_from_slice(&spur.path.nodes[1..]);
    route.costs.extend_from_slice(&spur.costs[1..]);
    route
}

/// The place of a node in the kept half, if its cheapest way to the target is known and crosses no node of the prefix.
fn open_rest(backward: &Ball, node: NodeId, prefix: &Lease) -> Option<u32> {
    let number = backward.places.get(node)?;
    if backward.ways[number as usize].cost > backward.heap.least() {
        return None;
    }
    let mut at = number;
    while at != 0 {
        at = backward.ways[at as usize].from;
        if prefix.get(backward.nodes[at as usize]).is_some() {
            return None;
        }
    }
    Some(number)
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Candidate) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Candidate {}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Candidate) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Candidate {
    /// The greatest comes out first: the cheapest, then the shortest.
    fn cmp(&self, other: &Candidate) -> Ordering {
        let (own, others) = (&self.route, &other.route);
        let by_cost = others.cost().total_cmp(&own.cost()).then(others.len().cmp(&own.len()));
        by_cost.then_with(|| others.path.relationships.cmp(&own.path.relationships))
    }
}
