//! What must hold for all values, and for any text.

use std::sync::Arc;

use casegraph::value::temporal::calendar::{MAX_DAYS, MIN_DAYS, NANOS_PER_DAY};
use casegraph::value::temporal::truncate::TruncationUnit;
use casegraph::value::temporal::zone::{MAX_OFFSET, Zone};
use casegraph::value::temporal::{
    Date, DateTime, Duration, LocalDateTime, LocalTime, Time, between, in_seconds, minus, plus,
};
use casegraph::value::{Map, Point, Value, component};
use proptest::prelude::*;

const NAMES: [&str; 30] = [
    "year",
    "month",
    "day",
    "week",
    "dayOfWeek",
    "quarter",
    "dayOfQuarter",
    "ordinalDay",
    "hour",
    "minute",
    "second",
    "millisecond",
    "microsecond",
    "nanosecond",
    "epochSeconds",
    "epochMillis",
    "date",
    "time",
    "datetime",
    "timezone",
    "years",
    "months",
    "weeks",
    "days",
    "hours",
    "seconds",
    "nanoseconds",
    "x",
    "y",
    "latitude",
];

fn date() -> impl Strategy<Value = Date> + Clone {
    prop_oneof![MIN_DAYS..=MAX_DAYS, -800_000i64..800_000].prop_map(|days| Date { days })
}

fn local_time() -> impl Strategy<Value = LocalTime> + Clone {
    let day = NANOS_PER_DAY as u64;
    prop_oneof![0..day, (0..86_400u64).prop_map(|seconds| seconds * 1_000_000_000)]
        .prop_map(|nanos| LocalTime { nanos })
}

fn offset() -> impl Strategy<Value = i32> + Clone {
    -MAX_OFFSET..=MAX_OFFSET
}

fn local() -> impl Strategy<Value = LocalDateTime> + Clone {
    (date(), local_time()).prop_map(|(date, time)| LocalDateTime::new(date, time))
}

fn zone() -> impl Strategy<Value = Zone> {
    let names = ["Europe/Stockholm", "America/New_York", "Pacific/Apia", "Australia/Eucla", "UTC", "Etc/UTC"];
    prop_oneof![
        offset().prop_map(Zone::Offset),
        prop::sample::select(names.to_vec())
            .prop_map(|name| Zone::named(name).expect("the database has these zones")),
    ]
}

fn datetime() -> impl Strategy<Value = DateTime> {
    (local(), zone()).prop_filter_map("in range", |(local, zone)| zone.at_local(local, None).ok())
}

fn duration() -> impl Strategy<Value = Duration> + Clone {
    let part = prop_oneof![any::<i64>(), -100i64..100];
    let nanos = prop_oneof![Just(0), 0..1_000_000_000i32];
    (part.clone(), part.clone(), part, nanos).prop_map(|(months, days, seconds, nanos)| Duration {
        months,
        days,
        seconds,
        nanos,
    })
}

fn temporal() -> impl Strategy<Value = Value> {
    prop_oneof![
        date().prop_map(Value::Date),
        local_time().prop_map(Value::LocalTime),
        (local_time(), offset()).prop_map(|(local, offset)| Value::Time(Time { local, offset })),
        local().prop_map(Value::LocalDateTime),
        datetime().prop_map(|value| Value::DateTime(Arc::new(value))),
        duration().prop_map(|value| Value::Duration(Arc::new(value))),
    ]
}

fn map() -> impl Strategy<Value = Map> {
    let value = prop_oneof![
        4 => (-5i64..70).prop_map(Value::Integer),
        1 => any::<i64>().prop_map(Value::Integer),
        1 => any::<f64>().prop_map(Value::Float),
        1 => temporal(),
        1 => Just(Value::String("Europe/Stockholm".into())),
    ];
    prop::collection::btree_map(prop::sample::select(NAMES.to_vec()).prop_map(Arc::from), value, 0..5)
}

fn try_everything(value: &Value) {
    let _ = (Date::of(value), LocalTime::of(value), Time::of(value));
    let _ = (LocalDateTime::of(value), DateTime::of(value), Duration::of(value));
}

proptest! {
    #[test]
    fn dates_read_back(value in date()) {
        prop_assert_eq!(Date::parse(&value.to_string())?, value);
    }

    #[test]
    fn times_read_back(local in local_time(), offset in offset()) {
        prop_assert_eq!(LocalTime::parse(&local.to_string())?, local);
        let value = Time { local, offset };
        prop_assert_eq!(Time::parse(&value.to_string())?, value);
    }

    #[test]
    fn date_times_read_back(local in local(), value in datetime()) {
        prop_assert_eq!(LocalDateTime::parse(&local.to_string())?, local);
        prop_assert_eq!(DateTime::parse(&value.to_string())?, value);
    }

    #[test]
    fn durations_read_back(value in duration()) {
        prop_assert_eq!(Duration::parse(&value.to_string())?, value);
    }

    #[test]
    fn the_seconds_between_lead_from_one_to_the_other(from in datetime(), to in datetime()) {
        let (from, to) = (Value::DateTime(from.into()), Value::DateTime(to.into()));
        let sum = plus(&from, &in_seconds(&from, &to)?)?;
        prop_assert_eq!(in_seconds(&sum.unwrap_or_default(), &to)?, Duration::ZERO);
    }

    #[test]
    fn the_time_between_dates_leads_from_one_to_the_other(from in date(), to in date()) {
        let (start, end) = (Value::Date(from), Value::Date(to));
        prop_assert_eq!(from.plus(&between(&start, &end)?)?, to);
    }

    #[test]
    fn sums_of_durations_can_be_undone(a in duration(), b in duration()) {
        if let Ok(sum) = a.plus(&b) {
            prop_assert_eq!(sum.minus(&b)?, a);
        }
    }

    #[test]
    fn doubling_and_halving_cancel_out(
        months in -1_000i64..1_000,
        days in -1_000i64..1_000,
        seconds in any::<i32>(),
    ) {
        let value = Duration::new(months, days, seconds.into(), 500)?;
        let doubled = value.times(&Value::Float(2.0))?;
        prop_assert_eq!(doubled, value.plus(&value)?);
        prop_assert_eq!(doubled.divided_by(&Value::Integer(2))?, value);
    }

    #[test]
    fn nothing_panics_on_any_text(text in "\\PC{0,24}") {
        try_everything(&Value::String(text.as_str().into()));
        let _ = (Zone::parse(&text), TruncationUnit::named(&text));
    }

    #[test]
    fn nothing_panics_on_text_like_iso(text in "[-+]?P?[0-9TWQYMDHSZ:.,+\\-]{0,20}(\\[UTC\\])?") {
        try_everything(&Value::String(text.as_str().into()));
    }

    #[test]
    fn nothing_panics_on_any_map(map in map(), base in temporal(), unit in 0usize..14) {
        let _ = Point::of_map(&map);
        let units = ["millennium", "century", "decade", "year", "weekYear", "quarter", "month", "week", "day",
            "hour", "minute", "second", "millisecond", "microsecond"];
        let unit = TruncationUnit::named(units[unit])?;
        let _ = (Date::truncated(unit, &base, &map), LocalTime::truncated(unit, &base, &map));
        let _ = (Time::truncated(unit, &base, &map), DateTime::truncated(unit, &base, &map));
        let _ = LocalDateTime::truncated(unit, &base, &map);
        try_everything(&base);
        try_everything(&Value::Map(map.into()));
    }

    #[test]
    fn nothing_panics_in_arithmetic(
        a in temporal(),
        b in temporal(),
        length in duration(),
        factor in any::<f64>(),
        number in any::<i64>(),
    ) {
        let _ = (plus(&a, &length), minus(&a, &length), between(&a, &b), in_seconds(&a, &b));
        for number in [Value::Float(factor), Value::Integer(number)] {
            let _ = (length.times(&number), length.divided_by(&number));
        }
        for key in ["nanoseconds", "epochMillis", "weekYear", "quarter", "secondsOfMinute"] {
            let _ = component(&a, key);
        }
    }

    #[test]
    fn nothing_panics_on_values_out_of_range(
        days in any::<i64>(),
        nanos in any::<u64>(),
        seconds in any::<i64>(),
        offset in any::<i32>(),
        length in duration(),
    ) {
        let (local_time, local) = (LocalTime { nanos }, LocalDateTime { seconds, nanos: nanos as u32 });
        let values = [
            Value::Date(Date { days }),
            Value::LocalTime(local_time),
            Value::Time(Time { local: local_time, offset }),
            Value::LocalDateTime(local),
            Value::DateTime(Arc::new(DateTime { local, offset, zone: None })),
        ];
        for value in &values {
            try_everything(value);
            let _ = (plus(value, &length), minus(value, &length));
            for key in ["year", "week", "dayOfQuarter", "hour", "epochMillis"] {
                let _ = component(value, key);
            }
            for other in &values {
                let _ = (between(value, other), in_seconds(value, other));
            }
        }
    }
}
