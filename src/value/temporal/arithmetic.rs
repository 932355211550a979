//! Adding durations to temporal values.
//!
//! Months come first (a day beyond the end of the month becomes its last), then days, both on the
//! calendar; then seconds, on the time line. A date takes whole days only, a time no days at all.

use std::sync::Arc;

use super::calendar::{NANOS_PER_DAY, NANOS_PER_SECOND};
use super::zone::Zone;
use super::{Date, DateTime, Duration, LocalDateTime, LocalTime, Time, out_of_range};
use crate::error::Result;
use crate::value::Value;

impl Date {
    /// The date `duration` later; seconds count as far as they fill days.
    pub fn plus(self, duration: &Duration) -> Result<Date> {
        let whole_days = duration.total_nanos() / i128::from(NANOS_PER_DAY);
        // 64-bit seconds are less than 2^47 days.
        let days = duration.days.checked_add(whole_days as i64);
        let sum = self.plus_months(duration.months).zip(days).and_then(|(date, days)| date.plus_days(days));
        sum.ok_or_else(|| out_of_range("date"))
    }
}

impl LocalTime {
    /// The time `duration` later, around the clock; months and days do not count.
    pub fn plus(self, duration: &Duration) -> LocalTime {
        let sum = i128::from(self.nanos_of_day()) + duration.total_nanos();
        LocalTime { nanos: sum.rem_euclid(i128::from(NANOS_PER_DAY)) as u64 }
    }
}

impl Time {
    /// The time `duration` later, around the clock; months and days do not count.
    pub fn plus(self, duration: &Duration) -> Time {
        Time { local: self.local.plus(duration), offset: self.offset }
    }
}

impl LocalDateTime {
    /// The date-time `duration` later.
    pub fn plus(self, duration: &Duration) -> Result<LocalDateTime> {
        let (seconds, nanos) = sum(self.plus_calendar(duration)?, duration)?;
        LocalDateTime::from_seconds(seconds, nanos).ok_or_else(|| out_of_range("date and time"))
    }

    /// With the months and days of `duration` added.
    fn plus_calendar(self, duration: &Duration) -> Result<LocalDateTime> {
        let date = self.date().plus_months(duration.months).and_then(|date| date.plus_days(duration.days));
        Ok(LocalDateTime::new(date.ok_or_else(|| out_of_range("date"))?, self.time()))
    }
}

impl DateTime {
    /// The date-time `duration` later; months and days keep the clock, seconds the time line.
    pub fn plus(&self, duration: &Duration) -> Result<DateTime> {
        let zone = Zone::of(self)?;
        let start = zone.at_local(self.local.plus_calendar(duration)?, Some(self.offset))?;
        let start = LocalDateTime { seconds: start.epoch_seconds(), nanos: start.local.nanos };
        let (seconds, nanos) = sum(start, duration)?;
        zone.at_instant(seconds, nanos)
    }
}

/// The seconds and nanoseconds of `start` with those of `duration` added.
fn sum(start: LocalDateTime, duration: &Duration) -> Result<(i64, u32)> {
    let per_second = i128::from(NANOS_PER_SECOND);
    let total = i128::from(start.seconds) * per_second + i128::from(start.nanos) + duration.total_nanos();
    let seconds = i64::try_from(total.div_euclid(per_second)).map_err(|_| out_of_range("date and time"))?;
    Ok((seconds, total.rem_euclid(per_second) as u32))
}

/// `value + duration`; `None` if nothing can be added to the value.
pub fn plus(value: &Value, duration: &Duration) -> Result<Option<Value>> {
    Ok(Some(match value {
        Value::Date(date) => Value::Date(date.plus(duration)?),
        Value::LocalTime(time) => Value::LocalTime(time.plus(duration)),
        Value::Time(time) => Value::Time(time.plus(duration)),
        Value::LocalDateTime(local) => Value::LocalDateTime(local.plus(duration)?),
        Value::DateTime(datetime) => Value::DateTime(Arc::new(datetime.plus(duration)?)),
        Value::Duration(other) => Value::Duration(Arc::new(other.plus(duration)?)),
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
        | Value::Point(_) => return Ok(None),
    }))
}

/// `value - duration`; `None` if nothing can be subtracted from the value.
pub fn minus(value: &Value, duration: &Duration) -> Result<Option<Value>> {
    match value {
        Value::Duration(other) => Ok(Some(Value::Duration(Arc::new(other.minus(duration)?)))),
        _ => plus(value, &Duration::ZERO.minus(duration)?),
    }
}
