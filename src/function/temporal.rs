//! Temporal functions: constructors, clocks, truncation, and the time between.
//!
//! The five instant types share one implementation of each function, over the trait [`Instant`].

use std::sync::Arc;

use super::rows::{also, string, text, wrong_type};
use super::types::{CallContext, Category, Clock, Function, Implementation, Parameter, Purity, Type};
use crate::error::{Error, Result};
use crate::value::temporal::truncate::TruncationUnit;
use crate::value::temporal::zone::Zone;
use crate::value::temporal::{
    Date, DateTime, Duration, LocalDateTime, LocalTime, Time, between, formatted, in_days, in_months,
    in_seconds, only_zone,
};
use crate::value::text::scalar_text;
use crate::value::{Map, Value};

const SOURCE: &[Parameter] = &[optional("value", Type::Any)];
const ZONE: &[Parameter] = &[optional("timezone", Type::String)];
const TRUNCATION: &[Parameter] =
    &[required("unit", Type::String), optional("value", Type::Any), optional("components", Type::Map)];
const ENDS: &[Parameter] = &[required("from", Type::Any), required("to", Type::Any)];

/// The rows of this chapter.
pub(super) const ROWS: &[Function] = &[
    construct_row::<Date>("date", Type::Date, "date('2015-07-21')"),
    also(
        &["local_time"],
        construct_row::<LocalTime>("localtime", Type::LocalTime, "localtime('21:40:32.142')"),
    ),
    also(&["zoned_time"], construct_row::<Time>("time", Type::Time, "time('21:40:32.142+01:00')")),
    also(
        &["local_datetime"],
        construct_row::<LocalDateTime>(
            "localdatetime",
            Type::LocalDateTime,
            "localdatetime('2015-07-21T21:40')",
        ),
    ),
    also(
        &["zoned_datetime"],
        construct_row::<DateTime>(
            "datetime",
            Type::DateTime,
            "datetime('2015-07-21T21:40[Europe/Stockholm]')",
        ),
    ),
    transaction_row::<Date>("date.transaction", Type::Date, "date.transaction()"),
    transaction_row::<LocalTime>("localtime.transaction", Type::LocalTime, "localtime.transaction()"),
    transaction_row::<Time>("time.transaction", Type::Time, "time.transaction('+01:00')"),
    transaction_row::<LocalDateTime>(
        "localdatetime.transaction",
        Type::LocalDateTime,
        "localdatetime.transaction()",
    ),
    transaction_row::<DateTime>("datetime.transaction", Type::DateTime, "datetime.transaction()"),
    statement_row::<Date>("date.statement", Type::Date, "date.statement()"),
    statement_row::<LocalTime>("localtime.statement", Type::LocalTime, "localtime.statement()"),
    statement_row::<Time>("time.statement", Type::Time, "time.statement('+01:00')"),
    statement_row::<LocalDateTime>(
        "localdatetime.statement",
        Type::LocalDateTime,
        "localdatetime.statement()",
    ),
    statement_row::<DateTime>("datetime.statement", Type::DateTime, "datetime.statement()"),
    realtime_row::<Date>("date.realtime", Type::Date, "date.realtime()"),
    realtime_row::<LocalTime>("localtime.realtime", Type::LocalTime, "localtime.realtime()"),
    realtime_row::<Time>("time.realtime", Type::Time, "time.realtime('+01:00')"),
    realtime_row::<LocalDateTime>("localdatetime.realtime", Type::LocalDateTime, "localdatetime.realtime()"),
    realtime_row::<DateTime>("datetime.realtime", Type::DateTime, "datetime.realtime()"),
    truncate_row::<Date>("date.truncate", Type::Date, "date.truncate('quarter', date('2015-07-21'))"),
    truncate_row::<LocalTime>(
        "localtime.truncate",
        Type::LocalTime,
        "localtime.truncate('hour', localtime('21:40'))",
    ),
    truncate_row::<Time>("time.truncate", Type::Time, "time.truncate('hour', time('21:40+01:00'))"),
    truncate_row::<LocalDateTime>(
        "localdatetime.truncate",
        Type::LocalDateTime,
        "localdatetime.truncate('week', localdatetime('2015-07-21T21:40'))",
    ),
    truncate_row::<DateTime>(
        "datetime.truncate",
        Type::DateTime,
        "datetime.truncate('decade', datetime('2015-07-21T21:40Z'), {day: 2})",
    ),
    row(
        "datetime.fromepoch",
        &[required("seconds", Type::Integer), required("nanoseconds", Type::Integer)],
        Type::DateTime,
        "The date-time in UTC that lies this long after 1970-01-01T00:00Z.",
        "datetime.fromepoch(416779, 999999999)",
        from_epoch,
    ),
    row(
        "datetime.fromepochmillis",
        &[required("milliseconds", Type::Integer)],
        Type::DateTime,
        "The date-time in UTC that lies this many milliseconds after 1970-01-01T00:00Z.",
        "datetime.fromepochmillis(237821673987)",
        from_epoch_millis,
    ),
    row(
        "duration",
        &[required("value", Type::Any)],
        Type::Duration,
        "A duration from ISO 8601 text or from a map of amounts, which may have fractions.",
        "duration({days: 14, hours: 16.5})",
        duration,
    ),
    also(
        &["duration_between"],
        row(
            "duration.between",
            ENDS,
            Type::Duration,
            "The time from one temporal value to another in months, days and seconds.",
            "duration.between(date('1984-10-11'), date('2015-06-24'))",
            |_, arguments| measure(arguments, between),
        ),
    ),
    row(
        "duration.inMonths",
        ENDS,
        Type::Duration,
        "The whole months from one temporal value to another.",
        "duration.inMonths(date('1984-10-11'), date('2015-06-24'))",
        |_, arguments| measure(arguments, in_months),
    ),
    row(
        "duration.inDays",
        ENDS,
        Type::Duration,
        "The whole days from one temporal value to another.",
        "duration.inDays(date('1984-10-11'), date('2015-06-24'))",
        |_, arguments| measure(arguments, in_days),
    ),
    row(
        "duration.inSeconds",
        ENDS,
        Type::Duration,
        "The seconds from one temporal value to another.",
        "duration.inSeconds(localtime('12:00'), localtime('13:30'))",
        |_, arguments| measure(arguments, in_seconds),
    ),
    row(
        "format",
        &[required("value", Type::Any), optional("pattern", Type::String)],
        Type::String,
        "A temporal value as ISO 8601 text or, with a pattern, by its letters: `u` year, `M` month (`MMM` and `MMMM` by name), \
         `d` day, `E` day of the week, `H` hour, `m` minute, `s` second, `S` fraction, `x` offset, `VV` time zone and \
         the others of Java's `DateTimeFormatter`; other text in single quotes.",
        "format(date('2015-07-21'), 'd. MMMM uuuu')",
        format,
    ),
];

type Body = fn(&CallContext<'_>, &[Value]) -> Result<Value>;

const fn required(name: &'static str, ty: Type) -> Parameter {
    Parameter { name, ty, optional: false }
}

const fn optional(name: &'static str, ty: Type) -> Parameter {
    Parameter { name, ty, optional: true }
}

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    returns: Type,
    doc: &'static str,
    example: &'static str,
    body: Body,
) -> Function {
    Function {
        name,
        aliases: &[],
        parameters,
        variadic: false,
        returns,
        purity: Purity::Pure,
        strict: true,
        category: Category::Temporal,
        doc,
        example,
        implementation: Implementation::Scalar(body),
    }
}

const fn construct_row<T: Instant>(name: &'static str, returns: Type, example: &'static str) -> Function {
    let doc = "Made from ISO 8601 text, a map of components or another temporal value; without an argument, \
               the moment the statement began, in UTC or the zone of `{timezone: ...}`.";
    Function { purity: Purity::Statement, ..row(name, SOURCE, returns, doc, example, construct::<T>) }
}

const fn transaction_row<T: Instant>(name: &'static str, returns: Type, example: &'static str) -> Function {
    let doc = "The moment the transaction began, in UTC or another time zone.";
    Function { purity: Purity::Statement, ..row(name, ZONE, returns, doc, example, transaction::<T>) }
}

const fn statement_row<T: Instant>(name: &'static str, returns: Type, example: &'static str) -> Function {
    let doc = "The moment the statement began, in UTC or another time zone.";
    Function { purity: Purity::Statement, ..row(name, ZONE, returns, doc, example, statement::<T>) }
}

const fn realtime_row<T: Instant>(name: &'static str, returns: Type, example: &'static str) -> Function {
    let doc = "The moment of the call, in UTC or another time zone.";
    Function { purity: Purity::Volatile, ..row(name, ZONE, returns, doc, example, realtime::<T>) }
}

const fn truncate_row<T: Instant>(name: &'static str, returns: Type, example: &'static str) -> Function {
    let doc = "The beginning of the unit (millennium, century, decade, year, weekYear, quarter, month, week, \
               day, hour, minute, second, millisecond, microsecond) that a value, or the moment the statement \
               began, lies in; then components are laid over it.";
    Function { purity: Purity::Statement, ..row(name, TRUNCATION, returns, doc, example, truncate::<T>) }
}

fn format(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    let (value, pattern) = match arguments {
        [value] => (value, None),
        [value, pattern, ..] => (value, Some(text("format", pattern)?)),
        [] => return Err(wrong_arity()),
    };
    let written = match (value, pattern) {
        (_, Some(pattern)) => formatted(value, pattern)?,
        (Value::Date(_) | Value::LocalTime(_) | Value::Time(_), None)
        | (Value::LocalDateTime(_) | Value::DateTime(_) | Value::Duration(_), None) => scalar_text(value),
        (_, None) => None,
    };
    written.map(string).ok_or_else(|| wrong_type("format", "a temporal value", value))
}

/// What the five types of points in time have in common.
trait Instant: Sized {
    fn of(value: &Value) -> Result<Option<Self>>;
    fn truncated(unit: TruncationUnit, value: &Value, map: &Map) -> Result<Option<Self>>;
    fn seen(moment: DateTime) -> Self;
    fn into_value(self) -> Value;
}

macro_rules! instant {
    ($type:ident, $moment:ident => $seen:expr, $own:ident => $value:expr) => {
        impl Instant for $type {
            fn of(value: &Value) -> Result<Option<$type>> {
                $type::of(value)
            }

            fn truncated(unit: TruncationUnit, value: &Value, map: &Map) -> Result<Option<$type>> {
                $type::truncated(unit, value, map)
            }

            fn seen($moment: DateTime) -> $type {
                $seen
            }

            fn into_value(self) -> Value {
                let $own = self;
                $value
            }
        }
    };
}

instant!(Date, moment => moment.date(), date => Value::Date(date));
instant!(LocalTime, moment => moment.local.time(), time => Value::LocalTime(time));
instant!(
    Time,
    moment => Time { local: moment.local.time(), offset: moment.offset },
    time => Value::Time(time)
);
instant!(LocalDateTime, moment => moment.local, local => Value::LocalDateTime(local));
instant!(DateTime, moment => moment, datetime => Value::DateTime(Arc::new(datetime)));

fn construct<T: Instant>(context: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    let zone = match arguments {
        [] => Some(Zone::UTC),
        [Value::Map(map)] => only_zone(map)?,
        _ => None,
    };
    match (zone, arguments) {
        (Some(zone), _) => current::<T>(context.clock.statement, &zone),
        (None, [value]) => Ok(or_null(T::of(value)?)),
        (None, _) => Err(wrong_arity()),
    }
}

fn transaction<T: Instant>(context: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    current::<T>(context.clock.transaction, &requested_zone(arguments)?)
}

fn statement<T: Instant>(context: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    current::<T>(context.clock.statement, &requested_zone(arguments)?)
}

fn realtime<T: Instant>(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    current::<T>(Clock::realtime(), &requested_zone(arguments)?)
}

fn requested_zone(arguments: &[Value]) -> Result<Zone> {
    match arguments {
        [] => Ok(Zone::UTC),
        [Value::String(text)] => Zone::parse(text),
        _ => Err(Error::type_error("InvalidArgumentType", "a time zone is given as a string")
            .hint("for example 'Europe/Stockholm' or '+01:00'")),
    }
}

fn current<T: Instant>(nanos: i128, zone: &Zone) -> Result<Value> {
    zone.at_nanos(nanos).map(|moment| T::seen(moment).into_value())
}

fn truncate<T: Instant>(context: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    let (Some(Value::String(unit)), rest) = (arguments.first(), arguments.get(1..).unwrap_or_default())
    else {
        return Err(Error::type_error("InvalidArgumentType", "the unit to truncate to is a string"));
    };
    let unit = TruncationUnit::named(unit)?;
    let now;
    let value = match rest.first() {
        Some(value) => value,
        None => {
            now = Value::DateTime(Arc::new(Zone::UTC.at_nanos(context.clock.statement)?));
            &now
        }
    };
    let truncated = match rest.get(1) {
        None => T::truncated(unit, value, &Map::new()),
        Some(Value::Map(map)) => T::truncated(unit, value, map),
        Some(_) => Err(Error::type_error("InvalidArgumentType", "the components to set are given as a map")),
    };
    truncated.map(or_null)
}

fn or_null<T: Instant>(value: Option<T>) -> Value {
    value.map_or(Value::Null, T::into_value)
}

fn from_epoch(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    match arguments {
        [Value::Integer(seconds), Value::Integer(nanos)] => {
            Ok(DateTime::from_epoch(*seconds, *nanos)?.into_value())
        }
        _ => Err(Error::type_error("InvalidArgumentType", "seconds and nanoseconds are given as integers")),
    }
}

fn from_epoch_millis(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    match arguments {
        [Value::Integer(millis)] => Ok(DateTime::from_epoch_millis(*millis)?.into_value()),
        _ => Err(Error::type_error("InvalidArgumentType", "milliseconds are given as an integer")),
    }
}

fn duration(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    let [value] = arguments else { return Err(wrong_arity()) };
    Ok(Duration::of(value)?.map_or(Value::Null, |duration| Value::Duration(Arc::new(duration))))
}

fn measure(arguments: &[Value], by: fn(&Value, &Value) -> Result<Duration>) -> Result<Value> {
    let [from, to] = arguments else { return Err(wrong_arity()) };
    Ok(Value::Duration(Arc::new(by(from, to)?)))
}

/// The binder checks the number of arguments against the row, so this is never the user's fault.
fn wrong_arity() -> Error {
    Error::internal("a temporal function was called with another number of arguments than its row allows")
}
