//! `WITH`, `RETURN` and `LET`: items become slots, aggregates are separated from them, and the scope
//! becomes what the items name.

use std::collections::BTreeSet;

use super::binder::{Aggregating, Binder, slot_expr};
use super::bound::{Aggregation, Column, Expr, ExprKind, Literal, Name, Projection, Slot, SortKey};
use super::equality::same_expr;
use super::errors;
use super::grouping::{Grouping, Item, Key};
use super::scope::Scope;
use super::types::Inferred;
use crate::error::{Result, Span};
use crate::function::Type;
use crate::syntax::ast::{self, Ident, ProjectionItem};

/// Which clause a projection belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Projecting {
    With,
    Return,
}

impl Binder<'_> {
    /// Binds a projection with the `WHERE` behind it, and moves on to the scope after it.
    pub(super) fn bind_projection(
        &mut self,
        body: &ast::Projection,
        filter: Option<&ast::Expr>,
        clause: Projecting,
    ) -> Result<(Projection, Vec<Column>)> {
        let mut items = Vec::new();
        if body.star {
            self.expand_star(body.span, clause, &mut items)?;
        }
        let gathered = std::mem::take(&mut self.gathered);
        for item in &body.items {
            items.push(self.bind_item(item)?);
        }
        check_column_names(&items)?;
        self.give_slots(&mut items, clause);
        let keys = body.group_by.as_ref().map(|by| self.bind_group_by(by, &items)).transpose()?;
        let mut grouping = Grouping::new(items, body.distinct, keys, &self.scope);
        grouping.group(&self.subqueries)?;
        if grouping.aggregates() || body.distinct {
            self.origin = None;
        }
        let after = self.scope.projected(grouping.names());
        let order_by = self.bind_order_by(&body.order_by, &grouping)?;
        let filter = filter.map(|filter| self.bind_projected_filter(filter, &grouping)).transpose()?;
        if clause == Projecting::With {
            body.items.iter().try_for_each(check_alias)?;
        }
        let skip = body.skip.as_ref().map(|count| self.bind_row_count(count, "SKIP")).transpose()?;
        let limit = body.limit.as_ref().map(|count| self.bind_row_count(count, "LIMIT")).transpose()?;
        let aggregates = std::mem::replace(&mut self.gathered, gathered).into_vec();
        self.scope = after;
        let columns = grouping.columns();
        let (keys, mut items) = grouping.finish();
        if clause == Projecting::With {
            self.keep_origin(&mut items);
        }
        let aggregation = keys.map(|keys| Aggregation { keys, aggregates });
        Ok((
            Projection { aggregation, items, distinct: body.distinct, order_by, skip, limit, filter },
            columns,
        ))
    }

    /// `LET`: everything stays, and the new variables join.
    pub(super) fn bind_let(&mut self, definitions: &[(Ident, ast::Expr)]) -> Result<Projection> {
        let mut items: Vec<(Slot, Expr)> = Vec::new();
        let kept: Vec<Slot> =
            self.scope.locals().map(|(_, slot)| slot).collect::<BTreeSet<_>>().into_iter().collect();
        let mut bound = Vec::with_capacity(definitions.len());
        self.with_aggregates(Aggregating::Forbidden("LET"), |binder| {
            for (_, expr) in definitions {
                bound.push(binder.bind_expr(expr)?);
            }
            Ok(())
        })?;
        for slot in kept {
            self.note_use(slot);
            items.push((slot, slot_expr(slot, Span::default())));
        }
        for ((variable, _), expr) in definitions.iter().zip(bound) {
            let of = self.infer(&expr);
            items.push((self.declare_new(variable, of)?, expr));
        }
        self.keep_origin(&mut items);
        Ok(plain_projection(items))
    }

    /// Passes on where the row's record comes from, which has no name.
    pub(super) fn keep_origin(&self, items: &mut Vec<(Slot, Expr)>) {
        let Some(origin) = self.origin else { return };
        for slot in [origin.line, origin.file] {
            if !self.is_outer(slot) && items.iter().all(|(item, _)| *item != slot) {
                items.push((slot, slot_expr(slot, Span::default())));
            }
        }
    }

    fn expand_star(&mut self, span: Span, clause: Projecting, items: &mut Vec<Item>) -> Result<()> {
        let locals: Vec<(Name, Slot)> =
            self.scope.locals().map(|(name, slot)| (name.clone(), slot)).collect();
        if locals.is_empty() && clause == Projecting::Return {
            return Err(errors::no_variables(span));
        }
        for (name, slot) in locals {
            self.note_use(slot);
            items.push(Item::new(name, slot_expr(slot, span), String::new(), false));
        }
        Ok(())
    }

    fn bind_item(&mut self, item: &ProjectionItem) -> Result<Item> {
        let mentions = self.aggregate_mentions;
        let expr = self.with_aggregates(Aggregating::Gather, |binder| binder.bind_expr(&item.expr))?;
        let name = match (&item.alias, &item.expr.kind) {
            (Some(alias), _) => alias.name.as_str(),
            (None, ast::ExprKind::Variable(name)) => name.as_str(),
            (None, _) => item.text.as_str(),
        };
        Ok(Item::new(name.into(), expr, item.text.clone(), self.aggregate_mentions > mentions))
    }

    /// An item that passes a slot on keeps it, unless another item did, or the slot belongs to the query
    /// around a subquery that returns it; every other item gets a new one.
    fn give_slots(&mut self, items: &mut [Item], clause: Projecting) {
        let mut taken = BTreeSet::new();
        for item in items {
            let of = self.infer(&item.expr);
            item.slot = match item.expr.kind {
                ExprKind::Slot(slot)
                    if (clause == Projecting::With || !self.is_outer(slot)) && taken.insert(slot) =>
                {
                    // An aggregate's slot is called as its column.
                    if item.aggregates {
                        self.name_slot(slot, &item.name);
                    }
                    slot
                }
                _ => self.new_slot(item.name.clone(), of),
            };
        }
    }

    /// What `GROUP BY` names: an item by its name or its expression, or something else from before the projection.
    fn bind_group_by(&mut self, group_by: &ast::GroupBy, items: &[Item]) -> Result<Vec<Key>> {
        let keys = match group_by {
            ast::GroupBy::All => {
                let keys = items.iter().enumerate().filter(|(_, item)| !item.aggregates);
                return Ok(keys.map(|(index, _)| Key::Item(index)).collect());
            }
            ast::GroupBy::Keys(keys) => keys,
        };
        let place = Aggregating::Forbidden("GROUP BY");
        let bind = |binder: &mut Self, key: &ast::Expr| {
            if let ast::ExprKind::Variable(name) = &key.kind
                && let Some(index) = items.iter().position(|item| *item.name == **name)
            {
                return match items.get(index).is_some_and(|item| item.aggregates) {
                    true => Err(errors::invalid_aggregation(name, key.span, "a key of GROUP BY")),
                    false => Ok(Key::Item(index)),
                };
            }
            let expr = binder.with_aggregates(place, |binder| binder.bind_expr(key))?;
            if let Some(index) = items.iter().position(|item| same_expr(&item.expr, &expr)) {
                return Ok(Key::Item(index));
            }
            let slot = match expr.kind {
                ExprKind::Slot(slot) => slot,
                _ => {
                    let of = binder.infer(&expr).ty;
                    binder.anonymous(of)
                }
            };
            Ok(Key::Other(slot, expr))
        };
        keys.iter().map(|key| bind(self, key)).collect()
    }

    fn bind_order_by(&mut self, keys: &[ast::SortItem], grouping: &Grouping) -> Result<Vec<SortKey>> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let mode = match grouping.aggregates() {
            true => Aggregating::Gather,
            false => Aggregating::Forbidden("ORDER BY after a projection without aggregates"),
        };
        let before = self.enter_projected(grouping);
        self.argument_scope = Some(before.clone());
        let bound: Result<Vec<SortKey>> =
            keys.iter().map(|key| self.bind_sort_key(key, mode, grouping)).collect();
        self.argument_scope = None;
        self.scope = before;
        let mut sorted = Vec::with_capacity(keys.len());
        for (key, bound) in keys.iter().zip(bound?) {
            sorted.extend(null_key(key, &bound.expr));
            sorted.push(bound);
        }
        Ok(sorted)
    }

    fn bind_sort_key(
        &mut self,
        key: &ast::SortItem,
        mode: Aggregating,
        grouping: &Grouping,
    ) -> Result<SortKey> {
        let descending = key.descending;
        let is_name = matches!(key.expr.kind, ast::ExprKind::Variable(_));
        if let (false, Some(slot)) = (is_name, grouping.written_as(self.text_of(key.expr.span))) {
            return Ok(SortKey { expr: slot_expr(slot, key.expr.span), descending });
        }
        let mentions = self.aggregate_mentions;
        let mut expr = self.with_aggregates(mode, |binder| binder.bind_expr(&key.expr))?;
        grouping.rewrite(&mut expr, self.aggregate_mentions > mentions, self)?;
        Ok(SortKey { expr, descending })
    }

    fn bind_projected_filter(&mut self, filter: &ast::Expr, grouping: &Grouping) -> Result<Expr> {
        let before = self.enter_projected(grouping);
        let bound = self.bind_filter(filter);
        self.scope = before;
        let mut bound = bound?;
        grouping.rewrite(&mut bound, false, self)?;
        Ok(bound)
    }

    /// Adds the projected names to the scope; returns the scope before.
    fn enter_projected(&mut self, grouping: &Grouping) -> Scope {
        let before = self.scope.clone();
        for (name, slot) in grouping.names() {
            self.scope.declare(name, slot);
        }
        before
    }

    /// `SKIP` and `LIMIT` take a number that depends on no row.
    pub(super) fn bind_row_count(&mut self, count: &ast::Expr, clause: &'static str) -> Result<Expr> {
        let bound = self.with_aggregates(Aggregating::Forbidden(clause), |binder| binder.bind_expr(count))?;
        if depends_on_rows(&bound) {
            return Err(errors::non_constant(clause, count.span));
        }
        match literal_integer(&bound) {
            Some(value) if value < 0 => return Err(errors::negative_integer(clause, value, count.span)),
            _ => {}
        }
        match self.infer(&bound).ty {
            Type::Any | Type::Integer | Type::Number => Ok(bound),
            other => Err(errors::argument_type(clause, "an integer", other, count.span)),
        }
    }

    /// The type of a new column.
    pub(super) fn column_type(&self, slots: impl Iterator<Item = Slot>) -> Inferred {
        let mut types = slots.map(|slot| self.slot_type(slot));
        let Some(first) = types.next() else { return Inferred::of(Type::Any) };
        match types.all(|other| other == first) {
            true => first,
            false => Inferred::of(Type::Any),
        }
    }
}

/// A projection that only computes.
pub(super) fn plain_projection(items: Vec<(Slot, Expr)>) -> Projection {
    Projection {
        aggregation: None,
        items,
        distinct: false,
        order_by: Vec::new(),
        skip: None,
        limit: None,
        filter: None,
    }
}

/// A key before the key itself, where nulls do not go where the order of values has them.
fn null_key(key: &ast::SortItem, expr: &Expr) -> Option<SortKey> {
    let last = match (key.nulls?, key.descending) {
        (ast::NullOrder::First, false) => false,
        (ast::NullOrder::Last, true) => true,
        (ast::NullOrder::First, true) | (ast::NullOrder::Last, false) => return None,
    };
    let kind = ExprKind::IsNull(Box::new(expr.clone()), false);
    Some(SortKey { expr: Expr { kind, span: expr.span }, descending: !last })
}

fn check_column_names(items: &[Item]) -> Result<()> {
    let mut names = BTreeSet::new();
    for item in items {
        if !names.insert(&item.name) {
            return Err(errors::column_conflict(&item.name, item.expr.span));
        }
    }
    Ok(())
}

fn check_alias(item: &ProjectionItem) -> Result<()> {
    match (&item.alias, &item.expr.kind) {
        (Some(_), _) | (None, ast::ExprKind::Variable(_)) => Ok(()),
        (None, _) => Err(errors::no_alias(&item.text, item.expr.span)),
    }
}

fn depends_on_rows(expr: &Expr) -> bool {
    if let ExprKind::Subquery(_) | ExprKind::Slot(_) = expr.kind {
        return true;
    }
    let visit = |child: &Expr| if depends_on_rows(child) { Err(()) } else { Ok(()) };
    expr.try_for_each_child(&mut { visit }).is_err()
}

fn literal_integer(expr: &Expr) -> Option<i64> {
    match &expr.kind {
        ExprKind::Literal(Literal::Integer(value)) => Some(*value),
        ExprKind::Negate(inner) => literal_integer(inner)?.checked_neg(),
        ExprKind::Plus(inner) => literal_integer(inner),
        _ => None,
    }
}
