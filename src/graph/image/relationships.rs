//! The relationship table of a saved graph: it follows from the outgoing relationships, and is made whole when
//! one of its pages is first touched.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::prelude::*;

use super::super::NodeId;
use super::super::adjacency::{Adjacency, NODES};
use super::super::lazy::Load;
use super::super::tables::{RelPage, RelTable, Relationship};
use super::saved::{Saved, damaged};

/// The outgoing relationships as they were saved, and the pages made of them until they are taken.
struct Derived {
    saved: Arc<Saved>,
    outgoing: Adjacency,
    pages: OnceLock<Mutex<Vec<RelPage>>>,
}

/// A table that is made when it is touched.
pub(super) fn derived(saved: &Arc<Saved>, outgoing: &Adjacency) -> RelTable {
    let derived = Derived { saved: saved.clone(), outgoing: outgoing.clone(), pages: OnceLock::new() };
    RelTable::saved(Arc::new(derived), saved.limits().relationships)
}

impl Load<RelPage> for Derived {
    fn load(&self, page: u32) -> RelPage {
        if self.pages.get().is_none() {
            self.read_outgoing();
        }
        let pages = self.pages.get_or_init(|| Mutex::new(self.make()));
        // Nothing under this lock can leave the pages half changed.
        let mut pages = pages.lock().unwrap_or_else(PoisonError::into_inner);
        pages.get_mut(page as usize).map(std::mem::take).unwrap_or_default()
    }
}

impl Derived {
    /// Reads the outgoing relationships on all cores. Not while the table is being made: a thread that waits for the others
    /// may take up work that asks for the table.
    fn read_outgoing(&self) {
        let numbers: Vec<usize> = self.outgoing.numbers().map(|(at, _)| at).collect();
        numbers.par_iter().for_each(|at| {
            self.outgoing.page(*at);
        });
    }

    fn make(&self) -> Vec<RelPage> {
        let mut pages = RelPage::many(self.saved.limits().relationships);
        for (at, page) in self.outgoing.pages() {
            for (node, run) in page.base_runs() {
                // The bound of ids was checked when the page was read.
                let start = NodeId((at * NODES + node) as u32);
                for entry in run.iter() {
                    let content = Relationship { rel_type: entry.rel_type, start, end: entry.neighbour };
                    if !RelPage::put(&mut pages, entry.relationship, content) {
                        self.saved.remember(damaged(format!(
                            "relationship {} is there twice",
                            entry.relationship.0
                        )));
                    }
                }
            }
        }
        pages
    }
}
