//! Words that belong in no file of the repository: it tells what the program is, not how or by whom it was written.

use super::{none, root, tracked_files};

/// Written in halves, so that this file does not have them.
const WORDS: &[[&str; 2]] = &[
    ["clau", "de"],
    ["anthro", "pic"],
    ["ope", "nai"],
    ["chat", "gpt"],
    ["cop", "ilot"],
    ["cod", "ex"],
    ["l", "lm"],
    ["a", "i"],
    ["language ", "model"],
    ["a", "i agent"],
    ["coding ", "agent"],
    ["sub", "agent"],
    ["co-authored", "-by"],
    ["generated ", "with"],
];

/// Places on somebody's machine.
const PATHS: &[[&str; 2]] =
    &[["/tmp/", "wt"], ["/wo", "rk/"], ["/ro", "ot/"], ["/home", "/"], ["/Use", "rs/"], ["c:\\", "users"]];

/// Files that may have one of them: the word, where, and why.
const EXCEPTIONS: &[(&str, &str, &str)] = &[];

/// Whether the text has the word, with no letter or digit beside it.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        ![before, after].into_iter().flatten().any(char::is_alphanumeric)
    })
}

#[test]
fn no_file_tells_how_it_was_written() {
    let mut complaints = Vec::new();
    for path in tracked_files() {
        let name = path.strip_prefix(root()).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        // Cargo.lock names crates and checksums, which are not ours to choose.
        let text = if name == "Cargo.lock" { String::new() } else { text.to_lowercase() };
        let excepted = |word: &str| EXCEPTIONS.iter().any(|(it, file, _)| *it == word && *file == name);
        let words = WORDS.iter().map(|halves| halves.concat()).filter(|word| has_word(&text, word));
        let paths = PATHS
            .iter()
            .map(|halves| halves.concat().to_lowercase())
            .filter(|path| text.contains(path.as_str()));
        let found = words.chain(paths).filter(|word| !excepted(word));
        complaints.extend(found.map(|word| format!("{name} has `{word}`")));
        if has_word(&name.to_lowercase(), &["a", "i"].concat()) {
            complaints.push(format!("{name} is named so"));
        }
    }
    none(complaints);
}

#[test]
fn words_are_found_as_words() {
    assert!(has_word("an x.", "x") && has_word("x", "x") && has_word("(x)", "x"));
    assert!(!has_word("axe", "x") && !has_word("x1", "x"));
}
