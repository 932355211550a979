//! The search for a cheap order, group by group: greedy from every start, and by dynamic programming.
//!
//! Groups are the parts of the pattern that relationships join. The group that the source's rows belong to
//! continues them; the others are planned alone and put together afterwards, or, beside updates and inside
//! of what is run per row, nested.

use crate::plan::SlotSet;
use crate::plan::logical::{Operator, Plan};
use crate::plan::schema::output_slots;
use crate::semantic::bound::Slot;

use super::super::estimates::rows_of;
use super::Orderer;
use super::combine::combine;
use super::dynamic;
use super::fragment::Fragment;
use super::meet::meet_in_the_middle;
use super::moves::{Step, expand, scan, scan_relationship, take};
use super::region::Region;

/// More starts are not tried: the search is cubic in the size of the pattern.
const MAX_STARTS: usize = 16;
/// Of patterns with more relationships only the best starts are tried.
const LARGE: usize = 40;
/// A node that is found in so few rows is worth finding before relationships lead to it.
pub(super) const UNIQUE: f64 = 1.5;

/// A part of the pattern.
pub(super) struct Group {
    pub(super) nodes: Vec<Slot>,
    pub(super) edges: Vec<usize>,
}

/// The region's plan.
pub(super) fn order(region: &Region, orderer: &mut Orderer<'_>, nested: bool) -> Plan {
    let available = output_slots(&region.source);
    let rows = rows_of(&region.source, 1.0, &orderer.cardinality());
    let is_leaf = matches!(&region.source.operator, Operator::Argument(slots) if slots.is_empty());
    let mut fragment = Fragment::new(region.source.clone(), available, rows);
    fragment.settle(region, &orderer.cardinality());
    let (continuing, mut alone) = groups(region, &fragment);
    for group in &continuing {
        fragment = complete(fragment, region, group, orderer);
    }
    if nested {
        while let Some(group) = next_group(&fragment, region, &mut alone, orderer) {
            fragment = best(&fragment, region, &group, orderer);
        }
    } else {
        // A leaf without predicates adds nothing to the first group.
        let is_bare = is_leaf && continuing.is_empty() && fragment.predicates.is_empty();
        let first = (!is_bare).then_some(fragment);
        fragment = combine(first, alone, region, orderer);
    }
    finish(fragment, region, orderer)
}

/// What is computed when all is there, and predicates on that.
fn finish(mut fragment: Fragment, region: &Region, orderer: &Orderer<'_>) -> Plan {
    for late in &region.late {
        fragment.push(late.clone());
        fragment.settle(region, &orderer.cardinality());
    }
    fragment.plan
}

/// The groups that continue the fragment's rows, and the others.
fn groups(region: &Region, fragment: &Fragment) -> (Vec<Group>, Vec<Group>) {
    let mut open: Vec<usize> = (0..region.edges.len()).filter(|at| !fragment.has_edge(*at)).collect();
    let mut nodes: Vec<Slot> =
        region.nodes.iter().copied().filter(|node| !fragment.available.contains(*node)).collect();
    let mut groups: Vec<(SlotSet, Group)> = Vec::new();
    let continuing = gather(region, fragment.available.clone(), &mut open, &mut nodes);
    while let Some(seed) = nodes.first().copied() {
        let slots: SlotSet = std::iter::once(seed).collect();
        groups.push((slots.clone(), gather(region, slots, &mut open, &mut nodes)));
    }
    let continuing =
        if continuing.edges.is_empty() && continuing.nodes.is_empty() { None } else { Some(continuing) };
    (continuing.into_iter().collect(), groups.into_iter().map(|(_, group)| group).collect())
}

/// Takes out of `open` and `nodes` all that is joined to these slots.
fn gather(region: &Region, mut slots: SlotSet, open: &mut Vec<usize>, nodes: &mut Vec<Slot>) -> Group {
    let mut group = Group { nodes: Vec::new(), edges: Vec::new() };
    loop {
        let before = slots.len();
        open.retain(|at| {
            let edge = &region.edges[*at];
            let joined = slots.contains(edge.left)
                || slots.contains(edge.right)
                || slots.contains(edge.relationship)
                || !edge.requires.is_disjoint(&slots);
            if joined {
                slots.extend([edge.left, edge.right, edge.relationship]);
                slots.union_with(&edge.requires);
                group.edges.push(*at);
            }
            !joined
        });
        if slots.len() == before {
            break;
        }
    }
    nodes.retain(|node| {
        let joined = slots.contains(*node);
        group.nodes.extend(joined.then_some(*node));
        !joined
    });
    group.edges.sort_unstable();
    group
}

/// The group that multiplies the rows least.
fn next_group(
    fragment: &Fragment,
    region: &Region,
    groups: &mut Vec<Group>,
    orderer: &Orderer<'_>,
) -> Option<Group> {
    let rows = |group: &Group| {
        let scans = group.nodes.iter().map(|node| scan(fragment, region, *node, orderer).rows);
        scans.fold(f64::INFINITY, f64::min)
    };
    let costs = groups.iter().map(rows).enumerate();
    let (at, _) = costs.min_by(|a, b| a.1.total_cmp(&b.1))?;
    Some(groups.remove(at))
}

/// The group planned alone.
pub(super) fn alone(region: &Region, group: &Group, orderer: &mut Orderer<'_>) -> Fragment {
    let leaf = Plan::default();
    let mut base = Fragment::new(leaf, SlotSet::new(), 1.0);
    // What needs no slots has been asked of the rows that the pattern continues.
    let constant = region.predicates.iter().enumerate().filter(|(_, predicate)| predicate.free.is_empty());
    base.predicates.extend(constant.map(|(at, _)| at as u32));
    let greedy = best(&base, region, group, orderer);
    match meet_in_the_middle(&base, region, group, orderer) {
        Some(met) if orderer.total(&met) < orderer.total(&greedy) => met,
        _ => greedy,
    }
}

/// The cheapest order of a group on top of a fragment.
pub(super) fn best(base: &Fragment, region: &Region, group: &Group, orderer: &Orderer<'_>) -> Fragment {
    let mut starts: Vec<Step> = group.nodes.iter().map(|node| scan(base, region, *node, orderer)).collect();
    starts.extend(group.edges.iter().filter_map(|at| scan_relationship(base, region, *at, orderer)));
    starts.sort_by(|a, b| (a.cost + a.rows).total_cmp(&(b.cost + b.rows)));
    starts.truncate(if group.edges.len() > LARGE { 2 } else { MAX_STARTS });
    let mut cheapest: Option<(f64, Fragment)> = None;
    for start in starts {
        let mut fragment = base.clone();
        take(&mut fragment, region, &start, orderer);
        let fragment = complete(fragment, region, group, orderer);
        let total = orderer.total(&fragment);
        if cheapest.as_ref().is_none_or(|(least, _)| total < *least) {
            cheapest = Some((total, fragment));
        }
    }
    if let Some(fragment) = dynamic::cheapest(base, region, group, orderer)
        && cheapest.as_ref().is_none_or(|(least, _)| orderer.total(&fragment) < *least)
    {
        return fragment;
    }
    cheapest.map(|(_, fragment)| fragment).unwrap_or_else(|| complete(base.clone(), region, group, orderer))
}

/// Grows the fragment until the whole group is done, always by the step that leaves the fewest rows.
pub(super) fn complete(
    mut fragment: Fragment,
    region: &Region,
    group: &Group,
    orderer: &Orderer<'_>,
) -> Fragment {
    while let Some(step) = next_step(&fragment, region, group, orderer) {
        take(&mut fragment, region, &step, orderer);
    }
    fragment
}

fn next_step(fragment: &Fragment, region: &Region, group: &Group, orderer: &Orderer<'_>) -> Option<Step> {
    let expansions = group.edges.iter().flat_map(|at| {
        let ways = [true, false].map(|from_left| expand(fragment, region, *at, from_left, orderer));
        ways.into_iter().flatten()
    });
    let missing = group.nodes.iter().filter(|node| !fragment.available.contains(**node));
    let scans: Vec<Step> = missing.map(|node| scan(fragment, region, *node, orderer)).collect();
    let cheaper = |a: &Step, b: &Step| a.rows.total_cmp(&b.rows).then(a.cost.total_cmp(&b.cost));
    let next = expansions.min_by(cheaper);
    match next {
        Some(next) => {
            // A scan beside an expansion pays only when it finds one node.
            let unique = scans.into_iter().filter(|step| step.cost <= fragment.rows * UNIQUE);
            Some(unique.fold(next, |best, step| if cheaper(&step, &best).is_lt() { step } else { best }))
        }
        None => scans.into_iter().min_by(cheaper),
    }
}
