//! Components of temporal values, as property access reads them: `date.year`, `duration.minutes`.
//!
//! A name is resolved once to a [`Component`], which is then read from any number of values.

use super::calendar::NANOS_PER_SECOND;
use super::format::Offset;
use super::{Date, DateTime, Duration, LocalTime, out_of_range};
use crate::error::Result;
use crate::value::Value;

macro_rules! components {
    ($($(#[$doc:meta])* $variant:ident = $name:literal),* $(,)?) => {
        /// What can be read from a temporal value.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Component {
            $(#[doc = concat!("`.", $name, "`")] $variant),*
        }

        impl Component {
            /// The component of that name.
            pub fn named(name: &str) -> Option<Component> {
                match name {
                    $($name => Some(Component::$variant),)*
                    "dayOfWeek" => Some(Component::WeekDay),
                    _ => None,
                }
            }
        }
    };
}

components! {
    Year = "year", Quarter = "quarter", Month = "month", Week = "week", WeekYear = "weekYear",
    DayOfQuarter = "dayOfQuarter", Day = "day", OrdinalDay = "ordinalDay", WeekDay = "weekDay",
    Hour = "hour", Minute = "minute", Second = "second", Millisecond = "millisecond",
    Microsecond = "microsecond", Nanosecond = "nanosecond",
    Timezone = "timezone", Offset = "offset", OffsetMinutes = "offsetMinutes",
    OffsetSeconds = "offsetSeconds", EpochSeconds = "epochSeconds", EpochMillis = "epochMillis",
    Years = "years", Quarters = "quarters", Months = "months", Weeks = "weeks", Days = "days",
    Hours = "hours", Minutes = "minutes", Seconds = "seconds", Milliseconds = "milliseconds",
    Microseconds = "microseconds", Nanoseconds = "nanoseconds", QuartersOfYear = "quartersOfYear",
    MonthsOfQuarter = "monthsOfQuarter", MonthsOfYear = "monthsOfYear", DaysOfWeek = "daysOfWeek",
    MinutesOfHour = "minutesOfHour", SecondsOfMinute = "secondsOfMinute",
    MillisecondsOfSecond = "millisecondsOfSecond", MicrosecondsOfSecond = "microsecondsOfSecond",
    NanosecondsOfSecond = "nanosecondsOfSecond",
}

impl Component {
    /// This component of `value`; `None` if it has no such component or is not temporal.
    ///
    /// Fails only where the component is there but too great for an integer.
    pub fn of(self, value: &Value) -> Result<Option<Value>> {
        let integer = match value {
            Value::Date(date) => self.of_date(*date),
            Value::LocalTime(time) => self.of_time(*time),
            Value::Time(time) => match self.of_zone(time.offset, None) {
                Some(found) => return Ok(Some(found)),
                None => self.of_time(time.local),
            },
            Value::LocalDateTime(local) => self.of_date(local.date()).or_else(|| self.of_time(local.time())),
            Value::DateTime(datetime) => return self.of_datetime(datetime),
            Value::Duration(duration) => return self.of_duration(duration),
            Value::Null
            | Value::Boolean(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::String(_)
            | Value::List(_)
            | Value::Map(_)
            | Value::Node(_)
            | Value::Relationship(_)
            | Value::Path(_)
            | Value::Point(_) => None,
        };
        Ok(integer.map(Value::Integer))
    }

    fn of_date(self, date: Date) -> Option<i64> {
        Some(match self {
            Component::Year => date.year(),
            Component::Quarter => date.quarter(),
            Component::Month => date.ymd().1,
            Component::Week => date.week().1,
            Component::WeekYear => date.week().0,
            Component::DayOfQuarter => date.day_of_quarter(),
            Component::Day => date.ymd().2,
            Component::OrdinalDay => date.day_of_year(),
            Component::WeekDay => date.day_of_week(),
            _ => return None,
        })
    }

    fn of_time(self, time: LocalTime) -> Option<i64> {
        let (hour, minute, second, nanos) = time.hms();
        Some(match self {
            Component::Hour => hour,
            Component::Minute => minute,
            Component::Second => second,
            Component::Millisecond => nanos / 1_000_000,
            Component::Microsecond => nanos / 1_000,
            Component::Nanosecond => nanos,
            _ => return None,
        })
    }

    fn of_zone(self, offset: i32, zone: Option<&std::sync::Arc<str>>) -> Option<Value> {
        let text = || Value::String(Offset(offset).to_string().into());
        Some(match self {
            Component::Timezone => zone.map_or_else(text, |name| Value::String(name.clone())),
            Component::Offset => text(),
            Component::OffsetMinutes => Value::Integer((offset / 60).into()),
            Component::OffsetSeconds => Value::Integer(offset.into()),
            _ => return None,
        })
    }

    fn of_datetime(self, value: &DateTime) -> Result<Option<Value>> {
        let integer = match self {
            Component::EpochSeconds => Some(value.epoch_seconds()),
            Component::EpochMillis => Some(narrow(value.epoch_nanos().div_euclid(1_000_000))?),
            _ => self.of_date(value.date()).or_else(|| self.of_time(value.local.time())),
        };
        Ok(integer.map(Value::Integer).or_else(|| self.of_zone(value.offset, value.zone.as_ref())))
    }

    fn of_duration(self, value: &Duration) -> Result<Option<Value>> {
        let &Duration { months, days, seconds, nanos } = value;
        let nanos = i64::from(nanos);
        let in_units = |per_second: i64| {
            let whole = i128::from(seconds) * i128::from(per_second);
            narrow(whole + i128::from(nanos / (NANOS_PER_SECOND / per_second)))
        };
        Ok(Some(Value::Integer(match self {
            Component::Years => months / 12,
            Component::Quarters => months / 3,
            Component::Months => months,
            Component::Weeks => days / 7,
            Component::Days => days,
            Component::Hours => seconds / 3_600,
            Component::Minutes => seconds / 60,
            Component::Seconds => seconds,
            Component::Milliseconds => in_units(1_000)?,
            Component::Microseconds => in_units(1_000_000)?,
            Component::Nanoseconds => in_units(NANOS_PER_SECOND)?,
            Component::QuartersOfYear => months / 3 % 4,
            Component::MonthsOfQuarter => months % 3,
            Component::MonthsOfYear => months % 12,
            Component::DaysOfWeek => days % 7,
            Component::MinutesOfHour => seconds / 60 % 60,
            Component::SecondsOfMinute => seconds % 60,
            Component::MillisecondsOfSecond => nanos / 1_000_000,
            Component::MicrosecondsOfSecond => nanos / 1_000,
            Component::NanosecondsOfSecond => nanos,
            _ => return Ok(None),
        })))
    }
}

fn narrow(value: i128) -> Result<i64> {
    i64::try_from(value).map_err(|_| out_of_range("component"))
}
