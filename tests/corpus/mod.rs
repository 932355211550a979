//! The query corpora in `tests/query/**/*.test`: small graphs, queries, and the rows or errors they give.
//!
//! ```text
//! test: a name
//! setup:
//! CREATE ...            (optional; statements separated by `;`)
//! query:
//! MATCH ...
//! rows:                 (or `rows ordered:`, or `error: SyntaxError UndefinedVariable`)
//! col | col
//! 'x' | 1
//! ```
//!
//! A blank line ends a test; `#` begins a comment between tests. `case: korus` in place of `setup:` loads
//! `graph-data/korus`, once for all tests of a file; tests in a folder of a case's name need not say so. Values are Cypher literals, compared by equivalence.
//! `UPDATE_EXPECT=1` writes what the queries give into the files.

mod file;
mod values;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use casegraph::{Database, OpenOptions};

use file::{Expected, Test};
use values::Shown;

#[test]
fn query_corpora() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    find(&root.join("tests/query"), &mut files);
    files.sort();
    let mut failures = Vec::new();
    for path in &files {
        run_file(root, path, &mut failures);
    }
    assert!(failures.is_empty(), "{} queries failed\n\n{}", failures.len(), failures.join("\n\n"));
}

fn find(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the corpora are readable") {
        let path = entry.expect("the corpora are readable").path();
        if path.is_dir() {
            find(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "test") {
            files.push(path);
        }
    }
}

fn run_file(root: &Path, path: &Path, failures: &mut Vec<String>) {
    let text = std::fs::read_to_string(path).expect("the corpus is readable");
    let tests = file::parse(&text).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
    let mut cases: HashMap<String, Database> = HashMap::new();
    let mut updated = Vec::new();
    let folder = path.parent().and_then(Path::file_name).and_then(|name| name.to_str()).unwrap_or_default();
    let default_case = root.join("graph-data").join(folder).is_dir().then_some(folder);
    for test in &tests {
        let case = test.case.as_deref().or(default_case.filter(|_| test.setup.is_empty()));
        let outcome = run_test(root, test, case, &mut cases);
        match outcome {
            Ok(actual) if actual.matches(test) => {}
            Ok(actual) => {
                updated.push((test, actual.clone()));
                failures.push(format!("{}: {}\n{}", path.display(), test.name, actual.difference(test)));
            }
            Err(why) => failures.push(format!("{}: {}\n{why}", path.display(), test.name)),
        }
    }
    if std::env::var_os("UPDATE_EXPECT").is_some() && !updated.is_empty() {
        let new = file::with_results(&text, &updated);
        std::fs::write(path, new).expect("the corpus is writable");
        failures.clear();
    }
}

/// What a test's query gave.
#[derive(Clone)]
enum Actual {
    Rows(Shown),
    Error(String, String),
}

fn run_test(
    root: &Path,
    test: &Test,
    case: Option<&str>,
    cases: &mut HashMap<String, Database>,
) -> Result<Actual, String> {
    let files = OpenOptions::default().csv_root(root.join("tests/query/files"));
    let fresh = Database::in_memory_with(files);
    let database = match case {
        Some(case) => {
            if !cases.contains_key(case) {
                cases.insert(case.to_owned(), load_case(root, case)?);
            }
            &cases[case]
        }
        None => &fresh,
    };
    run_script(database, &test.setup)?;
    Ok(match values::run(database, &test.query) {
        Ok(shown) => Actual::Rows(shown),
        Err(error) => {
            Actual::Error(format!("{} {}", error.class().name(), error.detail()), error.message().to_owned())
        }
    })
}

fn load_case(root: &Path, case: &str) -> Result<Database, String> {
    let database = Database::in_memory();
    let folder = root.join("graph-data").join(case);
    let mut scripts: Vec<PathBuf> = std::fs::read_dir(&folder)
        .map_err(|error| format!("{}: {error}", folder.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "cypher"))
        .collect();
    scripts.sort();
    for path in scripts {
        let script =
            std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        run_script(&database, &script).map_err(|why| format!("{}: {why}", path.display()))?;
    }
    Ok(database)
}

fn run_script(database: &Database, script: &str) -> Result<(), String> {
    for statement in casegraph::syntax::statements(script) {
        let run = || database.query(statement.text).run()?.rows();
        run().map_err(|error| format!("{error:?} in {}", statement.text))?;
    }
    Ok(())
}

impl Actual {
    fn matches(&self, test: &Test) -> bool {
        match (self, &test.expected) {
            (Actual::Rows(shown), Expected::Rows { text, ordered }) => shown.matches(text, *ordered),
            (Actual::Error(name, _), Expected::Error(expected)) => name == expected,
            (Actual::Rows(_), Expected::Error(_)) | (Actual::Error(..), Expected::Rows { .. }) => false,
        }
    }

    fn difference(&self, test: &Test) -> String {
        let wanted = match &test.expected {
            Expected::Rows { text, .. } => text.clone(),
            Expected::Error(name) => format!("error: {name}"),
        };
        format!("--- wanted\n{wanted}\n--- got\n{}", self.text())
    }

    fn text(&self) -> String {
        match self {
            Actual::Rows(shown) => shown.text(),
            Actual::Error(name, message) => format!("error: {name} ({message})"),
        }
    }
}
