//! The graph's names, read again only when the graph has changed.

use std::sync::Arc;

use super::engine::Engine;
use crate::explore::NameBook;

/// The name book of one version of the graph.
#[derive(Default)]
pub struct Names {
    kept: Option<(u64, Arc<NameBook>)>,
}

impl Names {
    /// The names as statements see them now.
    pub fn book(&mut self, engine: &Engine) -> Arc<NameBook> {
        if engine.in_transaction() {
            // Each statement may change them, and a transaction has no version to remember them by.
            return Arc::new(engine.with_graph(NameBook::new));
        }
        let snapshot = engine.snapshot();
        if let Some((epoch, book)) = &self.kept
            && *epoch == snapshot.epoch()
        {
            return book.clone();
        }
        let book = Arc::new(NameBook::new(&snapshot));
        self.kept = Some((snapshot.epoch(), book.clone()));
        book
    }
}
