//! How many threads a statement may use.

use std::num::NonZero;

/// On how many threads a statement that only reads may run. Its answer does not depend on it, also not in the last
/// digit of a sum: the rows are divided in the same way for any number of threads.
///
/// By default as many as the machine runs at once, where a statement has enough to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parallelism {
    threads: Option<NonZero<usize>>,
    morsel: Option<NonZero<usize>>,
}

impl Parallelism {
    /// At most so many threads (at least the caller's own), for statements that have enough to do.
    pub fn threads(threads: usize) -> Parallelism {
        Parallelism { threads: NonZero::new(threads.max(1)), morsel: None }
    }

    /// So many workers for every statement that can have several, each of which takes so many rows at a time: for
    /// tests of what otherwise needs a large graph.
    #[must_use]
    pub fn with_morsels_of(mut self, rows: NonZero<usize>) -> Parallelism {
        self.morsel = Some(rows);
        self
    }

    /// How many workers there are at most.
    pub fn workers(&self) -> usize {
        self.threads.map_or_else(rayon::current_num_threads, NonZero::get)
    }

    /// The rows that a worker takes at a time, where that is given.
    pub fn morsel(&self) -> Option<usize> {
        self.morsel.map(NonZero::get)
    }
}
