//! `CALL { }`, procedures, and the plans of subqueries in expressions.

use crate::error::Result;
use crate::semantic::bound::{ProcedureCall, Query, Slot, Subquery, SubqueryKind, Transactions};

use super::builder::{Builder, End, own_slots};
use super::logical::{Operator, Plan, SubqueryPlan, TransactionalApply};
use super::visit::visit_operator_exprs;
use super::walk::{updates, visit_plan};
use super::walk_expr::has_subquery;

impl Builder {
    /// `CALL { }`: the right side is run for each row. A unit subquery is the optional form without slots:
    /// its right side yields nothing, so that each row is kept as it is, once.
    ///
    /// When the right side updates, the rows are read first (they must not see its writes), and all of it
    /// is done before anything above reads.
    pub(super) fn call_subquery(
        &mut self,
        input: Plan,
        optional: bool,
        query: &Query,
        imports: &[Slot],
    ) -> Result<Plan> {
        let right = self.query(query, imports.to_vec(), End::Statement)?;
        let columns: Vec<Slot> = query.columns.iter().map(|column| column.slot).collect();
        let operator = match optional || columns.is_empty() {
            true => Operator::OptionalApply(columns),
            false => Operator::Apply,
        };
        if !updates(&right) {
            return self.join(operator, input, right);
        }
        let input = self.over(Operator::Eager, input)?;
        let plan = self.join(operator, input, right)?;
        self.over(Operator::Eager, plan)
    }

    /// `CALL { } IN TRANSACTIONS`. Its rows are read first if they are read from the graph; from a file or a
    /// list they come as they are needed, so that a large load holds no more than one transaction's.
    pub(super) fn call_in_transactions(
        &mut self,
        input: Plan,
        optional: bool,
        (query, imports): (&Query, &[Slot]),
        transactions: &Transactions,
    ) -> Result<Plan> {
        let right = self.query(query, imports.to_vec(), End::Statement)?;
        let columns: Vec<Slot> = query.columns.iter().map(|column| column.slot).collect();
        let input = if reads_graph(&input) { self.over(Operator::Eager, input)? } else { input };
        let optional = optional || columns.is_empty();
        let apply = TransactionalApply { columns, optional, transactions: transactions.clone() };
        let plan = self.join(Operator::TransactionalApply(apply), input, right)?;
        self.over(Operator::Eager, plan)
    }

    /// A procedure. An optional call is an optional apply, and `YIELD ... WHERE` a filter, so that the
    /// operator itself is plain.
    pub(super) fn procedure(&mut self, input: Plan, call: &ProcedureCall) -> Result<Plan> {
        if !call.optional || call.is_void {
            return self.plain_procedure(input, call);
        }
        let right = self.correlated(|builder, leaf| builder.plain_procedure(leaf, call))?;
        let nulls = own_slots(&right);
        self.join(Operator::OptionalApply(nulls), input, right)
    }

    fn plain_procedure(&mut self, input: Plan, call: &ProcedureCall) -> Result<Plan> {
        let plain = ProcedureCall { optional: false, filter: None, ..call.clone() };
        let plan = self.over(Operator::CallProcedure(plain), input)?;
        self.filter(plan, call.filter.iter().cloned().collect())
    }

    /// The plan of a subquery in an expression.
    pub(super) fn subquery(&mut self, subquery: &Subquery) -> Result<SubqueryPlan> {
        let root = self.query(&subquery.query, subquery.imports.clone(), End::Rows)?;
        let output = match subquery.kind {
            SubqueryKind::Exists | SubqueryKind::Count => None,
            SubqueryKind::Collect | SubqueryKind::First => {
                subquery.query.columns.first().map(|column| column.slot)
            }
        };
        Ok(SubqueryPlan { kind: subquery.kind, root, imports: subquery.imports.clone(), output })
    }
}

/// Whether what the plan yields may depend on the graph.
fn reads_graph(plan: &Plan) -> bool {
    use Operator::*;
    let mut reads = false;
    visit_plan(plan, &mut |plan| {
        let free_of_graph = matches!(
            plan.operator,
            Argument(_)
                | Filter(_)
                | Project(_)
                | Keep(_)
                | Unwind { .. }
                | LoadCsv(_)
                | Skip(_)
                | Limit(_)
                | Aggregate(_)
                | Sort(_)
                | TopK { .. }
        );
        reads |= !free_of_graph;
        visit_operator_exprs(&plan.operator, &mut |e| reads |= has_subquery(e));
    });
    reads
}
