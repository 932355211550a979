//! Time zones: fixed offsets and the named zones of the IANA database that is compiled in.
//!
//! A local time that a clock change skips is moved forward by the length of the gap; one that
//! occurs twice is taken the first time unless an offset says otherwise. The rules are known for
//! years -9999 to 9999; other years use the year of that range that lies a multiple of 400 years
//! away and is nearest, because the calendar repeats after 400 years, weekdays included.

use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use jiff::tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase};
use rustc_hash::FxHashMap;

use super::calendar::{DAYS_PER_CYCLE, NANOS_PER_SECOND, SECONDS_PER_DAY};
use super::{Date, DateTime, LocalDateTime, invalid, out_of_range};
use crate::error::{Error, Result, similarity};

/// The greatest distance from UTC, in seconds.
pub const MAX_OFFSET: i32 = 18 * 3_600;

const SECONDS_PER_CYCLE: i64 = DAYS_PER_CYCLE * SECONDS_PER_DAY;
/// Rules are looked up for instants up to this distance from 1970, well inside the database's range.
const KNOWN_SECONDS: i64 = 19 * SECONDS_PER_CYCLE;

static DATABASE: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);
/// Zones in use, by their canonical spelling; there are only some hundreds.
static IN_USE: LazyLock<RwLock<FxHashMap<Arc<str>, NamedZone>>> = LazyLock::new(RwLock::default);

/// How local time relates to UTC.
#[derive(Clone, Debug)]
pub enum Zone {
    /// A fixed number of seconds east of UTC.
    Offset(i32),
    /// A named zone.
    Named(NamedZone),
}

/// A zone of the IANA database.
#[derive(Clone, Debug)]
pub struct NamedZone {
    name: Arc<str>,
    rules: TimeZone,
}

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Zone = Zone::Offset(0);

    /// The zone of an IANA name, whatever its case; blanks may stand for underscores.
    pub fn named(name: &str) -> Result<Zone> {
        if let Some(zone) = IN_USE.read().unwrap_or_else(PoisonError::into_inner).get(name) {
            return Ok(Zone::Named(zone.clone()));
        }
        let rules =
            DATABASE.get(&name.trim().replace(' ', "_")).map_err(|cause| unknown_zone(name, cause))?;
        let Some(canonical) = rules.iana_name().map(Arc::<str>::from) else {
            return Err(Error::internal(format!("the time zone `{name}` has no name")));
        };
        let zone = NamedZone { name: Arc::clone(&canonical), rules };
        IN_USE.write().unwrap_or_else(PoisonError::into_inner).insert(canonical, zone.clone());
        Ok(Zone::Named(zone))
    }

    /// The zone that a date-time is in.
    pub fn of(value: &DateTime) -> Result<Zone> {
        match &value.zone {
            Some(name) => Zone::named(name),
            None => Ok(Zone::Offset(value.offset)),
        }
    }

    /// The instant at which the clocks of this zone show `local`; where they show it twice, the
    /// one with the `preferred` offset, else the first.
    pub fn at_local(&self, local: LocalDateTime, preferred: Option<i32>) -> Result<DateTime> {
        match self {
            Zone::Offset(offset) => Ok(DateTime { local, offset: *offset, zone: None }),
            Zone::Named(zone) => {
                let (shift, offset) = zone.offset_at_local(local, preferred)?;
                let local = shifted(local, i64::from(shift))?;
                Ok(DateTime { local, offset, zone: Some(Arc::clone(&zone.name)) })
            }
        }
    }

    /// What the clocks of this zone show `seconds` and `nanos` after 1970-01-01T00:00Z.
    pub fn at_instant(&self, seconds: i64, nanos: u32) -> Result<DateTime> {
        let (offset, zone) = match self {
            Zone::Offset(offset) => (*offset, None),
            Zone::Named(zone) => (zone.offset_at_instant(seconds)?, Some(Arc::clone(&zone.name))),
        };
        let local = seconds.checked_add(i64::from(offset)).ok_or_else(|| out_of_range("date and time"))?;
        let local = LocalDateTime::from_seconds(local, nanos).ok_or_else(|| out_of_range("date and time"))?;
        Ok(DateTime { local, offset, zone })
    }

    /// Like [`Zone::at_instant`], for nanoseconds since 1970-01-01T00:00Z.
    pub fn at_nanos(&self, nanos: i128) -> Result<DateTime> {
        let per_second = i128::from(NANOS_PER_SECOND);
        let seconds =
            i64::try_from(nanos.div_euclid(per_second)).map_err(|_| out_of_range("date and time"))?;
        // The remainder is below 1,000,000,000.
        self.at_instant(seconds, nanos.rem_euclid(per_second) as u32)
    }
}

impl NamedZone {
    /// By how much a skipped local time moves forward, and the offset that holds there.
    fn offset_at_local(&self, local: LocalDateTime, preferred: Option<i32>) -> Result<(i32, i32)> {
        let known = into_known_range(local.seconds);
        let offsets = self.rules.to_ambiguous_timestamp(civil(known)?).offset();
        Ok(match offsets {
            AmbiguousOffset::Unambiguous { offset } => (0, offset.seconds()),
            AmbiguousOffset::Gap { before, after } => (after.seconds() - before.seconds(), after.seconds()),
            AmbiguousOffset::Fold { after, .. } if preferred == Some(after.seconds()) => (0, after.seconds()),
            AmbiguousOffset::Fold { before, .. } => (0, before.seconds()),
        })
    }

    fn offset_at_instant(&self, seconds: i64) -> Result<i32> {
        let timestamp = jiff::Timestamp::from_second(into_known_range(seconds))
            .map_err(|cause| out_of_range("instant").caused_by(cause))?;
        Ok(self.rules.to_offset(timestamp).seconds())
    }
}

/// The equivalent second nearest to it whose rules are known.
fn into_known_range(seconds: i64) -> i64 {
    if seconds > KNOWN_SECONDS {
        seconds.rem_euclid(SECONDS_PER_CYCLE) + KNOWN_SECONDS - SECONDS_PER_CYCLE
    } else if seconds < -KNOWN_SECONDS {
        seconds.rem_euclid(SECONDS_PER_CYCLE) - KNOWN_SECONDS
    } else {
        seconds
    }
}

fn civil(seconds: i64) -> Result<jiff::civil::DateTime> {
    let local = LocalDateTime { seconds, nanos: 0 };
    let ((year, month, day), (hour, minute, second, _)) = (local.date().ymd(), local.time().hms());
    let year = i16::try_from(year).map_err(|_| out_of_range("year"))?;
    // Months, days, hours, minutes and seconds are below 60.
    jiff::civil::DateTime::new(year, month as i8, day as i8, hour as i8, minute as i8, second as i8, 0)
        .map_err(|cause| out_of_range("date and time").caused_by(cause))
}

fn shifted(local: LocalDateTime, seconds: i64) -> Result<LocalDateTime> {
    LocalDateTime::from_seconds(local.seconds.saturating_add(seconds), local.nanos)
        .ok_or_else(|| out_of_range("date and time"))
}

fn unknown_zone(name: &str, cause: jiff::Error) -> Error {
    let known: Vec<String> = DATABASE.available().map(|zone| zone.as_str().to_owned()).collect();
    let wanted = name.to_lowercase();
    let nearest = known
        .iter()
        .map(|known| (similarity(&wanted, &known.to_lowercase()), known))
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .filter(|(score, _)| *score > 0.85);
    let hint = match nearest {
        Some((_, nearest)) => format!("did you mean `{nearest}`?"),
        None => "use an offset such as `+01:00` or an IANA name such as `Europe/Stockholm`".to_owned(),
    };
    invalid(format!("`{name}` is not a known time zone")).hint(hint).caused_by(cause)
}

impl DateTime {
    /// Seconds since 1970-01-01T00:00Z.
    pub fn epoch_seconds(&self) -> i64 {
        self.local.seconds.saturating_sub(i64::from(self.offset))
    }

    /// Nanoseconds since 1970-01-01T00:00Z.
    pub fn epoch_nanos(&self) -> i128 {
        i128::from(self.epoch_seconds()) * i128::from(NANOS_PER_SECOND) + i128::from(self.local.nanos)
    }

    /// The same instant as the clocks of another zone show it.
    pub fn in_zone(&self, zone: &Zone) -> Result<DateTime> {
        zone.at_instant(self.epoch_seconds(), self.local.nanos)
    }

    /// The date that the clock of its zone shows.
    pub fn date(&self) -> Date {
        self.local.date()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::temporal::LocalTime;
    use proptest::prelude::*;

    fn local(date: (i64, i64, i64), time: (i64, i64)) -> Option<LocalDateTime> {
        let date = Date::from_ymd(date.0, date.1, date.2)?;
        Some(LocalDateTime::new(date, LocalTime::from_hms(time.0, time.1, 0, 0)?))
    }

    #[test]
    fn a_skipped_time_moves_forward_and_a_repeated_one_is_the_first() -> Result<()> {
        let zone = Zone::named("Europe/Stockholm")?;
        let show = |value: Option<LocalDateTime>, preferred| {
            let value = value.ok_or_else(|| out_of_range("test"))?;
            Ok::<_, Error>(zone.at_local(value, preferred)?.to_string())
        };
        let gap = local((2017, 3, 26), (2, 30));
        assert_eq!(show(gap, None)?, "2017-03-26T03:30+02:00[Europe/Stockholm]");
        let fold = local((2017, 10, 29), (2, 30));
        assert_eq!(show(fold, None)?, "2017-10-29T02:30+02:00[Europe/Stockholm]");
        assert_eq!(show(fold, Some(3_600))?, "2017-10-29T02:30+01:00[Europe/Stockholm]");
        let old = local((1818, 7, 21), (21, 40));
        assert_eq!(show(old, None)?, "1818-07-21T21:40+00:53:28[Europe/Stockholm]");
        Ok(())
    }

    #[test]
    fn names_are_found_whatever_their_case_and_unknown_ones_get_a_hint() {
        assert!(
            matches!(Zone::named("america/los angeles"), Ok(Zone::Named(zone)) if &*zone.name == "America/Los_Angeles")
        );
        let error = Zone::named("Europe/Stokholm").err();
        assert_eq!(error.as_ref().and_then(Error::hint_text), Some("did you mean `Europe/Stockholm`?"));
    }

    proptest! {
        #[test]
        fn every_instant_is_shown_somehow(
            seconds in any::<i64>(),
            zone in prop::sample::select(vec!["Europe/Stockholm", "Pacific/Apia", "UTC", "America/New_York"]),
        ) {
            let zone = Zone::named(zone)?;
            if let Ok(shown) = zone.at_instant(seconds, 5) {
                prop_assert_eq!(shown.epoch_seconds(), seconds);
                prop_assert_eq!(zone.at_local(shown.local, Some(shown.offset))?, shown);
            }
        }
    }
}
