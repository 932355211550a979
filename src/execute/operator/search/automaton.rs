//! The compiled pattern of a search: a non-deterministic automaton whose letters are hops.
//!
//! Steps are numbered in the order of walking. Position 0 is the start, position `n + 1` lies behind step `n`. An edge leads
//! from a position to a step that may come next, or to the end; a group is left, entered and repeated on edges. Patterns nest no
//! groups, so that one counter, of the repetitions of the group at hand, is enough. (Thompson's construction without its
//! states that consume nothing: they are folded into the edges.)

use crate::execute::expression::Expression;
use crate::graph::Direction;
use crate::semantic::bound::{Name, PathMode, Slot, SoFar};

/// See the module.
pub struct Automaton {
    /// The hops.
    pub steps: Vec<Step>,
    /// By position.
    pub exits: Vec<Vec<Edge>>,
    /// By position: slots whose elements have to be remembered, in order.
    pub registers: Vec<Vec<Slot>>,
    /// Slots of relationships among those.
    pub relationships: Vec<Slot>,
    /// Slots of the row that conditions read.
    pub captured: Vec<Slot>,
    /// What conditions may ask of the path so far.
    pub so_far: SoFar,
    /// Which repetitions are allowed.
    pub mode: PathMode,
    /// The most hops of a path.
    pub longest: Option<u64>,
    /// One path may match in several ways.
    pub ambiguous: bool,
    /// From right to left.
    pub reversed: bool,
}

/// A hop.
pub struct Step {
    /// Its number in the pattern.
    pub number: u32,
    /// Seen from where the search comes from.
    pub direction: Direction,
    /// Any of these; empty for all.
    pub types: Vec<Name>,
    /// Where the search comes from.
    pub from: Slot,
    /// The relationship.
    pub relationship: Slot,
    /// Where it leads.
    pub to: Slot,
    /// Conditions on these three alone.
    pub local: Vec<Expression>,
    /// Conditions that read what lies farther back.
    pub distant: Vec<Expression>,
    /// What it adds to the cost, and what in place of null.
    pub costs: Vec<StepCost>,
}

/// What a hop adds to the cost.
pub struct StepCost {
    /// A number.
    pub value: Expression,
    /// In place of null.
    pub default: Option<Expression>,
    /// It reads the hop alone.
    pub local: bool,
}

/// What may come next.
pub struct Edge {
    /// A step, or the end.
    pub step: Option<usize>,
    /// At least so many repetitions.
    pub least: u64,
    /// Fewer repetitions than that.
    pub below: Option<u64>,
    /// What becomes of the counter.
    pub count: Count,
    /// Slots that stand for the node where the edge begins.
    pub aliases: Vec<Slot>,
    /// Conditions on that node and on what is remembered.
    pub guards: Vec<Expression>,
}

/// What becomes of the counter of repetitions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// It stays.
    Keep,
    /// It begins anew.
    Set(u64),
    /// One more. Beyond that number all are alike.
    Next(Option<u64>),
}

impl Count {
    /// The counter behind the edge.
    pub fn of(self, count: u64) -> u64 {
        match self {
            Count::Keep => count,
            Count::Set(count) => count,
            Count::Next(Some(most)) => (count + 1).min(most),
            Count::Next(None) => count + 1,
        }
    }
}
