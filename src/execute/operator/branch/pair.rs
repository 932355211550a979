//! Two branches from one node that may not share their ends, or their relationships: the product of their matches
//! without what they share.

use crate::error::Result;
use crate::execute::context::Context;
use crate::graph::{Direction, GraphState, NodeId, RelId, TypeId};
use crate::plan::logical::Apart;

use super::edges::Edges;
use super::{Branch, Resolved, product, sum, without};

/// The other branch of a pair.
pub struct Pair {
    pub branch: Branch,
    apart: Apart,
    /// What both follow: nothing, all types, or some.
    common: Option<Option<Vec<TypeId>>>,
}

impl Pair {
    /// Begins anew on a graph, beside a branch with these types.
    pub fn prepare(&mut self, graph: &GraphState, beside: &Resolved) {
        self.branch.prepare(graph);
        self.common = common(beside, &self.branch.resolved);
    }
}

impl Branch {
    /// With another branch from the same node.
    #[must_use]
    pub fn beside(mut self, branch: Branch, apart: Apart) -> Branch {
        self.rival = Some(Box::new(Pair { branch, apart, common: None }));
        self
    }

    /// Counts the pair's matches from nodes that were not counted before.
    pub(super) fn count_pairs(
        &mut self,
        ctx: &mut Context<'_>,
        pair: &mut Pair,
        nodes: &[NodeId],
    ) -> Result<()> {
        let mut missing: Vec<NodeId> =
            nodes.iter().copied().filter(|node| self.totals.get(node.0).is_none()).collect();
        missing.sort_unstable();
        missing.dedup();
        self.count(ctx, &missing)?;
        pair.branch.count(ctx, &missing)?;
        for node in missing {
            let own = self.total(ctx.graph(), node);
            let other = pair.branch.total(ctx.graph(), node);
            let all = product(own, other);
            if all > 0 {
                let shared = match pair.apart {
                    Apart::Relationships => self.shared_relationships(ctx, pair, node)?,
                    Apart::Ends => self.shared_ends(ctx, &pair.branch, node)?,
                };
                self.totals.set(node.0, without(all, shared)?);
            } else {
                self.totals.set(node.0, 0);
            }
        }
        Ok(())
    }

    /// How many pairs of matches use one relationship twice.
    fn shared_relationships(&self, ctx: &mut Context<'_>, pair: &Pair, node: NodeId) -> Result<u64> {
        let (other, Some(types)) = (&pair.branch, &pair.common) else { return Ok(0) };
        let mut edges = Edges::default();
        match (self.hop.direction, other.hop.direction) {
            (Direction::Both, direction) | (direction, Direction::Both) => {
                edges.add(ctx.graph(), node, direction, types);
            }
            (one, two) if one == two => edges.add(ctx.graph(), node, one, types),
            // Only a loop both comes in and goes out.
            _ => edges.add_loops(ctx.graph(), node, types),
        }
        ctx.meter().step(edges.ends.len() as u64 + 1)?;
        let mut shared = 0;
        for (end, relationship) in edges.pairs() {
            let own = self.at_end(ctx, relationship, node, end)?;
            if own > 0 {
                shared = sum(shared, product(own, other.at_end(ctx, relationship, node, end)?));
            }
        }
        Ok(shared)
    }

    /// How many pairs of matches lead to one node.
    fn shared_ends(&self, ctx: &mut Context<'_>, other: &Branch, node: NodeId) -> Result<u64> {
        let own = self.by_end(ctx, node)?;
        let others = other.by_end(ctx, node)?;
        let (mut shared, mut at) = (0, 0);
        for (end, matches) in own {
            while at < others.len() && others[at].0 < end {
                at += 1;
            }
            if let Some((_, more)) = others.get(at).filter(|(other, _)| *other == end) {
                shared = sum(shared, product(matches, *more));
            }
        }
        Ok(shared)
    }

    /// The matches from a node by where its relationships lead, ascending.
    fn by_end(&self, ctx: &mut Context<'_>, node: NodeId) -> Result<Vec<(NodeId, u64)>> {
        let mut edges = Edges::default();
        edges.add(ctx.graph(), node, self.hop.direction, &self.resolved.types);
        ctx.meter().step(edges.ends.len() as u64 + 1)?;
        let mut pairs: Vec<(NodeId, RelId)> = edges.pairs().collect();
        if !pairs.is_sorted() {
            pairs.sort_unstable();
        }
        let mut found: Vec<(NodeId, u64)> = Vec::with_capacity(pairs.len());
        for (end, relationship) in pairs {
            let matches = self.at_end(ctx, relationship, node, end)?;
            match found.last_mut() {
                Some((last, all)) if *last == end => *all = sum(*all, matches),
                _ => found.push((end, matches)),
            }
        }
        Ok(found)
    }
}

/// The types that both follow; no value if there are none, all types as `Some(None)`.
fn common(one: &Resolved, two: &Resolved) -> Option<Option<Vec<TypeId>>> {
    match (&one.types, &two.types) {
        (None, types) | (types, None) => Some(types.clone()),
        (Some(one), Some(two)) => {
            let both: Vec<TypeId> = one.iter().copied().filter(|rel_type| two.contains(rel_type)).collect();
            (!both.is_empty()).then_some(Some(both))
        }
    }
}
