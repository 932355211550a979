//! Lists that know their extent, so that nothing recursive is ever run on a bottomless or boundless value.
//!
//! Values share their content, so a short expression can build one that is deep (`[[[...]]]`) or, doubling it
//! time and again, one whose written form would fill any memory. Whatever an expression builds is therefore
//! checked: [`List::checked`] and [`Value::checked`].

use std::ops::Deref;
use std::sync::Arc;

use super::Value;
use crate::error::{Error, ErrorClass, Result};

/// The deepest nesting of lists and maps that expressions may build.
pub const MAX_DEPTH: u32 = 500;

/// The most elements that an expression may put into one list.
pub const MAX_LENGTH: usize = 10_000_000;

/// The most values that may lie inside one value, each counted wherever it occurs.
pub const MAX_EXTENT: u64 = 1 << 26;

/// An immutable shared list of values.
#[derive(Clone, Debug)]
pub struct List(Arc<Items>);

#[derive(Debug)]
struct Items {
    extent: Extent,
    values: Vec<Value>,
}

/// How far a value reaches.
#[derive(Clone, Copy, Debug)]
struct Extent {
    /// How many lists or maps lie inside one another.
    depth: u32,
    /// How many values there are in all.
    count: u64,
}

impl Extent {
    const SCALAR: Extent = Extent { depth: 0, count: 1 };

    fn around<'a>(values: impl Iterator<Item = &'a Value>) -> Extent {
        let inner = values.fold(Extent { depth: 0, count: 1 }, |sum, value| {
            let Extent { depth, count } = value.extent();
            Extent { depth: sum.depth.max(depth), count: sum.count.saturating_add(count) }
        });
        Extent { depth: inner.depth.saturating_add(1), ..inner }
    }

    fn check(self) -> Result<()> {
        if self.depth > MAX_DEPTH {
            let message = format!("a value would nest more than {MAX_DEPTH} levels deep");
            return Err(Error::new(ErrorClass::BudgetExceeded, "NestingTooDeep", message));
        }
        if self.count > MAX_EXTENT {
            let message = format!("a value would hold more than {MAX_EXTENT} values");
            return Err(Error::new(ErrorClass::BudgetExceeded, "ValueTooLarge", message));
        }
        Ok(())
    }
}

impl List {
    /// A list of these values, in this order.
    pub fn new(values: Vec<Value>) -> List {
        List(Arc::new(Items { extent: Extent::around(values.iter()), values }))
    }

    /// A list of these values, unless it would reach beyond [`MAX_DEPTH`] or [`MAX_EXTENT`].
    pub fn checked(values: Vec<Value>) -> Result<List> {
        let list = List::new(values);
        list.0.extent.check()?;
        Ok(list)
    }

    /// The list with more values behind its own, in place when this is the only handle. Checked as [`List::checked`] is.
    pub fn extended(mut self, more: &[Value]) -> Result<List> {
        let Some(items) = Arc::get_mut(&mut self.0) else {
            return List::checked([&self[..], more].concat());
        };
        let added = Extent::around(more.iter());
        // Each of the two counts itself; together they are one list.
        let count = items.extent.count.saturating_add(added.count - 1);
        items.extent = Extent { depth: items.extent.depth.max(added.depth), count };
        items.extent.check()?;
        items.values.extend_from_slice(more);
        Ok(self)
    }

    /// How many lists or maps lie inside one another, this one included.
    pub fn depth(&self) -> u32 {
        self.0.extent.depth
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
        self.extent().depth
    }

    /// The value, unless it reaches beyond [`MAX_DEPTH`] or [`MAX_EXTENT`]: to be asked of every map that an
    /// expression builds.
    pub fn checked(self) -> Result<Value> {
        self.extent().check()?;
        Ok(self)
    }

    fn extent(&self) -> Extent {
        match self {
            Value::List(list) => list.0.extent,
            // What lies inside was checked when it was built, so this visits at most that many values.
            Value::Map(map) => Extent::around(map.values()),
            _ => Extent::SCALAR,
        }
    }
}
