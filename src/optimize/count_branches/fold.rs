//! Taking hops out of a plan, from the top down, and making them branches.
//!
//! A hop can be counted when nothing but branches on its end, predicates on the hop alone, and "is another node
//! than" read what it binds. Uniqueness of relationships is kept: against the row's relationships, and against the
//! relationship of the branch that a branch hangs on.

use crate::plan::SlotSet;
use crate::plan::imports::Imports;
use crate::plan::logical::{Branch, Expand, Operator, Plan};
use crate::plan::schema::output_slots;
use crate::plan::visit::{binds, free_of_plan, reads};
use crate::plan::walk::updates;
use crate::plan::walk_expr::{free_slots, has_subquery, is_volatile};
use crate::semantic::bound::{ComparisonOp, Expr, ExprKind, Slot};

use super::super::expr::{as_comparison, as_slot};

/// The plan with a `CountBranches` on top, or the plan itself. `needed` is what stays visible.
pub(super) fn fold(plan: Plan, needed: &SlotSet, imports: &Imports) -> Plan {
    let mut folder = Folder::new(imports, needed.clone());
    let base = folder.descend(plan);
    folder.rebuild(base)
}

/// The slots that have a value, never null, in every row that the plan's hops make.
pub(super) fn bound_to_values(plan: &Plan) -> SlotSet {
    let mut slots = SlotSet::new();
    let mut next = Some(plan);
    use Operator::*;
    while let Some(plan) = next {
        match &plan.operator {
            Filter(_) | Keep(_) | SemiApply { .. } => {}
            Expand(_)
            | EndpointsOf { .. }
            | VariableExpand { .. }
            | AllNodesScan { .. }
            | LabelScan { .. }
            | IndexSeek { .. }
            | NodeByIdSeek { .. }
            | RelationshipIndexSeek { .. }
            | RelationshipByIdSeek { .. }
            | RelationshipScan { .. } => {
                slots.union_with(&binds(&plan.operator));
            }
            _ => break,
        }
        next = plan.inputs.first();
    }
    slots
}

/// A predicate on its way down, and how many of the operators that stay are above it.
struct Pending {
    expr: Expr,
    free: SlotSet,
    below: usize,
}

struct Folder<'a> {
    imports: &'a Imports,
    /// Branches so far; what they begin at is in the rows.
    branches: Vec<Branch>,
    /// Operators that stay, from the top down, with inputs beside the rows.
    kept: Vec<(Operator, Vec<Plan>)>,
    pending: Vec<Pending>,
    /// What is read above, by operators that stay too.
    read: SlotSet,
}

impl<'a> Folder<'a> {
    fn new(imports: &'a Imports, read: SlotSet) -> Folder<'a> {
        Folder { imports, branches: Vec::new(), kept: Vec::new(), pending: Vec::new(), read }
    }

    /// Takes operators off as long as they can be counted or can stand below what is counted; the rest.
    fn descend(&mut self, mut plan: Plan) -> Plan {
        loop {
            match &plan.operator {
                Operator::Filter(predicates) if predicates.iter().all(|e| self.is_movable(e)) => {}
                Operator::Expand(_) | Operator::EndpointsOf { .. } | Operator::Keep(_) => {}
                Operator::VariableExpand { .. } => {}
                Operator::SemiApply { .. } if !plan.inputs.iter().any(updates) => {}
                Operator::OptionalApply(_) if self.optional(&plan) => {
                    plan = plan.inputs.into_iter().next().unwrap_or_default();
                    continue;
                }
                _ => return plan,
            }
            let Plan { operator, mut inputs, .. } = plan;
            let others = inputs.split_off(1.min(inputs.len()));
            plan = inputs.pop().unwrap_or_default();
            self.take(operator, others, &plan);
        }
    }

    fn is_movable(&self, predicate: &Expr) -> bool {
        !is_volatile(predicate, self.imports) && !has_subquery(predicate)
    }

    fn take(&mut self, operator: Operator, others: Vec<Plan>, below: &Plan) {
        match operator {
            // What is not kept is not read above either.
            Operator::Keep(_) => {}
            Operator::Filter(predicates) => {
                let below = self.kept.len();
                self.pending.extend(predicates.into_iter().map(|expr| {
                    let free = free_slots(&expr, self.imports);
                    Pending { expr, free, below }
                }));
            }
            Operator::Expand(expand) => match self.counts(&expand, below) {
                Some(parts) => self.count(expand, parts),
                None => self.keep(Operator::Expand(expand), others),
            },
            other => self.keep(other, others),
        }
    }

    fn keep(&mut self, operator: Operator, others: Vec<Plan>) {
        self.read.union_with(&reads(&operator, self.imports));
        for other in &others {
            self.read.union_with(&free_of_plan(other, self.imports));
        }
        self.kept.push((operator, others));
    }

    /// What becomes of each pending predicate when the hop is counted; `None` when it cannot be.
    fn counts(&self, expand: &Expand, below: &Plan) -> Option<Vec<Part>> {
        let own: SlotSet = [expand.relationship, expand.to].into_iter().collect();
        if expand.into || !self.read.is_disjoint(&own) {
            return None;
        }
        let hangs = |branch: &Branch| {
            branch.hop.from == expand.to
                && branch.different.is_empty()
                && branch.hop.unique.iter().all(|slot| *slot == expand.relationship)
        };
        let mentions = |branch: &Branch| {
            let slots = branch.different.iter().chain(&branch.hop.unique).chain([&branch.hop.from]);
            slots.into_iter().any(|slot| own.contains(*slot))
        };
        if self.branches.iter().any(|branch| mentions(branch) && !hangs(branch)) {
            return None;
        }
        let available = output_slots(below);
        self.pending.iter().map(|pending| part(pending, expand, &own, &available)).collect()
    }

    /// Makes a branch of the hop, its predicates, and the branches on its end.
    fn count(&mut self, expand: Expand, parts: Vec<Part>) {
        let (on_end, others): (Vec<Branch>, Vec<Branch>) =
            std::mem::take(&mut self.branches).into_iter().partition(|branch| branch.hop.from == expand.to);
        self.branches = others;
        let mut branch = Branch {
            hop: expand,
            different: Vec::new(),
            predicates: Vec::new(),
            branches: on_end,
            optional: false,
        };
        for (pending, part) in std::mem::take(&mut self.pending).into_iter().zip(parts) {
            match part {
                Part::Elsewhere => self.pending.push(pending),
                Part::OfHop => branch.predicates.push(pending.expr),
                Part::Different(other) => branch.different.push(other),
            }
        }
        self.branches.push(branch);
    }

    /// Makes a branch of an optional match that is only counted, if it can be.
    fn optional(&mut self, plan: &Plan) -> bool {
        let (Operator::OptionalApply(nulls), [_, right]) = (&plan.operator, plan.inputs.as_slice()) else {
            return false;
        };
        let nulls: SlotSet = nulls.iter().copied().collect();
        let is_read = self.pending.iter().any(|pending| !pending.free.is_disjoint(&nulls));
        if is_read || !self.read.is_disjoint(&nulls) {
            return false;
        }
        let depends = |branch: &Branch| {
            let mut slots = branch.different.iter().chain(&branch.hop.unique).chain([&branch.hop.from]);
            slots.any(|slot| nulls.contains(*slot))
        };
        // A branch on a null would take the row away, unless it is optional too.
        if self.branches.iter().any(|branch| depends(branch) && !branch.optional) {
            return false;
        }
        let mut inner = Folder::new(self.imports, SlotSet::new());
        inner.branches = self.branches.iter().filter(|branch| depends(branch)).cloned().collect();
        let base = inner.descend(right.clone());
        let is_whole = matches!(base.operator, Operator::Argument(_)) && inner.kept.is_empty();
        let [branch] = inner.branches.as_mut_slice() else { return false };
        if !is_whole || !inner.pending.is_empty() || depends(branch) {
            return false;
        }
        branch.optional = true;
        self.branches.retain(|branch| !depends(branch));
        self.branches.append(&mut inner.branches);
        true
    }

    /// What stays, with the predicates where they were, and what is counted on top.
    fn rebuild(mut self, base: Plan) -> Plan {
        let mut plan = self.filter(base, self.kept.len());
        while let Some((operator, others)) = self.kept.pop() {
            let inputs = std::iter::once(plan).chain(others).collect();
            let level = self.kept.len();
            plan = self.filter(Plan::new(operator, inputs), level);
        }
        match self.branches.is_empty() {
            true => plan,
            false => Plan::new(Operator::CountBranches(self.branches), vec![plan]),
        }
    }

    fn filter(&mut self, plan: Plan, level: usize) -> Plan {
        let (here, others): (Vec<Pending>, Vec<Pending>) =
            std::mem::take(&mut self.pending).into_iter().partition(|pending| pending.below == level);
        self.pending = others;
        match here.is_empty() {
            true => plan,
            false => {
                let predicates = here.into_iter().map(|pending| pending.expr).collect();
                Plan::new(Operator::Filter(predicates), vec![plan])
            }
        }
    }
}

/// Where a predicate goes.
enum Part {
    Elsewhere,
    OfHop,
    Different(Slot),
}

fn part(pending: &Pending, expand: &Expand, own: &SlotSet, available: &SlotSet) -> Option<Part> {
    if pending.free.is_disjoint(own) {
        return Some(Part::Elsewhere);
    }
    let of_hop = [expand.from, expand.relationship, expand.to].into_iter().collect();
    if pending.free.is_subset(&of_hop) {
        return Some(Part::OfHop);
    }
    let other = unequal_to(&pending.expr, expand.to)?;
    available.contains(other).then_some(Part::Different(other))
}

/// The variable that a predicate says is another than this one.
fn unequal_to(predicate: &Expr, slot: Slot) -> Option<Slot> {
    let (comparison, wanted) = match &predicate.kind {
        ExprKind::Not(inner) => (&**inner, ComparisonOp::Equal),
        _ => (predicate, ComparisonOp::NotEqual),
    };
    let (left, op, right) = as_comparison(comparison)?;
    let (left, right) = (as_slot(left)?, as_slot(right)?);
    match (op == wanted, left == slot, right == slot) {
        (true, true, false) => Some(right),
        (true, false, true) => Some(left),
        _ => None,
    }
}
