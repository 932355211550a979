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
use super::statistics::{Indexed, together};
use super::{index_match, label_scan};

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
    let rarest = label_scan::find(wanted, cardinality).map_or(f64::INFINITY, |scan| scan.cost);
    (seek.cost <= rarest).then_some(seek)
}

/// The seek that looks at the fewest entries.
pub(super) fn find(wanted: &Wanted<'_>, cardinality: &Cardinality<'_>) -> Option<Access> {
    let tests = wanted.predicates.iter().enumerate();
    let accesses = tests.filter_map(|(at, test)| {
        let labels = label_scan::alternatives(test, wanted.slot)?;
        let indexes = together(&labels, |name| Indexed::Label(name), cardinality.statistics);
        let mut found = index_match::best(wanted, &labels, &indexes)?;
        found.implied.push(at);
        let operator = Operator::IndexSeek { slot: wanted.slot, lookup: Box::new(found.lookup) };
        Some(Access { operator, rows: found.rows, cost: found.cost, implied: found.implied })
    });
    accesses.min_by(|a, b| a.cost.total_cmp(&b.cost))
}
