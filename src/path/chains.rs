//! All shortest paths, as the graph of the hops by which nodes were reached; paths are read out of it one by one.

use crate::graph::RelId;
use crate::value::PathValue;

use super::meet::{Meeting, Record};

const NONE: u32 = u32::MAX;

/// A hop by which a node was reached; the hops of a node are a linked list.
#[derive(Clone, Copy, Debug)]
struct Link {
    by: RelId,
    from: u32,
    next: u32,
}

/// All ways to each node by hops that come from the level before.
#[derive(Debug)]
pub struct Chains {
    /// By node, the last of its links.
    heads: Vec<u32>,
    links: Vec<Link>,
}

impl Record for Chains {
    const ALL: bool = true;

    fn begin() -> Chains {
        Chains { heads: vec![NONE], links: Vec::new() }
    }

    #[inline]
    fn first(&mut self, from: u32, by: RelId) {
        self.heads.push(self.links.len() as u32);
        self.links.push(Link { by, from, next: NONE });
    }

    #[inline]
    fn again(&mut self, at: u32, from: u32, by: RelId) {
        let head = std::mem::replace(&mut self.heads[at as usize], self.links.len() as u32);
        self.links.push(Link { by, from, next: head });
    }

    fn bytes(&self) -> usize {
        self.heads.capacity() * size_of::<u32>() + self.links.capacity() * size_of::<Link>()
    }
}

impl Chains {
    /// The way from a node to the end, always by the first link.
    fn first_way(&self, node: u32) -> Vec<u32> {
        let mut way = Vec::new();
        self.descend(self.heads[node as usize], &mut way);
        way
    }

    fn descend(&self, mut link: u32, way: &mut Vec<u32>) {
        while link != NONE {
            way.push(link);
            link = self.heads[self.links[link as usize].from as usize];
        }
    }

    /// The next way after this one; false when it was the last.
    fn advance(&self, way: &mut Vec<u32>) -> bool {
        while let Some(last) = way.pop() {
            let next = self.links[last as usize].next;
            if next != NONE {
                self.descend(next, way);
                return true;
            }
        }
        false
    }
}

/// The shortest paths between two nodes, handed out one by one.
#[derive(Debug)]
pub struct Paths {
    meeting: Meeting<Chains>,
    /// Which meeting node, the way from it to the source and the way from it to the target.
    at: Option<(usize, Vec<u32>, Vec<u32>)>,
}

impl Paths {
    /// The paths of a search that has met.
    pub fn new(meeting: Meeting<Chains>) -> Paths {
        let mut paths = Paths { meeting, at: None };
        paths.at = paths.begin(0);
        paths
    }

    /// Their number of hops.
    pub fn length(&self) -> u32 {
        self.meeting.length
    }

    /// Bytes that the search counted and has not given back.
    pub fn held(&self) -> usize {
        self.meeting.held()
    }

    fn begin(&self, place: usize) -> Option<(usize, Vec<u32>, Vec<u32>)> {
        let (forward, backward) = *self.meeting.nodes.get(place)?;
        let to_source = self.meeting.forward.record.first_way(forward);
        Some((place, to_source, self.meeting.backward.record.first_way(backward)))
    }

    fn path(&self, place: usize, to_source: &[u32], to_target: &[u32]) -> PathValue {
        let Meeting { nodes, forward, backward, .. } = &self.meeting;
        let mut path = PathValue { nodes: Vec::new(), relationships: Vec::new() };
        for link in to_source.iter().rev().map(|link| forward.record.links[*link as usize]) {
            path.nodes.push(forward.nodes[link.from as usize]);
            path.relationships.push(link.by);
        }
        path.nodes.push(forward.nodes[nodes[place].0 as usize]);
        for link in to_target.iter().map(|link| backward.record.links[*link as usize]) {
            path.relationships.push(link.by);
            path.nodes.push(backward.nodes[link.from as usize]);
        }
        path
    }
}

impl Iterator for Paths {
    type Item = PathValue;

    fn next(&mut self) -> Option<PathValue> {
        let (place, mut to_source, mut to_target) = self.at.take()?;
        let path = self.path(place, &to_source, &to_target);
        self.at = if self.meeting.backward.record.advance(&mut to_target) {
            Some((place, to_source, to_target))
        } else if self.meeting.forward.record.advance(&mut to_source) {
            let to_target = self.meeting.backward.record.first_way(self.meeting.nodes[place].1);
            Some((place, to_source, to_target))
        } else {
            self.begin(place + 1)
        };
        Some(path)
    }
}
