//! Shortest-path parts of a pattern: searched when both ends have a value, with the predicates on the path.

use crate::error::{Error, ErrorClass, Result, Span};
use crate::function::Type;
use crate::semantic::bound::{
    Expr, ExprKind, GraphPattern, Literal, PathMode, ShortestPath, Slot, VariableLength,
};

use super::build_match::Matching;
use super::builder::Builder;
use super::expr::{at, slot};
use super::logical::{Operator, Plan, ShortestPathPlan};
use super::slot_set::SlotSet;
use super::walk_expr::{free_slots, substitute};

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
    ) -> Result<Plan> {
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
            matching = self.shortest_path(matching, shortest, mine, rest)?;
        }
        rest.append(&mut late);
        Ok(matching.plan)
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

const SINGLE_HOP: VariableLength = VariableLength { min: 1, max: Some(1), mode: PathMode::Trail, hop: None };

/// The only element of a list of one.
fn only(list: Slot) -> Expr {
    let first = at(ExprKind::Literal(Literal::Integer(0)), Span::default());
    at(ExprKind::Index(Box::new(slot(list)), Box::new(first)), Span::default())
}
