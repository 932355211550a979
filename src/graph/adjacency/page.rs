//! The relationships of 256 consecutive nodes in one direction: a compressed sparse row base, and beside
//! it the whole lists of the nodes changed since.
//!
//! The changed lists are folded into a new base when the writes since the last fold reach a fixed part of
//! the base, so that folding adds a constant to the cost of a write, and once more before readers see them.
//! Only hubs, which live in chunks, stay beside the base.

use std::sync::Arc;

use super::super::TypeId;
use super::super::bits::Bits;
use super::base::Base;
use super::entries::{Entries, Entry, Run};
use super::hub::Hub;

/// Nodes to a page.
pub(crate) const NODES: usize = 256;

/// A changed list longer than this is kept in chunks.
const HUB: usize = 512;

/// A page is not folded before it has seen this many writes.
const MIN_PENDING: usize = 64;

/// A page is folded when the writes since the last fold reach this part of the base: small enough that few
/// lists lie outside it, large enough that a fold adds little to each write (a hundred nanoseconds).
const PENDING_PART: usize = 64;

/// A page is folded before readers get it when it has seen this many writes and this part of the base.
const RAGGED: usize = 6;
const RAGGED_PART: usize = 256;

#[derive(Clone, Debug)]
pub(crate) struct Page {
    base: Arc<Base>,
    changed: Bits<4>,
    /// The lists of the changed nodes, ascending by node.
    lists: Vec<List>,
    pending: usize,
}

#[derive(Clone, Debug)]
enum List {
    Plain(Arc<Entries>),
    Hub(Arc<Hub>),
}

/// How the relationships of a node lie in memory.
pub(crate) enum Layout<'a> {
    Run(Run<'a>),
    Chunks(&'a Hub),
}

impl Default for Page {
    fn default() -> Self {
        let base = Base::new(&[0; NODES + 1], Entries::default());
        Page { base: Arc::new(base), changed: Bits::default(), lists: Vec::new(), pending: 0 }
    }
}

impl Page {
    /// A page without changes; nothing unless the offsets ascend from zero to the number of entries.
    pub fn from_parts(offsets: [u32; NODES + 1], entries: Entries) -> Option<Page> {
        let ascending = offsets.windows(2).all(|pair| pair[0] <= pair[1]);
        let fits = offsets[0] == 0 && offsets[NODES] as usize == entries.len();
        let parallel = entries.types.len() == entries.len() && entries.relationships.len() == entries.len();
        if !(ascending && fits && parallel) {
            return None;
        }
        Some(Page { base: Arc::new(Base::new(&offsets, entries)), ..Page::default() })
    }

    /// The lists of a page with what is added to each of its first nodes, sorted and without changes beside
    /// the base.
    pub fn merged<'a>(before: Option<&Page>, added: impl Iterator<Item = &'a [Entry]>) -> Page {
        let mut offsets = [0; NODES + 1];
        let mut entries = Entries::default();
        let mut list = Vec::new();
        for (node, added) in added.chain(std::iter::repeat(&[][..])).take(NODES).enumerate() {
            list.clear();
            match before.map(|page| page.layout(node)) {
                Some(Layout::Run(run)) => list.extend(run.iter()),
                Some(Layout::Chunks(hub)) => list.extend(hub.chunks().iter().flat_map(|it| it.run().iter())),
                None => {}
            }
            list.extend_from_slice(added);
            list.sort_unstable();
            entries.extend_from_slice(&list);
            // Every entry is a relationship with a 32-bit id, so their number fits.
            offsets[node + 1] = entries.len() as u32;
        }
        Page { base: Arc::new(Base::new(&offsets, entries)), ..Page::default() }
    }

    /// The offsets and entries of all nodes, hubs and changes included.
    pub fn to_parts(&self) -> ([u32; NODES + 1], Entries) {
        if self.changed.is_empty() {
            return self.base.to_parts();
        }
        let mut offsets = [0; NODES + 1];
        let mut entries = Entries::with_capacity(self.base.len() + self.pending);
        for node in 0..NODES {
            match self.layout(node) {
                Layout::Run(run) => entries.extend(run),
                Layout::Chunks(hub) => hub.chunks().iter().for_each(|chunk| entries.extend(chunk.run())),
            }
            // Every entry is a relationship with a 32-bit id, so their number fits.
            offsets[node + 1] = entries.len() as u32;
        }
        (offsets, entries)
    }

    #[inline]
    pub fn layout(&self, node: usize) -> Layout<'_> {
        if self.changed.get(node) {
            return match &self.lists[self.changed.rank(node)] {
                List::Plain(entries) => Layout::Run(entries.run()),
                List::Hub(hub) => Layout::Chunks(hub),
            };
        }
        Layout::Run(self.base.of_node(node))
    }

    /// The same, of one type; a hub's chunks are not narrowed.
    #[inline]
    pub fn layout_of(&self, node: usize, rel_type: TypeId) -> Layout<'_> {
        if !self.changed.get(node) {
            return Layout::Run(self.base.of_type(node, rel_type));
        }
        match self.layout(node) {
            Layout::Run(run) => Layout::Run(run.of_type(rel_type)),
            chunks @ Layout::Chunks(_) => chunks,
        }
    }

    /// Whether the node's relationships lie outside the base.
    #[inline]
    pub fn is_changed(&self, node: usize) -> bool {
        self.changed.get(node)
    }

    /// Where the base has a type, to be asked once for many nodes.
    #[inline]
    pub fn place(&self, rel_type: TypeId) -> Option<usize> {
        self.base.place(rel_type)
    }

    /// Whether a node may have relationships, of the type whose place in the base is given.
    pub fn may_have(&self, rel_type: Option<TypeId>, place: Option<usize>) -> bool {
        let in_base = match rel_type {
            None => self.base.len() > 0,
            Some(_) => place.is_some() || !self.base.tells_types_apart(),
        };
        in_base || !self.changed.is_empty()
    }

    /// The relationships of an unchanged node, of the type whose place is given.
    #[inline]
    pub fn base_run(&self, node: usize, place: Option<usize>, rel_type: TypeId) -> Run<'_> {
        self.base.at_place(node, place, rel_type)
    }

    /// How many these are.
    #[inline]
    pub fn base_degree(&self, node: usize, place: Option<usize>, rel_type: TypeId) -> usize {
        self.base.degree_at_place(node, place, rel_type)
    }

    /// The lists of all nodes as the base has them, empty ones left out.
    pub fn base_runs(&self) -> impl Iterator<Item = (usize, Run<'_>)> {
        (0..NODES).map(|node| (node, self.base.of_node(node))).filter(|(_, run)| !run.is_empty())
    }

    pub fn insert(&mut self, node: usize, entry: Entry) -> bool {
        let inserted = match self.list_mut(node) {
            List::Plain(entries) => Arc::make_mut(entries).insert(entry),
            List::Hub(hub) => Arc::make_mut(hub).insert(entry),
        };
        self.settle(node);
        inserted
    }

    pub fn remove(&mut self, node: usize, entry: &Entry) -> bool {
        let removed = match self.list_mut(node) {
            List::Plain(entries) => Arc::make_mut(entries).remove(entry),
            List::Hub(hub) => Arc::make_mut(hub).remove(entry),
        };
        self.settle(node);
        removed
    }

    /// The node's list for writing; copied from the base at its first change.
    fn list_mut(&mut self, node: usize) -> &mut List {
        let at = self.changed.rank(node);
        if !self.changed.get(node) {
            let run = self.base.of_node(node);
            let list = if run.len() > HUB {
                // The base keeps the hub's old entries until it is folded: count them as to be folded.
                self.pending += run.len();
                List::Hub(Arc::new(Hub::new(self.base.of_node(node))))
            } else {
                List::Plain(Arc::new(Entries::from(run)))
            };
            self.changed.insert(node);
            self.lists.insert(at, list);
        }
        &mut self.lists[at]
    }

    /// After a write: changes the list's form if it has grown or shrunk, and folds the page when due.
    fn settle(&mut self, node: usize) {
        let list = &mut self.lists[self.changed.rank(node)];
        match list {
            List::Plain(entries) if entries.len() > HUB => {
                *list = List::Hub(Arc::new(Hub::new(entries.run())))
            }
            List::Hub(hub) if hub.len() < HUB / 2 => *list = List::Plain(Arc::new(hub.to_entries())),
            List::Plain(_) | List::Hub(_) => {}
        }
        self.pending += 1;
        if self.pending >= MIN_PENDING.max(self.base.len() / PENDING_PART) {
            self.fold();
        }
    }

    /// Whether enough was written since the last fold that readers would notice.
    #[inline]
    pub fn is_ragged(&self) -> bool {
        self.pending >= RAGGED.max(self.base.len() / RAGGED_PART)
    }

    pub fn fold(&mut self) {
        let mut offsets = [0; NODES + 1];
        let mut entries = Entries::with_capacity(self.base.len() + self.pending);
        let mut hubs = Bits::default();
        for node in 0..NODES {
            match self.layout(node) {
                Layout::Run(run) => entries.extend(run),
                Layout::Chunks(_) => {
                    hubs.insert(node);
                }
            }
            // Every entry is a relationship with a 32-bit id, so their number fits.
            offsets[node + 1] = entries.len() as u32;
        }
        self.base = Arc::new(Base::new(&offsets, entries));
        self.lists.retain(|list| matches!(list, List::Hub(_)));
        self.changed = hubs;
        self.pending = 0;
    }
}
