//! Strategies for random clauses, queries, and queries made of queries, in the shapes the parser produces.

use casegraph::syntax::ast::*;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::census::seen;
use super::expressions::{AT, condition, dotted, ident, label_name, part, value};

/// What `RETURN` and `WITH` take.
pub fn projection(value: BoxedStrategy<Expr>) -> BoxedStrategy<Projection> {
    let item = (value.clone(), option::of(ident())).prop_map(|(expr, alias)| ProjectionItem {
        expr,
        alias,
        text: String::new(),
    });
    let slice = (option::of(value.clone()), option::of(value.clone()));
    let keys = vec(value.clone(), 0..3).prop_map(GroupBy::Keys);
    let group_by = option::weighted(0.3, prop_oneof![Just(GroupBy::All), keys].prop_map(seen));
    let behind = (group_by, vec(sort_item(value), 0..3), slice);
    (any::<bool>(), any::<bool>(), vec(item, 1..3), behind)
        .prop_map(|(distinct, star, items, (group_by, order_by, (skip, limit)))| Projection {
            distinct,
            star,
            items,
            group_by,
            order_by,
            skip,
            limit,
            span: AT,
        })
        .boxed()
}

fn sort_item(value: BoxedStrategy<Expr>) -> impl Strategy<Value = SortItem> {
    let nulls = option::of(prop::sample::select(vec![NullOrder::First, NullOrder::Last]).prop_map(seen));
    (value, any::<bool>(), nulls).prop_map(|(expr, descending, nulls)| SortItem { expr, descending, nulls })
}

fn set_item() -> impl Strategy<Value = SetItem> {
    prop_oneof![
        (value(), ident(), value()).prop_map(|(target, key, value)| SetItem::Property { target, key, value }),
        (value(), value(), value()).prop_map(|(target, key, value)| SetItem::DynamicProperty {
            target,
            key,
            value
        }),
        (ident(), value()).prop_map(|(variable, value)| SetItem::Replace { variable, value }),
        (ident(), value()).prop_map(|(variable, value)| SetItem::Merge { variable, value }),
        (ident(), vec(label_name(value()), 1..3))
            .prop_map(|(variable, labels)| SetItem::Labels { variable, labels }),
    ]
    .prop_map(seen)
}

fn remove_item() -> impl Strategy<Value = RemoveItem> {
    prop_oneof![
        (value(), ident()).prop_map(|(target, key)| RemoveItem::Property { target, key }),
        (value(), value()).prop_map(|(target, key)| RemoveItem::DynamicProperty { target, key }),
        (ident(), vec(label_name(value()), 1..3))
            .prop_map(|(variable, labels)| RemoveItem::Labels { variable, labels }),
    ]
    .prop_map(seen)
}

fn reading() -> impl Strategy<Value = ClauseKind> {
    let parts = || vec(part(value()), 1..3);
    let load = (any::<bool>(), value(), ident(), option::of(any::<String>()));
    prop_oneof![
        (any::<bool>(), any::<bool>(), parts(), vec(hint(), 0..2), option::of(condition())).prop_map(
            |(optional, repeatable, pattern, hints, filter)| ClauseKind::Match {
                optional,
                repeatable: repeatable.then_some(optional != repeatable),
                pattern,
                hints,
                filter
            }
        ),
        (value(), ident()).prop_map(|(list, variable)| ClauseKind::Unwind { list, variable }),
        (projection(value()), option::of(condition()))
            .prop_map(|(body, filter)| ClauseKind::With { body, filter }),
        vec((ident(), value()), 1..3).prop_map(ClauseKind::Let),
        condition().prop_map(ClauseKind::Filter),
        dotted().prop_map(ClauseKind::Use),
        call().prop_map(ClauseKind::CallProcedure),
        load.prop_map(|(with_headers, from, variable, field_terminator)| ClauseKind::LoadCsv {
            with_headers,
            from,
            variable,
            field_terminator
        }),
    ]
}

fn hint() -> impl Strategy<Value = Hint> {
    prop_oneof![
        (ident(), ident(), vec(ident(), 1..3)).prop_map(|(variable, label, properties)| Hint::Index {
            variable,
            label,
            properties
        }),
        (ident(), ident()).prop_map(|(variable, label)| Hint::Scan { variable, label }),
        vec(ident(), 1..3).prop_map(Hint::Join),
    ]
    .prop_map(seen)
}

fn call() -> impl Strategy<Value = CallProcedure> {
    let yields = prop_oneof![
        Just((Yield::None, None)),
        (vec((ident(), option::of(ident())), 0..3).prop_map(Yield::Items), option::of(condition())),
    ]
    .prop_map(|(yields, filter)| (seen(yields), filter));
    (any::<bool>(), dotted(), option::of(vec(value(), 0..3)), yields).prop_map(
        |(optional, name, arguments, (yields, filter))| CallProcedure {
            optional,
            name,
            arguments,
            yields,
            filter,
            write: None,
        },
    )
}

fn writing() -> BoxedStrategy<ClauseKind> {
    let flat = prop_oneof![
        vec(part(value()), 1..3).prop_map(ClauseKind::Create),
        (part(value()), vec(set_item(), 0..2), vec(set_item(), 0..2))
            .prop_map(|(pattern, on_create, on_match)| ClauseKind::Merge { pattern, on_create, on_match }),
        vec(set_item(), 1..3).prop_map(ClauseKind::Set),
        vec(remove_item(), 1..3).prop_map(ClauseKind::Remove),
        (any::<bool>(), vec(value(), 1..3))
            .prop_map(|(detach, targets)| ClauseKind::Delete { detach, targets }),
    ]
    .boxed();
    let body = vec(flat.clone().prop_map(clause), 1..3);
    let foreach = (ident(), value(), body).prop_map(|(variable, list, body)| ClauseKind::Foreach {
        variable,
        list,
        body,
    });
    prop_oneof![4 => flat, 1 => foreach].boxed()
}

/// `ORDER BY`, `SKIP` and `LIMIT` as a clause of its own: behind `UNWIND`, as `WITH` would take them in.
fn page() -> impl Strategy<Value = [ClauseKind; 2]> {
    let unwind = (value(), ident()).prop_map(|(list, variable)| ClauseKind::Unwind { list, variable });
    let sorted = (vec(sort_item(value()), 1..3), option::of(value()), option::of(value()))
        .prop_map(|(order_by, skip, limit)| ClauseKind::Page { order_by, skip, limit });
    let limited = value().prop_map(|e| ClauseKind::Page { order_by: Vec::new(), skip: None, limit: Some(e) });
    (unwind, prop_oneof![sorted, limited]).prop_map(|(unwind, page)| [unwind, page])
}

fn clause(kind: ClauseKind) -> Clause {
    Clause { kind: seen(kind), span: AT }
}

fn single(clauses: Vec<ClauseKind>) -> SingleQuery {
    SingleQuery { clauses: clauses.into_iter().map(clause).collect(), span: AT }
}

/// One query, or several joined by `UNION`s of the same sort.
fn joined(parts: Vec<SingleQuery>, all: bool) -> Query {
    let unions = vec![(all, AT); parts.len().saturating_sub(1)];
    Query { parts, unions, span: AT }
}

/// Queries of single clauses.
pub fn query() -> BoxedStrategy<Query> {
    let clause = prop_oneof![
        8 => reading().prop_map(|kind| vec![kind]),
        8 => writing().prop_map(|kind| vec![kind]),
        1 => page().prop_map(Vec::from),
    ];
    let end = prop_oneof![projection(value()).prop_map(ClauseKind::Return), Just(ClauseKind::Finish)];
    let part = (vec(clause, 0..3), end)
        .prop_map(|(clauses, end)| single(clauses.into_iter().flatten().chain([end]).collect()));
    let listed = call().prop_map(|call| CallProcedure { yields: seen(Yield::All), ..call });
    prop_oneof![
        9 => (vec(part, 1..3), any::<bool>()).prop_map(|(parts, all)| joined(parts, all)),
        1 => listed.prop_map(|call| joined(vec![single(vec![ClauseKind::CallProcedure(call)])], false)),
    ]
    .boxed()
}

/// A query for `EXISTS`, `COUNT` and `COLLECT`, of expressions that nest less.
pub fn small_query(value: BoxedStrategy<Expr>) -> BoxedStrategy<Query> {
    let part = (value.clone(), ident(), projection(value)).prop_map(|(list, variable, body)| {
        single(vec![ClauseKind::Unwind { list, variable }, ClauseKind::Return(body)])
    });
    (vec(part, 1..3), any::<bool>()).prop_map(|(parts, all)| joined(parts, all)).boxed()
}

/// Queries that hold others: in braces, behind `WHEN`, behind `NEXT`, behind `CALL`.
pub fn composed(inner: BoxedStrategy<Query>) -> BoxedStrategy<Query> {
    let inner = || inner.clone();
    let union = (inner(), inner(), any::<bool>())
        .prop_map(|(left, right, all)| joined(vec![in_braces(left), in_braces(right)], all))
        .boxed();
    let branches = vec((condition(), inner()), 1..3);
    let conditional = (branches, option::of(inner().prop_map(Box::new)))
        .prop_map(|(branches, otherwise)| {
            joined(vec![single(vec![ClauseKind::When { branches, otherwise }])], false)
        })
        .boxed();
    let returned = projection(value()).prop_map(with_names);
    let goes_on = prop_oneof![union.clone(), conditional.clone()].prop_map(Box::new);
    let next = (reading(), returned, goes_on).prop_map(|(first, returned, query)| {
        joined(vec![single(vec![first, ClauseKind::Next { returned, query }])], false)
    });
    prop_oneof![2 => union, 2 => conditional, 2 => next, 3 => subquery_call(inner())].boxed()
}

/// Braces around a single query say nothing, and are not in the tree.
fn in_braces(mut query: Query) -> SingleQuery {
    match query.parts.pop() {
        Some(part) if query.parts.is_empty() => part,
        Some(part) => {
            query.parts.push(part);
            single(vec![ClauseKind::Block(Box::new(query))])
        }
        None => single(Vec::new()),
    }
}

/// What is passed on has names.
fn with_names(mut returned: Projection) -> Projection {
    for (i, item) in returned.items.iter_mut().enumerate() {
        if !matches!(item.expr.kind, ExprKind::Variable(_)) {
            item.alias.get_or_insert(Ident { name: format!("c{i}"), span: AT });
        }
    }
    returned
}

fn subquery_call(inner: BoxedStrategy<Query>) -> impl Strategy<Value = Query> {
    let on_error = prop::sample::select(vec![OnError::Fail, OnError::Continue, OnError::Break]);
    let transactions = (option::of(value()), on_error.prop_map(seen), option::of(ident()))
        .prop_map(|(rows, on_error, report)| InTransactions { rows, on_error, report });
    let imports = option::of(vec(ident(), 0..3));
    (any::<bool>(), imports, inner, option::of(transactions)).prop_map(
        |(optional, imports, query, transactions)| {
            let call = ClauseKind::CallSubquery { optional, imports, query: Box::new(query), transactions };
            joined(vec![single(vec![call, ClauseKind::Finish])], false)
        },
    )
}

/// A statement of a query, to be run, explained or profiled.
pub fn statement() -> impl Strategy<Value = Statement> {
    let mode = prop::sample::select(vec![Mode::Execute, Mode::Explain, Mode::Profile]).prop_map(seen);
    let number = casegraph::syntax::ast::Literal::Integer(3);
    let limit = option::weighted(0.2, Just(super::expressions::at(ExprKind::Literal(number))));
    (mode, limit, query()).prop_map(|(mode, hops_limit, query)| Statement {
        mode,
        hops_limit,
        ..alone(query)
    })
}

/// The statement that is only this query.
pub fn alone(query: Query) -> Statement {
    let body = seen(StatementBody::Query(query));
    Statement { mode: Mode::Execute, hops_limit: None, body, nesting: 0, span: AT }
}

/// The expression alone, as the one column of `RETURN`.
pub fn returned(expr: Expr) -> Statement {
    let item = ProjectionItem { expr, alias: None, text: String::new() };
    let body = Projection {
        distinct: false,
        star: false,
        items: vec![item],
        group_by: None,
        order_by: Vec::new(),
        skip: None,
        limit: None,
        span: AT,
    };
    alone(joined(vec![single(vec![ClauseKind::Return(body)])], false))
}
