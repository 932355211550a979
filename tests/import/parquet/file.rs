//! Writes small Parquet files.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::*;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;

/// A column: its heading, its type, and its rows.
pub struct Column {
    field: Type,
    rows: Rows,
}

enum Rows {
    Booleans(Vec<Option<bool>>),
    Narrow(Vec<Option<i32>>),
    Wide(Vec<Option<i64>>),
    Instants(Vec<Option<Int96>>),
    Single(Vec<Option<f32>>),
    Doubles(Vec<Option<f64>>),
    Texts(Vec<Option<ByteArray>>),
    Fixed(Vec<Option<FixedLenByteArray>>),
    /// Lists of integers; nothing where a row, or an element, is null.
    Lists(Vec<Option<Vec<Option<i64>>>>),
}

fn field(name: &str, physical: Physical, logical: Option<LogicalType>, length: i32) -> Type {
    Type::primitive_type_builder(name, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical)
        .with_length(length)
        .build()
        .expect("a type")
}

pub fn booleans(name: &str, rows: &[Option<bool>]) -> Column {
    Column { field: field(name, Physical::BOOLEAN, None, -1), rows: Rows::Booleans(rows.to_vec()) }
}

pub fn narrow(name: &str, logical: Option<LogicalType>, rows: &[Option<i32>]) -> Column {
    Column { field: field(name, Physical::INT32, logical, -1), rows: Rows::Narrow(rows.to_vec()) }
}

pub fn wide(name: &str, logical: Option<LogicalType>, rows: &[Option<i64>]) -> Column {
    Column { field: field(name, Physical::INT64, logical, -1), rows: Rows::Wide(rows.to_vec()) }
}

/// Numbers of ten digits, two of them behind the point.
pub fn decimals(name: &str, rows: &[Option<i64>]) -> Column {
    let field = Type::primitive_type_builder(name, Physical::INT64)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(Some(LogicalType::decimal(2, 10)))
        .with_precision(10)
        .with_scale(2)
        .build()
        .expect("a type");
    Column { field, rows: Rows::Wide(rows.to_vec()) }
}

/// One number of thirty digits, two of them behind the point: its bytes, the highest first.
pub fn long_decimals(name: &str, number: &[u8]) -> Column {
    let field = Type::primitive_type_builder(name, Physical::BYTE_ARRAY)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(Some(LogicalType::decimal(2, 30)))
        .with_precision(30)
        .with_scale(2)
        .build()
        .expect("a type");
    Column { field, rows: Rows::Texts(vec![Some(ByteArray::from(number))]) }
}

/// Integers of which none is null.
pub fn integers(name: &str, rows: impl IntoIterator<Item = i64>) -> Column {
    let field = Type::primitive_type_builder(name, Physical::INT64).with_repetition(Repetition::REQUIRED);
    Column { field: field.build().expect("a type"), rows: Rows::Wide(rows.into_iter().map(Some).collect()) }
}

/// Nanoseconds of a Julian day.
pub fn instants(name: &str, rows: &[(u32, u64)]) -> Column {
    let instant = |(day, nanos): &(u32, u64)| {
        let mut instant = Int96::new();
        instant.set_data(*nanos as u32, (*nanos >> 32) as u32, *day);
        Some(instant)
    };
    let rows = rows.iter().map(instant).collect();
    Column { field: field(name, Physical::INT96, None, -1), rows: Rows::Instants(rows) }
}

pub fn single(name: &str, rows: &[Option<f32>]) -> Column {
    Column { field: field(name, Physical::FLOAT, None, -1), rows: Rows::Single(rows.to_vec()) }
}

pub fn doubles(name: &str, rows: &[Option<f64>]) -> Column {
    Column { field: field(name, Physical::DOUBLE, None, -1), rows: Rows::Doubles(rows.to_vec()) }
}

pub fn texts(name: &str, rows: &[Option<&str>]) -> Column {
    let bytes: Vec<Option<&[u8]>> = rows.iter().map(|row| row.map(str::as_bytes)).collect();
    bytes_as(name, Some(LogicalType::String), &bytes)
}

pub fn bytes_as(name: &str, logical: Option<LogicalType>, rows: &[Option<&[u8]>]) -> Column {
    let rows = rows.iter().map(|row| row.map(ByteArray::from)).collect();
    Column { field: field(name, Physical::BYTE_ARRAY, logical, -1), rows: Rows::Texts(rows) }
}

pub fn fixed(name: &str, logical: Option<LogicalType>, length: i32, rows: &[Option<&[u8]>]) -> Column {
    let rows = rows.iter().map(|row| row.map(|row| FixedLenByteArray::from(row.to_vec()))).collect();
    let field = field(name, Physical::FIXED_LEN_BYTE_ARRAY, logical, length);
    Column { field, rows: Rows::Fixed(rows) }
}

/// `optional group name (LIST) { repeated group list { optional int64 element } }`
pub fn lists(name: &str, rows: &[Option<Vec<Option<i64>>>]) -> Column {
    let element = field("element", Physical::INT64, None, -1);
    let list = Type::group_type_builder("list")
        .with_repetition(Repetition::REPEATED)
        .with_fields(vec![Arc::new(element)])
        .build()
        .expect("a type");
    let field = Type::group_type_builder(name)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(Some(LogicalType::List))
        .with_fields(vec![Arc::new(list)])
        .build()
        .expect("a type");
    Column { field, rows: Rows::Lists(rows.to_vec()) }
}

/// `optional group name { optional int64 inner }`, all null.
pub fn structs(name: &str, rows: usize) -> Column {
    let inner = field("inner", Physical::INT64, None, -1);
    let field = Type::group_type_builder(name)
        .with_repetition(Repetition::OPTIONAL)
        .with_fields(vec![Arc::new(inner)])
        .build()
        .expect("a type");
    Column { field, rows: Rows::Wide(vec![None; rows]) }
}

pub fn plain() -> WriterProperties {
    compressed(Compression::UNCOMPRESSED)
}

pub fn compressed(compression: Compression) -> WriterProperties {
    WriterProperties::builder().set_compression(compression).build()
}

/// Writes the rows in groups of at most `group`.
pub fn write(path: &Path, columns: &[Column], group: usize, properties: WriterProperties) {
    let fields = columns.iter().map(|column| Arc::new(column.field.clone())).collect();
    let schema = Type::group_type_builder("schema").with_fields(fields).build().expect("a schema");
    let file = File::create(path).expect("the folder is there");
    let mut writer =
        SerializedFileWriter::new(file, Arc::new(schema), Arc::new(properties)).expect("a writer");
    let rows = columns.first().map_or(0, Column::len);
    for begin in (0..rows).step_by(group) {
        let range = begin..rows.min(begin + group);
        let mut group = writer.next_row_group().expect("a group");
        for column in columns {
            let mut writer = group.next_column().expect("a column").expect("as many as in the schema");
            column.write(&mut writer, range.clone());
            writer.close().expect("the column is whole");
        }
        group.close().expect("the group is whole");
    }
    writer.close().expect("the file is whole");
}

impl Column {
    fn len(&self) -> usize {
        match &self.rows {
            Rows::Booleans(rows) => rows.len(),
            Rows::Narrow(rows) => rows.len(),
            Rows::Wide(rows) => rows.len(),
            Rows::Instants(rows) => rows.len(),
            Rows::Single(rows) => rows.len(),
            Rows::Doubles(rows) => rows.len(),
            Rows::Texts(rows) => rows.len(),
            Rows::Fixed(rows) => rows.len(),
            Rows::Lists(rows) => rows.len(),
        }
    }

    fn write(&self, writer: &mut SerializedColumnWriter<'_>, range: std::ops::Range<usize>) {
        match &self.rows {
            Rows::Booleans(rows) => write_flat::<BoolType>(writer, &rows[range]),
            Rows::Narrow(rows) => write_flat::<Int32Type>(writer, &rows[range]),
            Rows::Wide(rows) => write_flat::<Int64Type>(writer, &rows[range]),
            Rows::Instants(rows) => write_flat::<Int96Type>(writer, &rows[range]),
            Rows::Single(rows) => write_flat::<FloatType>(writer, &rows[range]),
            Rows::Doubles(rows) => write_flat::<DoubleType>(writer, &rows[range]),
            Rows::Texts(rows) => write_flat::<ByteArrayType>(writer, &rows[range]),
            Rows::Fixed(rows) => write_flat::<FixedLenByteArrayType>(writer, &rows[range]),
            Rows::Lists(rows) => write_lists(writer, &rows[range]),
        }
    }
}

fn write_flat<T: DataType>(writer: &mut SerializedColumnWriter<'_>, rows: &[Option<T::T>]) {
    let writer = writer.typed::<T>();
    let max_level = writer.get_descriptor().max_def_level();
    let levels: Vec<i16> = rows.iter().map(|row| if row.is_some() { max_level } else { 0 }).collect();
    let values: Vec<T::T> = rows.iter().flatten().cloned().collect();
    let levels = (max_level > 0).then_some(&*levels);
    writer.write_batch(&values, levels, None).expect("there is room");
}

fn write_lists(writer: &mut SerializedColumnWriter<'_>, rows: &[Option<Vec<Option<i64>>>]) {
    let (mut values, mut definitions, mut repetitions) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        match row.as_deref() {
            None | Some([]) => {
                definitions.push(i16::from(row.is_some()));
                repetitions.push(0);
            }
            Some(elements) => {
                for (at, element) in elements.iter().enumerate() {
                    definitions.push(if element.is_some() { 3 } else { 2 });
                    repetitions.push(i16::from(at > 0));
                    values.extend(*element);
                }
            }
        }
    }
    let writer = writer.typed::<Int64Type>();
    writer.write_batch(&values, Some(&definitions), Some(&repetitions)).expect("there is room");
}
