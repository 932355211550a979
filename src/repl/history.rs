//! The history file: what was typed, one entry for each statement or command, kept between sessions.

use std::path::PathBuf;

use etcetera::BaseStrategy;

use super::script::{Item, items};

/// Entries kept.
pub const LENGTH: usize = 5_000;

/// The history's file under the user's data folder, which is created; `None` when there is no such folder.
pub fn file() -> Option<PathBuf> {
    let folder = etcetera::choose_base_strategy().ok()?.data_dir().join("casegraph");
    std::fs::create_dir_all(&folder).ok()?;
    Some(folder.join("history"))
}

/// The entries that an input makes: each statement with its semicolon and each command, whole.
pub fn entries(input: &str) -> Vec<String> {
    let mut entries: Vec<String> = items(input)
        .map(|located| match located.item {
            Item::Command(command) => format!(".{command}"),
            Item::Statement(text, _) => format!("{text};"),
        })
        .collect();
    if entries.is_empty() && !input.trim().is_empty() {
        entries.push(input.trim().to_owned());
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_statement_is_an_entry_of_its_own() {
        assert_eq!(entries("MATCH (n)\nRETURN n; RETURN 1;\n"), ["MATCH (n)\nRETURN n;", "RETURN 1;"]);
        assert_eq!(entries(":help show"), [".help show"]);
        assert!(entries("  ").is_empty());
    }
}
