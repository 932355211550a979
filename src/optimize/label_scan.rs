//! The nodes of the rarest label that is asked for, or of the rarest alternatives, instead of all.

use crate::error::Result;
use crate::plan::imports::Imports;
use crate::plan::logical::{Operator, QueryPlan};
use crate::plan::walk::{map_roots, transform_up};
use crate::semantic::bound::{Expr, ExprKind, LabelExpr, LogicalOp, Name, Slot};

use super::Context;
use super::access::{Access, Wanted, replace_scan};
use super::cardinality::{Cardinality, KnownLabels};
use super::expr::as_slot;

pub(super) fn apply(query: QueryPlan, context: &Context<'_>) -> Result<QueryPlan> {
    let imports = Imports::of(&query.subqueries);
    let labels = KnownLabels::default();
    let cardinality = Cardinality { statistics: context.statistics, labels: &labels };
    map_roots(query, &mut |root| {
        transform_up(root, &mut |plan| Ok(replace_scan(plan, &imports, &|wanted| find(wanted, &cardinality))))
    })
}

/// The label, or the labels, with the fewest nodes.
pub(super) fn find(wanted: &Wanted<'_>, cardinality: &Cardinality<'_>) -> Option<Access> {
    let tests = wanted.predicates.iter().enumerate().filter_map(|(at, predicate)| {
        let labels = alternatives(predicate, wanted.slot)?;
        let rows = rows(labels.iter(), cardinality);
        let operator = Operator::LabelScan { slot: wanted.slot, labels };
        Some(Access { operator, rows, cost: rows, implied: vec![at] })
    });
    tests.min_by(|a, b| a.rows.total_cmp(&b.rows))
}

/// How many nodes have one of the labels, at most.
pub(super) fn rows<'a>(labels: impl Iterator<Item = &'a Name>, cardinality: &Cardinality<'_>) -> f64 {
    let all: f64 = labels.map(|label| cardinality.statistics.label_count(label)).sum();
    all.min(cardinality.statistics.node_count())
}

/// The labels of which the predicate asks for one, if that is all it asks.
pub(super) fn alternatives(predicate: &Expr, slot: Slot) -> Option<Vec<Name>> {
    let mut labels = Vec::new();
    gather(predicate, slot, &mut labels).then_some(labels)
}

fn gather(predicate: &Expr, slot: Slot, labels: &mut Vec<Name>) -> bool {
    match &predicate.kind {
        ExprKind::HasLabels(subject, asked) => as_slot(subject) == Some(slot) && named(asked, labels),
        ExprKind::Logical(LogicalOp::Or, operands) => {
            operands.iter().all(|operand| gather(operand, slot, labels))
        }
        _ => false,
    }
}

fn named(asked: &LabelExpr, labels: &mut Vec<Name>) -> bool {
    match asked {
        LabelExpr::Name(label) => {
            if !labels.contains(label) {
                labels.push(label.clone());
            }
            true
        }
        LabelExpr::Or(all) => all.iter().all(|one| named(one, labels)),
        LabelExpr::Dynamic(_) | LabelExpr::AnyOf(_) | LabelExpr::Any => false,
        LabelExpr::Not(_) | LabelExpr::And(_) => false,
    }
}
