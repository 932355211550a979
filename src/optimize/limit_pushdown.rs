//! Limits sink below what treats each row for itself, and a sort of which only the first rows are wanted keeps
//! only those.

use crate::error::Result;
use crate::plan::logical::{Operator, Plan, QueryPlan};
use crate::plan::walk::{map_inputs, map_roots};
use crate::plan::walk_expr::is_volatile;
use crate::semantic::bound::{Expr, SortKey};

use super::Context;

pub(super) fn apply(query: QueryPlan, _: &Context<'_>) -> Result<QueryPlan> {
    map_roots(query, &mut push)
}

/// From the root down, so that a limit that has sunk is seen again.
fn push(plan: Plan) -> Result<Plan> {
    map_inputs(rewrite(plan), &mut |_, input| push(input))
}

fn rewrite(plan: Plan) -> Plan {
    let Operator::Limit(limit) = &plan.operator else { return plan };
    if is_volatile(limit) {
        return plan;
    }
    let Some(below) = plan.inputs.first() else { return plan };
    if matches!(below.operator, Operator::Project(_) | Operator::Keep(_)) {
        return exchanged(plan);
    }
    if let Operator::Sort(keys) = &below.operator {
        let top = Operator::TopK { keys: keys.clone(), skip: None, limit: limit.clone() };
        return replaced(plan, top);
    }
    if let Operator::Skip(skip) = &below.operator
        && let Some(keys) = sort_below(below)
        && !is_volatile(skip)
    {
        let (keys, skip) = (keys.to_vec(), skip.clone());
        let top = Operator::TopK { keys, skip: Some(skip.clone()), limit: limit.clone() };
        return skipped(plan, skip, top);
    }
    plan
}

/// The keys, when a sort stands below.
fn sort_below(plan: &Plan) -> Option<&[SortKey]> {
    if let Operator::Sort(keys) = &plan.inputs.first()?.operator { Some(keys) } else { None }
}

/// `limit(x(input))` as `x(limit(input))`.
fn exchanged(plan: Plan) -> Plan {
    let Plan { operator: limit, inputs, estimate } = plan;
    let Some(Plan { operator, inputs, .. }) = inputs.into_iter().next() else {
        return Plan::new(limit, Vec::new());
    };
    let below = Plan { operator: limit, inputs, estimate };
    Plan { operator, inputs: vec![below], estimate }
}

/// `limit(sort(input))` as `top(input)`.
fn replaced(plan: Plan, top: Operator) -> Plan {
    Plan::new(top, plan.inputs.into_iter().flat_map(|sort| sort.inputs).collect())
}

/// `limit(skip(sort(input)))` as `skip(top(input))`.
fn skipped(plan: Plan, skip: Expr, top: Operator) -> Plan {
    let sorts = plan.inputs.into_iter().flat_map(|skip| skip.inputs);
    let inputs = sorts.flat_map(|sort| sort.inputs).collect();
    Plan::new(Operator::Skip(skip), vec![Plan::new(top, inputs)])
}
