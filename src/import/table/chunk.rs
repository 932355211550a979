//! Some rows of a file as typed columns.

use super::column::{CodeColumn, IdColumn, Lines};
use super::report::{Position, Problem};
use crate::graph::{NodeId, Strings, Values};

/// Rows by column. A column that the file does not have is empty.
#[derive(Debug)]
pub struct Chunk {
    /// Where the chunk begins; `lines` count from there.
    pub begin: Position,
    /// Good rows.
    pub len: usize,
    /// All rows.
    pub rows: u64,
    /// The line of each good row, from zero.
    pub lines: Lines,
    pub ids: IdColumn,
    pub labels: CodeColumn,
    pub starts: Vec<NodeId>,
    pub ends: Vec<NodeId>,
    pub types: CodeColumn,
    /// By the file's properties.
    pub properties: Vec<Values>,
    /// The first bad rows.
    pub bad: Vec<Bad>,
    /// How many more there are.
    pub more_bad: u64,
}

/// A bad row.
#[derive(Debug)]
pub struct Bad {
    /// From zero.
    pub line: u64,
    pub column: Option<usize>,
    pub problem: Problem,
}

impl Chunk {
    /// No rows.
    pub fn new(begin: Position) -> Chunk {
        Chunk {
            begin,
            len: 0,
            rows: 0,
            lines: Lines::default(),
            ids: IdColumn::default(),
            labels: CodeColumn::default(),
            starts: Vec::new(),
            ends: Vec::new(),
            types: CodeColumn::default(),
            properties: Vec::new(),
            bad: Vec::new(),
            more_bad: 0,
        }
    }

    /// Where a good row is.
    pub fn place(&self, row: usize) -> Position {
        self.begin.plus(self.lines.get(row))
    }

    /// The good rows for which `keep` is true.
    #[must_use]
    pub fn filtered(mut self, keep: &[bool]) -> Chunk {
        let kept = |row: usize| keep.get(row) == Some(&true);
        let ids = std::mem::take(&mut self.ids);
        self.ids = match ids {
            IdColumn::Integers(ids) => IdColumn::Integers(only(&ids, kept)),
            IdColumn::Texts(ids) => {
                let mut texts = Strings::default();
                (0..ids.len()).filter(|row| kept(*row)).for_each(|row| texts.push(ids.get(row)));
                IdColumn::Texts(texts)
            }
        };
        self.labels.codes = only(&self.labels.codes, kept);
        self.types.codes = only(&self.types.codes, kept);
        self.starts = only(&self.starts, kept);
        self.ends = only(&self.ends, kept);
        for values in &mut self.properties {
            *values = values.filtered(keep);
        }
        self.lines = self.lines.filtered(keep);
        self.len = keep.iter().filter(|keep| **keep).count();
        self
    }
}

fn only<T: Copy>(all: &[T], kept: impl Fn(usize) -> bool) -> Vec<T> {
    all.iter().enumerate().filter(|(row, _)| kept(*row)).map(|(_, item)| *item).collect()
}
