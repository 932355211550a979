//! A persistent set of 32-bit ids as paged bitmaps: which nodes carry a label.

use super::bits::{Bits, Words};
use super::paged::Paged;

const PAGE_WORDS: usize = 64;
const PAGE: usize = PAGE_WORDS * 64;

/// A set of ids; cloning shares its pages.
#[derive(Clone, Debug, Default)]
pub struct IdSet {
    pages: Paged<Bits<PAGE_WORDS>>,
}

impl IdSet {
    /// Whether `id` is a member.
    #[inline]
    pub fn contains(&self, id: u32) -> bool {
        self.pages.get(id as usize / PAGE).is_some_and(|page| page.get(id as usize % PAGE))
    }

    /// Adds `id`; whether it was new.
    pub fn insert(&mut self, id: u32) -> bool {
        self.pages.get_or_insert_with(id as usize / PAGE, Bits::default).insert(id as usize % PAGE)
    }

    /// Adds all ids of a range.
    pub(super) fn insert_range(&mut self, ids: std::ops::Range<u32>) {
        let mut start = ids.start as usize;
        while start < ids.end as usize {
            let end = ((start / PAGE + 1) * PAGE).min(ids.end as usize);
            let page = self.pages.get_or_insert_with(start / PAGE, Bits::default);
            page.insert_range(start % PAGE..end - start / PAGE * PAGE);
            start = end;
        }
    }

    /// Takes `id` out; whether it was there.
    pub fn remove(&mut self, id: u32) -> bool {
        self.contains(id)
            && self.pages.get_mut(id as usize / PAGE).is_some_and(|page| page.remove(id as usize % PAGE))
    }

    /// The number of members, counted.
    pub fn count(&self) -> u64 {
        self.pages.iter().map(|(_, page)| page.count() as u64).sum()
    }
}

impl Words for IdSet {
    #[inline]
    fn word(&self, index: usize) -> u64 {
        self.pages.get(index / PAGE_WORDS).map_or(0, |page| page.words()[index % PAGE_WORDS])
    }

    fn word_bound(&self) -> usize {
        self.pages.bound() * PAGE_WORDS
    }

    #[inline]
    fn next_word(&self, index: usize) -> usize {
        if self.pages.has(index / PAGE_WORDS) {
            index
        } else {
            self.pages.next(index / PAGE_WORDS) * PAGE_WORDS
        }
    }
}
