//! Drops conditions of a pattern that others imply, so that more of it can be counted: that relationships differ
//! when their nodes do, and that nodes differ when one is joined to a node that the other must not be joined to.

use std::collections::{HashMap, HashSet};

use crate::graph::Direction;
use crate::plan::imports::Imports;
use crate::plan::logical::{Expand, Operator, Plan};
use crate::plan::walk_expr::{has_subquery, is_volatile};
use crate::semantic::bound::{Expr, Slot};

use super::fold::unequal;

/// The plan without what the operators at its top imply.
pub(super) fn drop_implied(plan: Plan, imports: &Imports) -> Plan {
    let known = Known::of(&plan, imports);
    if known.different.is_empty() { plan } else { known.rewrite(plan, imports) }
}

/// What holds in every row that comes out at the top.
#[derive(Default)]
struct Known {
    hops: HashMap<Slot, Expand>,
    /// Nodes that differ, the lower slot first.
    different: HashSet<(Slot, Slot)>,
    /// Hops that do not exist.
    absent: Vec<Expand>,
}

impl Known {
    fn of(plan: &Plan, imports: &Imports) -> Known {
        let mut known = Known::default();
        let mut next = Some(plan);
        while let Some(plan) = next.filter(|plan| is_transparent(&plan.operator, imports)) {
            match &plan.operator {
                Operator::Filter(predicates) => {
                    known.different.extend(predicates.iter().filter_map(unequal).map(pair));
                }
                Operator::Expand(expand) => {
                    known.hops.insert(expand.relationship, expand.clone());
                }
                Operator::SemiApply { anti: true } => {
                    known.absent.extend(plan.inputs.get(1).and_then(absent_hop));
                }
                _ => {}
            }
            next = plan.inputs.first();
        }
        known
    }

    fn rewrite(&self, plan: Plan, imports: &Imports) -> Plan {
        if !is_transparent(&plan.operator, imports) {
            return plan;
        }
        let Plan { operator, mut inputs, estimate } = plan;
        let operator = match operator {
            Operator::Filter(mut predicates) => {
                predicates.retain(|predicate| !self.is_implied(predicate));
                if predicates.is_empty()
                    && let Some(input) = inputs.pop()
                {
                    return self.rewrite(input, imports);
                }
                Operator::Filter(predicates)
            }
            Operator::Expand(mut expand) => {
                let unique = std::mem::take(&mut expand.unique);
                expand.unique = unique.into_iter().filter(|other| self.may_be(&expand, *other)).collect();
                Operator::Expand(expand)
            }
            operator @ (Operator::Keep(_) | Operator::SemiApply { .. } | Operator::OptionalApply(_)) => {
                operator
            }
            operator => return Plan { operator, inputs, estimate },
        };
        if let Some(input) = inputs.first_mut() {
            *input = self.rewrite(std::mem::take(input), imports);
        }
        Plan { operator, inputs, estimate }
    }

    /// Whether the inequality of two nodes follows from a hop that one has and the other must not have.
    fn is_implied(&self, predicate: &Expr) -> bool {
        let Some((a, b)) = unequal(predicate) else { return false };
        let excludes = |absent: &Expand, left: Slot, right: Slot| {
            let present = |hop: &Expand| {
                let same = hop.from == absent.from && hop.to == left && hop.direction == absent.direction;
                let turned =
                    hop.to == absent.from && hop.from == left && hop.direction.reverse() == absent.direction;
                (same || turned) && covers(absent, hop)
            };
            // A null is joined to nothing, and differs from nothing.
            let is_node = |hop: &Expand| hop.from == right || hop.to == right;
            absent.to == right && self.hops.values().any(present) && self.hops.values().any(is_node)
        };
        self.absent.iter().any(|absent| excludes(absent, a, b) || excludes(absent, b, a))
    }

    /// Whether a hop's relationship could be that of another.
    fn may_be(&self, hop: &Expand, other: Slot) -> bool {
        let Some(other) = self.hops.get(&other) else { return true };
        let straight = [(hop.from, other.from), (hop.to, other.to)];
        let turned = [(hop.from, other.to), (hop.to, other.from)];
        let is_straight = hop.direction == other.direction;
        let is_turned = hop.direction == other.direction.reverse();
        let either = hop.direction == Direction::Both || other.direction == Direction::Both;
        ((is_straight || either) && self.may_equal(&straight))
            || ((is_turned || either) && self.may_equal(&turned))
    }

    /// Whether pairs of nodes can be equal at once.
    fn may_equal(&self, pairs: &[(Slot, Slot); 2]) -> bool {
        let [(a, b), (c, d)] = *pairs;
        let joined = [a, b].contains(&c) || [a, b].contains(&d);
        let groups: Vec<Vec<Slot>> =
            if joined { vec![vec![a, b, c, d]] } else { vec![vec![a, b], vec![c, d]] };
        groups.iter().all(|group| {
            let mut pairs = group.iter().flat_map(|left| group.iter().map(|right| pair((*left, *right))));
            pairs.all(|nodes| !self.different.contains(&nodes))
        })
    }
}

/// Whether every relationship that the hop follows is one that is excluded.
fn covers(absent: &Expand, hop: &Expand) -> bool {
    absent.types.is_empty()
        || (!hop.types.is_empty() && hop.types.iter().all(|name| absent.types.contains(name)))
}

/// The only hop of a subquery.
fn absent_hop(right: &Plan) -> Option<Expand> {
    match (&right.operator, right.inputs.as_slice()) {
        (Operator::Expand(expand), [leaf]) if matches!(leaf.operator, Operator::Argument(_)) => {
            (expand.into && expand.unique.is_empty()).then(|| expand.clone())
        }
        _ => None,
    }
}

/// Whether each row that comes out came in, with more slots at most.
fn is_transparent(operator: &Operator, imports: &Imports) -> bool {
    match operator {
        Operator::Filter(predicates) => {
            !predicates.iter().any(|e| is_volatile(e, imports) || has_subquery(e))
        }
        Operator::Expand(_) | Operator::Keep(_) | Operator::SemiApply { .. } => true,
        Operator::OptionalApply(_) => true,
        _ => false,
    }
}

fn pair((a, b): (Slot, Slot)) -> (Slot, Slot) {
    (a.min(b), a.max(b))
}
