//! Temporal values written by a pattern of letters, as Java's `DateTimeFormatter` has them: `dd.MM.yyyy HH:mm`.
//!
//! In: a value and a pattern. Out: the text, names of months and days in English. A run of one letter is one field; what
//! stands in `'quotes'` and what is no letter is itself; what stands in `[brackets]` is left out where a field is missing.

use super::component::Component;
use super::field::{Field, duration_field, instant_field};
use crate::error::{Error, Result};
use crate::value::Value;

/// How often a letter may stand in a row.
const MAX_RUN: usize = 19;

/// A piece of a pattern.
#[derive(Debug, PartialEq)]
pub(super) enum Piece {
    /// A letter, and how often it stands there.
    Field(char, usize),
    /// The next piece is filled with spaces on the left, up to so many characters.
    Pad(usize),
    Text(String),
    Open,
    Close,
}

/// The text of a temporal value by a pattern; `None` for a value of another type.
pub fn formatted(value: &Value, pattern: &str) -> Result<Option<String>> {
    let is_duration = match value {
        Value::Duration(_) => true,
        Value::Date(_)
        | Value::LocalTime(_)
        | Value::Time(_)
        | Value::LocalDateTime(_)
        | Value::DateTime(_) => false,
        _ => return Ok(None),
    };
    let pieces = pieces(pattern)?;
    let field = |letter: char, count: usize| match is_duration {
        true => duration_field(value, &pieces, letter, count),
        false => instant_field(value, letter, count),
    };
    written(&pieces, pattern, field).map(Some)
}

/// The integer component of a value.
pub(super) fn component(value: &Value, component: Component) -> Result<Option<i64>> {
    Ok(match component.of(value)? {
        Some(Value::Integer(number)) => Some(number),
        _ => None,
    })
}

fn written(pieces: &[Piece], pattern: &str, field: impl Fn(char, usize) -> Result<Field>) -> Result<String> {
    let mut out = String::new();
    // Where the open optional sections begin in the text.
    let mut open: Vec<usize> = Vec::new();
    let mut pad = None;
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        at += 1;
        let text = match piece {
            Piece::Field(letter, count) => match field(*letter, *count)? {
                Field::Text(text) => text,
                Field::Unknown => return Err(unknown(*letter, *count, pattern)),
                Field::Missing => {
                    let Some(start) = open.pop() else { return Err(missing(*letter, pattern)) };
                    out.truncate(start);
                    at = behind_section(pieces, at);
                    pad = None;
                    continue;
                }
            },
            Piece::Text(text) => text.clone(),
            Piece::Pad(width) => {
                pad = Some(*width);
                continue;
            }
            Piece::Open => {
                open.push(out.len());
                continue;
            }
            Piece::Close => {
                open.pop();
                continue;
            }
        };
        let width = pad.take().unwrap_or(0);
        out += &format!("{text:>width$}");
    }
    Ok(out)
}

/// The index behind the optional section that is open before `at`.
fn behind_section(pieces: &[Piece], at: usize) -> usize {
    let mut depth = 1_usize;
    for (index, piece) in pieces.iter().enumerate().skip(at) {
        match piece {
            Piece::Open => depth += 1,
            Piece::Close => depth -= 1,
            Piece::Field(..) | Piece::Pad(_) | Piece::Text(_) => {}
        }
        if depth == 0 {
            return index + 1;
        }
    }
    pieces.len()
}

fn pieces(pattern: &str) -> Result<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut chars = pattern.chars().peekable();
    let mut depth = 0_usize;
    while let Some(c) = chars.next() {
        match c {
            'a'..='z' | 'A'..='Z' => {
                let mut count = 1;
                while chars.next_if_eq(&c).is_some() {
                    count += 1;
                }
                if count > MAX_RUN {
                    return Err(unknown(c, count, pattern));
                }
                pieces.push(if c == 'p' { Piece::Pad(count) } else { Piece::Field(c, count) });
            }
            '\'' => pieces.push(Piece::Text(quoted(&mut chars, pattern)?)),
            '[' => {
                depth += 1;
                pieces.push(Piece::Open);
            }
            ']' => {
                depth = depth.checked_sub(1).ok_or_else(|| wrong("`]` closes nothing", pattern))?;
                pieces.push(Piece::Close);
            }
            '{' | '}' | '#' => return Err(wrong(&format!("`{c}` stands for nothing yet"), pattern)),
            other => pieces.push(Piece::Text(other.to_string())),
        }
    }
    Ok(pieces)
}

/// Behind a quote: up to the next one; two quotes in a row stand for one.
fn quoted(chars: &mut std::iter::Peekable<std::str::Chars<'_>>, pattern: &str) -> Result<String> {
    let mut text = String::new();
    loop {
        match chars.next() {
            Some('\'') if chars.next_if_eq(&'\'').is_some() => text.push('\''),
            Some('\'') if text.is_empty() => return Ok("'".to_owned()),
            Some('\'') => return Ok(text),
            Some(c) => text.push(c),
            None => return Err(wrong("a quote is never closed", pattern)),
        }
    }
}

fn wrong(why: &str, pattern: &str) -> Error {
    Error::argument("InvalidArgumentValue", format!("`{pattern}` is no pattern: {why}"))
}

fn unknown(letter: char, count: usize, pattern: &str) -> Error {
    let run = letter.to_string().repeat(count.min(MAX_RUN));
    wrong(&format!("`{run}` is no field"), pattern).hint("text is written in single quotes")
}

fn missing(letter: char, pattern: &str) -> Error {
    let message = format!("the value has nothing for `{letter}` in the pattern `{pattern}`");
    Error::argument("InvalidArgumentValue", message)
}
