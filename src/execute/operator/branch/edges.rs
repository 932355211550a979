//! Relationships of nodes, copied out of the graph.

use crate::execute::batch::BATCH_ROWS;
use crate::graph::{Direction, GraphState, NodeId, RelId, Run, TypeId};

use super::super::hop_reader::{HopReader, append};
use super::Resolved;
use super::closing::{Closing, each_type, entries};

/// About so many relationships are looked at together.
pub const EDGES: usize = 16 * BATCH_ROWS;

/// Relationships of some nodes, one node after the other.
#[derive(Default)]
pub struct Edges {
    /// Where each node's relationships end.
    pub until: Vec<u32>,
    pub relationships: Vec<RelId>,
    pub ends: Vec<NodeId>,
    /// The relationships are not wanted.
    ends_only: bool,
}

/// Stands for a relationship that is not wanted.
const UNWANTED: RelId = RelId(u32::MAX);

impl Edges {
    /// One relationship.
    pub fn of(relationship: RelId, end: NodeId) -> Edges {
        Edges { until: vec![1], relationships: vec![relationship], ends: vec![end], ..Edges::default() }
    }

    /// Forgets all, and whether only ends will be wanted.
    pub fn clear(&mut self, ends_only: bool) {
        self.ends_only = ends_only;
        self.until.clear();
        self.relationships.clear();
        self.ends.clear();
    }

    /// Sorts relationships of one node, and leaves each once.
    pub fn sort_and_dedup(&mut self) {
        if self.ends.len() < 2 {
            return;
        }
        let mut pairs: Vec<(RelId, NodeId)> =
            self.relationships.iter().copied().zip(self.ends.iter().copied()).collect();
        pairs.sort_unstable();
        pairs.dedup();
        (self.relationships, self.ends) = pairs.into_iter().unzip();
    }

    /// The ends with their relationships, which are meaningless if only ends are wanted.
    #[inline]
    pub fn pairs(&self) -> impl Iterator<Item = (NodeId, RelId)> + '_ {
        let relationship = |at: usize| self.relationships.get(at).copied().unwrap_or(UNWANTED);
        self.ends.iter().enumerate().map(move |(at, end)| (*end, relationship(at)))
    }

    #[inline]
    pub fn push(&mut self, relationship: RelId, end: NodeId) {
        self.relationships.push(relationship);
        self.ends.push(end);
    }

    #[inline]
    fn push_all(&mut self, run: Run<'_>) {
        if !self.ends_only {
            append(&mut self.relationships, run.relationships);
        }
        append(&mut self.ends, run.neighbours);
    }

    /// Adds a node's relationships.
    pub fn add(
        &mut self,
        graph: &GraphState,
        node: NodeId,
        direction: Direction,
        types: &Option<Vec<TypeId>>,
    ) {
        self.add_from(&mut HopReader::new(graph, direction, types), node);
    }

    fn add_from(&mut self, reader: &mut HopReader<'_>, node: NodeId) {
        reader.each_run(node, |run, loops| {
            if loops {
                return self.push_all(run);
            }
            let pairs = run.neighbours.iter().zip(run.relationships);
            for (end, relationship) in pairs.filter(|(end, _)| **end != node) {
                self.ends.push(*end);
                self.relationships.extend((!self.ends_only).then_some(*relationship));
            }
        });
    }

    /// Adds a node's relationships to itself.
    pub fn add_loops(&mut self, graph: &GraphState, node: NodeId, types: &Option<Vec<TypeId>>) {
        each_type(types, |rel_type| {
            graph.each_between(node, node, Direction::Outgoing, rel_type, |run| self.push_all(run));
        });
    }

    /// Adds those of a node's relationships whose ends the closing has relationships for (or has not, if not
    /// `wanted`); how many were looked at.
    pub fn add_closed(
        &mut self,
        graph: &GraphState,
        node: NodeId,
        direction: Direction,
        resolved: &Resolved,
        (closing, wanted): (&Closing, bool),
    ) -> usize {
        let mut looked_at = 0;
        HopReader::new(graph, direction, &resolved.types).each_run(node, |run, loops| {
            if wanted && let Some(few) = closing.few(run.len()) {
                looked_at += few.len();
                for end in few.iter().filter(|end| loops || **end != node) {
                    run.by_type().for_each(|(_, run)| self.push_all(run.to_neighbour(*end)));
                }
                return;
            }
            looked_at += run.len();
            closing.select(graph, run.neighbours, wanted, |place| {
                let end = run.neighbours[place];
                if !loops && end == node {
                    return;
                }
                // To look at the relationship is to wait for memory.
                match self.ends_only {
                    true => self.ends.push(end),
                    false => self.push(run.relationships[place], end),
                }
            });
        });
        looked_at
    }
}

impl Resolved {
    /// How many entries a node has, loops in both directions twice.
    pub fn len(&self, graph: &GraphState, node: NodeId, direction: Direction) -> usize {
        entries(graph, node, direction, &self.types)
    }

    /// The relationships of the first nodes.
    pub fn edges(&self, graph: &GraphState, direction: Direction, nodes: &[NodeId]) -> Edges {
        let mut edges = Edges::default();
        let mut reader = HopReader::new(graph, direction, &self.types);
        for node in nodes {
            edges.add_from(&mut reader, *node);
            edges.until.push(edges.ends.len() as u32);
            if edges.ends.len() >= EDGES {
                break;
            }
        }
        edges
    }

    /// The ends of the first nodes' relationships, and where each node's end.
    pub fn neighbours(
        &self,
        graph: &GraphState,
        direction: Direction,
        nodes: &[NodeId],
    ) -> (Vec<NodeId>, Vec<usize>) {
        let (mut ends, mut until) = (Vec::with_capacity(2 * EDGES), Vec::new());
        let mut reader = HopReader::new(graph, direction, &self.types);
        for node in nodes {
            reader.each_run(*node, |run, loops| match loops {
                true => append(&mut ends, run.neighbours),
                false => ends.extend(run.neighbours.iter().filter(|end| *end != node)),
            });
            until.push(ends.len());
            if ends.len() >= EDGES {
                break;
            }
        }
        (ends, until)
    }
}
