//! Branches that depend on what is above: followed from a node with the values above at hand.
//!
//! If only ends or relationships are excluded, what they would contribute is taken off the node's total. A branch
//! whose ends must be joined to a node above looks only at the nodes that are neighbours of both: the intersection
//! of two neighbour lists, as in worst-case optimal joins (Ngo and others, 2012), begun from the shorter if one is
//! much shorter.

use crate::error::Result;
use crate::execute::context::Context;
use crate::graph::{GraphState, NodeId, RelId};
use crate::plan::logical::Measure;
use crate::semantic::bound::Slot;

use super::super::{is_wanted, ways};
use super::closing::each_type;
use super::edges::Edges;
use super::environment::{Bound, Environment, Used};
use super::{Branch, Shape, product, sum, without};

impl Branch {
    /// By what the matches from a node multiply.
    pub(super) fn matches(
        &mut self,
        ctx: &mut Context<'_>,
        environment: &mut Environment,
        from: NodeId,
    ) -> Result<u64> {
        // To be another node than null is not true.
        if self.different.iter().any(|slot| environment.node(*slot) == Bound::Null) {
            return Ok(self.measure.of(0));
        }
        if let Some(matches) = self.matches_by_route(ctx, environment, from)? {
            return Ok(matches);
        }
        environment.set_node(self.hop.from, from);
        let matches = match self.shape {
            Shape::Open => self.follow(ctx, environment, from, true)?,
            Shape::Closed => {
                let all = match self.totals.get(from.0) {
                    Some(total) => total,
                    None => {
                        let total = self.follow(ctx, environment, from, false)?;
                        self.totals.set(from.0, total);
                        total
                    }
                };
                self.without_excluded(ctx, environment, from, all)?
            }
            Shape::Plain | Shape::Excluding => {
                let all = match self.totals.get(from.0) {
                    Some(total) => total,
                    None => {
                        self.count(ctx, &[from])?;
                        self.total(ctx.graph(), from)
                    }
                };
                self.without_excluded(ctx, environment, from, all)?
            }
        };
        Ok(self.measure.of(matches))
    }

    /// Follows the relationships of a node; those that are excluded only if `all` is not asked for.
    fn follow(
        &mut self,
        ctx: &mut Context<'_>,
        environment: &mut Environment,
        from: NodeId,
        excludes: bool,
    ) -> Result<u64> {
        let mut edges = std::mem::take(&mut self.edges);
        edges.clear(!self.wants_relationships());
        self.collect(ctx, environment, from, &mut edges, true)?;
        let mut matches = 0;
        for (end, relationship) in edges.pairs() {
            if excludes && self.is_excluded(environment, relationship, end) {
                continue;
            }
            if self.is_end_memorised() && self.ends.get(end.0).is_none() {
                self.count_at_ends(ctx, &edges.ends)?;
            }
            matches = sum(matches, self.behind(ctx, environment, relationship, from, end)?);
        }
        self.edges = edges;
        Ok(matches)
    }

    /// Whether it matters by which relationship an end is reached.
    fn wants_relationships(&self) -> bool {
        !self.hop.unique.is_empty()
            || !self.of_hop.is_empty()
            || self.is_relationship_read
            || self.children.iter().any(|child| child.unlike_parent)
    }

    /// The relationships of a node whose ends are (or, if not `wanted`, are not) as the first closing demands.
    fn collect(
        &mut self,
        ctx: &mut Context<'_>,
        environment: &Environment,
        from: NodeId,
        edges: &mut Edges,
        wanted: bool,
    ) -> Result<()> {
        let graph = ctx.graph();
        let direction = self.hop.direction;
        let mut looked_at = 0;
        if !self.resolved.nothing {
            match self.closings.split_first_mut() {
                None => edges.add(graph, from, direction, &self.resolved.types),
                Some((first, _)) => {
                    first.aim(graph, environment, || self.resolved.len(graph, from, direction));
                    let joined = (first.measure != Measure::NotExists) == wanted;
                    let joining = (&*first, joined);
                    looked_at = edges.add_closed(graph, from, direction, &self.resolved, joining);
                }
            }
        }
        looked_at += edges.ends.len();
        for closing in self.closings.iter_mut().skip(1) {
            closing.aim(graph, environment, || edges.ends.len());
        }
        ctx.meter().step(looked_at as u64 + 1)
    }

    /// Whether what is above excludes a relationship or its end.
    #[inline]
    fn is_excluded(&self, environment: &Environment, relationship: RelId, end: NodeId) -> bool {
        self.different.iter().any(|slot| environment.node(*slot) == Bound::Node(end))
            || environment.used(&self.hop.unique).any(|used| used.relationship == relationship)
    }

    /// How many matches there are behind a relationship, whose end's children have been counted.
    fn behind(
        &mut self,
        ctx: &mut Context<'_>,
        environment: &mut Environment,
        relationship: RelId,
        from: NodeId,
        end: NodeId,
    ) -> Result<u64> {
        let mut matches = self.at_end(ctx, relationship, from, end)?;
        if matches == 0 || (self.closings.is_empty() && self.dependents.is_empty()) {
            return Ok(matches);
        }
        environment.set_node(self.hop.to, end);
        if self.is_relationship_read {
            environment
                .set_relationship(self.hop.relationship, Used { relationship, ends: Some((from, end)) });
        }
        for closing in &self.closings {
            matches = product(matches, closing.factor(ctx.graph(), environment, end));
        }
        for dependent in &mut self.dependents {
            if matches == 0 {
                break;
            }
            matches = product(matches, dependent.matches(ctx, environment, end)?);
        }
        Ok(matches)
    }

    /// A node's total apart from what is excluded by what is above.
    fn without_excluded(
        &mut self,
        ctx: &mut Context<'_>,
        environment: &mut Environment,
        from: NodeId,
        all: u64,
    ) -> Result<u64> {
        if all == 0 {
            return Ok(0);
        }
        if self.shape == Shape::Excluding {
            return self.without_joined(ctx, environment, from, all);
        }
        let mut matches = all;
        for at in 0..self.different.len() {
            let Bound::Node(to) = environment.node(self.different[at]) else { continue };
            let is_repeated = |slot: &Slot| environment.node(*slot) == Bound::Node(to);
            if !self.different[..at].iter().any(is_repeated) {
                matches = self.without_end(ctx, environment, from, to, matches)?;
            }
        }
        for (relationship, end) in self.used_from(ctx.graph(), environment, from) {
            if !self.different.iter().any(|slot| environment.node(*slot) == Bound::Node(end)) {
                let through = self.through(ctx, environment, relationship, from, end)?;
                matches = without(matches, through)?;
            }
        }
        Ok(matches)
    }

    /// Matches apart from those that lead to a node.
    fn without_end(
        &mut self,
        ctx: &mut Context<'_>,
        environment: &mut Environment,
        from: NodeId,
        to: NodeId,
        all: u64,
    ) -> Result<u64> {
        let mut edges = std::mem::take(&mut self.edges);
        edges.clear(false);
        self.add_between(ctx.graph(), from, to, &mut edges.relationships);
        let mut matches = all;
        for relationship in &edges.relationships {
            let through = self.through(ctx, environment, *relationship, from, to)?;
            matches = without(matches, through)?;
        }
        self.edges = edges;
        Ok(matches)
    }

    /// The relationships that must not be used and that could be followed from a node, each once, and their ends.
    fn used_from(&self, graph: &GraphState, environment: &Environment, from: NodeId) -> Vec<(RelId, NodeId)> {
        let mut found = Vec::new();
        for used in environment.used(&self.hop.unique) {
            let Some((start, end)) = used.ends(graph).filter(|ends| ends.0 == from || ends.1 == from) else {
                continue;
            };
            if self.follows(graph, used.relationship, from) {
                found.push((used.relationship, if start == from { end } else { start }));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The same if ends must not be joined to a node above.
    fn without_joined(
        &mut self,
        ctx: &mut Context<'_>,
        environment: &mut Environment,
        from: NodeId,
        all: u64,
    ) -> Result<u64> {
        let mut edges = std::mem::take(&mut self.edges);
        edges.clear(!self.wants_relationships());
        self.collect(ctx, environment, from, &mut edges, false)?;
        let mut matches = all;
        for (end, relationship) in edges.pairs() {
            matches = without(matches, self.at_hop(ctx, relationship, from, end)?)?;
        }
        edges.clear(false);
        for slot in &self.different {
            // Whether an end is the node that it must not be joined to was asked together.
            let is_closed = self.closings.iter().any(|closing| closing.excludes(*slot));
            let Bound::Node(to) = environment.node(*slot) else { continue };
            if !is_closed {
                self.add_between(ctx.graph(), from, to, &mut edges.relationships);
                edges.ends.resize(edges.relationships.len(), to);
            }
        }
        for (relationship, end) in self.used_from(ctx.graph(), environment, from) {
            edges.push(relationship, end);
        }
        edges.sort_and_dedup();
        for (end, relationship) in edges.pairs() {
            // What is joined was taken off already.
            if self.closings.iter().all(|closing| closing.between(ctx.graph(), end) == 0) {
                matches = without(matches, self.at_hop(ctx, relationship, from, end)?)?;
            }
        }
        self.edges = edges;
        Ok(matches)
    }

    /// How many matches use this relationship for the hop.
    fn through(
        &mut self,
        ctx: &mut Context<'_>,
        environment: &mut Environment,
        relationship: RelId,
        from: NodeId,
        end: NodeId,
    ) -> Result<u64> {
        if self.shape == Shape::Plain {
            return self.at_hop(ctx, relationship, from, end);
        }
        for closing in &mut self.closings {
            closing.aim(ctx.graph(), environment, || 1);
        }
        self.behind(ctx, environment, relationship, from, end)
    }

    /// The relationships that lead to a node.
    fn add_between(&self, graph: &GraphState, from: NodeId, to: NodeId, into: &mut Vec<RelId>) {
        each_type(&self.resolved.types, |rel_type| {
            graph.each_between(from, to, self.hop.direction, rel_type, |run| {
                into.extend_from_slice(run.relationships);
            });
        });
    }

    /// Whether the hop could use a relationship of the node.
    pub(super) fn follows(&self, graph: &GraphState, relationship: RelId, node: NodeId) -> bool {
        let Some(content) = graph.relationship(relationship) else { return false };
        let (out, back) = ways(self.hop.direction);
        ((out && content.start == node) || (back && content.end == node))
            && is_wanted(&self.resolved.types, content.rel_type)
    }
}
