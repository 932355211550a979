//! The nodes within some hops of a node, each once, without any path.
//!
//! A node other than the first is reached by a path that repeats nothing if it is reached at all. The first node
//! itself is reached again by the shortest cycle through it, of which two things are asked: whether it is short
//! enough, and, where relationships are followed both ways, that it does not go back by the relationship by which
//! it came.

use std::ops::ControlFlow;

use crate::error::Result;
use crate::graph::{NodeId, RelId};

use super::hops::{Hops, Side};
use super::places::{Lease, Places, Pool, Visit};

/// A search that goes on when more nodes are asked for.
#[derive(Debug)]
pub struct Reach {
    side: Side,
    places: Lease,
    /// Behind the first one, those found, by increasing distance.
    nodes: Vec<NodeId>,
    /// Where relationships are followed both ways, the relationship by which the way to each node begins.
    branches: Option<Vec<RelId>>,
    /// Which node is expanded next, and where its level ends.
    next: usize,
    level_end: usize,
    level: u64,
    max: Option<u64>,
    cycle: Cycle,
    given: usize,
    held: usize,
}

/// What is known of the first node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cycle {
    /// It is not reached yet.
    Open,
    /// It is, and was not given.
    Found,
    /// It was given, or nobody wants it.
    Given,
}

/// What a search is to find.
#[derive(Clone, Copy, Debug)]
pub struct Reached {
    /// From a source on, or back from a target.
    pub side: Side,
    /// The node itself is among what is found; otherwise only if a cycle leads back to it.
    pub zero: bool,
    /// Hops at most.
    pub max: Option<u64>,
    /// A relationship can be followed in both directions, so that going back by it is no cycle.
    pub both: bool,
    /// A cycle does not count.
    pub open: bool,
}

impl Reach {
    /// Begins at a node.
    pub fn new(hops: &impl Hops, pool: &Pool, start: NodeId, wanted: Reached) -> Reach {
        let mut places = pool.lease(hops.bound());
        places.visit(start);
        let cycle = match wanted {
            Reached { zero: true, .. } => Cycle::Found,
            Reached { open: true, .. } => Cycle::Given,
            _ => Cycle::Open,
        };
        let branches = (wanted.both && cycle == Cycle::Open).then(|| vec![RelId(0)]);
        Reach {
            side: wanted.side,
            places,
            nodes: vec![start],
            branches,
            next: 0,
            level_end: 1,
            level: 0,
            max: wanted.max,
            cycle,
            given: 1,
            held: 0,
        }
    }

    /// The next nodes, about `enough` of them; none at the end.
    pub fn next(&mut self, hops: &mut impl Hops, enough: usize, into: &mut Vec<NodeId>) -> Result<()> {
        let before = into.len();
        loop {
            if self.cycle == Cycle::Found {
                self.cycle = Cycle::Given;
                self.branches = None;
                into.push(self.nodes[0]);
            }
            let missing = enough.saturating_sub(into.len() - before);
            let end = self.nodes.len().min(self.given + missing);
            into.extend_from_slice(&self.nodes[self.given..end]);
            self.given = end;
            if into.len() - before >= enough || !self.expand(hops)? {
                return Ok(());
            }
        }
    }

    /// Bytes that were counted and not given back.
    pub fn held(&self) -> usize {
        self.held
    }

    /// Gives back what was counted.
    pub fn release(&mut self, hops: &mut impl Hops) {
        hops.release(std::mem::take(&mut self.held));
    }

    /// Follows the hops of one more node; false when there is none.
    fn expand<H: Hops>(&mut self, hops: &mut H) -> Result<bool> {
        let begins = self.next == self.level_end;
        if begins {
            self.level += 1;
            self.level_end = self.nodes.len();
        }
        if self.next == self.level_end || self.max.is_some_and(|max| self.level >= max) {
            return Ok(false);
        }
        if begins && self.is_wide(hops) {
            self.pull(hops)?;
            return self.hold(hops).map(|()| true);
        }
        let at = self.next;
        self.next += 1;
        match self.cycle {
            Cycle::Open if self.branches.is_some() => self.expand_with_branches(hops, at)?,
            Cycle::Open | Cycle::Found | Cycle::Given => {
                let Reach { places, nodes, .. } = self;
                let (node, mut is_back) = (nodes[at], false);
                hops.each(self.side, node, &mut |hop| {
                    match places.visit(hop.to) {
                        Visit::New(_) => nodes.push(hop.to),
                        Visit::Old(number) => is_back |= number == 0,
                    }
                    ControlFlow::Continue(())
                })?;
                if is_back && self.cycle == Cycle::Open {
                    self.cycle = Cycle::Found;
                }
            }
        }
        self.hold(hops).map(|()| true)
    }

    /// Whether the newest level has so many hops that most lead to nodes that were found: then it is cheaper to
    /// ask those that were not (Beamer, Asanović, Patterson 2012).
    fn is_wide(&self, hops: &impl Hops) -> bool {
        const NODES: usize = 16;
        const HOPS: u64 = 4;
        let level = &self.nodes[self.next..self.level_end];
        if self.branches.is_some() || level.len() < hops.bound() / NODES {
            return false;
        }
        let Some(all) = hops.all() else { return false };
        let hops: usize = level.iter().map(|node| hops.degree(self.side, *node)).sum();
        hops as u64 > all / HOPS
    }

    /// Finds the nodes that hops lead to from the newest level, by following hops back from each that was not
    /// found up to the first that comes from there.
    fn pull<H: Hops>(&mut self, hops: &mut H) -> Result<()> {
        let Reach { places, nodes, cycle, .. } = self;
        let level = self.next as u32..self.level_end as u32;
        let mut is_reached = |places: &Places, node| -> Result<bool> {
            let mut found = false;
            hops.each(self.side.reverse(), node, &mut |hop| {
                found = places.get(hop.to).is_some_and(|number| level.contains(&number));
                if found { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })?;
            Ok(found)
        };
        if *cycle == Cycle::Open && is_reached(places, nodes[0])? {
            *cycle = Cycle::Found;
        }
        for node in (0..places.bound() as u32).map(NodeId) {
            if places.get(node).is_none() && is_reached(places, node)? {
                places.visit(node);
                nodes.push(node);
            }
        }
        self.next = self.level_end;
        Ok(())
    }

    fn hold(&mut self, hops: &mut impl Hops) -> Result<()> {
        let bytes = self.nodes.capacity() * size_of::<NodeId>()
            + self.branches.as_ref().map_or(0, |branches| branches.capacity() * size_of::<RelId>());
        if bytes > self.held {
            hops.hold(bytes - self.held)?;
            self.held = bytes;
        }
        Ok(())
    }

    /// As long as no cycle through the first node is known. A hop between two nodes whose ways begin by different
    /// relationships closes one (ways that begin alike may share more); it is as long as both ways and the hop.
    fn expand_with_branches<H: Hops>(&mut self, hops: &mut H, at: usize) -> Result<()> {
        let (level, level_end, max) = (self.level, self.level_end, self.max);
        let Reach { places, nodes, branches: Some(branches), cycle, .. } = self else { return Ok(()) };
        let node = nodes[at];
        hops.each(self.side, node, &mut |hop| {
            match places.visit(hop.to) {
                Visit::New(_) => {
                    nodes.push(hop.to);
                    branches.push(if at == 0 { hop.by } else { branches[at] });
                }
                Visit::Old(number) => {
                    let own = if at == 0 { hop.by } else { branches[at] };
                    let (is_closed, length) = match number as usize {
                        0 => (at == 0 || own != hop.by, level + 1),
                        other if other < level_end => (branches[other] != own, 2 * level + 1),
                        other => (branches[other] != own, 2 * level + 2),
                    };
                    if is_closed && max.is_none_or(|max| length <= max) {
                        *cycle = Cycle::Found;
                    }
                }
            }
            ControlFlow::Continue(())
        })
    }
}
