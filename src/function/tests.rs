//! Calls of functions by name, as tables; and what must hold for every row.

use std::collections::HashSet;

use super::{CallContext, Clock, Implementation, find, functions};
use crate::error::{Error, Result};
use crate::graph::GraphState;
use crate::value::{List, Value};

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

fn yes() -> Value {
    Value::Boolean(true)
}

fn null() -> Value {
    Value::Null
}

fn nan() -> Value {
    float(f64::NAN)
}

/// As the executor calls: over one group for an aggregate, whose rows are the arguments.
fn call(name: &str, arguments: &[Value]) -> Result<Value> {
    let function = find(name).ok_or_else(|| Error::internal(format!("no function `{name}`")))?;
    let graph = GraphState::new();
    let clock = Clock { transaction: 0, statement: 1_500_000 };
    match function.implementation {
        Implementation::Scalar(_) if function.strict && arguments.iter().any(Value::is_null) => {
            Ok(Value::Null)
        }
        Implementation::Scalar(body) => body(
            &CallContext {
                graph: &graph,
                clock: &clock,
                work: &crate::algorithm::Unlimited,
                pool: &crate::path::Pool::default(),
            },
            arguments,
        ),
        Implementation::Aggregate(start) => {
            let mut accumulator = start();
            for row in arguments {
                match row {
                    Value::List(row) if name.starts_with("percentile") => accumulator.add(row)?,
                    value => accumulator.add(std::slice::from_ref(value))?,
                }
            }
            accumulator.finish()
        }
    }
}

fn check(name: &str, arguments: &[Value], expected: &str) {
    let found = match call(name, arguments) {
        Ok(value) => value.to_string(),
        Err(error) => format!("{}: {}", error.class().name(), error.detail()),
    };
    assert_eq!(found, expected, "{name}{}", Value::List(List::new(arguments.to_vec())));
}

#[test]
fn every_row_is_documented_and_named_once() {
    let mut names = HashSet::new();
    for function in functions() {
        for name in std::iter::once(&function.name).chain(function.aliases) {
            assert!(names.insert(name.to_lowercase()), "{name} is there twice");
        }
        assert!(function.doc.ends_with('.'), "{} has no sentence of documentation", function.name);
        let called = format!("{}(", function.name);
        assert!(function.example.contains(&called), "the example of {} does not call it", function.name);
        let optional = function.parameters.iter().skip_while(|parameter| !parameter.optional);
        assert!(optional.clone().all(|parameter| parameter.optional), "{}", function.name);
        assert!(!matches!(function.implementation, Implementation::Aggregate(_) if function.strict));
    }
}

#[test]
fn scalar_functions() {
    check("coalesce", &[null(), int(1), int(2)], "1");
    check("coalesce", &[null()], "null");
    check("head", &[list([])], "null");
    check("last", &[list([int(1), int(2)])], "2");
    check("head", &[int(1)], "TypeError: InvalidArgumentType");
    check("size", &[text("København")], "9");
    check("size", &[list([null(), null()])], "2");
    check("size", &[null()], "null");
    check("nullIf", &[int(1), float(1.0)], "null");
    check("nullIf", &[int(1), null()], "1");
    check("timestamp", &[], "1");
    check("type", &[int(0)], "TypeError: InvalidArgumentValue");
    check("labels", &[int(1)], "TypeError: InvalidArgumentValue");
    check("labels", &[Value::Node(crate::graph::NodeId(9))], "EntityNotFound: DeletedEntityAccess");
    check("type", &[Value::Relationship(crate::graph::RelId(9))], "EntityNotFound: DeletedEntityAccess");
    check("properties", &[text("a")], "TypeError: InvalidArgumentType");
    check("valueType", &[null()], "'NULL'");
    check("isEmpty", &[text("")], "true");
    check("exists", &[null()], "false");
}

#[test]
fn conversions() {
    check("toBoolean", &[text(" TRUE ")], "true");
    check("toBoolean", &[text("yes")], "null");
    check("toBoolean", &[float(1.0)], "TypeError: InvalidArgumentValue");
    check("toBooleanOrNull", &[float(1.0)], "null");
    check("toInteger", &[float(82.9)], "82");
    check("toInteger", &[text("1.7")], "1");
    check("toInteger", &[text("-9223372036854775808")], "-9223372036854775808");
    check("toInteger", &[text("9223372036854775808")], "ArithmeticError: IntegerOverflow");
    check("toInteger", &[text("inf")], "null");
    check("toInteger", &[text("")], "null");
    check("toInteger", &[nan()], "ArgumentError: NumberOutOfRange");
    check("toInteger", &[list([])], "TypeError: InvalidArgumentValue");
    check("toFloat", &[int(3)], "3.0");
    check("toFloat", &[text("foo")], "null");
    check("toFloat", &[yes()], "TypeError: InvalidArgumentValue");
    check("toFloatList", &[list([text("1"), yes(), null()])], "[1.0, null, null]");
    check("toString", &[yes()], "'true'");
    check("toString", &[float(1e100)], "'1e100'");
    check("toString", &[list([])], "TypeError: InvalidArgumentValue");
}

#[test]
fn list_functions() {
    check("range", &[int(0), int(-10), int(-3)], "[0, -3, -6, -9]");
    check("range", &[int(0), int(-1)], "[]");
    check(
        "range",
        &[int(i64::MIN), int(i64::MAX), int(i64::MAX)],
        "[-9223372036854775808, -1, 9223372036854775806]",
    );
    check("range", &[int(2), int(8), int(0)], "ArgumentError: NumberOutOfRange");
    check("range", &[int(0), float(1.0)], "ArgumentError: InvalidArgumentType");
    check("range", &[int(i64::MIN), int(i64::MAX)], "BudgetExceeded: ListTooLong");
    check("reverse", &[text("aø")], "'øa'");
    check("reverse", &[list([int(1), int(2)])], "[2, 1]");
    check("tail", &[list([])], "[]");
    check("tail", &[list([int(1), int(2)])], "[2]");
}

#[test]
fn string_functions() {
    check("upper", &[text("ærø")], "'ÆRØ'");
    check("trim", &[text("  a ")], "'a'");
    check("btrim", &[text("xxaxx"), text("x")], "'a'");
    check("ltrim", &[text("007"), text("0")], "'7'");
    check("rtrim", &[text("7 ")], "'7'");
    check("replace", &[text("a-b"), text("-"), text("+")], "'a+b'");
    check("substring", &[text("0123456789"), int(1)], "'123456789'");
    check("substring", &[text("øæå"), int(1), int(1)], "'æ'");
    check("substring", &[text("abc"), int(9), int(i64::MAX)], "''");
    check("substring", &[text("abc"), int(-1)], "ArgumentError: NumberOutOfRange");
    check("left", &[text("KORUS"), int(2)], "'KO'");
    check("right", &[text("KORUS"), int(2)], "'US'");
    check("right", &[text("KORUS"), int(99)], "'KORUS'");
    check("split", &[text("one1two"), text("1")], "['one', 'two']");
    check("split", &[text("ab"), text("")], "['a', 'b']");
    check("split", &[null(), text("")], "null");
    check("normalize", &[text("a"), text("XYZ")], "ArgumentError: InvalidArgumentValue");
    check("toUpper", &[int(1)], "TypeError: InvalidArgumentType");
}

#[test]
fn a_replacement_cannot_fill_the_memory() {
    let long = "a".repeat(1 << 20);
    check("replace", &[text(&long), text("a"), text(&long)], "BudgetExceeded: StringTooLong");
}

#[test]
fn mathematical_functions() {
    check("abs", &[int(i64::MIN)], "ArithmeticError: IntegerOverflow");
    check("abs", &[float(-1.5)], "1.5");
    check("ceil", &[int(1)], "1.0");
    check("round", &[float(0.49999999999999994)], "0.0");
    check("round", &[float(-1.5)], "-1.0");
    check("round", &[float(2.5)], "3.0");
    check("round", &[float(3.15159), int(2)], "3.15");
    check("round", &[float(1.5), int(0), text("FLOOR")], "1.0");
    check("round", &[float(1.5), int(-1)], "ArgumentError: NumberOutOfRange");
    check("sign", &[float(-17.5)], "-1");
    check("sqrt", &[int(-1)], "(0.0 / 0.0)");
    check("log", &[int(0)], "(-1.0 / 0.0)");
    check("isNaN", &[nan()], "true");
    check("degrees", &[float(std::f64::consts::PI)], "180.0");
    check("haversin", &[int(0)], "0.0");
    check("sin", &[text("a")], "TypeError: InvalidArgumentType");
}

#[test]
fn aggregates() {
    let rows = |values: &[Value]| values.to_vec();
    check("count", &rows(&[int(1), null(), int(3)]), "2");
    check("sum", &rows(&[int(1), null(), int(3)]), "4");
    check("sum", &rows(&[int(1), float(0.5)]), "1.5");
    check("sum", &[], "0");
    check("sum", &rows(&[int(i64::MAX), int(1)]), "ArithmeticError: IntegerOverflow");
    check("sum", &rows(&[text("a")]), "TypeError: InvalidArgumentType");
    check("avg", &rows(&[int(i64::MAX), int(i64::MAX)]), "9.223372036854776e18");
    check("avg", &rows(&[int(1), int(2)]), "1.5");
    check("avg", &[], "null");
    let mixed = [int(1), text("a"), null(), list([int(1), int(2)]), float(0.2), text("b")];
    check("max", &mixed, "1");
    check("min", &mixed, "[1, 2]");
    check("max", &[list([int(1)]), list([int(2)]), list([int(2), int(1)])], "[2, 1]");
    check("collect", &rows(&[int(1), null()]), "[1]");
    check("stDev", &rows(&[int(1), int(2), int(3)]), "1.0");
    check("stDevP", &rows(&[int(1), int(3)]), "1.0");
    check("stDev", &rows(&[int(1)]), "0.0");
}

#[test]
fn duration_aggregates() {
    let Ok(duration) = call("duration", &[text("P1DT2H")]) else { panic!("a duration") };
    check("sum", &[duration.clone(), duration.clone()], "duration('P2DT4H')");
    check("avg", &[duration.clone(), duration.clone()], "duration('P1DT2H')");
    check("sum", &[duration.clone(), int(1)], "TypeError: InvalidArgumentType");
    check("avg", &[int(1), duration], "TypeError: InvalidArgumentType");
}

#[test]
fn percentiles() {
    let rows =
        |percentile: Value| [10, 20, 30].map(|number| list([int(number), percentile.clone()])).to_vec();
    check("percentileCont", &rows(float(0.0)), "10.0");
    check("percentileCont", &rows(float(0.25)), "15.0");
    check("percentileCont", &rows(int(1)), "30.0");
    check("percentileDisc", &rows(float(0.0)), "10");
    check("percentileDisc", &rows(float(0.5)), "20");
    check("percentileDisc", &rows(float(1.0)), "30");
    check("percentileCont", &rows(float(1.1)), "ArgumentError: NumberOutOfRange");
    check("percentileDisc", &rows(int(-1)), "ArgumentError: NumberOutOfRange");
    check("percentileCont", &rows(nan()), "ArgumentError: NumberOutOfRange");
    check("percentileCont", &[], "null");
}
