//! The tests of the corpora as situations: their graph and their queries, without what they should give.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use casegraph::OpenOptions;
use casegraph::value::Map;

use crate::oracle::situation::{Situation, Step};

use super::file::{Expected, Test};
use super::{Corpus, case_of, file, files, run_script, values};

/// All tests; those that only read the same graph together.
pub fn situations() -> Vec<Situation<'static>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut situations = Vec::new();
    for path in files(root) {
        let text = std::fs::read_to_string(&path).expect("the corpus is readable");
        let tests = file::parse(&text).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
        let corpus = Corpus { path: &path, case: case_of(root, &path), shared: HashMap::new() };
        let mut shared: HashMap<Vec<PathBuf>, Vec<Step>> = HashMap::new();
        let name = |test: &str| format!("{}: {test}", path.display());
        for test in tests {
            let scripts = corpus.scripts(root, &test).unwrap_or_else(|why| panic!("{why}"));
            let steps = steps(&test);
            match test.setup.is_empty() && steps.len() == 1 {
                true => shared.entry(scripts).or_default().extend(steps),
                false => situations.push(situation(root, name(&test.name), &scripts, test.setup, steps)),
            }
        }
        let shared = shared.into_iter();
        situations.extend(shared.map(|(scripts, steps)| Situation {
            in_sequence: false,
            ..situation(root, name("one graph"), &scripts, String::new(), steps)
        }));
    }
    situations
}

/// The texts of all tests: what makes their graphs, and their queries.
pub fn texts() -> Vec<String> {
    let files = files(Path::new(env!("CARGO_MANIFEST_DIR")));
    let tests = files.iter().flat_map(|path| {
        let text = std::fs::read_to_string(path).expect("the corpus is readable");
        file::parse(&text).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
    });
    let texts = |test: Test| {
        let queries = test.steps.into_iter().map(|step| step.query);
        queries.chain([test.setup]).filter(|text| !text.is_empty()).collect::<Vec<_>>()
    };
    tests.flat_map(texts).collect()
}

fn steps(test: &Test) -> Vec<Step> {
    let parameters = values::parameters(&test.parameters).unwrap_or_else(|why| panic!("{why}"));
    let parameters: Map = parameters.into_iter().map(|(name, value)| (name.into(), value)).collect();
    let step = |step: &super::file::Step| Step {
        text: step.query.clone(),
        ordered: matches!(&step.expected, Expected::Rows { order, .. } if order.rows),
        ordered_lists: !matches!(&step.expected, Expected::Rows { order, .. } if !order.lists),
        parameters: parameters.clone(),
    };
    test.steps.iter().map(step).collect()
}

fn situation(
    root: &Path,
    name: String,
    scripts: &[PathBuf],
    setup: String,
    steps: Vec<Step>,
) -> Situation<'static> {
    let read = |path: &PathBuf| {
        std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    let scripts: Vec<String> = scripts.iter().map(read).chain([setup]).collect();
    Situation {
        name,
        prepare: Box::new(move |database| scripts.iter().try_for_each(|script| run_script(database, script))),
        equip: Box::new(|_| Ok(())),
        options: OpenOptions::default().csv_root(root.join("tests/query/files")),
        in_sequence: true,
        steps,
    }
}
