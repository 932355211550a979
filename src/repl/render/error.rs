//! Errors for people (message, place with a caret, hint) and for programs (the same as JSON).

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use serde_json::{Value as Json, json};

use super::sanitize;
use super::style::{Look, WRONG};
use crate::error::Error;

/// The error with the place in `text`, the statement it is about; ends with a line feed.
pub fn error_text(error: &Error, text: &str, color: bool) -> String {
    render(error, text, None, color)
}

/// The same for a statement that begins on a line of a file.
pub fn error_text_in(error: &Error, text: &str, file: &str, line: usize, color: bool) -> String {
    render(error, text, Some((file, line)), color)
}

fn render(error: &Error, text: &str, origin: Option<(&str, usize)>, color: bool) -> String {
    let name = format!("{} ({})", error.class().name(), error.detail());
    if origin.is_none() && place(error, text).is_none() {
        return without_place(error, &name, color);
    }
    let title =
        Level::ERROR.with_name(Some(name)).primary_title(sanitize::line(error.message()).into_owned());
    let mut elements: Vec<annotate_snippets::Element<'_>> = Vec::new();
    let shown = sanitize_source(text);
    if let Some(place) = place(error, text) {
        let mut snippet = Snippet::source(&*shown).annotation(AnnotationKind::Primary.span(place));
        if let Some((file, line)) = origin {
            snippet = snippet.path(sanitize::line(file).into_owned()).line_start(line);
        }
        elements.push(snippet.into());
    } else if let Some((file, line)) = origin {
        elements.push(Origin::path(sanitize::line(file).into_owned()).line(line).into());
    }
    if let Some(hint) = error.hint_text() {
        let help = Level::HELP.with_name(Some("hint"));
        elements.push(help.message(sanitize::block(hint).into_owned()).into());
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let report = [title.elements(elements)];
    let mut rendered = renderer.render(&report);
    rendered.push('\n');
    rendered
}

/// Message and hint, for errors that have no place in a text.
fn without_place(error: &Error, name: &str, color: bool) -> String {
    let look = Look { color, ..Look::plain() };
    let mut out = format!("{}: {}\n", look.paint(WRONG, name), sanitize::line(error.message()));
    if let Some(hint) = error.hint_text() {
        out.push_str(&format!("  hint: {}\n", sanitize::block(hint)));
    }
    out
}

/// The source with what acts on terminals replaced by one character of as many bytes, so that places stay right.
fn sanitize_source(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let mut bytes = [0; 4];
        let written: &str = c.encode_utf8(&mut bytes);
        if c == '\n' || c == '\t' || sanitize::line(written) == written {
            out.push(c);
        } else {
            out.extend(std::iter::repeat_n('?', c.len_utf8()));
        }
    }
    out
}

/// The error's span within the text, on character boundaries.
fn place(error: &Error, text: &str) -> Option<std::ops::Range<usize>> {
    let span = error.span()?;
    if text.trim().is_empty() {
        return None;
    }
    let start = floor_boundary(text, span.start as usize);
    let end = floor_boundary(text, (span.end as usize).max(start)).max(start);
    Some(start..end)
}

fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// `{"error":{"class","detail","status","message","line","column","hint"}}`; line and column count from 1, the column in
/// characters, and are null when the error has no place in `text`.
pub fn error_json(error: &Error, text: &str) -> Json {
    let place = place(error, text).map(|place| line_and_column(text, place.start));
    json!({
        "error": {
            "class": error.class().name(),
            "detail": error.detail(),
            "status": error.status(),
            "message": error.message(),
            "line": place.map(|place| place.0),
            "column": place.map(|place| place.1),
            "hint": error.hint_text(),
        }
    })
}

/// Line and column of a byte, both from 1; the column counts characters.
pub fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..floor_boundary(text, at)];
    let line_start = before.rfind('\n').map_or(0, |feed| feed + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Span;

    #[test]
    fn an_error_points_at_its_place() {
        let text = "MATCH (n)\nRETURN x";
        let error = Error::syntax("UndefinedVariable", "variable `x` is not defined", Span::new(17, 18))
            .hint("did you mean `n`?");
        let shown = error_text(&error, text, false);
        assert!(shown.starts_with("SyntaxError (UndefinedVariable): variable `x` is not defined"), "{shown}");
        assert!(shown.contains("2 | RETURN x\n  |        ^\n"), "{shown}");
        assert!(shown.contains("hint: did you mean `n`?"), "{shown}");
        let json = error_json(&error, text);
        assert_eq!((json["error"]["line"].as_u64(), json["error"]["column"].as_u64()), (Some(2), Some(8)));
    }

    #[test]
    fn places_outside_the_text_do_no_harm() {
        let error = Error::syntax("UnexpectedEnd", "too short", Span::new(90, 95));
        assert!(error_text(&error, "é\u{1b}", false).contains("too short"));
        assert!(error_text(&error, "", true).contains("too short"));
        let inside = Error::syntax("UnexpectedEnd", "inside a character", Span::new(1, 1));
        assert!(error_text(&inside, "é", false).contains("inside"));
    }
}
