//! Values of one property for consecutive new elements, typed, as a bulk load gathers them.

use super::super::stored::StoredValue;
use crate::error::Result;
use crate::value::Value;
use crate::value::temporal::Date;

/// One property of the rows `0 ..`; a row without it is a gap.
#[derive(Clone, Debug)]
pub enum Values {
    /// 64-bit integers.
    Integers(Series<i64>),
    /// Doubles.
    Floats(Series<f64>),
    /// Dates, as days since 1970-01-01.
    Dates(Series<i64>),
    /// Booleans.
    Booleans(Series<bool>),
    /// Text.
    Strings(Strings),
    /// Any other storable values.
    Other(Vec<Option<Value>>),
}

/// Values of a fixed width, with the rows that have none.
#[derive(Clone, Debug, Default)]
pub struct Series<T> {
    values: Vec<T>,
    present: Mask,
}

/// Text one after the other in one buffer, with the rows that have none.
#[derive(Clone, Debug, Default)]
pub struct Strings {
    /// Where each row's text ends; it begins where the one before ends.
    ends: Vec<usize>,
    bytes: String,
    present: Mask,
}

impl Values {
    /// The number of rows.
    pub fn len(&self) -> usize {
        match self {
            Values::Integers(series) | Values::Dates(series) => series.len(),
            Values::Floats(series) => series.len(),
            Values::Booleans(series) => series.len(),
            Values::Strings(strings) => strings.len(),
            Values::Other(values) => values.len(),
        }
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A row's value; nothing where there is none.
    pub fn get(&self, row: usize) -> Option<Value> {
        match self {
            Values::Integers(series) => series.get(row).map(Value::Integer),
            Values::Floats(series) => series.get(row).map(Value::Float),
            Values::Dates(series) => series.get(row).map(|days| Value::Date(Date { days })),
            Values::Booleans(series) => series.get(row).map(Value::Boolean),
            Values::Strings(strings) => strings.get(row).map(|text| Value::String(text.into())),
            Values::Other(values) => values.get(row)?.clone(),
        }
    }

    /// An error if there is a value that cannot be stored.
    pub(in crate::graph) fn check(&self) -> Result<()> {
        match self {
            Values::Other(values) => {
                values.iter().flatten().try_for_each(|value| StoredValue::new(value.clone()).map(drop))
            }
            Values::Integers(_)
            | Values::Floats(_)
            | Values::Dates(_)
            | Values::Booleans(_)
            | Values::Strings(_) => Ok(()),
        }
    }

    /// Adds a row without a value.
    pub fn push_gap(&mut self) {
        match self {
            Values::Integers(series) | Values::Dates(series) => series.push(None),
            Values::Floats(series) => series.push(None),
            Values::Booleans(series) => series.push(None),
            Values::Strings(strings) => strings.push(None),
            Values::Other(values) => values.push(None),
        }
    }

    /// Drops all rows from `len` on.
    pub fn truncate(&mut self, len: usize) {
        match self {
            Values::Integers(series) | Values::Dates(series) => series.truncate(len),
            Values::Floats(series) => series.truncate(len),
            Values::Booleans(series) => series.truncate(len),
            Values::Strings(strings) => strings.truncate(len),
            Values::Other(values) => values.truncate(len),
        }
    }

    /// The rows for which `keep` is true, in order.
    #[must_use]
    pub fn filtered(&self, keep: &[bool]) -> Values {
        match self {
            Values::Integers(series) => Values::Integers(series.filtered(keep)),
            Values::Dates(series) => Values::Dates(series.filtered(keep)),
            Values::Floats(series) => Values::Floats(series.filtered(keep)),
            Values::Booleans(series) => Values::Booleans(series.filtered(keep)),
            Values::Strings(strings) => Values::Strings(strings.filtered(keep)),
            Values::Other(values) => Values::Other(
                values.iter().zip(keep).filter(|(_, keep)| **keep).map(|(value, _)| value.clone()).collect(),
            ),
        }
    }
}

impl<T: Copy + Default> Series<T> {
    /// The number of rows.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// A row's value.
    #[inline]
    pub fn get(&self, row: usize) -> Option<T> {
        if self.present.get(row) { self.values.get(row).copied() } else { None }
    }

    /// Adds a row.
    #[inline]
    pub fn push(&mut self, value: Option<T>) {
        self.present.push(self.values.len(), value.is_some());
        self.values.push(value.unwrap_or_default());
    }

    /// Drops all rows from `len` on.
    pub fn truncate(&mut self, len: usize) {
        self.values.truncate(len);
        self.present.truncate(self.values.len());
    }

    fn filtered(&self, keep: &[bool]) -> Series<T> {
        let mut kept = Series::default();
        (0..self.len()).filter(|row| keep.get(*row) == Some(&true)).for_each(|row| kept.push(self.get(row)));
        kept
    }
}

impl<T: Copy + Default> FromIterator<T> for Series<T> {
    fn from_iter<I: IntoIterator<Item = T>>(iter: I) -> Series<T> {
        let mut series = Series::default();
        iter.into_iter().for_each(|value| series.push(Some(value)));
        series
    }
}

impl Strings {
    /// The number of rows.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// A row's text.
    #[inline]
    pub fn get(&self, row: usize) -> Option<&str> {
        if self.present.get(row) { self.bytes.get(self.begin(row)..*self.ends.get(row)?) } else { None }
    }

    fn begin(&self, row: usize) -> usize {
        row.checked_sub(1).and_then(|before| self.ends.get(before).copied()).unwrap_or(0)
    }

    /// Adds a row.
    #[inline]
    pub fn push(&mut self, text: Option<&str>) {
        self.present.push(self.ends.len(), text.is_some());
        self.bytes.push_str(text.unwrap_or_default());
        self.ends.push(self.bytes.len());
    }

    /// Drops all rows from `len` on.
    pub fn truncate(&mut self, len: usize) {
        if len < self.ends.len() {
            self.bytes.truncate(self.begin(len));
            self.ends.truncate(len);
            self.present.truncate(len);
        }
    }

    fn filtered(&self, keep: &[bool]) -> Strings {
        let mut kept = Strings::default();
        (0..self.len()).filter(|row| keep.get(*row) == Some(&true)).for_each(|row| kept.push(self.get(row)));
        kept
    }
}

/// One bit for each row.
#[derive(Clone, Debug, Default)]
struct Mask(Vec<u64>);

impl Mask {
    #[inline]
    fn get(&self, row: usize) -> bool {
        self.0.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// `row` has to be the number of rows so far.
    #[inline]
    fn push(&mut self, row: usize, present: bool) {
        if row.is_multiple_of(64) {
            self.0.push(0);
        }
        if let Some(word) = self.0.last_mut() {
            *word |= u64::from(present) << (row % 64);
        }
    }

    fn truncate(&mut self, len: usize) {
        self.0.truncate(len.div_ceil(64));
        if !len.is_multiple_of(64)
            && let Some(word) = self.0.last_mut()
        {
            *word &= (1 << (len % 64)) - 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_can_be_taken_back_and_filtered() {
        let mut texts = Strings::default();
        let mut numbers = Series::default();
        for row in 0..130 {
            texts.push((row % 3 != 0).then_some("ab").filter(|_| row < 129));
            numbers.push((row % 2 == 0).then_some(row as i64));
        }
        texts.truncate(66);
        numbers.truncate(66);
        texts.push(Some("é"));
        numbers.push(Some(-1));
        let keep: Vec<bool> = (0..67).map(|row| row >= 64).collect();
        let (texts, numbers) = (texts.filtered(&keep), Values::Integers(numbers).filtered(&keep));
        assert_eq!(
            (0..4).map(|row| texts.get(row)).collect::<Vec<_>>(),
            [Some("ab"), Some("ab"), Some("é"), None]
        );
        let found: Vec<_> = (0..4).map(|row| numbers.get(row).map(|value| value.to_string())).collect();
        assert_eq!(found, [Some("64".into()), None, Some("-1".to_owned()), None]);
    }
}
