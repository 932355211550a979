//! Writing JSON, straight to the output.

use std::fmt::Display;
use std::io::{self, Write};

use crate::graph::{NodeId, RelId};
use crate::value::{Entities, Map, PathValue, Point, Value};

/// A value as JSON text.
pub fn to_json(value: &Value, entities: Option<&dyn Entities>) -> String {
    let mut bytes = Vec::new();
    // Writing to memory cannot fail, and all that is written is UTF-8.
    let _ = write_json(&mut bytes, value, entities);
    String::from_utf8(bytes).unwrap_or_default()
}

/// Writes a value as JSON, with labels, types and properties of nodes and relationships from `entities`.
pub fn write_json(out: &mut dyn Write, value: &Value, entities: Option<&dyn Entities>) -> io::Result<()> {
    match value {
        Value::Null => out.write_all(b"null"),
        Value::Boolean(value) => write!(out, "{value}"),
        Value::Integer(value) => write!(out, "{value}"),
        Value::Float(value) => write_float(out, *value),
        Value::String(text) => write_text(out, text),
        Value::List(list) => write_list(out, list, |out, value| write_json(out, value, entities)),
        Value::Map(map) => write_map(out, map, entities),
        Value::Node(id) => write_node(out, *id, entities),
        Value::Relationship(id) => write_relationship(out, *id, entities),
        Value::Path(path) => write_path(out, path, entities),
        Value::Date(value) => write_tagged(out, "$date", value),
        Value::LocalTime(value) => write_tagged(out, "$localtime", value),
        Value::Time(value) => write_tagged(out, "$time", value),
        Value::LocalDateTime(value) => write_tagged(out, "$localdatetime", value),
        Value::DateTime(value) => write_tagged(out, "$datetime", value),
        Value::Duration(value) => write_tagged(out, "$duration", value),
        Value::Point(point) => write_point(out, point),
    }
}

fn write_text(out: &mut dyn Write, text: &str) -> io::Result<()> {
    serde_json::to_writer(out, text).map_err(io::Error::from)
}

/// Rust's shortest form of a finite float is JSON and always has a point or an exponent.
fn write_float(out: &mut dyn Write, value: f64) -> io::Result<()> {
    if value.is_finite() {
        write!(out, "{value:?}")
    } else {
        write_tagged(out, "$float", &crate::value::text::float_text(value))
    }
}

/// The text forms written here need no escapes.
fn write_tagged(out: &mut dyn Write, tag: &str, value: &dyn Display) -> io::Result<()> {
    write!(out, "{{\"{tag}\":\"{value}\"}}")
}

fn write_list<T>(
    out: &mut dyn Write,
    values: &[T],
    mut write: impl FnMut(&mut dyn Write, &T) -> io::Result<()>,
) -> io::Result<()> {
    out.write_all(b"[")?;
    for (index, value) in values.iter().enumerate() {
        if index > 0 {
            out.write_all(b",")?;
        }
        write(out, value)?;
    }
    out.write_all(b"]")
}

fn write_map(out: &mut dyn Write, map: &Map, entities: Option<&dyn Entities>) -> io::Result<()> {
    let ambiguous =
        map.contains_key("$map") || (map.len() == 1 && map.keys().any(|key| key.starts_with('$')));
    if ambiguous {
        out.write_all(b"{\"$map\":")?;
    }
    write_entries(out, map, entities)?;
    if ambiguous { out.write_all(b"}") } else { Ok(()) }
}

fn write_entries(out: &mut dyn Write, map: &Map, entities: Option<&dyn Entities>) -> io::Result<()> {
    out.write_all(b"{")?;
    for (index, (key, value)) in map.iter().enumerate() {
        if index > 0 {
            out.write_all(b",")?;
        }
        write_text(out, key)?;
        out.write_all(b":")?;
        write_json(out, value, entities)?;
    }
    out.write_all(b"}")
}

fn write_node(out: &mut dyn Write, id: NodeId, entities: Option<&dyn Entities>) -> io::Result<()> {
    write!(out, "{{\"$node\":{{\"id\":{}", id.0)?;
    if let Some(node) = entities.and_then(|known| known.node_view(id)) {
        out.write_all(b",\"labels\":")?;
        write_list(out, &node.labels, |out, label| write_text(out, label))?;
        out.write_all(b",\"properties\":")?;
        write_entries(out, &node.properties, entities)?;
    }
    out.write_all(b"}}")
}

fn write_relationship(out: &mut dyn Write, id: RelId, entities: Option<&dyn Entities>) -> io::Result<()> {
    write!(out, "{{\"$rel\":{{\"id\":{}", id.0)?;
    if let Some(rel) = entities.and_then(|known| known.rel_view(id)) {
        out.write_all(b",\"type\":")?;
        write_text(out, &rel.rel_type)?;
        write!(out, ",\"start\":{},\"end\":{},\"properties\":", rel.start.0, rel.end.0)?;
        write_entries(out, &rel.properties, entities)?;
    }
    out.write_all(b"}}")
}

fn write_path(out: &mut dyn Write, path: &PathValue, entities: Option<&dyn Entities>) -> io::Result<()> {
    out.write_all(b"{\"$path\":[")?;
    for (index, node) in path.nodes.iter().enumerate() {
        if index > 0 {
            out.write_all(b",")?;
        }
        write_node(out, *node, entities)?;
        if let Some(rel) = path.relationships.get(index) {
            out.write_all(b",")?;
            write_relationship(out, *rel, entities)?;
        }
    }
    out.write_all(b"]}")
}

fn write_point(out: &mut dyn Write, point: &Point) -> io::Result<()> {
    write!(out, "{{\"$point\":{{\"crs\":\"{}\",\"x\":", point.crs.name())?;
    write_float(out, point.x)?;
    out.write_all(b",\"y\":")?;
    write_float(out, point.y)?;
    if point.crs.has_height() {
        out.write_all(b",\"z\":")?;
        write_float(out, point.z)?;
    }
    out.write_all(b"}}")
}
