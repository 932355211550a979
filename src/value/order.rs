//! Equivalence and total order, the relations behind `DISTINCT`, grouping and `ORDER BY`.
//!
//! The order is total over all values (openCypher's "orderability", CIP2016-06-14). Two values are equivalent
//! exactly when neither comes first, and equivalent values have the same hash. Unlike in `=`, null is
//! equivalent to null and NaN to NaN; as in `=`, `1` and `1.0` are one value.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use super::number::{compare_mixed, exact_integer, order_floats};
use super::{Map, PathValue, Point, Value};

/// The place of a value's type in the order.
fn rank(value: &Value) -> u8 {
    match value {
        Value::Map(_) => 0,
        Value::Node(_) => 1,
        Value::Relationship(_) => 2,
        Value::List(_) => 3,
        Value::Path(_) => 4,
        Value::Point(_) => 5,
        Value::DateTime(_) => 6,
        Value::LocalDateTime(_) => 7,
        Value::Date(_) => 8,
        Value::Time(_) => 9,
        Value::LocalTime(_) => 10,
        Value::Duration(_) => 11,
        Value::String(_) => 12,
        Value::Boolean(_) => 13,
        Value::Integer(_) => 14,
        Value::Float(float) => 14 + u8::from(float.is_nan()),
        Value::Null => 16,
    }
}

/// The total order of `ORDER BY`.
///
/// Ascending by type: maps, nodes, relationships, lists, paths, points, date-times, local date-times, dates, times,
/// local times, durations, strings, booleans, numbers, NaN, null. Lists go element by element, a prefix first;
/// maps by size, then keys, then values; durations by their average length, then their months and days.
pub fn order(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Integer(a), Value::Integer(b)) => a.cmp(b),
        (Value::String(a), Value::String(b)) => a.cmp(b),
        (Value::Float(a), Value::Float(b)) => order_floats(*a, *b),
        // A mixed comparison is undefined for NaN only, which comes after every number.
        (Value::Integer(a), Value::Float(b)) => compare_mixed(*a, *b).unwrap_or(Ordering::Less),
        (Value::Float(a), Value::Integer(b)) => {
            compare_mixed(*b, *a).map_or(Ordering::Greater, Ordering::reverse)
        }
        (Value::Boolean(a), Value::Boolean(b)) => a.cmp(b),
        (Value::List(a), Value::List(b)) => order_slices(a, b),
        (Value::Map(a), Value::Map(b)) => order_maps(a, b),
        (Value::Node(a), Value::Node(b)) => a.cmp(b),
        (Value::Relationship(a), Value::Relationship(b)) => a.cmp(b),
        (Value::Path(a), Value::Path(b)) => order_paths(a, b),
        (Value::Date(a), Value::Date(b)) => a.cmp(b),
        (Value::LocalTime(a), Value::LocalTime(b)) => a.cmp(b),
        (Value::Time(a), Value::Time(b)) => a.cmp(b),
        (Value::LocalDateTime(a), Value::LocalDateTime(b)) => a.cmp(b),
        (Value::DateTime(a), Value::DateTime(b)) => a.cmp(b),
        (Value::Duration(a), Value::Duration(b)) => a.order(b),
        (Value::Point(a), Value::Point(b)) => order_points(a, b),
        // Different types, or null twice.
        _ => rank(a).cmp(&rank(b)),
    }
}

/// Orders rows of keys: by the first, then the second and so on, a prefix first.
pub fn order_slices(a: &[Value], b: &[Value]) -> Ordering {
    let mut pairs = a.iter().zip(b).map(|(a, b)| order(a, b));
    pairs.find(|ordering| ordering.is_ne()).unwrap_or_else(|| a.len().cmp(&b.len()))
}

fn order_maps(a: &Map, b: &Map) -> Ordering {
    let by_values = || {
        let mut pairs = a.values().zip(b.values()).map(|(a, b)| order(a, b));
        pairs.find(|ordering| ordering.is_ne()).unwrap_or(Ordering::Equal)
    };
    a.len().cmp(&b.len()).then_with(|| a.keys().cmp(b.keys())).then_with(by_values)
}

/// As the alternating list of its nodes and relationships.
fn order_paths(a: &PathValue, b: &PathValue) -> Ordering {
    a.nodes
        .first()
        .cmp(&b.nodes.first())
        .then_with(|| steps(a).cmp(steps(b)))
        .then_with(|| a.nodes.cmp(&b.nodes))
        .then_with(|| a.relationships.cmp(&b.relationships))
}

fn steps(path: &PathValue) -> impl Iterator<Item = (u32, u32)> {
    path.relationships.iter().zip(path.nodes.iter().skip(1)).map(|(rel, node)| (rel.0, node.0))
}

fn order_points(a: &Point, b: &Point) -> Ordering {
    a.crs
        .cmp(&b.crs)
        .then_with(|| order_floats(a.x, b.x))
        .then_with(|| order_floats(a.y, b.y))
        .then_with(|| order_floats(a.z, b.z))
}

/// Whether two values are one for grouping and `DISTINCT`.
pub fn equivalent(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Integer(a), Value::Integer(b)) => a == b,
        (Value::String(a), Value::String(b)) => a == b,
        (Value::Node(a), Value::Node(b)) => a == b,
        (Value::Relationship(a), Value::Relationship(b)) => a == b,
        _ => order(a, b).is_eq(),
    }
}

/// [`equivalent`] for rows of keys.
pub fn equivalent_slices(a: &[Value], b: &[Value]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equivalent(a, b))
}

/// Feeds a value to a hasher, so that equivalent values hash alike.
pub fn hash_value<H: Hasher>(value: &Value, state: &mut H) {
    state.write_u8(rank(value));
    match value {
        Value::Null => {}
        Value::Boolean(value) => value.hash(state),
        Value::Integer(value) => state.write_i64(*value),
        Value::Float(value) => hash_float(*value, state),
        Value::String(value) => value.hash(state),
        Value::List(values) => hash_slice(values, state),
        Value::Map(map) => {
            state.write_usize(map.len());
            for (key, value) in map.iter() {
                key.hash(state);
                hash_value(value, state);
            }
        }
        Value::Node(id) => id.hash(state),
        Value::Relationship(id) => id.hash(state),
        Value::Path(path) => path.hash(state),
        Value::Date(value) => value.hash(state),
        Value::LocalTime(value) => value.hash(state),
        Value::Time(value) => value.hash(state),
        Value::LocalDateTime(value) => value.hash(state),
        Value::DateTime(value) => value.hash(state),
        Value::Duration(value) => value.hash(state),
        Value::Point(point) => {
            point.crs.hash(state);
            [point.x, point.y, point.z].into_iter().for_each(|part| hash_float(part, state));
        }
    }
}

/// [`hash_value`] for rows of keys.
pub fn hash_slice<H: Hasher>(values: &[Value], state: &mut H) {
    state.write_usize(values.len());
    values.iter().for_each(|value| hash_value(value, state));
}

/// A float of an integer's value hashes as the integer does; all NaN hash alike.
fn hash_float<H: Hasher>(float: f64, state: &mut H) {
    match exact_integer(float) {
        Some(integer) => state.write_i64(integer),
        None if float.is_nan() => state.write_u64(f64::NAN.to_bits()),
        None => state.write_u64(float.to_bits()),
    }
}

/// A value as a key of a hash table or tree: equal when equivalent.
#[derive(Clone, Debug)]
pub struct GroupKey(pub Value);

impl PartialEq for GroupKey {
    fn eq(&self, other: &GroupKey) -> bool {
        equivalent(&self.0, &other.0)
    }
}

impl Eq for GroupKey {}

impl Hash for GroupKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        hash_value(&self.0, state);
    }
}

impl PartialOrd for GroupKey {
    fn partial_cmp(&self, other: &GroupKey) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for GroupKey {
    fn cmp(&self, other: &GroupKey) -> Ordering {
        order(&self.0, &other.0)
    }
}

/// A row of values as a key: equal when equivalent value by value.
#[derive(Clone, Debug)]
pub struct GroupRow(pub Box<[Value]>);

impl PartialEq for GroupRow {
    fn eq(&self, other: &GroupRow) -> bool {
        equivalent_slices(&self.0, &other.0)
    }
}

impl Eq for GroupRow {}

impl Hash for GroupRow {
    fn hash<H: Hasher>(&self, state: &mut H) {
        hash_slice(&self.0, state);
    }
}
