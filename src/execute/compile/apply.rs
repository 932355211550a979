//! Operators with two inputs that read.

use crate::error::Result;
use crate::execute::liveness::{SlotSet, expression_slots};
use crate::execute::operator::{
    Apply, ApplyMode, ApplySlots, CartesianProduct, HashJoin, Input, Joined, Sides, TransactionPlan,
    TransactionalApply,
};
use crate::plan::logical::{self, Operator as Logical, Plan};
use crate::plan::schema::output_slots;
use crate::semantic::bound::Expr;

use super::{Compiler, is_independent, is_row_wise, two_inputs};

impl Compiler<'_> {
    /// `Apply` and its sisters. The right side is compiled first: what it reads, the left one has to bring.
    pub(super) fn apply(&mut self, plan: &Plan, live: &SlotSet) -> Result<Input> {
        let (left, right) = two_inputs(plan)?;
        if let (Logical::SemiApply { anti }, Some(expand)) = (&plan.operator, self.single_search(right)) {
            let mut needed = live.clone();
            needed.extend([expand.from, expand.to]);
            let left = self.plan(left, &needed)?;
            return Ok(Box::new(Joined::new(left, expand.clone(), *anti, live.to_vec())));
        }
        let mode = match &plan.operator {
            Logical::OptionalApply(_) => ApplyMode::Optional,
            Logical::SemiApply { anti: false } => ApplyMode::Semi,
            Logical::SemiApply { anti: true } => ApplyMode::Anti,
            _ => ApplyMode::Inner,
        };
        let left_slots = output_slots(left);
        let new: SlotSet = match &plan.operator {
            Logical::SemiApply { .. } => SlotSet::new(),
            Logical::OptionalApply(nulls) => nulls.iter().copied().collect(),
            _ => output_slots(right).difference(&left_slots),
        };
        let right_live = live.intersection(&new);
        let ordinal = is_row_wise(right).then(|| self.hidden_slot());
        let mut right_needed = right_live.clone();
        right_needed.extend(ordinal);
        self.weighted(right);
        let (right, mut imports) = self.scoped(right, &right_needed)?;
        ordinal.into_iter().for_each(|ordinal| imports.remove(ordinal));
        let left_live = live.difference(&new);
        let mut left_needed = left_live.clone();
        left_needed.union_with(&imports);
        let left = self.plan(left, &left_needed)?;
        let slots = ApplySlots {
            imports: imports.to_vec(),
            left: left_live.to_vec(),
            right: right_live.to_vec(),
            ordinal,
        };
        Ok(Box::new(Apply::new(left, right, mode, slots)))
    }

    /// The hop, when a plan asks nothing but whether one joins two nodes of its row. A profiled statement runs each
    /// operator as it is printed.
    fn single_search<'p>(&self, plan: &'p Plan) -> Option<&'p logical::Expand> {
        let (Logical::Expand(expand), [argument]) = (&plan.operator, plan.inputs.as_slice()) else {
            return None;
        };
        let is_single = expand.into && expand.unique.is_empty() && self.numbers.is_empty();
        (is_single && matches!(argument.operator, Logical::Argument(_))).then_some(expand)
    }

    /// `CALL { } IN TRANSACTIONS`, whose right side is always run for one row.
    pub(super) fn transactional_apply(
        &mut self,
        plan: &Plan,
        apply: &logical::TransactionalApply,
        live: &SlotSet,
    ) -> Result<Input> {
        let (left, right) = two_inputs(plan)?;
        let columns: SlotSet = apply.columns.iter().copied().collect();
        let right_live = live.intersection(&columns);
        let (right, imports) = self.scoped(right, &right_live)?;
        let mut left_live = live.difference(&columns);
        apply.transactions.report.into_iter().for_each(|slot| left_live.remove(slot));
        let mut left_needed = left_live.clone();
        left_needed.union_with(&imports);
        let left = self.plan(left, &left_needed)?;
        let plan = TransactionPlan {
            imports: imports.to_vec(),
            left: left_live.to_vec(),
            right: right_live.to_vec(),
            optional: apply.optional,
            rows: self.expressions.optional(apply.transactions.rows.as_ref())?,
            on_error: apply.transactions.on_error,
            report: apply.transactions.report,
        };
        Ok(Box::new(TransactionalApply::new(left, right, plan)))
    }

    /// Products and joins.
    pub(super) fn join(&mut self, plan: &Plan, live: &SlotSet) -> Result<Input> {
        let (left, right) = two_inputs(plan)?;
        let right_slots = output_slots(right).difference(&output_slots(left));
        let right_live = live.intersection(&right_slots);
        let left_live = live.difference(&right_slots);
        let keys: &[(Expr, Expr)] = match &plan.operator {
            Logical::HashJoin(keys) => keys,
            _ => &[],
        };
        let (mut left_needed, mut right_needed) = (left_live.clone(), right_live.clone());
        for (left_key, right_key) in keys {
            expression_slots(left_key, self.imports, &mut left_needed);
            expression_slots(right_key, self.imports, &mut right_needed);
        }
        let reusable = is_independent(right);
        let left = self.plan(left, &left_needed)?;
        self.unit_arguments += usize::from(reusable);
        let right = self.plan(right, &right_needed);
        self.unit_arguments -= usize::from(reusable);
        // In a statement that updates, the right side may change between two runs.
        let reusable = reusable && !self.updates;
        let sides = Sides { left: left_live.to_vec(), right: right_live.to_vec(), reusable };
        if keys.is_empty() {
            return Ok(Box::new(CartesianProduct::new(left, right?, sides)));
        }
        let left_keys = keys.iter().map(|(key, _)| self.expressions.compile(key)).collect::<Result<_>>()?;
        let right_keys = keys.iter().map(|(_, key)| self.expressions.compile(key)).collect::<Result<_>>()?;
        Ok(Box::new(HashJoin::new((left, left_keys), (right?, right_keys), sides)))
    }
}
