//! String functions. Positions and lengths count characters (Unicode code points).

use unicode_normalization::UnicodeNormalization;

use super::rows::{
    also, length, one, optional, required, scalar, string, text, two, wrong_arity, wrong_type,
};
use super::types::{CallContext, Category, Function, Parameter, Type};
use crate::error::{Error, Result};
use crate::value::text::check_length;
use crate::value::{List, Value};

const STRING: Category = Category::String;
const TEXT: &[Parameter] = &[required("text", Type::String)];
const TRIM: &[Parameter] = &[required("text", Type::String), optional("characters", Type::String)];
const COUNT: &[Parameter] = &[required("text", Type::String), required("length", Type::Integer)];

/// The rows of this chapter.
pub(super) const ROWS: &[Function] = &[
    also(
        &["upper"],
        scalar(
            STRING,
            "toUpper",
            TEXT,
            Type::String,
            "The text in upper case.",
            "toUpper('korus')",
            to_upper,
        ),
    ),
    also(
        &["lower"],
        scalar(
            STRING,
            "toLower",
            TEXT,
            Type::String,
            "The text in lower case.",
            "toLower('KORUS')",
            to_lower,
        ),
    ),
    also(
        &["btrim"],
        scalar(
            STRING,
            "trim",
            TRIM,
            Type::String,
            "The text without white space, or the given characters, at both ends.",
            "trim('  KORUS ')",
            |_, arguments| trimmed("trim", arguments, true, true),
        ),
    ),
    scalar(
        STRING,
        "ltrim",
        TRIM,
        Type::String,
        "The text without white space, or the given characters, at its beginning.",
        "ltrim('007', '0')",
        |_, arguments| trimmed("ltrim", arguments, true, false),
    ),
    scalar(
        STRING,
        "rtrim",
        TRIM,
        Type::String,
        "The text without white space, or the given characters, at its end.",
        "rtrim('KORUS  ')",
        |_, arguments| trimmed("rtrim", arguments, false, true),
    ),
    scalar(
        STRING,
        "replace",
        &[
            required("text", Type::String),
            required("search", Type::String),
            required("replacement", Type::String),
            optional("limit", Type::Integer),
        ],
        Type::String,
        "The text with every occurrence of `search` replaced, or with the first ones up to a limit.",
        "replace('a-b-c', '-', '+')",
        replace,
    ),
    scalar(
        STRING,
        "split",
        &[required("text", Type::String), required("delimiters", Type::Any)],
        Type::List,
        "The parts of the text between a delimiter, or any of a list of delimiters; its characters if the delimiter \
         is empty.",
        "split('a,b;c', [',', ';'])",
        split,
    ),
    scalar(
        STRING,
        "substring",
        &[
            required("text", Type::String),
            required("start", Type::Integer),
            optional("length", Type::Integer),
        ],
        Type::String,
        "The part of the text from a position (0 is the first) on, of at most the given length.",
        "substring('KORUS', 1, 3)",
        substring,
    ),
    scalar(
        STRING,
        "left",
        COUNT,
        Type::String,
        "The first characters of the text.",
        "left('KORUS', 2)",
        left,
    ),
    scalar(
        STRING,
        "right",
        COUNT,
        Type::String,
        "The last characters of the text.",
        "right('KORUS', 2)",
        right,
    ),
    scalar(
        STRING,
        "normalize",
        &[required("text", Type::String), optional("form", Type::String)],
        Type::String,
        "The text in a Unicode normal form: `NFC` (if none is given), `NFD`, `NFKC` or `NFKD`.",
        "normalize('Å', 'NFC')",
        normalize,
    ),
];

fn to_upper(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    Ok(string(text("toUpper", one(arguments)?)?.to_uppercase()))
}

fn to_lower(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    Ok(string(text("toLower", one(arguments)?)?.to_lowercase()))
}

fn trimmed(function: &str, arguments: &[Value], start: bool, end: bool) -> Result<Value> {
    let characters = arguments.get(1).map(|value| text(function, value)).transpose()?;
    let unwanted = |character: char| match characters {
        Some(characters) => characters.contains(character),
        None => character.is_whitespace(),
    };
    let mut rest = text(function, one(arguments)?)?;
    if start {
        rest = rest.trim_start_matches(unwanted);
    }
    if end {
        rest = rest.trim_end_matches(unwanted);
    }
    Ok(string(rest))
}

fn replace(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    let [original, search, replacement, limit @ ..] = arguments else { return Err(wrong_arity()) };
    let original = text("replace", original)?;
    let search = text("replace", search)?;
    let replacement = text("replace", replacement)?;
    let limit = limit.first().map_or(Ok(usize::MAX), |limit| length("replace", limit))?;
    if replacement.len() > search.len() {
        let found = original.matches(search).take(limit).count();
        check_length(original.len().saturating_add(found.saturating_mul(replacement.len() - search.len())))?;
    }
    Ok(string(original.replacen(search, replacement, limit)))
}

fn split(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    let (original, delimiters) = two(arguments)?;
    let original = text("split", original)?;
    let delimiters: Vec<&str> = match delimiters {
        Value::List(list) if list.iter().any(Value::is_null) => return Ok(Value::Null),
        Value::List(list) => list.iter().map(|value| text("split", value)).collect::<Result<_>>()?,
        Value::String(delimiter) => vec![delimiter],
        other => return Err(wrong_type("split", "a String or a List of Strings to split at", other)),
    };
    if delimiters.contains(&"") {
        return Ok(Value::List(original.chars().map(|character| string(character.to_string())).collect()));
    }
    Ok(Value::List(parts(original, &delimiters)))
}

/// Splits at each place where a delimiter begins, the first in the list that does.
fn parts(original: &str, delimiters: &[&str]) -> List {
    let mut parts = Vec::new();
    let (mut begin, mut at) = (0, 0);
    while at < original.len() {
        match delimiters.iter().find(|delimiter| original[at..].starts_with(**delimiter)) {
            Some(delimiter) => {
                parts.push(string(&original[begin..at]));
                at += delimiter.len();
                begin = at;
            }
            None => at += original[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    parts.push(string(&original[begin..]));
    List::new(parts)
}

/// The byte at which a character begins; the end for a position beyond it.
fn offset(text: &str, position: usize) -> usize {
    text.char_indices().nth(position).map_or(text.len(), |(offset, _)| offset)
}

fn substring(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    let (original, start) = two(arguments)?;
    let original = text("substring", original)?;
    let rest = &original[offset(original, length("substring", start)?)..];
    match arguments.get(2) {
        None => Ok(string(rest)),
        Some(count) => Ok(string(&rest[..offset(rest, length("substring", count)?)])),
    }
}

fn left(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    let (original, count) = two(arguments)?;
    let original = text("left", original)?;
    Ok(string(&original[..offset(original, length("left", count)?)]))
}

fn right(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    let (original, count) = two(arguments)?;
    let original = text("right", original)?;
    let skipped = original.chars().count().saturating_sub(length("right", count)?);
    Ok(string(&original[offset(original, skipped)..]))
}

fn normalize(_: &CallContext<'_>, arguments: &[Value]) -> Result<Value> {
    let original = text("normalize", one(arguments)?)?;
    let form = arguments.get(1).map_or(Ok("NFC"), |value| text("normalize", value))?;
    normal_form(original, form).map(string)
}

/// The text in the Unicode normal form of that name.
pub fn normal_form(text: &str, form: &str) -> Result<String> {
    match form.to_ascii_uppercase().as_str() {
        "NFC" => Ok(text.nfc().collect()),
        "NFD" => Ok(text.nfd().collect()),
        "NFKC" => Ok(text.nfkc().collect()),
        "NFKD" => Ok(text.nfkd().collect()),
        _ => Err(Error::argument("InvalidArgumentValue", format!("`{form}` is no Unicode normal form"))
            .hint("the forms are NFC, NFD, NFKC and NFKD")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splitting() {
        let show = |original, delimiters: &[&str]| Value::List(parts(original, delimiters)).to_string();
        assert_eq!(show("one1two", &["1"]), "['one', 'two']");
        assert_eq!(show("a,b;c", &[",", ";"]), "['a', 'b', 'c']");
        assert_eq!(show(",", &[","]), "['', '']");
        assert_eq!(show("", &[","]), "['']");
        assert_eq!(show("æøå", &["ø"]), "['æ', 'å']");
    }
}
