//! Predicates on indexed properties of a relationship that a pattern starts from: what the index finds instead of
//! all relationships.

use crate::error::Result;
use crate::plan::imports::Imports;
use crate::plan::logical::{Operator, Plan, QueryPlan};
use crate::plan::schema::output_slots;
use crate::plan::walk::{map_roots, transform_up};
use crate::semantic::bound::Name;

use super::Context;
use super::access::{Wanted, filtered};
use super::index_match::{self, Match};
use super::statistics::{Indexed, Statistics, together};

/// The rule's name.
pub(super) const NAME: &str = "relationship_index_seek";

pub(super) fn apply(query: QueryPlan, context: &Context<'_>) -> Result<QueryPlan> {
    let imports = Imports::of(&query.subqueries);
    map_roots(query, &mut |root| {
        transform_up(root, &mut |plan| Ok(replace(plan, &imports, context.statistics)))
    })
}

/// The seek that looks at the fewest entries.
pub(super) fn find(wanted: &Wanted<'_>, types: &[Name], statistics: &dyn Statistics) -> Option<Match> {
    index_match::best(wanted, types, &together(types, |name| Indexed::Type(name), statistics))
}

/// Puts a seek in the place of a scan of all relationships with a filter on top.
pub(super) fn replace(plan: Plan, imports: &Imports, statistics: &dyn Statistics) -> Plan {
    let Operator::Filter(predicates) = &plan.operator else { return plan };
    let Some(scan) = plan.inputs.first() else { return plan };
    let Operator::RelationshipScan { relationship, left, right, direction, types } = &scan.operator else {
        return plan;
    };
    let available = scan.inputs.first().map(output_slots).unwrap_or_default();
    let wanted = Wanted { slot: *relationship, predicates, available: &available, imports };
    let Some(found) = find(&wanted, types, statistics) else { return plan };
    let operator = Operator::RelationshipIndexSeek {
        relationship: *relationship,
        left: *left,
        right: *right,
        direction: *direction,
        lookup: Box::new(found.lookup),
    };
    filtered(plan, operator, &found.implied)
}
