//! `coll.*`: functions over the elements of a list, by the order and equivalence that `ORDER BY` and `DISTINCT` use.

use std::collections::HashSet;
use std::hash::{Hash, Hasher};

use super::rows::{integer, lenient, list, one, optional, required, scalar, two, wrong_arity};
use super::types::{CallContext, Category, Function, Parameter, Type};
use crate::error::{Error, Result};
use crate::value::{List, Value, equivalent, hash_value, order};

const LIST: Category = Category::List;
const ELEMENTS: &[Parameter] = &[required("list", Type::List)];

/// The rows of this chapter.
pub(super) const ROWS: &[Function] = &[
    scalar(
        LIST,
        "coll.distinct",
        ELEMENTS,
        Type::List,
        "The elements without those that came before.",
        "coll.distinct([1, 2, 1])",
        distinct,
    ),
    scalar(
        LIST,
        "coll.flatten",
        &[required("list", Type::List), optional("depth", Type::Integer)],
        Type::List,
        "The elements, with those of nested lists in their place, so many levels deep (1 if not given).",
        "coll.flatten([1, [2, [3]]])",
        flatten,
    ),
    scalar(
        LIST,
        "coll.indexOf",
        &[required("list", Type::List), required("value", Type::Any)],
        Type::Integer,
        "The place of the first element that is equal to the value, from 0; -1 if there is none.",
        "coll.indexOf(['a', 'b'], 'b')",
        index_of,
    ),
    lenient(scalar(
        LIST,
        "coll.insert",
        &[required("list", Type::List), required("index", Type::Integer), required("value", Type::Any)],
        Type::List,
        "The list with a value put before the element at an index (0 is the first); the value may be null.",
        "coll.insert([1, 3], 1, 2)",
        insert,
    )),
    scalar(
        LIST,
        "coll.max",
        ELEMENTS,
        Type::Any,
        "The element that comes last in the order of `ORDER BY`, nulls aside; null of none.",
        "coll.max([1, 3, 2])",
        |_, arguments| {
            Ok(known("coll.max", arguments)?.max_by(|a, b| order(a, b)).cloned().unwrap_or_default())
        },
    ),
    scalar(
        LIST,
        "coll.min",
        ELEMENTS,
        Type::Any,
        "The element that comes first in the order of `ORDER BY`, nulls aside; null of none.",
        "coll.min([2, 1, 3])",
        |_, arguments| {
            Ok(known("coll.min", arguments)?.min_by(|a, b| order(a, b)).cloned().unwrap_or_default())
        },
    ),
    scalar(
        LIST,
        "coll.remove",
        &[required("list", Type::List), required("index", Type::Integer)],
        Type::List,
        "The list without the element at an index (0 is the first).",
        "coll.remove(['a', 'b', 'c'], 1)",
        remove,
    ),
    scalar(
        LIST,
        "coll.sort",
        ELEMENTS,
        Type::List,
        "The elements in the order of `ORDER BY`, nulls last.",
        "coll.sort([2, null, 1])",
        sort,
    ),
];

/// A value as a key of a set.
struct Key<'a>(&'a Value);

impl PartialEq for Key<'_> {
    fn eq(&self, other: &Self) -> bool {
        equivalent(self.0, other.0)
    }
}

impl Eq for Key<'_> {}

impl Hash for Key<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        hash_value(self.0, state);
    }
}

fn known<'a>(function: &str, arguments: &'a [Value]) -> Result<impl Iterator<Item = &'a Value>> {
    let elements = list(function, one(arguments)?)?;
    Ok(elements.iter().filter(|value| !matches!(value, Value::Null)))
}

fn distinct(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    let elements = list("coll.distinct", one(arguments)?)?;
    let mut seen = HashSet::new();
    Ok(Value::List(elements.iter().filter(|value| seen.insert(Key(value))).cloned().collect()))
}

fn flatten(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    let elements = list("coll.flatten", one(arguments)?)?;
    let depth = match arguments.get(1) {
        Some(depth) => integer("coll.flatten", depth)?,
        None => 1,
    };
    if depth < 0 {
        let message = format!("`coll.flatten` takes a depth that is not negative, not {depth}");
        return Err(Error::argument("NumberOutOfRange", message));
    }
    let mut out = Vec::new();
    // The lists that are open, the innermost last: no recursion, however deep they nest.
    let mut open = vec![elements.iter()];
    while let Some(innermost) = open.last_mut() {
        match innermost.next() {
            // More lists open than an integer counts would not fit in memory.
            Some(Value::List(nested)) if open.len() as i64 <= depth => open.push(nested.iter()),
            Some(value) => out.push(value.clone()),
            None => drop(open.pop()),
        }
    }
    Ok(Value::List(List::new(out)))
}

fn index_of(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    let (elements, wanted) = two(arguments)?;
    let place = list("coll.indexOf", elements)?.iter().position(|value| equivalent(value, wanted));
    Ok(Value::Integer(place.map_or(-1, |place| place as i64)))
}

fn insert(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    let [elements, index, value] = arguments else { return Err(wrong_arity()) };
    if matches!((elements, index), (Value::Null, _) | (_, Value::Null)) {
        return Ok(Value::Null);
    }
    let elements = list("coll.insert", elements)?;
    let at = place("coll.insert", index, elements.len() + 1)?;
    let mut out = elements.to_vec();
    out.insert(at, value.clone());
    List::checked(out).map(Value::List)
}

fn remove(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    let (elements, index) = two(arguments)?;
    let elements = list("coll.remove", elements)?;
    let mut out = elements.to_vec();
    out.remove(place("coll.remove", index, elements.len())?);
    Ok(Value::List(List::new(out)))
}

/// An index below `end`.
fn place(function: &str, index: &Value, end: usize) -> Result<usize> {
    let given = integer(function, index)?;
    usize::try_from(given).ok().filter(|at| *at < end).ok_or_else(|| {
        let message = format!("`{function}` has no place {given} in a list of {end} places");
        Error::argument("NumberOutOfRange", message)
    })
}

fn sort(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    let mut out = list("coll.sort", one(arguments)?)?.to_vec();
    out.sort_by(order);
    Ok(Value::List(List::new(out)))
}
