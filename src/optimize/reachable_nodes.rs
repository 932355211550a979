//! Variable-length expansions of which only the set of nodes matters that they reach: below `DISTINCT`, below aggregates that
//! values count in once, and where it is only asked whether there is a row. Instead of all paths a search finds each node once.
//!
//! That is right for paths of one hop or more (or none): a node other than the first is reached by a path that repeats nothing if
//! it is reached at all. Of longer paths this does not hold, so they stay.

use crate::error::Result;
use crate::graph::Direction;
use crate::plan::SlotSet;
use crate::plan::imports::Imports;
use crate::plan::logical::{Expand, Operator, Plan, QueryPlan};
use crate::plan::visit::{reads, visit_operator_exprs};
use crate::plan::walk::visit_plan;
use crate::plan::walk_expr::{free_slots, is_volatile};
use crate::semantic::bound::{Aggregate, PathMode, SubqueryKind, VariableLength};

use super::Context;

pub(super) fn apply(mut query: QueryPlan, _: &Context<'_>) -> Result<QueryPlan> {
    if query.updates {
        return Ok(query);
    }
    let imports = Imports::of(&query.subqueries);
    let mut read: SlotSet = query.columns.iter().map(|column| column.slot).collect();
    let mut add = |plan: &Plan| read.union_with(&reads(&plan.operator, &imports));
    visit_plan(&query.root, &mut add);
    query.subqueries.iter().for_each(|subquery| visit_plan(&subquery.root, &mut add));
    for subquery in &query.subqueries {
        read.extend(subquery.imports.iter().copied().chain(subquery.output));
    }
    let rewriter = Rewriter { imports, read };
    rewriter.rewrite(&mut query.root, false);
    for subquery in &mut query.subqueries {
        rewriter.rewrite(&mut subquery.root, subquery.kind == SubqueryKind::Exists);
    }
    Ok(query)
}

struct Rewriter {
    imports: Imports,
    /// All slots that anything in the statement reads.
    read: SlotSet,
}

impl Rewriter {
    /// `as_set`: what is above does not depend on how often a row comes.
    fn rewrite(&self, plan: &mut Plan, as_set: bool) {
        if as_set
            && let Operator::VariableExpand { expand, length, reachable, .. } = &mut plan.operator
            && self.is_about_nodes(expand, length)
        {
            *reachable = true;
        }
        let below = self.below(&plan.operator, as_set);
        let is_semi = matches!(plan.operator, Operator::SemiApply { .. });
        for (at, input) in plan.inputs.iter_mut().enumerate() {
            self.rewrite(input, below || (is_semi && at == 1));
        }
    }

    fn is_about_nodes(&self, expand: &Expand, length: &VariableLength) -> bool {
        // A cycle through the first node goes back where it came from by other relationships; that is told apart by these alone.
        let is_symmetric = length.hop.as_ref().is_none_or(|hop| {
            let free = free_slots(&hop.predicate, &self.imports);
            !free.contains(hop.from) && !free.contains(hop.to)
        });
        let fits = match length.mode {
            PathMode::Trail => expand.direction != Direction::Both || is_symmetric,
            PathMode::Walk | PathMode::Acyclic => true,
            PathMode::Simple => expand.direction != Direction::Both,
        };
        let is_volatile = length.hop.as_ref().is_some_and(|hop| is_volatile(&hop.predicate, &self.imports));
        fits && length.min <= 1 && !is_volatile && !self.read.contains(expand.relationship)
    }

    /// Whether the operator's result does not depend on how often its input's rows come.
    fn below(&self, operator: &Operator, as_set: bool) -> bool {
        use Operator::*;
        let mut is_certain = true;
        visit_operator_exprs(operator, &mut |e| is_certain &= !is_volatile(e, &self.imports));
        let passes = match operator {
            Distinct(_) => true,
            Aggregate(aggregation) => aggregation.aggregates.iter().all(takes_a_set),
            AllNodesScan { .. } | LabelScan { .. } | IndexSeek { .. } | RelationshipIndexSeek { .. } => {
                as_set
            }
            NodeByIdSeek { .. } | RelationshipByIdSeek { .. } | RelationshipScan { .. } => as_set,
            Expand(_) | VariableExpand { .. } | ShortestPath(_) | PathSearch(_) => as_set,
            EndpointsOf { .. } => as_set,
            Filter(_) | Project(_) | Keep(_) | Unwind { .. } | Sort(_) => as_set,
            CartesianProduct | HashJoin(_) | Apply | OptionalApply(_) | SemiApply { .. } => as_set,
            Union { .. } => as_set,
            Argument(_) | LoadCsv(_) | CountBranches(_) | TopK { .. } | Skip(_) | Limit(_) => false,
            TransactionalApply(_) | Eager | Create(_) | Merge(_) | Update(_) | Delete { .. } => false,
            Foreach { .. } | CallProcedure(_) | EmptyResult => false,
        };
        passes && is_certain
    }
}

/// Whether the aggregate does not depend on how often a row comes.
fn takes_a_set(aggregate: &Aggregate) -> bool {
    aggregate.distinct || matches!(aggregate.function.name, "min" | "max")
}
