//! Reading many nodes one after the other: what a page has of a type is looked up once for all of its nodes.

use super::page::{Layout, NODES, Page};
use super::{Adjacency, Runs};
use crate::graph::{NodeId, TypeId};

/// Reads nodes' relationships in one direction, of one type if it is given. It is fastest when nodes of the same page
/// come one after the other, and no slower than asking for each by itself when they do not.
#[derive(Clone, Debug)]
pub struct Cursor<'a> {
    adjacency: &'a Adjacency,
    rel_type: Option<TypeId>,
    /// The page at hand; none if there is no such page.
    page: Option<&'a Page>,
    number: usize,
    /// Where the page's base has the type, see [`super::base::Base::place`].
    place: Option<usize>,
}

impl<'a> Cursor<'a> {
    pub(in crate::graph) fn new(adjacency: &'a Adjacency, rel_type: Option<TypeId>) -> Cursor<'a> {
        let mut cursor = Cursor { adjacency, rel_type, page: None, number: 0, place: None };
        cursor.turn_to(0);
        cursor
    }

    #[inline]
    fn turn_to(&mut self, number: usize) {
        self.number = number;
        self.page = self.adjacency.pages.get(number);
        self.place = match (self.page, self.rel_type) {
            (Some(page), Some(only)) => page.place(only),
            (Some(_) | None, _) => None,
        };
    }

    #[inline]
    fn page_of(&mut self, node: NodeId) -> Option<&'a Page> {
        let number = node.index() / NODES;
        if number != self.number {
            self.turn_to(number);
        }
        self.page
    }

    /// The node's relationships; one run, or several for a changed hub.
    #[inline]
    pub fn runs(&mut self, node: NodeId) -> Runs<'a> {
        let Some(page) = self.page_of(node) else { return Runs::default() };
        let at = node.index() % NODES;
        if let (Some(only), false) = (self.rel_type, page.is_changed(at)) {
            return Runs { first: page.base_run(at, self.place, only), ..Runs::default() };
        }
        match (page.layout(at), self.rel_type) {
            (Layout::Run(run), None) => Runs { first: run, ..Runs::default() },
            (Layout::Run(run), Some(only)) => Runs { first: run.of_type(only), ..Runs::default() },
            (Layout::Chunks(hub), None) => Runs { chunks: hub.chunks(), ..Runs::default() },
            (Layout::Chunks(hub), only @ Some(of)) => {
                Runs { chunks: hub.chunks_of(of), only, ..Runs::default() }
            }
        }
    }

    /// The node, or the first one of a later page if the node's page has no relationships; none behind the last page.
    pub fn skip_absent(&mut self, node: NodeId) -> Option<NodeId> {
        if self.page_of(node).is_some_and(|page| page.may_have(self.rel_type, self.place)) {
            return Some(node);
        }
        for number in node.index() / NODES + 1..self.adjacency.pages.bound() {
            self.turn_to(number);
            if self.page.is_some_and(|page| page.may_have(self.rel_type, self.place)) {
                // Pages hold nodes, whose ids have 32 bits.
                return Some(NodeId((number * NODES) as u32));
            }
        }
        None
    }

    /// The number of the node's relationships.
    #[inline]
    pub fn degree(&mut self, node: NodeId) -> usize {
        let Some(page) = self.page_of(node) else { return 0 };
        let at = node.index() % NODES;
        if let (Some(only), false) = (self.rel_type, page.is_changed(at)) {
            return page.base_degree(at, self.place, only);
        }
        match (page.layout(at), self.rel_type) {
            (Layout::Run(run), None) => run.len(),
            (Layout::Chunks(hub), None) => hub.len(),
            (Layout::Run(_) | Layout::Chunks(_), Some(_)) => self.runs(node).map(|run| run.len()).sum(),
        }
    }
}
