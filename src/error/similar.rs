//! How alike two names are, for hints.

/// The longest name that is compared, in bytes: comparing takes the product of the lengths.
const LONGEST: usize = 64;

/// From 0 for nothing in common to 1 for the same; long names have nothing in common.
pub fn similarity(left: &str, right: &str) -> f64 {
    if left.len().max(right.len()) > LONGEST { 0.0 } else { strsim::jaro_winkler(left, right) }
}
