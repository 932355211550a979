//! Functions of paths, and of the time in which a fact holds: the properties `valid_from` and `valid_to` of relationships and
//! nodes, each a date, a date and time, a year, or ISO text as precise as is known (`'2017'`, `'2017-09'`). A bound that is
//! not there is open.

use std::collections::HashSet;

use super::rows::{lenient, one, optional, pure, required, scalar, wrong_arity, wrong_type};
use super::types::{CallContext, Category, Function, Parameter, Purity, Type};
use crate::error::{Error, ErrorClass, Result};
use crate::graph::{GraphState, RelId};
use crate::value::temporal::{Date, DateTime, LocalDateTime, LocalTime};
use crate::value::{PathValue, Value};

const PATH: &[Parameter] = &[required("path", Type::Path)];

/// The rows of this chapter.
pub(super) const ROWS: &[Function] = &[
    scalar(
        Category::Predicate,
        "is_trail",
        PATH,
        Type::Boolean,
        "Whether a path has no relationship twice.",
        "is_trail(p)",
        is_trail,
    ),
    scalar(
        Category::Predicate,
        "is_acyclic",
        PATH,
        Type::Boolean,
        "Whether a path has no node twice.",
        "is_acyclic(p)",
        is_acyclic,
    ),
    pure(
        Purity::ReadsGraph,
        scalar(
            Category::Predicate,
            "is_forward_in_time",
            PATH,
            Type::Boolean,
            "Whether there is a moment in the validity (`valid_from` to `valid_to`) of each relationship of a path, none \
             earlier than the one before.",
            "is_forward_in_time(p)",
            is_forward_in_time,
        ),
    ),
    pure(
        Purity::ReadsGraph,
        lenient(scalar(
            Category::Predicate,
            "valid_during",
            &[required("element", Type::Any), required("from", Type::Any), optional("to", Type::Any)],
            Type::Boolean,
            "Whether the validity (`valid_from` to `valid_to`) of a relationship or node overlaps a period; null is an open \
             bound, and without `to` the period is `from`, which may be a whole year or month.",
            "valid_during(r, '2017', '2018-02')",
            valid_during,
        )),
    ),
];

/// A period, in microseconds since 1970 with both ends; the widest where bounds are open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    /// Its first moment.
    pub from: i64,
    /// Its last moment.
    pub to: i64,
}

impl Validity {
    /// From the beginning of one value to the end of the other.
    pub fn between(from: &Value, to: &Value) -> Result<Validity> {
        let from = moments(from)?.map_or(i64::MIN, |(first, _)| first);
        let to = moments(to)?.map_or(i64::MAX, |(_, last)| last);
        Ok(Validity { from, to })
    }

    /// When a relationship holds.
    pub fn of_relationship(graph: &GraphState, relationship: RelId) -> Result<Validity> {
        let value = |name| {
            let key = graph.catalog().key(name);
            let value = key.and_then(|key| graph.relationship_property(relationship, key));
            value.map_or(Value::Null, |value| value.to_value())
        };
        Validity::between(&value("valid_from"), &value("valid_to"))
    }

    fn overlaps(self, other: Validity) -> bool {
        self.from <= other.to && other.from <= self.to
    }
}

/// The first and the last moment that a value stands for, in microseconds; none for null. Moments more than 292,000 years from
/// 1970 are all alike.
fn moments(value: &Value) -> Result<Option<(i64, i64)>> {
    Ok(Some(match value {
        Value::Null => return Ok(None),
        Value::Integer(year) => days(year_and_month(*year, None), value)?,
        Value::Date(date) => days(Some((*date, date.plus_days(1))), value)?,
        Value::LocalDateTime(moment) => at(local_micros(*moment)),
        Value::DateTime(moment) => at(zoned_micros(moment)),
        Value::String(text) => return text_moments(text, value).map(Some),
        other => return Err(no_moment(other)),
    }))
}

fn text_moments(text: &str, value: &Value) -> Result<(i64, i64)> {
    let number =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten();
    if text.contains('T') {
        let local = LocalDateTime::parse(text).map(local_micros);
        let moment = DateTime::parse(text).map(|moment| zoned_micros(&moment)).or(local);
        return moment.map(at).map_err(|_| no_moment(value));
    }
    let span = match (text.len(), text.get(..4).and_then(number), text.get(5..)) {
        (4, Some(year), _) => year_and_month(year, None),
        (7, Some(year), Some(month)) => number(month).and_then(|month| year_and_month(year, Some(month))),
        _ => Date::parse(text).ok().map(|date| (date, date.plus_days(1))),
    };
    days(span, value)
}

/// The first day of a year or month, and that of the next.
fn year_and_month(year: i64, month: Option<i64>) -> Option<(Date, Option<Date>)> {
    let first = Date::from_ymd(year, month.unwrap_or(1), 1)?;
    Some((first, first.plus_months(if month.is_some() { 1 } else { 12 })))
}

fn days(span: Option<(Date, Option<Date>)>, value: &Value) -> Result<(i64, i64)> {
    let midnight = |date| local_micros(LocalDateTime::new(date, LocalTime::MIDNIGHT));
    match span {
        Some((first, Some(behind))) => Ok((midnight(first), midnight(behind).saturating_sub(1))),
        Some((first, None)) => Ok((midnight(first), i64::MAX)),
        None => Err(no_moment(value)),
    }
}

fn at(moment: i64) -> (i64, i64) {
    (moment, moment)
}

fn local_micros(moment: LocalDateTime) -> i64 {
    moment.seconds.saturating_mul(1_000_000).saturating_add(i64::from(moment.nanos) / 1_000)
}

fn zoned_micros(moment: &DateTime) -> i64 {
    i64::try_from(moment.epoch_nanos().div_euclid(1_000)).unwrap_or(i64::MAX)
}

fn no_moment(value: &Value) -> Error {
    let message = format!("{} is no moment", value.described());
    Error::new(ErrorClass::ArgumentError, "InvalidArgumentValue", message).hint(
        "moments are dates, dates with times, years, and ISO text such as '2017', '2017-09' and '2017-09-03'",
    )
}

fn path_of<'a>(function: &str, arguments: &'a [Value]) -> Result<&'a PathValue> {
    match one(arguments)? {
        Value::Path(path) => Ok(path),
        other => Err(wrong_type(function, "a Path", other)),
    }
}

fn is_trail(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    let path = path_of("is_trail", arguments)?;
    let mut seen = HashSet::with_capacity(path.len());
    Ok(Value::Boolean(path.relationships.iter().all(|relationship| seen.insert(*relationship))))
}

fn is_acyclic(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    let path = path_of("is_acyclic", arguments)?;
    let mut seen = HashSet::with_capacity(path.nodes.len());
    Ok(Value::Boolean(path.nodes.iter().all(|node| seen.insert(*node))))
}

fn is_forward_in_time(context: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    let path = path_of("is_forward_in_time", arguments)?;
    let mut moment = i64::MIN;
    for relationship in &path.relationships {
        context.graph.require_relationship(*relationship)?;
        let valid = Validity::of_relationship(context.graph, *relationship)?;
        moment = moment.max(valid.from);
        if moment > valid.to {
            return Ok(Value::Boolean(false));
        }
    }
    Ok(Value::Boolean(true))
}

fn valid_during(context: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    let [element, from, rest @ ..] = arguments else { return Err(wrong_arity()) };
    let period = Validity::between(from, rest.first().unwrap_or(from))?;
    let graph = context.graph;
    let valid = match element {
        Value::Null => return Ok(Value::Null),
        Value::Relationship(relationship) => {
            graph.require_relationship(*relationship)?;
            Validity::of_relationship(graph, *relationship)?
        }
        Value::Node(node) => {
            graph.require_node(*node)?;
            let value = |name| {
                let value = graph.catalog().key(name).and_then(|key| graph.node_property(*node, key));
                value.map_or(Value::Null, |value| value.to_value())
            };
            Validity::between(&value("valid_from"), &value("valid_to"))?
        }
        other => return Err(wrong_type("valid_during", "a Relationship or Node", other)),
    };
    Ok(Value::Boolean(valid.overlaps(period)))
}
