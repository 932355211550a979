//! Names, parameters and texts with the quoting they need.

use super::Printer;
use crate::syntax::keywords::{Keyword, Role};
use crate::syntax::lexer::{is_name_part, is_plain_name};

impl Printer {
    /// A label, type, property key or column: keywords need no backticks here.
    pub(super) fn name(&mut self, name: &str) {
        if is_plain_name(name) { self.put(name) } else { self.quoted(name) }
    }

    /// A variable: keywords get backticks, so that none is read as one.
    pub(super) fn variable(&mut self, name: &str) {
        if is_plain_name(name) && Keyword::parse(name).is_none() { self.put(name) } else { self.quoted(name) }
    }

    /// A function's name with its namespace.
    pub(super) fn function_name(&mut self, name: &str) {
        if !name.contains('.') && Keyword::parse(name).is_some_and(begins_a_form) {
            return self.quoted(name);
        }
        self.dotted_name(name);
    }

    /// A procedure's or graph's name with its namespace.
    pub(super) fn dotted_name(&mut self, name: &str) {
        for (i, part) in name.split('.').enumerate() {
            if i > 0 {
                self.put(".");
            }
            self.name(part);
        }
    }

    fn quoted(&mut self, name: &str) {
        self.put("`");
        self.put(&name.replace('`', "``"));
        self.put("`");
    }

    /// `$name`
    pub(super) fn parameter(&mut self, name: &str) {
        self.put("$");
        let plain = name.starts_with(|c: char| c.is_ascii_digit()) && name.chars().all(is_name_part);
        if plain { self.put(name) } else { self.name(name) }
    }

    /// A text in quotes.
    pub(super) fn text(&mut self, text: &str) {
        self.put("'");
        for c in text.chars() {
            match c {
                '\\' => self.put("\\\\"),
                '\'' => self.put("\\'"),
                '\n' => self.put("\\n"),
                '\r' => self.put("\\r"),
                '\t' => self.put("\\t"),
                c if c.is_control() => self.put(&format!("\\u{:04X}", c as u32)),
                c => self.out.push(c),
            }
        }
        self.put("'");
    }
}

/// Whether the keyword before a `(` is, or may be, something else than a function's name.
fn begins_a_form(keyword: Keyword) -> bool {
    use Keyword::*;
    let form = matches!(
        keyword,
        All | Any
            | None
            | Single
            | Filter
            | Extract
            | Reduce
            | AllReduce
            | ShortestPath
            | AllShortestPaths
            | Case
    );
    form || keyword.role() != Role::Free
}
