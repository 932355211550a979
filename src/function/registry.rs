//! Finding functions by name.

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::LazyLock;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::types::Function;
use crate::error::similarity;

/// The rows of every category.
static TABLES: &[&[Function]] = &[
    super::aggregate::ROWS,
    super::scalar::ROWS,
    super::convert::TABLES[0],
    super::convert::TABLES[1],
    super::convert::TABLES[2],
    super::convert::TABLES[3],
    super::list::ROWS,
    super::collection::ROWS,
    super::math::ROWS,
    super::string::ROWS,
    super::pieces::ROWS,
    super::predicate::ROWS,
    super::path::ROWS,
    super::temporal::ROWS,
    super::spatial::ROWS,
    super::vector::ROWS,
];

static BY_NAME: LazyLock<HashMap<String, &'static Function>> = LazyLock::new(|| {
    let mut by_name = HashMap::new();
    for function in functions() {
        for name in std::iter::once(&function.name).chain(function.aliases) {
            by_name.insert(name.to_lowercase(), function);
        }
    }
    by_name
});

/// A resolved function; serialised by its name.
#[derive(Clone, Copy, Debug)]
pub struct FunctionRef(pub &'static Function);

impl Deref for FunctionRef {
    type Target = Function;

    fn deref(&self) -> &Function {
        self.0
    }
}

impl PartialEq for FunctionRef {
    fn eq(&self, other: &FunctionRef) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Serialize for FunctionRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.name)
    }
}

impl<'de> Deserialize<'de> for FunctionRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<FunctionRef, D::Error> {
        let name = String::deserialize(deserializer)?;
        find(&name).ok_or_else(|| serde::de::Error::custom(format!("unknown function `{name}`")))
    }
}

/// All functions, chapter by chapter.
pub fn functions() -> impl Iterator<Item = &'static Function> {
    TABLES.iter().flat_map(|rows| rows.iter())
}

/// The function of that name or alias, whatever its case.
pub fn find(name: &str) -> Option<FunctionRef> {
    BY_NAME.get(&name.to_lowercase()).map(|function| FunctionRef(function))
}

/// The known name most like an unknown one, for a hint.
pub fn nearest(name: &str) -> Option<&'static str> {
    let wanted = name.to_lowercase();
    functions()
        .map(|function| (similarity(&wanted, &function.name.to_lowercase()), function.name))
        .filter(|(score, _)| *score > 0.85)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}
