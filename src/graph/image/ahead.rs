//! Reading pages of a saved graph in the background, before they are touched: a search touches relationships all
//! over the graph, and the next one touches others.
//!
//! What cannot be read is left to whoever touches it.

use std::sync::{Mutex, PoisonError};

use super::super::KeyId;
use super::super::state::GraphState;

/// A larger graph is read as it is touched: its relationships take more than half a gigabyte.
const MOST_RELATIONSHIPS: u32 = 1 << 25;

/// What is read, or was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Adjacency,
    Column(KeyId),
}

/// What was asked for, so that it is read once.
#[derive(Debug, Default)]
pub(super) struct Ahead(Mutex<Vec<What>>);

impl Ahead {
    /// Whether it was not asked for before.
    fn ask(&self, what: What) -> bool {
        // Nothing under this lock can leave the list half changed.
        let mut asked = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = !asked.contains(&what);
        if is_new {
            asked.push(what);
        }
        is_new
    }
}

impl GraphState {
    /// Begins to read the relationships that were not read yet, in a thread of its own, once for a graph that was
    /// opened. For searches, which call it when they begin; it does nothing for a graph in memory, and for a very
    /// large one.
    pub fn read_relationships_ahead(&self) {
        if !self.is_ahead_worth(What::Adjacency) {
            return;
        }
        let (outgoing, incoming) = (self.outgoing.clone(), self.incoming.clone());
        in_background(move || {
            outgoing.read_all();
            incoming.read_all();
        });
    }

    /// The same for a property of relationships.
    pub fn read_relationship_column_ahead(&self, key: KeyId) {
        if !self.is_ahead_worth(What::Column(key)) {
            return;
        }
        let Some(column) = self.rel_properties.shared_column(key) else { return };
        in_background(move || column.read_all());
    }

    fn is_ahead_worth(&self, what: What) -> bool {
        let is_small = self.relationships.bound() <= MOST_RELATIONSHIPS;
        self.saved.as_ref().is_some_and(|saved| is_small && saved.ahead().ask(what))
    }
}

fn in_background(read: impl FnOnce() + Send + 'static) {
    // Without a thread everything is read when it is touched.
    let _ = std::thread::Builder::new().name("read-ahead".into()).spawn(read);
}
