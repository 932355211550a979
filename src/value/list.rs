//! Lists that know how deep they nest, so that nothing recursive is ever run on a bottomless one.

use std::ops::Deref;
use std::sync::Arc;

use super::Value;
use crate::error::{Error, ErrorClass, Result};

/// The deepest nesting of lists and maps that expressions may build.
pub const MAX_DEPTH: u32 = 500;

/// The most elements that an expression may put into one list.
pub const MAX_LENGTH: usize = 10_000_000;

/// An immutable shared list of values.
#[derive(Clone, Debug)]
pub struct List(Arc<Items>);

#[derive(Debug)]
struct Items {
    depth: u32,
    values: Vec<Value>,
}

impl List {
    /// A list of these values, in this order.
    pub fn new(values: Vec<Value>) -> List {
        let depth = 1 + values.iter().map(Value::depth).max().unwrap_or(0);
        List(Arc::new(Items { depth, values }))
    }

    /// A list of these values, unless it would nest deeper than [`MAX_DEPTH`].
    pub fn checked(values: Vec<Value>) -> Result<List> {
        let list = List::new(values);
        if list.depth() > MAX_DEPTH {
            let message = format!("a list would nest more than {MAX_DEPTH} levels deep");
            return Err(Error::new(ErrorClass::BudgetExceeded, "NestingTooDeep", message));
        }
        Ok(list)
    }

    /// How many lists or maps lie inside one another, this one included.
    pub fn depth(&self) -> u32 {
        self.0.depth
    }

    /// The values; taken without copying when this is the only handle.
    pub fn into_vec(self) -> Vec<Value> {
        match Arc::try_unwrap(self.0) {
            Ok(items) => items.values,
            Err(shared) => shared.values.clone(),
        }
    }
}

impl Deref for List {
    type Target = [Value];

    fn deref(&self) -> &[Value] {
        &self.0.values
    }
}

impl FromIterator<Value> for List {
    fn from_iter<I: IntoIterator<Item = Value>>(iter: I) -> List {
        List::new(iter.into_iter().collect())
    }
}

impl Value {
    /// How many lists or maps lie inside one another; zero for a scalar.
    pub fn depth(&self) -> u32 {
        match self {
            Value::List(list) => list.depth(),
            Value::Map(map) => 1 + map.values().map(Value::depth).max().unwrap_or(0),
            _ => 0,
        }
    }
}
