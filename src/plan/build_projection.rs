//! `WITH` and `RETURN`: aggregate, compute, distinct, sort, skip, limit, filter, and drop the rest.

use crate::error::Result;
use crate::semantic::bound::{Expr, Projection, Slot};

use super::builder::Builder;
use super::expr::is_slot;
use super::logical::{Operator, Plan};

impl Builder {
    /// A projection on top of its rows.
    pub(super) fn projection(&mut self, input: Plan, projection: &Projection) -> Result<Plan> {
        let mut plan = input;
        if let Some(aggregation) = &projection.aggregation {
            plan = self.over(Operator::Aggregate(aggregation.clone()), plan)?;
        }
        // What only passes a variable on keeps its slot, so that there is nothing to compute.
        let computed: Vec<(Slot, Expr)> =
            projection.items.iter().filter(|(slot, e)| !is_slot(e, *slot)).cloned().collect();
        if !computed.is_empty() {
            plan = self.over(Operator::Project(computed), plan)?;
        }
        let kept = kept_slots(projection);
        if projection.distinct {
            plan = self.over(Operator::Distinct(kept.clone()), plan)?;
        }
        if !projection.order_by.is_empty() {
            plan = self.over(Operator::Sort(projection.order_by.clone()), plan)?;
        }
        if let Some(skip) = &projection.skip {
            plan = self.over(Operator::Skip(skip.clone()), plan)?;
        }
        if let Some(limit) = &projection.limit {
            plan = self.over(Operator::Limit(limit.clone()), plan)?;
        }
        plan = self.filter(plan, projection.filter.iter().cloned().collect())?;
        match projection.distinct {
            true => Ok(plan),
            false => self.over(Operator::Keep(kept), plan),
        }
    }
}

/// The items' slots in order, each once.
fn kept_slots(projection: &Projection) -> Vec<Slot> {
    let mut kept = Vec::with_capacity(projection.items.len());
    for (slot, _) in &projection.items {
        if !kept.contains(slot) {
            kept.push(*slot);
        }
    }
    kept
}
