//! A leaf of an index: some hundred entries in order, as arrays where all keys are one integer or one text.

use std::cmp::Ordering;

use super::key::Number;
use super::{Key, KeyPart, Posting};

/// The most entries of a leaf.
pub(in crate::graph) const FULL: usize = 512;

/// The most text that lies in a leaf, as a leaf is copied when it is written; larger text is shared.
const MOST_TEXT: usize = 64 * 1024;

/// Entries ascending by key and id.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::graph) enum Leaf {
    Integers {
        keys: Vec<i64>,
        ids: Vec<u32>,
    },
    /// Each text ends at its place in `ends` and begins where the one before ends.
    Texts {
        ends: Vec<u32>,
        text: String,
        ids: Vec<u32>,
    },
    Mixed(Vec<Posting>),
}

impl Default for Leaf {
    fn default() -> Leaf {
        Leaf::Mixed(Vec::new())
    }
}

impl Leaf {
    /// Of entries in order, in the form that suits them.
    pub fn new(postings: &[Posting]) -> Leaf {
        let ids = || postings.iter().map(|posting| posting.id).collect();
        if let Some(keys) = postings.iter().map(|posting| integer(&posting.key)).collect() {
            return Leaf::Integers { keys, ids: ids() };
        }
        let texts: Option<Vec<&str>> = postings.iter().map(|posting| text(&posting.key)).collect();
        match texts {
            Some(texts) if texts.iter().map(|text| text.len()).sum::<usize>() <= MOST_TEXT => {
                let mut all = String::new();
                let mut ends = Vec::with_capacity(texts.len());
                for text in texts {
                    all.push_str(text);
                    ends.push(all.len() as u32);
                }
                Leaf::Texts { ends, text: all, ids: ids() }
            }
            _ => Leaf::Mixed(postings.to_vec()),
        }
    }

    pub fn len(&self) -> usize {
        match self {
            Leaf::Integers { ids, .. } | Leaf::Texts { ids, .. } => ids.len(),
            Leaf::Mixed(postings) => postings.len(),
        }
    }

    /// The element of a place below `len`, as are all places here.
    pub fn id(&self, at: usize) -> u32 {
        match self {
            Leaf::Integers { ids, .. } | Leaf::Texts { ids, .. } => ids[at],
            Leaf::Mixed(postings) => postings[at].id,
        }
    }

    pub fn key(&self, at: usize) -> Key {
        match self {
            Leaf::Integers { keys, .. } => Key::from_iter([KeyPart::Number(Number::Integer(keys[at]))]),
            Leaf::Texts { ends, text, .. } => Key::from_iter([KeyPart::String(piece(ends, text, at).into())]),
            Leaf::Mixed(postings) => postings[at].key.clone(),
        }
    }

    pub fn posting(&self, at: usize) -> Posting {
        Posting { key: self.key(at), id: self.id(at) }
    }

    /// The text at a place of the key, if it is one.
    pub fn text(&self, at: usize, part: usize) -> Option<&str> {
        match self {
            Leaf::Integers { .. } => None,
            Leaf::Texts { ends, text, .. } => (part == 0).then(|| piece(ends, text, at)),
            Leaf::Mixed(postings) => match postings[at].key.get(part)? {
                KeyPart::String(text) => Some(text),
                _ => None,
            },
        }
    }

    /// The place of the first entry that is not before the posting.
    pub fn place(&self, posting: &Posting) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match self.compare(middle, posting) {
                Ordering::Less => low = middle + 1,
                Ordering::Equal => return middle,
                Ordering::Greater => high = middle,
            }
        }
        low
    }

    pub fn compare(&self, at: usize, posting: &Posting) -> Ordering {
        let Leaf::Mixed(postings) = self else {
            let Some(other) = posting.key.first() else { return Ordering::Greater };
            let part = match self {
                Leaf::Integers { keys, .. } => KeyPart::Number(Number::Integer(keys[at])).cmp(other),
                Leaf::Texts { ends, text, .. } => other.cmp_text(piece(ends, text, at)).reverse(),
                Leaf::Mixed(_) => Ordering::Equal,
            };
            return part.then_with(|| 1.cmp(&posting.key.len())).then_with(|| self.id(at).cmp(&posting.id));
        };
        postings[at].cmp(posting)
    }

    pub fn insert(&mut self, at: usize, posting: Posting) {
        match self {
            Leaf::Integers { keys, ids } => {
                if let Some(key) = integer(&posting.key) {
                    keys.insert(at, key);
                    ids.insert(at, posting.id);
                    return;
                }
            }
            Leaf::Texts { ends, text: all, ids } => {
                if let Some(key) = text(&posting.key)
                    && all.len() + key.len() <= MOST_TEXT
                {
                    let start = start(ends, at);
                    all.insert_str(start, key);
                    ends.insert(at, start as u32);
                    ends[at..].iter_mut().for_each(|end| *end += key.len() as u32);
                    ids.insert(at, posting.id);
                    return;
                }
            }
            Leaf::Mixed(postings) => return postings.insert(at, posting),
        }
        let mut postings = self.postings();
        postings.insert(at, posting);
        *self = Leaf::new(&postings);
    }

    pub fn remove(&mut self, at: usize) {
        match self {
            Leaf::Integers { keys, ids } => {
                keys.remove(at);
                ids.remove(at);
            }
            Leaf::Texts { ends, text, ids } => {
                let range = start(ends, at)..ends[at] as usize;
                let length = range.len() as u32;
                text.replace_range(range, "");
                ends.remove(at);
                ends[at..].iter_mut().for_each(|end| *end -= length);
                ids.remove(at);
            }
            Leaf::Mixed(postings) => drop(postings.remove(at)),
        }
    }

    /// Keeps the first half and gives away the second.
    pub fn split(&mut self) -> Leaf {
        let postings = self.postings();
        let (first, second) = postings.split_at(postings.len() / 2);
        let second = Leaf::new(second);
        *self = Leaf::new(first);
        second
    }

    fn postings(&self) -> Vec<Posting> {
        (0..self.len()).map(|at| self.posting(at)).collect()
    }
}

fn integer(key: &Key) -> Option<i64> {
    match key.as_slice() {
        [KeyPart::Number(Number::Integer(integer))] => Some(*integer),
        _ => None,
    }
}

fn text(key: &Key) -> Option<&str> {
    match key.as_slice() {
        [KeyPart::String(text)] => Some(text),
        _ => None,
    }
}

fn start(ends: &[u32], at: usize) -> usize {
    at.checked_sub(1).map_or(0, |before| ends[before] as usize)
}

fn piece<'a>(ends: &[u32], text: &'a str, at: usize) -> &'a str {
    // Empty only if the leaf was not made here, which a saved one is checked for.
    text.get(start(ends, at)..ends[at] as usize).unwrap_or_default()
}
