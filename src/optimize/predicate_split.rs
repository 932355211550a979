//! Takes the conjunctions in filters apart.

use crate::error::Result;
use crate::plan::logical::{Operator, Plan, QueryPlan};
use crate::plan::walk::{map_roots, transform_up};
use crate::semantic::bound::Expr;

use super::Context;
use super::expr::split_conjunction;

pub(super) fn apply(query: QueryPlan, _: &Context<'_>) -> Result<QueryPlan> {
    map_roots(query, &mut |root| transform_up(root, &mut |plan| Ok(split(plan))))
}

fn split(plan: Plan) -> Plan {
    let Plan { operator, inputs, estimate } = plan;
    let operator = match operator {
        Operator::Filter(predicates) => Operator::Filter(split_all(predicates)),
        Operator::ShortestPath(mut shortest) => {
            shortest.predicates = split_all(shortest.predicates);
            Operator::ShortestPath(shortest)
        }
        other => other,
    };
    Plan { operator, inputs, estimate }
}

fn split_all(predicates: Vec<Expr>) -> Vec<Expr> {
    let mut parts = Vec::with_capacity(predicates.len());
    predicates.into_iter().for_each(|predicate| split_conjunction(predicate, &mut parts));
    parts
}
