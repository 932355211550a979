//! The arguments of commands: names with spaces, separated by commas, in quotes if they hold a comma themselves.

use crate::error::Result;
use crate::value::{Value, json};

/// Splits at commas and `->` outside quotes; each part without surrounding space and quotes. Empty parts stay, so that
/// a forgotten name is noticed; an empty text has no parts.
pub fn list(text: &str) -> Vec<String> {
    if text.trim().is_empty() {
        return Vec::new();
    }
    let mut parts = Vec::new();
    let mut start = 0;
    let mut quote = None;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            // Only at the beginning of a part: `People's Republic` is no quotation.
            None if matches!(c, '"' | '\'' | '`') && text[start..at].trim().is_empty() => quote = Some(c),
            None if c == ',' || (c == '>' && before == '-') => {
                let end = if c == ',' { at } else { at - 1 };
                parts.push(unquote(&text[start..end]).to_owned());
                start = at + 1;
            }
            None => {}
        }
        before = c;
    }
    parts.push(unquote(&text[start..]).to_owned());
    parts
}

/// The text without surrounding space and one pair of quotes.
pub fn unquote(text: &str) -> &str {
    let text = text.trim();
    for quote in ['"', '\'', '`'] {
        if let Some(body) = text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)) {
            return body;
        }
    }
    text
}

/// A file as the line editor completes it: in quotes, or with a backslash before each space.
pub fn file(text: &str) -> String {
    let bare = unquote(text);
    if bare.len() < text.trim().len() || cfg!(windows) { bare.to_owned() } else { bare.replace("\\ ", " ") }
}

/// The text and the whole number behind it, if there is one.
pub fn trailing_number(text: &str) -> (&str, Option<usize>) {
    let text = text.trim();
    match text.rsplit_once(char::is_whitespace) {
        Some((head, tail)) => match tail.parse() {
            Ok(number) => (head.trim_end().trim_end_matches(',').trim_end(), Some(number)),
            Err(_) => (text, None),
        },
        None => (text, None),
    }
}

/// The first word, in quotes if it has spaces, and the rest.
pub fn first_word(text: &str) -> (&str, &str) {
    let text = text.trim();
    if let Some(quote @ ('"' | '\'')) = text.chars().next()
        && let Some(end) = text[1..].find(quote)
    {
        return (&text[1..end + 1], text[end + 2..].trim_start());
    }
    let ends = |(at, c): (usize, char)| c.is_whitespace() && !text[..at].ends_with('\\');
    match text.char_indices().find(|place| ends(*place)) {
        Some((at, _)) => (&text[..at], text[at..].trim_start()),
        None => (text, ""),
    }
}

/// A value as JSON; what is no JSON, and does not look as if it was meant to be, is text.
pub fn value_or_text(given: &str) -> Result<Value> {
    match json::from_json(given) {
        Ok(value) => Ok(value),
        Err(error) if given.trim_start().starts_with(['{', '[', '"']) => Err(error),
        Err(_) => Ok(Value::String(given.into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_may_hold_spaces_quotes_and_commas() {
        assert_eq!(list("Trump, South Korea"), ["Trump", "South Korea"]);
        assert_eq!(list("\"Washington, D.C.\" , People's Party"), ["Washington, D.C.", "People's Party"]);
        assert_eq!(list("Trump -> Kia"), ["Trump", "Kia"]);
        assert_eq!(list("Trump,"), ["Trump", ""]);
        assert!(list("  ").is_empty());
        assert_eq!(trailing_number("South Korea 2"), ("South Korea", Some(2)));
        assert_eq!(trailing_number("Kia, 3"), ("Kia", Some(3)));
        assert_eq!(trailing_number("Kia"), ("Kia", None));
        assert_eq!(first_word("'a b.dot' MATCH (n)"), ("a b.dot", "MATCH (n)"));
        assert_eq!(first_word("x.dot"), ("x.dot", ""));
        assert_eq!(first_word("a\\ b.dot RETURN 1"), ("a\\ b.dot", "RETURN 1"));
        assert_eq!(file(" 'a b' "), "a b");
        #[cfg(unix)]
        assert_eq!(file("a\\ b"), "a b");
    }
}
