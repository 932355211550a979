//! Counts parts of a pattern of which an aggregation wants only the number of matches, instead of making their
//! rows: eager aggregation (Yan and Larson, 1995) over the tree that the pattern's hops form.
//!
//! `count(*)` over `(a)-->(b)-->(c)` needs a row per `a` only: the matches behind it are a sum over `b` of the
//! degree of `b`, which is computed once for each `b`. See [`fold`] for what can be counted.

mod attach;
mod fold;
mod implied;

use crate::error::Result;
use crate::plan::SlotSet;
use crate::plan::imports::Imports;
use crate::plan::logical::{Operator, Plan, QueryPlan};
use crate::plan::walk::{map_roots, transform_up};
use crate::plan::walk_expr::{collect_free_slots, is_volatile};
use crate::semantic::bound::{Aggregate, Aggregation, ExprKind, SubqueryKind};

use super::Context;
use super::cardinality::{Cardinality, KnownLabels};
use super::estimates::work;
use fold::bound_to_values;

/// By which it is switched off.
pub(super) const NAME: &str = "count_branches";

pub(super) fn apply(query: QueryPlan, context: &Context<'_>) -> Result<QueryPlan> {
    let imports = Imports::of(&query.subqueries);
    let mut labels = KnownLabels::of_plan(&query.root);
    query.subqueries.iter().for_each(|subquery| labels.add_plan(&subquery.root));
    let cardinality = Cardinality { statistics: context.statistics, labels: &labels };
    let weigh = |plan: &Plan| work(plan.clone(), &cardinality);
    let mut query =
        map_roots(query, &mut |root| transform_up(root, &mut |plan| Ok(rewrite(plan, &imports, &weigh))))?;
    for subquery in &mut query.subqueries {
        if matches!(subquery.kind, SubqueryKind::Exists | SubqueryKind::Count) {
            let root = std::mem::take(&mut subquery.root);
            subquery.root = fold::fold(root, &SlotSet::new(), &imports);
        }
    }
    Ok(query)
}

fn rewrite(mut plan: Plan, imports: &Imports, weigh: &dyn Fn(&Plan) -> f64) -> Plan {
    if let (Operator::SemiApply { .. }, [_, right]) = (&plan.operator, plan.inputs.as_mut_slice()) {
        *right = fold::fold(std::mem::take(right), &SlotSet::new(), imports);
    }
    let (Operator::Aggregate(aggregation), Some(input)) = (&mut plan.operator, plan.inputs.first_mut())
    else {
        return plan;
    };
    if let Some(needed) = needed(aggregation, input, imports) {
        let mut folded = fold::fold_cheaply(std::mem::take(input), &needed, imports, weigh);
        count_paths(&mut folded, &needed);
        if folded.operator.counts() {
            count_rows(aggregation, &folded);
        }
        *input = folded;
    }
    plan
}

/// Lets a search count shortest paths of which nothing is needed.
fn count_paths(plan: &mut Plan, needed: &SlotSet) {
    if let Operator::ShortestPath(shortest) = &mut plan.operator
        && !needed.contains(shortest.path)
        && !needed.contains(shortest.relationship)
    {
        shortest.counted = true;
    }
}

/// The input as it would be counted, to compare orders of the pattern.
pub(super) fn counted(
    input: Plan,
    needed: &SlotSet,
    imports: &Imports,
    weigh: &dyn Fn(&Plan) -> f64,
) -> Plan {
    fold::fold_cheaply(input, needed, imports, weigh)
}

/// The slots that an aggregation must see row by row; none when rows cannot be counted for it together.
pub(super) fn needed(aggregation: &Aggregation, input: &Plan, imports: &Imports) -> Option<SlotSet> {
    let values = bound_to_values(input);
    let mut needed = SlotSet::new();
    for (_, key) in &aggregation.keys {
        if is_volatile(key, imports) {
            return None;
        }
        collect_free_slots(key, imports, &mut needed);
    }
    for aggregate in &aggregation.aggregates {
        if !takes_weights(aggregate) || aggregate.arguments.iter().any(|e| is_volatile(e, imports)) {
            return None;
        }
        if !counts_rows(aggregate, &values) {
            aggregate.arguments.iter().for_each(|e| collect_free_slots(e, imports, &mut needed));
        }
    }
    Some(needed)
}

/// Whether an aggregate can take a row and how often it occurs.
fn takes_weights(aggregate: &Aggregate) -> bool {
    aggregate.distinct || matches!(aggregate.function.name, "count" | "sum" | "avg" | "min" | "max")
}

/// Whether it counts something that is never null.
fn counts_rows(aggregate: &Aggregate, values: &SlotSet) -> bool {
    let of_rows = match aggregate.arguments.as_slice() {
        [] => true,
        [argument] => matches!(argument.kind, ExprKind::Slot(slot) if values.contains(slot)),
        _ => false,
    };
    aggregate.function.name == "count" && !aggregate.distinct && of_rows
}

/// Counts rows where what is counted has no slot any more.
fn count_rows(aggregation: &mut Aggregation, input: &Plan) {
    let available = crate::plan::schema::output_slots(input);
    for aggregate in &mut aggregation.aggregates {
        let gone = |slot| aggregate.function.name == "count" && !available.contains(slot);
        if let [argument] = aggregate.arguments.as_slice()
            && matches!(argument.kind, ExprKind::Slot(slot) if gone(slot))
        {
            aggregate.arguments.clear();
        }
    }
}
