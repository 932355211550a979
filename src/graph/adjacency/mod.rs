//! Who is connected to whom, in one direction: sorted contiguous slices per node.
//!
//! A node's relationships are one slice; only a hub changed since it was loaded is several, each
//! sorted and all before the next. A typed expansion is a sub-slice found by binary search.

mod entries;
mod hub;
mod page;

use std::sync::Arc;

use super::paged::Paged;
use super::{NodeId, TypeId};

pub(super) use entries::Entries;
pub use entries::{Entry, Run};
use page::Layout;
pub(super) use page::{NODES, Page};

/// The relationships of all nodes in one direction.
#[derive(Clone, Debug, Default)]
pub(super) struct Adjacency {
    pages: Paged<Page>,
}

impl Adjacency {
    /// The node's relationships, of one type if it is given; one run, or several for a hub.
    #[inline]
    pub fn runs(&self, node: NodeId, rel_type: Option<TypeId>) -> Runs<'_> {
        let Some(page) = self.pages.get(node.index() / NODES) else { return Runs::default() };
        match (page.layout(node.index() % NODES), rel_type) {
            (Layout::Run(run), None) => Runs { first: run, ..Runs::default() },
            (Layout::Run(run), Some(rel_type)) => Runs { first: run.of_type(rel_type), ..Runs::default() },
            (Layout::Chunks(hub), None) => Runs { chunks: hub.chunks(), ..Runs::default() },
            (Layout::Chunks(hub), Some(only)) => {
                Runs { chunks: hub.chunks_of(only), only: Some(only), ..Runs::default() }
            }
        }
    }

    /// The number of the node's relationships, of one type if it is given.
    #[inline]
    pub fn degree(&self, node: NodeId, rel_type: Option<TypeId>) -> usize {
        if rel_type.is_none()
            && let Some(page) = self.pages.get(node.index() / NODES)
            && let Layout::Chunks(hub) = page.layout(node.index() % NODES)
        {
            return hub.len();
        }
        self.runs(node, rel_type).map(|run| run.len()).sum()
    }

    /// Whether it was not there yet.
    pub fn insert(&mut self, node: NodeId, entry: Entry) -> bool {
        self.pages.get_or_insert_with(node.index() / NODES, Page::default).insert(node.index() % NODES, entry)
    }

    /// Whether it was there.
    pub fn remove(&mut self, node: NodeId, entry: &Entry) -> bool {
        self.pages.get_mut(node.index() / NODES).is_some_and(|page| page.remove(node.index() % NODES, entry))
    }

    pub fn page(&self, page: usize) -> Option<&Page> {
        self.pages.get(page)
    }

    pub fn pages(&self) -> impl Iterator<Item = (usize, &Page)> {
        self.pages.iter()
    }

    pub fn put_page(&mut self, at: usize, page: Page) {
        self.pages.set(at, Some(page));
    }
}

/// A node's relationships in one direction as sorted slices, all entries of one before those of the next.
#[derive(Clone, Debug, Default)]
pub struct Runs<'a> {
    first: Run<'a>,
    chunks: &'a [Arc<Entries>],
    only: Option<TypeId>,
}

impl<'a> Runs<'a> {
    /// The slice, if there is only one: always, except for a changed hub.
    #[inline]
    pub fn single(&self) -> Option<Run<'a>> {
        self.chunks.is_empty().then_some(self.first)
    }

    /// The relationships, in order.
    #[inline]
    pub fn entries(self) -> impl Iterator<Item = Entry> + use<'a> {
        self.flat_map(Run::iter)
    }
}

impl<'a> Iterator for Runs<'a> {
    type Item = Run<'a>;

    #[inline]
    fn next(&mut self) -> Option<Run<'a>> {
        if !self.first.is_empty() {
            return Some(std::mem::take(&mut self.first));
        }
        let (chunk, rest) = self.chunks.split_first()?;
        self.chunks = rest;
        let run = chunk.run();
        Some(self.only.map_or(run, |only| run.of_type(only)))
    }
}
