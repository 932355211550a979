//! Ordered indexes over property values, for nodes by label and relationships by type.
//!
//! Entries are pairs of key and id in order. An index is written in the same transaction as the property, so it is
//! never behind.

mod definition;
mod key;
mod leaf;
mod postings;
mod seek;
mod types;
mod violation;

use postings::Found;
use rayon::slice::ParallelSliceMut;

pub(super) use definition::Subject;
pub use definition::{ConstraintDefinition, ConstraintKind, IndexDefinition, IndexKind, Target};
pub(super) use key::{Key, KeyPart};
pub(super) use leaf::{FULL as LEAF_ENTRIES, Leaf};
pub(super) use postings::Postings;
pub use seek::{Seek, Stretch};
pub use types::PropertyTypes;
pub use violation::Violation;

/// One entry: the element `id` has the properties `key`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Posting {
    pub key: Key,
    pub id: u32,
}

/// An index and its content.
#[derive(Clone, Debug)]
pub struct Index {
    definition: IndexDefinition,
    unique: bool,
    postings: Postings,
    distinct: u64,
}

impl Index {
    /// An index of these elements, and two that have equal keys if none must.
    pub(super) fn new(
        definition: IndexDefinition,
        unique: bool,
        elements: impl Iterator<Item = (Key, u32)>,
    ) -> (Index, Option<[u32; 2]>) {
        let mut postings: Vec<Posting> = elements.map(|(key, id)| Posting { key, id }).collect();
        postings.par_sort_unstable();
        let mut equal = 0;
        let mut collision = None;
        for pair in postings.windows(2).filter(|pair| pair[0].key == pair[1].key) {
            equal += 1;
            if unique && !pair[0].key.iter().any(KeyPart::is_nan) {
                collision.get_or_insert([pair[0].id, pair[1].id]);
            }
        }
        let distinct = (postings.len() - equal) as u64;
        (Index { definition, unique, postings: Postings::new(&postings), distinct }, collision)
    }

    /// What it is about.
    pub fn definition(&self) -> &IndexDefinition {
        &self.definition
    }

    /// Whether a constraint forbids equal keys.
    pub fn is_unique(&self) -> bool {
        self.unique
    }

    /// The number of elements in it.
    pub fn len(&self) -> u64 {
        self.postings.len()
    }

    /// Whether no element is in it.
    pub fn is_empty(&self) -> bool {
        self.postings.len() == 0
    }

    /// The number of different keys in it.
    pub fn distinct(&self) -> u64 {
        self.distinct
    }

    /// An element other than `except` that has an equal key; NaN equals nothing.
    pub(super) fn holder(&self, key: &Key, except: u32) -> Option<u32> {
        if key.iter().any(KeyPart::is_nan) {
            return None;
        }
        self.with_key(key).find(|id| *id != except)
    }

    fn with_key(&self, key: &Key) -> impl Iterator<Item = u32> {
        let low = Posting { key: key.clone(), id: 0 };
        // No element has the largest id.
        let high = Posting { key: key.clone(), id: u32::MAX };
        self.postings.range(&low, &high).map(Found::id)
    }

    pub(super) fn insert(&mut self, key: Key, id: u32) {
        let fresh = self.with_key(&key).next().is_none();
        self.postings.insert(Posting { key, id });
        self.distinct += u64::from(fresh);
    }

    pub(super) fn remove(&mut self, key: Key, id: u32) {
        let posting = Posting { key, id };
        if self.postings.remove(&posting) && self.with_key(&posting.key).next().is_none() {
            self.distinct -= 1;
        }
    }

    /// An index with saved content, which has so many different keys.
    pub(super) fn saved(
        definition: IndexDefinition,
        unique: bool,
        postings: Postings,
        distinct: u64,
    ) -> Index {
        Index { definition, unique, postings, distinct }
    }

    /// Whether the entries are the same, in the same order.
    pub(super) fn has_the_entries_of(&self, other: &Index) -> bool {
        let entry = |found: Found<'_>| (found.id(), found.key());
        self.postings.iter().map(entry).eq(other.postings.iter().map(entry))
    }

    /// The entries, in order.
    pub(super) fn postings(&self) -> &Postings {
        &self.postings
    }
}
