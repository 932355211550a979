//! The content of an index: a persistent B-tree of leaves, found by their first entry.
//!
//! A snapshot keeps its own version for the price of a pointer; a write copies one leaf and its path. The leaves of
//! a saved index are read when they are first touched.

use std::ops::Range;
use std::sync::Arc;

use imbl::OrdMap;
use imbl::ordmap::RangedIter;
use imbl::shared_ptr::DefaultSharedPtr;

use super::super::lazy::{Lazy, Load};
use super::leaf::{FULL, Leaf};
use super::{Key, Posting};

/// A leaf that is made whole is filled so far, so that the first insertion does not split it.
const FILLED: usize = FULL * 3 / 4;

/// Entries in order. No leaf is empty, and each is found by an entry that is not behind its first and behind all of the leaf
/// before.
#[derive(Clone, Debug, Default)]
pub(in crate::graph) struct Postings {
    leaves: OrdMap<Posting, Branch>,
    len: u64,
}

/// A leaf and the number of its entries, which is known before it is read.
#[derive(Clone, Debug)]
pub(in crate::graph) struct Branch {
    pub leaf: Arc<Lazy<Leaf>>,
    pub len: u32,
}

impl Branch {
    fn new(leaf: Leaf) -> Branch {
        Branch { len: leaf.len() as u32, leaf: Arc::new(Lazy::new(leaf)) }
    }
}

impl Postings {
    /// Of entries in order.
    pub fn new(postings: &[Posting]) -> Postings {
        let leaf = |chunk: &[Posting]| (chunk[0].clone(), Branch::new(Leaf::new(chunk)));
        Postings { leaves: postings.chunks(FILLED).map(leaf).collect(), len: postings.len() as u64 }
    }

    /// Of saved leaves: with the entry each is found by, the number of its entries, and the number under which each was saved.
    pub fn saved(
        leaves: impl Iterator<Item = (Posting, u32, u32)>,
        loader: &Arc<dyn Load<Leaf>>,
    ) -> Postings {
        let mut postings = Postings::default();
        for (found_by, len, number) in leaves {
            let branch = Branch { leaf: Arc::new(Lazy::saved(loader.clone(), number)), len };
            if let Some(twice) = postings.leaves.insert(found_by, branch) {
                postings.len -= u64::from(twice.len);
            }
            postings.len += u64::from(len);
        }
        postings
    }

    pub fn len(&self) -> u64 {
        self.len
    }

    /// Each leaf with the entry it is found by, in order.
    pub fn leaves(&self) -> impl Iterator<Item = (&Posting, &Branch)> {
        self.leaves.iter()
    }

    /// Whether it was not there.
    pub fn insert(&mut self, posting: Posting) -> bool {
        let Some(mut found_by) = self.leaf_of(&posting) else {
            self.leaves.insert(posting.clone(), Branch::new(Leaf::new(&[posting])));
            self.len += 1;
            return true;
        };
        if posting < found_by {
            // The new first entry of all.
            if let Some(branch) = self.leaves.remove(&found_by) {
                self.leaves.insert(posting.clone(), branch);
            }
            found_by = posting.clone();
        }
        let Some(branch) = self.leaves.get_mut(&found_by) else { return false };
        let leaf = Arc::make_mut(&mut branch.leaf).get_mut();
        let at = leaf.place(&posting);
        if at < leaf.len() && leaf.compare(at, &posting).is_eq() {
            return false;
        }
        leaf.insert(at, posting);
        let second = (leaf.len() > FULL).then(|| leaf.split());
        branch.len = leaf.len() as u32;
        if let Some(second) = second {
            self.leaves.insert(second.posting(0), Branch::new(second));
        }
        self.len += 1;
        true
    }

    /// Whether it was there.
    pub fn remove(&mut self, posting: &Posting) -> bool {
        let Some(found_by) = self.leaf_of(posting) else { return false };
        let Some(branch) = self.leaves.get_mut(&found_by) else { return false };
        let leaf = Arc::make_mut(&mut branch.leaf).get_mut();
        let at = leaf.place(posting);
        if at == leaf.len() || leaf.compare(at, posting).is_ne() {
            return false;
        }
        leaf.remove(at);
        branch.len = leaf.len() as u32;
        if branch.len == 0 {
            self.leaves.remove(&found_by);
        }
        self.len -= 1;
        true
    }

    /// What the leaf is found by that has the entry, or would have it; nothing if there is no leaf. An entry before all is the
    /// first leaf's.
    fn leaf_of(&self, posting: &Posting) -> Option<Posting> {
        let before = self.leaves.range::<_, Posting>(..=posting).next_back();
        before.or_else(|| self.leaves.iter().next()).map(|(found_by, _)| found_by.clone())
    }

    /// The entries from `low` up to but not including `high`.
    pub fn range(&self, low: &Posting, high: &Posting) -> Entries<'_> {
        let first = self.leaf_of(low).unwrap_or_else(|| low.clone());
        let leaves = (first < *high).then(|| self.leaves.range::<_, Posting>(first..high.clone()));
        Entries { low: low.clone(), high: high.clone(), leaves, front: None, back: None }
    }

    /// All entries.
    pub fn iter(&self) -> impl Iterator<Item = Found<'_>> {
        self.leaves.values().flat_map(|branch| {
            let leaf = branch.leaf.get();
            (0..leaf.len()).map(move |at| Found { leaf, at })
        })
    }
}

/// An entry where it lies.
#[derive(Clone, Copy, Debug)]
pub(in crate::graph) struct Found<'a> {
    leaf: &'a Leaf,
    at: usize,
}

impl<'a> Found<'a> {
    pub fn id(self) -> u32 {
        self.leaf.id(self.at)
    }

    pub fn key(self) -> Key {
        self.leaf.key(self.at)
    }

    /// The text at a place of the key, if it is one.
    pub fn text(self, part: usize) -> Option<&'a str> {
        self.leaf.text(self.at, part)
    }
}

type Leaves<'a> = RangedIter<'a, Posting, Branch, DefaultSharedPtr>;

/// The entries between two bounds, from either end.
pub(in crate::graph) struct Entries<'a> {
    low: Posting,
    high: Posting,
    /// Those not begun from either end.
    leaves: Option<Leaves<'a>>,
    front: Option<(&'a Leaf, Range<usize>)>,
    back: Option<(&'a Leaf, Range<usize>)>,
}

impl<'a> Entries<'a> {
    fn clipped(&self, leaf: &'a Leaf) -> (&'a Leaf, Range<usize>) {
        (leaf, leaf.place(&self.low)..leaf.place(&self.high))
    }
}

impl<'a> Iterator for Entries<'a> {
    type Item = Found<'a>;

    #[inline]
    fn next(&mut self) -> Option<Found<'a>> {
        loop {
            if let Some((leaf, range)) = &mut self.front
                && let Some(at) = range.next()
            {
                return Some(Found { leaf, at });
            }
            let Some((_, branch)) = self.leaves.as_mut().and_then(Iterator::next) else { break };
            self.front = Some(self.clipped(branch.leaf.get()));
        }
        let (leaf, range) = self.back.as_mut()?;
        Some(Found { leaf, at: range.next()? })
    }
}

impl DoubleEndedIterator for Entries<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((leaf, range)) = &mut self.back
                && let Some(at) = range.next_back()
            {
                return Some(Found { leaf, at });
            }
            let Some((_, branch)) = self.leaves.as_mut().and_then(DoubleEndedIterator::next_back) else {
                break;
            };
            self.back = Some(self.clipped(branch.leaf.get()));
        }
        let (leaf, range) = self.front.as_mut()?;
        Some(Found { leaf, at: range.next_back()? })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::super::KeyPart;
    use super::super::key::Number;
    use super::*;

    fn posting(kind: u8, value: i64, id: u32) -> Posting {
        let integer = KeyPart::Number(Number::Integer(value));
        let key = match kind {
            0..=4 => Key::from_iter([integer]),
            5..=7 => Key::from_iter([KeyPart::String(format!("text {value}").into())]),
            8 => Key::from_iter([KeyPart::Boolean(value % 2 == 0)]),
            _ => Key::from_iter([integer, KeyPart::String("second".into())]),
        };
        Posting { key, id }
    }

    fn told(entry: Found<'_>) -> Posting {
        Posting { key: entry.key(), id: entry.id() }
    }

    fn compare(postings: &Postings, model: &BTreeSet<Posting>, bounds: &[Posting]) {
        assert_eq!(postings.len(), model.len() as u64);
        for (_, branch) in postings.leaves() {
            let len = branch.leaf.get().len();
            assert!((1..=FULL).contains(&len) && len == branch.len as usize);
        }
        assert!(postings.iter().map(told).eq(model.iter().cloned()));
        for pair in bounds.windows(2) {
            let (low, high) = (&pair[0], &pair[1]);
            let wanted: Vec<Posting> =
                if low < high { model.range(low..high).cloned().collect() } else { Vec::new() };
            assert_eq!(postings.range(low, high).map(told).collect::<Vec<_>>(), wanted);
            let backwards: Vec<Posting> = postings.range(low, high).rev().map(told).collect();
            assert!(backwards.iter().rev().eq(wanted.iter()));
            let mut both = postings.range(low, high);
            let mut ends = (Vec::new(), Vec::new());
            while let Some(entry) = both.next() {
                ends.0.push(told(entry));
                ends.1.extend(both.next_back().map(told));
            }
            assert!(ends.0.iter().chain(ends.1.iter().rev()).eq(wanted.iter()));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

        #[test]
        fn they_are_a_sorted_set(
            loaded in 0..3000usize,
            kinds in 0..10u8,
            steps in prop::collection::vec((any::<bool>(), 0..10u8, 0..400i64, 0..4u32), 0..1500),
            bounds in prop::collection::vec((0..10u8, 0..400i64, 0..4u32), 8),
        ) {
            let one = |of: u8, value: i64, id: u32| posting(of.min(kinds), value, id);
            let first = |at: usize| one((at % 10) as u8, (at * 7 % 400) as i64, (at % 5) as u32);
            let mut model: BTreeSet<Posting> = (0..loaded).map(first).collect();
            let mut postings = Postings::new(&model.iter().cloned().collect::<Vec<_>>());
            let before = (postings.clone(), model.clone());
            for (inserts, of, value, id) in steps {
                let posting = one(of, value, id);
                if inserts {
                    prop_assert_eq!(postings.insert(posting.clone()), model.insert(posting));
                } else {
                    prop_assert_eq!(postings.remove(&posting), model.remove(&posting));
                }
            }
            let bounds: Vec<Posting> =
                bounds.into_iter().map(|(of, value, id)| one(of, value, id)).collect();
            compare(&postings, &model, &bounds);
            compare(&before.0, &before.1, &bounds);
        }
    }
}
