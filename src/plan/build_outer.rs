//! Outer variables behind a projection. In a subquery the variables around it stay visible everywhere: `WITH`,
//! `DISTINCT` and aggregation take only the subquery's own variables away.
//!
//! In: the plan of a subquery's branch, in which these operators drop whatever they do not list. Out: the
//! plan in which every outer slot that is read above one of them is there. A `Keep` just lists it too.
//! Behind `Aggregate` and `Distinct` it is brought back by an `Apply` on the argument: as a further key it
//! would make `count(*)` over no rows yield no row, and would be compared for every row.

use crate::error::{Error, Result};
use crate::semantic::bound::Slot;

use super::builder::{Builder, leaf};
use super::invariants::is_correlated;
use super::logical::{Operator, Plan};
use super::schema::combine;
use super::slot_set::SlotSet;
use super::visit::reads;
use super::walk::updates;

impl Builder {
    /// The branch's plan, whose leaf brings the slots of `argument`, with these slots wherever they are read.
    pub(super) fn pass_outer_slots(&mut self, mut plan: Plan, argument: &[Slot]) -> Result<Plan> {
        let outer: SlotSet = argument.iter().copied().collect();
        let mut wanted = SlotSet::new();
        let mut place = &mut plan;
        loop {
            match &mut place.operator {
                Operator::Keep(slots) => {
                    let kept: SlotSet = slots.iter().copied().collect();
                    slots.extend(wanted.difference(&kept).iter());
                }
                Operator::Aggregate(_) | Operator::Distinct(_) => {
                    let own = combine(&place.operator, &[]);
                    if !wanted.is_subset(&own) {
                        place = self.beside_argument(place, argument)?;
                    }
                    wanted = SlotSet::new();
                }
                _ => {}
            }
            wanted.union_with(&self.read_by(place));
            wanted = wanted.intersection(&outer);
            match place.inputs.first_mut() {
                Some(input) => place = input,
                None => return Ok(plan),
            }
        }
    }

    /// Puts the plan on the right of an `Apply`, whose left side brings the argument once more; returns its
    /// new place.
    fn beside_argument<'a>(&mut self, place: &'a mut Plan, argument: &[Slot]) -> Result<&'a mut Plan> {
        let mut left = Plan::new(Operator::Argument(argument.to_vec()), Vec::new());
        let right = std::mem::take(place);
        let updating = updates(&right);
        if updating {
            left = Plan::new(Operator::Eager, vec![left]);
        }
        *place = self.join(Operator::Apply, left, right)?;
        let mut apply = place;
        if updating {
            let plan = std::mem::take(apply);
            *apply = self.over(Operator::Eager, plan)?;
            apply = apply.inputs.first_mut().ok_or_else(|| Error::internal("an operator lost its input"))?;
        }
        apply.inputs.get_mut(1).ok_or_else(|| Error::internal("an operator lost its input"))
    }

    /// What the operator reads of its first input, also for a side that is run for its rows.
    fn read_by(&self, plan: &Plan) -> SlotSet {
        let mut slots = reads(&plan.operator, &self.imports);
        if is_correlated(&plan.operator)
            && let Some(Operator::Argument(argument)) = plan.inputs.get(1).map(|side| &leaf(side).operator)
        {
            slots.extend(argument.iter().copied());
        }
        slots
    }
}
