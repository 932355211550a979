//! The time between two temporal values.
//!
//! A value without a date borrows the other's; one without a time is at midnight; one without a
//! zone is in the other's. Two values without any date lie on one day, and have no months or days between.

use super::calendar::{NANOS_PER_DAY, NANOS_PER_SECOND};
use super::construct::{date_part, offset_part, time_part};
use super::zone::Zone;
use super::{Date, DateTime, Duration, LocalDateTime, LocalTime, out_of_range};
use crate::error::{Error, Result};
use crate::value::Value;

/// Two moments on one calendar, in the zone of the first.
struct Moments {
    zone: Zone,
    from: DateTime,
    to: DateTime,
    /// Whether both values have a date of their own.
    dated: bool,
}

/// The time from one value to another in months, days and seconds, the greatest units first.
pub fn between(from: &Value, to: &Value) -> Result<Duration> {
    let moments = Moments::of(from, to)?;
    if !moments.dated {
        return moments.seconds_from(&moments.from, 0, 0);
    }
    let months = months_between(moments.from.local, moments.to.local);
    let start = moments.plus(months, 0)?;
    let days = days_between(start.local, moments.to.local);
    let start = moments.plus(months, days)?;
    moments.seconds_from(&start, months, days)
}

/// The whole months from one value to another.
pub fn in_months(from: &Value, to: &Value) -> Result<Duration> {
    let moments = Moments::of(from, to)?;
    let months = if moments.dated { months_between(moments.from.local, moments.to.local) } else { 0 };
    Duration::new(months, 0, 0, 0)
}

/// The whole days from one value to another.
pub fn in_days(from: &Value, to: &Value) -> Result<Duration> {
    let moments = Moments::of(from, to)?;
    let days = if moments.dated { days_between(moments.from.local, moments.to.local) } else { 0 };
    Duration::new(0, days, 0, 0)
}

/// The seconds and nanoseconds from one value to another.
pub fn in_seconds(from: &Value, to: &Value) -> Result<Duration> {
    let moments = Moments::of(from, to)?;
    moments.seconds_from(&moments.from, 0, 0)
}

impl Moments {
    fn of(from: &Value, to: &Value) -> Result<Moments> {
        let dates = (date_part(from), date_part(to));
        let day = dates.0.or(dates.1).unwrap_or(Date { days: 0 });
        let zones = (zone_part(from)?, zone_part(to)?);
        let zone = zones.0.clone().or(zones.1.clone()).unwrap_or(Zone::UTC);
        let from = moment(from, dates.0.unwrap_or(day), &zone, &zone)?;
        let to = moment(to, dates.1.unwrap_or(day), zones.1.as_ref().unwrap_or(&zone), &zone)?;
        Ok(Moments { zone, from, to, dated: dates.0.is_some() && dates.1.is_some() })
    }

    /// The first moment, months and days later.
    fn plus(&self, months: i64, days: i64) -> Result<DateTime> {
        let date = self.from.date().plus_months(months).and_then(|date| date.plus_days(days));
        let date = date.ok_or_else(|| out_of_range("date"))?;
        let local = LocalDateTime::new(date, self.from.local.time());
        self.zone.at_local(local, Some(self.from.offset))
    }

    /// `months`, `days`, and the seconds from `start` to the second moment.
    fn seconds_from(&self, start: &DateTime, months: i64, days: i64) -> Result<Duration> {
        let nanos = self.to.epoch_nanos() - start.epoch_nanos();
        Duration::from_parts(months.into(), days.into(), nanos).ok_or_else(|| out_of_range("duration"))
    }
}

/// The value as a moment on `day` where `from` is its own zone, shown in `to`.
fn moment(value: &Value, day: Date, from: &Zone, to: &Zone) -> Result<DateTime> {
    if let Value::DateTime(datetime) = value {
        return datetime.in_zone(to);
    }
    if date_part(value).is_none() && time_part(value).is_none() {
        let message = "the time between is asked of two values with a date or a time";
        return Err(Error::type_error("InvalidArgumentType", message));
    }
    let local = LocalDateTime::new(day, time_part(value).unwrap_or(LocalTime::MIDNIGHT));
    from.at_local(local, None)?.in_zone(to)
}

fn zone_part(value: &Value) -> Result<Option<Zone>> {
    match value {
        Value::DateTime(datetime) => Zone::of(datetime).map(Some),
        _ => Ok(offset_part(value).map(Zone::Offset)),
    }
}

/// Whole months, cut off towards zero.
fn months_between(from: LocalDateTime, to: LocalDateTime) -> i64 {
    let (start, mut end) = (from.date(), to.date());
    // A last day that is not full does not count.
    if end > start && to.time() < from.time() {
        end.days -= 1;
    } else if end < start && to.time() > from.time() {
        end.days += 1;
    }
    let position = |date: Date| {
        let (year, month, day) = date.ymd();
        (year * 12 + month) * 32 + day
    };
    (position(end) - position(start)) / 32
}

/// Whole days, cut off towards zero.
fn days_between(from: LocalDateTime, to: LocalDateTime) -> i64 {
    let nanos = |value: LocalDateTime| {
        i128::from(value.seconds) * i128::from(NANOS_PER_SECOND) + i128::from(value.nanos)
    };
    // Both lie within the calendar's range, so the quotient fits.
    ((nanos(to) - nanos(from)) / i128::from(NANOS_PER_DAY)) as i64
}
