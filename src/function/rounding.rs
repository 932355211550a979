//! Rounding floats to decimal places.
//!
//! What is rounded is the shortest decimal text that reads back as the float, which is what people see:
//! `round(2.675, 2)` is 2.68, although the double nearest to 2.675 lies a little below it.

use crate::error::{Error, Result};

/// What to do between two neighbours of the wanted precision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Up,
    Down,
    Ceiling,
    Floor,
    HalfUp,
    HalfDown,
    HalfEven,
}

impl Mode {
    pub(super) fn named(name: &str) -> Result<Mode> {
        Ok(match name.to_ascii_uppercase().as_str() {
            "UP" => Mode::Up,
            "DOWN" => Mode::Down,
            "CEILING" => Mode::Ceiling,
            "FLOOR" => Mode::Floor,
            "HALF_UP" => Mode::HalfUp,
            "HALF_DOWN" => Mode::HalfDown,
            "HALF_EVEN" => Mode::HalfEven,
            _ => {
                return Err(Error::argument("InvalidArgumentValue", format!("`{name}` is no rounding mode"))
                    .hint("the modes are UP, DOWN, CEILING, FLOOR, HALF_UP, HALF_DOWN and HALF_EVEN"));
            }
        })
    }
}

/// A float rounded to so many places behind the point.
pub(super) fn round(value: f64, places: usize, mode: Mode) -> f64 {
    if !value.is_finite() {
        return value;
    }
    let text = format!("{:e}", value.abs());
    // The format is one digit, a point with more digits if needed, and an exponent.
    let Some((mantissa, exponent)) = text.split_once('e') else { return value };
    let Ok(exponent) = exponent.parse::<i64>() else { return value };
    let digits: Vec<u8> = mantissa.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect();
    let places = i64::try_from(places).unwrap_or(i64::MAX);
    // How many of the digits stay; negative if the first lies beyond the last place.
    let kept = places.saturating_add(exponent).saturating_add(1);
    if kept >= digits.len() as i64 {
        return value;
    }
    let (kept_digits, dropped) = digits.split_at(kept.max(0) as usize);
    let away = goes_away(value < 0.0, kept_digits, if kept < 0 { &[0, 1] } else { dropped }, mode);
    rebuild(value < 0.0, kept_digits, exponent, kept, away)
}

/// Whether to go away from zero, given the digits that stay and those that are dropped.
fn goes_away(negative: bool, kept: &[u8], dropped: &[u8], mode: Mode) -> bool {
    // The shortest text ends in no zero except for zero itself.
    let inexact = dropped.iter().any(|digit| *digit != 0);
    let half = match dropped {
        [first, rest @ ..] => first.cmp(&5).then(if rest.iter().any(|digit| *digit != 0) {
            std::cmp::Ordering::Greater
        } else {
            std::cmp::Ordering::Equal
        }),
        [] => std::cmp::Ordering::Less,
    };
    match mode {
        Mode::Up => inexact,
        Mode::Down => false,
        Mode::Ceiling => inexact && !negative,
        Mode::Floor => inexact && negative,
        Mode::HalfUp => half.is_ge(),
        Mode::HalfDown => half.is_gt(),
        Mode::HalfEven => half.is_gt() || (half.is_eq() && kept.last().is_some_and(|digit| digit % 2 == 1)),
    }
}

/// The float of the kept digits, the last of them raised by one if `away`.
fn rebuild(negative: bool, kept_digits: &[u8], exponent: i64, kept: i64, away: bool) -> f64 {
    let mut text = String::from(if negative { "-0" } else { "0" });
    text.extend(kept_digits.iter().map(|digit| char::from(b'0' + digit)));
    // The value of one in the last kept place is ten to this power.
    let unit = exponent + 1 - kept;
    let kept_value = |digits: &str| format!("{digits}e{unit}").parse::<f64>().unwrap_or(0.0);
    if !away {
        return kept_value(&text);
    }
    // At most 17 digits, so their number fits and can be raised.
    let raised = kept_digits.iter().fold(0_u64, |number, digit| number * 10 + u64::from(*digit)) + 1;
    kept_value(&format!("{}{raised}", if negative { "-" } else { "" }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modes() {
        let cases = [
            (2.675, 2, Mode::HalfUp, 2.68),
            (-1.55, 1, Mode::HalfUp, -1.6),
            (1.249, 1, Mode::Up, 1.3),
            (1.251, 1, Mode::Down, 1.2),
            (-1.251, 1, Mode::Ceiling, -1.2),
            (-1.251, 1, Mode::Floor, -1.3),
            (1.25, 1, Mode::HalfDown, 1.2),
            (1.25, 1, Mode::HalfEven, 1.2),
            (1.35, 1, Mode::HalfEven, 1.4),
            (9.99, 1, Mode::HalfUp, 10.0),
            (0.004, 1, Mode::Up, 0.1),
            (0.004, 2, Mode::HalfUp, 0.0),
            (0.005, 2, Mode::HalfUp, 0.01),
            (0.9, 0, Mode::HalfUp, 1.0),
            (1e300, 2, Mode::HalfUp, 1e300),
            (0.5, 0, Mode::HalfEven, 0.0),
            (0.05, 0, Mode::HalfUp, 0.0),
            (0.0, 0, Mode::Up, 0.0),
        ];
        for (value, places, mode, expected) in cases {
            assert_eq!(round(value, places, mode), expected, "{value} to {places} {mode:?}");
        }
    }
}
