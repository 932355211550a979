//! What renderers print: columns, rows as they come, and what the statement did.

use std::time::Duration;

use crate::error::Result;
use crate::graph::GraphState;
use crate::value::Value;

/// Rows as they come. A query's result is one, a command's table another.
pub trait Answer {
    /// The names of the columns; none for a statement that returns nothing.
    fn columns(&self) -> Vec<String>;
    /// The next row, as many values as there are columns.
    fn next_row(&mut self) -> Result<Option<Vec<Value>>>;
    /// The state that nodes and relationships in the rows are read from.
    fn graph(&self) -> &GraphState;
    /// What the statement did; complete after the last row.
    fn summary(&mut self) -> Summary;
}

/// What a statement did.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Changes that are not zero: a name such as `nodes_created`, and how many.
    pub changes: Vec<(&'static str, u64)>,
    /// From the statement's text to its last row.
    pub elapsed: Duration,
}

impl Summary {
    /// `created 2 nodes, set 3 properties`; empty without changes.
    pub fn sentence(&self) -> String {
        let parts: Vec<String> = self.changes.iter().map(|(name, count)| phrase(name, *count)).collect();
        parts.join(", ")
    }
}

/// `nodes_created`, 2 reads `created 2 nodes`.
fn phrase(name: &str, count: u64) -> String {
    let (what, verb) = name.rsplit_once('_').unwrap_or((name, "changed"));
    let what = what.replace('_', " ");
    let what = if count == 1 { singular(&what) } else { what };
    format!("{verb} {count} {what}")
}

fn singular(plural: &str) -> String {
    if let Some(stem) = plural.strip_suffix("ies") {
        format!("{stem}y")
    } else if let Some(stem) = plural.strip_suffix("xes") {
        format!("{stem}x")
    } else {
        plural.strip_suffix('s').unwrap_or(plural).to_owned()
    }
}

/// A table that is there already, as commands make it.
pub struct Rows<'a> {
    columns: Vec<String>,
    rows: std::vec::IntoIter<Vec<Value>>,
    graph: &'a GraphState,
    elapsed: Duration,
}

impl<'a> Rows<'a> {
    /// These rows under these names.
    pub fn new(
        columns: Vec<String>,
        rows: Vec<Vec<Value>>,
        graph: &'a GraphState,
        elapsed: Duration,
    ) -> Rows<'a> {
        Rows { columns, rows: rows.into_iter(), graph, elapsed }
    }
}

impl Answer for Rows<'_> {
    fn columns(&self) -> Vec<String> {
        self.columns.clone()
    }

    fn next_row(&mut self) -> Result<Option<Vec<Value>>> {
        Ok(self.rows.next())
    }

    fn graph(&self) -> &GraphState {
        self.graph
    }

    fn summary(&mut self) -> Summary {
        Summary { changes: Vec::new(), elapsed: self.elapsed }
    }
}

/// A duration as people read it: `870 µs`, `12.3 ms`, `4.56 s`, `3 min 12 s`.
pub fn duration_text(elapsed: Duration) -> String {
    let micros = elapsed.as_micros();
    match micros {
        0..1_000 => format!("{micros} µs"),
        1_000..1_000_000 => format!("{:.1} ms", micros as f64 / 1e3),
        1_000_000..60_000_000 => format!("{:.2} s", micros as f64 / 1e6),
        _ => format!("{} min {} s", elapsed.as_secs() / 60, elapsed.as_secs() % 60),
    }
}

/// A number with thin groups of three: `12,345`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 row`, `12 rows`.
pub fn counted(count: u64, singular: &str) -> String {
    format!("{} {singular}{}", grouped(count), if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_read_as_a_sentence() {
        let changes = vec![("nodes_created", 1), ("properties_set", 2), ("indexes_added", 1)];
        let summary = Summary { changes, elapsed: Duration::ZERO };
        assert_eq!(summary.sentence(), "created 1 node, set 2 properties, added 1 index");
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(counted(1, "row"), "1 row");
        assert_eq!(duration_text(Duration::from_micros(12_345)), "12.3 ms");
    }
}
