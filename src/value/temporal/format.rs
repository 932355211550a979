//! The text form of temporal values: ISO 8601, as short as its parts allow, and readable again.

use std::fmt::{Display, Formatter, Result, Write as _};

use super::{Date, DateTime, Duration, LocalDateTime, LocalTime, Time};

impl Display for Date {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let (year, month, day) = self.ymd();
        match year {
            0..=9_999 => write!(f, "{year:04}")?,
            10_000.. => write!(f, "+{year}")?,
            _ => write!(f, "-{:04}", -year)?,
        }
        write!(f, "-{month:02}-{day:02}")
    }
}

impl Display for LocalTime {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let (hour, minute, second, nanos) = self.hms();
        write!(f, "{hour:02}:{minute:02}")?;
        if second == 0 && nanos == 0 {
            return Ok(());
        }
        write!(f, ":{second:02}")?;
        match nanos {
            0 => Ok(()),
            _ if nanos % 1_000_000 == 0 => write!(f, ".{:03}", nanos / 1_000_000),
            _ if nanos % 1_000 == 0 => write!(f, ".{:06}", nanos / 1_000),
            _ => write!(f, ".{nanos:09}"),
        }
    }
}

impl Display for Time {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "{}{}", self.local, Offset(self.offset))
    }
}

impl Display for LocalDateTime {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "{}T{}", self.date(), self.time())
    }
}

impl Display for DateTime {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "{}{}", self.local, Offset(self.offset))?;
        match &self.zone {
            Some(zone) => write!(f, "[{zone}]"),
            None => Ok(()),
        }
    }
}

/// An offset from UTC in seconds, shown as `Z` or `+01:00` or `+00:53:28`.
pub(super) struct Offset(pub i32);

impl Display for Offset {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if self.0 == 0 {
            return f.write_char('Z');
        }
        let (sign, seconds) = (if self.0 < 0 { '-' } else { '+' }, self.0.unsigned_abs());
        write!(f, "{sign}{:02}:{:02}", seconds / 3_600, seconds / 60 % 60)?;
        match seconds % 60 {
            0 => Ok(()),
            rest => write!(f, ":{rest:02}"),
        }
    }
}

impl Display for Duration {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let nanos = self.total_nanos();
        if self.months == 0 && self.days == 0 && nanos == 0 {
            return f.write_str("PT0S");
        }
        f.write_char('P')?;
        amount(f, self.months / 12, 'Y')?;
        amount(f, self.months % 12, 'M')?;
        amount(f, self.days, 'D')?;
        if nanos == 0 {
            return Ok(());
        }
        f.write_char('T')?;
        let seconds = nanos / 1_000_000_000;
        // The quotients fit: the duration's seconds are 64 bits wide.
        amount(f, (seconds / 3_600) as i64, 'H')?;
        amount(f, (seconds / 60 % 60) as i64, 'M')?;
        seconds_of_minute(f, nanos % 60_000_000_000)
    }
}

fn amount(f: &mut Formatter<'_>, value: i64, unit: char) -> Result {
    if value == 0 { Ok(()) } else { write!(f, "{value}{unit}") }
}

fn seconds_of_minute(f: &mut Formatter<'_>, nanos: i128) -> Result {
    if nanos == 0 {
        return Ok(());
    }
    let sign = if nanos < 0 { "-" } else { "" };
    let (seconds, fraction) = (nanos.abs() / 1_000_000_000, nanos.abs() % 1_000_000_000);
    if fraction == 0 {
        return write!(f, "{sign}{seconds}S");
    }
    let digits = format!("{fraction:09}");
    write!(f, "{sign}{seconds}.{}S", digits.trim_end_matches('0'))
}
