//! Columns while rows are read.

use std::str::from_utf8;

use rustc_hash::FxHashMap;

use super::cell::{self, CellType, Scalar};
use super::report::Problem;
use crate::graph::{Series, Strings, Values};
use crate::value::Value;

impl CellType {
    /// A column for values of this type, without rows.
    pub fn column(&self) -> Values {
        match (&self.scalar, self.list) {
            (_, true) => Values::Other(Vec::new()),
            (Scalar::Integer, _) => Values::Integers(Series::default()),
            (Scalar::Float, _) => Values::Floats(Series::default()),
            (Scalar::Boolean, _) => Values::Booleans(Series::default()),
            (Scalar::Date, _) => Values::Dates(Series::default()),
            (Scalar::String | Scalar::Char, _) => Values::Strings(Strings::default()),
            _ => Values::Other(Vec::new()),
        }
    }

    /// Adds a row to a [`CellType::column`] from its text; on a problem there may be no row or a row without meaning.
    #[inline]
    pub fn push(&self, column: &mut Values, text: &[u8]) -> Result<(), Problem> {
        let scalar = &self.scalar;
        let is_text = matches!(scalar, Scalar::String) && !self.list;
        if text.is_empty() && !is_text {
            column.push_gap();
            return Ok(());
        }
        let wrong = || Problem::bad_value(text, scalar.describe());
        match column {
            Values::Integers(series) => series.push(Some(cell::integer(text).ok_or_else(wrong)?)),
            Values::Floats(series) => series.push(Some(cell::float(text).ok_or_else(wrong)?)),
            Values::Booleans(series) => series.push(Some(cell::boolean(text).ok_or_else(wrong)?)),
            Values::Strings(strings) if is_text => {
                strings.push(Some(from_utf8(text).map_err(|_| Problem::InvalidUtf8)?));
            }
            Values::Other(values) if self.list => values.push(Some(cell::list(text, scalar)?)),
            Values::Other(values) => values.push(Some(cell::scalar(text, scalar)?)),
            Values::Dates(series) => match cell::scalar(text, scalar)? {
                Value::Date(date) => series.push(Some(date.days)),
                _ => return Err(wrong()),
            },
            Values::Strings(strings) => match cell::scalar(text, scalar)? {
                Value::String(character) => strings.push(Some(&character)),
                _ => return Err(wrong()),
            },
        }
        Ok(())
    }
}

/// The ids of rows: integers as long as all are in their shortest form.
#[derive(Debug)]
pub enum IdColumn {
    Integers(Vec<i64>),
    Texts(Strings),
}

impl Default for IdColumn {
    fn default() -> IdColumn {
        IdColumn::Integers(Vec::new())
    }
}

impl IdColumn {
    pub fn push(&mut self, text: &[u8]) -> Result<(), Problem> {
        if let IdColumn::Integers(integers) = self {
            match cell::canonical_integer(text) {
                Some(integer) => integers.push(integer),
                None => self.widen(),
            }
        }
        if let IdColumn::Texts(texts) = self {
            texts.push(Some(from_utf8(text).map_err(|_| Problem::InvalidUtf8)?));
        }
        Ok(())
    }

    /// Makes the integers text, which loses nothing: they were in their shortest form.
    pub fn widen(&mut self) {
        if let IdColumn::Integers(integers) = self {
            let mut texts = Strings::default();
            integers.iter().for_each(|integer| texts.push(Some(&integer.to_string())));
            *self = IdColumn::Texts(texts);
        }
    }

    pub fn truncate(&mut self, len: usize) {
        match self {
            IdColumn::Integers(integers) => integers.truncate(len),
            IdColumn::Texts(texts) => texts.truncate(len),
        }
    }

    pub fn into_values(self) -> Values {
        match self {
            IdColumn::Integers(integers) => Values::Integers(integers.into_iter().collect()),
            IdColumn::Texts(texts) => Values::Strings(texts),
        }
    }
}

/// Cells with few different contents, as numbers: labels and types.
#[derive(Debug, Default)]
pub struct CodeColumn {
    pub codes: Vec<u32>,
    pub texts: Vec<Box<str>>,
    known: FxHashMap<Box<[u8]>, u32>,
}

impl CodeColumn {
    pub fn push(&mut self, text: &[u8]) -> Result<(), Problem> {
        let same = |code: &u32| self.texts.get(*code as usize).is_some_and(|known| known.as_bytes() == text);
        if let Some(code) = self.codes.last().copied().filter(same) {
            self.codes.push(code);
            return Ok(());
        }
        let code = match self.known.get(text) {
            Some(code) => *code,
            None => {
                let string = from_utf8(text).map_err(|_| Problem::InvalidUtf8)?;
                // A piece has fewer rows than bytes, and is far smaller than 4 GiB.
                let code = self.texts.len() as u32;
                self.texts.push(string.into());
                self.known.insert(text.into(), code);
                code
            }
        };
        self.codes.push(code);
        Ok(())
    }
}

/// The lines that rows begin at, counted from the piece's first.
#[derive(Debug, Default)]
pub struct Lines {
    /// The line of row 0, if all rows so far lie one line after the other.
    first: u64,
    len: usize,
    listed: Vec<u64>,
}

impl Lines {
    pub fn push(&mut self, line: u64) {
        if self.len == 0 {
            self.first = line;
        }
        if self.listed.is_empty() && line == self.first + self.len as u64 {
            self.len += 1;
            return;
        }
        if self.listed.is_empty() {
            self.listed = (self.first..self.first + self.len as u64).collect();
        }
        self.listed.push(line);
        self.len += 1;
    }

    pub fn get(&self, row: usize) -> u64 {
        self.listed.get(row).copied().unwrap_or(self.first + row as u64)
    }

    #[must_use]
    pub fn filtered(&self, keep: &[bool]) -> Lines {
        let mut kept = Lines::default();
        (0..self.len).filter(|row| keep.get(*row) == Some(&true)).for_each(|row| kept.push(self.get(row)));
        kept
    }
}
