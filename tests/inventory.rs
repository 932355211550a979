//! Nothing of the language without a query that shows it: each function of the registry, each procedure and each kind of
//! clause occurs in a corpus, so that taking one away breaks a test.

use std::collections::BTreeSet;
use std::path::Path;

use casegraph::function::{ProcedureRegistry, functions};
use casegraph::syntax::ast::{Clause, ClauseKind, Query, StatementBody};
use casegraph::syntax::{parse, statements};

/// All statements of the query corpora, those that set a graph up included.
fn corpus() -> String {
    let mut text = String::new();
    gather(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/query"), &mut text);
    text
}

fn gather(folder: &Path, text: &mut String) {
    for entry in std::fs::read_dir(folder).expect("the corpora are readable") {
        let path = entry.expect("the corpora are readable").path();
        if path.is_dir() {
            gather(&path, text);
        } else if path.extension().is_some_and(|extension| extension == "test") {
            text.push_str(&queries(&std::fs::read_to_string(&path).expect("the corpus is readable")));
        }
    }
}

/// The lines below `setup:` and `query:`, each section ended by `;`, and those of tables.
fn queries(file: &str) -> String {
    let (mut wanted, mut text) = (false, String::new());
    for line in file.lines() {
        if let Some((query, _)) = line.rsplit_once(" =>") {
            // In a table of values the query is an expression.
            let clause = parse(query).map_or("RETURN ", |_| "");
            text.push_str(&format!("{clause}{query};\n"));
            continue;
        }
        let begins = line == "setup:" || line == "query:";
        let ends = line.is_empty() || ["rows", "error:", "test:"].iter().any(|word| line.starts_with(word));
        if begins || ends {
            text.push_str(if wanted { ";\n" } else { "" });
            wanted = begins;
        } else if wanted {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

#[test]
fn every_function_is_called_in_a_corpus() {
    let text = corpus().to_lowercase();
    let called = |name: &str| {
        let call = format!("{}(", name.to_lowercase());
        let stands_alone = |at: usize| {
            let before = text[..at].chars().next_back();
            before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != '.')
        };
        text.match_indices(&call).any(|(at, _)| stands_alone(at))
    };
    let missing: Vec<&str> = functions().map(|function| function.name).filter(|name| !called(name)).collect();
    assert!(missing.is_empty(), "no corpus calls {}", missing.join(", "));
}

#[test]
fn every_procedure_is_called_in_a_corpus() {
    let text = corpus();
    let registry = ProcedureRegistry::with_builtins();
    let missing: Vec<String> = registry
        .iter()
        .map(|procedure| procedure.name.clone())
        .filter(|name| !text.contains(&format!("CALL {name}(")))
        .collect();
    assert!(missing.is_empty(), "no corpus calls {}", missing.join(", "));
}

#[test]
fn every_clause_is_in_a_corpus() {
    let mut found = BTreeSet::new();
    let text = corpus();
    for statement in statements(&text) {
        // Corpora have statements that are wrong, too.
        if let Ok(statement) = parse(statement.text)
            && let StatementBody::Query(query) = &statement.body
        {
            note_query(query, &mut found);
        }
    }
    let missing: Vec<&str> = ALL.iter().copied().filter(|name| !found.contains(name)).collect();
    assert!(missing.is_empty(), "no corpus has {}", missing.join(", "));
    assert_eq!(found.len(), ALL.len(), "ALL lacks a clause: {found:?}");
}

fn note_query(query: &Query, found: &mut BTreeSet<&'static str>) {
    query.parts.iter().flat_map(|part| &part.clauses).for_each(|clause| note(clause, found));
}

fn note(clause: &Clause, found: &mut BTreeSet<&'static str>) {
    found.insert(name(&clause.kind));
    match &clause.kind {
        ClauseKind::CallSubquery { query, .. } => note_query(query, found),
        ClauseKind::Foreach { body, .. } => body.iter().for_each(|clause| note(clause, found)),
        _ => {}
    }
}

const ALL: &[&str] = &[
    "CALL procedure",
    "CALL { }",
    "CALL { } IN TRANSACTIONS",
    "CREATE",
    "DELETE",
    "DETACH DELETE",
    "FILTER",
    "FINISH",
    "FOREACH",
    "LET",
    "LOAD CSV",
    "LOAD CSV WITH HEADERS",
    "MATCH",
    "MERGE",
    "NEXT",
    "OPTIONAL CALL procedure",
    "OPTIONAL CALL { }",
    "OPTIONAL MATCH",
    "ORDER BY",
    "REMOVE",
    "RETURN",
    "SET",
    "UNWIND",
    "USE",
    "WHEN",
    "WITH",
    "{ }",
];

/// Exhaustive, so that a new clause has to be named here.
fn name(clause: &ClauseKind) -> &'static str {
    match clause {
        ClauseKind::Match { optional: false, .. } => "MATCH",
        ClauseKind::Match { optional: true, .. } => "OPTIONAL MATCH",
        ClauseKind::Unwind { .. } => "UNWIND",
        ClauseKind::With { .. } => "WITH",
        ClauseKind::Return(_) => "RETURN",
        ClauseKind::Finish => "FINISH",
        ClauseKind::Create(_) => "CREATE",
        ClauseKind::Merge { .. } => "MERGE",
        ClauseKind::Set(_) => "SET",
        ClauseKind::Remove(_) => "REMOVE",
        ClauseKind::Delete { detach: false, .. } => "DELETE",
        ClauseKind::Delete { detach: true, .. } => "DETACH DELETE",
        ClauseKind::Foreach { .. } => "FOREACH",
        ClauseKind::CallProcedure(call) if call.optional => "OPTIONAL CALL procedure",
        ClauseKind::CallProcedure(_) => "CALL procedure",
        ClauseKind::CallSubquery { transactions: Some(_), .. } => "CALL { } IN TRANSACTIONS",
        ClauseKind::CallSubquery { optional: true, .. } => "OPTIONAL CALL { }",
        ClauseKind::CallSubquery { .. } => "CALL { }",
        ClauseKind::LoadCsv { with_headers: false, .. } => "LOAD CSV",
        ClauseKind::LoadCsv { with_headers: true, .. } => "LOAD CSV WITH HEADERS",
        ClauseKind::Let(_) => "LET",
        ClauseKind::Filter(_) => "FILTER",
        ClauseKind::Use(_) => "USE",
        ClauseKind::Page { .. } => "ORDER BY",
        ClauseKind::Block(_) => "{ }",
        ClauseKind::When { .. } => "WHEN",
        ClauseKind::Next { .. } => "NEXT",
    }
}
