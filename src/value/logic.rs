//! Ternary logic: `Some(true)`, `Some(false)` and unknown, as SQL and openCypher have it.

use super::Value;
use crate::error::{Error, Result};

/// `a AND b`: false wins over unknown.
pub fn and(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

/// `a OR b`: true wins over unknown.
pub fn or(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

/// `a XOR b`: unknown when either is.
pub fn xor(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    Some(a? != b?)
}

/// `NOT a`
pub fn not(a: Option<bool>) -> Option<bool> {
    a.map(|a| !a)
}

/// The truth of a value that stands where a predicate is expected.
pub fn truth(value: &Value) -> Result<Option<bool>> {
    match value {
        Value::Null => Ok(None),
        Value::Boolean(value) => Ok(Some(*value)),
        other => Err(Error::type_error(
            "InvalidArgumentType",
            format!("expected a Boolean, found {}", other.described()),
        )
        .hint("compare the value with something, or test it with IS NOT NULL")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn truth_tables() {
        let all = [Some(true), Some(false), None];
        for a in all {
            for b in all {
                // De Morgan, and the definition of XOR by the others.
                assert_eq!(not(and(a, b)), or(not(a), not(b)));
                assert_eq!(xor(a, b), or(and(a, not(b)), and(not(a), b)));
            }
            assert_eq!(and(a, Some(true)), a);
            assert_eq!(or(a, Some(false)), a);
        }
        assert_eq!(and(None, Some(false)), Some(false));
        assert_eq!(or(None, Some(true)), Some(true));
    }
}
