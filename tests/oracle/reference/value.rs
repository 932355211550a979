//! Values, and the three relations between them as the language defines them: equality, comparison, and the order of all values.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use casegraph::graph::{NodeId, RelId};
use casegraph::value::{Map, PathValue, Value};

use super::{Outcome, unknown};

#[derive(Clone, Debug)]
pub enum V {
    Null,
    Boolean(bool),
    Integer(i64),
    Float(f64),
    String(String),
    List(Vec<V>),
    Map(BTreeMap<String, V>),
    Node(u32),
    Relationship(u32),
    Path(Vec<u32>, Vec<u32>),
    /// Temporal values and points, which are not looked into here.
    Other(Value),
}

/// True, false, or unknown.
pub type Truth = Option<bool>;

impl V {
    pub fn of(value: &Value) -> V {
        match value {
            Value::Null => V::Null,
            Value::Boolean(value) => V::Boolean(*value),
            Value::Integer(value) => V::Integer(*value),
            Value::Float(value) => V::Float(*value),
            Value::String(text) => V::String(text.to_string()),
            Value::List(list) => V::List(list.iter().map(V::of).collect()),
            Value::Map(map) => {
                V::Map(map.iter().map(|(key, value)| (key.to_string(), V::of(value))).collect())
            }
            Value::Node(node) => V::Node(node.0),
            Value::Relationship(relationship) => V::Relationship(relationship.0),
            Value::Path(path) => V::Path(
                path.nodes.iter().map(|node| node.0).collect(),
                path.relationships.iter().map(|relationship| relationship.0).collect(),
            ),
            other => V::Other(other.clone()),
        }
    }

    pub fn to_value(&self) -> Value {
        match self {
            V::Null => Value::Null,
            V::Boolean(value) => Value::Boolean(*value),
            V::Integer(value) => Value::Integer(*value),
            V::Float(value) => Value::Float(*value),
            V::String(text) => Value::String(Arc::from(text.as_str())),
            V::List(list) => Value::List(list.iter().map(V::to_value).collect()),
            V::Map(map) => {
                let entries = map.iter().map(|(key, value)| (Arc::from(key.as_str()), value.to_value()));
                Value::Map(Arc::new(entries.collect::<Map>()))
            }
            V::Node(id) => Value::Node(NodeId(*id)),
            V::Relationship(id) => Value::Relationship(RelId(*id)),
            V::Path(nodes, relationships) => Value::Path(Arc::new(PathValue {
                nodes: nodes.iter().map(|id| NodeId(*id)).collect(),
                relationships: relationships.iter().map(|id| RelId(*id)).collect(),
            })),
            V::Other(value) => value.clone(),
        }
    }

    pub fn of_truth(truth: Truth) -> V {
        truth.map_or(V::Null, V::Boolean)
    }

    pub fn is_null(&self) -> bool {
        matches!(self, V::Null)
    }

    pub fn truth(&self) -> Outcome<Truth> {
        match self {
            V::Null => Ok(None),
            V::Boolean(value) => Ok(Some(*value)),
            _ => unknown("a condition that is no boolean"),
        }
    }
}

/// The exact order of an integer and a float that is not NaN.
fn against(integer: i64, float: f64) -> Ordering {
    if float >= 9_223_372_036_854_775_808.0 {
        return Ordering::Less;
    }
    if float < -9_223_372_036_854_775_808.0 {
        return Ordering::Greater;
    }
    let whole = float.floor();
    integer.cmp(&(whole as i64)).then(if float > whole { Ordering::Less } else { Ordering::Equal })
}

/// Nothing for NaN.
fn numbers(a: &V, b: &V) -> Option<Ordering> {
    match (a, b) {
        (V::Integer(a), V::Integer(b)) => Some(a.cmp(b)),
        (V::Float(a), V::Float(b)) => a.partial_cmp(b),
        (V::Integer(a), V::Float(b)) if !b.is_nan() => Some(against(*a, *b)),
        (V::Float(a), V::Integer(b)) if !a.is_nan() => Some(against(*b, *a).reverse()),
        _ => None,
    }
}

fn is_number(value: &V) -> bool {
    matches!(value, V::Integer(_) | V::Float(_))
}

/// `a = b`
pub fn equal(a: &V, b: &V) -> Truth {
    match (a, b) {
        (V::Null, _) | (_, V::Null) => None,
        (a, b) if is_number(a) && is_number(b) => Some(numbers(a, b) == Some(Ordering::Equal)),
        (V::Boolean(a), V::Boolean(b)) => Some(a == b),
        (V::String(a), V::String(b)) => Some(a == b),
        (V::Node(a), V::Node(b)) | (V::Relationship(a), V::Relationship(b)) => Some(a == b),
        (V::Path(a, c), V::Path(b, d)) => Some(a == b && c == d),
        (V::List(a), V::List(b)) => match a.len() == b.len() {
            true => all(a.iter().zip(b).map(|(a, b)| equal(a, b))),
            false => Some(false),
        },
        (V::Map(a), V::Map(b)) => match a.keys().eq(b.keys()) {
            true => all(a.values().zip(b.values()).map(|(a, b)| equal(a, b))),
            false => Some(false),
        },
        (V::Other(_), V::Other(_)) => Some(order(a, b) == Ordering::Equal),
        _ => Some(false),
    }
}

/// False if one is false, unknown if one is unknown, and else true.
pub fn all(truths: impl IntoIterator<Item = Truth>) -> Truth {
    let mut result = Some(true);
    for truth in truths {
        match truth {
            Some(false) => return Some(false),
            None => result = None,
            Some(true) => {}
        }
    }
    result
}

/// True if one is true, unknown if one is unknown, and else false.
pub fn any(truths: impl IntoIterator<Item = Truth>) -> Truth {
    all(truths.into_iter().map(|truth| truth.map(|value| !value))).map(|value| !value)
}

/// How two values compare by `<` and its sisters: `Err` with the truth of all four where they have no order.
pub fn compare(a: &V, b: &V) -> Outcome<Result<Ordering, Truth>> {
    Ok(match (a, b) {
        (V::Null, _) | (_, V::Null) => Err(None),
        (a, b) if is_number(a) && is_number(b) => numbers(a, b).ok_or(Some(false)),
        (V::String(a), V::String(b)) => Ok(a.cmp(b)),
        (V::Boolean(a), V::Boolean(b)) => Ok(a.cmp(b)),
        (V::List(a), V::List(b)) => {
            for (a, b) in a.iter().zip(b) {
                match compare(a, b)? {
                    Ok(Ordering::Equal) => {}
                    decided => return Ok(decided),
                }
            }
            Ok(a.len().cmp(&b.len()))
        }
        (V::Other(_), V::Other(_)) | (V::Path(..), V::Path(..)) => return unknown("such a comparison"),
        _ => Err(None),
    })
}

/// The order of all values, in which null comes last.
pub fn order(a: &V, b: &V) -> Ordering {
    rank(a).cmp(&rank(b)).then_with(|| match (a, b) {
        (V::Boolean(a), V::Boolean(b)) => a.cmp(b),
        (V::String(a), V::String(b)) => a.cmp(b),
        (V::List(a), V::List(b)) => order_all(a.iter().zip(b)).then(a.len().cmp(&b.len())),
        (V::Map(a), V::Map(b)) => a
            .len()
            .cmp(&b.len())
            .then_with(|| a.keys().cmp(b.keys()))
            .then_with(|| order_all(a.values().zip(b.values()))),
        (V::Node(a), V::Node(b)) | (V::Relationship(a), V::Relationship(b)) => a.cmp(b),
        (V::Path(a, c), V::Path(b, d)) => interleaved(a, c).cmp(&interleaved(b, d)),
        (V::Other(a), V::Other(b)) => casegraph::value::order(a, b),
        (a, b) => numbers(a, b).unwrap_or(Ordering::Equal),
    })
}

fn order_all<'a>(pairs: impl Iterator<Item = (&'a V, &'a V)>) -> Ordering {
    pairs.map(|(a, b)| order(a, b)).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

fn interleaved(nodes: &[u32], relationships: &[u32]) -> Vec<u32> {
    let mut all = vec![nodes[0]];
    relationships.iter().zip(&nodes[1..]).for_each(|(relationship, node)| all.extend([*relationship, *node]));
    all
}

fn rank(value: &V) -> u8 {
    match value {
        V::Map(_) => 0,
        V::Node(_) => 1,
        V::Relationship(_) => 2,
        V::List(_) => 3,
        V::Path(..) => 4,
        V::Other(_) => 5,
        V::String(_) => 6,
        V::Boolean(_) => 7,
        V::Float(value) if value.is_nan() => 9,
        V::Integer(_) | V::Float(_) => 8,
        V::Null => 10,
    }
}

/// Leaves one of each.
pub fn distinct(values: &mut Vec<V>) {
    let mut kept: Vec<V> = Vec::new();
    values.retain(|value| {
        let is_new = kept.iter().all(|known| order(known, value).is_ne());
        if is_new {
            kept.push(value.clone());
        }
        is_new
    });
}
