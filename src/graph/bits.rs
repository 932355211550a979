//! Fixed bit sets, and walking the ids of a set word by word in ascending order.

/// A set of small numbers below `64 * W`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bits<const W: usize>([u64; W]);

impl<const W: usize> Default for Bits<W> {
    fn default() -> Self {
        Bits([0; W])
    }
}

impl<const W: usize> Bits<W> {
    /// From raw words, lowest number first.
    pub fn from_words(words: [u64; W]) -> Self {
        Bits(words)
    }

    /// The numbers below `count`.
    pub fn first(count: usize) -> Self {
        let mut bits = Bits::default();
        bits.insert_range(0..count);
        bits
    }

    /// The raw words, lowest number first.
    pub fn words(&self) -> &[u64; W] {
        &self.0
    }

    /// Whether `at` is in the set.
    pub fn get(&self, at: usize) -> bool {
        self.0[at / 64] >> (at % 64) & 1 == 1
    }

    /// Adds `at`; whether it was new.
    pub fn insert(&mut self, at: usize) -> bool {
        let word = &mut self.0[at / 64];
        let before = *word;
        *word |= 1 << (at % 64);
        *word != before
    }

    /// Adds all of a range.
    pub fn insert_range(&mut self, range: std::ops::Range<usize>) {
        let mut start = range.start;
        while start < range.end {
            let end = ((start / 64 + 1) * 64).min(range.end);
            self.0[start / 64] |= (!0 >> (64 - (end - start))) << (start % 64);
            start = end;
        }
    }

    /// Takes `at` out; whether it was there.
    pub fn remove(&mut self, at: usize) -> bool {
        let word = &mut self.0[at / 64];
        let before = *word;
        *word &= !(1 << (at % 64));
        *word != before
    }

    /// How many are in the set.
    pub fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// How many in the set are smaller than `at`.
    pub fn rank(&self, at: usize) -> usize {
        let whole: u32 = self.0[..at / 64].iter().map(|word| word.count_ones()).sum();
        (whole + (self.0[at / 64] & ((1 << (at % 64)) - 1)).count_ones()) as usize
    }

    /// The members, ascending.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().enumerate().flat_map(|(i, word)| WordBits(*word).map(move |bit| i * 64 + bit))
    }
}

/// The numbers of the bits that are set in a word, ascending.
#[derive(Clone, Copy, Debug)]
pub struct WordBits(pub u64);

impl Iterator for WordBits {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        if self.0 == 0 {
            return None;
        }
        let bit = self.0.trailing_zeros() as usize;
        self.0 &= self.0 - 1;
        Some(bit)
    }
}

/// A set of 32-bit ids that can be read 64 at a time, so that scans and intersections run over words.
pub trait Words {
    /// Membership of the ids `64 * index ..`, lowest first; zero beyond the end.
    fn word(&self, index: usize) -> u64;

    /// One past the last word that can be other than zero.
    fn word_bound(&self) -> usize;

    /// The first word from `index` on that can be other than zero, or one that is not before the bound: a sparse set need
    /// not be looked at word by word.
    fn next_word(&self, index: usize) -> usize {
        index
    }

    /// The members, ascending, from `start` on.
    fn ids_from(&self, start: u32) -> Ids<'_, Self>
    where
        Self: Sized,
    {
        let index = start as usize / 64;
        let word = if index < self.word_bound() { self.word(index) & (!0 << (start % 64)) } else { 0 };
        Ids { set: self, bits: WordBits(word), index }
    }
}

/// The members of a set of ids, ascending.
#[derive(Debug)]
pub struct Ids<'a, S> {
    set: &'a S,
    bits: WordBits,
    index: usize,
}

impl<S> Clone for Ids<'_, S> {
    fn clone(&self) -> Self {
        Ids { set: self.set, bits: self.bits, index: self.index }
    }
}

impl<S: Words> Iterator for Ids<'_, S> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        loop {
            if let Some(bit) = self.bits.next() {
                // Ids are 32 bits, so every word index of a set fits.
                return Some((self.index * 64 + bit) as u32);
            }
            let next = self.set.next_word(self.index + 1);
            if next >= self.set.word_bound() {
                return None;
            }
            self.index = next;
            self.bits = WordBits(self.set.word(self.index));
        }
    }
}
