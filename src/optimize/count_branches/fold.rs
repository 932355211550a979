//! Taking hops out of a plan, from the top down, and making them branches.
//!
//! A hop can be counted when nothing reads what it binds but branches that hang on its end, or behind that, and
//! predicates on the hop alone. A hop between two nodes, and what must exist or must not, waits for the hop that
//! leads to one of them; if none is counted, it stays where it was.

use crate::plan::SlotSet;
use crate::plan::imports::Imports;
use crate::plan::logical::{Branch, Expand, Measure, Operator, Plan};
use crate::plan::schema::output_slots;
use crate::plan::visit::{binds, free_of_plan, reads};
use crate::plan::walk::updates;
use crate::plan::walk_expr::{free_slots, has_subquery, is_volatile};
use crate::semantic::bound::{ComparisonOp, Expr, ExprKind, Slot};

use super::super::expr::{as_comparison, as_slot};
use super::attach::{attached, rival};
use super::implied::drop_implied;

/// The plan with a `CountBranches` on top, or the plan itself. `needed` is what stays visible.
pub(super) fn fold(plan: Plan, needed: &SlotSet, imports: &Imports) -> Plan {
    fold_hops(drop_implied(plan, imports), needed, imports, usize::MAX)
}

/// The cheapest such plan: what depends on more than one node is followed for each of what is above, so that it can be
/// cheaper to make rows of that.
pub(super) fn fold_cheaply(
    plan: Plan,
    needed: &SlotSet,
    imports: &Imports,
    weigh: &dyn Fn(&Plan) -> f64,
) -> Plan {
    let plan = drop_implied(plan, imports);
    let mut best = fold_hops(plan.clone(), needed, imports, usize::MAX);
    if !is_followed(&best) {
        return best;
    }
    let mut least = weigh(&best);
    while is_followed(&best) {
        let next = fold_hops(plan.clone(), needed, imports, hops(&best).saturating_sub(1));
        let cost = weigh(&next);
        if cost >= least {
            break;
        }
        (best, least) = (next, cost);
    }
    best
}

/// Folds so many hops at most, from the top.
fn fold_hops(plan: Plan, needed: &SlotSet, imports: &Imports, limit: usize) -> Plan {
    let mut folder = Folder::new(imports, needed.clone());
    folder.limit = limit;
    let base = folder.descend(plan);
    folder.rebuild(base)
}

fn branches(plan: &Plan) -> &[Branch] {
    if let Operator::CountBranches(branches) = &plan.operator { branches } else { &[] }
}

/// Whether a branch is more than a sum over what its ends have.
fn is_followed(plan: &Plan) -> bool {
    branches(plan).iter().any(|branch| !branch.is_plain())
}

/// How many hops were folded, those between two nodes apart.
fn hops(plan: &Plan) -> usize {
    let mut hops = 0;
    let mut visit = |branch: &Branch| hops += usize::from(!branch.hop.into);
    branches(plan).iter().for_each(|branch| branch.visit(&mut visit));
    hops
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
            | RelationshipScan { .. }
            | ShortestPath(_) => {
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

/// A branch that hangs on nothing yet, and what it would be in its place again.
struct Waiting {
    branch: Branch,
    below: usize,
    operator: Operator,
    others: Vec<Plan>,
}

struct Folder<'a> {
    imports: &'a Imports,
    /// Branches so far; what they begin at is in the rows.
    branches: Vec<Branch>,
    waiting: Vec<Waiting>,
    /// Operators that stay, from the top down, with inputs beside the rows.
    kept: Vec<(Operator, Vec<Plan>)>,
    pending: Vec<Pending>,
    /// What is read above, by operators that stay too.
    read: SlotSet,
    /// How many hops are counted, and how many may be.
    counted: usize,
    limit: usize,
}

impl<'a> Folder<'a> {
    fn new(imports: &'a Imports, read: SlotSet) -> Folder<'a> {
        let (branches, waiting, kept, pending) = Default::default();
        Folder { imports, branches, waiting, kept, pending, read, counted: 0, limit: usize::MAX }
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
            Operator::Expand(expand) if expand.into => self.wait_for_end(expand),
            Operator::Expand(expand) => {
                if let Err(expand) = self.count(expand, below) {
                    self.keep(Operator::Expand(expand), others);
                }
            }
            Operator::SemiApply { anti } => match self.existence(others.first(), anti) {
                Some(branch) => {
                    let below = self.kept.len();
                    self.waiting.push(Waiting { branch, below, operator, others });
                }
                None => self.keep(operator, others),
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

    /// Lets a hop between two nodes wait, or keeps it if it cannot be counted.
    fn wait_for_end(&mut self, expand: Expand) {
        let own = expand.relationship;
        let stays = self.read.contains(own)
            || is_loop(&expand)
            || self.pending.iter().any(|pending| pending.free.contains(own))
            || self.unattached().any(|branch| branch.reads().contains(own));
        let operator = Operator::Expand(expand.clone());
        if stays {
            return self.keep(operator, Vec::new());
        }
        let (branch, below) = (Branch::of_hop(expand), self.kept.len());
        self.waiting.push(Waiting { branch, below, operator, others: Vec::new() });
    }

    /// The branch that a subquery's rows are, if it is only one.
    fn existence(&self, right: Option<&Plan>, anti: bool) -> Option<Branch> {
        let right = right?;
        let is_argument = |plan: &Plan| matches!(plan.operator, Operator::Argument(_));
        let mut branch = match (&right.operator, right.inputs.as_slice()) {
            (Operator::CountBranches(branches), [leaf]) if is_argument(leaf) => only(branches.clone())?,
            _ => {
                let mut inner = Folder::new(self.imports, SlotSet::new());
                let base = inner.descend(right.clone());
                let is_whole = is_argument(&base) && inner.kept.is_empty() && inner.pending.is_empty();
                let waiting = inner.waiting.into_iter().map(|waiting| waiting.branch);
                let branches = inner.branches.into_iter().chain(waiting).collect();
                is_whole.then(|| only(branches)).flatten()?
            }
        };
        // Nothing said that a relationship of the subquery differs from one outside.
        let counts =
            branch.measure == Measure::Matches && branch.hop.unique.is_empty() && !is_loop(&branch.hop);
        branch.measure = if anti { Measure::NotExists } else { Measure::Exists };
        counts.then_some(branch)
    }

    /// All branches that hang on nothing.
    fn unattached(&self) -> impl Iterator<Item = &Branch> {
        self.branches.iter().chain(self.waiting.iter().map(|waiting| &waiting.branch))
    }

    /// Makes a branch of the hop, its predicates, and the branches on its end; or gives it back.
    fn count(&mut self, expand: Expand, below: &Plan) -> Result<(), Expand> {
        let own: SlotSet = [expand.relationship, expand.to].into_iter().collect();
        let depends = |branch: &Branch| !branch.reads().is_disjoint(&own);
        if !self.read.is_disjoint(&own) || self.counted == self.limit {
            return Err(expand);
        }
        let available = output_slots(below);
        let parts: Option<Vec<Part>> =
            self.pending.iter().map(|pending| part(pending, &expand, &own, &available)).collect();
        let Some(parts) = parts else { return Err(expand) };
        let mut branch = Branch::of_hop(expand);
        let mut beside = Vec::new();
        for other in self.unattached().filter(|branch| depends(branch)) {
            match attached(other, branch.hop.to) {
                Some(other) => branch.branches.push(other),
                None => beside.push(other.clone()),
            }
        }
        let is_on_hop = |(pending, part): (&Pending, &Part)| {
            matches!(part, Part::OfHop) && pending.free.iter().any(|slot| slot != branch.hop.to)
        };
        let asks_hop = self.pending.iter().zip(&parts).any(is_on_hop);
        // Relationships are looked at again for each of what is above: a predicate on them is asked in rows.
        if asks_hop && (!branch.is_plain() || !beside.is_empty()) {
            return Err(branch.hop);
        }
        if !beside.is_empty() {
            let is_free = !parts.iter().any(|part| matches!(part, Part::Different(_)));
            let rival =
                only(beside).filter(|_| is_free).and_then(|other| rival(&branch, other, self.imports));
            let Some(rival) = rival else { return Err(branch.hop) };
            branch.rival = Some(Box::new(rival));
        }
        self.branches.retain(|branch| !depends(branch));
        self.waiting.retain(|waiting| !depends(&waiting.branch));
        for (pending, part) in std::mem::take(&mut self.pending).into_iter().zip(parts) {
            match part {
                Part::Elsewhere => self.pending.push(pending),
                Part::OfHop => branch.predicates.push(pending.expr),
                Part::Different(other) => branch.different.push(other),
            }
        }
        self.branches.push(branch);
        self.counted += 1;
        Ok(())
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
        let depends = |branch: &Branch| !branch.reads().is_disjoint(&nulls);
        // A branch on a null would take the row away, unless it is optional too.
        let is_optional = |branch: &Branch| branch.measure == Measure::Optional;
        if self.unattached().any(|branch| depends(branch) && !is_optional(branch)) {
            return false;
        }
        let mut inner = Folder::new(self.imports, SlotSet::new());
        inner.branches = self.branches.iter().filter(|branch| depends(branch)).cloned().collect();
        inner.limit = self.limit - self.counted;
        let base = inner.descend(right.clone());
        let is_whole = matches!(base.operator, Operator::Argument(_)) && inner.kept.is_empty();
        let [branch] = inner.branches.as_mut_slice() else { return false };
        if !is_whole || !inner.pending.is_empty() || !inner.waiting.is_empty() || depends(branch) {
            return false;
        }
        if branch.measure != Measure::Matches {
            return false;
        }
        branch.measure = Measure::Optional;
        self.branches.retain(|branch| !depends(branch));
        self.branches.append(&mut inner.branches);
        self.counted += inner.counted;
        true
    }

    /// What stays, with the predicates and what waits where they were, and what is counted on top.
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
        let mut plan = match here.is_empty() {
            true => plan,
            false => {
                let predicates = here.into_iter().map(|pending| pending.expr).collect();
                Plan::new(Operator::Filter(predicates), vec![plan])
            }
        };
        let (here, others): (Vec<Waiting>, Vec<Waiting>) =
            std::mem::take(&mut self.waiting).into_iter().partition(|waiting| waiting.below == level);
        self.waiting = others;
        // The last that was taken stood lowest.
        for waiting in here.into_iter().rev() {
            plan = Plan::new(waiting.operator, std::iter::once(plan).chain(waiting.others).collect());
        }
        plan
    }
}

/// Whether a hop leads from a node to itself, so that there is no node above that it leads to.
fn is_loop(hop: &Expand) -> bool {
    hop.into && hop.from == hop.to
}

fn only(mut branches: Vec<Branch>) -> Option<Branch> {
    let last = branches.pop();
    if branches.is_empty() { last } else { None }
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
    let other = other_than(expand.to, unequal(&pending.expr)?)?;
    available.contains(other).then_some(Part::Different(other))
}

/// The variables that a predicate says are not equal.
pub(super) fn unequal(predicate: &Expr) -> Option<(Slot, Slot)> {
    let (comparison, wanted) = match &predicate.kind {
        ExprKind::Not(inner) => (&**inner, ComparisonOp::Equal),
        _ => (predicate, ComparisonOp::NotEqual),
    };
    let (left, op, right) = as_comparison(comparison)?;
    let (left, right) = (as_slot(left)?, as_slot(right)?);
    (op == wanted && left != right).then_some((left, right))
}

/// The other of two variables.
fn other_than(slot: Slot, (left, right): (Slot, Slot)) -> Option<Slot> {
    match (left == slot, right == slot) {
        (true, _) => Some(right),
        (_, true) => Some(left),
        _ => None,
    }
}
