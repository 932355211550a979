//! A saved graph whose pages are read when they are first touched.
//!
//! Reading a page cannot fail where it is touched, in the middle of a query's inner loop. A page that cannot be
//! read counts as empty there, and is remembered: whoever hands out what was computed asks
//! [`GraphState::intact`] first.

use std::fmt;
use std::sync::{Arc, OnceLock};

use super::super::adjacency::{Entries, NODES, Page, Run};
use super::super::bits::Bits;
use super::super::column::{ColumnPage, Fixed, ROWS, Text, Validity};
use super::super::index::{LEAF_ENTRIES, Leaf, Posting};
use super::super::lazy::Load;
use super::super::state::GraphState;
use super::super::{NodeId, RelId, TypeId};
use super::ahead::Ahead;
use super::section::{
    AdjacencySection, LeafKeys, LeafSection, RowsSection, Section, SectionName, ValuesSection,
};
use crate::error::{Error, ErrorClass, Result};
use crate::value::Value;

/// Sections by number, in any order.
pub trait SectionSource: Send + Sync {
    /// The section of this number.
    fn read(&self, number: u32) -> Result<Section>;
    /// The section as it is encoded, to be copied; checked as far as it can be without decoding it.
    fn encoded(&self, number: u32) -> Result<Vec<u8>>;
}

/// What a state needs of the file that it was opened from.
pub(in crate::graph) struct Saved {
    source: Arc<dyn SectionSource>,
    contents: Vec<SectionName>,
    limits: Limits,
    damage: OnceLock<Error>,
    ahead: Ahead,
}

/// What ids in the sections have to lie below.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub nodes: u32,
    pub relationships: u32,
    pub types: usize,
}

impl fmt::Debug for Saved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Saved").field("sections", &self.contents.len()).finish_non_exhaustive()
    }
}

impl GraphState {
    /// An error if a page of the saved graph could not be read: then what was computed since is worth nothing.
    #[inline]
    pub fn intact(&self) -> Result<()> {
        match self.saved.as_ref().and_then(|saved| saved.damage.get()) {
            None => Ok(()),
            Some(damage) => Err(Error::new(damage.class(), damage.detail(), damage.message())
                .hint("restore a copy of the file; `casegraph check` tells what else is damaged")),
        }
    }
}

impl Saved {
    pub(super) fn new(source: Arc<dyn SectionSource>, contents: Vec<SectionName>, limits: Limits) -> Saved {
        Saved { source, contents, limits, damage: OnceLock::new(), ahead: Ahead::default() }
    }

    pub fn source(&self) -> &Arc<dyn SectionSource> {
        &self.source
    }

    pub fn contents(&self) -> &[SectionName] {
        &self.contents
    }

    pub(super) fn limits(&self) -> Limits {
        self.limits
    }

    pub(super) fn ahead(&self) -> &Ahead {
        &self.ahead
    }

    /// Remembers the first error.
    pub fn remember(&self, error: Error) {
        // Only the first is told; the others follow from it or are found by a check.
        let _ = self.damage.set(error);
    }

    /// A page made of a section.
    fn page<T>(&self, number: u32, make: impl FnOnce(Section, Limits) -> Option<T>) -> Result<T> {
        let name = self.contents.get(number as usize).copied();
        let section = self.source.read(number)?;
        if !name.is_some_and(|name| name.fits(&section)) {
            return Err(damaged(format!("section {number} is another one than the contents say")));
        }
        make(section, self.limits).ok_or_else(|| damaged(format!("the content of section {number} is wrong")))
    }

    /// The page, or an empty one and the error to be told.
    fn or_empty<T: Default>(&self, page: Result<T>) -> T {
        page.unwrap_or_else(|error| {
            self.remember(error);
            T::default()
        })
    }

    fn adjacency(&self, number: u32) -> Result<Page> {
        self.page(number, |section, limits| match section {
            Section::Outgoing(section) | Section::Incoming(section) => adjacency_page(section, limits),
            _ => None,
        })
    }

    fn column(&self, number: u32) -> Result<ColumnPage> {
        self.page(number, |section, _| match section {
            Section::NodeColumn(section) | Section::RelationshipColumn(section) => {
                column_page(section.values)
            }
            _ => None,
        })
    }
}

impl Load<Page> for Saved {
    fn load(&self, number: u32) -> Page {
        self.or_empty(self.adjacency(number))
    }

    fn try_load(&self, number: u32) -> Option<Page> {
        self.adjacency(number).ok()
    }
}

impl Load<ColumnPage> for Saved {
    fn load(&self, number: u32) -> ColumnPage {
        self.or_empty(self.column(number))
    }

    fn try_load(&self, number: u32) -> Option<ColumnPage> {
        self.column(number).ok()
    }
}

impl Load<Leaf> for Saved {
    fn load(&self, number: u32) -> Leaf {
        self.or_empty(self.page(number, |section, limits| match section {
            Section::IndexLeaf(section) => index_leaf(section, limits),
            _ => None,
        }))
    }
}

fn index_leaf(section: LeafSection, limits: Limits) -> Option<Leaf> {
    let ids = section.ids.0;
    let leaf = match section.keys {
        LeafKeys::Integers(keys) if keys.0.len() == ids.len() => Leaf::Integers { keys: keys.0, ids },
        LeafKeys::Texts { lengths, text } if lengths.0.len() == ids.len() => {
            let mut end = 0u32;
            let ends = lengths.0.into_iter().map(|length| {
                end = end.checked_add(length)?;
                text.is_char_boundary(end as usize).then_some(end)
            });
            Leaf::Texts { ends: ends.collect::<Option<_>>()?, text, ids }
        }
        LeafKeys::Mixed(keys) if keys.len() == ids.len() => {
            Leaf::Mixed(keys.into_iter().zip(ids).map(|(key, id)| Posting { key: key.0, id }).collect())
        }
        _ => return None,
    };
    let known = (0..leaf.len()).all(|at| leaf.id(at) < limits.nodes.max(limits.relationships));
    (known && leaf.len() <= LEAF_ENTRIES).then_some(leaf)
}

pub(super) fn adjacency_page(section: AdjacencySection, limits: Limits) -> Option<Page> {
    let mut offsets = [0u32; NODES + 1];
    if section.degrees.0.len() != NODES {
        return None;
    }
    for (node, degree) in section.degrees.0.into_iter().enumerate() {
        offsets[node + 1] = offsets[node].checked_add(degree)?;
    }
    let types = spread(&section.types.0, &section.lengths.0, section.neighbours.0.len())?;
    let entries = Entries {
        types: types.into_iter().map(TypeId).collect(),
        neighbours: section.neighbours.0.into_iter().map(NodeId).collect(),
        relationships: section.relationships.0.into_iter().map(RelId).collect(),
    };
    // The largest of each, which takes less time than asking one after the other.
    let known = entries.types.iter().max().is_none_or(|rel_type| rel_type.index() < limits.types)
        && entries.neighbours.iter().max().is_none_or(|node| node.0 < limits.nodes)
        && entries.relationships.iter().max().is_none_or(|rel| rel.0 < limits.relationships);
    let page = Page::from_parts(offsets, entries).filter(|_| known)?;
    let ascending = page.base_runs().all(|(_, run)| is_ascending(run));
    ascending.then_some(page)
}

fn is_ascending(run: Run<'_>) -> bool {
    // Mostly a node's relationships have one type and lead to different nodes.
    let is_typed = run.types.first() == run.types.last();
    let falls = run.neighbours.windows(2).filter(|pair| pair[0] >= pair[1]).count();
    if is_typed && falls == 0 && run.types.iter().max() == run.types.first() {
        return true;
    }
    run.iter().zip(run.iter().skip(1)).all(|(a, b)| a < b)
}

/// Each value as often as its run is long; nothing unless there are `count` in all.
pub(super) fn spread<T: Copy>(values: &[T], lengths: &[u32], count: usize) -> Option<Vec<T>> {
    let total: u64 = lengths.iter().map(|length| u64::from(*length)).sum();
    if values.len() != lengths.len() || total != count as u64 {
        return None;
    }
    let mut all = Vec::with_capacity(count);
    for (value, length) in values.iter().zip(lengths) {
        all.resize(all.len() + *length as usize, *value);
    }
    Some(all)
}

/// A column page; nothing if its parts do not fit together.
pub(super) fn column_page(section: ValuesSection) -> Option<ColumnPage> {
    Some(match section {
        ValuesSection::Integers { rows, values } => ColumnPage::Integers(fixed(rows, values.0)?),
        ValuesSection::Floats { rows, values } => ColumnPage::Floats(fixed(rows, values.unpack()?)?),
        ValuesSection::Dates { rows, days } => ColumnPage::Dates(fixed(rows, days.0)?),
        ValuesSection::Booleans { rows, values } => ColumnPage::Booleans {
            valid: validity(rows)?,
            values: Bits::from_words(values.0.try_into().ok()?),
        },
        ValuesSection::Strings { rows, lengths, text } => {
            ColumnPage::Strings(Text::from_parts(validity(rows)?, &lengths.0, text)?)
        }
        ValuesSection::Mixed { values } => ColumnPage::Mixed(mixed(values)?),
        ValuesSection::Dictionary { rows, codes, lengths, text } => {
            ColumnPage::Strings(Text::from_coded_parts(validity(rows)?, &codes.0, &lengths.0, text)?)
        }
    })
}

fn validity(rows: RowsSection) -> Option<Validity> {
    match rows {
        RowsSection::First(count) => (count as usize <= ROWS).then(|| Bits::first(count as usize)),
        RowsSection::Bits(words) => Some(Bits::from_words(words.0.try_into().ok()?)),
    }
}

fn fixed<T: Copy + Default>(rows: RowsSection, dense: Vec<T>) -> Option<Fixed<T>> {
    let valid = validity(rows)?;
    let count = valid.count();
    if dense.len() != count {
        return None;
    }
    if valid == Bits::first(count) {
        return Some(Fixed::new(valid, dense));
    }
    let mut values = vec![T::default(); valid.iter().last().map_or(0, |row| row + 1)];
    for (row, value) in valid.iter().zip(dense) {
        values[row] = value;
    }
    Some(Fixed::new(valid, values))
}

fn mixed(values: Vec<(u16, super::super::StoredValue)>) -> Option<Vec<Option<Value>>> {
    let mut rows: Vec<Option<Value>> = Vec::new();
    for (row, value) in values {
        let row = row as usize;
        if row >= ROWS || row < rows.len() {
            return None;
        }
        rows.resize(row, None);
        rows.push(Some(value.into_value()));
    }
    Some(rows)
}

pub(super) fn damaged(message: impl Into<String>) -> Error {
    Error::new(ErrorClass::StorageError, "DamagedGraph", message)
}
