//! The cheapest path between two nodes: two cheapest-first searches, one from each end, the one that is nearer to its end
//! first, until what they have together can only cost more than the best path found (Nicholson 1966, Pohl 1971).

use crate::error::Result;
use crate::graph::{NodeId, RelId};

use super::ball::Ball;
use super::hops::{CostedHop, CostedHops, Side};
use super::places::Pool;
use super::route::Route;

/// The cheapest path; with several of the same cost, one of them.
pub fn cheapest(
    hops: &mut impl CostedHops,
    pool: &Pool,
    source: NodeId,
    target: NodeId,
) -> Result<Option<Route>> {
    if source == target {
        return Ok(Some(Route::at(source)));
    }
    let mut joined = Joined::search(hops, pool, source, target, false)?;
    let route = joined.route(hops)?;
    joined.release(hops);
    Ok(route)
}

/// The two searches, and the hop at which the best path goes over from one to the other.
pub(super) struct Joined {
    pub forward: Ball,
    pub backward: Ball,
    best: Best,
}

#[derive(Clone, Copy)]
struct Best {
    cost: f64,
    /// Places of both searches, and the relationship between them with its cost.
    over: Option<(u32, RelId, f64, u32)>,
}

impl Joined {
    /// The ends have to differ. The backward search can go on afterwards if it is asked to keep all that it reaches.
    pub fn search(
        hops: &mut impl CostedHops,
        pool: &Pool,
        source: NodeId,
        target: NodeId,
        keep: bool,
    ) -> Result<Joined> {
        let mut forward = Ball::new(hops, pool, Side::Forward, source, 0.0);
        let mut backward = Ball::new(hops, pool, Side::Backward, target, 0.0);
        let mut best = Best { cost: f64::INFINITY, over: None };
        loop {
            let (near, far) = (forward.heap.least(), backward.heap.least());
            // Without a path this ends when one of the queues is empty, which is at an infinite distance.
            if near + far >= best.cost || near.is_infinite() || far.is_infinite() {
                break;
            }
            if near <= far {
                step(hops, &mut forward, &backward, far, &mut best)?;
            } else {
                step(hops, &mut backward, &forward, if keep { f64::NEG_INFINITY } else { near }, &mut best)?;
            }
        }
        Ok(Joined { forward, backward, best })
    }

    /// What the path costs that was found, as the sum of both searches; infinite if there is none.
    pub fn cost(&self) -> f64 {
        self.best.cost
    }

    /// The path that was found.
    pub fn route(&mut self, hops: &mut impl CostedHops) -> Result<Option<Route>> {
        let Some((near, by, cost, far)) = self.best.over else { return Ok(None) };
        let mut route = self.forward.head(near);
        route.push(by, self.backward.nodes[far as usize], cost);
        self.backward.tail(hops, far, &mut route)?;
        Ok(Some(route))
    }

    pub fn release(&mut self, hops: &mut impl CostedHops) {
        self.forward.release(hops);
        self.backward.release(hops);
    }
}

/// Looks at one place more. What the other side has not looked at is at least `beyond` away from its end.
fn step(
    hops: &mut impl CostedHops,
    own: &mut Ball,
    other: &Ball,
    beyond: f64,
    best: &mut Best,
) -> Result<()> {
    let Some(entry) = own.settle() else { return Ok(()) };
    let forward = own.side == Side::Forward;
    own.relax(hops, entry.at, |hop: &CostedHop, cost, _| {
        if let Some(met) = other.places.get(hop.to) {
            let whole = cost + other.ways[met as usize].cost;
            if whole < best.cost {
                let (near, far) = if forward { (entry.at, met) } else { (met, entry.at) };
                *best = Best { cost: whole, over: Some((near, hop.by, hop.cost, far)) };
            }
        }
        // A better path through this node would lead on through what the other side has looked at, and be found above.
        Ok((cost + beyond < best.cost).then_some(cost))
    })
}
