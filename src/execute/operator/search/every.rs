//! All paths, depth first, one at a time.

use crate::error::Result;
use crate::execute::context::Context;
use crate::value::PathValue;

use super::super::path_state::{Step, Trace};
use super::arena::{FoundPath, Taken, is_final};
use super::backward::Backward;
use super::product::{Move, Product, SoFar};

/// The path at hand and, for each of its nodes, the hops still to be tried.
pub struct Every {
    trace: Trace,
    taken: Vec<Move>,
    moves: Vec<Move>,
    /// By node of the path: where its moves begin, and which comes next.
    frames: Vec<(usize, usize)>,
    cost: f64,
    /// How far the end is at least, where it is known.
    to_go: Option<Backward>,
    started: bool,
}

impl Every {
    /// From the start of the product.
    pub fn new(ctx: &mut Context<'_>, product: &Product) -> Result<Every> {
        let to_go = match product.target {
            None => None,
            Some(target) => {
                let mut to_go = Backward::new(product, target);
                to_go.exhaust(ctx, product, product.automaton.longest)?;
                Some(to_go)
            }
        };
        Ok(Every {
            trace: Trace::new(product.automaton.mode, product.start),
            taken: Vec::new(),
            moves: Vec::new(),
            frames: Vec::new(),
            cost: 0.0,
            to_go,
            started: false,
        })
    }

    /// The next path.
    pub fn next(&mut self, ctx: &mut Context<'_>, product: &mut Product) -> Result<Option<FoundPath>> {
        if !std::mem::replace(&mut self.started, true) && self.arrive(ctx, product, 0)? {
            return Ok(Some(self.found()));
        }
        while let Some((first, next)) = self.frames.last_mut() {
            let Some(step) = self.moves.get(*next).copied() else {
                self.moves.truncate(*first);
                self.frames.pop();
                self.trace.pop();
                if let Some(taken) = self.taken.pop() {
                    self.cost -= taken.cost;
                }
                continue;
            };
            *next += 1;
            if !self.trace.allows(Step { relationship: step.relationship, to: step.to })
                || !self.may_arrive(product, &step)
            {
                continue;
            }
            self.trace.push(Step { relationship: step.relationship, to: step.to });
            self.taken.push(step);
            self.cost += step.cost;
            if self.arrive(ctx, product, step.state)? {
                return Ok(Some(self.found()));
            }
        }
        Ok(None)
    }

    /// Finds the moves from the end of the path at hand; whether it may end there.
    fn arrive(&mut self, ctx: &mut Context<'_>, product: &mut Product, state: u32) -> Result<bool> {
        let start = self.moves.len();
        let so_far = product.automaton.so_far;
        let so_far = (so_far.path.is_some() || so_far.cost.is_some()).then(|| SoFar {
            path: PathValue {
                nodes: self.trace.nodes().to_vec(),
                relationships: self.trace.relationships().to_vec(),
            },
            cost: self.cost,
        });
        let ends = product.visit(ctx, (state, self.trace.end()), so_far.as_ref(), &mut self.moves)?;
        let end = self.trace.end();
        let there = product.target == Some(end) && is_final(product.automaton.mode, product.start, end);
        if there || !self.trace.is_open() {
            self.moves.truncate(start);
        }
        self.frames.push((start, start));
        Ok(ends)
    }

    /// Whether the end can be reached behind a hop, as far as is known.
    fn may_arrive(&self, product: &Product, step: &Move) -> bool {
        let Some(to_go) = &self.to_go else { return true };
        let Some(left) = to_go.settled(product.position(step.state), step.to) else { return false };
        let length = self.trace.len() as f64 + 1.0;
        product.automaton.longest.is_none_or(|longest| length + left <= longest as f64)
    }

    fn found(&self) -> FoundPath {
        let hop = |step: &Move| Taken { step: step.step, relationship: step.relationship, to: step.to };
        FoundPath { hops: self.taken.iter().map(hop).collect(), cost: self.cost }
    }

    /// Gives the memory back.
    pub fn release(&mut self, ctx: &mut Context<'_>) {
        if let Some(to_go) = &mut self.to_go {
            to_go.release(ctx);
        }
    }
}
