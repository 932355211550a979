//! Predicates on indexed properties of a labelled node: what the index finds instead of all nodes.
//!
//! The label test is implied by the seek.

use crate::error::Result;
use crate::plan::imports::Imports;
use crate::plan::logical::{Operator, QueryPlan};
use crate::plan::walk::{map_roots, transform_up};

use super::Context;
use super::access::{Access, Wanted, replace_scan};
use super::cardinality::{Cardinality, KnownLabels};
use super::expr::as_label_test;
use super::index_match;
use super::statistics::Indexed;

pub(super) fn apply(query: QueryPlan, context: &Context<'_>) -> Result<QueryPlan> {
    let imports = Imports::of(&query.subqueries);
    map_roots(query, &mut |root| {
        let labels = KnownLabels::of_plan(&root);
        let cardinality = Cardinality { statistics: context.statistics, labels: &labels };
        transform_up(root, &mut |plan| {
            Ok(replace_scan(plan, &imports, &|wanted| better_than_label(wanted, &cardinality)))
        })
    })
}

/// The best seek, unless the rarest label has fewer nodes.
fn better_than_label(wanted: &Wanted<'_>, cardinality: &Cardinality<'_>) -> Option<Access> {
    let seek = find(wanted, cardinality)?;
    let labels = wanted.predicates.iter().filter_map(as_label_test).filter(|(slot, _)| *slot == wanted.slot);
    let rarest = labels.map(|(_, label)| cardinality.statistics.label_count(label));
    (seek.cost <= rarest.fold(f64::INFINITY, f64::min)).then_some(seek)
}

/// The seek that looks at the fewest entries.
pub(super) fn find(wanted: &Wanted<'_>, cardinality: &Cardinality<'_>) -> Option<Access> {
    let tests = wanted.predicates.iter().enumerate();
    let accesses = tests.filter_map(|(at, test)| {
        let (_, label) = as_label_test(test).filter(|(slot, _)| *slot == wanted.slot)?;
        let indexes = cardinality.statistics.indexes(Indexed::Label(label));
        let mut found = index_match::best(wanted, label, &indexes)?;
        found.implied.push(at);
        let operator = Operator::IndexSeek { slot: wanted.slot, lookup: Box::new(found.lookup) };
        Some(Access { operator, rows: found.rows, cost: found.cost, implied: found.implied })
    });
    accesses.min_by(|a, b| a.cost.total_cmp(&b.cost))
}
