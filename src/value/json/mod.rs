//! Values as JSON, without loss: what is written reads back as an equivalent value of the same type.
//!
//! | value | JSON |
//! |---|---|
//! | null, boolean, string, list | the same |
//! | integer | a number without point and exponent |
//! | float | a number with point or exponent; `{"$float": "NaN"}`, `"Infinity"`, `"-Infinity"` |
//! | map | an object; `{"$map": {...}}` if its only key begins with `$`, or one is `$map` |
//! | date, times, date-times, duration | `{"$date": "2015-07-21"}`, `$localtime`, `$time`, `$localdatetime`, `$datetime`, `$duration` |
//! | point | `{"$point": {"crs": "wgs-84", "x": 12.5, "y": 55.7}}`, with `z` in three dimensions |
//! | node | `{"$node": {"id": 1, "labels": [...], "properties": {...}}}` |
//! | relationship | `{"$rel": {"id": 1, "type": "...", "start": 1, "end": 2, "properties": {...}}}` |
//! | path | `{"$path": [node, relationship, node, ...]}` |
//!
//! Nodes, relationships and paths belong to a graph and are written only. A node or relationship that is not
//! there any more is written with its id alone.

mod read;
mod write;

pub use read::from_json;
pub use write::{to_json, write_json};

#[cfg(test)]
mod tests;
