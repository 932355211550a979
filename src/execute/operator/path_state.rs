//! What variable-length and shortest-path searches share: the hops that may be taken from a node, and
//! the path at hand with the repetitions its mode forbids.

use std::collections::HashSet;

use rustc_hash::FxHashSet;

use crate::error::Result;
use crate::execute::batch::Batch;
use crate::execute::column::Column;
use crate::execute::context::Context;
use crate::execute::expression::{Expression, Rows, relationships};
use crate::graph::{Direction, NodeId, RelId, TypeId};
use crate::semantic::bound::{Name, PathMode, Slot};

use super::type_ids;

/// A predicate on one hop, with the slots it reads.
pub struct Hop {
    /// The hop's relationship.
    pub relationship: Slot,
    /// Where the hop comes from, seen from the pattern's left.
    pub from: Slot,
    /// Where it leads.
    pub to: Slot,
    /// Must be true.
    pub predicate: Expression,
    /// The outer slots that the predicate reads.
    pub captured: Vec<Slot>,
}

/// A hop that may be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The relationship.
    pub relationship: RelId,
    /// The node it leads to.
    pub to: NodeId,
}

/// What every hop of one search must satisfy.
pub struct Hops<'a> {
    /// Seen from the node at hand.
    pub direction: Direction,
    /// Any of these; `None` for all.
    pub types: Option<Vec<TypeId>>,
    /// A predicate.
    pub filter: Option<&'a Hop>,
    /// The search goes against the pattern: the filter's ends are exchanged.
    pub reversed: bool,
    /// The row the search is for.
    pub row: Batch,
    /// Relationships of the row's other patterns, which must not be used again.
    pub forbidden: Vec<RelId>,
}

impl<'a> Hops<'a> {
    /// The hops for a row of a batch.
    pub fn new(
        ctx: &Context<'_>,
        (batch, row): (&Batch, usize),
        (direction, names): (Direction, &[Name]),
        filter: Option<&'a Hop>,
        reversed: bool,
        unique: &[Slot],
    ) -> Result<Hops<'a>> {
        let mut forbidden = Vec::new();
        for slot in unique {
            relationships(batch.column(*slot)?, row, &mut forbidden);
        }
        let row = match filter {
            Some(filter) => batch.row(row, &filter.captured),
            None => Batch::new(1, 0),
        };
        Ok(Hops { direction, types: type_ids(ctx.graph(), names), filter, reversed, row, forbidden })
    }

    /// Adds the hops that may be taken from a node to `steps`.
    pub fn add(&self, ctx: &mut Context<'_>, from: NodeId, steps: &mut Vec<Step>) -> Result<()> {
        let start = steps.len();
        self.add_unfiltered(ctx, from, steps);
        ctx.meter().expand((steps.len() - start) as u64)?;
        if !self.forbidden.is_empty() {
            let kept: Vec<Step> =
                steps.drain(start..).filter(|step| !self.forbidden.contains(&step.relationship)).collect();
            steps.extend(kept);
        }
        match self.filter {
            Some(filter) if steps.len() > start => self.keep(ctx, filter, from, start, steps),
            _ => Ok(()),
        }
    }

    fn add_unfiltered(&self, ctx: &Context<'_>, from: NodeId, steps: &mut Vec<Step>) {
        let graph = ctx.graph();
        let mut of_type = |rel_type: Option<TypeId>| {
            let entries = graph.expand(from, self.direction, rel_type);
            steps.extend(entries.map(|entry| Step { relationship: entry.relationship, to: entry.neighbour }));
        };
        match &self.types {
            None => of_type(None),
            Some(types) => types.iter().for_each(|rel_type| of_type(Some(*rel_type))),
        }
    }

    /// Keeps of the steps from `start` on those that satisfy the filter.
    fn keep(
        &self,
        ctx: &mut Context<'_>,
        filter: &Hop,
        from: NodeId,
        start: usize,
        steps: &mut Vec<Step>,
    ) -> Result<()> {
        let candidates = &steps[start..];
        let mut batch = self.row.gather(&vec![0; candidates.len()]);
        let here = Column::Constant(crate::value::Value::Node(from), candidates.len());
        let there = Column::Nodes(candidates.iter().map(|step| step.to).collect());
        let (from, to) = if self.reversed { (there, here) } else { (here, there) };
        batch.set(filter.from, from.into());
        batch.set(filter.to, to.into());
        let relationships = candidates.iter().map(|step| step.relationship).collect();
        batch.set(filter.relationship, Column::Relationships(relationships).into());
        let kept = filter.predicate.select(ctx, Rows::all(&batch))?;
        for (at, row) in kept.iter().enumerate() {
            steps[start + at] = steps[start + *row as usize];
        }
        steps.truncate(start + kept.len());
        Ok(())
    }
}

/// Beyond this length, membership is looked up in a set instead of the path itself.
const SHORT: usize = 16;

/// The path at hand, from its first node.
pub struct Trace {
    mode: PathMode,
    nodes: Vec<NodeId>,
    relationships: Vec<RelId>,
    /// All but the first [`SHORT`] elements of the path that may not be repeated.
    long: FxHashSet<u32>,
}

impl Trace {
    /// The path of one node.
    pub fn new(mode: PathMode, start: NodeId) -> Trace {
        Trace { mode, nodes: vec![start], relationships: Vec::new(), long: HashSet::default() }
    }

    /// Its nodes.
    pub fn nodes(&self) -> &[NodeId] {
        &self.nodes
    }

    /// Its relationships.
    pub fn relationships(&self) -> &[RelId] {
        &self.relationships
    }

    /// The number of relationships.
    pub fn len(&self) -> usize {
        self.relationships.len()
    }

    /// Where it ends.
    pub fn end(&self) -> NodeId {
        // There is always the first node.
        self.nodes.last().copied().unwrap_or_default()
    }

    /// Whether its mode lets it go on at all: a simple path that came back to its start is at its end.
    pub fn is_open(&self) -> bool {
        self.mode != PathMode::Simple || self.len() == 0 || self.nodes[0] != self.end()
    }

    /// Whether its mode allows the step.
    pub fn allows(&self, step: Step) -> bool {
        match self.mode {
            PathMode::Walk => true,
            PathMode::Trail => !contains(&self.relationships, &self.long, step.relationship, |rel| rel.0),
            PathMode::Acyclic => !contains(&self.nodes, &self.long, step.to, |node| node.0),
            PathMode::Simple => {
                step.to == self.nodes[0] || !contains(&self.nodes, &self.long, step.to, |node| node.0)
            }
        }
    }

    /// Takes a step.
    pub fn push(&mut self, step: Step) {
        self.nodes.push(step.to);
        self.relationships.push(step.relationship);
        match self.mode {
            PathMode::Walk => {}
            PathMode::Trail if self.relationships.len() > SHORT => {
                self.long.insert(step.relationship.0);
            }
            PathMode::Acyclic | PathMode::Simple if self.nodes.len() > SHORT => {
                self.long.insert(step.to.0);
            }
            PathMode::Trail | PathMode::Acyclic | PathMode::Simple => {}
        }
    }

    /// Takes the last step back.
    pub fn pop(&mut self) {
        let (Some(relationship), Some(node)) = (self.relationships.pop(), self.nodes.pop()) else { return };
        match self.mode {
            PathMode::Walk => {}
            PathMode::Trail => {
                self.long.remove(&relationship.0);
            }
            PathMode::Acyclic | PathMode::Simple => {
                self.long.remove(&node.0);
            }
        }
    }
}

fn contains<T: Copy + PartialEq>(path: &[T], long: &FxHashSet<u32>, item: T, id: fn(T) -> u32) -> bool {
    path.iter().take(SHORT).any(|other| *other == item) || (path.len() > SHORT && long.contains(&id(item)))
}
