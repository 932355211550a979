//! Points as cells: `{latitude: 55.6, longitude: 12.5}`, `{x: 1, y: 2, z: 3, crs: cartesian-3d}`.

use std::sync::Arc;

use crate::value::{Crs, Map, Point, Value};

/// Reads a point; `crs` is meant where the cell has none. Nothing if it is no point.
pub fn parse(text: &str, crs: Option<Crs>) -> Option<Point> {
    let inside = text.trim().strip_prefix('{')?.strip_suffix('}')?;
    let mut map = Map::new();
    for part in inside.split(',') {
        let (name, value) = part.split_once(':')?;
        let value = value.trim().trim_matches(|c| c == '\'' || c == '"');
        let value = match value.parse() {
            Ok(number) => Value::Float(number),
            Err(_) => Value::String(value.to_ascii_lowercase().into()),
        };
        if map.insert(Arc::from(name.trim().to_ascii_lowercase()), value).is_some() {
            return None;
        }
    }
    if let Some(crs) = crs {
        map.entry(Arc::from("crs")).or_insert_with(|| Value::String(crs.name().into()));
    }
    Point::of_map(&map).ok()?
}
