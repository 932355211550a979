//! Spaces of ids: which node has which id. Integers lie in an array where they are dense.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::cell::canonical_integer;
use super::column::IdColumn;
use crate::graph::NodeId;

/// The ids of one group. An id is its text, so an integer in another than its shortest form is text.
#[derive(Debug, Default)]
pub(super) struct IdSpace {
    pub group: Arc<str>,
    integers: Integers,
    texts: FxHashMap<Box<[u8]>, NodeId>,
}

#[derive(Debug)]
enum Integers {
    /// The node of `base + i`.
    Dense {
        base: i64,
        nodes: Vec<Option<NodeId>>,
        count: usize,
    },
    Sparse(FxHashMap<i64, NodeId>),
}

impl Default for Integers {
    fn default() -> Integers {
        Integers::Dense { base: 0, nodes: Vec::new(), count: 0 }
    }
}

impl IdSpace {
    pub fn new(group: Arc<str>) -> IdSpace {
        IdSpace { group, ..IdSpace::default() }
    }

    /// The node with this id.
    #[inline]
    pub fn get(&self, id: &[u8]) -> Option<NodeId> {
        match canonical_integer(id) {
            Some(integer) => self.integers.get(integer),
            None => self.texts.get(id).copied(),
        }
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
        match self {
            Integers::Dense { base, nodes, .. } => *nodes.get(place(*base, id)?)?,
            Integers::Sparse(nodes) => nodes.get(&id).copied(),
        }
    }

    fn len(&self) -> usize {
        match self {
            Integers::Dense { count, .. } => *count,
            Integers::Sparse(nodes) => nodes.len(),
        }
    }

    /// The smallest and largest id there is or was room for; unknown once they are sparse.
    fn range(&self) -> Option<(i64, i64)> {
        match self {
            Integers::Dense { base, nodes, .. } => {
                Some((*base, base.checked_add(i64::try_from(nodes.len()).ok()?.checked_sub(1)?)?))
                    .filter(|_| !nodes.is_empty())
            }
            Integers::Sparse(_) => None,
        }
    }

    /// Makes room for `count` ids in a range: an array if they fill a quarter of it, otherwise a hash table.
    fn reserve(&mut self, (low, high): (i64, i64), count: usize) {
        let width = i128::from(high) - i128::from(low) + 1;
        let fits =
            usize::try_from(width).ok().filter(|width| *width <= count.saturating_mul(4).saturating_add(64));
        match (&mut *self, fits) {
            (Integers::Sparse(nodes), _) => nodes.reserve(count.saturating_sub(nodes.len())),
            (Integers::Dense { base, nodes, .. }, Some(width)) => {
                // The range covers the old one, so it begins no later.
                let shift = if nodes.is_empty() { 0 } else { place(low, *base).unwrap_or(0) };
                let mut wider = vec![None; width];
                for (at, node) in nodes.iter().enumerate() {
                    wider[shift + at] = *node;
                }
                (*base, *nodes) = (low, wider);
            }
            (Integers::Dense { .. }, None) => {
                let mut sparse = self.to_sparse();
                sparse.reserve(count.saturating_sub(sparse.len()));
                *self = Integers::Sparse(sparse);
            }
        }
    }

    fn insert(&mut self, id: i64, node: NodeId) -> Option<NodeId> {
        if let Integers::Dense { base, nodes, count } = self {
            if let Some(slot) = place(*base, id).and_then(|at| nodes.get_mut(at)) {
                *count += usize::from(slot.is_none());
                return if slot.is_some() { *slot } else { slot.replace(node) };
            }
            *self = Integers::Sparse(self.to_sparse());
        }
        let Integers::Sparse(nodes) = self else { return None };
        match nodes.get(&id) {
            Some(holder) => Some(*holder),
            None => nodes.insert(id, node),
        }
    }

    fn to_sparse(&self) -> FxHashMap<i64, NodeId> {
        match self {
            Integers::Sparse(nodes) => nodes.clone(),
            Integers::Dense { base, nodes, .. } => {
                nodes.iter().enumerate().filter_map(|(at, node)| Some((base + at as i64, (*node)?))).collect()
            }
        }
    }
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
        let batches: [&[i64]; 4] = [&[10, 12, 11], &[-3, 40, 100], &[i64::MIN, i64::MAX, 1 << 40], &[0, 7]];
        for batch in batches {
            let column = IdColumn::Integers(batch.to_vec());
            space.reserve(std::iter::once(&column));
            for id in batch {
                let node = expected.len() as u32;
                assert_eq!(space.insert_integer(*id, NodeId(node)), None);
                assert_eq!(space.insert_integer(*id, NodeId(999)), Some(NodeId(node)));
                expected.push((id.to_string(), node));
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
