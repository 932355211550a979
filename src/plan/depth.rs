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
    let mut of_subqueries = Vec::with_capacity(plan.subqueries.len());
    // A subquery is numbered after those in it: how deep they are is known when it is looked at.
    for subquery in &plan.subqueries {
        let levels = levels_of(&subquery.root, &of_subqueries);
        of_subqueries.push(levels);
    }
    let levels = levels_of(&plan.root, &of_subqueries);
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
fn levels_of(plan: &Plan, of_subqueries: &[usize]) -> usize {
    let below = plan.inputs.iter().map(|input| levels_of(input, of_subqueries)).max().unwrap_or(0);
    let mut expressions = 0;
    visit_operator_exprs(&plan.operator, &mut |expr| {
        expressions = expressions.max(height(expr, of_subqueries));
    });
    // Operators recurse into their inputs, or evaluate an expression, but not both at once.
    1 + below.max(expressions)
}

fn height(expr: &Expr, of_subqueries: &[usize]) -> usize {
    if let ExprKind::Subquery(id) = expr.kind {
        return 1 + of_subqueries.get(id).copied().unwrap_or(0);
    }
    let mut below = 0;
    stack::with_more_room(|| {
        visit_children(expr, &mut |child| below = below.max(height(child, of_subqueries)));
    });
    1 + below
}
