//! A searched pattern to its automaton. Every condition is asked as soon as all it reads is known.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::error::{Error, Result};
use crate::execute::expression::{Expression, ExpressionCompiler};
use crate::execute::liveness::SlotSet;
use crate::execute::operator::{
    Automaton, Count, Edge, ForwardPlan, Input, Layout, PathSearch, SelectorPlan, Step, StepCost,
};
use crate::plan::logical::{PathSearchPlan, Plan};
use crate::semantic::bound::{self, Expr, HopCost, PathElement, PathGroup, PathHop, Selector, Slot};

use super::Compiler;

impl Compiler<'_> {
    pub(super) fn path_search(
        &mut self,
        plan: &Plan,
        search: &PathSearchPlan,
        live: &SlotSet,
    ) -> Result<Input> {
        let (input, mut carry) = self.input(plan, live)?;
        let (from, to) = search.ends();
        carry.retain(|slot| *slot != to || search.into);
        let automaton = Arc::new(Drawing::of(search, &self.expressions)?);
        let selector = match &search.search.selector {
            Selector::All => SelectorPlan::All,
            Selector::Paths(by, count) => SelectorPlan::Paths(*by, self.expressions.compile(count)?),
            Selector::Groups(by, count) => SelectorPlan::Groups(*by, self.expressions.compile(count)?),
        };
        let forward = match &search.search.forward {
            None => None,
            Some(forward) => Some(ForwardPlan {
                from: self.expressions.optional(forward.from.as_ref())?,
                to: self.expressions.optional(forward.to.as_ref())?,
            }),
        };
        let layout = Layout::of(&search.search, live, (!search.into).then_some(to));
        let unique = search.unique.clone();
        let to = search.into.then_some(to);
        Ok(Box::new(PathSearch::new(
            input,
            automaton,
            (selector, forward),
            layout,
            (from, to),
            unique,
            carry,
        )))
    }
}

/// A pattern on its way to an automaton.
struct Drawing<'a> {
    compiler: &'a ExpressionCompiler<'a>,
    /// Slots that the row brings.
    row: Vec<Slot>,
    steps: Vec<Step>,
    exits: Vec<Vec<Edge>>,
    /// When the search's slots have a value: `2n` on the edge to step `n`, `2n + 1` on step `n`.
    times: BTreeMap<Slot, usize>,
    /// From where to where a slot must be remembered.
    spans: Vec<(Slot, usize, usize)>,
    captured: Vec<Slot>,
    so_far: Vec<Slot>,
}

/// An element in the order of walking.
struct Piece<'a> {
    /// Its hops with their nodes, and the number of its first step.
    hops: Vec<(&'a PathHop, Slot, Slot)>,
    first: usize,
    group: Option<&'a PathGroup>,
    /// The node before it, where it is a variable.
    before: Option<Slot>,
}

impl<'a> Drawing<'a> {
    fn of(plan: &'a PathSearchPlan, compiler: &'a ExpressionCompiler<'a>) -> Result<Automaton> {
        let search = &plan.search;
        let (from, to) = plan.ends();
        let mut row = vec![from];
        row.extend(plan.into.then_some(to));
        let so_far = search.so_far.path.into_iter().chain(search.so_far.cost).collect();
        let mut drawing = Drawing {
            compiler,
            row,
            steps: Vec::new(),
            exits: Vec::new(),
            times: BTreeMap::new(),
            spans: Vec::new(),
            captured: Vec::new(),
            so_far,
        };
        let pieces = pieces(plan);
        drawing.draw_steps(&pieces, search);
        drawing.exits = (0..=drawing.steps.len()).map(|_| Vec::new()).collect();
        drawing.draw_edges(&pieces, to);
        if plan.reversed {
            for step in &mut drawing.steps {
                step.direction = step.direction.reverse();
            }
        }
        drawing.place_all(plan, &pieces)?;
        drawing.finish(plan)
    }

    fn draw_steps(&mut self, pieces: &[Piece<'a>], search: &'a bound::PathSearch) {
        let numbers: BTreeMap<Slot, u32> =
            search.hops().enumerate().map(|(number, hop)| (hop.slot, number as u32)).collect();
        for piece in pieces {
            for (at, (hop, from, to)) in piece.hops.iter().enumerate() {
                let step = self.steps.len();
                if at == 0 {
                    self.note_time(*from, 2 * step);
                    piece.before.into_iter().for_each(|before| self.note_time(before, 2 * step));
                }
                self.note_time(hop.slot, 2 * step + 1);
                self.note_time(*to, 2 * step + 1);
                self.steps.push(Step {
                    number: numbers.get(&hop.slot).copied().unwrap_or_default(),
                    direction: hop.direction,
                    types: hop.types.clone(),
                    from: *from,
                    relationship: hop.slot,
                    to: *to,
                    local: Vec::new(),
                    distant: Vec::new(),
                    costs: Vec::new(),
                });
            }
        }
    }

    /// The first time counts: the node behind one hop is the node before the next.
    fn note_time(&mut self, slot: Slot, time: usize) {
        self.times.entry(slot).or_insert(time);
    }

    fn draw_edges(&mut self, pieces: &[Piece<'a>], end: Slot) {
        self.note_time(end, 2 * self.steps.len());
        self.leave(pieces, 0, 0, (0, Vec::new()), end);
        for (at, piece) in pieces.iter().enumerate() {
            let last = piece.first + piece.hops.len() - 1;
            for step in piece.first..last {
                let from = self.steps[step + 1].from;
                let edge = Edge {
                    step: Some(step + 1),
                    least: 0,
                    below: None,
                    count: Count::Keep,
                    aliases: vec![from],
                    guards: Vec::new(),
                };
                self.exits[step + 1].push(edge);
            }
            let mut least = 0;
            if let Some(group) = piece.group {
                least = group.min;
                let saturated = match group.max {
                    None => Some(group.min.max(1)),
                    Some(_) => None,
                };
                let mut aliases = group.nodes.clone();
                aliases.truncate(1);
                aliases.extend(group.nodes.last());
                self.exits[last + 1].push(Edge {
                    step: Some(piece.first),
                    least: 0,
                    below: group.max,
                    count: Count::Next(saturated),
                    aliases,
                    guards: Vec::new(),
                });
            }
            self.leave(pieces, at + 1, last + 1, (least, Vec::new()), end);
        }
    }

    /// The edges from a position to the pieces from `next` on.
    fn leave(
        &mut self,
        pieces: &[Piece<'a>],
        next: usize,
        position: usize,
        (least, mut aliases): (u64, Vec<Slot>),
        end: Slot,
    ) {
        let Some(piece) = pieces.get(next) else {
            aliases.push(end);
            let edge =
                Edge { step: None, least, below: None, count: Count::Set(0), aliases, guards: Vec::new() };
            self.exits[position].push(edge);
            return;
        };
        aliases.extend(piece.before);
        let mut here = aliases.clone();
        here.extend(piece.hops.first().map(|(_, from, _)| *from));
        let (enters, skips) = match piece.group {
            None => (true, false),
            Some(group) => (group.max != Some(0), group.min == 0),
        };
        if enters {
            let count = Count::Set(u64::from(piece.group.is_some()));
            let (step, below) = (Some(piece.first), None);
            let edge = Edge { step, least, below, count, aliases: here, guards: Vec::new() };
            self.exits[position].push(edge);
        }
        if skips {
            self.leave(pieces, next + 1, position, (least, aliases), end);
        }
    }

    fn place_all(&mut self, plan: &'a PathSearchPlan, pieces: &[Piece<'a>]) -> Result<()> {
        let search = &plan.search;
        for predicate in &search.predicates {
            self.place(predicate, None)?;
        }
        for cost in &search.costs {
            self.place_cost(cost)?;
        }
        for piece in pieces {
            let Some(group) = piece.group else { continue };
            for predicate in &group.predicates {
                self.place(predicate, Some(piece.first))?;
            }
            for cost in &group.costs {
                self.place_cost(cost)?;
            }
            for predicate in &group.between {
                let last = piece.first + piece.hops.len();
                self.capture(predicate, last)?;
                let guard = self.compiler.compile(predicate)?;
                let loops =
                    |edge: &&mut Edge| edge.step == Some(piece.first) && matches!(edge.count, Count::Next(_));
                self.exits[last].iter_mut().filter(loops).for_each(|edge| edge.guards.push(guard.clone()));
            }
        }
        Ok(())
    }

    /// The slots of the search that an expression reads, with their times.
    fn read(&self, expr: &Expr) -> Vec<(Slot, usize)> {
        let slots = self.compiler.captured(&[Some(expr)]);
        slots
            .into_iter()
            .filter(|slot| !self.row.contains(slot))
            .filter_map(|slot| Some((slot, *self.times.get(&slot)?)))
            .collect()
    }

    /// Notes what of the row and of farther back an expression reads that is asked at or before step `step`.
    fn capture(&mut self, expr: &Expr, step: usize) -> Result<bool> {
        let mut local = true;
        for slot in self.compiler.captured(&[Some(expr)]) {
            let own =
                self.steps.get(step).is_some_and(|it| [it.from, it.relationship, it.to].contains(&slot));
            match self.times.get(&slot) {
                _ if self.so_far.contains(&slot) => local = false,
                _ if own && !self.row.contains(&slot) => {}
                Some(time) if !self.row.contains(&slot) => {
                    local = false;
                    self.spans.push((slot, time / 2 + 1, step));
                }
                _ => self.captured.push(slot),
            }
        }
        Ok(local)
    }

    fn place(&mut self, predicate: &Expr, first_of_group: Option<usize>) -> Result<()> {
        let read = self.read(predicate);
        let latest = read.iter().max_by_key(|(_, time)| *time).copied();
        let compiled = self.compiler.compile(predicate)?;
        let step = match (latest, first_of_group) {
            (Some((_, time)), _) if time % 2 == 1 => time / 2,
            (_, Some(first)) => latest.map_or(first, |(_, time)| time / 2),
            (Some((slot, time)), None) => return self.guard(predicate, &compiled, Some(slot), time / 2),
            (None, None) => return self.guard(predicate, &compiled, None, 0),
        };
        let local = self.capture(predicate, step)?;
        let Some(place) = self.steps.get_mut(step) else { return Err(no_step()) };
        if local {
            place.local.push(compiled)
        } else {
            place.distant.push(compiled)
        }
        Ok(())
    }

    /// A condition on the edges over a node, or on those from the start.
    fn guard(
        &mut self,
        predicate: &Expr,
        compiled: &Expression,
        node: Option<Slot>,
        step: usize,
    ) -> Result<()> {
        for slot in self.compiler.captured(&[Some(predicate)]) {
            match self.times.get(&slot) {
                Some(time) if !self.row.contains(&slot) => self.spans.push((slot, time / 2 + 1, step)),
                _ => self.captured.push(slot),
            }
        }
        for (position, edges) in self.exits.iter_mut().enumerate() {
            let over = |edge: &&mut Edge| match node {
                Some(node) => edge.aliases.contains(&node),
                None => position == 0,
            };
            edges.iter_mut().filter(over).for_each(|edge| edge.guards.push(compiled.clone()));
        }
        Ok(())
    }

    fn place_cost(&mut self, cost: &HopCost) -> Result<()> {
        let own = self.times.get(&cost.hop).copied().unwrap_or(1) / 2;
        let read = |expr: &Expr| self.read(expr).into_iter().map(|(_, time)| time / 2).max();
        let step =
            read(&cost.value).into_iter().chain(cost.default.as_ref().and_then(read)).fold(own, usize::max);
        let mut local = self.capture(&cost.value, step)?;
        if let Some(default) = &cost.default {
            local &= self.capture(default, step)?;
        }
        let value = self.compiler.compile(&cost.value)?;
        let default = self.compiler.optional(cost.default.as_ref())?;
        let Some(place) = self.steps.get_mut(step) else { return Err(no_step()) };
        place.costs.push(StepCost { value, default, local });
        Ok(())
    }

    fn finish(mut self, plan: &PathSearchPlan) -> Result<Automaton> {
        let search = &plan.search;
        let mut registers: Vec<Vec<Slot>> = (0..=self.steps.len()).map(|_| Vec::new()).collect();
        for (slot, first, last) in &self.spans {
            for position in *first..=*last {
                if let Some(slots) = registers.get_mut(position) {
                    slots.push(*slot);
                }
            }
        }
        for slots in &mut registers {
            slots.sort_unstable();
            slots.dedup();
        }
        self.captured.sort_unstable();
        self.captured.dedup();
        let longest = search.elements.iter().try_fold(0_u64, |sum, element| match element {
            PathElement::Node(_) => Some(sum),
            PathElement::Hop(_) => Some(sum + 1),
            PathElement::Group(group) => {
                Some(sum.saturating_add(group.max?.saturating_mul(group.hops.len() as u64)))
            }
        });
        Ok(Automaton {
            relationships: self.steps.iter().map(|step| step.relationship).collect(),
            steps: self.steps,
            exits: self.exits,
            registers,
            captured: self.captured,
            so_far: search.so_far,
            mode: search.mode,
            longest,
            ambiguous: search.groups().count() > 1,
            reversed: plan.reversed,
        })
    }
}

fn no_step() -> Error {
    Error::internal("a condition of a search has no place")
}

/// The elements in the order of walking, without the nodes between them.
fn pieces(plan: &PathSearchPlan) -> Vec<Piece<'_>> {
    let search = &plan.search;
    let mut elements: Vec<&PathElement> = search.elements.iter().collect();
    if plan.reversed {
        elements.reverse();
    }
    let (from, to) = plan.ends();
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut before = Some(from);
    let mut first = 0;
    for (at, element) in elements.iter().enumerate() {
        let (hops, group) = match element {
            PathElement::Node(slot) => {
                before = Some(*slot);
                continue;
            }
            PathElement::Hop(hop) => {
                let behind = match elements.get(at + 1) {
                    Some(PathElement::Node(slot)) => *slot,
                    Some(PathElement::Group(group)) => first_node(group, plan.reversed),
                    Some(PathElement::Hop(_)) | None => to,
                };
                (vec![(hop, before.unwrap_or(from), behind)], None)
            }
            PathElement::Group(group) => (chain(group, plan.reversed), Some(group)),
        };
        let count = hops.len();
        pieces.push(Piece { hops, first, group, before: before.take() });
        first += count;
    }
    pieces
}

fn first_node(group: &PathGroup, reversed: bool) -> Slot {
    let node = if reversed { group.nodes.last() } else { group.nodes.first() };
    node.copied().unwrap_or_default()
}

/// A group's hops with the nodes before and behind them, in the order of walking.
fn chain(group: &PathGroup, reversed: bool) -> Vec<(&PathHop, Slot, Slot)> {
    let ends = group.nodes.iter().copied().zip(group.nodes.iter().copied().skip(1));
    let hops = group.hops.iter().zip(ends);
    match reversed {
        false => hops.map(|(hop, (left, right))| (hop, left, right)).collect(),
        true => hops.rev().map(|(hop, (left, right))| (hop, right, left)).collect(),
    }
}
