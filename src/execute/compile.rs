//! Logical plan to operators. Going down, each operator learns which of its slots are needed above
//! ("live"), so that it carries no others; coming up, the operators are built.

mod aggregate;
mod apply;
mod implied;
mod known_count;
mod parallel;
mod read;
mod search;
mod update;

use rustc_hash::FxHashMap;

use crate::error::{Error, Result};
use crate::graph::GraphState;
use crate::plan::imports::Imports;
use crate::plan::logical::{Operator as Logical, Plan, QueryPlan, SubqueryPlan};
use crate::plan::visit::{binds, reads};
use crate::plan::walk::{updates, visit_plan};
use crate::semantic::bound::Slot;
use crate::value::Map;

use super::batch::Batch;
use super::context::Context;
use super::expression::ExpressionCompiler;
use super::liveness::SlotSet;
use super::operator::{Argument, EmptyResult, Input, Unit};
use super::parallel::Parallelism;
use super::profile::{Profile, Profiled};
use super::subquery::{Subqueries, SubqueryProgram};

pub(super) use implied::leads_to;

/// A program: operators to be run once, in the context they were compiled for.
pub struct Program {
    root: Input,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Fresh,
    Running,
    Done,
}

impl Program {
    /// The next rows; `None` at the end. After an error nothing more is yielded.
    pub fn next(&mut self, context: &mut Context<'_>) -> Result<Option<Batch>> {
        if self.state == State::Done {
            return Ok(None);
        }
        let result = self.pull(context).and_then(|batch| context.graph().intact().map(|()| batch));
        if !matches!(result, Ok(Some(_))) {
            self.state = State::Done;
        }
        result
    }

    fn pull(&mut self, context: &mut Context<'_>) -> Result<Option<Batch>> {
        if self.state == State::Fresh {
            self.state = State::Running;
            context.meter().check()?;
            self.root.open(context)?;
        }
        let batch = self.root.next(context)?;
        if let Some(batch) = &batch {
            context.meter().rows(batch.len())?;
        }
        Ok(batch)
    }
}

/// Compiles a plan with its parameters' values, to be run in this context; `profiled` measures each operator.
pub fn compile(
    plan: &QueryPlan,
    parameters: &Map,
    context: &mut Context<'_>,
    profiled: bool,
) -> Result<Program> {
    let imports = Imports::of(&plan.subqueries);
    let parallelism = context.parallelism().filter(|_| !plan.updates);
    let mut compiler = Compiler {
        graph: (!plan.updates).then(|| context.graph()),
        expressions: ExpressionCompiler { parameters, imports: &imports },
        imports: &imports,
        next_slot: plan.slots.len() as Slot,
        arguments: Vec::new(),
        unit_arguments: 0,
        numbers: if profiled { numbers(plan) } else { FxHashMap::default() },
        updates: plan.updates,
        weight: None,
        parallelism,
        cut: None,
        workers: 1,
    };
    let live: SlotSet = plan.columns.iter().map(|column| column.slot).collect();
    let (root, _) = compiler.scoped(&plan.root, &live)?;
    compiler.parallelism = None;
    let first_slot = compiler.next_slot;
    let subqueries = compiler.subqueries(&plan.subqueries)?;
    // Each worker has its own, with the same slots.
    let mut of_workers = Vec::new();
    for _ in 1..compiler.workers {
        compiler.next_slot = first_slot;
        of_workers.push(compiler.subqueries(&plan.subqueries)?);
    }
    let profile = profiled.then(|| Profile::new(compiler.numbers.len()));
    let width = compiler.next_slot as usize;
    context.prepare(width, subqueries, of_workers, profile);
    Ok(Program { root, state: State::Fresh })
}

/// The operators' numbers in the order of the printed plan.
fn numbers(plan: &QueryPlan) -> FxHashMap<*const Plan, usize> {
    let operators = crate::plan::explain::operators(plan);
    operators.into_iter().enumerate().map(|(number, plan)| (std::ptr::from_ref(plan), number)).collect()
}

/// The state of compiling one statement.
struct Compiler<'a> {
    /// What is read; none if the statement can change it.
    graph: Option<&'a GraphState>,
    expressions: ExpressionCompiler<'a>,
    imports: &'a Imports,
    /// Hidden slots are numbered after the statement's.
    next_slot: Slot,
    /// Per enclosing scope, the slots that its `Argument`s have to bring.
    arguments: Vec<SlotSet>,
    /// Above zero: below the right side of a join that depends on no argument.
    unit_arguments: usize,
    /// The numbers of the operators that are measured, by their address in the plan.
    numbers: FxHashMap<*const Plan, usize>,
    /// The statement can change the graph.
    updates: bool,
    /// Where the operator below puts how often a row counts.
    weight: Option<Slot>,
    /// How the rows of an operator may be divided; none where they may not.
    parallelism: Option<Parallelism>,
    /// While a worker's operators are compiled: the plan whose rows are divided, and the slots needed of it.
    cut: Option<(*const Plan, SlotSet)>,
    /// The most workers that run at once.
    workers: usize,
}

impl Compiler<'_> {
    fn hidden_slot(&mut self) -> Slot {
        self.next_slot += 1;
        self.next_slot - 1
    }

    /// A plan with its own `Argument`: the operator, and the slots its argument has to bring.
    fn scoped(&mut self, plan: &Plan, live: &SlotSet) -> Result<(Input, SlotSet)> {
        self.arguments.push(SlotSet::new());
        let units = std::mem::take(&mut self.unit_arguments);
        let result = self.plan(plan, live);
        self.unit_arguments = units;
        let needs = self.arguments.pop().unwrap_or_default();
        result.map(|operator| (operator, needs))
    }

    fn subqueries(&mut self, plans: &[SubqueryPlan]) -> Result<Subqueries> {
        plans.iter().map(|plan| self.subquery(plan).map(|program| Some(Box::new(program)))).collect()
    }

    fn subquery(&mut self, subquery: &SubqueryPlan) -> Result<SubqueryProgram> {
        let mut live: SlotSet = subquery.output.into_iter().collect();
        let ordinal = is_row_wise(&subquery.root).then(|| self.hidden_slot());
        live.extend(ordinal);
        let weight = self.weighted(&subquery.root);
        let (root, mut needs) = self.scoped(&subquery.root, &live)?;
        ordinal.into_iter().for_each(|ordinal| needs.remove(ordinal));
        Ok(SubqueryProgram {
            kind: subquery.kind,
            root,
            imports: needs.to_vec(),
            output: subquery.output,
            ordinal,
            weight,
        })
    }

    /// Compiles a plan of which `live` is needed above.
    fn plan(&mut self, plan: &Plan, live: &SlotSet) -> Result<Input> {
        if let Some(morsel) = self.morsel(plan, live) {
            return Ok(morsel);
        }
        let operator = self.operator(plan, live)?;
        Ok(match self.numbers.get(&std::ptr::from_ref(plan)) {
            Some(number) => Box::new(Profiled::new(operator, *number)),
            None => operator,
        })
    }

    /// The first input of an operator that adds slots to its rows, and those of its slots needed above.
    fn input(&mut self, plan: &Plan, live: &SlotSet) -> Result<(Input, Vec<Slot>)> {
        let carry = live.difference(&binds(&plan.operator));
        let mut needed = carry.clone();
        needed.union_with(&reads(&plan.operator, self.imports));
        Ok((self.plan(only_input(plan)?, &needed)?, carry.to_vec()))
    }

    /// The hidden slot in which a plan will say how often each of its rows counts, if it does.
    fn weighted(&mut self, plan: &Plan) -> Option<Slot> {
        self.weight = plan.operator.counts().then(|| self.hidden_slot());
        self.weight
    }

    fn operator(&mut self, plan: &Plan, live: &SlotSet) -> Result<Input> {
        match &plan.operator {
            Logical::Argument(slots) => Ok(self.argument(slots, live)),
            Logical::AllNodesScan { .. }
            | Logical::LabelScan { .. }
            | Logical::IndexSeek { .. }
            | Logical::NodeByIdSeek { .. }
            | Logical::RelationshipIndexSeek { .. }
            | Logical::RelationshipByIdSeek { .. }
            | Logical::RelationshipScan { .. } => self.scan(plan, live),
            Logical::Expand(expand) => self.expand(plan, expand, live),
            Logical::VariableExpand { .. } => self.variable_expand(plan, live),
            Logical::ShortestPath(shortest) => self.shortest(plan, shortest, live),
            Logical::PathSearch(search) => self.path_search(plan, search, live),
            Logical::EndpointsOf { .. } => self.endpoints(plan, live),
            Logical::Filter(_)
            | Logical::Project(_)
            | Logical::Unwind { .. }
            | Logical::LoadCsv(_)
            | Logical::Skip(_)
            | Logical::Limit(_)
            | Logical::Sort(_)
            | Logical::TopK { .. }
            | Logical::Eager
            | Logical::CallProcedure(_) => self.row_operator(plan, live),
            // Slots that nobody reads are not carried anyway.
            Logical::Keep(_) => self.plan(only_input(plan)?, live),
            Logical::CountBranches(branches) => self.count_branches(plan, branches, live),
            Logical::Aggregate(_) | Logical::Distinct(_) | Logical::Union { .. } => self.regroup(plan),
            Logical::CartesianProduct | Logical::HashJoin(_) => self.join(plan, live),
            Logical::Apply | Logical::OptionalApply(_) | Logical::SemiApply { .. } => self.apply(plan, live),
            Logical::Create(_) | Logical::Merge(_) | Logical::Update(_) => self.update(plan, live),
            Logical::Delete { .. } | Logical::Foreach { .. } => self.update(plan, live),
            Logical::TransactionalApply(apply) => self.transactional_apply(plan, apply, live),
            Logical::EmptyResult => {
                let input = self.plan(only_input(plan)?, &SlotSet::new())?;
                Ok(Box::new(EmptyResult::new(input)))
            }
        }
    }

    fn argument(&mut self, slots: &[Slot], live: &SlotSet) -> Input {
        if self.unit_arguments > 0 && slots.is_empty() {
            return Box::new(Unit::default());
        }
        if let Some(needs) = self.arguments.last_mut() {
            needs.union_with(live);
        }
        Box::new(Argument::default())
    }
}

fn only_input(plan: &Plan) -> Result<&Plan> {
    plan.inputs.first().ok_or_else(|| Error::internal("an operator without its input"))
}

fn two_inputs(plan: &Plan) -> Result<(&Plan, &Plan)> {
    match plan.inputs.as_slice() {
        [left, right] => Ok((left, right)),
        _ => Err(Error::internal("an operator without its two inputs")),
    }
}

/// Whether each output row belongs to one argument row and comes in the order of these, so that the plan can
/// be run for many argument rows at once.
fn is_row_wise(plan: &Plan) -> bool {
    match &plan.operator {
        Logical::Argument(_) => true,
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
        | Logical::LoadCsv(_)
        | Logical::CountBranches(_)
        | Logical::CallProcedure(_) => plan.inputs.iter().all(is_row_wise),
        Logical::Apply | Logical::OptionalApply(_) | Logical::SemiApply { .. } => match two_inputs(plan) {
            Ok((left, right)) => is_row_wise(left) && !updates(right),
            Err(_) => false,
        },
        Logical::CartesianProduct | Logical::HashJoin(_) => match two_inputs(plan) {
            Ok((left, right)) => is_row_wise(left) && is_independent(right),
            Err(_) => false,
        },
        Logical::Aggregate(_)
        | Logical::Distinct(_)
        | Logical::Sort(_)
        | Logical::TopK { .. }
        | Logical::Skip(_)
        | Logical::Limit(_)
        | Logical::Union { .. }
        | Logical::Eager
        | Logical::Create(_)
        | Logical::Merge(_)
        | Logical::Update(_)
        | Logical::Delete { .. }
        | Logical::Foreach { .. }
        | Logical::TransactionalApply(_)
        | Logical::EmptyResult => false,
    }
}

/// Whether a plan reads nothing of its argument and changes nothing.
fn is_independent(plan: &Plan) -> bool {
    let mut independent = !updates(plan);
    visit_plan(plan, &mut |plan| {
        if let Logical::Argument(slots) = &plan.operator {
            independent &= slots.is_empty();
        }
    });
    independent
}
