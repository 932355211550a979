//! Walking bound expressions: the direct children of an expression, once by reference and once mutable.
//! These are the only two places that know where expressions hold expressions; subqueries are not
//! entered (they stand in [`BoundQuery::subqueries`](super::bound::BoundQuery) and say what they import).

use super::bound::{Expr, ExprKind, LabelExpr, MapProjectionItem, Slot, Subquery};

impl Expr {
    /// Calls `visit` for every direct child, in evaluation order; stops at the first error.
    pub fn try_for_each_child<E>(&self, visit: &mut impl FnMut(&Expr) -> Result<(), E>) -> Result<(), E> {
        match &self.kind {
            ExprKind::Literal(_) | ExprKind::Parameter(_) | ExprKind::Slot(_) => Ok(()),
            ExprKind::MakePath(_) | ExprKind::DistinctRelationships(_) | ExprKind::Subquery(_) => Ok(()),
            ExprKind::Property(e, _) | ExprKind::Not(e) | ExprKind::Negate(e) | ExprKind::Plus(e) => visit(e),
            ExprKind::IsNull(e, _) | ExprKind::IsTyped(e, _, _) | ExprKind::IsNormalized(e, _, _) => visit(e),
            ExprKind::Index(a, b) | ExprKind::In(a, b) | ExprKind::StringPredicate(_, a, b) => {
                visit(a)?;
                visit(b)
            }
            ExprKind::Slice(e, from, to) => {
                visit(e)?;
                from.iter().chain(to).try_for_each(|e| visit(e))
            }
            ExprKind::List(items) | ExprKind::Logical(_, items) | ExprKind::Function(_, items) => {
                items.iter().try_for_each(visit)
            }
            ExprKind::Map(entries) => entries.iter().try_for_each(|(_, e)| visit(e)),
            ExprKind::MapProjection(subject, items) => {
                visit(subject)?;
                items.iter().try_for_each(|item| match item {
                    MapProjectionItem::All => Ok(()),
                    MapProjectionItem::Entry(_, e) => visit(e),
                })
            }
            ExprKind::Arithmetic(first, rest) => {
                visit(first)?;
                rest.iter().try_for_each(|(_, e)| visit(e))
            }
            ExprKind::Comparison(first, rest) => {
                visit(first)?;
                rest.iter().try_for_each(|(_, e)| visit(e))
            }
            ExprKind::HasLabels(e, labels) => {
                visit(e)?;
                labels.try_for_each_expr(visit)
            }
            ExprKind::Case { subject, branches, otherwise } => {
                subject.iter().try_for_each(|e| visit(e))?;
                for (when, then) in branches {
                    when.iter().try_for_each(&mut *visit)?;
                    visit(then)?;
                }
                otherwise.iter().try_for_each(|e| visit(e))
            }
            ExprKind::ListComprehension { slot: _, list, filter, map } => {
                visit(list)?;
                filter.iter().chain(map).try_for_each(|e| visit(e))
            }
            ExprKind::ListPredicate { kind: _, slot: _, list, predicate } => {
                visit(list)?;
                visit(predicate)
            }
            ExprKind::Reduce { accumulator: _, init, slot: _, list, body } => {
                visit(init)?;
                visit(list)?;
                visit(body)
            }
        }
    }

    /// As [`Expr::try_for_each_child`], for changing them.
    pub fn try_for_each_child_mut<E>(
        &mut self,
        visit: &mut impl FnMut(&mut Expr) -> Result<(), E>,
    ) -> Result<(), E> {
        match &mut self.kind {
            ExprKind::Literal(_) | ExprKind::Parameter(_) | ExprKind::Slot(_) => Ok(()),
            ExprKind::MakePath(_) | ExprKind::DistinctRelationships(_) | ExprKind::Subquery(_) => Ok(()),
            ExprKind::Property(e, _) | ExprKind::Not(e) | ExprKind::Negate(e) | ExprKind::Plus(e) => visit(e),
            ExprKind::IsNull(e, _) | ExprKind::IsTyped(e, _, _) | ExprKind::IsNormalized(e, _, _) => visit(e),
            ExprKind::Index(a, b) | ExprKind::In(a, b) | ExprKind::StringPredicate(_, a, b) => {
                visit(a)?;
                visit(b)
            }
            ExprKind::Slice(e, from, to) => {
                visit(e)?;
                from.iter_mut().chain(to).try_for_each(|e| visit(e))
            }
            ExprKind::List(items) | ExprKind::Logical(_, items) | ExprKind::Function(_, items) => {
                items.iter_mut().try_for_each(visit)
            }
            ExprKind::Map(entries) => entries.iter_mut().try_for_each(|(_, e)| visit(e)),
            ExprKind::MapProjection(subject, items) => {
                visit(subject)?;
                items.iter_mut().try_for_each(|item| match item {
                    MapProjectionItem::All => Ok(()),
                    MapProjectionItem::Entry(_, e) => visit(e),
                })
            }
            ExprKind::Arithmetic(first, rest) => {
                visit(first)?;
                rest.iter_mut().try_for_each(|(_, e)| visit(e))
            }
            ExprKind::Comparison(first, rest) => {
                visit(first)?;
                rest.iter_mut().try_for_each(|(_, e)| visit(e))
            }
            ExprKind::HasLabels(e, labels) => {
                visit(e)?;
                labels.try_for_each_expr_mut(visit)
            }
            ExprKind::Case { subject, branches, otherwise } => {
                subject.iter_mut().try_for_each(|e| visit(e))?;
                for (when, then) in branches {
                    when.iter_mut().try_for_each(&mut *visit)?;
                    visit(then)?;
                }
                otherwise.iter_mut().try_for_each(|e| visit(e))
            }
            ExprKind::ListComprehension { slot: _, list, filter, map } => {
                visit(list)?;
                filter.iter_mut().chain(map).try_for_each(|e| visit(e))
            }
            ExprKind::ListPredicate { kind: _, slot: _, list, predicate } => {
                visit(list)?;
                visit(predicate)
            }
            ExprKind::Reduce { accumulator: _, init, slot: _, list, body } => {
                visit(init)?;
                visit(list)?;
                visit(body)
            }
        }
    }

    /// Slots named by this expression itself, not by its children, nor bound by it for them.
    pub fn own_slots(&self) -> &[Slot] {
        match &self.kind {
            ExprKind::Slot(slot) => std::slice::from_ref(slot),
            ExprKind::MakePath(slots) | ExprKind::DistinctRelationships(slots) => slots,
            _ => &[],
        }
    }

    /// Whether the expression, or a subquery in it, mentions a slot for which `test` holds.
    pub fn mentions(&self, subqueries: &[Subquery], test: &dyn Fn(Slot) -> bool) -> bool {
        if self.own_slots().iter().any(|slot| test(*slot)) {
            return true;
        }
        if let ExprKind::Subquery(id) = self.kind {
            return subqueries
                .get(id)
                .is_some_and(|subquery| subquery.imports.iter().any(|slot| test(*slot)));
        }
        let found = |child: &Expr| if child.mentions(subqueries, test) { Err(()) } else { Ok(()) };
        self.try_for_each_child(&mut { found }).is_err()
    }
}

impl LabelExpr {
    /// Calls `visit` for every computed label.
    pub fn try_for_each_expr<E>(&self, visit: &mut impl FnMut(&Expr) -> Result<(), E>) -> Result<(), E> {
        match self {
            LabelExpr::Name(_) | LabelExpr::Any => Ok(()),
            LabelExpr::Dynamic(e) | LabelExpr::AnyOf(e) => visit(e),
            LabelExpr::Not(inner) => inner.try_for_each_expr(visit),
            LabelExpr::And(parts) | LabelExpr::Or(parts) => {
                parts.iter().try_for_each(|part| part.try_for_each_expr(visit))
            }
        }
    }

    /// As [`LabelExpr::try_for_each_expr`], for changing them.
    pub fn try_for_each_expr_mut<E>(
        &mut self,
        visit: &mut impl FnMut(&mut Expr) -> Result<(), E>,
    ) -> Result<(), E> {
        match self {
            LabelExpr::Name(_) | LabelExpr::Any => Ok(()),
            LabelExpr::Dynamic(e) | LabelExpr::AnyOf(e) => visit(e),
            LabelExpr::Not(inner) => inner.try_for_each_expr_mut(visit),
            LabelExpr::And(parts) | LabelExpr::Or(parts) => {
                parts.iter_mut().try_for_each(|part| part.try_for_each_expr_mut(visit))
            }
        }
    }
}
