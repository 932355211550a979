//! How deep a plan recurses when it is walked, run and dropped: operators over operators, expressions in them, and
//! subqueries in those.

use crate::error::{Error, ErrorClass, Result};
use crate::semantic::bound::{Expr, ExprKind};
use crate::stack;

use super::logical::{Plan, QueryPlan};
use super::visit::visit_operator_exprs;
use super::walk_expr::visit_children;

/// The most levels that a plan may have. Long patterns in subqueries in subqueries multiply.
const MAX_LEVELS: usize = 10_000;

/// The levels of recursion that the plan needs room for. Fails with `BudgetExceeded` when they are more than there can
/// be room for.
pub fn levels(plan: &QueryPlan) -> Result<usize> {
    Measure { subqueries: Vec::with_capacity(plan.subqueries.len()), unnested: false }.plan(plan)
}

/// The same for a plan that is to be optimised: rules make operators of subqueries, each one level above the one before
/// where they stood side by side in an expression.
pub fn levels_unnested(plan: &QueryPlan) -> Result<usize> {
    Measure { subqueries: Vec::with_capacity(plan.subqueries.len()), unnested: true }.plan(plan)
}

struct Measure {
    /// The levels of those subqueries that have been looked at.
    subqueries: Vec<usize>,
    /// Each subquery counts as an operator over the one that has it.
    unnested: bool,
}

impl Measure {
    fn plan(mut self, plan: &QueryPlan) -> Result<usize> {
        // A subquery is numbered after those in it: how deep they are is known when it is looked at.
        for subquery in &plan.subqueries {
            let levels = self.operator(&subquery.root);
            self.subqueries.push(levels);
        }
        let levels = self.operator(&plan.root);
        if levels <= MAX_LEVELS {
            return Ok(levels);
        }
        let message =
            format!("the statement needs a plan that nests {levels} levels deep, {MAX_LEVELS} are possible");
        Err(Error::new(ErrorClass::BudgetExceeded, "StatementTooComplex", message)
            .compile_time()
            .hint("split it into several statements"))
    }

    /// One for the operator, with the deepest of its expressions, and what lies below it.
    fn operator(&self, plan: &Plan) -> usize {
        stack::with_more_room(|| {
            let below = plan.inputs.iter().map(|input| self.operator(input)).max().unwrap_or(0);
            let (mut deepest, mut subqueries) = (0, 0);
            visit_operator_exprs(&plan.operator, &mut |expr| {
                deepest = deepest.max(self.expression(expr, &mut subqueries));
            });
            let above = if self.unnested { subqueries } else { 0 };
            // Operators recurse into their inputs, or evaluate an expression, but not both at once.
            1 + below.max(deepest) + above
        })
    }

    /// How deep the expression is; `subqueries` grows by the number of those in it.
    fn expression(&self, expr: &Expr, subqueries: &mut usize) -> usize {
        if let ExprKind::Subquery(id) = expr.kind {
            *subqueries += 1;
            return 1 + self.subqueries.get(id).copied().unwrap_or(0);
        }
        let mut below = 0;
        stack::with_more_room(|| {
            visit_children(expr, &mut |child| below = below.max(self.expression(child, subqueries)));
        });
        1 + below
    }
}
