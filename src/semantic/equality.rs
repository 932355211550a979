//! Whether two bound expressions say the same, wherever they stand and whatever their own variables are
//! called. `ORDER BY` uses it to find projected expressions, grouping to find equal aggregates.
//! Subqueries are the same only when they are one and the same.

use std::convert::Infallible;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::bound::{Aggregate, Expr, ExprKind, LabelExpr, Literal, MapProjectionItem, Slot};

/// Whether both expressions yield the same for every row.
pub(super) fn same_expr(a: &Expr, b: &Expr) -> bool {
    Comparison::default().exprs(a, b)
}

/// Whether both aggregates yield the same for every group; their slots do not matter.
pub(super) fn same_aggregate(a: &Aggregate, b: &Aggregate) -> bool {
    a.function == b.function
        && a.distinct == b.distinct
        && Comparison::default().lists(&a.arguments, &b.arguments)
}

/// A number that expressions share which are the same, and few others do: to find those among many.
pub(super) fn fingerprint(expr: &Expr) -> u64 {
    let mut hasher = DefaultHasher::new();
    add_to(&mut hasher, expr, true);
    hasher.finish()
}

/// As [`fingerprint`], for aggregates.
pub(super) fn aggregate_fingerprint(aggregate: &Aggregate) -> u64 {
    let mut hasher = DefaultHasher::new();
    aggregate.function.name.hash(&mut hasher);
    aggregate.arguments.iter().for_each(|argument| add_to(&mut hasher, argument, true));
    hasher.finish()
}

/// `slots` is false where expressions have variables of their own, whose slots differ.
fn add_to(hasher: &mut DefaultHasher, expr: &Expr, slots: bool) {
    std::mem::discriminant(&expr.kind).hash(hasher);
    let mut slots = slots;
    match &expr.kind {
        ExprKind::Slot(slot) if slots => slot.hash(hasher),
        ExprKind::Property(_, key) => key.hash(hasher),
        ExprKind::Parameter(name) => name.hash(hasher),
        ExprKind::Subquery(id) => id.hash(hasher),
        ExprKind::Function(function, _) => function.name.hash(hasher),
        ExprKind::Literal(Literal::Integer(value)) => value.hash(hasher),
        ExprKind::Literal(Literal::String(value)) => value.hash(hasher),
        ExprKind::ListComprehension { .. } | ExprKind::ListPredicate { .. } | ExprKind::Reduce { .. } => {
            slots = false;
        }
        _ => {}
    }
    let visit = |child: &Expr| -> Result<(), Infallible> {
        add_to(hasher, child, slots);
        Ok(())
    };
    match expr.try_for_each_child(&mut { visit }) {
        Ok(()) => {}
    }
}

/// The variables of their own that the two expressions have around the place being compared.
#[derive(Default)]
struct Comparison {
    paired: Vec<(Slot, Slot)>,
}

impl Comparison {
    fn slots(&self, a: Slot, b: Slot) -> bool {
        match self.paired.iter().rev().find(|(left, right)| *left == a || *right == b) {
            Some(pair) => *pair == (a, b),
            None => a == b,
        }
    }

    fn lists(&mut self, a: &[Expr], b: &[Expr]) -> bool {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.exprs(a, b))
    }

    fn options(&mut self, a: Option<&Expr>, b: Option<&Expr>) -> bool {
        match (a, b) {
            (Some(a), Some(b)) => self.exprs(a, b),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        }
    }

    fn chains<Op: PartialEq>(&mut self, a: &[(Op, Expr)], b: &[(Op, Expr)]) -> bool {
        a.len() == b.len() && a.iter().zip(b).all(|((x, a), (y, b))| x == y && self.exprs(a, b))
    }

    fn within(&mut self, slots: &[(Slot, Slot)], compare: impl FnOnce(&mut Self) -> bool) -> bool {
        self.paired.extend_from_slice(slots);
        let same = compare(self);
        self.paired.truncate(self.paired.len() - slots.len());
        same
    }

    fn exprs(&mut self, a: &Expr, b: &Expr) -> bool {
        use ExprKind as K;
        match (&a.kind, &b.kind) {
            (K::Literal(a), K::Literal(b)) => a == b,
            (K::Parameter(a), K::Parameter(b)) => a == b,
            (K::Slot(a), K::Slot(b)) => self.slots(*a, *b),
            (K::Property(a, x), K::Property(b, y)) => x == y && self.exprs(a, b),
            (K::Index(a, x), K::Index(b, y)) | (K::In(a, x), K::In(b, y)) => {
                self.exprs(a, b) && self.exprs(x, y)
            }
            (K::Slice(a, from, to), K::Slice(b, from2, to2)) => {
                self.exprs(a, b)
                    && self.options(from.as_deref(), from2.as_deref())
                    && self.options(to.as_deref(), to2.as_deref())
            }
            (K::List(a), K::List(b)) => self.lists(a, b),
            (K::Map(a), K::Map(b)) => self.chains(a, b),
            (K::MapProjection(a, x), K::MapProjection(b, y)) => self.exprs(a, b) && self.map_items(x, y),
            (K::Not(a), K::Not(b)) | (K::Negate(a), K::Negate(b)) | (K::Plus(a), K::Plus(b)) => {
                self.exprs(a, b)
            }
            (K::Logical(x, a), K::Logical(y, b)) => x == y && self.lists(a, b),
            (K::Arithmetic(a, x), K::Arithmetic(b, y)) => self.exprs(a, b) && self.chains(x, y),
            (K::Comparison(a, x), K::Comparison(b, y)) => self.exprs(a, b) && self.chains(x, y),
            (K::StringPredicate(x, a, c), K::StringPredicate(y, b, d)) => {
                x == y && self.exprs(a, b) && self.exprs(c, d)
            }
            (K::IsNull(a, x), K::IsNull(b, y)) => x == y && self.exprs(a, b),
            (K::IsNormalized(a, f, x), K::IsNormalized(b, g, y)) => x == y && f == g && self.exprs(a, b),
            (K::HasLabels(a, x), K::HasLabels(b, y)) => self.exprs(a, b) && self.labels(x, y),
            (K::Function(f, a), K::Function(g, b)) => f == g && self.lists(a, b),
            (K::MakePath(a), K::MakePath(b)) => a == b,
            (K::DistinctRelationships(a), K::DistinctRelationships(b)) => a == b,
            (K::Subquery(a), K::Subquery(b)) => a == b,
            (K::Case { .. }, K::Case { .. }) => self.cases(a, b),
            (K::ListComprehension { .. }, K::ListComprehension { .. })
            | (K::ListPredicate { .. }, K::ListPredicate { .. })
            | (K::Reduce { .. }, K::Reduce { .. }) => self.lambdas(a, b),
            (K::IsTyped(a, t, x), K::IsTyped(b, u, y)) => x == y && t == u && self.exprs(a, b),
            // Different kinds.
            _ => false,
        }
    }

    fn map_items(&mut self, a: &[MapProjectionItem], b: &[MapProjectionItem]) -> bool {
        a.len() == b.len()
            && a.iter().zip(b).all(|pair| match pair {
                (MapProjectionItem::All, MapProjectionItem::All) => true,
                (MapProjectionItem::Entry(x, a), MapProjectionItem::Entry(y, b)) => {
                    x == y && self.exprs(a, b)
                }
                _ => false,
            })
    }

    fn cases(&mut self, a: &Expr, b: &Expr) -> bool {
        let (
            ExprKind::Case { subject, branches, otherwise },
            ExprKind::Case { subject: subject2, branches: branches2, otherwise: otherwise2 },
        ) = (&a.kind, &b.kind)
        else {
            return false;
        };
        self.options(subject.as_deref(), subject2.as_deref())
            && branches.len() == branches2.len()
            && branches
                .iter()
                .zip(branches2)
                .all(|((when, then), (when2, then2))| self.lists(when, when2) && self.exprs(then, then2))
            && self.options(otherwise.as_deref(), otherwise2.as_deref())
    }

    fn lambdas(&mut self, a: &Expr, b: &Expr) -> bool {
        use ExprKind as K;
        match (&a.kind, &b.kind) {
            (
                K::ListComprehension { slot, list, filter, map },
                K::ListComprehension { slot: slot2, list: list2, filter: filter2, map: map2 },
            ) => {
                self.exprs(list, list2)
                    && self.within(&[(*slot, *slot2)], |inner| {
                        inner.options(filter.as_deref(), filter2.as_deref())
                            && inner.options(map.as_deref(), map2.as_deref())
                    })
            }
            (
                K::ListPredicate { kind, slot, list, predicate },
                K::ListPredicate { kind: kind2, slot: slot2, list: list2, predicate: predicate2 },
            ) => {
                kind == kind2
                    && self.exprs(list, list2)
                    && self.within(&[(*slot, *slot2)], |inner| inner.exprs(predicate, predicate2))
            }
            (
                K::Reduce { accumulator, init, slot, list, body },
                K::Reduce { accumulator: acc2, init: init2, slot: slot2, list: list2, body: body2 },
            ) => {
                self.exprs(init, init2)
                    && self.exprs(list, list2)
                    && self
                        .within(&[(*accumulator, *acc2), (*slot, *slot2)], |inner| inner.exprs(body, body2))
            }
            _ => false,
        }
    }

    fn labels(&mut self, a: &LabelExpr, b: &LabelExpr) -> bool {
        match (a, b) {
            (LabelExpr::Name(a), LabelExpr::Name(b)) => a == b,
            (LabelExpr::Dynamic(a), LabelExpr::Dynamic(b)) | (LabelExpr::AnyOf(a), LabelExpr::AnyOf(b)) => {
                self.exprs(a, b)
            }
            (LabelExpr::Any, LabelExpr::Any) => true,
            (LabelExpr::Not(a), LabelExpr::Not(b)) => self.labels(a, b),
            (LabelExpr::And(a), LabelExpr::And(b)) | (LabelExpr::Or(a), LabelExpr::Or(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.labels(a, b))
            }
            _ => false,
        }
    }
}
