//! All paths between two nodes that cost the least: a search from both ends tells that cost, a second one from the
//! source reaches all nodes that such a path can pass, and the paths are read back from the target along hops that
//! cost exactly the difference.

use crate::error::Result;
use crate::graph::{NodeId, RelId};

use super::ball::Ball;
use super::cheapest::Joined;
use super::hops::{CostedHop, CostedHops, Side};
use super::places::Pool;
use super::route::Route;

/// The cheapest paths, which repeat no node, one after the other. Costs are summed up from the source, and have to
/// be the same number.
pub struct AllCheapest {
    ball: Option<Ball>,
    /// From the target back: a place and the hops from there that were not tried.
    stack: Vec<(u32, Vec<Step>)>,
    /// Hops of the path at hand, the last first.
    taken: Vec<Step>,
    done: bool,
}

/// A hop back to a place.
#[derive(Clone, Copy)]
struct Step {
    to: u32,
    by: RelId,
}

impl AllCheapest {
    /// Searches; the paths are read when they are asked for.
    pub fn new(
        hops: &mut impl CostedHops,
        pool: &Pool,
        source: NodeId,
        target: NodeId,
    ) -> Result<AllCheapest> {
        let mut all = AllCheapest { ball: None, stack: Vec::new(), taken: Vec::new(), done: true };
        let mut ball = Ball::new(hops, pool, Side::Forward, source, 0.0);
        if source != target {
            let mut joined = Joined::search(hops, pool, source, target, true)?;
            joined.forward.release(hops);
            if joined.cost().is_finite() {
                reach(hops, &mut ball, &joined)?;
            }
            joined.release(hops);
        }
        let Some(end) = ball.places.get(target) else { return Ok(all) };
        all.ball = Some(ball);
        all.done = false;
        all.enter(hops, end)?;
        Ok(all)
    }

    /// The next path.
    pub fn next(&mut self, hops: &mut impl CostedHops) -> Result<Option<Route>> {
        while !self.done {
            let Some((at, steps)) = self.stack.last_mut() else { break };
            let at_source = *at == 0;
            match steps.pop() {
                // The source has no steps: it was just entered, and is left again.
                None => {
                    let route = if at_source { self.route() } else { None };
                    self.stack.pop();
                    self.taken.pop();
                    if route.is_some() {
                        return Ok(route);
                    }
                }
                Some(step) => {
                    if self.stack.iter().all(|(at, _)| *at != step.to) {
                        self.taken.push(step);
                        self.enter(hops, step.to)?;
                    }
                }
            }
        }
        if let Some(mut ball) = self.ball.take() {
            ball.release(hops);
        }
        self.done = true;
        Ok(None)
    }

    /// Puts a place and the hops that lead to it at its cost on the stack.
    fn enter(&mut self, hops: &mut impl CostedHops, at: u32) -> Result<()> {
        let mut steps = Vec::new();
        if let (Some(ball), true) = (&self.ball, at != 0) {
            let mut found: Vec<CostedHop> = Vec::new();
            hops.add(Side::Backward, ball.nodes[at as usize], &mut found)?;
            for hop in found {
                let Some(from) = ball.places.get(hop.to) else { continue };
                if ball.ways[from as usize].cost + hop.cost == ball.ways[at as usize].cost {
                    steps.push(Step { to: from, by: hop.by });
                }
            }
        }
        self.stack.push((at, steps));
        Ok(())
    }

    fn route(&self) -> Option<Route> {
        let ball = self.ball.as_ref()?;
        let mut route = Route::at(ball.nodes[0]);
        // The places on the stack go from the target to the source.
        for ((at, _), step) in self.stack.iter().rev().skip(1).zip(self.taken.iter().rev()) {
            route.path.relationships.push(step.by);
            route.path.nodes.push(ball.nodes[*at as usize]);
            route.costs.push(ball.ways[*at as usize].cost);
        }
        Some(route)
    }
}

/// Reaches all nodes that a path of the least cost can pass, with the estimates that the search from the target gives.
fn reach(hops: &mut impl CostedHops, ball: &mut Ball, joined: &Joined) -> Result<()> {
    // Sums from different ends differ in their last digits.
    const ROUNDING: f64 = 1e-9;
    let backward = &joined.backward;
    let limit = joined.cost() * (1.0 + ROUNDING);
    while let Some(entry) = ball.heap.pop() {
        let (node, cost) = (ball.nodes[entry.at as usize], ball.ways[entry.at as usize].cost);
        if entry.cost > cost + backward.estimate(node) {
            continue;
        }
        ball.relax(hops, entry.at, |hop, cost, _| {
            let whole = cost + backward.estimate(hop.to);
            Ok((whole <= limit).then_some(whole))
        })?;
    }
    Ok(())
}
