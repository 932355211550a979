//! A store under load: many threads, many processes, killed programs, failing disks, copies and what is saved of a damaged one.

mod acid;
mod concurrent;
mod copies;
mod formats;
mod kill;
mod processes;
mod rows;
mod salvage;
mod shell;

use std::path::Path;

/// The page that names a test for each thing that must not happen names tests that there are.
#[test]
fn every_test_that_the_page_names_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/reliability.md")).expect("it is there");
    let sources: String = crate::tidy::files_below(&root.join("tests"))
        .iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| std::fs::read_to_string(path).expect("it is there"))
        .collect();
    let (_, rows) = page.split_once("## What happened to others").expect("the page has the table");
    let named = rows.split('`').skip(1).step_by(2).filter(|name| name.contains("::"));
    let mut count = 0;
    for name in named {
        let last = name.rsplit("::").next().expect("it has parts");
        let known = sources.contains(&format!("fn {last}(")) || sources.contains(&format!("mod {last};"));
        assert!(known, "{name} is not there");
        count += 1;
    }
    assert!(count > 30, "{count}");
    let numbered = (1..=38).filter(|row| rows.contains(&format!("| {row} |"))).count();
    assert_eq!(numbered, 38);
}
