//! The openCypher conformance kit, as far as it can be judged without executing anything: a scenario that
//! expects a compile-time error gets exactly that one, every other query binds.
//!
//! The kit is not part of the package. `OPENCYPHER_TCK` names its folder.

use std::path::{Path, PathBuf};

use casegraph::function::ProcedureRegistry;
use casegraph::semantic::bound::Statement;
use casegraph::{Phase, Result};
use gherkin::{Feature, GherkinEnv, Scenario, Step};

use super::{bind, procedures};

#[test]
fn kit_agrees_on_compile_time_errors() {
    let Some(root) = kit() else {
        eprintln!("skipped: OPENCYPHER_TCK does not name the openCypher conformance kit");
        return;
    };
    let mut files = Vec::new();
    collect_features(&root, &mut files);
    let mut failures = Vec::new();
    let mut scenarios = 0;
    for file in files {
        let text = escape_tables(&std::fs::read_to_string(&file).expect("the kit can be read"));
        let feature = Feature::parse(text, GherkinEnv::default()).expect("the kit is well-formed");
        let background = feature.background.map(|background| background.steps).unwrap_or_default();
        for scenario in &feature.scenarios {
            for row in example_rows(scenario) {
                scenarios += 1;
                let steps = background.iter().chain(&scenario.steps);
                let name = format!("{}: {} {row:?}", feature.name, scenario.name);
                if let Err(message) = check_scenario(steps, &row) {
                    failures.push(format!("{name}\n{message}"));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{} of {scenarios}:\n{}", failures.len(), failures.join("\n\n"));
}

fn kit() -> Option<PathBuf> {
    let root = match std::env::var_os("OPENCYPHER_TCK") {
        Some(root) => PathBuf::from(root),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/openCypher-tck"),
    };
    root.is_dir().then_some(root)
}

fn collect_features(folder: &Path, into: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).expect("the kit can be read");
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        match path.is_dir() {
            true => collect_features(&path, into),
            false if path.extension().is_some_and(|ext| ext == "feature") => into.push(path),
            false => {}
        }
    }
}

/// The kit has lone backslashes in table cells, which the Gherkin reader wants doubled.
fn escape_tables(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for line in text.lines() {
        let table = line.trim_start().starts_with('|');
        let mut chars = line.chars().peekable();
        while let Some(c) = chars.next() {
            escaped.push(c);
            match chars.peek() {
                Some(next @ ('\\' | 'n' | '|')) if table && c == '\\' => {
                    escaped.push(*next);
                    chars.next();
                }
                _ if table && c == '\\' => escaped.push('\\'),
                _ => {}
            }
        }
        escaped.push('\n');
    }
    escaped
}

/// What stands for each `<name>` of an outline; one empty row for a plain scenario.
type Row = Vec<(String, String)>;

fn example_rows(scenario: &Scenario) -> Vec<Row> {
    let mut rows = Vec::new();
    for table in scenario.examples.iter().filter_map(|examples| examples.table.as_ref()) {
        let Some((header, body)) = table.rows.split_first() else { continue };
        rows.extend(body.iter().map(|row| header.iter().cloned().zip(row.iter().cloned()).collect()));
    }
    if rows.is_empty() && scenario.examples.is_empty() {
        rows.push(Row::new());
    }
    rows
}

fn fill(text: &str, row: &Row) -> String {
    row.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("<{name}>"), value))
}

struct Expected {
    class: String,
    phase: String,
    detail: String,
}

fn check_scenario<'s>(steps: impl Iterator<Item = &'s Step> + Clone, row: &Row) -> Result<(), String> {
    let expected = steps.clone().find_map(|step| expected_error(&fill(&step.value, row)));
    let mut registry = ProcedureRegistry::default();
    for step in steps {
        let value = fill(&step.value, row);
        if let Some((_, signature)) = value.split_once("there exists a procedure ") {
            procedures::register(&mut registry, signature);
        }
        let Some(query) = step.docstring.as_ref().map(|text| fill(text.trim(), row)) else { continue };
        let outcome = bind(&query, &registry);
        let judged = value.contains("executing query") && !value.contains("control");
        let verdict = match &expected {
            Some(expected) if judged => judge(expected, outcome),
            _ => outcome.map(|_| ()).map_err(|error| format!("{error:?}")),
        };
        verdict.map_err(|message| format!("{query}\n  {message}"))?;
    }
    Ok(())
}

fn expected_error(step: &str) -> Option<Expected> {
    let (class, rest) = step.split_once(" should be raised at ")?;
    let (phase, detail) = rest.split_once(": ")?;
    let class = class.trim_start_matches("an ").trim_start_matches("a ");
    Some(Expected { class: class.to_owned(), phase: phase.to_owned(), detail: detail.trim().to_owned() })
}

fn judge(expected: &Expected, outcome: Result<Statement>) -> Result<(), String> {
    let wanted = format!("{}: {}", expected.class, expected.detail);
    // A missing parameter is noticed before execution, but not by looking at the text alone.
    let textual = expected.phase == "compile time" && expected.detail != "MissingParameter";
    match outcome {
        Ok(_) if !textual => Ok(()),
        Ok(_) => Err(format!("expected {wanted}, it bound")),
        Err(_) if expected.phase == "any time" => Ok(()),
        Err(error) if textual => {
            let right = error.class().name() == expected.class
                && error.detail() == expected.detail
                && error.phase() == Phase::CompileTime;
            if right { Ok(()) } else { Err(format!("expected {wanted}, got {error:?}")) }
        }
        Err(error) => Err(format!("expected {wanted} at runtime, got {error:?} when binding")),
    }
}
