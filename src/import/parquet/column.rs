//! A column of a row group: its bytes, its rows, and the rows it makes bad.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::{Buf, Bytes};
use parquet::basic::Compression;
use parquet::column::reader::{ColumnReader, get_column_reader};
use parquet::errors::ParquetError;
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::reader::{ChunkReader, Length};
use parquet::file::serialized_reader::SerializedPageReader;

use super::level;
use super::schema::Field;
use super::sink::Sink;
use crate::import::table::FilePlan;
use crate::import::table::chunk::{Bad, Chunk};
use crate::import::table::report::{LISTED, Position, Problem};

/// The bytes of one column of a row group, which are known by their places in the file.
pub(super) struct ColumnBytes {
    begin: u64,
    bytes: Bytes,
}

impl ColumnBytes {
    fn from(&self, start: u64) -> Result<Bytes, ParquetError> {
        let from = start.checked_sub(self.begin).and_then(|from| usize::try_from(from).ok());
        match from.filter(|from| *from <= self.bytes.len()) {
            Some(from) => Ok(self.bytes.slice(from..)),
            None => Err(outside()),
        }
    }
}

fn outside() -> ParquetError {
    ParquetError::EOF("a page lies outside of its column".to_owned())
}

impl Length for ColumnBytes {
    fn len(&self) -> u64 {
        self.begin + self.bytes.len() as u64
    }
}

impl ChunkReader for ColumnBytes {
    type T = bytes::buf::Reader<Bytes>;

    fn get_read(&self, start: u64) -> Result<Self::T, ParquetError> {
        Ok(self.from(start)?.reader())
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        let rest = self.from(start)?;
        if length > rest.len() { Err(outside()) } else { Ok(rest.slice(..length)) }
    }
}

/// Reads a column of a file of `len` bytes at once.
pub(super) fn read(
    file: &Mutex<File>,
    len: u64,
    chunk: &ColumnChunkMetaData,
) -> Result<ColumnBytes, ParquetError> {
    let begin = chunk.dictionary_page_offset().unwrap_or(chunk.data_page_offset());
    let (begin, count) = match (u64::try_from(begin), u64::try_from(chunk.compressed_size())) {
        (Ok(begin), Ok(count)) if begin.checked_add(count).is_some_and(|end| end <= len) => (begin, count),
        _ => return Err(ParquetError::EOF("it lies outside of the file".to_owned())),
    };
    let mut bytes = Vec::new();
    // A thread that panicked held no more than the cursor, which is set anew.
    let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
    file.seek(SeekFrom::Start(begin))?;
    (&mut *file).take(count).read_to_end(&mut bytes)?;
    Ok(ColumnBytes { begin, bytes: bytes.into() })
}

/// What decodes a column of a row group of so many rows.
pub(super) fn reader(
    bytes: ColumnBytes,
    chunk: &ColumnChunkMetaData,
    rows: usize,
) -> Result<ColumnReader, ParquetError> {
    let codec = chunk.compression();
    if matches!(codec, Compression::BROTLI(_) | Compression::LZO) {
        let message = format!("{codec} is not among the codecs: SNAPPY, GZIP, LZ4, LZ4_RAW and ZSTD");
        return Err(ParquetError::NYI(message));
    }
    let pages = SerializedPageReader::new(Arc::new(bytes), chunk, rows, None)?;
    Ok(get_column_reader(chunk.column_descr_ptr(), Box::new(pages)))
}

/// A column of a row group.
#[derive(Debug)]
pub(super) struct Column<'a> {
    /// The place among the file's columns.
    at: usize,
    sink: Sink<'a>,
    /// Bytes read.
    pub bytes: u64,
    /// Which rows are good, up to the last bad one.
    keep: Vec<bool>,
    /// The first bad rows.
    bad: Vec<(usize, Problem)>,
}

impl<'a> Column<'a> {
    pub fn new(at: usize, sink: Sink<'a>) -> Column<'a> {
        Column { at, sink, bytes: 0, keep: Vec::new(), bad: Vec::new() }
    }

    pub fn fill(&mut self, reader: ColumnReader, field: &Field, rows: usize) -> Result<(), ParquetError> {
        let mut row = 0;
        level::each(reader, field, rows, |item| {
            if let Err(problem) = self.sink.push(item) {
                // The number of rows is not to be trusted before they were read.
                self.keep.resize(row, true);
                self.keep.push(false);
                if self.bad.len() < LISTED {
                    self.bad.push((row, problem));
                }
            }
            row += 1;
        })
    }
}

/// The columns of a row group as a chunk of its good rows. A bad row is told once, by its first bad column.
pub(super) fn assemble(begin: Position, rows: usize, file: &FilePlan, columns: Vec<Column<'_>>) -> Chunk {
    let mut chunk = Chunk::new(begin);
    chunk.rows = rows as u64;
    chunk.len = rows;
    (0..chunk.rows).for_each(|row| chunk.lines.push(row));
    chunk.properties = file.properties.iter().map(|(_, cell_type)| cell_type.column()).collect();
    let mut keep: Vec<bool> = Vec::new();
    // The first bad rows of all are among the first of each column.
    let mut first: BTreeMap<usize, (usize, Problem)> = BTreeMap::new();
    for column in columns {
        if !column.keep.is_empty() {
            keep.resize(rows, true);
            keep.iter_mut().zip(&column.keep).for_each(|(keep, good)| *keep &= good);
        }
        for (row, problem) in column.bad {
            first.entry(row).or_insert((column.at, problem));
        }
        column.sink.finish(&mut chunk);
    }
    if keep.is_empty() {
        return chunk;
    }
    let bad = keep.iter().filter(|keep| !**keep).count();
    let listed = first.into_iter().take(LISTED);
    chunk.bad =
        listed.map(|(row, (at, problem))| Bad { line: row as u64, column: Some(at), problem }).collect();
    chunk.more_bad = (bad - chunk.bad.len()) as u64;
    chunk.filtered(&keep)
}
