//! What feeds an operator that takes all rows: one copy of the operators below, or a copy for each worker above a
//! source whose rows are divided.

use crate::error::Result;
use crate::execute::liveness::SlotSet;
use crate::execute::morsel::Morsels;
use crate::execute::operator::{Argument, Feed, Input};
use crate::plan::logical::{Operator as Logical, Plan};
use crate::plan::walk::visit_plan;
use crate::semantic::bound::Slot;

use super::{Compiler, only_input};

/// Estimated rows through all operators below which workers would have nothing to do.
const WORTH: f64 = 1000.0;
/// The estimate may be that much worse with workers than without.
const BETTER: f64 = 0.8;
/// Rows that a row with branches to count stands for, about.
const BRANCHES: f64 = 30.0;
/// Workers that are reckoned with: the plan is the same for any number.
const RECKONED: f64 = 8.0;

impl Compiler<'_> {
    /// The rows of `below`, of which `live` is needed; with the hidden slot of how often each counts, if it says so.
    pub(super) fn feed(&mut self, below: &Plan, live: &SlotSet) -> Result<(Feed, Option<Slot>)> {
        let Some((source, workers)) = self.division(below) else {
            let weight = self.weighted(below);
            return Ok((Feed::Rows(self.plan(below, live)?), weight));
        };
        let rows = self.parallelism.take();
        self.cut = Some((std::ptr::from_ref(source), SlotSet::new()));
        // Each copy has the same slots as the others.
        let (first_slot, mut weight) = (self.next_slot, None);
        let copies = (0..workers).map(|_| {
            self.next_slot = first_slot;
            weight = self.weighted(below);
            self.plan(below, live)
        });
        let copies = copies.collect::<Result<Vec<Input>>>()?;
        let needed = self.cut.take().map(|(_, needed)| needed).unwrap_or_default();
        self.parallelism = rows;
        self.workers = self.workers.max(workers);
        let source = self.plan(source, &needed)?;
        let rows = rows.and_then(|parallelism| parallelism.morsel());
        Ok((Feed::Morsels(Morsels::new(source, copies, rows)), weight))
    }

    /// In the place of the source whose rows are divided: the rows of a morsel.
    pub(super) fn morsel(&mut self, plan: &Plan, live: &SlotSet) -> Option<Input> {
        let (source, needed) = self.cut.as_mut()?;
        if !std::ptr::eq(*source, plan) {
            return None;
        }
        *needed = live.clone();
        Some(Box::new(Argument::default()))
    }

    /// The operator whose rows are worth dividing, and among how many workers.
    fn division<'p>(&self, below: &'p Plan) -> Option<(&'p Plan, usize)> {
        let parallelism = self.parallelism?;
        // Elsewhere than in the main tree operators run for the rows of another one, over and over.
        if self.arguments.len() != 1 || self.unit_arguments > 0 {
            return None;
        }
        let mut chain = vec![below];
        while let Some(top) = chain.last().filter(|plan| works_row_by_row(plan)) {
            chain.push(only_input(top).ok()?);
        }
        if parallelism.morsel().is_some() {
            let lowest = chain.iter().rev().find(|plan| !matches!(plan.operator, Logical::Argument(_)))?;
            return Some((lowest, parallelism.workers()));
        }
        let estimates: Vec<f64> = chain.iter().map(|plan| plan.estimate).collect();
        let costs: Vec<f64> = chain.iter().map(|plan| cost(plan)).collect();
        let all: f64 = costs.iter().sum::<f64>() + estimates[0];
        if all < WORTH {
            return None;
        }
        let (at, best) = (0..chain.len())
            .filter(|at| !finds_nodes(&chain[*at..]))
            .map(|at| (at, divided(&estimates, &costs, at)))
            .min_by(|(_, a), (_, b)| a.total_cmp(b))?;
        let source = chain[at];
        let is_counted = at == 0 && source.operator.counts();
        let workers = parallelism.workers().min(1 + (all / WORTH) as usize);
        (best < BETTER * all && !is_counted).then_some((source, workers))
    }
}

/// Whether the rows are nodes that were each found once, or some of them: what is done with these is little beside finding them.
fn finds_nodes(chain: &[&Plan]) -> bool {
    let narrows = |plan: &&&Plan| matches!(plan.operator, Logical::Filter(_) | Logical::Keep(_));
    let below = chain.iter().find(|plan| !narrows(plan));
    below.is_some_and(|plan| matches!(plan.operator, Logical::VariableExpand { reachable: true, .. }))
}

/// What it costs to run the operators below `at` (and that one) alone and those above it on several workers. No more
/// of them have something to do than rows arrived at the narrowest place.
fn divided(estimates: &[f64], costs: &[f64], at: usize) -> f64 {
    let alone: f64 = costs[at..].iter().sum();
    let mut narrowest = f64::INFINITY;
    let mut together = 0.0;
    for above in (0..=at).rev() {
        narrowest = narrowest.min(estimates[above]);
        let cost = if above == 0 { estimates[0] } else { costs[above - 1] };
        together += cost / narrowest.clamp(1.0, RECKONED);
    }
    alone + together
}

/// About how many rows an operator touches.
fn cost(plan: &Plan) -> f64 {
    let inputs: f64 = plan.inputs.iter().map(|input| input.estimate).sum();
    match &plan.operator {
        Logical::CountBranches(_) => inputs * BRANCHES,
        _ => inputs + plan.estimate,
    }
}

/// Whether the rows of an operator belong to one row of its first input each and come in the order of these, so that
/// any part of the input gives the same part of its rows, on any thread.
fn works_row_by_row(plan: &Plan) -> bool {
    let is_such = match &plan.operator {
        Logical::AllNodesScan { .. }
        | Logical::LabelScan { .. }
        | Logical::IndexSeek { .. }
        | Logical::NodeByIdSeek { .. }
        | Logical::RelationshipIndexSeek { .. }
        | Logical::RelationshipByIdSeek { .. }
        | Logical::RelationshipScan { .. }
        | Logical::Expand(_)
        | Logical::VariableExpand { .. }
        | Logical::ShortestPath(_)
        | Logical::PathSearch(_)
        | Logical::EndpointsOf { .. }
        | Logical::Filter(_)
        | Logical::Project(_)
        | Logical::Keep(_)
        | Logical::Unwind { .. }
        | Logical::CountBranches(_) => true,
        Logical::Apply | Logical::OptionalApply(_) | Logical::SemiApply { .. } => {
            plan.inputs.get(1).is_some_and(only_reads_graph)
        }
        Logical::Argument(_)
        | Logical::LoadCsv(_)
        | Logical::CallProcedure(_)
        | Logical::CartesianProduct
        | Logical::HashJoin(_)
        | Logical::Aggregate(_)
        | Logical::Distinct(_)
        | Logical::Sort(_)
        | Logical::TopK { .. }
        | Logical::Skip(_)
        | Logical::Limit(_)
        | Logical::TransactionalApply(_)
        | Logical::Union { .. }
        | Logical::Eager
        | Logical::Create(_)
        | Logical::Merge(_)
        | Logical::Update(_)
        | Logical::Delete { .. }
        | Logical::Foreach { .. }
        | Logical::EmptyResult => false,
    };
    is_such && !plan.inputs.is_empty()
}

/// Whether a plan calls no procedure and reads no file.
fn only_reads_graph(plan: &Plan) -> bool {
    let mut only = true;
    visit_plan(plan, &mut |plan| {
        only &= !matches!(plan.operator, Logical::LoadCsv(_) | Logical::CallProcedure(_));
    });
    only
}
