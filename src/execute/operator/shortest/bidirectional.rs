//! Breadth-first search from both ends, level by level, the smaller frontier first.
//!
//! Both sides keep for each node the hops by which it was reached first. The sides meet at a level; every
//! shortest path passes exactly one node of the newer frontier, so that joining all ways from one end to such
//! a node with all ways from there to the other end gives every shortest path once.

use crate::error::Result;
use crate::execute::context::Context;
use crate::graph::{NodeId, RelId};
use crate::value::PathValue;

use super::super::path_state::{Hops, Step};

const NONE: u32 = u32::MAX;

/// What a side knows of each node, as arrays by node id; entries of earlier searches are told by their stamp.
#[derive(Default)]
pub struct Marks {
    epoch: u32,
    stamps: Vec<u32>,
    depths: Vec<u32>,
    heads: Vec<u32>,
}

impl Marks {
    fn begin(&mut self, bound: usize) {
        if self.stamps.len() < bound || self.epoch == u32::MAX {
            // Zeroed pages are handed out lazily, so this costs what is touched.
            *self = Marks { epoch: 0, stamps: vec![0; bound], depths: vec![0; bound], heads: vec![0; bound] };
        }
        self.epoch += 1;
    }

    fn depth(&self, node: NodeId) -> Option<u32> {
        (self.stamps[node.index()] == self.epoch).then(|| self.depths[node.index()])
    }

    fn set(&mut self, node: NodeId, depth: u32, head: u32) {
        self.stamps[node.index()] = self.epoch;
        self.depths[node.index()] = depth;
        self.heads[node.index()] = head;
    }
}

/// A hop by which a node was reached; the hops of a node are a linked list.
#[derive(Clone, Copy)]
struct Reached {
    by: RelId,
    from: NodeId,
    next: u32,
}

/// One end's half of the search.
struct Side<'m> {
    marks: &'m mut Marks,
    reached: Vec<Reached>,
    frontier: Vec<NodeId>,
    level: u32,
}

impl<'m> Side<'m> {
    fn new(marks: &'m mut Marks, bound: usize, start: NodeId) -> Side<'m> {
        marks.begin(bound);
        marks.set(start, 0, NONE);
        Side { marks, reached: Vec::new(), frontier: vec![start], level: 0 }
    }

    /// Goes one level further; the nodes that the other side knows. Without `all`, one of them will do.
    fn expand(
        &mut self,
        ctx: &mut Context<'_>,
        hops: &Hops<'_>,
        other: &Marks,
        all: bool,
    ) -> Result<Vec<NodeId>> {
        self.level += 1;
        let mut meeting = Vec::new();
        let mut steps: Vec<Step> = Vec::new();
        for from in std::mem::take(&mut self.frontier) {
            steps.clear();
            hops.add(ctx, from, &mut steps)?;
            for step in &steps {
                let head = match self.marks.depth(step.to) {
                    None => NONE,
                    Some(depth) if all && depth == self.level => self.marks.heads[step.to.index()],
                    Some(_) => continue,
                };
                if head == NONE {
                    self.frontier.push(step.to);
                    if other.depth(step.to).is_some() {
                        meeting.push(step.to);
                    }
                }
                self.marks.set(step.to, self.level, self.reached.len() as u32);
                self.reached.push(Reached { by: step.relationship, from, next: head });
                if !all && !meeting.is_empty() {
                    return Ok(meeting);
                }
            }
        }
        Ok(meeting)
    }
}

/// One end's hops, frozen: the ways back from a node to the end.
struct Ways {
    reached: Vec<Reached>,
    /// Per meeting node, the first hop of its list.
    heads: Vec<u32>,
    /// The list of each node that was reached, by the place of any of its hops.
    lists: rustc_hash::FxHashMap<NodeId, u32>,
}

impl Ways {
    /// Keeps what is reachable backwards from the meeting nodes.
    fn new(side: Side<'_>, meeting: &[NodeId]) -> Ways {
        let heads = meeting.iter().map(|node| side.marks.heads[node.index()]).collect();
        let mut lists = rustc_hash::FxHashMap::default();
        let mut open: Vec<NodeId> = meeting.to_vec();
        while let Some(node) = open.pop() {
            let head = side.marks.heads[node.index()];
            if lists.insert(node, head).is_some() {
                continue;
            }
            let mut at = head;
            while at != NONE {
                let hop = side.reached[at as usize];
                open.push(hop.from);
                at = hop.next;
            }
        }
        Ways { reached: side.reached, heads, lists }
    }

    /// The first way: always the first hop.
    fn first(&self, head: u32) -> Vec<u32> {
        let mut way = Vec::new();
        self.descend(head, &mut way);
        way
    }

    fn descend(&self, mut head: u32, way: &mut Vec<u32>) {
        while head != NONE {
            way.push(head);
            head = self.lists.get(&self.reached[head as usize].from).copied().unwrap_or(NONE);
        }
    }

    /// The next way after this one; false when it was the last.
    fn advance(&self, way: &mut Vec<u32>) -> bool {
        while let Some(last) = way.pop() {
            let next = self.reached[last as usize].next;
            if next != NONE {
                self.descend(next, way);
                return true;
            }
        }
        false
    }
}

/// The shortest paths between two nodes, handed out one by one.
pub struct Meeting {
    length: Option<u64>,
    nodes: Vec<NodeId>,
    forward: Ways,
    backward: Ways,
    /// The meeting node, the way from it to the left end and the way from it to the right one.
    at: Option<(usize, Vec<u32>, Vec<u32>)>,
}

impl Meeting {
    /// Searches from both ends; `all` keeps every hop of a shortest path, otherwise one path's.
    pub fn find(
        ctx: &mut Context<'_>,
        (forward, backward): (&Hops<'_>, &Hops<'_>),
        (left, right): (NodeId, NodeId),
        max: Option<u64>,
        all: bool,
        marks: &mut (Marks, Marks),
    ) -> Result<Meeting> {
        let bound = ctx.graph().node_table().bound() as usize;
        let mut near = Side::new(&mut marks.0, bound, left);
        let mut far = Side::new(&mut marks.1, bound, right);
        let mut nodes = if left == right { vec![left] } else { Vec::new() };
        while nodes.is_empty()
            && !near.frontier.is_empty()
            && !far.frontier.is_empty()
            && max.is_none_or(|max| u64::from(near.level + far.level) < max)
        {
            nodes = if near.frontier.len() <= far.frontier.len() {
                near.expand(ctx, forward, far.marks, all)?
            } else {
                far.expand(ctx, backward, near.marks, all)?
            };
        }
        let length = (!nodes.is_empty()).then(|| u64::from(near.level + far.level));
        let (forward, backward) = (Ways::new(near, &nodes), Ways::new(far, &nodes));
        let at = (!nodes.is_empty())
            .then(|| (0, forward.first(forward.heads[0]), backward.first(backward.heads[0])));
        Ok(Meeting { length, nodes, forward, backward, at })
    }

    /// The length of the shortest paths, if there are any.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// The next path.
    pub fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<PathValue>> {
        let Some((at, to_left, to_right)) = &mut self.at else { return Ok(None) };
        ctx.meter().step(1)?;
        let mut path = PathValue { nodes: Vec::new(), relationships: Vec::new() };
        for hop in to_left.iter().rev().map(|hop| self.forward.reached[*hop as usize]) {
            path.nodes.push(hop.from);
            path.relationships.push(hop.by);
        }
        path.nodes.push(self.nodes[*at]);
        for hop in to_right.iter().map(|hop| self.backward.reached[*hop as usize]) {
            path.relationships.push(hop.by);
            path.nodes.push(hop.from);
        }
        if !self.backward.advance(to_right) {
            if self.forward.advance(to_left) {
                *to_right = self.backward.first(self.backward.heads[*at]);
            } else {
                let next = *at + 1;
                self.at = (next < self.nodes.len()).then(|| {
                    let to_left = self.forward.first(self.forward.heads[next]);
                    (next, to_left, self.backward.first(self.backward.heads[next]))
                });
            }
        }
        Ok(Some(path))
    }
}
