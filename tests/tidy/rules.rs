//! What product code does not do, and what every file has.

use super::none;
use super::source::{ModuleTree, rust_files, sources};

/// Whether a rule is one for the file of this name.
type Where = fn(&str) -> bool;

/// What is not written, where, and why not. The name of a macro or method stands before its bracket.
const FORBIDDEN: &[(&str, Where, &str)] = &[
    ("todo!(", everywhere, "finish it"),
    ("unimplemented!(", everywhere, "finish it, or return an error of class Unsupported"),
    ("panic!(", everywhere, "return an Error"),
    ("unreachable!(", everywhere, "return Error::internal"),
    ("dbg!(", everywhere, "that was for debugging"),
    (".unwrap()", everywhere, "return an Error, or state why it cannot fail"),
    (".unwrap_unchecked()", everywhere, "return an Error"),
    ("process::exit(", outside_of_the_doors, "only the shell and the command line end the process"),
    ("print!(", outside_of_the_doors, "only the shell and the command line print"),
    ("println!(", outside_of_the_doors, "only the shell and the command line print"),
    ("eprint!(", outside_of_the_doors, "only the shell and the command line print"),
    ("eprintln!(", outside_of_the_doors, "only the shell and the command line print"),
    ("bincode", outside_of_the_codec, "the codec is behind src/persist/codec.rs"),
];

fn everywhere(_: &str) -> bool {
    true
}

fn outside_of_the_doors(name: &str) -> bool {
    !name.starts_with("src/cli/") && !name.starts_with("src/repl/") && name != "src/main.rs"
}

fn outside_of_the_codec(name: &str) -> bool {
    name != "src/persist/codec.rs"
}

#[test]
fn product_code_does_none_of_these() {
    let mut complaints = Vec::new();
    for source in sources() {
        for (number, line) in source.product_lines() {
            let broken =
                FORBIDDEN.iter().filter(|(word, applies, _)| applies(&source.name) && has(line, word));
            complaints.extend(broken.map(|(word, _, why)| format!("{}:{number}: {word} {why}", source.name)));
        }
    }
    none(complaints);
}

/// Whether the line has the word, and not as the end of a longer one.
fn has(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        word.starts_with('.') || !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_')
    })
}

#[test]
fn what_is_expected_is_said_to_be_certain() {
    let mut complaints = Vec::new();
    for source in sources() {
        let lines: Vec<&str> = source.text.lines().collect();
        for (number, line) in source.product_lines() {
            // `expect` of an Option or Result takes a literal, which is blanked here; a parser's own takes a token.
            let is_expect = line.find(".expect(").is_some_and(|at| {
                lines[number - 1][at + ".expect(".len()..].starts_with('"')
                    || line[at..].trim_end() == ".expect("
            });
            let near = &lines[number.saturating_sub(4)..number];
            if is_expect && !near.iter().any(|line| line.contains("//")) {
                complaints.push(format!("{}:{number}: no comment says why it cannot fail", source.name));
            }
        }
    }
    none(complaints);
}

#[test]
fn every_module_says_what_it_is_for() {
    let silent = sources().iter().filter(|source| !source.text.starts_with("//! "));
    none(silent.map(|source| format!("{} does not begin with `//! `", source.name)).collect());
}

#[test]
fn every_file_is_part_of_the_program() {
    let tree = ModuleTree::read(&["src/lib.rs", "src/main.rs"]);
    let mut complaints = tree.missing.clone();
    let orphans = sources().iter().filter(|source| !tree.contains(&source.name));
    complaints.extend(orphans.map(|source| format!("{} is no module of anything", source.name)));

    let tree = ModuleTree::read(&["tests/main.rs"]);
    complaints.extend(tree.missing.clone());
    let orphans = rust_files(&["tests"]).into_iter().filter(|source| !tree.contains(&source.name));
    complaints.extend(orphans.map(|source| format!("{} is no module of tests/main.rs", source.name)));
    none(complaints);
}

#[test]
fn unsafe_code_is_forbidden() {
    let manifest = std::fs::read_to_string(super::root().join("Cargo.toml")).expect("it is there");
    assert!(manifest.contains("unsafe_code = \"forbid\""));
}
