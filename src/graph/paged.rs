//! A persistent array of pages: cloning shares everything, writing copies one page and one block.
//!
//! A transaction that alone owns a page writes it in place, so that a long write does not copy
//! the same page over and over. A page of a saved graph is read when it is first touched.

use std::sync::Arc;

use super::lazy::{Lazy, Load};

/// Pages to a block: a clone costs one count per block, a first write one per page of its block.
const BLOCK: usize = 64;

type Block<T> = [Option<Arc<Lazy<T>>>; BLOCK];

/// A sparse array of shared pages.
#[derive(Debug)]
pub struct Paged<T> {
    blocks: Vec<Option<Arc<Block<T>>>>,
}

impl<T> Default for Paged<T> {
    fn default() -> Self {
        Paged { blocks: Vec::new() }
    }
}

impl<T> Clone for Paged<T> {
    fn clone(&self) -> Self {
        Paged { blocks: self.blocks.clone() }
    }
}

impl<T> Paged<T> {
    #[inline]
    fn page(&self, page: usize) -> Option<&Lazy<T>> {
        self.blocks.get(page / BLOCK)?.as_ref()?[page % BLOCK].as_deref()
    }

    /// Whether there is such a page.
    pub fn has(&self, page: usize) -> bool {
        self.page(page).is_some()
    }

    /// The first page from this one on that is there; the bound if none is.
    #[inline]
    pub fn next(&self, mut page: usize) -> usize {
        while page < self.bound() && !self.has(page) {
            // Blocks that are not there have no pages.
            let absent = self.blocks[page / BLOCK].is_none();
            page = if absent { (page / BLOCK + 1) * BLOCK } else { page + 1 };
        }
        page
    }

    /// One past the last page that may be there.
    pub fn bound(&self) -> usize {
        self.blocks.len() * BLOCK
    }

    /// The numbers of the pages that are there, ascending, each with the number it was saved under if it was
    /// not written since.
    pub fn numbers(&self) -> impl Iterator<Item = (usize, Option<u32>)> {
        self.lazy().map(|(at, page)| (at, page.saved_as()))
    }

    /// Puts a page in place, or takes it away.
    pub fn set(&mut self, page: usize, content: Option<T>) {
        if content.is_some() || self.has(page) {
            *self.slot(page) = content.map(|content| Arc::new(Lazy::new(content)));
        }
    }

    /// Puts a page in place that is read when it is touched.
    pub fn set_saved(&mut self, page: usize, loader: Arc<dyn Load<T>>, number: u32) {
        *self.slot(page) = Some(Arc::new(Lazy::saved(loader, number)));
    }

    fn lazy(&self) -> impl Iterator<Item = (usize, &Lazy<T>)> {
        self.blocks.iter().enumerate().filter_map(|(i, block)| Some((i, block.as_deref()?))).flat_map(
            |(i, block)| {
                block.iter().enumerate().filter_map(move |(j, page)| Some((i * BLOCK + j, page.as_deref()?)))
            },
        )
    }

    /// Reads the pages that are not in memory, as far as they can be read.
    pub fn read_ahead(&self) {
        self.lazy().for_each(|(_, page)| page.read_ahead());
    }

    fn slot(&mut self, page: usize) -> &mut Option<Arc<Lazy<T>>> {
        let at = page / BLOCK;
        if at >= self.blocks.len() {
            self.blocks.resize_with(at + 1, || None);
        }
        let block = self.blocks[at].get_or_insert_with(|| Arc::new(std::array::from_fn(|_| None)));
        &mut Arc::make_mut(block)[page % BLOCK]
    }
}

impl<T: Default> Paged<T> {
    /// The page, unless nothing was ever written to it.
    #[inline]
    pub fn get(&self, page: usize) -> Option<&T> {
        self.page(page).map(Lazy::get)
    }

    /// The pages that are there, with their numbers, ascending.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &T)> {
        self.lazy().map(|(at, page)| (at, page.get()))
    }
}

impl<T: Default + Clone> Paged<T> {
    /// The page for writing, unless it is not there.
    pub fn get_mut(&mut self, page: usize) -> Option<&mut T> {
        self.page(page)?;
        self.slot(page).as_mut().map(|page| Arc::make_mut(page).get_mut())
    }

    /// The page for writing; an absent one is made first.
    pub fn get_or_insert_with(&mut self, page: usize, make: impl FnOnce() -> T) -> &mut T {
        let page = self.slot(page).get_or_insert_with(|| Arc::new(Lazy::new(make())));
        Arc::make_mut(page).get_mut()
    }
}
