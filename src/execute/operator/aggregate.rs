//! Grouping: keys are numbered as they come, and each aggregate gathers by group number.

use std::sync::Arc;

use crate::error::{Error, Result};
use crate::execute::batch::{BATCH_ROWS, Batch};
use crate::execute::builder::ColumnBuilder;
use crate::execute::column::Column;
use crate::execute::context::Context;
use crate::execute::expression::{Expression, Rows, bounded};
use crate::execute::keys::KeyTable;
use crate::execute::memo::Memo;
use crate::function::{Accumulator, Implementation};
use crate::semantic::bound::Slot;
use crate::value::Value;

use super::count_branches::{add_weight, exactly, weights};
use super::{Input, Operator};

/// One aggregate.
pub struct AggregateSpec {
    /// Where its result goes.
    pub slot: Slot,
    /// How its values are gathered; `None` counts rows, or the values that are no null.
    pub make: Option<fn() -> Box<dyn Accumulator>>,
    /// Over distinct values of the first argument.
    pub distinct: bool,
    /// None for `count(*)`.
    pub arguments: Vec<Expression>,
}

impl AggregateSpec {
    /// From an aggregating registry row.
    pub fn new(aggregate: &crate::semantic::bound::Aggregate, arguments: Vec<Expression>) -> Result<Self> {
        let make = match aggregate.function.implementation {
            Implementation::Aggregate(_) if aggregate.function.name == "count" => None,
            Implementation::Aggregate(make) => Some(make),
            Implementation::Scalar(_) => {
                return Err(Error::internal(format!("`{}` does not aggregate", aggregate.function.name)));
            }
        };
        Ok(AggregateSpec { slot: aggregate.slot, make, distinct: aggregate.distinct, arguments })
    }
}

/// What an aggregate has gathered, by group.
enum Gathered {
    Counts(Vec<i64>),
    Accumulators(Vec<Box<dyn Accumulator>>),
}

struct Running {
    gathered: Gathered,
    /// Group and value pairs that were seen, for `DISTINCT`.
    seen: Option<KeyTable>,
}

/// The rows of a batch, and how many rows each stands for.
#[derive(Clone, Copy)]
struct Weighted<'a> {
    len: usize,
    weights: Option<&'a [i64]>,
}

impl Weighted<'_> {
    fn weight(&self, row: usize) -> i64 {
        self.weights.map_or(1, |weights| weights[row])
    }

    fn total(&self) -> Result<i64> {
        match self.weights {
            None => Ok(self.len as i64),
            Some(weights) => weights.iter().try_fold(0, |all, weight| add_weight(all, *weight)),
        }
    }
}

/// What makes grouping cheaper when it is so.
#[derive(Clone, Copy, Default)]
pub struct Shortcuts {
    /// The one entity that determines all keys: they are evaluated once for each.
    pub entity: Option<Slot>,
    /// A hidden slot says how many rows a row stands for.
    pub weight: Option<Slot>,
}

/// Groups rows.
pub struct Aggregate {
    input: Input,
    keys: Vec<(Slot, Expression)>,
    specs: Vec<AggregateSpec>,
    shortcuts: Shortcuts,
    result: Option<Groups>,
    held: usize,
}

/// The groups so far, and from which one on they were not yielded yet.
struct Groups {
    table: KeyTable,
    /// Groups by node, when a node determines the keys.
    memo: Memo,
    len: usize,
    running: Vec<Running>,
    yielded: usize,
    /// Bytes kept by accumulators.
    bytes: usize,
}

impl Aggregate {
    /// Over an input.
    pub fn new(
        input: Input,
        keys: Vec<(Slot, Expression)>,
        specs: Vec<AggregateSpec>,
        shortcuts: Shortcuts,
    ) -> Aggregate {
        Aggregate { input, keys, specs, shortcuts, result: None, held: 0 }
    }

    fn gather(&mut self, ctx: &mut Context<'_>) -> Result<Groups> {
        let mut groups = Groups {
            table: KeyTable::new(self.keys.len()),
            memo: Memo::default(),
            // Without keys there is one group, also of no rows.
            len: usize::from(self.keys.is_empty()),
            running: self.specs.iter().map(Running::new).collect(),
            yielded: 0,
            bytes: 0,
        };
        groups.grow(&self.specs);
        while let Some(batch) = self.input.next(ctx)? {
            ctx.meter().step(batch.len() as u64)?;
            self.add(ctx, &mut groups, &batch)?;
            let memory = groups.memory();
            if memory > self.held {
                ctx.meter().hold(memory - self.held)?;
                self.held = memory;
            }
        }
        Ok(groups)
    }

    fn add(&self, ctx: &mut Context<'_>, groups: &mut Groups, batch: &Batch) -> Result<()> {
        let numbers = match self.keys.is_empty() {
            true => None,
            false => Some(self.numbers(ctx, groups, batch)?),
        };
        let weights = self.shortcuts.weight.map(|slot| weights(batch, slot)).transpose()?;
        groups.len = groups.len.max(groups.table.len());
        groups.grow(&self.specs);
        for (spec, running) in self.specs.iter().zip(&mut groups.running) {
            let arguments = spec
                .arguments
                .iter()
                .map(|argument| argument.evaluate_batch(ctx, batch))
                .collect::<Result<Vec<_>>>()?;
            let weighted = Weighted { len: batch.len(), weights };
            groups.bytes += running.add(numbers.as_deref(), &arguments, weighted)?;
        }
        Ok(())
    }

    /// The group of each row.
    fn numbers(&self, ctx: &mut Context<'_>, groups: &mut Groups, batch: &Batch) -> Result<Vec<u32>> {
        let entity = self.shortcuts.entity.map(|slot| batch.column(slot)).transpose()?;
        match entity.map(|column| &**column) {
            Some(Column::Nodes(ids)) => {
                let ids: Vec<u32> = ids.iter().map(|id| id.0).collect();
                self.numbers_by_entity(ctx, groups, batch, &ids)
            }
            _ => self.numbers_of(ctx, groups, Rows::all(batch)),
        }
    }

    fn numbers_of(&self, ctx: &mut Context<'_>, groups: &mut Groups, rows: Rows<'_>) -> Result<Vec<u32>> {
        let keys = self.keys.iter().map(|(_, key)| key.evaluate(ctx, rows)).collect::<Result<Vec<_>>>()?;
        Ok(groups.table.intern(&keys, rows.len()))
    }

    /// Evaluates the keys only for the nodes that were not met before.
    fn numbers_by_entity(
        &self,
        ctx: &mut Context<'_>,
        groups: &mut Groups,
        batch: &Batch,
        ids: &[u32],
    ) -> Result<Vec<u32>> {
        let missing: Vec<u32> =
            (0..ids.len() as u32).filter(|row| groups.memo.get(ids[*row as usize]).is_none()).collect();
        if !missing.is_empty() {
            let numbers = self.numbers_of(ctx, groups, Rows { batch, selection: Some(&missing) })?;
            for (row, number) in missing.iter().zip(numbers) {
                groups.memo.set(ids[*row as usize], number);
            }
        }
        let number =
            |id: &u32| groups.memo.get(*id).ok_or_else(|| Error::internal("a node's group was not kept"));
        ids.iter().map(number).collect()
    }

    fn emit(&mut self, ctx: &Context<'_>) -> Result<Option<Batch>> {
        let Some(groups) = &mut self.result else { return Ok(None) };
        let from = groups.yielded;
        let to = groups.len.min(from + BATCH_ROWS);
        if from == to {
            return Ok(None);
        }
        groups.yielded = to;
        let mut batch = Batch::new(to - from, ctx.width());
        for (part, (slot, _)) in self.keys.iter().enumerate() {
            let mut column = ColumnBuilder::with_capacity(to - from);
            (from..to).for_each(|group| column.push(groups.table.part(group, part).clone()));
            batch.set(*slot, Arc::new(column.finish()));
        }
        for (spec, running) in self.specs.iter().zip(&mut groups.running) {
            batch.set(spec.slot, Arc::new(running.results(from, to)?));
        }
        Ok(Some(batch))
    }
}

impl Groups {
    fn grow(&mut self, specs: &[AggregateSpec]) {
        for (running, spec) in self.running.iter_mut().zip(specs) {
            match (&mut running.gathered, spec.make) {
                (Gathered::Counts(counts), _) => counts.resize(self.len, 0),
                (Gathered::Accumulators(all), Some(make)) => all.resize_with(self.len, make),
                (Gathered::Accumulators(_), None) => {}
            }
        }
    }

    fn memory(&self) -> usize {
        let seen = self.running.iter().filter_map(|running| running.seen.as_ref()).map(KeyTable::memory);
        self.table.memory()
            + self.memo.memory()
            + self.len * self.running.len() * 48
            + seen.sum::<usize>()
            + self.bytes
    }
}

impl Running {
    fn new(spec: &AggregateSpec) -> Running {
        let gathered = match spec.make {
            None => Gathered::Counts(Vec::new()),
            Some(_) => Gathered::Accumulators(Vec::new()),
        };
        Running { gathered, seen: spec.distinct.then(|| KeyTable::new(2)) }
    }

    /// Adds the rows of a batch; the bytes its accumulators keep more than before.
    fn add(
        &mut self,
        groups: Option<&[u32]>,
        arguments: &[Arc<Column>],
        rows: Weighted<'_>,
    ) -> Result<usize> {
        let fresh = self.fresh(groups, arguments, rows.len);
        let is_distinct = fresh.is_some();
        let group = |row: usize| groups.map_or(0, |groups| groups[row] as usize);
        let is_fresh = |row: usize| fresh.as_ref().is_none_or(|fresh| fresh[row]);
        let weight = |row: usize| if is_distinct { 1 } else { rows.weight(row) };
        match (&mut self.gathered, arguments) {
            (Gathered::Counts(counts), []) => match groups {
                None => counts[0] = add_weight(counts[0], rows.total()?)?,
                Some(groups) => {
                    for (row, group) in groups.iter().enumerate() {
                        let count = &mut counts[*group as usize];
                        *count = add_weight(*count, rows.weight(row))?;
                    }
                }
            },
            (Gathered::Counts(counts), [argument, ..]) => {
                for row in (0..rows.len).filter(|row| is_fresh(*row) && !argument.is_null(*row)) {
                    let count = &mut counts[group(row)];
                    *count = add_weight(*count, weight(row))?;
                }
            }
            (Gathered::Accumulators(accumulators), arguments) => {
                let mut bytes = 0;
                let mut values: Vec<Value> = Vec::with_capacity(arguments.len());
                for row in (0..rows.len).filter(|row| is_fresh(*row)) {
                    values.clear();
                    values.extend(arguments.iter().map(|argument| argument.value(row)));
                    let accumulator = &mut accumulators[group(row)];
                    let before = accumulator.memory();
                    match weight(row) {
                        1 => accumulator.add(&values)?,
                        times => accumulator.add_times(&values, exactly(times)?.unsigned_abs())?,
                    }
                    bytes += accumulator.memory().saturating_sub(before);
                }
                return Ok(bytes);
            }
        }
        Ok(0)
    }

    /// For `DISTINCT`, the rows whose value was not seen in their group.
    fn fresh(&mut self, groups: Option<&[u32]>, arguments: &[Arc<Column>], len: usize) -> Option<Vec<bool>> {
        let seen = self.seen.as_mut()?;
        let argument = arguments.first()?;
        let group = Column::Integers(
            match groups {
                None => vec![0; len],
                Some(groups) => groups.iter().map(|group| i64::from(*group)).collect(),
            },
            None,
        );
        let mut known = seen.len() as u32;
        let numbers = seen.intern(&[Arc::new(group), argument.clone()], len);
        let fresh = numbers.iter().map(|number| {
            let is_new = *number == known;
            known += u32::from(is_new);
            is_new
        });
        Some(fresh.collect())
    }

    fn results(&mut self, from: usize, to: usize) -> Result<Column> {
        match &mut self.gathered {
            Gathered::Counts(counts) => Ok(Column::Integers(counts[from..to].to_vec(), None)),
            Gathered::Accumulators(accumulators) => {
                let mut column = ColumnBuilder::with_capacity(to - from);
                for accumulator in &mut accumulators[from..to] {
                    column.push(accumulator.finish().and_then(bounded)?);
                }
                Ok(column.finish())
            }
        }
    }
}

impl Operator for Aggregate {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.result = None;
        ctx.meter().release(std::mem::take(&mut self.held));
        self.input.open(ctx)
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        if self.result.is_none() {
            self.result = Some(self.gather(ctx)?);
        }
        self.emit(ctx)
    }
}
