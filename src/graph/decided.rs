//! Between the end of a transaction and its publishing: what it did is decided, and the next writer goes on from there, while a
//! log makes it durable. Nobody else sees it before.
//!
//! Decided transactions are published in their order, or taken back with all that were built on them.

use std::sync::Arc;

use super::op::Op;
use super::state::GraphState;
use super::store::{Changes, Inner};
use crate::error::{Error, ErrorClass, Result};

/// A transaction that can be published; dropped without, it is taken back.
#[derive(Debug)]
#[must_use = "a decided transaction that is dropped is taken back"]
pub struct Decided {
    pub(super) store: Arc<Inner>,
    pub(super) state: Arc<GraphState>,
    pub(super) ops: Vec<Op>,
    pub(super) whole: bool,
    pub(super) epoch: u64,
    /// Which it is built on: see [`Inner::take_back`].
    pub(super) lineage: u64,
    pub(super) published: bool,
}

impl Decided {
    /// What it did.
    pub fn changes(&self) -> Changes<'_> {
        Changes { ops: &self.ops, state: &self.state, whole: self.whole, epoch: self.epoch }
    }

    /// Whether what it is built on was taken back, and it with that.
    pub fn is_lost(&self) -> bool {
        self.store.lineage() != self.lineage
    }

    /// Makes it visible; all that were decided before it have to be durable too.
    pub fn publish(mut self) -> Result<()> {
        self.published = self.store.publish(self.state.clone(), self.epoch, self.lineage);
        if self.published { Ok(()) } else { Err(lost()) }
    }

    /// It is visible with one that was decided after it.
    pub fn published_with_another(mut self) {
        self.published = true;
    }
}

impl Drop for Decided {
    fn drop(&mut self) {
        if !self.published {
            self.store.take_back(self.lineage);
        }
    }
}

/// A transaction before this one was not made durable.
pub(super) fn lost() -> Error {
    let message = "a transaction that this one is built on could not be made durable";
    Error::new(ErrorClass::IoError, "EarlierCommitFailed", message)
        .hint("nothing of it was kept; run it again")
}
