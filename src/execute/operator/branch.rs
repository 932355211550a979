//! A tree of hops of which only the number of matches is counted: for a node, the sum over its relationships of
//! the product of what hangs on their other ends. What depends on a node alone is computed once for each node.
//!
//! A relationship that a match may not use again is among those that were counted with their node: what it would
//! contribute is taken off again, which is exact because a match uses one relationship for a hop.

use crate::error::{Error, Result};
use crate::execute::batch::{BATCH_ROWS, Batch};
use crate::execute::column::Column;
use crate::execute::context::Context;
use crate::execute::expression::{Expression, Rows, relationships};
use crate::execute::memo::Counts;
use crate::graph::{Direction, GraphState, LabelId, NodeId, RelId, TypeId};
use crate::plan::logical;
use crate::semantic::bound::{Name, Slot};
use crate::value::Value;

use super::count_branches::too_many;
use super::{is_wanted, type_ids, ways};

/// About so many relationships are looked at together.
const EDGES: usize = 16 * BATCH_ROWS;

/// A hop that is counted, and those that hang on its end.
pub struct Branch {
    hop: logical::Expand,
    different: Vec<Slot>,
    labels: Vec<Name>,
    /// Predicates on the end alone.
    of_end: Vec<Expression>,
    /// Predicates on the relationship, or on both nodes.
    of_hop: Vec<Expression>,
    children: Vec<Branch>,
    /// Its relationship is not that of the branch it hangs on.
    unlike_parent: bool,
    optional: bool,
    resolved: Resolved,
    /// Matches by the node the hop begins at.
    totals: Counts,
    /// By the node it ends at: the product of what hangs on it, as if no relationship could be used twice; 0 if a
    /// predicate on it is not true.
    ends: Counts,
}

/// Names resolved against the graph.
#[derive(Default)]
struct Resolved {
    types: Option<Vec<TypeId>>,
    /// Labels that have to be looked at.
    labels: Vec<LabelId>,
    /// One of the labels is on no node.
    nothing: bool,
}

/// Relationships of some nodes, one node after the other.
#[derive(Default)]
struct Edges {
    /// Where each node's relationships end.
    until: Vec<u32>,
    relationships: Vec<RelId>,
    ends: Vec<NodeId>,
}

impl Resolved {
    /// The ends of the first nodes' relationships, and where each node's end.
    fn neighbours(
        &self,
        graph: &GraphState,
        direction: Direction,
        nodes: &[NodeId],
    ) -> (Vec<NodeId>, Vec<usize>) {
        let (mut ends, mut until) = (Vec::with_capacity(2 * EDGES), Vec::new());
        for node in nodes {
            match &self.types {
                None => add_neighbours(graph, direction, *node, None, &mut ends),
                Some(types) => types
                    .iter()
                    .for_each(|rel_type| add_neighbours(graph, direction, *node, Some(*rel_type), &mut ends)),
            }
            until.push(ends.len());
            if ends.len() >= EDGES {
                break;
            }
        }
        (ends, until)
    }
}

fn add_neighbours(
    graph: &GraphState,
    direction: Direction,
    node: NodeId,
    rel_type: Option<TypeId>,
    into: &mut Vec<NodeId>,
) {
    match direction {
        Direction::Outgoing => {
            graph.outgoing(node, rel_type).for_each(|run| into.extend_from_slice(run.neighbours));
        }
        Direction::Incoming => {
            graph.incoming(node, rel_type).for_each(|run| into.extend_from_slice(run.neighbours));
        }
        Direction::Both => into.extend(graph.neighbours(node, direction, rel_type)),
    }
}

impl Branch {
    /// From its plan; `predicates` are those on the end alone, and the others.
    pub fn new(
        plan: &logical::Branch,
        labels: Vec<Name>,
        predicates: (Vec<Expression>, Vec<Expression>),
        children: Vec<Branch>,
        unlike_parent: bool,
    ) -> Branch {
        Branch {
            hop: plan.hop.clone(),
            different: plan.different.clone(),
            labels,
            of_end: predicates.0,
            of_hop: predicates.1,
            children,
            unlike_parent,
            optional: plan.optional,
            resolved: Resolved::default(),
            totals: Counts::default(),
            ends: Counts::default(),
        }
    }

    /// Begins anew on a graph.
    pub fn prepare(&mut self, graph: &GraphState) {
        let types = type_ids(graph, &self.hop.types);
        let labels: Option<Vec<LabelId>> =
            self.labels.iter().map(|name| graph.catalog().label(name)).collect();
        let nothing = labels.is_none();
        let mut labels = labels.unwrap_or_default();
        labels.retain(|label| !is_implied(graph, self.hop.direction, &types, *label));
        self.resolved = Resolved { types, labels, nothing };
        self.totals = Counts::default();
        self.ends = Counts::default();
        self.children.iter_mut().for_each(|child| child.prepare(graph));
    }

    /// About how many bytes it holds.
    pub fn memory(&self) -> usize {
        let children = self.children.iter().map(Branch::memory).sum::<usize>();
        self.totals.memory() + self.ends.memory() + children
    }

    /// Multiplies the weight of each row by the number of matches.
    pub fn multiply(&mut self, ctx: &mut Context<'_>, batch: &Batch, weights: &mut [u64]) -> Result<()> {
        let column = batch.column(self.hop.from)?.clone();
        let mut from = Vec::with_capacity(batch.len());
        for row in 0..batch.len() {
            from.push(column.node(row)?);
        }
        let nodes: Vec<NodeId> = from.iter().flatten().copied().collect();
        ctx.check_nodes(&nodes)?;
        self.count(ctx, &nodes)?;
        ctx.meter().step(batch.len() as u64)?;
        let columns =
            |slots: &[Slot]| slots.iter().map(|slot| batch.column(*slot)).collect::<Result<Vec<_>>>();
        let (unique, different) = (columns(&self.hop.unique)?, columns(&self.different)?);
        let mut used = Vec::new();
        for (row, (node, weight)) in from.into_iter().zip(weights).enumerate() {
            let mut matches = 0;
            if let Some(node) = node {
                matches = self.totals.get(node.0).unwrap_or(0);
                used.clear();
                unique.iter().for_each(|column| relationships(column, row, &mut used));
                used.retain(|relationship| self.follows(ctx.graph(), *relationship, node));
                let mut unknown = false;
                for column in &different {
                    unknown |= column.is_null(row);
                    self.relationships_to(ctx.graph(), node, &column.value(row), &mut used);
                }
                matches = match unknown {
                    true => 0,
                    false => without(matches, self.used(ctx, node, &mut used)?)?,
                };
            }
            *weight = product(*weight, if self.optional { matches.max(1) } else { matches });
        }
        Ok(())
    }

    /// What relationships that may not be used contribute to a node's matches.
    fn used(&self, ctx: &mut Context<'_>, node: NodeId, used: &mut Vec<RelId>) -> Result<u64> {
        used.sort_unstable();
        used.dedup();
        let mut all = 0;
        for relationship in used {
            let Some(ends) = ctx.graph().relationship(*relationship) else { continue };
            all = sum(all, self.through(ctx, *relationship, node, ends.other(node))?);
        }
        Ok(all)
    }

    /// The relationships that lead to a node.
    fn relationships_to(&self, graph: &GraphState, from: NodeId, to: &Value, into: &mut Vec<RelId>) {
        let Value::Node(to) = to else { return };
        let mut add = |rel_type| {
            into.extend(
                graph.between(from, *to, self.hop.direction, rel_type).map(|entry| entry.relationship),
            );
        };
        match &self.resolved.types {
            None => add(None),
            Some(types) => types.iter().for_each(|rel_type| add(Some(*rel_type))),
        }
    }

    /// Whether the hop could use a relationship of the node.
    fn follows(&self, graph: &GraphState, relationship: RelId, node: NodeId) -> bool {
        let Some(content) = graph.relationship(relationship) else { return false };
        let (out, back) = ways(self.hop.direction);
        ((out && content.start == node) || (back && content.end == node))
            && is_wanted(&self.resolved.types, content.rel_type)
    }

    /// How many matches use this relationship for the hop.
    fn through(&self, ctx: &mut Context<'_>, relationship: RelId, from: NodeId, to: NodeId) -> Result<u64> {
        let matches = self.at_end(ctx, relationship, from, to)?;
        if matches == 0 || self.of_hop.is_empty() {
            return Ok(matches);
        }
        let edges = Edges { until: vec![1], relationships: vec![relationship], ends: vec![to] };
        let passed = self.passing(ctx, &[from], &edges)?;
        Ok(if passed == [true] { matches } else { 0 })
    }

    /// The same, apart from predicates on the hop. The nodes must have been counted.
    fn at_end(&self, ctx: &mut Context<'_>, relationship: RelId, from: NodeId, to: NodeId) -> Result<u64> {
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
            let mut of_child = child.totals.get(to.0).unwrap_or(0);
            if self.may_share(child, from, to) && child.follows(ctx.graph(), relationship, to) {
                of_child = without(of_child, child.through(ctx, relationship, to, from)?)?;
            }
            matches = product(matches, if child.optional { of_child.max(1) } else { of_child });
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
    fn is_end_memorised(&self) -> bool {
        !self.of_end.is_empty() || !self.children.is_empty()
    }

    /// Counts the matches from nodes that were not counted before.
    fn count(&mut self, ctx: &mut Context<'_>, nodes: &[NodeId]) -> Result<()> {
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
        let (direction, labels) = (self.hop.direction, &self.resolved.labels);
        let of_type = |node: NodeId, rel_type: Option<TypeId>| match labels.is_empty() {
            true => graph.degree(node, direction, rel_type),
            false => graph
                .neighbours(node, direction, rel_type)
                .filter(|end| labels.iter().all(|label| graph.has_label(*end, *label)))
                .count(),
        };
        let mut looked_at = 0;
        for node in nodes {
            let matches: usize = match &self.resolved.types {
                None => of_type(*node, None),
                Some(types) => types.iter().map(|rel_type| of_type(*node, Some(*rel_type))).sum(),
            };
            looked_at += if labels.is_empty() { 1 } else { matches + 1 };
            self.totals.set(node.0, matches as u64);
        }
        ctx.meter().step(looked_at as u64)?;
        Ok(nodes.len())
    }

    /// Counts the matches from the first nodes, relationship by relationship; how many nodes were done.
    fn count_some(&mut self, ctx: &mut Context<'_>, nodes: &[NodeId]) -> Result<usize> {
        let edges = self.edges(ctx.graph(), nodes);
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

    /// The relationships of the first nodes.
    fn edges(&self, graph: &GraphState, nodes: &[NodeId]) -> Edges {
        let (out, back) = ways(self.hop.direction);
        let types: Vec<Option<TypeId>> = match &self.resolved.types {
            None => vec![None],
            Some(types) => types.iter().copied().map(Some).collect(),
        };
        let mut edges = Edges::default();
        for node in nodes {
            for rel_type in &types {
                for run in out.then(|| graph.outgoing(*node, *rel_type)).into_iter().flatten() {
                    edges.relationships.extend_from_slice(run.relationships);
                    edges.ends.extend_from_slice(run.neighbours);
                }
                for run in back.then(|| graph.incoming(*node, *rel_type)).into_iter().flatten() {
                    // Followed in both directions, a loop is met twice: it counts where it goes out.
                    let counts = |end: &NodeId| !out || end != node;
                    let pairs = run.neighbours.iter().zip(run.relationships);
                    for (end, relationship) in pairs.filter(|(end, _)| counts(end)) {
                        edges.relationships.push(*relationship);
                        edges.ends.push(*end);
                    }
                }
            }
            edges.until.push(edges.ends.len() as u32);
            if edges.ends.len() >= EDGES {
                break;
            }
        }
        edges
    }

    /// Computes what the ends contribute that were not met before.
    fn count_at_ends(&mut self, ctx: &mut Context<'_>, ends: &[NodeId]) -> Result<()> {
        let missing: Vec<NodeId> = ends.iter().copied().filter(|end| self.ends.claim(end.0)).collect();
        self.count_claimed(ctx, missing)
    }

    fn count_claimed(&mut self, ctx: &mut Context<'_>, missing: Vec<NodeId>) -> Result<()> {
        for part in missing.chunks(BATCH_ROWS) {
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
            for end in passed {
                let mut matches = 1;
                for child in &self.children {
                    let of_child = child.totals.get(end.0).unwrap_or(0);
                    matches = product(matches, if child.optional { of_child.max(1) } else { of_child });
                }
                self.ends.set(end.0, matches);
            }
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

/// Stands for all numbers of matches that are too great to be told apart.
pub(super) const MANY: u64 = u64::MAX - 1;

fn product(left: u64, right: u64) -> u64 {
    left.saturating_mul(right).min(MANY)
}

fn sum(left: u64, right: u64) -> u64 {
    left.saturating_add(right).min(MANY)
}

/// Matches apart from some of them.
fn without(all: u64, some: u64) -> Result<u64> {
    match (all, some) {
        (MANY, MANY) => Err(too_many()),
        (MANY, _) => Ok(MANY),
        _ => all.checked_sub(some).ok_or_else(|| Error::internal("more matches were taken off than counted")),
    }
}

/// Whether all relationships of these types lead to nodes with the label, by the graph's exact counts.
fn is_implied(graph: &GraphState, direction: Direction, types: &Option<Vec<TypeId>>, label: LabelId) -> bool {
    let Some(types) = types else { return false };
    let statistics = graph.statistics();
    let (out, back) = ways(direction);
    types.iter().all(|rel_type| {
        let all = statistics.of_type(*rel_type);
        (!out || statistics.to_label(*rel_type, label) == all)
            && (!back || statistics.from_label(label, *rel_type) == all)
    })
}
