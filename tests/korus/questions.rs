//! The questions a reader of the source could answer: enough of them, about all of it. `tests/corpus` runs them.

use std::collections::BTreeSet;

use super::text;

#[test]
fn the_questions_cover_every_paragraph() {
    let corpus = text("tests/query/korus/questions.test");
    let tests: Vec<&str> = corpus.split("\n\n").filter(|test| test.contains("test:")).collect();
    assert!(tests.len() >= 40, "there are {} questions", tests.len());
    let mut covered = BTreeSet::new();
    for test in &tests {
        let line = |start| test.lines().find_map(|line: &str| line.strip_prefix(start));
        let paragraphs = line("paragraphs:").unwrap_or_else(|| panic!("it rests on no paragraph:\n{test}"));
        covered.extend(paragraphs.split(',').map(|number| number.trim().parse::<u32>().expect("a number")));
        assert!(line("rows").is_some(), "it has no answer:\n{test}");
    }
    assert_eq!(covered, (1..=25).collect(), "the paragraphs that the questions rest on");
    let names: BTreeSet<&str> = corpus.lines().filter_map(|line| line.strip_prefix("test:")).collect();
    assert_eq!(names.len(), tests.len(), "every question is asked once");
}
