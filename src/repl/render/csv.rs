//! Comma-separated values: scalars as plain text, null as nothing, what has structure as JSON.

use std::io::Write;

use super::answer::Answer;
use super::json::value_json;
use super::style::Look;
use super::{RenderError, sanitize};
use crate::graph::GraphState;
use crate::value::Value;
use crate::value::text::scalar_text;

/// Writes a header and a record for each row, as they come.
pub fn write(answer: &mut dyn Answer, out: &mut dyn Write, look: &Look) -> Result<(), RenderError> {
    let columns = answer.columns();
    if columns.is_empty() {
        return Ok(());
    }
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(columns.iter().map(|name| shown(text(name, look), look)))?;
    while let Some(row) = answer.next_row()? {
        writer.write_record(row.iter().map(|value| shown(field(value, answer.graph(), look), look)))?;
    }
    writer.flush()?;
    Ok(())
}

fn shown(text: String, look: &Look) -> String {
    if look.terminal { sanitize::block(&text).into_owned() } else { text }
}

fn field(value: &Value, graph: &GraphState, look: &Look) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(content) => text(content, look),
        other => scalar_text(other).unwrap_or_else(|| value_json(other, graph)),
    }
}

/// A spreadsheet runs what begins like a formula, unless an apostrophe stands before it.
fn text(content: &str, look: &Look) -> String {
    let is_formula = content.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if look.csv_safe && is_formula { format!("'{content}") } else { content.to_owned() }
}
