//! Breadth-first search from both ends, level by level, on the side where the frontier has fewer relationships (Pohl 1971).
//!
//! The sides meet at a level: every shortest path passes exactly one node of the newer frontier, so that joining all ways
//! from one end to such a node with all ways from there to the other end gives every shortest path once.

use std::ops::ControlFlow;

use crate::error::Result;
use crate::graph::{NodeId, RelId};
use crate::value::PathValue;

use super::hops::{Hops, Side};
use super::places::{Places, Pool, Visit};

/// What is remembered of how nodes were reached; nodes are numbered as they are met, the end is the first.
pub trait Record {
    /// Whether ways to a node beside its first one matter.
    const ALL: bool;
    /// Knows the end.
    fn begin() -> Self;
    /// The next node was reached from another.
    fn first(&mut self, from: u32, by: RelId);
    /// A node of the newest level was reached again.
    fn again(&mut self, at: u32, from: u32, by: RelId);
    /// Bytes taken.
    fn bytes(&self) -> usize;
}

/// One way to each node: enough for one path.
#[derive(Debug)]
pub struct Links(Vec<(u32, RelId)>);

impl Record for Links {
    const ALL: bool = false;

    fn begin() -> Links {
        Links(vec![(0, RelId(0))])
    }

    #[inline]
    fn first(&mut self, from: u32, by: RelId) {
        self.0.push((from, by));
    }

    fn again(&mut self, _: u32, _: u32, _: RelId) {}

    fn bytes(&self) -> usize {
        self.0.capacity() * size_of::<(u32, RelId)>()
    }
}

/// How many ways there are to each node; the largest number stands for that and more.
#[derive(Debug)]
pub struct Counts(Vec<u64>);

impl Record for Counts {
    const ALL: bool = true;

    fn begin() -> Counts {
        Counts(vec![1])
    }

    #[inline]
    fn first(&mut self, from: u32, _: RelId) {
        self.0.push(self.0[from as usize]);
    }

    #[inline]
    fn again(&mut self, at: u32, from: u32, _: RelId) {
        self.0[at as usize] = self.0[at as usize].saturating_add(self.0[from as usize]);
    }

    fn bytes(&self) -> usize {
        self.0.capacity() * size_of::<u64>()
    }
}

/// One end's half of the search.
#[derive(Debug)]
pub(super) struct Half<R> {
    /// By number.
    pub nodes: Vec<NodeId>,
    pub record: R,
    /// Where the newest level begins.
    begin: usize,
    level: u32,
    /// Relationships of the newest level's nodes below `counted`.
    cost: usize,
    counted: usize,
    held: usize,
}

/// The shortest paths between two nodes: where their halves meet.
#[derive(Debug)]
pub struct Meeting<R> {
    /// Their number of hops.
    pub length: u32,
    /// The numbers of the meeting nodes on both sides; none when all is told by one way.
    pub(super) nodes: Vec<(u32, u32)>,
    pub(super) forward: Half<R>,
    pub(super) backward: Half<R>,
}

/// Searches from both ends for paths of at most `max` hops.
pub fn meet<H: Hops, R: Record>(
    hops: &mut H,
    pool: &Pool,
    (source, target): (NodeId, NodeId),
    max: Option<u64>,
) -> Result<Option<Meeting<R>>> {
    let (mut near, mut far) = (pool.lease(hops.bound()), pool.lease(hops.bound()));
    let (mut forward, mut backward) = (Half::new(source, &mut near), Half::new(target, &mut far));
    let mut nodes = if source == target { vec![(0, 0)] } else { Vec::new() };
    while nodes.is_empty() && max.is_none_or(|max| u64::from(forward.level + backward.level) < max) {
        if forward.is_at_end() || backward.is_at_end() {
            break;
        }
        if forward_is_cheaper(hops, &mut forward, &mut backward) {
            forward
                .expand(hops, Side::Forward, (&mut near, &far), &mut |own, other| nodes.push((own, other)))?;
        } else {
            backward.expand(hops, Side::Backward, (&mut far, &near), &mut |own, other| {
                nodes.push((other, own))
            })?;
        }
    }
    let length = forward.level + backward.level;
    if nodes.is_empty() {
        hops.release(forward.held + backward.held);
        return Ok(None);
    }
    Ok(Some(Meeting { length, nodes, forward, backward }))
}

/// Whether the forward frontier has no more relationships than the other. Only as many nodes are asked as decide that.
fn forward_is_cheaper<H: Hops, R>(hops: &H, forward: &mut Half<R>, backward: &mut Half<R>) -> bool {
    loop {
        if forward.cost <= backward.cost {
            if !forward.count(hops, Side::Forward) {
                return true;
            }
        } else if !backward.count(hops, Side::Backward) {
            return false;
        }
    }
}

impl<R: Record> Half<R> {
    fn new(end: NodeId, places: &mut Places) -> Half<R> {
        places.visit(end);
        Half { nodes: vec![end], record: R::begin(), begin: 0, level: 0, cost: 0, counted: 0, held: 0 }
    }

    fn is_at_end(&self) -> bool {
        self.begin == self.nodes.len()
    }

    /// Goes one level further and tells of the nodes that the other side knows. Where one path is enough, one of
    /// them will do.
    fn expand<H: Hops>(
        &mut self,
        hops: &mut H,
        side: Side,
        (own, other): (&mut Places, &Places),
        met: &mut impl FnMut(u32, u32),
    ) -> Result<()> {
        let end = self.nodes.len();
        let mut done = false;
        for at in self.begin..end {
            let Half { nodes, record, .. } = self;
            let node = nodes[at];
            hops.each(side, node, &mut |hop| {
                match own.visit(hop.to) {
                    Visit::New(number) => {
                        nodes.push(hop.to);
                        record.first(at as u32, hop.by);
                        if let Some(theirs) = other.get(hop.to) {
                            met(number, theirs);
                            done = !R::ALL;
                        }
                    }
                    Visit::Old(number) if R::ALL && number as usize >= end => {
                        record.again(number, at as u32, hop.by);
                    }
                    Visit::Old(_) => {}
                }
                if done { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })?;
            self.hold(hops)?;
            if done {
                break;
            }
        }
        (self.begin, self.counted, self.cost) = (end, end, 0);
        self.level += 1;
        Ok(())
    }

    fn hold<H: Hops>(&mut self, hops: &mut H) -> Result<()> {
        let bytes = self.nodes.capacity() * size_of::<NodeId>() + self.record.bytes();
        if bytes > self.held {
            hops.hold(bytes - self.held)?;
            self.held = bytes;
        }
        Ok(())
    }
}

impl<R> Half<R> {
    /// Adds the relationships of some more nodes to the cost; false when all were counted before.
    fn count<H: Hops>(&mut self, hops: &H, side: Side) -> bool {
        const SOME: usize = 32;
        let end = self.nodes.len().min(self.counted + SOME);
        let some = &self.nodes[self.counted..end];
        self.cost += some.iter().map(|node| hops.degree(side, *node)).sum::<usize>();
        self.counted = end;
        !some.is_empty()
    }
}

impl<R> Meeting<R> {
    /// Bytes that the search counted and has not given back.
    pub fn held(&self) -> usize {
        self.forward.held + self.backward.held
    }
}

impl Meeting<Counts> {
    /// The number of shortest paths; the largest number stands for that and more.
    pub fn count(&self) -> u64 {
        let through = |(forward, backward): &(u32, u32)| {
            self.forward.record.0[*forward as usize]
                .saturating_mul(self.backward.record.0[*backward as usize])
        };
        self.nodes.iter().map(through).fold(0, u64::saturating_add)
    }
}

impl Meeting<Links> {
    /// A shortest path.
    pub fn path(&self) -> PathValue {
        let (mut at, mut back) = self.nodes.first().copied().unwrap_or_default();
        let mut path = PathValue { nodes: vec![self.forward.nodes[at as usize]], relationships: Vec::new() };
        while at != 0 {
            let (from, by) = self.forward.record.0[at as usize];
            path.nodes.push(self.forward.nodes[from as usize]);
            path.relationships.push(by);
            at = from;
        }
        path.nodes.reverse();
        path.relationships.reverse();
        while back != 0 {
            let (from, by) = self.backward.record.0[back as usize];
            path.nodes.push(self.backward.nodes[from as usize]);
            path.relationships.push(by);
            back = from;
        }
        path
    }
}
