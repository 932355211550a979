//! The aggregates of a projection, each once however often it is written.

use std::collections::HashMap;

use super::bound::{Aggregate, Slot};
use super::equality::{aggregate_fingerprint, same_aggregate};

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    aggregates: Vec<Aggregate>,
    /// Places in `aggregates`: a projection may have thousands.
    by_fingerprint: HashMap<u64, Vec<usize>>,
}

impl Gathered {
    /// The slot of an equal aggregate.
    pub(super) fn find(&self, aggregate: &Aggregate) -> Option<Slot> {
        let places = self.by_fingerprint.get(&aggregate_fingerprint(aggregate))?;
        let mut like = places.iter().filter_map(|place| self.aggregates.get(*place));
        like.find(|known| same_aggregate(known, aggregate)).map(|known| known.slot)
    }

    /// Adds one that is not there yet.
    pub(super) fn push(&mut self, aggregate: Aggregate) {
        let places = self.by_fingerprint.entry(aggregate_fingerprint(&aggregate)).or_default();
        places.push(self.aggregates.len());
        self.aggregates.push(aggregate);
    }

    /// The slots of all.
    pub(super) fn slots(&self) -> impl Iterator<Item = Slot> {
        self.aggregates.iter().map(|aggregate| aggregate.slot)
    }

    /// All, in the order in which they were added.
    pub(super) fn into_vec(self) -> Vec<Aggregate> {
        self.aggregates
    }
}
