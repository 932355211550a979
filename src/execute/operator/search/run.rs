//! The search for one row: which engine finds what its selector asks for.
//!
//! A search that obeys no more than the automaton comes first. Where the path mode refuses all that it found of an end, and
//! where more than the first paths of a restrictive mode are wanted, the ends are searched one by one.

use crate::error::Result;
use crate::execute::context::Context;
use crate::graph::NodeId;
use crate::semantic::bound::{Measure, PathMode};

use super::arena::FoundPath;
use super::best::Best;
use super::every::Every;
use super::exact::{Exact, Wanted};
use super::levels::Levels;
use super::product::Product;

/// Which paths are wanted, of a row.
#[derive(Clone, Copy, Debug)]
pub enum Selected {
    /// All.
    All,
    /// So many to each end.
    Paths(Measure, u64),
    /// All of so many measures to each end.
    Groups(Measure, u64),
}

/// See the module.
pub struct Run {
    /// What is searched.
    pub product: Product,
    selected: Selected,
    stage: Stage,
    /// Ends to be searched one by one.
    ends: Vec<NodeId>,
}

enum Stage {
    Every(Every),
    Best(Best),
    Levels(Levels),
    /// Only to know the ends.
    Ends(Best),
    Exact(Exact),
    Between,
}

impl Run {
    /// Begins to search.
    pub fn new(ctx: &mut Context<'_>, product: Product, selected: Selected) -> Result<Run> {
        let walk = product.automaton.mode == PathMode::Walk;
        let ends = || Stage::Ends(Best::new(&product, 1, false));
        let stage = match selected {
            Selected::All => Stage::Every(Every::new(ctx, &product)?),
            Selected::Paths(by, count) if walk || count == 1 => {
                Stage::Best(Best::new(&product, count, by == Measure::Cost))
            }
            Selected::Groups(Measure::Hops, count) if walk || count == 1 => {
                Stage::Levels(Levels::new(&product, count))
            }
            Selected::Paths(..) | Selected::Groups(..) if product.target.is_some() => Stage::Between,
            Selected::Paths(..) | Selected::Groups(..) => ends(),
        };
        let ends = match (&stage, product.target) {
            (Stage::Between, Some(target)) => vec![target],
            _ => Vec::new(),
        };
        Ok(Run { product, selected, stage, ends })
    }

    /// The next path.
    pub fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<FoundPath>> {
        loop {
            let product = &mut self.product;
            let found = match &mut self.stage {
                Stage::Every(every) => every.next(ctx, product)?,
                Stage::Best(best) => best.next(ctx, product)?,
                Stage::Levels(levels) => levels.next(ctx, product)?,
                Stage::Exact(exact) => exact.next(ctx, product)?,
                Stage::Ends(best) => {
                    while let Some(path) = best.next(ctx, product)? {
                        self.ends.push(path.hops.last().map_or(product.start, |hop| hop.to));
                    }
                    None
                }
                Stage::Between => None,
            };
            if found.is_some() {
                return Ok(found);
            }
            self.finish_stage(ctx);
            let Some(end) = self.ends.pop() else { return Ok(None) };
            self.product.restart();
            let wanted = match self.selected {
                Selected::All => return Ok(None),
                Selected::Paths(_, count) => Wanted::Paths(count),
                Selected::Groups(_, count) => Wanted::Groups(count),
            };
            self.stage = Stage::Exact(Exact::new(&self.product, end, wanted));
        }
    }

    /// Notes the ends that are still to be searched, and gives memory back.
    fn finish_stage(&mut self, ctx: &mut Context<'_>) {
        let mode = self.product.automaton.mode;
        match &mut self.stage {
            Stage::Best(best) | Stage::Ends(best) => {
                self.ends.extend(best.refused());
                // In the order in which they were reached.
                self.ends.reverse();
            }
            Stage::Levels(levels) => {
                self.ends.extend(levels.refused(mode));
                self.ends.reverse();
            }
            Stage::Every(_) | Stage::Exact(_) | Stage::Between => {}
        }
        self.release(ctx);
        self.stage = Stage::Between;
    }

    /// Gives the memory back.
    pub fn release(&mut self, ctx: &mut Context<'_>) {
        match &mut self.stage {
            Stage::Every(every) => every.release(ctx),
            Stage::Best(best) | Stage::Ends(best) => best.release(ctx),
            Stage::Levels(levels) => levels.release(ctx),
            Stage::Exact(exact) => exact.release(ctx),
            Stage::Between => {}
        }
    }
}
