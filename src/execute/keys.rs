//! A hash table of rows of keys: finds the number of a key, or gives it the next one. Keys are the same when
//! they are equivalent (null is null, `1` is `1.0`), as grouping and `DISTINCT` want it.

use std::hash::Hasher;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHasher;

use crate::value::number::exact_integer;
use crate::value::{Value, hash_value};

use super::builder::ColumnBuilder;
use super::column::{Column, NULL_NODE, NULL_RELATIONSHIP};

const EMPTY: u32 = u32::MAX;

/// Keys by number, in the order they came.
pub struct KeyTable {
    /// Numbers by place; the length is a power of two.
    places: Vec<u32>,
    /// By number.
    hashes: Vec<u64>,
    /// The parts of the keys, by number.
    parts: Vec<ColumnBuilder>,
    bytes: usize,
}

impl KeyTable {
    /// An empty table for keys of so many parts.
    pub fn new(width: usize) -> KeyTable {
        let parts = (0..width).map(|_| ColumnBuilder::default()).collect();
        KeyTable { places: vec![EMPTY; 16], hashes: Vec::new(), parts, bytes: 0 }
    }

    /// The number of keys.
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// The number of parts of a key.
    pub fn width(&self) -> usize {
        self.parts.len()
    }

    /// Takes over the keys of another table, in their order; the number of each here.
    pub fn absorb(&mut self, other: KeyTable) -> Vec<u32> {
        let columns: Vec<Arc<Column>> = other.parts.into_iter().map(|part| Arc::new(part.finish())).collect();
        other.hashes.iter().enumerate().map(|(row, hash)| self.intern_row(*hash, &columns, row)).collect()
    }

    /// About how many bytes it holds.
    pub fn memory(&self) -> usize {
        self.bytes + self.hashes.len() * 8 + self.places.len() * 4
    }

    /// A part of some keys.
    pub fn part(&self, part: usize, numbers: Range<usize>) -> Column {
        self.parts[part].range(numbers)
    }

    /// The number of each row's key; new keys get new numbers.
    pub fn intern(&mut self, columns: &[Arc<Column>], len: usize) -> Vec<u32> {
        let hashes = hashes(columns, len);
        (0..len).map(|row| self.intern_row(hashes[row], columns, row)).collect()
    }

    /// The number of each row's key, if it has one.
    pub fn find(&self, columns: &[Arc<Column>], len: usize) -> Vec<Option<u32>> {
        let hashes = hashes(columns, len);
        (0..len).map(|row| self.search(hashes[row], columns, row).ok()).collect()
    }

    fn intern_row(&mut self, hash: u64, columns: &[Arc<Column>], row: usize) -> u32 {
        match self.search(hash, columns, row) {
            Ok(number) => number,
            Err(place) => self.insert(place, hash, columns, row),
        }
    }

    fn insert(&mut self, place: usize, hash: u64, columns: &[Arc<Column>], row: usize) -> u32 {
        let number = self.hashes.len() as u32;
        self.places[place] = number;
        self.hashes.push(hash);
        for (part, column) in self.parts.iter_mut().zip(columns) {
            part.push_row(column, row);
            self.bytes += part.row_size() + column.heap_size(row);
        }
        if self.hashes.len() * 2 > self.places.len() {
            self.grow();
        }
        number
    }

    fn search(&self, hash: u64, columns: &[Arc<Column>], row: usize) -> Result<u32, usize> {
        self.place(hash, |number| self.is_key(number, columns, row))
    }

    /// The key's number, or the place where it would be.
    fn place(&self, hash: u64, is_key: impl Fn(usize) -> bool) -> Result<u32, usize> {
        let mask = self.places.len() - 1;
        let mut place = hash as usize & mask;
        loop {
            let number = self.places[place];
            if number == EMPTY {
                return Err(place);
            }
            if self.hashes[number as usize] == hash && is_key(number as usize) {
                return Ok(number);
            }
            place = (place + 1) & mask;
        }
    }

    fn is_key(&self, number: usize, columns: &[Arc<Column>], row: usize) -> bool {
        self.parts.iter().zip(columns).all(|(part, column)| part.is_same(number, column, row))
    }

    fn grow(&mut self) {
        let mask = self.places.len() * 2 - 1;
        let mut places = vec![EMPTY; mask + 1];
        for (number, hash) in self.hashes.iter().enumerate() {
            let mut place = *hash as usize & mask;
            while places[place] != EMPTY {
                place = (place + 1) & mask;
            }
            places[place] = number as u32;
        }
        self.places = places;
    }
}

/// The hash of each row over all columns; the same for equivalent rows, however the columns hold them.
fn hashes(columns: &[Arc<Column>], len: usize) -> Vec<u64> {
    let mut hashes = vec![0; len];
    for column in columns {
        match &**column {
            Column::Nodes(ids) => add(&mut hashes, ids, |id| match *id {
                NULL_NODE => hash(&Value::Null),
                id => mix(2, u64::from(id.0)),
            }),
            Column::Relationships(ids) => add(&mut hashes, ids, |id| match *id {
                NULL_RELATIONSHIP => hash(&Value::Null),
                id => mix(3, u64::from(id.0)),
            }),
            Column::Integers(values, None) => add(&mut hashes, values, |value| mix(1, *value as u64)),
            Column::Texts(texts) => {
                for (row, all) in hashes.iter_mut().enumerate() {
                    *all = combine(*all, texts.get(row).map_or_else(|| hash(&Value::Null), hash_of_text));
                }
            }
            Column::Values(values) => add(&mut hashes, values, hash),
            other => {
                for (row, all) in hashes.iter_mut().enumerate() {
                    *all = combine(*all, hash(&other.value(row)));
                }
            }
        }
    }
    hashes
}

fn add<T>(hashes: &mut [u64], values: &[T], hash: impl Fn(&T) -> u64) {
    for (all, value) in hashes.iter_mut().zip(values) {
        *all = combine(*all, hash(value));
    }
}

fn hash(value: &Value) -> u64 {
    match value {
        Value::Integer(value) => mix(1, *value as u64),
        Value::Node(id) => mix(2, u64::from(id.0)),
        Value::Relationship(id) => mix(3, u64::from(id.0)),
        Value::Float(value) if exact_integer(*value).is_some() => {
            mix(1, exact_integer(*value).unwrap_or_default() as u64)
        }
        Value::String(text) => hash_of_text(text),
        other => {
            let mut hasher = FxHasher::default();
            hash_value(other, &mut hasher);
            mix(4, hasher.finish())
        }
    }
}

fn hash_of_text(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    mix(5, hasher.finish())
}

/// Spreads a number over 64 bits (the finalizer of SplitMix64), so that its low bits can choose a place.
fn mix(kind: u64, value: u64) -> u64 {
    let mut x = value.wrapping_add(kind.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

fn combine(a: u64, b: u64) -> u64 {
    a.rotate_left(5).wrapping_mul(0x517C_C1B7_2722_0A95) ^ b
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_equivalence_across_column_types() {
        let mut table = KeyTable::new(1);
        let integers = Arc::new(Column::Integers(vec![1, 2, 1], None));
        assert_eq!(table.intern(&[integers], 3), [0, 1, 0]);
        let mixed = vec![Value::Float(2.0), Value::Null, Value::Null, Value::Float(f64::NAN)];
        assert_eq!(table.intern(&[Arc::new(Column::Values(mixed))], 4), [1, 2, 2, 3]);
        let floats = Arc::new(Column::Floats(vec![f64::NAN, 1.0], None));
        assert_eq!(table.find(&[floats], 2), [Some(3), Some(0)]);
        assert_eq!(table.len(), 4);
    }

    #[test]
    fn grows() {
        let mut table = KeyTable::new(2);
        for i in 0..1000 {
            let columns = [
                Arc::new(Column::Integers(vec![i], None)),
                Arc::new(Column::Values(vec![Value::from(Some(i % 2 == 0))])),
            ];
            assert_eq!(table.intern(&columns, 1), [i as u32]);
            assert_eq!(table.intern(&columns, 1), [i as u32]);
        }
    }
}
