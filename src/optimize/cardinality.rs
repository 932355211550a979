//! How many rows: selectivities in the manner of System R (Selinger et al., 1979), and degrees by label
//! and type from exact counts.

use std::collections::HashMap;

use crate::graph::Direction;
use crate::plan::logical::{Operator, Plan};
use crate::plan::walk::visit_plan;
use crate::semantic::bound::{
    ComparisonOp, Expr, ExprKind, LabelExpr, ListPredicateKind, Literal, LogicalOp, Name, Slot, StringOp,
    VariableLength,
};

use super::expr::{as_id, as_label_test, as_property, as_slot, comparisons};
use super::statistics::Statistics;

/// Of an equality whose key has no index.
const EQUAL: f64 = 0.1;
/// Of a comparison with a bound.
const RANGE: f64 = 0.3;
/// Of what nothing is known about.
const UNKNOWN: f64 = 0.5;
/// Length of a list that is not written out.
const LIST: f64 = 10.0;
/// Nothing is thought to be rarer: counts of zero would make all that follows look free.
const RAREST: f64 = 1e-3;
/// Hops of an unbounded expansion that are counted.
const HOPS: u64 = 6;

/// The labels that nodes are known to have.
#[derive(Clone, Debug, Default)]
pub(super) struct KnownLabels(HashMap<Slot, Vec<Name>>);

impl KnownLabels {
    /// Those asked for anywhere in a plan.
    pub(super) fn of_plan(plan: &Plan) -> KnownLabels {
        let mut known = KnownLabels::default();
        known.add_plan(plan);
        known
    }

    /// As [`KnownLabels::of_plan`], in addition.
    pub(super) fn add_plan(&mut self, plan: &Plan) {
        visit_plan(plan, &mut |plan| {
            if let Operator::LabelScan { slot, labels } = &plan.operator {
                if let [label] = labels.as_slice() {
                    self.add(*slot, label);
                }
            } else if let Operator::IndexSeek { slot, lookup } = &plan.operator {
                if let [label] = lookup.names.as_slice() {
                    self.add(*slot, label);
                }
            } else if let Operator::Filter(predicates) = &plan.operator {
                self.add_predicates(predicates);
            }
        });
    }

    /// Those that predicates ask for.
    fn add_predicates(&mut self, predicates: &[Expr]) {
        for (slot, label) in predicates.iter().filter_map(as_label_test) {
            self.add(slot, label);
        }
    }

    fn add(&mut self, slot: Slot, label: &Name) {
        let labels = self.0.entry(slot).or_default();
        if !labels.contains(label) {
            labels.push(label.clone());
        }
    }

    /// Those of one node.
    pub(super) fn of(&self, slot: Slot) -> &[Name] {
        self.0.get(&slot).map_or(&[], Vec::as_slice)
    }
}

/// A pattern's relationship, seen from the node at hand.
#[derive(Clone, Copy)]
pub(super) struct Hop<'a> {
    pub(super) from: Slot,
    pub(super) to: Slot,
    pub(super) direction: Direction,
    pub(super) types: &'a [Name],
}

impl<'a> Hop<'a> {
    /// The same hop seen from its other end.
    pub(super) fn reversed(&self) -> Hop<'a> {
        Hop { from: self.to, to: self.from, direction: self.direction.reverse(), types: self.types }
    }
}

/// Estimates over one graph.
#[derive(Clone, Copy)]
pub(super) struct Cardinality<'a> {
    pub(super) statistics: &'a dyn Statistics,
    pub(super) labels: &'a KnownLabels,
}

impl Cardinality<'_> {
    /// All nodes; at least one, as it is divided by.
    pub(super) fn nodes(&self) -> f64 {
        self.statistics.node_count().max(1.0)
    }

    /// The rarest of the labels a node is known to have.
    pub(super) fn rarest(&self, slot: Slot) -> Option<&Name> {
        let count = |label: &&Name| self.statistics.label_count(label);
        self.labels.of(slot).iter().min_by(|a, b| count(a).total_cmp(&count(b)))
    }

    /// How many nodes a node could be by its rarest label; at least one.
    pub(super) fn candidates(&self, slot: Slot) -> f64 {
        self.rarest(slot).map_or(self.nodes(), |label| self.statistics.label_count(label).max(1.0))
    }

    /// How many relationships of the pattern a node has, on average, whatever the node at the other end.
    pub(super) fn degree(&self, hop: &Hop<'_>) -> f64 {
        (self.relationships(hop, self.rarest(hop.from), None) / self.candidates(hop.from)).max(RAREST)
    }

    /// Which part of those lead to a node that has the label.
    pub(super) fn label_ratio(&self, hop: &Hop<'_>, label: &Name) -> f64 {
        let from = self.rarest(hop.from);
        let all = self.relationships(hop, from, None);
        if all == 0.0 {
            RAREST
        } else {
            (self.relationships(hop, from, Some(label)) / all).clamp(RAREST, 1.0)
        }
    }

    /// How many relationships of these types there are; in both directions each counts twice.
    pub(super) fn all_relationships(&self, direction: Direction, types: &[Name]) -> f64 {
        let once = self.statistics.relationship_count(types, None, None);
        if direction == Direction::Both { once * 2.0 } else { once }
    }

    fn relationships(&self, hop: &Hop<'_>, from: Option<&Name>, to: Option<&Name>) -> f64 {
        let (from, to) = (from.map(|name| &**name), to.map(|name| &**name));
        let outgoing = || self.statistics.relationship_count(hop.types, from, to);
        let incoming = || self.statistics.relationship_count(hop.types, to, from);
        match hop.direction {
            Direction::Outgoing => outgoing(),
            Direction::Incoming => incoming(),
            Direction::Both => outgoing() + incoming(),
        }
    }

    /// How many walks of these lengths start at a node. The first hop's degree depends on the node's label,
    /// that of the others is an average over all nodes that are reached.
    pub(super) fn walks(&self, hop: &Hop<'_>, length: &VariableLength) -> f64 {
        let first = self.degree(hop);
        let next = self.all_relationships(hop.direction, hop.types) / self.nodes();
        let kept = length.hop.as_ref().map_or(1.0, |hop| self.selectivity(&hop.predicate));
        let max = length.max.unwrap_or(u64::MAX).min(length.min.saturating_add(HOPS));
        let mut walks = if length.min == 0 { 1.0 } else { 0.0 };
        let mut reached = 1.0;
        for hops in 1..=max.min(64) {
            reached *= kept * if hops == 1 { first } else { next };
            if hops >= length.min {
                walks += reached;
            }
        }
        walks.min(1e15)
    }

    /// As [`Cardinality::selectivity`], where the test of a label is as selective as the hop that leads to the node
    /// says.
    pub(super) fn selectivity_after(&self, predicate: &Expr, arrivals: &[Hop<'_>]) -> f64 {
        let Some((slot, label)) = as_label_test(predicate) else { return self.selectivity(predicate) };
        match arrivals.iter().find(|hop| hop.to == slot) {
            Some(hop) => self.label_ratio(hop, label),
            None => self.selectivity(predicate),
        }
    }

    /// The part of rows for which the predicate is true.
    pub(super) fn selectivity(&self, predicate: &Expr) -> f64 {
        use ExprKind::*;
        let part = match &predicate.kind {
            Literal(value) => literal(value),
            HasLabels(_, labels) => self.label_selectivity(labels),
            Comparison(_, _) => self.comparison(predicate),
            In(element, list) => self.equality(element) * list_length(list),
            StringPredicate(op, _, _) => match op {
                StringOp::StartsWith => 0.1,
                StringOp::EndsWith | StringOp::Contains | StringOp::Matches => 0.2,
            },
            IsNull(_, negated) => {
                if *negated {
                    0.9
                } else {
                    0.1
                }
            }
            Not(inner) => 1.0 - self.selectivity(inner),
            Logical(LogicalOp::And, operands) => operands.iter().map(|e| self.selectivity(e)).product(),
            Logical(LogicalOp::Or, operands) => {
                1.0 - operands.iter().map(|e| 1.0 - self.selectivity(e)).product::<f64>()
            }
            ListPredicate { kind, .. } => match kind {
                ListPredicateKind::All | ListPredicateKind::None => RANGE,
                ListPredicateKind::Any | ListPredicateKind::Single => UNKNOWN,
            },
            DistinctRelationships(_) => 0.99,
            Logical(LogicalOp::Xor, _) | Parameter(_) | Slot(_) | Property(_, _) | Index(_, _) => UNKNOWN,
            Slice(_, _, _) | List(_) | Map(_) | MapProjection(_, _) | Negate(_) | Plus(_) => UNKNOWN,
            Arithmetic(_, _) | IsTyped(_, _, _) | IsNormalized(_, _, _) | Function(_, _) => UNKNOWN,
            Case { .. } | ListComprehension { .. } | Reduce { .. } | MakePath(_) | Subquery(_) => UNKNOWN,
        };
        part.clamp(0.0, 1.0)
    }

    fn label_selectivity(&self, labels: &LabelExpr) -> f64 {
        match labels {
            LabelExpr::Name(label) => self.statistics.label_count(label) / self.nodes(),
            LabelExpr::Dynamic(_) | LabelExpr::AnyOf(_) => EQUAL,
            LabelExpr::Any => 0.9,
            LabelExpr::Not(inner) => 1.0 - self.label_selectivity(inner),
            LabelExpr::And(all) => all.iter().map(|one| self.label_selectivity(one)).product(),
            LabelExpr::Or(all) => {
                1.0 - all.iter().map(|one| 1.0 - self.label_selectivity(one)).product::<f64>()
            }
        }
    }

    fn comparison(&self, predicate: &Expr) -> f64 {
        let ExprKind::Comparison(_, rest) = &predicate.kind else { return UNKNOWN };
        let pairs = rest.iter().map(|(op, _)| match op {
            ComparisonOp::Equal => {
                let sides = comparisons(predicate).map(|(side, _, _)| self.equality(side));
                sides.fold(EQUAL, f64::min)
            }
            ComparisonOp::NotEqual => 1.0 - EQUAL,
            ComparisonOp::Less | ComparisonOp::LessEqual => RANGE,
            ComparisonOp::Greater | ComparisonOp::GreaterEqual => RANGE,
        });
        pairs.product()
    }

    /// The part of pairs for which two expressions are equal.
    pub(super) fn equality_of(&self, left: &Expr, right: &Expr) -> f64 {
        if let (Some(left), Some(right)) = (as_slot(left), as_slot(right)) {
            return 1.0 / self.candidates(left).min(self.candidates(right));
        }
        self.equality(left).min(self.equality(right))
    }

    /// The part of rows for which an expression equals one value.
    fn equality(&self, expr: &Expr) -> f64 {
        if as_id(expr).is_some() || as_slot(expr).is_some() {
            return 1.0 / self.nodes();
        }
        let Some((slot, key)) = as_property(expr) else { return EQUAL };
        let by_index = self.labels.of(slot).iter().filter_map(|label| {
            let index = self.statistics.index(label, key)?;
            let covered = index.entries / self.statistics.label_count(label).max(1.0);
            Some(covered.min(1.0) / index.distinct.max(1.0))
        });
        by_index.fold(EQUAL, f64::min)
    }
}

fn literal(value: &Literal) -> f64 {
    match value {
        Literal::Boolean(true) => 1.0,
        Literal::Boolean(false) | Literal::Null => 0.0,
        Literal::Integer(_) | Literal::Float(_) | Literal::String(_) => UNKNOWN,
    }
}

/// How many values a list has.
pub(super) fn list_length(list: &Expr) -> f64 {
    if let ExprKind::List(items) = &list.kind { items.len() as f64 } else { LIST }
}
