//! One field of a pattern: a letter, repeated, read from a temporal value.

use super::component::Component;
use super::pattern::{Piece, component};
use crate::error::Result;
use crate::value::Value;

/// What a letter gave.
pub(super) enum Field {
    Text(String),
    /// The value has no such part.
    Missing,
    /// No letter of patterns, or too many of it.
    Unknown,
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const ORDINALS: [&str; 4] = ["1st", "2nd", "3rd", "4th"];
/// The Modified Julian Day of 1970-01-01.
const EPOCH_MODIFIED_JULIAN: i64 = 40_587;

/// A field of a date, time or date-time.
pub(super) fn instant_field(value: &Value, letter: char, count: usize) -> Result<Field> {
    let of = |part: Component| component(value, part);
    let number = |part: Component, most: usize| -> Result<Field> {
        Ok(of(part)?.map_or(Field::Missing, |number| padded(number, count, most)))
    };
    Ok(match letter {
        'u' | 'Y' => {
            let part = if letter == 'u' { Component::Year } else { Component::WeekYear };
            of(part)?.map_or(Field::Missing, |year| self::year(year, count))
        }
        'y' => of(Component::Year)?.map_or(Field::Missing, |year| self::year(of_era(year), count)),
        'G' => of(Component::Year)?.map_or(Field::Missing, |year| era(year, count)),
        'D' => number(Component::OrdinalDay, 3)?,
        'M' | 'L' => of(Component::Month)?.map_or(Field::Missing, |month| named(month, &MONTHS, count)),
        'd' => number(Component::Day, 2)?,
        'g' => modified_julian(value, count),
        'Q' | 'q' => of(Component::Quarter)?.map_or(Field::Missing, |quarter| self::quarter(quarter, count)),
        'w' => number(Component::Week, 2)?,
        'E' => of(Component::WeekDay)?.map_or(Field::Missing, |day| named(day, &DAYS, count.max(3))),
        'e' | 'c' => of(Component::WeekDay)?.map_or(Field::Missing, |day| named(day, &DAYS, count)),
        'F' => of(Component::Day)?.map_or(Field::Missing, |day| padded((day - 1) / 7 + 1, count, 1)),
        'a' if count > 1 => Field::Unknown,
        'a' => of(Component::Hour)?.map_or(Field::Missing, |hour| text(if hour < 12 { "AM" } else { "PM" })),
        'h' => of(Component::Hour)?.map_or(Field::Missing, |hour| padded((hour + 11) % 12 + 1, count, 2)),
        'K' => of(Component::Hour)?.map_or(Field::Missing, |hour| padded(hour % 12, count, 2)),
        'k' => of(Component::Hour)?.map_or(Field::Missing, |hour| padded((hour + 23) % 24 + 1, count, 2)),
        'H' => number(Component::Hour, 2)?,
        'm' => number(Component::Minute, 2)?,
        's' => number(Component::Second, 2)?,
        'S' => of(Component::Nanosecond)?.map_or(Field::Missing, |nanos| fraction(nanos, count)),
        'n' => number(Component::Nanosecond, usize::MAX)?,
        'A' => nano_of_day(value)?.map_or(Field::Missing, |n| padded(n / 1_000_000, count, usize::MAX)),
        'N' => nano_of_day(value)?.map_or(Field::Missing, |n| padded(n, count, usize::MAX)),
        'V' if count == 2 => match Component::Timezone.of(value)? {
            Some(Value::String(zone)) => text(&zone),
            _ => Field::Missing,
        },
        'X' | 'x' | 'Z' | 'O' => {
            of(Component::OffsetSeconds)?.map_or(Field::Missing, |seconds| offset(seconds, letter, count))
        }
        _ => Field::Unknown,
    })
}

/// A field of a duration: what the greater units of its group that the pattern also has leave over.
pub(super) fn duration_field(value: &Value, pieces: &[Piece], letter: char, count: usize) -> Result<Field> {
    let has = |letters: &[char]| {
        pieces.iter().any(|piece| matches!(piece, Piece::Field(letter, _) if letters.contains(letter)))
    };
    let total = |part: Component| component(value, part).map(Option::unwrap_or_default);
    let rest = |amount: i64, greater: &[(&[char], i64)]| {
        greater.iter().find(|(letters, _)| has(letters)).map_or(amount, |(_, size)| amount % size)
    };
    const YEARS: &[char] = &['y', 'Y', 'u'];
    const HOURS: &[char] = &['h', 'H', 'k', 'K'];
    let amount = match letter {
        'y' | 'Y' | 'u' => total(Component::Years)?,
        'q' | 'Q' => rest(total(Component::Quarters)?, &[(YEARS, 4)]),
        'M' | 'L' => rest(total(Component::Months)?, &[(&['q', 'Q'], 3), (YEARS, 12)]),
        'w' | 'W' => total(Component::Weeks)?,
        'd' | 'D' => rest(total(Component::Days)?, &[(&['w', 'W'], 7)]),
        'h' | 'H' | 'k' | 'K' => total(Component::Hours)?,
        'm' => rest(total(Component::Minutes)?, &[(HOURS, 60)]),
        's' => rest(total(Component::Seconds)?, &[(&['m'], 60), (HOURS, 3_600)]),
        'S' => return Ok(fraction(total(Component::NanosecondsOfSecond)?, count)),
        'n' => total(Component::NanosecondsOfSecond)?,
        'A' => {
            rest(total(Component::Milliseconds)?, &[(&['s'], 1_000), (&['m'], 60_000), (HOURS, 3_600_000)])
        }
        'N' => total(Component::Nanoseconds)?,
        _ => return Ok(Field::Unknown),
    };
    Ok(padded(amount, count, usize::MAX))
}

fn text(text: &str) -> Field {
    Field::Text(text.to_owned())
}

/// A number of at least `count` digits, where so many letters may stand.
fn padded(number: i64, count: usize, most: usize) -> Field {
    if count > most {
        return Field::Unknown;
    }
    let sign = if number < 0 { "-" } else { "" };
    Field::Text(format!("{sign}{:0count$}", number.unsigned_abs()))
}

fn of_era(year: i64) -> i64 {
    if year > 0 { year } else { 1 - year }
}

/// Two letters: the last two digits; four or more: a plus where there are more digits than letters.
fn year(year: i64, count: usize) -> Field {
    if count == 2 {
        return Field::Text(format!("{:02}", year.unsigned_abs() % 100));
    }
    let digits = format!("{:0count$}", year.unsigned_abs());
    let sign = match year {
        ..0 => "-",
        _ if count > 3 && digits.len() > count => "+",
        _ => "",
    };
    Field::Text(format!("{sign}{digits}"))
}

fn era(year: i64, count: usize) -> Field {
    let common = year > 0;
    match count {
        1..=3 => text(if common { "AD" } else { "BC" }),
        4 => text(if common { "Anno Domini" } else { "Before Christ" }),
        5 => text(if common { "A" } else { "B" }),
        _ => Field::Unknown,
    }
}

/// A number for one or two letters, a name of three letters, the whole name, or its first letter.
fn named(number: i64, names: &[&str], count: usize) -> Field {
    let name = usize::try_from(number - 1).ok().and_then(|index| names.get(index)).copied();
    match (name, count) {
        (_, 1 | 2) => padded(number, count, 2),
        (Some(name), 3) => text(name.get(..3).unwrap_or(name)),
        (Some(name), 4) => text(name),
        (Some(name), 5) => text(name.get(..1).unwrap_or(name)),
        _ => Field::Unknown,
    }
}

fn quarter(quarter: i64, count: usize) -> Field {
    let ordinal = usize::try_from(quarter - 1).ok().and_then(|index| ORDINALS.get(index));
    match (ordinal, count) {
        (_, 1 | 2) => padded(quarter, count, 2),
        (_, 3) => Field::Text(format!("Q{quarter}")),
        (Some(ordinal), 4) => Field::Text(format!("{ordinal} quarter")),
        (_, 5) => Field::Text(quarter.to_string()),
        _ => Field::Unknown,
    }
}

fn modified_julian(value: &Value, count: usize) -> Field {
    let date = match value {
        Value::Date(date) => *date,
        Value::LocalDateTime(local) => local.date(),
        Value::DateTime(datetime) => datetime.date(),
        _ => return Field::Missing,
    };
    padded(date.days + EPOCH_MODIFIED_JULIAN, count, usize::MAX)
}

/// The first digits of the nanoseconds.
fn fraction(nanos: i64, count: usize) -> Field {
    let digits = format!("{nanos:09}");
    digits.get(..count).map_or(Field::Unknown, text)
}

fn nano_of_day(value: &Value) -> Result<Option<i64>> {
    let parts = [
        (Component::Hour, 3_600_000_000_000),
        (Component::Minute, 60_000_000_000),
        (Component::Second, 1_000_000_000),
        (Component::Nanosecond, 1),
    ];
    let mut sum = 0;
    for (part, nanos) in parts {
        let Some(amount) = component(value, part)? else { return Ok(None) };
        sum += amount * nanos;
    }
    Ok(Some(sum))
}

fn offset(seconds: i64, letter: char, count: usize) -> Field {
    let sign = if seconds < 0 { '-' } else { '+' };
    let size = seconds.unsigned_abs();
    let (hours, minutes, rest) = (size / 3_600, size / 60 % 60, size % 60);
    let short = || match minutes {
        0 => format!("{sign}{hours:02}"),
        _ => format!("{sign}{hours:02}{minutes:02}"),
    };
    let plain = format!("{sign}{hours:02}{minutes:02}");
    let colon = format!("{sign}{hours:02}:{minutes:02}");
    let (more, more_colon) = match rest {
        0 => (String::new(), String::new()),
        _ => (format!("{rest:02}"), format!(":{rest:02}")),
    };
    Field::Text(match (letter, count) {
        ('X', 1..=5) | ('Z', 5) if seconds == 0 => "Z".to_owned(),
        ('X' | 'x', 1) => short(),
        ('X' | 'x', 2) => plain,
        ('X' | 'x', 3) => colon,
        ('X' | 'x', 4) => plain + &more,
        ('X' | 'x', 5) | ('Z', 5) => colon + &more_colon,
        ('Z', 1..=3) => plain,
        ('O', 1 | 4) | ('Z', 4) if seconds == 0 => "GMT".to_owned(),
        ('O', 4) | ('Z', 4) => format!("GMT{colon}{more_colon}"),
        ('O', 1) if minutes == 0 && rest == 0 => format!("GMT{sign}{hours}"),
        ('O', 1) => format!("GMT{sign}{hours}:{minutes:02}{more_colon}"),
        _ => return Field::Unknown,
    })
}
