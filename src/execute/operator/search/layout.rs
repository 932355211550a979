//! Which columns a search fills, and what a found path puts into them.

use std::sync::Arc;

use crate::error::Result;
use crate::execute::batch::Batch;
use crate::execute::builder::ColumnBuilder;
use crate::execute::expression::list_value;
use crate::execute::liveness::SlotSet;
use crate::graph::{NodeId, RelId};
use crate::semantic::bound::{self, PathElement, PathGroup, Slot};
use crate::value::{PathValue, Value};

use super::arena::{FoundPath, Taken};

/// The columns that somebody reads.
pub struct Layout {
    search: bound::PathSearch,
    /// What each hop of the pattern is, by its number.
    wanted: Vec<Slot>,
    path: bool,
    list: bool,
    /// The end that the search finds.
    end: Option<Slot>,
}

/// The values of found paths.
pub struct Filled {
    columns: Vec<(Slot, ColumnBuilder)>,
}

impl Layout {
    /// Of a search of which these slots are read.
    pub fn of(search: &bound::PathSearch, live: &SlotSet, end: Option<Slot>) -> Layout {
        let mut search = search.clone();
        search.predicates.clear();
        let of_elements: Vec<Slot> =
            search.binds().filter(|slot| ![search.path, search.relationships].contains(slot)).collect();
        let of_elements = of_elements.into_iter().filter(|slot| Some(*slot) != search.cost);
        let wanted = of_elements.filter(|slot| live.contains(*slot)).collect();
        let (path, list) = (live.contains(search.path), live.contains(search.relationships));
        search.cost = search.cost.filter(|cost| live.contains(*cost));
        Layout { search, wanted, path, list, end }
    }

    /// Columns for some paths.
    pub fn fill(&self, start: NodeId, found: &FoundPath, reversed: bool, into: &mut Filled) -> Result<()> {
        let path = in_pattern_order(start, found, reversed);
        if let Some(end) = self.end {
            into.push(end, Value::Node(found.hops.last().map_or(start, |hop| hop.to)));
        }
        if let Some(cost) = self.search.cost {
            into.push(cost, Value::Float(found.cost));
        }
        if !self.wanted.is_empty() {
            self.fill_elements(&path.0, &path.1, into)?;
        }
        if self.list {
            let list = path.0.relationships.iter().map(|relationship| Value::Relationship(*relationship));
            into.push(self.search.relationships, list_value(list.collect())?);
        }
        if self.path {
            into.push(self.search.path, Value::Path(Arc::new(path.0)));
        }
        Ok(())
    }

    /// Empty columns.
    pub fn empty(&self, rows: usize) -> Filled {
        let path = self.path.then_some(self.search.path);
        let list = self.list.then_some(self.search.relationships);
        let slots =
            self.wanted.iter().copied().chain(path).chain(list).chain(self.search.cost).chain(self.end);
        Filled { columns: slots.map(|slot| (slot, ColumnBuilder::with_capacity(rows))).collect() }
    }

    /// Elements by name. Walks the pattern along the numbers of the steps that were taken.
    fn fill_elements(&self, path: &PathValue, steps: &[u32], into: &mut Filled) -> Result<()> {
        let (mut at, mut number) = (0, 0);
        for element in &self.search.elements {
            match element {
                PathElement::Node(slot) => self.put(*slot, into, || Value::Node(node(path, at))),
                PathElement::Hop(hop) => {
                    self.put(hop.slot, into, || Value::Relationship(relationship(path, at)));
                    at += 1;
                    number += 1;
                }
                PathElement::Group(group) => {
                    let first = at;
                    while steps.get(at) == Some(&number) {
                        at += group.hops.len();
                    }
                    number += group.hops.len() as u32;
                    self.fill_group(group, path, (first, at), into)?;
                }
            }
        }
        Ok(())
    }

    fn fill_group(
        &self,
        group: &PathGroup,
        path: &PathValue,
        (first, behind): (usize, usize),
        into: &mut Filled,
    ) -> Result<()> {
        let repetitions = || (first..behind).step_by(group.hops.len().max(1));
        for (slot, list) in &group.lists {
            if !self.wanted.contains(list) {
                continue;
            }
            let values: Vec<Value> = match group.hops.iter().position(|hop| hop.slot == *slot) {
                Some(hop) => {
                    repetitions().map(|at| Value::Relationship(relationship(path, at + hop))).collect()
                }
                None => {
                    let place = group.nodes.iter().position(|node| node == slot).unwrap_or_default();
                    repetitions().map(|at| Value::Node(node(path, at + place))).collect()
                }
            };
            into.push(*list, list_value(values)?);
        }
        Ok(())
    }

    fn put(&self, slot: Slot, into: &mut Filled, value: impl FnOnce() -> Value) {
        if self.wanted.contains(&slot) {
            into.push(slot, value());
        }
    }
}

impl Filled {
    fn push(&mut self, slot: Slot, value: Value) {
        if let Some((_, column)) = self.columns.iter_mut().find(|(known, _)| *known == slot) {
            column.push(value);
        }
    }

    /// Puts the columns into a batch.
    pub fn finish(self, batch: &mut Batch) {
        for (slot, column) in self.columns {
            batch.set(slot, Arc::new(column.finish()));
        }
    }
}

/// The path from the pattern's left, and the numbers of its steps.
fn in_pattern_order(start: NodeId, found: &FoundPath, reversed: bool) -> (PathValue, Vec<u32>) {
    let mut path = super::arena::path_value(start, &found.hops);
    let mut steps: Vec<u32> = found.hops.iter().map(|Taken { step, .. }| *step).collect();
    if reversed {
        path.nodes.reverse();
        path.relationships.reverse();
        steps.reverse();
    }
    (path, steps)
}

fn node(path: &PathValue, at: usize) -> NodeId {
    path.nodes.get(at).copied().unwrap_or_default()
}

fn relationship(path: &PathValue, at: usize) -> RelId {
    path.relationships.get(at).copied().unwrap_or_default()
}
