//! `STARTS WITH`, `ENDS WITH`, `CONTAINS`, `=~`, `IS NORMALIZED`.

use std::sync::Arc;

use regex::Regex;
use unicode_normalization::{is_nfc, is_nfd, is_nfkc, is_nfkd};

use crate::error::{Error, Result};
use crate::semantic::bound::StringOp;
use crate::value::Value;

use super::{Column, Context, Expression, Rows};

pub fn predicate(
    ctx: &mut Context<'_>,
    rows: Rows<'_>,
    op: StringOp,
    left: &Expression,
    right: &Expression,
) -> Result<Arc<Column>> {
    let texts = left.evaluate(ctx, rows)?;
    let patterns = right.evaluate(ctx, rows)?;
    let mut matcher = Matcher::default();
    let values = (0..rows.len()).map(|row| match (texts.text(row), patterns.text(row)) {
        (Some(text), Some(pattern)) => matcher.test(op, text, pattern).map(Some),
        _ => other_types(op, &texts.value(row), &patterns.value(row)),
    });
    Ok(Arc::new(Column::Booleans(values.collect::<Result<Vec<_>>>()?)))
}

/// The predicates are null for what is no text, except that a regular expression must be text.
fn other_types(op: StringOp, left: &Value, right: &Value) -> Result<Option<bool>> {
    match (op, right) {
        (StringOp::Matches, Value::Null | Value::String(_)) => Ok(None),
        (StringOp::Matches, other) if !matches!(left, Value::Null) => Err(Error::type_error(
            "InvalidArgumentType",
            format!("a regular expression must be a string, found {}", other.type_name()),
        )),
        _ => Ok(None),
    }
}

/// Tests texts, keeping the last compiled regular expression.
#[derive(Default)]
pub struct Matcher {
    regex: Option<(String, Regex)>,
}

impl Matcher {
    /// Whether the predicate is true for the text.
    pub fn test(&mut self, op: StringOp, text: &str, pattern: &str) -> Result<bool> {
        Ok(match op {
            StringOp::StartsWith => text.starts_with(pattern),
            StringOp::EndsWith => text.ends_with(pattern),
            StringOp::Contains => text.contains(pattern),
            StringOp::Matches => self.regex(pattern)?.is_match(text),
        })
    }

    fn regex(&mut self, pattern: &str) -> Result<&Regex> {
        let same = self.regex.as_ref().is_some_and(|(source, _)| source == pattern);
        if !same {
            // `=~` matches the whole text.
            let whole = || Regex::new(&format!("^(?:{pattern})$"));
            let regex = Regex::new(pattern).and_then(|_| whole()).map_err(|error| {
                Error::argument("InvalidRegularExpression", format!("`{pattern}` is no regular expression"))
                    .caused_by(error)
            })?;
            self.regex = Some((pattern.to_owned(), regex));
        }
        match &self.regex {
            Some((_, regex)) => Ok(regex),
            None => Err(Error::internal("the regular expression was not kept")),
        }
    }
}

pub fn is_normalized(
    ctx: &mut Context<'_>,
    rows: Rows<'_>,
    operand: &Expression,
    form: &str,
    negated: bool,
) -> Result<Arc<Column>> {
    let test: fn(&str) -> bool = match form {
        "NFC" => is_nfc,
        "NFD" => is_nfd,
        "NFKC" => is_nfkc,
        "NFKD" => is_nfkd,
        other => return Err(Error::internal(format!("unknown normal form `{other}`"))),
    };
    let column = operand.evaluate(ctx, rows)?;
    let values = (0..rows.len()).map(|row| column.text(row).map(|text| test(text) != negated));
    Ok(Arc::new(Column::Booleans(values.collect())))
}
