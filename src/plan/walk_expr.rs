//! The generic child mapper and visitor of expressions, and what is derived from them: free slots,
//! substitution, volatility.

use crate::function::Purity;
use crate::semantic::bound::{Expr, ExprKind, LabelExpr, MapProjectionItem, Slot};

use super::slot_set::SlotSet;

/// The outer slots each subquery reads, by `SubqueryId`.
pub type Imports = Vec<Vec<Slot>>;

/// Replaces each direct child of an expression.
pub fn map_children(expr: Expr, f: &mut dyn FnMut(Expr) -> Expr) -> Expr {
    let Expr { kind, span } = expr;
    Expr { kind: map_kind(kind, f), span }
}

#[expect(clippy::boxed_local, reason = "children are boxed, and the new one is put in a box again")]
fn map_box(expr: Box<Expr>, f: &mut dyn FnMut(Expr) -> Expr) -> Box<Expr> {
    Box::new(f(*expr))
}

fn map_option(expr: Option<Box<Expr>>, f: &mut dyn FnMut(Expr) -> Expr) -> Option<Box<Expr>> {
    expr.map(|expr| map_box(expr, f))
}

fn map_all(exprs: Vec<Expr>, f: &mut dyn FnMut(Expr) -> Expr) -> Vec<Expr> {
    exprs.into_iter().map(f).collect()
}

fn map_pairs<T>(pairs: Vec<(T, Expr)>, f: &mut dyn FnMut(Expr) -> Expr) -> Vec<(T, Expr)> {
    pairs.into_iter().map(|(tag, expr)| (tag, f(expr))).collect()
}

fn map_kind(kind: ExprKind, f: &mut dyn FnMut(Expr) -> Expr) -> ExprKind {
    use ExprKind::*;
    match kind {
        Literal(_) | Parameter(_) | Slot(_) | MakePath(_) | DistinctRelationships(_) | Subquery(_) => kind,
        Property(e, key) => Property(map_box(e, f), key),
        Index(e, i) => Index(map_box(e, f), map_box(i, f)),
        Slice(e, from, to) => Slice(map_box(e, f), map_option(from, f), map_option(to, f)),
        List(items) => List(map_all(items, f)),
        Map(entries) => Map(map_pairs(entries, f)),
        MapProjection(e, items) => MapProjection(map_box(e, f), map_projection_items(items, f)),
        Not(e) => Not(map_box(e, f)),
        Negate(e) => Negate(map_box(e, f)),
        Plus(e) => Plus(map_box(e, f)),
        Logical(op, operands) => Logical(op, map_all(operands, f)),
        Arithmetic(first, rest) => Arithmetic(map_box(first, f), map_pairs(rest, f)),
        Comparison(first, rest) => Comparison(map_box(first, f), map_pairs(rest, f)),
        In(e, list) => In(map_box(e, f), map_box(list, f)),
        StringPredicate(op, e, pattern) => StringPredicate(op, map_box(e, f), map_box(pattern, f)),
        IsNull(e, not) => IsNull(map_box(e, f), not),
        IsTyped(e, ty, not) => IsTyped(map_box(e, f), ty, not),
        IsNormalized(e, form, not) => IsNormalized(map_box(e, f), form, not),
        HasLabels(e, labels) => HasLabels(map_box(e, f), map_labels(labels, f)),
        Function(function, arguments) => Function(function, map_all(arguments, f)),
        Case { subject, branches, otherwise } => Case {
            subject: map_option(subject, f),
            branches: branches.into_iter().map(|(when, then)| (map_all(when, f), f(then))).collect(),
            otherwise: map_option(otherwise, f),
        },
        ListComprehension { slot, list, filter, map } => ListComprehension {
            slot,
            list: map_box(list, f),
            filter: map_option(filter, f),
            map: map_option(map, f),
        },
        ListPredicate { kind, slot, list, predicate } => {
            ListPredicate { kind, slot, list: map_box(list, f), predicate: map_box(predicate, f) }
        }
        Reduce { accumulator, init, slot, list, body } => Reduce {
            accumulator,
            init: map_box(init, f),
            slot,
            list: map_box(list, f),
            body: map_box(body, f),
        },
    }
}

fn map_projection_items(
    items: Vec<MapProjectionItem>,
    f: &mut dyn FnMut(Expr) -> Expr,
) -> Vec<MapProjectionItem> {
    let item = |item| match item {
        MapProjectionItem::All => MapProjectionItem::All,
        MapProjectionItem::Entry(name, expr) => MapProjectionItem::Entry(name, f(expr)),
    };
    items.into_iter().map(item).collect()
}

fn map_labels(labels: LabelExpr, f: &mut dyn FnMut(Expr) -> Expr) -> LabelExpr {
    match labels {
        LabelExpr::Name(_) | LabelExpr::Any => labels,
        LabelExpr::Dynamic(e) => LabelExpr::Dynamic(map_box(e, f)),
        LabelExpr::Not(inner) => LabelExpr::Not(Box::new(map_labels(*inner, f))),
        LabelExpr::And(all) => LabelExpr::And(all.into_iter().map(|one| map_labels(one, f)).collect()),
        LabelExpr::Or(all) => LabelExpr::Or(all.into_iter().map(|one| map_labels(one, f)).collect()),
    }
}

/// Rewrites an expression from its leaves up.
pub fn map_expr(expr: Expr, f: &mut dyn FnMut(Expr) -> Expr) -> Expr {
    let expr = map_children(expr, &mut |child| map_expr(child, f));
    f(expr)
}

/// Calls `f` for each direct child.
pub fn visit_children<'a>(expr: &'a Expr, f: &mut dyn FnMut(&'a Expr)) {
    use ExprKind::*;
    match &expr.kind {
        Literal(_) | Parameter(_) | Slot(_) | MakePath(_) | DistinctRelationships(_) | Subquery(_) => {}
        Property(e, _) | Not(e) | Negate(e) | Plus(e) => f(e),
        IsNull(e, _) | IsTyped(e, _, _) | IsNormalized(e, _, _) => f(e),
        Index(a, b) | In(a, b) | StringPredicate(_, a, b) => {
            f(a);
            f(b);
        }
        Slice(e, from, to) => {
            f(e);
            from.iter().chain(to).for_each(|bound| f(bound));
        }
        List(items) | Logical(_, items) | Function(_, items) => items.iter().for_each(f),
        Map(entries) => entries.iter().for_each(|(_, e)| f(e)),
        MapProjection(e, items) => {
            f(e);
            items.iter().for_each(|item| match item {
                MapProjectionItem::All => {}
                MapProjectionItem::Entry(_, e) => f(e),
            });
        }
        Arithmetic(first, rest) => {
            f(first);
            rest.iter().for_each(|(_, e)| f(e));
        }
        Comparison(first, rest) => {
            f(first);
            rest.iter().for_each(|(_, e)| f(e));
        }
        HasLabels(e, labels) => {
            f(e);
            visit_labels(labels, f);
        }
        Case { subject, branches, otherwise } => {
            subject.iter().for_each(|e| f(e));
            for (when, then) in branches {
                when.iter().for_each(&mut *f);
                f(then);
            }
            otherwise.iter().for_each(|e| f(e));
        }
        ListComprehension { slot: _, list, filter, map } => {
            f(list);
            filter.iter().chain(map).for_each(|e| f(e));
        }
        ListPredicate { kind: _, slot: _, list, predicate } => {
            f(list);
            f(predicate);
        }
        Reduce { accumulator: _, init, slot: _, list, body } => {
            f(init);
            f(list);
            f(body);
        }
    }
}

fn visit_labels<'a>(labels: &'a LabelExpr, f: &mut dyn FnMut(&'a Expr)) {
    match labels {
        LabelExpr::Name(_) | LabelExpr::Any => {}
        LabelExpr::Dynamic(e) => f(e),
        LabelExpr::Not(inner) => visit_labels(inner, f),
        LabelExpr::And(all) | LabelExpr::Or(all) => all.iter().for_each(|one| visit_labels(one, f)),
    }
}

/// Calls `f` for the expression and everything in it, outermost first.
pub fn visit_expr<'a>(expr: &'a Expr, f: &mut dyn FnMut(&'a Expr)) {
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
        mentioned.extend(mentions(e, imports).iter().copied());
        lambdas.extend(lambda_slots(e));
    });
    into.union_with(&mentioned.difference(&lambdas));
}

/// The slots an expression mentions itself, leaving out its children.
fn mentions<'a>(expr: &'a Expr, imports: &'a Imports) -> &'a [Slot] {
    if let ExprKind::Slot(slot) = &expr.kind {
        std::slice::from_ref(slot)
    } else if let ExprKind::MakePath(slots) | ExprKind::DistinctRelationships(slots) = &expr.kind {
        slots
    } else if let ExprKind::Subquery(id) = expr.kind {
        imports.get(id).map_or(&[], Vec::as_slice)
    } else {
        &[]
    }
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
pub fn is_volatile(expr: &Expr) -> bool {
    any_expr(
        expr,
        &|e| matches!(&e.kind, ExprKind::Function(function, _) if function.purity == Purity::Volatile),
    )
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
    let imported = any_expr(
        &expr,
        &|e| matches!(e.kind, ExprKind::Subquery(id) if imports.get(id).is_some_and(|s| s.contains(&slot))),
    );
    if imported {
        return None;
    }
    let new = if let ExprKind::Slot(new) = replacement.kind { Some(new) } else { None };
    let in_list = any_expr(
        &expr,
        &|e| matches!(&e.kind, ExprKind::MakePath(s) | ExprKind::DistinctRelationships(s) if s.contains(&slot)),
    );
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
