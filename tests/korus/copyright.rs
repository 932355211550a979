//! Facts are free, wording is not: nothing in the repository repeats the article that the case is about.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use crate::tidy::tracked_files;

/// A run of this many words is a copy, not a coincidence.
const RUN: usize = 9;

/// The article is not part of the repository; who has it says where by `KORUS_ARTICLE`, or keeps it beside the repository.
fn article() -> Option<String> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds/korus-article.txt");
    let path = std::env::var_os("KORUS_ARTICLE").map_or_else(beside, PathBuf::from);
    std::fs::read_to_string(path).ok()
}

/// Words in lower case, letters and digits only, so that neither quotes nor line breaks hide a copy.
fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| c.is_whitespace() || c == '\u{2014}' || c == '\u{2013}');
    let plain =
        parts.map(|word| word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect());
    plain.filter(|word: &String| !word.is_empty()).collect()
}

fn first_copy(runs: &HashSet<&[String]>, text: &str) -> Option<String> {
    words(text).windows(RUN).find(|run| runs.contains(run)).map(|run| run.join(" "))
}

#[test]
fn nothing_repeats_the_wording_of_the_article() {
    let Some(article) = article() else {
        println!("the article is not here: the repository was not compared with it");
        return;
    };
    let article = words(&article);
    assert!(article.len() > 500, "that is not the article");
    let runs: HashSet<&[String]> = article.windows(RUN).collect();
    let mut complaints = Vec::new();
    for path in tracked_files() {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        complaints.extend(first_copy(&runs, &text).map(|copy| format!("{}: {copy}", path.display())));
    }
    super::none(complaints);
}

#[test]
fn a_copy_is_found_however_it_is_set() {
    let source = words("One two three, four \u{2018}five\u{2019} six seven eight nine ten.");
    let runs: HashSet<&[String]> = source.windows(RUN).collect();
    assert!(first_copy(&runs, "ONE two\n// three four five six -- seven eight nine").is_some());
    assert!(first_copy(&runs, "one two three four five six seven eight").is_none());
}
