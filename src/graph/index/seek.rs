//! Finding the elements of an index whose values equal, lie between, or begin with something.
//!
//! Seeks are exact, with one exception: a time or date-time with an offset finds all values of the same
//! instant whatever their offset and zone, so who needs finer equality has to look again.

use std::ops::Bound;
use std::sync::Arc;

use imbl::ordset::RangedIter;
use imbl::shared_ptr::DefaultSharedPtr;
use smallvec::SmallVec;

use super::{Index, Key, KeyPart, Posting};
use crate::value::Value;

/// The ids an index seek finds, ascending by key and then by id.
pub struct Seek<'a> {
    range: Option<RangedIter<'a, Posting, DefaultSharedPtr>>,
    prefix: Option<Arc<str>>,
}

impl Iterator for Seek<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let posting = self.range.as_mut()?.next()?;
        if let Some(prefix) = &self.prefix {
            match posting.key.first() {
                Some(KeyPart::String(text)) if text.starts_with(&**prefix) => {}
                _ => {
                    self.range = None;
                    return None;
                }
            }
        }
        Some(posting.id)
    }
}

impl Index {
    /// The elements whose first properties equal these values: nothing equals null or NaN.
    pub fn seek_equal(&self, values: &[Value]) -> Seek<'_> {
        let Some(mut low) = key(values) else { return none() };
        let mut high = low.clone();
        if let Some(at) =
            low.iter().position(|part| matches!(part, KeyPart::Time(..) | KeyPart::DateTime(..)))
        {
            // The offset and zone come after the instant in the order: take all, and let the caller look.
            low.truncate(at + 1);
            high.truncate(at + 1);
            low[at] = earliest(low[at].clone());
            high[at] = latest(high[at].clone());
        }
        if high.len() < self.definition.keys.len() {
            high.push(KeyPart::End(u8::MAX));
        }
        self.between(low, high)
    }

    /// The elements whose first property lies within the bounds; `None` if the index cannot tell, because
    /// the values are of a type that has no range in the index or because no bound says what type is meant.
    pub fn seek_range(&self, lower: Bound<&Value>, upper: Bound<&Value>) -> Option<Seek<'_>> {
        let lower = part(lower)?;
        let upper = part(upper)?;
        let rank = match (&lower, &upper) {
            (Bound::Included(part) | Bound::Excluded(part), Bound::Unbounded) => part.rank(),
            (Bound::Unbounded, Bound::Included(part) | Bound::Excluded(part)) => part.rank(),
            (Bound::Unbounded, Bound::Unbounded) => return None,
            (Bound::Included(a) | Bound::Excluded(a), Bound::Included(b) | Bound::Excluded(b)) => {
                if a.rank() != b.rank() {
                    return Some(none());
                }
                a.rank()
            }
        };
        let low = match lower {
            Bound::Included(part) => Posting { key: SmallVec::from_iter([earliest(part)]), id: 0 },
            // A key that continues the bound with everything comes after all keys that begin with it.
            Bound::Excluded(part) => after(latest(part)),
            Bound::Unbounded if rank == 0 => Posting { key: Key::new(), id: 0 },
            Bound::Unbounded => after(KeyPart::End(rank - 1)),
        };
        let high = match upper {
            Bound::Included(part) => after(latest(part)),
            Bound::Excluded(part) => Posting { key: SmallVec::from_iter([earliest(part)]), id: 0 },
            Bound::Unbounded => before_nan(rank),
        };
        Some(self.postings_between(low, high))
    }

    /// The elements whose first property is text that begins with `prefix`.
    pub fn seek_prefix(&self, prefix: &str) -> Seek<'_> {
        let prefix: Arc<str> = Arc::from(prefix);
        let low = Posting { key: SmallVec::from_iter([KeyPart::String(prefix.clone())]), id: 0 };
        let rank = KeyPart::String(prefix.clone()).rank();
        let mut seek = self.postings_between(low, after(KeyPart::End(rank)));
        seek.prefix = Some(prefix);
        seek
    }

    /// All elements of the index, in its order.
    pub fn scan(&self) -> Seek<'_> {
        let low = Posting { key: Key::new(), id: 0 };
        self.postings_between(low, after(KeyPart::End(u8::MAX)))
    }

    /// How many elements a seek for one key finds, on average.
    pub fn estimate_equal(&self) -> f64 {
        if self.distinct == 0 { 0.0 } else { self.len() as f64 / self.distinct as f64 }
    }

    /// About how many elements a range seek finds: counted up to a thousand, beyond that a third of the index.
    pub fn estimate_range(&self, lower: Bound<&Value>, upper: Bound<&Value>) -> f64 {
        const COUNTED: usize = 1000;
        let Some(seek) = self.seek_range(lower, upper) else { return self.len() as f64 };
        match seek.take(COUNTED).count() {
            COUNTED => (self.len() as f64 / 3.0).max(COUNTED as f64),
            counted => counted as f64,
        }
    }

    fn between(&self, low: Key, high: Key) -> Seek<'_> {
        self.postings_between(Posting { key: low, id: 0 }, Posting { key: high, id: u32::MAX })
    }

    /// The upper end is not included; as a key's end it has the id that no element has.
    fn postings_between(&self, low: Posting, high: Posting) -> Seek<'_> {
        if low >= high {
            return none();
        }
        Seek { range: Some(self.postings.range(low..high)), prefix: None }
    }
}

fn none<'a>() -> Seek<'a> {
    Seek { range: None, prefix: None }
}

fn key(values: &[Value]) -> Option<Key> {
    values.iter().map(|value| KeyPart::new(value).filter(|part| !part.is_nan())).collect()
}

/// The bound in index order, or nothing if its type has no ranges there: points and durations have no
/// order in the language, lists compare element by element with nulls, and NaN is in no range.
fn part(bound: Bound<&Value>) -> Option<Bound<KeyPart>> {
    let convert = |value: &Value| match KeyPart::new(value)? {
        KeyPart::Point(..) | KeyPart::Duration(..) | KeyPart::List(_) => None,
        part if part.is_nan() => None,
        part => Some(part),
    };
    Some(match bound {
        Bound::Included(value) => Bound::Included(convert(value)?),
        Bound::Excluded(value) => Bound::Excluded(convert(value)?),
        Bound::Unbounded => Bound::Unbounded,
    })
}

/// The first part of the same instant.
fn earliest(part: KeyPart) -> KeyPart {
    match part {
        KeyPart::Time(instant, _) => KeyPart::Time(instant, i32::MIN),
        KeyPart::DateTime(seconds, nanos, ..) => KeyPart::DateTime(seconds, nanos, i32::MIN, None),
        other => other,
    }
}

/// The last part of the same instant.
fn latest(part: KeyPart) -> KeyPart {
    match part {
        KeyPart::Time(instant, _) => KeyPart::Time(instant, i32::MAX),
        KeyPart::DateTime(seconds, nanos, ..) => KeyPart::DateTime(seconds, nanos, i32::MAX, None),
        other => other,
    }
}

/// A bound behind all entries whose key begins with the part.
fn after(part: KeyPart) -> Posting {
    Posting { key: SmallVec::from_iter([part, KeyPart::End(u8::MAX)]), id: u32::MAX }
}

/// A bound behind all entries of the rank that compare with something.
fn before_nan(rank: u8) -> Posting {
    let nan = KeyPart::Number(super::key::Number::Float(f64::NAN));
    if rank == nan.rank() {
        Posting { key: SmallVec::from_iter([nan]), id: 0 }
    } else {
        after(KeyPart::End(rank))
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::{KeyId, LabelId};
    use super::super::{IndexDefinition, IndexKind, Target};
    use super::*;
    use crate::value::temporal::{LocalTime, Time};

    fn index(rows: &[&[Value]]) -> Index {
        let keys = (0..rows[0].len()).map(|key| KeyId(key as u32)).collect();
        let (kind, target) = (IndexKind::Range, Target::Label(LabelId(0)));
        let definition = IndexDefinition { name: "i".into(), kind, target, keys };
        let key = |row: &&[Value]| row.iter().map(|value| KeyPart::new(value).unwrap()).collect();
        Index::new(definition, false, rows.iter().map(key).zip(0..)).0
    }

    fn text(text: &str) -> Value {
        Value::String(text.into())
    }

    #[test]
    fn numbers_are_one_order() {
        let big = 1i64 << 60;
        let rows = [
            Value::Integer(big),
            Value::Float(big as f64),
            Value::Integer(big + 1),
            Value::Float(f64::NAN),
            Value::Float(-0.0),
            Value::Integer(0),
            Value::Float(0.5),
            Value::Float(f64::INFINITY),
        ];
        let index = index(&rows.each_ref().map(std::slice::from_ref));
        assert_eq!(index.scan().collect::<Vec<_>>(), [4, 5, 6, 0, 1, 2, 7, 3]);
        assert_eq!(index.seek_equal(&rows[1..2]).collect::<Vec<_>>(), [0, 1]);
        assert_eq!(index.seek_equal(&rows[3..4]).count(), 0);
        let above = index.seek_range(Bound::Excluded(&rows[0]), Bound::Unbounded).unwrap();
        assert_eq!(above.collect::<Vec<_>>(), [2, 7]);
        let between = index.seek_range(Bound::Included(&rows[5]), Bound::Excluded(&rows[0])).unwrap();
        assert_eq!(between.collect::<Vec<_>>(), [4, 5, 6]);
        assert_eq!(index.distinct(), 6);
    }

    #[test]
    fn text_is_found_by_prefix_and_range_and_apart_from_other_types() {
        let rows = [
            text("ab"),
            text("abc"),
            text("b"),
            Value::Boolean(true),
            Value::Integer(1),
            text("a\u{10ffff}"),
        ];
        let index = index(&rows.each_ref().map(std::slice::from_ref));
        assert_eq!(index.seek_prefix("ab").collect::<Vec<_>>(), [0, 1]);
        assert_eq!(index.seek_prefix("").collect::<Vec<_>>(), [0, 1, 5, 2]);
        let below = index.seek_range(Bound::Unbounded, Bound::Excluded(&rows[2])).unwrap();
        assert_eq!(below.collect::<Vec<_>>(), [0, 1, 5]);
        assert!(index.seek_range(Bound::Unbounded, Bound::Unbounded).is_none());
        assert_eq!(
            index.seek_range(Bound::Included(&rows[0]), Bound::Included(&rows[4])).unwrap().count(),
            0
        );
    }

    #[test]
    fn composite_keys_are_found_whole_and_by_their_beginning() {
        let rows =
            [[text("a"), Value::Integer(1)], [text("a"), Value::Integer(2)], [text("b"), Value::Integer(1)]];
        let index = index(&rows.each_ref().map(|row| &row[..]));
        assert_eq!(index.seek_equal(&rows[1]).collect::<Vec<_>>(), [1]);
        assert_eq!(index.seek_equal(&rows[0][..1]).collect::<Vec<_>>(), [0, 1]);
        let from_b = index.seek_range(Bound::Excluded(&rows[0][0]), Bound::Unbounded).unwrap();
        assert_eq!(from_b.collect::<Vec<_>>(), [2]);
        let to_a = index.seek_range(Bound::Unbounded, Bound::Included(&rows[0][0])).unwrap();
        assert_eq!(to_a.collect::<Vec<_>>(), [0, 1]);
    }

    #[test]
    fn times_are_found_by_instant() {
        let hour = |hour: u64, offset: i32| {
            Value::Time(Time { local: LocalTime { nanos: hour * 3_600_000_000_000 }, offset: offset * 3600 })
        };
        let rows = [hour(12, 1), hour(11, 0), hour(12, 0)];
        let index = index(&rows.each_ref().map(std::slice::from_ref));
        assert_eq!(index.seek_equal(&rows[..1]).collect::<Vec<_>>(), [1, 0]);
        let later = index.seek_range(Bound::Excluded(&rows[0]), Bound::Unbounded).unwrap();
        assert_eq!(later.collect::<Vec<_>>(), [2]);
    }
}
