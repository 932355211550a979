//! Branches that only lead back to a node above, such as from a person over a city to the country of another: where
//! they lead is remembered by the node they begin at, and compared with the node above.

use crate::error::Result;
use crate::execute::context::Context;
use crate::execute::memo::Memo;
use crate::graph::NodeId;
use crate::plan::logical::Measure;
use crate::semantic::bound::Slot;

use super::edges::Edges;
use super::environment::{Bound, Environment};
use super::{Branch, Shape};

/// Leads nowhere.
const NOWHERE: u32 = u32::MAX - 1;
/// Leads to several nodes, or in several ways.
const SEVERAL: u32 = u32::MAX - 2;

/// Where the branch leads from each node, if it is a route.
pub struct Routes {
    target: Slot,
    known: Memo,
}

impl Routes {
    pub fn new(target: Slot) -> Routes {
        Routes { target, known: Memo::default() }
    }

    pub fn clear(&mut self) {
        self.known = Memo::default();
    }

    pub fn memory(&self) -> usize {
        self.known.memory()
    }
}

impl Branch {
    /// The node above that the branch leads to, if it does nothing else.
    pub(super) fn route_target(&self) -> Option<Slot> {
        let is_free = self.shape == Shape::Open
            && self.measure == Measure::Matches
            && self.different.is_empty()
            && self.hop.unique.is_empty()
            && self.children.iter().all(|child| !child.unlike_parent);
        match (self.closings.as_slice(), self.dependents.as_slice()) {
            ([closing], []) if is_free => closing.route_target(),
            ([], [dependent]) if is_free => dependent.route_target(),
            _ => None,
        }
    }

    /// The number of matches from a node by where it leads; none if it leads to several nodes.
    pub(super) fn matches_by_route(
        &mut self,
        ctx: &mut Context<'_>,
        environment: &Environment,
        from: NodeId,
    ) -> Result<Option<u64>> {
        let Some(routes) = &self.routes else { return Ok(None) };
        let known = match routes.known.get(from.0) {
            Some(known) => known,
            None => self.find_route(ctx, from)?,
        };
        let Some(routes) = &self.routes else { return Ok(None) };
        Ok(match known {
            SEVERAL => None,
            NOWHERE => Some(0),
            target => Some(u64::from(environment.node(routes.target) == Bound::Node(NodeId(target)))),
        })
    }

    fn find_route(&mut self, ctx: &mut Context<'_>, from: NodeId) -> Result<u32> {
        let mut targets = Vec::new();
        let is_simple = self.targets(ctx, from, &mut targets)?;
        let found = match targets.as_slice() {
            _ if !is_simple => SEVERAL,
            [] => NOWHERE,
            [target] if target.0 < SEVERAL => target.0,
            _ => SEVERAL,
        };
        if let Some(routes) = &mut self.routes {
            routes.known.set(from.0, found);
        }
        Ok(found)
    }

    /// Adds the nodes that the branch leads to, once for each way; whether all were found, which are no more than one.
    fn targets(&mut self, ctx: &mut Context<'_>, from: NodeId, targets: &mut Vec<NodeId>) -> Result<bool> {
        if self.resolved.nothing {
            return Ok(true);
        }
        let mut edges = Edges::default();
        edges.add(ctx.graph(), from, self.hop.direction, &self.resolved.types);
        ctx.meter().step(edges.ends.len() as u64 + 1)?;
        if self.is_end_memorised() {
            self.count_at_ends(ctx, &edges.ends)?;
        }
        for (end, relationship) in edges.pairs() {
            match self.at_end(ctx, relationship, from, end)? {
                0 => continue,
                1 => {}
                _ => return Ok(false),
            }
            self.closings.iter().for_each(|closing| closing.add_targets(ctx.graph(), end, targets));
            for dependent in &mut self.dependents {
                if !dependent.targets(ctx, end, targets)? {
                    return Ok(false);
                }
            }
            if targets.len() > 1 {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
