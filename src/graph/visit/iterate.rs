//! What petgraph iterates over, and how it marks the nodes it has seen.

use petgraph::visit::{EdgeRef, VisitMap};

use super::super::state::{Expand, GraphState, NodeIds, RelIds};
use super::super::{NodeId, RelId, TypeId};
use super::view::Weigh;

/// A relationship as petgraph sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link<W> {
    /// The relationship.
    pub id: RelId,
    /// Where it goes out; in an undirected view, where it was come upon.
    pub source: NodeId,
    /// The other end.
    pub target: NodeId,
    /// What it weighs.
    pub weight: W,
}

impl<W: Copy> EdgeRef for Link<W> {
    type NodeId = NodeId;
    type EdgeId = RelId;
    type Weight = W;

    fn source(&self) -> NodeId {
        self.source
    }

    fn target(&self) -> NodeId {
        self.target
    }

    fn weight(&self) -> &W {
        &self.weight
    }

    fn id(&self) -> RelId {
        self.id
    }
}

/// The relationships of a node.
#[derive(Clone, Debug)]
pub struct Links<'a, W> {
    pub(super) state: &'a GraphState,
    pub(super) entries: Expand<'a>,
    pub(super) node: NodeId,
    /// Whether the node is their target.
    pub(super) into: bool,
    pub(super) weigh: W,
}

impl<W: Weigh> Iterator for Links<'_, W> {
    type Item = Link<W::Weight>;

    fn next(&mut self) -> Option<Self::Item> {
        let entry = self.entries.next()?;
        let weight = self.weigh.weigh(self.state, entry.relationship, entry.rel_type);
        let (source, target) =
            if self.into { (entry.neighbour, self.node) } else { (self.node, entry.neighbour) };
        Some(Link { id: entry.relationship, source, target, weight })
    }
}

/// All relationships.
#[derive(Clone)]
pub struct AllLinks<'a, W> {
    pub(super) state: &'a GraphState,
    pub(super) ids: RelIds<'a>,
    pub(super) only: Option<TypeId>,
    pub(super) weigh: W,
    pub(super) left: usize,
}

impl<W: Weigh> Iterator for AllLinks<'_, W> {
    type Item = Link<W::Weight>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let id = self.ids.next()?;
            let Some(content) = self.state.relationship(id) else { continue };
            if self.only.is_none_or(|only| only == content.rel_type) {
                let weight = self.weigh.weigh(self.state, id, content.rel_type);
                self.left = self.left.saturating_sub(1);
                return Some(Link { id, source: content.start, target: content.end, weight });
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<W: Weigh> ExactSizeIterator for AllLinks<'_, W> {}

/// Nodes that were seen, as bits by id.
#[derive(Clone, Debug, Default)]
pub struct NodeMarks(Vec<u64>);

impl NodeMarks {
    pub(super) fn reset(&mut self, bound: u32) {
        self.0.clear();
        self.0.resize((bound as usize).div_ceil(64), 0);
    }
}

impl VisitMap<NodeId> for NodeMarks {
    #[inline]
    fn visit(&mut self, node: NodeId) -> bool {
        // An id beyond the bound is of no node of the view, so nobody asks about it again.
        let Some(word) = self.0.get_mut(node.index() / 64) else { return false };
        let before = *word;
        *word |= 1 << (node.0 % 64);
        *word != before
    }

    #[inline]
    fn is_visited(&self, node: &NodeId) -> bool {
        self.0.get(node.index() / 64).is_some_and(|word| word >> (node.0 % 64) & 1 == 1)
    }

    fn unvisit(&mut self, node: NodeId) -> bool {
        let was = self.is_visited(&node);
        if was {
            self.0[node.index() / 64] &= !(1 << (node.0 % 64));
        }
        was
    }
}

/// All nodes, as ids or with the weight that none has. Says how many are left: some algorithms size their
/// arrays by it.
#[derive(Clone)]
pub struct Nodes<'a, T> {
    pub(super) ids: NodeIds<'a>,
    pub(super) left: usize,
    pub(super) wrap: fn(NodeId) -> T,
}

impl<T> Iterator for Nodes<'_, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        let id = self.ids.next()?;
        self.left = self.left.saturating_sub(1);
        Some((self.wrap)(id))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<T> ExactSizeIterator for Nodes<'_, T> {}
