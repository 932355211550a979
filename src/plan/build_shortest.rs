//! Shortest-path parts of a pattern: searched when both ends have a value, with the predicates on the path.

use crate::error::{Error, ErrorClass, Result, Span};
use crate::function::Type;
use crate::semantic::bound::{
    Expr, ExprKind, GraphPattern, Literal, Measure, PathElement, PathGroup, PathHop, PathMode, PathSearch,
    Selector, ShortestPath, Slot, SoFar, VariableLength,
};

use super::build_match::Matching;
use super::builder::Builder;
use super::expr::{at, slot};
use super::logical::{Operator, ShortestPathPlan};
use super::slot_set::SlotSet;
use super::walk_expr::{any_expr, free_slots, has_subquery, substitute};

impl Builder {
    /// The shortest paths of a pattern. `late` are the predicates that mention any; those that mention
    /// more than one path are added to `rest`.
    ///
    /// A shortest path avoids the pattern's other relationships, as these avoid each other, but not
    /// other shortest paths: those would depend on the order of searching.
    pub(super) fn shortest_paths(
        &mut self,
        mut matching: Matching,
        pattern: &GraphPattern,
        mut late: Vec<Expr>,
        rest: &mut Vec<Expr>,
    ) -> Result<Matching> {
        for shortest in &pattern.shortest {
            let others: SlotSet = pattern
                .shortest
                .iter()
                .filter(|other| other.path != shortest.path)
                .flat_map(|other| [other.path, other.relationship.slot])
                .collect();
            let own: SlotSet = [shortest.path, shortest.relationship.slot].into_iter().collect();
            let (mine, later): (Vec<Expr>, Vec<Expr>) = late.into_iter().partition(|e| {
                let free = free_slots(e, &self.imports);
                free.is_disjoint(&others) && !free.is_disjoint(&own)
            });
            late = later;
            for end in [shortest.relationship.left, shortest.relationship.right] {
                let left_to_search = mine.is_empty() && is_free(pattern, end);
                if !left_to_search && !matching.solved.contains(end) {
                    matching = self.scan(matching, end)?;
                }
            }
            matching = match self.as_search(&matching, shortest) {
                Some(search) => self.search(matching, pattern, &search)?,
                None => self.shortest_path(matching, shortest, mine, rest)?,
            };
        }
        rest.append(&mut late);
        Ok(matching)
    }

    /// Ends of which the pattern says nothing: one search from the other end leads to all of them.
    pub(super) fn free_ends(&self, matching: &Matching, pattern: &GraphPattern) -> Vec<Slot> {
        let free = |end: Slot| !matching.solved.contains(end) && is_free(pattern, end);
        let of_path = |shortest: &ShortestPath| match &shortest.relationship {
            relationship if relationship.left == relationship.right || relationship.length.is_none() => None,
            relationship if free(relationship.right) => Some(relationship.right),
            relationship if free(relationship.left) => Some(relationship.left),
            _ => None,
        };
        pattern.shortest.iter().filter_map(of_path).collect()
    }

    /// The search for the shortest paths to all ends, where one end has no value yet.
    fn as_search(&mut self, matching: &Matching, shortest: &ShortestPath) -> Option<PathSearch> {
        let relationship = &shortest.relationship;
        let known = |end| matching.solved.contains(end);
        if relationship.bound || (known(relationship.left) && known(relationship.right)) {
            return None;
        }
        let length = relationship.length.clone()?;
        let (slot, from, to, predicates) = match length.hop {
            Some(hop) => (hop.relationship, hop.from, hop.to, vec![hop.predicate]),
            None => {
                let slot = self.fresh("hop", Type::Relationship);
                (slot, self.fresh("from", Type::Node), self.fresh("to", Type::Node), Vec::new())
            }
        };
        let hop = PathHop { slot, direction: relationship.direction, types: relationship.types.clone() };
        let group = PathGroup {
            nodes: vec![from, to],
            hops: vec![hop],
            min: length.min,
            max: length.max,
            predicates,
            between: Vec::new(),
            costs: Vec::new(),
            lists: vec![(slot, relationship.slot)],
        };
        let one = at(ExprKind::Literal(Literal::Integer(1)), Span::default());
        Some(PathSearch {
            path: shortest.path,
            relationships: self.fresh("relationships", Type::RelationshipList),
            cost: None,
            left: relationship.left,
            right: relationship.right,
            elements: vec![PathElement::Group(group)],
            predicates: Vec::new(),
            costs: Vec::new(),
            selector: match shortest.all {
                true => Selector::Groups(Measure::Hops, one),
                false => Selector::Paths(Measure::Hops, one),
            },
            mode: length.mode,
            forward: None,
            so_far: SoFar::default(),
            behind: 0,
            apart: false,
        })
    }

    fn shortest_path(
        &mut self,
        mut matching: Matching,
        shortest: &ShortestPath,
        predicates: Vec<Expr>,
        rest: &mut Vec<Expr>,
    ) -> Result<Matching> {
        let relationship = &shortest.relationship;
        if relationship.bound {
            let message = "a shortest path over a relationship variable that is already bound";
            return Err(Error::new(ErrorClass::Unsupported, "BoundShortestPath", message).compile_time());
        }
        let length = relationship.length.clone().unwrap_or(SINGLE_HOP);
        let list = match relationship.length {
            Some(_) => relationship.slot,
            None => self.fresh("relationships", Type::RelationshipList),
        };
        let single = (list != relationship.slot).then_some((relationship.slot, only(list)));
        let operator = ShortestPathPlan {
            path: shortest.path,
            relationship: list,
            left: relationship.left,
            right: relationship.right,
            direction: relationship.direction,
            types: relationship.types.clone(),
            min: length.min,
            max: length.max,
            hop: length.hop,
            all: shortest.all,
            mode: length.mode,
            predicates: self.path_predicates(predicates, single.as_ref(), rest),
            unique: matching.unique(&relationship.types),
            counted: false,
        };
        matching.plan = self.over(Operator::ShortestPath(operator), matching.plan)?;
        if let Some(item) = single {
            matching.plan = self.over(Operator::Project(vec![item]), matching.plan)?;
        }
        Ok(matching)
    }

    /// Predicates as the search sees them: the single relationship of a part without a length is the
    /// list's only element. What cannot be said so is left for the filter.
    fn path_predicates(
        &self,
        predicates: Vec<Expr>,
        single: Option<&(Slot, Expr)>,
        rest: &mut Vec<Expr>,
    ) -> Vec<Expr> {
        let Some((relationship, element)) = single else { return predicates };
        let mut searched = Vec::new();
        for predicate in predicates {
            match substitute(predicate.clone(), *relationship, element, &self.imports) {
                Some(predicate) => searched.push(predicate),
                None => rest.push(predicate),
            }
        }
        searched
    }
}

/// Whether the pattern says nothing of a node but that it is the end of one shortest path.
fn is_free(pattern: &GraphPattern, node: Slot) -> bool {
    let ends = pattern.shortest.iter().flat_map(|s| [s.relationship.left, s.relationship.right]);
    let of_searches = pattern.searches.iter().flat_map(|search| [search.left, search.right]);
    let bound = pattern.nodes.iter().any(|it| it.slot == node && it.bound);
    let once = ends.chain(of_searches).filter(|end| *end == node).count() == 1;
    let asked = pattern.predicates.iter().any(|e| any_expr(e, &|e| e.own_slots().contains(&node)));
    once && !bound && !asked && !pattern.predicates.iter().any(has_subquery)
}

const SINGLE_HOP: VariableLength = VariableLength { min: 1, max: Some(1), mode: PathMode::Trail, hop: None };

/// The only element of a list of one.
fn only(list: Slot) -> Expr {
    let first = at(ExprKind::Literal(Literal::Integer(0)), Span::default());
    at(ExprKind::Index(Box::new(slot(list)), Box::new(first)), Span::default())
}
