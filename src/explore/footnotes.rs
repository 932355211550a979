//! Numbered footnotes: each citation once, in the order of first mention.

use std::collections::HashMap;
use std::fmt::Write;

use crate::evidence::Evidence;

/// Collects citations and numbers them from 1.
#[derive(Clone, Debug, Default)]
pub struct Footnotes {
    numbers: HashMap<String, usize>,
    keys: Vec<String>,
}

impl Footnotes {
    /// The number of a citation key.
    pub fn number(&mut self, key: &str) -> usize {
        *self.numbers.entry(key.to_owned()).or_insert_with(|| {
            self.keys.push(key.to_owned());
            self.keys.len()
        })
    }

    /// `[1][2]`, or nothing without citations.
    pub fn marks(&mut self, keys: &[String]) -> String {
        keys.iter().map(|key| format!("[{}]", self.number(key))).collect()
    }

    /// Whether nothing was cited.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The cited keys in the order of their numbers.
    pub fn keys(&self) -> &[String] {
        &self.keys
    }

    /// A line for each footnote: number, source, locator, summary. A key that leads nowhere says so.
    pub fn text(&self, evidence: &Evidence<'_>) -> String {
        let mut text = String::new();
        for (index, key) in self.keys.iter().enumerate() {
            let citation = evidence.resolve(key);
            let place: Vec<&str> = [&citation.source, &citation.locator]
                .into_iter()
                .map(String::as_str)
                .filter(|s| !s.is_empty())
                .collect();
            let place = if place.is_empty() { format!("`{key}`: no such excerpt") } else { place.join(", ") };
            let summary = match citation.summary.as_str() {
                "" => String::new(),
                summary => format!(": {summary}"),
            };
            // Writing to a string cannot fail.
            let _ = writeln!(text, "  [{}] {place}{summary}", index + 1);
        }
        text
    }
}
