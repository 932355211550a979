//! Unit tests of the parser's tricky points; whole-language tests are in `tests/syntax`.

use super::parse;
use crate::error::{ErrorClass, Phase};
use crate::syntax::ast::*;
use crate::syntax::printer::print_expr;

/// The expression of `RETURN text`.
fn expr(text: &str) -> Expr {
    let query = format!("RETURN {text}");
    let statement = parse(&query).unwrap_or_else(|error| panic!("{query}: {error:?}"));
    let StatementBody::Query(query) = statement.body else { panic!("not a query") };
    match query.parts.into_iter().next().and_then(|part| part.clauses.into_iter().next()).map(|c| c.kind) {
        Some(ClauseKind::Return(mut body)) => body.items.remove(0).expr,
        other => panic!("not a RETURN: {other:?}"),
    }
}

/// Both texts are the same tree.
fn same(left: &str, right: &str) {
    assert_eq!(expr(left).without_spans(), expr(right).without_spans(), "{left} against {right}");
}

fn detail(text: &str) -> &'static str {
    match parse(text) {
        Ok(_) => "fine",
        Err(error) => {
            assert_eq!(error.phase(), Phase::CompileTime, "{text}");
            error.detail()
        }
    }
}

#[test]
fn operators_bind_as_in_opencypher() {
    same("a OR b XOR c AND NOT d = e", "a OR (b XOR (c AND (NOT (d = e))))");
    same("NOT a = b", "NOT (a = b)");
    same("a = b IS NULL", "a = (b IS NULL)");
    same("a + b IN c + d", "(a + b) IN (c + d)");
    same("1 + 2 * 3 ^ 4", "1 + (2 * (3 ^ 4))");
    same("-3 ^ 2", "(-3) ^ 2");
    same("-x ^ 2", "(-x) ^ 2");
    same("-x.y[0]", "-((x.y)[0])");
    same("a STARTS WITH b + c", "a STARTS WITH (b + c)");
    same("x IN y IN z", "(x IN y) IN z");
    assert_eq!(print_expr(&expr("(a - b) - c")), "(a - b) - c");
}

#[test]
fn chains_are_flat() {
    assert!(matches!(expr("1 < 2 <= 3 <> 4").kind, ExprKind::Comparison(_, rest) if rest.len() == 3));
    assert!(matches!(expr("a OR b OR c").kind, ExprKind::Logical(LogicalOp::Or, all) if all.len() == 3));
    assert!(matches!(expr("2 ^ 3 ^ 2").kind, ExprKind::Arithmetic(_, rest) if rest.len() == 2));
}

#[test]
fn the_smallest_integer_is_a_literal() {
    let minimum = ExprKind::Literal(Literal::Integer(i64::MIN));
    assert_eq!(expr("-9223372036854775808").kind, minimum);
    assert_eq!(expr("-0x8000000000000000").kind, minimum);
    assert_eq!(detail("RETURN 9223372036854775808"), "IntegerOverflow");
    assert_eq!(detail("RETURN -9223372036854775809"), "IntegerOverflow");
    assert_eq!(detail("RETURN -(9223372036854775808)"), "IntegerOverflow");
    assert_eq!(detail("RETURN 1e999"), "FloatingPointOverflow");
}

#[test]
fn a_bracket_is_what_follows_its_partner() {
    assert!(matches!(expr("NOT (a)-->(b)").kind, ExprKind::Not(e) if matches!(e.kind, ExprKind::Pattern(_))));
    assert!(matches!(expr("(a) - (b)").kind, ExprKind::Arithmetic(..)));
    assert!(matches!(expr("(1)--(2)").kind, ExprKind::Arithmetic(..)));
    assert!(matches!(expr("(a.x)<-(b)").kind, ExprKind::Comparison(..)));
    for text in [
        "(x IS NFKC NORMALIZED) - [1] - (2)",
        "(x IS NORMALIZED)--(y)",
        "(x IS NULL)--(y)",
        "(x IS NOT NULL) - [y] - (z)",
        "(x IS TYPED INTEGER)--(y)",
        "({a: 1}.a)--(b)",
        "({a: 1} = b) - [1] - (c)",
        "(n {.a}.a)--(b)",
        "(n:A AND b)--(c)",
        "(n:A|(B&!C) = b) - [1] - (c)",
        "($x)--(y)",
    ] {
        assert!(matches!(expr(text).kind, ExprKind::Arithmetic(..)), "{text}");
    }
    for text in [
        "(a:A&!B|:C {x: [1]})-->(b)",
        "(a IS %)<-[:R]-()",
        "(:$(x)|$any(y))--()",
        "({x: 1} WHERE true)--()",
        "(WHERE true)-->()",
        "(a $p)-[r]-()",
    ] {
        assert!(matches!(expr(&format!("NOT {text}")).kind, ExprKind::Not(_)), "{text}");
    }
    assert!(matches!(expr("(a:L)").kind, ExprKind::HasLabels(..)));
    assert!(matches!(expr("[x IN xs]").kind, ExprKind::ListComprehension { .. }));
    assert!(matches!(expr("[x IN xs, y]").kind, ExprKind::List(_)));
    assert!(matches!(expr("[(x IN xs)]").kind, ExprKind::List(_)));
    assert!(matches!(expr("[(a)-->(b) | b.x]").kind, ExprKind::PatternComprehension { variable: None, .. }));
    assert!(matches!(
        expr("[p = (a)-->(b) | p]").kind,
        ExprKind::PatternComprehension { variable: Some(_), .. }
    ));
    assert!(matches!(expr("[p = (1), 2]").kind, ExprKind::List(_)));
}

#[test]
fn a_comprehension_takes_the_whole_expression() {
    let ExprKind::ListComprehension { list, map, .. } = expr("[x IN a AND b = c WHERE x:L | x.y]").kind
    else {
        panic!("not a comprehension")
    };
    assert_eq!(print_expr(&list), "a AND b = c");
    assert_eq!(map.as_deref().map(print_expr).as_deref(), Some("x.y"));
    let ExprKind::List(elements) = expr("[x IN a AND b, c]").kind else { panic!("not a list") };
    assert_eq!(print_expr(&elements[0]), "x IN a AND b");
}

#[test]
fn keywords_may_be_names() {
    for text in [
        "RETURN n.order, n.match, {return: 1}.return",
        "MATCH (n:Match:Set)-[:WHERE|ON]->(end:End) RETURN end.end",
        "WITH 1 AS count, 2 AS case, 3 AS limit RETURN count + case, case, limit = 1, case.x",
        "WITH 1 AS as, 2 AS match, 3 AS ends WITH as, match RETURN 3*as, (union + 1), ends ORDER BY match",
        "MATCH (order)-->(set) WHERE order.x = set.y RETURN order, set.z AS skip ORDER BY order, skip LIMIT 1",
        "UNWIND [1] AS all RETURN all",
        "RETURN left('a', 1), point({x: 1}), exists(n.x), range(1, 2)",
        "MATCH (where) RETURN 1",
        "MATCH filter = (a)-->(b) RETURN nodes(filter)",
        "CALL db.index.call() YIELD key, set RETURN key",
        "RETURN CASE WHEN start THEN end END",
        "RETURN count {.x}",
    ] {
        assert_eq!(detail(text), "fine", "{text}: {:?}", parse(text).err());
    }
    for text in ["RETURN WHERE 1", "WITH 1 AS null RETURN 1", "RETURN in", "RETURN then"] {
        assert_eq!(detail(text), "UnexpectedSyntax", "{text}");
    }
}

#[test]
fn column_texts_are_exact() {
    let statement = parse("RETURN  1+ 2 /* x */ , ( n.x )  AS y, count( * )");
    let Ok(Statement { body: StatementBody::Query(query), .. }) = statement else { panic!("{statement:?}") };
    let Some(ClauseKind::Return(body)) = query.parts[0].clauses.first().map(|clause| clause.kind.clone())
    else {
        panic!("no RETURN")
    };
    let texts: Vec<_> = body.items.iter().map(|item| item.text.as_str()).collect();
    assert_eq!(texts, ["1+ 2", "( n.x )", "count( * )"]);
}

#[test]
fn patterns_are_predicates_not_values() {
    for text in [
        "RETURN (a)-->(b)",
        "RETURN [1, (a)-->(b)]",
        "RETURN size((a)-->(b))",
        "RETURN (a)-->(b) = true",
        "RETURN ((a)-->(b)).x",
        "WITH (a)-[]->() AS x RETURN x",
    ] {
        assert_eq!(detail(text), "UnexpectedSyntax", "{text}");
    }
    for text in [
        "MATCH (a) WHERE (a)-->() AND NOT (a)<--() OR exists((a)--()) RETURN a",
        "RETURN [x IN xs WHERE (x)-->()]",
        "RETURN CASE WHEN (a)-->() THEN 1 END",
        "RETURN length(shortestPath((a)-[*]-(b)))",
        "MATCH (a) WHERE (a IS Person)-->(:B {x: 1} WHERE true) RETURN a",
    ] {
        assert_eq!(detail(text), "fine", "{text}: {:?}", parse(text).err());
    }
}

#[test]
fn every_form_of_the_dialects_parses() {
    for text in [
        "MATCH p = SHORTEST 2 PATHS (a)-->+(b) RETURN p",
        "MATCH p = SHORTEST $k ACYCLIC PATHS GROUPS (a)-->{1,5}(b) RETURN p",
        "MATCH ANY SHORTEST (a)-[:R]->*(b), ALL SHORTEST TRAIL (c)--{2}(d), ANY 3 (e)--(f), ALL (g) RETURN 1",
        "MATCH REPEATABLE ELEMENTS ((a)-[r]->(b) WHERE a.x < b.x){1,3}(c)((d)-->(e))+ RETURN r",
        "MATCH DIFFERENT RELATIONSHIPS WALK (a)-[IS R WHERE true]-(b) RETURN 1",
        "MATCH (a:A&!B|(C&%) {x: 1} WHERE a.y > 1)-[r:R|S*1..3 {z: 1}]->(b IS D:E) RETURN a",
        "MATCH (a)-[:A|:B]->(b), (a)<-[*]->(b), (a)<-->(b), (a)-[*..]-(b), (a)-[*..3]-(b), (a)-[*2..]-(b) RETURN a",
        "MATCH (n:$(l)), (m:$any([1])) SET n:$(l):X, n IS Y, n[k] = 1, n += {}, n = {} REMOVE n:X, n.y, n[k]",
        "INSERT (:A)-[:B]->(:C) FINISH",
        "LET x = 1, y = x FILTER x > 0 FILTER WHERE y < 9 RETURN x OFFSET 1 LIMIT 2",
        "RETURN 1 IS :: INTEGER NOT NULL | LIST<ANY<STRING | FLOAT>> , x IS NOT TYPED ZONED DATETIME, y IS NFKC NORMALIZED",
        "RETURN 'a' IS NOT NORMALIZED, n IS Person, 1 IS :: TIMESTAMP WITHOUT TIME ZONE, x IS :: INT LIST NOT NULL",
        "RETURN EXISTS { (a)-->(b) WHERE a.x }, COUNT { MATCH (a) RETURN a UNION MATCH (b) RETURN b }, COLLECT { RETURN 1 }",
        "MATCH (n) CALL (n, m) { RETURN 1 AS x } IN 4 CONCURRENT TRANSACTIONS OF 10 ROWS ON ERROR CONTINUE REPORT STATUS AS s RETURN x",
        "CALL () { CREATE () } CALL (*) { RETURN 1 AS a } OPTIONAL CALL { WITH 1 AS b RETURN b } RETURN a",
        "CALL db.labels",
        "CALL db.labels YIELD *",
        "CALL db.labels() YIELD label AS l WHERE l <> 'x' RETURN l",
        "CALL db.x() YIELD -",
        "LOAD CSV WITH HEADERS FROM 'x.csv' AS row FIELDTERMINATOR ';' RETURN row",
        "FOREACH (x IN [1] | CREATE (:A {x: x}) FOREACH (y IN [x] | MERGE (:B) ON CREATE SET n.x = 1 ON MATCH SET n:C))",
        "RETURN reduce(a = 0, x IN xs | a + x), all(x IN xs WHERE x), none(x IN xs), filter(x IN xs WHERE x), extract(x IN xs | x)",
        "RETURN n {.a, .*, b: 1, c}, [1, 2][0..1][..][1..], {a: {}}, $0, $`x y`, $x.y",
        "RETURN CASE x WHEN 1, 2 THEN 'a' ELSE null END, CASE WHEN a THEN b END",
        "MATCH (a)–[r:R]—〉(b) RETURN a",
        "EXPLAIN MATCH (n) RETURN n;",
        "PROFILE RETURN 1;;",
        "USE graph.one RETURN 1",
        "CREATE TEXT INDEX i IF NOT EXISTS FOR (n:L) ON (n.a)",
        "CREATE INDEX FOR ()-[r:T]-() ON r.a",
        "CREATE INDEX ON :L(a)",
        "CREATE CONSTRAINT c IF NOT EXISTS FOR (n:L) REQUIRE (n.a, n.b) IS NODE KEY",
        "CREATE CONSTRAINT FOR ()-[r:T]->() REQUIRE r.a IS :: STRING | INTEGER",
        "CREATE CONSTRAINT ON (n:L) ASSERT n.a IS UNIQUE",
        "DROP INDEX i IF EXISTS",
        "DROP CONSTRAINT c",
        "SHOW INDEX",
        "SHOW RANGE INDEXES",
        "SHOW ALL CONSTRAINTS",
        "SHOW BUILT IN FUNCTIONS",
        "SHOW PROCEDURES",
        "RETURN INF, -Infinity, NaN, .5, 1e9, 1.5E-3, 0x1F, 0o17",
    ] {
        assert_eq!(detail(text), "fine", "{text}: {:?}", parse(text).err());
    }
}

#[test]
fn wrong_relationships_have_their_own_detail() {
    for text in ["[:R..]", "[:R*-2]", "[*1.5]", "[*1..-2]", "[*1..2.5]"] {
        assert_eq!(
            detail(&format!("MATCH (a)-{text}->(b) RETURN a")),
            "InvalidRelationshipPattern",
            "{text}"
        );
    }
    for text in ["MATCH (a)-(b) RETURN a", "MATCH (a)->(b) RETURN a", "MATCH (a)-[r](b) RETURN a"] {
        assert_eq!(detail(text), "InvalidRelationshipPattern", "{text}");
    }
}

/// Every recursive production, `n` levels deep.
fn nests(n: usize) -> Vec<String> {
    let around =
        |open: &str, core: &str, close: &str| format!("RETURN {}{core}{}", open.repeat(n), close.repeat(n));
    vec![
        around("(", "1", ")"),
        around("[", "1", "]"),
        around("{a: ", "1", "}"),
        around("f(", "1", ")"),
        around("a[", "1", "]"),
        around("a[..", "1", "]"),
        around("NOT ", "a", ""),
        around("-", "a", ""),
        around("+", "1", ""),
        around("CASE WHEN ", "a", " THEN 1 END"),
        around("CASE a WHEN 1 THEN ", "a", " END"),
        around("CASE WHEN a THEN 1 ELSE ", "a", " END"),
        around("[x IN ", "a", " | 1]"),
        around("[x IN a | ", "a", "]"),
        around("[(a)-->(b) | ", "1", "]"),
        around("all(x IN ", "a", " WHERE 1)"),
        around("reduce(a = ", "1", ", x IN y | 2)"),
        around("n {a: ", "1", "}"),
        around("EXISTS { MATCH (a) WHERE ", "1", "}"),
        around("COUNT { (a {x: ", "1", "}) }"),
        around("COLLECT { RETURN ", "1", " }"),
        around("1 + (2 * ", "3", ")"),
        around("(a OR b AND NOT c = d IN e + f * g ^ -", "3", ")"),
        format!("RETURN a{}", ".b".repeat(n)),
        format!("RETURN a{}", "[0]".repeat(n)),
        format!("RETURN a{}", " IS NULL".repeat(n)),
        format!("RETURN a{}", " IN a".repeat(n)),
        format!("RETURN a{}", " STARTS WITH a".repeat(n)),
        format!("RETURN n:{}A", "!".repeat(n)),
        format!("RETURN n:{}A{}", "(".repeat(n), ")".repeat(n)),
        format!("RETURN {}1{}", "n:$(".repeat(n), ")".repeat(n)),
        format!("RETURN 1 IS :: {}ANY{}", "LIST<".repeat(n), ">".repeat(n)),
        format!("RETURN 1 IS :: ANY{}", " LIST".repeat(n)),
        format!("MATCH {}(a){} RETURN 1", "(".repeat(n), ")".repeat(n)),
        format!("MATCH {}1{} RETURN 1", "(a {x: ".repeat(n), "})".repeat(n)),
        format!("RETURN {}1{}", "COUNT { ()-[WHERE ".repeat(n), "]-() }".repeat(n)),
        format!("{} CREATE () {}", "FOREACH (x IN y | ".repeat(n), ")".repeat(n)),
        format!("{} RETURN 1 {}", "CALL { ".repeat(n), "} RETURN 1".repeat(n)),
        format!("SET n{} = 1", ".x".repeat(n)),
    ]
}

#[test]
fn no_nesting_overflows_the_stack() {
    for text in nests(100_000) {
        let shown = &text[..60];

        assert_eq!(detail(&text), "NestingTooDeep", "{shown}");
    }
}

#[test]
fn what_may_nest_parses_prints_and_drops_on_a_small_stack() {
    let work = || {
        for n in (1..super::MAX_NESTING).step_by(71) {
            for text in nests(n) {
                if let Ok(statement) = parse(&text) {
                    let printed = crate::syntax::printer::print_statement(&statement);
                    let again = parse(&printed).map(Statement::without_spans).ok();
                    let same = || again == Some(statement.without_spans());
                    let same = crate::stack::with_room(super::MAX_NESTING, same);
                    assert!(same, "{text} was printed as {printed}");
                }
            }
        }
    };
    let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(work);
    assert!(thread.is_ok_and(|thread| thread.join().is_ok()));
}

#[test]
fn moderate_nesting_is_allowed() {
    for text in nests(16) {
        assert_eq!(detail(&text), "fine", "{text}");
    }
    assert_eq!(detail(&format!("RETURN {}1{}", "(".repeat(190), ")".repeat(190))), "fine");
}

#[test]
fn long_flat_statements_are_fast_enough() {
    let chain = format!("RETURN {}", vec!["a = 1"; 30_000].join(" OR "));
    assert_eq!(detail(&chain), "fine");
    let list = format!("RETURN [{}]", vec!["1"; 100_000].join(", "));
    assert_eq!(detail(&list), "fine");
    let brackets = format!("RETURN {}", "([{".repeat(100_000));
    assert_eq!(detail(&brackets), "UnexpectedSyntax");
    let closers = format!("RETURN {}{}", "(".repeat(100_000), "]}".repeat(100_000));
    assert_ne!(detail(&closers), "fine");
}

#[test]
fn a_statement_has_a_length_limit() {
    let error = parse(&" ".repeat(super::MAX_STATEMENT_BYTES + 1)).err();
    let found = error.map(|error| (error.class(), error.detail()));
    assert_eq!(found, Some((ErrorClass::BudgetExceeded, "StatementTooLong")));
}
