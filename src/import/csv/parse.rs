//! One piece of a file becomes typed columns; pieces are parsed at the same time on all cores.

use super::cell::canonical_integer;
use super::column::{CodeColumn, IdColumn, Lines, PropertyColumn};
use super::header::IdKind;
use super::ids::IdSpace;
use super::plan::{Action, FilePlan};
use super::record::{Cell, Records};
use super::report::{LISTED, Problem, excerpt};
use crate::graph::NodeId;

/// The rows of a piece, by column.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    /// Good rows.
    pub len: usize,
    /// All rows.
    pub rows: u64,
    /// How many lines the piece has.
    pub line_count: u64,
    /// The line of each good row, from zero.
    pub lines: Lines,
    pub ids: IdColumn,
    pub labels: CodeColumn,
    pub starts: Vec<NodeId>,
    pub ends: Vec<NodeId>,
    pub types: CodeColumn,
    pub properties: Vec<PropertyColumn>,
    /// The first bad rows.
    pub bad: Vec<Bad>,
    /// How many more there are.
    pub more_bad: u64,
}

/// A bad row of a piece.
#[derive(Debug)]
pub(super) struct Bad {
    /// From zero.
    pub line: u64,
    pub column: Option<usize>,
    pub problem: Problem,
}

/// Parses a piece of whole records.
pub(super) fn parse(piece: &[u8], file: &FilePlan, spaces: &[IdSpace]) -> Chunk {
    let mut chunk = Chunk {
        properties: file.properties.iter().map(|(_, cell_type)| PropertyColumn::new(cell_type)).collect(),
        ..Chunk::default()
    };
    let parser = Parser { file, spaces };
    let mut records = Records::new(piece, file.delimiter);
    let mut cells = Vec::new();
    while let Some((line, problem)) = records.next(&mut cells) {
        chunk.rows += 1;
        let result = match problem {
            Some(problem) => Err((None, problem)),
            None => parser.row(&mut chunk, &cells),
        };
        match result {
            Ok(()) => {
                chunk.lines.push(line);
                chunk.len += 1;
            }
            Err((column, problem)) => chunk.refuse(Bad { line, column, problem }),
        }
    }
    chunk.line_count = records.lines();
    chunk
}

struct Parser<'a> {
    file: &'a FilePlan,
    spaces: &'a [IdSpace],
}

impl Parser<'_> {
    /// Adds a row; on a problem part of it may have been added.
    #[inline]
    fn row(&self, chunk: &mut Chunk, cells: &[Cell<'_>]) -> Result<(), (Option<usize>, Problem)> {
        let columns = &self.file.columns;
        if cells.len() != columns.len() {
            let (found, expected) = (cells.len(), columns.len());
            return Err((None, Problem::RaggedRow { found, expected }));
        }
        for (at, (column, cell)) in columns.iter().zip(cells).enumerate() {
            self.cell(chunk, column.action, cell).map_err(|problem| (Some(at), problem))?;
        }
        Ok(())
    }

    #[inline]
    fn cell(&self, chunk: &mut Chunk, action: Action, cell: &Cell<'_>) -> Result<(), Problem> {
        match action {
            Action::Ignore => {}
            Action::Id => {
                let id = self.id(cell)?;
                let integer_wanted = self.file.id.as_ref().is_some_and(|id| id.kind == IdKind::Integer);
                if integer_wanted && canonical_integer(&id).is_none() {
                    return Err(Problem::bad_value(&id, "a 64-bit integer in its shortest form"));
                }
                chunk.ids.push(&id)?;
            }
            Action::Start(space) => chunk.starts.push(self.node(space, cell)?),
            Action::End(space) => chunk.ends.push(self.node(space, cell)?),
            Action::Labels => chunk.labels.push(&cell.bytes())?,
            Action::Type => {
                let text = cell.bytes();
                match (&*text, &self.file.rel_type) {
                    ([], None) => return Err(Problem::MissingType),
                    ([], Some(rel_type)) => chunk.types.push(rel_type.as_bytes())?,
                    (text, _) => chunk.types.push(text)?,
                }
            }
            Action::Property(at) => {
                if let Some(column) = chunk.properties.get_mut(at) {
                    column.push(cell)?;
                }
            }
        }
        Ok(())
    }

    #[inline]
    fn id<'c>(&self, cell: &Cell<'c>) -> Result<std::borrow::Cow<'c, [u8]>, Problem> {
        let id = cell.bytes();
        if id.is_empty() { Err(Problem::MissingId) } else { Ok(id) }
    }

    #[inline]
    fn node(&self, space: usize, cell: &Cell<'_>) -> Result<NodeId, Problem> {
        let id = self.id(cell)?;
        // Every group of the plan has its space.
        let space = &self.spaces[space];
        space.get(&id).ok_or_else(|| Problem::UnknownId { id: excerpt(&id), group: space.group.clone() })
    }
}

impl Chunk {
    /// Takes back what was added of the row at hand.
    fn refuse(&mut self, bad: Bad) {
        self.ids.truncate(self.len);
        self.labels.codes.truncate(self.len);
        self.starts.truncate(self.len);
        self.ends.truncate(self.len);
        self.types.codes.truncate(self.len);
        self.properties.iter_mut().for_each(|column| column.values.truncate(self.len));
        if self.bad.len() < LISTED || matches!(bad.problem, Problem::UnclosedQuote) {
            self.bad.push(bad);
        } else {
            self.more_bad += 1;
        }
    }

    /// The good rows for which `keep` is true.
    #[must_use]
    pub fn filtered(mut self, keep: &[bool]) -> Chunk {
        let kept = |row: usize| keep.get(row) == Some(&true);
        let ids = std::mem::take(&mut self.ids);
        self.ids = match ids {
            IdColumn::Integers(ids) => IdColumn::Integers(
                ids.iter().enumerate().filter(|(row, _)| kept(*row)).map(|(_, id)| *id).collect(),
            ),
            IdColumn::Texts(ids) => {
                let mut texts = crate::graph::Strings::default();
                (0..ids.len()).filter(|row| kept(*row)).for_each(|row| texts.push(ids.get(row)));
                IdColumn::Texts(texts)
            }
        };
        for codes in [&mut self.labels.codes, &mut self.types.codes] {
            *codes = codes.iter().enumerate().filter(|(row, _)| kept(*row)).map(|(_, code)| *code).collect();
        }
        for column in &mut self.properties {
            column.values = column.values.filtered(keep);
        }
        self.lines = self.lines.filtered(keep);
        self.len = keep.iter().filter(|keep| **keep).count();
        self
    }
}
