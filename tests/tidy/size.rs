//! Files, functions and lines that fit on a screen.

use super::none;
use super::source::{Source, rust_files, sources};

/// Lines of a file.
const FILE: usize = 600;
/// Files that may be longer: name, lines, reason. The numbers may only become smaller.
const LONG_FILES: &[(&str, usize, &str)] = &[
    ("src/syntax/ast.rs", 772, "the whole language as one tree; its nodes refer to each other"),
    ("src/semantic/bound.rs", 643, "the whole bound form, the mirror of the tree"),
];

/// Lines of a function, its signature included.
const FUNCTION: usize = 80;
/// Functions that may be longer: file, name, lines, reason. The numbers may only become smaller.
const LONG_FUNCTIONS: &[(&str, &str, usize, &str)] = &[(
    "src/syntax/printer/expression.rs",
    "bare",
    87,
    "one arm for each kind of expression, most of one line",
)];

/// Columns of code; rustfmt keeps them where it can.
const CODE_WIDTH: usize = 110;
/// Columns of a line with its comment and its literals.
const LINE_WIDTH: usize = 130;

#[test]
fn files_are_short() {
    let mut complaints = Vec::new();
    let mut needed = vec![false; LONG_FILES.len()];
    for source in sources() {
        let lines = source.text.lines().count();
        let exception = LONG_FILES.iter().position(|(name, ..)| *name == source.name);
        if let Some(at) = exception.filter(|_| lines > FILE) {
            needed[at] = true;
        }
        complaints.extend(too_long(&source.name, lines, FILE, exception.map(|at| LONG_FILES[at].1)));
    }
    let gone = LONG_FILES.iter().zip(needed).filter(|(_, needed)| !needed);
    complaints.extend(gone.map(|((name, ..), _)| format!("{name} is not long any more")));
    none(complaints);
}

#[test]
fn functions_are_short() {
    let mut complaints = Vec::new();
    let mut needed = vec![false; LONG_FUNCTIONS.len()];
    for source in sources() {
        for (name, lines) in functions(source) {
            let exception =
                LONG_FUNCTIONS.iter().position(|(file, it, ..)| *file == source.name && *it == name);
            if let Some(at) = exception.filter(|_| lines > FUNCTION) {
                needed[at] = true;
            }
            let allowed = exception.map(|at| LONG_FUNCTIONS[at].2);
            complaints.extend(too_long(&format!("{}: fn {name}", source.name), lines, FUNCTION, allowed));
        }
    }
    let gone = LONG_FUNCTIONS.iter().zip(needed).filter(|(_, needed)| !needed);
    complaints.extend(gone.map(|((file, name, ..), _)| format!("{file}: {name} is not long any more")));
    none(complaints);
}

fn too_long(what: &str, lines: usize, limit: usize, allowed: Option<usize>) -> Option<String> {
    match allowed {
        None if lines > limit => Some(format!("{what} has {lines} lines, more than {limit}")),
        Some(allowed) if lines > allowed => Some(format!("{what} has grown from {allowed} to {lines} lines")),
        None | Some(_) => None,
    }
}

/// The functions with a body, and their lines.
fn functions(source: &Source) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    let code = &source.code;
    for (at, _) in code.match_indices("fn ") {
        let is_word = code[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || c == '(');
        let name: String = code[at + 3..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        if !is_word || name.is_empty() {
            continue;
        }
        if let Some(body) = body(&code[at..]) {
            found.push((name, body.lines().count()));
        }
    }
    found
}

/// From `fn` to the brace that closes the body; `None` for a declaration.
fn body(code: &str) -> Option<&str> {
    let mut depth = 0;
    let mut brackets = 0;
    for (at, byte) in code.bytes().enumerate() {
        match byte {
            b'(' | b'[' => brackets += 1,
            b')' | b']' => brackets -= 1,
            b';' if depth == 0 && brackets == 0 => return None,
            b'{' => depth += 1,
            b'}' => {
                depth -= 1;
                if depth <= 0 {
                    return Some(&code[..=at]);
                }
            }
            _ => {}
        }
    }
    None
}

#[test]
fn lines_are_narrow() {
    let mut complaints = Vec::new();
    for source in sources().iter().chain(&rust_files(&["tests", "examples", "benches"])) {
        for (number, (line, code)) in source.text.lines().zip(source.code.lines()).enumerate() {
            let place = format!("{}:{}", source.name, number + 1);
            if line.trim_end() != line {
                complaints.push(format!("{place} ends with a blank"));
            }
            // What tests hold as data is as wide as the data, and the row of a table is one line.
            let is_free = source.is_for_tests() || line.trim_start().starts_with("//! |");
            if line.chars().count() > LINE_WIDTH && !is_free {
                complaints.push(format!("{place} is wider than {LINE_WIDTH}"));
            }
            if !has_literal(line, code) && code.trim_end().chars().count() > CODE_WIDTH {
                complaints.push(format!("{place} has code wider than {CODE_WIDTH}"));
            }
        }
    }
    none(complaints);
}

/// Whether something but a comment at the end was blanked: rustfmt leaves such lines as they are.
fn has_literal(line: &str, code: &str) -> bool {
    let end = code.trim_end().len();
    line.get(..end).is_none_or(|line| line != &code[..end])
}
