//! The state of binding one statement: its slots, its subqueries, the scope at the place being bound,
//! and how aggregates are to be taken there. What the `bind_*` files share.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::bound::{Dialect, Expr, ExprKind, Name, RecordOrigin, Slot, SlotInfo, Subquery};
use super::errors;
use super::gathered::Gathered;
use super::scope::Scope;
use super::types::Inferred;
use crate::error::{Result, Span};
use crate::function::{ProcedureRegistry, Type};
use crate::syntax::ast::Ident;

/// What an aggregating function means at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Aggregating {
    /// It is gathered for the projection.
    Gather,
    /// It stands in an aggregate's argument.
    Nested,
    /// It is an error; says where it stands.
    Forbidden(&'static str),
}

/// A subquery being bound, and the outer slots it has used so far.
#[derive(Debug)]
struct OpenSubquery {
    /// Slots below are outer ones.
    first_slot: Slot,
    imports: BTreeSet<Slot>,
}

/// See the module.
pub(super) struct Binder<'a> {
    pub(super) text: &'a str,
    pub(super) procedures: &'a ProcedureRegistry,
    /// What holds where a pattern does not say.
    pub(super) dialect: Dialect,
    pub(super) slots: Vec<SlotInfo>,
    /// Per slot, what is known of a list's elements.
    elements: Vec<Type>,
    pub(super) subqueries: Vec<Subquery>,
    pub(super) parameters: BTreeSet<Name>,
    pub(super) updates: bool,
    /// It commits while it runs.
    pub(super) commits: bool,
    pub(super) scope: Scope,
    open: Vec<OpenSubquery>,
    pub(super) aggregating: Aggregating,
    /// Where the records of the `LOAD CSV` above come from, as long as rows and records are the same.
    pub(super) origin: Option<RecordOrigin>,
    /// What a simple `CASE` compares, while its tests are bound.
    pub(super) case_operand: Option<Slot>,
    /// The scope of aggregates' arguments where it is not that of the place (`ORDER BY`).
    pub(super) argument_scope: Option<Scope>,
    pub(super) gathered: Gathered,
    /// The slots of what searched paths cost, by the slots that `cost()` is asked of, since the last projection.
    pub(super) path_costs: BTreeMap<Slot, Slot>,
    /// How often an aggregate was mentioned, to tell which expressions hold one.
    pub(super) aggregate_mentions: usize,
}

impl<'a> Binder<'a> {
    pub(super) fn new(text: &'a str, procedures: &'a ProcedureRegistry, dialect: Dialect) -> Binder<'a> {
        Binder {
            text,
            procedures,
            dialect,
            slots: Vec::new(),
            elements: Vec::new(),
            subqueries: Vec::new(),
            parameters: BTreeSet::new(),
            updates: false,
            commits: false,
            scope: Scope::default(),
            open: Vec::new(),
            aggregating: Aggregating::Forbidden("this clause"),
            origin: None,
            case_operand: None,
            argument_scope: None,
            gathered: Gathered::default(),
            path_costs: BTreeMap::new(),
            aggregate_mentions: 0,
        }
    }

    /// A new slot that no name in scope stands for.
    pub(super) fn new_slot(&mut self, name: Name, of: Inferred) -> Slot {
        // The text is far shorter than 4 GiB, and each slot has its place in it.
        let slot = self.slots.len() as Slot;
        self.slots.push(SlotInfo { name, ty: of.ty });
        self.elements.push(of.element);
        slot
    }

    /// A new slot for something without a name.
    pub(super) fn anonymous(&mut self, ty: Type) -> Slot {
        let name = format!(" {}", self.slots.len());
        self.new_slot(name.into(), Inferred::of(ty))
    }

    /// A new slot that the name stands for from here on.
    pub(super) fn declare(&mut self, name: &str, of: Inferred) -> Slot {
        let name: Name = name.into();
        let slot = self.new_slot(name.clone(), of);
        self.scope.declare(name, slot);
        slot
    }

    /// As [`Binder::declare`], for a name that must be new.
    pub(super) fn declare_new(&mut self, variable: &Ident, of: Inferred) -> Result<Slot> {
        match self.scope.get(&variable.name) {
            Some(_) => Err(errors::variable_already_bound(&variable.name, variable.span)),
            None => Ok(self.declare(&variable.name, of)),
        }
    }

    /// The slot of a name that must be known.
    pub(super) fn resolve(&mut self, name: &str, span: Span) -> Result<Slot> {
        match self.lookup(name) {
            Some(slot) => Ok(slot),
            None => Err(errors::undefined_variable(name, span, self.scope.names())),
        }
    }

    /// The slot of a name if it is known; every use of an outer slot passes through here.
    pub(super) fn lookup(&mut self, name: &str) -> Option<Slot> {
        let slot = self.scope.get(name)?;
        self.note_use(slot);
        Some(slot)
    }

    /// Notes the use of a slot in every subquery for which it is an outer one.
    pub(super) fn note_use(&mut self, slot: Slot) {
        for subquery in self.open.iter_mut().rev().take_while(|subquery| slot < subquery.first_slot) {
            subquery.imports.insert(slot);
        }
    }

    /// Whether the slot belongs to the query around the subquery being bound.
    pub(super) fn is_outer(&self, slot: Slot) -> bool {
        self.open.last().is_some_and(|subquery| slot < subquery.first_slot)
    }

    /// Binds a subquery in a scope of its own; returns also the outer slots it uses.
    pub(super) fn in_subquery<T>(
        &mut self,
        scope: Scope,
        bind: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<(T, Vec<Slot>)> {
        self.open.push(OpenSubquery { first_slot: self.slots.len() as Slot, imports: BTreeSet::new() });
        let outer_scope = std::mem::replace(&mut self.scope, scope);
        let aggregating = std::mem::replace(&mut self.aggregating, Aggregating::Forbidden("this clause"));
        let argument_scope = self.argument_scope.take();
        let gathered = std::mem::take(&mut self.gathered);
        let mentions = self.aggregate_mentions;
        let origin = self.origin;
        let path_costs = self.path_costs.clone();
        let result = bind(self);
        self.path_costs = path_costs;
        self.origin = origin;
        self.aggregate_mentions = mentions;
        self.gathered = gathered;
        self.argument_scope = argument_scope;
        self.aggregating = aggregating;
        self.scope = outer_scope;
        let imports = self.open.pop().map(|subquery| subquery.imports).unwrap_or_default();
        let imports = imports.into_iter().collect();
        Ok((result?, imports))
    }

    /// Binds with another meaning of aggregates.
    pub(super) fn with_aggregates<T>(
        &mut self,
        aggregating: Aggregating,
        bind: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<T> {
        let before = std::mem::replace(&mut self.aggregating, aggregating);
        let result = bind(self);
        self.aggregating = before;
        result
    }

    /// What is known of a slot's values.
    pub(super) fn slot_type(&self, slot: Slot) -> Inferred {
        let index = slot as usize;
        match (self.slots.get(index), self.elements.get(index)) {
            (Some(info), Some(element)) => Inferred { ty: info.ty, element: *element },
            _ => Inferred::of(Type::Any),
        }
    }

    /// Gives a slot the name of the column it became.
    pub(super) fn name_slot(&mut self, slot: Slot, name: &Name) {
        if let Some(info) = self.slots.get_mut(slot as usize) {
            info.name = name.clone();
        }
    }

    /// Notes a parameter's name.
    pub(super) fn parameter(&mut self, name: &str) -> Name {
        if let Some(known) = self.parameters.get(name) {
            return known.clone();
        }
        let name: Name = Arc::from(name);
        self.parameters.insert(name.clone());
        name
    }
}

/// An expression that reads a slot.
pub(super) fn slot_expr(slot: Slot, span: Span) -> Expr {
    Expr { kind: ExprKind::Slot(slot), span }
}
