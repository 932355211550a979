//! Temporal values: dates, times, date-times and durations, over years -999,999,999 to +999,999,999.
//!
//! | to | see |
//! |---|---|
//! | count days, weeks and months | [`calendar`] |
//! | read and write the text form | `parse`, `duration`, `format` |
//! | make values from maps and other values | `construct` over `fields` and `amounts` |
//! | read a component | [`Component`] |
//! | write by a pattern of letters | [`formatted`] |
//! | truncate to a unit | [`truncate`] |
//! | add and subtract | [`plus`], [`minus`], [`between()`] |
//! | relate local time to instants | [`zone`] |
//!
//! Nothing here reads a clock. Out of range is an error, never a wrap.

pub mod calendar;
pub mod truncate;
pub mod zone;

mod amounts;
mod arithmetic;
mod between;
mod component;
mod construct;
mod cursor;
mod duration;
mod field;
mod fields;
mod format;
mod order;
mod parse;
mod pattern;

pub use arithmetic::{minus, plus};
pub use between::{between, in_days, in_months, in_seconds};
pub use component::Component;
pub use construct::only_zone;
pub use pattern::formatted;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorClass};

/// A date of the proleptic Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Date {
    /// Days since 1970-01-01.
    pub days: i64,
}

/// A time of day without zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LocalTime {
    /// Nanoseconds since midnight, below 86,400,000,000,000.
    pub nanos: u64,
}

/// A time of day with an offset from UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Time {
    /// As the clock on the wall shows it.
    pub local: LocalTime,
    /// Seconds east of UTC, within 18 hours.
    pub offset: i32,
}

/// A date and a time of day without zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LocalDateTime {
    /// Seconds since 1970-01-01T00:00:00.
    pub seconds: i64,
    /// Below 1,000,000,000.
    pub nanos: u32,
}

/// An instant as the clock of a zone shows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DateTime {
    /// As the clock on the wall shows it.
    pub local: LocalDateTime,
    /// Seconds east of UTC at that instant.
    pub offset: i32,
    /// The IANA name, when one was given.
    pub zone: Option<Arc<str>>,
}

/// An amount of time; its parts are kept apart because months and days have no fixed length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Duration {
    /// Months, twelve to a year.
    pub months: i64,
    /// Days, seven to a week.
    pub days: i64,
    /// Seconds.
    pub seconds: i64,
    /// Below 1,000,000,000; added to the seconds whatever their sign.
    pub nanos: i32,
}

/// A value of the right type and a wrong content.
fn invalid(message: impl Into<String>) -> Error {
    Error::argument("InvalidArgumentValue", message)
}

/// A result that the type cannot hold.
fn out_of_range(what: &str) -> Error {
    let message = format!("the {what} is out of range");
    Error::new(ErrorClass::ArithmeticError, "NumberOutOfRange", message)
        .hint("years go from -999999999 to +999999999, amounts to 64 bits")
}
