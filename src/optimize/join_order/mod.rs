//! Orders each pattern by cost: where it starts, which relationship is followed next and from which end, and
//! how parts that nothing joins are put together.
//!
//! A pattern is read back from the operators of a `MATCH` (or of several in a row): scans, expansions and
//! filters down to the rows they continue, see [`region`]. The search is greedy from every start, see
//! [`search`], and by dynamic programming while the pattern is small, see [`dynamic`]; for a pattern that is
//! selective at two ends it also tries to meet in the middle, see [`meet`].

mod combine;
mod dynamic;
mod fragment;
mod meet;
mod moves;
mod region;
mod search;

use crate::error::Result;
use crate::plan::SlotSet;
use crate::plan::imports::Imports;
use crate::plan::invariants::is_correlated;
use crate::plan::logical::{Operator, Plan, QueryPlan, SubqueryPlan};
use crate::plan::walk::{map_inputs, updates};
use crate::semantic::bound::SlotInfo;

use super::Context;
use super::access;
use super::cardinality::{Cardinality, KnownLabels};
use super::count_branches;
use super::estimates::work;
use super::exists_to_semi_apply;
use fragment::Fragment;

pub(super) fn apply(mut query: QueryPlan, context: &Context<'_>) -> Result<QueryPlan> {
    let mut labels = KnownLabels::of_plan(&query.root);
    query.subqueries.iter().for_each(|subquery| labels.add_plan(&subquery.root));
    let imports = Imports::of(&query.subqueries);
    let subqueries = query.subqueries.clone();
    let mut orderer = Orderer {
        context,
        labels: &labels,
        imports: &imports,
        subqueries: &subqueries,
        slots: query.slots,
        counted: None,
    };
    query.root = orderer.plan(query.root, false)?;
    for subquery in &mut query.subqueries {
        let root = std::mem::take(&mut subquery.root);
        subquery.root = orderer.plan(root, true)?;
    }
    query.slots = orderer.slots;
    Ok(query)
}

/// What the search may look at.
struct Orderer<'a> {
    context: &'a Context<'a>,
    labels: &'a KnownLabels,
    imports: &'a Imports,
    subqueries: &'a [SubqueryPlan],
    slots: Vec<SlotInfo>,
    /// What the pattern's rows are read for, when others like them are only counted.
    counted: Option<SlotSet>,
}

impl Orderer<'_> {
    /// The plan with its patterns ordered. `inside` says that it is run for the rows of another, so that its
    /// `Argument` may not be read twice.
    fn plan(&mut self, plan: Plan, inside: bool) -> Result<Plan> {
        if !region::has_pattern(&plan, self.imports) {
            let counted = self.counted_below(&plan);
            self.counted = counted;
            let per_row = is_correlated(&plan.operator);
            return map_inputs(plan, &mut |at, input| self.plan(input, inside || (per_row && at == 1)));
        }
        self.pattern(plan, inside)
    }

    /// The plan, at whose top a pattern stands; a function of its own to keep the frames of the others small.
    fn pattern(&mut self, plan: Plan, inside: bool) -> Result<Plan> {
        let mut region = Box::new(region::extract(plan, self.imports));
        let counted = self.counted.take();
        region.source = self.plan(std::mem::take(&mut region.source), inside)?;
        // Beside rows that update, another input could be read before they are done: the pattern is nested.
        let nested = inside || updates(&region.source);
        self.counted = counted;
        let plan = search::order(&region, self, nested);
        self.counted = None;
        Ok(plan)
    }

    fn counted_below(&self, plan: &Plan) -> Option<SlotSet> {
        let (Operator::Aggregate(aggregation), Some(input)) = (&plan.operator, plan.inputs.first()) else {
            return None;
        };
        let is_enabled = self.context.options.is_enabled(count_branches::NAME);
        is_enabled.then(|| count_branches::needed(aggregation, input, self.imports)).flatten()
    }

    /// What a way to find the pattern costs: the work, and the rows that what follows has to work on.
    fn total(&self, fragment: &Fragment) -> f64 {
        let as_rows = fragment.cost + fragment.rows;
        let Some(needed) = &self.counted else { return as_rows };
        let Ok(plan) = exists_to_semi_apply::rewrite(fragment.plan.clone(), self.subqueries) else {
            return as_rows;
        };
        let cardinality = self.cardinality();
        let weigh = |plan: &Plan| {
            let found = access::with_best(plan.clone(), self.imports, &cardinality, self.context);
            found.map_or(as_rows, |plan| work(plan, &cardinality))
        };
        let counted = count_branches::counted(plan, needed, self.imports, &weigh);
        if matches!(counted.operator, Operator::CountBranches(_)) { weigh(&counted) } else { as_rows }
    }

    fn cardinality(&self) -> Cardinality<'_> {
        Cardinality { statistics: self.context.statistics, labels: self.labels }
    }
}
