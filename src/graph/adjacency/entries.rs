//! Neighbour lists: three parallel arrays, sorted by type, neighbour and relationship.

use super::super::{NodeId, RelId, TypeId};

/// One relationship as seen from a node. Its order is the order of the lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entry {
    /// The relationship's type.
    pub rel_type: TypeId,
    /// The node at the other end.
    pub neighbour: NodeId,
    /// The relationship.
    pub relationship: RelId,
}

/// A sorted stretch of a node's relationships in one direction, as slices.
#[derive(Clone, Copy, Debug, Default)]
pub struct Run<'a> {
    /// The types; ascending.
    pub types: &'a [TypeId],
    /// The nodes at the other end; ascending within a type.
    pub neighbours: &'a [NodeId],
    /// The relationships; ascending within a type and neighbour.
    pub relationships: &'a [RelId],
}

impl<'a> Run<'a> {
    /// The number of relationships.
    #[inline]
    pub fn len(&self) -> usize {
        self.neighbours.len()
    }

    /// Whether there is none.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.neighbours.is_empty()
    }

    /// The relationship at a place below [`Run::len`].
    #[inline]
    pub fn entry(&self, at: usize) -> Entry {
        Entry {
            rel_type: self.types[at],
            neighbour: self.neighbours[at],
            relationship: self.relationships[at],
        }
    }

    /// The relationships in order.
    #[inline]
    pub fn iter(self) -> impl ExactSizeIterator<Item = Entry> + Clone + use<'a> {
        self.types.iter().zip(self.neighbours).zip(self.relationships).map(
            |((rel_type, neighbour), relationship)| Entry {
                rel_type: *rel_type,
                neighbour: *neighbour,
                relationship: *relationship,
            },
        )
    }

    /// The part from one place up to another.
    #[inline]
    pub fn slice(&self, from: usize, to: usize) -> Run<'a> {
        Run {
            types: &self.types[from..to],
            neighbours: &self.neighbours[from..to],
            relationships: &self.relationships[from..to],
        }
    }

    /// The part of one type. Short lists are counted through, which is faster than a search as it does not
    /// branch on what it finds.
    #[inline]
    pub fn of_type(&self, rel_type: TypeId) -> Run<'a> {
        const SHORT: usize = 64;
        let (Some(first), Some(last)) = (self.types.first(), self.types.last()) else { return *self };
        if *first == rel_type && *last == rel_type {
            return *self;
        }
        let (from, len) = if self.types.len() <= SHORT {
            let (mut before, mut same) = (0u16, 0u16);
            for other in self.types {
                before += u16::from(*other < rel_type);
                same += u16::from(*other == rel_type);
            }
            (before as usize, same as usize)
        } else {
            let from = self.types.partition_point(|other| *other < rel_type);
            (from, self.types[from..].partition_point(|other| *other == rel_type))
        };
        self.slice(from, from + len)
    }

    /// The part of one neighbour, found by binary search; all entries must have one type. Short lists are counted
    /// through.
    #[inline]
    pub fn to_neighbour(&self, neighbour: NodeId) -> Run<'a> {
        const SHORT: usize = 16;
        if self.neighbours.len() <= SHORT {
            let (mut before, mut same) = (0, 0);
            for other in self.neighbours {
                before += usize::from(*other < neighbour);
                same += usize::from(*other == neighbour);
            }
            return self.slice(before, before + same);
        }
        let from = self.neighbours.partition_point(|other| *other < neighbour);
        // Mostly there is none or one, hardly ever are there many.
        let len = self.neighbours[from..].iter().take_while(|other| **other == neighbour).count();
        self.slice(from, from + len)
    }

    /// The parts of one type each, ascending.
    pub fn by_type(self) -> impl Iterator<Item = (TypeId, Run<'a>)> {
        let mut rest = self;
        std::iter::from_fn(move || {
            let rel_type = *rest.types.first()?;
            let is_last = rest.types.last() == Some(&rel_type);
            let len =
                if is_last { rest.len() } else { rest.types.partition_point(|other| *other == rel_type) };
            let part = rest.slice(0, len);
            rest = rest.slice(len, rest.len());
            Some((rel_type, part))
        })
    }

    /// Where the entry is, or where it would be.
    pub(in crate::graph) fn search(&self, entry: &Entry) -> Result<usize, usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match self.entry(middle).cmp(entry) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Ok(middle),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        Err(low)
    }
}

/// An owned run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entries {
    pub types: Vec<TypeId>,
    pub neighbours: Vec<NodeId>,
    pub relationships: Vec<RelId>,
}

impl Entries {
    pub fn with_capacity(capacity: usize) -> Entries {
        Entries {
            types: Vec::with_capacity(capacity),
            neighbours: Vec::with_capacity(capacity),
            relationships: Vec::with_capacity(capacity),
        }
    }

    pub fn len(&self) -> usize {
        self.neighbours.len()
    }

    #[inline]
    pub fn run(&self) -> Run<'_> {
        Run { types: &self.types, neighbours: &self.neighbours, relationships: &self.relationships }
    }

    pub fn extend_from_slice(&mut self, entries: &[Entry]) {
        self.types.extend(entries.iter().map(|entry| entry.rel_type));
        self.neighbours.extend(entries.iter().map(|entry| entry.neighbour));
        self.relationships.extend(entries.iter().map(|entry| entry.relationship));
    }

    pub fn extend(&mut self, run: Run<'_>) {
        self.types.extend_from_slice(run.types);
        self.neighbours.extend_from_slice(run.neighbours);
        self.relationships.extend_from_slice(run.relationships);
    }

    /// Whether it was not there yet.
    pub fn insert(&mut self, entry: Entry) -> bool {
        match self.run().search(&entry) {
            Ok(_) => false,
            Err(at) => {
                // A list moves its entries with each insertion anyway: room for more would mostly stay empty.
                self.types.reserve_exact(1);
                self.neighbours.reserve_exact(1);
                self.relationships.reserve_exact(1);
                self.types.insert(at, entry.rel_type);
                self.neighbours.insert(at, entry.neighbour);
                self.relationships.insert(at, entry.relationship);
                true
            }
        }
    }

    /// Whether it was there.
    pub fn remove(&mut self, entry: &Entry) -> bool {
        match self.run().search(entry) {
            Ok(at) => {
                self.types.remove(at);
                self.neighbours.remove(at);
                self.relationships.remove(at);
                true
            }
            Err(_) => false,
        }
    }

    /// Takes everything from a place on.
    pub fn split_off(&mut self, at: usize) -> Entries {
        Entries {
            types: self.types.split_off(at),
            neighbours: self.neighbours.split_off(at),
            relationships: self.relationships.split_off(at),
        }
    }
}

impl<'a> From<Run<'a>> for Entries {
    fn from(run: Run<'a>) -> Entries {
        let mut entries = Entries::with_capacity(run.len());
        entries.extend(run);
        entries
    }
}
