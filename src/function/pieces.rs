//! `string.*`: finding, joining and replacing pieces of a text. Positions count characters (Unicode code points).

use std::cell::RefCell;

use regex::{Captures, Regex};

use super::rows::{list, required, scalar, string, text, two, wrong_arity};
use super::types::{CallContext, Category, Function, Type};
use crate::error::{Error, Result};
use crate::value::Value;
use crate::value::text::check_length;

const STRING: Category = Category::String;

/// The rows of this chapter.
pub(super) const ROWS: &[Function] = &[
    scalar(
        STRING,
        "string.indexOf",
        &[required("text", Type::String), required("search", Type::String)],
        Type::Integer,
        "The place of the first occurrence of `search`, from 0; -1 if there is none.",
        "string.indexOf('KORUS', 'R')",
        index_of,
    ),
    scalar(
        STRING,
        "string.join",
        &[required("texts", Type::List), required("delimiter", Type::String)],
        Type::String,
        "The texts of a list, nulls aside, with the delimiter between them.",
        "string.join(['a', 'b'], ', ')",
        join,
    ),
    scalar(
        STRING,
        "string.regexReplace",
        &[
            required("text", Type::String),
            required("regex", Type::String),
            required("replacement", Type::String),
        ],
        Type::String,
        "The text with every match of a regular expression replaced; in the replacement `$1` is what the first group \
         matched, `${name}` what a named one did, and a backslash makes the next character plain.",
        "string.regexReplace('2018-03', '(\\\\d+)-(\\\\d+)', '$2/$1')",
        regex_replace,
    ),
];

fn index_of(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    let (original, search) = two(arguments)?;
    let original = text("string.indexOf", original)?;
    let place = original.find(text("string.indexOf", search)?);
    let before = place.and_then(|place| original.get(..place)).map(|before| before.chars().count());
    Ok(Value::Integer(before.and_then(|count| i64::try_from(count).ok()).unwrap_or(-1)))
}

fn join(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    let (texts, delimiter) = two(arguments)?;
    let delimiter = text("string.join", delimiter)?;
    let mut joined = String::new();
    let known = list("string.join", texts)?.iter().filter(|value| !value.is_null());
    for (index, piece) in known.enumerate() {
        let piece = text("string.join", piece)?;
        let between = if index > 0 { delimiter } else { "" };
        check_length(joined.len().saturating_add(between.len()).saturating_add(piece.len()))?;
        joined.push_str(between);
        joined.push_str(piece);
    }
    Ok(string(joined))
}

thread_local! {
    /// The last expression: a column of texts is mostly searched for the same.
    static LAST: RefCell<Option<Regex>> = const { RefCell::new(None) };
}

fn regex_replace(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    let [original, pattern, replacement] = arguments else { return Err(wrong_arity()) };
    let original = text("string.regexReplace", original)?;
    let pattern = text("string.regexReplace", pattern)?;
    let replacement = text("string.regexReplace", replacement)?;
    LAST.with_borrow_mut(|last| {
        if last.as_ref().is_none_or(|regex| regex.as_str() != pattern) {
            *last = Some(compiled(pattern)?);
        }
        let Some(regex) = last else { return Err(Error::internal("the regular expression was not kept")) };
        let pieces = Piece::all(replacement, regex)?;
        let (mut replaced, mut at) = (String::new(), 0);
        for captures in regex.captures_iter(original) {
            let Some(whole) = captures.get(0) else { continue };
            replaced.push_str(original.get(at..whole.start()).unwrap_or_default());
            pieces.iter().for_each(|piece| piece.write(&captures, &mut replaced));
            at = whole.end();
            check_length(replaced.len())?;
        }
        replaced.push_str(original.get(at..).unwrap_or_default());
        check_length(replaced.len())?;
        Ok(string(replaced))
    })
}

fn compiled(pattern: &str) -> Result<Regex> {
    Regex::new(pattern).map_err(|error| {
        Error::argument("InvalidRegularExpression", format!("`{pattern}` is no regular expression"))
            .caused_by(error)
    })
}

/// A piece of a replacement.
#[derive(Debug, PartialEq)]
enum Piece {
    Plain(String),
    Group(usize),
}

impl Piece {
    /// The pieces of a replacement for matches of the expression.
    fn all(replacement: &str, regex: &Regex) -> Result<Vec<Piece>> {
        let wrong = |why: String| Error::argument("InvalidArgumentValue", why);
        let mut pieces = Vec::new();
        let mut plain = String::new();
        let mut rest = replacement.chars().peekable();
        while let Some(character) = rest.next() {
            match character {
                '\\' => {
                    plain.push(
                        rest.next().ok_or_else(|| wrong("a replacement ends with a backslash".into()))?,
                    );
                }
                '$' => {
                    let group = if rest.next_if_eq(&'{').is_some() {
                        let name: String = std::iter::from_fn(|| rest.next_if(|c| *c != '}')).collect();
                        let known = regex.capture_names().position(|group| group == Some(name.as_str()));
                        let closed = rest.next().is_some();
                        known
                            .filter(|_| closed)
                            .ok_or_else(|| wrong(format!("there is no group `{name}`")))?
                    } else {
                        numbered(&mut rest, regex)
                            .ok_or_else(|| wrong("a `$` in a replacement names no group".into()))?
                    };
                    pieces.push(Piece::Plain(std::mem::take(&mut plain)));
                    pieces.push(Piece::Group(group));
                }
                other => plain.push(other),
            }
        }
        pieces.push(Piece::Plain(plain));
        Ok(pieces)
    }

    fn write(&self, captures: &Captures<'_>, into: &mut String) {
        match self {
            Piece::Plain(text) => into.push_str(text),
            Piece::Group(group) => into.push_str(captures.get(*group).map_or("", |found| found.as_str())),
        }
    }
}

/// A group's number: as many digits as there are groups for.
fn numbered(rest: &mut std::iter::Peekable<std::str::Chars<'_>>, regex: &Regex) -> Option<usize> {
    let digit = |c: char| c.to_digit(10).and_then(|digit| usize::try_from(digit).ok());
    let mut group = digit(rest.next()?).filter(|group| *group < regex.captures_len())?;
    while let Some(next) = rest.peek().copied().and_then(digit) {
        let longer = group * 10 + next;
        if longer >= regex.captures_len() {
            break;
        }
        group = longer;
        rest.next();
    }
    Some(group)
}
