//! The queries of the openCypher conformance kit, read from the folder that `OPENCYPHER_TCK` names or from
//! `../shared/openCypher-tck`. Without it nothing is run.

use std::path::{Path, PathBuf};

use casegraph::syntax::parse;

/// A query of the kit.
pub struct KitQuery {
    /// Feature and scenario.
    pub origin: String,
    /// The query.
    pub text: String,
    /// The detail of the compile-time error it should raise, if it should.
    pub compile_error: Option<String>,
}

/// Details the parser itself raises; others need names and types.
const OF_PARSER: &[&str] = &[
    "FloatingPointOverflow",
    "IntegerOverflow",
    "InvalidNumberLiteral",
    "InvalidRelationshipPattern",
    "InvalidUnicodeCharacter",
    "InvalidUnicodeLiteral",
    "UnexpectedSyntax",
];

/// All queries of the kit; none, with a note, if the kit is not there.
pub fn queries() -> Vec<KitQuery> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/openCypher-tck");
    let root = std::env::var_os("OPENCYPHER_TCK").map_or_else(beside, PathBuf::from);
    let mut files = Vec::new();
    collect(&root.join("features"), &mut files);
    if files.is_empty() {
        println!("no conformance kit at {}: nothing was run", root.display());
    }
    files.sort();
    files.iter().flat_map(|file| feature(file)).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "feature") {
            files.push(path);
        }
    }
}

fn feature(file: &Path) -> Vec<KitQuery> {
    let text = std::fs::read_to_string(file).expect("the kit's files are readable");
    let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let mut scenarios: Vec<Scenario> = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let line = line.trim();
        if let Some((_, title)) = line.split_once(':').filter(|(word, _)| word.starts_with("Scenario")) {
            scenarios.push(Scenario { title: format!("{name}: {}", title.trim()), ..Scenario::default() });
        }
        let Some(scenario) = scenarios.last_mut() else { continue };
        if line == "\"\"\"" {
            let text: Vec<&str> = lines.by_ref().take_while(|line| line.trim() != "\"\"\"").collect();
            let step = scenario.steps.last().cloned().unwrap_or_default();
            scenario.texts.push((step, text.join("\n")));
        } else if line.starts_with('|')
            && scenario.steps.last().is_some_and(|step| step.starts_with("Examples"))
        {
            scenario.examples.push(cells(line));
        } else {
            scenario.steps.push(line.to_owned());
        }
    }
    scenarios.iter().flat_map(Scenario::queries).collect()
}

/// The cells of a table's row; `\|` is a bar inside a cell.
fn cells(row: &str) -> Vec<String> {
    let row = row.replace("\\|", "\u{0}");
    row.trim_matches('|').split('|').map(|cell| cell.trim().replace('\0', "|")).collect()
}

/// A scenario as its file has it.
#[derive(Default)]
struct Scenario {
    title: String,
    /// All lines but texts and tables.
    steps: Vec<String>,
    /// Texts in triple quotes, with the step before each.
    texts: Vec<(String, String)>,
    /// Header and rows of the examples.
    examples: Vec<Vec<String>>,
}

impl Scenario {
    fn queries(&self) -> Vec<KitQuery> {
        let error = |step: &String| step.split_once("at compile time: ").map(|(_, detail)| detail.to_owned());
        let compile_error = self.steps.iter().find_map(error);
        let mut out = Vec::new();
        for row in self.rows() {
            for (step, text) in &self.texts {
                let text = row.iter().fold(text.clone(), |text, (name, value)| text.replace(name, value));
                // Only the tested query fails, not those that set the graph up.
                let tested = step.contains("executing query");
                let compile_error = compile_error.clone().filter(|_| tested);
                out.push(KitQuery { origin: self.title.clone(), text, compile_error });
            }
        }
        out
    }

    /// What each row of the examples puts in the place of `<name>`; one empty row without examples.
    fn rows(&self) -> Vec<Vec<(String, String)>> {
        let Some((header, rows)) = self.examples.split_first() else { return vec![Vec::new()] };
        let names = || header.iter().map(|name| format!("<{name}>"));
        rows.iter().map(|row| names().zip(row.iter().cloned()).collect()).collect()
    }
}

#[test]
fn queries_parse_unless_the_parser_should_refuse_them() {
    let mut failures = Vec::new();
    let queries = queries();
    for query in &queries {
        let found = parse(&query.text);
        let expected = query.compile_error.as_deref().filter(|detail| OF_PARSER.contains(detail));
        let fine = match (&found, expected) {
            (Ok(_), None) => true,
            (Err(error), Some(detail)) => error.detail() == detail,
            // What another stage should refuse may be refused here, if for the same reason.
            (Err(error), None) => query.compile_error.as_deref() == Some(error.detail()),
            (Ok(_), Some(_)) => false,
        };
        if !fine {
            failures.push(format!(
                "{}\n{}\n  {:?}, expected {expected:?}",
                query.origin,
                query.text,
                found.err()
            ));
        }
    }
    println!("{} queries", queries.len());
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn queries_survive_printing() {
    for query in queries() {
        if let Ok(statement) = parse(&query.text) {
            super::assert_round_trip(statement, &query.text);
        }
    }
}
