//! Golden plans: `golden/*.test` holds queries and their explained plans. Set `UPDATE_EXPECT=1` to write
//! them anew.
//!
//! A test has a name, maybe the rules that are applied (all without; `only a, b`; `without a, b`; `none`), a query
//! and its plan. A blank line ends a test; lines that begin with `#` stay as they are.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use casegraph::optimize::OptimizerOptions;
use casegraph::plan::explain::explain;

use super::optimized;
use super::statistics::CaseStatistics;

#[test]
fn plans_are_as_expected() -> std::io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plan/golden");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    files.sort();
    assert!(!files.is_empty());
    for file in files {
        let written = std::fs::read_to_string(&file)?;
        let found = regenerate(&written);
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            std::fs::write(&file, found)?;
        } else {
            assert_eq!(written, found, "{}: run with UPDATE_EXPECT=1 to write it anew", file.display());
        }
    }
    Ok(())
}

/// The file with the plans as they are.
fn regenerate(written: &str) -> String {
    let tests = written.trim_end().split("\n\n").map(regenerate_test);
    tests.collect::<Vec<_>>().join("\n\n") + "\n"
}

fn regenerate_test(test: &str) -> String {
    let Some((head, query)) = test.split_once("query:\n") else { return test.to_owned() };
    let query = query.split_once("plan:\n").map_or(query, |(query, _)| query).trim_end();
    let mut text = format!("{head}query:\n{query}\nplan:\n");
    match optimized(query, &CaseStatistics, &options(head)) {
        Ok(plan) => text += explain(&plan).trim_end(),
        Err(error) => {
            let _ = write!(text, "{error}");
        }
    }
    text
}

fn options(head: &str) -> OptimizerOptions {
    let rules = head.lines().find_map(|line| line.strip_prefix("rules: ")).unwrap_or("all");
    let names = |list: &str| list.split(", ").map(str::to_owned).collect::<Vec<_>>();
    match rules.split_once(' ') {
        Some(("only", list)) => {
            let names = names(list);
            OptimizerOptions::only(&names.iter().map(String::as_str).collect::<Vec<_>>())
        }
        Some(("without", list)) => {
            names(list).iter().fold(OptimizerOptions::default(), |options, name| options.without(name))
        }
        _ if rules == "none" => OptimizerOptions::none(),
        _ => OptimizerOptions::default(),
    }
}
