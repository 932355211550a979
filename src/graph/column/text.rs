//! Strings of one column page, one after the other in one buffer.

use super::page::{ROWS, Validity};

/// The most text a page keeps in its buffer. A page is copied when it is first written after a
/// snapshot was taken, so longer text is kept outside, shared.
const LIMIT: usize = 64 * 1024;

/// Dead text that is tolerated before the buffer is rewritten.
const SLACK: usize = 1024;

/// Text by row; overwriting appends, and the buffer is rewritten when more of it is dead than live.
#[derive(Clone, Debug, Default)]
pub struct Text {
    valid: Validity,
    /// Start and end in `bytes`, by row; zero where not valid.
    spans: Vec<(u32, u32)>,
    bytes: String,
    live: usize,
}

impl Text {
    /// Which rows have a value.
    pub fn valid(&self) -> &Validity {
        &self.valid
    }

    /// The text of a row.
    #[inline]
    pub fn get(&self, row: usize) -> Option<&str> {
        if !self.valid.get(row) {
            return None;
        }
        let (start, end) = *self.spans.get(row)?;
        self.bytes.get(start as usize..end as usize)
    }

    /// Whether a page may begin with this text.
    pub(super) fn holds(text: &str) -> bool {
        text.len() <= LIMIT / 4
    }

    pub(super) fn has_room(&self, text: &str) -> bool {
        Text::holds(text) && self.live + text.len() <= LIMIT
    }

    pub(super) fn set(&mut self, row: usize, text: &str) -> bool {
        let had = self.remove(row);
        if self.bytes.len() - self.live > self.live + SLACK {
            self.compact();
        }
        if row >= self.spans.len() {
            self.spans.resize(row + 1, (0, 0));
        }
        // The buffer holds at most twice LIMIT and SLACK, so its positions fit.
        let start = self.bytes.len() as u32;
        self.bytes.push_str(text);
        self.spans[row] = (start, self.bytes.len() as u32);
        self.live += text.len();
        self.valid.insert(row);
        !had
    }

    pub(super) fn remove(&mut self, row: usize) -> bool {
        let had = self.valid.remove(row);
        if had {
            let (start, end) = std::mem::take(&mut self.spans[row]);
            self.live -= (end - start) as usize;
        }
        had
    }

    fn compact(&mut self) {
        let mut bytes = String::with_capacity(self.live);
        for row in self.valid.iter() {
            let (start, end) = self.spans[row];
            let place = bytes.len() as u32;
            bytes.push_str(&self.bytes[start as usize..end as usize]);
            self.spans[row] = (place, bytes.len() as u32);
        }
        self.bytes = bytes;
    }

    /// The lengths of the valid rows' text, ascending by row, and the text in that order.
    pub(crate) fn to_parts(&self) -> (Vec<u32>, String) {
        let mut text = String::with_capacity(self.live);
        let mut lengths = Vec::new();
        for value in self.valid.iter().filter_map(|row| self.get(row)) {
            lengths.push(value.len() as u32);
            text.push_str(value);
        }
        (lengths, text)
    }

    /// The inverse of [`Text::to_parts`]; nothing if the parts do not fit together.
    pub(crate) fn from_parts(valid: Validity, lengths: &[u32], bytes: String) -> Option<Text> {
        let mut spans = vec![(0, 0); valid.iter().last().map_or(0, |row| row + 1).min(ROWS)];
        if lengths.len() != valid.count() || u32::try_from(bytes.len()).is_err() {
            return None;
        }
        let mut start = 0u32;
        for (row, length) in valid.iter().zip(lengths) {
            let end = start.checked_add(*length)?;
            bytes.get(start as usize..end as usize)?;
            spans[row] = (start, end);
            start = end;
        }
        (start as usize == bytes.len()).then_some(Text { valid, spans, live: bytes.len(), bytes })
    }
}
