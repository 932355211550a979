//! A Markdown table, to paste into notes.

use std::io::Write;

use super::answer::Answer;
use super::{RenderError, sanitize, value};
use crate::value::Value;

/// Writes a header and a line for each row, as they come.
pub fn write(answer: &mut dyn Answer, out: &mut dyn Write) -> Result<(), RenderError> {
    let columns = answer.columns();
    if columns.is_empty() {
        return Ok(());
    }
    let heading: Vec<String> = columns.iter().map(|name| escape(&sanitize::line(name))).collect();
    writeln!(out, "| {} |", heading.join(" | "))?;
    writeln!(out, "|{}", " --- |".repeat(columns.len()))?;
    while let Some(row) = answer.next_row()? {
        let cells: Vec<String> = row.iter().map(|value| cell(value, answer)).collect();
        writeln!(out, "| {} |", cells.join(" | "))?;
    }
    Ok(())
}

fn cell(value: &Value, answer: &dyn Answer) -> String {
    match value {
        Value::Null => String::new(),
        other => escape(&value::cell(other, answer.graph())),
    }
}

/// What would end the cell or begin markup stands for itself.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '|' | '\\' | '`' | '*' | '_' | '<') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
