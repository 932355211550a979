//! The relationships that a hop follows from many nodes, one node after the other.

use smallvec::SmallVec;

use crate::graph::{Cursor, Direction, GraphState, NodeId, Run, Runs, TypeId};

/// See the module. It is fastest for ascending nodes.
pub struct HopReader<'a> {
    /// One for each type and way, with whether it reads what goes out.
    parts: SmallVec<[(bool, Cursor<'a>); 2]>,
    is_both: bool,
    /// Each part is of one type.
    is_typed: bool,
}

impl<'a> HopReader<'a> {
    /// Follows relationships of these types, or of all.
    pub fn new(graph: &'a GraphState, direction: Direction, types: &Option<Vec<TypeId>>) -> HopReader<'a> {
        let mut parts = SmallVec::new();
        let mut add = |rel_type| {
            if direction != Direction::Incoming {
                parts.push((true, graph.cursor(Direction::Outgoing, rel_type)));
            }
            if direction != Direction::Outgoing {
                parts.push((false, graph.cursor(Direction::Incoming, rel_type)));
            }
        };
        match types {
            None => add(None),
            Some(types) => types.iter().for_each(|rel_type| add(Some(*rel_type))),
        }
        HopReader { parts, is_both: direction == Direction::Both, is_typed: types.is_some() }
    }

    /// How many parts a node's relationships have; each is read by [`HopReader::part`].
    pub fn parts(&self) -> usize {
        self.parts.len()
    }

    /// A part of a node's relationships, and whether its loops count: followed in both directions, a loop is met twice
    /// and counts where it goes out.
    #[inline]
    pub fn part(&mut self, part: usize, node: NodeId) -> (Runs<'a>, bool) {
        let is_both = self.is_both;
        let (outgoing, cursor) = &mut self.parts[part];
        (cursor.runs(node), *outgoing || !is_both)
    }

    /// The node, or the first one of a later page if those of its page have no relationships; none behind the last.
    pub fn skip_absent(&mut self, node: NodeId) -> Option<NodeId> {
        self.parts.iter_mut().filter_map(|(_, cursor)| cursor.skip_absent(node)).min()
    }

    /// Calls `f` for each slice of a node's relationships, with whether its loops count.
    #[inline]
    pub fn each_run(&mut self, node: NodeId, mut f: impl FnMut(Run<'a>, bool)) {
        for part in 0..self.parts.len() {
            let (runs, loops) = self.part(part, node);
            runs.for_each(|run| f(run, loops));
        }
    }

    /// Calls `f` with the relationships between a node and another, as slices; a loop comes once.
    #[inline]
    pub fn each_between(&mut self, node: NodeId, other: NodeId, mut f: impl FnMut(Run<'a>)) {
        let is_typed = self.is_typed;
        self.each_run(node, |run, loops| match (loops || node != other, is_typed) {
            (false, _) => {}
            (true, true) => f(run.to_neighbour(other)),
            (true, false) => run.by_type().for_each(|(_, run)| f(run.to_neighbour(other))),
        });
    }

    /// How many relationships a node has; a loop counts once.
    #[inline]
    pub fn degree(&mut self, node: NodeId) -> usize {
        if !self.is_both {
            return self.parts.iter_mut().map(|(_, cursor)| cursor.degree(node)).sum();
        }
        let mut degree = 0;
        self.each_run(node, |run, loops| {
            let own =
                |run: Run<'_>| run.by_type().map(|(_, run)| run.to_neighbour(node).len()).sum::<usize>();
            degree += run.len() - if loops { 0 } else { own(run) };
        });
        degree
    }
}

/// Appends a slice, which mostly is so short that a copy of memory as a whole costs more than its elements.
#[inline]
pub fn append<T: Copy>(to: &mut Vec<T>, slice: &[T]) {
    const SHORT: usize = 4;
    if slice.len() > SHORT {
        return to.extend_from_slice(slice);
    }
    slice.iter().for_each(|element| to.push(*element));
}
