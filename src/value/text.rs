//! Values as text: plain for `toString()` and string concatenation, and as Cypher literals that read back.

use std::fmt::{self, Display, Formatter, Write};

use super::entity::{Entities, RelView};
use super::{Map, PathValue, Point, Value};
use crate::error::{Error, ErrorClass, Result};
use crate::graph::{NodeId, RelId};

/// The most bytes that an expression may put into one string.
pub const MAX_TEXT: usize = 256 << 20;

/// Fails when a string of so many bytes is too long to be made.
pub fn check_length(bytes: usize) -> Result<()> {
    if bytes <= MAX_TEXT {
        return Ok(());
    }
    let message = format!("a string would be {bytes} bytes long; the limit is {MAX_TEXT}");
    Err(Error::new(ErrorClass::BudgetExceeded, "StringTooLong", message))
}

/// The text of a scalar as `toString()` gives it; `None` for null, lists, maps and graph elements.
pub fn scalar_text(value: &Value) -> Option<String> {
    Some(match value {
        Value::Boolean(value) => value.to_string(),
        Value::Integer(value) => value.to_string(),
        Value::Float(value) => float_text(*value),
        Value::String(value) => value.to_string(),
        Value::Date(value) => value.to_string(),
        Value::LocalTime(value) => value.to_string(),
        Value::Time(value) => value.to_string(),
        Value::LocalDateTime(value) => value.to_string(),
        Value::DateTime(value) => value.to_string(),
        Value::Duration(value) => value.to_string(),
        Value::Point(_) => literal(value, None),
        Value::Null
        | Value::List(_)
        | Value::Map(_)
        | Value::Node(_)
        | Value::Relationship(_)
        | Value::Path(_) => return None,
    })
}

/// A float as the shortest text that reads back as the same float, always with a point or an exponent:
/// `1.0`, `0.0001`, `1e-5`, `1e16`, `NaN`, `-Infinity`.
pub fn float_text(value: f64) -> String {
    if value.is_infinite() {
        return if value > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    format!("{value:?}")
}

/// A value as a Cypher literal; see [`write_literal`].
pub fn literal(value: &Value, entities: Option<&dyn Entities>) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write_literal(&mut text, value, entities);
    text
}

/// Writes a value as a Cypher literal or constructor call, which an expression reads back as an equivalent value.
///
/// Nodes, relationships and paths have no literals. They are written as patterns, with labels, types and
/// properties when `entities` is given: `(:Actor {name: 'KORUS'})`, `[:SIGNED]`, `<(:A)-[:R]->(:B)>`.
pub fn write_literal(out: &mut dyn Write, value: &Value, entities: Option<&dyn Entities>) -> fmt::Result {
    match value {
        Value::Null => out.write_str("null"),
        Value::Boolean(value) => write!(out, "{value}"),
        Value::Integer(value) => write!(out, "{value}"),
        Value::Float(value) => write_float(out, *value),
        Value::String(value) => write_string(out, value),
        Value::List(list) => {
            out.write_char('[')?;
            for (index, value) in list.iter().enumerate() {
                separate(out, index)?;
                write_literal(out, value, entities)?;
            }
            out.write_char(']')
        }
        Value::Map(map) => write_map(out, map, entities),
        Value::Node(id) => write_node(out, *id, entities),
        Value::Relationship(id) => {
            write_relationship(out, *id, entities.and_then(|known| known.rel_view(*id)), entities)
        }
        Value::Path(path) => write_path(out, path, entities),
        Value::Date(value) => write!(out, "date('{value}')"),
        Value::LocalTime(value) => write!(out, "localtime('{value}')"),
        Value::Time(value) => write!(out, "time('{value}')"),
        Value::LocalDateTime(value) => write!(out, "localdatetime('{value}')"),
        Value::DateTime(value) => write!(out, "datetime('{value}')"),
        Value::Duration(value) => write!(out, "duration('{value}')"),
        Value::Point(point) => write_point(out, point),
    }
}

fn separate(out: &mut dyn Write, index: usize) -> fmt::Result {
    if index > 0 { out.write_str(", ") } else { Ok(()) }
}

/// What has no literal is written as the division that yields it.
fn write_float(out: &mut dyn Write, value: f64) -> fmt::Result {
    if value.is_nan() {
        out.write_str("(0.0 / 0.0)")
    } else if value == f64::INFINITY {
        out.write_str("(1.0 / 0.0)")
    } else if value == f64::NEG_INFINITY {
        out.write_str("(-1.0 / 0.0)")
    } else {
        write!(out, "{value:?}")
    }
}

fn write_string(out: &mut dyn Write, text: &str) -> fmt::Result {
    out.write_char('\'')?;
    for character in text.chars() {
        match character {
            '\'' => out.write_str("\\'")?,
            '\\' => out.write_str("\\\\")?,
            '\n' => out.write_str("\\n")?,
            '\r' => out.write_str("\\r")?,
            '\t' => out.write_str("\\t")?,
            control if control.is_control() => write!(out, "\\u{:04X}", control as u32)?,
            other => out.write_char(other)?,
        }
    }
    out.write_char('\'')
}

/// Writes a name as it stands in a query: between backquotes unless it is a plain identifier.
pub fn write_name(out: &mut dyn Write, name: &str) -> fmt::Result {
    let mut characters = name.chars();
    let plain = characters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && characters.all(|next| next.is_ascii_alphanumeric() || next == '_');
    if plain { out.write_str(name) } else { write!(out, "`{}`", name.replace('`', "``")) }
}

fn write_map(out: &mut dyn Write, map: &Map, entities: Option<&dyn Entities>) -> fmt::Result {
    out.write_char('{')?;
    for (index, (key, value)) in map.iter().enumerate() {
        separate(out, index)?;
        write_name(out, key)?;
        out.write_str(": ")?;
        write_literal(out, value, entities)?;
    }
    out.write_char('}')
}

fn write_properties(
    out: &mut dyn Write,
    space: bool,
    map: &Map,
    entities: Option<&dyn Entities>,
) -> fmt::Result {
    if map.is_empty() {
        return Ok(());
    }
    if space {
        out.write_char(' ')?;
    }
    write_map(out, map, entities)
}

fn write_node(out: &mut dyn Write, id: NodeId, entities: Option<&dyn Entities>) -> fmt::Result {
    let Some(node) = entities.and_then(|known| known.node_view(id)) else {
        return write!(out, "(#{})", id.0);
    };
    out.write_char('(')?;
    for label in &node.labels {
        out.write_char(':')?;
        write_name(out, label)?;
    }
    write_properties(out, !node.labels.is_empty(), &node.properties, entities)?;
    out.write_char(')')
}

fn write_relationship(
    out: &mut dyn Write,
    id: RelId,
    view: Option<RelView>,
    entities: Option<&dyn Entities>,
) -> fmt::Result {
    let Some(view) = view else { return write!(out, "[#{}]", id.0) };
    out.write_str("[:")?;
    write_name(out, &view.rel_type)?;
    write_properties(out, true, &view.properties, entities)?;
    out.write_char(']')
}

fn write_path(out: &mut dyn Write, path: &PathValue, entities: Option<&dyn Entities>) -> fmt::Result {
    out.write_char('<')?;
    for (index, node) in path.nodes.iter().enumerate() {
        write_node(out, *node, entities)?;
        let Some(rel) = path.relationships.get(index) else { continue };
        let view = entities.and_then(|known| known.rel_view(*rel));
        let backward = view.as_ref().is_some_and(|view| view.start != *node);
        out.write_str(if backward { "<-" } else { "-" })?;
        write_relationship(out, *rel, view, entities)?;
        out.write_str(if backward { "-" } else { "->" })?;
    }
    out.write_char('>')
}

fn write_point(out: &mut dyn Write, point: &Point) -> fmt::Result {
    out.write_str("point({x: ")?;
    write_float(out, point.x)?;
    out.write_str(", y: ")?;
    write_float(out, point.y)?;
    if point.crs.has_height() {
        out.write_str(", z: ")?;
        write_float(out, point.z)?;
    }
    write!(out, ", crs: '{}'}})", point.crs.name())
}

/// As a literal, with ids for nodes and relationships.
impl Display for Value {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write_literal(f, self, None)
    }
}
