//! Searches of paths through the product of graph and pattern: for each input row, the paths from a node, one at a time.

mod arena;
mod automaton;
mod backward;
mod best;
mod every;
mod exact;
mod layout;
mod levels;
mod product;
mod run;

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::error::{Error, Result};
use crate::execute::batch::{BATCH_ROWS, Batch};
use crate::execute::context::Context;
use crate::execute::expression::{Expression, Rows, relationships};
use crate::function::Validity;
use crate::semantic::bound::{Measure, Slot};
use crate::value::Value;

use super::{Input, Operator};
pub use automaton::{Automaton, Count, Edge, Step, StepCost};
use layout::Filled;
pub use layout::Layout;
use product::{Period, Product};
use run::{Run, Selected};

/// Which paths are wanted, to be computed for each row.
pub enum SelectorPlan {
    /// All.
    All,
    /// So many, the least first.
    Paths(Measure, Expression),
    /// All of so many least measures.
    Groups(Measure, Expression),
}

/// The period of a path forward in time, to be computed for each row.
pub struct ForwardPlan {
    /// No hop is taken earlier.
    pub from: Option<Expression>,
    /// No hop is taken later.
    pub to: Option<Expression>,
}

/// See the module.
pub struct PathSearch {
    input: Input,
    automaton: Arc<Automaton>,
    selector: SelectorPlan,
    forward: Option<ForwardPlan>,
    layout: Layout,
    /// Where a search begins and where it must lead.
    ends: (Slot, Option<Slot>),
    unique: Vec<Slot>,
    carry: Vec<Slot>,
    current: Option<(Batch, usize)>,
    run: Option<Run>,
    /// Rows of the next batch: few at first, so that the first path is out soon.
    rows: usize,
}

impl PathSearch {
    /// Over an input; `carry` are the slots of the input needed above.
    pub fn new(
        input: Input,
        automaton: Arc<Automaton>,
        (selector, forward): (SelectorPlan, Option<ForwardPlan>),
        layout: Layout,
        ends: (Slot, Option<Slot>),
        unique: Vec<Slot>,
        carry: Vec<Slot>,
    ) -> PathSearch {
        let (current, run, rows) = (None, None, 1);
        PathSearch { input, automaton, selector, forward, layout, ends, unique, carry, current, run, rows }
    }

    /// The search of a row; none where an end is null.
    fn begin(&self, ctx: &mut Context<'_>, batch: &Batch, row: usize) -> Result<Option<Run>> {
        let Some(start) = batch.column(self.ends.0)?.node(row)? else { return Ok(None) };
        let target = match self.ends.1 {
            None => None,
            Some(slot) => match batch.column(slot)?.node(row)? {
                None => return Ok(None),
                target => target,
            },
        };
        ctx.check_nodes(&[start])?;
        ctx.check_nodes(target.as_slice())?;
        let mut forbidden = Vec::new();
        for slot in &self.unique {
            relationships(batch.column(*slot)?, row, &mut forbidden);
        }
        let forbidden: FxHashSet<_> = forbidden.into_iter().collect();
        let one = [row as u32];
        let rows = Rows { batch, selection: Some(&one) };
        let selected = match &self.selector {
            SelectorPlan::All => Selected::All,
            SelectorPlan::Paths(by, count) => Selected::Paths(*by, number_of_paths(ctx, count, rows)?),
            SelectorPlan::Groups(by, count) => Selected::Groups(*by, number_of_paths(ctx, count, rows)?),
        };
        let period = self.period(ctx, rows)?;
        let weighs = self.automaton.steps.iter().any(|step| !step.costs.is_empty());
        let row = batch.row(row, &self.automaton.captured);
        let automaton = self.automaton.clone();
        let product = Product::new(ctx, automaton, (start, target), row, forbidden, period, weighs);
        Run::new(ctx, product, selected).map(Some)
    }

    fn period(&self, ctx: &mut Context<'_>, rows: Rows<'_>) -> Result<Option<Period>> {
        let Some(forward) = &self.forward else { return Ok(None) };
        let mut value = |bound: &Option<Expression>| match bound {
            Some(bound) => Ok::<_, Error>(bound.evaluate(ctx, rows)?.value(0)),
            None => Ok(Value::Null),
        };
        let valid = Validity::between(&value(&forward.from)?, &value(&forward.to)?)?;
        Ok(Some(Period { from: valid.from, to: valid.to }))
    }

    /// Fills a batch from the current input, or up to its end.
    fn fill(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        let Some((batch, mut row)) = self.current.take() else { return Ok(None) };
        let mut rows: Vec<u32> = Vec::new();
        let mut filled: Filled = self.layout.empty(self.rows);
        while row < batch.len() && rows.len() < self.rows {
            ctx.meter().step(1)?;
            let run = match self.run.take() {
                Some(run) => Some(run),
                None => self.begin(ctx, &batch, row)?,
            };
            let Some(mut run) = run else {
                row += 1;
                continue;
            };
            match run.next(ctx)? {
                Some(found) => {
                    ctx.meter().step(found.hops.len() as u64)?;
                    self.layout.fill(run.product.start, &found, self.automaton.reversed, &mut filled)?;
                    rows.push(row as u32);
                    self.run = Some(run);
                }
                None => {
                    run.release(ctx);
                    row += 1;
                }
            }
        }
        self.rows = (self.rows * 2).min(BATCH_ROWS);
        let mut result = batch.gather_slots(&rows, &self.carry);
        filled.finish(&mut result);
        if row < batch.len() {
            self.current = Some((batch, row));
        }
        Ok((!rows.is_empty()).then_some(result))
    }
}

/// The number of paths of a selector.
fn number_of_paths(ctx: &mut Context<'_>, count: &Expression, rows: Rows<'_>) -> Result<u64> {
    match count.evaluate(ctx, rows)?.value(0) {
        Value::Integer(count) if count > 0 => Ok(count.unsigned_abs()),
        Value::Integer(found) => Err(Error::new(
            crate::error::ErrorClass::ArgumentError,
            "InvalidNumberOfPaths",
            format!("the number of paths must be at least 1, it is {found}"),
        )
        .at(count.span())),
        other => Err(Error::type_error(
            "InvalidArgumentType",
            format!("the number of paths must be a whole number, not {}", other.type_name()),
        )
        .at(count.span())),
    }
}

impl Operator for PathSearch {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.current = None;
        self.rows = 1;
        if let Some(mut run) = self.run.take() {
            run.release(ctx);
        }
        self.input.open(ctx)
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        loop {
            if self.current.is_none() {
                let Some(batch) = self.input.next(ctx)? else { return Ok(None) };
                self.current = Some((batch, 0));
            }
            if let Some(batch) = self.fill(ctx)? {
                return Ok(Some(batch));
            }
        }
    }
}
