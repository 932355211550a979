//! A hash table of rows of keys: finds the number of a key, or gives it the next one. Keys are the same when
//! they are equivalent (null is null, `1` is `1.0`), as grouping and `DISTINCT` want it.

use std::hash::Hasher;
use std::sync::Arc;

use rustc_hash::FxHasher;

use crate::value::number::exact_integer;
use crate::value::{Value, equivalent, hash_value};

use super::column::{Column, NULL_NODE, NULL_RELATIONSHIP};

const EMPTY: u32 = u32::MAX;

/// Keys by number, in the order they came.
pub struct KeyTable {
    /// Parts of a key.
    width: usize,
    /// Numbers by place; the length is a power of two.
    places: Vec<u32>,
    /// By number.
    hashes: Vec<u64>,
    /// By number, `width` each.
    parts: Vec<Value>,
    bytes: usize,
}

impl KeyTable {
    /// An empty table for keys of so many parts.
    pub fn new(width: usize) -> KeyTable {
        KeyTable { width, places: vec![EMPTY; 16], hashes: Vec::new(), parts: Vec::new(), bytes: 0 }
    }

    /// The number of keys.
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// The number of parts of a key.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Takes over the keys of another table, in their order; the number of each here.
    pub fn absorb(&mut self, other: &KeyTable) -> Vec<u32> {
        let numbers = (0..other.len()).map(|number| {
            let hash = other.hashes[number];
            let parts = other.key(number);
            let same = |own: &[Value]| own.iter().zip(parts).all(|(own, part)| equivalent(own, part));
            match self.place(hash, |number| same(self.key(number))) {
                Ok(number) => number,
                Err(place) => self.insert(place, hash, parts.iter().cloned()),
            }
        });
        numbers.collect()
    }

    /// About how many bytes it holds.
    pub fn memory(&self) -> usize {
        self.bytes + self.hashes.len() * 8 + self.places.len() * 4
    }

    /// A part of a key.
    pub fn part(&self, number: usize, part: usize) -> &Value {
        &self.parts[number * self.width + part]
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
            Err(place) => self.insert(place, hash, columns.iter().map(|column| column.value(row))),
        }
    }

    fn insert(&mut self, place: usize, hash: u64, parts: impl Iterator<Item = Value>) -> u32 {
        let number = self.hashes.len() as u32;
        self.places[place] = number;
        self.hashes.push(hash);
        for value in parts {
            self.bytes += value.total_size();
            self.parts.push(value);
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

    fn key(&self, number: usize) -> &[Value] {
        &self.parts[number * self.width..(number + 1) * self.width]
    }

    fn is_key(&self, number: usize, columns: &[Arc<Column>], row: usize) -> bool {
        self.key(number).iter().zip(columns).all(|(part, column)| match (part, &**column) {
            (Value::Node(node), Column::Nodes(nodes)) => *node == nodes[row],
            (Value::Integer(a), Column::Integers(values, None)) => *a == values[row],
            (part, Column::Values(values)) => equivalent(part, &values[row]),
            (part, column) => equivalent(part, &column.value(row)),
        })
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
        other => {
            let mut hasher = FxHasher::default();
            hash_value(other, &mut hasher);
            mix(4, hasher.finish())
        }
    }
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
