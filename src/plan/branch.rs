//! Parts of a pattern of which only the number of matches is wanted.

use serde::{Deserialize, Serialize};

use crate::semantic::bound::{Expr, Slot};

use super::SlotSet;
use super::logical::Expand;

/// A hop, and hops from its end, of which only the number of matches is wanted. Its slots have a value inside it
/// only.
///
/// Above a branch there are the row and the hops that it hangs on: it may read their slots.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Branch {
    /// The hop. If it is `into`, it leads to a node above, and nothing hangs on it.
    pub hop: Expand,
    /// Nodes above that the hop's end must not be.
    pub different: Vec<Slot>,
    /// Read only the slots of the hop.
    pub predicates: Vec<Expr>,
    /// From the hop's end.
    pub branches: Vec<Branch>,
    /// What the number of matches stands for.
    pub measure: Measure,
    /// Another hop from the same node, whose matches multiply those of this one.
    pub rival: Option<Box<Rival>>,
}

/// A branch beside another that begins at the same node, and of which a match may not share something with a match of
/// the other. Neither depends on what is above.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rival {
    /// The other branch.
    pub branch: Branch,
    /// What they may not share.
    pub apart: Apart,
}

/// What two hops from a node may not share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Apart {
    /// The node they lead to.
    Ends,
    /// The relationship.
    Relationships,
}

/// What the number of a branch's matches stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Measure {
    /// The matches.
    Matches,
    /// The matches, or one row without any.
    Optional,
    /// Whether there is a match.
    Exists,
    /// Whether there is no match.
    NotExists,
}

impl Measure {
    /// By what so many matches multiply.
    #[inline]
    pub fn of(self, matches: u64) -> u64 {
        match self {
            Measure::Matches => matches,
            Measure::Optional => matches.max(1),
            Measure::Exists => matches.min(1),
            Measure::NotExists => u64::from(matches == 0),
        }
    }
}

impl Branch {
    /// A hop alone.
    pub fn of_hop(hop: Expand) -> Branch {
        Branch {
            hop,
            different: Vec::new(),
            predicates: Vec::new(),
            branches: Vec::new(),
            measure: Measure::Matches,
            rival: None,
        }
    }

    /// Calls `f` for the branch and those that hang on it.
    pub fn visit<'a>(&'a self, f: &mut dyn FnMut(&'a Branch)) {
        f(self);
        self.branches.iter().for_each(|branch| branch.visit(f));
        self.rival.iter().for_each(|rival| rival.branch.visit(f));
    }

    /// How many hops it has.
    pub fn size(&self) -> usize {
        1 + self.branches.iter().map(Branch::size).sum::<usize>()
    }

    /// Whether it is a way back to a node above on which nothing else is asked of what is above.
    pub fn is_route(&self) -> bool {
        let is_free = self.measure == Measure::Matches
            && self.different.is_empty()
            && self.hop.unique.is_empty()
            && self.rival.is_none();
        let above = self.branches.iter().filter(|branch| !branch.reads_nothing_but(self.hop.to));
        is_free
            && match above.collect::<Vec<_>>().as_slice() {
                [] => self.hop.into,
                [back] => back.is_route(),
                _ => false,
            }
    }

    fn reads_nothing_but(&self, slot: Slot) -> bool {
        self.reads().iter().all(|read| read == slot)
    }

    /// The slots above that it reads, that of the node it begins at among them.
    pub fn reads(&self) -> SlotSet {
        let mut slots = self.reads_behind();
        slots.insert(self.hop.from);
        slots.extend(self.hop.into.then_some(self.hop.to));
        slots.extend(self.hop.unique.iter().chain(&self.different).copied());
        slots
    }

    /// The slots that those that hang on it read, apart from its own.
    pub fn reads_behind(&self) -> SlotSet {
        let mut slots = SlotSet::new();
        self.branches.iter().for_each(|branch| slots.union_with(&branch.reads()));
        slots.remove(self.hop.to);
        slots.remove(self.hop.relationship);
        slots
    }

    /// Whether the matches behind each of its relationships depend on the node that leads to alone, apart from
    /// that relationship, which is not used again.
    pub fn is_plain(&self) -> bool {
        let is_plain = |branch: &Branch| {
            !branch.hop.into
                && branch.different.is_empty()
                && branch.hop.unique.iter().all(|slot| *slot == self.hop.relationship)
                && branch.is_plain()
        };
        self.branches.iter().all(is_plain)
    }
}
