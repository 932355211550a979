//! Rewriting and visiting whole expressions, and what is derived from that: free slots, substitution,
//! volatility.

use std::convert::Infallible;

use crate::function::Purity;
use crate::semantic::bound::{Expr, ExprKind, Literal, Slot};

use super::imports::Imports;
use super::slot_set::SlotSet;

/// Rewrites an expression from its leaves up.
pub fn map_expr(mut expr: Expr, f: &mut dyn FnMut(Expr) -> Expr) -> Expr {
    let mut map = |child: &mut Expr| {
        let placeholder = Expr { kind: ExprKind::Literal(Literal::Null), span: child.span };
        *child = map_expr(std::mem::replace(child, placeholder), f);
        Ok::<(), Infallible>(())
    };
    match expr.try_for_each_child_mut(&mut map) {
        Ok(()) => f(expr),
    }
}

/// Calls `f` for each direct child.
pub fn visit_children(expr: &Expr, f: &mut dyn FnMut(&Expr)) {
    let mut visit = |child: &Expr| {
        f(child);
        Ok::<(), Infallible>(())
    };
    match expr.try_for_each_child(&mut visit) {
        Ok(()) => {}
    }
}

/// Calls `f` for the expression and everything in it, outermost first.
pub fn visit_expr(expr: &Expr, f: &mut dyn FnMut(&Expr)) {
    f(expr);
    visit_children(expr, &mut |child| visit_expr(child, f));
}

/// Whether the expression or anything in it satisfies `f`.
pub fn any_expr(expr: &Expr, f: &dyn Fn(&Expr) -> bool) -> bool {
    let mut found = false;
    visit_expr(expr, &mut |e| found = found || f(e));
    found
}

/// Adds the slots the expression reads from its row: all it mentions but its own lambdas'.
///
/// A lambda's slot is its own, so that taking it out of the whole expression is exact.
pub fn collect_free_slots(expr: &Expr, imports: &Imports, into: &mut SlotSet) {
    let mut mentioned = SlotSet::new();
    let mut lambdas = SlotSet::new();
    visit_expr(expr, &mut |e| {
        mentioned.extend(e.own_slots().iter().chain(imported(e, imports)).copied());
        lambdas.extend(lambda_slots(e));
    });
    into.union_with(&mentioned.difference(&lambdas));
}

/// The outer slots that a subquery reads; nothing of other expressions.
fn imported<'a>(expr: &Expr, imports: &'a Imports) -> &'a [Slot] {
    let ExprKind::Subquery(id) = expr.kind else { return &[] };
    imports.slots(id)
}

/// The slots that an expression binds for its children.
fn lambda_slots(expr: &Expr) -> impl Iterator<Item = Slot> {
    let (first, second) =
        if let ExprKind::ListComprehension { slot, .. } | ExprKind::ListPredicate { slot, .. } = expr.kind {
            (Some(slot), None)
        } else if let ExprKind::Reduce { accumulator, slot, .. } = expr.kind {
            (Some(accumulator), Some(slot))
        } else {
            (None, None)
        };
    first.into_iter().chain(second)
}

/// The slots the expression reads from its row.
pub fn free_slots(expr: &Expr, imports: &Imports) -> SlotSet {
    let mut slots = SlotSet::new();
    collect_free_slots(expr, imports, &mut slots);
    slots
}

/// Whether two evaluations on one row may differ.
pub fn is_volatile(expr: &Expr, imports: &Imports) -> bool {
    any_expr(expr, &|e| {
        let calls = matches!(&e.kind, ExprKind::Function(function, _) if function.purity == Purity::Volatile);
        calls || matches!(e.kind, ExprKind::Subquery(id) if imports.is_volatile(id))
    })
}

/// Whether a subquery stands in it.
pub fn has_subquery(expr: &Expr) -> bool {
    any_expr(expr, &|e| matches!(e.kind, ExprKind::Subquery(_)))
}

/// The subqueries that stand in it.
pub fn subqueries_of(expr: &Expr, into: &mut Vec<usize>) {
    visit_expr(expr, &mut |e| {
        if let ExprKind::Subquery(id) = &e.kind {
            into.push(*id);
        }
    });
}

/// Puts `replacement` in the place of each mention of `slot`. None when the slot is mentioned where only a
/// slot can stand (a path, a uniqueness list, a subquery's imports) and the replacement is something else.
pub fn substitute(expr: Expr, slot: Slot, replacement: &Expr, imports: &Imports) -> Option<Expr> {
    if any_expr(&expr, &|e| imported(e, imports).contains(&slot)) {
        return None;
    }
    let new = if let ExprKind::Slot(new) = replacement.kind { Some(new) } else { None };
    let in_list = any_expr(&expr, &|e| match &e.kind {
        ExprKind::MakePath(slots) | ExprKind::DistinctRelationships(slots) => slots.contains(&slot),
        _ => false,
    });
    if in_list && new.is_none() {
        return None;
    }
    Some(map_expr(expr, &mut |mut e| {
        if let ExprKind::Slot(s) = e.kind
            && s == slot
        {
            return Expr { kind: replacement.kind.clone(), span: e.span };
        }
        if let (Some(new), ExprKind::MakePath(slots) | ExprKind::DistinctRelationships(slots)) =
            (new, &mut e.kind)
        {
            slots.iter_mut().filter(|s| **s == slot).for_each(|s| *s = new);
        }
        e
    }))
}
