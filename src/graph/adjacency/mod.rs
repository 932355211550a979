//! Who is connected to whom, in one direction: sorted contiguous slices per node.
//!
//! A node's relationships are one slice; only a hub changed since it was loaded is several, each
//! sorted and all before the next. A typed expansion is a sub-slice.

mod base;
mod cursor;
mod entries;
mod hub;
mod page;

use std::sync::Arc;

use rayon::prelude::*;

use super::bits::Words;
use super::idset::IdSet;
use super::lazy::Load;
use super::paged::Paged;
use super::{NodeId, TypeId};

pub use cursor::Cursor;
pub(super) use entries::Entries;
pub use entries::{Entry, Run};
use page::Layout;
pub(super) use page::{NODES, Page};

/// The relationships of all nodes in one direction.
#[derive(Clone, Debug, Default)]
pub(super) struct Adjacency {
    pages: Paged<Page>,
    /// The pages that the open transaction made ragged.
    ragged: IdSet,
}

impl Adjacency {
    /// The node's relationships, of one type if it is given; one run, or several for a hub.
    #[inline]
    pub fn runs(&self, node: NodeId, rel_type: Option<TypeId>) -> Runs<'_> {
        let Some(page) = self.pages.get(node.index() / NODES) else { return Runs::default() };
        let Some(only) = rel_type else {
            return match page.layout(node.index() % NODES) {
                Layout::Run(run) => Runs { first: run, ..Runs::default() },
                Layout::Chunks(hub) => Runs { chunks: hub.chunks(), ..Runs::default() },
            };
        };
        match page.layout_of(node.index() % NODES, only) {
            Layout::Run(run) => Runs { first: run, ..Runs::default() },
            Layout::Chunks(hub) => Runs { chunks: hub.chunks_of(only), only: Some(only), ..Runs::default() },
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
        let at = node.index() / NODES;
        let page = self.pages.get_or_insert_with(at, Page::default);
        let inserted = page.insert(node.index() % NODES, entry);
        if page.is_ragged() {
            self.ragged.insert(at as u32);
        }
        inserted
    }

    /// Whether it was there.
    pub fn remove(&mut self, node: NodeId, entry: &Entry) -> bool {
        let at = node.index() / NODES;
        let Some(page) = self.pages.get_mut(at) else { return false };
        let removed = page.remove(node.index() % NODES, entry);
        if page.is_ragged() {
            self.ragged.insert(at as u32);
        }
        removed
    }

    /// Folds what was written, so that readers get plain slices; done before a state is published.
    pub fn settle(&mut self) {
        for at in std::mem::take(&mut self.ragged).ids_from(0) {
            if let Some(page) = self.pages.get_mut(at as usize).filter(|page| page.is_ragged()) {
                page.fold();
            }
        }
    }

    /// Adds entries grouped by node: those of node `i` end at `ends[i]` and begin where the node before ends.
    pub fn add_sorted(&mut self, ends: &[u32], entries: &[Entry]) {
        let begin = |node: usize| if node == 0 { 0 } else { ends[node - 1] as usize };
        let build = |at: usize| {
            let nodes = at * NODES..((at + 1) * NODES).min(ends.len());
            if begin(nodes.start) == begin(nodes.end) {
                return None;
            }
            let added = nodes.map(|node| &entries[begin(node)..ends[node] as usize]);
            Some((at, Page::merged(self.pages.get(at), added)))
        };
        let pages: Vec<_> = (0..ends.len().div_ceil(NODES)).into_par_iter().filter_map(build).collect();
        for (at, page) in pages {
            self.pages.set(at, Some(page));
        }
    }

    /// Reads the pages that are not in memory.
    pub fn read_all(&self) {
        self.pages.read_ahead();
    }

    pub fn page(&self, page: usize) -> Option<&Page> {
        self.pages.get(page)
    }

    /// The numbers of the pages, with those they were saved under if they were not written since.
    pub fn numbers(&self) -> impl Iterator<Item = (usize, Option<u32>)> {
        self.pages.numbers()
    }

    pub fn has_page(&self, page: usize) -> bool {
        self.pages.has(page)
    }

    /// Puts a page in place that is read when it is touched.
    pub fn put_saved(&mut self, at: usize, loader: Arc<dyn Load<Page>>, number: u32) {
        self.pages.set_saved(at, loader, number);
    }

    pub fn pages(&self) -> impl Iterator<Item = (usize, &Page)> {
        self.pages.iter()
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::RelId;
    use super::*;

    /// A small generator of its own, so that a failure repeats.
    fn random(state: &mut u64) -> usize {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*state >> 33) as usize
    }

    fn compare(adjacency: &Adjacency, model: &BTreeSet<(NodeId, Entry)>) {
        for node in [0, 1, 2, 300].map(NodeId) {
            let expected: Vec<Entry> =
                model.iter().filter(|(owner, _)| *owner == node).map(|(_, entry)| *entry).collect();
            assert_eq!(adjacency.runs(node, None).entries().collect::<Vec<_>>(), expected);
            assert_eq!(adjacency.degree(node, None), expected.len());
            for only in (0..4).map(TypeId) {
                let typed: Vec<Entry> = expected.iter().filter(|it| it.rel_type == only).copied().collect();
                assert_eq!(adjacency.runs(node, Some(only)).entries().collect::<Vec<_>>(), typed);
                assert_eq!(adjacency.degree(node, Some(only)), typed.len());
            }
        }
    }

    #[test]
    fn lists_grow_to_hubs_and_shrink_again_and_old_versions_stay() {
        let (mut adjacency, mut model) = (Adjacency::default(), BTreeSet::new());
        let mut versions = Vec::new();
        let mut state = 7;
        for round in 0..12_000u32 {
            // First mostly insertions, later mostly removals.
            if random(&mut state) % 12_000 > round as usize {
                let node = NodeId([0, 0, 0, 0, 0, 1, 2, 300][random(&mut state) % 8]);
                let entry = Entry {
                    rel_type: TypeId((random(&mut state) % 3) as u16),
                    neighbour: NodeId((random(&mut state) % 500) as u32),
                    relationship: RelId(round),
                };
                assert!(adjacency.insert(node, entry));
                assert!(!adjacency.insert(node, entry));
                model.insert((node, entry));
            } else if let Some((node, entry)) =
                model.iter().nth(random(&mut state) % model.len().max(1)).copied()
            {
                assert!(adjacency.remove(node, &entry));
                assert!(!adjacency.remove(node, &entry));
                model.remove(&(node, entry));
            }
            if round % 2_000 == 1_999 {
                versions.push((adjacency.clone(), model.clone()));
            }
        }
        assert!(
            versions.iter().any(|(version, _)| version.runs(NodeId(0), None).count() > 2),
            "there was a hub"
        );
        versions.push((adjacency, model));
        for (adjacency, model) in &versions {
            compare(adjacency, model);
            let mut copy = Adjacency::default();
            for (at, page) in adjacency.pages() {
                let (offsets, entries) = page.to_parts();
                copy.pages.set(at, Some(Page::from_parts(offsets, entries).expect("parts of a page fit")));
            }
            compare(&copy, model);
        }
    }
}
