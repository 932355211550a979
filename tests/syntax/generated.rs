//! Random trees survive printing and parsing.

use casegraph::syntax::ast::*;
use casegraph::syntax::{parse, printer};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::expressions::{AT, condition, dotted, ident, label_name, part, value};

fn projection() -> impl Strategy<Value = Projection> {
    let item = (value(), option::of(ident())).prop_map(|(expr, alias)| ProjectionItem {
        expr,
        alias,
        text: String::new(),
    });
    let nulls = option::of(prop::sample::select(vec![NullOrder::First, NullOrder::Last]));
    let sort = (value(), any::<bool>(), nulls).prop_map(|(expr, descending, nulls)| SortItem {
        expr,
        descending,
        nulls,
    });
    let slice = (option::of(value()), option::of(value()));
    let keys = vec(value(), 0..3).prop_map(GroupBy::Keys);
    let group_by = prop_oneof![4 => Just(None), 1 => Just(Some(GroupBy::All)), 1 => keys.prop_map(Some)];
    (any::<bool>(), any::<bool>(), vec(item, 1..3), (group_by, vec(sort, 0..3)), slice).prop_map(
        |(distinct, star, items, (group_by, order_by), (skip, limit))| Projection {
            distinct,
            star,
            items,
            group_by,
            order_by,
            skip,
            limit,
            span: AT,
        },
    )
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
}

fn remove_item() -> impl Strategy<Value = RemoveItem> {
    prop_oneof![
        (value(), ident()).prop_map(|(target, key)| RemoveItem::Property { target, key }),
        (value(), value()).prop_map(|(target, key)| RemoveItem::DynamicProperty { target, key }),
        (ident(), vec(label_name(value()), 1..3))
            .prop_map(|(variable, labels)| RemoveItem::Labels { variable, labels }),
    ]
}

fn reading() -> impl Strategy<Value = ClauseKind> {
    let parts = || vec(part(value()), 1..3);
    let load = (any::<bool>(), value(), ident(), option::of(any::<String>()));
    prop_oneof![
        (any::<bool>(), any::<bool>(), parts(), vec(hint(), 0..2), option::of(condition())).prop_map(
            |(optional, repeatable, pattern, hints, filter)| ClauseKind::Match {
                optional,
                repeatable,
                pattern,
                hints,
                filter
            }
        ),
        (value(), ident()).prop_map(|(list, variable)| ClauseKind::Unwind { list, variable }),
        (projection(), option::of(condition())).prop_map(|(body, filter)| ClauseKind::With { body, filter }),
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
}

fn call() -> impl Strategy<Value = CallProcedure> {
    let yields = prop_oneof![
        Just((Yield::None, None)),
        (vec((ident(), option::of(ident())), 0..3).prop_map(Yield::Items), option::of(condition())),
    ];
    (any::<bool>(), dotted(), option::of(vec(value(), 0..3)), yields).prop_map(
        |(optional, name, arguments, (yields, filter))| CallProcedure {
            optional,
            name,
            arguments,
            yields,
            filter,
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
    let body = vec(flat.clone().prop_map(|kind| Clause { kind, span: AT }), 1..3);
    let foreach = (ident(), value(), body).prop_map(|(variable, list, body)| ClauseKind::Foreach {
        variable,
        list,
        body,
    });
    prop_oneof![4 => flat, 1 => foreach].boxed()
}

fn query() -> BoxedStrategy<Query> {
    let clause = prop_oneof![reading().boxed(), writing()];
    let end = prop_oneof![projection().prop_map(ClauseKind::Return), Just(ClauseKind::Finish)];
    let single = (vec(clause, 0..3), end).prop_map(|(mut clauses, end)| {
        clauses.push(end);
        let clauses = clauses.into_iter().map(|kind| Clause { kind, span: AT }).collect();
        SingleQuery { clauses, span: AT }
    });
    (vec(single, 1..3), any::<bool>())
        .prop_map(|(parts, all)| {
            let unions = vec![(all, AT); parts.len() - 1];
            Query { parts, unions, span: AT }
        })
        .boxed()
}

fn subquery_call() -> impl Strategy<Value = Query> {
    let on_error = prop::sample::select(vec![OnError::Fail, OnError::Continue, OnError::Break]);
    let transactions = (option::of(value()), on_error, option::of(ident()))
        .prop_map(|(rows, on_error, report)| InTransactions { rows, on_error, report });
    let imports = option::of(vec(ident(), 0..3));
    (any::<bool>(), imports, query(), option::of(transactions)).prop_map(
        |(optional, imports, query, transactions)| {
            let kind = ClauseKind::CallSubquery { optional, imports, query: Box::new(query), transactions };
            let clauses = vec![Clause { kind, span: AT }, Clause { kind: ClauseKind::Finish, span: AT }];
            Query { parts: vec![SingleQuery { clauses, span: AT }], unions: Vec::new(), span: AT }
        },
    )
}

fn statement(query: Query) -> Statement {
    Statement { mode: Mode::Execute, body: StatementBody::Query(query), nesting: 0, span: AT }
}

/// The expression alone, as the one column of `RETURN`.
fn returned(expr: Expr) -> Statement {
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
    let clauses = vec![Clause { kind: ClauseKind::Return(body), span: AT }];
    statement(Query { parts: vec![SingleQuery { clauses, span: AT }], unions: Vec::new(), span: AT })
}

/// Runs `check` on `cases` random values. Making and shrinking nested values takes far more stack than the code
/// under test, which has a small one of its own.
fn for_all<S: Strategy + 'static>(cases: u32, strategy: fn() -> S, check: fn(S::Value)) {
    let work = move || {
        let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
        TestRunner::new(config).run(&strategy(), |value| {
            check(value);
            Ok(())
        })
    };
    // Only the text of a failure leaves the thread: its value need not be sendable.
    let work = move || work().map_err(|error| error.to_string());
    let thread =
        std::thread::Builder::new().stack_size(64 << 20).spawn(work).expect("a thread can be started");
    if let Err(error) = thread.join().expect("proptest catches panics") {
        panic!("{error}");
    }
}

#[test]
fn expressions_survive_printing() {
    for_all(400, value, |expr| super::assert_round_trip(returned(expr), "an expression"));
}

#[test]
fn queries_survive_printing() {
    for_all(60, query, |query| super::assert_round_trip(statement(query), "a query"));
}

#[test]
fn subquery_calls_survive_printing() {
    for_all(60, subquery_call, |query| super::assert_round_trip(statement(query), "a subquery call"));
}

#[test]
fn schema_commands_survive_printing() {
    for text in [
        "CREATE INDEX `odd name` IF NOT EXISTS FOR (n:`L M`) ON (n.a, n.`b c`)",
        "CREATE TEXT INDEX FOR (n:L) ON n.a",
        "CREATE POINT INDEX FOR ()-[r:T]-() ON r.a",
        "CREATE CONSTRAINT `if` FOR (n:L) REQUIRE (n.a, n.b) IS NODE KEY",
        "CREATE CONSTRAINT c IF NOT EXISTS FOR ()-[r:T]-() REQUIRE r.a IS :: LIST<STRING NOT NULL> | INTEGER",
        "CREATE CONSTRAINT FOR (n:L) REQUIRE n.a IS UNIQUE",
        "CREATE CONSTRAINT FOR (n:L) REQUIRE n.a IS NOT NULL",
        "DROP INDEX `for` IF EXISTS",
        "DROP CONSTRAINT c",
        "CREATE INDEX $name IF NOT EXISTS FOR (n:L) ON n.a",
        "CREATE CONSTRAINT $`odd name` FOR (n:L) REQUIRE n.a IS UNIQUE",
        "CREATE BTREE INDEX b FOR (n:L) ON n.a",
        "DROP INDEX $0 IF EXISTS",
        "DROP CONSTRAINT $name",
        "SHOW INDEXES",
        "SHOW CONSTRAINTS",
        "SHOW FUNCTIONS",
        "SHOW LOOKUP INDEXES WHERE name = 'x'",
        "SHOW NODE PROPERTY TYPE CONSTRAINTS YIELD name AS n, type ORDER BY n DESC SKIP 1 LIMIT 2 WHERE n > 'a' RETURN n",
        "SHOW USER DEFINED FUNCTIONS YIELD * RETURN count(*)",
        "CREATE LOOKUP INDEX l IF NOT EXISTS FOR (x) ON EACH labels(x)",
        "CREATE LOOKUP INDEX FOR ()-[x]-() ON EACH type(x)",
        "EXPLAIN SHOW PROCEDURES",
    ] {
        let statement = parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
        super::assert_round_trip(statement, text);
    }
}

#[test]
fn what_could_be_read_otherwise_survives_printing() {
    for text in [
        "RETURN (x IS :: ANY) < y, (x IS :: LIST) < y, 1 < (x IS :: ANY) < y",
        "RETURN [(x IN y)], [((a)-->(b) AND c)], [x IN (NOT y) | z], [x IN (a AND b) | c]",
        "RETURN (x IS NFKC NORMALIZED) - [1] - (2), ({a: 1} = b) - [1] - (c), (n:A AND b) - -(c + d)",
        "RETURN -(5), -(-5), - -x, (-5).x, -5.x, (n:A).x, (-5)[0]",
        "MATCH (WHERE ({a: 1}.a = 1))-[WHERE ({a: 1}).a = 1]-() RETURN 1",
        "RETURN CASE x WHEN > 1, 2, = 3 THEN a WHEN IS NOT NULL THEN b WHEN IN [1] THEN c WHEN STARTS WITH 'a' THEN d END",
        "RETURN CASE x WHEN IS NOT :: INTEGER THEN 1 WHEN IS LABELED A|B THEN 2 WHEN =~ 'a' THEN 3 WHEN < 1 THEN 4 END",
        "RETURN CASE x WHEN IS NFC NORMALIZED THEN 1 WHEN CONTAINS CASE y WHEN > 1 THEN 'a' END THEN 2 ELSE 3 END",
        "RETURN ALL all, count(ALL x), x :: INTEGER, NOT x IS NOT LABELED A&B",
        "RETURN allReduce(a = 1, x IN [1] | a + x, a < 10), `allReduce`(a = 1), `reduce`(a = 1)",
        "RETURN trim(both), trim(LEADING 'x' FROM y), trim(TRAILING FROM y), trim(y FROM z), trim(y, z), trim()",
    ] {
        let statement = parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
        super::assert_round_trip(statement, text);
    }
}

#[test]
fn queries_made_of_queries_survive_printing() {
    for text in [
        "{ RETURN 1 AS x }",
        "{ RETURN 1 AS x UNION ALL RETURN 2 AS x } UNION { RETURN 3 AS x NEXT RETURN x UNION RETURN 4 AS x }",
        "WHEN a THEN RETURN 1 AS x WHEN b THEN { { RETURN 2 AS x } UNION RETURN 3 AS x } ELSE WHEN c THEN RETURN 4 AS x",
        "RETURN 1 AS x NEXT WHEN x > 1 THEN RETURN x AS y ELSE { RETURN 2 AS y NEXT RETURN y } NEXT RETURN y",
        "RETURN 1 AS x, 2 NEXT RETURN x UNION RETURN `2` AS x NEXT RETURN * NEXT RETURN x UNION ALL RETURN x",
        "RETURN 1 AS x UNION RETURN 2 AS x NEXT RETURN x UNION RETURN 3 AS x",
        "MATCH (n) ORDER BY n.x DESC NULLS LAST, n.y NULLS FIRST SKIP 1 LIMIT 2 SKIP 1 RETURN n",
        "WITH 1 AS x LIMIT 2 ORDER BY x OFFSET 1 FINISH",
        "MATCH (n:A) USING TEXT INDEX SEEK n:A(k, `l m`) USING SCAN n:A USING JOIN ON n, m WHERE n.k = 1 FINISH",
        "MATCH (n) CALL (*) { WHEN n.k = 1 THEN SET n.x = 1 } RETURN EXISTS { WHEN true THEN RETURN 1 AS x }",
    ] {
        let statement = parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
        super::assert_round_trip(statement, text);
    }
}

#[test]
fn printing_puts_parentheses_only_where_needed() {
    for text in [
        "RETURN (a OR b) AND NOT c = d + e * -f ^ 2",
        "RETURN (a - b) - c, a - (b - c), a - b - c",
        "MATCH (a:A&!B)-[r:R|S*1..3 {x: 1}]->+(b)((c)<--(d) WHERE c.x = 1){2,}(e)\nRETURN DISTINCT *, a.b AS `c d` ORDER BY a DESC SKIP 1 LIMIT 2",
        "RETURN n:(A|B), `all`(x), `where`.x, [x IN xs WHERE x > 1 | x {.a, .*}], x IS :: ANY<INTEGER | FLOAT>",
    ] {
        let statement = parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
        assert_eq!(printer::print_statement(&statement), text);
    }
}
