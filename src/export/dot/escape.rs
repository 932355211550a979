//! Text that Graphviz prints as it stands.

/// A quoted string. Graphviz reads backslash escapes (`\N` is a node's name) and HTML entities in it, so both are
/// undone; control characters, which no picture format takes, become their visible symbols.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '&' => quoted.push_str("&amp;"),
            '\n' => quoted.push_str("\\n"),
            '\r' => {}
            '\t' => quoted.push(' '),
            '\0'..='\u{1f}' => quoted.push(visible(c as u32)),
            '\u{7f}' => quoted.push('\u{2421}'),
            // C1 controls, directional overrides and isolates, and what XML does not allow.
            '\u{80}'..='\u{9f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{fffe}'
            | '\u{ffff}' => {
                quoted.push('\u{fffd}');
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// Text inside an HTML-like label.
pub(super) fn html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c if c.is_control() => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}

/// The symbol for an ASCII control character, from the block of control pictures.
fn visible(control: u32) -> char {
    char::from_u32(0x2400 + control).unwrap_or('\u{fffd}')
}

/// Breaks a name into lines of about 22 characters at spaces, so that nodes stay compact.
pub(super) fn wrapped(name: &str) -> String {
    const WIDTH: usize = 22;
    let mut lines: Vec<String> = Vec::new();
    for word in name.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_read_as_an_escape() {
        assert_eq!(quoted("a\"b\\N &lt; <b>\n\u{1}é"), "\"a\\\"b\\\\N &amp;lt; <b>\\n\u{2401}é\"");
    }

    #[test]
    fn long_names_become_lines() {
        assert_eq!(
            wrapped("Office of the United States Trade Representative"),
            "Office of the United\nStates Trade\nRepresentative"
        );
        assert_eq!(wrapped("Kia"), "Kia");
    }
}
