//! Positions of nodes and relationships among those that exist: petgraph's algorithms keep arrays and want
//! indices without gaps.

use super::super::bits::{WordBits, Words};
use super::super::state::GraphState;
use super::super::{RelId, TypeId};

/// The positions of a state's nodes and relationships.
#[derive(Clone, Debug)]
pub struct Ranks {
    pub(super) nodes: Positions,
    pub(super) links: Positions,
    pub(super) only: Option<TypeId>,
}

impl Ranks {
    /// Of all nodes and relationships.
    pub fn new(state: &GraphState) -> Ranks {
        let links = state.relationship_table();
        Ranks { nodes: nodes(state), links: Positions::new(links, links.bound()), only: None }
    }

    /// Of all nodes and the relationships of one type; looks at every relationship once.
    pub fn of_type(state: &GraphState, rel_type: TypeId) -> Ranks {
        let table = state.relationship_table();
        let is_of_type = |rel| table.get(RelId(rel)).is_some_and(|content| content.rel_type == rel_type);
        let word = |index| {
            let bits = WordBits(table.word(index)).filter(|bit| is_of_type((index * 64 + bit) as u32));
            bits.fold(0u64, |word, bit| word | 1 << bit)
        };
        let words = Chosen((0..table.word_bound()).map(word).collect());
        Ranks { nodes: nodes(state), links: Positions::new(&words, table.bound()), only: Some(rel_type) }
    }
}

fn nodes(state: &GraphState) -> Positions {
    Positions::new(state.node_table(), state.node_table().bound())
}

struct Chosen(Vec<u64>);

impl Words for Chosen {
    fn word(&self, index: usize) -> u64 {
        self.0[index]
    }

    fn word_bound(&self) -> usize {
        self.0.len()
    }
}

/// Ids to positions below their number and back; nothing is stored while ids have no gaps.
#[derive(Clone, Debug)]
pub(super) struct Positions {
    count: usize,
    gaps: Option<Gaps>,
}

#[derive(Clone, Debug)]
struct Gaps {
    words: Vec<u64>,
    /// By word, the number of ids before it.
    before: Vec<u32>,
}

impl Positions {
    fn new(set: &impl Words, bound: u32) -> Positions {
        let words: Vec<u64> = (0..set.word_bound()).map(|index| set.word(index)).collect();
        let mut before = Vec::with_capacity(words.len());
        let mut count = 0;
        for word in &words {
            before.push(count);
            count += word.count_ones();
        }
        Positions { count: count as usize, gaps: (count != bound).then_some(Gaps { words, before }) }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// How many are smaller than the id.
    #[inline]
    pub fn of(&self, id: u32) -> usize {
        let Some(gaps) = &self.gaps else { return id as usize };
        let at = id as usize / 64;
        let (Some(word), Some(before)) = (gaps.words.get(at), gaps.before.get(at)) else { return self.count };
        (before + (word & ((1 << (id % 64)) - 1)).count_ones()) as usize
    }

    /// The id at a position; beyond the last one, an id that nothing has.
    #[inline]
    pub fn id(&self, position: usize) -> u32 {
        if position >= self.count {
            return u32::MAX;
        }
        let Some(gaps) = &self.gaps else { return position as u32 };
        let at = gaps.before.partition_point(|before| *before as usize <= position).saturating_sub(1);
        let bit = WordBits(gaps.words[at]).nth(position - gaps.before[at] as usize);
        bit.map_or(u32::MAX, |bit| (at * 64 + bit) as u32)
    }
}
