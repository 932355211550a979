//! A bound query to its naive plan: clauses are stacked in the written order.

use crate::error::{Error, ErrorClass, Result};
use crate::function::Type;
use crate::semantic::bound::{BoundQuery, Clause, Expr, MAX_STEPS, Query, SingleQuery, Slot, SlotInfo};

use super::imports::Imports;
use super::invariants;
use super::logical::{Operator, Plan, QueryPlan};
use super::schema::output_slots;
use super::visit::free_of_plan;

/// The naive plan of a query.
///
/// Fails with `BudgetExceeded` when the plan would be deeper than [`MAX_STEPS`] operators.
pub fn build(bound: &BoundQuery, updates: bool) -> Result<QueryPlan> {
    let mut builder =
        Builder { slots: bound.slots.clone(), imports: Imports::of_bound(&bound.subqueries), depth: 0 };
    let root = builder.query(&bound.query, Vec::new(), End::Statement)?;
    let subqueries = bound.subqueries.iter().map(|s| builder.subquery(s)).collect::<Result<_>>()?;
    let columns = bound.query.columns.clone();
    let plan = QueryPlan { root, columns, slots: builder.slots, subqueries, updates };
    invariants::check_in_debug(&plan, "build")?;
    Ok(plan)
}

/// What becomes of a query that returns nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// It is run for its effect.
    Statement,
    /// Its rows are counted.
    Rows,
}

/// The state of building one statement.
pub(super) struct Builder {
    /// The statement's slots and those made here.
    pub(super) slots: Vec<SlotInfo>,
    /// What the subqueries in expressions read.
    pub(super) imports: Imports,
    /// Operators between the root of the statement's plan and here, counted from the leaf.
    depth: usize,
}

impl Builder {
    /// The plan of a query whose leaves bring the slots of `argument`.
    pub(super) fn query(&mut self, query: &Query, argument: Vec<Slot>, end: End) -> Result<Plan> {
        let mut branches = Vec::with_capacity(query.branches.len());
        for branch in &query.branches {
            let depth = self.depth;
            branches.push(self.single_query(branch, argument.clone(), end)?);
            self.depth = depth;
        }
        if branches.len() == 1 {
            return branches.pop().ok_or_else(|| Error::internal("a query without branches"));
        }
        let inputs = query.branches.iter().map(|branch| branch.outputs.clone()).collect();
        let outputs: Vec<Slot> = query.columns.iter().map(|column| column.slot).collect();
        let union = Plan::new(Operator::Union { inputs, outputs: outputs.clone() }, branches);
        match query.all || outputs.is_empty() {
            true => Ok(union),
            false => self.over(Operator::Distinct(outputs), union),
        }
    }

    fn single_query(&mut self, query: &SingleQuery, argument: Vec<Slot>, end: End) -> Result<Plan> {
        let mut plan = Plan::new(Operator::Argument(argument.clone()), Vec::new());
        for clause in &query.clauses {
            plan = self.clause(plan, clause)?;
        }
        if query.outputs.is_empty() && end == End::Statement {
            plan = self.over(Operator::EmptyResult, plan)?;
        }
        // A standalone call ends without a projection.
        if !query.outputs.is_empty() && !matches!(query.clauses.last(), Some(Clause::Project(_))) {
            plan = self.over(Operator::Keep(query.outputs.clone()), plan)?;
        }
        match argument.is_empty() {
            true => Ok(plan),
            false => self.pass_outer_slots(plan, &argument),
        }
    }

    /// One clause on top of the rows it gets.
    pub(super) fn clause(&mut self, input: Plan, clause: &Clause) -> Result<Plan> {
        match clause {
            Clause::Match { optional: false, pattern } => self.pattern(input, pattern),
            Clause::Match { optional: true, pattern } => self.optional_match(input, pattern),
            Clause::Unwind { list, slot } => {
                self.over(Operator::Unwind { list: list.clone(), slot: *slot }, input)
            }
            Clause::Project(projection) => self.projection(input, projection),
            Clause::Filter(predicate) => self.filter(input, vec![predicate.clone()]),
            Clause::Create(pattern) => self.create(input, pattern),
            Clause::Merge(merge) => self.merge(input, merge),
            Clause::Update(updates) => self.over(Operator::Update(updates.clone()), input),
            Clause::Delete { detach, targets } => {
                self.over(Operator::Delete { detach: *detach, targets: targets.clone() }, input)
            }
            Clause::Foreach { list, slot, body } => self.foreach(input, list, *slot, body),
            Clause::CallProcedure(call) => self.procedure(input, call),
            Clause::CallSubquery { optional, query, imports, transactions: None } => {
                self.call_subquery(input, *optional, query, imports)
            }
            Clause::CallSubquery { optional, query, imports, transactions: Some(transactions) } => {
                self.call_in_transactions(input, *optional, (query, imports), transactions)
            }
            Clause::LoadCsv(load) => self.over(Operator::LoadCsv(load.clone()), input),
        }
    }

    /// An operator on top of one input.
    pub(super) fn over(&mut self, operator: Operator, input: Plan) -> Result<Plan> {
        self.deepen()?;
        Ok(Plan::new(operator, vec![input]))
    }

    /// An operator on top of two inputs.
    pub(super) fn join(&mut self, operator: Operator, left: Plan, right: Plan) -> Result<Plan> {
        self.deepen()?;
        Ok(Plan::new(operator, vec![left, right]))
    }

    /// A filter, unless there is nothing to ask.
    pub(super) fn filter(&mut self, input: Plan, predicates: Vec<Expr>) -> Result<Plan> {
        match predicates.is_empty() {
            true => Ok(input),
            false => self.over(Operator::Filter(predicates), input),
        }
    }

    fn deepen(&mut self) -> Result<()> {
        self.depth += 1;
        if self.depth <= MAX_STEPS {
            return Ok(());
        }
        let message = format!("the statement needs a plan of more than {MAX_STEPS} operators in a row");
        Err(Error::new(ErrorClass::BudgetExceeded, "StatementTooComplex", message)
            .compile_time()
            .hint("split it into several statements, or read the data with UNWIND"))
    }

    /// A side plan that `build` stacks on an `Argument`; the argument then brings just what the plan lacks.
    pub(super) fn correlated(
        &mut self,
        build: impl FnOnce(&mut Builder, Plan) -> Result<Plan>,
    ) -> Result<Plan> {
        let depth = self.depth;
        let mut plan = build(self, Plan::default())?;
        self.depth = depth;
        let needed = free_of_plan(&plan, &self.imports).to_vec();
        set_argument(&mut plan, needed);
        Ok(plan)
    }

    /// A slot that no variable of the statement has.
    pub(super) fn fresh(&mut self, name: &str, ty: Type) -> Slot {
        // The statement's length is limited to far less than 2^32 variables.
        let slot = self.slots.len() as Slot;
        self.slots.push(SlotInfo { name: format!(" {name}{slot}").into(), ty });
        slot
    }
}

/// Sets the slots of the leaf that the plan was stacked on.
fn set_argument(plan: &mut Plan, slots: Vec<Slot>) {
    let mut leaf = plan;
    while !leaf.inputs.is_empty() {
        leaf = &mut leaf.inputs[0];
    }
    leaf.operator = Operator::Argument(slots);
}

/// The slots of `plan` that its own argument does not bring.
pub(super) fn own_slots(plan: &Plan) -> Vec<Slot> {
    output_slots(plan).difference(&output_slots(leaf(plan))).to_vec()
}

/// The leaf that the plan was stacked on.
pub(super) fn leaf(plan: &Plan) -> &Plan {
    let mut leaf = plan;
    while let Some(input) = leaf.inputs.first() {
        leaf = input;
    }
    leaf
}
