//! The node table (which nodes exist, and their label sets) and the relationship table (type and ends).

use std::sync::Arc;

use super::bits::{Bits, Words};
use super::catalog::LabelSetId;
use super::lazy::Load;
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

    pub(super) fn page(&self, at: usize) -> Option<&NodePage> {
        self.pages.get(at)
    }

    pub(super) fn has_page(&self, at: usize) -> bool {
        self.pages.has(at)
    }

    /// Puts a page in place; by row, zero where no node is, or else one more than the label set.
    pub(super) fn put_page(&mut self, at: usize, sets: &[u32]) {
        let mut page = NodePage::default();
        for (row, set) in sets.iter().enumerate().take(ROWS) {
            if let Some(set) = set.checked_sub(1) {
                page.alive.insert(row);
                page.label_sets[row] = set;
            }
        }
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

    #[inline]
    fn next_word(&self, index: usize) -> usize {
        next_word(&self.pages, index).unwrap_or_else(|| self.word_bound())
    }
}

/// The first word from `index` on whose page is there; none behind the last page, however far ids go.
fn next_word<T>(pages: &Paged<T>, index: usize) -> Option<usize> {
    if pages.has(index / WORDS) {
        return Some(index);
    }
    let next = pages.next(index / WORDS + 1);
    (next < pages.bound()).then_some(next * WORDS)
}

/// Which relationships exist, their types and ends.
#[derive(Clone, Debug, Default)]
pub struct RelTable {
    pages: Paged<RelPage>,
    bound: u32,
}

/// On the heap, so that a page that was not read yet or has no relationships takes no room.
#[derive(Clone, Debug, Default)]
pub(super) struct RelPage(Option<Box<RelRows>>);

#[derive(Clone, Debug)]
struct RelRows {
    alive: Bits<WORDS>,
    types: [TypeId; ROWS],
    starts: [NodeId; ROWS],
    ends: [NodeId; ROWS],
}

impl Default for RelRows {
    fn default() -> Self {
        RelRows {
            alive: Bits::default(),
            types: [TypeId(0); ROWS],
            starts: [NodeId(0); ROWS],
            ends: [NodeId(0); ROWS],
        }
    }
}

impl RelRows {
    fn content(&self, row: usize) -> Relationship {
        Relationship { rel_type: self.types[row], start: self.starts[row], end: self.ends[row] }
    }

    /// Whether the row was free.
    fn put(&mut self, row: usize, content: Relationship) -> bool {
        self.types[row] = content.rel_type;
        self.starts[row] = content.start;
        self.ends[row] = content.end;
        self.alive.insert(row)
    }
}

impl RelPage {
    /// Empty pages for all ids below `bound`.
    pub fn many(bound: u32) -> Vec<RelPage> {
        vec![RelPage::default(); (bound as usize).div_ceil(ROWS)]
    }

    fn rows(&mut self) -> &mut RelRows {
        self.0.get_or_insert_default()
    }

    /// Puts a relationship into its page of all; whether it was not there yet and has a page.
    pub fn put(pages: &mut [RelPage], rel: RelId, content: Relationship) -> bool {
        pages.get_mut(rel.index() / ROWS).is_some_and(|page| page.rows().put(rel.index() % ROWS, content))
    }
}

impl RelTable {
    /// A table whose pages are read when they are touched, each by its number.
    pub(super) fn saved(loader: Arc<dyn Load<RelPage>>, bound: u32) -> RelTable {
        let mut pages = Paged::default();
        for at in 0..(bound as usize).div_ceil(ROWS) {
            pages.set_saved(at, loader.clone(), at as u32);
        }
        RelTable { pages, bound }
    }

    /// Whether the relationship exists.
    #[inline]
    pub fn contains(&self, rel: RelId) -> bool {
        self.rows(rel.index() / ROWS).is_some_and(|rows| rows.alive.get(rel.index() % ROWS))
    }

    /// The relationship, if it exists.
    #[inline]
    pub fn get(&self, rel: RelId) -> Option<Relationship> {
        let rows = self.rows(rel.index() / ROWS)?;
        let row = rel.index() % ROWS;
        rows.alive.get(row).then(|| rows.content(row))
    }

    /// The relationship as it is, or as it was when the open transaction deleted it.
    pub(super) fn get_or_deleted(&self, rel: RelId) -> Option<Relationship> {
        // A row keeps its content until its id is given out again, which is never in the same transaction.
        let rows = self.rows(rel.index() / ROWS).filter(|_| rel.0 < self.bound)?;
        Some(rows.content(rel.index() % ROWS))
    }

    #[inline]
    fn rows(&self, page: usize) -> Option<&RelRows> {
        self.pages.get(page)?.0.as_deref()
    }

    /// One past the largest id ever used.
    pub fn bound(&self) -> u32 {
        self.bound
    }

    pub(super) fn insert(&mut self, rel: RelId, content: Relationship) {
        let page = self.pages.get_or_insert_with(rel.index() / ROWS, RelPage::default);
        page.rows().put(rel.index() % ROWS, content);
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
            let page = page.rows();
            for (row, content) in rows.zip(&contents[done..next]) {
                page.put(row, *content);
            }
            done = next;
        }
        // The caller has checked that the ids fit.
        self.raise_bound(first.0.saturating_add(u32::try_from(contents.len()).unwrap_or(u32::MAX)));
    }

    pub(super) fn remove(&mut self, rel: RelId) {
        if let Some(page) = self.pages.get_mut(rel.index() / ROWS) {
            page.rows().alive.remove(rel.index() % ROWS);
        }
    }

    pub(super) fn raise_bound(&mut self, bound: u32) {
        self.bound = self.bound.max(bound);
    }
}

impl Words for RelTable {
    #[inline]
    fn word(&self, index: usize) -> u64 {
        self.rows(index / WORDS).map_or(0, |rows| rows.alive.words()[index % WORDS])
    }

    fn word_bound(&self) -> usize {
        (self.bound as usize).div_ceil(64)
    }

    #[inline]
    fn next_word(&self, index: usize) -> usize {
        next_word(&self.pages, index).unwrap_or_else(|| self.word_bound())
    }
}
