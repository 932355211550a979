//! The proleptic Gregorian calendar: day numbers to and from civil, week, quarter and ordinal dates.
//!
//! Everything is plain integer arithmetic over years -999,999,999 to +999,999,999. Functions that
//! could leave the range or name a day that does not exist return `None`; accessors never fail.
//! The conversions are Howard Hinnant's `days_from_civil` and `civil_from_days`.

use super::{Date, LocalDateTime, LocalTime};

/// The last year; the first is its negation.
pub const MAX_YEAR: i64 = 999_999_999;
/// The day number of -999999999-01-01.
pub const MIN_DAYS: i64 = days_from_civil(-MAX_YEAR, 1, 1);
/// The day number of +999999999-12-31.
pub const MAX_DAYS: i64 = days_from_civil(MAX_YEAR, 12, 31);
/// Seconds in a day; leap seconds do not exist here.
pub const SECONDS_PER_DAY: i64 = 86_400;
/// Nanoseconds in a second.
pub const NANOS_PER_SECOND: i64 = 1_000_000_000;
/// Nanoseconds in a day.
pub const NANOS_PER_DAY: i64 = SECONDS_PER_DAY * NANOS_PER_SECOND;
/// Days in the 400 years after which the calendar repeats, weekdays included.
pub const DAYS_PER_CYCLE: i64 = 146_097;

/// Whether `year` has a 29 February.
pub const fn is_leap_year(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Days of `month` in `year`; zero for a month that does not exist.
pub const fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap_year(year) => 29,
        2 => 28,
        _ => 0,
    }
}

/// The day number of a civil date that is known to exist.
const fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * DAYS_PER_CYCLE + day_of_era - 719_468
}

/// Year, month and day of a day number that lies in the range.
const fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(DAYS_PER_CYCLE);
    let day_of_era = days.rem_euclid(DAYS_PER_CYCLE);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
    (year, month, day)
}

/// The Monday that begins the first ISO week of `year`, as a day number.
const fn first_monday(year: i64) -> i64 {
    let fourth_of_january = days_from_civil(year, 1, 4);
    fourth_of_january - weekday(fourth_of_january) + 1
}

/// Monday is 1, Sunday is 7 (1970-01-01 was a Thursday).
const fn weekday(days: i64) -> i64 {
    (days + 3).rem_euclid(7) + 1
}

impl Date {
    /// The date with that day number.
    pub fn from_days(days: i64) -> Option<Date> {
        (MIN_DAYS..=MAX_DAYS).contains(&days).then_some(Date { days })
    }

    /// The date of a year, a month (1 to 12) and a day of the month.
    pub fn from_ymd(year: i64, month: i64, day: i64) -> Option<Date> {
        let exists =
            (-MAX_YEAR..=MAX_YEAR).contains(&year) && (1..=days_in_month(year, month)).contains(&day);
        exists.then(|| Date { days: days_from_civil(year, month, day) })
    }

    /// The date of an ISO 8601 week-based year, week (1 to 53) and day of the week (Monday is 1).
    pub fn from_week(week_year: i64, week: i64, day_of_week: i64) -> Option<Date> {
        let exists = (-MAX_YEAR..=MAX_YEAR).contains(&week_year) && (1..=7).contains(&day_of_week);
        if !exists || !(1..=weeks_in_year(week_year)).contains(&week) {
            return None;
        }
        Date::from_days(first_monday(week_year) + (week - 1) * 7 + day_of_week - 1)
    }

    /// The date of a year, a quarter (1 to 4) and a day of the quarter (1 to 92).
    pub fn from_quarter(year: i64, quarter: i64, day_of_quarter: i64) -> Option<Date> {
        if !(1..=4).contains(&quarter) {
            return None;
        }
        let first = Date::from_ymd(year, quarter * 3 - 2, 1)?;
        let length: i64 = (quarter * 3 - 2..=quarter * 3).map(|month| days_in_month(year, month)).sum();
        (1..=length).contains(&day_of_quarter).then(|| Date { days: first.days + day_of_quarter - 1 })
    }

    /// The date of a year and a day of the year (1 to 366).
    pub fn from_ordinal(year: i64, day_of_year: i64) -> Option<Date> {
        let first = Date::from_ymd(year, 1, 1)?;
        let length = if is_leap_year(year) { 366 } else { 365 };
        (1..=length).contains(&day_of_year).then(|| Date { days: first.days + day_of_year - 1 })
    }

    /// Year, month and day of the month.
    pub fn ymd(self) -> (i64, i64, i64) {
        civil_from_days(self.days.clamp(MIN_DAYS, MAX_DAYS))
    }

    /// The calendar year.
    pub fn year(self) -> i64 {
        self.ymd().0
    }

    /// The quarter of the year, 1 to 4.
    pub fn quarter(self) -> i64 {
        (self.ymd().1 + 2) / 3
    }

    /// The day of the quarter, from 1.
    pub fn day_of_quarter(self) -> i64 {
        let (year, month, _) = self.ymd();
        self.days.clamp(MIN_DAYS, MAX_DAYS) - days_from_civil(year, (month - 1) / 3 * 3 + 1, 1) + 1
    }

    /// The day of the year, from 1.
    pub fn day_of_year(self) -> i64 {
        self.days.clamp(MIN_DAYS, MAX_DAYS) - days_from_civil(self.year(), 1, 1) + 1
    }

    /// The day of the week; Monday is 1, Sunday is 7.
    pub fn day_of_week(self) -> i64 {
        weekday(self.days.clamp(MIN_DAYS, MAX_DAYS))
    }

    /// The ISO 8601 week-based year and the week of it.
    pub fn week(self) -> (i64, i64) {
        let days = self.days.clamp(MIN_DAYS, MAX_DAYS);
        // The Thursday of a week lies in the year the week belongs to.
        let week_year = civil_from_days(days - weekday(days) + 4).0;
        (week_year, (days - first_monday(week_year)) / 7 + 1)
    }

    /// The date `months` later; a day beyond the end of that month becomes its last day.
    pub fn plus_months(self, months: i64) -> Option<Date> {
        let (year, month, day) = self.ymd();
        let index = (year * 12 + month - 1).checked_add(months)?;
        let (year, month) = (index.div_euclid(12), index.rem_euclid(12) + 1);
        Date::from_ymd(year, month, day.min(days_in_month(year, month)))
    }

    /// The date `days` later.
    pub fn plus_days(self, days: i64) -> Option<Date> {
        Date::from_days(self.days.checked_add(days)?)
    }
}

/// 52 or 53: how many ISO weeks the week-based year has.
const fn weeks_in_year(year: i64) -> i64 {
    (first_monday(year + 1) - first_monday(year)) / 7
}

impl LocalTime {
    /// Midnight, the beginning of the day.
    pub const MIDNIGHT: LocalTime = LocalTime { nanos: 0 };

    /// The time `nanos` nanoseconds after midnight.
    pub fn from_nanos(nanos: i64) -> Option<LocalTime> {
        (0..NANOS_PER_DAY).contains(&nanos).then_some(LocalTime { nanos: nanos as u64 })
    }

    /// The time of an hour (0 to 23), minute, second and nanosecond of the second.
    pub fn from_hms(hour: i64, minute: i64, second: i64, nanos: i64) -> Option<LocalTime> {
        let exists = (0..24).contains(&hour)
            && (0..60).contains(&minute)
            && (0..60).contains(&second)
            && (0..NANOS_PER_SECOND).contains(&nanos);
        let seconds = || (hour * 60 + minute) * 60 + second;
        exists.then(|| LocalTime { nanos: (seconds() * NANOS_PER_SECOND + nanos) as u64 })
    }

    /// Hour, minute, second and nanosecond of the second.
    pub fn hms(self) -> (i64, i64, i64, i64) {
        let nanos = self.nanos_of_day();
        let seconds = nanos / NANOS_PER_SECOND;
        (seconds / 3_600, seconds / 60 % 60, seconds % 60, nanos % NANOS_PER_SECOND)
    }

    /// Nanoseconds since midnight.
    pub fn nanos_of_day(self) -> i64 {
        (self.nanos % NANOS_PER_DAY as u64) as i64
    }
}

impl LocalDateTime {
    /// A date and a time of it.
    pub fn new(date: Date, time: LocalTime) -> LocalDateTime {
        let (days, nanos) = (date.days.clamp(MIN_DAYS, MAX_DAYS), time.nanos_of_day());
        LocalDateTime {
            seconds: days * SECONDS_PER_DAY + nanos / NANOS_PER_SECOND,
            nanos: (nanos % NANOS_PER_SECOND) as u32,
        }
    }

    /// The moment `seconds` and `nanos` (below a second) after 1970-01-01T00:00.
    pub fn from_seconds(seconds: i64, nanos: u32) -> Option<LocalDateTime> {
        Date::from_days(seconds.div_euclid(SECONDS_PER_DAY))?;
        (i64::from(nanos) < NANOS_PER_SECOND).then_some(LocalDateTime { seconds, nanos })
    }

    /// The date.
    pub fn date(self) -> Date {
        Date { days: self.seconds.div_euclid(SECONDS_PER_DAY).clamp(MIN_DAYS, MAX_DAYS) }
    }

    /// The time of day.
    pub fn time(self) -> LocalTime {
        let nanos = i64::from(self.nanos) % NANOS_PER_SECOND;
        LocalTime { nanos: (self.seconds.rem_euclid(SECONDS_PER_DAY) * NANOS_PER_SECOND + nanos) as u64 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_range_ends_at_nine_digit_years() {
        assert_eq!(Date { days: MIN_DAYS }.ymd(), (-999_999_999, 1, 1));
        assert_eq!(Date { days: MAX_DAYS }.ymd(), (999_999_999, 12, 31));
        assert_eq!(Date { days: MAX_DAYS }.plus_days(1), None);
        assert_eq!(Date { days: i64::MIN }.ymd(), (-999_999_999, 1, 1));
        assert_eq!(Date::from_ymd(1900, 2, 29), None);
    }

    #[test]
    fn weeks_belong_to_the_year_of_their_thursday() {
        let date = |y, m, d| Date::from_ymd(y, m, d).map(Date::week);
        assert_eq!(date(1984, 1, 1), Some((1983, 52)));
        assert_eq!(date(1819, 1, 3), Some((1818, 53)));
        assert_eq!(date(1816, 12, 30), Some((1817, 1)));
        assert_eq!(Date::from_week(1817, 53, 1), None);
    }

    proptest! {
        #[test]
        fn every_day_has_one_name_in_each_calendar(days in MIN_DAYS..=MAX_DAYS) {
            let date = Date { days };
            let (year, month, day) = date.ymd();
            prop_assert_eq!(Date::from_ymd(year, month, day), Some(date));
            prop_assert_eq!(Date::from_ordinal(year, date.day_of_year()), Some(date));
            prop_assert_eq!(Date::from_quarter(year, date.quarter(), date.day_of_quarter()), Some(date));
            let (week_year, week) = date.week();
            if week_year.abs() <= MAX_YEAR {
                prop_assert_eq!(Date::from_week(week_year, week, date.day_of_week()), Some(date));
            }
        }

        #[test]
        fn neighbouring_days_have_neighbouring_names(days in -800_000i64..800_000) {
            let (today, tomorrow) = (Date { days }.ymd(), Date { days: days + 1 }.ymd());
            prop_assert!(today < tomorrow);
        }

        #[test]
        fn date_and_time_come_back(days in MIN_DAYS..=MAX_DAYS, nanos in 0..NANOS_PER_DAY as u64) {
            let (date, time) = (Date { days }, LocalTime { nanos });
            let both = LocalDateTime::new(date, time);
            prop_assert_eq!((both.date(), both.time()), (date, time));
            let (h, m, s, n) = time.hms();
            prop_assert_eq!(LocalTime::from_hms(h, m, s, n), Some(time));
        }
    }
}
