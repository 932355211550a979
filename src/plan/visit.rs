//! What one operator mentions: its expressions, the slots it reads and the slots it binds.

use crate::semantic::bound::{
    CreatePattern, Expr, GraphPattern, LabelName, Merge, PropertyName, Slot, Update, VariableLength,
};

use super::imports::Imports;
use super::logical::{Expand, Lookup, Operator, PathSearchPlan, Plan, Seek, ShortestPathPlan};
use super::slot_set::SlotSet;
use super::walk::visit_plan;
use super::walk_expr::collect_free_slots;

/// Calls `f` for each expression that the operator evaluates on a row of its (first) input, or, for a join's
/// right keys, of its second.
pub fn visit_operator_exprs<'a>(operator: &'a Operator, f: &mut dyn FnMut(&'a Expr)) {
    use Operator::*;
    match operator {
        Argument(_) | AllNodesScan { .. } | LabelScan { .. } | RelationshipScan { .. } | Expand(_) => {}
        EndpointsOf { .. } | Keep(_) | Distinct(_) | CartesianProduct | Apply | OptionalApply(_) => {}
        SemiApply { .. } | Union { .. } | Eager | EmptyResult => {}
        IndexSeek { lookup, .. } | RelationshipIndexSeek { lookup, .. } => visit_lookup(lookup, f),
        NodeByIdSeek { slot: _, ids } | RelationshipByIdSeek { ids, .. } => f(ids),
        VariableExpand { length, .. } => {
            length.hop.iter().for_each(|hop| f(&hop.predicate));
        }
        ShortestPath(shortest) => {
            shortest.hop.iter().for_each(|hop| f(&hop.predicate));
            shortest.predicates.iter().for_each(f);
        }
        PathSearch(plan) => plan.search.visit(f),
        Filter(predicates) => predicates.iter().for_each(f),
        CountBranches(branches) => branches.iter().for_each(|branch| {
            branch.visit(&mut |branch| branch.predicates.iter().for_each(&mut *f));
        }),
        Project(items) => items.iter().for_each(|(_, e)| f(e)),
        Unwind { list, slot: _ } | Foreach { list, slot: _ } => f(list),
        LoadCsv(load) => f(&load.from),
        TransactionalApply(apply) => apply.transactions.rows.iter().for_each(f),
        Aggregate(aggregation) => {
            aggregation.keys.iter().for_each(|(_, e)| f(e));
            aggregation.aggregates.iter().flat_map(|a| &a.arguments).for_each(f);
        }
        Sort(keys) => keys.iter().for_each(|key| f(&key.expr)),
        TopK { keys, skip, limit } => {
            keys.iter().for_each(|key| f(&key.expr));
            skip.iter().for_each(&mut *f);
            f(limit);
        }
        Skip(count) | Limit(count) => f(count),
        HashJoin(keys) => keys.iter().for_each(|(left, right)| {
            f(left);
            f(right);
        }),
        Create(pattern) => visit_create(pattern, f),
        Merge(merge) => visit_merge(merge, f),
        Update(updates) => updates.iter().for_each(|update| visit_update(update, f)),
        Delete { detach: _, targets } => targets.iter().for_each(f),
        CallProcedure(call) => call.arguments.iter().chain(&call.filter).for_each(f),
    }
}

fn visit_lookup<'a>(lookup: &'a Lookup, f: &mut dyn FnMut(&'a Expr)) {
    lookup.equal.iter().for_each(&mut *f);
    visit_seek(&lookup.seek, f);
    lookup.order.iter().flat_map(|order| &order.enough).for_each(f);
}

fn visit_seek<'a>(seek: &'a Seek, f: &mut dyn FnMut(&'a Expr)) {
    match seek {
        Seek::Exists => {}
        Seek::Equal(e) | Seek::In(e) | Seek::Prefix(e) | Seek::Contains(e) | Seek::Suffix(e) => f(e),
        Seek::Near { center: first, distance: second } | Seek::Box { lower: first, upper: second } => {
            f(first);
            f(second);
        }
        Seek::Range { lower, upper } => lower.iter().chain(upper).for_each(|(e, _)| f(e)),
    }
}

fn visit_create<'a>(pattern: &'a CreatePattern, f: &mut dyn FnMut(&'a Expr)) {
    for node in &pattern.nodes {
        node.labels.iter().for_each(|label| visit_label(label, f));
        node.properties.iter().for_each(&mut *f);
    }
    for relationship in &pattern.relationships {
        visit_label(&relationship.rel_type, f);
        relationship.properties.iter().for_each(&mut *f);
    }
}

fn visit_label<'a>(label: &'a LabelName, f: &mut dyn FnMut(&'a Expr)) {
    match label {
        LabelName::Name(_) => {}
        LabelName::Dynamic(e) => f(e),
    }
}

fn visit_merge<'a>(merge: &'a Merge, f: &mut dyn FnMut(&'a Expr)) {
    visit_create(&merge.create, f);
    merge.on_create.iter().chain(&merge.on_match).for_each(|update| visit_update(update, f));
}

fn visit_update<'a>(update: &'a Update, f: &mut dyn FnMut(&'a Expr)) {
    match update {
        Update::Property { target, key, value } => {
            f(target);
            match key {
                PropertyName::Name(_) => {}
                PropertyName::Dynamic(e) => f(e),
            }
            f(value);
        }
        Update::ReplaceProperties { target: _, value } | Update::MergeProperties { target: _, value } => {
            f(value)
        }
        Update::AddLabels { target: _, labels } | Update::RemoveLabels { target: _, labels } => {
            labels.iter().for_each(|label| visit_label(label, f));
        }
    }
}

/// The slots an operator reads from its inputs, apart from those it only passes on.
pub fn reads(operator: &Operator, imports: &Imports) -> SlotSet {
    let mut slots = SlotSet::new();
    visit_operator_exprs(operator, &mut |e| collect_free_slots(e, imports, &mut slots));
    use Operator::*;
    match operator {
        Argument(_) | AllNodesScan { .. } | LabelScan { .. } | IndexSeek { .. } | NodeByIdSeek { .. } => {}
        RelationshipScan { .. } | RelationshipIndexSeek { .. } | RelationshipByIdSeek { .. } => {}
        Filter(_) | Project(_) => {}
        Unwind { .. } | Aggregate(_) | Sort(_) => {}
        LoadCsv(_) | TransactionalApply(_) => {}
        TopK { .. } | Skip(_) | Limit(_) | CartesianProduct | HashJoin(_) | Apply | OptionalApply(_) => {}
        SemiApply { .. } | Eager | Delete { .. } | Foreach { .. } | CallProcedure(_) | EmptyResult => {}
        Expand(expand) => read_expand(expand, &mut slots),
        // Its predicates read slots of its own.
        CountBranches(branches) => {
            slots = SlotSet::new();
            branches.iter().for_each(|branch| slots.union_with(&branch.reads()));
        }
        VariableExpand { expand, length, .. } => {
            forget_hop(length, &mut slots);
            read_expand(expand, &mut slots);
        }
        ShortestPath(shortest) => read_shortest(shortest, &mut slots),
        PathSearch(plan) => read_search(plan, &mut slots),
        EndpointsOf { relationship, left, right, left_bound, right_bound, unique, .. } => {
            slots.insert(*relationship);
            slots.extend(left_bound.then_some(*left));
            slots.extend(right_bound.then_some(*right));
            slots.extend(unique.iter().copied());
        }
        Keep(kept) | Distinct(kept) => slots.extend(kept.iter().copied()),
        Union { inputs, outputs: _ } => slots.extend(inputs.iter().flatten().copied()),
        Create(pattern) => {
            read_create(pattern, &mut slots);
            slots = slots.difference(&created(pattern));
        }
        Merge(merge) => {
            read_create(&merge.create, &mut slots);
            merge.on_create.iter().chain(&merge.on_match).for_each(|update| read_update(update, &mut slots));
            slots = slots.difference(&merged(merge));
        }
        Update(updates) => updates.iter().for_each(|update| read_update(update, &mut slots)),
    }
    slots
}

fn read_expand(expand: &Expand, slots: &mut SlotSet) {
    slots.insert(expand.from);
    slots.extend(expand.into.then_some(expand.to));
    slots.extend(expand.unique.iter().copied());
}

fn forget_hop(length: &VariableLength, slots: &mut SlotSet) {
    if let Some(hop) = &length.hop {
        [hop.relationship, hop.from, hop.to].into_iter().for_each(|slot| slots.remove(slot));
    }
}

fn read_shortest(shortest: &ShortestPathPlan, slots: &mut SlotSet) {
    if let Some(hop) = &shortest.hop {
        [hop.relationship, hop.from, hop.to].into_iter().for_each(|slot| slots.remove(slot));
    }
    slots.remove(shortest.path);
    slots.remove(shortest.relationship);
    slots.insert(shortest.left);
    slots.insert(shortest.right);
    slots.extend(shortest.unique.iter().copied());
}

fn read_search(plan: &PathSearchPlan, slots: &mut SlotSet) {
    let (from, to) = plan.ends();
    let search = &plan.search;
    search.inside().chain(search.binds()).chain([from, to]).for_each(|slot| slots.remove(slot));
    slots.insert(from);
    slots.extend(plan.into.then_some(to));
    slots.extend(plan.unique.iter().copied());
}

fn read_create(pattern: &CreatePattern, slots: &mut SlotSet) {
    slots.extend(pattern.relationships.iter().flat_map(|r| [r.start, r.end]));
    slots.extend(pattern.paths.iter().flat_map(|(_, parts)| parts.iter().copied()));
}

fn read_update(update: &Update, slots: &mut SlotSet) {
    match update {
        Update::Property { .. } => {}
        Update::ReplaceProperties { target, .. }
        | Update::MergeProperties { target, .. }
        | Update::AddLabels { target, .. }
        | Update::RemoveLabels { target, .. } => {
            slots.insert(*target);
        }
    }
}

/// The slots that creating a pattern binds.
pub fn created(pattern: &CreatePattern) -> SlotSet {
    let nodes = pattern.nodes.iter().map(|node| node.slot);
    let relationships = pattern.relationships.iter().map(|relationship| relationship.slot);
    nodes.chain(relationships).chain(pattern.paths.iter().map(|(slot, _)| *slot)).collect()
}

/// The slots that matching a pattern binds.
pub fn matched(pattern: &GraphPattern) -> SlotSet {
    let nodes = pattern.nodes.iter().filter(|node| !node.bound).map(|node| node.slot);
    let relationships = pattern.relationships.iter().filter(|r| !r.bound).map(|r| r.slot);
    let shortest = pattern.shortest.iter().flat_map(|s| [s.path, s.relationship.slot]);
    let searched = pattern.searches.iter().flat_map(|search| search.binds());
    nodes
        .chain(relationships)
        .chain(shortest)
        .chain(searched)
        .chain(pattern.paths.iter().map(|(slot, _)| *slot))
        .collect()
}

/// The slots that `MERGE` binds, whether it finds or creates.
pub fn merged(merge: &Merge) -> SlotSet {
    let mut slots = matched(&merge.pattern);
    slots.union_with(&created(&merge.create));
    slots
}

/// The slots an operator binds beside those of its inputs. Hop slots are not among them.
pub fn binds(operator: &Operator) -> SlotSet {
    use Operator::*;
    match operator {
        Filter(_) | Keep(_) | Distinct(_) | Sort(_) | TopK { .. } | Skip(_) | Limit(_) | CartesianProduct => {
            SlotSet::new()
        }
        HashJoin(_) | Apply | OptionalApply(_) | SemiApply { .. } | Eager | Update(_) | Delete { .. } => {
            SlotSet::new()
        }
        Foreach { .. } | EmptyResult | CountBranches(_) => SlotSet::new(),
        TransactionalApply(apply) => apply.transactions.report.into_iter().collect(),
        LoadCsv(load) => [load.slot, load.origin.line, load.origin.file].into_iter().collect(),
        Argument(slots) => slots.iter().copied().collect(),
        AllNodesScan { slot } | LabelScan { slot, .. } | IndexSeek { slot, .. } => one(*slot),
        NodeByIdSeek { slot, .. } | Unwind { slot, .. } => one(*slot),
        RelationshipScan { relationship, left, right, .. }
        | RelationshipIndexSeek { relationship, left, right, .. }
        | RelationshipByIdSeek { relationship, left, right, .. } => {
            [*relationship, *left, *right].into_iter().collect()
        }
        VariableExpand { expand, reachable: true, .. } => {
            (!expand.into).then_some(expand.to).into_iter().collect()
        }
        Expand(expand) | VariableExpand { expand, .. } => {
            let to = (!expand.into).then_some(expand.to);
            std::iter::once(expand.relationship).chain(to).collect()
        }
        ShortestPath(shortest) if shortest.counted => SlotSet::new(),
        ShortestPath(shortest) => [shortest.path, shortest.relationship].into_iter().collect(),
        PathSearch(plan) => {
            let to = (!plan.into).then_some(plan.ends().1);
            plan.search.binds().chain(to).collect()
        }
        EndpointsOf { left, right, left_bound, right_bound, .. } => {
            let left = (!left_bound).then_some(*left);
            left.into_iter().chain((!right_bound).then_some(*right)).collect()
        }
        Project(items) => items.iter().map(|(slot, _)| *slot).collect(),
        Aggregate(aggregation) => {
            let keys = aggregation.keys.iter().map(|(slot, _)| *slot);
            keys.chain(aggregation.aggregates.iter().map(|a| a.slot)).collect()
        }
        Union { inputs: _, outputs } => outputs.iter().copied().collect(),
        Create(pattern) => created(pattern),
        Merge(merge) => merged(merge),
        CallProcedure(call) => call.yields.iter().map(|(_, slot)| *slot).collect(),
    }
}

fn one(slot: Slot) -> SlotSet {
    std::iter::once(slot).collect()
}

/// The slots a plan reads that nothing in it binds: what its `Argument` must bring (besides what it brings already).
///
/// Exact because a slot belongs to one variable of the whole statement.
pub fn free_of_plan(plan: &Plan, imports: &Imports) -> SlotSet {
    let mut read = SlotSet::new();
    let mut bound = SlotSet::new();
    visit_plan(plan, &mut |plan| {
        read.union_with(&reads(&plan.operator, imports));
        match &plan.operator {
            // A key that only passes a variable on binds nothing new.
            Operator::Aggregate(aggregation) => {
                let renamed = aggregation.keys.iter().filter(|(slot, e)| !super::is_slot(e, *slot));
                bound.extend(renamed.map(|(slot, _)| *slot));
                bound.extend(aggregation.aggregates.iter().map(|a| a.slot));
            }
            Operator::Argument(slots) => read.extend(slots.iter().copied()),
            Operator::Foreach { slot, .. } => {
                bound.insert(*slot);
            }
            other => bound.union_with(&binds(other)),
        }
    });
    read.difference(&bound)
}
