//! Tables as Parquet: the names of a file's columns are their headings, as [`TableSpec`] explains them.
//!
//! | Parquet | property |
//! |---|---|
//! | integers of all widths | integer |
//! | `FLOAT`, `DOUBLE` | float |
//! | `BOOLEAN` | boolean |
//! | `STRING`, `ENUM`, `JSON`, `UUID` | string |
//! | `DATE` | date |
//! | `TIME` | local time; time at UTC if it is adjusted to UTC |
//! | `TIMESTAMP`, `INT96` | local datetime; datetime at UTC if it is adjusted to UTC |
//! | `LIST` of these | list |
//!
//! - A heading may name another type where text is read as in a CSV file, integers become floats, decimals floats or
//!   strings, bytes strings, or a timestamp is seen in a zone: `seen:datetime{timezone:Europe/Stockholm}`.
//! - Ids are integers or strings as the schema says, and relate to one another by their text.
//! - Null is no property.
//! - Other types are refused with the column's name: `name:IGNORE` leaves one out.
//!
//! Row groups are read column by column into typed columns, on all cores. A row that cannot be loaded is reported with its
//! file and its number, from 1.

mod column;
mod guard;
mod level;
mod schema;
mod sink;

use std::fs::File;
use std::path::Path;
use std::sync::{Arc, Mutex};

use parquet::errors::ParquetError;
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};
use rayon::prelude::*;

use self::column::{Column, assemble};
use self::guard::guarded;
use self::schema::Field;
use self::sink::Sink;
use super::Progress;
use super::table::header::{Refusal, Role};
use super::table::ids::IdSpace;
use super::table::report::{ImportReport, Position, file_error, open_file};
use super::table::{self, Action, Batch, FilePlan, Format, Opened, Table, TableSpec, check_cancelled};
use crate::error::{Error, Result};
use crate::graph::WriteTransaction;

pub use guard::keep_decoders_quiet;

/// Loads the files into the transaction, which is left as it was on an error. A bad row is an error of class
/// `DataError` that names file and row, unless bad rows are to be skipped.
pub fn import(txn: &mut WriteTransaction, spec: &TableSpec, progress: &dyn Progress) -> Result<ImportReport> {
    table::import(txn, spec, &Parquet, progress)
}

struct Parquet;

impl Format for Parquet {
    fn open(&self, path: &Path) -> Result<Opened> {
        let (file, len) = open_file(path)?;
        let metadata = guarded(|| ParquetMetaDataReader::new().parse_and_finish(&file))
            .map_err(|error| malformed(path, "it is no Parquet file that can be read", error))?;
        let schema = metadata.file_metadata().schema_descr();
        let headings =
            schema.root_schema().get_fields().iter().map(|field| Arc::from(field.name().trim())).collect();
        let fields = schema::fields(schema);
        let table = ParquetTable { file: Mutex::new(file), len, metadata, fields, group: 0, row: 1 };
        Ok(Opened { table: Box::new(table), headings, place: Position::Schema })
    }
}

/// The error of a file that breaks its own rules, or has what is not supported.
fn malformed(path: &Path, what: &str, error: ParquetError) -> Error {
    file_error(path, Position::Schema, "MalformedFile", format!("{what}: {error}")).caused_by(error)
}

#[derive(Debug)]
struct ParquetTable {
    /// Reading moves the file's cursor, so one thread reads at a time; all decode.
    file: Mutex<File>,
    /// Its size in bytes.
    len: u64,
    metadata: ParquetMetaData,
    /// By the file's columns.
    fields: Vec<std::result::Result<Field, Refusal>>,
    /// The next row group.
    group: usize,
    /// The number of its first row, from 1.
    row: u64,
}

impl Table for ParquetTable {
    fn size(&self) -> u64 {
        self.len
    }

    fn settle(&mut self, column: usize, role: Role) -> std::result::Result<Role, Refusal> {
        match (role, &self.fields[column]) {
            (Role::Ignore, _) => Ok(Role::Ignore),
            (role, Ok(field)) => field.settle(role),
            (_, Err(refusal)) => Err(refusal.clone()),
        }
    }

    fn next(
        &mut self,
        file: &FilePlan,
        spaces: &[IdSpace],
        progress: &dyn Progress,
    ) -> Result<Option<Batch>> {
        let end = self.metadata.num_row_groups().min(self.group + rayon::current_num_threads());
        let groups = self.group..end;
        if groups.is_empty() {
            return Ok(None);
        }
        let columns: Vec<usize> =
            (0..file.columns.len()).filter(|at| file.columns[*at].action != Action::Ignore).collect();
        let reader = Reader { table: self, file, spaces, progress };
        let all: Vec<Vec<Column<'_>>> = groups
            .clone()
            .into_par_iter()
            .map(|group| columns.par_iter().map(|at| reader.column(group, *at)).collect())
            .collect::<Result<_>>()?;
        let bytes = all.iter().flatten().map(|column| column.bytes).sum();
        let mut chunks = Vec::new();
        for (group, columns) in groups.zip(all) {
            let rows = self.rows(&file.path, group)?;
            chunks.push(assemble(Position::Row(self.row), rows, file, columns));
            self.row += rows as u64;
        }
        self.group = end;
        Ok(Some(Batch { chunks, bytes }))
    }
}

impl ParquetTable {
    /// The number of rows of a group.
    fn rows(&self, path: &Path, group: usize) -> Result<usize> {
        let what = format!("row group {} has no number of rows", group + 1);
        self.metadata.row_group_num_rows(group).map_err(|error| malformed(path, &what, error))
    }
}

/// What reading a column takes.
struct Reader<'t, 'a> {
    table: &'t ParquetTable,
    file: &'a FilePlan,
    spaces: &'a [IdSpace],
    progress: &'t dyn Progress,
}

impl<'a> Reader<'_, 'a> {
    fn column(&self, group: usize, at: usize) -> Result<Column<'a>> {
        check_cancelled(self.progress)?;
        let path = &self.file.path;
        let rows = self.table.rows(path, group)?;
        // The plan has no column whose field was refused.
        let field = self.table.fields[at].as_ref().map_err(|(_, message)| Error::internal(message))?;
        let name = &self.file.columns[at].heading;
        let in_file = |error| {
            malformed(path, &format!("column `{name}` of row group {} cannot be read", group + 1), error)
        };
        let chunk = self.table.metadata.row_group(group).columns().get(field.leaf);
        let chunk = chunk.ok_or_else(|| in_file(ParquetError::EOF("it is not there".to_owned())))?;
        let bytes = column::read(&self.table.file, self.table.len, chunk).map_err(in_file)?;
        let mut column = Column::new(at, Sink::new(field.native, self.file, at, self.spaces));
        guarded(|| column.fill(column::reader(bytes, chunk, rows)?, field, rows)).map_err(in_file)?;
        column.bytes = u64::try_from(chunk.compressed_size()).unwrap_or(0);
        self.progress.advance(column.bytes);
        Ok(column)
    }
}
