//! The cheapest path by a search that is told how far it is to the target at least: A* (Hart, Nilsson, Raphael 1968).

use crate::error::Result;
use crate::graph::NodeId;

use super::ball::Ball;
use super::hops::{CostedHops, Side};
use super::places::Pool;
use super::route::Route;

/// The cheapest path. `estimate` is asked once for each node that is reached, and may not tell more than the rest
/// of the path costs; then the path is the cheapest, also where estimates do not fit each other.
pub fn cheapest_guided(
    hops: &mut impl CostedHops,
    pool: &Pool,
    source: NodeId,
    target: NodeId,
    mut estimate: impl FnMut(NodeId) -> Result<f64>,
) -> Result<Option<Route>> {
    let mut rest = vec![estimate(source)?];
    let mut ball = Ball::new(hops, pool, Side::Forward, source, rest[0]);
    let mut found = None;
    while let Some(entry) = ball.heap.pop() {
        let at = entry.at as usize;
        if entry.cost > ball.ways[at].cost + rest[at] {
            continue;
        }
        if ball.nodes[at] == target {
            found = Some(ball.head(entry.at));
            break;
        }
        ball.relax(hops, entry.at, |hop, cost, known| {
            let rest = match known {
                Some(number) => rest[number as usize],
                None => {
                    // New nodes are numbered in the order in which they are taken, and all are taken.
                    let rest_of_path = estimate(hop.to)?;
                    rest.push(rest_of_path);
                    rest_of_path
                }
            };
            Ok(Some(cost + rest))
        })?;
    }
    ball.release(hops);
    Ok(found)
}
