//! Index keys: storable values in one total order, owned.
//!
//! The order is that of `ORDER BY`, so that an index can be read in place of a sort, and equal keys are equal
//! as by `=`, but for NaN.

use std::cmp::Ordering;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use crate::value::{Crs, Value};

/// The key of an entry: one part per property of the index.
pub(crate) type Key = SmallVec<[KeyPart; 1]>;

/// A value in index order. The variants are in the order of their types.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum KeyPart {
    List(Arc<[KeyPart]>),
    Point(Crs, [Number; 3]),
    /// Instant in seconds and nanoseconds, offset, zone.
    DateTime(i64, u32, i32, Option<Arc<str>>),
    LocalDateTime(i64, u32),
    Date(i64),
    /// Instant in nanoseconds, offset.
    Time(i64, i32),
    LocalTime(u64),
    /// Average length, then months, days, seconds, nanoseconds.
    Duration(i128, [i64; 4]),
    String(Arc<str>),
    Boolean(bool),
    Number(Number),
    /// After all keys of the rank: a bound, never an entry.
    End(u8),
}

/// A number; a float that is a 64-bit integer is held as one.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) enum Number {
    Integer(i64),
    Float(f64),
}

impl Number {
    pub fn new(value: f64) -> Number {
        // -2^63 is a float, 2^63 the first one too large; the cast is exact in between.
        if value.fract() == 0.0 && (-(2f64.powi(63))..2f64.powi(63)).contains(&value) {
            Number::Integer(value as i64)
        } else {
            Number::Float(value)
        }
    }

    pub fn is_nan(self) -> bool {
        matches!(self, Number::Float(value) if value.is_nan())
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Number) -> Ordering {
        match (self, other) {
            (Number::Integer(a), Number::Integer(b)) => a.cmp(b),
            (Number::Float(a), Number::Float(b)) => match (a.is_nan(), b.is_nan()) {
                (false, false) => a.total_cmp(b),
                (a, b) => a.cmp(&b),
            },
            (Number::Integer(a), Number::Float(b)) => integer_with_float(*a, *b),
            (Number::Float(a), Number::Integer(b)) => integer_with_float(*b, *a).reverse(),
        }
    }
}

/// Exact; NaN is larger than every number.
fn integer_with_float(a: i64, b: f64) -> Ordering {
    if b.is_nan() || b >= 2f64.powi(63) {
        return Ordering::Less;
    }
    if b < -(2f64.powi(63)) {
        return Ordering::Greater;
    }
    // Within range, so the floor is exact as an integer; a fraction makes the float the larger one.
    let floor = b.floor();
    a.cmp(&(floor as i64)).then(if b > floor { Ordering::Less } else { Ordering::Equal })
}

impl KeyPart {
    /// The rank of text.
    pub const TEXT_RANK: u8 = 8;

    /// The key of a storable value; nothing for null, maps, nodes, relationships and paths.
    pub fn new(value: &Value) -> Option<KeyPart> {
        Some(match value {
            Value::Boolean(value) => KeyPart::Boolean(*value),
            Value::Integer(value) => KeyPart::Number(Number::Integer(*value)),
            Value::Float(value) => KeyPart::Number(Number::new(*value)),
            Value::String(text) => KeyPart::String(text.clone()),
            Value::Date(date) => KeyPart::Date(date.days),
            Value::LocalTime(time) => KeyPart::LocalTime(time.nanos),
            Value::Time(time) => {
                // Both terms are below 2^47.
                let instant = time.local.nanos as i64 - i64::from(time.offset) * 1_000_000_000;
                KeyPart::Time(instant, time.offset)
            }
            Value::LocalDateTime(time) => KeyPart::LocalDateTime(time.seconds, time.nanos),
            Value::DateTime(time) => KeyPart::DateTime(
                time.local.seconds.saturating_sub(i64::from(time.offset)),
                time.local.nanos,
                time.offset,
                time.zone.clone(),
            ),
            Value::Duration(duration) => {
                let parts = [duration.months, duration.days, duration.seconds, i64::from(duration.nanos)];
                // A month is 30.436875 days: 2,629,746 seconds.
                let seconds =
                    i128::from(parts[0]) * 2_629_746 + i128::from(parts[1]) * 86_400 + i128::from(parts[2]);
                KeyPart::Duration(seconds * 1_000_000_000 + i128::from(parts[3]), parts)
            }
            Value::Point(point) => KeyPart::Point(point.crs, [point.x, point.y, point.z].map(Number::new)),
            Value::List(items) => KeyPart::List(items.iter().map(KeyPart::new).collect::<Option<_>>()?),
            Value::Null | Value::Map(_) | Value::Node(_) | Value::Relationship(_) | Value::Path(_) => {
                return None;
            }
        })
    }

    /// The rank of the value's type in the order.
    pub fn rank(&self) -> u8 {
        match self {
            KeyPart::List(_) => 0,
            KeyPart::Point(..) => 1,
            KeyPart::DateTime(..) => 2,
            KeyPart::LocalDateTime(..) => 3,
            KeyPart::Date(_) => 4,
            KeyPart::Time(..) => 5,
            KeyPart::LocalTime(_) => 6,
            KeyPart::Duration(..) => 7,
            KeyPart::String(_) => KeyPart::TEXT_RANK,
            KeyPart::Boolean(_) => 9,
            KeyPart::Number(_) => 10,
            KeyPart::End(rank) => *rank,
        }
    }

    /// The order of the part and a text.
    pub fn cmp_text(&self, text: &str) -> Ordering {
        match self {
            KeyPart::String(own) => (**own).cmp(text),
            other => other.rank().cmp(&KeyPart::TEXT_RANK).then(Ordering::Greater),
        }
    }

    /// Whether the value equals nothing, not even itself.
    pub fn is_nan(&self) -> bool {
        match self {
            KeyPart::Number(number) => number.is_nan(),
            KeyPart::Point(_, at) => at.iter().any(|number| number.is_nan()),
            KeyPart::List(items) => items.iter().any(KeyPart::is_nan),
            _ => false,
        }
    }
}

impl Ord for KeyPart {
    fn cmp(&self, other: &KeyPart) -> Ordering {
        match (self, other) {
            (KeyPart::Point(a, a_at), KeyPart::Point(b, b_at)) => a.cmp(b).then_with(|| a_at.cmp(b_at)),
            (KeyPart::LocalDateTime(a, a_nanos), KeyPart::LocalDateTime(b, b_nanos)) => {
                (a, a_nanos).cmp(&(b, b_nanos))
            }
            (
                KeyPart::DateTime(a, a_nanos, a_offset, a_zone),
                KeyPart::DateTime(b, b_nanos, b_offset, b_zone),
            ) => (a, a_nanos, a_offset, a_zone).cmp(&(b, b_nanos, b_offset, b_zone)),
            (KeyPart::Date(a), KeyPart::Date(b)) => a.cmp(b),
            (KeyPart::LocalTime(a), KeyPart::LocalTime(b)) => a.cmp(b),
            (KeyPart::Time(a, a_offset), KeyPart::Time(b, b_offset)) => (a, a_offset).cmp(&(b, b_offset)),
            (KeyPart::Duration(a, a_parts), KeyPart::Duration(b, b_parts)) => (a, a_parts).cmp(&(b, b_parts)),
            (KeyPart::String(a), KeyPart::String(b)) => a.cmp(b),
            (KeyPart::Boolean(a), KeyPart::Boolean(b)) => a.cmp(b),
            (KeyPart::Number(a), KeyPart::Number(b)) => a.cmp(b),
            (KeyPart::List(a), KeyPart::List(b)) => a.cmp(b),
            (a, b) => {
                let end = |part: &KeyPart| matches!(part, KeyPart::End(_));
                a.rank().cmp(&b.rank()).then_with(|| end(a).cmp(&end(b)))
            }
        }
    }
}

macro_rules! order_by_cmp {
    ($($name:ty),*) => {$(
        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.cmp(other) == Ordering::Equal
            }
        }

        impl Eq for $name {}
    )*};
}

order_by_cmp!(Number, KeyPart);
