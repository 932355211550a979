//! How much memory a value takes, for budgets.

use std::mem::size_of;
use std::sync::Arc;

use super::temporal::{DateTime, Duration};
use super::{PathValue, Point, Value};

/// The two counts of an `Arc`.
const COUNTS: usize = 2 * size_of::<usize>();

/// A map's entry, with as much room again for the next one.
const ENTRY: usize = 2 * (size_of::<Arc<str>>() + size_of::<Value>());

impl Value {
    /// Bytes held beside the value itself. Shared content counts for each of its holders, so this is
    /// an upper bound.
    pub fn heap_size(&self) -> usize {
        match self {
            Value::Null
            | Value::Boolean(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::Node(_)
            | Value::Relationship(_)
            | Value::Date(_)
            | Value::LocalTime(_)
            | Value::Time(_)
            | Value::LocalDateTime(_) => 0,
            Value::String(text) => COUNTS + text.len(),
            Value::List(list) => {
                COUNTS + size_of::<Vec<Value>>() + list.iter().map(Value::total_size).sum::<usize>()
            }
            // A tree's node has room for eleven entries and is at least half full; what they hold is there once.
            Value::Map(map) => {
                let entry = |(key, value): (&Arc<str>, &Value)| ENTRY + key.len() + value.heap_size();
                COUNTS + map.iter().map(entry).sum::<usize>()
            }
            Value::Path(path) => {
                COUNTS + size_of::<PathValue>() + 4 * (path.nodes.len() + path.relationships.len())
            }
            Value::DateTime(_) => COUNTS + size_of::<DateTime>(),
            Value::Duration(_) => COUNTS + size_of::<Duration>(),
            Value::Point(_) => COUNTS + size_of::<Point>(),
        }
    }

    /// [`Value::heap_size`] and the value itself.
    pub fn total_size(&self) -> usize {
        size_of::<Value>() + self.heap_size()
    }
}
