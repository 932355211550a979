//! Where records and cells begin and end. One function finds the end of a cell, so that cutting a file into
//! pieces and reading the pieces cannot disagree.
//!
//! Cells are separated by the delimiter, records by a line feed, before which a carriage return may stand.
//! A cell that begins with a quote ends at the next quote that is not doubled; quotes inside other cells
//! are text. Empty lines are no records.

use std::borrow::Cow;

use crate::import::table::report::Problem;

/// A cell of a record.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cell<'a> {
    raw: &'a [u8],
    quoted: bool,
    doubled: bool,
}

impl<'a> Cell<'a> {
    /// Whether it means no value: empty and not quoted.
    #[inline]
    pub fn is_absent(&self) -> bool {
        self.raw.is_empty() && !self.quoted
    }

    /// The text, with doubled quotes made single.
    #[inline]
    pub fn bytes(&self) -> Cow<'a, [u8]> {
        if !self.doubled {
            return Cow::Borrowed(self.raw);
        }
        let mut text = Vec::with_capacity(self.raw.len());
        let mut rest = self.raw;
        while let Some(at) = rest.iter().position(|byte| *byte == b'"') {
            text.extend_from_slice(&rest[..=at]);
            // Inside a quoted cell every quote is one of two.
            rest = rest.get(at + 2..).unwrap_or_default();
        }
        text.extend_from_slice(rest);
        Cow::Owned(text)
    }
}

/// What was found at a place where a cell begins.
struct Scan<'a> {
    cell: Cell<'a>,
    /// The delimiter or line feed behind the cell, or the end of the text.
    end: usize,
    problem: Option<Problem>,
}

#[inline]
fn scan<'a>(text: &'a [u8], from: usize, delimiter: u8) -> Scan<'a> {
    if text.get(from) == Some(&b'"') {
        return scan_quoted(text, from, delimiter);
    }
    let end = plain_end(text, from, delimiter);
    Scan { cell: Cell { raw: &text[from..end], ..Cell::default() }, end, problem: None }
}

#[inline]
fn plain_end(text: &[u8], from: usize, delimiter: u8) -> usize {
    let rest = &text[from..];
    let len = rest.iter().position(|byte| *byte == delimiter || *byte == b'\n');
    from + len.unwrap_or(rest.len())
}

fn scan_quoted<'a>(text: &'a [u8], from: usize, delimiter: u8) -> Scan<'a> {
    let begin = from + 1;
    let (mut at, mut doubled) = (begin, false);
    loop {
        let Some(len) = memchr::memchr(b'"', &text[at..]) else {
            let cell = Cell { raw: &text[begin..], quoted: true, doubled };
            return Scan { cell, end: text.len(), problem: Some(Problem::UnclosedQuote) };
        };
        let quote = at + len;
        if text.get(quote + 1) == Some(&b'"') {
            doubled = true;
            at = quote + 2;
            continue;
        }
        let end = plain_end(text, quote + 1, delimiter);
        let clean = matches!(&text[quote + 1..end], [] | [b'\r']);
        let cell = Cell { raw: &text[begin..quote], quoted: true, doubled };
        return Scan { cell, end, problem: (!clean).then_some(Problem::MalformedQuote) };
    }
}

/// The records of a text that begins with one.
#[derive(Debug)]
pub(super) struct Records<'a> {
    text: &'a [u8],
    at: usize,
    delimiter: u8,
    /// The line at `at`, from zero.
    line: u64,
}

impl<'a> Records<'a> {
    pub fn new(text: &'a [u8], delimiter: u8) -> Records<'a> {
        Records { text, at: 0, delimiter, line: 0 }
    }

    /// Puts the cells of the next record in place and returns its line, counted from zero; nothing at the end.
    #[inline]
    pub fn next(&mut self, cells: &mut Vec<Cell<'a>>) -> Option<(u64, Option<Problem>)> {
        self.skip_empty_lines();
        if self.at >= self.text.len() {
            return None;
        }
        cells.clear();
        let line = self.line;
        let mut problem = None;
        loop {
            let found = scan(self.text, self.at, self.delimiter);
            if found.cell.quoted {
                self.line += memchr::memchr_iter(b'\n', found.cell.raw).count() as u64;
            }
            problem = problem.or(found.problem);
            cells.push(found.cell);
            self.at = found.end + 1;
            if found.end >= self.text.len() || self.text[found.end] != self.delimiter {
                break;
            }
        }
        self.line += 1;
        if let Some(last) = cells.last_mut()
            && !last.quoted
            && let [before @ .., b'\r'] = last.raw
        {
            last.raw = before;
        }
        Some((line, problem))
    }

    /// How many lines lie behind.
    pub fn lines(&self) -> u64 {
        self.line
    }

    /// How many bytes lie behind.
    pub fn consumed(&self) -> usize {
        self.at.min(self.text.len())
    }

    fn skip_empty_lines(&mut self) {
        loop {
            let skip = match self.text.get(self.at..) {
                Some([b'\n', ..]) => 1,
                Some([b'\r', b'\n', ..]) => 2,
                Some([b'\r']) => {
                    self.at = self.text.len();
                    return;
                }
                _ => return,
            };
            self.at += skip;
            self.line += 1;
        }
    }
}

/// Cuts a text that begins with a record into pieces of whole records, each about `size` bytes; what follows
/// the last whole record is in no piece, unless the text is all there is.
pub(super) fn pieces(text: &[u8], delimiter: u8, size: usize, is_all: bool) -> Vec<&[u8]> {
    let simple = memchr::memchr(b'"', text).is_none();
    let mut pieces = Vec::new();
    let mut from = 0;
    while from < text.len() {
        let wanted = (from + size).min(text.len());
        let end =
            if simple { simple_end(text, from, wanted) } else { record_end(text, from, wanted, delimiter) };
        match end {
            Some(end) => {
                pieces.push(&text[from..end]);
                from = end;
            }
            None => {
                if is_all {
                    pieces.push(&text[from..]);
                }
                break;
            }
        }
    }
    pieces
}

/// The first end of a record at `wanted` or later, or else the last one before; the text has no quotes.
fn simple_end(text: &[u8], from: usize, wanted: usize) -> Option<usize> {
    let after = memchr::memchr(b'\n', &text[wanted - 1..]).map(|at| wanted + at);
    after.or_else(|| memchr::memrchr(b'\n', &text[from..wanted]).map(|at| from + at + 1))
}

/// The same where there are quotes, so that every cell has to be looked at.
fn record_end(text: &[u8], from: usize, wanted: usize, delimiter: u8) -> Option<usize> {
    let (mut at, mut last) = (from, None);
    loop {
        let found = scan(text, at, delimiter);
        // A quote that is not closed is there to be closed, or to be doubled, by the text that follows.
        if found.end >= text.len() {
            return last;
        }
        at = found.end + 1;
        if text[found.end] == b'\n' {
            last = Some(at);
            if at >= wanted {
                return last;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(u64, Vec<String>, bool)> {
        let mut records = Records::new(text.as_bytes(), b',');
        let mut cells = Vec::new();
        let mut all = Vec::new();
        while let Some((line, problem)) = records.next(&mut cells) {
            let text = |cell: &Cell<'_>| String::from_utf8_lossy(&cell.bytes()).into_owned();
            all.push((line, cells.iter().map(text).collect(), problem.is_some()));
        }
        all
    }

    #[test]
    fn quotes_line_ends_and_empty_lines() {
        let text = "a,b\r\n\r\n\"x,\"\"y\"\"\nz\",5\" disk\n,\"\"\n\n\"q\"r,s\nlast,\r";
        let row = |line, cells: &[&str], bad| (line, cells.iter().map(|it| (*it).to_owned()).collect(), bad);
        assert_eq!(
            read(text),
            [
                row(0, &["a", "b"], false),
                row(2, &["x,\"y\"\nz", "5\" disk"], false),
                row(4, &["", ""], false),
                row(6, &["q", "s"], true),
                row(7, &["last", ""], false),
            ]
        );
        assert_eq!(read("a,\"b\nc"), [row(0, &["a", "b\nc"], true)]);
        assert_eq!(read(""), []);
    }

    #[test]
    fn pieces_end_where_records_end() {
        let text = "1,\"a\nb\"\n2,\"c\"\"\n\"\n3,d\n4,\"e\n";
        for size in 1..text.len() + 2 {
            let cut = pieces(text.as_bytes(), b',', size, false);
            let together: Vec<u8> = cut.concat();
            assert_eq!(together, b"1,\"a\nb\"\n2,\"c\"\"\n\"\n3,d\n", "{size}");
            assert!(cut.iter().all(|piece| matches!(piece, [b'1'..=b'3', .., b'\n'])), "{size}");
        }
        let plain = "1\n22\n333\n4";
        for size in 1..plain.len() + 2 {
            assert_eq!(pieces(plain.as_bytes(), b',', size, false).concat(), b"1\n22\n333\n", "{size}");
            assert_eq!(pieces(plain.as_bytes(), b',', size, true).concat(), plain.as_bytes(), "{size}");
        }
    }
}
