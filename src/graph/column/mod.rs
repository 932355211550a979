//! Property columns: per key a persistent array of typed pages, and per page the keys that have one.
//!
//! A row is a node's or a relationship's id. Finding all properties of one row asks only the keys of
//! its page, however many keys the graph has.

mod page;
mod reader;
mod text;
mod values;

use std::sync::Arc;

use smallvec::SmallVec;

use super::KeyId;
use super::lazy::Load;
use super::paged::Paged;
use super::stored::ValueRef;
use crate::value::Value;

pub use page::{ColumnPage, Fixed, ROWS, Validity};
pub use reader::Reader;
pub use text::Text;
pub use values::{Series, Strings, Values};

/// The values of one property key, by row.
#[derive(Clone, Debug, Default)]
pub struct Column {
    pages: Paged<ColumnPage>,
    count: u64,
}

impl Column {
    /// The value of a row.
    #[inline]
    pub fn get(&self, row: u32) -> Option<ValueRef<'_>> {
        self.pages.get(row as usize / ROWS)?.get(row as usize % ROWS)
    }

    /// Reads many rows one after the other.
    pub fn reader(&self) -> Reader<'_> {
        Reader::new(self)
    }

    /// The double of a row, where its page holds doubles only.
    #[inline]
    pub fn float(&self, row: u32) -> Option<f64> {
        match self.pages.get(row as usize / ROWS)? {
            ColumnPage::Floats(page) => page.get(row as usize % ROWS),
            _ => None,
        }
    }

    /// The page that holds rows `page * ROWS ..`, for reading it as typed arrays.
    #[inline]
    pub fn page(&self, page: usize) -> Option<&ColumnPage> {
        self.pages.get(page)
    }

    /// The number of rows that have a value.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The rows that have a value, ascending, with it.
    pub fn iter(&self) -> impl Iterator<Item = (u32, ValueRef<'_>)> {
        self.pages.iter().flat_map(|(at, page)| {
            page.rows().filter_map(move |row| Some(((at * ROWS + row) as u32, page.get(row)?)))
        })
    }

    /// Reads the pages that are not in memory.
    pub(super) fn read_all(&self) {
        self.pages.read_ahead();
    }

    pub(super) fn has_page(&self, page: usize) -> bool {
        self.pages.has(page)
    }

    /// The numbers of the pages, with those they were saved under if they were not written since.
    pub(super) fn numbers(&self) -> impl Iterator<Item = (usize, Option<u32>)> {
        self.pages.numbers()
    }
}

/// The properties of all nodes, or of all relationships.
#[derive(Clone, Debug, Default)]
pub struct Properties {
    columns: Vec<Arc<Column>>,
    /// By page, the keys whose column has that page; ascending.
    keys: Paged<KeyList>,
}

type KeyList = SmallVec<[KeyId; 8]>;

impl Properties {
    /// The column of a key, unless no row ever had it.
    #[inline]
    pub fn column(&self, key: KeyId) -> Option<&Column> {
        self.columns.get(key.index()).map(|column| &**column)
    }

    /// The same, to be kept.
    pub(super) fn shared_column(&self, key: KeyId) -> Option<Arc<Column>> {
        self.columns.get(key.index()).cloned()
    }

    /// The value of a row under a key.
    #[inline]
    pub fn get(&self, row: u32, key: KeyId) -> Option<ValueRef<'_>> {
        self.column(key)?.get(row)
    }

    /// The properties of a row, ascending by key.
    pub fn of(&self, row: u32) -> impl Iterator<Item = (KeyId, ValueRef<'_>)> {
        let keys = self.keys.get(row as usize / ROWS).map_or(&[][..], |keys| keys.as_slice());
        keys.iter().filter_map(move |key| Some((*key, self.get(row, *key)?)))
    }

    /// All columns, with their keys.
    pub fn columns(&self) -> impl Iterator<Item = (KeyId, &Column)> {
        self.columns.iter().enumerate().map(|(key, column)| (KeyId(key as u32), &**column))
    }

    /// The value must be storable, the key known to the catalog.
    pub(super) fn set(&mut self, row: u32, key: KeyId, value: &Value) {
        if key.index() >= self.columns.len() {
            self.columns.resize_with(key.index() + 1, Arc::default);
        }
        let at = row as usize / ROWS;
        let column = Arc::make_mut(&mut self.columns[key.index()]);
        if !column.pages.has(at) {
            note_key(&mut self.keys, at, key);
        }
        let page = column.pages.get_or_insert_with(at, || ColumnPage::for_value(value));
        if page.set(row as usize % ROWS, value) {
            column.count += 1;
        }
    }

    /// Sets the values of consecutive rows, all storable, and returns how many there were.
    pub(super) fn set_all(&mut self, first: u32, key: KeyId, values: &Values) -> u64 {
        if key.index() >= self.columns.len() {
            self.columns.resize_with(key.index() + 1, Arc::default);
        }
        let column = Arc::make_mut(&mut self.columns[key.index()]);
        let before = column.count;
        let mut done = 0;
        while done < values.len() {
            let row = first as usize + done;
            let (at, within) = (row / ROWS, row % ROWS);
            let end = (done + ROWS - within).min(values.len());
            if let Some(value) = (done..end).find_map(|row| values.get(row)) {
                if !column.pages.has(at) {
                    note_key(&mut self.keys, at, key);
                }
                let page = column.pages.get_or_insert_with(at, || ColumnPage::for_value(&value));
                column.count += page.set_all(within, values, done..end);
            }
            done = end;
        }
        column.count - before
    }

    /// Whether there was a value.
    pub(super) fn remove(&mut self, row: u32, key: KeyId) -> bool {
        if self.get(row, key).is_none() {
            return false;
        }
        let at = row as usize / ROWS;
        let column = Arc::make_mut(&mut self.columns[key.index()]);
        column.count -= 1;
        let emptied = column.pages.get_mut(at).is_some_and(|page| {
            page.remove(row as usize % ROWS);
            page.is_empty()
        });
        if emptied {
            column.pages.set(at, None);
            if let Some(keys) = self.keys.get_mut(at) {
                keys.retain(|other| *other != key);
            }
        }
        true
    }

    /// Removes all properties of a row.
    pub(super) fn clear(&mut self, row: u32) {
        let keys: KeyList = self.of(row).map(|(key, _)| key).collect();
        for key in keys {
            self.remove(row, key);
        }
    }

    /// Puts a page in place that is read when it is touched, of which so many rows have a value.
    pub(super) fn put_saved(
        &mut self,
        key: KeyId,
        at: usize,
        values: u64,
        loader: Arc<dyn Load<ColumnPage>>,
        number: u32,
    ) {
        if key.index() >= self.columns.len() {
            self.columns.resize_with(key.index() + 1, Arc::default);
        }
        let column = Arc::make_mut(&mut self.columns[key.index()]);
        column.count += values;
        column.pages.set_saved(at, loader, number);
        note_key(&mut self.keys, at, key);
    }

    /// What does not fit together, in words.
    pub(super) fn check(&self, what: &str, alive: impl Fn(u32) -> bool, problems: &mut Vec<String>) {
        for (key, column) in self.columns() {
            let mut count = 0;
            for (at, page) in column.pages.iter() {
                count += page.rows().count() as u64;
                if !self.keys.get(at).is_some_and(|keys| keys.contains(&key)) {
                    problems.push(format!("{what} page {at} does not list key {}", key.0));
                }
                if let Some(row) = page.rows().find(|row| !alive((at * ROWS + row) as u32)) {
                    let row = at * ROWS + row;
                    problems.push(format!("{what} {row} is not there and has property key {}", key.0));
                }
            }
            if count != column.count {
                problems.push(format!("{what} key {} has {count} values, not {}", key.0, column.count));
            }
        }
        for (at, keys) in self.keys.iter() {
            for key in keys {
                if !self.column(*key).is_some_and(|column| column.has_page(at)) {
                    problems.push(format!("{what} page {at} lists key {} in vain", key.0));
                }
            }
        }
    }
}

fn note_key(keys: &mut Paged<KeyList>, at: usize, key: KeyId) {
    let keys = keys.get_or_insert_with(at, KeyList::new);
    if let Err(place) = keys.binary_search(&key) {
        keys.insert(place, key);
    }
}
