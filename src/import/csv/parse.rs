//! One piece of a file becomes typed columns; pieces are parsed at the same time on all cores.

use super::record::{Cell, Records};
use crate::graph::NodeId;
use crate::import::table::cell::canonical_integer;
use crate::import::table::chunk::{Bad, Chunk};
use crate::import::table::header::IdKind;
use crate::import::table::ids::IdSpace;
use crate::import::table::report::{LISTED, Position, Problem, excerpt};
use crate::import::table::{Action, FilePlan};

/// Parses a piece of whole records, as if it began the file, and counts its lines.
pub(super) fn parse(piece: &[u8], delimiter: u8, file: &FilePlan, spaces: &[IdSpace]) -> (Chunk, u64) {
    let mut chunk = Chunk::new(Position::Line(1));
    chunk.properties = file.properties.iter().map(|(_, cell_type)| cell_type.column()).collect();
    let parser = Parser { file, spaces };
    let mut records = Records::new(piece, delimiter);
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
            Err((column, problem)) => refuse(&mut chunk, Bad { line, column, problem }),
        }
    }
    (chunk, records.lines())
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
                // The chunk has a column for each property of the file.
                let (column, (_, cell_type)) = (&mut chunk.properties[at], &self.file.properties[at]);
                match cell.is_absent() {
                    true => column.push_gap(),
                    false => cell_type.push(column, &cell.bytes())?,
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

/// Takes back what was added of the row at hand.
fn refuse(chunk: &mut Chunk, bad: Bad) {
    let len = chunk.len;
    chunk.ids.truncate(len);
    chunk.labels.codes.truncate(len);
    chunk.starts.truncate(len);
    chunk.ends.truncate(len);
    chunk.types.codes.truncate(len);
    chunk.properties.iter_mut().for_each(|column| column.truncate(len));
    if chunk.bad.len() < LISTED || matches!(bad.problem, Problem::UnclosedQuote) {
        chunk.bad.push(bad);
    } else {
        chunk.more_bad += 1;
    }
}
