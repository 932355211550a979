//! Reading dates, times and date-times from ISO 8601 text.
//!
//! Calendar, week, quarter and ordinal dates are read, each in the extended form (`2015-07-21`) and
//! the basic one (`20150721`), cut off after any part but the year; times down to nanoseconds, and
//! offsets down to seconds. Years beyond four digits carry a sign.

use super::cursor::Cursor;
use super::zone::{MAX_OFFSET, Zone};
use super::{Date, DateTime, LocalDateTime, LocalTime, Time, invalid};
use crate::error::{Error, Result};

impl Date {
    /// Reads a date such as `2015-07-21`, `2015-W30-2`, `2015-Q2-60`, `2015-202` or `2015`.
    pub fn parse(text: &str) -> Result<Date> {
        let mut cursor = Cursor::new(text);
        let date = date(&mut cursor).filter(|_| cursor.at_end());
        date.ok_or_else(|| unreadable("a date", text, "2015-07-21, 2015-W30-2, 2015-Q2-60 or 2015-202"))
    }
}

impl LocalTime {
    /// Reads a time such as `21:40:32.142` or `2140`.
    pub fn parse(text: &str) -> Result<LocalTime> {
        let mut cursor = Cursor::new(text);
        let time = time(&mut cursor).filter(|_| cursor.at_end());
        time.ok_or_else(|| unreadable("a local time", text, "21:40:32.142, without an offset"))
    }
}

impl Time {
    /// Reads a time such as `21:40:32.142+01:00`; without an offset it is in UTC.
    pub fn parse(text: &str) -> Result<Time> {
        let mut cursor = Cursor::new(text);
        let time = time(&mut cursor).and_then(|local| {
            let offset = if cursor.at_end() { 0 } else { offset(&mut cursor)? };
            cursor.at_end().then_some(Time { local, offset })
        });
        time.ok_or_else(|| unreadable("a time", text, "21:40:32.142+01:00; a named zone needs a date"))
    }
}

impl LocalDateTime {
    /// Reads a date and time such as `2015-07-21T21:40:32.142`.
    pub fn parse(text: &str) -> Result<LocalDateTime> {
        let mut cursor = Cursor::new(text);
        let value = local_date_time(&mut cursor).filter(|_| cursor.at_end());
        value
            .ok_or_else(|| unreadable("a local datetime", text, "2015-07-21T21:40:32.142, without an offset"))
    }
}

impl DateTime {
    /// Reads a date and time such as `2015-07-21T21:40:32.142+02:00[Europe/Stockholm]`, where
    /// the offset or the zone or both may be absent; without either it is in UTC.
    pub fn parse(text: &str) -> Result<DateTime> {
        let unreadable = || unreadable("a datetime", text, "2015-07-21T21:40:32.142+02:00[Europe/Stockholm]");
        let mut cursor = Cursor::new(text);
        let local = local_date_time(&mut cursor).ok_or_else(unreadable)?;
        let offset = match cursor.peek() {
            None | Some(b'[') => None,
            Some(_) => Some(offset(&mut cursor).ok_or_else(unreadable)?),
        };
        if cursor.at_end() {
            return Zone::Offset(offset.unwrap_or(0)).at_local(local, None);
        }
        let name = cursor.rest().strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let value = Zone::named(name.ok_or_else(unreadable)?)?.at_local(local, offset)?;
        match offset {
            Some(offset) if offset != value.offset => {
                Err(invalid(format!("the offset in `{}` does not hold there at that time", excerpt(text)))
                    .hint(format!("leave the offset away, or write {value}")))
            }
            _ => Ok(value),
        }
    }
}

impl Zone {
    /// Reads an offset such as `+01:00` or `Z`, or the name of a zone.
    pub fn parse(text: &str) -> Result<Zone> {
        let mut cursor = Cursor::new(text);
        match offset(&mut cursor) {
            Some(offset) if cursor.at_end() => Ok(Zone::Offset(offset)),
            _ => Zone::named(text),
        }
    }
}

fn date(cursor: &mut Cursor<'_>) -> Option<Date> {
    if let Some(sign) = cursor.sign() {
        let width = cursor.run();
        let year = if (1..=9).contains(&width) { cursor.exactly(width)? * sign } else { return None };
        return match cursor.peek() {
            None | Some(b'-' | b'T') => rest_of_date(cursor, year),
            Some(_) => None,
        };
    }
    let width = cursor.run();
    let year = cursor.exactly(4)?;
    match width {
        4 => rest_of_date(cursor, year),
        6 => Date::from_ymd(year, cursor.exactly(2)?, 1),
        7 => Date::from_ordinal(year, cursor.exactly(3)?),
        8 => Date::from_ymd(year, cursor.exactly(2)?, cursor.exactly(2)?),
        _ => None,
    }
}

/// What follows a year that stands apart from the next digits.
fn rest_of_date(cursor: &mut Cursor<'_>, year: i64) -> Option<Date> {
    let extended = cursor.eat('-');
    if cursor.eat('W') {
        let week = cursor.exactly(2)?;
        let day = if cursor.eat('-') || cursor.run() == 1 { cursor.exactly(1)? } else { 1 };
        Date::from_week(year, week, day)
    } else if cursor.eat('Q') {
        let quarter = cursor.exactly(1)?;
        let day = if cursor.eat('-') || cursor.run() > 0 { cursor.one_or_two()? } else { 1 };
        Date::from_quarter(year, quarter, day)
    } else if !extended {
        Date::from_ymd(year, 1, 1)
    } else if cursor.run() == 3 {
        Date::from_ordinal(year, cursor.exactly(3)?)
    } else {
        let month = cursor.one_or_two()?;
        let day = if cursor.eat('-') { cursor.one_or_two()? } else { 1 };
        Date::from_ymd(year, month, day)
    }
}

fn time(cursor: &mut Cursor<'_>) -> Option<LocalTime> {
    match cursor.run() {
        1..=2 => {
            let hour = cursor.one_or_two()?;
            let minute = if cursor.eat(':') { cursor.one_or_two()? } else { 0 };
            let (second, nanos) =
                if cursor.eat(':') { (cursor.one_or_two()?, cursor.nanos()?) } else { (0, 0) };
            LocalTime::from_hms(hour, minute, second, nanos)
        }
        4 => LocalTime::from_hms(cursor.exactly(2)?, cursor.exactly(2)?, 0, 0),
        6 => LocalTime::from_hms(cursor.exactly(2)?, cursor.exactly(2)?, cursor.exactly(2)?, cursor.nanos()?),
        _ => None,
    }
}

fn local_date_time(cursor: &mut Cursor<'_>) -> Option<LocalDateTime> {
    let date = date(cursor)?;
    let time = if cursor.eat('T') { time(cursor)? } else { LocalTime::MIDNIGHT };
    Some(LocalDateTime::new(date, time))
}

fn offset(cursor: &mut Cursor<'_>) -> Option<i32> {
    if cursor.eat('Z') || cursor.eat('z') {
        return Some(0);
    }
    let sign = cursor.sign()?;
    let (hours, minutes, seconds) = match cursor.run() {
        2 => {
            let hours = cursor.exactly(2)?;
            let minutes = if cursor.eat(':') { cursor.exactly(2)? } else { 0 };
            (hours, minutes, if cursor.eat(':') { cursor.exactly(2)? } else { 0 })
        }
        4 => (cursor.exactly(2)?, cursor.exactly(2)?, 0),
        6 => (cursor.exactly(2)?, cursor.exactly(2)?, cursor.exactly(2)?),
        _ => return None,
    };
    // Three numbers of two digits: far below the range of the types.
    let total = ((hours * 60 + minutes) * 60 + seconds) as i32;
    (minutes < 60 && seconds < 60 && total <= MAX_OFFSET).then_some(total * sign as i32)
}

/// The error for text that is no value of the kind; `examples` completes the hint.
pub(super) fn unreadable(kind: &str, text: &str, examples: &str) -> Error {
    invalid(format!("`{}` is not {kind}", excerpt(text))).hint(format!("write it like {examples}"))
}

/// The beginning of a text that may be long.
fn excerpt(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}
