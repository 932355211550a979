//! Tables that fit the terminal. Widths come from the first rows, so that a long answer streams.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::answer::{Answer, counted, duration_text};
use super::layout::{fit, wrap};
use super::style::{FAINT, HEADING, Look};
use super::{RenderError, path, sanitize, value};
use crate::value::Value;

/// Rows that decide the widths.
const MEASURED: usize = 500;
/// Lines of one cell on a terminal.
const CELL_LINES: usize = 12;
/// No column is squeezed below this, unless its content is narrower.
const NARROWEST: usize = 8;
/// Headings up to this width are not broken.
const WIDEST_HEADING: usize = 20;
/// Paths of an answer that are told in sentences below the table.
const TOLD_PATHS: usize = 10;

/// Writes the answer as a table, or as sentences if it is nothing but paths, and a line with the number of rows.
pub fn write(
    answer: &mut dyn Answer,
    out: &mut dyn Write,
    look: &Look,
    timer: bool,
) -> Result<(), RenderError> {
    let columns = answer.columns();
    let mut rows = 0;
    if !columns.is_empty() {
        let head = read_rows(answer, MEASURED)?;
        let paths = paths_of(&head);
        if columns.len() == 1 && !head.is_empty() && paths.len() == head.len() {
            rows = write_paths(head, answer, out, look)?;
        } else {
            rows = write_table(&columns, head, answer, out, look)?;
            tell_paths(&paths, answer, out, look)?;
        }
    }
    write_footer(answer, rows, !columns.is_empty(), out, look, timer)?;
    Ok(())
}

fn read_rows(answer: &mut dyn Answer, most: usize) -> crate::Result<Vec<Vec<Value>>> {
    let mut rows = Vec::new();
    while rows.len() < most {
        let Some(row) = answer.next_row()? else { break };
        rows.push(row);
    }
    Ok(rows)
}

fn paths_of(rows: &[Vec<Value>]) -> Vec<Value> {
    rows.iter()
        .flatten()
        .filter(|value| matches!(value, Value::Path(path) if !path.is_empty()))
        .cloned()
        .collect()
}

/// All rows are single paths: each is told, with footnotes under every batch.
fn write_paths(
    head: Vec<Vec<Value>>,
    answer: &mut dyn Answer,
    out: &mut dyn Write,
    look: &Look,
) -> Result<u64, RenderError> {
    let mut rows = 0;
    let mut batch = head;
    while !batch.is_empty() {
        rows += batch.len() as u64;
        let values: Vec<Value> = batch.into_iter().flatten().collect();
        out.write_all(path::narrate(&values, answer.graph(), look).as_bytes())?;
        batch = read_rows(answer, MEASURED)?;
    }
    Ok(rows)
}

fn tell_paths(
    paths: &[Value],
    answer: &dyn Answer,
    out: &mut dyn Write,
    look: &Look,
) -> Result<(), RenderError> {
    if paths.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    out.write_all(path::narrate(&paths[..paths.len().min(TOLD_PATHS)], answer.graph(), look).as_bytes())?;
    if paths.len() > TOLD_PATHS {
        let rest = format!(
            "and {} (return the path alone to read them all)",
            counted((paths.len() - TOLD_PATHS) as u64, "more path")
        );
        writeln!(out, "{}", look.paint(FAINT, &rest))?;
    }
    writeln!(out)?;
    Ok(())
}

fn write_footer(
    answer: &mut dyn Answer,
    rows: u64,
    has_columns: bool,
    out: &mut dyn Write,
    look: &Look,
    timer: bool,
) -> io::Result<()> {
    let summary = answer.summary();
    let mut parts = Vec::new();
    if has_columns {
        parts.push(counted(rows, "row"));
    }
    let changes = summary.sentence();
    if !changes.is_empty() {
        parts.push(changes);
    } else if !has_columns {
        parts.push("nothing changed".to_owned());
    }
    if timer {
        parts.push(duration_text(summary.elapsed));
    }
    writeln!(out, "{}", look.paint(FAINT, &parts.join(" · ")))
}

/// Writes the rows at hand and all that follow; returns how many.
fn write_table(
    columns: &[String],
    head: Vec<Vec<Value>>,
    answer: &mut dyn Answer,
    out: &mut dyn Write,
    look: &Look,
) -> Result<u64, RenderError> {
    let names: Vec<String> = columns.iter().map(|name| sanitize::line(name).into_owned()).collect();
    let cells: Vec<Vec<Cell>> = head.iter().map(|row| cells(row, answer)).collect();
    let natural: Vec<usize> = (0..names.len())
        .map(|column| {
            let widest = cells.iter().filter_map(|row| Some(row.get(column)?.text.width())).max();
            names[column].width().max(widest.unwrap_or(0)).max(1)
        })
        .collect();
    // A border and a space on both sides of each column, and one border more.
    let borders = 3 * names.len() + 1;
    let widths = match look.width {
        None => Some(natural),
        Some(width) => {
            let least: Vec<usize> =
                names.iter().map(|name| name.width().clamp(NARROWEST, WIDEST_HEADING)).collect();
            fit(&natural, &least, width.saturating_sub(borders))
        }
    };
    let Some(widths) = widths else { return write_records(&names, cells, answer, out, look) };
    let grid = Grid { widths, lines: if look.width.is_some() { CELL_LINES } else { usize::MAX }, look };
    grid.rule(out, "┌", "┬", "┐")?;
    let heading: Vec<Cell> = names.into_iter().map(|text| Cell { text, kind: Kind::Heading }).collect();
    grid.row(out, &heading)?;
    grid.rule(out, "├", "┼", "┤")?;
    let mut rows = 0;
    for row in &cells {
        grid.row(out, row)?;
        rows += 1;
    }
    while let Some(row) = answer.next_row()? {
        grid.row(out, &self::cells(&row, answer))?;
        rows += 1;
    }
    grid.rule(out, "└", "┴", "┘")?;
    Ok(rows)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Heading,
    Text,
    Number,
    Null,
}

struct Cell {
    text: String,
    kind: Kind,
}

fn cells(row: &[Value], answer: &dyn Answer) -> Vec<Cell> {
    row.iter().map(|value| Cell { text: value::cell(value, answer.graph()), kind: kind(value) }).collect()
}

fn kind(value: &Value) -> Kind {
    match value {
        Value::Null => Kind::Null,
        Value::Integer(_) | Value::Float(_) => Kind::Number,
        _ => Kind::Text,
    }
}

struct Grid<'a> {
    widths: Vec<usize>,
    lines: usize,
    look: &'a Look,
}

impl Grid<'_> {
    fn rule(&self, out: &mut dyn Write, left: &str, middle: &str, right: &str) -> io::Result<()> {
        let bars: Vec<String> = self.widths.iter().map(|width| "─".repeat(width + 2)).collect();
        let line = format!("{left}{}{right}", bars.join(middle));
        writeln!(out, "{}", self.look.paint(FAINT, &line))
    }

    fn row(&self, out: &mut dyn Write, cells: &[Cell]) -> io::Result<()> {
        let border = self.look.paint(FAINT, "│");
        let wrapped: Vec<Vec<String>> = cells
            .iter()
            .zip(&self.widths)
            .map(|(cell, width)| wrap(&cell.text, *width, self.lines))
            .collect();
        let height = wrapped.iter().map(Vec::len).max().unwrap_or(1);
        let mut line = String::new();
        for at in 0..height {
            line.clear();
            line.push_str(&border);
            for ((cell, parts), width) in cells.iter().zip(&wrapped).zip(&self.widths) {
                self.cell(&mut line, cell.kind, parts.get(at).map_or("", String::as_str), *width);
                line.push_str(&border);
            }
            writeln!(out, "{line}")?;
        }
        Ok(())
    }

    fn cell(&self, line: &mut String, kind: Kind, text: &str, width: usize) {
        let padding = " ".repeat(width.saturating_sub(text.width()));
        let (before, after) = if kind == Kind::Number { (&*padding, "") } else { ("", &*padding) };
        let text = match kind {
            Kind::Heading => self.look.paint(HEADING, text),
            Kind::Null => self.look.paint(FAINT, text),
            Kind::Text | Kind::Number => text.into(),
        };
        line.extend([" ", before, &text, after, " "]);
    }
}

/// More columns than fit side by side: each row as a record, one line for each column.
fn write_records(
    names: &[String],
    head: Vec<Vec<Cell>>,
    answer: &mut dyn Answer,
    out: &mut dyn Write,
    look: &Look,
) -> Result<u64, RenderError> {
    let half = look.width.map_or(usize::MAX, |width| width / 2);
    let indent = names.iter().map(|name| name.width()).max().unwrap_or(0).min(30).min(half);
    let mut rows = 0;
    for row in head {
        rows += 1;
        write_record(names, &row, rows, indent, out, look)?;
    }
    while let Some(row) = answer.next_row()? {
        rows += 1;
        write_record(names, &cells(&row, answer), rows, indent, out, look)?;
    }
    Ok(rows)
}

fn write_record(
    names: &[String],
    row: &[Cell],
    number: u64,
    indent: usize,
    out: &mut dyn Write,
    look: &Look,
) -> io::Result<()> {
    writeln!(out, "{}", look.paint(FAINT, &format!("── row {number} ──")))?;
    let room = look.width.unwrap_or(usize::MAX).saturating_sub(indent + 2).max(1);
    for (name, cell) in names.iter().zip(row) {
        let name = value::shorten(name, indent);
        let padding = " ".repeat(indent.saturating_sub(name.width()));
        for (at, part) in wrap(&cell.text, room, CELL_LINES).iter().enumerate() {
            match at {
                0 => writeln!(out, "{}{padding}  {part}", look.paint(HEADING, &name))?,
                _ => writeln!(out, "{:indent$}  {part}", "")?,
            }
        }
    }
    Ok(())
}
