//! Searched paths in explained plans: the selector, the mode in force, and the pattern as it is walked through.

use std::fmt::Write as _;

use crate::graph::Direction;
use crate::semantic::bound::{Expr, HopCost, Measure, PathElement, PathGroup, PathHop, PathMode, Selector};

use super::logical::PathSearchPlan;
use super::print_expr::Printer;

/// A path mode in explained plans.
pub(super) fn path_mode(mode: PathMode) -> &'static str {
    match mode {
        PathMode::Trail => "trail",
        PathMode::Walk => "walk",
        PathMode::Simple => "simple",
        PathMode::Acyclic => "acyclic",
    }
}

impl Printer<'_> {
    pub(super) fn path_search(&self, plan: &PathSearchPlan) -> String {
        let search = &plan.search;
        let mut text = format!("{} = ", self.slot(search.path));
        text += &match &search.selector {
            Selector::All => "all".to_owned(),
            Selector::Paths(by, count) => format!("{} {}", measure(*by), self.expr(count)),
            Selector::Groups(by, count) => format!("{} {} groups", measure(*by), self.expr(count)),
        };
        let _ = write!(text, " {} ({})", path_mode(search.mode), self.slot(search.left));
        for element in &search.elements {
            text += &match element {
                PathElement::Node(slot) => format!("({})", self.slot(*slot)),
                PathElement::Hop(hop) => self.searched_hop(hop),
                PathElement::Group(group) => self.searched_group(group),
            };
        }
        let _ = write!(text, "({})", self.slot(search.right));
        text += &self.conditions(" where ", &search.predicates);
        text += &self.costs(&search.costs);
        if let Some(forward) = &search.forward {
            text += " forward in time";
            if let (Some(from), Some(to)) = (&forward.from, &forward.to) {
                let _ = write!(text, " from {} to {}", self.expr(from), self.expr(to));
            }
        }
        if plan.reversed {
            text += " reversed";
        }
        if plan.into {
            text += " into";
        }
        text + &self.unique(&plan.unique)
    }

    fn searched_hop(&self, hop: &PathHop) -> String {
        let middle = self.relationship(hop.slot, &hop.types, None);
        match hop.direction {
            Direction::Outgoing => format!("-{middle}->"),
            Direction::Incoming => format!("<-{middle}-"),
            Direction::Both => format!("-{middle}-"),
        }
    }

    fn searched_group(&self, group: &PathGroup) -> String {
        let mut text = "(".to_owned();
        for (at, node) in group.nodes.iter().enumerate() {
            let _ = write!(text, "({})", self.slot(*node));
            if let Some(hop) = group.hops.get(at) {
                text += &self.searched_hop(hop);
            }
        }
        text += &self.conditions(" where ", &group.predicates);
        text += &self.conditions(" between ", &group.between);
        text += &self.costs(&group.costs);
        let max = group.max.map_or_else(String::new, |max| max.to_string());
        let _ = write!(text, "){{{},{max}}}", group.min);
        text
    }

    fn conditions(&self, word: &str, conditions: &[Expr]) -> String {
        match conditions.is_empty() {
            true => String::new(),
            false => {
                let texts: Vec<String> = conditions.iter().map(|e| self.expr(e)).collect();
                format!("{word}{}", texts.join(" AND "))
            }
        }
    }

    fn costs(&self, costs: &[HopCost]) -> String {
        let cost = |cost: &HopCost| match &cost.default {
            None => self.expr(&cost.value),
            Some(default) => format!("{} default {}", self.expr(&cost.value), self.expr(default)),
        };
        match costs.is_empty() {
            true => String::new(),
            false => format!(" cost {}", costs.iter().map(cost).collect::<Vec<_>>().join(" + ")),
        }
    }
}

fn measure(by: Measure) -> &'static str {
    match by {
        Measure::Hops => "shortest",
        Measure::Cost => "cheapest",
    }
}
