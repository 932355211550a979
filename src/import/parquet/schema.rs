//! What the columns of a file hold, and whether that suits their headings.

use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type as Physical};
use parquet::schema::types::{ColumnDescriptor, SchemaDescriptor, Type};

use crate::import::table::cell::{CellType, Scalar};
use crate::import::table::header::{IdKind, Refusal, Role};

/// A column of the file at its top level.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    /// Where its values are among the columns of a row group.
    pub leaf: usize,
    pub native: Native,
    /// The definition level of a value that is there.
    pub max_level: i16,
    /// For lists: the definition level from which on there is an element.
    pub list_level: Option<i16>,
}

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Native {
    Integer {
        signed: bool,
    },
    Float,
    Boolean,
    Text,
    Uuid,
    /// Numbers with so many digits behind the point.
    Decimal {
        scale: usize,
    },
    /// Bytes of which the file does not say what they are.
    Bytes,
    /// Days since 1970-01-01.
    Date,
    /// Since midnight, in units of so many nanoseconds.
    Time {
        nanos: i64,
        utc: bool,
    },
    /// Since 1970-01-01T00:00, in units of so many nanoseconds.
    Timestamp {
        nanos: i64,
        utc: bool,
    },
}

/// All columns at the top level; for those that cannot be imported, why.
pub(super) fn fields(schema: &SchemaDescriptor) -> Vec<Result<Field, Refusal>> {
    let roots = schema.root_schema().get_fields();
    let leaves =
        |root: usize| (0..schema.num_columns()).filter(move |leaf| schema.get_column_root_idx(*leaf) == root);
    roots
        .iter()
        .enumerate()
        .map(|(at, root)| match leaves(at).collect::<Vec<usize>>()[..] {
            [leaf] => field(root, leaf, &schema.column(leaf)),
            _ => Err(unsupported(&group_name(root))),
        })
        .collect()
}

fn field(root: &Type, leaf: usize, column: &ColumnDescriptor) -> Result<Field, Refusal> {
    let is_list = root.get_basic_info().logical_type_ref() == Some(&LogicalType::List)
        || root.get_basic_info().converted_type() == ConvertedType::LIST;
    // A list has its elements one or two levels below: `tags.list.element`, `tags.array`.
    let depth = column.path().parts().len();
    let list_level = match (column.max_rep_level(), depth) {
        (0, 1) => None,
        (1, 1) => Some(column.max_def_level()),
        (1, 2 | 3) if is_list => Some(column.repeated_ancestor_def_level()),
        _ => return Err(unsupported(&group_name(root))),
    };
    let native = native(column).map_err(|name| match list_level {
        Some(_) => unsupported(&format!("LIST of {name}")),
        None => unsupported(&name),
    })?;
    Ok(Field { leaf, native, max_level: column.max_def_level(), list_level })
}

fn unsupported(name: &str) -> Refusal {
    let message = format!(
        "the type {name} cannot be imported; cast it when the file is written, or end the column's name with `:IGNORE`"
    );
    ("UnsupportedColumnType", message)
}

fn group_name(root: &Type) -> String {
    let info = root.get_basic_info();
    match (info.logical_type_ref(), info.converted_type()) {
        (Some(LogicalType::List), _) | (_, ConvertedType::LIST) => "LIST of groups or lists".to_owned(),
        (Some(LogicalType::Map), _) | (_, ConvertedType::MAP | ConvertedType::MAP_KEY_VALUE) => {
            "MAP".to_owned()
        }
        _ => "STRUCT".to_owned(),
    }
}

/// What the values are; the name of the type if it is not supported.
fn native(column: &ColumnDescriptor) -> Result<Native, String> {
    let native = match column.logical_type_ref() {
        Some(LogicalType::String | LogicalType::Enum | LogicalType::Json) => Native::Text,
        Some(LogicalType::Integer(integer)) => Native::Integer { signed: integer.is_signed },
        Some(LogicalType::Date) => Native::Date,
        Some(LogicalType::Time(time)) => {
            Native::Time { nanos: nanos(&time.unit), utc: time.is_adjusted_to_u_t_c }
        }
        Some(LogicalType::Timestamp(stamp)) => {
            Native::Timestamp { nanos: nanos(&stamp.unit), utc: stamp.is_adjusted_to_u_t_c }
        }
        Some(LogicalType::Uuid) => Native::Uuid,
        Some(LogicalType::Unknown) => physical(column.physical_type()),
        Some(LogicalType::Decimal(_)) => decimal(column)?,
        Some(LogicalType::Float16) => return Err("FLOAT16".to_owned()),
        Some(LogicalType::Bson) => return Err("BSON".to_owned()),
        Some(other) => return Err(format!("{other:?}").to_uppercase()),
        None => converted(column)?,
    };
    Ok(native)
}

/// The same for files of before there were logical types; times were adjusted to UTC then.
fn converted(column: &ColumnDescriptor) -> Result<Native, String> {
    let (millis, micros) = (nanos(&TimeUnit::MILLIS), nanos(&TimeUnit::MICROS));
    Ok(match column.converted_type() {
        ConvertedType::NONE => physical(column.physical_type()),
        ConvertedType::UTF8 | ConvertedType::ENUM | ConvertedType::JSON => Native::Text,
        ConvertedType::INT_8 | ConvertedType::INT_16 | ConvertedType::INT_32 | ConvertedType::INT_64 => {
            Native::Integer { signed: true }
        }
        ConvertedType::UINT_8 | ConvertedType::UINT_16 | ConvertedType::UINT_32 | ConvertedType::UINT_64 => {
            Native::Integer { signed: false }
        }
        ConvertedType::DATE => Native::Date,
        ConvertedType::TIME_MILLIS => Native::Time { nanos: millis, utc: true },
        ConvertedType::TIME_MICROS => Native::Time { nanos: micros, utc: true },
        ConvertedType::TIMESTAMP_MILLIS => Native::Timestamp { nanos: millis, utc: true },
        ConvertedType::TIMESTAMP_MICROS => Native::Timestamp { nanos: micros, utc: true },
        ConvertedType::DECIMAL => decimal(column)?,
        other => return Err(other.to_string()),
    })
}

fn physical(physical: Physical) -> Native {
    match physical {
        Physical::BOOLEAN => Native::Boolean,
        Physical::INT32 | Physical::INT64 => Native::Integer { signed: true },
        // The format of old writers, which say nothing about zones.
        Physical::INT96 => Native::Timestamp { nanos: 1, utc: false },
        Physical::FLOAT | Physical::DOUBLE => Native::Float,
        Physical::BYTE_ARRAY | Physical::FIXED_LEN_BYTE_ARRAY => Native::Bytes,
    }
}

/// A decimal of at most 38 digits, which 128 bits hold.
fn decimal(column: &ColumnDescriptor) -> Result<Native, String> {
    let (precision, scale) = (column.type_precision(), column.type_scale());
    match usize::try_from(scale) {
        Ok(scale) if precision <= 38 && scale <= 38 => Ok(Native::Decimal { scale }),
        _ => Err(format!("DECIMAL({precision}, {scale})")),
    }
}

fn nanos(unit: &TimeUnit) -> i64 {
    match unit {
        TimeUnit::MILLIS => 1_000_000,
        TimeUnit::MICROS => 1_000,
        TimeUnit::NANOS => 1,
    }
}

impl Field {
    /// A role whose types are decided.
    pub fn settle(&self, role: Role) -> Result<Role, Refusal> {
        let text = self.native.is_text() && self.list_level.is_none();
        let id = text || (matches!(self.native, Native::Integer { .. }) && self.list_level.is_none());
        match role {
            Role::Id { property, group, kind: IdKind::Inferred } if id => {
                let kind = if text { IdKind::Text } else { IdKind::Integer };
                Ok(Role::Id { property, group, kind })
            }
            Role::Id { .. } | Role::End { .. } if !id => Err(self.unsuitable("integers or text")),
            Role::Label | Role::Type if !text => Err(self.unsuitable("text")),
            Role::Property { name, cell_type: None } => {
                let cell_type = CellType { scalar: self.scalar()?, list: self.list_level.is_some() };
                Ok(Role::Property { name, cell_type: Some(cell_type) })
            }
            Role::Property { name, cell_type: Some(cell_type) } => {
                self.check(&cell_type)?;
                Ok(Role::Property { name, cell_type: Some(cell_type) })
            }
            role => Ok(role),
        }
    }

    /// What the values become if the heading says nothing.
    fn scalar(&self) -> Result<Scalar, Refusal> {
        Ok(match self.native {
            Native::Integer { .. } => Scalar::Integer,
            Native::Float => Scalar::Float,
            Native::Boolean => Scalar::Boolean,
            Native::Text | Native::Uuid => Scalar::String,
            Native::Date => Scalar::Date,
            Native::Time { utc: true, .. } => Scalar::Time(None),
            Native::Time { utc: false, .. } => Scalar::LocalTime,
            Native::Timestamp { utc: true, .. } => Scalar::DateTime(None),
            Native::Timestamp { utc: false, .. } => Scalar::LocalDateTime,
            Native::Decimal { .. } => {
                let message = "decimals cannot be imported as they are; end the column's name with `:float`, or with \
                               `:string` to keep every digit";
                return Err(("UnsupportedColumnType", message.to_owned()));
            }
            Native::Bytes => {
                let message =
                    "bytes cannot be imported; end the column's name with `:string` if they are UTF-8";
                return Err(("UnsupportedColumnType", message.to_owned()));
            }
        })
    }

    /// Whether the values can become what the heading says.
    fn check(&self, wanted: &CellType) -> Result<(), Refusal> {
        let scalar = match (&self.native, &wanted.scalar) {
            (native, _) if native.is_text() => true,
            (Native::Integer { .. }, Scalar::Integer | Scalar::Float) => true,
            (Native::Decimal { .. }, Scalar::Integer | Scalar::Float | Scalar::String) => true,
            (Native::Float, Scalar::Float) | (Native::Boolean, Scalar::Boolean) => true,
            (Native::Date, Scalar::Date) => true,
            (Native::Time { utc, .. }, Scalar::Time(None)) => *utc,
            (Native::Time { utc, .. }, Scalar::LocalTime) => !utc,
            (Native::Timestamp { utc, .. }, Scalar::DateTime(zone)) => *utc || zone.is_some(),
            (Native::Timestamp { utc, .. }, Scalar::LocalDateTime) => !utc,
            _ => false,
        };
        // Text can also hold a list, its elements separated as in a CSV file.
        let list = match self.list_level {
            Some(_) => wanted.list,
            None => !wanted.list || self.native.is_text(),
        };
        match (scalar, list) {
            (true, true) => Ok(()),
            (_, false) if wanted.list => Err(self.unsuitable("a list")),
            _ => Err(self.unsuitable(wanted.scalar.describe())),
        }
    }

    fn unsuitable(&self, wanted: &str) -> Refusal {
        let list = if self.list_level.is_some() { "lists of " } else { "" };
        let message =
            format!("the column holds {list}{}; the heading wants {wanted}", self.native.describe());
        ("UnsuitableColumnType", message)
    }
}

impl Native {
    pub fn is_text(self) -> bool {
        matches!(self, Native::Text | Native::Uuid | Native::Bytes)
    }

    fn describe(self) -> &'static str {
        match self {
            Native::Integer { .. } => "integers",
            Native::Float => "floats",
            Native::Boolean => "booleans",
            Native::Text => "text",
            Native::Uuid => "UUIDs",
            Native::Decimal { .. } => "decimals",
            Native::Bytes => "bytes",
            Native::Date => "dates",
            Native::Time { utc: true, .. } => "times at UTC",
            Native::Time { utc: false, .. } => "local times",
            Native::Timestamp { utc: true, .. } => "datetimes at UTC",
            Native::Timestamp { utc: false, .. } => "local datetimes",
        }
    }
}
