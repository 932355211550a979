//! Deep and wide statements: the deepest that parse bind in a small stack, and wide ones in time that grows
//! with their length.

use std::time::{Duration, Instant};

use casegraph::function::ProcedureRegistry;

use super::bind;
use casegraph::semantic;

#[test]
fn deep_nesting_binds() {
    let shapes: [(&str, &str, &str, &str, &str); 11] = [
        ("RETURN ", "[", "1", "]", ""),
        ("RETURN ", "NOT (", "true", ")", ""),
        ("RETURN ", "1 + (", "1", ")", ""),
        ("RETURN ", "tail([", "1", "])", ""),
        ("RETURN ", "[x IN ", "[1]", " WHERE x > 1 | x]", ""),
        ("RETURN ", "[x IN [1] WHERE x > 1 | ", "x", "]", ""),
        ("RETURN ", "CASE WHEN true THEN ", "1", " END", ""),
        ("RETURN ", "COUNT { MATCH (n) WHERE n.x > ", "1", " }", ""),
        ("MATCH (a) RETURN ", "[(a)-->(b) | ", "a", "]", ""),
        ("MATCH (a) ", "CALL (a) { ", "SET a.x = 1", " }", ""),
        ("MATCH (a) ", "FOREACH (x IN [1] | FOREACH (y IN [1] | ", "SET a.x = 1", "))", ""),
    ];
    for (head, open, middle, close, tail) in shapes {
        let text =
            |depth: usize| format!("{head}{}{middle}{}{tail}", open.repeat(depth), close.repeat(depth));
        let (text, statement) = in_thread(16 << 20, || {
            // The deepest of this shape that the parser takes.
            let parsed = |depth: usize| Some((text(depth), casegraph::syntax::parse(&text(depth)).ok()?));
            (1..=200).rev().find_map(parsed).expect("shallow ones parse")
        });
        let bound = in_thread(2 << 20, || {
            semantic::bind(&statement, &text, &ProcedureRegistry::default(), Default::default())
        });
        // FOREACH wants a new variable on each level, so that shape ends at the second.
        if let Err(error) = bound {
            assert_eq!(error.detail(), "VariableAlreadyBound", "{open}: {error:?}");
        }
    }
}

fn in_thread<T: Send>(stack: usize, work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(stack).spawn_scoped(scope, work);
        thread.expect("a thread starts").join().expect("it ends well")
    })
}

#[test]
fn wide_statements_bind_in_linear_time() {
    let nodes: Vec<String> = (0..5000).map(|i| format!("(n{i}:A {{id: {i}}})")).collect();
    let relationships: Vec<String> = (1..5000).map(|i| format!("(n{i})-[:R {{w: {i}}}]->(n0)")).collect();
    let integers: Vec<String> = (0..20000).map(|i| i.to_string()).collect();
    let conditions: Vec<String> = (0..5000).map(|i| format!("a.x = {i}")).collect();
    let columns: Vec<String> = (0..500).map(|i| format!("a.c{i} AS c{i}, count(a.d{i}) AS d{i}")).collect();
    let keys: Vec<String> = (0..500).map(|i| format!("a.c{i}, count(a.d{i})")).collect();
    let queries = [
        format!("CREATE {}, {}", nodes.join(", "), relationships.join(", ")),
        format!("CREATE {} CREATE {}", nodes.join(" CREATE "), relationships.join(" MERGE ")),
        format!("MATCH {} RETURN 1 AS one", relationships.join(", ").replace("-[", "<-[")),
        format!("UNWIND [{}] AS x RETURN x", integers.join(", ")),
        format!("MATCH (a) WHERE {} RETURN a", conditions.join(" OR ")),
        format!("MATCH (a) RETURN {} ORDER BY {}", columns.join(", "), keys.join(", ")),
    ];
    for query in queries {
        let began = Instant::now();
        bind(&query, &ProcedureRegistry::default()).expect("it binds");
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}: {}", began.elapsed(), &query[..60]);
    }
}
