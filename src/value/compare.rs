//! Equality and comparison, the relations behind `=` and `<`, in ternary logic.
//!
//! Both answer "unknown" where a null takes part. Grouping and sorting need relations that always
//! answer: those are in [`mod@super::order`].

use std::cmp::Ordering;

use super::number::compare_mixed;
use super::{List, Map, Value};

/// `a = b`; `None` is unknown, that is null.
///
/// Numbers are equal when their values are; NaN equals nothing. Lists and maps are equal when their
/// elements are, unknown when no pair differs and one is unknown. Values of different types are not equal.
/// Instants are equal when they also agree in their zone, durations when all their parts are equal.
pub fn equals(a: &Value, b: &Value) -> Option<bool> {
    match (a, b) {
        (Value::Null, _) | (_, Value::Null) => None,
        (Value::Integer(a), Value::Integer(b)) => Some(a == b),
        (Value::String(a), Value::String(b)) => Some(a == b),
        (Value::Float(a), Value::Float(b)) => Some(a == b),
        (Value::Integer(i), Value::Float(f)) | (Value::Float(f), Value::Integer(i)) => {
            Some(compare_mixed(*i, *f) == Some(Ordering::Equal))
        }
        (Value::Boolean(a), Value::Boolean(b)) => Some(a == b),
        (Value::List(a), Value::List(b)) => lists_equal(a, b),
        (Value::Map(a), Value::Map(b)) => maps_equal(a, b),
        (Value::Node(a), Value::Node(b)) => Some(a == b),
        (Value::Relationship(a), Value::Relationship(b)) => Some(a == b),
        (Value::Path(a), Value::Path(b)) => Some(a == b),
        (Value::Date(a), Value::Date(b)) => Some(a == b),
        (Value::LocalTime(a), Value::LocalTime(b)) => Some(a == b),
        (Value::Time(a), Value::Time(b)) => Some(a == b),
        (Value::LocalDateTime(a), Value::LocalDateTime(b)) => Some(a == b),
        (Value::DateTime(a), Value::DateTime(b)) => Some(a == b),
        (Value::Duration(a), Value::Duration(b)) => Some(a == b),
        (Value::Point(a), Value::Point(b)) => Some(a == b),
        // Two different types.
        _ => Some(false),
    }
}

fn lists_equal(a: &List, b: &List) -> Option<bool> {
    if a.len() != b.len() {
        return Some(false);
    }
    all_equal(a.iter().zip(b.iter()))
}

fn maps_equal(a: &Map, b: &Map) -> Option<bool> {
    if a.len() != b.len() || a.keys().ne(b.keys()) {
        return Some(false);
    }
    all_equal(a.values().zip(b.values()))
}

/// False once a pair differs, else unknown once a pair is unknown.
fn all_equal<'a>(pairs: impl Iterator<Item = (&'a Value, &'a Value)>) -> Option<bool> {
    let mut result = Some(true);
    for (a, b) in pairs {
        match equals(a, b) {
            Some(true) => {}
            Some(false) => return Some(false),
            None => result = None,
        }
    }
    result
}

/// What is known of `a < b`, `a <= b`, `a > b` and `a >= b` together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// They are ordered.
    Ordered(Ordering),
    /// A NaN takes part: all four are false.
    Unordered,
    /// A null takes part, or the types cannot be compared: all four are null.
    Unknown,
}

impl Comparison {
    /// Whether the ordering satisfies `test`, in ternary logic.
    fn test(self, test: fn(Ordering) -> bool) -> Option<bool> {
        match self {
            Comparison::Ordered(ordering) => Some(test(ordering)),
            Comparison::Unordered => Some(false),
            Comparison::Unknown => None,
        }
    }

    /// `<`
    pub fn less(self) -> Option<bool> {
        self.test(Ordering::is_lt)
    }

    /// `<=`
    pub fn less_or_equal(self) -> Option<bool> {
        self.test(Ordering::is_le)
    }

    /// `>`
    pub fn greater(self) -> Option<bool> {
        self.test(Ordering::is_gt)
    }

    /// `>=`
    pub fn greater_or_equal(self) -> Option<bool> {
        self.test(Ordering::is_ge)
    }
}

/// Compares for `<` and its sisters.
///
/// Numbers, strings (by code point), booleans (false first), temporal instants of one type and lists
/// (element by element, a prefix first) can be compared; durations, points, maps and graph elements cannot.
pub fn compare(a: &Value, b: &Value) -> Comparison {
    match (a, b) {
        (Value::Integer(a), Value::Integer(b)) => Comparison::Ordered(a.cmp(b)),
        (Value::String(a), Value::String(b)) => Comparison::Ordered(a.cmp(b)),
        (Value::Float(a), Value::Float(b)) => numeric(a.partial_cmp(b)),
        (Value::Integer(a), Value::Float(b)) => numeric(compare_mixed(*a, *b)),
        (Value::Float(a), Value::Integer(b)) => numeric(compare_mixed(*b, *a).map(Ordering::reverse)),
        (Value::Boolean(a), Value::Boolean(b)) => Comparison::Ordered(a.cmp(b)),
        (Value::List(a), Value::List(b)) => compare_lists(a, b),
        (Value::Date(a), Value::Date(b)) => Comparison::Ordered(a.cmp(b)),
        (Value::LocalTime(a), Value::LocalTime(b)) => Comparison::Ordered(a.cmp(b)),
        (Value::Time(a), Value::Time(b)) => Comparison::Ordered(a.cmp(b)),
        (Value::LocalDateTime(a), Value::LocalDateTime(b)) => Comparison::Ordered(a.cmp(b)),
        (Value::DateTime(a), Value::DateTime(b)) => Comparison::Ordered(a.cmp(b)),
        // A null, two different types, or a type without order.
        _ => Comparison::Unknown,
    }
}

fn numeric(ordering: Option<Ordering>) -> Comparison {
    ordering.map_or(Comparison::Unordered, Comparison::Ordered)
}

fn compare_lists(a: &List, b: &List) -> Comparison {
    for (a, b) in a.iter().zip(b.iter()) {
        let comparison = compare(a, b);
        if comparison != Comparison::Ordered(Ordering::Equal) {
            return comparison;
        }
    }
    Comparison::Ordered(a.len().cmp(&b.len()))
}

/// `element IN list`: true when an element is equal, else unknown when one might be.
pub fn contains(list: &List, element: &Value) -> Option<bool> {
    let mut result = Some(false);
    for candidate in list.iter() {
        match equals(candidate, element) {
            Some(true) => return Some(true),
            Some(false) => {}
            None => result = None,
        }
    }
    result
}
