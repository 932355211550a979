//! Finding the elements of an index whose values equal, lie between, or begin with something.
//!
//! Seeks are exact: what they find is what `=`, `<` and `STARTS WITH` say. A seek for values of the first keys finds all
//! elements that have these, whatever the others are.

use std::ops::{Bound, RangeInclusive};

use super::key::Number;
use super::postings::Entries;
use super::{Index, Key, KeyPart, Posting};
use crate::value::{Point, Value};

/// A part of an index. It is no borrow, so that reading it can be stopped and taken up again.
#[derive(Clone, Debug)]
pub struct Stretch {
    /// The first entry.
    low: Posting,
    /// The entry behind the last one.
    high: Posting,
    /// Of a descending read: what is left of the entries with the key that was reached.
    same_key: Option<Box<Stretch>>,
}

/// The ids in a stretch, ascending by key and then by id.
pub struct Seek<'a> {
    range: Option<Entries<'a>>,
}

impl Iterator for Seek<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        Some(self.range.as_mut()?.next()?.id())
    }
}

impl Stretch {
    fn is_empty(&self) -> bool {
        self.low >= self.high
    }

    /// Moves up to `limit` ids out of the stretch, ascending by key. Fewer mean that it is used up.
    pub fn take(&mut self, index: &Index, limit: usize, into: &mut Vec<u32>) {
        if self.is_empty() {
            return;
        }
        let mut range = index.postings.range(&self.low, &self.high);
        let mut last = None;
        for _ in 0..limit {
            let Some(posting) = range.next() else {
                self.low = self.high.clone();
                return;
            };
            into.push(posting.id());
            last = Some(posting);
        }
        if let Some(last) = last {
            // No element has the largest id.
            self.low = Posting { key: last.key(), id: last.id().saturating_add(1) };
        }
    }

    /// The same, descending by key. Ids of one key ascend, as a stable sort would leave them.
    pub fn take_last(&mut self, index: &Index, limit: usize, into: &mut Vec<u32>) {
        let enough = into.len() + limit;
        while into.len() < enough {
            if self.same_key.is_none() {
                if self.is_empty() {
                    return;
                }
                let mut range = index.postings.range(&self.low, &self.high);
                let Some(last) = range.next_back() else {
                    self.low = self.high.clone();
                    return;
                };
                let first = Posting { key: last.key(), id: 0 }.max(self.low.clone());
                let high = std::mem::replace(&mut self.high, first.clone());
                self.same_key = Some(Box::new(Stretch { low: first, high, same_key: None }));
            }
            if let Some(same_key) = &mut self.same_key {
                let wanted = enough - into.len();
                same_key.take(index, wanted, into);
                if into.len() < enough {
                    self.same_key = None;
                }
            }
        }
    }
}

impl Index {
    /// The ids in a stretch.
    pub fn ids(&self, stretch: &Stretch) -> Seek<'_> {
        let range = (!stretch.is_empty()).then(|| self.postings.range(&stretch.low, &stretch.high));
        Seek { range }
    }

    /// The elements whose first properties equal these values: nothing equals null or NaN.
    pub fn seek_equal(&self, values: &[Value]) -> Seek<'_> {
        match self.equal(values) {
            Some(stretch) => self.ids(&stretch),
            None => Seek { range: None },
        }
    }

    /// The elements whose properties are all of these values, those of `equal` and then `last`; `None` if the index has more
    /// properties.
    pub fn seek_exact(&self, equal: &[Value], last: &Value) -> Option<Seek<'_>> {
        if equal.len() + 1 != self.definition.keys.len() {
            return None;
        }
        let Some(key) = key(equal.iter().chain([last])) else { return Some(Seek { range: None }) };
        // No element has the largest id.
        let (low, high) = (Posting { key: key.clone(), id: 0 }, Posting { key, id: u32::MAX });
        Some(Seek { range: Some(self.postings.range(&low, &high)) })
    }

    /// The elements whose first property lies within the bounds, as far as the index can tell.
    pub fn seek_range(&self, lower: Bound<&Value>, upper: Bound<&Value>) -> Option<Seek<'_>> {
        Some(self.ids(&self.range(&[], lower, upper)?))
    }

    /// All elements, in the index's order.
    pub fn scan(&self) -> Seek<'_> {
        let all = among(Key::new(), None, None);
        Seek { range: Some(self.postings.range(&all.low, &all.high)) }
    }

    /// Where the first keys have these values; nothing if a value equals nothing.
    pub fn equal<'v>(&self, values: impl IntoIterator<Item = &'v Value>) -> Option<Stretch> {
        Some(among(key(values)?, None, None))
    }

    /// Where the key behind those of `equal` lies within the bounds; `None` if the index cannot tell, because
    /// the values are of a type that has no range in the index or because no bound says what type is meant.
    pub fn range(&self, equal: &[Value], lower: Bound<&Value>, upper: Bound<&Value>) -> Option<Stretch> {
        let prefix = key(equal)?;
        let lower = part(lower)?;
        let upper = part(upper)?;
        let rank = match (&lower, &upper) {
            (Bound::Included(part) | Bound::Excluded(part), Bound::Unbounded) => part.rank(),
            (Bound::Unbounded, Bound::Included(part) | Bound::Excluded(part)) => part.rank(),
            (Bound::Unbounded, Bound::Unbounded) => return None,
            (Bound::Included(a) | Bound::Excluded(a), Bound::Included(b) | Bound::Excluded(b)) => {
                if a.rank() != b.rank() {
                    let nowhere = Posting { key: Key::new(), id: 0 };
                    return Some(Stretch { low: nowhere.clone(), high: nowhere, same_key: None });
                }
                a.rank()
            }
        };
        let low = match lower {
            Bound::Included(part) => Edge::Before(part),
            Bound::Excluded(part) => Edge::After(part),
            Bound::Unbounded => before_rank(rank),
        };
        let high = match upper {
            Bound::Included(part) => Edge::After(part),
            Bound::Excluded(part) => Edge::Before(part),
            Bound::Unbounded => behind_comparable(rank),
        };
        Some(among(prefix, Some(low), Some(high)))
    }

    /// Where the key behind those of `equal` is text that begins with `prefix`.
    pub fn prefix(&self, equal: &[Value], prefix: &str) -> Option<Stretch> {
        let low = Edge::Before(KeyPart::String(prefix.into()));
        let high = match successor(prefix) {
            Some(text) => Edge::Before(KeyPart::String(text.into())),
            None => Edge::After(KeyPart::End(KeyPart::TEXT_RANK)),
        };
        Some(among(key(equal)?, Some(low), Some(high)))
    }

    /// The elements with text behind the keys of `equal` for which `holds` is true; it is asked once for each text that
    /// is in the index.
    pub fn matching<'a>(
        &'a self,
        equal: &[Value],
        mut holds: impl FnMut(&str) -> bool + 'a,
    ) -> impl Iterator<Item = Option<u32>> + 'a {
        let at = equal.len();
        let texts = self.prefix(equal, "");
        let range = texts.map(|texts| self.postings.range(&texts.low, &texts.high));
        let mut last: Option<(&str, bool)> = None;
        range.into_iter().flatten().map(move |posting| {
            let text = posting.text(at)?;
            let fits = match last {
                Some((known, fits)) if known == text => fits,
                _ => holds(text),
            };
            last = Some((text, fits));
            fits.then_some(posting.id())
        })
    }

    /// Where the key behind those of `equal` is a point of the system of `like` with an `x` in the range.
    pub fn points(&self, equal: &[Value], like: Point, x: RangeInclusive<f64>) -> Option<Stretch> {
        // Infinity is below NaN, which comes last and is in no range.
        let at = |x: f64, other: f64| KeyPart::Point(like.crs, [x, other, other].map(Number::new));
        let low = Edge::Before(at(*x.start(), f64::NEG_INFINITY));
        let high = Edge::After(at(*x.end(), f64::NAN));
        Some(among(key(equal)?, Some(low), Some(high)))
    }

    /// Where the first keys have the values of `equal`; all of the index without any.
    pub fn whole(&self, equal: &[Value]) -> Option<Stretch> {
        self.equal(equal)
    }
}

/// A place before or behind all entries whose keys go on with the part.
enum Edge {
    Before(KeyPart),
    After(KeyPart),
}

/// The entries that begin with a prefix, between two edges of the part behind it.
fn among(prefix: Key, low: Option<Edge>, high: Option<Edge>) -> Stretch {
    let place = |edge: Option<Edge>, end: Option<KeyPart>| {
        let mut key = prefix.clone();
        match edge {
            // A key that continues the bound with everything comes after all keys that begin with it.
            Some(Edge::After(part)) => key.extend([part, KeyPart::End(u8::MAX)]),
            Some(Edge::Before(part)) => key.push(part),
            None => key.extend(end),
        }
        Posting { key, id: 0 }
    };
    let (low, high) = (place(low, None), place(high, Some(KeyPart::End(u8::MAX))));
    Stretch { low, high, same_key: None }
}

fn key<'v>(values: impl IntoIterator<Item = &'v Value>) -> Option<Key> {
    values.into_iter().map(|value| KeyPart::new(value).filter(|part| !part.is_nan())).collect()
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

/// Before all values of a type. Types without ranges come first, so that there is one before.
fn before_rank(rank: u8) -> Edge {
    Edge::After(KeyPart::End(rank.saturating_sub(1)))
}

/// Behind all values of the rank that compare with something.
fn behind_comparable(rank: u8) -> Edge {
    let nan = KeyPart::Number(Number::Float(f64::NAN));
    if rank == nan.rank() { Edge::Before(nan) } else { Edge::After(KeyPart::End(rank)) }
}

/// The first text behind all that begin with `prefix`; none behind that of the largest characters only.
fn successor(prefix: &str) -> Option<String> {
    let mut text = prefix.to_owned();
    while let Some(last) = text.pop() {
        // Between the planes lie numbers that are no characters.
        let next =
            if last == '\u{d7ff}' { '\u{e000}' } else { char::from_u32(last as u32 + 1).unwrap_or(last) };
        if next != last {
            text.push(next);
            return Some(text);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::super::{KeyId, LabelId};
    use super::super::{IndexDefinition, IndexKind, Target};
    use super::*;
    use crate::value::temporal::{LocalTime, Time};
    use crate::value::tests::any_value;

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
        let prefixed = |prefix: &str| index.ids(&index.prefix(&[], prefix).unwrap()).collect::<Vec<_>>();
        assert_eq!(prefixed("ab"), [0, 1]);
        assert_eq!(prefixed(""), [0, 1, 5, 2]);
        assert_eq!(prefixed("a\u{10ffff}"), [5]);
        assert_eq!(prefixed("\u{10ffff}"), [0; 0]);
        let with_b = |text: &str| text.contains('b');
        assert_eq!(index.matching(&[], with_b).flatten().collect::<Vec<_>>(), [0, 1, 2]);
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
    fn times_are_found_and_ordered_with_their_offsets() {
        let hour = |hour: u64, offset: i32| {
            Value::Time(Time { local: LocalTime { nanos: hour * 3_600_000_000_000 }, offset: offset * 3600 })
        };
        let rows = [hour(12, 1), hour(11, 0), hour(12, 0)];
        let index = index(&rows.each_ref().map(std::slice::from_ref));
        assert_eq!(index.seek_equal(&rows[..1]).collect::<Vec<_>>(), [0]);
        let later = index.seek_range(Bound::Excluded(&rows[1]), Bound::Unbounded).unwrap();
        assert_eq!(later.collect::<Vec<_>>(), [0, 2]);
    }

    proptest::proptest! {
        #[test]
        fn keys_are_in_the_order_of_the_language(a in any_value(), b in any_value()) {
            if let (Some(left), Some(right)) = (KeyPart::new(&a), KeyPart::new(&b)) {
                proptest::prop_assert_eq!(left.cmp(&right), crate::value::order(&a, &b));
                let equal = !left.is_nan() && left == right;
                proptest::prop_assert_eq!(equal, crate::value::equals(&a, &b) == Some(true));
            }
        }
    }

    #[test]
    fn a_stretch_is_taken_in_pieces_from_either_end() {
        let rows: Vec<[Value; 1]> = (0..5).map(|value| [Value::Integer(value / 2)]).collect();
        let rows: Vec<&[Value]> = rows.iter().map(|row| &row[..]).collect();
        let index = index(&rows);
        for (descending, wanted) in [(false, [0, 1, 2, 3, 4]), (true, [4, 2, 3, 0, 1])] {
            let mut stretch = index.whole(&[]).unwrap();
            let mut found = Vec::new();
            for limit in [1, 2, 0, 2, 3] {
                match descending {
                    false => stretch.take(&index, limit, &mut found),
                    true => stretch.take_last(&index, limit, &mut found),
                }
            }
            assert_eq!(found, wanted);
        }
    }

    #[test]
    fn the_key_behind_equal_ones_has_ranges() {
        let row = |a: &str, b: i64| [text(a), Value::Integer(b)];
        let rows = [row("a", 1), row("a", 2), row("a", 3), row("b", 2)];
        let index = index(&rows.each_ref().map(|row| &row[..]));
        let two = Value::Integer(2);
        let from_two = index.range(&rows[0][..1], Bound::Included(&two), Bound::Unbounded).unwrap();
        assert_eq!(index.ids(&from_two).collect::<Vec<_>>(), [1, 2]);
        let below = index.range(&rows[3][..1], Bound::Unbounded, Bound::Excluded(&two)).unwrap();
        assert_eq!(index.ids(&below).count(), 0);
    }
}
