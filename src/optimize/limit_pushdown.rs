//! Limits sink below what treats each row for itself, and a sort of which only the first rows are wanted keeps
//! only those.

use crate::error::Result;
use crate::plan::imports::Imports;
use crate::plan::logical::{Operator, Plan, QueryPlan};
use crate::plan::walk::map_roots;
use crate::plan::walk_expr::is_volatile;
use crate::semantic::bound::{Expr, SortKey};

use super::Context;

pub(super) fn apply(query: QueryPlan, _: &Context<'_>) -> Result<QueryPlan> {
    let imports = Imports::of(&query.subqueries);
    map_roots(query, &mut |mut root| {
        push(&mut root, &imports);
        Ok(root)
    })
}

/// From the root down, so that a limit that has sunk is seen again. In place, because plans are deep.
fn push(plan: &mut Plan, imports: &Imports) {
    if matches!(plan.operator, Operator::Limit(_)) {
        replace_limit(plan, imports);
    }
    for input in &mut plan.inputs {
        push(input, imports);
    }
}

fn replace_limit(plan: &mut Plan, imports: &Imports) {
    *plan = rewrite(std::mem::take(plan), imports);
}

fn rewrite(plan: Plan, imports: &Imports) -> Plan {
    let Operator::Limit(limit) = &plan.operator else { return plan };
    if is_volatile(limit, imports) {
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
        && !is_volatile(skip, imports)
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
