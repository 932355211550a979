//! A persistent array of pages: cloning shares everything, writing copies one page and one block.
//!
//! A transaction that alone owns a page writes it in place, so that a long write does not copy
//! the same page over and over.

use std::sync::Arc;

/// Pages to a block: a clone costs one count per block, a first write one per page of its block.
const BLOCK: usize = 64;

type Block<T> = [Option<Arc<T>>; BLOCK];

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
    /// The page, unless nothing was ever written to it.
    #[inline]
    pub fn get(&self, page: usize) -> Option<&T> {
        self.blocks.get(page / BLOCK)?.as_ref()?[page % BLOCK].as_deref()
    }

    /// One past the last page that may be there.
    pub fn bound(&self) -> usize {
        self.blocks.len() * BLOCK
    }

    /// The pages that are there, with their numbers, ascending.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &T)> {
        self.blocks.iter().enumerate().filter_map(|(i, block)| Some((i, block.as_deref()?))).flat_map(
            |(i, block)| {
                block.iter().enumerate().filter_map(move |(j, page)| Some((i * BLOCK + j, page.as_deref()?)))
            },
        )
    }

    /// Puts a page in place, or takes it away.
    pub fn set(&mut self, page: usize, content: Option<T>) {
        if content.is_some() || self.get(page).is_some() {
            *self.slot(page) = content.map(Arc::new);
        }
    }

    fn slot(&mut self, page: usize) -> &mut Option<Arc<T>> {
        let at = page / BLOCK;
        if at >= self.blocks.len() {
            self.blocks.resize_with(at + 1, || None);
        }
        let block = self.blocks[at].get_or_insert_with(|| Arc::new(std::array::from_fn(|_| None)));
        &mut Arc::make_mut(block)[page % BLOCK]
    }
}

impl<T: Clone> Paged<T> {
    /// The page for writing, unless it is not there.
    pub fn get_mut(&mut self, page: usize) -> Option<&mut T> {
        self.get(page)?;
        self.slot(page).as_mut().map(Arc::make_mut)
    }

    /// The page for writing; an absent one is made first.
    pub fn get_or_insert_with(&mut self, page: usize, make: impl FnOnce() -> T) -> &mut T {
        Arc::make_mut(self.slot(page).get_or_insert_with(|| Arc::new(make())))
    }
}
