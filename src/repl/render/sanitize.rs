//! Text that cannot do anything to a terminal: control characters and marks that reorder text are written out.

use std::borrow::Cow;
use std::fmt::Write;

/// Whether the character would act on a terminal or on the order of its neighbours instead of being shown.
fn acts(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{061C}'
                | '\u{200E}'
                | '\u{200F}'
                | '\u{2028}'..='\u{202E}'
                | '\u{2066}'..='\u{2069}'
                | '\u{FEFF}'
                | '\u{FFF9}'..='\u{FFFB}'
        )
}

/// One line of text: line ends are written out too.
pub fn line(text: &str) -> Cow<'_, str> {
    escape(text, acts)
}

/// Several lines of text: line feeds stay.
pub fn block(text: &str) -> Cow<'_, str> {
    escape(text, |c| c != '\n' && acts(c))
}

/// JSON text with the marks that reorder text as `\u` escapes, which a reader turns back into the same marks.
pub fn json(text: &str) -> Cow<'_, str> {
    // JSON has no such characters outside its strings, and the writer has escaped the control characters in them
    // except DEL and those above it.
    escape_with(text, acts, |out, c| {
        let mut units = [0; 2];
        for unit in c.encode_utf16(&mut units) {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{unit:04x}");
        }
    })
}

fn escape(text: &str, acts: impl Fn(char) -> bool) -> Cow<'_, str> {
    escape_with(text, acts, |out, c| match c {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        other => {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{:04X}", other as u32);
        }
    })
}

fn escape_with(text: &str, acts: impl Fn(char) -> bool, write: impl Fn(&mut String, char)) -> Cow<'_, str> {
    let Some(first) = text.find(&acts) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len() + 8);
    out.push_str(&text[..first]);
    for c in text[first..].chars() {
        if acts(c) { write(&mut out, c) } else { out.push(c) }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_reaches_the_terminal_that_acts_on_it() {
        assert_eq!(line("plain ü 漢"), "plain ü 漢");
        assert_eq!(line("a\x1b[31mb\n\u{202E}c"), "a\\u001B[31mb\\n\\u202Ec");
        assert_eq!(block("a\nb\tc"), "a\nb\\tc");
        assert_eq!(json("\"\u{202e}\u{7f}\""), "\"\\u202e\\u007f\"");
    }
}
