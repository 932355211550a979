//! Component maps: `{year: 1984, week: 10, dayOfWeek: 3, timezone: 'Europe/Stockholm'}`.
//!
//! A map is read into fields first, so that unknown names, wrong types and contradictions are
//! reported once for all kinds of values; then the fields are laid over a base value or defaults.

use super::calendar::NANOS_PER_SECOND;
use super::zone::Zone;
use super::{Date, LocalTime, invalid};
use crate::error::{Error, Result, similarity};
use crate::value::{Map, Value};

/// The names that date fields have in a map.
pub(super) const DATE_FIELDS: &[&str] =
    &["year", "month", "day", "week", "dayOfWeek", "quarter", "dayOfQuarter", "ordinalDay"];
/// The names that time fields have in a map.
pub(super) const TIME_FIELDS: &[&str] =
    &["hour", "minute", "second", "millisecond", "microsecond", "nanosecond"];

/// Refuses maps with other keys than those of `allowed`; says whether some value is null, which
/// makes the whole result null.
pub(super) fn check_keys(map: &Map, allowed: &[&[&str]], kind: &str) -> Result<bool> {
    let known = || allowed.iter().flat_map(|names| names.iter().copied());
    for key in map.keys() {
        if !known().any(|name| name == &**key) {
            let error = invalid(format!("a {kind} has no component `{key}` to build it from"));
            let nearest = known()
                .map(|name| (similarity(&key.to_lowercase(), &name.to_lowercase()), name))
                .max_by(|a, b| a.0.total_cmp(&b.0));
            return Err(match nearest {
                Some((score, name)) if score > 0.85 => error.hint(format!("did you mean `{name}`?")),
                _ => error.hint(format!("it has {}", known().collect::<Vec<_>>().join(", "))),
            });
        }
    }
    Ok(map.values().any(|value| matches!(value, Value::Null)))
}

/// The integer under `name`.
pub(super) fn integer(map: &Map, name: &str) -> Result<Option<i64>> {
    match map.get(name) {
        None => Ok(None),
        Some(Value::Integer(value)) => Ok(Some(*value)),
        Some(_) => Err(Error::type_error(
            "InvalidArgumentType",
            format!("the component `{name}` must be an integer"),
        )),
    }
}

/// The zone under `timezone`.
pub(super) fn zone(map: &Map) -> Result<Option<Zone>> {
    match map.get("timezone") {
        None => Ok(None),
        Some(Value::String(text)) => Zone::parse(text).map(Some),
        Some(_) => Err(Error::type_error("InvalidArgumentType", "the component `timezone` must be a string")),
    }
}

/// The fields of a date; at most one of the four ways to name a day of a year is used.
pub(super) struct DateFields {
    year: Option<i64>,
    day: DayFields,
}

enum DayFields {
    Calendar { month: Option<i64>, day: Option<i64> },
    Week { week: Option<i64>, day: Option<i64> },
    Quarter { quarter: Option<i64>, day: Option<i64> },
    Ordinal { day: i64 },
}

impl DateFields {
    /// Takes the date fields of a map.
    pub fn read(map: &Map) -> Result<DateFields> {
        let field = |name| integer(map, name);
        let mut ways = Vec::new();
        if let Some(day) = field("ordinalDay")? {
            ways.push(("ordinalDay", DayFields::Ordinal { day }));
        }
        let (quarter, day) = (field("quarter")?, field("dayOfQuarter")?);
        if quarter.is_some() || day.is_some() {
            ways.push(("quarter", DayFields::Quarter { quarter, day }));
        }
        let (week, day) = (field("week")?, field("dayOfWeek")?);
        if week.is_some() || day.is_some() {
            ways.push(("week", DayFields::Week { week, day }));
        }
        let (month, day) = (field("month")?, field("day")?);
        if month.is_some() || day.is_some() {
            ways.push(("month", DayFields::Calendar { month, day }));
        }
        if let [(first, _), (second, _), ..] = ways.as_slice() {
            let message = format!("`{first}` and `{second}` (or their days) name the day in two ways");
            return Err(invalid(message).hint("give month and day, or week, or quarter, or ordinalDay"));
        }
        let day = ways.pop().map_or(DayFields::Calendar { month: None, day: None }, |(_, way)| way);
        Ok(DateFields { year: field("year")?, day })
    }

    /// The date with these fields, where the others are those of `base`, or their first values.
    pub fn over(&self, base: Option<Date>) -> Result<Date> {
        let date = match base {
            Some(base) => self.replaced(base),
            None => self.alone()?,
        };
        date.ok_or_else(|| invalid("these components name a day that does not exist"))
    }

    fn replaced(&self, base: Date) -> Option<Date> {
        let (year, month, day) = base.ymd();
        let this_year = self.year.unwrap_or(year);
        match self.day {
            DayFields::Calendar { month: m, day: d } => {
                Date::from_ymd(this_year, m.unwrap_or(month), d.unwrap_or(day))
            }
            DayFields::Week { week: w, day } => {
                let (week_year, week) = base.week();
                let day = day.unwrap_or_else(|| base.day_of_week());
                Date::from_week(self.year.unwrap_or(week_year), w.unwrap_or(week), day)
            }
            DayFields::Quarter { quarter, day } => {
                let quarter = quarter.unwrap_or_else(|| base.quarter());
                Date::from_quarter(this_year, quarter, day.unwrap_or_else(|| base.day_of_quarter()))
            }
            DayFields::Ordinal { day } => Date::from_ordinal(this_year, day),
        }
    }

    fn alone(&self) -> Result<Option<Date>> {
        let year = self.year.ok_or_else(|| missing("year"))?;
        Ok(match self.day {
            DayFields::Calendar { month: None, day: Some(_) } => return Err(missing("month")),
            DayFields::Week { week: None, .. } => return Err(missing("week")),
            DayFields::Quarter { quarter: None, .. } => return Err(missing("quarter")),
            DayFields::Calendar { month, day } => Date::from_ymd(year, month.unwrap_or(1), day.unwrap_or(1)),
            DayFields::Week { week: Some(week), day } => Date::from_week(year, week, day.unwrap_or(1)),
            DayFields::Quarter { quarter: Some(quarter), day } => {
                Date::from_quarter(year, quarter, day.unwrap_or(1))
            }
            DayFields::Ordinal { day } => Date::from_ordinal(year, day),
        })
    }
}

fn missing(name: &str) -> Error {
    invalid(format!("the component `{name}` is missing"))
        .hint("only the smaller components may be left out, or those of a value under `date` or `time`")
}

/// The fields of a time of day.
#[derive(Default)]
pub(super) struct TimeFields {
    hour: Option<i64>,
    minute: Option<i64>,
    second: Option<i64>,
    /// Milliseconds of the second; with it, `microsecond` and `nanosecond` count from there.
    pub millisecond: Option<i64>,
    /// Microseconds of the second or millisecond; with it, `nanosecond` counts from there.
    pub microsecond: Option<i64>,
    /// Nanoseconds of the second, millisecond or microsecond.
    pub nanosecond: Option<i64>,
}

impl TimeFields {
    /// Takes the time fields of a map.
    pub fn read(map: &Map) -> Result<TimeFields> {
        Ok(TimeFields {
            hour: integer(map, "hour")?,
            minute: integer(map, "minute")?,
            second: integer(map, "second")?,
            millisecond: integer(map, "millisecond")?,
            microsecond: integer(map, "microsecond")?,
            nanosecond: integer(map, "nanosecond")?,
        })
    }

    /// Whether no field was given.
    pub fn is_empty(&self) -> bool {
        self.hour.or(self.minute).or(self.second).is_none() && !self.has_fraction()
    }

    fn has_fraction(&self) -> bool {
        self.millisecond.or(self.microsecond).or(self.nanosecond).is_some()
    }

    /// The time with these fields, where the others are those of `base`, or zero.
    pub fn over(&self, base: Option<LocalTime>) -> Result<LocalTime> {
        let (hour, minute, second, nanos) = match base {
            Some(base) => base.hms(),
            None => {
                self.check_order()?;
                (0, 0, 0, 0)
            }
        };
        let nanos = if self.has_fraction() { self.fraction()? } else { nanos };
        let (hour, minute) = (self.hour.unwrap_or(hour), self.minute.unwrap_or(minute));
        LocalTime::from_hms(hour, minute, self.second.unwrap_or(second), nanos)
            .ok_or_else(|| invalid("these components name a time that does not exist"))
    }

    /// Each field needs the greater ones.
    fn check_order(&self) -> Result<()> {
        let fraction = self.millisecond.or(self.microsecond).or(self.nanosecond);
        for ((name, greater), smaller) in [
            (("hour", self.hour), self.minute.or(self.second).or(fraction)),
            (("minute", self.minute), self.second.or(fraction)),
            (("second", self.second), fraction),
        ] {
            if greater.is_none() && smaller.is_some() {
                return Err(missing(name));
            }
        }
        Ok(())
    }

    /// Nanoseconds of the second.
    fn fraction(&self) -> Result<i64> {
        let mut total = 0;
        let mut limit = NANOS_PER_SECOND;
        for (value, scale) in [(self.millisecond, 1_000_000), (self.microsecond, 1_000), (self.nanosecond, 1)]
        {
            let Some(value) = value else { continue };
            if !(0..limit / scale).contains(&value) {
                return Err(invalid(format!("{value} is too much or too little for a fraction of a second"))
                    .hint("beside a greater unit of the fraction, the smaller ones only fill it up"));
            }
            total += value * scale;
            limit = scale;
        }
        Ok(total)
    }
}
