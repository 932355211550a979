//! A pattern that is selective at two ends: both ends grow towards each other and are joined on the node where
//! they meet. Two searches of half the length look at far fewer rows than one of the whole length.

use crate::function::Type;
use crate::plan::logical::Operator;
use crate::plan::slot as slot_expr;
use crate::semantic::bound::Slot;

use super::super::expr::fresh;
use super::Orderer;
use super::combine::{join, uniqueness};
use super::fragment::Fragment;
use super::moves::{Step, expand, fanout, scan, take};
use super::region::{EdgeKind, Region};
use super::search::{Group, complete};

/// Pairs of ends are tried among so many.
const ENDS: usize = 3;

/// The cheapest way to meet, if there is any.
pub(super) fn meet_in_the_middle(
    base: &Fragment,
    region: &Region,
    group: &Group,
    orderer: &mut Orderer<'_>,
) -> Option<Fragment> {
    if group.edges.len() < 2 || group.nodes.len() < 3 {
        return None;
    }
    let mut ends: Vec<Step> = group.nodes.iter().map(|node| scan(base, region, *node, orderer)).collect();
    ends.sort_by(|a, b| a.rows.total_cmp(&b.rows));
    ends.truncate(ENDS);
    let mut cheapest: Option<(f64, Fragment)> = None;
    for (i, first) in ends.iter().enumerate() {
        for second in &ends[i + 1..] {
            let mut sides = [base.clone(), base.clone()];
            take(&mut sides[0], region, first, orderer);
            take(&mut sides[1], region, second, orderer);
            let Some(met) = grow(sides, region, group, orderer) else { continue };
            let total = orderer.total(&met);
            if cheapest.as_ref().is_none_or(|(least, _)| total < *least) {
                cheapest = Some((total, met));
            }
        }
    }
    cheapest.map(|(_, met)| met)
}

/// The place where two sides can be joined: an edge from the one to a node of the other.
struct Meeting {
    side: usize,
    edge: usize,
    from_left: bool,
    rows: f64,
}

/// Grows both sides until joining them is the best step.
fn grow(
    mut sides: [Fragment; 2],
    region: &Region,
    group: &Group,
    orderer: &mut Orderer<'_>,
) -> Option<Fragment> {
    loop {
        let meeting = best_meeting(&sides, region, group, orderer);
        let growth = best_growth(&sides, region, group, orderer);
        match (meeting, growth) {
            (Some(meeting), Some((_, step))) if meeting.rows <= step.rows => {
                return Some(meet(sides, &meeting, region, group, orderer));
            }
            (_, Some((side, step))) => take(&mut sides[side], region, &step, orderer),
            (Some(meeting), None) => return Some(meet(sides, &meeting, region, group, orderer)),
            (None, None) => return None,
        }
    }
}

fn best_meeting(
    sides: &[Fragment; 2],
    region: &Region,
    group: &Group,
    orderer: &Orderer<'_>,
) -> Option<Meeting> {
    let cardinality = orderer.cardinality();
    let mut best: Option<Meeting> = None;
    for (side, at, from_left) in directions(group) {
        let (own, other) = (&sides[side], &sides[1 - side]);
        let edge = &region.edges[at];
        let (from, to) = if from_left { (edge.left, edge.right) } else { (edge.right, edge.left) };
        let possible = !matches!(edge.kind, EdgeKind::Bound)
            && !own.has_edge(at)
            && !other.has_edge(at)
            && own.available.contains(from)
            && other.available.contains(to)
            && edge.requires.is_subset(&own.available);
        if !possible {
            continue;
        }
        let reached = own.rows * fanout(edge, from_left, &cardinality);
        let rows = reached * other.rows / cardinality.candidates(to);
        if best.as_ref().is_none_or(|best| rows < best.rows) {
            best = Some(Meeting { side, edge: at, from_left, rows });
        }
    }
    best
}

/// The step of one side to a node that neither side has, or within the side.
fn best_growth(
    sides: &[Fragment; 2],
    region: &Region,
    group: &Group,
    orderer: &Orderer<'_>,
) -> Option<(usize, Step)> {
    let mut best: Option<(usize, Step)> = None;
    for (side, at, from_left) in directions(group) {
        let (own, other) = (&sides[side], &sides[1 - side]);
        let edge = &region.edges[at];
        let to = if from_left { edge.right } else { edge.left };
        if other.has_edge(at) || other.available.contains(to) {
            continue;
        }
        let Some(step) = expand(own, region, at, from_left, orderer) else { continue };
        if best.as_ref().is_none_or(|(_, best)| step.rows < best.rows) {
            best = Some((side, step));
        }
    }
    best
}

/// Every edge from both its ends on both sides.
fn directions(group: &Group) -> impl Iterator<Item = (usize, usize, bool)> + '_ {
    [0, 1].into_iter().flat_map(move |side| {
        group.edges.iter().flat_map(move |at| [true, false].map(|from_left| (side, *at, from_left)))
    })
}

/// Joins the sides on the node where they meet, and does what is left of the group.
fn meet(
    sides: [Fragment; 2],
    meeting: &Meeting,
    region: &Region,
    group: &Group,
    orderer: &mut Orderer<'_>,
) -> Fragment {
    let [first, second] = sides;
    let (mut own, other) = if meeting.side == 0 { (first, second) } else { (second, first) };
    let edge = &region.edges[meeting.edge];
    let to = if meeting.from_left { edge.right } else { edge.left };
    // The other side has the node's own slot; what is reached here is compared with it.
    let reached: Slot = fresh(&mut orderer.slots, "meeting", Type::Node);
    let fanned = own.rows * fanout(edge, meeting.from_left, &orderer.cardinality());
    let operator = own.expansion(region, meeting.edge, meeting.from_left, reached);
    own.edges.insert(meeting.edge as u32);
    own.cost += own.rows + fanned;
    own.rows = fanned;
    own.push(operator);
    let different = uniqueness(region, &own, &other);
    let key = (slot_expr(reached), slot_expr(to));
    let mut met = join(own, other, vec![key], meeting.rows);
    if let Some(predicate) = different {
        met.push(Operator::Filter(vec![predicate]));
    }
    met.settle(region, &orderer.cardinality());
    complete(met, region, group, orderer)
}
