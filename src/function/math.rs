//! Mathematical and trigonometric functions. Angles are in radians; what has no result is NaN.

use std::f64::consts;

use super::random;
use super::rounding::{Mode, round as round_to};
use super::rows::{Body, also, length, number, one, optional, pure, required, scalar, text, two, wrong_type};
use super::types::{CallContext, Category, Function, Parameter, Purity, Type};
use crate::error::Result;
use crate::value::Value;
use crate::value::arithmetic::overflow;

const MATH: Category = Category::Mathematical;
const TRIG: Category = Category::Trigonometric;
const NUMBER: &[Parameter] = &[required("number", Type::Number)];
const ANGLE: &[Parameter] = &[required("angle", Type::Number)];

/// A function of one float.
macro_rules! real {
    ($category:expr, $name:literal, $parameters:expr, $doc:literal, $example:literal, $function:expr) => {{
        let body: Body = |_, arguments| {
            let function: fn(f64) -> f64 = $function;
            Ok(Value::Float(function(number($name, one(arguments)?)?)))
        };
        scalar($category, $name, $parameters, Type::Float, $doc, $example, body)
    }};
}

/// The rows of these chapters.
pub(super) const ROWS: &[Function] = &[
    scalar(
        MATH,
        "abs",
        NUMBER,
        Type::Number,
        "The distance from zero, of the number's type.",
        "abs(-5)",
        abs,
    ),
    also(
        &["ceiling"],
        real!(MATH, "ceil", NUMBER, "The least whole number that is not less.", "ceil(1.2)", f64::ceil),
    ),
    real!(MATH, "floor", NUMBER, "The greatest whole number that is not greater.", "floor(1.8)", f64::floor),
    scalar(
        MATH,
        "round",
        &[
            required("number", Type::Number),
            optional("precision", Type::Integer),
            optional("mode", Type::String),
        ],
        Type::Float,
        "The nearest whole number, of two the greater; or the nearest of so many decimal places, of two the one \
         further from zero, or as a mode says: `UP`, `DOWN`, `CEILING`, `FLOOR`, `HALF_UP`, `HALF_DOWN`, `HALF_EVEN`.",
        "round(3.14159, 2)",
        round,
    ),
    scalar(MATH, "sign", NUMBER, Type::Integer, "-1, 0 or 1, as the number is.", "sign(-17.5)", sign),
    pure(
        Purity::Volatile,
        scalar(
            MATH,
            "rand",
            &[],
            Type::Float,
            "A random number of at least 0 and below 1.",
            "rand()",
            |_, _| Ok(Value::Float(random::unit())),
        ),
    ),
    real!(MATH, "exp", NUMBER, "The power of e.", "exp(1)", f64::exp),
    also(&["ln"], real!(MATH, "log", NUMBER, "The natural logarithm.", "log(10)", f64::ln)),
    real!(MATH, "log10", NUMBER, "The logarithm to base 10.", "log10(1000)", f64::log10),
    real!(MATH, "sqrt", NUMBER, "The square root.", "sqrt(2)", f64::sqrt),
    scalar(MATH, "e", &[], Type::Float, "The base of the natural logarithm.", "e()", |_, _| {
        Ok(Value::Float(consts::E))
    }),
    scalar(
        MATH,
        "isNaN",
        NUMBER,
        Type::Boolean,
        "Whether the number is NaN, the result of an undefined calculation.",
        "isNaN(0.0 / 0.0)",
        |_, arguments| Ok(Value::Boolean(number("isNaN", one(arguments)?)?.is_nan())),
    ),
    scalar(TRIG, "pi", &[], Type::Float, "Half the circumference of the unit circle.", "pi()", |_, _| {
        Ok(Value::Float(consts::PI))
    }),
    real!(TRIG, "sin", ANGLE, "The sine.", "sin(0.5)", f64::sin),
    real!(TRIG, "cos", ANGLE, "The cosine.", "cos(0.5)", f64::cos),
    real!(TRIG, "tan", ANGLE, "The tangent.", "tan(0.5)", f64::tan),
    real!(TRIG, "cot", ANGLE, "The cotangent.", "cot(0.5)", |angle| angle.tan().recip()),
    real!(TRIG, "asin", NUMBER, "The angle of a sine.", "asin(0.5)", f64::asin),
    real!(TRIG, "acos", NUMBER, "The angle of a cosine.", "acos(0.5)", f64::acos),
    real!(TRIG, "atan", NUMBER, "The angle of a tangent.", "atan(0.5)", f64::atan),
    scalar(
        TRIG,
        "atan2",
        &[required("y", Type::Number), required("x", Type::Number)],
        Type::Float,
        "The angle of the point (x, y) seen from the origin.",
        "atan2(1, 1)",
        atan2,
    ),
    real!(TRIG, "sinh", NUMBER, "The hyperbolic sine.", "sinh(0.5)", f64::sinh),
    real!(TRIG, "cosh", NUMBER, "The hyperbolic cosine.", "cosh(0.5)", f64::cosh),
    real!(TRIG, "tanh", NUMBER, "The hyperbolic tangent.", "tanh(0.5)", f64::tanh),
    real!(TRIG, "coth", NUMBER, "The hyperbolic cotangent.", "coth(0.5)", |number| number.tanh().recip()),
    real!(TRIG, "haversin", ANGLE, "Half of one minus the cosine.", "haversin(0.5)", |angle| {
        (angle / 2.0).sin().powi(2)
    }),
    real!(TRIG, "degrees", ANGLE, "An angle in degrees.", "degrees(pi())", f64::to_degrees),
    real!(
        TRIG,
        "radians",
        &[required("degrees", Type::Number)],
        "An angle in degrees, in radians.",
        "radians(180)",
        f64::to_radians
    ),
];

fn abs(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    match one(arguments)? {
        Value::Integer(value) => {
            value.checked_abs().map(Value::Integer).ok_or_else(|| overflow(format!("abs({value})")))
        }
        Value::Float(value) => Ok(Value::Float(value.abs())),
        other => Err(wrong_type("abs", "a number", other)),
    }
}

fn sign(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    Ok(match one(arguments)? {
        Value::Integer(value) => Value::Integer(value.signum()),
        Value::Float(value) if value.is_nan() => Value::Float(f64::NAN),
        Value::Float(value) => Value::Integer(i64::from(*value > 0.0) - i64::from(*value < 0.0)),
        other => return Err(wrong_type("sign", "a number", other)),
    })
}

fn round(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    let value = number("round", one(arguments)?)?;
    Ok(Value::Float(match (arguments.get(1), arguments.get(2)) {
        (None, _) => nearest(value),
        (Some(precision), mode) => {
            let mode = mode.map_or(Ok(Mode::HalfUp), |mode| Mode::named(text("round", mode)?))?;
            round_to(value, length("round", precision)?, mode)
        }
    }))
}

/// The nearest whole number, of two the greater. Adding a half would round some numbers twice.
fn nearest(value: f64) -> f64 {
    let below = value.floor();
    if value - below >= 0.5 { below + 1.0 } else { below }
}

fn atan2(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    let (y, x) = two(arguments)?;
    Ok(Value::Float(number("atan2", y)?.atan2(number("atan2", x)?)))
}
