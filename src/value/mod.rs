//! Values: what properties hold, what expressions yield, what rows carry.
//!
//! A value is 24 bytes and cheap to clone. Nodes and relationships are ids here; their labels and
//! properties are read from the snapshot the result carries.
//!
//! | to | see |
//! |---|---|
//! | test `=`, `<`, `IN` in ternary logic | [`mod@compare`] |
//! | group, deduplicate, hash, sort | [`mod@order`] |
//! | combine truths | [`logic`] |
//! | calculate | [`arithmetic`] |
//! | name types | `types` |
//! | print | [`text`] |
//! | convert from and to Rust types | [`IntoValue`], [`FromValue`] |
//! | write and read JSON | [`json`] |

pub mod arithmetic;
pub mod compare;
pub mod json;
pub mod logic;
pub mod number;
pub mod order;
pub mod temporal;
pub mod text;

mod component;
mod convert;
mod entity;
mod list;
mod memory;
mod path;
mod spatial;
mod types;

#[cfg(test)]
pub(crate) mod tests;

pub use compare::{Comparison, compare, contains, equals};
pub use component::component;
pub use convert::{FromValue, IntoValue};
pub use entity::{Entities, NodeView, RelView};
pub use list::{List, MAX_DEPTH, MAX_EXTENT, MAX_LENGTH};
pub use order::{GroupKey, GroupRow, equivalent, hash_value, order};
pub use path::PathValue;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::graph::{NodeId, RelId};
use temporal::{Date, DateTime, Duration, LocalDateTime, LocalTime, Time};

/// A map of names to values, sorted by name.
pub type Map = BTreeMap<Arc<str>, Value>;

/// Any openCypher value.
///
/// There is deliberately no `PartialEq`: openCypher has three relations (equality with ternary
/// logic, equivalence for grouping, and a total order), each a named function of this module.
#[derive(Clone, Debug, Default)]
pub enum Value {
    /// The absent or unknown value.
    #[default]
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A 64-bit signed integer.
    Integer(i64),
    /// An IEEE 754 double.
    Float(f64),
    /// UTF-8 text.
    String(Arc<str>),
    /// A list, of mixed types if need be.
    List(List),
    /// A map.
    Map(Arc<Map>),
    /// A node of the snapshot at hand.
    Node(NodeId),
    /// A relationship of the snapshot at hand.
    Relationship(RelId),
    /// An alternating sequence of nodes and relationships.
    Path(Arc<PathValue>),
    /// A calendar date.
    Date(Date),
    /// A time of day without zone.
    LocalTime(LocalTime),
    /// A time of day with an offset.
    Time(Time),
    /// A date and time without zone.
    LocalDateTime(LocalDateTime),
    /// An instant with an offset or a named zone.
    DateTime(Arc<DateTime>),
    /// Months, days, seconds and nanoseconds, kept apart.
    Duration(Arc<Duration>),
    /// A point in two or three dimensions.
    Point(Arc<Point>),
}

/// A point and its coordinate reference system.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Point {
    /// How the coordinates are meant.
    pub crs: Crs,
    /// Longitude, or x.
    pub x: f64,
    /// Latitude, or y.
    pub y: f64,
    /// Height, or z; zero for two dimensions.
    pub z: f64,
}

/// Coordinate reference systems, with their EPSG or conventional identifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum Crs {
    /// WGS-84, longitude and latitude (4326).
    Wgs84,
    /// WGS-84 with height (4979).
    Wgs84_3D,
    /// Cartesian plane (7203).
    Cartesian,
    /// Cartesian space (9157).
    Cartesian3D,
}
