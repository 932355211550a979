//! How many hops each node is away from one.

use std::ops::ControlFlow;

use crate::error::Result;
use crate::graph::NodeId;

use super::hops::{Hops, Side};
use super::places::{Lease, Pool, Visit};

/// Distances by a breadth-first search. Nodes are numbered by distance, so that where each distance begins is all
/// there is to keep.
#[derive(Debug)]
pub struct Depths {
    places: Lease,
    /// By distance, the first number that is farther away.
    ends: Vec<u32>,
}

impl Depths {
    /// The distances of all nodes that are no farther away than `max`.
    pub fn new<H: Hops>(
        hops: &mut H,
        pool: &Pool,
        side: Side,
        node: NodeId,
        max: Option<u64>,
    ) -> Result<Depths> {
        let mut places = pool.lease(hops.bound());
        places.visit(node);
        let (mut level, mut next, mut ends) = (vec![node], Vec::new(), vec![1]);
        let mut held = 0;
        while !level.is_empty() && max.is_none_or(|max| (ends.len() as u64) <= max) {
            for node in level.drain(..) {
                hops.each(side, node, &mut |hop| {
                    if let Visit::New(_) = places.visit(hop.to) {
                        next.push(hop.to);
                    }
                    ControlFlow::Continue(())
                })?;
            }
            std::mem::swap(&mut level, &mut next);
            ends.push(places.len() as u32);
            let bytes = (level.capacity() + next.capacity()) * size_of::<NodeId>();
            if bytes > held {
                hops.hold(bytes - held)?;
                held = bytes;
            }
        }
        hops.release(held);
        Ok(Depths { places, ends })
    }

    /// The distance of a node, if it is near enough.
    pub fn get(&self, node: NodeId) -> Option<u64> {
        let number = self.places.get(node)?;
        Some(self.ends.partition_point(|end| *end <= number) as u64)
    }
}
