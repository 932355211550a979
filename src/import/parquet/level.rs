//! Values and levels become rows: a definition level tells how much of a row's value is there, a repetition level of zero
//! begins the next row. See "Nested Encoding" of the Parquet format, after Melnik et al., "Dremel", VLDB 2010.

use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type as physical;
use parquet::errors::ParquetError;

use super::schema::Field;

/// Rows decoded at once.
const BATCH: usize = 4096;
const NANOS_PER_SECOND: u64 = 1_000_000_000;
const SECONDS_PER_DAY: i64 = 86_400;
/// The Julian day of 1970-01-01.
const EPOCH_DAY: i64 = 2_440_588;

/// A value as the file has it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Raw<'a> {
    /// 32 bits; what a number without sign has as its first bit is the sign here.
    Narrow(i32),
    Integer(i64),
    Float(f64),
    Boolean(bool),
    Bytes(&'a [u8]),
    /// Seconds since 1970-01-01T00:00, and nanoseconds.
    Instant(i64, u32),
}

/// What a row has in a column.
#[derive(Clone, Copy, Debug)]
pub(super) enum Item<'a> {
    Absent,
    Value(Raw<'a>),
    List(&'a [Option<Raw<'a>>]),
}

/// Gives `rows` rows to `push`, one after the other.
pub(super) fn each(
    reader: ColumnReader,
    field: &Field,
    rows: usize,
    push: impl FnMut(Item<'_>),
) -> Result<(), ParquetError> {
    match reader {
        ColumnReader::BoolColumnReader(reader) => typed(reader, field, rows, push, |it| Raw::Boolean(*it)),
        ColumnReader::Int32ColumnReader(reader) => typed(reader, field, rows, push, |it| Raw::Narrow(*it)),
        ColumnReader::Int64ColumnReader(reader) => typed(reader, field, rows, push, |it| Raw::Integer(*it)),
        ColumnReader::Int96ColumnReader(reader) => typed(reader, field, rows, push, instant),
        ColumnReader::FloatColumnReader(reader) => {
            typed(reader, field, rows, push, |it| Raw::Float(f64::from(*it)))
        }
        ColumnReader::DoubleColumnReader(reader) => typed(reader, field, rows, push, |it| Raw::Float(*it)),
        ColumnReader::ByteArrayColumnReader(reader) => {
            typed(reader, field, rows, push, |it| Raw::Bytes(it.data()))
        }
        ColumnReader::FixedLenByteArrayColumnReader(reader) => {
            typed(reader, field, rows, push, |it| Raw::Bytes(it.data()))
        }
    }
}

fn instant(value: &physical::Int96) -> Raw<'_> {
    let [low, high, day] = [0, 1, 2].map(|at| value.data().get(at).copied().unwrap_or(0));
    let nanos = u64::from(high) << 32 | u64::from(low);
    let seconds = (nanos / NANOS_PER_SECOND) as i64;
    // The day is signed in 32 bits.
    let days = i64::from(day as i32) - EPOCH_DAY;
    Raw::Instant(days * SECONDS_PER_DAY + seconds, (nanos % NANOS_PER_SECOND) as u32)
}

fn typed<T: physical::DataType>(
    mut reader: ColumnReaderImpl<T>,
    field: &Field,
    rows: usize,
    mut push: impl FnMut(Item<'_>),
    raw: impl for<'v> Fn(&'v T::T) -> Raw<'v>,
) -> Result<(), ParquetError> {
    let (mut values, mut definitions, mut repetitions) = (Vec::new(), Vec::new(), Vec::new());
    let mut left = rows;
    while left > 0 {
        values.clear();
        definitions.clear();
        repetitions.clear();
        let wanted = left.min(BATCH);
        let (read, ..) =
            reader.read_records(wanted, Some(&mut definitions), Some(&mut repetitions), &mut values)?;
        if read == 0 || read > wanted {
            let message = format!("it ends after {} of {rows} rows", rows - left);
            return Err(ParquetError::General(message));
        }
        left -= read;
        let mut values = values.iter().map(&raw);
        match field.list_level {
            Some(level) => lists(&definitions, &repetitions, (level, field.max_level), values, &mut push),
            None if field.max_level == 0 => values.for_each(|value| push(Item::Value(value))),
            None => definitions.iter().for_each(|level| {
                let value = if *level == field.max_level { values.next() } else { None };
                push(value.map_or(Item::Absent, Item::Value));
            }),
        }
    }
    Ok(())
}

/// Whole lists. From `level` on there is an element, at `max_level` it is not null; just below `level` the list is empty.
fn lists<'v>(
    definitions: &[i16],
    repetitions: &[i16],
    (level, max_level): (i16, i16),
    mut values: impl Iterator<Item = Raw<'v>>,
    push: &mut impl FnMut(Item<'_>),
) {
    let mut elements: Vec<Option<Raw<'v>>> = Vec::new();
    let mut at = 0;
    while at < definitions.len() {
        elements.clear();
        let is_absent = definitions[at] + 1 < level;
        loop {
            if definitions[at] >= level {
                elements.push(if definitions[at] == max_level { values.next() } else { None });
            }
            at += 1;
            if at == definitions.len() || repetitions.get(at) == Some(&0) {
                break;
            }
        }
        push(if is_absent { Item::Absent } else { Item::List(&elements) });
    }
}
