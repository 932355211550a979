//! Hops between two nodes that are both bound: how many, or whether any, lead from an end to a node above.
//!
//! When many ends are asked about one node above, its neighbours are marked first, and each end is looked up.

use crate::graph::{Direction, GraphState, NodeId, TypeId};
use crate::plan::logical::{self, Measure};
use crate::semantic::bound::Slot;

use super::super::{is_wanted, type_ids, ways};
use super::environment::{Bound, Environment};

/// Marks are made when the ends asked about are at least this part of the neighbours to be marked.
const WORTH_MARKING: usize = 4;
/// Neighbours are looked for one by one in a list that is this many times longer.
const MUCH_LONGER: usize = 16;

/// A hop from an end to a node above.
pub struct Closing {
    /// Seen from the end.
    direction: Direction,
    hop: logical::Expand,
    pub measure: Measure,
    /// The node above is treated as if it were joined to itself.
    with_target: bool,
    types: Option<Vec<TypeId>>,
    /// The node above that it was aimed at.
    target: Option<NodeId>,
    /// The relationships to the target by the node they come from, if `is_marked`.
    marks: Marks,
    is_marked: bool,
    asked: usize,
}

impl Closing {
    /// From its plan. `with_target` is for ends that must not be the node above either.
    pub fn new(plan: &logical::Branch, with_target: bool) -> Closing {
        Closing {
            with_target,
            direction: plan.hop.direction,
            hop: plan.hop.clone(),
            measure: plan.measure,
            types: None,
            target: None,
            marks: Marks::default(),
            is_marked: false,
            asked: 0,
        }
    }

    /// Whether ends that are the node of this slot are treated as joined to it.
    pub fn excludes(&self, slot: Slot) -> bool {
        self.with_target && self.hop.to == slot
    }

    /// Whether its relationships must not be that of another hop.
    pub fn is_unlike(&self, relationship: Slot) -> bool {
        self.hop.unique.contains(&relationship)
    }

    /// The node above, if nothing matters but whether a relationship leads there.
    pub fn route_target(&self) -> Option<Slot> {
        (self.measure == Measure::Matches && self.hop.unique.is_empty()).then_some(self.hop.to)
    }

    /// Adds the nodes that relationships lead to from an end.
    pub fn add_targets(&self, graph: &GraphState, end: NodeId, targets: &mut Vec<NodeId>) {
        each_type(&self.types, |rel_type| targets.extend(graph.neighbours(end, self.direction, rel_type)));
    }

    /// Begins anew on a graph.
    pub fn prepare(&mut self, graph: &GraphState) {
        self.types = type_ids(graph, &self.hop.types);
        self.aim_at(None);
    }

    /// About how many bytes it holds.
    pub fn memory(&self) -> usize {
        self.marks.cells.capacity() * 4 + self.marks.neighbours.capacity() * 4
    }

    fn aim_at(&mut self, target: Option<NodeId>) {
        self.target = target;
        self.is_marked = false;
        self.asked = 0;
    }

    /// Turns to the node above, which as many ends will be asked about as `ends` says.
    pub fn aim(&mut self, graph: &GraphState, environment: &Environment, ends: impl FnOnce() -> usize) {
        let target = match environment.node(self.hop.to) {
            Bound::Node(node) => Some(node),
            Bound::Null | Bound::Other => None,
        };
        if target != self.target {
            self.aim_at(target);
        }
        let Some(target) = target.filter(|_| !self.is_marked) else { return };
        self.asked = self.asked.saturating_add(ends());
        let neighbours = entries(graph, target, self.direction.reverse(), &self.types);
        if self.asked.saturating_mul(WORTH_MARKING) >= neighbours {
            self.mark(graph, target);
        }
    }

    fn mark(&mut self, graph: &GraphState, target: NodeId) {
        let (out, back) = ways(self.direction);
        self.marks.clear();
        let marks = &mut self.marks;
        each_type(&self.types, |rel_type| {
            for run in back.then(|| graph.outgoing(target, rel_type)).into_iter().flatten() {
                run.neighbours.iter().for_each(|node| marks.add(*node));
            }
            for run in out.then(|| graph.incoming(target, rel_type)).into_iter().flatten() {
                // Followed in both directions, a loop is met twice.
                let nodes = run.neighbours.iter().filter(|node| !back || **node != target);
                nodes.for_each(|node| marks.add(*node));
            }
        });
        if self.with_target {
            marks.add(target);
        }
        self.is_marked = true;
    }

    /// The marked nodes, if they are so few that each is better looked for among so many entries.
    pub fn few(&self, entries: usize) -> Option<&[NodeId]> {
        let is_few = self.is_marked && self.marks.neighbours.len().saturating_mul(MUCH_LONGER) < entries;
        is_few.then_some(self.marks.neighbours.as_slice())
    }

    /// Calls `f` with the places of those ends that are joined to the target, or of those that are not.
    #[inline]
    pub fn select(&self, graph: &GraphState, ends: &[NodeId], joined: bool, mut f: impl FnMut(usize)) {
        if !self.is_marked {
            let places = ends.iter().enumerate().filter(|(_, end)| (self.count(graph, **end) > 0) == joined);
            return places.for_each(|(place, _)| f(place));
        }
        // Without a branch on what is found: it cannot be foreseen.
        for (chunk, ends) in ends.chunks(u64::BITS as usize).enumerate() {
            let mut found = 0u64;
            for (bit, end) in ends.iter().enumerate() {
                found |= u64::from(self.marks.has(*end) == joined) << bit;
            }
            while found != 0 {
                f(chunk * u64::BITS as usize + found.trailing_zeros() as usize);
                found &= found - 1;
            }
        }
    }

    /// How many relationships lead from an end to the target, also those that may not be used.
    #[inline]
    pub fn between(&self, graph: &GraphState, end: NodeId) -> u64 {
        match (self.is_marked, self.target) {
            (true, _) => match self.marks.get(end) {
                MARKS => self.count(graph, end),
                marks => u64::from(marks),
            },
            (false, _) => self.count(graph, end),
        }
    }

    fn count(&self, graph: &GraphState, end: NodeId) -> u64 {
        let Some(target) = self.target else { return 0 };
        let mut count = usize::from(self.with_target && end == target);
        each_type(&self.types, |rel_type| {
            graph.each_between(end, target, self.direction, rel_type, |run| count += run.len());
        });
        count as u64
    }

    /// By what the relationships that lead from an end to the target multiply.
    #[inline]
    pub fn factor(&self, graph: &GraphState, environment: &Environment, end: NodeId) -> u64 {
        let mut count = self.between(graph, end);
        if count > 0
            && !self.hop.unique.is_empty()
            && let Some(target) = self.target
        {
            count -= self.used(graph, environment, end, target).min(count);
        }
        self.measure.of(count)
    }

    /// How many relationships between two nodes are used already.
    fn used(&self, graph: &GraphState, environment: &Environment, end: NodeId, target: NodeId) -> u64 {
        let (out, back) = ways(self.direction);
        let mut same = Vec::new();
        for used in environment.used(&self.hop.unique) {
            if ![Some((end, target)), Some((target, end))].contains(&used.ends(graph)) {
                continue;
            }
            let Some(content) = graph.relationship(used.relationship) else { continue };
            let leads = (out && content.start == end && content.end == target)
                || (back && content.end == end && content.start == target);
            if leads && is_wanted(&self.types, content.rel_type) {
                same.push(used.relationship);
            }
        }
        same.sort_unstable();
        same.dedup();
        same.len() as u64
    }
}

/// How many entries a node has, loops in both directions twice.
pub fn entries(graph: &GraphState, node: NodeId, direction: Direction, types: &Option<Vec<TypeId>>) -> usize {
    let (out, back) = ways(direction);
    let mut entries = 0;
    each_type(types, |rel_type| {
        entries += if out { graph.degree(node, Direction::Outgoing, rel_type) } else { 0 };
        entries += if back { graph.degree(node, Direction::Incoming, rel_type) } else { 0 };
    });
    entries
}

/// Calls `f` for each type, or once for all.
#[inline]
pub fn each_type(types: &Option<Vec<TypeId>>, mut f: impl FnMut(Option<TypeId>)) {
    match types {
        None => f(None),
        Some(types) => types.iter().for_each(|rel_type| f(Some(*rel_type))),
    }
}

/// So many and more.
const MARKS: u32 = 255;
const MARK_BITS: u32 = 8;

/// Small counts by node, all forgotten at once.
#[derive(Default)]
struct Marks {
    /// The round in which it was counted, and the count in the low bits.
    cells: Vec<u32>,
    round: u32,
    neighbours: Vec<NodeId>,
}

impl Marks {
    fn clear(&mut self) {
        self.neighbours.clear();
        self.round += 1;
        if self.round == 1 << (32 - MARK_BITS) {
            self.round = 1;
            self.cells.fill(0);
        }
    }

    fn add(&mut self, node: NodeId) {
        let at = node.index();
        if at >= self.cells.len() {
            self.cells.resize(at + 1, 0);
        }
        let cell = &mut self.cells[at];
        if *cell >> MARK_BITS != self.round {
            *cell = self.round << MARK_BITS;
            self.neighbours.push(node);
        }
        if *cell & MARKS < MARKS {
            *cell += 1;
        }
    }

    #[inline]
    fn has(&self, node: NodeId) -> bool {
        self.cells.get(node.index()).is_some_and(|cell| *cell >> MARK_BITS == self.round)
    }

    /// The count, at most `MARKS`.
    #[inline]
    fn get(&self, node: NodeId) -> u32 {
        match self.cells.get(node.index()) {
            Some(cell) if *cell >> MARK_BITS == self.round => *cell & MARKS,
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_counted_and_forgotten() {
        let mut marks = Marks::default();
        marks.clear();
        for node in [7, 900, 7].map(NodeId) {
            marks.add(node);
        }
        assert_eq!([7, 900, 8, 901].map(|node| marks.get(NodeId(node))), [2, 1, 0, 0]);
        assert_eq!(marks.neighbours, [NodeId(7), NodeId(900)]);
        (0..400).for_each(|_| marks.add(NodeId(1)));
        assert_eq!(marks.get(NodeId(1)), MARKS);
        marks.clear();
        assert_eq!([1, 7].map(|node| marks.get(NodeId(node))), [0, 0]);
    }

    #[test]
    fn marks_outlive_the_rounds() {
        let mut marks = Marks { round: (1 << (32 - MARK_BITS)) - 2, ..Marks::default() };
        marks.clear();
        marks.add(NodeId(3));
        assert_eq!(marks.get(NodeId(3)), 1);
        marks.clear();
        assert_eq!(marks.get(NodeId(3)), 0);
        marks.add(NodeId(2));
        assert_eq!([2, 3].map(|node| marks.get(NodeId(node))), [1, 0]);
    }
}
