//! Fitting a table into a width: how wide each column is, and where a cell's text breaks.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The widths of columns whose widest contents are `natural`, so that they take `room` columns together, none of them
/// less than `least` unless its content is narrower; `None` when that is not possible. Narrow columns keep their width, wide
/// ones are cut to the same width.
pub fn fit(natural: &[usize], least: &[usize], room: usize) -> Option<Vec<usize>> {
    let cut = |level: usize| -> Vec<usize> {
        natural.iter().zip(least).map(|(natural, least)| (*natural).min(level.max(*least))).collect()
    };
    let fits = |widths: &[usize]| widths.iter().sum::<usize>() <= room;
    if !fits(&cut(0)) {
        return None;
    }
    // The highest level that fits: it does at `low`, and the widest content is enough for all.
    let (mut low, mut high) = (0, natural.iter().copied().max().unwrap_or(0));
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        if fits(&cut(middle)) { low = middle } else { high = middle - 1 }
    }
    let mut widths = cut(low);
    // What is left over goes to the first columns that were cut.
    let mut spare = room - widths.iter().sum::<usize>();
    for (width, natural) in widths.iter_mut().zip(natural) {
        if spare > 0 && *width < *natural {
            *width += 1;
            spare -= 1;
        }
    }
    Some(widths)
}

/// The text in lines of at most `width` columns, broken after spaces where possible, at most `most` lines; what is
/// left out is marked with an ellipsis. At least one line.
pub fn wrap(text: &str, width: usize, most: usize) -> Vec<String> {
    if text.len() <= width || text.width() <= width {
        return vec![text.to_owned()];
    }
    let mut lines: Vec<String> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = break_at(rest, width);
        lines.push(rest[..end].trim_end().to_owned());
        rest = rest[end..].trim_start();
        if lines.len() == most && !rest.is_empty() {
            mark_cut(&mut lines, width);
            break;
        }
    }
    lines
}

/// Where the first line ends, in bytes: behind the last space within the width, else at the width; not zero.
fn break_at(text: &str, width: usize) -> usize {
    let mut used = 0;
    let mut space = 0;
    for (at, c) in text.char_indices() {
        used += c.width().unwrap_or(0);
        if used > width {
            // A space here ends the line without taking part in it.
            return match (c == ' ', space) {
                (true, _) if at > 0 => at,
                (_, 0) => at.max(text.chars().next().map_or(0, char::len_utf8)),
                (_, space) => space,
            };
        }
        if c == ' ' && at > 0 {
            space = at + 1;
        }
    }
    text.len()
}

fn mark_cut(lines: &mut [String], width: usize) {
    let Some(last) = lines.last_mut() else { return };
    while !last.is_empty() && last.width() + 1 > width {
        last.pop();
    }
    last.push('…');
}

/// Each line of the text in lines of at most `width` columns; what continues a line is indented like its text.
pub fn wrap_block(text: &str, width: usize) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let (content, end) = match line.strip_suffix('\n') {
            Some(content) => (content, "\n"),
            None => (line, ""),
        };
        let indent = hanging_indent(content).min(width / 2);
        let first = break_at(content, width);
        out.push_str(content[..first].trim_end());
        let rest = content[first..].trim_start();
        if !rest.is_empty() {
            for part in wrap(rest, width.saturating_sub(indent).max(1), usize::MAX) {
                out.push('\n');
                out.extend(std::iter::repeat_n(' ', indent));
                out.push_str(&part);
            }
        }
        out.push_str(end);
    }
    out
}

/// Leading spaces and a list mark such as `[1] `, `? 1. `, or a first column with two or more spaces behind it.
fn hanging_indent(line: &str) -> usize {
    let body = line.trim_start();
    let spaces = line.width() - body.width();
    if spaces > 0
        && let Some(gap) = body.find("  ")
    {
        let column = body.len() - body[gap..].trim_start().len();
        return spaces + body[..column].width();
    }
    let is_mark = |word: &str| word.len() <= 6 && (word.ends_with(['.', ']', ':', ')']) || word == "?");
    let mut marks = 0;
    for word in body.split_inclusive(' ').take(2) {
        if !is_mark(word.trim_end()) {
            break;
        }
        marks += word.width();
    }
    spaces + marks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn narrow_columns_keep_their_width() {
        assert_eq!(fit(&[5, 10], &[8, 8], 20), Some(vec![5, 10]));
        assert_eq!(fit(&[5, 100], &[8, 8], 30), Some(vec![5, 25]));
        assert_eq!(fit(&[100, 100], &[8, 8], 31), Some(vec![16, 15]));
        assert_eq!(fit(&[100, 100], &[8, 20], 31), Some(vec![11, 20]));
        assert_eq!(fit(&[100, 100, 100], &[8, 8, 8], 20), None);
        assert_eq!(fit(&[], &[], 20), Some(vec![]));
    }

    #[test]
    fn text_breaks_at_spaces_and_says_what_it_leaves_out() {
        assert_eq!(wrap("one two three", 7, 9), ["one two", "three"]);
        assert_eq!(wrap("onetwothree", 4, 9), ["onet", "woth", "ree"]);
        assert_eq!(wrap("one two three four", 7, 2), ["one two", "three…"]);
        assert_eq!(wrap("漢字漢字", 3, 9), ["漢", "字", "漢", "字"]);
        assert_eq!(wrap("漢", 1, 9), ["漢"]);
        assert_eq!(wrap("", 3, 9), [""]);
    }

    #[test]
    fn continued_lines_hang_under_their_text() {
        assert_eq!(wrap_block("  [1] one two three\nx", 13), "  [1] one two\n      three\nx");
        assert_eq!(wrap_block("  .a  one two three", 20), "  .a  one two three");
        assert_eq!(wrap_block("  .a  one two three", 14), "  .a  one two\n      three");
    }
}
