//! A changed node with very many relationships: its list in sorted chunks.
//!
//! A write touches one chunk, so it costs the same however large the hub is, and a reader still
//! gets long sorted slices with nothing to filter or merge.

use std::sync::Arc;

use super::super::TypeId;
use super::entries::{Entries, Entry, Run};

/// A chunk that grows beyond this is split in two.
const CHUNK: usize = 1024;

/// The relationships of one node in one direction.
#[derive(Clone, Debug)]
pub(crate) struct Hub {
    /// None is empty; all entries of a chunk are smaller than those of the next.
    chunks: Vec<Arc<Entries>>,
    len: usize,
}

impl Hub {
    pub fn new(run: Run<'_>) -> Hub {
        let half = CHUNK / 2;
        let chunks = (0..run.len())
            .step_by(half)
            .map(|from| Arc::new(Entries::from(run.slice(from, (from + half).min(run.len())))))
            .collect();
        Hub { chunks, len: run.len() }
    }

    pub fn len(&self) -> usize {
        self.len
    }

    pub fn chunks(&self) -> &[Arc<Entries>] {
        &self.chunks
    }

    /// The chunks that can hold entries of the type.
    pub fn chunks_of(&self, rel_type: TypeId) -> &[Arc<Entries>] {
        let ends_before = |chunk: &Arc<Entries>| chunk.types.last().is_none_or(|last| *last < rel_type);
        let from = self.chunks.partition_point(ends_before);
        let begins_within =
            |chunk: &Arc<Entries>| chunk.types.first().is_some_and(|first| *first <= rel_type);
        let len = self.chunks[from..].partition_point(begins_within);
        &self.chunks[from..from + len]
    }

    pub fn to_entries(&self) -> Entries {
        let mut entries = Entries::with_capacity(self.len);
        self.chunks.iter().for_each(|chunk| entries.extend(chunk.run()));
        entries
    }

    pub fn insert(&mut self, entry: Entry) -> bool {
        let at = self.chunk_for(&entry).min(self.chunks.len().saturating_sub(1));
        let Some(chunk) = self.chunks.get_mut(at) else {
            *self = Hub::new(Run {
                types: &[entry.rel_type],
                neighbours: &[entry.neighbour],
                relationships: &[entry.relationship],
            });
            return true;
        };
        let chunk = Arc::make_mut(chunk);
        if !chunk.insert(entry) {
            return false;
        }
        self.len += 1;
        if chunk.len() > CHUNK {
            let upper = chunk.split_off(chunk.len() / 2);
            self.chunks.insert(at + 1, Arc::new(upper));
        }
        true
    }

    pub fn remove(&mut self, entry: &Entry) -> bool {
        let at = self.chunk_for(entry);
        let Some(chunk) = self.chunks.get_mut(at) else { return false };
        if chunk.run().search(entry).is_err() {
            return false;
        }
        let chunk = Arc::make_mut(chunk);
        chunk.remove(entry);
        self.len -= 1;
        let len = chunk.len();
        if len == 0 {
            self.chunks.remove(at);
        } else if let Some(next) = self.chunks.get(at + 1).filter(|next| next.len() + len <= CHUNK / 2) {
            let next = next.clone();
            Arc::make_mut(&mut self.chunks[at]).extend(next.run());
            self.chunks.remove(at + 1);
        }
        true
    }

    /// The first chunk whose last entry is not smaller.
    fn chunk_for(&self, entry: &Entry) -> usize {
        self.chunks.partition_point(|chunk| match chunk.len().checked_sub(1) {
            Some(last) => chunk.run().entry(last) < *entry,
            None => true,
        })
    }
}
