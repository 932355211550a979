//! The generic child mappers of plans: over inputs, and over the expressions of one operator.

use crate::error::Result;
use crate::semantic::bound::{
    Aggregate, Aggregation, CreateNode, CreatePattern, CreateRelationship, Expr, LabelName, Merge,
    ProcedureCall, PropertyName, SortKey, Update,
};

use super::logical::{Branch, IndexOrder, Lookup, Operator, Plan, QueryPlan, Rival, Seek};

/// Rewrites a plan from its leaves up.
pub fn transform_up(plan: Plan, f: &mut dyn FnMut(Plan) -> Result<Plan>) -> Result<Plan> {
    let plan = map_inputs(plan, &mut |_, input| transform_up(input, f))?;
    f(plan)
}

/// Replaces each direct input; `f` gets its number too.
///
/// In place: plans are deep, and an iterator's frames would be most of the stack.
pub fn map_inputs(mut plan: Plan, f: &mut dyn FnMut(usize, Plan) -> Result<Plan>) -> Result<Plan> {
    for (at, input) in plan.inputs.iter_mut().enumerate() {
        *input = f(at, std::mem::take(input))?;
    }
    Ok(plan)
}

/// Rewrites the main tree and the trees of all subqueries.
pub fn map_roots(mut query: QueryPlan, f: &mut dyn FnMut(Plan) -> Result<Plan>) -> Result<QueryPlan> {
    query.root = f(query.root)?;
    for subquery in &mut query.subqueries {
        subquery.root = f(std::mem::take(&mut subquery.root))?;
    }
    Ok(query)
}

/// Calls `f` for every operator, inputs after their consumer, first input first.
pub fn visit_plan<'a>(plan: &'a Plan, f: &mut dyn FnMut(&'a Plan)) {
    f(plan);
    for input in &plan.inputs {
        visit_plan(input, f);
    }
}

/// Whether running the plan can change the graph.
pub fn updates(plan: &Plan) -> bool {
    let mut found = false;
    visit_plan(plan, &mut |plan| found = found || is_updating(&plan.operator));
    found
}

/// Whether the operator itself changes the graph (`Foreach` only by what it runs). To commit is to change it: what
/// readers see is another graph.
pub fn is_updating(operator: &Operator) -> bool {
    matches!(
        operator,
        Operator::Create(_)
            | Operator::Merge(_)
            | Operator::Update(_)
            | Operator::Delete { .. }
            | Operator::TransactionalApply(_)
    )
}

/// Replaces each expression that the operator evaluates. What `MERGE` looks for is left alone: its second
/// input says it.
pub fn map_operator_exprs(operator: Operator, f: &mut dyn FnMut(Expr) -> Expr) -> Operator {
    use Operator::*;
    match operator {
        Argument(_) | AllNodesScan { .. } | LabelScan { .. } | RelationshipScan { .. } | Expand(_) => {
            operator
        }
        EndpointsOf { .. } | Keep(_) | Distinct(_) | CartesianProduct | Apply | OptionalApply(_) => operator,
        SemiApply { .. } | Union { .. } | Eager | EmptyResult => operator,
        IndexSeek { slot, lookup } => IndexSeek { slot, lookup: map_lookup(lookup, f) },
        RelationshipIndexSeek { relationship, left, right, direction, lookup } => {
            let lookup = map_lookup(lookup, f);
            RelationshipIndexSeek { relationship, left, right, direction, lookup }
        }
        NodeByIdSeek { slot, ids } => NodeByIdSeek { slot, ids: f(ids) },
        RelationshipByIdSeek { relationship, left, right, direction, types, ids } => {
            RelationshipByIdSeek { relationship, left, right, direction, types, ids: f(ids) }
        }
        VariableExpand { expand, mut length, reversed, reachable } => {
            length.hop = length.hop.map(|mut hop| {
                hop.predicate = f(hop.predicate);
                hop
            });
            VariableExpand { expand, length, reversed, reachable }
        }
        ShortestPath(mut shortest) => {
            shortest.hop = shortest.hop.map(|mut hop| {
                hop.predicate = f(hop.predicate);
                hop
            });
            shortest.predicates = map_all(shortest.predicates, f);
            ShortestPath(shortest)
        }
        PathSearch(plan) => {
            let mut plan = *plan;
            plan.search = plan.search.map(f);
            PathSearch(Box::new(plan))
        }
        Filter(predicates) => Filter(map_all(predicates, f)),
        CountBranches(branches) => {
            CountBranches(branches.into_iter().map(|branch| map_branch(branch, f)).collect())
        }
        Project(items) => Project(map_pairs(items, f)),
        Unwind { list, slot } => Unwind { list: f(list), slot },
        LoadCsv(mut load) => {
            load.from = f(load.from);
            LoadCsv(load)
        }
        TransactionalApply(mut apply) => {
            apply.transactions.rows = apply.transactions.rows.map(f);
            TransactionalApply(apply)
        }
        Aggregate(aggregation) => Aggregate(map_aggregation(aggregation, f)),
        Sort(keys) => Sort(map_keys(keys, f)),
        TopK { keys, skip, limit } => {
            TopK { keys: map_keys(keys, f), skip: skip.map(&mut *f), limit: f(limit) }
        }
        Skip(count) => Skip(f(count)),
        Limit(count) => Limit(f(count)),
        HashJoin(keys) => HashJoin(keys.into_iter().map(|(left, right)| (f(left), f(right))).collect()),
        Create(pattern) => Create(map_create(pattern, f)),
        Merge(merge) => Merge(Box::new(map_merge(*merge, f))),
        Update(updates) => Update(map_updates(updates, f)),
        Delete { detach, targets } => Delete { detach, targets: map_all(targets, f) },
        Foreach { list, slot } => Foreach { list: f(list), slot },
        CallProcedure(call) => CallProcedure(map_call(call, f)),
    }
}

fn map_all(exprs: Vec<Expr>, f: &mut dyn FnMut(Expr) -> Expr) -> Vec<Expr> {
    exprs.into_iter().map(f).collect()
}

fn map_pairs<T>(pairs: Vec<(T, Expr)>, f: &mut dyn FnMut(Expr) -> Expr) -> Vec<(T, Expr)> {
    pairs.into_iter().map(|(tag, expr)| (tag, f(expr))).collect()
}

fn map_branch(branch: Branch, f: &mut dyn FnMut(Expr) -> Expr) -> Branch {
    let predicates = map_all(branch.predicates, f);
    let branches = branch.branches.into_iter().map(|branch| map_branch(branch, f)).collect();
    let rival = branch.rival.map(|rival| Box::new(Rival { branch: map_branch(rival.branch, f), ..*rival }));
    Branch { predicates, branches, rival, ..branch }
}

fn map_lookup(lookup: Box<Lookup>, f: &mut dyn FnMut(Expr) -> Expr) -> Box<Lookup> {
    let lookup = *lookup;
    let equal = map_all(lookup.equal, f);
    let seek = map_seek(lookup.seek, f);
    let order = lookup.order.map(|order| IndexOrder { enough: order.enough.map(&mut *f), ..order });
    Box::new(Lookup { equal, seek, order, ..lookup })
}

fn map_seek(seek: Seek, f: &mut dyn FnMut(Expr) -> Expr) -> Seek {
    match seek {
        Seek::Exists => Seek::Exists,
        Seek::Equal(e) => Seek::Equal(f(e)),
        Seek::In(e) => Seek::In(f(e)),
        Seek::Range { lower, upper } => Seek::Range {
            lower: lower.map(|(e, inclusive)| (f(e), inclusive)),
            upper: upper.map(|(e, inclusive)| (f(e), inclusive)),
        },
        Seek::Prefix(e) => Seek::Prefix(f(e)),
        Seek::Contains(e) => Seek::Contains(f(e)),
        Seek::Suffix(e) => Seek::Suffix(f(e)),
        Seek::Near { center, distance } => Seek::Near { center: f(center), distance: f(distance) },
        Seek::Box { lower, upper } => Seek::Box { lower: f(lower), upper: f(upper) },
    }
}

fn map_aggregation(aggregation: Aggregation, f: &mut dyn FnMut(Expr) -> Expr) -> Aggregation {
    let keys = map_pairs(aggregation.keys, f);
    let map = |aggregate: Aggregate| Aggregate { arguments: map_all(aggregate.arguments, f), ..aggregate };
    Aggregation { keys, aggregates: aggregation.aggregates.into_iter().map(map).collect() }
}

fn map_keys(keys: Vec<SortKey>, f: &mut dyn FnMut(Expr) -> Expr) -> Vec<SortKey> {
    keys.into_iter().map(|key| SortKey { expr: f(key.expr), descending: key.descending }).collect()
}

fn map_create(pattern: CreatePattern, f: &mut dyn FnMut(Expr) -> Expr) -> CreatePattern {
    let nodes = pattern.nodes.into_iter().map(|node| map_create_node(node, f)).collect();
    let relationships = pattern
        .relationships
        .into_iter()
        .map(|relationship| map_create_relationship(relationship, f))
        .collect();
    CreatePattern { nodes, relationships, paths: pattern.paths }
}

fn map_create_node(node: CreateNode, f: &mut dyn FnMut(Expr) -> Expr) -> CreateNode {
    CreateNode {
        slot: node.slot,
        labels: node.labels.into_iter().map(|label| map_label(label, f)).collect(),
        properties: node.properties.map(f),
    }
}

fn map_create_relationship(
    relationship: CreateRelationship,
    f: &mut dyn FnMut(Expr) -> Expr,
) -> CreateRelationship {
    CreateRelationship {
        rel_type: map_label(relationship.rel_type, f),
        properties: relationship.properties.map(f),
        ..relationship
    }
}

fn map_label(label: LabelName, f: &mut dyn FnMut(Expr) -> Expr) -> LabelName {
    match label {
        LabelName::Name(name) => LabelName::Name(name),
        LabelName::Dynamic(e) => LabelName::Dynamic(f(e)),
    }
}

fn map_merge(merge: Merge, f: &mut dyn FnMut(Expr) -> Expr) -> Merge {
    Merge {
        pattern: merge.pattern,
        create: map_create(merge.create, f),
        on_create: map_updates(merge.on_create, f),
        on_match: map_updates(merge.on_match, f),
    }
}

fn map_updates(updates: Vec<Update>, f: &mut dyn FnMut(Expr) -> Expr) -> Vec<Update> {
    updates.into_iter().map(|update| map_update(update, f)).collect()
}

fn map_update(update: Update, f: &mut dyn FnMut(Expr) -> Expr) -> Update {
    match update {
        Update::Property { target, key, value } => {
            let target = f(target);
            let key = match key {
                PropertyName::Name(name) => PropertyName::Name(name),
                PropertyName::Dynamic(e) => PropertyName::Dynamic(f(e)),
            };
            Update::Property { target, key, value: f(value) }
        }
        Update::ReplaceProperties { target, value } => Update::ReplaceProperties { target, value: f(value) },
        Update::MergeProperties { target, value } => Update::MergeProperties { target, value: f(value) },
        Update::AddLabels { target, labels } => Update::AddLabels {
            target,
            labels: labels.into_iter().map(|label| map_label(label, f)).collect(),
        },
        Update::RemoveLabels { target, labels } => Update::RemoveLabels {
            target,
            labels: labels.into_iter().map(|label| map_label(label, f)).collect(),
        },
    }
}

fn map_call(call: ProcedureCall, f: &mut dyn FnMut(Expr) -> Expr) -> ProcedureCall {
    ProcedureCall { arguments: map_all(call.arguments, f), filter: call.filter.map(f), ..call }
}
