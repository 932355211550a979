//! How nodes can be found: by id, by an index, by a label, or all of them; and relationships, by an index or all of them. The
//! join order asks what the best way would cost; the rules that come after it put that way in the scan's place.

use crate::error::Result;
use crate::graph::Direction;
use crate::plan::SlotSet;
use crate::plan::imports::Imports;
use crate::plan::logical::{Operator, Plan};
use crate::plan::schema::output_slots;
use crate::plan::walk::transform_up;
use crate::semantic::bound::{Expr, Name, Slot};

use super::cardinality::Cardinality;
use super::estimates::scanned;
use super::{
    Context, index_seek, label_scan, node_by_id_seek, relationship_by_id_seek, relationship_index_seek,
};

/// A way to find a node.
pub(super) struct Access {
    /// The operator that finds it for each input row.
    pub(super) operator: Operator,
    /// How many nodes that yields per row.
    pub(super) rows: f64,
    /// How many nodes or entries of an index it looks at per row.
    pub(super) cost: f64,
    /// Which predicates it makes true, by their place in the list.
    pub(super) implied: Vec<usize>,
}

/// A node, or a relationship, to find.
pub(super) struct Wanted<'a> {
    /// Its slot.
    pub(super) slot: Slot,
    /// What must be true of it, and maybe of other slots.
    pub(super) predicates: &'a [Expr],
    /// What has a value before it is looked for.
    pub(super) available: &'a SlotSet,
    /// What subqueries read.
    pub(super) imports: &'a Imports,
}

/// The best way that the options allow, beside scanning all nodes.
fn best(wanted: &Wanted<'_>, cardinality: &Cardinality<'_>, context: &Context<'_>) -> Option<Access> {
    let ways = [
        ("node_by_id_seek", node_by_id_seek::find(wanted)),
        ("index_seek", index_seek::find(wanted, cardinality)),
        ("label_scan", label_scan::find(wanted, cardinality)),
    ];
    let enabled = ways.into_iter().filter(|(name, _)| context.options.is_enabled(name));
    enabled.filter_map(|(_, access)| access).min_by(|a, b| a.cost.total_cmp(&b.cost))
}

/// How many nodes the best way that the options allow looks at.
pub(super) fn cost(wanted: &Wanted<'_>, cardinality: &Cardinality<'_>, context: &Context<'_>) -> f64 {
    best(wanted, cardinality, context).map_or(cardinality.nodes(), |way| way.cost.min(cardinality.nodes()))
}

/// The plan with the best way in the place of each scan that a filter stands on.
pub(super) fn with_best(
    plan: Plan,
    imports: &Imports,
    cardinality: &Cardinality<'_>,
    context: &Context<'_>,
) -> Result<Plan> {
    let by_id = context.options.is_enabled(relationship_by_id_seek::NAME);
    let by_index = context.options.is_enabled(relationship_index_seek::NAME);
    transform_up(plan, &mut |mut plan| {
        plan = replace_scan(plan, imports, &|wanted| best(wanted, cardinality, context));
        if by_id {
            plan = relationship_by_id_seek::replace(plan, imports);
        }
        if by_index {
            plan = relationship_index_seek::replace(plan, imports, cardinality.statistics);
        }
        Ok(plan)
    })
}

/// The same for relationships of these types with both their nodes.
pub(super) fn relationship_cost(
    wanted: &Wanted<'_>,
    (direction, types): (Direction, &[Name]),
    cardinality: &Cardinality<'_>,
    context: &Context<'_>,
) -> f64 {
    let all = scanned(1.0, cardinality.all_relationships(direction, types), cardinality);
    let twice = if direction == Direction::Both { 2.0 } else { 1.0 };
    let index = relationship_index_seek::find(wanted, types, cardinality.statistics).map(|seek| seek.cost);
    let ways = [
        (relationship_by_id_seek::NAME, relationship_by_id_seek::cost(wanted)),
        (relationship_index_seek::NAME, index),
    ];
    let enabled = ways.into_iter().filter(|(name, _)| context.options.is_enabled(name));
    enabled.filter_map(|(_, cost)| cost).fold(all, |least, cost| least.min(cost * twice))
}

/// Puts a better way in the place of a scan of all nodes with a filter on top.
pub(super) fn replace_scan(
    plan: Plan,
    imports: &Imports,
    find: &dyn Fn(&Wanted<'_>) -> Option<Access>,
) -> Plan {
    let Operator::Filter(predicates) = &plan.operator else { return plan };
    let Some(scan) = plan.inputs.first() else { return plan };
    let Operator::AllNodesScan { slot } = scan.operator else { return plan };
    let available = scan.inputs.first().map(output_slots).unwrap_or_default();
    let Some(access) = find(&Wanted { slot, predicates, available: &available, imports }) else {
        return plan;
    };
    filtered(plan, access.operator, &access.implied)
}

/// A filter over a scan with another operator in the scan's place, which implies some of the predicates.
pub(super) fn filtered(plan: Plan, found: Operator, implied: &[usize]) -> Plan {
    let Plan { operator, inputs, estimate } = plan;
    let Operator::Filter(predicates) = operator else { return Plan { operator, inputs, estimate } };
    let rest: Vec<Expr> = predicates
        .into_iter()
        .enumerate()
        .filter(|(at, _)| !implied.contains(at))
        .map(|(_, predicate)| predicate)
        .collect();
    let below = inputs.into_iter().flat_map(|scan| scan.inputs).collect();
    let found = Plan { operator: found, inputs: below, estimate };
    if rest.is_empty() { found } else { Plan::new(Operator::Filter(rest), vec![found]) }
}
