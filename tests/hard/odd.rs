//! Odd characters: byte order marks, NULs, unusual white space and code points, damaged UTF-8 through the pipe.

use super::{Outcome, integer, outcomes, refused};
use crate::support::program::{Folder, casegraph_reading};

/// What openCypher counts as white space.
const WHITE: &[char] = &[
    ' ', '\t', '\n', '\u{b}', '\u{c}', '\r', '\u{1c}', '\u{1d}', '\u{1e}', '\u{1f}', '\u{a0}', '\u{1680}',
    '\u{2000}', '\u{2003}', '\u{2007}', '\u{200a}', '\u{2028}', '\u{2029}', '\u{202f}', '\u{205f}',
    '\u{3000}',
];

#[test]
fn every_white_space_separates() {
    let texts = WHITE.iter().map(|c| format!("{c}RETURN{c}1{c}AS{c}x{c}")).collect();
    for (c, outcome) in WHITE.iter().zip(outcomes(texts)) {
        assert_eq!(outcome, integer(1), "{c:?}");
    }
}

#[test]
fn byte_order_marks_are_blank_and_other_marks_are_refused() {
    let texts = [
        "\u{FEFF}RETURN 1 AS x",
        "RETURN 1\u{FEFF} AS x",
        "RETURN\u{200B}1 AS x",
        "RETURN \u{0}1 AS x",
        "\u{0}",
    ];
    let found = outcomes(texts.iter().map(|text| (*text).to_owned()).collect());
    assert_eq!(found[..2], [integer(1), integer(1)]);
    for (text, outcome) in texts.iter().zip(&found).skip(2) {
        assert!(
            matches!(outcome, Outcome::Error(error) if error.starts_with("SyntaxError")),
            "{text:?}: {outcome:?}"
        );
    }
}

#[test]
fn odd_characters_inside_strings_and_names_are_kept() {
    let odd = "\u{0}\u{FEFF}\u{202E}\u{1F469}\u{200D}\u{1F466}e\u{301}\u{10FFFF}\u{D7FF}\u{E000}";
    let found = outcomes(vec![
        format!("RETURN size('{odd}') AS x"),
        format!("WITH 1 AS `{odd}` RETURN `{odd}` AS x"),
        format!("CREATE (:`{odd}` {{`{odd}`: 1}})"),
        "RETURN '\\uD83D' AS x".to_owned(),
        "RETURN '\\uDC00\\uD83D' AS x".to_owned(),
        "RETURN '\\U00110000' AS x".to_owned(),
    ]);
    assert_eq!(found[..3], [integer(odd.chars().count() as i64), integer(1), Outcome::Rows(0)]);
    for outcome in &found[3..] {
        assert_eq!(*outcome, refused("SyntaxError InvalidUnicodeLiteral"));
    }
}

#[test]
fn damaged_utf_8_in_the_pipe_is_an_error_and_what_follows_is_run() {
    let folder = Folder::new();
    let store = folder.at("odd.casegraph");
    let damaged: [&[u8]; 6] =
        [b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82", b"\xf0\x9f\x92"];
    for bytes in damaged {
        let input = [b"RETURN '".as_slice(), bytes, b"' AS x;\nRETURN 1 AS x;\n"].concat();
        let out = casegraph_reading(["shell", &store, "--format", "json"], &input).answer();
        let lines: Vec<&str> = out.lines().collect();
        assert_eq!(lines.len(), 2, "{bytes:?}: {out}");
        assert!(lines[0].contains("InvalidUtf8") && lines[1].contains("[[1]]"), "{bytes:?}: {out}");
    }
}
