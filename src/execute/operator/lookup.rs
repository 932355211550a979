//! Looking elements up in an index: what is sought for each input row, and the sources that yield its ids bit by bit.
//!
//! Where the index is gone since the statement was planned, or cannot tell, all elements under its label or type are looked at.

use std::cmp::Ordering;
use std::collections::{HashSet, VecDeque};
use std::ops::Bound;

use crate::error::{Error, Result};
use crate::execute::batch::Batch;
use crate::execute::context::Context;
use crate::execute::expression::{Expression, test};
use crate::graph::{GraphState, Index, KeyId, LabelId, NodeId, RelId, Stretch, Target};
use crate::semantic::bound::{ComparisonOp, Name};
use crate::value::{GroupKey, Value, equals, order};

use super::nearness;

/// The use of an index, compiled.
pub struct LookupPlan {
    /// Whether `names` are labels, and otherwise types.
    pub of_nodes: bool,
    /// The labels or types.
    pub names: Vec<Name>,
    /// Each index's keys.
    pub keys: Vec<Name>,
    /// What the first keys equal.
    pub equal: Vec<Expression>,
    /// What is sought of the key behind those.
    pub seek: SeekPlan,
    /// The order in which elements are found.
    pub order: Option<OrderPlan>,
}

/// The order in which elements are found.
pub struct OrderPlan {
    /// The largest first.
    pub descending: bool,
    /// Elements without the property come too.
    pub nulls: bool,
    /// How many are found at once.
    pub enough: Option<Expression>,
}

/// What is sought.
pub enum SeekPlan {
    /// Anything.
    Exists,
    /// Equal to the value.
    Equal(Expression),
    /// Equal to one of the list's values.
    In(Expression),
    /// Between bounds; `true` includes the bound.
    Range(Option<(Expression, bool)>, Option<(Expression, bool)>),
    /// Strings that begin with the value.
    Prefix(Expression),
    /// Strings that contain the value.
    Contains(Expression),
    /// Strings that end with the value.
    Suffix(Expression),
    /// Points no farther from the first value than the second; may find more.
    Near(Expression, Expression),
    /// Points between two corners; may find more.
    Box(Expression, Expression),
}

/// What is sought for one row.
pub struct Wanted {
    equal: Vec<Value>,
    sought: Sought,
}

enum Sought {
    Exists,
    Value(Value),
    Values(Vec<Value>),
    Range(Option<(Value, bool)>, Option<(Value, bool)>),
    Prefix(Value),
    Contains(Value),
    Suffix(Value),
    Near(Value, Value),
    Box(Value, Value),
}

/// One of the names, and the keys, as ids; of the graph at hand.
pub struct Resolved {
    target: Target,
    /// The labels looked up before: what has one of these was found already.
    before: Vec<LabelId>,
    /// None for a key that the graph does not know.
    keys: Vec<Option<KeyId>>,
    /// All keys, and where the schema lists the index on them; none if there is none.
    index: Option<(Vec<KeyId>, usize)>,
}

/// What yields ids.
pub enum Source {
    /// A part of the index.
    Stretch(Box<Stretch>),
    /// These, from a place on.
    Listed(Vec<u32>, usize),
    /// The elements without the key, from an id on.
    Absent(u32),
}

impl LookupPlan {
    /// What is sought for each row of a batch.
    pub fn wanted(&self, ctx: &mut Context<'_>, batch: &Batch) -> Result<Vec<Wanted>> {
        let equal: Vec<Vec<Value>> =
            self.equal.iter().map(|value| values(value, ctx, batch)).collect::<Result<_>>()?;
        let sought = self.sought(ctx, batch)?;
        let of_row = |row: usize| equal.iter().map(|column| column[row].clone()).collect();
        let rows = sought.into_iter().enumerate();
        Ok(rows.map(|(row, sought)| Wanted { equal: of_row(row), sought }).collect())
    }

    fn sought(&self, ctx: &mut Context<'_>, batch: &Batch) -> Result<Vec<Sought>> {
        let mut values = |expression: &Expression| values(expression, ctx, batch);
        let mut bound = |bound: &Option<(Expression, bool)>| -> Result<Vec<Option<(Value, bool)>>> {
            Ok(match bound {
                None => vec![None; batch.len()],
                Some((value, inclusive)) => {
                    values(value)?.into_iter().map(|value| Some((value, *inclusive))).collect()
                }
            })
        };
        Ok(match &self.seek {
            SeekPlan::Exists => (0..batch.len()).map(|_| Sought::Exists).collect(),
            SeekPlan::Equal(value) => values(value)?.into_iter().map(Sought::Value).collect(),
            SeekPlan::In(list) => values(list)?
                .into_iter()
                .map(|value| Ok(Sought::Values(distinct(list_items(value)?))))
                .collect::<Result<_>>()?,
            SeekPlan::Range(lower, upper) => {
                let lower = bound(lower)?;
                let upper = bound(upper)?;
                lower.into_iter().zip(upper).map(|(lower, upper)| Sought::Range(lower, upper)).collect()
            }
            SeekPlan::Prefix(value) => values(value)?.into_iter().map(Sought::Prefix).collect(),
            SeekPlan::Contains(value) => values(value)?.into_iter().map(Sought::Contains).collect(),
            SeekPlan::Suffix(value) => values(value)?.into_iter().map(Sought::Suffix).collect(),
            SeekPlan::Near(center, distance) => {
                let centers = values(center)?;
                centers.into_iter().zip(values(distance)?).map(|(a, b)| Sought::Near(a, b)).collect()
            }
            SeekPlan::Box(lower, upper) => {
                let lowers = values(lower)?;
                lowers.into_iter().zip(values(upper)?).map(|(a, b)| Sought::Box(a, b)).collect()
            }
        })
    }

    /// The ids of the names that the graph knows, each once.
    pub fn resolve(&self, graph: &GraphState) -> Vec<Resolved> {
        let catalog = graph.catalog();
        let keys: Vec<Option<KeyId>> = self.keys.iter().map(|key| catalog.key(key)).collect();
        let known: Option<Vec<KeyId>> = keys.iter().copied().collect();
        let mut before = Vec::new();
        let mut resolved: Vec<Resolved> = Vec::new();
        for name in &self.names {
            let target = match self.of_nodes {
                true => catalog.label(name).map(Target::Label),
                false => catalog.rel_type(name).map(Target::Type),
            };
            let Some(target) = target.filter(|target| resolved.iter().all(|it| it.target != *target)) else {
                continue;
            };
            let index = known.clone().and_then(|known| {
                let place = graph.schema().place_of(target, &known)?;
                Some((known, place))
            });
            resolved.push(Resolved { target, before: before.clone(), keys: keys.clone(), index });
            if let Target::Label(label) = target {
                before.push(label);
            }
        }
        resolved
    }

    /// Adds the ids for a row where that is one search with few results, which is the most frequent use of an index; how many
    /// entries were looked at. Otherwise nothing is added.
    pub fn find_few(
        &self,
        graph: &GraphState,
        all: &[Resolved],
        wanted: &Wanted,
        room: usize,
        into: &mut Vec<u32>,
    ) -> Option<u64> {
        let (Sought::Value(value), None) = (&wanted.sought, &self.order) else { return None };
        let (before, mut looked) = (into.len(), 0);
        for at in all {
            let Some(found) = at.index(graph).and_then(|index| index.seek_exact(&wanted.equal, value)) else {
                into.truncate(before);
                return None;
            };
            let from = into.len();
            into.extend(found.take(room + 1));
            looked += into.len() - from;
            at.drop_found(graph, into, from);
            if into.len() - before > room {
                into.truncate(before);
                return None;
            }
        }
        Some(looked as u64)
    }

    /// What yields the ids for a row, and how many entries were looked at to find that out.
    pub fn sources(&self, graph: &GraphState, at: &Resolved, wanted: &Wanted) -> (VecDeque<Source>, u64) {
        let found = at.index(graph).and_then(|index| wanted.find(index));
        let Some((mut sources, looked)) = found else {
            let ids = self.look_at_all(graph, at, wanted);
            let looked = at.elements(graph);
            return (VecDeque::from([Source::Listed(ids, 0)]), looked);
        };
        if let Some(OrderPlan { descending, nulls: true, .. }) = self.order
            && at.index(graph).is_some_and(|index| index.len() < at.elements(graph))
        {
            match descending {
                true => sources.push_front(Source::Absent(0)),
                false => sources.push_back(Source::Absent(0)),
            }
        }
        (sources, looked)
    }

    /// What the index would find, and in its order.
    fn look_at_all(&self, graph: &GraphState, at: &Resolved, wanted: &Wanted) -> Vec<u32> {
        let nulls = self.order.as_ref().is_some_and(|order| order.nulls);
        let behind = wanted.equal.len();
        let fits = |id: &u32| wanted.holds(graph, at, *id) || nulls && at.value(graph, *id, behind).is_null();
        let mut ids: Vec<u32> = at.ids_from(graph, 0).filter(fits).collect();
        if let Some(OrderPlan { descending, .. }) = self.order {
            let mut keyed: Vec<(Value, u32)> =
                ids.iter().map(|id| (at.value(graph, *id, behind), *id)).collect();
            let direction = |ordering: Ordering| if descending { ordering.reverse() } else { ordering };
            keyed.sort_by(|(a, _), (b, _)| direction(order(a, b)));
            ids = keyed.into_iter().map(|(_, id)| id).collect();
        }
        ids
    }
}

fn values(expression: &Expression, ctx: &mut Context<'_>, batch: &Batch) -> Result<Vec<Value>> {
    let column = expression.evaluate_batch(ctx, batch)?;
    Ok((0..batch.len()).map(|row| column.value(row)).collect())
}

fn list_items(value: Value) -> Result<Vec<Value>> {
    match value {
        Value::List(list) => Ok(list.into_vec()),
        Value::Null => Ok(Vec::new()),
        other => Err(Error::type_error(
            "InvalidArgumentType",
            format!("IN needs a list, found {}", other.type_name()),
        )),
    }
}

/// A value that is listed twice must not find its nodes twice.
fn distinct(mut values: Vec<Value>) -> Vec<Value> {
    let mut seen = HashSet::with_capacity(values.len());
    values.retain(|value| seen.insert(GroupKey(value.clone())));
    values
}

impl Resolved {
    fn index<'g>(&self, graph: &'g GraphState) -> Option<&'g Index> {
        let (keys, place) = self.index.as_ref()?;
        graph.schema().index_at(*place, self.target, keys)
    }

    /// Leaves out, from a place on, what was found already under another label.
    fn drop_found(&self, graph: &GraphState, ids: &mut Vec<u32>, from: usize) {
        if self.before.is_empty() {
            return;
        }
        let is_new = |id: &u32| !self.before.iter().any(|label| graph.has_label(NodeId(*id), *label));
        let new: Vec<u32> = ids.drain(from..).filter(is_new).collect();
        ids.extend(new);
    }

    /// How many elements are under the label or type.
    fn elements(&self, graph: &GraphState) -> u64 {
        match self.target {
            Target::Label(label) => graph.statistics().with_label(label),
            Target::Type(rel_type) => graph.statistics().of_type(rel_type),
        }
    }

    /// The elements under the label or type, from an id on.
    fn ids_from<'g>(&self, graph: &'g GraphState, first: u32) -> Box<dyn Iterator<Item = u32> + 'g> {
        match self.target {
            Target::Label(label) => {
                Box::new(graph.nodes_with_label_from(label, NodeId(first)).map(|node| node.0))
            }
            Target::Type(rel_type) => {
                let is_of_type =
                    move |id: &RelId| graph.relationship(*id).is_some_and(|it| it.rel_type == rel_type);
                Box::new(graph.relationships_from(RelId(first)).filter(is_of_type).map(|id| id.0))
            }
        }
    }

    /// The value of a key, null without one.
    fn value(&self, graph: &GraphState, id: u32, key: usize) -> Value {
        let Some(key) = self.keys.get(key).copied().flatten() else { return Value::Null };
        let value = match self.target {
            Target::Label(_) => graph.node_property(NodeId(id), key),
            Target::Type(_) => graph.relationship_property(RelId(id), key),
        };
        value.map_or(Value::Null, |value| value.to_value())
    }
}

impl Source {
    /// Moves up to `limit` ids out; whether there may be more, and how many elements were looked at. Those of a list were
    /// looked at when it was made.
    pub fn take(
        &mut self,
        graph: &GraphState,
        at: &Resolved,
        plan: &LookupPlan,
        limit: usize,
        into: &mut Vec<u32>,
    ) -> (bool, u64) {
        let before = into.len();
        match self {
            Source::Stretch(stretch) => {
                let descending = plan.order.as_ref().is_some_and(|order| order.descending);
                if let Some(index) = at.index(graph) {
                    match descending {
                        false => stretch.take(index, limit, into),
                        true => stretch.take_last(index, limit, into),
                    }
                }
            }
            Source::Listed(ids, from) => {
                let rest = ids.get(*from..).unwrap_or_default();
                into.extend(rest.iter().take(limit));
                *from += into.len() - before;
            }
            Source::Absent(first) => {
                let (mut looked, key) = (0, plan.equal.len());
                for id in at.ids_from(graph, *first) {
                    if into.len() - before == limit {
                        break;
                    }
                    *first = id.saturating_add(1);
                    looked += 1;
                    into.extend(at.value(graph, id, key).is_null().then_some(id));
                }
                return (into.len() - before == limit, looked);
            }
        }
        let found = into.len() - before;
        at.drop_found(graph, into, before);
        (found == limit, if matches!(self, Source::Listed(..)) { 0 } else { found as u64 })
    }
}

impl Wanted {
    /// What the index has of it, and how many entries were looked at; nothing if the index cannot tell.
    fn find(&self, index: &Index) -> Option<(VecDeque<Source>, u64)> {
        let one = |stretch: Option<Stretch>| stretch.map(source).into_iter().collect();
        let texts = |holds: &dyn Fn(&str) -> bool| {
            let mut looked = 0;
            let ids = index.matching(&self.equal, holds).inspect(|_| looked += 1).flatten().collect();
            (VecDeque::from([Source::Listed(ids, 0)]), looked)
        };
        let sources = match &self.sought {
            Sought::Exists => one(index.equal(&self.equal)),
            Sought::Value(value) => one(index.equal(self.equal.iter().chain([value]))),
            Sought::Values(values) => {
                let stretch = |value: &Value| index.equal(self.equal.iter().chain([value]));
                values.iter().filter_map(stretch).map(source).collect()
            }
            Sought::Range(lower, upper) if is_null(lower) || is_null(upper) => VecDeque::new(),
            // Nothing equals null or NaN, which is no question of ranges.
            Sought::Range(..) if index.equal(&self.equal).is_none() => VecDeque::new(),
            Sought::Range(lower, upper) => {
                one(Some(index.range(&self.equal, as_bound(lower), as_bound(upper))?))
            }
            Sought::Prefix(Value::String(prefix)) => one(index.prefix(&self.equal, prefix)),
            Sought::Contains(Value::String(part)) => return Some(texts(&|text| text.contains(&**part))),
            Sought::Suffix(Value::String(end)) => return Some(texts(&|text| text.ends_with(&**end))),
            Sought::Prefix(_) | Sought::Contains(_) | Sought::Suffix(_) => VecDeque::new(),
            Sought::Near(center, distance) => {
                nearness::near(index, &self.equal, center, distance).map(source).collect()
            }
            Sought::Box(lower, upper) => {
                nearness::within(index, &self.equal, lower, upper).map(source).collect()
            }
        };
        Some((sources, 0))
    }

    fn holds(&self, graph: &GraphState, at: &Resolved, id: u32) -> bool {
        let equal = |(key, wanted): (usize, &Value)| equals(&at.value(graph, id, key), wanted) == Some(true);
        if !self.equal.iter().enumerate().all(equal) {
            return false;
        }
        let value = at.value(graph, id, self.equal.len());
        let text = |holds: fn(&str, &str) -> bool, wanted: &Value| match (&value, wanted) {
            (Value::String(text), Value::String(wanted)) => holds(text, wanted),
            _ => false,
        };
        match &self.sought {
            Sought::Exists => !value.is_null(),
            Sought::Value(wanted) => equals(&value, wanted) == Some(true),
            Sought::Values(values) => values.iter().any(|wanted| equals(&value, wanted) == Some(true)),
            Sought::Range(lower, upper) => {
                let within = |bound: &Option<(Value, bool)>, loose, strict| {
                    bound.as_ref().is_none_or(|(bound, inclusive)| {
                        test(if *inclusive { loose } else { strict }, &value, bound) == Some(true)
                    })
                };
                within(lower, ComparisonOp::GreaterEqual, ComparisonOp::Greater)
                    && within(upper, ComparisonOp::LessEqual, ComparisonOp::Less)
            }
            Sought::Prefix(wanted) => text(|text, wanted| text.starts_with(wanted), wanted),
            Sought::Contains(wanted) => text(|text, wanted| text.contains(wanted), wanted),
            Sought::Suffix(wanted) => text(|text, wanted| text.ends_with(wanted), wanted),
            Sought::Near(..) | Sought::Box(..) => matches!(value, Value::Point(_)),
        }
    }
}

fn source(stretch: Stretch) -> Source {
    Source::Stretch(Box::new(stretch))
}

fn is_null(bound: &Option<(Value, bool)>) -> bool {
    bound.as_ref().is_some_and(|(value, _)| value.is_null())
}

fn as_bound(bound: &Option<(Value, bool)>) -> Bound<&Value> {
    match bound {
        None => Bound::Unbounded,
        Some((value, true)) => Bound::Included(value),
        Some((value, false)) => Bound::Excluded(value),
    }
}
