//! The product of automaton and graph: what may come after a node in a state, with the conditions asked while expanding.
//!
//! A state is a position of the automaton with its counter, the elements that later conditions read, and, for paths forward in
//! time, the earliest moment at which the next hop can be taken. States are made when they are reached.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::error::{Error, ErrorClass, Result};
use crate::execute::batch::Batch;
use crate::execute::column::Column;
use crate::execute::context::Context;
use crate::execute::expression::{Expression, Rows};
use crate::function::Validity;
use crate::graph::{NodeId, RelId, TypeId};
use crate::semantic::bound::Slot;
use crate::value::{PathValue, Value};

use super::automaton::{Automaton, Edge, Step, StepCost};

/// The number of a state of one search.
pub type StateId = u32;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct State {
    position: u32,
    count: u64,
    /// The elements of the position's registers.
    remembered: Box<[u32]>,
    /// In microseconds.
    moment: i64,
}

/// A hop that may be taken.
#[derive(Clone, Copy, Debug)]
pub struct Move {
    /// The number of the step in the pattern.
    pub step: u32,
    /// The relationship.
    pub relationship: RelId,
    /// Where it leads.
    pub to: NodeId,
    /// The state there.
    pub state: StateId,
    /// What it costs.
    pub cost: f64,
}

/// The path up to a node, for conditions that ask for it.
pub struct SoFar {
    /// The path.
    pub path: PathValue,
    /// Its cost.
    pub cost: f64,
}

/// The period in which the moments of a path forward in time lie, in microseconds.
#[derive(Clone, Copy, Debug)]
pub struct Period {
    /// None is earlier.
    pub from: i64,
    /// None is later.
    pub to: i64,
}

/// The product for one row.
pub struct Product {
    /// The pattern.
    pub automaton: Arc<Automaton>,
    /// Where paths begin.
    pub start: NodeId,
    /// Where they must lead, if that is known.
    pub target: Option<NodeId>,
    /// The slots of the row that conditions read.
    row: Batch,
    /// By step: any of these; `None` for all.
    types: Vec<Option<Vec<TypeId>>>,
    forbidden: FxHashSet<RelId>,
    period: Option<Period>,
    /// Costs are added up.
    weighs: bool,
    states: Vec<State>,
    numbers: FxHashMap<State, StateId>,
}

impl Product {
    /// Of the automaton with the graph as a row sees it.
    pub fn new(
        ctx: &Context<'_>,
        automaton: Arc<Automaton>,
        (start, target): (NodeId, Option<NodeId>),
        row: Batch,
        forbidden: FxHashSet<RelId>,
        period: Option<Period>,
        weighs: bool,
    ) -> Product {
        let types =
            automaton.steps.iter().map(|step| super::super::type_ids(ctx.graph(), &step.types)).collect();
        let (states, numbers) = Default::default();
        let mut product =
            Product { automaton, start, target, row, types, forbidden, period, weighs, states, numbers };
        product.restart();
        product
    }

    /// Forgets all states but the first, which has the number 0.
    pub fn restart(&mut self) {
        self.states.clear();
        self.numbers.clear();
        let moment = match self.period {
            Some(period) if self.automaton.reversed => period.to,
            Some(period) => period.from,
            None => 0,
        };
        self.number(State { position: 0, count: 0, remembered: Box::default(), moment });
    }

    /// Bytes that the states hold.
    pub fn size(&self) -> usize {
        self.states.len() * 2 * size_of::<State>()
    }

    /// The position of a state.
    pub fn position(&self, state: StateId) -> usize {
        self.states.get(state as usize).map_or(0, |state| state.position as usize)
    }

    fn number(&mut self, state: State) -> StateId {
        if let Some(number) = self.numbers.get(&state) {
            return *number;
        }
        // The states of a search are fewer than its labels, which are numbered by 32 bits.
        let number = self.states.len() as StateId;
        self.states.push(state.clone());
        self.numbers.insert(state, number);
        number
    }

    /// Adds the hops that may follow to `moves`; whether a path may end here.
    pub fn visit(
        &mut self,
        ctx: &mut Context<'_>,
        (state, node): (StateId, NodeId),
        so_far: Option<&SoFar>,
        moves: &mut Vec<Move>,
    ) -> Result<bool> {
        let automaton = self.automaton.clone();
        let Some(from) = self.states.get(state as usize).cloned() else {
            return Err(Error::internal("a state without a number"));
        };
        let mut ends = false;
        for edge in automaton.exits.get(from.position as usize).into_iter().flatten() {
            let counted = from.count >= edge.least && edge.below.is_none_or(|below| from.count < below);
            if !counted {
                continue;
            }
            match edge.step {
                None if self.target.is_some_and(|target| target != node) => {}
                None => ends |= self.passes(ctx, &from, edge, node)?,
                Some(step) => {
                    if self.passes(ctx, &from, edge, node)? {
                        self.follow(ctx, (&from, edge, node), step, so_far, moves)?;
                    }
                }
            }
        }
        Ok(ends)
    }

    /// Whether the guards of an edge let pass.
    fn passes(&self, ctx: &mut Context<'_>, from: &State, edge: &Edge, node: NodeId) -> Result<bool> {
        if edge.guards.is_empty() {
            return Ok(true);
        }
        let mut batch = self.environment(1, from);
        for alias in &edge.aliases {
            batch.set(*alias, Column::Nodes(vec![node]).into());
        }
        for guard in &edge.guards {
            if guard.select(ctx, Rows::all(&batch))?.is_empty() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The row, so many times, with what the state remembers.
    fn environment(&self, rows: usize, from: &State) -> Batch {
        let mut batch = self.row.gather(&vec![0; rows]);
        let slots = self.automaton.registers.get(from.position as usize).into_iter().flatten();
        for (slot, element) in slots.zip(from.remembered.iter()) {
            batch.set(*slot, self.constant(*slot, *element, rows).into());
        }
        batch
    }

    fn constant(&self, slot: Slot, element: u32, rows: usize) -> Column {
        let value = match self.automaton.relationships.contains(&slot) {
            true => Value::Relationship(RelId(element)),
            false => Value::Node(NodeId(element)),
        };
        Column::Constant(value, rows)
    }

    fn follow(
        &mut self,
        ctx: &mut Context<'_>,
        (from, edge, node): (&State, &Edge, NodeId),
        number: usize,
        so_far: Option<&SoFar>,
        moves: &mut Vec<Move>,
    ) -> Result<()> {
        let automaton = self.automaton.clone();
        let Some(step) = automaton.steps.get(number) else { return Err(Error::internal("no such step")) };
        let mut hops = self.candidates(ctx, number, node)?;
        let mut costs = Vec::new();
        let asks =
            !step.local.is_empty() || !step.distant.is_empty() || (self.weighs && !step.costs.is_empty());
        if asks && !hops.is_empty() {
            let mut batch = self.candidate_batch((from, edge, node), step, &hops, so_far);
            if let (Some(slot), Some(so_far)) = (automaton.so_far.cost, so_far) {
                let sums = weigh(ctx, step.costs.iter(), &batch, hops.len())?;
                let sums = sums.into_iter().map(|sum| so_far.cost + sum).collect();
                batch.set(slot, Column::Floats(sums, None).into());
            }
            let conditions = step.local.iter().chain(&step.distant);
            let (kept, batch) = select(ctx, conditions, batch, hops.len())?;
            hops = kept.iter().map(|row| hops[*row as usize]).collect();
            if self.weighs {
                costs = weigh(ctx, step.costs.iter(), &batch, hops.len())?;
            }
        }
        self.add_moves(ctx, (from, edge, node), number, (&hops, &costs), moves)
    }

    /// The hops of a step, without conditions.
    fn candidates(&self, ctx: &mut Context<'_>, number: usize, node: NodeId) -> Result<Vec<(RelId, NodeId)>> {
        let Some(step) = self.automaton.steps.get(number) else { return Ok(Vec::new()) };
        self.neighbours(ctx, node, step.direction, number)
    }

    /// The relationships of a step's types from a node.
    pub fn neighbours(
        &self,
        ctx: &mut Context<'_>,
        node: NodeId,
        direction: crate::graph::Direction,
        number: usize,
    ) -> Result<Vec<(RelId, NodeId)>> {
        let mut hops = Vec::new();
        let graph = ctx.graph();
        let mut of_type = |rel_type| {
            let entries = graph.expand(node, direction, rel_type);
            hops.extend(entries.map(|entry| (entry.relationship, entry.neighbour)));
        };
        match self.types.get(number) {
            Some(Some(types)) => types.iter().for_each(|rel_type| of_type(Some(*rel_type))),
            _ => of_type(None),
        }
        ctx.meter().expand(hops.len() as u64)?;
        if !self.forbidden.is_empty() {
            hops.retain(|(relationship, _)| !self.forbidden.contains(relationship));
        }
        Ok(hops)
    }

    fn candidate_batch(
        &self,
        (from, edge, node): (&State, &Edge, NodeId),
        step: &Step,
        hops: &[(RelId, NodeId)],
        so_far: Option<&SoFar>,
    ) -> Batch {
        let rows = hops.len();
        let mut batch = self.environment(rows, from);
        for alias in &edge.aliases {
            batch.set(*alias, Column::Constant(Value::Node(node), rows).into());
        }
        set_hop(&mut batch, step, node, hops);
        if let Some(so_far) = so_far {
            self.set_so_far(&mut batch, hops, so_far);
        }
        batch
    }

    fn set_so_far(&self, batch: &mut Batch, hops: &[(RelId, NodeId)], so_far: &SoFar) {
        if let Some(slot) = self.automaton.so_far.path {
            let paths = hops.iter().map(|(relationship, to)| {
                let mut path = so_far.path.clone();
                path.relationships.push(*relationship);
                path.nodes.push(*to);
                Value::Path(Arc::new(path))
            });
            batch.set(slot, Column::Values(paths.collect()).into());
        }
    }

    fn add_moves(
        &mut self,
        ctx: &mut Context<'_>,
        (from, edge, node): (&State, &Edge, NodeId),
        number: usize,
        (hops, costs): (&[(RelId, NodeId)], &[f64]),
        moves: &mut Vec<Move>,
    ) -> Result<()> {
        let automaton = self.automaton.clone();
        let position = number + 1;
        let named = automaton.steps.get(number).map_or(0, |step| step.number);
        let registers = automaton.registers.get(position).map_or(&[][..], Vec::as_slice);
        let count = edge.count.of(from.count);
        let alike = registers.is_empty() && self.period.is_none();
        let mut shared = None;
        for (at, (relationship, to)) in hops.iter().enumerate() {
            let moment = match self.period {
                None => from.moment,
                Some(period) => match self.moment(ctx, period, from.moment, *relationship)? {
                    Some(moment) => moment,
                    None => continue,
                },
            };
            let state = match shared {
                Some(state) if alike => state,
                _ => {
                    let value =
                        |slot: &Slot| self.remembered(from, edge, node, number, (*relationship, *to), *slot);
                    let remembered = registers.iter().map(value).collect::<Result<Box<[u32]>>>()?;
                    self.number(State { position: position as u32, count, remembered, moment })
                }
            };
            shared = Some(state);
            let cost = if self.weighs { costs.get(at).copied().unwrap_or(0.0) } else { 1.0 };
            moves.push(Move { step: named, relationship: *relationship, to: *to, state, cost });
        }
        Ok(())
    }

    /// The element that a slot stands for behind a hop.
    fn remembered(
        &self,
        from: &State,
        edge: &Edge,
        node: NodeId,
        number: usize,
        (relationship, to): (RelId, NodeId),
        slot: Slot,
    ) -> Result<u32> {
        let Some(step) = self.automaton.steps.get(number) else {
            return Err(Error::internal("no such step"));
        };
        if slot == step.relationship {
            return Ok(relationship.0);
        }
        if slot == step.to {
            return Ok(to.0);
        }
        if slot == step.from || edge.aliases.contains(&slot) {
            return Ok(node.0);
        }
        let before = self.automaton.registers.get(from.position as usize).map_or(&[][..], Vec::as_slice);
        match before.iter().position(|known| *known == slot) {
            Some(at) => Ok(from.remembered.get(at).copied().unwrap_or_default()),
            // It is of an element that this path does not have.
            None => Ok(u32::MAX),
        }
    }

    /// When the next hop can be taken at the earliest (backwards: at the latest), if this one can be taken at all.
    fn moment(
        &self,
        ctx: &Context<'_>,
        period: Period,
        moment: i64,
        relationship: RelId,
    ) -> Result<Option<i64>> {
        let valid = Validity::of_relationship(ctx.graph(), relationship)?;
        let (first, last) = (valid.from.max(period.from), valid.to.min(period.to));
        let moment = if self.automaton.reversed { moment.min(last) } else { moment.max(first) };
        Ok((first <= moment && moment <= last).then_some(moment))
    }

    /// The hops that lead to a node by a step, with their conditions that read the hop alone; their costs without those that
    /// read more.
    pub fn arrivals(&self, ctx: &mut Context<'_>, number: usize, node: NodeId) -> Result<Vec<(NodeId, f64)>> {
        let Some(step) = self.automaton.steps.get(number) else { return Ok(Vec::new()) };
        let mut hops = self.neighbours(ctx, node, step.direction.reverse(), number)?;
        let costs = || step.costs.iter().filter(|cost| cost.local);
        let asks = !step.local.is_empty() || (self.weighs && costs().next().is_some());
        let mut added = Vec::new();
        if asks && !hops.is_empty() {
            let mut batch = self.row.gather(&vec![0; hops.len()]);
            batch
                .set(step.relationship, Column::Relationships(hops.iter().map(|hop| hop.0).collect()).into());
            batch.set(step.from, Column::Nodes(hops.iter().map(|hop| hop.1).collect()).into());
            batch.set(step.to, Column::Constant(Value::Node(node), hops.len()).into());
            let (kept, batch) = select(ctx, step.local.iter(), batch, hops.len())?;
            hops = kept.iter().map(|row| hops[*row as usize]).collect();
            if self.weighs {
                added = weigh(ctx, costs(), &batch, hops.len())?;
            }
        }
        let cost = |at: usize| if self.weighs { added.get(at).copied().unwrap_or(0.0) } else { 1.0 };
        Ok(hops.iter().enumerate().map(|(at, (_, from))| (*from, cost(at))).collect())
    }
}

fn set_hop(batch: &mut Batch, step: &Step, node: NodeId, hops: &[(RelId, NodeId)]) {
    let relationships = hops.iter().map(|(relationship, _)| *relationship).collect();
    batch.set(step.from, Column::Constant(Value::Node(node), hops.len()).into());
    batch.set(step.relationship, Column::Relationships(relationships).into());
    batch.set(step.to, Column::Nodes(hops.iter().map(|(_, to)| *to).collect()).into());
}

/// The rows for which all conditions are true, and a batch of just those.
fn select<'e>(
    ctx: &mut Context<'_>,
    conditions: impl Iterator<Item = &'e Expression>,
    batch: Batch,
    rows: usize,
) -> Result<(Vec<u32>, Batch)> {
    let mut kept: Vec<u32> = (0..rows as u32).collect();
    for condition in conditions {
        if kept.is_empty() {
            break;
        }
        kept = condition.select(ctx, Rows { batch: &batch, selection: Some(&kept) })?;
    }
    let batch = if kept.len() == rows { batch } else { batch.gather(&kept) };
    Ok((kept, batch))
}

/// What each row costs.
fn weigh<'e>(
    ctx: &mut Context<'_>,
    costs: impl Iterator<Item = &'e StepCost>,
    batch: &Batch,
    rows: usize,
) -> Result<Vec<f64>> {
    let mut sums = vec![0.0; rows];
    if rows == 0 {
        return Ok(sums);
    }
    for cost in costs {
        let values = cost.value.evaluate_batch(ctx, batch)?;
        let defaults = match &cost.default {
            Some(default) => Some(default.evaluate_batch(ctx, batch)?),
            None => None,
        };
        for (row, sum) in sums.iter_mut().enumerate() {
            let value = match (values.value(row), &defaults) {
                (Value::Null, Some(defaults)) => defaults.value(row),
                (value, _) => value,
            };
            *sum += number(&value).map_err(|error| error.at(cost.value.span()))?;
        }
    }
    Ok(sums)
}

/// A cost: a finite number that is not negative.
fn number(value: &Value) -> Result<f64> {
    let error = |detail, message: String| Err(Error::new(ErrorClass::ArgumentError, detail, message));
    let cost = match value {
        Value::Integer(cost) => *cost as f64,
        Value::Float(cost) => *cost,
        Value::Null => {
            return error("MissingCost", "a relationship has no cost".to_owned()).map_err(|error: Error| {
                error.hint("give one in its place: `COST r.km DEFAULT 1`, or coalesce(r.km, 1)")
            });
        }
        other => {
            let message = format!("a cost is a number, not {}", other.type_name());
            return Err(Error::type_error("InvalidArgumentType", message));
        }
    };
    if cost < 0.0 {
        return error("NegativeCost", format!("a cost is {cost}, and may not be negative"));
    }
    if !cost.is_finite() {
        return error("InvalidCost", format!("a cost is {cost}, and must be finite"));
    }
    Ok(cost)
}
