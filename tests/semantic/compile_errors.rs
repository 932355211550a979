//! Queries that must not bind, and what is wrong with them.

use casegraph::Phase;
use casegraph::function::ProcedureRegistry;

use super::{bind, procedures};

/// Query and expected error; queries on one line each.
const CASES: &str = include_str!("compile_errors.txt");

#[test]
fn errors_have_the_right_class_and_detail() {
    let mut registry = ProcedureRegistry::default();
    procedures::register(&mut registry, "test.none() :: ()");
    procedures::register(&mut registry, "test.labels() :: (label :: STRING?)");
    procedures::register(
        &mut registry,
        "test.add(a :: INTEGER?, b :: FLOAT?) :: (sum :: FLOAT?, n :: INTEGER?)",
    );
    let mut failures = Vec::new();
    for line in CASES.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (query, wanted) = line.split_once(" => ").expect("a line has an expectation");
        let got = match bind(query.trim(), &registry) {
            Ok(_) => "ok".to_owned(),
            Err(error) => {
                assert_eq!(error.phase(), Phase::CompileTime, "{query}");
                assert!(error.span().is_some(), "no place: {query}");
                format!("{} {}", error.class().name(), error.detail())
            }
        };
        let wanted = match wanted.trim() {
            "ok" => "ok".to_owned(),
            detail if detail.contains(' ') => detail.to_owned(),
            detail => format!("SyntaxError {detail}"),
        };
        if got != wanted {
            failures.push(format!("{query}\n  wanted {wanted}, got {got}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn hints_name_what_was_probably_meant() {
    let registry = ProcedureRegistry::default();
    let cases = [
        ("MATCH (person) RETURN persn", "did you mean `person`?"),
        ("RETURN toUpperr('a')", "did you mean `toUpper`?"),
        ("CREATE (a)--(b)", "write -[:TYPE]->"),
        ("RETURN 1 AS a, 2 AS a", "give one of them another name with AS"),
    ];
    for (query, hint) in cases {
        let error = bind(query, &registry).expect_err(query);
        assert_eq!(error.hint_text(), Some(hint), "{query}");
    }
}
