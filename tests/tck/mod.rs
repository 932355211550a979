//! The openCypher conformance kit, run through the public API.
//!
//! The kit's folder is read from `OPENCYPHER_TCK`, or from `../shared/openCypher-tck`; where neither is there the
//! test says so and passes. The score must not fall below `tests/tck-minimum.txt`; the scenarios that fail are
//! listed in `target/tck-failures.txt`.

mod canonical;
mod graph_state;
mod procedure;
mod scenario;
mod situation;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use gherkin::{Feature, GherkinEnv};

use crate::oracle::situation::Situation;

#[derive(Default)]
struct Score {
    passed: usize,
    total: usize,
}

/// The kit's folder, if it is there.
fn kit() -> Option<PathBuf> {
    let root = std::env::var_os("OPENCYPHER_TCK").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/openCypher-tck"),
        PathBuf::from,
    );
    if root.join("features").is_dir() {
        return Some(root);
    }
    eprintln!("the conformance kit is not at {}; set OPENCYPHER_TCK to its folder", root.display());
    None
}

/// All scenarios as situations, or nothing where there is no kit.
pub fn situations() -> Option<Vec<Situation<'static>>> {
    let root = kit()?;
    let mut features = Vec::new();
    find_features(&root.join("features"), &mut features);
    features.sort();
    let scenarios = features.iter().flat_map(|path| scenario::expanded(&read_feature(path)));
    Some(scenarios.map(|scenario| scenario.situation(&root)).collect())
}

#[test]
fn conformance() {
    let Some(root) = kit() else { return };
    let mut features = Vec::new();
    find_features(&root.join("features"), &mut features);
    features.sort();
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    let mut failures = String::new();
    for path in &features {
        run_feature(&root, path, &mut scores, &mut failures);
    }
    report(&scores, &failures);
}

fn find_features(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the kit's folder is readable") {
        let path = entry.expect("the kit's folder is readable").path();
        if path.is_dir() {
            find_features(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "feature") {
            found.push(path);
        }
    }
}

fn run_feature(root: &Path, path: &Path, scores: &mut BTreeMap<String, Score>, failures: &mut String) {
    let feature = read_feature(path);
    let folder = path.parent().and_then(|folder| folder.strip_prefix(root.join("features")).ok());
    let score = scores.entry(folder.unwrap_or(path).display().to_string()).or_default();
    for scenario in scenario::expanded(&feature) {
        score.total += 1;
        let name = format!("{}: {}", feature.name.split(' ').next().unwrap_or_default(), scenario.name);
        if std::env::var("TCK_ONLY").is_ok_and(|only| !name.contains(&only)) {
            score.total -= 1;
            continue;
        }
        let outcome = std::panic::catch_unwind(|| scenario.run(root));
        match outcome {
            Ok(Ok(())) => score.passed += 1,
            Ok(Err(why)) => drop(writeln!(failures, "{name}\n    {}", why.replace('\n', "\n    "))),
            Err(_) => drop(writeln!(failures, "{name}\n    panicked")),
        }
    }
}

fn read_feature(path: &Path) -> Feature {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Feature::parse(with_plain_backslashes(&text), GherkinEnv::default())
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Gherkin knows few escapes in tables; the kit writes other backslashes there and means them.
fn with_plain_backslashes(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for line in text.lines() {
        if line.trim_start().starts_with('|') {
            let mut chars = line.chars().peekable();
            while let Some(c) = chars.next() {
                result.push(c);
                match (c, chars.peek()) {
                    ('\\', Some('|' | '\\' | 'n')) => result.extend(chars.next()),
                    ('\\', _) => result.push('\\'),
                    _ => {}
                }
            }
        } else {
            result += line;
        }
        result.push('\n');
    }
    result
}

fn report(scores: &BTreeMap<String, Score>, failures: &str) {
    for (folder, score) in scores {
        println!("{:5} of {:5}  {folder}", score.passed, score.total);
    }
    let passed: usize = scores.values().map(|score| score.passed).sum();
    let total: usize = scores.values().map(|score| score.total).sum();
    let percent = 100.0 * passed as f64 / total.max(1) as f64;
    println!("{passed} of {total} scenarios pass ({percent:.2} %)");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let _ = std::fs::create_dir_all(root.join("target"));
    let _ = std::fs::write(root.join("target/tck-failures.txt"), failures);
    if std::env::var_os("TCK_ONLY").is_some() {
        println!("{failures}");
        return;
    }
    let minimum: f64 = include_str!("../tck-minimum.txt").trim().parse().expect("a number");
    assert!(percent >= minimum, "{percent:.2} % of the scenarios pass, less than {minimum} %");
}
