//! Patterns to be found: nodes and relationships become slots, everything written inside them becomes
//! predicates. Variables are declared first, over the whole clause, and predicates bound after.

use std::collections::BTreeSet;

use super::bind_inside::{Inside, simple_types};
use super::bind_search::PendingSearch;
use super::binder::{Aggregating, Binder, slot_expr};
use super::bound::{
    ComparisonOp, Dialect, Expr, ExprKind, GraphPattern, PathMode, PatternNode, PatternRelationship,
    ShortestPath, Slot, VariableLength,
};
use super::chain::{self, Chain, Link, Route, Selection};
use super::errors;
use super::types::Inferred;
use crate::error::{Error, Result, Span};
use crate::function::Type;
use crate::syntax::ast::{self, During, Ident, NodePattern, PathSelector, PatternPart, RelationshipPattern};

/// What a pattern may do.
#[derive(Clone, Copy, Debug)]
pub(super) struct PatternUse {
    /// It may bring new variables.
    pub(super) declares: bool,
    /// Relationships may repeat.
    pub(super) repeatable: bool,
}

impl PatternUse {
    /// In `MATCH` and what reads like it, unless it says whether relationships may repeat.
    pub(super) fn of(dialect: Dialect) -> PatternUse {
        PatternUse { declares: true, repeatable: dialect.repeats() }
    }

    /// As a condition.
    pub(super) const PREDICATE: PatternUse = PatternUse { declares: false, repeatable: false };

    /// The path mode where none is written.
    pub(super) fn mode(self) -> PathMode {
        if self.repeatable { PathMode::Walk } else { PathMode::Trail }
    }
}

/// What is to be bound once all variables of the clause are known.
enum Pending<'p> {
    Node(Slot, &'p NodePattern),
    Relationship(Slot, &'p RelationshipPattern, Option<&'p During>),
    /// Of the n-th relationship.
    Hop(usize, &'p RelationshipPattern, Option<&'p During>),
    /// Of the n-th shortest path.
    ShortestHop(usize, &'p RelationshipPattern, Option<&'p During>),
    Filter(&'p ast::Expr),
}

/// One clause's pattern while it is being bound.
pub(super) struct Matching<'p> {
    pub(super) usage: PatternUse,
    /// Slots below were bound by earlier clauses.
    pub(super) first: Slot,
    pub(super) pattern: GraphPattern,
    /// Nodes and relationships that are in the pattern already.
    pub(super) present: BTreeSet<Slot>,
    /// Those that a search finds between its ends.
    pub(super) interior: BTreeSet<Slot>,
    /// What is selected before the clause's `WHERE` filters.
    pub(super) selected: BTreeSet<Slot>,
    pending: Vec<Pending<'p>>,
    pub(super) searches: Vec<PendingSearch<'p>>,
}

impl Binder<'_> {
    /// Binds the parts of a pattern and the clause's `WHERE`.
    pub(super) fn bind_match_pattern(
        &mut self,
        parts: &[PatternPart],
        filter: Option<&ast::Expr>,
        usage: PatternUse,
    ) -> Result<GraphPattern> {
        let mut matching = Matching {
            usage,
            first: self.slots.len() as Slot,
            pattern: GraphPattern { repeatable: usage.repeatable, ..GraphPattern::default() },
            present: BTreeSet::new(),
            interior: BTreeSet::new(),
            selected: BTreeSet::new(),
            pending: Vec::new(),
            searches: Vec::new(),
        };
        for part in parts {
            self.declare_part(part, &mut matching)?;
        }
        let pending = std::mem::take(&mut matching.pending);
        self.with_aggregates(Aggregating::Forbidden("a pattern"), |binder| {
            pending.into_iter().try_for_each(|pending| binder.bind_pending(pending, &mut matching))?;
            binder.bind_searches(&mut matching)
        })?;
        if let Some(filter) = filter {
            self.bind_match_filter(filter, &mut matching)?;
        }
        Ok(matching.pattern)
    }

    /// What a `WHERE` says of selected paths is asked when they are selected.
    fn bind_match_filter(&mut self, filter: &ast::Expr, matching: &mut Matching<'_>) -> Result<()> {
        let mut conjuncts = Vec::new();
        self.bind_conjuncts(filter, &mut conjuncts)?;
        let of_selected = |slot: Slot| matching.selected.contains(&slot);
        let (after, during): (Vec<Expr>, Vec<Expr>) =
            conjuncts.into_iter().partition(|conjunct| conjunct.mentions(&self.subqueries, &of_selected));
        matching.pattern.predicates.extend(during);
        matching.pattern.after.extend(after);
        Ok(())
    }

    fn declare_part<'p>(&mut self, part: &'p PatternPart, matching: &mut Matching<'p>) -> Result<()> {
        let chain = chain::flatten(&part.pattern)?;
        check_costs(part, &chain)?;
        match chain::route(part, &chain, matching.usage.repeatable)? {
            Route::Plain => {
                matching.pending.extend(chain.filters.iter().map(|filter| Pending::Filter(filter)));
                self.declare_chain(part, &chain, matching)
            }
            Route::Shortest(selection) => {
                matching.pending.extend(chain.filters.iter().map(|filter| Pending::Filter(filter)));
                self.declare_shortest(part, &chain, &selection, matching)
            }
            Route::Whole => self.declare_whole(part, &chain, matching),
        }
    }

    fn declare_chain<'p>(
        &mut self,
        part: &'p PatternPart,
        chain: &Chain<'p>,
        matching: &mut Matching<'p>,
    ) -> Result<()> {
        let mode = part.mode;
        let mut left = self.declare_node(&chain.first, matching)?;
        let mut members = vec![left];
        for (link, nodes) in &chain.rest {
            // Declared in the order of the text, so that the first conflict is reported.
            let (slot, right) = match link {
                Link::Relationship(relationship) if !chain::is_searched(relationship) => {
                    let slot = self.declare_relationship(relationship, matching)?;
                    let right = self.declare_node(nodes, matching)?;
                    self.add_relationship(relationship, slot, (left, right), part, matching)?;
                    if mode == Some(PathMode::Acyclic) && chain::length(relationship).is_none() {
                        matching.pattern.predicates.push(differ(left, right, part.span));
                    }
                    (slot, right)
                }
                _ => self.declare_segment(*link, nodes, left, part, matching)?,
            };
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
        let of_function =
            matches!(part.selector, PathSelector::ShortestPath | PathSelector::AllShortestPaths);
        let default = if of_function { PathMode::Trail } else { matching.usage.mode() };
        let mode = part.mode.unwrap_or(default);
        let relationship = self.pattern_relationship(relationship, slot, (left, right), mode, matching.first);
        let index = matching.pattern.shortest.len();
        let during = part.during.as_deref();
        let pending = match relationship.length {
            Some(_) => Pending::ShortestHop(index, selection.relationship, during),
            None => Pending::Relationship(slot, selection.relationship, during),
        };
        matching.pending.push(pending);
        if chain::selects_before_filter(part) {
            matching.selected.extend([path, slot]);
        }
        matching.pattern.shortest.push(ShortestPath { path, relationship, all: selection.all });
        Ok(())
    }

    pub(super) fn declare_path(&mut self, variable: &Ident, usage: PatternUse) -> Result<Slot> {
        if !usage.declares && self.scope.get(&variable.name).is_none() {
            return Err(errors::undefined_variable(&variable.name, variable.span, self.scope.names()));
        }
        self.declare_new(variable, Inferred::of(Type::Path))
    }

    /// Declares a node, which may be written as several adjacent node patterns.
    pub(super) fn declare_node<'p>(
        &mut self,
        nodes: &[&'p NodePattern],
        matching: &mut Matching<'p>,
    ) -> Result<Slot> {
        let slot = match chain::node_variable(nodes)? {
            Some(variable) => {
                let slot = self.named_slot(variable, Type::Node, matching.usage)?;
                if matching.interior.contains(&slot) {
                    let what = format!("`{}` from within a searched path in another pattern", variable.name);
                    return Err(errors::unsupported(&what, variable.span)
                        .hint("put the other pattern into a MATCH of its own behind this one"));
                }
                slot
            }
            None => self.anonymous(Type::Node),
        };
        self.add_node(slot, nodes, matching);
        Ok(slot)
    }

    /// Adds a node of the pattern.
    pub(super) fn add_node<'p>(
        &mut self,
        slot: Slot,
        nodes: &[&'p NodePattern],
        matching: &mut Matching<'p>,
    ) {
        if matching.present.insert(slot) {
            matching.pattern.nodes.push(PatternNode { slot, bound: slot < matching.first });
        }
        matching.pending.extend(nodes.iter().map(|node| Pending::Node(slot, node)));
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
        part: &'p PatternPart,
        matching: &mut Matching<'p>,
    ) -> Result<()> {
        let mode = part.mode.unwrap_or(matching.usage.mode());
        let during = part.during.as_deref();
        let bound = self.pattern_relationship(relationship, slot, ends, mode, matching.first);
        let pending = match &bound.length {
            Some(length) if length.mode == PathMode::Walk && length.max.is_none() => {
                return Err(unbounded_walk(relationship.span));
            }
            Some(_) => Pending::Hop(matching.pattern.relationships.len(), relationship, during),
            None => Pending::Relationship(slot, relationship, during),
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
        let length = chain::length(relationship).map(|(min, max)| {
            let max = max.or(self.dialect.most_hops());
            VariableLength { min, max, mode, hop: None }
        });
        let direction = relationship.direction;
        PatternRelationship { slot, bound: slot < first, left, right, direction, types, length }
    }

    fn bind_pending(&mut self, pending: Pending<'_>, matching: &mut Matching<'_>) -> Result<()> {
        match pending {
            Pending::Node(slot, node) => {
                let inside = Inside::of_node(node);
                self.bind_inside(slot, &inside, &mut matching.pattern.predicates)
            }
            Pending::Relationship(slot, relationship, during) => {
                let inside = Inside::of_relationship(relationship);
                self.bind_inside(slot, &inside, &mut matching.pattern.predicates)?;
                self.bind_during(slot, during, &mut matching.pattern.predicates)
            }
            Pending::Filter(filter) => self.bind_conjuncts(filter, &mut matching.pattern.predicates),
            Pending::Hop(index, relationship, during) => {
                let Some(found) = matching.pattern.relationships.get_mut(index) else { return Ok(()) };
                let mut found = found.clone();
                self.bind_hop(&mut found, relationship, during, matching)?;
                matching.pattern.relationships[index] = found;
                Ok(())
            }
            Pending::ShortestHop(index, relationship, during) => {
                let Some(found) = matching.pattern.shortest.get(index) else { return Ok(()) };
                let mut found = found.relationship.clone();
                self.bind_hop(&mut found, relationship, during, matching)?;
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
        during: Option<&During>,
        matching: &mut Matching<'_>,
    ) -> Result<()> {
        let inside = Inside::of_relationship(relationship);
        if inside.is_empty() && during.is_none() {
            return Ok(());
        }
        let hop = self.anonymous(Type::Relationship);
        let (from, to) = (self.anonymous(Type::Node), self.anonymous(Type::Node));
        let mut predicates = Vec::new();
        self.with_hop_variable(relationship.variable.as_ref(), hop, |binder| {
            binder.bind_inside(hop, &inside, &mut predicates)
        })?;
        self.bind_during(hop, during, &mut predicates)?;
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
}

impl Matching<'_> {
    /// Whether the slot is one that this pattern finds.
    pub(super) fn declares(&self, slot: Slot) -> bool {
        self.present.contains(&slot)
            || self.pattern.paths.iter().any(|(path, _)| *path == slot)
            || self.pattern.shortest.iter().any(|shortest| shortest.path == slot)
            || self.pattern.searches.iter().any(|search| search.binds().any(|bound| bound == slot))
    }
}

/// A pattern without end.
pub(super) fn unbounded_walk(span: Span) -> Error {
    let message = "relationships that may repeat need an upper bound, else there is no end of matches";
    Error::syntax("UnboundedWalk", message, span)
        .hint("write {1,5} instead of + or *, or a mode such as TRAIL, or a selector such as ANY SHORTEST")
}

/// Costs are for those who ask for the cheapest.
fn check_costs(part: &PatternPart, chain: &Chain<'_>) -> Result<()> {
    let by_cost = matches!(part.selector, PathSelector::Cheapest(_) | PathSelector::AllCheapest);
    match chain.cost() {
        Some(cost) if !by_cost => Err(errors::unexpected("COST is for CHEAPEST paths only", cost.value.span)
            .hint("write ANY CHEAPEST, CHEAPEST 3 or ALL CHEAPEST before the pattern")),
        None if by_cost => Err(errors::unexpected("CHEAPEST needs a COST in the pattern", part.span)
            .hint("for example ANY CHEAPEST (a)-[r:ROAD COST r.km]->+(b)")),
        _ => Ok(()),
    }
}

pub(super) fn equal(slot: Slot, other: Expr, span: Span) -> Expr {
    Expr {
        kind: ExprKind::Comparison(Box::new(slot_expr(slot, span)), vec![(ComparisonOp::Equal, other)]),
        span,
    }
}

fn differ(a: Slot, b: Slot, span: Span) -> Expr {
    let rest = vec![(ComparisonOp::NotEqual, slot_expr(b, span))];
    Expr { kind: ExprKind::Comparison(Box::new(slot_expr(a, span)), rest), span }
}

pub(super) fn conjunction(mut predicates: Vec<Expr>, span: Span) -> Option<Expr> {
    match predicates.len() {
        0 | 1 => predicates.pop(),
        _ => Some(Expr { kind: ExprKind::Logical(ast::LogicalOp::And, predicates), span }),
    }
}
