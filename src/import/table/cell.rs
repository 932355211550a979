//! Cells become values of their column's type.

use std::str::from_utf8;
use std::sync::Arc;

use super::point;
use super::report::Problem;
use crate::value::temporal::zone::Zone;
use crate::value::temporal::{Date, DateTime, Duration, LocalDateTime, LocalTime, Time};
use crate::value::{Crs, List, Value};

/// What separates the elements of a list.
pub const LIST_SEPARATOR: char = ';';

/// The type of a property's column.
#[derive(Clone, Debug)]
pub struct CellType {
    pub scalar: Scalar,
    pub list: bool,
}

/// The type of a value or of a list's elements.
#[derive(Clone, Debug)]
pub enum Scalar {
    Integer,
    Float,
    Boolean,
    String,
    /// One character of text.
    Char,
    Date,
    LocalTime,
    /// With the offset of times that have none.
    Time(Option<Zone>),
    LocalDateTime,
    /// With the zone of date-times that have none.
    DateTime(Option<Zone>),
    Duration,
    /// With the reference system of points that name none.
    Point(Option<Crs>),
}

impl CellType {
    /// What a property is where nothing says otherwise.
    pub const TEXT: CellType = CellType { scalar: Scalar::String, list: false };
}

impl Scalar {
    /// As a message says it.
    pub fn describe(&self) -> &'static str {
        match self {
            Scalar::Integer => "a 64-bit integer",
            Scalar::Float => "a number",
            Scalar::Boolean => "true or false",
            Scalar::String => "text",
            Scalar::Char => "one character",
            Scalar::Date => "a date such as 2015-07-21",
            Scalar::LocalTime => "a local time such as 21:40:32",
            Scalar::Time(_) => "a time such as 21:40:32+01:00",
            Scalar::LocalDateTime => "a local datetime such as 2015-07-21T21:40:32",
            Scalar::DateTime(_) => "a datetime such as 2015-07-21T21:40:32+02:00",
            Scalar::Duration => "a duration such as P1Y2M10DT2H30M",
            Scalar::Point(_) => "a point such as {latitude: 55.6, longitude: 12.5}",
        }
    }
}

/// An integer in decimal, with a sign or without, spaces around it left away.
#[inline]
pub fn integer(text: &[u8]) -> Option<i64> {
    let (digits, negative) = match text {
        [b'-', rest @ ..] => (rest, true),
        [b'+', rest @ ..] => (rest, false),
        [b' ', ..] | [.., b' '] => return integer(text.trim_ascii()),
        _ => (text, false),
    };
    // Eighteen digits cannot overflow.
    if digits.is_empty() || digits.len() > 18 {
        return from_utf8(text).ok()?.trim_ascii().parse().ok();
    }
    let mut number = 0i64;
    for byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return if text.trim_ascii().len() < text.len() { integer(text.trim_ascii()) } else { None };
        }
        number = number * 10 + i64::from(digit);
    }
    Some(if negative { -number } else { number })
}

/// An integer in its shortest form, the only one that is its text.
#[inline]
pub fn canonical_integer(text: &[u8]) -> Option<i64> {
    match text {
        [b'0'] => Some(0),
        [b'1'..=b'9', ..] | [b'-', b'1'..=b'9', ..] if text.last() != Some(&b' ') => integer(text),
        _ => None,
    }
}

/// A double as text; nothing if it is none or too far from one.
pub fn float(text: &[u8]) -> Option<f64> {
    from_utf8(text).ok()?.trim_ascii().parse().ok()
}

/// `true` or `false`, in any case.
pub fn boolean(text: &[u8]) -> Option<bool> {
    let text = text.trim_ascii();
    if text.eq_ignore_ascii_case(b"true") {
        Some(true)
    } else if text.eq_ignore_ascii_case(b"false") {
        Some(false)
    } else {
        None
    }
}

/// A value of a scalar type.
pub fn scalar(text: &[u8], wanted: &Scalar) -> Result<Value, Problem> {
    let string = from_utf8(text).map_err(|_| Problem::InvalidUtf8)?;
    let trimmed = string.trim_ascii();
    let value = match wanted {
        Scalar::Integer => integer(text).map(Value::Integer),
        Scalar::Float => float(text).map(Value::Float),
        Scalar::Boolean => boolean(text).map(Value::Boolean),
        Scalar::String => Some(Value::String(string.into())),
        Scalar::Char => (string.chars().count() == 1).then(|| Value::String(string.into())),
        Scalar::Date => Date::parse(trimmed).ok().map(Value::Date),
        Scalar::LocalTime => LocalTime::parse(trimmed).ok().map(Value::LocalTime),
        Scalar::Time(zone) => time(trimmed, zone.as_ref()).map(Value::Time),
        Scalar::LocalDateTime => LocalDateTime::parse(trimmed).ok().map(Value::LocalDateTime),
        Scalar::DateTime(zone) => date_time(trimmed, zone.as_ref()).map(|it| Value::DateTime(Arc::new(it))),
        Scalar::Duration => Duration::parse(trimmed).ok().map(|it| Value::Duration(Arc::new(it))),
        Scalar::Point(crs) => point::parse(trimmed, *crs).map(|point| Value::Point(Arc::new(point))),
    };
    value.ok_or_else(|| Problem::bad_value(text, wanted.describe()))
}

fn time(text: &str, zone: Option<&Zone>) -> Option<Time> {
    match (LocalTime::parse(text), zone) {
        (Ok(local), Some(Zone::Offset(offset))) => Some(Time { local, offset: *offset }),
        _ => Time::parse(text).ok(),
    }
}

fn date_time(text: &str, zone: Option<&Zone>) -> Option<DateTime> {
    match (LocalDateTime::parse(text), zone) {
        (Ok(local), Some(zone)) => zone.clone().at_local(local, None).ok(),
        _ => DateTime::parse(text).ok(),
    }
}

/// A list of values of a scalar type.
pub fn list(text: &[u8], wanted: &Scalar) -> Result<Value, Problem> {
    let elements = text.split(|byte| *byte == LIST_SEPARATOR as u8);
    Ok(Value::List(List::new(elements.map(|element| scalar(element, wanted)).collect::<Result<_, _>>()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_and_their_shortest_form() {
        let cases: [(&str, Option<i64>, bool); 16] = [
            ("0", Some(0), true),
            ("7", Some(7), true),
            ("-12", Some(-12), true),
            ("+3", Some(3), false),
            ("007", Some(7), false),
            ("-0", Some(0), false),
            (" 5 ", Some(5), false),
            ("5 ", Some(5), false),
            ("-5 ", Some(-5), false),
            ("9223372036854775807", Some(i64::MAX), true),
            ("-9223372036854775808", Some(i64::MIN), true),
            ("9223372036854775808", None, false),
            ("", None, false),
            ("-", None, false),
            ("1e3", None, false),
            ("--1", None, false),
        ];
        for (text, value, shortest) in cases {
            assert_eq!(integer(text.as_bytes()), value, "{text:?}");
            assert_eq!(canonical_integer(text.as_bytes()), value.filter(|_| shortest), "{text:?}");
        }
    }

    #[test]
    fn values_of_every_type() {
        let offset = Zone::parse("+02:00").ok();
        let cases = [
            (Scalar::Float, "-1.5e3", "-1500.0"),
            (Scalar::Boolean, "TRUE", "true"),
            (Scalar::Char, "é", "'é'"),
            (Scalar::Date, "2015-07-21", "date('2015-07-21')"),
            (Scalar::LocalTime, "21:40", "localtime('21:40')"),
            (Scalar::Time(None), "21:40", "time('21:40Z')"),
            (Scalar::Time(offset.clone()), "21:40", "time('21:40+02:00')"),
            (Scalar::LocalDateTime, "2015-07-21T21:40", "localdatetime('2015-07-21T21:40')"),
            (Scalar::DateTime(offset.clone()), "2015-07-21T21:40", "datetime('2015-07-21T21:40+02:00')"),
            (Scalar::DateTime(offset), "2015-07-21T21:40Z", "datetime('2015-07-21T21:40Z')"),
            (Scalar::Duration, "P1Y2M", "duration('P1Y2M')"),
            (Scalar::Point(None), "{x: 1, y: 2}", "point({x: 1.0, y: 2.0, crs: 'cartesian'})"),
        ];
        for (wanted, text, expected) in cases {
            let value = scalar(text.as_bytes(), &wanted).map(|value| value.to_string());
            assert_eq!(value.ok().as_deref(), Some(expected), "{text}");
        }
        for wanted in [Scalar::Float, Scalar::Boolean, Scalar::Char, Scalar::Date, Scalar::Duration] {
            assert!(matches!(scalar(b"what", &wanted), Err(Problem::BadValue { .. })));
        }
        assert!(matches!(scalar(b"\xff", &Scalar::String), Err(Problem::InvalidUtf8)));
        assert_eq!(
            list(b"1;-2; 3", &Scalar::Integer).map(|it| it.to_string()).ok().as_deref(),
            Some("[1, -2, 3]")
        );
    }
}
