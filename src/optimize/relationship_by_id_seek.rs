//! Relationships of given ids that a pattern starts from, instead of all.

use crate::error::Result;
use crate::plan::imports::Imports;
use crate::plan::logical::{Operator, Plan, QueryPlan};
use crate::plan::schema::output_slots;
use crate::plan::walk::{map_roots, transform_up};

use super::Context;
use super::access::{Wanted, filtered};
use super::ids::{self, Ids};

/// The rule's name.
pub(super) const NAME: &str = "relationship_by_id_seek";

pub(super) fn apply(query: QueryPlan, _: &Context<'_>) -> Result<QueryPlan> {
    let imports = Imports::of(&query.subqueries);
    map_roots(query, &mut |root| transform_up(root, &mut |plan| Ok(replace(plan, &imports))))
}

/// How many relationships a seek looks at.
pub(super) fn cost(wanted: &Wanted<'_>) -> Option<f64> {
    ids::find(wanted).map(|ids| ids.rows)
}

/// Puts a seek in the place of a scan of all relationships with a filter on top.
pub(super) fn replace(plan: Plan, imports: &Imports) -> Plan {
    let Operator::Filter(predicates) = &plan.operator else { return plan };
    let Some(scan) = plan.inputs.first() else { return plan };
    let Operator::RelationshipScan { relationship, left, right, direction, types } = &scan.operator else {
        return plan;
    };
    let available = scan.inputs.first().map(output_slots).unwrap_or_default();
    let wanted = Wanted { slot: *relationship, predicates, available: &available, imports };
    let Some(Ids { ids, implied, .. }) = ids::find(&wanted) else { return plan };
    let operator = Operator::RelationshipByIdSeek {
        relationship: *relationship,
        left: *left,
        right: *right,
        direction: *direction,
        types: types.clone(),
        ids: ids.clone(),
    };
    filtered(plan, operator, &implied)
}
