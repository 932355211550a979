//! The node table (which nodes exist, and their label sets) and the relationship table (type and ends).

use super::bits::{Bits, Words};
use super::catalog::LabelSetId;
use super::paged::Paged;
use super::{NodeId, RelId, TypeId};

/// Rows to a page.
pub(super) const ROWS: usize = 1024;
const WORDS: usize = ROWS / 64;

/// A relationship: its type and its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Relationship {
    /// Its type.
    pub rel_type: TypeId,
    /// The node it goes out from.
    pub start: NodeId,
    /// The node it comes in to.
    pub end: NodeId,
}

impl Relationship {
    /// The end that is not `node`; `node` itself for a self-loop.
    pub fn other(&self, node: NodeId) -> NodeId {
        if self.start == node { self.end } else { self.start }
    }
}

/// Which nodes exist, and the labels they carry.
#[derive(Clone, Debug, Default)]
pub struct NodeTable {
    pages: Paged<NodePage>,
    bound: u32,
}

#[derive(Clone, Debug)]
pub(super) struct NodePage {
    pub alive: Bits<WORDS>,
    /// By row; zero where no node is.
    pub label_sets: [u32; ROWS],
}

impl Default for NodePage {
    fn default() -> Self {
        NodePage { alive: Bits::default(), label_sets: [0; ROWS] }
    }
}

impl NodeTable {
    /// Whether the node exists.
    #[inline]
    pub fn contains(&self, node: NodeId) -> bool {
        self.pages.get(node.index() / ROWS).is_some_and(|page| page.alive.get(node.index() % ROWS))
    }

    /// The set of the node's labels; the empty set if there is no such node.
    #[inline]
    pub fn label_set(&self, node: NodeId) -> LabelSetId {
        self.pages
            .get(node.index() / ROWS)
            .map_or(LabelSetId(0), |page| LabelSetId(page.label_sets[node.index() % ROWS]))
    }

    /// One past the largest id ever used.
    pub fn bound(&self) -> u32 {
        self.bound
    }

    pub(super) fn insert(&mut self, node: NodeId, set: LabelSetId) {
        let page = self.pages.get_or_insert_with(node.index() / ROWS, NodePage::default);
        page.alive.insert(node.index() % ROWS);
        page.label_sets[node.index() % ROWS] = set.0;
        self.raise_bound(node.0.saturating_add(1));
    }

    pub(super) fn set_label_set(&mut self, node: NodeId, set: LabelSetId) {
        if let Some(page) = self.pages.get_mut(node.index() / ROWS) {
            page.label_sets[node.index() % ROWS] = set.0;
        }
    }

    pub(super) fn remove(&mut self, node: NodeId) {
        if let Some(page) = self.pages.get_mut(node.index() / ROWS) {
            page.alive.remove(node.index() % ROWS);
            page.label_sets[node.index() % ROWS] = 0;
        }
    }

    pub(super) fn raise_bound(&mut self, bound: u32) {
        self.bound = self.bound.max(bound);
    }

    pub(super) fn pages(&self) -> impl Iterator<Item = (usize, &NodePage)> {
        self.pages.iter()
    }

    pub(super) fn has_page(&self, at: usize) -> bool {
        self.pages.get(at).is_some()
    }

    pub(super) fn put_page(&mut self, at: usize, page: NodePage) {
        self.pages.set(at, Some(page));
    }
}

impl Words for NodeTable {
    #[inline]
    fn word(&self, index: usize) -> u64 {
        self.pages.get(index / WORDS).map_or(0, |page| page.alive.words()[index % WORDS])
    }

    fn word_bound(&self) -> usize {
        (self.bound as usize).div_ceil(64)
    }
}

/// Which relationships exist, their types and ends.
#[derive(Clone, Debug, Default)]
pub struct RelTable {
    pages: Paged<RelPage>,
    bound: u32,
}

#[derive(Clone, Debug)]
struct RelPage {
    alive: Bits<WORDS>,
    types: [TypeId; ROWS],
    starts: [NodeId; ROWS],
    ends: [NodeId; ROWS],
}

impl Default for RelPage {
    fn default() -> Self {
        RelPage {
            alive: Bits::default(),
            types: [TypeId(0); ROWS],
            starts: [NodeId(0); ROWS],
            ends: [NodeId(0); ROWS],
        }
    }
}

impl RelPage {
    fn content(&self, row: usize) -> Relationship {
        Relationship { rel_type: self.types[row], start: self.starts[row], end: self.ends[row] }
    }
}

impl RelTable {
    /// Whether the relationship exists.
    #[inline]
    pub fn contains(&self, rel: RelId) -> bool {
        self.pages.get(rel.index() / ROWS).is_some_and(|page| page.alive.get(rel.index() % ROWS))
    }

    /// The relationship, if it exists.
    #[inline]
    pub fn get(&self, rel: RelId) -> Option<Relationship> {
        let page = self.pages.get(rel.index() / ROWS)?;
        let row = rel.index() % ROWS;
        page.alive.get(row).then(|| page.content(row))
    }

    /// The relationship as it is, or as it was when the open transaction deleted it.
    pub(super) fn get_or_deleted(&self, rel: RelId) -> Option<Relationship> {
        // A row keeps its content until its id is given out again, which is never in the same transaction.
        let page = self.pages.get(rel.index() / ROWS).filter(|_| rel.0 < self.bound)?;
        Some(page.content(rel.index() % ROWS))
    }

    /// One past the largest id ever used.
    pub fn bound(&self) -> u32 {
        self.bound
    }

    pub(super) fn insert(&mut self, rel: RelId, content: Relationship) {
        let page = self.pages.get_or_insert_with(rel.index() / ROWS, RelPage::default);
        let row = rel.index() % ROWS;
        page.alive.insert(row);
        page.types[row] = content.rel_type;
        page.starts[row] = content.start;
        page.ends[row] = content.end;
        self.raise_bound(rel.0.saturating_add(1));
    }

    /// Puts relationships in place whose ids follow one another and do not exist yet.
    pub(super) fn insert_all(&mut self, first: RelId, contents: &[Relationship]) {
        let mut done = 0;
        while done < contents.len() {
            let at = first.index() + done;
            let page = self.pages.get_or_insert_with(at / ROWS, RelPage::default);
            let rows = at % ROWS..ROWS.min(at % ROWS + contents.len() - done);
            let next = done + rows.len();
            for (row, content) in rows.zip(&contents[done..next]) {
                page.alive.insert(row);
                page.types[row] = content.rel_type;
                page.starts[row] = content.start;
                page.ends[row] = content.end;
            }
            done = next;
        }
        // The caller has checked that the ids fit.
        self.raise_bound(first.0.saturating_add(u32::try_from(contents.len()).unwrap_or(u32::MAX)));
    }

    pub(super) fn remove(&mut self, rel: RelId) {
        if let Some(page) = self.pages.get_mut(rel.index() / ROWS) {
            page.alive.remove(rel.index() % ROWS);
        }
    }

    pub(super) fn raise_bound(&mut self, bound: u32) {
        self.bound = self.bound.max(bound);
    }
}

impl Words for RelTable {
    #[inline]
    fn word(&self, index: usize) -> u64 {
        self.pages.get(index / WORDS).map_or(0, |page| page.alive.words()[index % WORDS])
    }

    fn word_bound(&self) -> usize {
        (self.bound as usize).div_ceil(64)
    }
}
