//! What counting a branch costs, in rows: to add up is cheaper than to make a row, but what depends on more than one
//! node is followed again for each of what is above, which costs more.

use crate::plan::logical::{Branch, Measure};

use super::cardinality::{Cardinality, Hop};

/// Looking a node up in order to count.
const LOOKED_UP: f64 = 0.1;
/// Following relationships anew, beside what is followed.
const FOLLOWED: f64 = 12.0;
/// Taking off what is excluded by what is above.
const EXCLUDED: f64 = 3.0;
/// Looking for a neighbour among those of another node.
const CHECKED: f64 = 0.03;

/// An estimate.
pub(super) struct Cost {
    /// In rows.
    pub(super) work: f64,
    /// By what the branch multiplies what is above.
    matches: f64,
}

/// Counting a branch for so many rows.
pub(super) fn branch_cost(branch: &Branch, rows: f64, cardinality: &Cardinality<'_>) -> Cost {
    if let Some(rival) = &branch.rival {
        let alone = Branch { rival: None, ..branch.clone() };
        let one = branch_cost(&alone, rows, cardinality);
        let two = branch_cost(&rival.branch, rows, cardinality);
        let shared = rows.min(cardinality.candidates(branch.hop.from)) * one.matches * CHECKED;
        return Cost { work: one.work + two.work + shared, matches: one.matches * two.matches };
    }
    let relationships = cardinality.degree(&hop(branch));
    let from = branch.hop.from;
    if branch.is_route() {
        // Where it leads is found once for each node.
        let found = rows.min(cardinality.candidates(from)) * FOLLOWED;
        return Cost { work: rows * LOOKED_UP + found, matches: route_matches(branch, cardinality) };
    }
    let excluded =
        if branch.different.is_empty() && branch.hop.unique.is_empty() { 0.0 } else { rows * EXCLUDED };
    let depends_on_node = branch.reads_behind().iter().all(|slot| slot == from);
    let nodes = if depends_on_node { rows.min(cardinality.candidates(from)) } else { rows };
    let looked_up = excluded + nodes * if depends_on_node { LOOKED_UP } else { FOLLOWED };
    // A hop without predicates is a degree.
    if branch.predicates.is_empty() && branch.branches.is_empty() {
        return Cost { work: looked_up, matches: relationships };
    }
    let behind = behind(branch, relationships, nodes, cardinality);
    Cost { work: looked_up + behind.work, matches: behind.matches }
}

/// What follows behind so many nodes' relationships.
fn behind(branch: &Branch, relationships: f64, nodes: f64, cardinality: &Cardinality<'_>) -> Cost {
    let (closings, mut hanging): (Vec<&Branch>, Vec<&Branch>) =
        branch.branches.iter().partition(|branch| branch.hop.into);
    let (mut looked_at, mut passed) = (relationships, relationships);
    for closing in &closings {
        // Two sorted lists are intersected, and nothing is made of what is left out. What must not be joined is taken
        // off the total of the node.
        let hop = hop(closing);
        looked_at = looked_at.min(cardinality.degree(&hop.reversed()));
        passed *= (cardinality.degree(&hop) / cardinality.candidates(hop.to)).min(1.0);
    }
    let checked = if closings.is_empty() { 0.0 } else { nodes * looked_at * CHECKED };
    let mut ends = nodes * passed;
    let mut work = checked + ends * LOOKED_UP;
    // In the order in which they are followed.
    hanging.sort_by_key(|branch| branch.size());
    for branch in hanging {
        let cost = branch_cost(branch, ends, cardinality);
        work += cost.work;
        if branch.measure == Measure::Matches {
            ends *= cost.matches.min(1.0);
        }
    }
    Cost { work, matches: if nodes == 0.0 { 0.0 } else { ends / nodes } }
}

fn route_matches(branch: &Branch, cardinality: &Cardinality<'_>) -> f64 {
    let hop = hop(branch);
    let relationships = cardinality.degree(&hop);
    match branch.hop.into {
        true => relationships / cardinality.candidates(hop.to),
        false => {
            branch.branches.iter().map(|next| route_matches(next, cardinality)).product::<f64>()
                * relationships
        }
    }
}

fn hop(branch: &Branch) -> Hop<'_> {
    let hop = &branch.hop;
    Hop { from: hop.from, to: hop.to, direction: hop.direction, types: &hop.types }
}
