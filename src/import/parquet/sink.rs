//! Values of a file become what their column is for: ids, nodes, labels, types or a property.

use std::borrow::Cow;
use std::sync::Arc;

use super::level::{Item, Raw};
use super::schema::Native;
use crate::graph::{NodeId, Values};
use crate::import::table::cell::{self, CellType, Scalar};
use crate::import::table::chunk::Chunk;
use crate::import::table::column::{CodeColumn, IdColumn};
use crate::import::table::header::IdKind;
use crate::import::table::ids::IdSpace;
use crate::import::table::report::{Problem, excerpt};
use crate::import::table::{Action, FilePlan};
use crate::value::temporal::zone::Zone;
use crate::value::temporal::{Date, LocalDateTime, LocalTime, Time};
use crate::value::{List, Value};

const NANOS_PER_SECOND: i64 = 1_000_000_000;

/// A column under way.
#[derive(Debug)]
pub(super) struct Sink<'a> {
    native: Native,
    content: Content<'a>,
}

#[derive(Debug)]
enum Content<'a> {
    /// With whether only integers will do.
    Ids(IdColumn, bool),
    Starts(&'a IdSpace, Vec<NodeId>),
    Ends(&'a IdSpace, Vec<NodeId>),
    Labels(CodeColumn),
    /// With the type of rows that have none.
    Types(CodeColumn, Option<&'a str>),
    /// With the place among the file's properties.
    Property(usize, &'a CellType, Values),
    Nothing,
}

impl<'a> Sink<'a> {
    pub fn new(native: Native, file: &'a FilePlan, column: usize, spaces: &'a [IdSpace]) -> Sink<'a> {
        let content = match file.columns[column].action {
            Action::Ignore => Content::Nothing,
            Action::Id => match file.id.as_ref().map(|id| id.kind) {
                Some(IdKind::Text) if native.is_text() => {
                    Content::Ids(IdColumn::Texts(Default::default()), false)
                }
                kind => Content::Ids(IdColumn::default(), kind == Some(IdKind::Integer)),
            },
            // Every group of the plan has its space.
            Action::Start(space) => Content::Starts(&spaces[space], Vec::new()),
            Action::End(space) => Content::Ends(&spaces[space], Vec::new()),
            Action::Labels => Content::Labels(CodeColumn::default()),
            Action::Type => Content::Types(CodeColumn::default(), file.rel_type.as_deref()),
            Action::Property(at) => {
                let cell_type = &file.properties[at].1;
                Content::Property(at, cell_type, cell_type.column())
            }
        };
        Sink { native, content }
    }

    /// Adds a row; on a problem it is there without meaning.
    #[inline]
    pub fn push(&mut self, item: Item<'_>) -> Result<(), Problem> {
        let native = self.native;
        match &mut self.content {
            Content::Ids(ids, only_integers) => {
                let result = push_id(ids, native, *only_integers, item);
                if result.is_err() {
                    match ids {
                        IdColumn::Integers(ids) => ids.push(0),
                        IdColumn::Texts(ids) => ids.push(None),
                    }
                }
                result
            }
            Content::Starts(space, nodes) | Content::Ends(space, nodes) => {
                let found = node(space, native, item);
                nodes.push(found.as_ref().map_or(NodeId(0), |node| *node));
                found.map(drop)
            }
            Content::Labels(labels) => {
                let result = labels.push(&text(native, item).unwrap_or_default());
                if result.is_err() {
                    labels.codes.push(0);
                }
                result
            }
            Content::Types(types, default) => {
                let given = text(native, item).filter(|text| !text.is_empty());
                let result = match given.as_deref().or(default.map(str::as_bytes)) {
                    Some(name) => types.push(name),
                    None => Err(Problem::MissingType),
                };
                if result.is_err() {
                    types.codes.push(0);
                }
                result
            }
            Content::Property(_, cell_type, values) => {
                let result = push_property(values, native, cell_type, item);
                if result.is_err() {
                    values.push_gap();
                }
                result
            }
            Content::Nothing => Ok(()),
        }
    }

    /// Puts the column in its place.
    pub fn finish(self, chunk: &mut Chunk) {
        match self.content {
            Content::Ids(ids, _) => chunk.ids = ids,
            Content::Starts(_, nodes) => chunk.starts = nodes,
            Content::Ends(_, nodes) => chunk.ends = nodes,
            Content::Labels(labels) => chunk.labels = labels,
            Content::Types(types, _) => chunk.types = types,
            Content::Property(at, _, values) => chunk.properties[at] = values,
            Content::Nothing => {}
        }
    }
}

fn push_id(ids: &mut IdColumn, native: Native, only_integers: bool, item: Item<'_>) -> Result<(), Problem> {
    if let Item::Value(raw @ (Raw::Narrow(_) | Raw::Integer(_))) = item {
        let id = integer(native, raw)?;
        match ids {
            IdColumn::Integers(ids) => ids.push(id),
            IdColumn::Texts(ids) => ids.push(Some(&id.to_string())),
        }
        return Ok(());
    }
    let id = text(native, item).filter(|id| !id.is_empty()).ok_or(Problem::MissingId)?;
    if only_integers && cell::canonical_integer(&id).is_none() {
        return Err(Problem::bad_value(&id, "a 64-bit integer in its shortest form"));
    }
    ids.push(&id)
}

fn node(space: &IdSpace, native: Native, item: Item<'_>) -> Result<NodeId, Problem> {
    let unknown = |id: String| Problem::UnknownId { id, group: space.group.clone() };
    if let Item::Value(raw @ (Raw::Narrow(_) | Raw::Integer(_))) = item {
        let id = integer(native, raw)?;
        return space.get_integer(id).ok_or_else(|| unknown(id.to_string()));
    }
    let id = text(native, item).filter(|id| !id.is_empty()).ok_or(Problem::MissingId)?;
    space.get(&id).ok_or_else(|| unknown(excerpt(&id)))
}

/// The text of a row; nothing if it has none.
fn text(native: Native, item: Item<'_>) -> Option<Cow<'_, [u8]>> {
    match item {
        Item::Value(raw) => as_text(native, raw),
        Item::Absent | Item::List(_) => None,
    }
}

/// A value that is text, or is converted from its text: UUIDs in their usual form, decimals with all digits.
fn as_text(native: Native, raw: Raw<'_>) -> Option<Cow<'_, [u8]>> {
    match (native, raw) {
        (Native::Decimal { scale }, _) => Some(Cow::Owned(decimal(raw, scale).into_bytes())),
        (Native::Uuid, Raw::Bytes(bytes)) => Some(Cow::Owned(uuid(bytes).into_bytes())),
        (_, Raw::Bytes(bytes)) => Some(Cow::Borrowed(bytes)),
        _ => None,
    }
}

fn uuid(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(36);
    for (at, byte) in bytes.iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        text.push_str(&format!("{byte:02x}"));
    }
    text
}

/// A decimal's digits: those of an integer, or of the last 128 bits of one with the highest byte first. A column has at most 38
/// digits, so what stands before these bits only repeats the sign.
fn decimal(raw: Raw<'_>, scale: usize) -> String {
    let number = match raw {
        Raw::Narrow(number) => i128::from(number),
        Raw::Integer(number) => i128::from(number),
        Raw::Bytes(bytes) => {
            let sign = if bytes.first().is_some_and(|byte| byte >> 7 == 1) { -1 } else { 0 };
            bytes.iter().fold(sign, |number: i128, byte| number << 8 | i128::from(*byte))
        }
        Raw::Float(_) | Raw::Boolean(_) | Raw::Instant(..) => 0,
    };
    let sign = if number < 0 { "-" } else { "" };
    let mut digits = format!("{:0width$}", number.unsigned_abs(), width = scale + 1);
    if scale > 0 {
        digits.insert(digits.len() - scale, '.');
    }
    format!("{sign}{digits}")
}

#[inline]
fn push_property(
    values: &mut Values,
    native: Native,
    cell_type: &CellType,
    item: Item<'_>,
) -> Result<(), Problem> {
    let raw = match item {
        Item::Absent => {
            values.push_gap();
            return Ok(());
        }
        Item::Value(raw) => match as_text(native, raw) {
            Some(text) => return cell_type.push(values, &text),
            None => raw,
        },
        Item::List(elements) => {
            let list = list(native, &cell_type.scalar, elements)?;
            if let Values::Other(values) = values {
                values.push(Some(list));
            }
            return Ok(());
        }
    };
    match (values, raw) {
        (Values::Integers(series), _) => series.push(Some(integer(native, raw)?)),
        (Values::Floats(series), Raw::Float(float)) => series.push(Some(float)),
        (Values::Floats(series), _) => series.push(Some(integer(native, raw)? as f64)),
        (Values::Booleans(series), Raw::Boolean(boolean)) => series.push(Some(boolean)),
        (Values::Dates(series), _) => series.push(Some(date(native, raw)?.days)),
        (Values::Other(values), _) => values.push(Some(value(native, &cell_type.scalar, raw)?)),
        // Headings that would lead here are refused.
        (Values::Booleans(_) | Values::Strings(_), _) => return Err(wrong(raw, &cell_type.scalar)),
    }
    Ok(())
}

fn list(native: Native, scalar: &Scalar, elements: &[Option<Raw<'_>>]) -> Result<Value, Problem> {
    let element = |element: &Option<Raw<'_>>| match element {
        Some(raw) => value(native, scalar, *raw),
        None => Err(Problem::bad_value(b"null", "what a list in a property can hold")),
    };
    Ok(Value::List(List::new(elements.iter().map(element).collect::<Result<_, _>>()?)))
}

/// An integer; one without sign may be too large.
#[inline]
fn integer(native: Native, raw: Raw<'_>) -> Result<i64, Problem> {
    let signed = native != Native::Integer { signed: false };
    match raw {
        Raw::Narrow(number) if signed => Ok(i64::from(number)),
        Raw::Narrow(number) => Ok(i64::from(number as u32)),
        Raw::Integer(number) if signed || number >= 0 => Ok(number),
        Raw::Integer(number) => {
            let text = (number as u64).to_string();
            Err(Problem::bad_value(text.as_bytes(), Scalar::Integer.describe()))
        }
        _ => Err(wrong(raw, &Scalar::Integer)),
    }
}

fn date(native: Native, raw: Raw<'_>) -> Result<Date, Problem> {
    Date::from_days(integer(native, raw)?).ok_or_else(|| wrong(raw, &Scalar::Date))
}

/// A value of a scalar type; the pairs that can be are those of `Field::check`.
fn value(native: Native, scalar: &Scalar, raw: Raw<'_>) -> Result<Value, Problem> {
    if let Some(text) = as_text(native, raw) {
        return cell::scalar(&text, scalar);
    }
    let value = match (native, raw) {
        (_, Raw::Boolean(boolean)) => Some(Value::Boolean(boolean)),
        (_, Raw::Float(float)) => Some(Value::Float(float)),
        (_, Raw::Instant(seconds, nanos)) => moment(seconds, nanos, false, scalar),
        // All bytes are text.
        (_, Raw::Bytes(_)) => None,
        (Native::Date, _) => Some(Value::Date(date(native, raw)?)),
        (Native::Time { nanos, utc }, _) => {
            let nanos = integer(native, raw)?.checked_mul(nanos);
            let local = nanos.and_then(LocalTime::from_nanos);
            local.map(|local| match utc {
                true => Value::Time(Time { local, offset: 0 }),
                false => Value::LocalTime(local),
            })
        }
        (Native::Timestamp { nanos, utc }, _) => {
            let number = integer(native, raw)?;
            let per_second = NANOS_PER_SECOND / nanos;
            // Below a second, so it fits.
            let rest = (number.rem_euclid(per_second) * nanos) as u32;
            moment(number.div_euclid(per_second), rest, utc, scalar)
        }
        (_, Raw::Narrow(_) | Raw::Integer(_)) => {
            let number = integer(native, raw)?;
            Some(if matches!(scalar, Scalar::Float) {
                Value::Float(number as f64)
            } else {
                Value::Integer(number)
            })
        }
    };
    value.ok_or_else(|| wrong(raw, scalar))
}

/// So long after 1970-01-01T00:00, at UTC or on a clock somewhere.
fn moment(seconds: i64, nanos: u32, utc: bool, scalar: &Scalar) -> Option<Value> {
    let local = LocalDateTime::from_seconds(seconds, nanos)?;
    match scalar {
        Scalar::DateTime(zone) => {
            let zone = zone.as_ref().unwrap_or(&Zone::UTC);
            let moment = if utc { zone.at_instant(seconds, nanos) } else { zone.at_local(local, None) };
            moment.ok().map(|moment| Value::DateTime(Arc::new(moment)))
        }
        _ => Some(Value::LocalDateTime(local)),
    }
}

fn wrong(raw: Raw<'_>, scalar: &Scalar) -> Problem {
    let text = match raw {
        Raw::Narrow(number) => number.to_string(),
        Raw::Integer(number) => number.to_string(),
        Raw::Float(number) => number.to_string(),
        Raw::Boolean(boolean) => boolean.to_string(),
        Raw::Bytes(bytes) => excerpt(bytes),
        Raw::Instant(seconds, _) => seconds.to_string(),
    };
    Problem::bad_value(text.as_bytes(), scalar.describe())
}
