//! Parsing takes time in proportion to the text. The bounds are generous: they catch squares, not slow machines.

use std::time::{Duration, Instant};

use casegraph::syntax::parse;

fn within(limit: Duration, text: &str) {
    let start = Instant::now();
    // Whether it parses does not matter here.
    drop(parse(text));
    let took = start.elapsed();
    assert!(took < limit, "{} bytes took {took:?}: {}", text.len(), &text[..60]);
}

#[test]
fn long_and_nested_texts_take_linear_time() {
    let n = 40_000;
    let texts = [
        format!("RETURN {}", vec!["a.b = 'text'"; n].join(" OR ")),
        format!("RETURN {}", vec!["1"; n].join(" + ")),
        format!("RETURN [{}]", vec!["'text'"; n].join(", ")),
        format!("MATCH (a){}", "-->(a)".repeat(n)),
        format!("MATCH {} RETURN 1", vec!["(a)"; n].join(", ")),
        format!("RETURN {}", "(".repeat(n)),
        format!("RETURN {}{}", "(".repeat(n), "]".repeat(n)),
        format!("RETURN {}{}", "([".repeat(n), "]".repeat(n)),
        format!("RETURN {}", "(a)-->".repeat(n)),
        format!("RETURN [{}", "[(a), ".repeat(n)),
        format!("RETURN {}", "a.".repeat(n)),
        format!("RETURN {}", "(a)-[".repeat(n)),
        format!("RETURN '{}'", "\\n".repeat(n)),
        format!("RETURN `{}`", "``".repeat(n)),
        "CREATE (:A) ".repeat(n),
        "/*".repeat(n),
        "RETURN 1; ".repeat(n),
    ];
    for text in &texts {
        within(Duration::from_secs(4), text);
    }
}

#[test]
fn forty_nested_lists_and_parentheses_are_quick() {
    let nested = |open: &str, close: &str| format!("RETURN {}1{}", open.repeat(40), close.repeat(40));
    for (open, close) in
        [("[", "]"), ("(", ")"), ("[x IN ", "]"), ("(a + (", "))"), ("[(", ")]"), ("{a: [", "]}")]
    {
        let text = nested(open, close);
        assert!(parse(&text).is_ok(), "{text}");
        within(Duration::from_millis(500), &text);
    }
}
