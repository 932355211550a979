//! Seeks: for each input row, the nodes an index finds, and the nodes with given ids.

use std::ops::Bound;

use crate::error::{Error, Result};
use crate::execute::batch::{BATCH_ROWS, Batch};
use crate::execute::column::Column;
use crate::execute::context::Context;
use crate::execute::expression::{Expression, test};
use crate::graph::{GraphState, Index, KeyId, LabelId, NodeId, Target};
use crate::semantic::bound::{ComparisonOp, Name, Slot};
use crate::value::{GroupKey, Value, equals};

use super::{Input, Operator, extended};

/// What is sought.
pub enum SeekPlan {
    /// Equal to the value.
    Equal(Expression),
    /// Equal to one of the list's values.
    In(Expression),
    /// Between bounds; `true` includes the bound.
    Range(Option<(Expression, bool)>, Option<(Expression, bool)>),
    /// Strings that begin with the value.
    Prefix(Expression),
}

/// A seek with its values for one row.
enum Wanted {
    Equal(Vec<Value>),
    Range(Option<(Value, bool)>, Option<(Value, bool)>),
    Prefix(Value),
}

/// Nodes found for the rows of a batch, handed out in pieces.
#[derive(Default)]
struct Matches {
    input: Option<Batch>,
    rows: Vec<u32>,
    nodes: Vec<NodeId>,
    from: usize,
}

impl Matches {
    fn next(&mut self, slot: Slot, carry: &[Slot]) -> Option<Batch> {
        let input = self.input.as_ref()?;
        let to = self.nodes.len().min(self.from + BATCH_ROWS);
        let range = self.from..to;
        if range.is_empty() {
            self.input = None;
            return None;
        }
        self.from = to;
        let nodes = Column::Nodes(self.nodes[range.clone()].to_vec());
        Some(extended(input, &self.rows[range], carry, [(slot, nodes)]))
    }
}

/// Nodes an index finds.
pub struct IndexSeek {
    input: Input,
    slot: Slot,
    label: Name,
    key: Name,
    plan: SeekPlan,
    carry: Vec<Slot>,
    matches: Matches,
}

impl IndexSeek {
    /// Over an input; `carry` are the slots of the input needed above.
    pub fn new(input: Input, slot: Slot, label: Name, key: Name, plan: SeekPlan, carry: Vec<Slot>) -> Self {
        IndexSeek { input, slot, label, key, plan, carry, matches: Matches::default() }
    }

    fn seek(&self, ctx: &mut Context<'_>, batch: Batch) -> Result<Matches> {
        let wanted = self.wanted(ctx, &batch)?;
        let (mut rows, mut nodes) = (Vec::new(), Vec::new());
        for (row, wanted) in wanted.iter().enumerate() {
            let graph = ctx.graph();
            let catalog = graph.catalog();
            if let (Some(label), Some(key)) = (catalog.label(&self.label), catalog.key(&self.key)) {
                wanted.find(graph, label, key, &mut nodes);
            }
            ctx.meter().step((nodes.len() - rows.len()) as u64 + 1)?;
            rows.resize(nodes.len(), row as u32);
        }
        Ok(Matches { input: Some(batch), rows, nodes, from: 0 })
    }

    fn wanted(&self, ctx: &mut Context<'_>, batch: &Batch) -> Result<Vec<Wanted>> {
        let mut values = |expression: &Expression| -> Result<Vec<Value>> {
            let column = expression.evaluate_batch(ctx, batch)?;
            Ok((0..batch.len()).map(|row| column.value(row)).collect())
        };
        let mut bound = |bound: &Option<(Expression, bool)>| -> Result<Vec<Option<(Value, bool)>>> {
            Ok(match bound {
                None => vec![None; batch.len()],
                Some((value, inclusive)) => {
                    values(value)?.into_iter().map(|value| Some((value, *inclusive))).collect()
                }
            })
        };
        Ok(match &self.plan {
            SeekPlan::Equal(value) => {
                values(value)?.into_iter().map(|value| Wanted::Equal(vec![value])).collect()
            }
            SeekPlan::In(list) => values(list)?
                .into_iter()
                .map(|value| Ok(Wanted::Equal(distinct(list_items(value)?))))
                .collect::<Result<_>>()?,
            SeekPlan::Range(lower, upper) => {
                let lower = bound(lower)?;
                let upper = bound(upper)?;
                lower.into_iter().zip(upper).map(|(lower, upper)| Wanted::Range(lower, upper)).collect()
            }
            SeekPlan::Prefix(value) => values(value)?.into_iter().map(Wanted::Prefix).collect(),
        })
    }
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
    let mut seen = std::collections::HashSet::with_capacity(values.len());
    values.retain(|value| seen.insert(GroupKey(value.clone())));
    values
}

impl Wanted {
    /// Adds the nodes with the label whose property is wanted: by the index, or by looking at all of them when
    /// the index is gone since the statement was planned or cannot tell.
    fn find(&self, graph: &GraphState, label: LabelId, key: KeyId, nodes: &mut Vec<NodeId>) {
        let index = graph.schema().index_on(Target::Label(label), &[key]);
        if index.and_then(|index| self.find_in(index, graph, key, nodes)).is_none() {
            let holds = |node: &NodeId| self.holds(graph, *node, key);
            nodes.extend(graph.nodes_with_label(label).filter(holds));
        }
    }

    fn find_in(&self, index: &Index, graph: &GraphState, key: KeyId, nodes: &mut Vec<NodeId>) -> Option<()> {
        match self {
            Wanted::Equal(values) => {
                for value in values {
                    // Instants are found whatever their zone.
                    let exact = !matches!(value, Value::Time(_) | Value::DateTime(_) | Value::List(_));
                    let found = index.seek_equal(std::slice::from_ref(value)).map(NodeId);
                    nodes.extend(found.filter(|node| exact || self.holds(graph, *node, key)));
                }
            }
            Wanted::Range(lower, upper) => {
                nodes.extend(index.seek_range(as_bound(lower), as_bound(upper))?.map(NodeId));
            }
            Wanted::Prefix(Value::String(prefix)) => nodes.extend(index.seek_prefix(prefix).map(NodeId)),
            Wanted::Prefix(_) => {}
        }
        Some(())
    }

    fn holds(&self, graph: &GraphState, node: NodeId, key: KeyId) -> bool {
        let Some(value) = graph.node_property(node, key).map(|value| value.to_value()) else { return false };
        match self {
            Wanted::Equal(values) => values.iter().any(|wanted| equals(&value, wanted) == Some(true)),
            Wanted::Range(lower, upper) => {
                let within = |bound: &Option<(Value, bool)>, loose, strict| {
                    bound.as_ref().is_none_or(|(bound, inclusive)| {
                        test(if *inclusive { loose } else { strict }, &value, bound) == Some(true)
                    })
                };
                within(lower, ComparisonOp::GreaterEqual, ComparisonOp::Greater)
                    && within(upper, ComparisonOp::LessEqual, ComparisonOp::Less)
            }
            Wanted::Prefix(Value::String(prefix)) => {
                matches!(&value, Value::String(text) if text.starts_with(&**prefix))
            }
            Wanted::Prefix(_) => false,
        }
    }
}

fn as_bound(bound: &Option<(Value, bool)>) -> Bound<&Value> {
    match bound {
        None => Bound::Unbounded,
        Some((value, true)) => Bound::Included(value),
        Some((value, false)) => Bound::Excluded(value),
    }
}

impl Operator for IndexSeek {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.matches = Matches::default();
        self.input.open(ctx)
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        loop {
            if let Some(batch) = self.matches.next(self.slot, &self.carry) {
                return Ok(Some(batch));
            }
            let Some(batch) = self.input.next(ctx)? else { return Ok(None) };
            self.matches = self.seek(ctx, batch)?;
        }
    }
}

/// Nodes with given ids.
pub struct IdSeek {
    input: Input,
    slot: Slot,
    ids: Expression,
    carry: Vec<Slot>,
    matches: Matches,
}

impl IdSeek {
    /// Over an input; `carry` are the slots of the input needed above.
    pub fn new(input: Input, slot: Slot, ids: Expression, carry: Vec<Slot>) -> IdSeek {
        IdSeek { input, slot, ids, carry, matches: Matches::default() }
    }
}

impl Operator for IdSeek {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.matches = Matches::default();
        self.input.open(ctx)
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        loop {
            if let Some(batch) = self.matches.next(self.slot, &self.carry) {
                return Ok(Some(batch));
            }
            let Some(batch) = self.input.next(ctx)? else { return Ok(None) };
            let ids = self.ids.evaluate_batch(ctx, &batch)?;
            let (mut rows, mut nodes) = (Vec::new(), Vec::new());
            for row in 0..batch.len() {
                let wanted = distinct(super::project::elements(ids.value(row)).into_vec());
                ctx.meter().step(wanted.len() as u64)?;
                nodes.extend(wanted.iter().filter_map(node_id).filter(|node| ctx.graph().node_exists(*node)));
                rows.resize(nodes.len(), row as u32);
            }
            self.matches = Matches { input: Some(batch), rows, nodes, from: 0 };
        }
    }
}

/// The node an id names; nothing has an id that is no integer of its range.
fn node_id(value: &Value) -> Option<NodeId> {
    let id = match value {
        Value::Integer(id) => *id,
        Value::Float(id) if id.fract() == 0.0 => *id as i64,
        _ => return None,
    };
    u32::try_from(id).ok().map(NodeId)
}
