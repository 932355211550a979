//! Branches behind which nothing depends on what is above: what hangs on a node is counted once for each node.
//!
//! A relationship that a match may not use again is among those that were counted with their node: what it would
//! contribute is taken off again, which is exact because a match uses one relationship for a hop.

use crate::error::Result;
use crate::execute::batch::{BATCH_ROWS, Batch};
use crate::execute::column::Column;
use crate::execute::context::Context;
use crate::execute::expression::Rows;
use crate::graph::{Direction, GraphState, NodeId, RelId};

use super::super::HopReader;
use super::closing::each_type;
use super::edges::{EDGES, Edges};
use super::{Branch, product, sum, without};

impl Branch {
    /// How many matches use this relationship for the hop, apart from what depends on what is above.
    pub(super) fn at_hop(
        &self,
        ctx: &mut Context<'_>,
        relationship: RelId,
        from: NodeId,
        to: NodeId,
    ) -> Result<u64> {
        let matches = self.at_end(ctx, relationship, from, to)?;
        if matches == 0 || self.of_hop.is_empty() {
            return Ok(matches);
        }
        let passed = self.passing(ctx, &[from], &Edges::of(relationship, to))?;
        Ok(if passed == [true] { matches } else { 0 })
    }

    /// The same, apart from predicates on the hop. The nodes must have been counted.
    pub(super) fn at_end(
        &self,
        ctx: &mut Context<'_>,
        relationship: RelId,
        from: NodeId,
        to: NodeId,
    ) -> Result<u64> {
        if !self.is_end_memorised() {
            return Ok(u64::from(self.has_labels(ctx.graph(), to)));
        }
        let matches = self.ends.get(to.0).unwrap_or(0);
        // To take matches off cannot make some of none.
        if matches == 0 || !self.children.iter().any(|child| self.may_share(child, from, to)) {
            return Ok(matches);
        }
        let mut matches = 1;
        for child in &self.children {
            let mut of_child = child.total(ctx.graph(), to);
            if self.may_share(child, from, to) && child.follows(ctx.graph(), relationship, to) {
                of_child = without(of_child, child.at_hop(ctx, relationship, to, from)?)?;
            }
            matches = product(matches, child.measure.of(of_child));
        }
        Ok(matches)
    }

    /// Whether a child could follow the relationship that led to it, and may not.
    fn may_share(&self, child: &Branch, from: NodeId, to: NodeId) -> bool {
        child.unlike_parent && (from == to || self.turns_back(child))
    }

    /// Whether a child could follow a relationship that is no loop back to where it came from.
    fn turns_back(&self, child: &Branch) -> bool {
        child.unlike_parent
            && (self.hop.direction != child.hop.direction || self.hop.direction == Direction::Both)
    }

    fn has_labels(&self, graph: &GraphState, node: NodeId) -> bool {
        !self.resolved.nothing && self.resolved.labels.iter().all(|label| graph.has_label(node, *label))
    }

    /// Whether what an end contributes is more than that it has the labels.
    pub(super) fn is_end_memorised(&self) -> bool {
        !self.of_end.is_empty() || !self.children.is_empty()
    }

    /// Counts the matches from nodes that were not counted before.
    pub(super) fn count(&mut self, ctx: &mut Context<'_>, nodes: &[NodeId]) -> Result<()> {
        if let Some(mut pair) = self.rival.take() {
            let counted = self.count_pairs(ctx, &mut pair, nodes);
            self.rival = Some(pair);
            return counted;
        }
        if self.resolved.is_degree {
            return Ok(());
        }
        let missing: Vec<NodeId> = nodes.iter().copied().filter(|node| self.totals.claim(node.0)).collect();
        if self.resolved.nothing {
            return Ok(());
        }
        let turns_back = self.children.iter().any(|child| self.turns_back(child));
        let mut rest = missing.as_slice();
        while !rest.is_empty() {
            let done = match (self.of_hop.is_empty(), self.is_end_memorised()) {
                (true, false) => self.count_ends(ctx, rest)?,
                (true, true) if !turns_back => self.count_neighbours(ctx, rest)?,
                _ => self.count_some(ctx, rest)?,
            };
            rest = &rest[done..];
        }
        Ok(())
    }

    /// Counts by what hangs on the ends alone; how many nodes were done. Relationships matter only to nodes with loops.
    fn count_neighbours(&mut self, ctx: &mut Context<'_>, nodes: &[NodeId]) -> Result<usize> {
        let (ends, until) = self.resolved.neighbours(ctx.graph(), self.hop.direction, nodes);
        let nodes = &nodes[..until.len()];
        ctx.meter().step((ends.len() + nodes.len()) as u64)?;
        self.count_at_ends(ctx, &ends)?;
        let mut start = 0;
        for (node, until) in nodes.iter().zip(until) {
            let own = &ends[start..until];
            start = until;
            if own.contains(node) {
                self.count_some(ctx, std::slice::from_ref(node))?;
                continue;
            }
            let matches = own.iter().fold(0, |all, end| sum(all, self.ends.get(end.0).unwrap_or(0)));
            self.totals.set(node.0, matches);
        }
        Ok(nodes.len())
    }

    /// Counts ends by their labels; how many nodes were done.
    fn count_ends(&mut self, ctx: &mut Context<'_>, nodes: &[NodeId]) -> Result<usize> {
        let nodes = &nodes[..nodes.len().min(BATCH_ROWS)];
        let graph = ctx.graph();
        let labels = &self.resolved.labels;
        let mut reader = HopReader::new(graph, self.hop.direction, &self.resolved.types);
        let has_labels = |end: NodeId| labels.iter().all(|label| graph.has_label(end, *label));
        let mut looked_at = 0;
        for node in nodes {
            let mut matches = 0;
            if labels.is_empty() {
                looked_at += 1;
                matches = reader.degree(*node);
            } else {
                reader.each_run(*node, |run, loops| {
                    looked_at += run.len() + 1;
                    let ends = run.neighbours.iter().filter(|end| loops || *end != node);
                    matches += ends.filter(|end| has_labels(**end)).count();
                });
            }
            self.totals.set(node.0, matches as u64);
        }
        drop(reader);
        ctx.meter().step(looked_at as u64)?;
        Ok(nodes.len())
    }

    /// The matches from a node that was counted, as if nothing were excluded by what is above.
    #[inline]
    pub(super) fn total(&self, graph: &GraphState, node: NodeId) -> u64 {
        match self.resolved.is_degree {
            true => {
                let mut degree = 0;
                each_type(&self.resolved.types, |only| {
                    degree += graph.degree(node, self.hop.direction, only)
                });
                degree as u64
            }
            false => self.totals.get(node.0).unwrap_or(0),
        }
    }

    /// Multiplies a number for each of some nodes, which were counted, by the matches from it; nothing is done for zeros.
    pub(super) fn multiply_totals(
        &self,
        ctx: &mut Context<'_>,
        nodes: &[NodeId],
        numbers: &mut [u64],
    ) -> Result<()> {
        let open = nodes.iter().zip(numbers).filter(|(_, number)| **number > 0);
        if !self.resolved.is_degree {
            open.for_each(|(node, number)| {
                *number = product(*number, self.measure.of(self.totals.get(node.0).unwrap_or(0)));
            });
            return Ok(());
        }
        let mut reader = HopReader::new(ctx.graph(), self.hop.direction, &self.resolved.types);
        open.for_each(|(node, number)| {
            *number = product(*number, self.measure.of(reader.degree(*node) as u64));
        });
        drop(reader);
        ctx.meter().step(nodes.len() as u64)
    }

    /// Counts the matches from the first nodes, relationship by relationship; how many nodes were done.
    fn count_some(&mut self, ctx: &mut Context<'_>, nodes: &[NodeId]) -> Result<usize> {
        let edges = self.resolved.edges(ctx.graph(), self.hop.direction, nodes);
        let nodes = &nodes[..edges.until.len()];
        ctx.meter().step((edges.ends.len() + nodes.len()) as u64)?;
        if self.is_end_memorised() {
            self.count_at_ends(ctx, &edges.ends)?;
        }
        let passed = match self.of_hop.is_empty() {
            true => None,
            false => Some(self.passing(ctx, nodes, &edges)?),
        };
        let is_plain = self.is_end_memorised() && !self.children.iter().any(|child| self.turns_back(child));
        let mut at = 0;
        for (node, until) in nodes.iter().zip(&edges.until) {
            let until = *until as usize;
            let mut matches: u64 = 0;
            for edge in at..until {
                if passed.as_ref().is_some_and(|passed| !passed[edge]) {
                    continue;
                }
                let end = edges.ends[edge];
                let more = match is_plain && end != *node {
                    true => self.ends.get(end.0).unwrap_or(0),
                    false => self.at_end(ctx, edges.relationships[edge], *node, end)?,
                };
                matches = sum(matches, more);
            }
            at = until;
            self.totals.set(node.0, matches);
        }
        Ok(nodes.len())
    }

    /// Computes what the ends contribute that were not met before.
    pub(super) fn count_at_ends(&mut self, ctx: &mut Context<'_>, ends: &[NodeId]) -> Result<()> {
        let mut missing: Vec<NodeId> = ends.iter().copied().filter(|end| self.ends.claim(end.0)).collect();
        // What is read of nodes in their order is read once for many of them.
        missing.sort_unstable();
        self.count_claimed(ctx, missing)
    }

    fn count_claimed(&mut self, ctx: &mut Context<'_>, missing: Vec<NodeId>) -> Result<()> {
        // Predicates are asked of batches; without any the more nodes are read together the better.
        let together = if self.of_end.is_empty() { EDGES } else { BATCH_ROWS };
        for part in missing.chunks(together) {
            let graph = ctx.graph();
            let mut passed: Vec<NodeId> =
                part.iter().copied().filter(|end| self.has_labels(graph, *end)).collect();
            for predicate in &self.of_end {
                let mut batch = Batch::new(passed.len(), ctx.width());
                batch.set(self.hop.to, Column::Nodes(passed.clone()).into());
                let rows = predicate.select(ctx, Rows::all(&batch))?;
                passed = rows.iter().map(|row| passed[*row as usize]).collect();
            }
            for child in &mut self.children {
                child.count(ctx, &passed)?;
            }
            let mut matches = vec![1; passed.len()];
            for child in &self.children {
                child.multiply_totals(ctx, &passed, &mut matches)?;
            }
            passed.iter().zip(matches).for_each(|(end, matches)| self.ends.set(end.0, matches));
        }
        Ok(())
    }

    /// Which relationships satisfy the predicates on the hop.
    fn passing(&self, ctx: &mut Context<'_>, nodes: &[NodeId], edges: &Edges) -> Result<Vec<bool>> {
        let mut passed = vec![false; edges.ends.len()];
        let mut owners = Vec::with_capacity(edges.ends.len());
        for (node, until) in nodes.iter().zip(&edges.until) {
            owners.resize(*until as usize, *node);
        }
        for start in (0..edges.ends.len()).step_by(BATCH_ROWS) {
            let range = start..edges.ends.len().min(start + BATCH_ROWS);
            let mut batch = Batch::new(range.len(), ctx.width());
            batch.set(self.hop.from, Column::Nodes(owners[range.clone()].to_vec()).into());
            batch.set(self.hop.to, Column::Nodes(edges.ends[range.clone()].to_vec()).into());
            let relationships = edges.relationships[range.clone()].to_vec();
            batch.set(self.hop.relationship, Column::Relationships(relationships).into());
            let mut rows: Vec<u32> = (0..range.len() as u32).collect();
            for predicate in &self.of_hop {
                rows = predicate.select(ctx, Rows { batch: &batch, selection: Some(&rows) })?;
            }
            rows.iter().for_each(|row| passed[start + *row as usize] = true);
        }
        Ok(passed)
    }
}
