//! A set of slots as a bit vector: plans ask "is all of this available there" at every operator.

use crate::semantic::bound::Slot;

/// A set of slots, iterated in ascending order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SlotSet {
    /// Without trailing zero words, so that equality is derived.
    words: Vec<u64>,
}

impl SlotSet {
    /// The empty set.
    pub fn new() -> SlotSet {
        SlotSet::default()
    }

    /// Adds a slot; true when it is new.
    pub fn insert(&mut self, slot: Slot) -> bool {
        let (word, bit) = place(slot);
        if self.words.len() <= word {
            self.words.resize(word + 1, 0);
        }
        let new = self.words[word] & bit == 0;
        self.words[word] |= bit;
        new
    }

    /// Removes a slot.
    pub fn remove(&mut self, slot: Slot) {
        let (word, bit) = place(slot);
        if let Some(bits) = self.words.get_mut(word) {
            *bits &= !bit;
            self.trim();
        }
    }

    /// Whether the slot is in it.
    pub fn contains(&self, slot: Slot) -> bool {
        let (word, bit) = place(slot);
        self.words.get(word).is_some_and(|bits| bits & bit != 0)
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How many are in it.
    pub fn len(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Adds all of `other`.
    pub fn union_with(&mut self, other: &SlotSet) {
        if self.words.len() < other.words.len() {
            self.words.resize(other.words.len(), 0);
        }
        for (mine, theirs) in self.words.iter_mut().zip(&other.words) {
            *mine |= theirs;
        }
    }

    /// What is in this set and not in `other`.
    #[must_use]
    pub fn difference(&self, other: &SlotSet) -> SlotSet {
        let mut result = self.clone();
        for (mine, theirs) in result.words.iter_mut().zip(&other.words) {
            *mine &= !theirs;
        }
        result.trim();
        result
    }

    /// What is in both.
    #[must_use]
    pub fn intersection(&self, other: &SlotSet) -> SlotSet {
        let words = self.words.iter().zip(&other.words).map(|(mine, theirs)| mine & theirs).collect();
        let mut result = SlotSet { words };
        result.trim();
        result
    }

    /// Whether all of it is in `other`.
    pub fn is_subset(&self, other: &SlotSet) -> bool {
        self.words.iter().enumerate().all(|(i, word)| word & !other.words.get(i).copied().unwrap_or(0) == 0)
    }

    /// Whether nothing is in both.
    pub fn is_disjoint(&self, other: &SlotSet) -> bool {
        self.words.iter().zip(&other.words).all(|(mine, theirs)| mine & theirs == 0)
    }

    /// The slots, ascending.
    pub fn iter(&self) -> impl Iterator<Item = Slot> + '_ {
        self.words.iter().enumerate().flat_map(|(i, &word)| {
            (0..64u32).filter(move |bit| word >> bit & 1 == 1).map(move |bit| i as Slot * 64 + bit)
        })
    }

    /// The slots, ascending, as plans hold them.
    pub fn to_vec(&self) -> Vec<Slot> {
        self.iter().collect()
    }

    fn trim(&mut self) {
        while self.words.last() == Some(&0) {
            self.words.pop();
        }
    }
}

fn place(slot: Slot) -> (usize, u64) {
    (slot as usize / 64, 1 << (slot % 64))
}

impl Extend<Slot> for SlotSet {
    fn extend<I: IntoIterator<Item = Slot>>(&mut self, slots: I) {
        for slot in slots {
            self.insert(slot);
        }
    }
}

impl FromIterator<Slot> for SlotSet {
    fn from_iter<I: IntoIterator<Item = Slot>>(slots: I) -> SlotSet {
        let mut set = SlotSet::new();
        set.extend(slots);
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn behaves_as_a_set() {
        let a: SlotSet = [1, 70, 3].into_iter().collect();
        let b: SlotSet = [3, 1].into_iter().collect();
        assert_eq!(a.to_vec(), [1, 3, 70]);
        assert!(b.is_subset(&a) && !a.is_subset(&b));
        assert_eq!(a.difference(&b).to_vec(), [70]);
        assert_eq!(a.intersection(&b), b);
        assert!(a.difference(&b).is_disjoint(&b));
        assert_eq!(a.len(), 3);
    }

    #[test]
    fn equality_ignores_removed_words() {
        let mut a: SlotSet = [1, 200].into_iter().collect();
        a.remove(200);
        assert_eq!(a, [1].into_iter().collect());
    }
}
