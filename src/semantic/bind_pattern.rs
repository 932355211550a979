//! Patterns to be found: nodes and relationships become slots, everything written inside them becomes
//! predicates. Variables are declared first, over the whole clause, and predicates bound after.

use std::collections::BTreeSet;

use super::bind_expression::split_conjuncts;
use super::binder::{Aggregating, Binder, slot_expr};
use super::bound::{
    ComparisonOp, Expr, ExprKind, GraphPattern, Name, PathMode, PatternNode, PatternRelationship,
    ShortestPath, Slot, VariableLength,
};
use super::chain::{self, Chain, Selection};
use super::errors;
use super::types::Inferred;
use crate::error::{Error, Result, Span};
use crate::function::Type;
use crate::syntax::ast::{self, Ident, LabelExpr, NodePattern, PatternPart, RelationshipPattern};

/// What a pattern may do.
#[derive(Clone, Copy, Debug)]
pub(super) struct PatternUse {
    /// It may bring new variables.
    declares: bool,
    /// Relationships may repeat.
    repeatable: bool,
}

impl PatternUse {
    /// In `MATCH` and what reads like it.
    pub(super) const MATCH: PatternUse = PatternUse { declares: true, repeatable: false };
    /// In `MATCH REPEATABLE ELEMENTS`.
    pub(super) const REPEATABLE: PatternUse = PatternUse { declares: true, repeatable: true };
    /// As a condition.
    pub(super) const PREDICATE: PatternUse = PatternUse { declares: false, repeatable: false };
}

/// What is to be bound once all variables of the clause are known.
enum Pending<'p> {
    Node(Slot, &'p NodePattern),
    Relationship(Slot, &'p RelationshipPattern),
    /// Of the n-th relationship.
    Hop(usize, &'p RelationshipPattern),
    /// Of the n-th shortest path.
    ShortestHop(usize, &'p RelationshipPattern),
    Filter(&'p ast::Expr),
}

/// One clause's pattern while it is being bound.
struct Matching<'p> {
    usage: PatternUse,
    /// Slots below were bound by earlier clauses.
    first: Slot,
    pattern: GraphPattern,
    /// Nodes and relationships that are in the pattern already.
    present: BTreeSet<Slot>,
    pending: Vec<Pending<'p>>,
}

impl Binder<'_> {
    /// Binds the parts of a pattern, without the clause's `WHERE`.
    pub(super) fn bind_match_pattern(
        &mut self,
        parts: &[PatternPart],
        usage: PatternUse,
    ) -> Result<GraphPattern> {
        let mut matching = Matching {
            usage,
            first: self.slots.len() as Slot,
            pattern: GraphPattern { repeatable: usage.repeatable, ..GraphPattern::default() },
            present: BTreeSet::new(),
            pending: Vec::new(),
        };
        for part in parts {
            self.declare_part(part, &mut matching)?;
        }
        let pending = std::mem::take(&mut matching.pending);
        self.with_aggregates(Aggregating::Forbidden("a pattern"), |binder| {
            pending.into_iter().try_for_each(|pending| binder.bind_pending(pending, &mut matching))
        })?;
        Ok(matching.pattern)
    }

    fn declare_part<'p>(&mut self, part: &'p PatternPart, matching: &mut Matching<'p>) -> Result<()> {
        let chain = chain::flatten(&part.pattern)?;
        matching.pending.extend(chain.filters.iter().map(|filter| Pending::Filter(filter)));
        match chain::selection(part, &chain)? {
            Some(selection) => self.declare_shortest(part, &chain, &selection, matching),
            None => self.declare_chain(part, &chain, matching),
        }
    }

    fn declare_chain<'p>(
        &mut self,
        part: &'p PatternPart,
        chain: &Chain<'p>,
        matching: &mut Matching<'p>,
    ) -> Result<()> {
        let mode = chain::mode(part, chain, matching.usage.repeatable)?;
        let mut left = self.declare_node(&chain.first, matching)?;
        let mut members = vec![left];
        for (relationship, nodes) in &chain.rest {
            // Declared in the order of the text, so that the first conflict is reported.
            let slot = self.declare_relationship(relationship, matching)?;
            let right = self.declare_node(nodes, matching)?;
            self.add_relationship(relationship, slot, (left, right), mode, matching)?;
            if mode == Some(PathMode::Acyclic) && chain::length(relationship).is_none() {
                matching.pattern.predicates.push(differ(left, right, part.span));
            }
            members.extend([slot, right]);
            left = right;
        }
        if mode == Some(PathMode::Trail) && matching.usage.repeatable && chain.rest.len() > 1 {
            let relationships = members.iter().copied().skip(1).step_by(2).collect();
            let kind = ExprKind::DistinctRelationships(relationships);
            matching.pattern.predicates.push(Expr { kind, span: part.span });
        }
        if let Some(variable) = &part.variable {
            let path = self.declare_path(variable, matching.usage)?;
            matching.pattern.paths.push((path, members));
        }
        Ok(())
    }

    fn declare_shortest<'p>(
        &mut self,
        part: &'p PatternPart,
        chain: &Chain<'p>,
        selection: &Selection<'_, 'p>,
        matching: &mut Matching<'p>,
    ) -> Result<()> {
        let relationship = selection.relationship;
        let left = self.declare_node(&chain.first, matching)?;
        let slot = self.declare_relationship(relationship, matching)?;
        if let (true, Some(variable)) = (slot < matching.first, &relationship.variable) {
            return Err(errors::variable_already_bound(&variable.name, variable.span));
        }
        let right = self.declare_node(selection.last, matching)?;
        let path = match &part.variable {
            Some(variable) => self.declare_path(variable, matching.usage)?,
            None => self.anonymous(Type::Path),
        };
        let mode = part.mode.unwrap_or(PathMode::Trail);
        let relationship = self.pattern_relationship(relationship, slot, (left, right), mode, matching.first);
        let index = matching.pattern.shortest.len();
        let pending = match relationship.length {
            Some(_) => Pending::ShortestHop(index, selection.relationship),
            None => Pending::Relationship(slot, selection.relationship),
        };
        matching.pending.push(pending);
        matching.pattern.shortest.push(ShortestPath { path, relationship, all: selection.all });
        Ok(())
    }

    fn declare_path(&mut self, variable: &Ident, usage: PatternUse) -> Result<Slot> {
        if !usage.declares && self.scope.get(&variable.name).is_none() {
            return Err(errors::undefined_variable(&variable.name, variable.span, self.scope.names()));
        }
        self.declare_new(variable, Inferred::of(Type::Path))
    }

    /// Declares a node, which may be written as several adjacent node patterns.
    fn declare_node<'p>(&mut self, nodes: &[&'p NodePattern], matching: &mut Matching<'p>) -> Result<Slot> {
        let slot = match chain::node_variable(nodes)? {
            Some(variable) => self.named_slot(variable, Type::Node, matching.usage)?,
            None => self.anonymous(Type::Node),
        };
        if matching.present.insert(slot) {
            matching.pattern.nodes.push(PatternNode { slot, bound: slot < matching.first });
        }
        matching.pending.extend(nodes.iter().map(|node| Pending::Node(slot, node)));
        Ok(slot)
    }

    fn declare_relationship(
        &mut self,
        relationship: &RelationshipPattern,
        matching: &mut Matching<'_>,
    ) -> Result<Slot> {
        let wanted = match chain::length(relationship) {
            Some(_) => Type::RelationshipList,
            None => Type::Relationship,
        };
        let Some(variable) = &relationship.variable else { return Ok(self.anonymous(wanted)) };
        let slot = self.named_slot(variable, wanted, matching.usage)?;
        if matching.present.insert(slot) {
            return Ok(slot);
        }
        if !matching.usage.repeatable {
            return Err(errors::relationship_reused(&variable.name, variable.span));
        }
        let again = self.anonymous(wanted);
        matching.pattern.predicates.push(equal(slot, slot_expr(again, variable.span), variable.span));
        Ok(again)
    }

    /// The slot of a pattern's variable, known with a fitting type, or new.
    fn named_slot(&mut self, variable: &Ident, wanted: Type, usage: PatternUse) -> Result<Slot> {
        if self.scope.get(&variable.name).is_none() && usage.declares {
            return Ok(self.declare(&variable.name, Inferred::of(wanted)));
        }
        let slot = self.resolve(&variable.name, variable.span)?;
        let known = self.slot_type(slot).ty;
        let fits = known == wanted
            || known == Type::Any
            || (wanted == Type::RelationshipList && known == Type::List);
        match fits {
            true => Ok(slot),
            false => Err(errors::variable_type_conflict(&variable.name, variable.span, known, wanted)),
        }
    }

    fn add_relationship<'p>(
        &mut self,
        relationship: &'p RelationshipPattern,
        slot: Slot,
        ends: (Slot, Slot),
        mode: Option<PathMode>,
        matching: &mut Matching<'p>,
    ) -> Result<()> {
        let default = if matching.usage.repeatable { PathMode::Walk } else { PathMode::Trail };
        let mode = mode.unwrap_or(default);
        let bound = self.pattern_relationship(relationship, slot, ends, mode, matching.first);
        let pending = match &bound.length {
            Some(length) if length.mode == PathMode::Walk && length.max.is_none() => {
                return Err(Error::syntax(
                    "UnboundedWalk",
                    "relationships that may repeat need an upper bound, else there is no end of matches",
                    relationship.span,
                )
                .hint("write {1,5} instead of + or *"));
            }
            Some(_) => Pending::Hop(matching.pattern.relationships.len(), relationship),
            None => Pending::Relationship(slot, relationship),
        };
        matching.pending.push(pending);
        matching.pattern.relationships.push(bound);
        Ok(())
    }

    fn pattern_relationship(
        &self,
        relationship: &RelationshipPattern,
        slot: Slot,
        (left, right): (Slot, Slot),
        mode: PathMode,
        first: Slot,
    ) -> PatternRelationship {
        let types = relationship.types.as_ref().and_then(simple_types).unwrap_or_default();
        let length =
            chain::length(relationship).map(|(min, max)| VariableLength { min, max, mode, hop: None });
        let direction = relationship.direction;
        PatternRelationship { slot, bound: slot < first, left, right, direction, types, length }
    }

    fn bind_pending(&mut self, pending: Pending<'_>, matching: &mut Matching<'_>) -> Result<()> {
        match pending {
            Pending::Node(slot, node) => {
                let inside = Inside::of_node(node);
                self.bind_inside(slot, &inside, &mut matching.pattern.predicates)
            }
            Pending::Relationship(slot, relationship) => {
                let inside = Inside::of_relationship(relationship);
                self.bind_inside(slot, &inside, &mut matching.pattern.predicates)
            }
            Pending::Filter(filter) => self.bind_conjuncts(filter, &mut matching.pattern.predicates),
            Pending::Hop(index, relationship) => {
                let Some(found) = matching.pattern.relationships.get_mut(index) else { return Ok(()) };
                let mut found = found.clone();
                self.bind_hop(&mut found, relationship, matching)?;
                matching.pattern.relationships[index] = found;
                Ok(())
            }
            Pending::ShortestHop(index, relationship) => {
                let Some(found) = matching.pattern.shortest.get(index) else { return Ok(()) };
                let mut found = found.relationship.clone();
                self.bind_hop(&mut found, relationship, matching)?;
                matching.pattern.shortest[index].relationship = found;
                Ok(())
            }
        }
    }

    /// Binds what each hop must satisfy. What depends on other parts of the pattern is checked on the
    /// finished list instead, because a hop is followed before those are known.
    fn bind_hop(
        &mut self,
        bound: &mut PatternRelationship,
        relationship: &RelationshipPattern,
        matching: &mut Matching<'_>,
    ) -> Result<()> {
        let inside = Inside::of_relationship(relationship);
        if inside.is_empty() {
            return Ok(());
        }
        let hop = self.anonymous(Type::Relationship);
        let (from, to) = (self.anonymous(Type::Node), self.anonymous(Type::Node));
        let mut predicates = Vec::new();
        self.with_hop_variable(relationship.variable.as_ref(), hop, |binder| {
            binder.bind_inside(hop, &inside, &mut predicates)
        })?;
        let (own, first) = ([hop, from, to], matching.first);
        let depends = |slot: Slot| slot >= first && !own.contains(&slot) && matching.declares(slot);
        let (later, at_once): (Vec<_>, Vec<_>) =
            predicates.into_iter().partition(|predicate| predicate.mentions(&self.subqueries, &depends));
        if let (Some(length), Some(predicate)) = (&mut bound.length, conjunction(at_once, relationship.span))
        {
            length.hop = Some(super::bound::HopFilter { relationship: hop, from, to, predicate });
        }
        if let Some(predicate) = conjunction(later, relationship.span) {
            let list = Box::new(slot_expr(bound.slot, relationship.span));
            let kind = ast::ListPredicateKind::All;
            let kind = ExprKind::ListPredicate { kind, slot: hop, list, predicate: Box::new(predicate) };
            matching.pattern.predicates.push(Expr { kind, span: relationship.span });
        }
        Ok(())
    }

    /// Inside its own brackets, the variable of a repeated relationship stands for one hop.
    fn with_hop_variable(
        &mut self,
        variable: Option<&Ident>,
        hop: Slot,
        bind: impl FnOnce(&mut Self) -> Result<()>,
    ) -> Result<()> {
        let Some(variable) = variable else { return bind(self) };
        let hidden = self.scope.local_slot(&variable.name);
        self.scope.declare(variable.name.as_str().into(), hop);
        let result = bind(self);
        self.scope.restore(&variable.name, hidden);
        result
    }

    fn bind_inside(&mut self, slot: Slot, inside: &Inside<'_>, into: &mut Vec<Expr>) -> Result<()> {
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

impl Matching<'_> {
    /// Whether the slot is one that this pattern finds.
    fn declares(&self, slot: Slot) -> bool {
        self.present.contains(&slot)
            || self.pattern.paths.iter().any(|(path, _)| *path == slot)
            || self.pattern.shortest.iter().any(|shortest| shortest.path == slot)
    }
}

/// What stands inside the brackets of a node or relationship and has to become predicates.
struct Inside<'p> {
    labels: Option<&'p LabelExpr>,
    properties: Option<&'p ast::Expr>,
    filter: Option<&'p ast::Expr>,
    span: Span,
}

impl<'p> Inside<'p> {
    fn of_node(node: &'p NodePattern) -> Inside<'p> {
        Inside {
            labels: node.labels.as_ref(),
            properties: node.properties.as_deref(),
            filter: node.filter.as_deref(),
            span: node.span,
        }
    }

    /// Types that are plain alternatives are kept with the relationship, others become a predicate.
    fn of_relationship(relationship: &'p RelationshipPattern) -> Inside<'p> {
        Inside {
            labels: relationship.types.as_ref().filter(|types| simple_types(types).is_none()),
            properties: relationship.properties.as_deref(),
            filter: relationship.filter.as_deref(),
            span: relationship.span,
        }
    }

    fn is_empty(&self) -> bool {
        self.labels.is_none() && self.properties.is_none() && self.filter.is_none()
    }
}

/// The names of a type expression that only lists alternatives.
fn simple_types(types: &LabelExpr) -> Option<Vec<Name>> {
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

fn equal(slot: Slot, other: Expr, span: Span) -> Expr {
    Expr {
        kind: ExprKind::Comparison(Box::new(slot_expr(slot, span)), vec![(ComparisonOp::Equal, other)]),
        span,
    }
}

fn differ(a: Slot, b: Slot, span: Span) -> Expr {
    let rest = vec![(ComparisonOp::NotEqual, slot_expr(b, span))];
    Expr { kind: ExprKind::Comparison(Box::new(slot_expr(a, span)), rest), span }
}

fn conjunction(mut predicates: Vec<Expr>, span: Span) -> Option<Expr> {
    match predicates.len() {
        0 | 1 => predicates.pop(),
        _ => Some(Expr { kind: ExprKind::Logical(ast::LogicalOp::And, predicates), span }),
    }
}
