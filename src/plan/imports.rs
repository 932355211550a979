//! What has to be known of the subqueries in expressions wherever an expression is looked at: an expression
//! holds only their numbers.

use crate::semantic::bound::{Slot, Subquery, SubqueryId};

use super::logical::{Plan, SubqueryPlan};
use super::visit::visit_operator_exprs;
use super::walk::visit_plan;
use super::walk_expr::is_volatile;

/// See the module.
#[derive(Clone, Debug, Default)]
pub struct Imports {
    /// The outer slots each subquery reads.
    slots: Vec<Vec<Slot>>,
    /// Whether two evaluations of it on one row may differ.
    volatile: Vec<bool>,
}

impl Imports {
    /// Of subqueries that have no plan yet. None counts as volatile.
    pub fn of_bound(subqueries: &[Subquery]) -> Imports {
        let slots: Vec<Vec<Slot>> = subqueries.iter().map(|subquery| subquery.imports.clone()).collect();
        Imports { volatile: vec![false; slots.len()], slots }
    }

    /// Of planned subqueries.
    pub fn of(subqueries: &[SubqueryPlan]) -> Imports {
        let slots: Vec<Vec<Slot>> = subqueries.iter().map(|subquery| subquery.imports.clone()).collect();
        let mut imports = Imports { volatile: vec![false; slots.len()], slots };
        // A subquery is numbered after those in it: what they are is known when it is looked at.
        for (id, subquery) in subqueries.iter().enumerate() {
            imports.volatile[id] = is_volatile_plan(&subquery.root, &imports);
        }
        imports
    }

    /// The outer slots a subquery reads.
    pub fn slots(&self, id: SubqueryId) -> &[Slot] {
        self.slots.get(id).map_or(&[], Vec::as_slice)
    }

    /// Whether two evaluations of a subquery on one row may differ.
    pub fn is_volatile(&self, id: SubqueryId) -> bool {
        self.volatile.get(id).copied().unwrap_or(false)
    }
}

/// Whether an expression in the plan is volatile.
pub fn is_volatile_plan(plan: &Plan, imports: &Imports) -> bool {
    let mut found = false;
    visit_plan(plan, &mut |plan| {
        visit_operator_exprs(&plan.operator, &mut |e| found = found || is_volatile(e, imports));
    });
    found
}
