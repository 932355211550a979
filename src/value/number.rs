//! Numbers: integers and floats side by side, compared exactly.
//!
//! A 64-bit integer beyond 2^53 has no float of the same value, so an integer is never cast to a float
//! to be compared with one: `9007199254740993 = 9007199254740992.0` is false.

use std::cmp::Ordering;

/// 2^63, the first float above every 64-bit integer.
const ABOVE_INTEGERS: f64 = 9_223_372_036_854_775_808.0;

/// How an integer compares with a float; `None` for NaN.
pub fn compare_mixed(integer: i64, float: f64) -> Option<Ordering> {
    if float.is_nan() {
        return None;
    }
    if float >= ABOVE_INTEGERS {
        return Some(Ordering::Less);
    }
    if float < -ABOVE_INTEGERS {
        return Some(Ordering::Greater);
    }
    // In range, so truncation is exact and the fraction decides between equal whole parts.
    let whole = integer.cmp(&(float.trunc() as i64));
    Some(whole.then_with(|| 0.0_f64.partial_cmp(&float.fract()).unwrap_or(Ordering::Equal)))
}

/// The integer of exactly this value, if there is one.
pub fn exact_integer(float: f64) -> Option<i64> {
    let in_range = (-ABOVE_INTEGERS..ABOVE_INTEGERS).contains(&float);
    (in_range && float.fract() == 0.0).then_some(float as i64)
}

/// The float with its fraction cut off, as an integer; `None` beyond 64 bits and for NaN.
pub fn truncated(float: f64) -> Option<i64> {
    exact_integer(float.trunc())
}

/// Orders floats with -0.0 equal to 0.0 and NaN equal to itself and above all others.
pub fn order_floats(a: f64, b: f64) -> Ordering {
    a.partial_cmp(&b).unwrap_or_else(|| a.is_nan().cmp(&b.is_nan()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mixed_comparison_is_exact() {
        use Ordering::{Equal, Greater, Less};
        let cases = [
            (1, 1.0, Some(Equal)),
            (1, 1.5, Some(Less)),
            (-1, -1.5, Some(Greater)),
            (0, -0.0, Some(Equal)),
            (0, -0.25, Some(Greater)),
            (9_007_199_254_740_993, 9_007_199_254_740_992.0, Some(Greater)),
            (i64::MAX, 9_223_372_036_854_775_807.0, Some(Less)),
            (i64::MIN, -9_223_372_036_854_775_808.0, Some(Equal)),
            (i64::MIN, f64::NEG_INFINITY, Some(Greater)),
            (i64::MAX, f64::INFINITY, Some(Less)),
            (0, f64::NAN, None),
        ];
        for (integer, float, expected) in cases {
            assert_eq!(compare_mixed(integer, float), expected, "{integer} with {float}");
        }
    }

    #[test]
    fn truncation_knows_its_range() {
        let cases = [
            (2.9, Some(2)),
            (-2.9, Some(-2)),
            (1e300, None),
            (f64::NAN, None),
            (9.3e18, None),
            (-9_223_372_036_854_775_808.0, Some(i64::MIN)),
        ];
        for (float, expected) in cases {
            assert_eq!(truncated(float), expected, "{float}");
        }
    }
}
