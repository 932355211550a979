//! Answers as JSON: one object for a whole statement, or one object for each row.

use std::io::Write;

use serde_json::{Map as JsonMap, Value as Json, json};

use super::answer::{Answer, Summary};
use super::{RenderError, sanitize};
use crate::graph::GraphState;
use crate::value::Value;
use crate::value::json::to_json;

/// A value as JSON text, typed without loss.
pub fn value_json(value: &Value, graph: &GraphState) -> String {
    to_json(value, Some(graph))
}

/// Writes `{"columns":[..],"rows":[[..]],"stats":{..},"elapsed_us":N}` and a line feed. Nothing is written before the
/// last row is there, so that an error on the way does not leave half a line.
pub fn write(answer: &mut dyn Answer, out: &mut dyn Write) -> Result<(), RenderError> {
    let mut line = String::from("{\"columns\":");
    line.push_str(&Json::from(answer.columns()).to_string());
    line.push_str(",\"rows\":[");
    let mut first = true;
    while let Some(row) = answer.next_row()? {
        if !first {
            line.push(',');
        }
        first = false;
        line.push('[');
        for (index, value) in row.iter().enumerate() {
            if index > 0 {
                line.push(',');
            }
            line.push_str(&value_json(value, answer.graph()));
        }
        line.push(']');
    }
    let summary = answer.summary();
    line.push_str("],\"stats\":");
    line.push_str(&stats_json(&summary).to_string());
    line.push_str(&format!(",\"elapsed_us\":{}}}\n", summary.elapsed.as_micros()));
    write_json_text(&line, out)
}

/// Writes `{"column":value,..}` for each row, as they come.
pub fn write_lines(answer: &mut dyn Answer, out: &mut dyn Write) -> Result<(), RenderError> {
    let columns = answer.columns();
    while let Some(row) = answer.next_row()? {
        let fields: Vec<String> = columns
            .iter()
            .zip(&row)
            .map(|(name, value)| {
                format!("{}:{}", Json::from(name.as_str()), value_json(value, answer.graph()))
            })
            .collect();
        let line = format!("{{{}}}\n", fields.join(","));
        write_json_text(&line, out)?;
    }
    Ok(())
}

/// Writes one JSON value on one line.
pub fn write_value(value: &Json, out: &mut dyn Write) -> Result<(), RenderError> {
    let mut line = value.to_string();
    line.push('\n');
    write_json_text(&line, out)
}

fn write_json_text(line: &str, out: &mut dyn Write) -> Result<(), RenderError> {
    let (body, end) = line.split_at(line.len() - 1);
    out.write_all(sanitize::json(body).as_bytes())?;
    out.write_all(end.as_bytes())?;
    Ok(())
}

fn stats_json(summary: &Summary) -> Json {
    let changes: JsonMap<String, Json> =
        summary.changes.iter().map(|(name, count)| ((*name).to_owned(), json!(count))).collect();
    Json::Object(changes)
}
