//! A part of a pattern that has a plan, with what that is thought to cost and yield.

use crate::plan::SlotSet;
use crate::plan::logical::{Expand, Operator, Plan};
use crate::plan::visit::binds;
use crate::semantic::bound::{Expr, Slot};

use super::super::cardinality::{Cardinality, Hop};
use super::super::expr::expense;
use super::region::{EdgeKind, Region};

/// See the module.
#[derive(Clone)]
pub(super) struct Fragment {
    pub(super) plan: Plan,
    /// Slots with a value.
    pub(super) available: SlotSet,
    /// Edges that are done, by their place in the region.
    pub(super) edges: SlotSet,
    /// Predicates that are asked, by their place in the region.
    pub(super) predicates: SlotSet,
    /// Estimated rows.
    pub(super) rows: f64,
    /// Rows that all its operators look at together.
    pub(super) cost: f64,
    /// The plan is not made: the fragment is only weighed.
    pub(super) is_sketch: bool,
}

impl Fragment {
    /// The rows that a pattern continues.
    pub(super) fn new(plan: Plan, available: SlotSet, rows: f64) -> Fragment {
        Fragment {
            plan,
            available,
            edges: SlotSet::new(),
            predicates: SlotSet::new(),
            rows,
            cost: 0.0,
            is_sketch: false,
        }
    }

    /// The same to be weighed only.
    pub(super) fn sketch(&self) -> Fragment {
        let (plan, available, edges) = (Plan::default(), self.available.clone(), self.edges.clone());
        Fragment { plan, available, edges, predicates: self.predicates.clone(), is_sketch: true, ..*self }
    }

    /// Whether an edge of the region has been followed.
    pub(super) fn has_edge(&self, edge: usize) -> bool {
        self.edges.contains(edge as u32)
    }

    /// Puts an operator on top.
    pub(super) fn push(&mut self, operator: Operator) {
        self.available.union_with(&binds(&operator));
        if self.is_sketch {
            return;
        }
        let input = std::mem::take(&mut self.plan);
        self.plan = Plan::new(operator, vec![input]);
    }

    /// The selectivity of the predicates that could be asked with these slots too; `arrivals` are the hops by which
    /// they would be reached.
    pub(super) fn gain(
        &self,
        region: &Region,
        added: &SlotSet,
        arrivals: &[Hop<'_>],
        cardinality: &Cardinality<'_>,
    ) -> f64 {
        let mut available = self.available.clone();
        available.union_with(added);
        let open = region.predicates.iter().enumerate().filter(|(at, predicate)| {
            !self.predicates.contains(*at as u32) && predicate.free.is_subset(&available)
        });
        open.map(|(_, predicate)| cardinality.selectivity_after(&predicate.expr, arrivals)).product()
    }

    /// Asks all predicates that can be asked, and looks up the nodes of relationships that are there.
    pub(super) fn settle(&mut self, region: &Region, cardinality: &Cardinality<'_>) {
        self.filter(region, cardinality);
        while let Some(at) = self.next_endpoints(region) {
            self.push_endpoints(region, at);
            self.filter(region, cardinality);
        }
    }

    fn filter(&mut self, region: &Region, cardinality: &Cardinality<'_>) {
        let mut asked: Vec<Expr> = Vec::new();
        for (at, predicate) in region.predicates.iter().enumerate() {
            if predicate.free.is_subset(&self.available) && self.predicates.insert(at as u32) {
                self.rows *= cardinality.selectivity(&predicate.expr);
                asked.push(predicate.expr.clone());
            }
        }
        if !asked.is_empty() {
            asked.sort_by_key(expense);
            self.push(Operator::Filter(asked));
        }
    }

    fn next_endpoints(&self, region: &Region) -> Option<usize> {
        region.edges.iter().enumerate().position(|(at, edge)| {
            matches!(edge.kind, EdgeKind::Bound)
                && !self.has_edge(at)
                && edge.requires.is_subset(&self.available)
        })
    }

    fn push_endpoints(&mut self, region: &Region, at: usize) {
        let edge = &region.edges[at];
        self.edges.insert(at as u32);
        self.cost += self.rows;
        self.push(Operator::EndpointsOf {
            relationship: edge.relationship,
            left: edge.left,
            right: edge.right,
            direction: edge.direction,
            types: edge.types.clone(),
            left_bound: self.available.contains(edge.left),
            right_bound: self.available.contains(edge.right),
            unique: region.unique(edge.relationship, &self.available),
        });
    }

    /// The operator that follows an edge from one of its ends, to `to` instead of its other end.
    pub(super) fn expansion(&self, region: &Region, at: usize, from_left: bool, to: Slot) -> Operator {
        let edge = &region.edges[at];
        let (from, direction) = match from_left {
            true => (edge.left, edge.direction),
            false => (edge.right, edge.direction.reverse()),
        };
        let expand = Expand {
            from,
            relationship: edge.relationship,
            to,
            direction,
            types: edge.types.clone(),
            into: self.available.contains(to),
            unique: region.unique(edge.relationship, &self.available),
        };
        match &edge.kind {
            EdgeKind::Variable { length, reversed } => Operator::VariableExpand {
                expand,
                length: length.clone(),
                reversed: *reversed == from_left,
                reachable: false,
            },
            EdgeKind::Single | EdgeKind::Bound => Operator::Expand(expand),
        }
    }
}
