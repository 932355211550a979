//! Exact decimal amounts of time, before they become a duration.
//!
//! Months, days and seconds are each held in units of 10^-18, so that fractions written in decimal
//! add up exactly. What is left of a month is carried to days at 30.436875 days to a month (a
//! 400-year cycle has 146,097 days in 4,800 months), what is left of a day to seconds.

use super::calendar::{NANOS_PER_SECOND, SECONDS_PER_DAY};
use super::cursor::Cursor;
use super::{Duration, out_of_range};
use crate::error::Result;

/// One, in the unit of [`Decimal`].
const ONE: i128 = 1_000_000_000_000_000_000;
/// Days of an average month, times a million.
const MICRO_DAYS_PER_MONTH: i128 = 30_436_875;
/// Ten picoseconds, in units of 10^-18 seconds. Repeating fractions (a third of a month) fall
/// short of the exact sum by less than this, and must not lose a nanosecond for it.
const SLACK: i128 = 10_000_000;

/// A number in units of 10^-18.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decimal(i128);

impl Decimal {
    pub fn integer(value: i64) -> Decimal {
        // 2^63 * 10^18 is below 2^127.
        Decimal(i128::from(value) * ONE)
    }

    /// The shortest decimal number that reads back as this one.
    pub fn float(value: f64) -> Result<Decimal> {
        if !value.is_finite() {
            return Err(out_of_range("number"));
        }
        let text = value.to_string();
        let mut cursor = Cursor::new(&text);
        Decimal::read(&mut cursor).ok_or_else(|| out_of_range("number"))
    }

    /// Takes a number such as `-12.5` from text; digits beyond the eighteenth of the fraction are dropped.
    pub fn read(cursor: &mut Cursor<'_>) -> Option<Decimal> {
        let sign = i128::from(cursor.sign().unwrap_or(1));
        let whole = cursor.digits();
        let fraction = if cursor.eat('.') || cursor.eat(',') { cursor.digits() } else { "0" };
        if whole.is_empty() || fraction.is_empty() {
            return None;
        }
        let kept = &fraction[..fraction.len().min(18)];
        let fraction = kept.parse::<i128>().ok()? * 10_i128.pow(18 - kept.len() as u32);
        let whole = whole.parse::<i128>().ok()?.checked_mul(ONE)?;
        whole.checked_add(fraction).map(|value| Decimal(sign * value))
    }

    /// `numerator / denominator`, cut off after eighteen digits.
    pub fn quotient(numerator: i128, denominator: i128) -> Option<Decimal> {
        let whole = numerator.checked_div(denominator)?.checked_mul(ONE)?;
        let (mut rest, mut divisor) = (numerator.checked_rem(denominator)?, denominator);
        // Twenty digits of the divisor are more than the quotient's fraction can show.
        while divisor.unsigned_abs() > 100_000_000_000_000_000_000 {
            rest /= 10;
            divisor /= 10;
        }
        rest.checked_mul(ONE)?.checked_div(divisor)?.checked_add(whole).map(Decimal)
    }
}

/// Sums of months, days and seconds with fractions.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Amounts {
    months: i128,
    days: i128,
    seconds: i128,
}

/// What an amount counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Years,
    Quarters,
    Months,
    Weeks,
    Days,
    Hours,
    Minutes,
    Seconds,
    Milliseconds,
    Microseconds,
    Nanoseconds,
}

impl Amounts {
    /// Adds `amount` of `unit`.
    pub fn add(&mut self, amount: Decimal, unit: Unit) -> Result<()> {
        let (sum, factor, divisor) = match unit {
            Unit::Years => (&mut self.months, 12, 1),
            Unit::Quarters => (&mut self.months, 3, 1),
            Unit::Months => (&mut self.months, 1, 1),
            Unit::Weeks => (&mut self.days, 7, 1),
            Unit::Days => (&mut self.days, 1, 1),
            Unit::Hours => (&mut self.seconds, 3_600, 1),
            Unit::Minutes => (&mut self.seconds, 60, 1),
            Unit::Seconds => (&mut self.seconds, 1, 1),
            Unit::Milliseconds => (&mut self.seconds, 1, 1_000),
            Unit::Microseconds => (&mut self.seconds, 1, 1_000_000),
            Unit::Nanoseconds => (&mut self.seconds, 1, 1_000_000_000),
        };
        let added = amount.0.checked_mul(factor).and_then(|amount| sum.checked_add(amount / divisor));
        *sum = added.ok_or_else(|| out_of_range("duration"))?;
        Ok(())
    }

    /// The duration, with fractions carried down and cut off after nanoseconds.
    pub fn finish(self) -> Result<Duration> {
        self.carried().ok_or_else(|| out_of_range("duration"))
    }

    fn carried(self) -> Option<Duration> {
        let carried = self.months % ONE * MICRO_DAYS_PER_MONTH / 1_000_000;
        let days = self.days.checked_add(carried)?;
        let carried = days % ONE * i128::from(SECONDS_PER_DAY);
        let seconds = self.seconds.checked_add(carried)?;
        let seconds = seconds.checked_add(SLACK * seconds.signum())?;
        let nanos = seconds / (ONE / i128::from(NANOS_PER_SECOND));
        Duration::from_parts(self.months / ONE, days / ONE, nanos)
    }
}
