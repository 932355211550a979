//! `MATCH` in the written order: relationship by relationship, then lone nodes, named paths, shortest paths,
//! and at last the predicates.

use crate::error::{Result, Span};
use crate::semantic::bound::{Expr, ExprKind, GraphPattern, Name, Slot};

use super::builder::{Builder, own_slots};
use super::expr::{at, is_not_null};
use super::logical::{Operator, Plan};
use super::slot_set::SlotSet;
use super::walk_expr::free_slots;

/// A pattern on its way to a plan.
pub(super) struct Matching {
    /// What is there.
    pub(super) plan: Plan,
    /// Node slots with a value.
    pub(super) solved: SlotSet,
    /// The relationships so far (single or lists) with their types, for uniqueness.
    pub(super) relationships: Vec<(Slot, Vec<Name>)>,
    /// Relationships may repeat.
    pub(super) repeatable: bool,
}

impl Matching {
    /// The relationships so far that could be the same as one of these types.
    pub(super) fn unique(&self, types: &[Name]) -> Vec<Slot> {
        if self.repeatable {
            return Vec::new();
        }
        let overlap = |other: &[Name]| {
            types.is_empty() || other.is_empty() || types.iter().any(|name| other.contains(name))
        };
        self.relationships.iter().filter(|(_, other)| overlap(other)).map(|(slot, _)| *slot).collect()
    }
}

impl Builder {
    /// `MATCH` on top of its rows.
    pub(super) fn pattern(&mut self, input: Plan, pattern: &GraphPattern) -> Result<Plan> {
        let mut matching = Matching {
            plan: input,
            solved: pattern.nodes.iter().filter(|node| node.bound).map(|node| node.slot).collect(),
            relationships: Vec::new(),
            repeatable: pattern.repeatable,
        };
        for (at, relationship) in pattern.relationships.iter().enumerate() {
            matching = self.searches_in_order(matching, pattern, at)?;
            matching = self.relationship(matching, relationship)?;
        }
        matching = self.searches_in_order(matching, pattern, pattern.relationships.len())?;
        let mut of_searches = self.ends_of_searches(pattern);
        of_searches.extend(self.free_ends(&matching, pattern));
        for node in &pattern.nodes {
            if !matching.solved.contains(node.slot) && !of_searches.contains(node.slot) {
                matching = self.scan(matching, node.slot)?;
            }
        }
        let paths: Vec<(Slot, Expr)> =
            pattern.paths.iter().map(|(slot, parts)| (*slot, path(parts))).collect();
        if !paths.is_empty() {
            matching.plan = self.over(Operator::Project(paths), matching.plan)?;
        }
        let (early, late) = self.split_predicates(pattern);
        let mut predicates = lone_bound_nodes(pattern);
        predicates.extend(early);
        let matching = self.shortest_paths(matching, pattern, late, &mut predicates)?;
        let matching = self.selected_searches(matching, pattern)?;
        let plan = self.filter(matching.plan, predicates)?;
        self.filter(plan, pattern.after.clone())
    }

    /// `OPTIONAL MATCH`: the pattern and its predicates for each row, or nulls.
    pub(super) fn optional_match(&mut self, input: Plan, pattern: &GraphPattern) -> Result<Plan> {
        let right = self.correlated(|builder, leaf| builder.pattern(leaf, pattern))?;
        let nulls = own_slots(&right);
        self.join(Operator::OptionalApply(nulls), input, right)
    }

    /// All nodes, for a node that nothing led to.
    pub(super) fn scan(&mut self, mut matching: Matching, node: Slot) -> Result<Matching> {
        matching.plan = self.over(Operator::AllNodesScan { slot: node }, matching.plan)?;
        matching.solved.insert(node);
        Ok(matching)
    }

    /// Predicates that can be asked before, and those that mention, shortest paths.
    fn split_predicates(&self, pattern: &GraphPattern) -> (Vec<Expr>, Vec<Expr>) {
        let shortest: SlotSet = pattern.shortest.iter().flat_map(|s| [s.path, s.relationship.slot]).collect();
        let early = |e: &&Expr| free_slots(e, &self.imports).is_disjoint(&shortest);
        let (early, late): (Vec<&Expr>, Vec<&Expr>) = pattern.predicates.iter().partition(early);
        (early.into_iter().cloned().collect(), late.into_iter().cloned().collect())
    }
}

/// The path of these parts.
fn path(parts: &[Slot]) -> Expr {
    at(ExprKind::MakePath(parts.to_vec()), Span::default())
}

/// Bound nodes that no relationship asks for must at least not be null.
fn lone_bound_nodes(pattern: &GraphPattern) -> Vec<Expr> {
    let shortest = pattern.shortest.iter().map(|s| &s.relationship);
    let searched = pattern.searches.iter().flat_map(|search| [search.left, search.right]);
    let used: SlotSet = pattern
        .relationships
        .iter()
        .chain(shortest)
        .flat_map(|r| [r.left, r.right])
        .chain(searched)
        .collect();
    let lone = pattern.nodes.iter().filter(|node| node.bound && !used.contains(node.slot));
    lone.map(|node| is_not_null(node.slot)).collect()
}
