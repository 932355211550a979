//! Tables as CSV, with headers in the style of `neo4j-admin import`: the first line of a file is the
//! headings of its columns, as [`TableSpec`] explains them.
//!
//! - An empty cell is no property; the quoted empty cell `""` is the empty string in a `string` column.
//! - A property without a type is a string.
//! - When every id of a file is an integer in its shortest form, the property holds integers, otherwise strings;
//!   `id:ID(Group){id-type:string}` or `{id-type:int}` decides it.
//!
//! Files are read in blocks, cut where records end and parsed on all cores into typed columns, which go to
//! the graph's pages in bulk. A row that cannot be loaded is reported with file and line.

mod parse;
mod read;
mod record;

use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use self::read::Source;
use self::record::{Cell, Records};
use super::Progress;
use super::table::header::{Refusal, Role};
use super::table::ids::IdSpace;
use super::table::report::{ImportReport, Position, file_error};
use super::table::{self, Batch, FilePlan, Format, Opened, Table, TableSpec};
use crate::error::{Error, Result};
use crate::graph::WriteTransaction;

/// Loads the files, whose cells `delimiter` separates, into the transaction, which is left as it was on an error. A bad row
/// is an error of class `DataError` that names file and line, unless bad rows are to be skipped.
pub fn import(
    txn: &mut WriteTransaction,
    spec: &TableSpec,
    delimiter: u8,
    progress: &dyn Progress,
) -> Result<ImportReport> {
    if [b'"', b'\n', b'\r', 0].contains(&delimiter) || !delimiter.is_ascii() {
        return Err(Error::argument(
            "InvalidDelimiter",
            "the delimiter has to be an ASCII character, and no quote",
        ));
    }
    table::import(txn, spec, &Csv { delimiter }, progress)
}

struct Csv {
    delimiter: u8,
}

impl Format for Csv {
    fn open(&self, path: &Path) -> Result<Opened> {
        let mut source = Source::open(path)?;
        let (header, lines) = source.header(path, self.delimiter)?;
        let mut cells = Vec::new();
        let Some((before, problem)) = Records::new(&header, self.delimiter).next(&mut cells) else {
            return Err(file_error(path, Position::Line(1), "MissingHeader", "the file has no header"));
        };
        let place = Position::Line(before + 1);
        if let Some(problem) = problem {
            return Err(file_error(path, place, "MalformedHeader", problem));
        }
        let headings = cells
            .iter()
            .enumerate()
            .map(|(at, cell)| {
                heading(cell).map_err(|text| {
                    let message = format!("column {} `{text}`: the heading is not UTF-8", at + 1);
                    file_error(path, place, "InvalidUtf8", message)
                })
            })
            .collect::<Result<_>>()?;
        let table = Box::new(CsvTable { source, delimiter: self.delimiter, line: lines + 1 });
        Ok(Opened { table, headings, place })
    }
}

/// A heading; if it is not UTF-8, something like it.
fn heading(cell: &Cell<'_>) -> std::result::Result<Arc<str>, String> {
    let bytes = cell.bytes();
    match std::str::from_utf8(&bytes) {
        Ok(text) => Ok(Arc::from(text.trim())),
        Err(_) => Err(String::from_utf8_lossy(&bytes).into_owned()),
    }
}

#[derive(Debug)]
struct CsvTable {
    source: Source,
    delimiter: u8,
    /// Where the next block begins, from 1.
    line: u64,
}

impl Table for CsvTable {
    fn size(&self) -> u64 {
        self.source.size
    }

    fn settle(&mut self, _column: usize, role: Role) -> std::result::Result<Role, Refusal> {
        Ok(role)
    }

    fn next(
        &mut self,
        file: &FilePlan,
        spaces: &[IdSpace],
        progress: &dyn Progress,
    ) -> Result<Option<Batch>> {
        let Some(pieces) = self.source.block(&file.path, self.delimiter, self.line)? else { return Ok(None) };
        let parse = |piece: &&[u8]| {
            let parsed = parse::parse(piece, self.delimiter, file, spaces);
            progress.advance(piece.len() as u64);
            parsed
        };
        let parsed: Vec<_> = pieces.par_iter().map(parse).collect();
        let bytes = pieces.iter().map(|piece| piece.len() as u64).sum();
        let mut chunks = Vec::new();
        for (mut chunk, lines) in parsed {
            chunk.begin = Position::Line(self.line);
            self.line += lines;
            chunks.push(chunk);
        }
        Ok(Some(Batch { chunks, bytes }))
    }
}
