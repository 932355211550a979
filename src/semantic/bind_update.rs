//! Changes of what is there: `SET`, `REMOVE`, `DELETE` and `FOREACH`.

use super::binder::{Aggregating, Binder};
use super::bound::{Clause, Expr, ExprKind, LabelName, Literal, PropertyName, Slot, Update};
use super::errors;
use super::types::Inferred;
use crate::error::{Result, Span};
use crate::function::Type;
use crate::syntax::ast::{self, ClauseKind, Ident, RemoveItem, SetItem};

impl Binder<'_> {
    pub(super) fn bind_set_item(&mut self, item: &SetItem) -> Result<Update> {
        match item {
            SetItem::Property { target, key, value } => {
                let target = self.bind_entity(target, "SET")?;
                let key = PropertyName::Name(key.name.as_str().into());
                Ok(Update::Property { target, key, value: self.bind_expr(value)? })
            }
            SetItem::DynamicProperty { target, key, value } => {
                let target = self.bind_entity(target, "SET")?;
                let key = PropertyName::Dynamic(self.bind_expr(key)?);
                Ok(Update::Property { target, key, value: self.bind_expr(value)? })
            }
            SetItem::Replace { variable, value } => {
                let target = self.entity_slot(variable, "SET")?;
                Ok(Update::ReplaceProperties { target, value: self.bind_property_source(value)? })
            }
            SetItem::Merge { variable, value } => {
                let target = self.entity_slot(variable, "SET")?;
                Ok(Update::MergeProperties { target, value: self.bind_property_source(value)? })
            }
            SetItem::Labels { variable, labels } => {
                let (target, labels) = self.bind_node_labels(variable, labels, "SET")?;
                Ok(Update::AddLabels { target, labels })
            }
        }
    }

    pub(super) fn bind_remove(&mut self, items: &[RemoveItem]) -> Result<Clause> {
        let updates: Result<_> = self.with_aggregates(Aggregating::Forbidden("REMOVE"), |binder| {
            items.iter().map(|item| binder.bind_remove_item(item)).collect()
        });
        Ok(Clause::Update(updates?))
    }

    fn bind_remove_item(&mut self, item: &RemoveItem) -> Result<Update> {
        match item {
            RemoveItem::Property { target, key } => {
                let target = self.bind_entity(target, "REMOVE")?;
                let value = Expr { kind: ExprKind::Literal(Literal::Null), span: key.span };
                let key = PropertyName::Name(key.name.as_str().into());
                Ok(Update::Property { target, key, value })
            }
            RemoveItem::DynamicProperty { target, key } => {
                let target = self.bind_entity(target, "REMOVE")?;
                let value = Expr { kind: ExprKind::Literal(Literal::Null), span: key.span };
                let key = PropertyName::Dynamic(self.bind_expr(key)?);
                Ok(Update::Property { target, key, value })
            }
            RemoveItem::Labels { variable, labels } => {
                let (target, labels) = self.bind_node_labels(variable, labels, "REMOVE")?;
                Ok(Update::RemoveLabels { target, labels })
            }
        }
    }

    fn bind_entity(&mut self, target: &ast::Expr, clause: &str) -> Result<Expr> {
        let target = self.bind_expr(target)?;
        self.check_entity(&target, clause)?;
        Ok(target)
    }

    fn entity_slot(&mut self, variable: &Ident, clause: &str) -> Result<Slot> {
        let slot = self.resolve(&variable.name, variable.span)?;
        match self.slot_type(slot).ty {
            Type::Any | Type::Node | Type::Relationship => Ok(slot),
            other => Err(errors::argument_type(clause, "a node or relationship", other, variable.span)),
        }
    }

    fn bind_property_source(&mut self, value: &ast::Expr) -> Result<Expr> {
        let value = self.bind_expr(value)?;
        match self.infer(&value).ty {
            Type::Any | Type::Map | Type::Node | Type::Relationship => Ok(value),
            other => {
                let wanted = "a map, node or relationship";
                Err(errors::argument_type("SET of all properties", wanted, other, value.span))
            }
        }
    }

    fn bind_node_labels(
        &mut self,
        variable: &Ident,
        labels: &[ast::LabelName],
        clause: &str,
    ) -> Result<(Slot, Vec<LabelName>)> {
        let slot = self.resolve(&variable.name, variable.span)?;
        match self.slot_type(slot).ty {
            Type::Any | Type::Node => {}
            other => {
                let what = format!("{clause} of labels");
                return Err(errors::argument_type(&what, "a node", other, variable.span));
            }
        }
        let labels: Result<_> = labels.iter().map(|label| self.bind_label_name(label)).collect();
        Ok((slot, labels?))
    }

    pub(super) fn bind_delete(&mut self, detach: bool, targets: &[ast::Expr]) -> Result<Clause> {
        let targets: Result<_> = self.with_aggregates(Aggregating::Forbidden("DELETE"), |binder| {
            targets.iter().map(|target| binder.bind_deleted(target)).collect()
        });
        Ok(Clause::Delete { detach, targets: targets? })
    }

    fn bind_deleted(&mut self, target: &ast::Expr) -> Result<Expr> {
        if matches!(target.kind, ast::ExprKind::HasLabels(..)) {
            return Err(errors::invalid_delete("a label or type", target.span));
        }
        let bound = self.bind_expr(target)?;
        if let ExprKind::Property(subject, _) = &bound.kind
            && self.is_entity(subject)
        {
            return Err(errors::invalid_delete("a property", target.span));
        }
        match self.infer(&bound).ty {
            Type::Any | Type::Node | Type::Relationship | Type::Path => Ok(bound),
            other => {
                let error =
                    errors::argument_type("DELETE", "nodes, relationships and paths", other, bound.span);
                Err(match other {
                    Type::List | Type::RelationshipList => {
                        error.hint("unfold the list first: UNWIND list AS x DELETE x")
                    }
                    _ => error,
                })
            }
        }
    }

    pub(super) fn bind_foreach(
        &mut self,
        variable: &Ident,
        list: &ast::Expr,
        body: &[ast::Clause],
    ) -> Result<Clause> {
        let list =
            self.with_aggregates(Aggregating::Forbidden("FOREACH"), |binder| binder.bind_expr(list))?;
        self.check_list(&list, "FOREACH")?;
        let before = self.scope.clone();
        let of = Inferred::of(self.infer(&list).element);
        // As in a list comprehension, the name may hide another one.
        let slot = self.declare(&variable.name, of);
        let body: Result<Vec<Clause>> = body.iter().map(|clause| self.bind_inner_update(clause)).collect();
        self.scope = before;
        Ok(Clause::Foreach { list, slot, body: body? })
    }

    fn bind_inner_update(&mut self, clause: &ast::Clause) -> Result<Clause> {
        match self.bind_update(clause)? {
            Some(bound) => Ok(bound),
            None => Err(only_updates(clause.span)),
        }
    }

    /// Binds an updating clause; `None` for another one.
    pub(super) fn bind_update(&mut self, clause: &ast::Clause) -> Result<Option<Clause>> {
        let bound = match &clause.kind {
            ClauseKind::Create(parts) => self.bind_create(parts)?,
            ClauseKind::Merge { pattern, on_create, on_match } => {
                self.bind_merge(pattern, on_create, on_match)?
            }
            ClauseKind::Set(items) => Clause::Update(self.bind_set_items(items)?),
            ClauseKind::Remove(items) => self.bind_remove(items)?,
            ClauseKind::Delete { detach, targets } => self.bind_delete(*detach, targets)?,
            ClauseKind::Foreach { variable, list, body } => self.bind_foreach(variable, list, body)?,
            ClauseKind::Match { .. }
            | ClauseKind::Unwind { .. }
            | ClauseKind::With { .. }
            | ClauseKind::Return(_)
            | ClauseKind::Finish
            | ClauseKind::CallProcedure(_)
            | ClauseKind::CallSubquery { .. }
            | ClauseKind::LoadCsv { .. }
            | ClauseKind::Let(_)
            | ClauseKind::Filter(_)
            | ClauseKind::Page { .. }
            | ClauseKind::Block(_)
            | ClauseKind::When { .. }
            | ClauseKind::Next { .. }
            | ClauseKind::Use(_) => return Ok(None),
        };
        self.updates = true;
        Ok(Some(bound))
    }
}

fn only_updates(span: Span) -> crate::error::Error {
    errors::composition("FOREACH takes only clauses that change the graph", span)
        .hint("UNWIND the list instead to read with each element")
}
