//! Making temporal values from text, component maps and other temporal values.
//!
//! `of` takes any of these; it yields `None` where a component of a map is null.

use super::amounts::{Amounts, Decimal, Unit};
use super::calendar::{NANOS_PER_DAY, NANOS_PER_SECOND};
use super::fields::{DATE_FIELDS, DateFields, TIME_FIELDS, TimeFields, check_keys, integer, zone};
use super::zone::Zone;
use super::{Date, DateTime, Duration, LocalDateTime, LocalTime, Time, invalid};
use crate::error::{Error, Result};
use crate::value::{Map, Value};

impl Date {
    /// The date that a string, a map or another temporal value says.
    pub fn of(value: &Value) -> Result<Option<Date>> {
        match value {
            Value::String(text) => Date::parse(text).map(Some),
            Value::Map(map) => {
                if check_keys(map, &[DATE_FIELDS, &["date"]], "date")? {
                    return Ok(None);
                }
                DateFields::read(map)?.over(base(map, "date", date_part)?).map(Some)
            }
            _ => date_part(value).map(Some).ok_or_else(|| no_source("date", value)),
        }
    }
}

impl LocalTime {
    /// The local time that a string, a map or another temporal value says.
    pub fn of(value: &Value) -> Result<Option<LocalTime>> {
        match value {
            Value::String(text) => LocalTime::parse(text).map(Some),
            Value::Map(map) => {
                if check_keys(map, &[TIME_FIELDS, &["time"]], "local time")? {
                    return Ok(None);
                }
                time_of_map(map, base(map, "time", time_part)?).map(Some)
            }
            _ => time_part(value).map(Some).ok_or_else(|| no_source("local time", value)),
        }
    }
}

impl Time {
    /// The time that a string, a map or another temporal value says.
    pub fn of(value: &Value) -> Result<Option<Time>> {
        match value {
            Value::String(text) => Time::parse(text).map(Some),
            Value::Map(map) => {
                if check_keys(map, &[TIME_FIELDS, &["time", "timezone"]], "time")? {
                    return Ok(None);
                }
                Time::of_map(map).map(Some)
            }
            _ => {
                let local = time_part(value).ok_or_else(|| no_source("time", value))?;
                Ok(Some(Time { local, offset: offset_part(value).unwrap_or(0) }))
            }
        }
    }

    fn of_map(map: &Map) -> Result<Time> {
        let local = time_of_map(map, base(map, "time", time_part)?)?;
        let based_on = map.get("time").and_then(offset_part);
        let time = Time { local, offset: based_on.unwrap_or(0) };
        match fixed_offset(map)? {
            Some(offset) if based_on.is_some() => Ok(time.at_offset(offset)),
            Some(offset) => Ok(Time { local, offset }),
            None => Ok(time),
        }
    }

    /// The same instant of the day at another offset.
    pub fn at_offset(self, offset: i32) -> Time {
        let shift = (i64::from(offset) - i64::from(self.offset)) * NANOS_PER_SECOND;
        let nanos = (self.local.nanos_of_day() + shift).rem_euclid(NANOS_PER_DAY);
        Time { local: LocalTime { nanos: nanos as u64 }, offset }
    }
}

impl LocalDateTime {
    /// The local date-time that a string, a map or another temporal value says.
    pub fn of(value: &Value) -> Result<Option<LocalDateTime>> {
        match value {
            Value::String(text) => LocalDateTime::parse(text).map(Some),
            Value::Map(map) => {
                let names: [&[&str]; 3] = [DATE_FIELDS, TIME_FIELDS, &["date", "time", "datetime"]];
                if check_keys(map, &names, "local datetime")? {
                    return Ok(None);
                }
                local_of_map(map).map(Some)
            }
            _ => local_part(value).map(Some).ok_or_else(|| no_source("local datetime", value)),
        }
    }
}

impl DateTime {
    /// The date-time that a string, a map or another temporal value says.
    pub fn of(value: &Value) -> Result<Option<DateTime>> {
        match value {
            Value::String(text) => DateTime::parse(text).map(Some),
            Value::DateTime(same) => Ok(Some(DateTime::clone(same))),
            Value::Map(map) => {
                let others = &["date", "time", "datetime", "timezone", "epochSeconds", "epochMillis"];
                if check_keys(map, &[DATE_FIELDS, TIME_FIELDS, others], "datetime")? {
                    return Ok(None);
                }
                DateTime::of_map(map).map(Some)
            }
            _ => {
                let local = local_part(value).ok_or_else(|| no_source("datetime", value))?;
                Zone::UTC.at_local(local, None).map(Some)
            }
        }
    }

    fn of_map(map: &Map) -> Result<DateTime> {
        if map.contains_key("epochSeconds") || map.contains_key("epochMillis") {
            return DateTime::of_epoch_map(map);
        }
        let local = local_of_map(map)?;
        let source = map.get("datetime").or_else(|| map.get("time"));
        let Some(source) = source.filter(|value| offset_part(value).is_some()) else {
            return zone(map)?.unwrap_or(Zone::UTC).at_local(local, None);
        };
        let based_on = match source {
            Value::DateTime(value) => Zone::of(value)?,
            _ => Zone::Offset(offset_part(source).unwrap_or(0)),
        };
        let value = based_on.at_local(local, offset_part(source))?;
        match zone(map)? {
            Some(zone) => value.in_zone(&zone),
            None => Ok(value),
        }
    }

    fn of_epoch_map(map: &Map) -> Result<DateTime> {
        let names: [&[&str]; 2] =
            [&["epochSeconds", "epochMillis", "timezone"], &["millisecond", "microsecond", "nanosecond"]];
        check_keys(map, &names, "datetime from the epoch")?;
        let nanos = match (integer(map, "epochSeconds")?, integer(map, "epochMillis")?) {
            (Some(seconds), None) => i128::from(seconds) * i128::from(NANOS_PER_SECOND),
            (None, Some(millis)) => i128::from(millis) * 1_000_000,
            _ => return Err(invalid("`epochSeconds` and `epochMillis` exclude one another")),
        };
        let fraction = TimeFields::read(map)?.over(Some(LocalTime::MIDNIGHT))?.nanos_of_day();
        zone(map)?.unwrap_or(Zone::UTC).at_nanos(nanos + i128::from(fraction))
    }

    /// The instant `seconds` and `nanos` after 1970-01-01T00:00Z.
    pub fn from_epoch(seconds: i64, nanos: i64) -> Result<DateTime> {
        let seconds = i128::from(seconds) * i128::from(NANOS_PER_SECOND);
        Zone::UTC.at_nanos(seconds + i128::from(nanos))
    }

    /// The instant `millis` after 1970-01-01T00:00Z.
    pub fn from_epoch_millis(millis: i64) -> Result<DateTime> {
        Zone::UTC.at_nanos(i128::from(millis) * 1_000_000)
    }
}

impl Duration {
    /// The duration that a string or a map says.
    pub fn of(value: &Value) -> Result<Option<Duration>> {
        match value {
            Value::String(text) => Duration::parse(text).map(Some),
            Value::Duration(same) => Ok(Some(**same)),
            Value::Map(map) => Duration::of_map(map),
            _ => Err(no_source("duration", value)),
        }
    }

    fn of_map(map: &Map) -> Result<Option<Duration>> {
        const UNITS: [(&str, Unit); 11] = [
            ("years", Unit::Years),
            ("quarters", Unit::Quarters),
            ("months", Unit::Months),
            ("weeks", Unit::Weeks),
            ("days", Unit::Days),
            ("hours", Unit::Hours),
            ("minutes", Unit::Minutes),
            ("seconds", Unit::Seconds),
            ("milliseconds", Unit::Milliseconds),
            ("microseconds", Unit::Microseconds),
            ("nanoseconds", Unit::Nanoseconds),
        ];
        if map.is_empty() {
            return Err(invalid("a duration needs at least one component").hint("for example `{days: 1}`"));
        }
        if check_keys(map, &[&UNITS.map(|(name, _)| name)], "duration")? {
            return Ok(None);
        }
        let mut amounts = Amounts::default();
        for (name, unit) in UNITS {
            let amount = match map.get(name) {
                None => continue,
                Some(Value::Integer(amount)) => Decimal::integer(*amount),
                Some(Value::Float(amount)) => Decimal::float(*amount)?,
                Some(_) => {
                    let message = format!("the component `{name}` must be a number");
                    return Err(Error::type_error("InvalidArgumentType", message));
                }
            };
            amounts.add(amount, unit)?;
        }
        amounts.finish().map(Some)
    }
}

/// The zone of a map that holds nothing but `timezone`, which asks for the current moment there.
pub fn only_zone(map: &Map) -> Result<Option<Zone>> {
    if map.len() == 1 { zone(map) } else { Ok(None) }
}

/// The date of a value that has one.
pub(super) fn date_part(value: &Value) -> Option<Date> {
    match value {
        Value::Date(date) => Some(*date),
        Value::LocalDateTime(local) => Some(local.date()),
        Value::DateTime(datetime) => Some(datetime.date()),
        _ => None,
    }
}

/// The time of day of a value that has one.
pub(super) fn time_part(value: &Value) -> Option<LocalTime> {
    match value {
        Value::LocalTime(time) => Some(*time),
        Value::Time(time) => Some(time.local),
        Value::LocalDateTime(local) => Some(local.time()),
        Value::DateTime(datetime) => Some(datetime.local.time()),
        _ => None,
    }
}

/// The offset of a value that has one.
pub(super) fn offset_part(value: &Value) -> Option<i32> {
    match value {
        Value::Time(time) => Some(time.offset),
        Value::DateTime(datetime) => Some(datetime.offset),
        _ => None,
    }
}

/// The date and time of a value with a date; midnight where it has no time.
fn local_part(value: &Value) -> Option<LocalDateTime> {
    let time = time_part(value).unwrap_or(LocalTime::MIDNIGHT);
    date_part(value).map(|date| LocalDateTime::new(date, time))
}

/// The offset under `timezone`; a named zone has none without a date.
pub(super) fn fixed_offset(map: &Map) -> Result<Option<i32>> {
    match zone(map)? {
        None => Ok(None),
        Some(Zone::Offset(offset)) => Ok(Some(offset)),
        Some(Zone::Named(_)) => Err(invalid("a named time zone has no offset without a date")
            .hint("give an offset such as '+01:00', or make a datetime")),
    }
}

/// The part of the value under `name`, if there is a value.
fn base<T>(map: &Map, name: &str, part: fn(&Value) -> Option<T>) -> Result<Option<T>> {
    match map.get(name) {
        None => Ok(None),
        Some(value) => part(value).map(Some).ok_or_else(|| no_source(name, value)),
    }
}

fn time_of_map(map: &Map, base: Option<LocalTime>) -> Result<LocalTime> {
    let fields = TimeFields::read(map)?;
    if base.is_none() && fields.is_empty() {
        return Err(invalid("the component `hour` is missing"));
    }
    fields.over(base)
}

fn local_of_map(map: &Map) -> Result<LocalDateTime> {
    let both = base(map, "datetime", local_part)?;
    let (date, time) = (base(map, "date", date_part)?, base(map, "time", time_part)?);
    if both.is_some() && (date.is_some() || time.is_some()) {
        return Err(invalid("`datetime` excludes `date` and `time`"));
    }
    let date = DateFields::read(map)?.over(date.or(both.map(LocalDateTime::date)))?;
    let time = TimeFields::read(map)?.over(time.or(both.map(LocalDateTime::time)))?;
    Ok(LocalDateTime::new(date, time))
}

fn no_source(kind: &str, value: &Value) -> Error {
    let given = match value {
        Value::Null => "null",
        Value::Boolean(_) => "a boolean",
        Value::Integer(_) => "an integer",
        Value::Float(_) => "a float",
        Value::String(_) => "a string",
        Value::List(_) => "a list",
        Value::Map(_) => "a map",
        Value::Node(_) => "a node",
        Value::Relationship(_) => "a relationship",
        Value::Path(_) => "a path",
        Value::Date(_) => "a date",
        Value::LocalTime(_) => "a local time",
        Value::Time(_) => "a time",
        Value::LocalDateTime(_) => "a local datetime",
        Value::DateTime(_) => "a datetime",
        Value::Duration(_) => "a duration",
        Value::Point(_) => "a point",
    };
    Error::type_error("InvalidArgumentType", format!("a {kind} cannot be made from {given}"))
}
