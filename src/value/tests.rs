//! The laws that bind the relations of this folder together, on generated values.

use std::cmp::Ordering;
use std::collections::hash_map::DefaultHasher;
use std::hash::Hasher;
use std::sync::Arc;

use proptest::prelude::*;

use super::temporal::{Date, DateTime, Duration, LocalDateTime, LocalTime, Time};
use super::*;

/// Any value without graph elements; small domains, so that equal values are met often.
pub(crate) fn any_value() -> impl Strategy<Value = Value> {
    any_scalar().prop_recursive(3, 12, 4, |inner| {
        let key = prop_oneof![Just("a"), Just("$date"), Just("$map"), Just("two words"), Just("")];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|values| Value::List(List::new(values))),
            prop::collection::btree_map(key.prop_map(Arc::from), inner, 0..3)
                .prop_map(|map| Value::Map(Arc::new(map))),
        ]
    })
}

fn any_scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Boolean),
        prop_oneof![-2..3_i64, Just(1 << 53), Just((1 << 53) + 1), Just(i64::MAX), any::<i64>()]
            .prop_map(Value::Integer),
        prop_oneof![
            Just(-0.0),
            Just(1.0),
            Just(1.5),
            Just(9_007_199_254_740_992.0),
            Just(9.223_372_036_854_776e18),
            Just(f64::NAN),
            Just(f64::INFINITY),
            any::<f64>()
        ]
        .prop_map(Value::Float),
        prop_oneof![Just(String::new()), "[ab'\\\\\n`\u{1}é😀]{0,3}".prop_map(String::from)]
            .prop_map(|text| Value::String(text.into())),
        any_temporal(),
        any_point(),
    ]
}

fn any_temporal() -> impl Strategy<Value = Value> {
    let small = -3..3_i64;
    let day_nanos = prop_oneof![Just(0), Just(3_600_000_000_000), 0..86_400_000_000_000_u64];
    let offset = prop_oneof![Just(0), Just(3_600), Just(-3_600), Just(3_208)];
    (small, day_nanos, offset, 0..6).prop_map(|(days, nanos, offset, kind)| {
        let time = LocalTime { nanos };
        let local = LocalDateTime::new(Date { days }, time);
        match kind {
            0 => Value::Date(Date { days: days * 200_000 }),
            1 => Value::LocalTime(time),
            2 => Value::Time(Time { local: time, offset }),
            3 => Value::LocalDateTime(local),
            4 => Value::DateTime(Arc::new(DateTime { local, offset, zone: None })),
            _ => Value::Duration(Arc::new(Duration { months: days, days: -days, seconds: days, nanos: 0 })),
        }
    })
}

fn any_point() -> impl Strategy<Value = Value> {
    let crs = prop_oneof![Just(Crs::Cartesian), Just(Crs::Wgs84_3D)];
    (crs, prop_oneof![Just(0.0), Just(-0.0), Just(1.5)]).prop_map(|(crs, x)| {
        let z = if crs == Crs::Cartesian { 0.0 } else { 2.0 };
        Value::Point(Arc::new(Point { crs, x, y: 1.0, z }))
    })
}

fn hash_of(value: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    hash_value(value, &mut hasher);
    hasher.finish()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn order_is_total(a in any_value(), b in any_value(), c in any_value()) {
        prop_assert_eq!(order(&a, &b), order(&b, &a).reverse());
        prop_assert_eq!(order(&a, &a), Ordering::Equal);
        if order(&a, &b).is_le() && order(&b, &c).is_le() {
            prop_assert!(order(&a, &c).is_le());
        }
    }

    #[test]
    fn equivalence_is_order_and_hash(a in any_value(), b in any_value()) {
        prop_assert_eq!(equivalent(&a, &b), order(&a, &b).is_eq());
        if equivalent(&a, &b) {
            prop_assert_eq!(hash_of(&a), hash_of(&b));
        }
        prop_assert!(equivalent(&a, &a.clone()));
    }

    #[test]
    fn equality_agrees_with_the_others(a in any_value(), b in any_value()) {
        prop_assert_eq!(equals(&a, &b), equals(&b, &a));
        // The converse fails for what holds NaN or null: equivalent, but not equal.
        if equals(&a, &b) == Some(true) {
            prop_assert!(equivalent(&a, &b));
        }
        if let Comparison::Ordered(ordering) = compare(&a, &b) {
            prop_assert_eq!(ordering, order(&a, &b));
            prop_assert_eq!(equals(&a, &b), Some(ordering.is_eq()));
        }
    }
}

fn int(value: i64) -> Value {
    Value::Integer(value)
}

fn float(value: f64) -> Value {
    Value::Float(value)
}

fn text(value: &str) -> Value {
    Value::String(value.into())
}

fn list(values: impl IntoIterator<Item = Value>) -> Value {
    Value::List(values.into_iter().collect())
}

#[test]
fn equality() {
    let null = || Value::Null;
    let cases = [
        (int(1), float(1.0), Some(true)),
        (int((1 << 53) + 1), float(9_007_199_254_740_992.0), Some(false)),
        (text("1"), int(1), Some(false)),
        (null(), null(), None),
        (float(f64::NAN), float(f64::NAN), Some(false)),
        (list([int(1), int(2)]), list([int(1)]), Some(false)),
        (list([null()]), list([int(1)]), None),
        (list([list([int(1)])]), list([list([int(1)]), list([null()])]), Some(false)),
        (list([list([int(1)]), list([int(2)])]), list([list([int(1)]), list([null()])]), None),
        (list([list([int(1)]), list([int(2), int(3)])]), list([list([int(1)]), list([null()])]), Some(false)),
    ];
    for (a, b, expected) in cases {
        assert_eq!(equals(&a, &b), expected, "{a} = {b}");
    }
}

#[test]
fn greater_or_equal() {
    let null = || Value::Null;
    let cases = [
        (list([int(1), int(0)]), list([int(1)]), Some(true)),
        (list([int(1), null()]), list([int(1)]), Some(true)),
        (list([int(1), int(2)]), list([int(1), null()]), None),
        (list([int(1), text("a")]), list([int(1), null()]), None),
        (list([int(1), int(2)]), list([int(3), null()]), Some(false)),
        (float(f64::NAN), int(1), Some(false)),
        (float(f64::NAN), text("a"), None),
        (text("1.0"), float(1.0), None),
        (Value::Boolean(true), Value::Boolean(false), Some(true)),
    ];
    for (a, b, expected) in cases {
        assert_eq!(compare(&a, &b).greater_or_equal(), expected, "{a} >= {b}");
    }
}

#[test]
fn types_are_ordered_as_the_language_says() {
    let ascending = [
        Value::Map(Arc::default()),
        Value::Node(crate::graph::NodeId(0)),
        Value::Relationship(crate::graph::RelId(0)),
        list([text("list")]),
        text(""),
        text("text"),
        Value::Boolean(false),
        Value::Boolean(true),
        float(1.5),
        float(f64::NAN),
        Value::Null,
    ];
    for pair in ascending.windows(2) {
        assert_eq!(order(&pair[0], &pair[1]), Ordering::Less, "{} before {}", pair[0], pair[1]);
    }
}

#[test]
fn arithmetic_results() {
    use super::arithmetic::*;
    type Operation = fn(&Value, &Value) -> crate::error::Result<Value>;
    let cases: [(Operation, Value, Value, &str); 24] = [
        (add, int(1), int(2), "3"),
        (add, int(1), float(2.0), "3.0"),
        (add, int(i64::MAX), int(1), "IntegerOverflow"),
        (add, text("a"), int(1), "'a1'"),
        (add, float(1.0), text("a"), "'1.0a'"),
        (add, list([int(1)]), list([int(2)]), "[1, 2]"),
        (add, list([int(1)]), int(2), "[1, 2]"),
        (add, int(1), list([int(2)]), "[1, 2]"),
        (add, list([int(1)]), Value::Null, "null"),
        (add, Value::Boolean(true), int(1), "InvalidArgumentType"),
        (subtract, int(i64::MIN), int(1), "IntegerOverflow"),
        (subtract, text("a"), int(1), "InvalidArgumentType"),
        (multiply, int(i64::MAX), int(2), "IntegerOverflow"),
        (multiply, int(3), float(0.5), "1.5"),
        (divide, int(-7), int(2), "-3"),
        (divide, int(7), int(0), "DivisionByZero"),
        (divide, int(i64::MIN), int(-1), "IntegerOverflow"),
        (divide, float(0.0), int(0), "(0.0 / 0.0)"),
        (modulo, int(-7), int(3), "-1"),
        (modulo, int(i64::MIN), int(-1), "0"),
        (modulo, int(1), int(0), "DivisionByZero"),
        (power, int(2), int(10), "1024.0"),
        (concat, text("a"), text("b"), "'ab'"),
        (concat, text("a"), int(1), "InvalidArgumentType"),
    ];
    for (operation, a, b, expected) in cases {
        let found = match operation(&a, &b) {
            Ok(value) => value.to_string(),
            Err(error) => error.detail().to_owned(),
        };
        assert_eq!(found, expected, "{a} with {b}");
    }
}

#[test]
fn literals() {
    let cases = [
        (text("it's\n\u{1}"), r"'it\'s\n\u0001'"),
        (float(1.0), "1.0"),
        (float(1e16), "1e16"),
        (float(1e-5), "1e-5"),
        (float(-0.0), "-0.0"),
        (int(i64::MIN), "-9223372036854775808"),
        (Value::Date(Date { days: 0 }), "date('1970-01-01')"),
        (Value::Map(Arc::new([(Arc::from("two words"), int(1))].into())), "{`two words`: 1}"),
    ];
    for (value, expected) in cases {
        assert_eq!(value.to_string(), expected);
    }
}

#[test]
fn lists_do_not_nest_without_end() {
    let mut value = list([]);
    let refused = (0..1_000).find_map(|_| match arithmetic::add(&list([]), &list([value.clone()])) {
        Ok(deeper) => {
            value = deeper;
            None
        }
        Err(error) => Some(error),
    });
    assert_eq!(refused.map(|error| error.detail()), Some("NestingTooDeep"));
}

#[test]
fn shared_content_counts_wherever_it_occurs() {
    let mut lists = list([]);
    let mut refused = None;
    for _ in 0..60 {
        match List::checked(vec![lists.clone(), lists.clone()]) {
            Ok(doubled) => lists = Value::List(doubled),
            Err(error) => refused = Some(error.detail()),
        }
    }
    let mut maps = Ok(lists);
    for _ in 0..3 {
        maps = maps.and_then(|map| Value::from(BTreeMap::from([("a", map.clone()), ("b", map)])).checked());
    }
    assert_eq!(refused, Some("ValueTooLarge"));
    assert_eq!(maps.err().map(|error| error.detail()), Some("ValueTooLarge"));
}
