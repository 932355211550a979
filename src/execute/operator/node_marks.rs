//! A set of nodes as bits, in pages that are made when they are touched.

use crate::execute::column::NULL_NODE;
use crate::graph::NodeId;
use crate::graph::bits::WordBits;

const WORDS: usize = 512;
const NODES: usize = WORDS * 64;

type Page = Box<[u64; WORDS]>;

/// Some nodes.
#[derive(Default)]
pub struct NodeMarks {
    pages: Vec<Option<Page>>,
    count: i64,
    bytes: usize,
}

impl NodeMarks {
    /// Adds those that are there.
    pub fn extend(&mut self, nodes: &[NodeId]) {
        for node in nodes.iter().filter(|node| **node != NULL_NODE) {
            let (page, at) = (node.index() / NODES, node.index() % NODES);
            let page = match self.pages.get_mut(page) {
                Some(Some(page)) => page,
                _ => self.make(page),
            };
            let (word, bit) = (&mut page[at / 64], 1 << (at % 64));
            let is_new = *word & bit == 0;
            *word |= bit;
            self.count += i64::from(is_new);
        }
    }

    #[cold]
    fn make(&mut self, page: usize) -> &mut Page {
        if page >= self.pages.len() {
            self.pages.resize_with(page + 1, || None);
        }
        self.bytes += NODES / 8;
        self.pages[page].get_or_insert_with(|| Box::new([0; WORDS]))
    }

    /// Adds all of another set.
    pub fn absorb(&mut self, other: NodeMarks) {
        if self.count == 0 {
            *self = other;
            return;
        }
        for (at, page) in other.pages.iter().enumerate() {
            let Some(page) = page else { continue };
            let own = match self.pages.get_mut(at) {
                Some(Some(own)) => own,
                _ => self.make(at),
            };
            let mut more = 0;
            for (own, other) in own.iter_mut().zip(page.iter()) {
                more += (other & !*own).count_ones();
                *own |= other;
            }
            self.count += i64::from(more);
        }
    }

    /// How many there are.
    pub fn count(&self) -> i64 {
        self.count
    }

    /// Bytes taken.
    pub fn memory(&self) -> usize {
        self.bytes + self.pages.len() * 8
    }

    /// The nodes, ascending.
    pub fn to_vec(&self) -> Vec<NodeId> {
        let mut nodes = Vec::with_capacity(usize::try_from(self.count).unwrap_or(0));
        for (at, page) in self.pages.iter().enumerate() {
            for (word, bits) in page.iter().flat_map(|page| page.iter()).enumerate() {
                let first = at * NODES + word * 64;
                nodes.extend(WordBits(*bits).map(|bit| NodeId((first + bit) as u32)));
            }
        }
        nodes
    }
}
