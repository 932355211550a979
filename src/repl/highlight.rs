//! Colours while typing: the classes of the language's tokens, brackets that match, brackets that do not.

use std::borrow::Cow;

use anstyle::{AnsiColor, Style};

use super::command;
use super::render::{CAUTION, FAINT, TYPED, WRONG};
use super::script::command_line;
use super::session::split_command;
use crate::error::Span;
use crate::syntax::highlight::{TokenClass, highlight};

/// Texts longer than this are not coloured, so that every key stays quick.
const LONGEST: usize = 64 * 1024;

/// The line in colours; the same characters otherwise.
pub fn paint(line: &str, cursor: usize) -> Cow<'_, str> {
    if line.is_empty() || line.len() > LONGEST {
        return Cow::Borrowed(line);
    }
    if let Some(command) = command_line(line) {
        return Cow::Owned(paint_command(line, command));
    }
    Cow::Owned(paint_statement(line, cursor))
}

/// The command's name, as known or not; its arguments are left as they are.
fn paint_command(line: &str, command: &str) -> String {
    let (name, _) = split_command(command);
    let style = if command::resolve(name).is_ok() { TYPED } else { WRONG };
    let (head, rest) = line.split_at((name.len() + 1).min(line.len()));
    format!("{style}{head}{style:#}{rest}")
}

fn paint_statement(line: &str, cursor: usize) -> String {
    let tokens = highlight(line);
    let (partner, stray) = brackets(line, &tokens, cursor);
    let mut out = String::with_capacity(line.len() * 2);
    let mut at = 0;
    for (index, (class, span)) in tokens.iter().enumerate() {
        let range = span.range();
        let (Some(gap), Some(text)) = (line.get(at..range.start), line.get(range.clone())) else { continue };
        out.push_str(gap);
        let style = if stray.contains(&index) {
            Some(WRONG)
        } else if partner.is_some_and(|pair| pair.contains(&index)) {
            Some(AnsiColor::Green.on_default().bold())
        } else {
            style(*class)
        };
        match style {
            // Each line on its own, because the editor may repaint only some of them.
            Some(style) => {
                let lines: Vec<String> =
                    text.split('\n').map(|part| format!("{style}{part}{style:#}")).collect();
                out.push_str(&lines.join("\n"));
            }
            None => out.push_str(text),
        }
        at = range.end;
    }
    out.push_str(line.get(at..).unwrap_or_default());
    out
}

fn style(class: TokenClass) -> Option<Style> {
    match class {
        TokenClass::Keyword => Some(AnsiColor::Blue.on_default().bold()),
        TokenClass::Function => Some(AnsiColor::Magenta.on_default()),
        TokenClass::Label => Some(AnsiColor::Cyan.on_default()),
        TokenClass::Parameter => Some(CAUTION),
        TokenClass::Constant | TokenClass::Number => Some(AnsiColor::Yellow.on_default()),
        TokenClass::String => Some(AnsiColor::Green.on_default()),
        TokenClass::Comment => Some(FAINT),
        TokenClass::Invalid => Some(WRONG),
        TokenClass::Name | TokenClass::Property | TokenClass::Operator | TokenClass::Bracket => None,
    }
}

/// The pair of brackets at the cursor, and the closing brackets that close nothing.
fn brackets(line: &str, tokens: &[(TokenClass, Span)], cursor: usize) -> (Option<[usize; 2]>, Vec<usize>) {
    let mut open: Vec<(usize, &str)> = Vec::new();
    let mut stray = Vec::new();
    let mut pair = None;
    for (index, (class, span)) in tokens.iter().enumerate() {
        if *class != TokenClass::Bracket {
            continue;
        }
        let text = &line[span.range()];
        if matches!(text, "(" | "[" | "{") {
            open.push((index, text));
            continue;
        }
        match open.last() {
            Some((other, opener)) if closes(opener, text) => {
                let touches = |at: usize| {
                    let range = tokens[at].1.range();
                    range.start == cursor || range.end == cursor
                };
                if touches(*other) || touches(index) {
                    pair = Some([*other, index]);
                }
                open.pop();
            }
            _ => stray.push(index),
        }
    }
    (pair, stray)
}

fn closes(open: &str, close: &str) -> bool {
    matches!((open, close), ("(", ")") | ("[", "]") | ("{", "}"))
}

/// The first closing bracket that closes nothing: its place, and the bracket that is open there, if any.
pub fn mismatch(text: &str) -> Option<(usize, Option<char>)> {
    let tokens = highlight(text);
    let (_, stray) = brackets(text, &tokens, usize::MAX);
    let place = tokens.get(*stray.first()?)?.1.start as usize;
    let mut open = Vec::new();
    for (class, span) in &tokens {
        if *class != TokenClass::Bracket || span.start as usize >= place {
            continue;
        }
        match text[span.range()].chars().next() {
            Some(opener @ ('(' | '[' | '{')) => open.push(opener),
            _ => {
                open.pop();
            }
        }
    }
    Some((place, open.pop()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(painted: &str) -> String {
        let mut out = String::new();
        let mut rest = painted;
        while let Some(escape) = rest.find('\x1b') {
            out.push_str(&rest[..escape]);
            let end = rest[escape..].find('m').map_or(rest.len(), |end| escape + end + 1);
            rest = &rest[end..];
        }
        out + rest
    }

    #[test]
    fn colours_change_no_character() {
        for text in [
            "MATCH (n:Person {name: 'a\nb'}) // x\nRETURN n.x, $p + 1.5;",
            ".show kia",
            ".shwo x",
            "'",
            "",
            "é§(",
        ] {
            assert_eq!(plain(&paint(text, 3)), text);
        }
    }

    #[test]
    fn brackets_that_close_nothing_are_found() {
        assert_eq!(mismatch("RETURN (1, [2])"), None);
        assert_eq!(mismatch("RETURN (1]"), Some((9, Some('('))));
        assert_eq!(mismatch("RETURN 1)"), Some((8, None)));
        assert_eq!(mismatch("RETURN ')'"), None);
    }
}
