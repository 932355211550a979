//! Temporal and spatial functions: tables of expressions and their text, and properties over random values.

mod expression;
mod properties;

use casegraph::Result;
use casegraph::value::text::scalar_text;

/// Evaluates each `expression => text` of a table and compares the text of the result; an expected
/// text that begins with `!` is the class of an error.
fn check(table: &str) {
    let mut failures = Vec::new();
    let lines = table.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    for line in lines {
        let Some((expression, expected)) = line.split_once("=>") else {
            failures.push(format!("no `=>` in: {line}"));
            continue;
        };
        let actual = match evaluate(expression) {
            Ok(text) => text,
            Err(error) => format!("!{}", error.class().name()),
        };
        if actual != expected.trim() {
            failures.push(format!("{expression} => {actual}\n    expected {}", expected.trim()));
        }
    }
    assert!(failures.is_empty(), "{} wrong:\n{}", failures.len(), failures.join("\n"));
}

fn evaluate(text: &str) -> Result<String> {
    expression::evaluate(text).map(|value| scalar_text(&value).unwrap_or_else(|| value.to_string()))
}

#[test]
fn construction() {
    check(include_str!("construct.txt"));
}

#[test]
fn text_forms() {
    check(include_str!("text.txt"));
}

#[test]
fn projection() {
    check(include_str!("project.txt"));
}

#[test]
fn truncation() {
    check(include_str!("truncate.txt"));
}

#[test]
fn components() {
    check(include_str!("component.txt"));
}

#[test]
fn arithmetic() {
    check(include_str!("arithmetic.txt"));
}

#[test]
fn time_between() {
    check(include_str!("between.txt"));
}

#[test]
fn points() {
    check(include_str!("point.txt"));
}
