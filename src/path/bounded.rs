//! The cheapest path of at most so many hops: cheapest first over pairs of a node and a number of hops, of which
//! one is dropped when the node was left before by no more hops (it cost no more then).

use crate::error::Result;
use crate::graph::{NodeId, RelId};

use super::heap::Heap;
use super::hops::{CostedHop, CostedHops, Side};
use super::places::{Pool, Visit};
use super::route::Route;

/// A way to a node.
struct Label {
    node: NodeId,
    cost: f64,
    hops: u32,
    from: u32,
    by: RelId,
}

/// The cheapest path, which repeats no node; of those that cost the same one with the fewest hops.
pub fn cheapest_within(
    hops: &mut impl CostedHops,
    pool: &Pool,
    source: NodeId,
    target: NodeId,
    max: u32,
) -> Result<Option<Route>> {
    let mut places = pool.lease(hops.bound());
    // By number of the node, the fewest hops by which it was left.
    let mut fewest: Vec<u32> = Vec::new();
    let mut labels = vec![Label { node: source, cost: 0.0, hops: 0, from: 0, by: RelId(0) }];
    let mut heap = Heap::default();
    heap.push(0.0, 0);
    let (mut found, mut held) = (Vec::<CostedHop>::new(), 0);
    while let Some(entry) = heap.pop() {
        let Label { node, cost, hops: used, .. } = labels[entry.at as usize];
        match places.visit(node) {
            Visit::New(_) => fewest.push(used),
            Visit::Old(number) if fewest[number as usize] <= used => continue,
            Visit::Old(number) => fewest[number as usize] = used,
        }
        if node == target {
            hops.release(held);
            return Ok(Some(route(&labels, entry.at)));
        }
        if used == max {
            continue;
        }
        found.clear();
        hops.add(Side::Forward, node, &mut found)?;
        for hop in &found {
            if places.get(hop.to).is_some_and(|number| fewest[number as usize] <= used + 1) {
                continue;
            }
            heap.push(cost + hop.cost, labels.len() as u32);
            let label =
                Label { node: hop.to, cost: cost + hop.cost, hops: used + 1, from: entry.at, by: hop.by };
            labels.push(label);
        }
        let bytes = labels.capacity() * size_of::<Label>() + heap.bytes();
        if bytes > held {
            hops.hold(bytes - held)?;
            held = bytes;
        }
    }
    hops.release(held);
    Ok(None)
}

fn route(labels: &[Label], last: u32) -> Route {
    let mut numbers = Vec::new();
    let mut at = last;
    while at != 0 {
        numbers.push(at);
        at = labels[at as usize].from;
    }
    let mut route = Route::at(labels[0].node);
    for at in numbers.into_iter().rev() {
        let label = &labels[at as usize];
        route.path.relationships.push(label.by);
        route.path.nodes.push(label.node);
        route.costs.push(label.cost);
    }
    route
}
