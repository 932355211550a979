//! Durations: reading them from text, and their own arithmetic.
//!
//! Months, days and seconds stay apart: nothing but a fraction is ever carried from one to the next.

use std::cmp::Ordering;

use super::amounts::{Amounts, Decimal, Unit};
use super::calendar::{NANOS_PER_DAY, NANOS_PER_SECOND};
use super::cursor::Cursor;
use super::parse::unreadable;
use super::{Duration, out_of_range};
use crate::error::{Error, ErrorClass, Result};
use crate::value::Value;

/// Nanoseconds of an average month of 30.436875 days.
const NANOS_PER_MONTH: i128 = 2_629_746 * NANOS_PER_SECOND as i128;

impl Duration {
    /// No time at all.
    pub const ZERO: Duration = Duration { months: 0, days: 0, seconds: 0, nanos: 0 };

    /// The duration of these parts; nanoseconds beyond a second are carried to the seconds.
    pub fn new(months: i64, days: i64, seconds: i64, nanos: i64) -> Result<Duration> {
        let total = i128::from(seconds) * i128::from(NANOS_PER_SECOND) + i128::from(nanos);
        Duration::from_parts(months.into(), days.into(), total).ok_or_else(|| out_of_range("duration"))
    }

    pub(super) fn from_parts(months: i128, days: i128, nanos: i128) -> Option<Duration> {
        let per_second = i128::from(NANOS_PER_SECOND);
        Some(Duration {
            months: months.try_into().ok()?,
            days: days.try_into().ok()?,
            seconds: nanos.div_euclid(per_second).try_into().ok()?,
            nanos: nanos.rem_euclid(per_second) as i32,
        })
    }

    /// Seconds and nanoseconds together.
    pub fn total_nanos(&self) -> i128 {
        i128::from(self.seconds) * i128::from(NANOS_PER_SECOND) + i128::from(self.nanos)
    }

    /// Orders durations by their length at average months and days of 24 hours; durations that are
    /// equally long but not equal are ordered by their months, then days.
    pub fn order(&self, other: &Duration) -> Ordering {
        let key = |value: &Duration| (value.average_nanos(), value.months, value.days);
        key(self).cmp(&key(other))
    }

    fn average_nanos(&self) -> i128 {
        // 2^63 times 2.7e15 is below 2^115, so the sum cannot overflow.
        i128::from(self.months) * NANOS_PER_MONTH
            + i128::from(self.days) * i128::from(NANOS_PER_DAY)
            + self.total_nanos()
    }

    /// The sum, part by part.
    pub fn plus(&self, other: &Duration) -> Result<Duration> {
        let sum = |a: i64, b: i64| i128::from(a) + i128::from(b);
        let nanos = self.total_nanos() + other.total_nanos();
        Duration::from_parts(sum(self.months, other.months), sum(self.days, other.days), nanos)
            .ok_or_else(|| out_of_range("duration"))
    }

    /// The difference, part by part.
    pub fn minus(&self, other: &Duration) -> Result<Duration> {
        let difference = |a: i64, b: i64| i128::from(a) - i128::from(b);
        let nanos = self.total_nanos() - other.total_nanos();
        Duration::from_parts(difference(self.months, other.months), difference(self.days, other.days), nanos)
            .ok_or_else(|| out_of_range("duration"))
    }

    /// The duration times an integer or a float.
    pub fn times(&self, factor: &Value) -> Result<Duration> {
        self.scaled(Ratio::of(factor)?)
    }

    /// The duration divided by an integer or a float.
    pub fn divided_by(&self, divisor: &Value) -> Result<Duration> {
        let Ratio { numerator, denominator } = Ratio::of(divisor)?;
        if numerator == 0 {
            let message = "a duration was divided by zero";
            return Err(Error::new(ErrorClass::ArithmeticError, "DivisionByZero", message));
        }
        self.scaled(Ratio { numerator: denominator, denominator: numerator })
    }

    fn scaled(&self, ratio: Ratio) -> Result<Duration> {
        let mut amounts = Amounts::default();
        amounts.add(ratio.times(self.months)?, Unit::Months)?;
        amounts.add(ratio.times(self.days)?, Unit::Days)?;
        // Whole seconds and their nanoseconds of one sign, so that both are cut off towards zero.
        let total = self.total_nanos();
        let (seconds, nanos) = (total / i128::from(NANOS_PER_SECOND), total % i128::from(NANOS_PER_SECOND));
        // The quotient is the seconds, or one more; the remainder is below a second.
        amounts.add(ratio.times(seconds as i64)?, Unit::Seconds)?;
        amounts.add(ratio.times(nanos as i64)?, Unit::Nanoseconds)?;
        amounts.finish()
    }

    /// Reads a duration such as `P14DT16H12M`, `P2.5W`, `-PT0.5S` or `P2012-02-02T14:37:21.545`.
    pub fn parse(text: &str) -> Result<Duration> {
        let examples = "P1Y2M10DT2H30M0.5S or P2012-02-02T14:37:21.545";
        let mut cursor = Cursor::new(text);
        let sign = cursor.sign().unwrap_or(1);
        let amounts = if cursor.eat('P') { by_date(cursor).or_else(|| by_units(cursor)) } else { None };
        let amounts = amounts.ok_or_else(|| unreadable("a duration", text, examples))?;
        let duration = amounts.finish()?;
        if sign < 0 { Duration::ZERO.minus(&duration) } else { Ok(duration) }
    }
}

/// A factor as a fraction.
struct Ratio {
    numerator: i128,
    denominator: i128,
}

impl Ratio {
    fn of(number: &Value) -> Result<Ratio> {
        match number {
            Value::Integer(value) => Ok(Ratio { numerator: (*value).into(), denominator: 1 }),
            Value::Float(value) => Ratio::of_float(*value).ok_or_else(|| out_of_range("number")),
            _ => Err(Error::type_error("InvalidArgumentType", "a duration is scaled by a number only")),
        }
    }

    /// From the shortest decimal form, at most seventeen digits and a power of ten.
    fn of_float(value: f64) -> Option<Ratio> {
        // An infinity or NaN has no exponent in its text, and so no ratio.
        let text = format!("{value:e}");
        let (digits, exponent) = text.split_once('e')?;
        let places = digits.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        let mut numerator: i128 = digits.replace('.', "").parse().ok()?;
        let mut exponent = exponent.parse::<i64>().ok()? - places as i64;
        // A 64-bit amount times less than 10^-36 is nothing, and times more than 10^36 too much;
        // numbers beyond these may stand for any other such number.
        while exponent < -36 && numerator.abs() >= 10 {
            numerator /= 10;
            exponent += 1;
        }
        let power = 10_i128.pow(exponent.unsigned_abs().min(36) as u32);
        if exponent < 0 {
            return Some(Ratio { numerator, denominator: power });
        }
        let greatest = numerator.signum() * 10_i128.pow(37);
        Some(Ratio { numerator: numerator.checked_mul(power).unwrap_or(greatest), denominator: 1 })
    }

    fn times(&self, amount: i64) -> Result<Decimal> {
        let product = i128::from(amount).checked_mul(self.numerator);
        product
            .and_then(|product| Decimal::quotient(product, self.denominator))
            .ok_or_else(|| out_of_range("duration"))
    }
}

/// The amounts behind `P` with a letter for each unit.
fn by_units(mut cursor: Cursor<'_>) -> Option<Amounts> {
    const DATE_UNITS: [(char, Unit); 5] = [
        ('Y', Unit::Years),
        ('Q', Unit::Quarters),
        ('M', Unit::Months),
        ('W', Unit::Weeks),
        ('D', Unit::Days),
    ];
    const TIME_UNITS: [(char, Unit); 3] = [('H', Unit::Hours), ('M', Unit::Minutes), ('S', Unit::Seconds)];
    let mut amounts = Amounts::default();
    let before_time = read_units(&mut cursor, &mut amounts, &DATE_UNITS)?;
    let in_time = if cursor.eat('T') {
        match read_units(&mut cursor, &mut amounts, &TIME_UNITS)? {
            0 => return None,
            count => count,
        }
    } else {
        0
    };
    (cursor.at_end() && before_time + in_time > 0).then_some(amounts)
}

/// Takes amounts of units in their order, each at most once, and counts them.
fn read_units(cursor: &mut Cursor<'_>, amounts: &mut Amounts, units: &[(char, Unit)]) -> Option<usize> {
    let (mut remaining, mut count) = (units, 0);
    while !cursor.at_end() && cursor.peek() != Some(b'T') {
        let amount = Decimal::read(cursor)?;
        let position = remaining.iter().position(|(letter, _)| cursor.eat(*letter))?;
        amounts.add(amount, remaining[position].1).ok()?;
        remaining = &remaining[position + 1..];
        count += 1;
    }
    Some(count)
}

/// The amounts behind `P` in the shape of a date and time.
fn by_date(mut cursor: Cursor<'_>) -> Option<Amounts> {
    let width = cursor.run();
    let basic = width == 8;
    let years = if basic { cursor.exactly(4)? } else { cursor.exactly(width)? };
    if !(4..=9).contains(&width) || (!basic && !cursor.eat('-')) {
        return None;
    }
    let months = cursor.exactly(2)?;
    if !basic && !cursor.eat('-') {
        return None;
    }
    let mut amounts = Amounts::default();
    let mut add = |amount: i64, unit| amounts.add(Decimal::integer(amount), unit).ok();
    add(years, Unit::Years)?;
    add(months, Unit::Months)?;
    add(cursor.exactly(2)?, Unit::Days)?;
    if cursor.eat('T') {
        let basic = cursor.run() > 2;
        add(cursor.exactly(2)?, Unit::Hours)?;
        for unit in [Unit::Minutes, Unit::Seconds] {
            if cursor.at_end() || !(basic || cursor.eat(':')) {
                break;
            }
            add(cursor.exactly(2)?, unit)?;
            if unit == Unit::Seconds {
                add(cursor.nanos()?, Unit::Nanoseconds)?;
            }
        }
    }
    cursor.at_end().then_some(amounts)
}
