//! The groups of an aggregation and what its aggregates have gathered, for all rows or for those of a morsel.

use std::sync::Arc;

use crate::error::{Error, Result};
use crate::execute::builder::ColumnBuilder;
use crate::execute::column::Column;
use crate::execute::expression::{Expression, bounded};
use crate::execute::keys::KeyTable;
use crate::function::{Accumulator, Implementation};
use crate::semantic::bound::Slot;
use crate::value::Value;

use super::count_branches::{add_weight, exactly};
use super::node_marks::NodeMarks;

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

/// The rows of a batch, and how many rows each stands for.
#[derive(Clone, Copy)]
pub struct Weighted<'a> {
    /// How many rows.
    pub len: usize,
    /// How often each counts; once without.
    pub weights: Option<&'a [i64]>,
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

/// Groups by their keys.
pub struct Groups {
    /// The keys, whose numbers are the groups'.
    pub table: KeyTable,
    len: usize,
    running: Vec<Running>,
    /// Bytes kept by accumulators.
    bytes: usize,
}

impl Groups {
    /// No groups, or without keys the one that there is also of no rows. Those of a `part` are merged into others.
    pub fn new(keys: usize, specs: &[AggregateSpec], part: bool) -> Groups {
        let running = specs.iter().map(|spec| Running::new(spec, part, keys == 0)).collect();
        let mut groups =
            Groups { table: KeyTable::new(keys), len: usize::from(keys == 0), running, bytes: 0 };
        groups.grow(specs);
        groups
    }

    /// The number of groups.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Adds rows to their groups; `arguments` has the columns of each aggregate.
    pub fn add(
        &mut self,
        specs: &[AggregateSpec],
        numbers: Option<&[u32]>,
        arguments: &[Vec<Arc<Column>>],
        rows: Weighted<'_>,
    ) -> Result<()> {
        self.grow(specs);
        for (running, arguments) in self.running.iter_mut().zip(arguments) {
            self.bytes += running.add(numbers, arguments, rows)?;
        }
        Ok(())
    }

    /// Adds the groups of later rows.
    pub fn merge(&mut self, specs: &[AggregateSpec], later: Groups) -> Result<()> {
        let numbers = match later.table.width() {
            0 => vec![0],
            _ => self.table.absorb(later.table),
        };
        self.grow(specs);
        self.bytes += later.bytes;
        for (running, later) in self.running.iter_mut().zip(later.running) {
            self.bytes += running.merge(&numbers, later)?;
        }
        Ok(())
    }

    fn grow(&mut self, specs: &[AggregateSpec]) {
        self.len = self.len.max(self.table.len());
        for (running, spec) in self.running.iter_mut().zip(specs) {
            match (&mut running.gathered, spec.make) {
                (Gathered::Counts(counts), _) => counts.resize(self.len, 0),
                (Gathered::Accumulators(all), Some(make)) => all.resize_with(self.len, make),
                (Gathered::Accumulators(_), None) | (Gathered::Values(_) | Gathered::Nodes(_), _) => {}
            }
        }
    }

    /// About how many bytes it holds.
    pub fn memory(&self) -> usize {
        let seen = self.running.iter().filter_map(|running| running.seen.as_ref()).map(KeyTable::memory);
        self.table.memory() + self.len * self.running.len() * 48 + seen.sum::<usize>() + self.bytes
    }

    /// The results of the n-th aggregate for some groups.
    pub fn results(&mut self, aggregate: usize, from: usize, to: usize) -> Result<Column> {
        self.running[aggregate].results(from, to)
    }
}

/// What an aggregate has gathered, by group.
enum Gathered {
    Counts(Vec<i64>),
    Accumulators(Vec<Box<dyn Accumulator>>),
    /// Of a part with `DISTINCT`: the arguments behind the first of each key in `seen`. Whether a value is new is
    /// known only when the part is merged.
    Values(Vec<Vec<Value>>),
    /// The nodes counted with `DISTINCT` in the only group, as long as nothing but nodes comes.
    Nodes(NodeMarks),
}

struct Running {
    part: bool,
    gathered: Gathered,
    /// Group and value pairs that were seen, for `DISTINCT`.
    seen: Option<KeyTable>,
}

impl Running {
    fn new(spec: &AggregateSpec, part: bool, is_alone: bool) -> Running {
        if is_alone && spec.distinct && spec.make.is_none() && spec.arguments.len() == 1 {
            return Running { part, gathered: Gathered::Nodes(NodeMarks::default()), seen: None };
        }
        let gathered = match spec.make {
            _ if part && spec.distinct => Gathered::Values(Vec::new()),
            None => Gathered::Counts(Vec::new()),
            Some(_) => Gathered::Accumulators(Vec::new()),
        };
        Running { part, gathered, seen: spec.distinct.then(|| KeyTable::new(2)) }
    }

    /// Keeps nodes like any other values; nothing to do where it does.
    fn generalize(&mut self) -> Result<()> {
        let Gathered::Nodes(marks) = &self.gathered else { return Ok(()) };
        let nodes = marks.to_vec();
        self.gathered = if self.part { Gathered::Values(Vec::new()) } else { Gathered::Counts(vec![0]) };
        self.seen = Some(KeyTable::new(2));
        let rows = Weighted { len: nodes.len(), weights: None };
        self.add(None, &[Arc::new(Column::Nodes(nodes))], rows).map(drop)
    }

    /// Adds the rows of a batch; the bytes its accumulators keep more than before.
    fn add(
        &mut self,
        groups: Option<&[u32]>,
        arguments: &[Arc<Column>],
        rows: Weighted<'_>,
    ) -> Result<usize> {
        if let (Gathered::Nodes(marks), [argument]) = (&mut self.gathered, arguments)
            && let Column::Nodes(nodes) = &**argument
        {
            let before = marks.memory();
            marks.extend(nodes);
            return Ok(marks.memory() - before);
        }
        self.generalize()?;
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
                    bytes += grown(&mut accumulators[group(row)], |accumulator| match weight(row) {
                        1 => accumulator.add(&values),
                        times => accumulator.add_times(&values, exactly(times)?.unsigned_abs()),
                    })?;
                }
                return Ok(bytes);
            }
            (Gathered::Values(values), arguments) => {
                let rest = arguments.get(1..).unwrap_or_default();
                let of_row = |row| rest.iter().map(|argument| argument.value(row)).collect();
                values.extend((0..rows.len).filter(|row| is_fresh(*row)).map(of_row));
            }
            (Gathered::Nodes(_), _) => return Err(Error::internal("nodes are kept like other values here")),
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

    /// Adds what was gathered of later rows, whose groups have these numbers here; the bytes of its accumulators.
    fn merge(&mut self, numbers: &[u32], later: Running) -> Result<usize> {
        if let (Gathered::Nodes(marks), Gathered::Nodes(_)) = (&mut self.gathered, &later.gathered)
            && let Gathered::Nodes(more) = later.gathered
        {
            let before = marks.memory();
            marks.absorb(more);
            return Ok(marks.memory() - before);
        }
        if let Gathered::Nodes(marks) = &later.gathered {
            let nodes = marks.to_vec();
            let groups = vec![numbers.first().copied().unwrap_or(0); nodes.len()];
            let rows = Weighted { len: nodes.len(), weights: None };
            return self.add(Some(&groups), &[Arc::new(Column::Nodes(nodes))], rows);
        }
        self.generalize()?;
        match (&mut self.gathered, later.gathered) {
            (Gathered::Counts(counts), Gathered::Counts(more)) => {
                for (group, more) in numbers.iter().zip(more) {
                    let count = &mut counts[*group as usize];
                    *count = add_weight(*count, more)?;
                }
                Ok(0)
            }
            (Gathered::Accumulators(accumulators), Gathered::Accumulators(more)) => {
                for (group, more) in numbers.iter().zip(more) {
                    accumulators[*group as usize].merge(more)?;
                }
                Ok(0)
            }
            (_, Gathered::Values(values)) => self.merge_distinct(numbers, later.seen, values),
            (_, _) => Err(Error::internal("a part of an aggregate is of another kind")),
        }
    }

    fn merge_distinct(
        &mut self,
        numbers: &[u32],
        seen: Option<KeyTable>,
        values: Vec<Vec<Value>>,
    ) -> Result<usize> {
        let Some(seen) = seen else { return Err(Error::internal("distinct values without their table")) };
        let Column::Integers(groups, _) = seen.part(0, 0..seen.len()) else {
            return match seen.len() {
                0 => Ok(0),
                _ => Err(Error::internal("a group's number is no integer")),
            };
        };
        let groups: Vec<u32> = groups.iter().map(|group| numbers[*group as usize]).collect();
        let mut arguments = vec![Arc::new(seen.part(1, 0..seen.len()))];
        for rest in 0..values.first().map_or(0, Vec::len) {
            let mut column = ColumnBuilder::with_capacity(values.len());
            values.iter().for_each(|values| column.push(values[rest].clone()));
            arguments.push(Arc::new(column.finish()));
        }
        self.add(Some(&groups), &arguments, Weighted { len: seen.len(), weights: None })
    }

    fn results(&mut self, from: usize, to: usize) -> Result<Column> {
        match &mut self.gathered {
            Gathered::Counts(counts) => Ok(Column::Integers(counts[from..to].to_vec(), None)),
            Gathered::Nodes(marks) => Ok(Column::Integers(vec![marks.count(); to - from], None)),
            Gathered::Accumulators(accumulators) => {
                let mut column = ColumnBuilder::with_capacity(to - from);
                for accumulator in &mut accumulators[from..to] {
                    column.push(accumulator.finish().and_then(bounded)?);
                }
                Ok(column.finish())
            }
            Gathered::Values(_) => Err(Error::internal("a part of an aggregate has no result")),
        }
    }
}

/// By how many bytes an accumulator grew.
fn grown(
    accumulator: &mut Box<dyn Accumulator>,
    change: impl FnOnce(&mut dyn Accumulator) -> Result<()>,
) -> Result<usize> {
    let before = accumulator.memory();
    change(&mut **accumulator)?;
    Ok(accumulator.memory().saturating_sub(before))
}
