//! What a search knows of each node, without clearing anything between searches.
//!
//! The nodes of a search are numbered in the order in which it meets them, and everything it remembers of them
//! lies in arrays by that number, which are as long as what was touched. One array by node holds these numbers,
//! counted on from one search to the next: a number below the search's first is of an earlier search and counts as
//! none.

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, PoisonError};

use crate::graph::NodeId;

/// The numbers of the nodes that a search has met.
#[derive(Debug)]
pub struct Places {
    /// By node, its number plus `first`; other values are of earlier searches.
    slots: Vec<u32>,
    first: u32,
    count: u32,
    bound: usize,
}

/// Whether a node was met before, with its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visit {
    /// For the first time.
    New(u32),
    /// It was.
    Old(u32),
}

impl Default for Places {
    fn default() -> Places {
        // A slot that was never written is zero, which is below every search's first number.
        Places { slots: Vec::new(), first: 1, count: 0, bound: 0 }
    }
}

impl Places {
    /// Forgets all nodes; from now on they are below `bound`. Constant time but where the graph has grown, and
    /// once in four billion nodes.
    pub fn begin(&mut self, bound: usize) {
        self.first = self.first.wrapping_add(self.count);
        (self.count, self.bound) = (0, bound);
        if self.slots.is_empty() {
            // Zeroed pages are handed out when they are touched.
            self.slots = vec![0; bound];
        } else if self.slots.len() < bound {
            self.slots.resize(bound, 0);
        }
        if (u32::MAX - self.first) as usize <= self.slots.len() || self.first == 0 {
            self.slots.fill(0);
            self.first = 1;
        }
    }

    /// The node's number.
    #[inline]
    pub fn get(&self, node: NodeId) -> Option<u32> {
        let number = self.slots[node.index()].wrapping_sub(self.first);
        (number < self.count).then_some(number)
    }

    /// The node's number, the next one if it has none.
    #[inline]
    pub fn visit(&mut self, node: NodeId) -> Visit {
        let slot = &mut self.slots[node.index()];
        let number = slot.wrapping_sub(self.first);
        if number < self.count {
            return Visit::Old(number);
        }
        let number = self.count;
        *slot = self.first + number;
        self.count += 1;
        Visit::New(number)
    }

    /// One past the largest node that can be met.
    pub fn bound(&self) -> usize {
        self.bound
    }

    /// How many nodes were met.
    pub fn len(&self) -> usize {
        self.count as usize
    }

    /// Whether none was.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

/// So many arrays wait for the next search at most.
const KEPT: usize = 8;

/// Arrays that searches take and give back: four bytes for each node of the graph and side of a search, kept for
/// as long as the database is open. Clones are handles of the same pool.
#[derive(Clone, Debug, Default)]
pub struct Pool(Arc<Mutex<Vec<Places>>>);

impl Pool {
    /// An array in which nothing is known of any node below `bound`.
    pub fn lease(&self, bound: usize) -> Lease {
        let mut places = self.kept().pop().unwrap_or_default();
        places.begin(bound);
        Lease { places, pool: self.clone() }
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Vec<Places>> {
        // Nothing that runs under this lock can leave the list half changed.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An array that goes back to its pool when it is dropped.
#[derive(Debug)]
pub struct Lease {
    places: Places,
    pool: Pool,
}

impl Deref for Lease {
    type Target = Places;

    fn deref(&self) -> &Places {
        &self.places
    }
}

impl DerefMut for Lease {
    fn deref_mut(&mut self) -> &mut Places {
        &mut self.places
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let mut kept = self.pool.kept();
        if kept.len() < KEPT {
            kept.push(std::mem::take(&mut self.places));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_knows_nothing_of_those_before() {
        let pool = Pool::default();
        for round in 0..3 {
            let mut places = pool.lease(10 + round);
            assert_eq!(places.get(NodeId(3)), None);
            assert_eq!(places.visit(NodeId(3)), Visit::New(0));
            assert_eq!(places.visit(NodeId(9)), Visit::New(1));
            assert_eq!(places.visit(NodeId(3)), Visit::Old(0));
            assert_eq!((places.get(NodeId(9)), places.len()), (Some(1), 2));
        }
        assert_eq!(pool.kept().len(), 1, "one array served all");
    }

    #[test]
    fn numbers_begin_anew_before_they_run_out() {
        let mut places = Places { slots: vec![7; 4], first: u32::MAX - 5, count: 3, bound: 4 };
        places.begin(4);
        assert_eq!((places.first, places.get(NodeId(2))), (1, None));
        assert_eq!(places.visit(NodeId(2)), Visit::New(0));
    }
}
