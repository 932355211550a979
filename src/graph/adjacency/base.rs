//! The folded relationships of a page's nodes: compressed sparse rows, by node and, within a node, by type.

use smallvec::SmallVec;

use super::super::TypeId;
use super::entries::{Entries, Run};
use super::page::NODES;

/// Sorted entries, and where those of each node and type begin.
#[derive(Debug)]
pub(super) struct Base {
    /// The types of the entries, ascending; none if there are so many that a start for each node and type
    /// would be larger than the entries. Then `starts` tells nodes apart only.
    types: SmallVec<[TypeId; 8]>,
    /// With `n` types, node `i` has its entries of the type `t` from `starts[i * n + t]` to the next start.
    starts: Vec<u32>,
    entries: Entries,
}

impl Base {
    /// The offsets ascend from zero to the number of entries; those of each node are sorted.
    pub fn new(offsets: &[u32; NODES + 1], entries: Entries) -> Base {
        match types_of(&entries) {
            Some(types) => Base { starts: starts(offsets, &entries, &types), types, entries },
            None => Base { types: SmallVec::new(), starts: offsets.to_vec(), entries },
        }
    }

    /// How many starts a node has.
    #[inline]
    fn width(&self) -> usize {
        self.types.len().max(1)
    }

    #[inline]
    fn run(&self, start: usize, end: usize) -> Run<'_> {
        self.entries.run().slice(self.starts[start] as usize, self.starts[end] as usize)
    }

    /// The entries of a node.
    #[inline]
    pub fn of_node(&self, node: usize) -> Run<'_> {
        self.run(node * self.width(), (node + 1) * self.width())
    }

    /// Whether types have starts of their own.
    pub fn tells_types_apart(&self) -> bool {
        !self.types.is_empty()
    }

    /// Where the starts of a type are among those of a node; none if the page has no such type, or tells nodes
    /// apart only.
    #[inline]
    pub fn place(&self, rel_type: TypeId) -> Option<usize> {
        self.types.iter().position(|other| *other == rel_type)
    }

    /// The entries of a node and type, whose place is given.
    #[inline]
    pub fn at_place(&self, node: usize, place: Option<usize>, rel_type: TypeId) -> Run<'_> {
        match place {
            Some(place) => self.run(node * self.types.len() + place, node * self.types.len() + place + 1),
            None if self.types.is_empty() => self.of_node(node).of_type(rel_type),
            None => Run::default(),
        }
    }

    /// The number of the entries of a node and type, whose place is given.
    #[inline]
    pub fn degree_at_place(&self, node: usize, place: Option<usize>, rel_type: TypeId) -> usize {
        let Some(place) = place else { return self.at_place(node, None, rel_type).len() };
        let at = node * self.types.len() + place;
        (self.starts[at + 1] - self.starts[at]) as usize
    }

    /// The entries of a node and type.
    #[inline]
    pub fn of_type(&self, node: usize, rel_type: TypeId) -> Run<'_> {
        self.at_place(node, self.place(rel_type), rel_type)
    }

    /// The number of entries of all nodes.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Where each node's entries begin, and the entries.
    pub fn to_parts(&self) -> ([u32; NODES + 1], Entries) {
        (std::array::from_fn(|node| self.starts[node * self.width()]), self.entries.clone())
    }
}

/// The types, unless starts for each are too many.
fn types_of(entries: &Entries) -> Option<SmallVec<[TypeId; 8]>> {
    let bound = 2 * entries.len().max(NODES) / NODES;
    let mut types = SmallVec::<[TypeId; 8]>::new();
    for rel_type in entries.types.chunk_by(|a, b| a == b).map(|same| same[0]) {
        if let Err(at) = types.binary_search(&rel_type) {
            if types.len() == bound {
                return None;
            }
            types.insert(at, rel_type);
        }
    }
    Some(types)
}

fn starts(offsets: &[u32; NODES + 1], entries: &Entries, types: &[TypeId]) -> Vec<u32> {
    if types.len() <= 1 {
        return offsets.to_vec();
    }
    let mut starts = Vec::with_capacity(NODES * types.len() + 1);
    for bounds in offsets.windows(2) {
        let mut at = bounds[0];
        let of_node = &entries.types[..bounds[1] as usize];
        for rel_type in types {
            starts.push(at);
            let same = of_node[at as usize..].iter().take_while(|other| *other == rel_type).count();
            // Every entry is a relationship with a 32-bit id, so their number fits.
            at += same as u32;
        }
    }
    starts.push(offsets[NODES]);
    starts
}
