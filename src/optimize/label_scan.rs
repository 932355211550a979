//! The nodes of the rarest label that is asked for, instead of all.

use crate::error::Result;
use crate::plan::imports::Imports;
use crate::plan::logical::{Operator, QueryPlan};
use crate::plan::walk::{map_roots, transform_up};

use super::Context;
use super::access::{Access, Wanted, replace_scan};
use super::cardinality::{Cardinality, KnownLabels};
use super::expr::as_label_test;

pub(super) fn apply(query: QueryPlan, context: &Context<'_>) -> Result<QueryPlan> {
    let imports = Imports::of(&query.subqueries);
    let labels = KnownLabels::default();
    let cardinality = Cardinality { statistics: context.statistics, labels: &labels };
    map_roots(query, &mut |root| {
        transform_up(root, &mut |plan| Ok(replace_scan(plan, &imports, &|wanted| find(wanted, &cardinality))))
    })
}

/// The label with the fewest nodes.
pub(super) fn find(wanted: &Wanted<'_>, cardinality: &Cardinality<'_>) -> Option<Access> {
    let tests = wanted.predicates.iter().enumerate().filter_map(|(at, predicate)| {
        let (slot, label) = as_label_test(predicate)?;
        let rows = cardinality.statistics.label_count(label);
        let operator = Operator::LabelScan { slot, label: label.clone() };
        (slot == wanted.slot).then_some(Access { operator, rows, cost: rows, implied: vec![at] })
    });
    tests.min_by(|a, b| a.rows.total_cmp(&b.rows))
}
