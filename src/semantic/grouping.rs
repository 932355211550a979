//! The items of a projection: which are grouping keys, which aggregate, and what an expression behind them
//! (`ORDER BY`, `WHERE`) may still mention.
//!
//! Rows are grouped where an item aggregates or `GROUP BY` stands; without it, the items that do not aggregate are the keys.
//!
//! Without grouping and `DISTINCT` such an expression sees everything. Otherwise the rows from before are
//! gone: it may mention what is projected, by name or by saying the same expression again.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::binder::{Binder, slot_expr};
use super::bound::{Column, Expr, ExprKind, Name, Slot, Subquery};
use super::equality::{fingerprint, same_expr};
use super::errors;
use super::scope::Scope;
use crate::error::{Error, Result, Span};

/// Slots and what goes into them.
pub(super) type Computed = Vec<(Slot, Expr)>;

/// An item of a projection.
pub(super) struct Item {
    pub(super) name: Name,
    pub(super) slot: Slot,
    /// As written, over the slots from before and the aggregates'.
    pub(super) expr: Expr,
    /// The text of the expression.
    text: String,
    /// It mentions an aggregate.
    pub(super) aggregates: bool,
    /// Rows are grouped by it, where they are grouped.
    key: bool,
}

/// What `GROUP BY` names: an item by its index, or something else that is computed into a slot.
pub(super) enum Key {
    Item(usize),
    Other(Slot, Expr),
}

impl Item {
    /// An item whose slot is not given yet.
    pub(super) fn new(name: Name, expr: Expr, text: String, aggregates: bool) -> Item {
        Item { name, slot: 0, expr, text, aggregates, key: !aggregates }
    }

    /// Names and property accesses can be used beside an aggregate when they are projected themselves.
    fn is_simple(&self) -> bool {
        let mut expr = &self.expr;
        while let ExprKind::Property(subject, _) = &expr.kind {
            expr = subject;
        }
        matches!(expr.kind, ExprKind::Slot(_))
    }
}

/// See the module.
pub(super) struct Grouping {
    items: Vec<Item>,
    /// Places in `items`, which may be thousands.
    by_fingerprint: HashMap<u64, Vec<usize>>,
    /// The items' expressions as they are evaluated after grouping.
    grouped: Vec<Expr>,
    /// The keys that are no items.
    others: Computed,
    /// Rows are grouped.
    aggregates: bool,
    /// By `GROUP BY`.
    explicit: bool,
    distinct: bool,
    /// Slots of the scope before that are gone behind the projection.
    hidden: BTreeSet<Slot>,
    /// Those of them that some item without an aggregate is made of.
    used_by_keys: BTreeSet<Slot>,
}

impl Grouping {
    /// Without keys, as the items say.
    pub(super) fn new(
        mut items: Vec<Item>,
        distinct: bool,
        keys: Option<Vec<Key>>,
        scope: &Scope,
    ) -> Grouping {
        let explicit = keys.is_some();
        let aggregates = explicit || items.iter().any(|item| item.aggregates);
        let mut others = Computed::new();
        if let Some(keys) = keys {
            items.iter_mut().for_each(|item| item.key = false);
            for key in keys {
                match key {
                    Key::Item(index) => items.iter_mut().skip(index).take(1).for_each(|item| item.key = true),
                    Key::Other(slot, expr) => others.push((slot, expr)),
                }
            }
        }
        let locals = scope.locals().map(|(_, slot)| slot);
        let mut hidden: BTreeSet<Slot> = locals.filter(|slot| !scope.is_outer(*slot)).collect();
        for item in items.iter().filter(|item| item.key || !aggregates) {
            if let ExprKind::Slot(slot) = item.expr.kind {
                hidden.remove(&slot);
            }
        }
        let (grouped, used_by_keys) = (Vec::new(), BTreeSet::new());
        let mut by_fingerprint: HashMap<u64, Vec<usize>> = HashMap::new();
        for (place, item) in items.iter().enumerate() {
            by_fingerprint.entry(fingerprint(&item.expr)).or_default().push(place);
        }
        Grouping {
            items,
            by_fingerprint,
            grouped,
            others,
            aggregates,
            explicit,
            distinct,
            hidden,
            used_by_keys,
        }
    }

    /// Items among which are those with the same expression.
    fn items_like(&self, expr: &Expr) -> impl Iterator<Item = &Item> {
        let places = self.by_fingerprint.get(&fingerprint(expr)).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|place| self.items.get(*place))
    }

    /// Whether rows are grouped.
    pub(super) fn aggregates(&self) -> bool {
        self.aggregates
    }

    /// The scope after the projection.
    pub(super) fn names(&self) -> BTreeMap<Name, Slot> {
        self.items.iter().map(|item| (item.name.clone(), item.slot)).collect()
    }

    /// The columns in order.
    pub(super) fn columns(&self) -> Vec<Column> {
        self.items.iter().map(|item| Column { name: item.name.clone(), slot: item.slot }).collect()
    }

    /// Finds the form of each item after grouping: a key is its slot, and beside an aggregate only keys,
    /// constants and parameters may stand.
    pub(super) fn group(&mut self, subqueries: &[Subquery]) -> Result<()> {
        if !self.aggregates {
            return Ok(());
        }
        let keys = self.items.iter().filter(|item| item.key).map(|item| &item.expr);
        for key in keys.chain(self.others.iter().map(|(_, expr)| expr)) {
            collect_slots(key, subqueries, &self.hidden, &mut self.used_by_keys);
        }
        let grouped: Result<_> = self.items.iter().map(|item| self.grouped_form(item, subqueries)).collect();
        self.grouped = grouped?;
        Ok(())
    }

    fn grouped_form(&self, item: &Item, subqueries: &[Subquery]) -> Result<Expr> {
        if item.key {
            // A slot that is passed on twice is a key once.
            return Ok(slot_expr(self.key_slot(item), item.expr.span));
        }
        let mut expr = item.expr.clone();
        let (dropped, keys_only) = (BTreeSet::new(), true);
        let simple_only = !self.explicit;
        let rewriting = Rewriting { grouping: self, simple_only, keys_only, dropped, subqueries };
        rewriting.rewrite(&mut expr, &|_, _| errors::ambiguous_aggregation(item.expr.span))?;
        Ok(expr)
    }

    /// The slot in which a key arrives: its own, or that of an earlier item that passes on the same slot.
    fn key_slot(&self, item: &Item) -> Slot {
        match item.expr.kind {
            ExprKind::Slot(slot) => slot,
            _ => item.slot,
        }
    }

    /// The grouping keys, when there is grouping, and the items.
    pub(super) fn finish(self) -> (Option<Computed>, Computed) {
        if !self.aggregates {
            return (None, self.items.into_iter().map(|item| (item.slot, item.expr)).collect());
        }
        let mut seen = BTreeSet::new();
        let mut keys = Vec::new();
        let items = self.items.iter().filter(|item| item.key);
        for (slot, expr) in items
            .map(|item| (self.key_slot(item), &item.expr))
            .chain(self.others.iter().map(|(slot, expr)| (*slot, expr)))
        {
            if seen.insert(slot) {
                keys.push((slot, expr.clone()));
            }
        }
        (Some(keys), self.items.iter().map(|item| item.slot).zip(self.grouped).collect())
    }

    /// Makes an expression behind the projection mention only what is there then.
    pub(super) fn rewrite(&self, expr: &mut Expr, aggregates: bool, binder: &Binder<'_>) -> Result<()> {
        if !self.aggregates && !self.distinct {
            return Ok(());
        }
        let rewriting = Rewriting {
            grouping: self,
            simple_only: aggregates && !self.explicit,
            keys_only: false,
            dropped: self.dropped_aggregates(binder),
            subqueries: &binder.subqueries,
        };
        rewriting.rewrite(expr, &|slot, span| self.gone(slot, span, aggregates, binder))
    }

    /// Aggregates that are no item of their own and do not outlive `DISTINCT`.
    fn dropped_aggregates(&self, binder: &Binder<'_>) -> BTreeSet<Slot> {
        if !self.distinct {
            return BTreeSet::new();
        }
        let kept: BTreeSet<Slot> = self.items.iter().map(|item| item.slot).collect();
        binder.gathered.slots().filter(|slot| !kept.contains(slot)).collect()
    }

    fn gone(&self, slot: Slot, span: Span, aggregates: bool, binder: &Binder<'_>) -> Error {
        if aggregates && self.used_by_keys.contains(&slot) {
            return errors::ambiguous_aggregation(span);
        }
        let name = binder.slots.get(slot as usize).map_or("", |info| &*info.name);
        let reason = if self.aggregates { "the rows are aggregated" } else { "the rows are made distinct" };
        errors::hidden_variable(name, span, reason)
    }

    /// The item whose expression is written with the same words. It is meant even where a name in them has
    /// become that of a column (`RETURN n.age AS n ORDER BY n.age`).
    pub(super) fn written_as(&self, text: &str) -> Option<Slot> {
        self.items.iter().find(|item| !item.text.is_empty() && item.text == text).map(|item| item.slot)
    }
}

/// One rewriting of an expression.
struct Rewriting<'g> {
    grouping: &'g Grouping,
    /// Only names and property accesses are recognised.
    simple_only: bool,
    /// Only items without aggregates are recognised.
    keys_only: bool,
    /// Aggregates that are not there any more.
    dropped: BTreeSet<Slot>,
    subqueries: &'g [Subquery],
}

impl Rewriting<'_> {
    /// Replaces what is projected by its slot; `gone` makes the error of a slot that is not there.
    fn rewrite(&self, expr: &mut Expr, gone: &dyn Fn(Slot, Span) -> Error) -> Result<()> {
        if let Some(slot) = self.projected(expr) {
            expr.kind = ExprKind::Slot(slot);
            return Ok(());
        }
        let span = expr.span;
        let is_gone = |slot: &&Slot| self.grouping.hidden.contains(slot) || self.dropped.contains(slot);
        if let Some(slot) = expr.own_slots().iter().find(is_gone) {
            return Err(gone(*slot, span));
        }
        if let ExprKind::Subquery(id) = expr.kind {
            let imports = self.subqueries.get(id).map(|subquery| subquery.imports.as_slice());
            return match imports.unwrap_or_default().iter().find(is_gone) {
                Some(slot) => Err(gone(*slot, span)),
                None => Ok(()),
            };
        }
        expr.try_for_each_child_mut(&mut |child: &mut Expr| self.rewrite(child, gone))
    }

    fn projected(&self, expr: &Expr) -> Option<Slot> {
        // Constants are never looked up: they are the same everywhere.
        if matches!(expr.kind, ExprKind::Literal(_) | ExprKind::Parameter(_)) {
            return None;
        }
        self.grouping
            .items_like(expr)
            .filter(|item| item.key || !self.keys_only)
            .filter(|item| !self.simple_only || item.aggregates || item.is_simple())
            .find(|item| same_expr(&item.expr, expr))
            .map(|item| match self.keys_only {
                true => self.grouping.key_slot(item),
                false => item.slot,
            })
            .or_else(|| {
                let same = |(_, key): &&(Slot, Expr)| same_expr(key, expr);
                self.grouping.others.iter().find(same).map(|(slot, _)| *slot)
            })
    }
}

/// Adds the slots among `wanted` that the expression mentions.
fn collect_slots(expr: &Expr, subqueries: &[Subquery], wanted: &BTreeSet<Slot>, into: &mut BTreeSet<Slot>) {
    into.extend(expr.own_slots().iter().filter(|slot| wanted.contains(slot)));
    if let ExprKind::Subquery(id) = expr.kind {
        let imports = subqueries.get(id).map(|subquery| subquery.imports.as_slice()).unwrap_or_default();
        into.extend(imports.iter().filter(|slot| wanted.contains(slot)));
    }
    let visit = |child: &Expr| -> Result<(), std::convert::Infallible> {
        collect_slots(child, subqueries, wanted, into);
        Ok(())
    };
    match expr.try_for_each_child(&mut { visit }) {
        Ok(()) => {}
    }
}
