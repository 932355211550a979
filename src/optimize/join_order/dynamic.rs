//! The cheapest order by dynamic programming (Selinger and others, 1979): of all ways to have followed the same
//! relationships only the cheapest is continued. Orders are linear: each step adds to what is there.

use std::collections::BTreeMap;

use super::Orderer;
use super::fragment::Fragment;
use super::moves::{Step, expand, scan, scan_relationship, take};
use super::region::Region;
use super::search::{Group, UNIQUE};

/// Patterns with more relationships are left to the greedy search.
const MAX_EDGES: usize = 12;
/// So are those with more sets of relationships that hang together.
const MAX_STATES: usize = 600;

/// The relationships that have been followed and the nodes that are there, as bits by their place in the group.
type State = (u32, u32);

/// A way to a state.
struct Way {
    fragment: Fragment,
    steps: Vec<Step>,
}

/// The fragment with the whole group, in the order that looks at the fewest rows; none if the group is too large, or
/// so small that there is nothing to weigh.
pub(super) fn cheapest(
    base: &Fragment,
    region: &Region,
    group: &Group,
    orderer: &Orderer<'_>,
) -> Option<Fragment> {
    let open = group.edges.iter().filter(|at| !base.has_edge(**at)).count();
    if !(3..=MAX_EDGES).contains(&open) || group.nodes.len() > 32 {
        return None;
    }
    let mut level = starts(base, region, group, orderer);
    let (mut states, mut best) = (0, None::<Way>);
    while !level.is_empty() && states <= MAX_STATES {
        states += level.len();
        let (done, open): (Vec<Way>, Vec<Way>) =
            level.into_values().partition(|way| group.edges.iter().all(|at| way.fragment.has_edge(*at)));
        best = done.into_iter().chain(best).min_by(|a, b| total(&a.fragment).total_cmp(&total(&b.fragment)));
        level = next_level(open, region, group, orderer);
    }
    let steps = best.filter(|_| level.is_empty())?.steps;
    let mut fragment = base.clone();
    steps.iter().for_each(|step| take(&mut fragment, region, step, orderer));
    Some(fragment)
}

fn total(fragment: &Fragment) -> f64 {
    fragment.cost + fragment.rows
}

/// The rows that the group continues, or the ways to find its first node.
fn starts(base: &Fragment, region: &Region, group: &Group, orderer: &Orderer<'_>) -> BTreeMap<State, Way> {
    let mut level = BTreeMap::new();
    let sketch = base.sketch();
    let continues = group.edges.iter().any(|at| {
        [true, false].iter().any(|from_left| expand(&sketch, region, *at, *from_left, orderer).is_some())
    });
    if continues {
        let way = Way { fragment: sketch, steps: Vec::new() };
        return BTreeMap::from([(state(&way.fragment, group), way)]);
    }
    let mut steps: Vec<Step> = group.nodes.iter().map(|node| scan(base, region, *node, orderer)).collect();
    steps.extend(group.edges.iter().filter_map(|at| scan_relationship(base, region, *at, orderer)));
    let way = Way { fragment: sketch, steps: Vec::new() };
    steps.iter().for_each(|step| reach(&mut level, &way, step, region, group, orderer));
    level
}

/// All states that one step leads to.
fn next_level(ways: Vec<Way>, region: &Region, group: &Group, orderer: &Orderer<'_>) -> BTreeMap<State, Way> {
    let mut level = BTreeMap::new();
    for way in &ways {
        for at in &group.edges {
            let ways_to_follow =
                [true, false].map(|from_left| expand(&way.fragment, region, *at, from_left, orderer));
            ways_to_follow
                .iter()
                .flatten()
                .for_each(|step| reach(&mut level, way, step, region, group, orderer));
        }
        let missing = group.nodes.iter().filter(|node| !way.fragment.available.contains(**node));
        for step in missing.map(|node| scan(&way.fragment, region, *node, orderer)) {
            if step.cost <= way.fragment.rows * UNIQUE {
                reach(&mut level, way, &step, region, group, orderer);
            }
        }
    }
    level
}

/// Takes a step, and keeps where it leads unless that was reached more cheaply.
fn reach(
    level: &mut BTreeMap<State, Way>,
    way: &Way,
    step: &Step,
    region: &Region,
    group: &Group,
    orderer: &Orderer<'_>,
) {
    let mut fragment = way.fragment.clone();
    take(&mut fragment, region, step, orderer);
    let state = state(&fragment, group);
    let is_cheaper = |known: &Way| total(&fragment) < total(&known.fragment);
    if level.get(&state).is_none_or(is_cheaper) {
        let steps = way.steps.iter().chain([step]).copied().collect();
        level.insert(state, Way { fragment, steps });
    }
}

fn state(fragment: &Fragment, group: &Group) -> State {
    let bits = |present: &mut dyn Iterator<Item = bool>| {
        present.enumerate().filter(|(_, present)| *present).fold(0u32, |bits, (at, _)| bits | 1 << at)
    };
    let edges = bits(&mut group.edges.iter().map(|at| fragment.has_edge(*at)));
    let nodes = bits(&mut group.nodes.iter().map(|node| fragment.available.contains(*node)));
    (edges, nodes)
}
