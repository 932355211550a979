//! Deep statements. What people and programs write gets an answer; ten thousand levels are a syntax error.

use super::{Outcome, outcomes, refused};

/// Shapes that nest: the text in front, what opens, what stands inside, what closes, the text behind.
type Shape = (&'static str, &'static str, &'static str, &'static str, &'static str);

const EXPRESSIONS: &[Shape] = &[
    ("RETURN ", "(", "1", ")", " AS x"),
    ("RETURN ", "(1 + ", "1", ")", " AS x"),
    ("RETURN ", "(1 * 2 - ", "1", ")", " AS x"),
    ("RETURN ", "[", "1", "]", " AS x"),
    ("RETURN ", "[1, ", "1", "]", " AS x"),
    ("RETURN ", "{a: ", "1", "}", " AS x"),
    ("RETURN ", "{b: [1], a: ", "1", "}", " AS x"),
    ("RETURN ", "CASE WHEN true THEN ", "1", " END", " AS x"),
    ("RETURN ", "CASE 1 WHEN 2 THEN 3 ELSE ", "1", " END", " AS x"),
    ("RETURN ", "abs(", "1", ")", " AS x"),
    ("RETURN ", "coalesce(null, ", "1", ")", " AS x"),
    ("RETURN ", "NOT ", "true", "", " AS x"),
    ("RETURN ", "NOT (", "true", ")", " AS x"),
    ("RETURN ", "(true AND false OR ", "true", ")", " AS x"),
    ("RETURN ", "- ", "1", "", " AS x"),
    ("RETURN ", "+ ", "1", "", " AS x"),
    ("RETURN ", "[0][", "0", "]", " AS x"),
    ("RETURN ", "1 IN [", "1", "]", " AS x"),
    ("RETURN ", "[x IN [1] | ", "x", "]", " AS x"),
    ("RETURN ", "[x IN ", "[1]", " | x]", " AS x"),
    ("RETURN ", "reduce(a = 0, x IN [1] | ", "1", ")", " AS x"),
    ("RETURN ", "all(x IN [1] WHERE ", "true", ")", " AS x"),
    ("RETURN null", "", "", ".a", " AS x"),
    ("WITH null AS m RETURN m", "", "", ".a", " AS x"),
    ("WITH null AS m RETURN m", "", "", "[0]", " AS x"),
    ("WITH [1] AS m RETURN m", "", "", "[0..1]", " AS x"),
    ("RETURN 1", "", "", " IS NULL", " AS x"),
    ("RETURN 1", "", "", " IN []", " AS x"),
    ("RETURN 'a'", "", "", " STARTS WITH 'a'", " AS x"),
    ("MATCH (n:", "!", "A", "", ") RETURN count(n) > 0 AS x"),
    ("MATCH (n:", "(", "A", ")", ") RETURN count(n) AS x"),
    ("MATCH (n:", "(B|!", "A", ")", ") RETURN count(n) > 0 AS x"),
    ("RETURN 1 IS :: ", "LIST<", "ANY", ">", " AS x"),
    ("MATCH (a:A) RETURN ", "a {y: ", "1", "}", " AS x"),
    ("MATCH ", "(", "(a:A)-->(b)", ")", " RETURN 1 AS x"),
];

/// Shapes that nest more of the tree at once.
const QUERIES: &[Shape] = &[
    ("RETURN ", "EXISTS { MATCH (n) WHERE ", "true", " }", " AS x"),
    ("RETURN ", "COUNT { MATCH (n) WHERE 1 = ", "1", " }", " AS x"),
    ("RETURN ", "COLLECT { RETURN ", "1", " AS y }", " AS x"),
    ("MATCH (a:A) RETURN ", "[(a)-->() | ", "1", "]", " AS x"),
    ("", "CALL { ", "RETURN 1 AS x", " } RETURN x", ""),
    ("MATCH (a:A)", "-->(WHERE EXISTS { (a)", "-->()", " })", " RETURN 1 AS x"),
    ("RETURN (", "(true OR false AND NOT 3 = 4 - 1 + 2 * 3 ^ -size('' + ", "''", "))", " ) AS x"),
];

fn nested(shape: &Shape, levels: usize) -> String {
    let (front, open, middle, close, behind) = shape;
    format!("{front}{}{middle}{}{behind}", open.repeat(levels), close.repeat(levels))
}

#[track_caller]
fn answers(shapes: &[Shape], levels: usize) {
    let texts: Vec<String> = shapes.iter().map(|shape| nested(shape, levels)).collect();
    for (shape, outcome) in shapes.iter().zip(outcomes(texts)) {
        let value = matches!(outcome, Outcome::Value(_) | Outcome::Rows(0));
        assert!(value, "{levels} levels of {shape:?}: {outcome:?}");
    }
}

#[test]
fn three_hundred_levels_of_an_expression_are_answered() {
    answers(EXPRESSIONS, 300);
}

#[test]
fn forty_levels_of_queries_are_answered() {
    answers(QUERIES, 40);
}

#[test]
fn the_deepest_that_parses_runs_and_more_is_a_syntax_error() {
    for shapes in [EXPRESSIONS, QUERIES] {
        for levels in [995, 10_000] {
            // Subqueries at their own limit are in `forty_levels_of_queries_are_answered`: that many take a while.
            let texts = shapes.iter().map(|shape| nested(shape, levels)).collect();
            for (shape, outcome) in shapes.iter().zip(outcomes(texts)) {
                let too_deep = outcome == refused("SyntaxError NestingTooDeep");
                let value_too_deep = outcome == refused("BudgetExceeded NestingTooDeep");
                let answered = levels < 1000
                    && (value_too_deep || matches!(outcome, Outcome::Value(_) | Outcome::Rows(0)));
                assert!(too_deep || answered, "{levels} levels of {shape:?}: {outcome:?}");
            }
        }
    }
}

#[test]
fn deep_updates() {
    let foreach = |levels: usize| {
        let loops: String = (0..levels).map(|i| format!("FOREACH (x{i} IN [1] | ")).collect();
        format!("{loops} CREATE (:C) {}", ")".repeat(levels))
    };
    let property = |levels: usize| format!("MATCH (a:A) SET a{} = 1", ".x".repeat(levels));
    let found = outcomes(vec![foreach(100), foreach(10_000), property(10_000)]);
    let too_deep = || refused("SyntaxError NestingTooDeep");
    assert_eq!(found, [Outcome::Rows(0), too_deep(), too_deep()]);
}

#[test]
fn lists_nested_forty_deep_take_no_exponential_time() {
    let twice = (0..40).fold("1".to_owned(), |inner, _| format!("[{inner}, 1]"));
    let mixed = (0..40).fold("1".to_owned(), |inner, _| format!("[x IN [({inner})] WHERE x = x | {{a: x}}]"));
    let patterns = (0..40).fold("a".to_owned(), |inner, _| format!("[({inner}), (a)]"));
    let texts = vec![
        format!("RETURN size({twice}) AS x"),
        format!("RETURN size({mixed}) AS x"),
        format!("MATCH (a:A) RETURN size({patterns}) AS x"),
    ];
    assert_eq!(outcomes(texts), [super::integer(2), super::integer(1), super::integer(2)]);
}

#[test]
fn chains_of_with_do_not_grow_their_filter_exponentially() {
    let doubled = format!("UNWIND [1] AS x {} WHERE x > 1 RETURN x", "WITH x + x AS x ".repeat(60));
    let deep = format!("WITH {}x{} AS x ", "abs(".repeat(200), ")".repeat(200));
    let called = format!("UNWIND [2] AS x {} WHERE x > 1 RETURN x", deep.repeat(50));
    assert_eq!(outcomes(vec![doubled, called]), [super::integer(1 << 60), super::integer(2)]);
}

#[test]
fn deep_values_are_compared_gathered_and_shown() {
    let list = "reduce(a = [], x IN range(1, 480) | [a])";
    let map = "reduce(a = {}, x IN range(1, 480) | {a: a})";
    let found = outcomes(vec![
        format!("WITH {list} AS d RETURN d = d AND [] < d AND d IN [d] AND NOT [d] = d AS x"),
        format!("UNWIND [{list}, {list}, {map}, {map}] AS d RETURN count(DISTINCT d) AS x"),
        format!("UNWIND [{map}, {map}, {list}] AS d RETURN DISTINCT d ORDER BY d DESC"),
        format!(
            "UNWIND [{map}, {list}] AS d WITH d, collect(d) AS ds, max(d) AS m RETURN count([ds, m]) AS x"
        ),
        format!("RETURN {map} AS x"),
        format!("WITH {list} AS d RETURN size(valueType(d)) > 480 AND d IS :: LIST<ANY> AS x"),
        format!("CREATE (:D {{x: {list}}})"),
        "RETURN reduce(a = {}, x IN range(1, 600) | {a: a}) AS x".to_owned(),
    ]);
    let yes = super::yes;
    assert_eq!(found[..4], [yes(), super::integer(2), Outcome::Rows(2), super::integer(2)]);
    assert!(
        matches!(&found[4], Outcome::Value(text) if text.starts_with("{a: {a: ") && text.ends_with("}}"))
    );
    let refused = [refused("TypeError InvalidPropertyType"), refused("BudgetExceeded NestingTooDeep")];
    assert_eq!(found[5..], [vec![yes()], refused.into()].concat());
}
