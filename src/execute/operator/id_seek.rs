//! For each input row, the nodes or relationships with given ids.

use std::collections::HashSet;

use crate::error::Result;
use crate::execute::batch::Batch;
use crate::execute::context::Context;
use crate::execute::expression::Expression;
use crate::graph::{GraphState, NodeId, RelId};
use crate::semantic::bound::{Name, Slot};
use crate::value::Value;

use super::index_seek::{Found, output};
use super::{Input, Operator, is_wanted, type_ids};

/// Ids found for the rows of a batch, handed out in pieces.
#[derive(Default)]
struct Matches {
    input: Option<Batch>,
    rows: Vec<u32>,
    ids: Vec<u32>,
    from: usize,
}

/// See the module.
pub struct IdSeek {
    input: Input,
    found: Found,
    types: Vec<Name>,
    ids: Expression,
    carry: Vec<Slot>,
    matches: Matches,
}

impl IdSeek {
    /// Over an input; relationships are of one of the types, or of any; `carry` are the slots of the input needed above.
    pub fn new(input: Input, found: Found, types: Vec<Name>, ids: Expression, carry: Vec<Slot>) -> IdSeek {
        IdSeek { input, found, types, ids, carry, matches: Matches::default() }
    }

    fn next_piece(&mut self, ctx: &Context<'_>) -> Option<Batch> {
        let Matches { input, rows, ids, from } = &mut self.matches;
        let batch = input.as_ref()?;
        let range = *from..ids.len().min(*from + self.found.room());
        if range.is_empty() {
            *input = None;
            return None;
        }
        *from = range.end;
        let piece = (rows[range.clone()].to_vec(), ids[range].to_vec());
        Some(output(ctx, batch, &self.carry, &self.found, piece))
    }

    fn find(&self, ctx: &mut Context<'_>, batch: Batch) -> Result<Matches> {
        let wanted = self.ids.evaluate_batch(ctx, &batch)?;
        let types = type_ids(ctx.graph(), &self.types);
        let is_there = |graph: &GraphState, id: u32| match self.found {
            Found::Node(_) => graph.node_exists(NodeId(id)),
            Found::Relationship(..) => {
                graph.relationship(RelId(id)).is_some_and(|it| is_wanted(&types, it.rel_type))
            }
        };
        let (mut rows, mut ids) = (Vec::new(), Vec::new());
        for row in 0..batch.len() {
            let wanted = super::project::elements(wanted.value(row));
            ctx.meter().step(wanted.len() as u64)?;
            let of_row = wanted.iter().filter_map(|value| self.id(value));
            let there = of_row.filter(|id| is_there(ctx.graph(), *id));
            // What is listed twice is found once.
            let mut seen = HashSet::new();
            ids.extend(there.filter(|id| wanted.len() == 1 || seen.insert(*id)));
            rows.resize(ids.len(), row as u32);
        }
        Ok(Matches { input: Some(batch), rows, ids, from: 0 })
    }

    /// The id in an `id` or an `elementId`; other values are none.
    fn id(&self, value: &Value) -> Option<u32> {
        let prefix = if matches!(self.found, Found::Node(_)) { 'n' } else { 'r' };
        let id = match value {
            Value::Integer(id) => *id,
            Value::Float(id) if id.fract() == 0.0 => *id as i64,
            Value::String(text) => text.strip_prefix(prefix)?.parse().ok()?,
            _ => return None,
        };
        u32::try_from(id).ok()
    }
}

impl Operator for IdSeek {
    fn open(&mut self, ctx: &mut Context<'_>) -> Result<()> {
        self.matches = Matches::default();
        self.input.open(ctx)
    }

    fn next(&mut self, ctx: &mut Context<'_>) -> Result<Option<Batch>> {
        loop {
            if let Some(batch) = self.next_piece(ctx) {
                return Ok(Some(batch));
            }
            let Some(batch) = self.input.next(ctx)? else { return Ok(None) };
            self.matches = self.find(ctx, batch)?;
        }
    }
}
