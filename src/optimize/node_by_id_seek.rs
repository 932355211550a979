//! Nodes of given ids instead of all.

use crate::error::Result;
use crate::plan::imports::Imports;
use crate::plan::logical::{Operator, QueryPlan};
use crate::plan::walk::{map_roots, transform_up};

use super::Context;
use super::access::{Access, Wanted, replace_scan};
use super::ids::{self, Ids};

pub(super) fn apply(query: QueryPlan, _: &Context<'_>) -> Result<QueryPlan> {
    let imports = Imports::of(&query.subqueries);
    map_roots(query, &mut |root| transform_up(root, &mut |plan| Ok(replace_scan(plan, &imports, &find))))
}

/// The seek for the fewest ids.
pub(super) fn find(wanted: &Wanted<'_>) -> Option<Access> {
    let Ids { ids, rows, implied } = ids::find(wanted)?;
    let operator = Operator::NodeByIdSeek { slot: wanted.slot, ids: ids.clone() };
    Some(Access { operator, rows, cost: rows, implied })
}
