//! One page of a column: 1,024 rows of one type with validity bits, or of mixed types.

use std::sync::OnceLock;

use super::super::bits::Bits;
use super::super::stored::ValueRef;
use super::text::Text;
use super::values::Values;
use crate::value::Value;
use crate::value::temporal::Date;

/// Rows to a page.
pub const ROWS: usize = 1024;

/// Which rows of a page have a value.
pub type Validity = Bits<16>;

/// Rows of one column; typed as long as all its values have one type.
#[derive(Clone, Debug)]
pub enum ColumnPage {
    /// 64-bit integers.
    Integers(Fixed<i64>),
    /// Doubles.
    Floats(Fixed<f64>),
    /// Dates, as days since 1970-01-01.
    Dates(Fixed<i64>),
    /// Booleans, as bits.
    Booleans {
        /// Which rows have a value.
        valid: Validity,
        /// The values of the valid rows; the other bits are zero.
        values: Validity,
    },
    /// Text, one after the other in one buffer.
    Strings(Text),
    /// Mixed types, other types, or text too long to be copied with its page.
    Mixed(Vec<Option<Value>>),
}

/// A page without values.
impl Default for ColumnPage {
    fn default() -> Self {
        ColumnPage::Mixed(Vec::new())
    }
}

/// Values of a fixed width.
#[derive(Clone, Debug)]
pub struct Fixed<T> {
    pub(crate) valid: Validity,
    pub(crate) values: Vec<T>,
    /// See [`Fixed::zone`]; forgotten when a value is set.
    zone: OnceLock<Option<(T, T)>>,
}

impl<T> Default for Fixed<T> {
    fn default() -> Self {
        Fixed { valid: Validity::default(), values: Vec::new(), zone: OnceLock::new() }
    }
}

impl<T: Copy + Default> Fixed<T> {
    /// Which rows have a value.
    pub fn valid(&self) -> &Validity {
        &self.valid
    }

    /// The values by row, up to the last valid row or further; meaningless where not valid.
    pub fn values(&self) -> &[T] {
        &self.values
    }

    /// The values of the valid rows; the others have any.
    pub(crate) fn new(valid: Validity, values: Vec<T>) -> Fixed<T> {
        Fixed { valid, values, zone: OnceLock::new() }
    }

    /// The value of a row.
    #[inline]
    pub fn get(&self, row: usize) -> Option<T> {
        if self.valid.get(row) { self.values.get(row).copied() } else { None }
    }

    fn set(&mut self, row: usize, value: T) -> bool {
        if row >= self.values.len() {
            self.values.resize(row + 1, T::default());
        }
        self.values[row] = value;
        self.zone.take();
        self.valid.insert(row)
    }
}

impl<T: Copy + Default + PartialOrd> Fixed<T> {
    /// Between which two values all are, NaN apart; none if there is no other. They may be further apart than
    /// needed after values were removed. Found out when it is first asked (a small materialized aggregate, Moerkotte 1998).
    pub fn zone(&self) -> Option<(T, T)> {
        *self.zone.get_or_init(|| {
            let values = self.valid.iter().filter_map(|row| self.get(row));
            values.fold(None, |zone, value| match zone {
                None => value.partial_cmp(&value).map(|_| (value, value)),
                Some((low, high)) => {
                    Some((if value < low { value } else { low }, if value > high { value } else { high }))
                }
            })
        })
    }
}

impl ColumnPage {
    /// An empty page of the type that suits the value.
    pub(super) fn for_value(value: &Value) -> ColumnPage {
        match value {
            Value::Integer(_) => ColumnPage::Integers(Fixed::default()),
            Value::Float(_) => ColumnPage::Floats(Fixed::default()),
            Value::Date(_) => ColumnPage::Dates(Fixed::default()),
            Value::Boolean(_) => {
                ColumnPage::Booleans { valid: Validity::default(), values: Validity::default() }
            }
            Value::String(text) if Text::holds(text) => ColumnPage::Strings(Text::default()),
            _ => ColumnPage::Mixed(Vec::new()),
        }
    }

    /// The value of a row below [`ROWS`].
    #[inline]
    pub fn get(&self, row: usize) -> Option<ValueRef<'_>> {
        match self {
            ColumnPage::Integers(page) => page.get(row).map(ValueRef::Integer),
            ColumnPage::Floats(page) => page.get(row).map(ValueRef::Float),
            ColumnPage::Dates(page) => page.get(row).map(|days| ValueRef::Date(Date { days })),
            ColumnPage::Booleans { valid, values } => {
                valid.get(row).then(|| ValueRef::Boolean(values.get(row)))
            }
            ColumnPage::Strings(page) => page.get(row).map(ValueRef::String),
            ColumnPage::Mixed(values) => values.get(row)?.as_ref().map(ValueRef::new),
        }
    }

    /// The rows that have a value, ascending.
    pub fn rows(&self) -> impl Iterator<Item = usize> + '_ {
        let mixed = match self {
            ColumnPage::Mixed(values) => values.as_slice(),
            _ => &[],
        };
        let typed = self.validity().into_iter().flat_map(|valid| valid.iter());
        typed.chain(mixed.iter().enumerate().filter(|(_, value)| value.is_some()).map(|(row, _)| row))
    }

    /// Which rows have a value, unless the page is mixed.
    pub fn validity(&self) -> Option<&Validity> {
        match self {
            ColumnPage::Integers(page) => Some(&page.valid),
            ColumnPage::Floats(page) => Some(&page.valid),
            ColumnPage::Dates(page) => Some(&page.valid),
            ColumnPage::Booleans { valid, .. } => Some(valid),
            ColumnPage::Strings(page) => Some(page.valid()),
            ColumnPage::Mixed(_) => None,
        }
    }

    /// The page as integers, if that is what it holds.
    pub fn as_integers(&self) -> Option<&Fixed<i64>> {
        if let ColumnPage::Integers(page) = self { Some(page) } else { None }
    }

    /// The page as doubles, if that is what it holds.
    pub fn as_floats(&self) -> Option<&Fixed<f64>> {
        if let ColumnPage::Floats(page) = self { Some(page) } else { None }
    }

    /// The page as dates in days since 1970-01-01, if that is what it holds.
    pub fn as_dates(&self) -> Option<&Fixed<i64>> {
        if let ColumnPage::Dates(page) = self { Some(page) } else { None }
    }

    /// The page as text, if that is what it holds.
    pub fn as_strings(&self) -> Option<&Text> {
        if let ColumnPage::Strings(page) = self { Some(page) } else { None }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows().next().is_none()
    }

    /// Whether the row had no value before.
    pub(super) fn set(&mut self, row: usize, value: &Value) -> bool {
        match (&mut *self, value) {
            (ColumnPage::Integers(page), Value::Integer(value)) => page.set(row, *value),
            (ColumnPage::Floats(page), Value::Float(value)) => page.set(row, *value),
            (ColumnPage::Dates(page), Value::Date(date)) => page.set(row, date.days),
            (ColumnPage::Booleans { valid, values }, Value::Boolean(value)) => {
                if *value {
                    values.insert(row);
                } else {
                    values.remove(row);
                }
                valid.insert(row)
            }
            (ColumnPage::Strings(page), Value::String(text)) if page.has_room(text) => page.set(row, text),
            (ColumnPage::Mixed(values), value) => {
                if row >= values.len() {
                    values.resize(row + 1, None);
                }
                values[row].replace(value.clone()).is_none()
            }
            (_, value) => self.set_other_type(row, value),
        }
    }

    /// Sets rows from `row` on to the values of a range, which has no more rows than the page from there;
    /// how many rows had no value before and have one now.
    pub(super) fn set_all(&mut self, row: usize, values: &Values, range: std::ops::Range<usize>) -> u64 {
        let (from, rows) = (range.start, range);
        let place = |at: usize| row + at - from;
        let mut fresh = 0;
        match (&mut *self, values) {
            (ColumnPage::Integers(page), Values::Integers(series))
            | (ColumnPage::Dates(page), Values::Dates(series)) => {
                rows.for_each(|at| {
                    fresh += series.get(at).map_or(0, |it| u64::from(page.set(place(at), it)))
                });
            }
            (ColumnPage::Floats(page), Values::Floats(series)) => {
                rows.for_each(|at| {
                    fresh += series.get(at).map_or(0, |it| u64::from(page.set(place(at), it)))
                });
            }
            (ColumnPage::Strings(page), Values::Strings(strings)) => {
                for at in rows.clone() {
                    let Some(text) = strings.get(at) else { continue };
                    if !page.has_room(text) {
                        // The page becomes mixed, which holds everything.
                        return fresh + self.set_each(place(at), values, at..rows.end);
                    }
                    fresh += u64::from(page.set(place(at), text));
                }
            }
            _ => fresh = self.set_each(row, values, rows),
        }
        fresh
    }

    fn set_each(&mut self, row: usize, values: &Values, rows: std::ops::Range<usize>) -> u64 {
        let set = |at: usize| values.get(at).map_or(0, |it| u64::from(self.set(row + at - rows.start, &it)));
        rows.clone().map(set).sum()
    }

    /// A value the page's type cannot hold: the page changes its type if it would else be empty, and is mixed
    /// from now on if not.
    fn set_other_type(&mut self, row: usize, value: &Value) -> bool {
        let had = self.remove(row);
        let mut page = if self.is_empty() { ColumnPage::for_value(value) } else { self.to_mixed() };
        page.set(row, value);
        *self = page;
        !had
    }

    fn to_mixed(&self) -> ColumnPage {
        let mut values = vec![None; ROWS];
        for row in self.rows() {
            values[row] = self.get(row).map(ValueRef::to_value);
        }
        ColumnPage::Mixed(values)
    }

    /// Whether the row had a value.
    pub(super) fn remove(&mut self, row: usize) -> bool {
        match self {
            ColumnPage::Integers(page) => page.valid.remove(row),
            ColumnPage::Floats(page) => page.valid.remove(row),
            ColumnPage::Dates(page) => page.valid.remove(row),
            ColumnPage::Booleans { valid, values } => {
                values.remove(row);
                valid.remove(row)
            }
            ColumnPage::Strings(page) => page.remove(row),
            ColumnPage::Mixed(values) => values.get_mut(row).and_then(Option::take).is_some(),
        }
    }
}
