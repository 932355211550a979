//! Truncation: setting everything below a unit to its first value, then laying components over it.

use super::calendar::NANOS_PER_SECOND;
use super::construct::{date_part, fixed_offset, offset_part, time_part};
use super::fields::{DATE_FIELDS, DateFields, TIME_FIELDS, TimeFields, check_keys, zone};
use super::zone::Zone;
use super::{Date, DateTime, LocalDateTime, LocalTime, Time, invalid, out_of_range};
use crate::error::{Error, Result};
use crate::value::{Map, Value};

/// What to truncate to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TruncationUnit {
    /// A thousand years.
    Millennium,
    /// A hundred years.
    Century,
    /// Ten years.
    Decade,
    /// A calendar year.
    Year,
    /// An ISO 8601 week-based year.
    WeekYear,
    /// Three months.
    Quarter,
    /// A month.
    Month,
    /// A week, from Monday.
    Week,
    /// A day.
    Day,
    /// An hour.
    Hour,
    /// A minute.
    Minute,
    /// A second.
    Second,
    /// A thousandth of a second.
    Millisecond,
    /// A millionth of a second.
    Microsecond,
}

const UNITS: [(&str, TruncationUnit); 14] = [
    ("millennium", TruncationUnit::Millennium),
    ("century", TruncationUnit::Century),
    ("decade", TruncationUnit::Decade),
    ("year", TruncationUnit::Year),
    ("weekYear", TruncationUnit::WeekYear),
    ("quarter", TruncationUnit::Quarter),
    ("month", TruncationUnit::Month),
    ("week", TruncationUnit::Week),
    ("day", TruncationUnit::Day),
    ("hour", TruncationUnit::Hour),
    ("minute", TruncationUnit::Minute),
    ("second", TruncationUnit::Second),
    ("millisecond", TruncationUnit::Millisecond),
    ("microsecond", TruncationUnit::Microsecond),
];

impl TruncationUnit {
    /// The unit of that name, whatever its case.
    pub fn named(name: &str) -> Result<TruncationUnit> {
        let found = UNITS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, unit)| *unit).ok_or_else(|| {
            let known: Vec<&str> = UNITS.iter().map(|(name, _)| *name).collect();
            invalid(format!("`{name}` is not a unit to truncate to"))
                .hint(format!("the units are {}", known.join(", ")))
        })
    }

    /// Nanoseconds of the unit, for units within a day.
    fn nanos(self) -> Option<i64> {
        Some(match self {
            TruncationUnit::Hour => 3_600 * NANOS_PER_SECOND,
            TruncationUnit::Minute => 60 * NANOS_PER_SECOND,
            TruncationUnit::Second => NANOS_PER_SECOND,
            TruncationUnit::Millisecond => 1_000_000,
            TruncationUnit::Microsecond => 1_000,
            TruncationUnit::Millennium
            | TruncationUnit::Century
            | TruncationUnit::Decade
            | TruncationUnit::Year
            | TruncationUnit::WeekYear
            | TruncationUnit::Quarter
            | TruncationUnit::Month
            | TruncationUnit::Week
            | TruncationUnit::Day => return None,
        })
    }

    /// The first day of the unit that `date` lies in.
    fn of_date(self, date: Date) -> Result<Date> {
        let (year, month, _) = date.ymd();
        let first_of = |years: i64| Date::from_ymd(year.div_euclid(years) * years, 1, 1);
        let first = match self {
            TruncationUnit::Millennium => first_of(1_000),
            TruncationUnit::Century => first_of(100),
            TruncationUnit::Decade => first_of(10),
            TruncationUnit::Year => first_of(1),
            TruncationUnit::WeekYear => Date::from_week(date.week().0, 1, 1),
            TruncationUnit::Quarter => Date::from_ymd(year, (month - 1) / 3 * 3 + 1, 1),
            TruncationUnit::Month => Date::from_ymd(year, month, 1),
            TruncationUnit::Week => date.plus_days(1 - date.day_of_week()),
            TruncationUnit::Day
            | TruncationUnit::Hour
            | TruncationUnit::Minute
            | TruncationUnit::Second
            | TruncationUnit::Millisecond
            | TruncationUnit::Microsecond => Some(date),
        };
        first.ok_or_else(|| out_of_range("date"))
    }

    /// The beginning of the unit that `time` lies in.
    fn of_time(self, time: LocalTime) -> LocalTime {
        let nanos = time.nanos_of_day();
        let rest = self.nanos().map_or(nanos, |unit| nanos % unit);
        LocalTime { nanos: (nanos - rest) as u64 }
    }

    /// `time` truncated, with the time fields of `map` over it; smaller fractions of a second than
    /// the unit fill up what the truncation left.
    fn of_time_with(self, time: LocalTime, map: &Map) -> Result<LocalTime> {
        let time = self.of_time(time);
        let mut fields = TimeFields::read(map)?;
        let nanos = time.hms().3;
        let smaller = fields.nanosecond.is_some();
        if self == TruncationUnit::Millisecond && (smaller || fields.microsecond.is_some()) {
            fields.millisecond = fields.millisecond.or(Some(nanos / 1_000_000));
        } else if self == TruncationUnit::Microsecond && smaller {
            fields.microsecond = fields.microsecond.or(Some(nanos / 1_000));
        }
        fields.over(Some(time))
    }

    fn local(self, value: &Value, map: &Map, kind: &str) -> Result<LocalDateTime> {
        let date = date_part(value).ok_or_else(|| no_part("date", kind))?;
        let time = match time_part(value) {
            Some(time) => time,
            None if self.nanos().is_none() => LocalTime::MIDNIGHT,
            None => return Err(no_part("time of day", kind)),
        };
        let date = DateFields::read(map)?.over(Some(self.of_date(date)?))?;
        Ok(LocalDateTime::new(date, self.of_time_with(time, map)?))
    }

    fn time(self, value: &Value, map: &Map, kind: &str) -> Result<LocalTime> {
        if self.nanos().is_none() && self != TruncationUnit::Day {
            return Err(invalid(format!("a {kind} has no unit above the day to be truncated to")));
        }
        let time = time_part(value).ok_or_else(|| no_part("time of day", kind))?;
        self.of_time_with(time, map)
    }
}

/// Each `truncated` takes a value with a date or time, and a map of components to lay over the
/// result; a null among these makes it `None`.
impl Date {
    /// The date of `value`, truncated.
    pub fn truncated(unit: TruncationUnit, value: &Value, map: &Map) -> Result<Option<Date>> {
        if unit.nanos().is_some() {
            return Err(invalid("a date has no unit below the day to be truncated to"));
        }
        let date = date_part(value).ok_or_else(|| no_part("date", "date"))?;
        if check_keys(map, &[DATE_FIELDS], "date")? {
            return Ok(None);
        }
        DateFields::read(map)?.over(Some(unit.of_date(date)?)).map(Some)
    }
}

impl LocalTime {
    /// The local time of `value`, truncated.
    pub fn truncated(unit: TruncationUnit, value: &Value, map: &Map) -> Result<Option<LocalTime>> {
        if check_keys(map, &[TIME_FIELDS], "local time")? {
            return Ok(None);
        }
        unit.time(value, map, "local time").map(Some)
    }
}

impl Time {
    /// The time of `value`, truncated; `timezone` replaces the offset and leaves the clock alone.
    pub fn truncated(unit: TruncationUnit, value: &Value, map: &Map) -> Result<Option<Time>> {
        if check_keys(map, &[TIME_FIELDS, &["timezone"]], "time")? {
            return Ok(None);
        }
        let local = unit.time(value, map, "time")?;
        let offset = fixed_offset(map)?.or_else(|| offset_part(value)).unwrap_or(0);
        Ok(Some(Time { local, offset }))
    }
}

impl LocalDateTime {
    /// The local date-time of `value`, truncated.
    pub fn truncated(unit: TruncationUnit, value: &Value, map: &Map) -> Result<Option<LocalDateTime>> {
        if check_keys(map, &[DATE_FIELDS, TIME_FIELDS], "local datetime")? {
            return Ok(None);
        }
        unit.local(value, map, "local datetime").map(Some)
    }
}

impl DateTime {
    /// The date-time of `value`, truncated; `timezone` replaces the zone and leaves the clock alone.
    pub fn truncated(unit: TruncationUnit, value: &Value, map: &Map) -> Result<Option<DateTime>> {
        if check_keys(map, &[DATE_FIELDS, TIME_FIELDS, &["timezone"]], "datetime")? {
            return Ok(None);
        }
        let local = unit.local(value, map, "datetime")?;
        let zone = match (zone(map)?, value) {
            (Some(zone), _) => zone,
            (None, Value::DateTime(datetime)) => Zone::of(datetime)?,
            (None, _) => Zone::UTC,
        };
        zone.at_local(local, offset_part(value)).map(Some)
    }
}

fn no_part(part: &str, kind: &str) -> Error {
    Error::type_error("InvalidArgumentType", format!("the value to truncate to a {kind} has no {part}"))
}
