//! What stands inside the brackets of a node or relationship: labels, properties and `WHERE` become predicates.

use super::bind_expression::split_conjuncts;
use super::binder::{Binder, slot_expr};
use super::bound::{ComparisonOp, Expr, ExprKind, Name, Slot};
use super::errors;
use crate::error::{Result, Span};
use crate::syntax::ast::{self, LabelExpr, NodePattern, RelationshipPattern};

impl Binder<'_> {
    pub(super) fn bind_inside(
        &mut self,
        slot: Slot,
        inside: &Inside<'_>,
        into: &mut Vec<Expr>,
    ) -> Result<()> {
        if let Some(labels) = inside.labels {
            let kind = ExprKind::HasLabels(Box::new(slot_expr(slot, inside.span)), self.bind_labels(labels)?);
            split_conjuncts(Expr { kind, span: inside.span }, into);
        }
        if let Some(properties) = inside.properties {
            self.bind_property_tests(slot, properties, into)?;
        }
        match inside.filter {
            Some(filter) => self.bind_conjuncts(filter, into),
            None => Ok(()),
        }
    }

    fn bind_property_tests(
        &mut self,
        slot: Slot,
        properties: &ast::Expr,
        into: &mut Vec<Expr>,
    ) -> Result<()> {
        match &properties.kind {
            ast::ExprKind::Map(entries) => {
                for (key, value) in entries {
                    let value = self.bind_expr(value)?;
                    into.push(property_test(slot, key.name.as_str().into(), value, key.span));
                }
                Ok(())
            }
            ast::ExprKind::Parameter(_) => Err(errors::parameter_use("MATCH", properties.span)),
            _ => Err(errors::unexpected("a pattern's properties are written as a map", properties.span)),
        }
    }
}

/// What stands inside the brackets of a node or relationship and has to become predicates.
pub(super) struct Inside<'p> {
    pub(super) labels: Option<&'p LabelExpr>,
    pub(super) properties: Option<&'p ast::Expr>,
    pub(super) filter: Option<&'p ast::Expr>,
    pub(super) span: Span,
}

impl<'p> Inside<'p> {
    pub(super) fn of_node(node: &'p NodePattern) -> Inside<'p> {
        Inside {
            labels: node.labels.as_ref(),
            properties: node.properties.as_deref(),
            filter: node.filter.as_deref(),
            span: node.span,
        }
    }

    /// Types that are plain alternatives are kept with the relationship, others become a predicate.
    pub(super) fn of_relationship(relationship: &'p RelationshipPattern) -> Inside<'p> {
        Inside {
            labels: relationship.types.as_ref().filter(|types| simple_types(types).is_none()),
            properties: relationship.properties.as_deref(),
            filter: relationship.filter.as_deref(),
            span: relationship.span,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.labels.is_none() && self.properties.is_none() && self.filter.is_none()
    }
}

/// The names of a type expression that only lists alternatives.
pub(super) fn simple_types(types: &LabelExpr) -> Option<Vec<Name>> {
    let mut names = Vec::new();
    collect_types(types, &mut names)?;
    names.sort();
    names.dedup();
    Some(names)
}

fn collect_types(types: &LabelExpr, into: &mut Vec<Name>) -> Option<()> {
    match types {
        LabelExpr::Name(ast::LabelName::Name(name)) => into.push(name.name.as_str().into()),
        LabelExpr::Or(parts) => parts.iter().try_for_each(|part| collect_types(part, into))?,
        LabelExpr::Name(ast::LabelName::Dynamic(_))
        | LabelExpr::Any(_)
        | LabelExpr::AnyOf(_)
        | LabelExpr::Not(_)
        | LabelExpr::And(_) => return None,
    }
    Some(())
}

/// `slot.key = value`
pub(super) fn property_test(slot: Slot, key: Name, value: Expr, span: Span) -> Expr {
    let span = span.to(value.span);
    let property = Expr { kind: ExprKind::Property(Box::new(slot_expr(slot, span)), key), span };
    Expr { kind: ExprKind::Comparison(Box::new(property), vec![(ComparisonOp::Equal, value)]), span }
}
