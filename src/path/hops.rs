//! What a search follows, and where it accounts for what it does.

use std::ops::ControlFlow;

use crate::error::Result;
use crate::graph::{NodeId, RelId};

/// Where a search comes from: hops are followed from the source of the paths, or back from their target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// From the source.
    Forward,
    /// From the target.
    Backward,
}

impl Side {
    /// The other one.
    #[must_use]
    pub fn reverse(self) -> Side {
        match self {
            Side::Forward => Side::Backward,
            Side::Backward => Side::Forward,
        }
    }
}

/// A hop as seen from the node at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hop {
    /// The relationship.
    pub by: RelId,
    /// The node that is reached: where the hop leads, or where it comes from on the way back.
    pub to: NodeId,
}

/// A hop and what it costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CostedHop {
    /// The relationship.
    pub by: RelId,
    /// The node that is reached.
    pub to: NodeId,
    /// Not negative, and finite.
    pub cost: f64,
}

/// The nodes that a search can touch, and its memory.
///
/// "Nodes" are whatever is numbered below [`Ground::bound`]: also pairs of a node and a state of an automaton, say.
pub trait Ground {
    /// One past the largest number that a hop can lead to.
    fn bound(&self) -> usize;
    /// Counts bytes that the search takes; fails when they are too many.
    fn hold(&mut self, bytes: usize) -> Result<()>;
    /// Gives bytes back.
    fn release(&mut self, bytes: usize);
}

/// What a search may follow. Both sides must tell of the same hops.
pub trait Hops: Ground {
    /// About how many relationships [`Hops::each`] looks at.
    fn degree(&self, side: Side, node: NodeId) -> usize;

    /// How many hops there are in the whole graph at most, where a search may as well ask the nodes that it has
    /// not found which hops lead to them; none where hops are asked more than the graph's slices.
    fn all(&self) -> Option<u64> {
        None
    }

    /// Calls with the hops that may be taken from a node until it is told to stop. Counts the relationships it looks at, and
    /// fails when they are too many, time is over or the search was cancelled.
    fn each<F: FnMut(Hop) -> ControlFlow<()>>(
        &mut self,
        side: Side,
        node: NodeId,
        visit: &mut F,
    ) -> Result<()>;
}

/// What a search may follow, at a cost. Both sides must tell of the same hops and costs.
pub trait CostedHops: Ground {
    /// Adds the hops that may be taken from a node. Counts and fails as [`Hops::each`]; a negative cost is an error.
    fn add(&mut self, side: Side, node: NodeId, hops: &mut Vec<CostedHop>) -> Result<()>;
}

/// Hops that satisfy a predicate, which is given the side, the node at hand and the hop.
pub struct Filtered<H, P> {
    hops: H,
    predicate: P,
}

impl<H, P: FnMut(Side, NodeId, Hop) -> Result<bool>> Filtered<H, P> {
    /// Of these hops those for which the predicate is true.
    pub fn new(hops: H, predicate: P) -> Filtered<H, P> {
        Filtered { hops, predicate }
    }
}

impl<H: Ground, P> Ground for Filtered<H, P> {
    fn bound(&self) -> usize {
        self.hops.bound()
    }

    fn hold(&mut self, bytes: usize) -> Result<()> {
        self.hops.hold(bytes)
    }

    fn release(&mut self, bytes: usize) {
        self.hops.release(bytes);
    }
}

impl<H: Hops, P: FnMut(Side, NodeId, Hop) -> Result<bool>> Hops for Filtered<H, P> {
    fn degree(&self, side: Side, node: NodeId) -> usize {
        self.hops.degree(side, node)
    }

    fn each<F: FnMut(Hop) -> ControlFlow<()>>(
        &mut self,
        side: Side,
        node: NodeId,
        visit: &mut F,
    ) -> Result<()> {
        let (predicate, mut failed) = (&mut self.predicate, None);
        self.hops.each(side, node, &mut |hop| match predicate(side, node, hop) {
            Ok(true) => visit(hop),
            Ok(false) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        })?;
        failed.map_or(Ok(()), Err)
    }
}

/// Hops with a cost, which is computed from the side, the node at hand and the hop.
pub struct Costed<H, C> {
    hops: H,
    cost: C,
}

impl<H, C: FnMut(Side, NodeId, Hop) -> Result<f64>> Costed<H, C> {
    /// These hops at this cost. On both sides a hop must cost the same.
    pub fn new(hops: H, cost: C) -> Costed<H, C> {
        Costed { hops, cost }
    }
}

impl<H: Ground, C> Ground for Costed<H, C> {
    fn bound(&self) -> usize {
        self.hops.bound()
    }

    fn hold(&mut self, bytes: usize) -> Result<()> {
        self.hops.hold(bytes)
    }

    fn release(&mut self, bytes: usize) {
        self.hops.release(bytes);
    }
}

impl<H: Hops, C: FnMut(Side, NodeId, Hop) -> Result<f64>> CostedHops for Costed<H, C> {
    fn add(&mut self, side: Side, node: NodeId, hops: &mut Vec<CostedHop>) -> Result<()> {
        let (cost, mut failed) = (&mut self.cost, None);
        self.hops.each(side, node, &mut |hop| match cost(side, node, hop)
            .and_then(|cost| super::weighted::checked(cost, hop.by))
        {
            Ok(cost) => {
                hops.push(CostedHop { by: hop.by, to: hop.to, cost });
                ControlFlow::Continue(())
            }
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        })?;
        failed.map_or(Ok(()), Err)
    }
}
