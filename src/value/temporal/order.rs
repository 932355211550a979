//! The order of values with an offset: by the instant, then by the offset, then by the zone's name,
//! so that only equal values compare as equal.

use std::cmp::Ordering;

use super::calendar::NANOS_PER_SECOND;
use super::{DateTime, Time};

impl Ord for Time {
    fn cmp(&self, other: &Time) -> Ordering {
        let instant = |time: &Time| time.local.nanos_of_day() - i64::from(time.offset) * NANOS_PER_SECOND;
        instant(self).cmp(&instant(other)).then_with(|| self.offset.cmp(&other.offset))
    }
}

impl PartialOrd for Time {
    fn partial_cmp(&self, other: &Time) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DateTime {
    fn cmp(&self, other: &DateTime) -> Ordering {
        let instant = |value: &DateTime| (value.epoch_seconds(), value.local.nanos);
        instant(self)
            .cmp(&instant(other))
            .then_with(|| self.offset.cmp(&other.offset))
            .then_with(|| self.zone.cmp(&other.zone))
    }
}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &DateTime) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
