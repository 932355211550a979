//! A tree of hops of which only the number of matches is counted: for a node, the sum over its relationships of
//! the product of what hangs on their other ends.
//!
//! What depends on a node alone is computed once for each node, see [`plain`]. What depends on the row, or on hops
//! above, is followed again for each of them, see [`dependent`]; hops back to a node above are not followed but
//! looked up, see [`closing`].

mod closing;
mod dependent;
mod edges;
mod environment;
mod pair;
mod plain;
mod route;

use crate::error::{Error, Result};
use crate::execute::batch::Batch;
use crate::execute::column::Column;
use crate::execute::compile::leads_to;
use crate::execute::context::Context;
use crate::execute::expression::Expression;
use crate::execute::memo::Counts;
use crate::graph::{GraphState, LabelId, NodeId, TypeId};
use crate::plan::SlotSet;
use crate::plan::logical::{self, Measure};
use crate::semantic::bound::{Name, Slot};
use crate::value::Value;

use super::count_branches::too_many;
use super::{HopReader, type_ids};
pub use closing::Closing;
use edges::Edges;
pub use environment::Environment;
use pair::Pair;
use route::Routes;

/// A hop that is counted, and those that hang on its end.
pub struct Branch {
    hop: logical::Expand,
    different: Vec<Slot>,
    measure: Measure,
    shape: Shape,
    /// How many hops it has.
    size: usize,
    labels: Vec<Name>,
    /// Predicates on the end alone.
    of_end: Vec<Expression>,
    /// Predicates on the relationship, or on both nodes.
    of_hop: Vec<Expression>,
    /// Depend on the end alone, and on its relationship if they may not use it again.
    children: Vec<Branch>,
    /// Depend on what is above, too.
    dependents: Vec<Branch>,
    /// From the end to nodes above.
    closings: Vec<Closing>,
    /// Its relationship is not that of the branch it hangs on.
    unlike_parent: bool,
    /// A branch or closing behind reads its relationship.
    is_relationship_read: bool,
    /// The nodes and the relationships above that it reads, the node it begins at apart.
    reads: (Vec<Slot>, Vec<Slot>),
    resolved: Resolved,
    /// Matches by the node the hop begins at, as if nothing were excluded by what is above.
    totals: Counts,
    /// By the node it ends at: the product of its children, as if no relationship could be used twice; 0 if a
    /// predicate on it is not true.
    ends: Counts,
    /// Another from the same node; `totals` are those of the pair.
    rival: Option<Box<Pair>>,
    /// If it only leads back to a node above.
    routes: Option<Routes>,
    /// The relationships that are followed from one node.
    edges: Edges,
}

/// On what the matches behind a branch's relationships depend.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// On their ends.
    Plain,
    /// On their ends and the node that the branch begins at.
    Closed,
    /// On their ends, which must not be joined to a node above.
    Excluding,
    /// On what is above.
    Open,
}

/// Names resolved against the graph.
#[derive(Default)]
pub struct Resolved {
    types: Option<Vec<TypeId>>,
    /// Labels that have to be looked at.
    labels: Vec<LabelId>,
    /// One of the labels is on no node.
    nothing: bool,
    /// The matches from a node are its relationships: they are counted faster than what was counted is found.
    is_degree: bool,
}

/// The predicates of a branch, compiled.
#[derive(Default)]
pub struct Predicates {
    /// Labels that the end must have.
    pub labels: Vec<Name>,
    /// On the end alone.
    pub of_end: Vec<Expression>,
    /// On the relationship, or on both nodes.
    pub of_hop: Vec<Expression>,
}

impl Branch {
    /// From its plan. `branches` hang on it; `parent` is the relationship that leads to it, if it hangs on a branch.
    pub fn new(
        plan: &logical::Branch,
        predicates: Predicates,
        branches: Vec<Branch>,
        parent: Option<Slot>,
    ) -> Branch {
        let hop = plan.hop.clone();
        let closings: Vec<Closing> = plan
            .branches
            .iter()
            .filter(|branch| branch.hop.into)
            .map(|branch| closing(plan, branch))
            .collect();
        let (children, mut dependents): (Vec<Branch>, Vec<Branch>) =
            branches.into_iter().partition(|branch| branch.is_simple(hop.relationship));
        // What is looked up in few steps comes first: the others are not followed where it has no match.
        dependents.sort_by_key(|branch| branch.size);
        let shape = shape(plan, &closings, &dependents);
        let is_used = |branch: &Branch| branch.reads.1.contains(&hop.relationship);
        let closes = |closing: &Closing| closing.is_unlike(hop.relationship);
        let is_relationship_read = dependents.iter().any(is_used) || closings.iter().any(closes);
        let mut used = SlotSet::new();
        plan.visit(&mut |branch| used.extend(branch.hop.unique.iter().copied()));
        let reads =
            plan.reads().iter().filter(|slot| *slot != hop.from).partition(|slot| !used.contains(*slot));
        let mut branch = Branch {
            different: plan.different.clone(),
            measure: plan.measure,
            shape,
            size: plan.size(),
            labels: predicates.labels,
            of_end: predicates.of_end,
            of_hop: predicates.of_hop,
            children,
            dependents,
            closings,
            unlike_parent: parent.is_some_and(|parent| hop.unique.contains(&parent)),
            is_relationship_read,
            reads,
            hop,
            resolved: Resolved::default(),
            totals: Counts::default(),
            ends: Counts::default(),
            rival: None,
            routes: None,
            edges: Edges::default(),
        };
        branch.routes = branch.route_target().map(Routes::new);
        branch
    }

    /// Whether it depends on nothing above but its node, and the relationship that led there.
    fn is_simple(&self, parent: Slot) -> bool {
        let (nodes, relationships) = &self.reads;
        self.shape == Shape::Plain && nodes.is_empty() && relationships.iter().all(|slot| *slot == parent)
    }

    /// Begins anew on a graph.
    pub fn prepare(&mut self, graph: &GraphState) {
        let types = type_ids(graph, &self.hop.types);
        let labels: Option<Vec<LabelId>> =
            self.labels.iter().map(|name| graph.catalog().label(name)).collect();
        let nothing = labels.is_none();
        let mut labels = labels.unwrap_or_default();
        if let Some(types) = &types {
            labels.retain(|label| !leads_to(graph, self.hop.direction, types, *label));
        }
        let is_degree = !nothing
            && labels.is_empty()
            && self.of_hop.is_empty()
            && self.shape == Shape::Plain
            && self.rival.is_none()
            && !self.is_end_memorised();
        self.resolved = Resolved { types, labels, nothing, is_degree };
        self.totals = Counts::default();
        self.ends = Counts::default();
        self.routes.iter_mut().for_each(Routes::clear);
        self.rival.iter_mut().for_each(|pair| pair.prepare(graph, &self.resolved));
        self.closings.iter_mut().for_each(|closing| closing.prepare(graph));
        self.children.iter_mut().chain(&mut self.dependents).for_each(|child| child.prepare(graph));
    }

    /// About how many bytes it holds.
    pub fn memory(&self) -> usize {
        let branches = self.children.iter().chain(&self.dependents).map(Branch::memory).sum::<usize>();
        let closings = self.closings.iter().map(Closing::memory).sum::<usize>();
        let routes = self.routes.as_ref().map_or(0, Routes::memory);
        let rival = self.rival.as_ref().map_or(0, |pair| pair.branch.memory());
        self.totals.memory() + self.ends.memory() + routes + rival + branches + closings
    }

    /// Multiplies the weight of each row by the number of matches.
    pub fn multiply(
        &mut self,
        ctx: &mut Context<'_>,
        environment: &mut Environment,
        batch: &Batch,
        weights: &mut [u64],
    ) -> Result<()> {
        let column = batch.column(self.hop.from)?.clone();
        let mut from = Vec::with_capacity(batch.len());
        for row in 0..batch.len() {
            from.push(column.node(row)?);
        }
        let nodes: Vec<NodeId> = from.iter().flatten().copied().collect();
        ctx.check_nodes(&nodes)?;
        if matches!(self.shape, Shape::Plain | Shape::Excluding) {
            self.count(ctx, &nodes)?;
        }
        ctx.meter().step(batch.len() as u64)?;
        let (nodes, relationships) = &self.reads;
        if self.shape == Shape::Plain && nodes.is_empty() && relationships.is_empty() {
            return self.multiply_plain(ctx, &from, weights);
        }
        if let Some(other) = self.only_different() {
            return self.multiply_apart(ctx, &from, batch.column(other)?, weights);
        }
        for (row, (node, weight)) in from.into_iter().zip(weights).enumerate() {
            // A row that counts for nothing is not counted further.
            if *weight == 0 {
                continue;
            }
            let matches = match node {
                None => self.measure.of(0),
                Some(node) => {
                    environment.read_row(batch, row, &self.reads.0, &self.reads.1)?;
                    self.matches(ctx, environment, node)?
                }
            };
            *weight = product(*weight, matches);
        }
        Ok(())
    }
}

impl Branch {
    /// The same where the matches depend on the node alone.
    fn multiply_plain(
        &self,
        ctx: &mut Context<'_>,
        from: &[Option<NodeId>],
        weights: &mut [u64],
    ) -> Result<()> {
        if let Some(nodes) = from.iter().copied().collect::<Option<Vec<NodeId>>>() {
            return self.multiply_totals(ctx, &nodes, weights);
        }
        for (node, weight) in from.iter().zip(weights) {
            let matches = node.map_or(0, |node| self.total(ctx.graph(), node));
            *weight = product(*weight, self.measure.of(matches));
        }
        Ok(())
    }
}

impl Branch {
    /// The node above that its end must not be, if nothing else matters but how many relationships there are.
    fn only_different(&self) -> Option<Slot> {
        let [other] = self.different.as_slice() else { return None };
        let (nodes, relationships) = &self.reads;
        let is_all = relationships.is_empty() && nodes.as_slice() == [*other];
        (is_all && self.resolved.is_degree).then_some(*other)
    }

    /// Multiplies the weight of each row by the number of relationships that do not lead to its other node.
    fn multiply_apart(
        &self,
        ctx: &mut Context<'_>,
        from: &[Option<NodeId>],
        others: &Column,
        weights: &mut [u64],
    ) -> Result<()> {
        let mut reader = HopReader::new(ctx.graph(), self.hop.direction, &self.resolved.types);
        for (row, (from, weight)) in from.iter().zip(weights).enumerate() {
            let matches = match (from, others.is_null(row)) {
                // To be another node than null is not true.
                (None, _) | (_, true) => 0,
                (Some(from), false) => {
                    let mut matches = reader.degree(*from);
                    if let Value::Node(other) = others.value(row) {
                        reader.each_between(*from, other, |run| matches -= run.len());
                    }
                    matches
                }
            };
            *weight = product(*weight, self.measure.of(matches as u64));
        }
        drop(reader);
        ctx.meter().step(from.len() as u64)
    }
}

/// The closing of a branch.
fn closing(plan: &logical::Branch, closing: &logical::Branch) -> Closing {
    // Where the end is not the node above, and not joined to it, both are one question.
    let excludes = closing.measure == Measure::NotExists && plan.different.contains(&closing.hop.to);
    Closing::new(closing, excludes)
}

fn shape(plan: &logical::Branch, closings: &[Closing], dependents: &[Branch]) -> Shape {
    let only_from = |slot: Slot| slot == plan.hop.from;
    match (closings, dependents) {
        ([], []) => Shape::Plain,
        _ if plan.reads_behind().iter().all(only_from) => Shape::Closed,
        ([closing], []) if closing.measure == Measure::NotExists => Shape::Excluding,
        _ => Shape::Open,
    }
}

/// Stands for all numbers of matches that are too great to be told apart.
pub(super) const MANY: u64 = u64::MAX - 1;

#[inline]
fn product(left: u64, right: u64) -> u64 {
    left.saturating_mul(right).min(MANY)
}

#[inline]
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
