//! Nothing of the language without a query that shows it: each form of the syntax tree, each keyword, function, procedure and
//! type is in a query of a corpus whose answer is known, so that taking it away breaks that query. The corpus
//! `tests/query/inventory` goes through the language for this; queries about a thing in depth stand in the others.

mod names;
mod walk;

use std::path::Path;

use casegraph::Database;
use casegraph::function::{ProcedureRegistry, find, functions};
use casegraph::syntax::ast::NamedType;
use casegraph::syntax::keywords::{KEYWORDS, Keyword};
use casegraph::syntax::token::TokenKind;
use casegraph::syntax::{Lexer, parse};

use crate::corpus::file::{self, Expected};
use walk::Found;

/// A query of a corpus.
struct Known {
    text: String,
    /// It gives rows; otherwise it is refused by name.
    answered: bool,
}

/// The queries of all corpora whose rows are known, and those that are refused as unsupported; short ones first.
fn corpora() -> Vec<Known> {
    let mut queries = Vec::new();
    gather(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/query"), &mut queries);
    queries.sort_by_key(|query| query.text.len());
    queries
}

fn gather(folder: &Path, queries: &mut Vec<Known>) {
    for entry in std::fs::read_dir(folder).expect("the corpora are readable") {
        let path = entry.expect("the corpora are readable").path();
        if path.is_dir() {
            gather(&path, queries);
        } else if path.extension().is_some_and(|extension| extension == "test") {
            let text = std::fs::read_to_string(&path).expect("the corpus is readable");
            let tests = file::parse(&text).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
            queries.extend(tests.into_iter().flat_map(|test| test.steps).filter_map(|step| {
                let answered = match &step.expected {
                    Expected::Rows { .. } => true,
                    Expected::Line(line) => {
                        !line.ends_with(" at compile time") && !line.ends_with(" at runtime")
                    }
                    Expected::Error(_) => false,
                };
                let refused = match &step.expected {
                    Expected::Rows { .. } => false,
                    Expected::Line(text) | Expected::Error(text) => text.starts_with("Unsupported "),
                };
                (answered || refused).then_some(Known { text: step.query, answered })
            }));
        }
    }
}

/// What the queries hold.
fn found(queries: &[Known]) -> Found {
    let mut found = Found::default();
    for query in queries {
        if let Ok(statement) = parse(&query.text) {
            found.statement(&statement);
        }
    }
    found
}

#[test]
fn every_form_of_the_syntax_is_in_a_corpus() {
    let found = found(&corpora());
    let mut missing = Vec::new();
    for (list, names) in names::LISTS {
        let lacking = names.iter().filter(|name| !found.forms.contains(*name));
        missing.extend(lacking.map(|name| format!("{list}: {name}")));
    }
    let types = NamedType::ALL.iter().map(|kind| kind.name());
    missing.extend(
        types.clone().filter(|name| !found.forms.contains(name)).map(|name| format!("types: {name}")),
    );
    assert!(missing.is_empty(), "no corpus has\n{}", missing.join("\n"));
    let listed = |name: &&&str| {
        let named = names::LISTS.iter().any(|(_, names)| names.contains(*name));
        named || types.clone().any(|known| known == **name)
    };
    let unlisted: Vec<_> = found.forms.iter().filter(|name| !listed(name)).collect();
    assert!(unlisted.is_empty(), "the lists lack {unlisted:?}");
}

#[test]
fn every_function_is_called_in_a_corpus() {
    let answered: Vec<Known> = corpora().into_iter().filter(|query| query.answered).collect();
    let called = found(&answered).functions;
    let mut missing = Vec::new();
    for function in functions() {
        for name in std::iter::once(&function.name).chain(function.aliases) {
            let same = find(name).is_some_and(|found| found.0.name == function.name);
            if !same || !called.contains(&name.to_lowercase()) {
                missing.push(*name);
            }
        }
    }
    assert!(missing.is_empty(), "no corpus calls {}", missing.join(", "));
}

#[test]
fn every_procedure_is_called_in_a_corpus() {
    let answered: Vec<Known> = corpora().into_iter().filter(|query| query.answered).collect();
    let called = found(&answered).procedures;
    let registry = ProcedureRegistry::with_builtins();
    let missing: Vec<&str> =
        registry.iter().map(|procedure| &*procedure.name).filter(|name| !called.contains(*name)).collect();
    assert!(missing.is_empty(), "no corpus calls {}", missing.join(", "));
}

#[test]
fn every_keyword_is_needed_in_a_corpus() {
    let queries = corpora();
    let missing: Vec<&str> = KEYWORDS
        .iter()
        .filter(|keyword| !EXPLAINING.contains(keyword))
        .filter(|keyword| !queries.iter().any(|query| is_needed(**keyword, &query.text)))
        .map(|keyword| keyword.text())
        .collect();
    assert!(missing.is_empty(), "no corpus needs {}", missing.join(", "));
}

/// Their answers are plans and times, which `tests/plan` looks at.
const EXPLAINING: &[Keyword] = &[Keyword::Explain, Keyword::Profile];

/// Whether a query is no longer one with another word in the keyword's place.
fn is_needed(keyword: Keyword, query: &str) -> bool {
    let place = |token: &casegraph::syntax::token::Token| token.kind == TokenKind::Keyword(keyword);
    Lexer::new(query).filter(place).any(|token| {
        let (before, after) = (&query[..token.span.start as usize], &query[token.span.end as usize..]);
        !compiles(&format!("{before}xqzw{after}"))
    })
}

fn compiles(query: &str) -> bool {
    parse(query).is_ok() && Database::in_memory().query(&format!("EXPLAIN {query}")).run().is_ok()
}
