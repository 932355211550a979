//! Components of temporal and spatial values, as property access reads them: `date.year`, `point.x`.

use super::Value;
use super::temporal::Component;
use crate::error::Result;

/// The component `key` of a temporal value or point; `None` if the value has none of that name.
///
/// Fails only where the component is there but too great for an integer.
pub fn component(value: &Value, key: &str) -> Result<Option<Value>> {
    match value {
        Value::Point(point) => Ok(point.component(key)),
        value => Component::named(key).map_or(Ok(None), |component| component.of(value)),
    }
}
