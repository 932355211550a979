//! The query corpora in `tests/query/**/*.test`: small graphs, queries, and the rows or errors they give.
//!
//! ```text
//! test: a name
//! setup:
//! CREATE ...            (optional; statements separated by `;`)
//! parameters:
//! {name: 'Ada', n: 2}   (optional; a map literal)
//! query:
//! MATCH ...
//! rows:                 (or `rows ordered:`, or `error: SyntaxError UndefinedVariable`)
//! col | col
//! 'x' | 1
//! ```
//!
//! `rows ignoring list order:` and `rows ordered, ignoring list order:` take the elements of lists in any order, as `collect` gives them.
//!
//! A blank line ends a test; `#` begins a comment between tests. Values are Cypher literals, compared by equivalence; parameters may
//! be any constant expressions. `query:` and what it gives may come several times: the queries run one after the other, so that a
//! later one tells what an earlier one changed.
//!
//! Many short queries stand in tables, one on a line: `query => what it gives` below `each:`, `expression => value` below `values:`.
//! Values are compared as they are written, so that `1` is not `1.0`; rows are separated by ` ; `, an error says its phase
//! (`TypeError InvalidArgumentType at runtime`).
//!
//! The graph is empty, or:
//! - `graph: a.cypher b.cypher`: what scripts beside the file make. On a line of its own between blank lines it holds for all tests
//!   below that say nothing else.
//! - `case: korus`: what `graph-data/korus` holds; tests in a folder of a case's name need not say so.
//!
//! Such a graph is made once for all tests of a file and only read. A test with `setup:` or several queries has one of its own.
//!
//! `published: FILE` names the text that somebody else published for a query's question. Where the variable `PUBLISHED_QUERIES` names
//! a folder with such texts, those that are there must give the same rows. `UPDATE_EXPECT=1` writes what the queries give into the files.

pub(crate) mod file;
mod situations;
pub(crate) mod values;

pub use situations::{situations, texts};

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use casegraph::{Database, Error, OpenOptions, Phase};

use file::{Expected, Step, Test};
use values::Shown;

#[test]
fn query_corpora() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut failures = Vec::new();
    for path in &files(root) {
        run_file(root, path, &mut failures);
    }
    assert!(failures.is_empty(), "{} queries failed\n\n{}", failures.len(), failures.join("\n\n"));
}

fn files(root: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    find(&root.join("tests/query"), &mut files);
    files.sort();
    files
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

/// A file of tests, and the graphs they share.
struct Corpus<'a> {
    path: &'a Path,
    /// The case of the folder's name.
    case: Option<&'a str>,
    shared: HashMap<Vec<PathBuf>, Database>,
}

/// The case whose name the file's folder has.
fn case_of<'a>(root: &Path, path: &'a Path) -> Option<&'a str> {
    let folder = path.parent().and_then(Path::file_name).and_then(|name| name.to_str()).unwrap_or_default();
    root.join("graph-data").join(folder).is_dir().then_some(folder)
}

fn run_file(root: &Path, path: &Path, failures: &mut Vec<String>) {
    let text = std::fs::read_to_string(path).expect("the corpus is readable");
    let tests = file::parse(&text).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
    let mut corpus = Corpus { path, case: case_of(root, path), shared: HashMap::new() };
    let mut updated = Vec::new();
    for test in &tests {
        let name = format!("{}: {}", path.display(), test.name);
        let mut fail = |why: String| failures.push(format!("{name}\n{why}"));
        match corpus.run(root, test) {
            Ok(outcomes) => {
                for (step, actual) in test.steps.iter().zip(outcomes) {
                    if !actual.matches(step) {
                        fail(actual.difference(step));
                        updated.push((step, actual));
                    }
                }
            }
            Err(why) => fail(why),
        }
    }
    if std::env::var_os("UPDATE_EXPECT").is_some() && !updated.is_empty() {
        let new = file::with_results(&text, &updated);
        std::fs::write(path, new).expect("the corpus is writable");
        failures.clear();
    }
}

/// What a query gave.
#[derive(Clone)]
enum Actual {
    Rows(Shown),
    Error { name: String, phase: Phase, message: String },
}

impl Corpus<'_> {
    /// What the test's queries gave, one after the other.
    fn run(&mut self, root: &Path, test: &Test) -> Result<Vec<Actual>, String> {
        let scripts = self.scripts(root, test)?;
        let parameters = values::parameters(&test.parameters)?;
        if scripts.is_empty() || !test.setup.is_empty() || test.steps.len() > 1 {
            let database = load(root, &scripts)?;
            run_script(&database, &test.setup)?;
            return run_steps(test, |query| values::run(database.query(query), &parameters));
        }
        if !self.shared.contains_key(&scripts) {
            self.shared.insert(scripts.clone(), load(root, &scripts)?);
        }
        let version = self.shared[&scripts].read();
        run_steps(test, |query| values::run(version.query(query), &parameters))
    }

    /// The scripts that make the test's graph.
    fn scripts(&self, root: &Path, test: &Test) -> Result<Vec<PathBuf>, String> {
        if !test.graph.is_empty() {
            return Ok(test.graph.iter().map(|script| self.path.with_file_name(script)).collect());
        }
        let case = test.case.as_deref().or(self.case.filter(|_| test.setup.is_empty()));
        case.map_or(Ok(Vec::new()), |case| case_scripts(root, case))
    }
}

fn run_steps(test: &Test, run: impl Fn(&str) -> Result<Shown, Error>) -> Result<Vec<Actual>, String> {
    let published = std::env::var_os("PUBLISHED_QUERIES").map(PathBuf::from);
    let mut outcomes = Vec::new();
    for step in &test.steps {
        let other = published.as_ref().zip(step.published.as_ref()).map(|(folder, name)| folder.join(name));
        let text = other.and_then(|path| std::fs::read_to_string(path).ok());
        outcomes.push(match run(text.as_ref().unwrap_or(&step.query)) {
            Ok(shown) => Actual::Rows(shown),
            Err(error) => {
                let name = format!("{} {}", error.class().name(), error.detail());
                Actual::Error { name, phase: error.phase(), message: error.message().to_owned() }
            }
        });
    }
    Ok(outcomes)
}

fn case_scripts(root: &Path, case: &str) -> Result<Vec<PathBuf>, String> {
    let folder = root.join("graph-data").join(case);
    let mut scripts: Vec<PathBuf> = std::fs::read_dir(&folder)
        .map_err(|error| format!("{}: {error}", folder.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "cypher"))
        .collect();
    scripts.sort();
    Ok(scripts)
}

fn load(root: &Path, scripts: &[PathBuf]) -> Result<Database, String> {
    let files = OpenOptions::default().csv_root(root.join("tests/query/files"));
    let database = Database::in_memory_with(files);
    for path in scripts {
        let script = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
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
    fn matches(&self, step: &Step) -> bool {
        match (self, &step.expected) {
            (Actual::Rows(shown), Expected::Rows { text, order }) => shown.matches(text, *order),
            (Actual::Error { name, .. }, Expected::Error(expected)) => name == expected,
            (actual, Expected::Line(expected)) => actual.line() == *expected,
            (Actual::Rows(_), Expected::Error(_)) | (Actual::Error { .. }, Expected::Rows { .. }) => false,
        }
    }

    fn difference(&self, step: &Step) -> String {
        let wanted = match &step.expected {
            Expected::Rows { text, .. } => text.clone(),
            Expected::Error(name) => format!("error: {name}"),
            Expected::Line(line) => {
                return format!("{}\n--- wanted\n{line}\n--- got\n{}", step.query, self.line());
            }
        };
        format!("--- wanted\n{wanted}\n--- got\n{}", self.text())
    }

    /// As a line of a table holds it.
    fn line(&self) -> String {
        match self {
            Actual::Rows(shown) => shown.line(),
            Actual::Error { name, phase: Phase::CompileTime, .. } => format!("{name} at compile time"),
            Actual::Error { name, .. } => format!("{name} at runtime"),
        }
    }

    fn text(&self) -> String {
        match self {
            Actual::Rows(shown) => shown.text(),
            Actual::Error { name, message, .. } => format!("error: {name} ({message})"),
        }
    }
}
