//! Patterns to be created: `CREATE`, and `MERGE`, whose pattern is created when it is not found.

use std::collections::{BTreeMap, BTreeSet};

use super::bind_inside::property_test;
use super::binder::{Aggregating, Binder, slot_expr};
use super::bound::{
    Clause, CreateNode, CreatePattern, CreateRelationship, Expr, ExprKind, GraphPattern, LabelExpr,
    LabelName, Merge, Name, PatternNode, PatternRelationship, Slot, Update,
};
use super::chain::{self, Chain};
use super::errors;
use super::types::Inferred;
use crate::error::{Result, Span};
use crate::function::Type;
use crate::graph::Direction;
use crate::syntax::ast::{self, Ident, NodePattern, PathSelector, PatternPart, RelationshipPattern, SetItem};

/// A pattern while its elements are being declared.
struct Creating<'p> {
    merge: bool,
    /// Slots below were bound by earlier clauses.
    first: Slot,
    pattern: CreatePattern,
    /// All relationships as `MERGE` looks for them.
    found: Vec<PatternRelationship>,
    /// All nodes, each once.
    nodes: Vec<PatternNode>,
    /// Their slots.
    present: BTreeSet<Slot>,
    /// The new variables, which join the scope when the pattern is complete.
    names: BTreeMap<Name, Slot>,
    /// Of each created node, in the order of `pattern.nodes`.
    node_inside: Vec<&'p NodePattern>,
    /// Of each created relationship.
    relationship_inside: Vec<&'p RelationshipPattern>,
}

impl Binder<'_> {
    /// `CREATE`
    pub(super) fn bind_create(&mut self, parts: &[PatternPart]) -> Result<Clause> {
        let creating = self.bind_created(parts, false)?;
        Ok(Clause::Create(creating.pattern))
    }

    /// `MERGE`
    pub(super) fn bind_merge(
        &mut self,
        part: &PatternPart,
        on_create: &[SetItem],
        on_match: &[SetItem],
    ) -> Result<Clause> {
        let creating = self.bind_created(std::slice::from_ref(part), true)?;
        let pattern = found_pattern(&creating);
        let create = creating.pattern;
        let on_create = self.bind_set_items(on_create)?;
        let on_match = self.bind_set_items(on_match)?;
        Ok(Clause::Merge(Box::new(Merge { pattern, create, on_create, on_match })))
    }

    fn bind_created<'p>(&mut self, parts: &'p [PatternPart], merge: bool) -> Result<Creating<'p>> {
        let mut creating = Creating {
            merge,
            first: self.slots.len() as Slot,
            pattern: CreatePattern::default(),
            found: Vec::new(),
            nodes: Vec::new(),
            present: BTreeSet::new(),
            names: BTreeMap::new(),
            node_inside: Vec::new(),
            relationship_inside: Vec::new(),
        };
        for part in parts {
            self.declare_created(part, &mut creating)?;
        }
        self.bind_created_inside(&mut creating)?;
        for (name, slot) in std::mem::take(&mut creating.names) {
            self.scope.declare(name, slot);
        }
        Ok(creating)
    }

    fn declare_created<'p>(&mut self, part: &'p PatternPart, creating: &mut Creating<'p>) -> Result<()> {
        check_plain(part)?;
        let chain = chain::flatten(&part.pattern)?;
        let mut left = self.create_node(single(&chain.first, part.span)?, chain.rest.is_empty(), creating)?;
        let mut members = vec![left];
        for (relationship, nodes) in chain.relationships()? {
            let slot = self.create_relationship(relationship, creating)?;
            let right = self.create_node(single(nodes, part.span)?, false, creating)?;
            self.connect(relationship, slot, (left, right), creating)?;
            members.extend([slot, right]);
            left = right;
        }
        reject_filters(&chain)?;
        if let Some(variable) = &part.variable {
            if self.known_here(variable, creating).is_some() {
                return Err(errors::variable_already_bound(&variable.name, variable.span));
            }
            let path = self.new_named(Some(variable), Type::Path, creating);
            creating.pattern.paths.push((path, members));
        }
        Ok(())
    }

    /// A node of the pattern: known and plain, or new.
    fn create_node<'p>(
        &mut self,
        node: &'p NodePattern,
        alone: bool,
        creating: &mut Creating<'p>,
    ) -> Result<Slot> {
        let known = node
            .variable
            .as_ref()
            .and_then(|variable| Some((variable, self.known_here(variable, creating)?)));
        if let Some((variable, slot)) = known {
            let ty = self.slot_type(slot).ty;
            if !matches!(ty, Type::Node | Type::Any) {
                return Err(errors::variable_type_conflict(&variable.name, variable.span, ty, Type::Node));
            }
            if alone || node.labels.is_some() || node.properties.is_some() {
                return Err(errors::constrains_bound(&variable.name, variable.span));
            }
            if creating.present.insert(slot) {
                creating.nodes.push(PatternNode { slot, bound: slot < creating.first });
            }
            return Ok(slot);
        }
        let slot = self.new_named(node.variable.as_ref(), Type::Node, creating);
        creating.present.insert(slot);
        creating.nodes.push(PatternNode { slot, bound: false });
        creating.pattern.nodes.push(CreateNode { slot, labels: Vec::new(), properties: None });
        creating.node_inside.push(node);
        Ok(slot)
    }

    /// The slot of a name from before the clause or from this clause.
    fn known_here(&mut self, variable: &Ident, creating: &Creating<'_>) -> Option<Slot> {
        let own = creating.names.get(variable.name.as_str()).copied();
        own.or_else(|| self.lookup(&variable.name))
    }

    fn new_named(&mut self, variable: Option<&Ident>, ty: Type, creating: &mut Creating<'_>) -> Slot {
        let Some(variable) = variable else { return self.anonymous(ty) };
        let name: Name = variable.name.as_str().into();
        let slot = self.new_slot(name.clone(), Inferred::of(ty));
        creating.names.insert(name, slot);
        slot
    }

    fn create_relationship(
        &mut self,
        relationship: &RelationshipPattern,
        creating: &mut Creating<'_>,
    ) -> Result<Slot> {
        if let Some(variable) = &relationship.variable
            && let Some(slot) = self.known_here(variable, creating)
        {
            let (name, span, ty) = (&variable.name, variable.span, self.slot_type(slot).ty);
            return Err(match ty {
                Type::Relationship | Type::Any => errors::variable_already_bound(name, span),
                _ => errors::variable_type_conflict(name, span, ty, Type::Relationship),
            });
        }
        if chain::length(relationship).is_some() {
            return Err(errors::creating_var_length(relationship.span));
        }
        if !matches!(relationship.types, Some(ast::LabelExpr::Name(_))) {
            return Err(errors::single_type(relationship.span));
        }
        if relationship.direction == Direction::Both && !creating.merge {
            return Err(errors::requires_direction(relationship.span));
        }
        Ok(self.new_named(relationship.variable.as_ref(), Type::Relationship, creating))
    }

    /// Notes a new relationship between its nodes. Without a direction (in `MERGE`) it is made left to right.
    fn connect<'p>(
        &mut self,
        relationship: &'p RelationshipPattern,
        slot: Slot,
        (left, right): (Slot, Slot),
        creating: &mut Creating<'p>,
    ) -> Result<()> {
        let Some(ast::LabelExpr::Name(rel_type)) = &relationship.types else {
            return Err(errors::single_type(relationship.span));
        };
        let rel_type = self.bind_label_name(rel_type)?;
        let (start, end) = match relationship.direction {
            Direction::Outgoing | Direction::Both => (left, right),
            Direction::Incoming => (right, left),
        };
        let types = match &rel_type {
            LabelName::Name(name) => vec![name.clone()],
            LabelName::Dynamic(_) => Vec::new(),
        };
        let direction = relationship.direction;
        creating.found.push(PatternRelationship {
            slot,
            bound: false,
            left,
            right,
            direction,
            types,
            length: None,
        });
        let created = CreateRelationship { slot, rel_type, start, end, properties: None };
        creating.pattern.relationships.push(created);
        creating.relationship_inside.push(relationship);
        Ok(())
    }

    /// Binds labels and properties. They see what was there before the clause, and what the executor has
    /// made before them: nodes are made in the order of the text, then the relationships.
    fn bind_created_inside(&mut self, creating: &mut Creating<'_>) -> Result<()> {
        let result = self.with_aggregates(Aggregating::Forbidden("a pattern"), |binder| {
            binder.bind_inside_nodes(creating)?;
            binder.bind_inside_relationships(creating)
        });
        result.map_err(|error| match (error.detail(), error.span()) {
            ("UndefinedVariable", Some(span)) if creating.names.contains_key(self.text_of(span)) => {
                errors::used_while_created(self.text_of(span), span)
            }
            _ => error,
        })
    }

    fn bind_inside_nodes(&mut self, creating: &mut Creating<'_>) -> Result<()> {
        for (node, inside) in creating.pattern.nodes.iter_mut().zip(&creating.node_inside) {
            reject_filter(inside.filter.as_deref())?;
            node.labels = self.bind_new_labels(inside.labels.as_ref(), inside.span)?;
            node.properties = self.bind_new_properties(inside.properties.as_deref(), creating.merge)?;
            if let Some(variable) = &inside.variable {
                self.scope.declare(variable.name.as_str().into(), node.slot);
            }
        }
        Ok(())
    }

    fn bind_inside_relationships(&mut self, creating: &mut Creating<'_>) -> Result<()> {
        let relationships = creating.pattern.relationships.iter_mut().zip(&creating.relationship_inside);
        for (relationship, inside) in relationships {
            reject_filter(inside.filter.as_deref())?;
            relationship.properties =
                self.bind_new_properties(inside.properties.as_deref(), creating.merge)?;
            if let Some(variable) = &inside.variable {
                self.scope.declare(variable.name.as_str().into(), relationship.slot);
            }
        }
        Ok(())
    }

    fn bind_new_labels(&mut self, labels: Option<&ast::LabelExpr>, span: Span) -> Result<Vec<LabelName>> {
        let mut names = Vec::new();
        if let Some(labels) = labels {
            self.collect_new_labels(labels, span, &mut names)?;
        }
        Ok(names)
    }

    fn collect_new_labels(
        &mut self,
        labels: &ast::LabelExpr,
        span: Span,
        into: &mut Vec<LabelName>,
    ) -> Result<()> {
        match labels {
            ast::LabelExpr::Name(name) => into.push(self.bind_label_name(name)?),
            ast::LabelExpr::And(parts) => {
                parts.iter().try_for_each(|part| self.collect_new_labels(part, span, into))?;
            }
            ast::LabelExpr::AnyOf(_)
            | ast::LabelExpr::Any(_)
            | ast::LabelExpr::Not(_)
            | ast::LabelExpr::Or(_) => {
                return Err(errors::unexpected("a new node is given its labels one by one", span)
                    .hint("write (:A:B) or (:A&B)"));
            }
        }
        Ok(())
    }

    fn bind_new_properties(&mut self, properties: Option<&ast::Expr>, merge: bool) -> Result<Option<Expr>> {
        let Some(properties) = properties else { return Ok(None) };
        if merge && matches!(properties.kind, ast::ExprKind::Parameter(_)) {
            return Err(errors::parameter_use("MERGE", properties.span));
        }
        self.bind_expr(properties).map(Some)
    }

    /// `SET` items, also those of `ON CREATE` and `ON MATCH`.
    pub(super) fn bind_set_items(&mut self, items: &[SetItem]) -> Result<Vec<Update>> {
        self.with_aggregates(Aggregating::Forbidden("SET"), |binder| {
            items.iter().map(|item| binder.bind_set_item(item)).collect()
        })
    }
}

/// What `MERGE` looks for: the same elements, their labels and properties as predicates.
fn found_pattern(creating: &Creating<'_>) -> GraphPattern {
    let mut predicates = Vec::new();
    for (node, inside) in creating.pattern.nodes.iter().zip(&creating.node_inside) {
        let tests = node.labels.iter().map(|label| label_test(node.slot, label, inside.span));
        predicates.extend(tests);
        predicates.extend(property_tests(node.slot, node.properties.as_ref()));
    }
    for (relationship, inside) in creating.pattern.relationships.iter().zip(&creating.relationship_inside) {
        if let LabelName::Dynamic(_) = relationship.rel_type {
            predicates.push(label_test(relationship.slot, &relationship.rel_type, inside.span));
        }
        predicates.extend(property_tests(relationship.slot, relationship.properties.as_ref()));
    }
    GraphPattern {
        nodes: creating.nodes.clone(),
        relationships: creating.found.clone(),
        paths: creating.pattern.paths.clone(),
        predicates,
        ..GraphPattern::default()
    }
}

fn label_test(slot: Slot, label: &LabelName, span: Span) -> Expr {
    let labels = match label {
        LabelName::Name(name) => LabelExpr::Name(name.clone()),
        LabelName::Dynamic(expr) => LabelExpr::Dynamic(Box::new(expr.clone())),
    };
    Expr { kind: ExprKind::HasLabels(Box::new(slot_expr(slot, span)), labels), span }
}

/// A test per key; of a key written twice the last value counts, as in the map itself.
fn property_tests(slot: Slot, properties: Option<&Expr>) -> Vec<Expr> {
    let Some(Expr { kind: ExprKind::Map(entries), span }) = properties else { return Vec::new() };
    let last: BTreeMap<&Name, &Expr> = entries.iter().map(|(key, value)| (key, value)).collect();
    last.into_iter().map(|(key, value)| property_test(slot, key.clone(), value.clone(), *span)).collect()
}

fn single<'p>(nodes: &[&'p NodePattern], span: Span) -> Result<&'p NodePattern> {
    match nodes {
        [node] => Ok(node),
        _ => Err(errors::unexpected("each new node is written once", span)),
    }
}

/// Selectors and modes choose among matches, which a new path has none of.
fn check_plain(part: &PatternPart) -> Result<()> {
    match (&part.selector, part.mode) {
        (PathSelector::All, None) if part.during.is_none() && !part.forward => Ok(()),
        _ => Err(errors::unexpected("a path to be created is a plain pattern", part.span)),
    }
}

fn reject_filters(chain: &Chain<'_>) -> Result<()> {
    chain.filters.iter().try_for_each(|filter| reject_filter(Some(filter)))
}

fn reject_filter(filter: Option<&ast::Expr>) -> Result<()> {
    match filter {
        Some(filter) => Err(errors::unexpected("a pattern to be created has no WHERE", filter.span)),
        None => Ok(()),
    }
}
