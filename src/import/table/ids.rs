//! Spaces of ids: which node has which id. Integers lie in an array where they are dense.

use std::collections::hash_map::Entry;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::cell::canonical_integer;
use super::column::IdColumn;
use crate::graph::NodeId;

/// The ids of one group. An id is its text, so an integer in another than its shortest form is text.
#[derive(Debug, Default)]
pub struct IdSpace {
    pub group: Arc<str>,
    integers: Integers,
    texts: FxHashMap<Box<[u8]>, NodeId>,
}

/// Integers as ids: in an array where they are dense, the others in a hash table.
#[derive(Debug, Default)]
struct Integers {
    base: i64,
    /// The node of `base + i`, or [`NOBODY`].
    nodes: Vec<u32>,
    /// How many of `nodes` are somebody.
    count: usize,
    /// The first of `nodes` if each of them is followed by the next number: then memory need not be asked.
    consecutive: Option<u32>,
    others: FxHashMap<i64, NodeId>,
}

/// No node has this number: the graph keeps it free.
const NOBODY: u32 = u32::MAX;

impl IdSpace {
    pub fn new(group: Arc<str>) -> IdSpace {
        IdSpace { group, ..IdSpace::default() }
    }

    /// The node with this id.
    #[inline]
    pub fn get(&self, id: &[u8]) -> Option<NodeId> {
        match canonical_integer(id) {
            Some(integer) => self.get_integer(integer),
            None => self.texts.get(id).copied(),
        }
    }

    /// The node whose id is this integer.
    #[inline]
    pub fn get_integer(&self, id: i64) -> Option<NodeId> {
        self.integers.get(id)
    }

    /// Makes room for ids that are going to be inserted.
    pub fn reserve<'c>(&mut self, columns: impl Iterator<Item = &'c IdColumn>) {
        let mut range = self.integers.range();
        let (mut integers, mut texts) = (self.integers.len(), 0);
        for column in columns {
            match column {
                IdColumn::Texts(column) => texts += column.len(),
                IdColumn::Integers(column) => {
                    integers += column.len();
                    let bounds = column.iter().min().zip(column.iter().max());
                    let joined =
                        |(low, high): (i64, i64), (min, max): (&i64, &i64)| (low.min(*min), high.max(*max));
                    range = match (range, bounds) {
                        (Some(range), Some(bounds)) => Some(joined(range, bounds)),
                        (range, bounds) => range.or(bounds.map(|(min, max)| (*min, *max))),
                    };
                }
            }
        }
        self.texts.reserve(texts);
        if let Some(range) = range {
            self.integers.reserve(range, integers);
        }
    }

    /// Makes asking faster; to be called when the last id was inserted.
    pub fn settle(&mut self) {
        self.integers.settle();
    }

    /// Gives an id to a node, unless another has it: that one is returned.
    pub fn insert_integer(&mut self, id: i64, node: NodeId) -> Option<NodeId> {
        self.integers.insert(id, node)
    }

    /// Gives an id to a node, unless another has it: that one is returned.
    pub fn insert_text(&mut self, id: &str, node: NodeId) -> Option<NodeId> {
        if let Some(integer) = canonical_integer(id.as_bytes()) {
            return self.integers.insert(integer, node);
        }
        match self.texts.get(id.as_bytes()) {
            Some(holder) => Some(*holder),
            None => {
                self.texts.insert(id.as_bytes().into(), node);
                None
            }
        }
    }
}

impl Integers {
    #[inline]
    fn get(&self, id: i64) -> Option<NodeId> {
        match place(self.base, id).filter(|at| *at < self.nodes.len()) {
            // The array has a number for `at`, so the sum is below its last number.
            Some(at) if let Some(first) = self.consecutive => Some(NodeId(first + at as u32)),
            Some(at) => node(self.nodes[at]),
            None if self.others.is_empty() => None,
            None => self.others.get(&id).copied(),
        }
    }

    fn len(&self) -> usize {
        self.count + self.others.len()
    }

    /// The smallest and largest id that the array has room for.
    fn range(&self) -> Option<(i64, i64)> {
        let last = i64::try_from(self.nodes.len().checked_sub(1)?).ok()?;
        Some((self.base, self.base.checked_add(last)?))
    }

    /// Makes room for `count` ids in a range that covers the array's: in the array if they fill a quarter of it.
    fn reserve(&mut self, (low, high): (i64, i64), count: usize) {
        let width = i128::from(high) - i128::from(low) + 1;
        let dense = |width: &usize| *width <= count.saturating_mul(4).saturating_add(64);
        match usize::try_from(width).ok().filter(dense).filter(|_| self.others.is_empty()) {
            // Most files go on where the one before ended.
            Some(width) if low == self.base => self.nodes.resize(width.max(self.nodes.len()), NOBODY),
            Some(width) => {
                let shift = if self.nodes.is_empty() { 0 } else { place(low, self.base).unwrap_or(0) };
                let mut wider = vec![NOBODY; width];
                wider[shift..shift + self.nodes.len()].copy_from_slice(&self.nodes);
                (self.base, self.nodes, self.consecutive) = (low, wider, None);
            }
            None => self.others.reserve(count.saturating_sub(self.len())),
        }
    }

    fn insert(&mut self, id: i64, new: NodeId) -> Option<NodeId> {
        let Some(slot) = place(self.base, id).and_then(|at| self.nodes.get_mut(at)) else {
            return match self.others.entry(id) {
                Entry::Occupied(holder) => Some(*holder.get()),
                Entry::Vacant(place) => {
                    place.insert(new);
                    None
                }
            };
        };
        let holder = node(*slot);
        if holder.is_none() {
            *slot = new.0;
            self.count += 1;
            self.consecutive = None;
        }
        holder
    }

    fn settle(&mut self) {
        let first = self.nodes.first().copied().filter(|first| *first != NOBODY);
        // A gap breaks the sequence: NOBODY is the number after none.
        self.consecutive =
            first.filter(|first| self.nodes.iter().copied().eq((*first..NOBODY).take(self.nodes.len())));
    }
}

#[inline]
fn node(id: u32) -> Option<NodeId> {
    (id != NOBODY).then_some(NodeId(id))
}

#[inline]
fn place(base: i64, id: i64) -> Option<usize> {
    usize::try_from(id.checked_sub(base)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_texts_however_they_are_kept() {
        let mut space = IdSpace::new("".into());
        let mut expected: Vec<(String, u32)> = Vec::new();
        let batches: [&[i64]; 4] = [&[10, 11, 12], &[-3, 40, 100], &[i64::MIN, i64::MAX, 1 << 40], &[0, 7]];
        for batch in batches {
            let column = IdColumn::Integers(batch.to_vec());
            space.reserve(std::iter::once(&column));
            for id in batch {
                let node = expected.len() as u32;
                assert_eq!(space.insert_integer(*id, NodeId(node)), None);
                assert_eq!(space.insert_integer(*id, NodeId(999)), Some(NodeId(node)));
                expected.push((id.to_string(), node));
            }
            space.settle();
            for (id, node) in &expected {
                assert_eq!(space.get(id.as_bytes()), Some(NodeId(*node)), "{id}");
            }
        }
        for id in ["", "05", "5 ", "é", "99999999999999999999"] {
            let node = expected.len() as u32;
            assert_eq!(space.insert_text(id, NodeId(node)), None);
            expected.push((id.to_owned(), node));
        }
        assert_eq!(space.insert_text("7", NodeId(999)), space.get(b"7"));
        for (id, node) in &expected {
            assert_eq!(space.get(id.as_bytes()), Some(NodeId(*node)), "{id}");
        }
        assert_eq!([b"5".as_slice(), b"13", b"x", b"-9"].map(|id| space.get(id)), [None; 4]);
    }
}
