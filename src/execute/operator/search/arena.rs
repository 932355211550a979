//! Paths that share their beginnings: each label knows the one before it.

use rustc_hash::FxHashSet;

use crate::error::Result;
use crate::execute::context::Context;
use crate::graph::{NodeId, RelId};
use crate::semantic::bound::PathMode;
use crate::value::PathValue;

use super::product::{Move, SoFar, StateId};

/// The number of a label.
pub type LabelId = u32;

/// No label.
pub const NONE: LabelId = u32::MAX;

/// A hop of a found path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Taken {
    /// The number of the step in the pattern.
    pub step: u32,
    /// The relationship.
    pub relationship: RelId,
    /// Where it led.
    pub to: NodeId,
}

/// A path that was found.
#[derive(Clone, Debug)]
pub struct FoundPath {
    /// Its hops in the order of walking.
    pub hops: Vec<Taken>,
    /// The sum of its costs.
    pub cost: f64,
}

/// A path up to a node.
#[derive(Clone, Copy, Debug)]
pub struct Label {
    /// The path before the last hop.
    pub parent: LabelId,
    /// The last hop; the first label has none that means anything.
    pub taken: Taken,
    /// The state behind it.
    pub state: StateId,
    /// The number of hops.
    pub length: u32,
    /// The sum of the costs.
    pub cost: f64,
}

/// All labels of a search. What they hold is counted against the memory budget.
pub struct Arena {
    /// In the order in which they were made.
    pub labels: Vec<Label>,
    start: NodeId,
    held: Held,
}

/// Bytes counted against the memory budget until they are given back.
#[derive(Default)]
pub struct Held(usize);

impl Held {
    /// Sees to it that so many bytes are counted.
    pub fn raise(&mut self, ctx: &mut Context<'_>, bytes: usize) -> Result<()> {
        /// Counted at once, so that counting costs nothing.
        const PIECE: usize = 64 << 10;
        if bytes <= self.0 {
            return Ok(());
        }
        let more = bytes - self.0 + PIECE;
        ctx.meter().hold(more)?;
        self.0 += more;
        Ok(())
    }

    /// Gives all of them back.
    pub fn release(&mut self, ctx: &mut Context<'_>) {
        ctx.meter().release(std::mem::take(&mut self.0));
    }
}

impl Arena {
    /// With the label of the path without hops.
    pub fn new(start: NodeId) -> Arena {
        let taken = Taken { step: 0, relationship: RelId::default(), to: start };
        let first = Label { parent: NONE, taken, state: 0, length: 0, cost: 0.0 };
        Arena { labels: vec![first], start, held: Held::default() }
    }

    /// Adds a label behind another; `more` are the bytes that the search holds beside the labels.
    pub fn push(
        &mut self,
        ctx: &mut Context<'_>,
        parent: LabelId,
        step: &Move,
        more: usize,
    ) -> Result<LabelId> {
        let before = self.labels[parent as usize];
        let taken = Taken { step: step.step, relationship: step.relationship, to: step.to };
        let label = Label {
            parent,
            taken,
            state: step.state,
            length: before.length + 1,
            cost: before.cost + step.cost,
        };
        // Numbers run out far above any memory budget.
        let number = self.labels.len() as LabelId;
        self.labels.push(label);
        self.held.raise(ctx, self.labels.len() * size_of::<Label>() + more)?;
        Ok(number)
    }

    /// A label.
    pub fn get(&self, label: LabelId) -> &Label {
        &self.labels[label as usize]
    }

    /// The path of a label.
    pub fn path(&self, label: LabelId) -> FoundPath {
        let mut hops = Vec::with_capacity(self.get(label).length as usize);
        let cost = self.get(label).cost;
        let mut at = label;
        while self.get(at).parent != NONE {
            hops.push(self.get(at).taken);
            at = self.get(at).parent;
        }
        hops.reverse();
        FoundPath { hops, cost }
    }

    /// The path of a label for conditions on it.
    pub fn so_far(&self, label: LabelId) -> SoFar {
        let found = self.path(label);
        SoFar { path: path_value(self.start, &found.hops), cost: found.cost }
    }

    /// Whether the path of a label may be followed by a hop in a path mode. Takes as many steps as the path has hops.
    pub fn allows(&self, mode: PathMode, label: LabelId, relationship: RelId, to: NodeId) -> bool {
        if mode == PathMode::Walk {
            return true;
        }
        let last = self.get(label);
        if mode == PathMode::Simple && last.length > 0 && last.taken.to == self.start {
            return false;
        }
        let mut at = label;
        loop {
            let label = self.get(at);
            let first = label.parent == NONE;
            let repeats = match mode {
                PathMode::Walk => false,
                PathMode::Trail => !first && label.taken.relationship == relationship,
                PathMode::Acyclic => label.taken.to == to,
                PathMode::Simple => !first && label.taken.to == to && to != self.start,
            };
            if repeats {
                return false;
            }
            if first {
                return true;
            }
            at = label.parent;
        }
    }

    /// Gives the memory back.
    pub fn release(&mut self, ctx: &mut Context<'_>) {
        self.held.release(ctx);
    }
}

/// Whether a path that has come to the end it leads to cannot come there again.
pub fn is_final(mode: PathMode, start: NodeId, end: NodeId) -> bool {
    match mode {
        PathMode::Walk | PathMode::Trail => false,
        PathMode::Acyclic => true,
        PathMode::Simple => start != end,
    }
}

/// The path of these hops from a node.
pub fn path_value(start: NodeId, hops: &[Taken]) -> PathValue {
    PathValue {
        nodes: std::iter::once(start).chain(hops.iter().map(|hop| hop.to)).collect(),
        relationships: hops.iter().map(|hop| hop.relationship).collect(),
    }
}

/// Whether a whole path obeys a path mode.
pub fn obeys(mode: PathMode, start: NodeId, hops: &[Taken]) -> bool {
    match mode {
        PathMode::Walk => true,
        PathMode::Trail => {
            let mut seen = FxHashSet::default();
            hops.iter().all(|hop| seen.insert(hop.relationship))
        }
        PathMode::Acyclic => {
            let mut seen = FxHashSet::from_iter([start]);
            hops.iter().all(|hop| seen.insert(hop.to))
        }
        PathMode::Simple => {
            let mut seen = FxHashSet::from_iter([start]);
            let last = hops.len().saturating_sub(1);
            hops.iter().enumerate().all(|(at, hop)| seen.insert(hop.to) || (at == last && hop.to == start))
        }
    }
}
