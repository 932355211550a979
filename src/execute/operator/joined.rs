//! Rows whose two nodes are joined by a relationship, or are not: a semi-join that is one search in a sorted list.

use crate::error::Result;
use crate::execute::batch::Batch;
use crate::execute::context::Context;
use crate::plan::logical;
use crate::semantic::bound::Slot;

use super::{HopReader, Input, Operator, type_ids};

/// Keeps the rows between whose nodes a relationship is, or none is.
pub struct Joined {
    input: Input,
    /// What would be followed, into a bound node.
    plan: logical::Expand,
    /// Kept are those that are not joined.
    anti: bool,
    carry: Vec<Slot>,
}

impl Joined {
    /// Over an input; `carry` are the slots of the input needed above.
    pub fn new(input: Input, plan: logical::Expand, anti: bool, carry: Vec<Slot>) -> Joined {
        Joined { input, plan, anti, carry }
    }

    fn kept(&self, ctx: &mut Context<'_>, batch: &Batch) -> Result<Vec<u32>> {
        let (from, to) = (batch.column(self.plan.from)?, batch.column(self.plan.to)?);
        ctx.meter().step(batch.len() as u64)?;
        let types = type_ids(ctx.graph(), &self.plan.types);
        let mut reader = HopReader::new(ctx.graph(), self.plan.direction, &types);
        let mut kept = Vec::with_capacity(batch.len());
        for row in 0..batch.len() {
            let joined = match (from.node(row)?, to.node(row)?) {
                (Some(from), Some(to)) => {
                    ctx.check_nodes(&[from, to])?;
                    let mut found = 0;
                    reader.each_between(from, to, |run| found += run.len());
                    found > 0
                }
                _ => false,
            };
            if joined != self.anti {
                kept.push(row as u32);
            }
        }
        Ok(kept)
    }
}

impl Operator for Joined {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.input.open(ctx)
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        while let Some(batch) = self.input.next(ctx)? {
            let kept = self.kept(ctx, &batch)?;
            if !kept.is_empty() {
                return Ok(Some(batch.gather_slots(&kept, &self.carry)));
            }
        }
        Ok(None)
    }
}
