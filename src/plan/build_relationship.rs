//! One relationship of a pattern: expanded from whichever end has a value, or checked when it is bound.

use crate::error::{Result, Span};
use crate::function::Type;
use crate::semantic::bound::{
    ComparisonOp, Expr, ExprKind, HopFilter, LogicalOp, PatternRelationship, Slot, VariableLength,
};

use super::build_match::Matching;
use super::builder::Builder;
use super::expr::{at, comparison, slot};
use super::logical::{Expand, Operator};

impl Builder {
    /// The next relationship of a pattern.
    pub(super) fn relationship(
        &mut self,
        matching: Matching,
        relationship: &PatternRelationship,
    ) -> Result<Matching> {
        let mut matching = match (&relationship.length, relationship.bound) {
            (None, false) => self.expand(matching, relationship)?,
            (None, true) => self.endpoints(matching, relationship)?,
            (Some(length), false) => {
                self.variable_expand(matching, relationship, relationship.slot, length.clone())?
            }
            (Some(length), true) => self.bound_list(matching, relationship, length)?,
        };
        matching.relationships.push((relationship.slot, relationship.types.clone()));
        Ok(matching)
    }

    fn expand(&mut self, matching: Matching, relationship: &PatternRelationship) -> Result<Matching> {
        let (mut matching, expand, _) = self.hop(matching, relationship, relationship.slot)?;
        matching.plan = self.over(Operator::Expand(expand), matching.plan)?;
        Ok(matching)
    }

    fn variable_expand(
        &mut self,
        matching: Matching,
        relationship: &PatternRelationship,
        list: Slot,
        length: VariableLength,
    ) -> Result<Matching> {
        let (mut matching, expand, reversed) = self.hop(matching, relationship, list)?;
        let operator = Operator::VariableExpand { expand, length, reversed, reachable: false };
        matching.plan = self.over(operator, matching.plan)?;
        Ok(matching)
    }

    /// The hop from a solved end (the left when neither is), and whether it goes from right to left.
    fn hop(
        &mut self,
        mut matching: Matching,
        relationship: &PatternRelationship,
        list: Slot,
    ) -> Result<(Matching, Expand, bool)> {
        let PatternRelationship { left, right, direction, types, .. } = relationship;
        let reversed = !matching.solved.contains(*left) && matching.solved.contains(*right);
        if !reversed && !matching.solved.contains(*left) {
            matching = self.scan(matching, *left)?;
        }
        let (from, to) = if reversed { (*right, *left) } else { (*left, *right) };
        let direction = if reversed { direction.reverse() } else { *direction };
        let unique = matching.unique(types);
        let into = !matching.solved.insert(to);
        let expand = Expand { from, relationship: list, to, direction, types: types.clone(), into, unique };
        Ok((matching, expand, reversed))
    }

    /// A relationship with a value: its nodes become the pattern's.
    fn endpoints(&mut self, mut matching: Matching, relationship: &PatternRelationship) -> Result<Matching> {
        let PatternRelationship { slot: bound, left, right, direction, types, .. } = relationship;
        let unique = matching.unique(types);
        let left_bound = !matching.solved.insert(*left);
        let is_loop = left == right && !left_bound;
        let to = if is_loop { self.fresh("node", Type::Node) } else { *right };
        let right_bound = !is_loop && !matching.solved.insert(to);
        let operator = Operator::EndpointsOf {
            relationship: *bound,
            left: *left,
            right: to,
            direction: *direction,
            types: types.clone(),
            left_bound,
            right_bound,
            unique,
        };
        matching.plan = self.over(operator, matching.plan)?;
        if is_loop {
            let same = comparison(slot(*left), ComparisonOp::Equal, slot(to));
            matching.plan = self.filter(matching.plan, vec![same])?;
        }
        Ok(matching)
    }

    /// A variable-length relationship with a value, a list: only its members are followed, and what was
    /// followed must be the list.
    fn bound_list(
        &mut self,
        matching: Matching,
        relationship: &PatternRelationship,
        length: &VariableLength,
    ) -> Result<Matching> {
        let list = self.fresh("relationships", Type::RelationshipList);
        let mut length = length.clone();
        length.hop = Some(self.member_hop(length.hop, relationship.slot));
        let mut matching = self.variable_expand(matching, relationship, list, length)?;
        let same = comparison(slot(list), ComparisonOp::Equal, slot(relationship.slot));
        matching.plan = self.filter(matching.plan, vec![same])?;
        Ok(matching)
    }

    /// The hop filter, if any, and that the hop is a member of the list.
    fn member_hop(&mut self, hop: Option<HopFilter>, list: Slot) -> HopFilter {
        let member = |relationship: Slot| {
            let kind = ExprKind::In(Box::new(slot(relationship)), Box::new(slot(list)));
            at(kind, Span::default())
        };
        match hop {
            Some(hop) => {
                let both: Vec<Expr> = vec![member(hop.relationship), hop.predicate];
                let predicate = at(ExprKind::Logical(LogicalOp::And, both), Span::default());
                HopFilter { predicate, ..hop }
            }
            None => {
                let relationship = self.fresh("hop", Type::Relationship);
                let from = self.fresh("from", Type::Node);
                let to = self.fresh("to", Type::Node);
                HopFilter { relationship, from, to, predicate: member(relationship) }
            }
        }
    }
}
