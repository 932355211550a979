//! A filter's `EXISTS { }` becomes a semi-apply, `NOT EXISTS { }` an anti-semi-apply, so that the subquery is run
//! for many rows at once instead of once per row.

use crate::error::{Error, Result};
use crate::plan::logical::{Operator, Plan, QueryPlan, SubqueryPlan};
use crate::plan::walk::{map_roots, transform_up};
use crate::semantic::bound::{Expr, ExprKind, SubqueryKind};

use super::Context;

pub(super) fn apply(query: QueryPlan, _: &Context<'_>) -> Result<QueryPlan> {
    let subqueries = query.subqueries.clone();
    map_roots(query, &mut |root| rewrite(root, &subqueries))
}

/// The plan without filters that ask `EXISTS`. Subqueries nest to a bounded depth, so that rewriting what was put in
/// comes to an end.
pub(super) fn rewrite(root: Plan, subqueries: &[SubqueryPlan]) -> Result<Plan> {
    transform_up(root, &mut |plan| {
        let Plan { operator, inputs, estimate } = plan;
        let Operator::Filter(predicates) = operator else { return Ok(Plan { operator, inputs, estimate }) };
        let (exists, rest): (Vec<Expr>, Vec<Expr>) =
            predicates.into_iter().partition(|e| as_exists(e, subqueries).is_some());
        let mut plan = Plan { operator: Operator::Filter(rest), inputs, estimate };
        if matches!(&plan.operator, Operator::Filter(rest) if rest.is_empty()) {
            plan = plan.inputs.pop().ok_or_else(|| Error::internal("a filter without input"))?;
        }
        for (right, anti) in exists.iter().filter_map(|e| as_exists(e, subqueries)) {
            let right = rewrite(right.root.clone(), subqueries)?;
            plan = Plan::new(Operator::SemiApply { anti }, vec![plan, right]);
        }
        Ok(plan)
    })
}

/// The subquery, and whether it must have no row.
fn as_exists<'a>(expr: &Expr, subqueries: &'a [SubqueryPlan]) -> Option<(&'a SubqueryPlan, bool)> {
    let (expr, anti) = if let ExprKind::Not(inner) = &expr.kind { (&**inner, true) } else { (expr, false) };
    let ExprKind::Subquery(id) = expr.kind else { return None };
    let subquery = subqueries.get(id)?;
    (subquery.kind == SubqueryKind::Exists).then_some((subquery, anti))
}
